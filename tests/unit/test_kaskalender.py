"""In which month money moves: the edges of the horizon, worked out by hand."""

import numpy as np
import pytest

from finance.kas.maanden import Kaskalender, cash_of_pot, pay_later, settle_months, spread_year


def calendar(eerste: int, *betaaltermijn: int) -> Kaskalender:
    jaren = len(betaaltermijn)
    return Kaskalender(eerste, (6,) * jaren, (9,) * jaren, betaaltermijn)


def test_a_month_after_the_end_of_the_year_is_january():
    uit, open_ = settle_months(calendar(0, 0, 0), np.array([[100.0], [0.0]]), (1, 1))
    assert np.flatnonzero(uit[:, 0]).tolist() == [12]
    assert open_ == 0


def test_of_a_year_before_the_horizon_is_open_what_is_paid_in_it():
    uit, open_ = settle_months(calendar(1, 0, 0, 0), np.array([[100.0], [0.0], [7.0]]), (6, 6, 6))
    assert (uit[5, 0], float(open_[0])) == (100.0, 100.0)
    # The amount of the last year falls after the horizon.
    assert uit.sum() == 100.0
    # What was paid in the last month before it is not open: months after the end of the year, none.
    _, open_ = settle_months(calendar(1, 0, 0), np.array([[100.0], [0.0]]), (0, 0))
    assert open_ == 0


def test_before_the_first_year_of_all_nothing_is_left_to_pay():
    lasten = np.full((24, 1), 10.0)
    betaald, open_ = pay_later(calendar(0, 1, 1), lasten, np.array([1200.0]))
    assert open_ == 0
    assert betaald[:3, 0].tolist() == [0.0, 10.0, 10.0]
    betaald, open_ = pay_later(calendar(1, 1, 1, 1), lasten, np.array([1200.0]))
    assert open_ == 100.0
    assert betaald[:3, 0].tolist() == [100.0, 10.0, 10.0]


def test_what_is_paid_in_the_first_month_of_the_horizon_is_open_when_it_begins():
    uit, open_ = settle_months(calendar(1, 0, 0), np.array([[100.0], [0.0]]), (1, 1))
    assert (np.flatnonzero(uit[:, 0]).tolist(), uit[0, 0], float(open_[0])) == ([0], 100.0, 100.0)


@pytest.mark.parametrize(
    ("kalender", "betaald", "open_"),
    [
        # November and December of the year before in January and February; after that each month at once.
        (calendar(1, 2, 0, 0), {0: 100 + 10, 1: 100 + 10, 12: 10, 23: 10}, 200),
        # A month later in the first year, at once in the second: January 2 has that of December beside its own.
        (calendar(1, 0, 1, 0), {0: 0, 1: 10, 11: 10, 12: 20, 13: 10}, 0),
        (calendar(0, 1, 0), {0: 0, 1: 10, 12: 20, 13: 10}, 0),
        # Three months in the second year: its January is paid in April, and December 1 in January.
        (calendar(1, 0, 1, 3), {0: 0, 1: 10, 12: 10, 13: 0, 14: 0, 15: 10, 23: 10}, 0),
        (calendar(1, 0, 0, 0), {0: 10, 23: 10}, 0),
    ],
)
def test_an_invoice_is_paid_by_the_term_of_its_own_year(kalender, betaald, open_):
    """10 a month in two years, 100 a month in the year before."""
    uit, nog = pay_later(kalender, np.full((24, 1), 10.0), np.array([1200.0]))
    assert ({maand: uit[maand, 0] for maand in betaald}, float(nog[0])) == (betaald, open_)


def test_the_cash_of_a_pot_month_by_month():
    """Kept 500, with 300 to receive, 40 to pay back and December's 100 to pay: 340 in cash on 1 January.

    Every month 50 comes in and 10 goes out, in January the 100; in June comes 300, in September goes 40; of the first
    year 60 and 20 a year later.
    """
    kas = cash_of_pot(
        Kaskalender(1, (6, 6, 6), (9, 9, 9), (1, 1, 1)), np.array([500.0]),
        (np.full((24, 1), 10.0), np.array([1200.0])), np.full((24, 1), 50.0),
        np.array([[300.0], [60.0], [0.0]]), np.array([[40.0], [20.0], [0.0]]),
    )  # fmt: skip
    stand = {
        0: 340 + 50 - 100, 1: 330, 4: 450, 5: 450 + 40 + 300, 7: 870, 8: 870 + 40 - 40, 11: 990, 17: 990 + 240 + 60,
        20: 1290 + 120 - 20, 23: 1510,
    }  # fmt: skip
    assert {maand: kas.kas[maand, 0] for maand in stand} == stand
    assert (kas.nabetaling.sum(), kas.terugvordering.sum(), kas.lasten.sum(), kas.voorschotten.sum()) == (
        360, 60, 240, 1200,
    )  # fmt: skip


def test_a_year_over_its_months_as_it_went_or_evenly():
    """Three draws: a quarter in January, the rest in February, in parts of 4 and of 1; and one that knows nothing."""
    vormen = np.zeros((12, 3))
    vormen[0], vormen[1] = (1.0, 0.25, 0.0), (3.0, 0.75, 0.0)
    with np.errstate(all="raise"):
        uit = spread_year(vormen, np.array([400.0, 400.0, 120.0]))
    assert uit[:3].tolist() == [[100, 100, 10], [300, 300, 10], [0, 0, 10]]
    assert uit.sum(axis=0).tolist() == [400, 400, 120]
    assert spread_year(vormen[:, :2], np.array([400.0, 8.0]))[:2].tolist() == [[100, 2], [300, 6]]
