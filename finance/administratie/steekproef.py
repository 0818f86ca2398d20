"""Monetary unit sampling: every cent of a list has the same chance, so a line is chosen in proportion to its amount.

Systematic selection: the amounts stand behind one another in a fixed order, and from a start on every interval hits one
cent. The line that holds this cent is chosen. A line as large as the interval or larger holds a hit whatever the start.
The start is drawn elsewhere; here the same list, interval and start always give the same sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Steekproef:
    """What an interval and a start choose from a list; amounts in cents."""

    interval: int
    start: int
    cumulatief: NDArray[np.int64]
    """The amounts added up to and including each line. (regel,)"""
    treffers: NDArray[np.int64]
    """How many hits each line holds; more than one only above the interval. (regel,)"""

    @property
    def totaal(self) -> int:
        """What the list adds up to."""
        return int(self.cumulatief[-1]) if len(self.cumulatief) else 0

    @property
    def gekozen(self) -> NDArray[np.int64]:
        """The numbers of the chosen lines, in the order of the list."""
        return np.flatnonzero(self.treffers)

    @property
    def aantal_treffers(self) -> int:
        """All hits together."""
        return int(self.treffers.sum())


def choose_lines(bedragen: Sequence[int] | NDArray[np.int64], interval: int, start: int) -> Steekproef:
    """The lines that hold the cents start, start + interval, start + 2 x interval, ...

    Raises ValueError for an amount that is not positive (it holds no cent), or a start outside 1 up to the interval.
    """
    centen = np.asarray(bedragen, dtype=np.int64)
    if (centen <= 0).any():
        raise ValueError("een steekproef op bedrag kent alleen bedragen boven nul")
    if not 1 <= start <= interval:
        raise ValueError("de start ligt van 1 tot en met het interval")
    cumulatief = np.cumsum(centen)
    # Hits up to and including a cent: none before the start, then one more every interval.
    tot = (cumulatief - start) // interval + 1
    return Steekproef(interval, start, cumulatief, np.diff(tot, prepend=0))


def interval_for(totaal: int, aantal: int) -> int:
    """The largest interval that gives at least `aantal` hits whatever the start. Raises ValueError without a number."""
    if aantal < 1:
        raise ValueError("een steekproef heeft ten minste één post")
    return max(1, totaal // aantal)


@dataclass(frozen=True)
class Tolerantie:
    """What an accountant may leave unreported on one uitkering: a share of its lasten, between two amounts (cents)."""

    deel: float
    laagste: int
    hoogste: int

    def of(self, lasten: int) -> int:
        """The tolerance on these lasten."""
        return min(max(round(self.deel * lasten), self.laagste), self.hoogste)
