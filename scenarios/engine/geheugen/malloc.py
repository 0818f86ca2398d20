"""How this process gets the memory for its arrays: what was freed is kept for the next array.

glibc hands large freed pieces back to the system at once, and every new array then begins with page faults. The draws
are made of such arrays: keeping them makes one thread an eighth faster, and a Dask worker, whose own setting hands back
even more, a third (docs/snelheid.md). On other systems nothing is changed.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Parameters M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of mallopt(3)."""
KEEP = 2**30
"""Bytes of free memory at the top of the heap that are kept."""
LARGEST = 2**25
"""Arrays up to this size come from the heap; glibc accepts no more."""


@cache
def keep_freed_memory() -> None:
    """Set it once, for the whole process."""
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # musl and others have no such setting
        return
    mallopt(TRIM_THRESHOLD, KEEP)
    mallopt(MMAP_THRESHOLD, LARGEST)


class SpareArrays:
    """Large arrays to use again: asking the system for fresh memory costs more than the sums done in it."""

    def __init__(self) -> None:
        self._free: dict[tuple[int, ...], list[NDArray[np.float64]]] = {}
        self._lent = 0

    def take(self, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """An array of this shape with unknown content."""
        self._lent += 1
        try:
            return self._free[shape].pop()
        except LookupError:
            return np.empty(shape)

    def give(self, arrays: Sequence[NDArray[np.float64]]) -> None:
        """Arrays that nobody reads any more. Those of other processes are let go: here nobody takes as many."""
        returned = arrays[: self._lent]
        self._lent -= len(returned)
        for array in returned:
            self._free.setdefault(array.shape, []).append(array)

    def forget(self) -> None:
        """Let go of what is free: other shapes will be asked for."""
        self._free.clear()
