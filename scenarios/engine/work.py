"""The work of a run, cut into pieces that any thread, process or machine may do, in any order.

A run is fixed by its `Run`. Its draws come in blocks of `trekking.BLOK`, each from its own keyed streams, and are
held together in partijen of `PARTIJ`. The region adds its gemeenten in groups of fixed size and order. None of these
depend on the machine, so neither does a single bit of the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from scenarios.engine.fingerprint import fingerprint
from scenarios.engine.statistics import Distribution, measure
from scenarios.grond.trekking import BLOK, Trekking, Verwachting
from scenarios.model.grootheden import GROOTHEDEN
from scenarios.model.model import Gemeentemodel, Model
from scenarios.model.simulatie import Landbeeld, Volumes, account, draw_volumes, simulate_country

PARTIJ = 10_000
"""Draws held together unless the user asks otherwise: percentiles over them are exact."""
GROEPEN = 64
"""Gemeenten are added in at most this many groups."""
GROEP = 4
"""Gemeenten in a group, when there are enough: to Dask the sum of a group costs as much to send as one gemeente."""
GELDVELDEN = frozenset(
    (
        *("eenheden", "euros", "vaste_lasten", "verdeling"),
        *("gemeentefonds", "onderwijsroute", "voorlopig", "definitief", "feiten"),
    )
)
"""Fields of a `Gemeentemodel` that work on euros after the people were drawn."""


@dataclass(frozen=True)
class Run:
    """What a run is. Models of one region and time grid that run together share the draws that they have in common."""

    modellen: tuple[Model, ...]
    trekkingen: int
    """Number of draws; 0 is expected-value mode."""
    zaad: int
    zekerheid: float
    partij: int = PARTIJ
    """Draws held together: a multiple of BLOK."""

    def __post_init__(self) -> None:
        if self.partij <= 0 or self.partij % BLOK:
            raise ValueError(f"partij moet een veelvoud van {BLOK} zijn")

    @property
    def partijen(self) -> int:
        """Number of partijen."""
        return max(1, -(-self.trekkingen // self.partij))

    def size(self, partij: int) -> int:
        """Draws in one partij; expected-value mode holds one "draw"."""
        return min(self.partij, self.trekkingen - partij * self.partij) if self.trekkingen else 1

    def blocks(self, partij: int) -> list[Trekking | Verwachting]:
        """The streams of one partij, whole blocks; the last is cut when fewer draws are asked."""
        if not self.trekkingen:
            return [Verwachting()]
        eerste = partij * (self.partij // BLOK)
        return [Trekking(self.zaad, eerste + b) for b in range(-(-self.size(partij) // BLOK))]

    def shape(self, partij: int) -> tuple[int, int, int]:
        """(k grootheid, j year, n draw) of one partij of one gemeente."""
        return len(GROOTHEDEN), len(self.modellen[0].tijdas.jaren), self.size(partij)

    @property
    def groups(self) -> list[range]:
        """Numbers of the gemeenten that are added together before they are added to the region.

        A small region falls apart in at least `GROEP` groups, so that there is something to divide.
        """
        aantal = len(self.modellen[0].gemeenten)
        grootte = max(-(-aantal // GROEPEN), min(GROEP, aantal // GROEP), 1)
        return [range(g, min(g + grootte, aantal)) for g in range(0, aantal, grootte)]


@dataclass(frozen=True)
class Part:
    """The outcome of one group and partij. m model, g gemeente of the group."""

    standen: tuple[tuple[Distribution, ...], ...]
    """[m][g]"""
    totalen: tuple[NDArray[np.float64], ...]
    """[m] (k, j, n), the gemeenten of the group added up"""


class Voorraad:
    """Large arrays to use again: asking the system for fresh memory costs more than the sums done in it."""

    def __init__(self) -> None:
        self._vrij: list[NDArray[np.float64]] = []
        self._uitgeleend = 0

    def take(self, vorm: tuple[int, ...]) -> NDArray[np.float64]:
        """An array of this shape with unknown content."""
        self._uitgeleend += 1
        while self._vrij:
            reeks = self._vrij.pop()
            if reeks.shape == vorm:
                return reeks
        return np.empty(vorm)

    def give(self, reeksen: Sequence[NDArray[np.float64]]) -> None:
        """Arrays that nobody reads any more. Those of other processes are let go: here nobody takes as many."""
        terug = reeksen[: self._uitgeleend]
        self._uitgeleend -= len(terug)
        self._vrij.extend(terug)


@dataclass
class _Eens:
    """Something computed by the first who asks."""

    slot: Lock = field(default_factory=Lock)
    waarde: Landbeeld | None = None


class Rekenaar:
    """Computes pieces of one `Run`. Safe for threads; a copy in another process works the same."""

    def __init__(self, opdracht: Run) -> None:
        self.opdracht = opdracht
        self.voorraad = Voorraad()
        # Equal signature, equal people: such models share one drawing.
        self._land = [fingerprint(_without(m, ("gemeenten", "scenario", "waarden"))) for m in opdracht.modellen]
        self._mensen: dict[tuple[int, int], str] = {}
        self._landbeelden: dict[tuple[str, int], _Eens] = {}
        self._slot = Lock()

    def __reduce__(self) -> tuple[type[Rekenaar], tuple[Run]]:
        return Rekenaar, (self.opdracht,)

    def compute_group(self, groep: range, partij: int) -> Part:
        """Everything of one group of gemeenten for one partij."""
        standen, totalen = [], None
        for g in groep:
            trekkingen = self.buffers(partij)
            for b in range(len(self.opdracht.blocks(partij))):
                self.fill_block(g, partij, b, trekkingen)
            standen.append(self.measure_all(trekkingen))
            if totalen is None:
                totalen = trekkingen
            else:
                add_all(totalen, trekkingen)
                self.voorraad.give(trekkingen)
        assert totalen is not None
        return Part(tuple(zip(*standen, strict=True)), totalen)

    def buffers(self, partij: int) -> tuple[NDArray[np.float64], ...]:
        """Per model room for the draws of one gemeente. [m] (k, j, n)"""
        return tuple(self.voorraad.take(self.opdracht.shape(partij)) for _ in self.opdracht.modellen)

    def fill_block(self, g: int, partij: int, b: int, trekkingen: Sequence[NDArray[np.float64]]) -> None:
        """Draw and settle block `b` of gemeente number `g`, into its columns of `trekkingen`.

        Whole blocks are drawn and the last one is cut, so the first n draws do not depend on how many are asked.
        """
        stroom = self.opdracht.blocks(partij)[b]
        getrokken = self.drawn(stroom)
        for m, model in enumerate(self.opdracht.modellen):
            gemeente = model.gemeenten[g]
            land = self._country(m, stroom)
            sleutel = self.people(m, g)
            if sleutel not in getrokken:
                getrokken[sleutel] = draw_volumes(model, gemeente, land, stroom)
            doel = trekkingen[m][:, :, b * BLOK : (b + 1) * BLOK]
            if doel.shape[-1] == stroom.aantal:
                account(model, gemeente, land, getrokken[sleutel], doel)
            else:
                heel = np.empty((*doel.shape[:-1], stroom.aantal))
                account(model, gemeente, land, getrokken[sleutel], heel)
                doel[:] = heel[:, :, : doel.shape[-1]]

    def drawn(self, stroom: Trekking | Verwachting) -> dict[str, Volumes]:
        """People of one block by signature, looked up before they are drawn. Nothing outlives one gemeente here."""
        return {}

    def measure_all(self, trekkingen: Sequence[NDArray[np.float64]]) -> tuple[Distribution, ...]:
        """Per model the distribution of one gemeente."""
        return tuple(measure(reeks, self.opdracht.zekerheid) for reeks in trekkingen)

    def _country(self, m: int, stroom: Trekking | Verwachting) -> Landbeeld:
        """The national picture of one block, drawn once; older ones are forgotten when a later partij begins."""
        blok = stroom.blok if isinstance(stroom, Trekking) else 0
        grens = blok - 2 * (self.opdracht.partij // BLOK)
        with self._slot:
            if (self._land[m], blok) not in self._landbeelden:
                self._landbeelden = {s: e for s, e in self._landbeelden.items() if s[1] > grens}
            eens = self._landbeelden.setdefault((self._land[m], blok), _Eens())
        with eens.slot:
            if eens.waarde is None:
                eens.waarde = simulate_country(self.opdracht.modellen[m], stroom)
            return eens.waarde

    def people(self, m: int, g: int) -> str:
        """Signature of everything that the people of one gemeente are drawn from."""
        if len(self.opdracht.modellen) == 1:
            return ""
        if (m, g) not in self._mensen:
            gemeente: Gemeentemodel = self.opdracht.modellen[m].gemeenten[g]
            self._mensen[m, g] = self._land[m] + fingerprint(_without(gemeente, GELDVELDEN))
        return self._mensen[m, g]


def add_all(totalen: Sequence[NDArray[np.float64]], erbij: Sequence[NDArray[np.float64]]) -> None:
    """Add arrays in place, pair by pair."""
    for totaal, reeks in zip(totalen, erbij, strict=True):
        totaal += reeks


def _without(record: Model | Gemeentemodel, namen: Sequence[str] | frozenset[str]) -> dict[str, object]:
    return {naam: waarde for naam, waarde in vars(record).items() if naam not in namen}
