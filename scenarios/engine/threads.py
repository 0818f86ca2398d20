"""Running models: pieces of work over threads, or over anything else that is an `Uitvoerder`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from os import cpu_count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from scenarios.engine.malloc import keep_freed_memory
from scenarios.engine.result import Resultaat, summarize
from scenarios.engine.statistics import (
    Distribution,
    Samenhang,
    conclude,
    measure,
    measure_quantities,
    relate,
    split_quantities,
)
from scenarios.engine.work import PARTIJ, Part, Rekenaar, Run, add_all
from scenarios.model.model import Model

Voortgang = Callable[[int, int], None]
"""Called with (done, total) gemeenten."""


class Uitvoerder(Protocol):
    """Computes the groups of one partij and gives them back in order."""

    @property
    def werkers(self) -> int:
        """Threads that compute, wherever they are."""

    @property
    def draden(self) -> int:
        """Threads that may compute in this process."""

    def compute(self, rekenaar: Rekenaar, partij: int) -> Iterator[Part]: ...


@dataclass(frozen=True)
class Outcome:
    """What is kept of one model."""

    gemeenten: tuple[Distribution, ...]
    totaal: Distribution
    samenhang: Samenhang

    def merge(self, ander: Outcome) -> Outcome:
        """This and a later partij together."""
        return Outcome(
            tuple(a.merge(b) for a, b in zip(self.gemeenten, ander.gemeenten, strict=True)),
            self.totaal.merge(ander.totaal),
            self.samenhang.merge(ander.samenhang),
        )


def run(
    model: Model,
    trekkingen: int = 10_000,
    zaad: int = 1,
    zekerheid: float = 0.9,
    werkers: int | None = None,
    voortgang: Voortgang = lambda klaar, totaal: None,
    partij: int = PARTIJ,
    uitvoerder: Uitvoerder | None = None,
) -> Resultaat:
    """Simulate every gemeente and the region. `trekkingen` 0 is expected-value mode.

    The outcome is bit-identical for any number of `werkers` and any `uitvoerder`; `partij` is part of the definition.
    """
    opdracht = Run((model,), trekkingen, zaad, zekerheid, partij)
    return run_together(opdracht, uitvoerder or Draden(werkers), voortgang)[0]


def run_together(
    opdracht: Run, uitvoerder: Uitvoerder, voortgang: Voortgang = lambda klaar, totaal: None
) -> list[Resultaat]:
    """Simulate several models side by side, one result each, equal to running each by itself."""
    rekenaar = Rekenaar(opdracht)
    gemeenten = len(opdracht.modellen[0].gemeenten)

    def report(partij: int) -> Callable[[int], None]:
        return lambda klaar: voortgang(partij * gemeenten + klaar, opdracht.partijen * gemeenten)

    uitkomsten = compute_partij(rekenaar, 0, uitvoerder, report(0))
    for partij in range(1, opdracht.partijen):
        erbij = compute_partij(rekenaar, partij, uitvoerder, report(partij))
        uitkomsten = tuple(a.merge(b) for a, b in zip(uitkomsten, erbij, strict=True))
    return [to_result(opdracht, m, uitkomst) for m, uitkomst in zip(opdracht.modellen, uitkomsten, strict=True)]


def compute_partij(
    rekenaar: Rekenaar, partij: int, uitvoerder: Uitvoerder, voortgang: Callable[[int], None] = lambda klaar: None
) -> tuple[Outcome, ...]:
    """One partij of every model: groups are added to the region in their fixed order. [m]"""
    opdracht = rekenaar.opdracht
    standen: list[list[Distribution]] = [[] for _ in opdracht.modellen]
    totalen: tuple[NDArray[np.float64], ...] | None = None
    for deel in uitvoerder.compute(rekenaar, partij):
        for m, per_gemeente in enumerate(deel.standen):
            standen[m].extend(per_gemeente)
        if totalen is None:
            totalen = deel.totalen
        else:
            add_all(totalen, deel.totalen)
            rekenaar.voorraad.give(deel.totalen)
        voortgang(len(standen[0]))
    assert totalen is not None
    with ThreadPoolExecutor(uitvoerder.draden) as pool:
        uit = tuple(
            Outcome(tuple(s), measure(t, opdracht.zekerheid, pool.map), relate(t))
            for s, t in zip(standen, totalen, strict=True)
        )
    rekenaar.voorraad.give(totalen)
    return uit


def to_result(opdracht: Run, model: Model, uitkomst: Outcome) -> Resultaat:
    """A result as the reports read it."""
    jaren, zekerheid = model.tijdas.jaren, opdracht.zekerheid
    return Resultaat(
        model.regio,
        model.scenario,
        jaren,
        zekerheid,
        opdracht.trekkingen,
        opdracht.zaad,
        tuple(
            summarize(g.naam, g.code, stand, jaren, zekerheid)
            for g, stand in zip(model.gemeenten, uitkomst.gemeenten, strict=True)
        ),
        summarize(model.totaalnaam, "", uitkomst.totaal, jaren, zekerheid),
        uitkomst.samenhang.causes(jaren) if opdracht.trekkingen > 1 else {},
        model.waarden,
        model.feiten,
        opdracht.partij,
    )


@dataclass(frozen=True)
class _Gemeentewerk:
    """The blocks of one gemeente under way."""

    trekkingen: tuple[NDArray[np.float64], ...]
    blokken: list[Future[None]]


class Draden:
    """Threads of this process: numpy lets go of the interpreter while it draws and computes."""

    def __init__(self, werkers: int | None = None) -> None:
        self._werkers = werkers or cpu_count() or 1

    @property
    def werkers(self) -> int:
        """Number of threads."""
        return self._werkers

    draden = werkers

    @property
    def onderweg(self) -> int:
        """Gemeenten whose draws are held at the same time: one is measured while the blocks of the others are drawn.

        The blocks of one gemeente keep about four threads busy.
        """
        return 2 + -(-self.werkers // 4)

    def compute(self, rekenaar: Rekenaar, partij: int) -> Iterator[Part]:
        """The groups in order, with a bounded number of gemeenten under way."""
        keep_freed_memory()
        # More threads inside the matrix product would fight with ours, and may round in another order.
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(self.werkers) as pool:
            try:
                yield from self._compute(rekenaar, partij, pool)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _compute(self, rekenaar: Rekenaar, partij: int, pool: ThreadPoolExecutor) -> Iterator[Part]:
        opdracht = rekenaar.opdracht
        wachtrij = deque(chain.from_iterable(opdracht.groups))
        lopend: deque[_Gemeentewerk] = deque()

        def refill(ruimte: int) -> None:
            while wachtrij and len(lopend) < ruimte:
                lopend.append(_start(rekenaar, wachtrij.popleft(), partij, pool))

        refill(self.onderweg)
        for groep in opdracht.groups:
            standen: list[tuple[Distribution, ...]] = []
            totalen: tuple[NDArray[np.float64], ...] | None = None
            for _ in groep:
                werk = lopend.popleft()
                for blok in werk.blokken:
                    blok.result()
                # Behind the blocks that wait already and before those of the next gemeente: nobody is ever idle.
                metingen = [pool.map(measure_quantities, split_quantities(reeks)) for reeks in werk.trekkingen]
                refill(self.onderweg - 1)
                if totalen is None:
                    totalen = werk.trekkingen
                else:
                    add_all(totalen, werk.trekkingen)
                paren = zip(werk.trekkingen, metingen, strict=True)
                standen.append(tuple(conclude(reeks, opdracht.zekerheid, meting) for reeks, meting in paren))
                if totalen is not werk.trekkingen:
                    rekenaar.voorraad.give(werk.trekkingen)
            assert totalen is not None
            yield Part(tuple(zip(*standen, strict=True)), totalen)


def _start(rekenaar: Rekenaar, g: int, partij: int, pool: ThreadPoolExecutor) -> _Gemeentewerk:
    trekkingen = rekenaar.buffers(partij)
    blokken = range(len(rekenaar.opdracht.blocks(partij)))
    return _Gemeentewerk(trekkingen, [pool.submit(rekenaar.fill_block, g, partij, b, trekkingen) for b in blokken])
