"""Proper scores against their closed forms, and the arithmetic of shares that depend on each other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, poisson

from scenarios.terugblik.scores import (
    count_noise,
    crps,
    effective_number,
    interval_score,
    pit_histogram,
    pit_range,
    score,
    share_interval,
    uniformity,
)


def test_crps_of_one_value_is_the_distance():
    assert crps(np.array([7.0]), 4.5) == 2.5
    assert crps(np.full(10, 7.0), 4.5) == pytest.approx(2.5)


def test_crps_of_two_values_by_hand():
    # X is 0 or 10: E|X - 4| = (4 + 6) / 2 = 5, E|X - X'| / 2 = (0 + 10 + 10 + 0) / 4 / 2 = 2.5.
    assert crps(np.array([10.0, 0.0]), 4.0) == pytest.approx(2.5)


@pytest.mark.parametrize("uitkomst", [-1.0, 3.0, 3.7, 9.0])
def test_crps_of_a_normal(uitkomst):
    # Gneiting and Raftery (2007): sigma x (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)).
    mu, sigma, punten = 3.0, 2.0, 20_000
    trekking = norm.ppf((np.arange(punten) + 0.5) / punten, mu, sigma)
    z = (uitkomst - mu) / sigma
    juist = sigma * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(trekking, uitkomst) == pytest.approx(juist, abs=2e-4)


@pytest.mark.parametrize("uitkomst", [0.0, 0.25, 0.5, 1.0])
def test_crps_of_a_uniform(uitkomst):
    # The integral of (F - 1{x >= y})^2 over 0..1 is y^3 / 3 + (1 - y)^3 / 3.
    trekking = (np.arange(2000) + 0.5) / 2000
    assert crps(trekking, uitkomst) == pytest.approx((uitkomst**3 + (1 - uitkomst) ** 3) / 3, abs=1e-6)


def test_crps_is_proper_for_a_count():
    """In expectation over a Poisson nobody scores better than that Poisson itself."""
    waarheid = poisson(12)
    x = np.arange(60)

    def expected(verwacht: float) -> float:
        trekking = count_noise(verwacht, 2000)
        return float(sum(waarheid.pmf(k) * crps(trekking, float(k)) for k in x))

    eerlijk = expected(12)
    assert all(eerlijk < expected(anders) for anders in (9, 11, 13, 16))


@pytest.mark.parametrize(("uitkomst", "uit"), [(15.0, 10.0), (10.0, 10.0), (8.0, 30.0), (21.0, 20.0)])
def test_interval_score_by_hand(uitkomst, uit):
    # A band 10..20 of 80%: its width, and 2 / 0.2 = 10 per unit outside it.
    assert interval_score(10.0, 20.0, uitkomst) == pytest.approx(uit)


def test_score_keeps_band_and_middle():
    s = score(np.arange(101.0), 95.0)
    assert (s.laag, s.midden, s.hoog, s.fout) == (10.0, 50.0, 90.0, 45.0)
    assert s.interval == pytest.approx(80 + 10 * 5)


def test_pit_of_a_tie_covers_its_range():
    assert pit_range(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == (0.25, 0.75)
    # Half of the mass in each of the two middle quarters.
    assert pit_histogram([(0.25, 0.75)], 4).tolist() == [0.0, 0.5, 0.5, 0.0]
    assert pit_histogram([(0.0, 0.0), (1.0, 1.0)], 4).tolist() == [0.5, 0.0, 0.0, 0.5]


def test_pit_of_a_right_count_forecast_is_flat():
    """Every outcome in proportion to its chance: the histogram is exactly even, however coarse the counts are."""
    kans = poisson(3)
    rangen = [(kans.cdf(k - 1), kans.cdf(k)) for k in range(40)]
    gewogen = sum(kans.pmf(k) * pit_histogram([r], 10) for k, r in enumerate(rangen))
    assert gewogen == pytest.approx(np.full(10, 0.1), abs=1e-9)


def test_effective_number():
    # 0.8 x 0.2 = 0.16; a variance of 0.16 / 5 is that of five.
    assert effective_number(0.8, 0.032, 100) == pytest.approx(5)
    assert effective_number(0.8, 0.0001, 100) == 100
    assert effective_number(0.8, 0.3, 100) == 1


def test_share_interval_where_nothing_or_all_was_inside():
    # Clopper-Pearson with 0 of 10: (1 - p)^10 = 0.05.
    assert share_interval(0.0, 10) == pytest.approx((0.0, 1 - 0.05**0.1))
    assert share_interval(1.0, 10) == pytest.approx((0.05**0.1, 1.0))
    onder, boven = share_interval(0.8, 10)
    assert 0.49 < onder < 0.8 < boven < 0.97


def test_share_interval_is_wider_with_less_evidence():
    breed, smal = share_interval(0.8, 4.5), share_interval(0.8, 45)
    assert breed[0] < smal[0] < 0.8 < smal[1] < breed[1]


def test_uniformity_of_even_and_heaped_ranks():
    kans, aantal = uniformity(np.arange(100), 100, 10)
    assert (kans, aantal.tolist()) == (1.0, [10] * 10)
    # All 20 in one of 2 bins: chi-square (10^2 + 10^2) / 10 = 20 with one degree of freedom.
    assert uniformity(np.zeros(20, dtype=np.int64), 100, 2)[0] == pytest.approx(2 * norm.sf(np.sqrt(20)))
    with pytest.raises(ValueError, match="delen"):
        uniformity(np.zeros(3, dtype=np.int64), 100, 7)
