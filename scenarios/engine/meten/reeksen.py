"""What every series of draws says by itself: mean, spread, percentiles, the draw that a verdict is read off.

Series with the same draws are measured once, and what never varies is not sorted. Nothing here knows which quantity or
year a series is of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from finance.neutraliteit import draws_needed
from scenarios.grond.trekking import NET

Measured = NDArray[np.float64]
"""(s, k, j) what series of draws say by themselves: `FIGURES`, and then the percentiles"""
FIGURES = MEAN, SQUARES, BETWEEN, LOWEST, HIGHEST = range(5)
"""Mean, sum of squared deviations, differences between nets, and what as many draws as a verdict asks for reach or
exceed, and do not exceed"""
PIECES = 8
"""Pieces in which the quantities of one gemeente are measured."""
AT_ONCE = 4
"""Series that are measured at once."""
FEW = 64
"""Draws by which two series are told apart when they differ in most"""
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)


def split_quantities(draws: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Pieces that can be measured side by side. (k, j, n) -> `PIECES` of (k', j, n)"""
    return np.array_split(draws, PIECES)


def measuring(zekerheid: float, n: int) -> Callable[[NDArray[np.float64]], Measured]:
    """What measures pieces of n draws, judged at this certainty."""
    return partial(measure_quantities, needed=draws_needed(zekerheid, n))


def measure_quantities(arrays: NDArray[np.float64], needed: int = 1) -> Measured:
    """What every series of draws says by itself. arrays: (k, j, n); needed: draws that must be covered"""
    series = [row for array in arrays for row in array]
    return measure_series(series, needed).reshape(-1, *arrays.shape[:2])


def measure_series(series: Sequence[NDArray[np.float64]], needed: int) -> Measured:
    """The same of any series. (n,) each -> (s, i)

    Series with the same draws are measured once: what was carried over is what the year before left, and an outcome
    counted from one year is often that counted from another. What never varies needs no sorting.
    """
    n = len(series[0])
    out = np.zeros((len(FIGURES) + len(PERCENTILES), len(series)))
    below, above, share = places_of(n)
    begin, count = nets_of(n)
    like, vary = _alike(series)
    fixed = [i for i, yes in enumerate(vary) if not yes]
    value = np.array([series[i][0] for i in fixed])
    out[[[MEAN], [LOWEST], [HIGHEST]], fixed] = value
    out[len(FIGURES) :, fixed] = value * (1 - share[:, None]) + value * share[:, None]
    own = [i for i, first in enumerate(like) if first == i and vary[i]]
    # A few at a time: that stays in the cache of the processor.
    for some in (own[i : i + AT_ONCE] for i in range(0, len(own), AT_ONCE)):
        work = np.stack([series[i] for i in some])
        per_net = np.add.reduceat(work, begin, axis=-1)
        work.sort(axis=-1)
        out[len(FIGURES) :, some] = (work[:, below] * (1 - share) + work[:, above] * share).T
        out[LOWEST, some], out[HIGHEST, some] = work[:, n - needed], work[:, needed - 1]
        still = work[:, 0] == work[:, -1]
        # What never varies keeps its value to the last bit.
        mean = np.where(still, work[:, 0], per_net.sum(axis=-1) / n)
        work -= mean[:, None]
        out[MEAN, some], out[SQUARES, some] = mean, np.einsum("jn,jn->j", work, work)
        out[BETWEEN, some] = np.where(still, 0.0, between_nets(per_net / count, count))
    return out[:, like]


def _alike(series: Sequence[NDArray[np.float64]]) -> tuple[list[int], list[bool]]:
    """Of every series the number of the first with the same bits, and whether its draws differ from each other."""
    step = max(1, len(series[0]) // 6)
    samples = np.array([row[::step] for row in series]).view(np.int64)
    still = (samples == samples[:, :1]).all(axis=1).tolist()
    like, vary = list(range(len(series))), [True] * len(series)
    known: dict[bytes, list[int]] = {}
    for i, sample in enumerate(samples):
        if still[i]:
            bits = series[i].view(np.int64)
            vary[i] = not (bits == bits[0]).all()
        if vary[i]:
            others = known.setdefault(sample.tobytes(), [])
            like[i] = next((m for m in others if _same_bits(series[m], series[i])), i)
            if like[i] == i:
                others.append(i)
    return like, vary


def _same_bits(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool((one.view(np.int64) == other.view(np.int64)).all())


def places_of(n: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Between which two of n sorted draws every percentile lies, and how far."""
    places = np.array(PERCENTILES) / 100 * (n - 1)
    below = np.floor(places).astype(np.int64)
    return below, np.minimum(below + 1, n - 1), places - below


def nets_of(n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First draw and number of draws of every net."""
    begin = np.arange(0, n, NET)
    return begin, np.diff(np.append(begin, n))


def between_nets(per_net: NDArray[np.float64], count: NDArray[np.int64]) -> NDArray[np.float64]:
    """sum n_i (x_i - x)^2. per_net: (..., i), count: (i,)"""
    # Row by row, not as a matrix product: the same bits whatever else is measured beside it.
    per_net = np.ascontiguousarray(per_net)
    centre = (per_net * count).sum(axis=-1) / count.sum()
    return np.asarray(((per_net - centre[..., None]) ** 2 * count).sum(axis=-1))


def differing_series(
    before: NDArray[np.float64], after: NDArray[np.float64], rows: Sequence[int], since: int
) -> list[tuple[int, int]]:
    """Row and year of the series that differ; most do so in their first draws. (k, j, n) each"""
    out = []
    for k in rows:
        at_once = (before[k, since:, :FEW] != after[k, since:, :FEW]).any(axis=-1).tolist()
        for j, yes in enumerate(at_once, start=since):
            if yes or (before[k, j] != after[k, j]).any():
                out.append((k, j))
    return out
