"""The uitvoeringsbudget under a reading: what stands in its place where nobody knows the own amount.

What a gemeente gets for the uitvoering is not published. Two sources differ by almost a factor two: the budgets that
gemeenten named themselves, and what AEF estimated that the law would cost. The parameter `gemeentefonds_lezing` chooses
one of them for every amount with status `aanname`; an amount that a gemeente knows is never replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from finance.gemeentefonds import extend_budget, predict_budget
from scenarios.grond.gegevens import Bevolking
from scenarios.grond.gepubliceerd import PUNTJAAR, points_in, published
from scenarios.regiomap.regio import Regio

INGEVOERD, GEPUBLICEERD, AEF = "ingevoerd", "gepubliceerd", "aef"
"""The choices of `gemeentefonds_lezing`"""


def assumed_budget(regio: Regio, code: str | None = None) -> bool:
    """Whether the region, or one gemeente of it, has an uitvoeringsbudget that is but an assumption."""
    return any(
        r.pot == "gemeentefonds" and r.status == "aanname" and code in (None, r.cbs_code) for r in regio.budgetten
    )


def published_budget(bevolking: Bevolking, index: Mapping[int, float], jaren: Sequence[int]) -> NDArray[np.float64]:
    """(3, j) P10, expected and P90 of the budgets of all gemeenten together, in euros, as the published points predict
    them: per inhabitant x inhabitants, indexed after the last point, with the national extra of some years on top."""
    punten = sorted({p.jaar for p in published("uitvoeringsbudget")})
    bekend = {j: predict_budget([p.per_inwoner(bevolking) for p in points_in("uitvoeringsbudget", j)]) for j in punten}
    inwoners = bevolking.national(PUNTJAAR)
    extra = {p.jaar: p.waarde for p in published("uitvoeringsbudget_extra")}
    return np.stack(
        [
            extend_budget({j: grens[i] * inwoners for j, grens in bekend.items()}, index, jaren)
            + [extra.get(j, 0.0) for j in jaren]
            for i in range(3)
        ]
    )


def budget_in_reading(
    lezing: str, bevolking: Bevolking, index: Mapping[int, float], jaren: Sequence[int]
) -> NDArray[np.float64]:
    """(j,) euros of all gemeenten together under `GEPUBLICEERD` or `AEF`."""
    if lezing == AEF:
        return extend_budget({p.jaar: p.waarde for p in published("uitvoeringskosten")}, index, jaren)
    return published_budget(bevolking, index, jaren)[1]


def own_budget(
    regio: Regio, code: str, lezingen: Sequence[str], index: Mapping[int, float], jaren: Sequence[int]
) -> NDArray[np.float64]:
    """(j,) euros of one gemeente, each year under its reading."""
    bevolking = regio.land.bevolking
    rijen = {r.jaar: r for r in regio.budgetten if (r.cbs_code, r.pot) == (code, "gemeentefonds")}

    def extend(lezing: str) -> NDArray[np.float64]:
        bekend = {jaar: r.bedrag for jaar, r in rijen.items()}
        anders = [j for j, r in rijen.items() if r.status == "aanname" and j >= jaren[0]]
        if lezing != INGEVOERD and anders:
            land = dict(zip(jaren, budget_in_reading(lezing, bevolking, index, jaren), strict=True))
            bekend |= {j: land[j] * bevolking.share(code, j) for j in anders if j in land}
        return extend_budget(bekend, index, jaren)

    per_lezing = {lezing: extend(lezing) for lezing in dict.fromkeys(lezingen)}
    return np.array([per_lezing[lezing][j] for j, lezing in enumerate(lezingen)])
