"""Waiting, staying and finishing, against plain arithmetic."""

from typing import Any

import numpy as np
import pytest

from scenarios.regiomap.modellen import Route, Verzameling
from scenarios.volumes.landelijk_pad import estimate_path, path_factor
from scenarios.volumes.trajecten import duration_distribution, month_distribution, shift_matrix, staying

KEN: Any = {"status": "aanname", "bron": "test"}


@pytest.mark.parametrize("gemiddeld", [0.0, 1.0, 3.0, 9.0])
@pytest.mark.parametrize("vorm", [1.0, 2.0])
def test_month_distribution_is_a_distribution_with_about_its_mean(gemiddeld, vorm):
    verdeling = month_distribution(Verzameling(gemiddeld=gemiddeld, vorm=vorm, **KEN), 240)
    assert verdeling.sum() == pytest.approx(1.0, abs=1e-6)
    assert (np.arange(240) * verdeling).sum() == pytest.approx(gemiddeld, abs=0.1)


def test_shift_matrix_moves_arrivals_forward():
    """Half waits one month: of arrivals in month 2, half comes in month 2 and half in month 3."""
    matrix = shift_matrix(np.array([0.5, 0.5, 0, 0, 0]))
    assert matrix[2].tolist() == [0, 0, 0.5, 0.5, 0]
    assert matrix[4].tolist() == [0, 0, 0, 0, 0.5]


def test_stayers_and_durations():
    """10% leaves each month: 1, 0.9, 0.81 stay. A quarter of the trajecten of 2 months gets 1 month more."""
    assert staying(0.1, 3) == pytest.approx([1.0, 0.9, 0.81])
    route = Route(maanden=2, geslaagd=1.0, verlenging=1, verlenging_aandeel=0.25, **KEN)
    assert duration_distribution(route, 5) == pytest.approx([0, 0, 0.75, 0.25, 0])


def test_path_is_one_where_known_and_has_mean_one_after():
    n = 200_000
    schokken, niveau = (np.random.default_rng(z).standard_normal(v) for z, v in ((5, (6, n)), (6, n)))
    bekend = np.array([True, True, False, False, False, False])
    een = np.ones(n)
    factor, verwacht = path_factor(schokken, bekend, 0.25 * een, 0.7 * een, niveau, 4.0 * een)
    assert (factor[:2] == 1).all()
    np.testing.assert_allclose(factor[2:].mean(axis=1), 1.0, atol=0.003)
    # Uncertainty grows from one half-year to the next.
    assert (np.diff(factor[2:].std(axis=1)) > 0).all()
    # What is expected of a year uses the half-years before it only: the first unknown year is expected at 1.
    assert (verwacht[2:4] == 1).all()
    # Given the state at the end of the year before, expectation and outcome go together.
    assert np.corrcoef(verwacht[4], factor[3])[0, 1] > 0.95


def test_an_alternating_series_has_less_memory_than_a_slow_one():
    """Same figures, other order: the posterior of fi follows the order, and its probabilities add up to 1."""
    halfjaren = [f"{j}H{d}" for j in range(2015, 2021) for d in (1, 2)]
    wisselend = estimate_path(dict(zip(halfjaren, [10.0, 20.0] * 6, strict=True)), 0.25, 0.5, 2.0)
    traag = estimate_path(dict(zip(halfjaren, [10.0] * 6 + [20.0] * 6, strict=True)), 0.25, 0.5, 2.0)
    assert wisselend.samenhang_verwacht < 0.3 < 0.6 < traag.samenhang_verwacht
    assert wisselend.kans.sum() == pytest.approx(1.0)
