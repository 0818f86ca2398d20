"""What follows from people: what one person of the region is expected to cause, and what follows nobody.

A comparison of results (`inzicht/vergelijking.py`) tells with it which part of a difference is more or fewer people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.grond.trekking import Verwachting
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import NUMMERS_VARIABEL
from scenarios.model.model import Model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.model.uitwerking import expected_sums
from scenarios.verandering.slagen import mean_success
from scenarios.volumes.schatting import mix_mean

Reeks = NDArray[np.float64]


@dataclass(frozen=True)
class Persoonsprofiel:
    """Of one scenario of a region. p doelgroep, v voorziening with volume, h half-year of arrival, j year."""

    gebruik: Reeks
    """(p, v, h, j) units per person, the mean of the gemeenten by inhabitants"""
    afgerond: Reeks
    """(h, j) completed trajecten per asielstatushouder"""
    halfjaren: Mapping[str, Reeks]
    """cbs_code -> (p, h) which part of the people of a year comes in each of its halves"""
    vast: Mapping[str, Reeks]
    """cbs_code -> (v, j) euros within the lasten of a voorziening that follow nobody"""


def person_profile(model: Model) -> Persoonsprofiel | None:
    """What the people of a model cause, each driver at its mean; None without gemeenten."""
    if not model.gemeenten:
        return None
    land = simulate_country(model, Verwachting())
    gewicht = np.array([g.aandeel.mean() for g in model.gemeenten])
    delen = [_causes(model, g) for g in model.gemeenten]
    gebruik, afgerond = (np.average([deel[k] for deel in delen], axis=0, weights=gewicht) for k in range(2))
    halfjaren, vast = {}, {}
    for g in model.gemeenten:
        volumes = draw_volumes(model, g, land, Verwachting())
        halfjaren[g.code] = np.stack([_halves(x[:, 0]) for x in (volumes.plichtig, volumes.gezin)])
        # What is booked, and what movers cost, follows people.
        eigen = expected_sums(g, land.omstandigheden) - g.feiten.geboekt - g.verhuisd.lasten
        vast[g.code] = eigen[NUMMERS_VARIABEL]
    return Persoonsprofiel(gebruik, afgerond, halfjaren, vast)


def _causes(model: Model, g: Gemeentemodel) -> tuple[Reeks, Reeks]:
    """Units and completed trajecten per person of one gemeente, with its expected route mix."""
    mix = np.stack([mix_mean(k.regio, e) for k, e in zip(model.kennis.mix, g.mix, strict=True)])[:, :, None]
    mix = mix * g.mix_factor
    mix = mix / mix.sum(axis=1, keepdims=True)
    slaagt = g.slagen.of(mean_success(model.geslaagd)[:, None])[:, :, 0]
    return (
        np.einsum("prh,prhvj->pvhj", mix, g.eenheden),
        np.einsum("rh,rhj,rj->hj", mix[0], g.einde[0], slaagt),
    )


def _halves(aantal: Reeks) -> Reeks:
    """Each half-year as part of its year; halves when nobody comes. (h,)"""
    per_jaar = aantal.reshape(-1, 2)
    samen = per_jaar.sum(axis=1, keepdims=True)
    return np.divide(per_jaar, samen, out=np.full_like(per_jaar, 0.5), where=samen > 0).ravel()
