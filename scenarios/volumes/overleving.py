"""Time to an event under right censoring: Kaplan-Meier and Aalen-Johansen with number at risk and interval.

Not having reached something yet is no failure: it is known to take longer than so far. Kaplan and Meier (1958) use
that; Aalen and Johansen (1978) add that somebody may leave for good (moved, exempt, stopped), after which the event
can no longer happen here. With nobody leaving otherwise both give the same: 1 - S = the share that reached the event.

The variance is the delta-method one of Marubini and Valsecchi (1995, par. 10.2), of which Greenwood's formula is the
special case without competing events. The interval is symmetric on the scale log(-log(1 - F)), so it stays in 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

LOPEND, BEREIKT, WEG = 0, 1, 2
"""How an observation ended: still running (censored), the event was reached, left otherwise."""
ZEKERHEID = 0.95
"""Confidence of every interval."""


@dataclass(frozen=True)
class Aandeelschatting:
    """An estimated share with its interval."""

    kans: float
    onder: float
    boven: float


@dataclass(frozen=True)
class Incidentie:
    """Share that reached the event by each time (Aalen-Johansen). t: the distinct times at which something happened."""

    tijden: NDArray[np.float64]
    risico: NDArray[np.int64]
    """(t,) number at risk just before"""
    kans: NDArray[np.float64]
    """(t,) share that reached the event"""
    weg: NDArray[np.float64]
    """(t,) share that left otherwise"""
    variantie: NDArray[np.float64]
    """(t,) of `kans`"""
    waargenomen: NDArray[np.float64]
    """(n,) all observed times, ascending"""
    aantal: NDArray[np.int64]
    """(t,) persons seen to reach the event so far"""

    def at_risk(self, tijd: float) -> int:
        """Persons still followed just before `tijd`, without event."""
        return len(self.waargenomen) - int(np.searchsorted(self.waargenomen, tijd, side="left"))

    def reached(self, tijd: float) -> int:
        """Persons seen to reach the event up to and including `tijd`."""
        return int(self._value(self.aantal, tijd))

    def left(self, tijd: float) -> float:
        """Share that left otherwise up to and including `tijd`."""
        return self._value(self.weg, tijd)

    def at(self, tijd: float, zekerheid: float = ZEKERHEID) -> Aandeelschatting:
        """The share up to and including `tijd`, with its interval.

        At exactly 0 or 1 there is no variance: the far bound is then the exact binomial one (Clopper-Pearson) for the
        persons still at risk, or for all of them.
        """
        kans, variantie = self._value(self.kans, tijd), self._value(self.variantie, tijd)
        alfa = 1 - zekerheid
        if kans <= 0:
            risico = self.at_risk(tijd)
            return Aandeelschatting(0.0, 0.0, 1 - (alfa / 2) ** (1 / risico) if risico else 1.0)
        if kans >= 1 - 1e-12:
            return Aandeelschatting(1.0, (alfa / 2) ** (1 / len(self.waargenomen)), 1.0)
        blijft = 1 - kans
        breedte = ndtri(1 - alfa / 2) * np.sqrt(variantie) / (blijft * abs(np.log(blijft)))
        return Aandeelschatting(kans, *(float(1 - blijft ** np.exp(teken * breedte)) for teken in (-1, 1)))

    def _value(self, reeks: NDArray[Any], tijd: float) -> float:
        plaats = int(np.searchsorted(self.tijden, tijd, side="right"))
        return float(reeks[plaats - 1]) if plaats else 0.0


def estimate_incidence(tijd: NDArray[Any], afloop: NDArray[Any]) -> Incidentie:
    """Aalen-Johansen for `BEREIKT`, with `WEG` as competing event. tijd, afloop: (n,)

    Whoever is censored at a time is still at risk at that time, as Kaplan and Meier have it.
    """
    tijden = np.unique(tijd[afloop != LOPEND]).astype(float)
    risico = len(tijd) - np.searchsorted(np.sort(tijd), tijden, side="left")
    bereikt, alle = (
        np.array([np.count_nonzero(soort & (tijd == t)) for t in tijden], dtype=float)
        for soort in (afloop == BEREIKT, afloop != LOPEND)
    )
    vooraf = np.concatenate([[1.0], np.cumprod(1 - alle / risico)])[: len(tijden)]
    kans = np.cumsum(vooraf * bereikt / risico)
    # With nobody left afterwards the first term is multiplied by zero.
    over = np.where(risico > alle, risico - alle, np.inf)
    a = alle / (risico * over)
    b = vooraf**2 * bereikt * (risico - bereikt) / risico**3
    c = vooraf * bereikt / risico**2
    variantie = (
        kans**2 * np.cumsum(a)
        - 2 * kans * np.cumsum(a * kans)
        + np.cumsum(a * kans**2)
        + np.cumsum(b)
        - 2 * (kans * np.cumsum(c) - np.cumsum(c * kans))
    )
    return Incidentie(
        tijden,
        risico.astype(np.int64),
        kans,
        np.cumsum(vooraf * (alle - bereikt) / risico),
        np.maximum(variantie, 0.0),
        np.sort(tijd).astype(float),
        np.cumsum(bereikt).astype(np.int64),
    )


def count_share(aantal: int, van: int, zekerheid: float = ZEKERHEID) -> Aandeelschatting:
    """A counted share with its exact interval (Clopper-Pearson)."""
    from scipy.stats import binomtest  # takes longer to load than anything else here, and few ask for it

    grenzen = binomtest(aantal, van).proportion_ci(zekerheid, method="exact")
    return Aandeelschatting(aantal / van, float(grenzen.low), float(grenzen.high))
