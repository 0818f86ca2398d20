"""What the pieces of a run hand to each other: a gemeente under way, the outcome of a group, what is done once."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from scenarios.engine.statistics import Distribution
from scenarios.kas.droog import Kasbeeld
from scenarios.model.personen import Volumes
from scenarios.model.simulatie import Landbeeld


@dataclass(frozen=True)
class Part:
    """The outcome of one group and batch. m model, g gemeente of the group."""

    distributions: tuple[tuple[Distribution, ...], ...]
    """[m][g]"""
    totals: tuple[NDArray[np.float64], ...]
    """The gemeenten of the group added up: per leader (k, j, n), then per follower what may differ from its leader, and
    per model of which only the verdict is asked the quantities that it is about"""
    kas: tuple[Kasbeeld, ...] = ()
    """[g] the months of the first model, when they are asked"""
    month_lasten: NDArray[np.float64] | None = None
    """(pot, m, n) its lasten per month, the gemeenten of the group added up"""


@dataclass
class Once:
    """Something computed by the first who asks."""

    lock: Lock = field(default_factory=Lock)
    value: Landbeeld | None = None


class Countdown:
    """Tells which of a number of pieces is done last, by whichever thread."""

    def __init__(self, pieces: int) -> None:
        self._left = pieces
        self._lock = Lock()

    def is_last(self) -> bool:
        """Note that one more is done."""
        with self._lock:
            self._left -= 1
            return self._left == 0


@dataclass(frozen=True)
class Drawn:
    """One gemeente, drawn for every leader, and settled by who fills its last block."""

    draws: tuple[NDArray[np.float64], ...]
    """per family (k, j, n) of its leader, whole blocks"""
    people: list[dict[int, Volumes]]
    """[family] block -> its people, kept while there are followers"""
    judged: tuple[NDArray[np.float64], ...]
    """per model of which only the verdict is asked (q, j, n) of `JUDGED`"""
    blocks: Countdown
    """those not filled yet"""
    moved: dict[int, NDArray[np.float64]] = field(default_factory=dict)
    """model -> the rows and years of that follower that may differ (r, j', n), added to those before it in the group"""
