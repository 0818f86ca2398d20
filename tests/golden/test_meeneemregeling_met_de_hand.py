"""Art. 10.5 and 10.6 worked by hand: opening balances, old and new room, both SPUKs, the closing year. Cents."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from finance.jaarrekening import Beginstand, Budgetjaar, close_years
from finance.meeneemregeling import (
    NAAR_SPUK,
    ONDERWIJSROUTE_JAREN,
    TERUG_TE_BETALEN,
    reserveringsruimte,
    settle_year,
    settle_years,
)

OUD, NIEUW, GEEN = (Decimal(1), Decimal(0)), (Decimal(1), Decimal("0.5")), (Decimal(0), Decimal(0))

# R(t) and D(t) cannot both be open in practice; the rule does not ask.
JAREN = [
    # U, B, R, D, ruimte -> saldo, R(t+1), terug, D(t+1)
    ((1000, 400, 300, 0, 1000), (900, 900, 0, 0)),  # 1000 + 300 - 400
    ((1000, 100, 500, 0, 1000), (1400, 1000, 400, 0)),  # 1400, of which 1000 may stay
    ((1000, 1500, 0, 200, 1000), (-700, 0, 0, 700)),  # 1000 - 1500 - 200
    ((1000, 1000, 0, 0, 1000), (0, 0, 0, 0)),
    ((1000, 400, 0, 0, 0), (600, 0, 600, 0)),  # no room: all of it goes back
    ((1000, 400, 0, 0, -5), (600, 0, 600, 0)),  # a negative room is no room
    ((0, -50, 0, 0, 100), (50, 50, 0, 0)),  # a net credit on the lasten
]


@pytest.mark.parametrize(("feiten", "uitkomst"), JAREN)
def test_one_year(feiten, uitkomst):
    stap = settle_year(*feiten)
    assert (stap.saldo, stap.reservering, stap.terugvordering, stap.doorgeschoven) == uitkomst
    assert stap.eigen_lasten == 0


@pytest.mark.parametrize(("feiten", "uitkomst"), JAREN)
def test_in_the_closing_year_a_shortfall_is_an_own_cost(feiten: tuple[int, int, int, int, int], uitkomst):
    stap = settle_year(*feiten, slotjaar=True)
    assert (stap.saldo, stap.reservering, stap.terugvordering, stap.eigen_lasten) == uitkomst
    assert stap.doorgeschoven == 0


def test_the_old_room_is_the_whole_uitkering_and_the_new_one_adds_half_of_the_year_before():
    assert int(reserveringsruimte(30_001, 20_003, OUD)) == 30_001
    # Half of 20.003 is 10.001,5 cents: half up.
    assert int(reserveringsruimte(30_001, 20_003, NIEUW)) == 40_003


def test_the_room_of_the_onderwijsroute_is_of_all_it_received():
    assert int(reserveringsruimte(100, 160, OUD, cumulatief=True)) == 260
    assert int(reserveringsruimte(100, 160, GEEN, cumulatief=True)) == 0


def test_five_years_with_opening_balances_from_old_to_new_room():
    """R = 250 and D = 0 at the start; the new text from the third year on.

    t1: 600 + 250 - 100 = 750 of room 600: 600 stays, 150 back.
    t2: 400 + 600 - 300 = 700 of room 400: 400 stays, 300 back.
    t3: 500 + 400 - 150 = 750 of room 500 + 200 = 700: 700 stays, 50 back.
    t4: 300 + 700 - 1100 = -100: shifted.
    t5: 500 - 350 - 100 = 50 of room 500 + 150: stays.
    """
    keten = settle_years(
        np.array([600, 400, 500, 300, 500]),
        np.array([100, 300, 150, 1100, 350]),
        [OUD, OUD, NIEUW, NIEUW, NIEUW],
        reservering=250,
    )
    assert keten.ruimte.tolist() == [600, 400, 700, 550, 650]
    assert keten.saldo.tolist() == [750, 700, 750, -100, 50]
    assert keten.reservering.tolist() == [600, 400, 700, 0, 50]
    assert keten.terugvordering.tolist() == [150, 300, 50, 0, 0]
    assert keten.doorgeschoven.tolist() == [0, 0, 0, 100, 0]
    assert keten.reservering_begin.tolist() == [250, 600, 400, 700, 0]


def test_an_opening_shortfall_is_covered_first():
    """D = 80 at the start: 100 - 50 - 80 = -30, then 100 - 50 - 30 = 20."""
    keten = settle_years(np.array([100, 100]), np.array([50, 50]), [OUD, OUD], doorgeschoven=80)
    assert keten.saldo.tolist() == [-30, 20]
    assert keten.doorgeschoven.tolist() == [30, 0]


def test_both_spuks_in_the_books_in_the_closing_year():
    """What the SPUK overspends in 2025 goes on to 2026; what the SPUK onderwijsroute overspends then is an own cost."""
    spuk = [Budgetjaar(2025, 100, 100, 130, NIEUW), Budgetjaar(2026, 100, 100, 60, NIEUW)]
    route = [Budgetjaar(2025, 100, 100, 130, GEEN, slotjaar=True, cumulatief=True)]
    begin = Beginstand(reservering=10, uitkering_vorig=90)
    a, b = close_years(spuk, begin)
    # 100 + 10 - 130 = -20; then 100 - 60 - 20 = 20.
    assert (a.saldo, a.doorgeschoven_eind, a.eigen_lasten, a.baten) == (-20, 20, 0, 130)
    assert (b.doorgeschoven_begin, b.saldo, b.reservering_eind) == (20, 20, 20)
    [c] = close_years(route, begin)
    assert (c.saldo, c.doorgeschoven_eind, c.eigen_lasten, c.baten) == (-20, 0, 20, 110)


def test_what_the_onderwijsroute_leaves_at_the_end_of_2025_goes_back():
    """U before 2025 is 90 and 10 of it is left: 10 + 100 - 30 = 80, and no room in the closing year."""
    route = [Budgetjaar(2025, 100, 100, 30, GEEN, slotjaar=True, cumulatief=True)]
    [jaar] = close_years(route, Beginstand(reservering=10, uitkering_vorig=90))
    assert (jaar.saldo, jaar.reservering_eind, jaar.terug_te_betalen) == (80, 0, 80)


def test_within_its_term_the_onderwijsroute_keeps_what_all_years_together_allow():
    """U = 50 after 90 in the years before; 85 left of them: 85 + 50 - 5 = 130 of 140 stays, more than one year's U."""
    route = [Budgetjaar(2023, 50, 50, 5, OUD, cumulatief=True)]
    [jaar] = close_years(route, Beginstand(reservering=85, uitkering_vorig=90))
    assert (jaar.ruimte, jaar.reservering_eind, jaar.terug_te_betalen) == (140, 130, 0)


@pytest.mark.parametrize(
    ("terugvordering", "nabetaling", "terug"),
    # An advance that was too high goes back too; what is still to come is not set off.
    [(30, -20, 50), (30, 20, 30), (30, 0, 30), (0, -1, 1), (0, 5, 0)],
)
def test_what_goes_back_to_the_rijk_over_a_year(terugvordering, nabetaling, terug):
    assert int(TERUG_TE_BETALEN(terugvordering=terugvordering, nabetaling=nabetaling)) == terug


def test_half_of_a_shortfall_of_the_onderwijsroute_in_cents():
    """50 - 40 is 10 short; 53 - 40 - 2 kept is 11; 5 + 30 of the year before - 20 is 15, but at most the 5 itself."""
    over = NAAR_SPUK(
        uitkering=np.array([40, 40, 20]), besteding=np.array([50, 53, 5]), reservering=np.array([0, 2, 0]),
        doorgeschoven=np.array([0, 0, 30]), aandeel=Decimal("0.5"),
    )  # fmt: skip
    assert over.tolist() == [5, 6, 5]


def test_the_years_of_the_spuk_onderwijsroute():
    """Stcrt. 2022, 30604: a SPUK onderwijsroute 2022-2025."""
    assert list(ONDERWIJSROUTE_JAREN) == [2022, 2023, 2024, 2025]
