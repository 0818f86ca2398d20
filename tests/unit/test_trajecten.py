"""Waiting, staying and finishing, against plain arithmetic."""

from typing import Any

import numpy as np
import pytest

from scenarios.invoermodellen import Route, Verzameling
from scenarios.taakstelling import estimate_path, path_factor
from scenarios.trajecten import completion_distribution, month_distribution, shift_matrix

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


def test_completions_come_a_route_later_for_who_stayed():
    """10% leaves each month of 2: 0.9 x 0.9 of the starts ends two months later."""
    route = Route(maanden=2, geslaagd=1.0, uitval_per_maand=0.1, **KEN)
    assert completion_distribution(np.array([1.0, 0, 0, 0]), route, 4) == pytest.approx([0, 0, 0.81, 0])


def test_path_is_one_where_known_and_has_mean_one_after():
    schokken = np.random.default_rng(5).standard_normal((6, 200_000))
    bekend = np.array([True, True, False, False, False, False])
    factor, verwacht = path_factor(schokken, bekend, 0.25, 0.7)
    assert (factor[:2] == 1).all()
    np.testing.assert_allclose(factor[2:].mean(axis=1), 1.0, atol=0.003)
    # Uncertainty grows from one half-year to the next.
    assert (np.diff(factor[2:].std(axis=1)) > 0).all()
    # What is expected of a year uses the half-years before it only: the first unknown year is expected at 1.
    assert (verwacht[2:4] == 1).all()
    np.testing.assert_allclose((factor[4] / verwacht[4]).mean(), 1.0, atol=0.003)
    # Given the state at the end of the year before, expectation and outcome go together.
    assert np.corrcoef(verwacht[4], factor[3])[0, 1] > 0.95


def test_estimate_of_an_alternating_series_has_no_memory():
    spreiding, samenhang = estimate_path([10, 20] * 6)
    assert samenhang == 0.0
    assert spreiding == pytest.approx(np.log([10, 20] * 6).std(ddof=1))
