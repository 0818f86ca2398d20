"""Many points of one region on the same draws, of which only the own saldo of the region is looked at.

Points with the same people as the base share its drawing, and of each only the steps that its money touches are done
again. The saldo is that of a full run, to the last bit: both go through the same `Calculator`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np
from threadpoolctl import threadpool_limits

from scenarios.engine.explore import People, RememberingCalculator
from scenarios.engine.geheugen.malloc import keep_freed_memory
from scenarios.engine.work import Run
from scenarios.grond.trekking import BLOK
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.lasten import GELD, Stappen
from scenarios.model.model import Model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import account
from scenarios.onzekerheid.spreiding import Reeks
from scenarios.oorzaken.invoer import gather_sources

SALDO = NUMMER["saldo"]
KEPT = 160
"""Blocks of one gemeente whose people are kept, each with some 3 MB; of more they are drawn anew every round."""


class Punten:
    """The draws of one region. Not for several threads at once."""

    def __init__(self, basis: Model, trekkingen: int, zaad: int = 1, werkers: int | None = None) -> None:
        self.basis = basis
        self.trekkingen = trekkingen
        self.zaad = zaad
        self.werkers = werkers or cpu_count() or 1
        blokken = -(-trekkingen // BLOK)
        self._people: People | None = {} if len(basis.gemeenten) * blokken <= KEPT else None
        self._saldo: Reeks | None = None

    @property
    def saldo(self) -> Reeks:
        """That of the base. (j, n)"""
        if self._saldo is None:
            self._compute(())
        assert self._saldo is not None
        return self._saldo

    def saldi(self, modellen: Sequence[Model]) -> Reeks:
        """Saldo of the region in every draw of every point. (m, j, n)"""
        return self._compute(modellen)[1:]

    def sources(self) -> list[Reeks]:
        """What the base was drawn from, source by source (`gather_sources`). (f, n) each"""
        rekenaar = _Saldorekenaar(self._run(()), None)
        with ThreadPoolExecutor(self.werkers) as pool:
            return rekenaar.inputs(0, 0, pool.map, gather_sources)

    def _run(self, modellen: Sequence[Model]) -> Run:
        return Run((self.basis, *modellen), self.trekkingen, self.zaad, 0.5, partij=-(-self.trekkingen // BLOK) * BLOK)

    def _compute(self, modellen: Sequence[Model]) -> Reeks:
        """The base first: whoever has its people follows it."""
        run = self._run(modellen)
        rekenaar = _Saldorekenaar(run, self._people)
        keep_freed_memory()
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(self.werkers) as pool:
            blokken = list(pool.map(rekenaar.saldo, range(len(run.blocks(0)))))
        uit = np.concatenate(blokken, axis=-1)[..., : self.trekkingen]
        self._saldo = uit[0]
        if self._people is not None:
            # People of points that differed in people are not asked for again.
            eigen = {rekenaar.people(0, g) for g in range(len(self.basis.gemeenten))}
            for per_blok in self._people.values():
                for sleutel in per_blok.keys() - eigen:
                    del per_blok[sleutel]
        return uit


class _Saldorekenaar(RememberingCalculator):
    """Keeps of every model one row, and measures nothing."""

    def saldo(self, blok: int) -> Reeks:
        """One block of the region. (m, j, n)"""
        jaren, n = len(self.run.models[0].tijdas.jaren), self.run.blocks(0)[blok].aantal
        werk = np.empty((len(GROOTHEDEN), jaren, n))
        totaal: Reeks | None = None
        # In the order in which a run adds them, so that not a bit differs.
        for groep in self.run.groups:
            samen: Reeks | None = None
            for g in groep:
                eigen = self._of_gemeente(g, blok, werk)
                samen = eigen if samen is None else samen + eigen
            assert samen is not None
            totaal = samen if totaal is None else totaal + samen
        assert totaal is not None
        self.forget(blok)
        return totaal

    def _of_gemeente(self, g: int, blok: int, werk: Reeks) -> Reeks:
        stroom = self.run.blocks(0)[blok]
        bekend = self.drawn(stroom)
        uit = np.empty((len(self.run.models), *werk.shape[1:]))
        for familie in self.families:
            model = self.run.models[familie.leader]
            land, sleutel = self._country(familie.leader, stroom), self.people(familie.leader, g)
            if sleutel not in bekend:
                bekend[sleutel] = draw_volumes(model, model.gemeenten[g], land, stroom)
            account(model, model.gemeenten[g], land, bekend[sleutel], werk, GELD)
            uit[familie.leader] = werk[SALDO]
            vorige = Stappen()
            for m, delta in familie.followers:
                model, land = self.run.models[m], self._country(m, stroom)
                account(model, model.gemeenten[g], land, bekend[sleutel], werk, (delta.steps | vorige).of_money())
                uit[m] = werk[SALDO]
                vorige = delta.steps
        return uit
