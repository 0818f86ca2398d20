"""Realised counts of one gemeente placed on the half-years of the grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import largest_remainder
from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.tijdas import Tijdas
from scenarios.regiomap.besluiten import Telrij
from scenarios.regiomap.modellen import STARTINDICATOREN, Instroomrij
from scenarios.regiomap.regio import Regio
from scenarios.volumes.taakstelling import spread_over_halves


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


def count_by_duo(eigen: Instroom, tellingen: Iterable[Telrij], tijdas: Tijdas) -> Instroom:
    """The counts of DUO of a year in the place of the own ones (docs/besluiten/0011), spread over its half-years.

    tellingen: those of one gemeente. Who was housed and which route was started stays as the gemeente counted it.
    """
    plichtig, gezin = eigen.plichtig.copy(), eigen.gezin.copy()
    for telling in tellingen:
        if telling.jaar in tijdas.jaren:
            h = 2 * tijdas.jaren.index(telling.jaar)
            plichtig[h : h + 2] = _halve(telling.cohort_t, plichtig[h : h + 2])
            gezin[h : h + 2] = _halve(telling.gezin, gezin[h : h + 2])
    return replace(eigen, plichtig=plichtig, gezin=gezin)


def _halve(totaal: int, eigen: NDArray[np.float64]) -> NDArray[np.float64]:
    """A year over its half-years: as they were counted, and evenly where neither was. (2,)"""
    bekend = ~np.isnan(eigen)
    if bekend.all() and eigen.sum() > 0:
        return largest_remainder(totaal, eigen.tolist()).astype(float)
    if bekend.sum() == 1:
        deel = np.minimum(eigen[bekend], totaal)
        return np.where(bekend, deel, totaal - deel)
    return largest_remainder(totaal, [1, 1]).astype(float)


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
            reeks[van:tot] = _spread(rij, tijdas, gewicht)
    return reeks


def _place(rij: Instroomrij, tijdas: Tijdas, gewicht: NDArray[np.float64]) -> NDArray[np.float64]:
    uit = np.zeros(len(tijdas.halfjaren))
    van, tot = _halves(rij, tijdas)
    uit[van:tot] = _spread(rij, tijdas, gewicht)
    return uit


def _halves(rij: Instroomrij, tijdas: Tijdas) -> tuple[int, int]:
    """First half-year and the one after the last, on the grid; equal for a period wholly outside it."""
    van, tot = (min(max(tijdas.half_of(d), 0), len(tijdas.halfjaren)) for d in (rij.periode_van, rij.periode_tot))
    return van, tot


def _spread(rij: Instroomrij, tijdas: Tijdas, gewicht: NDArray[np.float64]) -> NDArray[np.int64]:
    """The part of the count that falls on the grid, per half-year; half-years before it get an average share."""
    van, tot = _halves(rij, tijdas)
    if van == tot:
        return np.zeros(0, dtype=np.int64)
    op_rooster = gewicht[van:tot]
    ervoor = max(-tijdas.half_of(rij.periode_van), 0)
    return spread_over_halves(rij.aantal, np.concatenate([np.full(ervoor, op_rooster.mean()), op_rooster]))[ervoor:]


def saldo_before(regio: Regio, code: str, tijdas: Tijdas) -> float:
    """Taakstelling less gehuisvest of the half-years before the grid of which both are given: the achterstand that a
    gemeente (or the gemeenten it came from) brought along.
    """
    taakstelling: dict[str, int] = {}
    for t in sorted(regio.taakstellingen, key=lambda r: r.bekend_op):
        if t.cbs_code == code and (regio.bestand.bekend_op is None or t.bekend_op <= regio.bestand.bekend_op):
            taakstelling[t.halfjaar] = t.aantal
    saldo = 0.0
    for rij in regio.instroom:
        eigen = rij.cbs_code == code and rij.indicator == "gehuisvest"
        if eigen and rij.periode_tot <= tijdas.halfjaarbegin[0]:
            begin, einde = (d.year * 2 + (d.month > 6) for d in (rij.periode_van, rij.periode_tot))
            halfjaren = [f"{h // 2}H{h % 2 + 1}" for h in range(begin, einde)]
            if all(h in taakstelling for h in halfjaren):
                saldo += sum(taakstelling[h] for h in halfjaren) - rij.aantal
    return saldo
