"""Uitvoeringsbudget from the Gemeentefonds: free to spend, does not move with inflow, no accountability.

Part of the algemene uitkering since 2023; the invoeringskosten of 2020 and 2021 were one-off money before the law.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

ZEKER = 0.9
"""Of the bounds of a prediction: a tenth lies below it, a tenth above."""


def extend_budget(bekend: Mapping[int, float], index: Mapping[int, float], jaren: Sequence[int]) -> NDArray[np.float64]:
    """Budget per year in euros; a year after the last known one follows the index of every year since (0.03 is 3%).

    bekend: year -> euros; index: year -> rate, of every year after the last known one. Years before the first known one
    get 0, a year missing between known ones raises ValueError: the amount is for the user to give.
    """
    uit = np.zeros(len(jaren))
    for i, jaar in enumerate(jaren):
        if jaar in bekend:
            uit[i] = bekend[jaar]
        elif bekend and jaar > max(bekend):
            stappen = range(max(bekend) + 1, jaar + 1)
            uit[i] = bekend[max(bekend)] * math.prod(1 + index[stap] for stap in stappen)
        elif bekend and jaar > min(bekend):
            raise ValueError(f"geen bedrag voor {jaar}")
    return uit


def saldo(budget: NDArray[np.float64], uitvoeringslasten: NDArray[np.float64]) -> NDArray[np.float64]:
    """budget - lasten per year. shapes: (j year,) and (..., j) -> (..., j), euros."""
    return np.asarray(budget) - np.asarray(uitvoeringslasten)


def predict_budget(punten: Sequence[float]) -> tuple[float, float, float]:
    """(P10, expected, P90) of the budget per inhabitant of one more gemeente, from those that are known.

    m +- t(n-1) x s x sqrt(1 + 1/n), the interval for a next observation of a normal distribution: few points give a
    wide one, as they must. Never below nil. Raises ValueError for fewer than two points.
    """
    n = len(punten)
    if n < 2:
        raise ValueError("een voorspelling vraagt ten minste twee punten")
    midden = math.fsum(punten) / n
    spreiding = math.sqrt(math.fsum((p - midden) ** 2 for p in punten) / (n - 1))
    half = float(stdtrit(n - 1, ZEKER)) * spreiding * math.sqrt(1 + 1 / n)
    return max(midden - half, 0.0), midden, midden + half
