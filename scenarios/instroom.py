"""Realised counts of one gemeente placed on the half-years of the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.invoermodellen import STARTINDICATOREN, Instroomrij
from scenarios.regio import Regio
from scenarios.taakstelling import spread_over_halves
from scenarios.tijdas import Tijdas


@dataclass(frozen=True)
class Instroom:
    """Known counts; NaN where the simulation draws."""

    gehuisvest: NDArray[np.float64]
    """(h,) persons housed, children included"""
    plichtig: NDArray[np.float64]
    """(h,) asielstatushouders that are inburgeringsplichtig"""
    gezin: NDArray[np.float64]
    """(h,) gezinsmigranten and overige migranten that are inburgeringsplichtig"""
    gestart: NDArray[np.float64]
    """(p, r, h) of the known plichtigen: those whose leerroute is known"""
    waargenomen: NDArray[np.bool_]
    """(3, h) for gehuisvest, plichtig, gezin: counted, not assumed. An assumption stands but teaches nothing."""


def read_counts(regio: Regio, code: str, tijdas: Tijdas, taakstelling: NDArray[np.float64]) -> Instroom:
    """Counts of one gemeente. A count over several half-years is divided in proportion to the taakstelling (h,), for
    gezinsmigranten evenly; route starts follow the plichtigen of their half-year.
    """
    rijen = [r for r in regio.instroom if r.cbs_code == code]
    gelijk = np.ones(len(tijdas.halfjaren))
    gehuisvest = _series(rijen, "asielstatushouder", "gehuisvest", tijdas, taakstelling)
    plichtig = _series(rijen, "asielstatushouder", "inburgeringsplichtig", tijdas, taakstelling)
    gezin = _series(rijen, "gezinsmigrant", "inburgeringsplichtig", tijdas, gelijk)
    gestart = np.zeros((len(DOELGROEPEN), len(LEERROUTES), len(tijdas.halfjaren)))
    for p, (doelgroep, plichtigen) in enumerate(zip(DOELGROEPEN, (plichtig, gezin), strict=True)):
        over = np.nan_to_num(plichtigen)
        for rij in rijen:
            if rij.doelgroep == doelgroep and rij.indicator in STARTINDICATOREN:
                r = LEERROUTES.index(STARTINDICATOREN[rij.indicator])
                deel = _place(rij, tijdas, over)
                # Rounding may ask one more of a half-year than it holds; the rest stays unknown and is drawn.
                gestart[p, r] += np.minimum(deel, over)
                over = over - np.minimum(deel, over)
    return Instroom(gehuisvest, plichtig, gezin, gestart, _observed(rijen, tijdas))


def _observed(rijen: list[Instroomrij], tijdas: Tijdas) -> NDArray[np.bool_]:
    soorten = (
        ("asielstatushouder", "gehuisvest"),
        ("asielstatushouder", "inburgeringsplichtig"),
        ("gezinsmigrant", "inburgeringsplichtig"),
    )
    uit = np.zeros((len(soorten), len(tijdas.halfjaren)), dtype=bool)
    for rij in rijen:
        if (rij.doelgroep, rij.indicator) in soorten and rij.status != "aanname":
            van, tot = _halves(rij, tijdas)
            uit[soorten.index((rij.doelgroep, rij.indicator)), van:tot] = True
    return uit


def _series(
    rijen: list[Instroomrij], doelgroep: str, indicator: str, tijdas: Tijdas, gewicht: NDArray[np.float64]
) -> NDArray[np.float64]:
    reeks = np.full(len(tijdas.halfjaren), np.nan)
    for rij in rijen:
        if rij.doelgroep == doelgroep and rij.indicator == indicator:
            van, tot = _halves(rij, tijdas)
            reeks[van:tot] = spread_over_halves(rij.aantal, gewicht[van:tot])
    return reeks


def _place(rij: Instroomrij, tijdas: Tijdas, gewicht: NDArray[np.float64]) -> NDArray[np.float64]:
    uit = np.zeros(len(tijdas.halfjaren))
    van, tot = _halves(rij, tijdas)
    uit[van:tot] = spread_over_halves(rij.aantal, gewicht[van:tot])
    return uit


def _halves(rij: Instroomrij, tijdas: Tijdas) -> tuple[int, int]:
    return max(tijdas.half_of(rij.periode_van), 0), min(tijdas.half_of(rij.periode_tot), len(tijdas.halfjaren))
