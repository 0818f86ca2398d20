"""Small groups in tables that leave the house: which cells to hide so that nothing can be computed back.

A count of 1 to 9 persons may point at somebody. Hiding it is not enough where a total is published: total less the
other cells gives it back. So further cells are hidden until a reader, who knows every published number, every sum and
this rule, is left with at least nine possible values for every hidden small count, as many as 1 to 9. Zero stays
visible: nobody is in it, and a hidden cell is therefore known to be at least 1. Cell suppression as in Hundepool et
al., Statistical Disclosure Control (2012), ch. 4, with the feasible interval found by linear programming.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

DREMPEL = 10
"""Smallest group that may be published."""
C = TypeVar("C", bound=Hashable)
Lijn = tuple[C, tuple[C, ...]]
"""A published sum: the cell of the total and the cells that add up to it."""


def protect(cellen: Mapping[C, int], lijnen: Sequence[Lijn[C]], drempel: int = DREMPEL) -> frozenset[C]:
    """The cells to hide: every small group, and as few others as a greedy choice needs."""
    klein = sorted((c for c, aantal in cellen.items() if 0 < aantal < drempel), key=str)
    verborgen = set(klein)
    while True:
        # One hidden cell in a sum is known at once; two or more may still leave too little to guess.
        lijn = next((leden for som, delen in lijnen if _lonely(leden := (som, *delen), cellen, verborgen)), None)
        if lijn is None:
            klein = [c for c in klein if not _hidden_well(c, cellen, lijnen, verborgen, drempel)]
            if not klein:
                return frozenset(verborgen)
            lijn = tuple(c for som, delen in lijnen if klein[0] in (som, *delen) for c in (som, *delen))
        kandidaten = [c for c in lijn if cellen[c] and c not in verborgen] or [
            c for c, aantal in cellen.items() if aantal and c not in verborgen
        ]
        if not kandidaten:
            return frozenset(verborgen)
        verborgen.add(min(kandidaten, key=lambda c: (*_harm(c, lijnen, verborgen), cellen[c], str(c))))


def _lonely(leden: tuple[C, ...], cellen: Mapping[C, int], verborgen: set[C]) -> bool:
    """Exactly one cell of a sum is hidden while another could be."""
    return sum(c in verborgen for c in leden) == 1 and any(cellen[c] and c not in verborgen for c in leden)


def _harm(cel: C, lijnen: Sequence[Lijn[C]], verborgen: set[C]) -> tuple[int, int]:
    """(sums that would then have this one cell hidden, 1 for a total): what hiding a cell costs."""
    nieuw = sum(cel in (som, *delen) and not verborgen.intersection((som, *delen)) for som, delen in lijnen)
    return nieuw, int(any(cel == som for som, _ in lijnen))


def _hidden_well(cel: C, cellen: Mapping[C, int], lijnen: Sequence[Lijn[C]], verborgen: set[C], drempel: int) -> bool:
    """Whether a reader is left with as many values as 1 to `drempel` - 1."""
    laag, hoog = feasible_interval(cel, cellen, lijnen, verborgen)
    return hoog - laag >= drempel - 2


def feasible_interval(
    cel: C, cellen: Mapping[C, int], lijnen: Sequence[Lijn[C]], verborgen: set[C] | frozenset[C]
) -> tuple[float, float]:
    """What a reader can work out about one hidden cell. The upper end may be infinite."""
    from scipy.optimize import linprog  # loads slowly, and only a table that hides something needs it

    namen = _connected(cel, lijnen, verborgen)
    plaats = {c: i for i, c in enumerate(namen)}
    regels, rechts = [], []
    for som, delen in lijnen:
        if not any(c in plaats for c in (som, *delen)):
            continue
        regel, bekend = np.zeros(len(namen)), 0
        for c, teken in ((som, -1), *((d, 1) for d in delen)):
            if c in plaats:
                regel[plaats[c]] += teken
            else:
                bekend -= teken * cellen[c]
        regels.append(regel)
        rechts.append(bekend)
    if not regels:
        return 1.0, float("inf")
    doel = np.eye(len(namen))[plaats[cel]]
    grenzen = []
    for teken in (1, -1):
        uit = linprog(teken * doel, A_eq=np.array(regels), b_eq=np.array(rechts), bounds=(1, None), method="highs")
        grenzen.append(float(doel @ uit.x) if uit.status == 0 else float("inf"))
    return round(grenzen[0], 6), round(grenzen[1], 6)


def _connected(cel: C, lijnen: Sequence[Lijn[C]], verborgen: set[C] | frozenset[C]) -> list[C]:
    """The hidden cells that share a sum with `cel`, directly or through others."""
    gezien, rand = {cel: None}, [cel]
    while rand:
        huidig = rand.pop()
        for som, delen in lijnen:
            leden = (som, *delen)
            if huidig in leden:
                nieuw = [c for c in leden if c in verborgen and c not in gezien]
                gezien.update(dict.fromkeys(nieuw))
                rand += nieuw
    return list(gezien)
