"""Where a yes-or-no outcome crowds together: boxes of a few thresholds, found by peeling (PRIM, Friedman and Fisher
1999) as in scenario discovery (Bryant and Lempert 2010).

A box is found on one half of the draws and measured on the other, so its figures hold no luck of the search. A
threshold stays only where the outcomes in the box without it could hardly have given those in the box with it
(quasi-p), and where it makes a difference that is worth a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, inf, log10, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from scenarios.grond.trekking import NET

Reeks = NDArray[np.float64]
Keuze = NDArray[np.bool_]
Zijde = tuple[int, bool]
"""Number of a dimension, and whether it is bounded from below"""

PEL = 0.05
"""Share of the draws in a box that one step takes off"""
PLAK = 5
"""Draws that one step puts back"""
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
class Drempel:
    """One side of a box: dimension number, and at least (`boven`) or at most this value."""

    dimensie: int
    boven: bool
    waarde: float

    @property
    def side(self) -> Zijde:
        """Without its value."""
        return self.dimensie, self.boven

    def holds(self, x: Reeks) -> Keuze:
        """Which draws keep to it. x: (f, n)"""
        reeks = x[self.dimensie]
        return np.asarray(reeks >= self.waarde if self.boven else reeks <= self.waarde)


@dataclass(frozen=True)
class Doos:
    """Some thresholds together, and what the draws that were not searched say of them."""

    grenzen: tuple[Drempel, ...]
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

    @property
    def sides(self) -> set[Zijde]:
        """What it bounds, and from which side."""
        return {g.side for g in self.grenzen}

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
        # The same sides once more, only milder, are no other combination.
        bekend = any(doos.sides <= eerder.sides for eerder in uit)
        if bekend or doos.kans - van[1] / van[0] < VERSCHIL:
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
    """One box, or none: peel over all dimensions, keep the sides that do something, and peel again over those alone."""
    if min(int(zoek[1].sum()), int(toets[1].sum())) < MINST_GEVALLEN:
        return None
    zijden, eerlijk = [(d, boven) for d in range(len(zoek[0])) for boven in (True, False)], RUIS / len(zoek[0])
    while zijden:
        doos = Doos(_rounded(paste(*zoek, peel(*zoek, zijden)), zoek[0]))
        werk = {g.side: _worth(doos, g, *toets) for g in doos.grenzen}
        echt = [side for side, (winst, toeval) in werk.items() if winst >= PER_GRENS and toeval < eerlijk]
        sterkst = sorted(echt, key=lambda side: -werk[side][0])[:MEESTE_GRENZEN]
        if sterkst and len(sterkst) == len(werk):
            binnen = toets[1][doos.holds(toets[0])].mean()
            return doos if binnen - toets[1].mean() >= VERSCHIL else None
        zijden = sterkst
    return None


def peel(x: Reeks, y: Keuze, zijden: Sequence[Zijde]) -> tuple[Drempel, ...]:
    """The thresholds of the best box (`_quality`) of all on the way down."""
    grenzen: dict[Zijde, float] = {}
    beste: tuple[Drempel, ...] = ()
    hoogste = 0.0
    basis, minst = y.mean(), KLEINST * len(y)
    while len(y) > minst and (stap := _best_peel(x, y, zijden)) is not None:
        grens, blijft = stap
        grenzen[grens.side] = grens.waarde
        x, y = x[:, blijft], y[blijft]
        waarde = _quality(y, basis)
        if len(y) >= minst and waarde > hoogste:
            beste, hoogste = tuple(Drempel(d, boven, w) for (d, boven), w in sorted(grenzen.items())), waarde
    return beste


def paste(x: Reeks, y: Keuze, grenzen: tuple[Drempel, ...]) -> tuple[Drempel, ...]:
    """The thresholds with what peeling took off too much put back, a little at a time."""
    basis, beter = y.mean(), True
    hoogste = _quality(y[Doos(grenzen).holds(x)], basis) if grenzen else 0.0
    while beter:
        beter = False
        for i, grens in enumerate(grenzen):
            anders = (*grenzen[:i], *grenzen[i + 1 :])
            buiten = x[grens.dimensie, Doos(anders).holds(x) & ~grens.holds(x)]
            if len(buiten) <= PLAK:
                continue
            ruimer = np.sort(buiten)[-PLAK if grens.boven else PLAK - 1]
            proef = (*grenzen[:i], replace(grens, waarde=float(ruimer)), *grenzen[i + 1 :])
            if (waarde := _quality(y[Doos(proef).holds(x)], basis)) > hoogste:
                grenzen, hoogste, beter = proef, waarde, True
    return grenzen


def _quality(binnen: Keuze, basis: float) -> float:
    """How far the share of outcomes in a box lies above that of all draws, for its size: (p - p0) x root n."""
    return float((binnen.mean() - basis) * sqrt(len(binnen)))


def _best_peel(x: Reeks, y: Keuze, zijden: Sequence[Zijde]) -> tuple[Drempel, Keuze] | None:
    """The side to take a slice off, and what stays: where each draw that goes lifts the share of outcomes most.

    Of few whole numbers a slice may be most of what there is: only what lifts the share may cost so much. None when
    nothing can go.
    """
    n, basis = len(y), y.mean()
    weg = max(1, round(PEL * n))
    beste, hoogste = None, -inf
    gesorteerd = {d: np.sort(x[d]) for d, _ in zijden}
    for d, boven in zijden:
        reeks = gesorteerd[d]
        waarde = reeks[weg] if boven else reeks[n - 1 - weg]
        # Of equal values all go or all stay.
        if waarde == (reeks[0] if boven else reeks[-1]):
            anders = reeks[reeks > waarde] if boven else reeks[reeks < waarde]
            if not len(anders):
                continue
            waarde = anders[0] if boven else anders[-1]
        grens = Drempel(d, boven, float(waarde))
        blijft = grens.holds(x)
        gaat = n - int(blijft.sum())
        winst = (y[blijft].mean() - basis) / gaat
        if winst > hoogste and (winst > 0 or gaat <= 2 * weg):
            beste, hoogste = (grens, blijft), winst
    return beste


def _worth(doos: Doos, grens: Drempel, x: Reeks, y: Keuze) -> tuple[float, float]:
    """Points that one threshold adds, and the chance that draws without it give as many outcomes."""
    binnen = doos.holds(x)
    zonder = Doos(tuple(g for g in doos.grenzen if g != grens)).holds(x)
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
    toeval = max(_worth(doos, grens, x, y)[1] for grens in doos.grenzen)
    return replace(
        doos, aandeel=m / van[0], kans=k / m, kans_fout=sqrt(k / m * (1 - k / m) / m), dekking=k / van[1], toeval=toeval
    )


def _rounded(grenzen: Sequence[Drempel], x: Reeks) -> tuple[Drempel, ...]:
    """Thresholds as they are told: what is measured is then what is said."""
    return tuple(replace(g, waarde=_nice(g.waarde, float(x[g.dimensie].std()))) for g in grenzen)


def _nice(waarde: float, spreiding: float) -> float:
    """Rounded to a step of 1, 2 or 5 that is at most a tenth of the spread."""
    macht = 10.0 ** floor(log10(spreiding / 10))
    stap = next(m * macht for m in (5, 2, 1) if m * macht <= spreiding / 10 * (1 + 1e-9))
    return round(round(waarde / stap) * stap, max(0, -floor(log10(stap) + 1e-9)) + 1)
