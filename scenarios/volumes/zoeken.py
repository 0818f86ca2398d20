"""The root and the lowest point of a function of one number, as a region's parameters are learned.

Both are methods of Brent (Algorithms for Minimization without Derivatives, 1973, ch. 4 and 5): a curve through the last
points proposes the next one, and where it helps too little the interval is halved, or cut at the golden section. They
take the very steps of `scipy.optimize`, to the last bit; loading that takes longer than all that is learned here.
"""

from __future__ import annotations

import math
from collections.abc import Callable

FIJN = 4 * 2.220446049250313e-16
"""Relative precision of a root: four units in the last place of 1"""
RUIS = math.sqrt(2.2e-16)
"""Relative distance at which two points of a flat bottom cannot be told apart"""
GULDEN = 0.5 * (3.0 - math.sqrt(5.0))
"""The smaller part of a golden section"""
MEESTE = 500
"""Steps after which it is given up; some ten do"""
Functie = Callable[[float], float]
Punt = tuple[float, float]
"""A place and the value there"""


def find_root(functie: Functie, laag: float, hoog: float, tot_op: float) -> float:
    """Where a function with opposite signs at both ends is nil, to within `tot_op`."""
    vorige, huidig = (laag, functie(laag)), (hoog, functie(hoog))
    if vorige[1] == 0.0:
        return laag
    overkant, stap, eerdere_stap = vorige, 0.0, 0.0
    for _ in range(MEESTE):
        if huidig[1] == 0.0:
            return huidig[0]
        if _opposite(vorige[1], huidig[1]):
            overkant, stap = vorige, huidig[0] - vorige[0]
            eerdere_stap = stap
        # The best point so far is the current one.
        if abs(overkant[1]) < abs(huidig[1]):
            vorige, huidig, overkant = huidig, overkant, huidig
        x = huidig[0]
        kleinst = (tot_op + FIJN * abs(x)) / 2
        halve = (overkant[0] - x) / 2
        if abs(halve) < kleinst:
            return x
        voorstel = None
        if abs(eerdere_stap) > kleinst and abs(huidig[1]) < abs(vorige[1]):
            voorstel = _curved_step(vorige, huidig, overkant)
        if voorstel is not None and 2 * abs(voorstel) < min(abs(eerdere_stap), 3 * abs(halve) - kleinst):
            eerdere_stap, stap = stap, voorstel
        else:
            eerdere_stap, stap = halve, halve
        x += stap if abs(stap) > kleinst else math.copysign(kleinst, halve)
        vorige, huidig = huidig, (x, functie(x))
    raise ArithmeticError(f"geen nulpunt tussen {laag} en {hoog} binnen {MEESTE} stappen")


def _opposite(een: float, ander: float) -> bool:
    return math.copysign(1.0, een) != math.copysign(1.0, ander)


def _curved_step(vorige: Punt, huidig: Punt, overkant: Punt) -> float:
    """From the current point to where the line through two points, or the inverse parabola through three, is nil."""
    (a, fa), (x, fx), (b, fb) = vorige, huidig, overkant
    if a == b:
        return -fx * (x - a) / (fx - fa)
    helling_a, helling_b = (fa - fx) / (a - x), (fb - fx) / (b - x)
    return -fx * (fb * helling_b - fa * helling_a) / (helling_b * helling_a * (fb - fa))


def find_minimum(functie: Functie, laag: float, hoog: float, tot_op: float) -> float:
    """Where a function is lowest between two ends, to within `tot_op`; with several valleys one of them."""
    x = laag + GULDEN * (hoog - laag)
    beste = tweede = derde = (x, functie(x))
    stap = eerdere_stap = 0.0
    for _ in range(MEESTE):
        x = beste[0]
        midden, kleinst = 0.5 * (laag + hoog), RUIS * abs(x) + tot_op / 3.0
        if abs(x - midden) <= 2.0 * kleinst - 0.5 * (hoog - laag):
            break
        voorstel = None
        if abs(eerdere_stap) > kleinst:
            voorstel = _valley_step(beste, tweede, derde, (laag, hoog, eerdere_stap))
            eerdere_stap = stap
        if voorstel is None:
            eerdere_stap = (laag if x >= midden else hoog) - x
            stap = GULDEN * eerdere_stap
        else:
            stap = voorstel
            # Not so near to an end that the next step could not be told from it.
            if min(x + stap - laag, hoog - (x + stap)) < 2.0 * kleinst:
                stap = math.copysign(kleinst, midden - x)
        nieuw_x = x + (-1.0 if stap < 0.0 else 1.0) * max(abs(stap), kleinst)
        nieuw = (nieuw_x, functie(nieuw_x))
        if nieuw[1] <= beste[1]:
            laag, hoog = (x, hoog) if nieuw_x >= x else (laag, x)
            beste, tweede, derde = nieuw, beste, tweede
            continue
        laag, hoog = (nieuw_x, hoog) if nieuw_x < x else (laag, nieuw_x)
        if nieuw[1] <= tweede[1] or tweede[0] == x:
            tweede, derde = nieuw, tweede
        elif nieuw[1] <= derde[1] or derde[0] in (x, tweede[0]):
            derde = nieuw
    return beste[0]


def _valley_step(beste: Punt, tweede: Punt, derde: Punt, grenzen: tuple[float, float, float]) -> float | None:
    """From the best point to the lowest of the parabola through three; None where that is of no use.

    grenzen: both ends, and the step before the last, of which it must be less than half
    """
    (x, fx), (t, ft), (d, fd), (laag, hoog, eerder) = beste, tweede, derde, grenzen
    r, q = (x - t) * (fx - fd), (x - d) * (fx - ft)
    p, q = (x - d) * q - (x - t) * r, 2.0 * (q - r)
    p, q = -p if q > 0.0 else p, abs(q)
    return p / q if abs(p) < abs(0.5 * q * eerder) and q * (laag - x) < p < q * (hoog - x) else None
