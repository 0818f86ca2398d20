"""Running models: pieces of work over threads, or over anything else that is an `Uitvoerder`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from os import cpu_count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from scenarios.engine.malloc import keep_freed_memory
from scenarios.engine.result import Resultaat, name_causes, reached_margin, summarize
from scenarios.engine.statistics import (
    Distribution,
    Map,
    conclude,
    measure,
    measure_quantities,
    remeasure,
    split_quantities,
)
from scenarios.engine.work import PARTIJ, Drawn, Followed, Part, Rekenaar, Run
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model
from scenarios.oorzaken.aandelen import Aandelen, Ontwerp
from scenarios.oorzaken.invoer import GROEPEN, REST

MEESTE = 1_000_000
"""Draws after which `run_until` gives up."""
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
    oorzaken: Aandelen

    def merge(self, ander: Outcome) -> Outcome:
        """This and a later partij together."""
        return Outcome(
            tuple(a.merge(b) for a, b in zip(self.gemeenten, ander.gemeenten, strict=True)),
            self.totaal.merge(ander.totaal),
            self.oorzaken.merge(ander.oorzaken),
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


def run_until(
    opdracht: Run, marge: float, uitvoerder: Uitvoerder, voortgang: Voortgang = lambda klaar, totaal: None
) -> tuple[Run, Resultaat]:
    """Partij after partij until the margin of the one model is at most `marge`, or `MEESTE` draws are done.

    The run that it came to, and its result: those of that many draws asked for at once.
    """
    (model,) = opdracht.modellen
    gemeenten = len(model.gemeenten)
    lang = replace(opdracht, trekkingen=max(1, MEESTE // opdracht.partij) * opdracht.partij)
    rekenaar = Rekenaar(lang)
    uitkomst: Outcome | None = None
    for partij in range(lang.partijen):
        (erbij,) = compute_partij(rekenaar, partij, uitvoerder, lambda klaar: voortgang(klaar, gemeenten))
        uitkomst = uitkomst.merge(erbij) if uitkomst else erbij
        gedaan = replace(opdracht, trekkingen=uitkomst.totaal.n)
        resultaat = to_result(gedaan, model, uitkomst)
        if reached_margin(resultaat.totaal) <= marge:
            break
    return gedaan, resultaat


def compute_partij(
    rekenaar: Rekenaar, partij: int, uitvoerder: Uitvoerder, voortgang: Callable[[int], None] = lambda klaar: None
) -> tuple[Outcome, ...]:
    """One partij of every model: groups are added to the region in their fixed order. [m]"""
    standen: list[list[Distribution]] = [[] for _ in rekenaar.opdracht.modellen]
    totalen: tuple[NDArray[np.float64], ...] | None = None
    for deel in uitvoerder.compute(rekenaar, partij):
        for m, per_gemeente in enumerate(deel.standen):
            standen[m].extend(per_gemeente)
        totalen = rekenaar.add(totalen, deel.totalen)
        voortgang(len(standen[0]))
    assert totalen is not None
    regio = _measure_region(rekenaar, partij, totalen, uitvoerder.draden)
    rekenaar.voorraad.give(totalen[: len(rekenaar.families)])
    return tuple(Outcome(tuple(s), *r) for s, r in zip(standen, regio, strict=True))


def _measure_region(
    rekenaar: Rekenaar, partij: int, totalen: tuple[NDArray[np.float64], ...], draden: int
) -> list[tuple[Distribution, Aandelen]]:
    """The sum of the gemeenten per model: the leaders whole, then each follower as far as it differs. [m]"""
    n, zekerheid, families = rekenaar.opdracht.size(partij), rekenaar.opdracht.zekerheid, rekenaar.families
    uit: dict[int, tuple[Distribution, Aandelen]] = {}
    volgers = iter(totalen[len(families) :])
    # One thread in each matrix product: more may round in another order.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(draden) as pool:
        for family, totaal in zip(families, totalen, strict=False):
            leider = totaal[..., :n]
            stand = measure(leider, zekerheid, pool.map)
            ontwerp = Ontwerp(rekenaar.inputs(family.leider, partij, pool.map))
            uit[family.leider] = stand, _attribute(ontwerp, leider, pool.map)
            werk = leider.copy() if family.volgers else leider
            for m, delta in family.volgers:
                werk[delta.rijen, delta.jaar :] = next(volgers)
                # Other drivers are other inputs: what is drawn for a follower is not what its leader drew.
                eigen = ontwerp
                if rekenaar.opdracht.modellen[m].drijvers != rekenaar.opdracht.modellen[family.leider].drijvers:
                    eigen = Ontwerp(rekenaar.inputs(m, partij, pool.map))
                uit[m] = remeasure(stand, leider, werk, delta.rijen, zekerheid), _attribute(eigen, werk, pool.map)
                werk[delta.rijen, delta.jaar :] = leider[delta.rijen, delta.jaar :]
    return [uit[m] for m in range(len(uit))]


def _attribute(ontwerp: Ontwerp, trekkingen: NDArray[np.float64], map_: Map) -> Aandelen:
    """The causes of the spread of the region's cumulative saldo. trekkingen: (k, j, n)"""
    return ontwerp.attribute(trekkingen[NUMMER["saldo_cumulatief"]], map_)


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
        name_causes(uitkomst.oorzaken, (*GROEPEN, REST), jaren),
        model.waarden,
        model.feiten,
        opdracht.partij,
    )


@dataclass(frozen=True)
class _Gemeentewerk:
    """The blocks of one gemeente under way."""

    getrokken: Drawn
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
            for g in groep:
                werk = lopend.popleft()
                for blok in werk.blokken:
                    blok.result()
                # Behind the blocks that wait already and before those of the next gemeente: nobody is ever idle.
                reeksen = [reeks[..., : opdracht.size(partij)] for reeks in werk.getrokken.trekkingen]
                metingen = [pool.map(measure_quantities, split_quantities(reeks)) for reeks in reeksen]
                refill(self.onderweg - 1)
                paren = zip(reeksen, metingen, strict=True)
                leiders = [conclude(reeks, opdracht.zekerheid, meting) for reeks, meting in paren]
                volgers = self._follow(rekenaar, g, partij, werk.getrokken, leiders, pool)
                erbij = rekenaar.arrange(werk.getrokken, volgers)
                standen.append(rekenaar.in_order(leiders, [s for deel in volgers for s, _ in deel]))
                totalen = rekenaar.add(totalen, erbij)
            assert totalen is not None
            yield Part(tuple(zip(*standen, strict=True)), totalen)

    def _follow(
        self,
        rekenaar: Rekenaar,
        g: int,
        partij: int,
        getrokken: Drawn,
        leiders: Sequence[Distribution],
        pool: ThreadPoolExecutor,
    ) -> list[list[Followed]]:
        """The followers of every family, divided over the threads. [family]"""
        werken: list[list[Future[list[Followed]]]] = []
        for f, family in enumerate(rekenaar.families):
            stap = -(-len(family.volgers) // self.werkers) or 1
            stukken = [family.volgers[i : i + stap] for i in range(0, len(family.volgers), stap)]
            werken.append(
                [pool.submit(rekenaar.follow, g, partij, getrokken, (f, stuk), leiders[f]) for stuk in stukken]
            )
        return [[uit for werk in per_family for uit in werk.result()] for per_family in werken]


def _start(rekenaar: Rekenaar, g: int, partij: int, pool: ThreadPoolExecutor) -> _Gemeentewerk:
    getrokken = rekenaar.begin(partij)
    blokken = range(len(rekenaar.opdracht.blocks(partij)))
    return _Gemeentewerk(getrokken, [pool.submit(rekenaar.fill_block, g, partij, b, getrokken) for b in blokken])
