"""The split of half-years over months is the multinomial it says it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2, multinomial

from scenarios.grond.trekking import Trekking
from scenarios.volumes.maandverdeling import MEEST, split_months


def stream(naam="toets", zaad=1):
    return Trekking(zaad, 0).stream(naam)


@given(arrays(np.int64, st.tuples(st.integers(0, 5), st.integers(1, 7)), elements=st.integers(0, MEEST)))
def test_months_add_up(aantallen):
    uit = split_months(stream(), aantallen)
    assert uit.shape == (*aantallen.shape, 6)
    assert np.array_equal(uit.sum(axis=-1), aantallen)


@pytest.mark.parametrize("totaal", [1, 2, 5, 6, 7, 13, 100, 1023])
def test_mean_and_covariance(totaal):
    """Multinomial: mean n/6, variance n 5/36, covariance -n/36; 200,000 splits, within 5 standard errors."""
    n = 200_000
    uit = split_months(stream(f"{totaal}"), np.full(n, totaal)).astype(float)
    np.testing.assert_allclose(uit.mean(axis=0), totaal / 6, atol=5 * np.sqrt(totaal * 5 / 36 / n))
    verwacht = totaal * (np.eye(6) / 6 - 1 / 36)
    # The variance of a product of two counts is at most about (n/6 + 2 (5n/36)^2).
    fout = np.sqrt((totaal / 6 + 2 * (totaal * 5 / 36) ** 2) / n)
    np.testing.assert_allclose(np.cov(uit.T), verwacht, atol=5 * fout)


@pytest.mark.parametrize("totaal", [2, 3])
def test_every_outcome_has_its_probability(totaal):
    """Chi-square over all outcomes against the exact multinomial; refused at 1 in 100,000."""
    n = 300_000
    uit = split_months(stream(f"kans {totaal}"), np.full(n, totaal))
    soorten, aantal = np.unique(uit, axis=0, return_counts=True)
    kans = multinomial.pmf(soorten.astype(int), totaal, [1 / 6] * 6)
    assert kans.sum() == pytest.approx(1)
    afstand = ((aantal - n * kans) ** 2 / (n * kans)).sum()
    assert afstand < chi2.ppf(1 - 1e-5, len(kans) - 1)


def test_split_poisson_is_poisson():
    """A Poisson half-year of 9 splits into independent Poisson months of 1.5: variance equals mean, no covariance."""
    n = 200_000
    halfjaar = stream("halfjaar").poisson(np.full(n, 9.0))
    maanden = split_months(stream("maanden"), halfjaar).astype(float)
    np.testing.assert_allclose(np.cov(maanden.T), 1.5 * np.eye(6), atol=5 * np.sqrt((1.5 + 2 * 1.5**2) / n))


def test_a_total_below_zero_is_refused():
    with pytest.raises(ValueError, match="0 of meer"):
        split_months(stream(), np.array([3, -1]))


def test_totals_beyond_one_packed_integer_add_up():
    aantallen = np.array([3 * MEEST + 5, 2, MEEST, MEEST + 1])
    uit = split_months(stream("groot"), aantallen)
    assert uit.sum(axis=1).tolist() == aantallen.tolist()
    # Six equal chances: each month of the first total holds about a sixth, within five standard deviations.
    n = 3 * MEEST + 5
    assert (np.abs(uit[0] - n / 6) < 5 * np.sqrt(n * 5 / 36)).all()
