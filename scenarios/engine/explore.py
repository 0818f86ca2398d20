"""Exploring: one scenario after another of one region, each answered as fast as the engine allows.

A move that changes money only (a price, an amount, a rule) draws nobody again, and only the region or the gemeente that
is looked at is measured. The figures are those of a full run, to the last bit: both go through the same `Calculator`.
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
from scenarios.engine.result import Result
from scenarios.engine.statistics import MonthSums
from scenarios.engine.threads import Threads, compute_batch, to_result
from scenarios.engine.work import PARTIJ, Calculator, Part, Run
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.model import build_model
from scenarios.model.personen import Volumes
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

DRAWS = 2_000
KEPT = 64
"""Gemeenten whose people are kept for `DRAWS`, each with some 3 MB; a larger region is drawn anew every time."""
WHOLE = 4
"""Answers with every gemeente that are kept"""
ANSWERS = 32
"""Answers that are kept to return to."""

People = dict[int, dict[str, Volumes]]
"""block -> signature -> people"""


@dataclass(frozen=True)
class Answer:
    """One answer. `result` holds no separate gemeenten: its `totaal` is the region, or the gemeente asked for."""

    result: Result
    seconds: float
    """Time it took to compute, from scenario to answer"""


class Explorer:
    """Answers questions about one region with the same draws every time. Not for several threads at once."""

    def __init__(self, regio: Regio, trekkingen: int = DRAWS, zaad: int = 1) -> None:
        if trekkingen > PARTIJ:
            raise ValueError(f"ten hoogste {PARTIJ} trekkingen: een verkenning houdt ze samen in het geheugen")
        self.regio = regio
        self.trekkingen = trekkingen
        self.zaad = zaad
        self._people: People = {}
        self._answers: dict[tuple[object, ...], Answer] = {}
        self._whole: dict[tuple[Scenario, float], Result] = {}

    def compute(self, scenario: Scenario, zekerheid: float = 0.9, gemeente: str = "") -> Answer:
        """The region, or the one `gemeente` with that name. Raises Invoerfout when the scenario does not fit."""
        question = (scenario, zekerheid, gemeente)
        if question not in self._answers:
            begin = time.perf_counter()
            result = self._compute(scenario, zekerheid, gemeente)
            self._answers[question] = Answer(result, time.perf_counter() - begin)
            forget(self._answers, ANSWERS)
        return self._answers[question]

    def draw(self, scenario: Scenario) -> NDArray[np.float64]:
        """Every draw of the region, not measured. (k, j, n). Raises Invoerfout when the scenario does not fit."""
        run = Run((build_model(self.regio, scenario),), self.trekkingen, self.zaad, 0.5)
        draws = add_up(RememberingCalculator(run, self._kept()))
        for kept in self._people.values():
            forget(kept, 2 * KEPT)
        return draws

    def compute_all(self, scenario: Scenario, zekerheid: float = 0.9) -> Result:
        """The region with every one of its gemeenten measured."""
        question = (scenario, zekerheid)
        if question not in self._whole:
            run = Run((build_model(self.regio, scenario),), self.trekkingen, self.zaad, zekerheid)
            (outcome,) = compute_batch(RememberingCalculator(run, self._kept()), 0, Threads())
            self._whole[question] = to_result(run, run.models[0], outcome)
            forget(self._whole, WHOLE)
        return self._whole[question]

    def _kept(self) -> People | None:
        """Where people are kept; None when there are too many."""
        return self._people if len(self.regio.gemeenten) * self.trekkingen <= KEPT * DRAWS else None

    def _compute(self, scenario: Scenario, zekerheid: float, gemeente: str) -> Result:
        code = next((g.code for g in self.regio.gemeenten if g.naam == gemeente), None)
        model = build_model(self.regio, scenario, alleen=None if code is None else (code,))
        number = next((i for i, g in enumerate(model.gemeenten) if g.naam == gemeente), None)
        run = _PartialRun((model,), self.trekkingen, self.zaad, zekerheid, maanden=True, only=number)
        (outcome,) = compute_batch(RememberingCalculator(run, self._kept()), 0, _TotalRunner())
        for kept in self._people.values():
            forget(kept, 2 * KEPT)
        result = to_result(run, replace(model, gemeenten=()), outcome)
        if number is None:
            return result
        who = model.gemeenten[number]
        # The months of what is shown come last, as those of a region do.
        return replace(result, totaal=replace(result.totaal, naam=who.naam, code=who.code), kas=result.kas[:1])


@dataclass(frozen=True)
class _PartialRun(Run):
    """A run of which only one gemeente is wanted."""

    only: int | None = None

    @property
    def groups(self) -> list[range]:
        return super().groups if self.only is None else [range(self.only, self.only + 1)]


class RememberingCalculator(Calculator):
    """Remembers people from one run to the next."""

    def __init__(self, run: Run, people: People | None) -> None:
        super().__init__(run)
        self._kept = people

    def drawn(self, stream: Trekking | Verwachting) -> dict[str, Volumes]:
        if self._kept is None:
            return {}
        return self._kept.setdefault(stream.blok if isinstance(stream, Trekking) else -1, {})

    def people(self, m: int, g: int) -> str:
        return self._shared[m] + gemeente_signature(self.run.models[m].gemeenten[g])


def add_up(calculator: Calculator) -> NDArray[np.float64]:
    """Every draw of the region of the one model of a run of one batch, not measured. (k, j, n)"""
    totals: tuple[NDArray[np.float64], ...] | None = None
    for part in _TotalRunner().compute(calculator, 0):
        totals = calculator.add(totals, part.totals)
    assert totals is not None
    return totals[0][..., : calculator.run.size(0)]


class _TotalRunner:
    """A `Runner` that measures no gemeente by itself: only the sum is looked at."""

    workers = threads = cpu_count() or 1

    def compute(self, calculator: Calculator, batch: int) -> Iterator[Part]:
        """The groups in order, the blocks of one gemeente side by side."""
        blocks = range(len(calculator.run.blocks(batch)))
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(self.workers) as pool:
            for group in calculator.run.groups:
                totals = None
                months = MonthSums()
                for g in group:
                    draws = self._fill(calculator, g, batch, blocks, pool)
                    if calculator.run.maanden:
                        months.add(*calculator.months(g, draws[0][..., : calculator.run.size(batch)]))
                    totals = calculator.add(totals, draws)
                assert totals is not None
                yield Part((), totals, tuple(months.kas), months.lasten)

    def _fill(
        self, calculator: Calculator, g: int, batch: int, blocks: range, pool: ThreadPoolExecutor
    ) -> tuple[NDArray[np.float64], ...]:
        drawn = calculator.begin(batch)
        for block in [pool.submit(calculator.fill_block, g, batch, b, drawn) for b in blocks]:
            block.result()
        return drawn.draws


def forget(kept: dict[Any, Any], room: int) -> None:
    """Drop what came first until it fits."""
    while len(kept) > room:
        kept.pop(next(iter(kept)))
