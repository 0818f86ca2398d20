"""The gemeenten of which a large region is estimated, with the outcome by hand."""

import numpy as np
import pytest

from scenarios.verkennen.steekproef import EACH, LARGEST, STRATA, Stratum, choose_strata, standard_error


def test_everybody_is_in_one_stratum_and_the_largest_are_all_taken():
    sizes = [float(10 + (7 * i) % 101) for i in range(100)]
    strata = choose_strata(sizes)
    assert sorted(g for s in strata for g in s.members) == list(range(100))
    assert len([g for s in strata for g in s.taken]) == LARGEST + STRATA * EACH
    alone = [s for s in strata if len(s.members) == 1]
    assert {sizes[s.members[0]] for s in alone} == set(sorted(sizes)[-LARGEST:])


def test_what_follows_the_inhabitants_is_estimated_without_error():
    sizes = [float(i) for i in range(1, 101)]
    strata = choose_strata(sizes)
    taken = {g: np.array([3.0 * sizes[g]]) for s in strata for g in s.taken}
    assert sum(s.weight * taken[g][0] for s in strata for g in s.taken) == pytest.approx(3 * sum(sizes))
    assert standard_error(strata, sizes, taken) == pytest.approx(0, abs=1e-9)


def test_the_error_by_hand():
    # Of four of size 1 two are taken: 1 and 3. The ratio is 2, the spread (1 + 1) / 1 = 2; 16 x (1 - 2/4) / 2 x 2 = 8.
    stratum = Stratum((0, 1, 2, 3), (0, 1), 2.0)
    moved = {0: np.array([1.0]), 1: np.array([3.0])}
    assert standard_error((stratum,), [1.0] * 4, moved) == pytest.approx(np.sqrt(8))
