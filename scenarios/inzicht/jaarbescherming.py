"""Small groups in a year for the council: which counts to hide, with what would give them away.

Only what was counted is about somebody; expected figures are not, and a reader can take them off every sum. A quarter
is half of its half-year, so the half-year is what is protected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from scenarios.grond.bescherming import Lijn, protect
from scenarios.model.model import Model

GETELD = ("gehuisvest", "plichtig", "gezin")
"""Series of persons that can be counted per half-year."""
JAAR = "jaar"
HALVEN = ("eerste halfjaar", "tweede halfjaar")
Cel = tuple[str, str, str]
"""(gemeente or region, series or household indicator, half-year or `JAAR`)"""


def hide_small(model: Model, jaar: int, huishoudens: Sequence[tuple[str, Mapping[str, int | None]]]) -> frozenset[Cel]:
    """The cells of one year to hide. huishoudens: per gemeente, then the region: indicator -> count or None."""
    cellen: dict[Cel, int] = {}
    lijnen: list[Lijn[Cel]] = []
    j = model.tijdas.jaren.index(jaar)
    for reeks in GETELD:
        for g in model.gemeenten:
            tellingen = getattr(g.instroom, reeks)[2 * j : 2 * j + 2]
            cellen |= {(g.naam, reeks, h): int(n) for h, n in zip(HALVEN, tellingen, strict=True) if not np.isnan(n)}
        for h in HALVEN:
            geteld = tuple((g.naam, reeks, h) for g in model.gemeenten if (g.naam, reeks, h) in cellen)
            if geteld:
                cellen[model.totaalnaam, reeks, h] = sum(cellen[c] for c in geteld)
                lijnen.append(((model.totaalnaam, reeks, h), geteld))
    for naam, reeks in {(c[0], c[1]): None for c in cellen}:
        # With half a year expected, what was counted is the year less that.
        delen = tuple((naam, reeks, h) for h in HALVEN if (naam, reeks, h) in cellen)
        cellen[naam, reeks, JAAR] = sum(cellen[d] for d in delen)
        lijnen.append(((naam, reeks, JAAR), delen))
    lijnen += _households(cellen, huishoudens)
    return protect(cellen, lijnen)


def _households(
    cellen: dict[Cel, int], huishoudens: Sequence[tuple[str, Mapping[str, int | None]]]
) -> Iterator[Lijn[Cel]]:
    """Adds the household counts to `cellen`; their sums over the gemeenten, over persons and over homes."""
    for naam, aantallen in huishoudens:
        cellen |= {(naam, indicator, JAAR): n for indicator, n in aantallen.items() if n is not None}
    *gemeenten, (regio, totalen) = huishoudens
    for indicator, totaal in totalen.items():
        if totaal is not None:
            yield (regio, indicator, JAAR), tuple((naam, indicator, JAAR) for naam, _ in gemeenten)
    for naam, _ in huishoudens:
        for som, delen in (("gehuisvest", ("volwassenen", "kinderen")), ("woningen", ("alleenstaanden", "gezinnen"))):
            rij = [(naam, wat, JAAR) for wat in (som, *delen)]
            # A home per household is usual, not certain: a sum only where it holds.
            if all(c in cellen for c in rij) and cellen[rij[0]] == sum(cellen[c] for c in rij[1:]):
                yield rij[0], tuple(rij[1:])
