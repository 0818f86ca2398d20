"""Realised completions of one gemeente: what they take the place of in the model.

Completions with diploma or certificate are AIA (Besluit inburgering 2021 art. 10.1-10.3), whatever their term; results
within the term are what the variant `korting` of prestatiebekostiging looks at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.tijdas import Tijdas
from scenarios.regiomap.modellen import Instroomrij
from scenarios.regiomap.records import Persoonrij

ASIEL = DOELGROEPEN[0]


@dataclass(frozen=True)
class Afronding:
    """What is known of the calendar years before the peildatum; NaN where the model decides."""

    afgerond: NDArray[np.float64]
    """(j,) trajecten of asielstatushouders completed with diploma or certificate"""
    beoordeeld: NDArray[np.float64]
    """(r, j) persons of whom it was settled whether they fulfilled the plicht within the term"""
    op_tijd: NDArray[np.float64]
    """(r, j) of them, who did"""

    def completed(self, berekend: NDArray[np.float64]) -> NDArray[np.float64]:
        """Computed completions with the realised ones in their place. (j, n) -> (j, n)"""
        return np.where(np.isnan(self.afgerond)[:, None], berekend, self.afgerond[:, None])

    def results(
        self, j: int, aandeel: NDArray[np.float64], personen: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Share within the term and persons measured in year j: realised where known, else as computed. (r, n) each"""
        van, op_tijd = self.beoordeeld[:, j, None], self.op_tijd[:, j, None]
        bekend = np.isfinite(van)
        gerealiseerd = np.divide(op_tijd, van, out=np.zeros_like(van), where=bekend & (van > 0))
        return np.where(bekend, gerealiseerd, aandeel), np.where(bekend, van, personen)


def realised(
    rijen: Sequence[Instroomrij], personen: Sequence[Persoonrij], code: str, tijdas: Tijdas, peildatum: date
) -> Afronding:
    """Counts (those of records among them) give the completions, records the results within the term."""
    per_route = [_per_half(rijen, code, f"{route}_afgerond", tijdas) for route in LEERROUTES]
    # A year counts when both its halves are known for every route.
    afgerond = np.sum(per_route, axis=0).reshape(-1, 2).sum(axis=1)
    vorm = (len(LEERROUTES), len(tijdas.jaren))
    beoordeeld, op_tijd = np.full(vorm, np.nan), np.full(vorm, np.nan)
    eigen = [p for p in personen if p.cbs_code == code and p.doelgroep == ASIEL and p.plichtig == "ja"]
    if eigen:
        voorbij = [j for j, jaar in enumerate(tijdas.jaren) if date(jaar + 1, 1, 1) <= peildatum]
        beoordeeld[:, voorbij] = op_tijd[:, voorbij] = 0.0
        for p in eigen:
            uitslag = p.result(peildatum)
            if uitslag is None or p.leerroute is None or uitslag[0].year - tijdas.jaren[0] not in voorbij:
                continue
            plaats = LEERROUTES.index(p.leerroute), uitslag[0].year - tijdas.jaren[0]
            beoordeeld[plaats] += 1
            op_tijd[plaats] += uitslag[1]
    return Afronding(afgerond, beoordeeld, op_tijd)


def _per_half(rijen: Sequence[Instroomrij], code: str, indicator: str, tijdas: Tijdas) -> NDArray[np.float64]:
    """Completions per half-year (h,); NaN where not counted, and where a count other than 0 lies across New Year."""
    reeks = np.full(len(tijdas.halfjaren), np.nan)
    for rij in rijen:
        if rij.cbs_code == code and rij.doelgroep == ASIEL and rij.indicator == indicator:
            van, tot = (tijdas.half_of(d) for d in (rij.periode_van, rij.periode_tot))
            if van // 2 == (tot - 1) // 2 or rij.aantal == 0:
                reeks[max(van, 0) : max(tot, 0)] = rij.aantal / (tot - van)
    return reeks
