"""In which month money moves: the edges of the horizon, worked out by hand."""

import numpy as np

from finance.kas.maanden import Kaskalender, pay_later, settle_months


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
