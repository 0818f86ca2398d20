"""Volumes and lasten per voorziening of one block of draws: of all of them, or only of those that changed."""

from __future__ import annotations

from dataclasses import dataclass

from numpy import float64
from numpy.typing import NDArray

from finance.lasten import weigh_each
from finance.voorzieningen import VOORZIENINGEN
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import LASTENRIJEN, VOLUMERIJEN
from scenarios.model.model import Gemeentemodel

PLAATS_VARIABEL = tuple((list(VOORZIENINGEN).index(v.naam), i) for i, v in enumerate(VARIABEL))
"""Number in `VOORZIENINGEN` and number in `VARIABEL` of every voorziening that follows people."""


@dataclass(frozen=True)
class Stappen:
    """Which part of `simulatie.account` to do over again when only money changed. v: number in `VOORZIENINGEN`."""

    volumes: frozenset[int] = frozenset()
    lasten: frozenset[int] = frozenset()
    uitkering: bool = False

    def __or__(self, ander: Stappen) -> Stappen:
        return Stappen(self.volumes | ander.volumes, self.lasten | ander.lasten, self.uitkering or ander.uitkering)


ALLES = Stappen(frozenset(range(len(VOORZIENINGEN))), frozenset(range(len(VOORZIENINGEN))), True)


def compute_lasten(
    g: Gemeentemodel, personen: NDArray[float64], uit: NDArray[float64], stappen: Stappen
) -> NDArray[float64]:
    """Volumes and lasten per voorziening from one set of persons, into `uit`. -> all lasten (V, j, n)"""
    volumes = [v for i, v in PLAATS_VARIABEL if i in stappen.volumes]
    for v, eenheden in zip(volumes, weigh_each(g.eenheden[:, :, :, volumes], personen), strict=True):
        uit[VOLUMERIJEN.start + v] = eenheden + g.verhuisd.eenheden[v, :, None]
    lasten = uit[LASTENRIJEN]
    for i in stappen.lasten:
        lasten[i] = g.vaste_lasten[i, :, None]
    variabel = [(i, v) for i, v in PLAATS_VARIABEL if i in stappen.lasten]
    for (i, _), euros in zip(variabel, weigh_each(g.euros[:, :, :, [v for _, v in variabel]], personen), strict=True):
        lasten[i] += euros
    return lasten
