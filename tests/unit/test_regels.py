"""How a scenario changes the parameters of the law, on amounts written out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.fouten import Invoerfout
from scenarios.grond.opzoeker import Opzoeker
from scenarios.model.regels import change_parameters, first_unsettled, resolve_rules
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.wijziging import Wijziging

JAREN = tuple(range(2022, 2031))
SHIPPED = shipped().parameters


class Eigen:
    """The changes of one scenario, as `Veranderaar` hands them out."""

    def __init__(self, **velden: Any):
        self.wijziging = Wijziging(**velden)
        self.getoetst = False

    def of(self, veld: str) -> list[Wijziging]:
        return [self.wijziging] if veld == self.wijziging.veld else []

    def check_grid(self, wijziging: Wijziging, dagen: list[date]) -> None:
        """Every change is laid beside the first day of each year."""
        assert wijziging is self.wijziging
        assert dagen == [date(j, 1, 1) for j in JAREN]
        self.getoetst = True


def changed(naam: str, **velden: Any):
    verander = Eigen(veld=f"parameter.{naam}", **velden)
    nieuw = change_parameters(SHIPPED, verander, JAREN)  # type: ignore[arg-type]
    assert verander.getoetst
    return nieuw


def test_a_factor_holds_in_its_years_and_not_after():
    """9.154,91 of 2025 x 1,1 = 10.070,401; 2026 is again what it was, with its own status and source."""
    nieuw = changed("bedrag_asiel_a", vanaf=date(2025, 1, 1), tot=date(2026, 1, 1), factor=1.1)
    assert nieuw.in_year("bedrag_asiel_a", 2025).getal == Decimal("10070.401")
    assert nieuw.in_year("bedrag_asiel_a", 2025).status == "aanname"
    for jaar in (2023, 2026, 2030):
        oud, na = (p.in_year("bedrag_asiel_a", jaar) for p in (SHIPPED, nieuw))
        assert (na.getal, na.status) == (oud.getal, oud.status)
    oud, na = (p.in_year("bedrag_asiel_a", 2026).bron for p in (SHIPPED, nieuw))
    assert na is not None
    assert oud is not None
    assert na == oud


def test_what_comes_on_top():
    """9.154,91 + 45,09 = 9.200."""
    nieuw = changed("bedrag_asiel_a", vanaf=date(2025, 1, 1), tot=date(2026, 1, 1), erbij=45.09)
    assert nieuw.in_year("bedrag_asiel_a", 2025).getal == Decimal("9200.00")


def test_a_value_holds_from_its_day_on():
    nieuw = changed("bedrag_asiel_a", vanaf=date(2027, 1, 1), waarde=9000)
    assert [nieuw.in_year("bedrag_asiel_a", j).getal for j in (2027, 2030)] == [9000, 9000]
    assert nieuw.in_year("bedrag_asiel_a", 2026).getal == SHIPPED.in_year("bedrag_asiel_a", 2026).getal


def test_a_value_fills_a_year_without_one():
    """Of 2024 spuk ships no amount."""
    nieuw = changed("bedrag_asiel_a", vanaf=date(2024, 1, 1), tot=date(2025, 1, 1), waarde=9000)
    assert nieuw.in_year("bedrag_asiel_a", 2024).getal == 9000
    assert nieuw.in_year("bedrag_asiel_a", 2025).getal == Decimal("9154.91")


def test_a_choice_is_a_word_and_takes_no_factor():
    nieuw = changed("prestatiebekostiging", vanaf=date(2027, 1, 1), waarde="korting")
    assert nieuw.in_year("prestatiebekostiging", 2027).waarde == "korting"
    with pytest.raises(Invoerfout, match="een waarde uit"):
        changed("prestatiebekostiging", vanaf=date(2027, 1, 1), factor=2)


@pytest.mark.parametrize("tot", [None, date(2030, 12, 31), date(2030, 1, 1)])
def test_what_is_read_once_changes_for_the_whole_run_or_not(tot):
    velden = {"vanaf": date(2022, 1, 1), "tot": tot, "factor": 1.1}
    if tot is None:
        changed("pad_spreiding", **velden)
        return
    with pytest.raises(Invoerfout, match="deze waarde geldt voor de hele raming"):
        changed("pad_spreiding", **velden)
    with pytest.raises(Invoerfout):
        changed("pad_spreiding", vanaf=date(2023, 1, 1), factor=1.1)


def test_the_first_year_whose_amounts_are_not_settled():
    """Published are 2022, 2023, 2025 and 2026; of 2024 spuk ships no amount. Without any it is the first year."""
    assert first_unsettled(Opzoeker(SHIPPED), JAREN) == JAREN.index(2027)
    assert first_unsettled(Opzoeker(SHIPPED), (2029, 2030)) == 0


def test_the_rules_of_a_year_are_those_of_its_text():
    """Amounts of 2023 and 2026 as published; from 2026 prestatiebekostiging redistributes with weights of its own."""
    zoek = Opzoeker(changed("nadere_voorlopige", vanaf=date(2026, 1, 1), waarde="ja"))
    regels = resolve_rules(zoek, (2023, 2026))
    a, w = regels.bedragen, regels.gewichten
    assert (a[0].a, a[0].b, a[0].c) == (Decimal("8378.03"), Decimal("4242.17"), Decimal("1060.54"))
    assert w[0] == a[0]
    assert (a[1].a, w[1].a, w[1].b) == (Decimal("6087.34"), Decimal("5820.70"), Decimal("4247.06"))
    assert (w[1].c, w[1].d) == (Decimal("1061.77"), Decimal("856.51"))
    assert regels.op_taakstelling.tolist() == [True, False]
    assert regels.nader.tolist() == [False, True]
    assert regels.onderwijsroute_ruimte == ((Decimal(1), Decimal(0)), (Decimal(0), Decimal(0)))
    assert not zoek.meldingen


def test_the_refused_period_is_named():
    with pytest.raises(Invoerfout, match="vanaf 01-01-2022 tot 31-12-2030"):
        changed("pad_spreiding", vanaf=date(2022, 1, 1), tot=date(2030, 12, 31), factor=1.1)
