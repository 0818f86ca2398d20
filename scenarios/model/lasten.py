"""Volumes and lasten per voorziening of one block of draws: of all of them, or only of those that changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from finance.lasten import weigh_each
from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import LASTENRIJEN, VOLUMERIJEN
from scenarios.model.model import Model
from scenarios.model.personen import Volumes
from scenarios.model.uitwerking import drawn_columns, drawn_euros, drawn_units, fixed_sum
from scenarios.onzekerheid.spreiding import Omstandigheden, Reeks

PLAATS_VARIABEL = tuple((list(VOORZIENINGEN).index(v.naam), i) for i, v in enumerate(VARIABEL))
"""Number in `VOORZIENINGEN` and number in `VARIABEL` of every voorziening that follows people."""

NOOIT = 1_000_000
"""A year that does not come"""


@dataclass(frozen=True)
class Stappen:
    """Which part of `simulatie.account` to do over again when only money changed. v: number in `VOORZIENINGEN`."""

    volumes: frozenset[int] = frozenset()
    lasten: frozenset[int] = frozenset()
    uitkering: bool = False
    potten: frozenset[str] = frozenset()
    """Pots of which the lasten change"""
    budget: bool = False
    """Whether anything changes that the pots are settled with, besides lasten and uitkering"""
    vanaf: int = NOOIT
    """Number of the first year in which anything changes"""
    tellen: bool = False
    """Whether people, starts and completions are counted as well: for who begins with nothing"""

    def __or__(self, ander: Stappen) -> Stappen:
        return Stappen(
            self.volumes | ander.volumes,
            self.lasten | ander.lasten,
            self.uitkering or ander.uitkering,
            self.potten | ander.potten,
            self.budget or ander.budget,
            min(self.vanaf, ander.vanaf),
            self.tellen or ander.tellen,
        )

    def of_money(self) -> Stappen:
        """The same without the volumes, which no euro depends on."""
        return replace(self, volumes=frozenset())


_ALLE = frozenset(range(len(VOORZIENINGEN)))
ALLES = Stappen(_ALLE, _ALLE, True, frozenset(POTTEN), True, 0, True)
GELD = ALLES.of_money()
"""What is needed to know every amount"""


def compute_lasten(
    model: Model,
    g: Gemeentemodel,
    mensen: Volumes,
    omstandigheden: Omstandigheden,
    uit: Reeks,
    stappen: Stappen,
) -> None:
    """Volumes and lasten per voorziening from one set of persons, into `uit`."""
    variabel = [(i, v) for i, v in PLAATS_VARIABEL if i in stappen.lasten]
    volumes, met_prijs = [v for i, v in PLAATS_VARIABEL if i in stappen.volumes], [v for _, v in variabel]
    per_volume: Iterable[Reeks]
    per_prijs: Iterable[Reeks]
    if model.drijvers:
        kolommen = {v: drawn_columns(g, v, mensen, omstandigheden) for v in sorted({*volumes, *met_prijs})}
        per_volume = (drawn_units(g, v, kolommen[v]) for v in volumes)
        per_prijs = (drawn_euros(g, v, kolommen[v], omstandigheden) for v in met_prijs)
    else:
        per_volume = weigh_each(g.eenheden[:, :, :, volumes], mensen.personen)
        per_prijs = weigh_each(g.euros[:, :, :, met_prijs], mensen.personen)
    for v, eenheden in zip(volumes, per_volume, strict=True):
        np.add(eenheden, g.verhuisd.eenheden[v, :, None], out=uit[VOLUMERIJEN.start + v])
    lasten = uit[LASTENRIJEN]
    for (i, _), euros in zip(variabel, per_prijs, strict=True):
        np.add(fixed_sum(g, i, omstandigheden), euros, out=lasten[i])
    for i in stappen.lasten - {i for i, _ in variabel}:
        lasten[i] = fixed_sum(g, i, omstandigheden)
