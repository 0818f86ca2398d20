"""The share that succeeds, changed by a scenario: of a gemeente and, apart from it, of the country.

National completions stand in the denominator of what the region's own bring in (Besluit inburgering 2021 art. 10.2 and
10.3): who changes only the region's share changes its part of the money.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import LEERROUTES
from scenarios.grond.tijdas import Tijdas
from scenarios.regiomap.wijziging import Veranderaar


@dataclass(frozen=True)
class Slagen:
    """A share becomes `los + maal` times it, per leerroute and year: none leaves 0-1, and the mean is what was said."""

    los: NDArray[np.float64]
    maal: NDArray[np.float64]
    """(r, j) each"""

    def of(self, aandeel: NDArray[np.float64]) -> NDArray[np.float64]:
        """The changed share of every year. (r, n) -> (r, j, n)"""
        return np.asarray(self.los[:, :, None] + self.maal[:, :, None] * aandeel[:, None, :])


def mean_success(kennis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means (r,) of Beta(a, b). kennis: (r, 2)"""
    return np.asarray(kennis[:, 0] / kennis.sum(axis=1))


def change_success(
    verander: Veranderaar, veld: str, gemiddeld: NDArray[np.float64], tijdas: Tijdas, code: str = ""
) -> Slagen:
    """What `veld`.LEERROUTE makes of shares with these means (r,)."""
    vorm = (len(LEERROUTES), len(tijdas.jaren))
    los, maal = np.zeros(vorm), np.ones(vorm)
    for r, route in enumerate(LEERROUTES):
        was = np.full(len(tijdas.jaren), gemiddeld[r])
        wordt = verander.apply(f"{veld}.{route}", was, tijdas.jaarbegin, code)
        # Fewer succeed: the same part of every draw. More: the same part of those who did not.
        minder, meer = wordt < was, wordt > was
        maal[r] = np.divide(wordt, was, out=maal[r], where=minder)
        maal[r] = np.divide(1 - wordt, 1 - was, out=maal[r], where=meer)
        los[r] = np.where(meer, 1 - maal[r], 0.0)
    return Slagen(los, maal)
