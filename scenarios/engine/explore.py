"""Exploring: one scenario after another of one region, each answered as fast as the engine allows.

A move that changes money only (a price, an amount, a rule) draws nobody again, and only the region or the gemeente that
is looked at is measured. The figures are those of a full run, to the last bit: both go through the same `Rekenaar`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from scenarios.engine.delta import gemeente_signature
from scenarios.engine.result import Resultaat
from scenarios.engine.threads import compute_partij, to_result
from scenarios.engine.work import PARTIJ, Part, Rekenaar, Run
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.model import build_model
from scenarios.model.simulatie import Volumes
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

TREKKINGEN = 2_000
BEWAARD = 64
"""Gemeenten whose people are kept, each with some 3 MB for 2,000 draws; a larger region is drawn anew every time."""
UITKOMSTEN = 32
"""Answers that are kept to return to."""

Mensen = dict[int, dict[str, Volumes]]
"""block -> signature -> people"""


@dataclass(frozen=True)
class Verkenning:
    """One answer. `resultaat` holds no separate gemeenten: its `totaal` is the region, or the gemeente asked for."""

    resultaat: Resultaat
    seconden: float
    """Time it took to compute, from scenario to answer"""


class Verkenner:
    """Answers questions about one region with the same draws every time. Not for several threads at once."""

    def __init__(self, regio: Regio, trekkingen: int = TREKKINGEN, zaad: int = 1) -> None:
        if trekkingen > PARTIJ:
            raise ValueError(f"ten hoogste {PARTIJ} trekkingen: een verkenning houdt ze samen in het geheugen")
        self.regio = regio
        self.trekkingen = trekkingen
        self.zaad = zaad
        self._mensen: Mensen = {}
        self._uitkomsten: dict[tuple[object, ...], Verkenning] = {}

    def compute(self, scenario: Scenario, zekerheid: float = 0.9, gemeente: str = "") -> Verkenning:
        """The region, or the one `gemeente` with that name. Raises Invoerfout when the scenario does not fit."""
        vraag = (scenario, zekerheid, gemeente)
        if vraag not in self._uitkomsten:
            begin = time.perf_counter()
            resultaat = self._compute(scenario, zekerheid, gemeente)
            self._uitkomsten[vraag] = Verkenning(resultaat, time.perf_counter() - begin)
            _forget(self._uitkomsten, UITKOMSTEN)
        return self._uitkomsten[vraag]

    def _compute(self, scenario: Scenario, zekerheid: float, gemeente: str) -> Resultaat:
        model = build_model(self.regio, scenario)
        nummer = next((i for i, g in enumerate(model.gemeenten) if g.naam == gemeente), None)
        opdracht = _Deelopdracht((model,), self.trekkingen, self.zaad, zekerheid, alleen=nummer)
        mensen = self._mensen if len(model.gemeenten) <= BEWAARD else None
        (uitkomst,) = compute_partij(_Geheugenrekenaar(opdracht, mensen), 0, _Totaalrekenaars())
        for bewaard in self._mensen.values():
            _forget(bewaard, 2 * BEWAARD)
        resultaat = to_result(opdracht, replace(model, gemeenten=()), uitkomst)
        if nummer is None:
            return resultaat
        wie = model.gemeenten[nummer]
        return replace(resultaat, totaal=replace(resultaat.totaal, naam=wie.naam, code=wie.code))


@dataclass(frozen=True)
class _Deelopdracht(Run):
    """A run of which only one gemeente is wanted."""

    alleen: int | None = None

    @property
    def groups(self) -> list[range]:
        return super().groups if self.alleen is None else [range(self.alleen, self.alleen + 1)]


class _Geheugenrekenaar(Rekenaar):
    """Remembers people from one run to the next."""

    def __init__(self, opdracht: Run, mensen: Mensen | None) -> None:
        super().__init__(opdracht)
        self._bewaard = mensen

    def drawn(self, stroom: Trekking | Verwachting) -> dict[str, Volumes]:
        if self._bewaard is None:
            return {}
        return self._bewaard.setdefault(stroom.blok if isinstance(stroom, Trekking) else -1, {})

    def people(self, m: int, g: int) -> str:
        return self._gedeeld[m] + gemeente_signature(self.opdracht.modellen[m].gemeenten[g])


class _Totaalrekenaars:
    """An `Uitvoerder` that measures no gemeente by itself: only the sum is looked at."""

    werkers = draden = cpu_count() or 1

    def compute(self, rekenaar: Rekenaar, partij: int) -> Iterator[Part]:
        """The groups in order, the blocks of one gemeente side by side."""
        blokken = range(len(rekenaar.opdracht.blocks(partij)))
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(self.werkers) as pool:
            for groep in rekenaar.opdracht.groups:
                totalen = None
                for g in groep:
                    totalen = rekenaar.add(totalen, self._fill(rekenaar, g, partij, blokken, pool))
                assert totalen is not None
                yield Part((), totalen)

    def _fill(
        self, rekenaar: Rekenaar, g: int, partij: int, blokken: range, pool: ThreadPoolExecutor
    ) -> tuple[NDArray[np.float64], ...]:
        getrokken = rekenaar.begin(partij)
        for blok in [pool.submit(rekenaar.fill_block, g, partij, b, getrokken) for b in blokken]:
            blok.result()
        return getrokken.trekkingen


def _forget(bewaard: dict[Any, Any], ruimte: int) -> None:
    """Drop what came first until it fits."""
    while len(bewaard) > ruimte:
        bewaard.pop(next(iter(bewaard)))
