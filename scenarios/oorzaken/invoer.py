"""The independent inputs behind a forecast, group by group: what may be the cause of its uncertainty.

A quantity that only follows others (starts, completed trajecten) is no input and so no cause. What each gemeente draws
for itself around the region's mean enters as the mean over the region, weighted by inhabitants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from scenarios.grond.trekking import Trekking
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.model import Model
from scenarios.model.personen import ASIEL, GEZIN, Landtrekking, own_family_rate, own_mix, own_realisation, own_share
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.onzekerheid.spreiding import Reeks
from scenarios.regiomap.intervallen import SOORTEN

REST = "toeval per gemeente en persoon"
VOLUMES = (
    "landelijke taakstelling",
    "huisvesting van de taakstelling",
    "deel dat inburgeringsplichtig is",
    "gezinsmigranten",
    "verdeling over de leerroutes",
    "slagen",
)
GROEPEN = (*VOLUMES, *(naam for soort, naam in SOORTEN.items() if soort != "taakstelling"))
"""Groups of inputs in words. Published numbers that are not sure belong to the landelijke taakstelling."""


def gather_inputs(model: Model, land: Landtrekking, trekking: Trekking) -> tuple[Reeks, ...]:
    """The inputs of every one of `GROEPEN` in one block of draws. (f, n) each, no rows where nothing is drawn"""
    per_soort: dict[str, list[Reeks]] = {soort: [] for soort in SOORTEN if soort != "taakstelling"}
    for d, z in zip(model.drijvers, _driver_numbers(model, land), strict=True):
        per_soort[d.soort].append(z)
    samen = (np.concatenate(reeksen) if reeksen else np.zeros((0, trekking.aantal)) for reeksen in per_soort.values())
    return (*_volumes(model, land, trekking), *samen)


def gather_sources(model: Model, land: Landtrekking, trekking: Trekking) -> tuple[Reeks, ...]:
    """The inputs of each of `VOLUMES`, and then of each of `independent` drivers. (f, n) each"""
    z = dict(zip((d.naam for d in model.drijvers), _driver_numbers(model, land), strict=True))
    per_bron = (np.concatenate([z[d.naam] for d in bron]) for bron in independent(model.drijvers))
    return (*_volumes(model, land, trekking), *per_bron)


def independent(drijvers: Sequence[Drijver]) -> tuple[tuple[Drijver, ...], ...]:
    """Drivers that share part of their draw together, every other by itself: none of these moves with another."""
    uit: dict[str, list[Drijver]] = {}
    for d in drijvers:
        uit.setdefault(d.ronde if d.ronde and d.samenhang else d.naam, []).append(d)
    return tuple(map(tuple, uit.values()))


def _driver_numbers(model: Model, land: Landtrekking) -> list[Reeks]:
    """The standard normal numbers of every driver; the steps of an index, which add up, as what they have come to.
    (f, n) each"""
    alle = land.omstandigheden.z
    assert alle is not None
    uit = []
    for d in model.drijvers:
        z = alle[d.naam]
        uit.append(np.cumsum(z[steps_of(d, model.tijdas.jaren)], axis=0) if z.ndim > 1 else z[None])
    return uit


def steps_of(drijver: Drijver, jaren: Sequence[int]) -> list[int]:
    """Numbers of the years in which an index takes a step that counts."""
    return [j for j, jaar in enumerate(jaren) if jaar >= drijver.vanaf.year]


def _volumes(model: Model, land: Landtrekking, trekking: Trekking) -> tuple[Reeks, ...]:
    """The inputs of each of `VOLUMES`. (f, n) each"""
    n, regio = trekking.aantal, land.regio
    inwoners = np.array([g.aandeel.mean() for g in model.gemeenten])

    def own(van: Callable[[Gemeentemodel], Reeks]) -> Reeks:
        uit = sum(deel * van(g) for deel, g in zip(inwoners / inwoners.sum(), model.gemeenten, strict=True))
        return np.atleast_2d(uit)

    return (
        land.taakstelling,
        np.vstack(
            [
                regio.realisatie,
                own(lambda g: own_realisation(g, regio.realisatie, trekking.stream("gehuisvest", g.code), n)),
            ]
        ),
        np.vstack(
            [regio.plichtig, own(lambda g: own_share(g, regio.plichtig, trekking.stream("plichtig", g.code), n))]
        ),
        np.vstack([regio.gezin, own(lambda g: own_family_rate(g, regio.gezin, trekking.stream("gezin", g.code), n))]),
        np.vstack(
            [*regio.mix, *own(lambda g: np.vstack([own_mix(g, p, regio.mix[p], trekking) for p in (ASIEL, GEZIN)]))]
        ),
        np.vstack([land.geslaagd, land.geslaagd_landelijk]),
    )
