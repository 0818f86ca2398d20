"""Simulation-based calibration in its small form: the model forecasts histories that it made itself.

`make ijking` runs the heavy form, whose figures stand in docs/terugblik.md.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.stats import binom, norm

from scenarios.regiomap.regio import read_region
from scenarios.terugblik.ijking import TREKKINGEN, VALS_ALARM, Ijking, calibrate, calibrate_path

REGIOS, PADEN, VAKKEN = 30, 200, 5


@pytest.fixture(scope="module")
def ijkingen() -> list[Ijking]:
    # Three gemeenten of different size are enough to pool, and quick; what they counted is left out. The national
    # numbers of the year are known, or their spread would hide what is learned.
    return calibrate(read_region("voorbeeld:zevenlinden"), date(2024, 1, 1), date(2024, 12, 31), REGIOS, 1)


def check(ijkingen: list[Ijking], grens: float) -> None:
    for x in ijkingen:
        kans, aantal = x.uniform(VAKKEN)
        assert kans >= grens, f"{x.grootheid} ({x.niveau}): rangen {aantal.tolist()}"
        # Both tails of the binomial, each half of the allowed false alarm.
        raak, k = int(x.binnen.sum()), len(x.binnen)
        assert binom.cdf(raak, k, x.verwacht) >= grens / 2, f"{x.grootheid} ({x.niveau}): {raak} van {k} binnen"
        assert binom.sf(raak - 1, k, x.verwacht) >= grens / 2, f"{x.grootheid} ({x.niveau}): {raak} van {k} binnen"


def test_every_quantity_is_calibrated(ijkingen):
    """False alarm at most 1% over all quantities together, half for the ranks and half for the coverage."""
    assert {x.grootheid for x in ijkingen} >= {
        "gehuisvest",
        "plichtig",
        "gezin",
        "besteding",
        "spuk_definitief",
        "saldo",
    }
    check(ijkingen, VALS_ALARM / len(ijkingen) / 2)


def test_every_region_is_its_own(ijkingen):
    plichtig = next(x for x in ijkingen if (x.grootheid, x.niveau) == ("plichtig", "regio"))
    assert len(plichtig.rangen) == REGIOS
    assert len(set(plichtig.rangen.tolist())) > REGIOS // 2
    assert plichtig.rangen.min() >= 0
    assert plichtig.rangen.max() <= TREKKINGEN


def test_the_national_path_is_calibrated():
    paden = calibrate_path(read_region("voorbeeld:westfriesland").parameters, 2022, PADEN, 1)
    check(paden, VALS_ALARM / len(paden) / 2)


def test_too_narrow_a_forecast_is_caught():
    """Ranks heaped at both ends, as draws with half the spread give them, do not pass."""
    # Quantiles stand for the draws.
    z = (np.arange(PADEN) + 0.5) / PADEN
    rangen = (norm.cdf(2 * norm.ppf(z)) * (TREKKINGEN + 1)).astype(np.int64)
    binnen = np.abs(norm.ppf(z)) <= norm.ppf(0.9) / 2
    with pytest.raises(AssertionError, match="rangen"):
        check([Ijking("smal", "regio", rangen, binnen, 0.8)], VALS_ALARM / 2)
