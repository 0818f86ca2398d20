"""Which decision counts, the last one or which is last on the same day; and what is shown of a year of decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from finance.journaal import Besluit, Journaalpost, Journaalregel, advance_calendar
from finance.uitkering import VOORSCHOT, in_order, last_decision
from scenarios.boeken.beschikking import explain_decisions
from scenarios.boeken.map import Verantwoordingsmap, read_folder
from tests.regiomap import make_region


def counted(besluiten, *soorten) -> int:
    gekozen = last_decision(besluiten, *soorten)
    assert gekozen is not None
    return gekozen.bedrag


VROEG, LAAT = date(2024, 10, 1), date(2025, 5, 1)


def test_none_of_the_kind_is_none():
    assert last_decision([], "definitief") is None
    assert last_decision([Besluit(VROEG, "voorlopig", 1)], "definitief") is None


def test_the_last_by_date_counts_wherever_it_stands():
    besluiten = [Besluit(LAAT, "nader", 2), Besluit(VROEG, "voorlopig", 1)]
    assert counted(besluiten, *VOORSCHOT) == 2


def test_on_one_day_a_nader_besluit_comes_after_the_voorlopige():
    besluiten = [Besluit(VROEG, "nader", 2), Besluit(VROEG, "voorlopig", 1)]
    assert counted(besluiten, *VOORSCHOT) == 2
    assert counted(besluiten[::-1], *VOORSCHOT) == 2


def test_of_two_alike_the_lower_row_counts():
    besluiten = [Besluit(LAAT, "definitief", 1), Besluit(LAAT, "definitief", 2)]
    assert counted(besluiten, "definitief") == 2
    assert [b.bedrag for b in in_order(besluiten)] == [1, 2]


def test_another_kind_does_not_count():
    besluiten = [Besluit(VROEG, "voorlopig", 1), Besluit(LAAT, "definitief", 9)]
    assert counted(besluiten, *VOORSCHOT) == 1


def test_the_advances_add_up_to_the_decision_that_counts():
    besluiten = [
        Besluit(date(2025, 5, 1), "nader", 2400),
        Besluit(VROEG, "voorlopig", 1200),
        Besluit(LAAT, "nader", 3600),
    ]
    assert sum(s.bedrag for s in advance_calendar(2025, besluiten)) == counted(besluiten, *VOORSCHOT)


def test_a_nader_besluit_of_the_year_before_is_paid_in_twelfths_of_its_own():
    """1 cent would be paid in January; the new total is 2, and that is January and February. Nothing is no payment."""
    besluiten = [Besluit(VROEG, "voorlopig", 1), Besluit(date(2024, 12, 1), "nader", 2)]
    assert [(s.datum.month, s.bedrag) for s in advance_calendar(2025, besluiten)] == [(1, 1), (2, 1)]
    assert [(s.datum.month, s.bedrag) for s in advance_calendar(2025, besluiten[:1])] == [(1, 1)]


@pytest.mark.parametrize(
    ("debet", "credit", "reden"), [(5, 4, "debet 5 is niet gelijk aan credit 4 in x"), (-5, -5, "negatief bedrag in x")]
)
def test_a_journaalpost_that_does_not_balance_cannot_be_made(debet, credit, reden):
    with pytest.raises(ValueError, match=reden):
        Journaalpost(VROEG, "x", "x", (Journaalregel("bank", debet), Journaalregel("passief", 0, credit)))


# --- what a controller sees of one year: decisions beside the recomputation, and the cash ---

HOORN, MEDEMBLIK = "Hoorn", "Medemblik"
# 2023: 8.378,03 for cohort t, 4.242,17 for cohort t-1 and 635,32 for gezin; Hoorn has one of each.
HERREKEND = 8_378_03 + 4_242_17 + 635_32


@pytest.fixture
def invoer(tmp_path: Path) -> Callable[..., Verantwoordingsmap]:
    """The folder of Hoorn and Medemblik with other decisions or counts."""

    def read(besluit: str = "", telling: str = "") -> Verantwoordingsmap:
        eigen = make_region(tmp_path) / "verantwoording"
        if besluit:
            kop = "jaar;cbs_code;soort;datum;bedrag;bgo;ba_a;ba_b;ba_c;aia;abo"
            (eigen / "beschikkingen.csv").write_text(f"{kop}\n{besluit}\n", encoding="utf-8")
        if telling:
            kop = "jaar;cbs_code;soort;cohort_t;cohort_t1;cohort_t2;gezin"
            (eigen / "tellingen.csv").write_text(f"{kop}\n{telling}\n", encoding="utf-8")
        return read_folder(str(tmp_path), boekingen_ook=False)

    return read


def test_a_gemeente_elsewhere_is_refused_with_the_nearest_name(invoer):
    with pytest.raises(Invoerfout, match="Bedoeld is misschien: Hoorn"):
        explain_decisions(invoer(), 2023, "Horn")


def test_one_gemeente_or_all(invoer):
    assert [o.gemeente.naam for o in explain_decisions(invoer(), 2023)] == [HOORN, MEDEMBLIK]
    assert [o.gemeente.naam for o in explain_decisions(invoer(), 2023, MEDEMBLIK)] == [MEDEMBLIK]


def test_the_decision_less_the_recomputation(invoer):
    besluit = "2023;GM0405;definitief;2024-05-21;13.013,35;635,32;8.378,03;4.000,00;0;0;0"
    (hoorn,) = explain_decisions(invoer(besluit), 2023, HOORN)
    per_naam = {c.naam: (c.beschikking, c.herrekend) for c in hoorn.vergelijking}
    assert per_naam["ba_b"] == (4_000_00, 4_242_17)
    assert per_naam["ba_a"] == (8_378_03, 8_378_03)


def test_without_a_definitive_decision_the_settlement_is_what_the_count_gives(invoer):
    (hoorn,) = explain_decisions(invoer(), 2023, HOORN)
    assert sum(s.bedrag for s in hoorn.kalender) == HERREKEND
    assert sum(s.bedrag for s in hoorn.kalender if s.datum.year == 2023) == 12_000_00


def test_without_a_decision_the_advance_is_expected_month_by_month(invoer):
    besluit, telling = "2022;GM0420;voorlopig;2021-10-01;8.000,00;;;;;;", "2025;GM0405;voorlopig;10;8;6;5"
    (hoorn,) = explain_decisions(invoer(besluit, telling), 2025, HOORN)
    assert hoorn.voorlopig is not None
    assert hoorn.voorlopig.totaal > 0
    voorschot = hoorn.kalender[:12]
    assert [s.datum for s in voorschot] == [date(2025, maand, 15) for maand in range(1, 13)]
    assert {(s.soort, s.verwacht) for s in voorschot} == {("voorschot", True)}
    assert sum(s.bedrag for s in voorschot) == hoorn.voorlopig.totaal
    assert max(s.bedrag for s in voorschot) - min(s.bedrag for s in voorschot) <= 1
