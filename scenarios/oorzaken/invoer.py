"""The independent inputs behind a forecast, group by group: what may be the cause of its uncertainty.

A quantity that only follows others (starts, completed trajecten) is no input and so no cause. What each gemeente draws
for itself around the region's mean enters as the mean over the region, weighted by inhabitants.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scenarios.grond.trekking import Trekking
from scenarios.model.model import Gemeentemodel, Model
from scenarios.model.personen import ASIEL, GEZIN, Landtrekking, own_family_rate, own_mix, own_realisation, own_share
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
    n, regio = trekking.aantal, land.regio
    inwoners = np.array([g.aandeel.mean() for g in model.gemeenten])

    def own(van: Callable[[Gemeentemodel], Reeks]) -> Reeks:
        uit = sum(deel * van(g) for deel, g in zip(inwoners / inwoners.sum(), model.gemeenten, strict=True))
        return np.atleast_2d(uit)

    per_soort: dict[str, list[Reeks]] = {soort: [] for soort in SOORTEN if soort != "taakstelling"}
    omstandigheden = land.omstandigheden
    for d in model.drijvers:
        assert omstandigheden.z is not None
        z = omstandigheden.z[d.naam]
        if z.ndim > 1:
            # The steps of an index add up.
            z = np.cumsum(z[[j for j, jaar in enumerate(model.tijdas.jaren) if jaar >= d.vanaf.year]], axis=0)
        per_soort[d.soort].append(np.atleast_2d(z))
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
        *(np.concatenate(reeksen) if reeksen else np.zeros((0, n)) for reeksen in per_soort.values()),
    )
