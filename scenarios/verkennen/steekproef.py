"""Which gemeenten of a large region are computed first, and how far what they say of the rest may be off.

The largest gemeenten are always in it. The others lie in strata of about the same size; of each some are taken at fixed
places, so there is no chance in it. What moves in a stratum is taken to move with the inhabitants (a ratio estimate),
and how much the taken ones differ from that tells the error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST = 4
"""Gemeenten that are always computed"""
STRATA = 6
EACH = 2
"""Gemeenten taken of each stratum"""


@dataclass(frozen=True)
class Stratum:
    """Gemeenten of about the same size, by number in the region."""

    members: tuple[int, ...]
    taken: tuple[int, ...]
    weight: float
    """What one inhabitant of those taken stands for"""


def choose_strata(sizes: Sequence[float]) -> tuple[Stratum, ...]:
    """The strata of a region with these inhabitants; each of the largest is one by itself."""
    order = sorted(range(len(sizes)), key=lambda g: (-sizes[g], g))
    alone, rest = order[:LARGEST], order[LARGEST:]
    strata = [Stratum((g,), (g,), 1.0) for g in alone]
    for members in np.array_split(rest, STRATA):
        if not len(members):
            continue
        places = sorted({int((i + 0.5) * len(members) / EACH) for i in range(min(EACH, len(members)))})
        taken = tuple(int(members[i]) for i in places)
        weight = sum(sizes[g] for g in members) / sum(sizes[g] for g in taken)
        strata.append(Stratum(tuple(int(g) for g in members), taken, weight))
    return tuple(strata)


def standard_error(
    strata: Sequence[Stratum], sizes: Sequence[float], moved: Mapping[int, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Standard error of the estimated sum of what moved. moved: number -> (j,) of every gemeente that was taken"""
    variance = np.zeros(len(next(iter(moved.values()))))
    for stratum in strata:
        all_, taken = len(stratum.members), len(stratum.taken)
        if taken < 2:
            continue
        ratio = sum(moved[g] for g in stratum.taken) / sum(sizes[g] for g in stratum.taken)
        spread = sum((moved[g] - ratio * sizes[g]) ** 2 for g in stratum.taken) / (taken - 1)
        variance += all_**2 * (1 - taken / all_) / taken * spread
    return np.sqrt(variance)
