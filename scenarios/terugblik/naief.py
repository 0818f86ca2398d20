"""Two forecasts that need no model: last year again, and the taakstelling times the share that the Rijk counts with.

A forecast is worth its trouble where it beats these. Each knows what the model of that day knew, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from finance.uitkering import VOORSCHOT, last_decision
from finance.voorzieningen import LEERROUTES
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.model import Model
from scenarios.model.personen import own_taakstelling
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.regio import Regio
from scenarios.terugblik.scores import Score, count_noise, score
from scenarios.terugblik.toen import GELD, LASTEN, STARTS, UITKERING, last_counted

VORIG, TAAK = "vorig", "taak"
NAMEN = {VORIG: "vorig jaar nogmaals", TAAK: "taakstelling x 70%"}

Voorspelling = tuple[str, float]
"""(which, the number it says)"""


def naive_persons(
    model: Model, g: Gemeentemodel, toen: int, grootheid: str, van: int, tot: int
) -> Iterator[Voorspelling]:
    """What the two say of a number of persons over the half-years van..tot; nothing where they have no basis.

    toen: number of the half-year that begins on the peildatum.
    """
    geteld = _counted(model, g, grootheid)[:toen] if grootheid != "taakstelling" else known_taakstelling(model, g)
    laatste = geteld[~np.isnan(geteld)][-2:]
    if len(laatste):
        yield VORIG, float(laatste.mean()) * (tot - van)
    taakstelling = known_taakstelling(model, g)
    deel = {"gehuisvest": 1.0, "plichtig": float(model.regels.aandeel_plichtig[van // 2])}.get(grootheid)
    bekend = np.flatnonzero(~np.isnan(taakstelling))
    if deel is not None and len(bekend):
        som = sum(float(taakstelling[bekend[bekend <= max(h, bekend[0])][-1]]) for h in range(van, tot))
        yield TAAK, deel * som


def _counted(model: Model, g: Gemeentemodel, grootheid: str) -> NDArray[np.float64]:
    """What a gemeente counted per half-year; NaN where it did not. (h,)"""
    instroom = g.instroom
    if grootheid in STARTS:
        route = LEERROUTES[STARTS.index(grootheid)]
        gestart = instroom.gestart[:, LEERROUTES.index(route)].sum(axis=0)
        # A cohort of which no start is known tells nothing of its routes.
        return np.where(instroom.gestart.sum(axis=(0, 1)) > 0, gestart, np.nan)
    reeksen = {"gehuisvest": instroom.gehuisvest, "plichtig": instroom.plichtig, "gezin": instroom.gezin}
    return np.where(instroom.waargenomen[[*reeksen].index(grootheid)], reeksen[grootheid], np.nan)


def known_taakstelling(model: Model, g: Gemeentemodel) -> NDArray[np.float64]:
    """The announced taakstelling of a gemeente; NaN where the path begins. (h,)"""
    pad = model.landelijk.pad
    eigen = own_taakstelling(model, g, pad.centraal[:, None])[:, 0]
    return np.where(pad.bekend | ~np.isnan(g.taakstelling_vast), eigen, np.nan)


def naive_money(
    regio: Regio, feiten: Feiten, model: Model, g: Gemeentemodel, grootheid: str, jaar: int
) -> Iterator[Voorspelling]:
    """What the two say of the lasten or the uitkering of a year.

    Taakstelling x 70% is for the uitkering what the Rijk makes of it, the voorlopige decision of that year; else the
    last closed year in proportion to the taakstelling. regio: as it was known then; feiten: all closed years.
    """
    taakstelling = known_taakstelling(model, g)
    dicht = last_counted(regio.bestand.peildatum)
    feit = feiten.jaren.get((g.code, "spuk", dicht))
    vorig = None
    if feit is not None:
        vorig = (feit.besteding if grootheid == LASTEN else feit.uitkering) / 100
        yield VORIG, vorig
    eigen = (b for b in regio.beschikkingen if (b.cbs_code, b.regeling, b.jaar) == (g.code, "spuk", jaar))
    besluit = last_decision(eigen, *VOORSCHOT)
    if grootheid == UITKERING and besluit is not None:
        yield TAAK, besluit.bedrag / 100
        return
    j, k = (2 * (x - model.tijdas.jaren[0]) for x in (jaar, dicht))
    bekend = np.flatnonzero(~np.isnan(taakstelling))
    if vorig is None or k < 0 or not len(bekend):
        return
    doel = [taakstelling[min(h, bekend[-1])] for h in (j, j + 1)]
    basis = float(np.nansum(taakstelling[k : k + 2]))
    if basis > 0 and not np.isnan(doel).any():
        yield TAAK, vorig * float(np.sum(doel)) / basis


def score_naive(grootheid: str, voorspeld: float, uitkomst: float) -> Score:
    """A number of persons with the noise of single persons around it; an amount of money without any."""
    return score(np.array([voorspeld]) if grootheid in GELD else count_noise(voorspeld), uitkomst)
