"""The work of a run, cut into pieces that any thread, process or machine may do, in any order.

A run is fixed by its `Run`. Its draws come in blocks of `trekking.BLOK`, each from its own keyed streams, and are
held together in partijen of `PARTIJ`. The region adds its gemeenten in groups of fixed size and order. None of these
depend on the machine, so neither does a single bit of the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from scenarios.engine.delta import Delta, Family, families, gemeente_signature, rules_signature, shared_signature
from scenarios.engine.statistics import Distribution, Map, measure, remeasure
from scenarios.grond.trekking import BLOK, Trekking, Verwachting
from scenarios.model.grootheden import GROOTHEDEN
from scenarios.model.lasten import Stappen
from scenarios.model.model import Model
from scenarios.model.simulatie import (
    Landbeeld,
    Volumes,
    account,
    draw_volumes,
    simulate_country,
    weigh_country,
)
from scenarios.model.uitwerking import draw_circumstances
from scenarios.oorzaken.invoer import gather_inputs

PARTIJ = 10_240
"""Draws held together unless the user asks otherwise: percentiles over them are exact."""
GROEPEN = 64
"""Gemeenten are added in at most this many groups."""
GROEP = 4
"""Gemeenten in a group, when there are enough: to Dask the sum of a group costs as much to send as one gemeente."""


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
        """(k grootheid, j year, n draw) of one partij of one gemeente, in whole blocks."""
        n = sum(trekking.aantal for trekking in self.blocks(partij))
        return len(GROOTHEDEN), len(self.modellen[0].tijdas.jaren), n

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
    """The gemeenten of the group added up: per leader (k, j, n), then per follower what may differ from its leader"""


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


@dataclass(frozen=True)
class Drawn:
    """One gemeente, drawn and settled for every leader."""

    trekkingen: tuple[NDArray[np.float64], ...]
    """per family (k, j, n) of its leader, whole blocks"""
    mensen: list[dict[int, Volumes]]
    """[family] block -> its people, kept while there are followers"""


class Rekenaar:
    """Computes pieces of one `Run`. Safe for threads; a copy in another process works the same."""

    def __init__(self, opdracht: Run) -> None:
        self.opdracht = opdracht
        self.voorraad = Voorraad()
        # Expected values are one column: nothing to gain, and a product of one column rounds by its company.
        self.families = families(opdracht.modellen) if opdracht.trekkingen else alone(opdracht.modellen)
        self._gedeeld = [shared_signature(m) for m in opdracht.modellen]
        self._regels = [rules_signature(m) for m in opdracht.modellen]
        self._landbeelden: dict[tuple[str, str, int], _Eens] = {}
        self._slot = Lock()

    def __reduce__(self) -> tuple[type[Rekenaar], tuple[Run]]:
        return Rekenaar, (self.opdracht,)

    def compute_group(self, groep: range, partij: int) -> Part:
        """Everything of one group of gemeenten for one partij."""
        standen: list[tuple[Distribution, ...]] = []
        totalen: tuple[NDArray[np.float64], ...] | None = None
        for g in groep:
            getrokken = self.begin(partij)
            for b in range(len(self.opdracht.blocks(partij))):
                self.fill_block(g, partij, b, getrokken)
            n = self.opdracht.size(partij)
            leiders = [measure(reeks[..., :n], self.opdracht.zekerheid) for reeks in getrokken.trekkingen]
            volgers = [
                self.follow(g, partij, getrokken, (f, family.volgers), leiders[f])
                for f, family in enumerate(self.families)
            ]
            erbij = self.arrange(getrokken, volgers)
            standen.append(self.in_order(leiders, [s for deel in volgers for s, _ in deel]))
            totalen = self.add(totalen, erbij)
        assert totalen is not None
        return Part(tuple(zip(*standen, strict=True)), totalen)

    def begin(self, partij: int) -> Drawn:
        """Room for the draws of one gemeente, of every leader."""
        vorm = self.opdracht.shape(partij)
        return Drawn(tuple(self.voorraad.take(vorm) for _ in self.families), [{} for _ in self.families])

    def fill_block(self, g: int, partij: int, b: int, getrokken: Drawn) -> None:
        """Draw and settle block `b` of gemeente number `g` for every leader.

        Whole blocks are drawn, so the first n draws do not depend on how many are asked.
        """
        stroom = self.opdracht.blocks(partij)[b]
        bekend = self.drawn(stroom)
        for f, family in enumerate(self.families):
            model = self.opdracht.modellen[family.leider]
            land = self._country(family.leider, stroom)
            sleutel = self.people(family.leider, g)
            if sleutel not in bekend:
                bekend[sleutel] = draw_volumes(model, model.gemeenten[g], land, stroom)
            account(model, model.gemeenten[g], land, bekend[sleutel], _columns(getrokken.trekkingen[f], b))
            if family.volgers:
                getrokken.mensen[f][b] = bekend[sleutel]

    def follow(
        self, g: int, partij: int, getrokken: Drawn, wie: tuple[int, Sequence[tuple[int, Delta]]], stand: Distribution
    ) -> list[Followed]:
        """Distribution and possibly different rows of some followers of one family. wie: family, (model, delta) each

        They take turns in one working copy of their leader, each mending what the one before it moved.
        """
        f, volgers = wie
        if not volgers:
            return []
        leider, n = getrokken.trekkingen[f], self.opdracht.size(partij)
        werk = self.voorraad.take(leider.shape)
        werk[:] = leider
        uit, vorige = [], Stappen()
        for m, delta in volgers:
            model = self.opdracht.modellen[m]
            for b, stroom in enumerate(self.opdracht.blocks(partij)):
                land, mensen = self._country(m, stroom), getrokken.mensen[f][b]
                account(model, model.gemeenten[g], land, mensen, _columns(werk, b), delta.stappen | vorige)
            vorige = delta.stappen
            nieuw = remeasure(stand, leider[..., :n], werk[..., :n], delta.rijen, self.opdracht.zekerheid)
            uit.append((nieuw, werk[delta.rijen, delta.jaar :, :n]))
        self.voorraad.give([werk])
        return uit

    def arrange(self, getrokken: Drawn, volgers: Sequence[Sequence[Followed]]) -> tuple[NDArray[np.float64], ...]:
        """The arrays of one gemeente in the order of `Part.totalen`."""
        return (*getrokken.trekkingen, *(reeks for deel in volgers for _, reeks in deel))

    def in_order(self, leiders: Sequence[Distribution], volgers: Sequence[Distribution]) -> tuple[Distribution, ...]:
        """Distributions of leaders and then followers in the order of the models."""
        nummers = [*(f.leider for f in self.families), *(m for f in self.families for m, _ in f.volgers)]
        per_model = dict(zip(nummers, (*leiders, *volgers), strict=True))
        return tuple(per_model[m] for m in range(len(nummers)))

    def add(
        self, totalen: tuple[NDArray[np.float64], ...] | None, erbij: tuple[NDArray[np.float64], ...]
    ) -> tuple[NDArray[np.float64], ...]:
        """Both together, pair by pair; the room of the second is free again."""
        if totalen is None:
            return erbij
        for totaal, reeks in zip(totalen, erbij, strict=True):
            totaal += reeks
        self.voorraad.give(erbij[: len(self.families)])
        return totalen

    def drawn(self, stroom: Trekking | Verwachting) -> dict[str, Volumes]:
        """People of one block by signature, looked up before they are drawn. Nothing outlives one gemeente here."""
        return {}

    def people(self, m: int, g: int) -> str:
        """Signature of everything that the people of one gemeente are drawn from; needless when nobody can share."""
        if len(self.families) == 1:
            return ""
        return self._gedeeld[m] + gemeente_signature(self.opdracht.modellen[m].gemeenten[g])

    def inputs(self, m: int, partij: int, map_: Map = map) -> list[NDArray[np.float64]]:
        """What a model was drawn from in one partij, per group of causes (f, n); nothing in expected-value mode."""
        model = self.opdracht.modellen[m]

        def gather(stroom: Trekking | Verwachting) -> tuple[NDArray[np.float64], ...]:
            return gather_inputs(model, self._country(m, stroom), stroom) if isinstance(stroom, Trekking) else ()

        n, blokken = self.opdracht.size(partij), map_(gather, self.opdracht.blocks(partij))
        return [np.concatenate(delen, axis=-1)[:, :n] for delen in zip(*blokken, strict=True)]

    def _country(self, m: int, stroom: Trekking | Verwachting) -> Landbeeld:
        """The national picture of one block, drawn once; older ones are forgotten when a later partij begins."""
        blok = stroom.blok if isinstance(stroom, Trekking) else 0
        grens = blok - 2 * (self.opdracht.partij // BLOK)
        model, (eerste, regels) = self.opdracht.modellen[m], self._first_with(m)
        with self._slot:
            if (self._gedeeld[m], regels, blok) not in self._landbeelden:
                self._landbeelden = {s: e for s, e in self._landbeelden.items() if s[2] > grens}
            eens = self._landbeelden.setdefault((self._gedeeld[m], regels, blok), _Eens())
        with eens.slot:
            if eens.waarde is None:
                if eerste == m:
                    eens.waarde = simulate_country(model, stroom)
                else:
                    land = self._country(eerste, stroom)
                    eens.waarde = weigh_country(model, replace(land, omstandigheden=draw_circumstances(model, stroom)))
            return eens.waarde

    def _first_with(self, m: int) -> tuple[int, str]:
        """The first model that shares the country of model `m` but for its rules, and the signature of those."""
        eerste = self._gedeeld.index(self._gedeeld[m])
        gelijk = self._regels[eerste] == self._regels[m]
        return eerste if not gelijk else m, self._regels[m]


Followed = tuple[Distribution, NDArray[np.float64]]
"""A follower's distribution, and its rows and years that may differ from the leader's. (r, j', n)"""


def alone(modellen: Sequence[Model]) -> tuple[Family, ...]:
    """Every model its own leader."""
    return tuple(Family(m, ()) for m in range(len(modellen)))


def _columns(reeks: NDArray[np.float64], b: int) -> NDArray[np.float64]:
    """Block `b` of the draws. (k, j, n)"""
    return reeks[:, :, b * BLOK : (b + 1) * BLOK]
