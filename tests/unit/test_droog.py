"""When a pot runs dry, counted over draws, and how it is told."""

from datetime import date

import numpy as np

from scenarios.kas.droog import STATISTIEK, STROMEN, Horizon, Kasbeeld

HORIZON = Horizon(tuple(date(2027, m, 1) for m in range(1, 13)), ("spuk",))


def beeld(leeg, n):
    """A picture with only these numbers of draws that run dry: month -> draws."""
    telling = np.zeros((1, 13))
    for maand, aantal in leeg.items():
        telling[0, maand - 1] = aantal
    telling[0, -1] = n - telling.sum()
    niets = np.zeros((len(STATISTIEK), len(STROMEN), 1, 12))
    return Kasbeeld(HORIZON, n, niets, np.zeros((len(STATISTIEK), 1, 4)), telling, 1, np.zeros(1))


def test_percentiles_are_the_month_in_which_so_many_draws_are_dry():
    """Of 20 draws 1 in March, 1 in May, 8 in June and 6 in October: 2 (a tenth) by May, 10 by June, 16 in all."""
    droog = beeld({3: 1, 5: 1, 6: 8, 10: 6}, 20).droog()
    assert droog.maand == (date(2027, 5, 1), date(2027, 6, 1), None)
    assert droog.kans_niet == 0.2
    assert droog.horizon == (date(2027, 1, 1), date(2027, 12, 1))


def test_nobody_dry():
    droog = beeld({}, 20).droog()
    assert droog.maand == (None, None, None)
    assert droog.kans_niet == 1.0
    assert droog.kans_niet_fout == 0.0


def test_two_parts_of_a_run_add_their_draws():
    """10 of 20 in June and none of 60: 10 of 80 is an eighth, so a tenth by June and half never."""
    droog = beeld({6: 10}, 20).merge(beeld({}, 60)).droog()
    assert droog.maand == (date(2027, 6, 1), None, None)
    assert droog.kans_niet == 0.875
