"""What an earlier day knew, the naive forecasts of that day, and what dependent comparisons are worth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from finance.parameters import parse_parameters
from scenarios.model.model import build_model
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.terugblik.naief import TAAK, VORIG, naive_persons
from scenarios.terugblik.oordeel import BETER, GELIJK, ONBEKEND, SLECHTER, cover, judge
from scenarios.terugblik.scores import Score
from scenarios.terugblik.terugblik import Terugblikregel
from scenarios.terugblik.toen import BEDRAGEN, PRIJZEN, WACHTTIJDEN, hindsight, known_on

VERSIES = """
[gewicht_mix]
label = "Gewicht"
eenheid = "personen"
geldt = "doorlopend"
[[gewicht_mix.waarde]]
vanaf = 2022-01-01
waarde = "20"
status = "aanname"
toelichting = "eerst"
[[gewicht_mix.waarde]]
vanaf = 2022-01-01
bekend_op = 2023-07-01
waarde = "5"
status = "aanname"
toelichting = "later"
[[gewicht_mix.waarde]]
vanaf = 2024-01-01
bekend_op = 2024-12-31
waarde = "3"
status = "aanname"
toelichting = "nieuw"
"""


@pytest.fixture(scope="module")
def westfriesland():
    return read_region("voorbeeld:westfriesland")


def at(dag: date, jaar: int) -> str:
    return parse_parameters(VERSIES, "x.toml").known_on(dag).in_year("gewicht_mix", jaar).waarde


def test_a_value_gives_way_to_what_was_known_before_it():
    assert parse_parameters(VERSIES, "x.toml").in_year("gewicht_mix", 2022).waarde == "5"
    assert at(date(2023, 6, 30), 2022) == "20"
    assert at(date(2023, 7, 1), 2022) == "5"
    # The value of 2024 was not known on its own first day: the one before it goes on.
    assert at(date(2024, 1, 1), 2024) == "5"
    assert at(date(2024, 12, 31), 2024) == "3"


def test_the_value_of_a_region_wins_on_every_day():
    eigen = parse_parameters(
        '[[gewicht_mix.waarde]]\nvanaf = 2022-01-01\nwaarde = "8"\nstatus = "aanname"\ntoelichting = "eigen"\n',
        "eigen.toml",
        shipped().parameters,
    )
    samen = shipped().parameters.merge(eigen)
    assert [samen.known_on(d).in_year("gewicht_mix", 2023).waarde for d in (date(2022, 1, 1), date(2026, 1, 1))] == [
        "8",
        "8",
    ]


def test_national_cohorts_are_hidden_until_they_were_published(westfriesland):
    """CBS published the cohorts of 2022 and 2023 in 2024; before that 18,100 less 9,100 were planned (AEF 2019)."""
    voor, na = (known_on(westfriesland, date(j, 1, 1)).parameters for j in (2023, 2025))
    assert [voor.in_year("landelijk_gezin", j).waarde for j in (2022, 2023)] == ["9000", "9000"]
    assert [na.in_year("landelijk_gezin", j).waarde for j in (2022, 2023)] == ["7300", "13900"]
    assert not voor.has("landelijk_asiel", 2022)
    assert na.has("landelijk_asiel", 2022)


def test_what_cannot_be_hidden_is_named(westfriesland):
    dag = date(2022, 7, 1)
    assert hindsight(westfriesland, dag, "gehuisvest", 2023) == ()
    assert hindsight(westfriesland, dag, "gestart_z", 2023) == (WACHTTIJDEN,)
    assert hindsight(westfriesland, dag, "spuk_definitief", 2022) == ()
    assert hindsight(westfriesland, dag, "spuk_definitief", 2023) == (BEDRAGEN,)
    assert WACHTTIJDEN in hindsight(westfriesland, dag, "besteding", 2022)
    later = any(dag < c.van <= date(2027, 12, 31) for c in westfriesland.contracten)
    assert (PRIJZEN in hindsight(westfriesland, dag, "besteding", 2027)) is later
    # On its own peildatum a region has no hindsight.
    assert hindsight(westfriesland, westfriesland.bestand.peildatum, "gestart_z", 2024) == ()


def naive(regio, dag: date, grootheid: str, van: int, tot: int) -> dict[str, float]:
    model = build_model(known_on(regio, dag), BASIS)
    hoorn = next(g for g in model.gemeenten if g.naam == "Hoorn")
    uit = naive_persons(model, hoorn, model.tijdas.half_of(dag), grootheid, van, tot)
    return dict(uit)


def test_naive_forecasts_by_hand(westfriesland):
    """Hoorn: taakstelling 57 in 2022H2 and 89 in 2023H1 (docs/terugblik.md)."""
    # On 1-1-2023 both are known; the next half-year is their mean, 73.
    assert naive(westfriesland, date(2023, 1, 1), "taakstelling", 3, 4) == {VORIG: 73}
    # On 1-7-2022 only 57 is, so 2022H2 and 2023H1 are 2 x 57 = 114, and 70% of it 79.8.
    assert naive(westfriesland, date(2022, 7, 1), "gehuisvest", 1, 3) == {TAAK: 114}
    assert naive(westfriesland, date(2022, 7, 1), "plichtig", 1, 3) == {TAAK: pytest.approx(79.8)}
    # Nothing had been counted, and no taakstelling speaks of gezinsmigranten or routes.
    assert naive(westfriesland, date(2022, 7, 1), "gezin", 1, 3) == {}
    assert naive(westfriesland, date(2022, 7, 1), "gestart_z", 1, 3) == {}
    # On 1-7-2023 137 and 55 had been counted over two half-years.
    later = naive(westfriesland, date(2023, 7, 1), "gehuisvest", 3, 5)
    assert later[VORIG] == 137
    assert naive(westfriesland, date(2023, 7, 1), "gezin", 3, 5)[VORIG] == 55


def row(treffers, peil=2022, wie="A", periode="2023", crps=1.0, naief=None) -> Terugblikregel:
    def as_score(x: float) -> Score:
        return Score(0, 1, 2, x, x, x)

    return Terugblikregel(
        date(peil, 1, 1), wie, "plichtig", periode, 2, 1.0, as_score(crps),
        {} if naief is None else {VORIG: as_score(naief)}, (0.4, 0.5), (), np.array(treffers, dtype=bool),
    )  # fmt: skip


def test_independent_hits_count_as_many_and_the_same_hits_as_one():
    a, b = [1, 1, 0, 0], [1, 0, 1, 0]
    assert cover([row(a, wie="A"), row(b, wie="B")]).onafhankelijk == pytest.approx(2)
    assert cover([row(a, wie="A"), row(a, wie="B")]).onafhankelijk == pytest.approx(1)


def test_the_same_outcome_at_two_peildata_counts_once():
    a, b = [1, 1, 0, 0], [1, 0, 1, 0]
    twee = [row(a, peil=2022), row(b, peil=2023)]
    assert cover(twee).onafhankelijk == pytest.approx(1)
    # Two outcomes that the earlier peildatum knows to be independent stay so at the later one.
    vier = [row(x, peil=j, wie=w) for j in (2022, 2023) for x, w in ((a, "A"), (b, "B"))]
    assert cover(vier).onafhankelijk == pytest.approx(2)


def test_a_right_band_holds_more_than_80_percent_of_small_counts():
    # The expected share is that of the draws themselves, 3 of 4 here.
    assert cover([row([1, 1, 1, 0])]).verwacht == 0.75


@pytest.mark.parametrize(
    ("naief", "uit"),
    [((3.0, 3.1, 2.9), BETER), ((0.1, 0.2, 0.15), SLECHTER), ((0.2, 3.0, 0.1), GELIJK)],
)
def test_better_only_by_more_than_chance(naief, uit):
    regels = [row([1, 0], peil=2020 + i, periode=str(2023 + i), naief=x) for i, x in enumerate(naief)]
    (wedstrijd,) = judge("plichtig", regels).wedstrijden
    assert wedstrijd.oordeel == uit


def test_one_period_is_no_test():
    regels = [row([1, 0], peil=2020 + i, wie=str(i), naief=9.0) for i in range(5)]
    (wedstrijd,) = judge("plichtig", regels).wedstrijden
    assert wedstrijd.winst == pytest.approx(8 / 9)
    assert wedstrijd.oordeel == ONBEKEND
