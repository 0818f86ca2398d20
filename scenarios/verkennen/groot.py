"""Exploring a region of hundreds of gemeenten: it is computed once, and a move is answered from some of them first.

The draws of the region as it was last computed in full are kept. Of a move the gemeenten of a fixed sample are computed
as they were and as they become, with the draws that the full run gives them; what moves in them is scaled up and added.
So what does not move is exact, and only the move has an error, which is told. The full answer can follow later.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from os import cpu_count

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from finance.neutraliteit import covered
from scenarios.engine.explore import DRAWS, Answer, People, RememberingCalculator, forget
from scenarios.engine.statistics import TOETSEN, measure
from scenarios.engine.threads import OnProgress, Outcome, Threads, add_groups, attribute, to_result
from scenarios.engine.work import Calculator, Run
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model, build_model
from scenarios.oorzaken.aandelen import Ontwerp
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio
from scenarios.verkennen.steekproef import choose_strata, standard_error

SURE = 1.96
"""Standard errors on either side that hold 95%"""
SAMPLES = 3
"""Samples that are kept, with 8 MB each for 2,000 draws"""
REGIONS = 6
"""Regions computed in full that are kept, with 20 MB each for 2,000 draws of 342 gemeenten"""


@dataclass(frozen=True)
class Margin:
    """How far an estimate may be off: 95% certain, of the sample alone and not of the draws."""

    taken: int
    """Gemeenten that were computed"""
    all: int
    saldo: NDArray[np.float64]
    cumulative: NDArray[np.float64]
    """(j,) euros, of the expected saldo of a year and of that added up"""
    chance: dict[tuple[str, int], tuple[float, float]]
    """(toets, year) -> between which two the chance lies"""


@dataclass(frozen=True)
class Estimate:
    """An answer from some of the gemeenten."""

    answer: Answer
    margin: Margin


@dataclass(frozen=True)
class Region:
    """A region that was computed in full."""

    scenario: Scenario
    answer: Answer
    """With every gemeente"""
    draws: NDArray[np.float64]
    """(k, j, n)"""
    design: Ontwerp
    """What it was drawn from, for the causes"""


Regions = dict[tuple[Scenario, float], Region]
"""(scenario, zekerheid) -> what was computed"""


@dataclass(frozen=True)
class _Sample:
    """The gemeenten of the sample under one scenario."""

    model: Model
    scaled: NDArray[np.float64]
    """(k, j, n) scaled up to the region"""
    saldo: dict[int, NDArray[np.float64]]
    """number -> expected saldo (j,) and then that added up (j,)"""


class LargeExplorer:
    """Answers questions about one large region, also of several threads at once.

    known: what was computed before, to share between explorers of the same region and draws
    """

    def __init__(self, regio: Regio, trekkingen: int = DRAWS, zaad: int = 1, known: Regions | None = None) -> None:
        self.regio = regio
        self.trekkingen = trekkingen
        self.zaad = zaad
        bevolking = regio.land.bevolking
        self._sizes = [float(bevolking.of(g.code, regio.bestand.peildatum.year)) for g in regio.gemeenten]
        self._strata = choose_strata(self._sizes)
        self._known: Regions = {} if known is None else known
        self._people: People = {}
        self._samples: dict[Scenario, _Sample] = {}
        self._sampling = threading.Lock()

    def known(self, scenario: Scenario, zekerheid: float = 0.9) -> Answer | None:
        """The full answer, when it was computed before."""
        region = self._known.get((scenario, zekerheid))
        return region.answer if region else None

    @property
    def ready(self) -> bool:
        """Whether the region was computed, so that a move can be estimated."""
        return bool(self._known)

    def compute(
        self, scenario: Scenario, zekerheid: float = 0.9, progress: OnProgress = lambda done, total: None
    ) -> Answer:
        """Every gemeente and the region, as a full run gives them. What `progress` raises ends it."""
        if (answer := self.known(scenario, zekerheid)) is not None:
            return answer
        begin = time.perf_counter()
        model = build_model(self.regio, scenario)
        run = Run((model,), self.trekkingen, self.zaad, zekerheid)
        calculator = Calculator(run)
        runner = Threads()
        (gemeenten,), (total,), _ = add_groups(calculator, 0, runner, lambda done: progress(done, len(model.gemeenten)))
        draws = total[..., : run.size(0)]
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(runner.threads) as pool:
            design = Ontwerp(calculator.inputs(0, 0, pool.map))
            outcome = Outcome(tuple(gemeenten), measure(draws, zekerheid, pool.map), attribute(design, draws, pool.map))
        answer = Answer(to_result(run, model, outcome), time.perf_counter() - begin)
        # What the first move departs from is drawn now.
        self._sample(scenario)
        self._known[scenario, zekerheid] = Region(scenario, answer, draws, design)
        forget(self._known, REGIONS)
        return answer

    def estimate(self, scenario: Scenario, zekerheid: float = 0.9) -> Estimate:
        """The region, from the gemeenten of the sample and the last full answer, which must be there.

        Raises Invoerfout when the scenario does not fit.
        """
        begin = time.perf_counter()
        region = next(reversed(tuple(self._known.values())))
        was, becomes = self._sample(region.scenario), self._sample(scenario)
        draws = region.draws + (becomes.scaled - was.scaled)
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(cpu_count() or 1) as pool:
            outcome = Outcome((), measure(draws, zekerheid, pool.map), attribute(region.design, draws, pool.map))
        run = Run((becomes.model,), self.trekkingen, self.zaad, zekerheid)
        result = to_result(run, replace(becomes.model, gemeenten=()), outcome)
        margin = self._margin(draws, {g: x - was.saldo[g] for g, x in becomes.saldo.items()}, result.jaren)
        return Estimate(Answer(result, time.perf_counter() - begin), margin)

    def _margin(
        self, draws: NDArray[np.float64], moved: dict[int, NDArray[np.float64]], years: Sequence[int]
    ) -> Margin:
        off = SURE * standard_error(self._strata, self._sizes, moved)
        saldo, cumulative = off[: len(years)], off[len(years) :]
        chance = {}
        for toets, by in (("totaal", saldo), ("cumulatief", cumulative), ("vraag", cumulative)):
            row = draws[NUMMER[TOETSEN[toets][0]]]
            for j, year in enumerate(years):
                low, high = (float(covered(row[j] + side * by[j]).mean()) for side in (-1, 1))
                chance[toets, year] = low, high
        return Margin(len(moved), len(self._sizes), saldo, cumulative, chance)

    def _sample(self, scenario: Scenario) -> _Sample:
        with self._sampling:
            sample = self._samples.get(scenario)
            if sample is None:
                sample = self._samples[scenario] = self._draw_sample(scenario)
                forget(self._samples, SAMPLES)
            return sample

    def _draw_sample(self, scenario: Scenario) -> _Sample:
        weights = {g: s.weight for s in self._strata for g in s.taken}
        codes = {self.regio.gemeenten[g].code: g for g in weights}
        model = build_model(self.regio, scenario, alleen=codes)
        run = Run((model,), self.trekkingen, self.zaad, 0.9)
        calculator, n, rows = (
            RememberingCalculator(run, self._people),
            run.size(0),
            (NUMMER["saldo"], NUMMER["saldo_cumulatief"]),
        )

        def settle(number: int) -> tuple[int, NDArray[np.float64], NDArray[np.float64]]:
            drawn = calculator.begin(0)
            for block in range(len(run.blocks(0))):
                calculator.fill_block(number, 0, block, drawn)
            draws = drawn.draws[0][..., :n]
            return codes[model.gemeenten[number].code], draws, np.concatenate([draws[k].mean(axis=-1) for k in rows])

        scaled, saldo = np.zeros((*run.shape(0)[:2], n)), {}
        numbers = [i for i, g in enumerate(model.gemeenten) if g.code in codes]
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(cpu_count() or 1) as pool:
            for g, draws, saldo[g] in pool.map(settle, numbers):
                scaled += weights[g] * draws
        for kept in self._people.values():
            forget(kept, SAMPLES * len(weights))
        return _Sample(model, scaled, saldo)
