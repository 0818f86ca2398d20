"""The goal in words, and the search for a bound, on saldi of which the bound is known."""

from datetime import date

import numpy as np
import pytest

from finance.fouten import Invoerfout
from scenarios.afweging.doel import parse_goal, stand_at
from scenarios.afweging.knoppen import Knop
from scenarios.afweging.zoek import ALTIJD, GRENS, NOOIT, search

N = 4096


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("kans>=0.9 in 2027-2030", (0.9, (2027, 2028, 2029, 2030))),
        ("kans >= 0,75 in 2027", (0.75, (2027,))),
        ("Kans>=90% in 2027 - 2028", (0.9, (2027, 2028))),
    ],
)
def test_a_goal_is_read(tekst: str, verwacht: tuple[float, tuple[int, ...]]) -> None:
    assert parse_goal(tekst) == verwacht


@pytest.mark.parametrize(
    ("tekst", "woord"),
    [
        ("kans>0.9 in 2027", "een doel als"),
        ("kans>=0.9", "een doel als"),
        ("kans>=90 in 2027", "90%"),
        ("kans>=0 in 2027", "tussen 0 en 1"),
        ("kans>=0.9 in 2030-2027", "niet na het laatste"),
    ],
)
def test_a_goal_that_is_not_one_says_what_is(tekst: str, woord: str) -> None:
    with pytest.raises(Invoerfout, match=woord):
        parse_goal(tekst)


def _seek(saldo, knop: Knop, kans: float = 0.9):
    """saldo: value -> (e, n)"""
    tocht = search(knop, kans)
    vragen = next(tocht)
    aantal = 0
    while True:
        aantal += len(vragen)
        try:
            vragen = tocht.send([stand_at(x, saldo(x)) for x in vragen])
        except StopIteration as klaar:
            return klaar.value, aantal


KNOP = Knop("prijs.x", date(2027, 1, 1), "de prijs", "euro", 1000.0, (), 0.0, 3000.0, 1.0)
AANTAL = (np.arange(N) * 1597 % N).astype(float)[None]
"""0, 1, ... 4095 trajecten, in an order without a pattern: 90% of 4096 draws is 3687, of which the hardest has 3686"""


def test_the_highest_price_that_90_percent_of_the_draws_can_pay() -> None:
    """5.000.000 / 3686 = 1356,5."""
    gevonden, aantal = _seek(lambda prijs: 5_000_000 - prijs * AANTAL, KNOP)
    assert (gevonden.soort, gevonden.richting, gevonden.stand.waarde) == (GRENS, -1, 1356.0)
    assert aantal < 40
    laag, hoog = gevonden.tussen
    assert laag is not None
    assert hoog is not None
    assert 1200 < laag < 1356 < hoog < 1600


def test_the_lowest_budget_when_more_makes_it_easier() -> None:
    gevonden, _ = _seek(lambda budget: budget - 0.5 * AANTAL, KNOP)
    assert (gevonden.soort, gevonden.richting, gevonden.stand.waarde) == (GRENS, 1, 1843.0)


def test_no_bound_within_what_is_searched_is_said() -> None:
    assert _seek(lambda x: 1e9 - x * AANTAL, KNOP)[0].soort == ALTIJD
    nooit = _seek(lambda x: np.vstack([-x * AANTAL, np.full((1, N), -5.0)]), KNOP)[0]
    assert (nooit.soort, nooit.vast) == (NOOIT, (1,))


def test_a_goal_that_holds_in_two_pieces_names_both() -> None:
    """Covered below 500 and above 2500 only."""
    gevonden, _ = _seek(lambda x: np.full((1, N), (x - 500.0) * (x - 2500.0)), KNOP)
    assert gevonden.soort == GRENS
    assert gevonden.stukken == ((0.0, 500.0), (2500.0, 3000.0))
