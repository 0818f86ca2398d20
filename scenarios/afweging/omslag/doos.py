"""Where a yes-or-no outcome crowds together: boxes of a few thresholds, found by peeling (PRIM, Friedman and Fisher
1999) as in scenario discovery (Bryant and Lempert 2010).

A box is found on one half of the draws and measured on the other, so its figures hold no luck of the search. A
threshold stays only where the outcomes in the box without it could hardly have given those in the box with it
(quasi-p), and where it makes a difference that is worth a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, log10, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from scenarios.grond.trekking import NET

Reeks = NDArray[np.float64]
Keuze = NDArray[np.bool_]

PEL = 0.05
"""Share of the draws in a box that one step takes off"""
KLEINST = 0.05
"""Share of all draws below which a box is too rare to tell"""
MEESTE_GRENZEN = 3
MEESTE_DOZEN = 2
MINST_GEVALLEN = 25
"""Outcomes of the wanted kind in one half of the draws below which nothing is sought"""
RUIS = 0.05
"""Chance of naming a dimension that does nothing, over all dimensions together"""
VERSCHIL = 0.10
"""Points by which a box must lie above all draws, and above those that no earlier box holds, to be worth naming"""
PER_GRENS = 0.03
"""Points that each threshold must add"""


@dataclass(frozen=True)
class Grens:
    """One side of a box: dimension number, and at least (`boven`) or at most this value."""

    dimensie: int
    boven: bool
    waarde: float

    def holds(self, x: Reeks) -> Keuze:
        """Which draws keep to it. x: (f, n)"""
        reeks = x[self.dimensie]
        return np.asarray(reeks >= self.waarde if self.boven else reeks <= self.waarde)


@dataclass(frozen=True)
class Doos:
    """Some thresholds together, and what the draws that were not searched say of them."""

    grenzen: tuple[Grens, ...]
    aandeel: float = 0.0
    """Share of the draws that lie in it"""
    kans: float = 0.0
    """Chance of the outcome inside: density"""
    kans_fout: float = 0.0
    """Its standard error"""
    dekking: float = 0.0
    """Share of the outcomes that lie in it: coverage"""
    toeval: float = 1.0
    """The largest quasi-p of its thresholds"""

    def holds(self, x: Reeks) -> Keuze:
        """Which draws lie in it. x: (f, n)"""
        uit = np.ones(x.shape[1], dtype=bool)
        for grens in self.grenzen:
            uit &= grens.holds(x)
        return uit


def find_boxes(x: Reeks, y: Keuze) -> tuple[Doos, ...]:
    """The boxes that stand out, first the one that does most; none when nothing does. x: (f, n) dimensions, y: (n,)"""
    zoek, toets = _halves(x.shape[1])
    over = np.ones(x.shape[1], dtype=bool)
    van = int(toets.sum()), int(y[toets].sum())
    uit: list[Doos] = []
    while len(uit) < MEESTE_DOZEN:
        eerst, dan = ((x[:, deel & over], y[deel & over]) for deel in (zoek, toets))
        gevonden = _find(eerst, dan)
        if gevonden is None:
            break
        doos = _measure(gevonden, *dan, van)
        if doos.kans - van[1] / van[0] < VERSCHIL:
            break
        uit.append(doos)
        over &= ~doos.holds(x)
    return tuple(uit)


def too_few(y: Keuze) -> bool:
    """Whether the outcome is too rare to say anything about."""
    return min(int(y[deel].sum()) for deel in _halves(len(y))) < MINST_GEVALLEN


def _halves(n: int) -> tuple[Keuze, Keuze]:
    """Draws to search and draws to judge by: whole nets where there are two, for each net is spread by itself."""
    helft = n // 2 if n < 2 * NET else n // (2 * NET) * NET
    zoek = np.arange(n) < helft
    return zoek, ~zoek


def _find(zoek: tuple[Reeks, Keuze], toets: tuple[Reeks, Keuze]) -> Doos | None:
    """One box, or none: peel over all dimensions, keep those that do something, and peel again over those alone."""
    if min(int(zoek[1].sum()), int(toets[1].sum())) < MINST_GEVALLEN:
        return None
    dimensies, eerlijk = list(range(len(zoek[0]))), RUIS / len(zoek[0])
    while dimensies:
        doos = Doos(_rounded(peel(*zoek, dimensies), zoek[0]))
        werk = {d: _worth(doos, d, *toets) for d in {g.dimensie for g in doos.grenzen}}
        echt = [d for d, (winst, toeval) in werk.items() if winst >= PER_GRENS and toeval < eerlijk]
        sterkst = sorted(echt, key=lambda d: -werk[d][0])[:MEESTE_GRENZEN]
        if sterkst and len(sterkst) == len(werk):
            binnen = toets[1][doos.holds(toets[0])].mean()
            return doos if binnen - toets[1].mean() >= VERSCHIL else None
        dimensies = sterkst
    return None


def peel(x: Reeks, y: Keuze, dimensies: Sequence[int]) -> tuple[Grens, ...]:
    """The thresholds of the box, of all on the way down, whose share of outcomes lies furthest above that of all draws
    for its size: (p - p0) x the root of the number of draws in it.
    """
    grenzen: dict[tuple[int, bool], float] = {}
    beste, hoogste = (), 0.0
    basis, minst = y.mean(), KLEINST * len(y)
    while len(y) > minst and (stap := _best_peel(x, y, dimensies)) is not None:
        grens, blijft = stap
        grenzen[grens.dimensie, grens.boven] = grens.waarde
        x, y = x[:, blijft], y[blijft]
        waarde = (y.mean() - basis) * sqrt(len(y))
        if len(y) >= minst and waarde > hoogste:
            beste, hoogste = tuple(Grens(d, boven, w) for (d, boven), w in sorted(grenzen.items())), waarde
    return beste


def _best_peel(x: Reeks, y: Keuze, dimensies: Sequence[int]) -> tuple[Grens, Keuze] | None:
    """The side to take a slice off that leaves the highest share of outcomes, and what stays; None when none can go."""
    n = len(y)
    weg = max(1, round(PEL * n))
    beste, hoogste = None, -1.0
    for d in dimensies:
        reeks = np.sort(x[d])
        for boven in (True, False):
            waarde = reeks[weg] if boven else reeks[n - 1 - weg]
            # Of equal values all go or all stay.
            if waarde == (reeks[0] if boven else reeks[-1]):
                anders = reeks[reeks > waarde] if boven else reeks[reeks < waarde]
                if not len(anders):
                    continue
                waarde = anders[0] if boven else anders[-1]
            grens = Grens(d, boven, float(waarde))
            blijft = grens.holds(x)
            if (kans := y[blijft].mean()) > hoogste:
                beste, hoogste = (grens, blijft), kans
    return beste


def _worth(doos: Doos, dimensie: int, x: Reeks, y: Keuze) -> tuple[float, float]:
    """Points that the thresholds on one dimension add, and the chance that draws without them give as many outcomes."""
    binnen = doos.holds(x)
    zonder = Doos(tuple(g for g in doos.grenzen if g.dimensie != dimensie)).holds(x)
    m, k = int(binnen.sum()), int(y[binnen].sum())
    if not k:
        return 0.0, 1.0
    kans = float(y[zonder].mean())
    return k / m - kans, float(bdtrc(k - 1, m, kans))


def _measure(doos: Doos, x: Reeks, y: Keuze, van: tuple[int, int]) -> Doos:
    """A box with its figures. x, y: draws to judge by that no earlier box holds; van: how many there were at first, and
    how many of them with the outcome
    """
    binnen = doos.holds(x)
    m, k = int(binnen.sum()), int(y[binnen].sum())
    toeval = max(_worth(doos, d, x, y)[1] for d in {g.dimensie for g in doos.grenzen})
    return replace(
        doos, aandeel=m / van[0], kans=k / m, kans_fout=sqrt(k / m * (1 - k / m) / m), dekking=k / van[1], toeval=toeval
    )


def _rounded(grenzen: Sequence[Grens], x: Reeks) -> tuple[Grens, ...]:
    """Thresholds as they are told: what is measured is then what is said."""
    return tuple(replace(g, waarde=_nice(g.waarde, float(x[g.dimensie].std()))) for g in grenzen)


def _nice(waarde: float, spreiding: float) -> float:
    """Rounded to a step of 1, 2 or 5 that is at most a tenth of the spread."""
    macht = 10.0 ** floor(log10(spreiding / 10))
    stap = next(m * macht for m in (5, 2, 1) if m * macht <= spreiding / 10 * (1 + 1e-9))
    return round(round(waarde / stap) * stap, max(0, -floor(log10(stap) + 1e-9)) + 1)
