"""From the national number to the opgave of a gemeente: Huisvestingswet 2014 art. 28 and 29.

National numbers per half-year are published figures in versions, then a path with correlated uncertainty. The share
of a
gemeente follows inhabitants. Two methods exist: `wettelijk` (the text: rounded up, inhabitants of t-1) and `praktijk`
(nearest, inhabitants of t-2), which published figures follow; see docs/besluiten/0001.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import largest_remainder
from scenarios.gegevens import Bevolking, LandelijkeTaakstelling

PEILJAAR = {"praktijk": 2, "wettelijk": 1}
"""Inhabitants of 1 January of how many years before the half-year."""


@dataclass(frozen=True)
class LandelijkPad:
    """National taakstelling per half-year. arrays of shape (h,)"""

    centraal: NDArray[np.float64]
    bekend: NDArray[np.bool_]
    """True where a published number stands; the rest is path."""


def latest_versions(
    versies: Iterable[LandelijkeTaakstelling], bekend_op: date | None = None
) -> dict[str, LandelijkeTaakstelling]:
    """The last announced version per half-year, using only what was known on `bekend_op`."""
    op_volgorde = sorted(versies, key=lambda v: v.bekend_op)
    return {v.halfjaar: v for v in op_volgorde if bekend_op is None or v.bekend_op <= bekend_op}


def share_of_country(bevolking: Bevolking, code: str, jaar: int, methode: str) -> float:
    """iG / iN for a half-year in `jaar`; where that year's inhabitants are missing the nearest year stands in."""
    peiljaar = jaar - PEILJAAR[methode]
    return bevolking.of(code, peiljaar) / bevolking.national(peiljaar)


def round_taakstelling(exact: NDArray[np.float64], methode: str) -> NDArray[np.float64]:
    """Whole persons: `wettelijk` rounds up (art. 29 lid 1), `praktijk` to the nearest."""
    if methode == "wettelijk":
        # A product of doubles may land a hair above a whole number; the law means the exact quotient.
        return np.ceil(np.round(exact, 9))
    return np.floor(exact + 0.5)


def compute_taakstelling(
    landelijk: NDArray[np.float64], aandeel: NDArray[np.float64], methode: str
) -> NDArray[np.float64]:
    """vg x iG / iN in whole persons. landelijk: (h, ...), aandeel: (h,) -> (h, ...)"""
    return round_taakstelling(landelijk * aandeel.reshape(-1, *[1] * (np.ndim(landelijk) - 1)), methode)


def estimate_path(reeks: Sequence[float]) -> tuple[float, float]:
    """Standard deviation and lag-one correlation of the logarithm of a short series around its mean.

    Returns (spreiding, samenhang). With about ten half-years both are rough: the shipped parameters round them and
    docs/model.md states the interval.
    """
    x = np.log(np.asarray(reeks, dtype=float))
    x = x - x.mean()
    samenhang = float(np.clip((x[1:] * x[:-1]).sum() / (x * x).sum(), 0.0, 0.95))
    return float(x.std(ddof=1)), samenhang


def path_factor(
    schokken: NDArray[np.float64], bekend: NDArray[np.bool_], spreiding: float, samenhang: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lognormal AR(1) factor with mean 1 on the national path, and its expectation on 1 October before the year.

    schokken: standard normal, (h, n draw). The process starts at 0 after the last known half-year, where the factor is
    exactly 1, so uncertainty grows from one half-year to the next until it is stationary. The expectation of both
    half-years of a year uses the state at the end of the year before. -> two arrays (h, n)
    """
    factor, verwacht = np.ones_like(schokken), np.ones_like(schokken)
    stand, variantie = np.zeros(schokken.shape[1]), 0.0
    for h, schok in enumerate(schokken):
        if h % 2 == 0:
            gezien, gezien_variantie, stappen = stand, variantie, 0
        stappen += 1
        if bekend[h]:
            stand, variantie = np.zeros_like(stand), 0.0
            gezien, gezien_variantie, stappen = stand, 0.0, 0
            continue
        stand = samenhang * stand + np.sqrt(1 - samenhang**2) * schok
        variantie = samenhang**2 * variantie + 1 - samenhang**2
        factor[h] = np.exp(spreiding * stand - spreiding**2 * variantie / 2)
        demping = samenhang**stappen
        verwacht[h] = np.exp(spreiding * demping * gezien - spreiding**2 * demping**2 * gezien_variantie / 2)
    return factor, verwacht


def spread_over_halves(totaal: int, gewicht: NDArray[np.float64]) -> NDArray[np.int64]:
    """A count over several half-years divided in proportion to `gewicht`, in whole persons. shape (h,)"""
    if gewicht.sum() <= 0:
        gewicht = np.ones_like(gewicht)
    return largest_remainder(totaal, [float(g) for g in gewicht])
