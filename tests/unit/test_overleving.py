"""Survival estimators against published answers, hand arithmetic and an independent implementation."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from scenarios.grond.datum import add_months, elapsed_months
from scenarios.volumes.overleving import BEREIKT, LOPEND, WEG, count_share, estimate_incidence

# Freireich et al. (1963), 6-MP arm: weeks of remission of 21 children with leukemia; + is censored. Printed with its
# answers in Cox & Oakes, Analysis of Survival Data (1984), table 1.1, and Kleinbaum & Klein, Survival Analysis, ch. 2.
TERUGGEVALLEN = (6, 6, 6, 7, 10, 13, 16, 22, 23)
NOG_GOED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
KAPLAN_MEIER = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
GREENWOOD = {6: 0.0764, 7: 0.0869, 10: 0.0963, 13: 0.1068, 16: 0.1141, 22: 0.1282, 23: 0.1346}
NOG_GEVOLGD = {6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6}
LOG_LOG = {6: (0.6197, 0.9516), 13: (0.4316, 0.8491), 23: (0.1881, 0.6801)}
"""95% interval on the log(-log) scale as Stata's `sts list` prints it for these data."""


@pytest.fixture(scope="module")
def freireich():
    tijd = np.array([*TERUGGEVALLEN, *NOG_GOED], dtype=float)
    return estimate_incidence(tijd, np.repeat([BEREIKT, LOPEND], [len(TERUGGEVALLEN), len(NOG_GOED)]))


@pytest.mark.parametrize("week", KAPLAN_MEIER)
def test_freireich_6mp(freireich, week):
    blijft = 1 - freireich.at(week).kans
    # 0.6275 is printed as 0.627 (cut off) by Kleinbaum and Klein, so half a unit is too strict.
    assert blijft == pytest.approx(KAPLAN_MEIER[week], abs=6e-4)
    assert np.sqrt(freireich.variantie[list(KAPLAN_MEIER).index(week)]) == pytest.approx(GREENWOOD[week], abs=6e-5)
    assert freireich.at_risk(week) == NOG_GEVOLGD[week]


@pytest.mark.parametrize("week", LOG_LOG)
def test_freireich_6mp_interval(freireich, week):
    aandeel = freireich.at(week)
    assert (1 - aandeel.boven, 1 - aandeel.onder) == pytest.approx(LOG_LOG[week], abs=6e-5)


def test_published_competing_risks_table():
    """Satagopan et al., British Journal of Cancer 91 (2004), table 2: 305 women, of whom nine within 27 months.

    Each death from breast cancer adds 0.3% there, after an overall survival of 99.7 99.3 99.0 98.7 98.3 98.0%.
    """
    eerste = ((7, LOPEND), (10, BEREIKT), (14, LOPEND), (16, BEREIKT), (18, WEG), (23, BEREIKT), (24, LOPEND),
              (26, WEG), (27, BEREIKT))  # fmt: skip
    tijd = np.array([t for t, _ in eerste] + [60.0] * 296)
    uit = estimate_incidence(tijd, np.array([a for _, a in eerste] + [LOPEND] * 296))
    assert uit.tijden.tolist() == [10, 16, 18, 23, 26, 27]
    assert uit.risico.tolist() == [304, 302, 301, 300, 298, 297]
    assert np.round(100 * (1 - uit.kans - uit.weg), 1).tolist() == [99.7, 99.3, 99.0, 98.7, 98.3, 98.0]
    erbij = np.round(100 * np.diff(uit.kans, prepend=0), 1)
    assert erbij[[0, 1, 3, 5]].tolist() == [0.3] * 4
    # They add up the rounded steps to 0.3, 0.6, 0.9 and 1.2; unrounded the last is 1.3.
    assert 100 * uit.kans[[0, 1, 3]] == pytest.approx([0.3, 0.6, 0.9], abs=0.1)


def test_aalen_johansen_by_hand():
    """Six people: event at 1, left at 2, censored at 2, event at 3, left at 3, censored at 4.

    t=1: 6 at risk, 1/6 reached; 5/6 goes on.            F = 1/6,  weg = 0
    t=2: 5 at risk, one left: 5/6 x 1/5 = 1/6.           F = 1/6,  weg = 1/6; 5/6 x 4/5 = 2/3 goes on
    t=3: 3 at risk, one of each: 2/3 x 1/3 = 2/9.        F = 7/18, weg = 7/18; 2/3 x 1/3 = 2/9 goes on
    """
    uit = estimate_incidence(np.array([1, 2, 2, 3, 3, 4.0]), np.array([BEREIKT, WEG, LOPEND, BEREIKT, WEG, LOPEND]))
    assert uit.risico.tolist() == [6, 5, 3]
    assert uit.kans == pytest.approx([float(Fraction(1, 6)), float(Fraction(1, 6)), float(Fraction(7, 18))])
    assert uit.weg == pytest.approx([0, float(Fraction(1, 6)), float(Fraction(7, 18))])
    assert 1 - uit.kans[-1] - uit.weg[-1] == pytest.approx(2 / 9)
    # Variance at 1 is that of a plain share: 1/6 x 5/6 / 6.
    assert uit.variantie[0] == pytest.approx(5 / 216)


def test_kaplan_meier_equals_scipy():
    toeval = np.random.default_rng(3)
    tijd, gezien = toeval.integers(0, 40, 200).astype(float), toeval.random(200) < 0.6
    uit = estimate_incidence(tijd, np.where(gezien, BEREIKT, LOPEND))
    scipy: Any = ecdf(CensoredData.right_censored(tijd, ~gezien)).sf
    assert 1 - uit.kans == pytest.approx(scipy.evaluate(uit.tijden))
    for zekerheid in (0.8, 0.95):
        band = scipy.confidence_interval(zekerheid, method="log-log")
        for t in uit.tijden[5:25]:
            a = uit.at(t, zekerheid)
            assert (1 - a.boven, 1 - a.onder) == pytest.approx(
                (float(band.low.evaluate(t)), float(band.high.evaluate(t)))
            )


def test_nobody_and_everybody():
    """Where there is no variance the far bound is the exact binomial one: (1 - F)^n = 0.025."""
    niemand = estimate_incidence(np.full(20, 9.0), np.full(20, LOPEND)).at(6)
    assert (niemand.kans, niemand.onder) == (0, 0)
    assert (1 - niemand.boven) ** 20 == pytest.approx(0.025)
    iedereen = estimate_incidence(np.full(20, 3.0), np.full(20, BEREIKT)).at(6)
    assert (iedereen.kans, iedereen.boven) == (1, 1)
    assert iedereen.onder**20 == pytest.approx(0.025)
    leeg = estimate_incidence(np.array([]), np.array([])).at(6)
    assert (leeg.kans, leeg.onder, leeg.boven) == (0, 0, 1)


def test_counted_share_is_clopper_pearson():
    """7 of 143: the textbook bounds 0.0199 and 0.0983 (exact binomial)."""
    a = count_share(7, 143)
    assert a.kans == pytest.approx(7 / 143)
    # By its definition: the bound where seeing this many or fewer (more) has probability 2.5%.
    from scipy.stats import binom

    assert binom.sf(6, 143, a.onder) == pytest.approx(0.025)
    assert binom.cdf(7, 143, a.boven) == pytest.approx(0.025)


@pytest.mark.parametrize(
    ("van", "tot", "maanden"),
    [
        (date(2023, 1, 31), date(2023, 2, 28), 1.0),
        (date(2023, 1, 15), date(2024, 1, 15), 12.0),
        (date(2023, 1, 15), date(2023, 1, 15), 0.0),
        (date(2023, 6, 1), date(2023, 6, 16), 0.5),
        (date(2023, 6, 1), date(2023, 5, 1), 0.0),
        (date(2024, 2, 29), date(2025, 2, 28), 12.0),
    ],
)
def test_elapsed_months(van, tot, maanden):
    assert elapsed_months(van, tot) == pytest.approx(maanden)


def test_the_anniversary_is_the_last_day_that_counts():
    begin = date(2023, 8, 31)
    assert elapsed_months(begin, add_months(begin, 6)) == 6
    assert add_months(begin, 6) == date(2024, 2, 29)
