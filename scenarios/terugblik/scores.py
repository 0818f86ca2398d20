"""Proper scores of a forecast that is a set of draws, and what a share of hits says when hits depend on each other.

Everything here is a pure function of numbers. Lower is better for every score, in the unit of the quantity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, chi2, poisson

BAND = (10, 90)
NIVEAU = (BAND[1] - BAND[0]) / 100
"""Nominal share inside the band."""
ZEKERHEID = 0.90
"""Of the interval around an observed share."""


@dataclass(frozen=True)
class Score:
    """One forecast against one outcome."""

    laag: float
    midden: float
    hoog: float
    crps: float
    interval: float
    fout: float
    """distance from the middle to the outcome"""


def score(trekking: NDArray[np.float64], uitkomst: float) -> Score:
    """Band, middle and scores of a set of draws (n,); one draw is a forecast without any uncertainty."""
    laag, midden, hoog = (float(x) for x in np.percentile(trekking, (BAND[0], 50, BAND[1])))
    return Score(
        laag,
        midden,
        hoog,
        crps(trekking, uitkomst),
        interval_score(laag, hoog, uitkomst),
        abs(midden - uitkomst),
    )


def crps(trekking: NDArray[np.float64], uitkomst: float) -> float:
    """Continuous ranked probability score of the draws as a distribution: E|X - y| - E|X - X'| / 2.

    Of a single value it is the absolute error, so forecasts with and without a band compare.
    """
    x, n = np.sort(trekking), len(trekking)
    # Sorted, the sum over all pairs is a weighted sum of the order statistics.
    paren = float((2 * np.arange(1, n + 1) - n - 1) @ x) / n**2
    return float(np.abs(x - uitkomst).mean()) - paren


def interval_score(laag: float, hoog: float, uitkomst: float, niveau: float = NIVEAU) -> float:
    """Width of a central interval, plus 2 / (1 - niveau) for every unit that the outcome lies outside it."""
    buiten = max(laag - uitkomst, 0.0) + max(uitkomst - hoog, 0.0)
    return hoog - laag + 2 / (1 - niveau) * buiten


def count_noise(verwacht: float, punten: int = 200) -> NDArray[np.float64]:
    """The quantiles of a Poisson at evenly spread levels: a number of persons of which only chance is unknown."""
    return np.asarray(poisson.ppf((np.arange(punten) + 0.5) / punten, max(verwacht, 0.0)), dtype=float)


def pit_range(trekking: NDArray[np.float64], uitkomst: float) -> tuple[float, float]:
    """Share of the draws below the outcome, and at or below it; apart for whole numbers."""
    return float((trekking < uitkomst).mean()), float((trekking <= uitkomst).mean())


def pit_histogram(grenzen: Sequence[tuple[float, float]], vakken: int = 10) -> NDArray[np.float64]:
    """Share of the outcomes per equal part of the forecast distribution; flat when the forecast is right.

    An outcome that ties with draws is spread evenly over the range it covers (Czado, Gneiting and Held, 2009), so
    small whole numbers need no random tie-break. -> (vakken,) adding up to 1
    """
    randen = np.linspace(0, 1, vakken + 1)
    uit = np.zeros(vakken)
    for onder, boven in grenzen:
        if boven > onder:
            deel = np.clip((randen - onder) / (boven - onder), 0, 1)
            uit += np.diff(deel)
        else:
            uit[min(int(onder * vakken), vakken - 1)] += 1
    return uit / max(len(grenzen), 1)


def effective_number(kans: float, variantie: float, aantal: int) -> float:
    """How many independent yes-or-no outcomes know a share as well: kans (1 - kans) / variance of the share.

    Between 1 and the number that was counted.
    """
    if variantie <= 0:
        return float(aantal)
    return min(max(kans * (1 - kans) / variantie, 1.0), float(aantal))


def share_interval(deel: float, aantal: float, zekerheid: float = ZEKERHEID) -> tuple[float, float]:
    """Exact binomial interval (Clopper-Pearson) of an observed share of `aantal` outcomes, which may be a fraction."""
    raak, staart = deel * aantal, (1 - zekerheid) / 2
    mis = aantal - raak
    onder = float(beta.ppf(staart, raak, mis + 1)) if raak > 0 else 0.0
    boven = float(beta.ppf(1 - staart, raak + 1, mis)) if mis > 0 else 1.0
    return onder, boven


def uniformity(rangen: NDArray[np.int64], mogelijk: int, vakken: int) -> tuple[float, NDArray[np.int64]]:
    """Chance of ranks at least as uneven as these when they are even, by chi-square, and the count per bin.

    rangen: whole numbers 0 .. mogelijk - 1; `vakken` must divide `mogelijk`.
    """
    if mogelijk % vakken:
        raise ValueError(f"{vakken} vakken delen {mogelijk} rangen niet")
    aantal = np.bincount(rangen // (mogelijk // vakken), minlength=vakken)
    verwacht = len(rangen) / vakken
    return float(chi2.sf(((aantal - verwacht) ** 2).sum() / verwacht, vakken - 1)), aantal
