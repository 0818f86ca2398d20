"""Budgetneutraliteit: does the money of each pot cover its lasten, how surely, and which buffer is missing?

The pots never mix: a surplus of a SPUK is kept for later years or reclaimed by the Rijk and never pays another pot.
What counts for the gemeente itself is therefore the Gemeentefonds saldo less the lasten that no SPUK has covered yet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATIOKLASSEN = (("A", 2.0), ("B", 1.4), ("C", 1.0), ("D", 0.8), ("E", 0.6))
"""Class and the ratio beschikbaar / benodigd from which it holds; below the last it is `LAAGSTE_KLASSE`."""
LAAGSTE_KLASSE = "F"
KLASSEN_BRON = (
    "Waarderingstabel van het NAR en de Universiteit Twente, zoals gemeenten haar publiceren (begroting Buren 2025, "
    "jaarverslag Velsen 2020). Geen voorschrift: de raad kiest zijn norm. Op een grens geldt de hogere klasse: aanname."
)
"""Read in November 2026; the tables that were found do not say to which class a boundary belongs."""
KLASSEWOORDEN = {
    **{"A": "uitstekend", "B": "ruim voldoende", "C": "voldoende"},
    **{"D": "matig", "E": "onvoldoende", "F": "ruim onvoldoende"},
}


@dataclass(frozen=True)
class Oordeel:
    """The verdict on one saldo at certainty `zekerheid`; amounts in euros."""

    neutraal: bool
    kans: float
    """P(saldo >= 0)."""
    buffer: float
    """max(0, -quantile_{1-z}(saldo)): what must be at hand to be covered with certainty z."""
    verwacht: float


def own_saldo(
    gemeentefonds: NDArray[np.float64], *doorgeschoven: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """What a year leaves on the gemeente's own account: Gemeentefonds saldo less what each SPUK shifts to later years.

    doorgeschoven: per SPUK (D at the beginning, D at the end of the year). Paying off an earlier shortfall counts as a
    gain, so the sum over years is the Gemeentefonds saldo less the lasten still open at the end. All shapes equal.
    """
    return gemeentefonds + sum(begin - eind for begin, eind in doorgeschoven)


def draws_needed(zekerheid: float, aantal: int) -> int:
    """How many of `aantal` draws must be covered for certainty `zekerheid`; at least one."""
    # The small allowance keeps 0.9 * 10 from counting as more than nine draws.
    return max(1, math.ceil(zekerheid * aantal - 1e-9))


def capacity_ratio(beschikbaar: float, benodigd: float) -> float | None:
    """The weerstandsvermogen at hand against the buffer that is needed; None when none is."""
    return beschikbaar / benodigd if benodigd > 0 else None


def capacity_class(ratio: float | None) -> str:
    """A to F; where nothing is needed there is always enough."""
    if ratio is None:
        return RATIOKLASSEN[0][0]
    return next((klasse for klasse, grens in RATIOKLASSEN if ratio >= grens), LAAGSTE_KLASSE)


def covered(saldo: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where there is no shortfall; one below half a cent is rounding."""
    return np.asarray(saldo > -0.005)


def shortfall(ondergrens: NDArray[np.float64]) -> NDArray[np.float64]:
    """The buffer that the quantile of a verdict asks for: what it lies below nil."""
    return np.where(covered(ondergrens), 0.0, -ondergrens)


def judge(saldo: NDArray[np.float64], zekerheid: float) -> Oordeel:
    """Verdict on draws of one saldo. shape: (n draw,). Raises ValueError unless 0 < zekerheid < 1.

    The quantile is the largest x with P(saldo >= x) >= z over the draws, so `neutraal`, `kans >= z` and `buffer == 0`
    always agree. A shortfall below half a cent is rounding, not a shortfall.
    """
    if not 0 < zekerheid < 1:
        raise ValueError("zekerheid moet tussen 0 en 1 liggen")
    plaats = saldo.size - draws_needed(zekerheid, saldo.size)
    ondergrens = np.partition(saldo, plaats)[plaats]
    buffer = float(shortfall(ondergrens))
    return Oordeel(bool(covered(ondergrens)), float(np.mean(covered(saldo))), buffer, float(np.mean(saldo)))
