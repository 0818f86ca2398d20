"""The SPUK onderwijsroute pays first; the rest goes to the other SPUK, and nothing is reclaimed of lasten made."""

from decimal import Decimal

import numpy as np
import pytest

from finance.jaarrekening import Budgetjaar, close_years, settle_after
from finance.meeneemregeling import pass_on, settle_years
from scenarios.model.feiten import Potfeiten

ALLES, NIETS = (Decimal(1), Decimal(0)), (Decimal(0), Decimal(0))
RUIMTE = [ALLES, ALLES, ALLES, NIETS]


def test_a_shortfall_goes_to_the_other_spuk_and_nothing_to_the_own_account():
    """U 100, 60, 40, 30; lasten 20, 170, 50, 20.

    2022: 100 - 20 = 80 is kept. 2023: 60 + 80 - 170 = -30, passed on. 2024: 40 - 50 = -10. 2025: 30 - 20 = 10 back.
    """
    u, b = np.array([100.0, 60, 40, 30]), np.array([20.0, 170, 50, 20])
    over = pass_on(u, b, RUIMTE, [1.0] * 4)
    assert over.tolist() == [0, 30, 10, 0]
    keten = settle_years(u, b - over, RUIMTE, cumulatief=True)
    assert keten.doorgeschoven.tolist() == [0, 0, 0, 0]
    assert keten.reservering.tolist() == [80, 0, 0, 0]
    assert keten.terugvordering.tolist() == [0, 0, 0, 10]


def test_without_that_allocation_the_shortfall_stays():
    """-30 of 2023 and -10 of 2024 shift on; 30 - 20 - 40 = -30 in 2025 is the gemeente's own."""
    u, b = np.array([100.0, 60, 40, 30]), np.array([20.0, 170, 50, 20])
    over = pass_on(u, b, RUIMTE, [0.0] * 4)
    assert over.tolist() == [0, 0, 0, 0]
    assert settle_years(u, b, RUIMTE, cumulatief=True).doorgeschoven.tolist() == [0, 30, 40, 30]


def closed(definitief):
    """2025: 60.000 received, 72.000 spent; the decision comes in 2026."""
    jaren = [
        Budgetjaar(2025, 60_000, 60_000, 72_000, NIETS, definitief, 2026, slotjaar=True, cumulatief=True),
        Budgetjaar(2026, 0, 0, 0, NIETS, slotjaar=True, cumulatief=True),
    ]
    return close_years(jaren)


def test_a_higher_decision_after_the_close_is_a_bate_and_not_reclaimed():
    """70.000 decided: 10.000 of the 12.000 that was an own cost is paid after all."""
    eerste, tweede = closed(70_000)
    assert (eerste.eigen_lasten, eerste.terug_te_betalen) == (12_000, 0)
    assert (tweede.baten, tweede.eigen_lasten, tweede.terug_te_betalen) == (10_000, -10_000, 0)
    assert (tweede.nabetaling, tweede.reservering_eind, tweede.vordering.eind, tweede.passief.eind) == (10_000, 0, 0, 0)
    assert not any(tweede.checks().values())


def test_what_a_decision_gives_above_the_lasten_made_does_go_back():
    """75.000 decided: 12.000 covers what was not covered, 3.000 was never spent."""
    _, tweede = closed(75_000)
    assert (tweede.baten, tweede.terug_te_betalen) == (12_000, 3_000)
    assert not any(tweede.checks().values())


def test_what_closed_years_received_counts_in_the_room():
    """2022 and 2023 closed: 200 received, 150 kept. 2024: 150 + 100 = 250 is within the room of 300, so all of it is
    kept; on the 100 of 2024 alone 150 would go back. 2025: 300 - 250 = 50 is left for the other SPUK."""
    niets, open_ = np.zeros(4), np.full(4, np.nan)
    feiten = Potfeiten(
        vanaf=2, reservering=150.0, doorgeschoven=0.0, uitkering_eerder=200.0,
        standen=np.stack([np.array([0.0, 0, np.nan, np.nan])] * 7), uitkering=open_, voorlopig=open_, correctie=niets,
        lasten=np.zeros((1, 4)), onverdeeld=niets, dicht=np.array([True, True, False, False]),
    )  # fmt: skip
    u, b = np.array([[100.0], [100], [100], [0]]), np.array([[50.0], [0], [0], [300]])
    over = feiten.pass_on(u, b, RUIMTE, np.ones(4))
    assert over[:, 0].tolist() == [0, 0, 0, 50]
    keten = feiten.settle(u, b - over, RUIMTE, cumulatief=True)
    assert keten.reservering[2:, 0].tolist() == [250, 0]
    assert keten.terugvordering[2:, 0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("correctie", "lasten", "eigen", "terug"),
    [
        # 20 was left at the end of 2025: 3 of 2026 pay of it, and of the 25 of 2027 the other 17; 8 goes back.
        ([3, 25], [0, 0], [-3, -17], [0, 8]),
        # A lower decision takes back what was spent: an own cost, which a higher one pays later.
        ([-4, 30], [0, 0], [4, -24], [0, 6]),
        # Of the 5 that come in, nothing is left for an invoice of 7 over a closed year: they pay the 20 first.
        ([5, 0], [7, 0], [2, 0], [0, 0]),
    ],
)
def test_after_the_term_a_decision_pays_what_was_left_first(correctie, lasten, eigen, terug):
    """Of whole cents and, side by side, of draws; 20 was left uncovered at the end of 2025."""
    uit = settle_after(np.array(correctie), np.array(lasten), 20)
    assert [x.tolist() for x in uit] == [eigen, terug]
    trekkingen = np.array(lasten, dtype=float)[:, None] + [0, 0]
    for reeks, verwacht in zip(settle_after(np.array(correctie), trekkingen, np.array([20, 20])), uit, strict=True):
        assert np.array_equal(reeks, verwacht[:, None] + [0, 0])


def test_what_is_kept_counts_the_uitkering_of_every_year_before() -> None:
    """Half of all that was received may be kept: 50 of 100, then 100 of 200; of 150 to pay, 50 is passed on."""
    u, b = np.array([100, 100, 0]), np.array([0, 0, 150])
    assert pass_on(u, b, [(Decimal("0.5"), Decimal(0))] * 3, [1.0] * 3).tolist() == [0, 0, 50]


def test_what_was_shifted_to_a_year_is_passed_on_as_far_as_its_own_lasten_go() -> None:
    """500 shifted, 100 spent, nothing received: half of 600 is more than the 100 of this year; the rest shifts on."""
    geen = np.zeros(1, dtype=np.int64)
    assert pass_on(geen, geen + 100, [NIETS], [0.5], doorgeschoven=500).tolist() == [100]
    assert pass_on(geen, geen + 900, [NIETS], [0.5], doorgeschoven=500).tolist() == [700]


def test_a_decision_on_a_closed_year_pays_but_makes_no_room() -> None:
    """2022: 100 and 50 of a late decision, less 20, leaves 130; room for the 100 of the year itself, so 30 goes back.

    2023: 100 kept less 120 is 20 short, which the other SPUK pays; the chain then closes on nothing.
    """
    u, b, later = np.array([100.0, 0]), np.array([20.0, 120]), np.array([50.0, 0])
    over = pass_on(u, b, RUIMTE[:2], [1.0] * 2, correctie=later)
    assert over.tolist() == [0, 20]
    keten = settle_years(u, b - over - later, RUIMTE[:2], cumulatief=True)
    assert (keten.reservering.tolist(), keten.terugvordering.tolist()) == ([100, 0], [30, 0])
    assert keten.doorgeschoven.tolist() == [0, 0]


def test_the_facts_of_a_gemeente_pass_on_the_same() -> None:
    """The same two years, open, with the decision among the facts."""
    open_, niets = np.full(2, np.nan), np.zeros(2)
    feiten = Potfeiten(
        vanaf=0, reservering=0.0, doorgeschoven=0.0, uitkering_eerder=0.0, standen=np.full((7, 2), np.nan),
        uitkering=open_, voorlopig=open_, correctie=np.array([50.0, 0]), lasten=np.zeros((1, 2)), onverdeeld=niets,
        dicht=np.array([False, False]),
    )  # fmt: skip
    u, b = np.array([[100.0], [0]]), np.array([[20.0], [120]])
    over = feiten.pass_on(u, b, RUIMTE[:2], np.ones(2))
    assert over[:, 0].tolist() == [0, 20]
    assert feiten.settle(u, b - over, RUIMTE[:2], cumulatief=True).terugvordering[:, 0].tolist() == [30, 0]
