"""Running models: pieces of work over threads, or over anything else that is a `Runner`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from os import cpu_count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from scenarios.engine.geheugen.malloc import keep_freed_memory
from scenarios.engine.meten.reeksen import measuring, split_quantities
from scenarios.engine.pieces import Drawn, Part
from scenarios.engine.result import Result, name_causes, reached_margin, summarize
from scenarios.engine.statistics import (
    Distribution,
    Map,
    MonthSums,
    conclude,
    measure_verdicts,
    remeasure,
)
from scenarios.engine.work import PARTIJ, Calculator, Run
from scenarios.kas.droog import Kasbeeld
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model
from scenarios.oorzaken.aandelen import Aandelen, Ontwerp
from scenarios.oorzaken.invoer import GROEPEN, REST
from scenarios.oorzaken.personen import person_profile

MOST_DRAWS = 1_000_000
"""Draws after which `run_until` gives up."""
OnProgress = Callable[[int, int], None]
"""Called with (done, total) gemeenten."""
Aside = Callable[[], object]
"""Work of this process that waits for no group"""


class Runner(Protocol):
    """Computes the groups of one batch and gives them back in order."""

    @property
    def workers(self) -> int:
        """Threads that compute, wherever they are."""

    @property
    def threads(self) -> int:
        """Threads that may compute in this process."""

    def compute(self, calculator: Calculator, batch: int, aside: Aside = lambda: None) -> Iterator[Part]:
        """`aside` is done once, beside the groups: by a thread that would soon wait for the others."""


@dataclass(frozen=True)
class Outcome:
    """What is kept of one model."""

    gemeenten: tuple[Distribution, ...]
    total: Distribution
    causes: Aandelen
    kas: tuple[Kasbeeld, ...] = ()
    """The months of the gemeenten and then the region, when they are asked"""

    def merge(self, other: Outcome) -> Outcome:
        """This and a later batch together."""
        return Outcome(
            tuple(a.merge(b) for a, b in zip(self.gemeenten, other.gemeenten, strict=True)),
            self.total.merge(other.total),
            self.causes.merge(other.causes),
            tuple(a.merge(b) for a, b in zip(self.kas, other.kas, strict=True)),
        )


def run(
    model: Model,
    trekkingen: int = 10_000,
    zaad: int = 1,
    zekerheid: float = 0.9,
    workers: int | None = None,
    progress: OnProgress = lambda done, total: None,
    partij: int = PARTIJ,
    runner: Runner | None = None,
    maanden: bool = False,
) -> Result:
    """Simulate every gemeente and the region. `trekkingen` 0 is expected-value mode.

    The outcome is bit-identical for any number of `workers` and any `runner`; `partij` is part of the definition.
    """
    run = Run((model,), trekkingen, zaad, zekerheid, partij, maanden)
    return run_together(run, runner or Threads(workers), progress)[0]


def run_together(run: Run, runner: Runner, progress: OnProgress = lambda done, total: None) -> list[Result]:
    """Simulate several models side by side, one result each, equal to running each by itself."""
    calculator = Calculator(run)
    gemeenten = len(run.models[0].gemeenten)

    def report(batch: int) -> Callable[[int], None]:
        return lambda done: progress(batch * gemeenten + done, run.batches * gemeenten)

    outcomes = compute_batch(calculator, 0, runner, report(0))
    for batch in range(1, run.batches):
        added = compute_batch(calculator, batch, runner, report(batch))
        outcomes = tuple(a.merge(b) for a, b in zip(outcomes, added, strict=True))
    return [to_result(run, m, outcome) for m, outcome in zip(run.models, outcomes, strict=True)]


def run_until(
    run: Run, margin: float, runner: Runner, progress: OnProgress = lambda done, total: None
) -> tuple[Run, Result]:
    """Batch after batch until the margin of the one model is at most `margin`, or `MOST_DRAWS` draws are done.

    The run that it came to, and its result: those of that many draws asked for at once.
    """
    (model,) = run.models
    gemeenten = len(model.gemeenten)
    longest = replace(run, trekkingen=max(1, MOST_DRAWS // run.partij) * run.partij)
    calculator = Calculator(longest)
    outcome: Outcome | None = None
    for batch in range(longest.batches):
        (added,) = compute_batch(calculator, batch, runner, lambda done: progress(done, gemeenten))
        outcome = outcome.merge(added) if outcome else added
        reached = replace(run, trekkingen=outcome.total.n)
        result = to_result(reached, model, outcome)
        if reached_margin(result.totaal) <= margin:
            break
    return reached, result


def compute_batch(
    calculator: Calculator, batch: int, runner: Runner, progress: Callable[[int], None] = lambda done: None
) -> tuple[Outcome, ...]:
    """One batch of every model, each gemeente and the region. [m]"""
    if batch and calculator.run.size(batch) != calculator.run.size(batch - 1):
        calculator.spare.forget()
    # The inputs of causes wait for no outcome, so nobody has to wait for them behind the last group.
    gather = cache(lambda: _design(calculator, calculator.families[0].leader, batch, map))
    distributions, totals, months = add_groups(calculator, batch, runner, progress, gather)
    region = measure_region(calculator, batch, totals, runner.threads, gather())
    kas: tuple[Kasbeeld, ...] = ()
    if months.lasten is not None:
        kas = *months.kas, calculator.region_months(months.lasten, totals[0][..., : calculator.run.size(batch)])
    calculator.spare.give(totals[: len(totals) - calculator.run.oordelen])
    whole = (
        Outcome(tuple(s), *r, () if m else kas) for m, (s, r) in enumerate(zip(distributions, region, strict=True))
    )
    return (*whole, *_judge_region(calculator, batch, totals, runner.threads))


def add_groups(
    calculator: Calculator,
    batch: int,
    runner: Runner,
    progress: Callable[[int], None] = lambda done: None,
    aside: Aside = lambda: None,
) -> tuple[list[list[Distribution]], tuple[NDArray[np.float64], ...], MonthSums]:
    """The distributions of the gemeenten [m][g], the draws of the region and its months: groups are added in their
    fixed order."""
    distributions: list[list[Distribution]] = [[] for _ in calculator.run.whole]
    totals: tuple[NDArray[np.float64], ...] | None = None
    months = MonthSums()
    for part in runner.compute(calculator, batch, aside):
        months.add_part(part.kas, part.month_lasten)
        for m, per_gemeente in enumerate(part.distributions):
            distributions[m].extend(per_gemeente)
        totals = calculator.add(totals, part.totals)
        progress(len(distributions[0]))
    assert totals is not None
    return distributions, totals, months


def measure_region(
    calculator: Calculator,
    batch: int,
    totals: tuple[NDArray[np.float64], ...],
    threads: int,
    first: Ontwerp | None = None,
) -> list[tuple[Distribution, Aandelen]]:
    """The sum of the gemeenten per model: the leaders whole, then each follower as far as it differs. [m]

    first: what the first leader was drawn from, when that was gathered before
    """
    n, zekerheid, families = calculator.run.size(batch), calculator.run.zekerheid, calculator.families
    out: dict[int, tuple[Distribution, Aandelen]] = {}
    followers = iter(totals[len(families) :])
    # One thread in each matrix product: more may round in another order.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(threads) as pool:
        for family, total in zip(families, totals, strict=False):
            leader = total[..., :n]
            # One thread gathers the inputs while the others measure: neither waits for the other.
            gathered = None if first else pool.submit(_design, calculator, family.leader, batch, map)
            distribution = calculator.measured(leader, pool.map)
            design = gathered.result() if gathered else first
            assert design is not None
            first = None
            out[family.leader] = distribution, attribute(design, leader, pool.map)
            work = leader.copy() if family.followers else leader
            for m, delta in family.followers:
                for k, row in zip(delta.rows, next(followers), strict=True):
                    work[k, delta.year :] = row
                # Other drivers are other inputs: what is drawn for a follower is not what its leader drew.
                own = design
                if calculator.run.models[m].drijvers != calculator.run.models[family.leader].drijvers:
                    own = _design(calculator, m, batch, pool.map)
                out[m] = remeasure(distribution, leader, work, delta.where, zekerheid), attribute(own, work, pool.map)
                for k in delta.rows:
                    work[k, delta.year :] = leader[k, delta.year :]
    return [out[m] for m in range(len(out))]


def _design(calculator: Calculator, m: int, batch: int, map_: Map) -> Ontwerp:
    """What a model was drawn from, to measure causes with; empty when nobody asks for them."""
    return Ontwerp(calculator.inputs(m, batch, map_) if calculator.run.oorzaken else [])


def _judge_region(
    calculator: Calculator, batch: int, totals: tuple[NDArray[np.float64], ...], threads: int
) -> list[Outcome]:
    """The models of which only the verdict on the region is asked, behind all others."""
    run = calculator.run
    judged = totals[len(totals) - run.oordelen :]
    if not judged:
        return []
    with ThreadPoolExecutor(threads) as pool:
        verdicts = pool.map(lambda draws: measure_verdicts(draws[..., : run.size(batch)], run.zekerheid), judged)
    nothing = Ontwerp([])
    return [Outcome((), verdict, nothing.attribute(draws)) for verdict, draws in zip(verdicts, judged, strict=True)]


def attribute(design: Ontwerp, draws: NDArray[np.float64], map_: Map) -> Aandelen:
    """The causes of the spread of the region's cumulative saldo. draws: (k, j, n)"""
    return design.attribute(draws[NUMMER["saldo_cumulatief"]], map_)


def to_result(run: Run, model: Model, outcome: Outcome) -> Result:
    """A result as the reports read it."""
    years, zekerheid = model.tijdas.jaren, run.zekerheid
    # Where only the verdict was asked no gemeente was measured.
    measured = model.gemeenten if outcome.gemeenten else ()
    return Result(
        model.regio,
        model.scenario,
        years,
        zekerheid,
        run.trekkingen,
        run.zaad,
        tuple(
            summarize(g.naam, g.code, distribution, years, zekerheid)
            for g, distribution in zip(measured, outcome.gemeenten, strict=True)
        ),
        summarize(model.totaalnaam, "", outcome.total, years, zekerheid),
        name_causes(outcome.causes, (*GROEPEN, REST), years),
        model.waarden,
        model.feiten,
        run.partij,
        kas=outcome.kas,
        # Who asks for no causes compares no people.
        profiel=person_profile(replace(model, gemeenten=measured)) if run.oorzaken else None,
        region_codes=() if measured else tuple(g.code for g in model.gemeenten),
    )


@dataclass(frozen=True)
class _GemeenteWork:
    """The blocks of one gemeente under way."""

    drawn: Drawn
    blocks: list[Future[None]]


class Threads:
    """Threads of this process: numpy lets go of the interpreter while it draws and computes."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or cpu_count() or 1

    @property
    def workers(self) -> int:
        """Number of threads."""
        return self._workers

    threads = workers

    @property
    def under_way(self) -> int:
        """Gemeenten whose draws are held at the same time: one is measured while the blocks of the others are drawn.

        The blocks of one gemeente keep about four threads busy.
        """
        return 2 + -(-self.workers // 4)

    def compute(self, calculator: Calculator, batch: int, aside: Aside = lambda: None) -> Iterator[Part]:
        """The groups in order, with a bounded number of gemeenten under way."""
        keep_freed_memory()
        # More threads inside the matrix product would fight with ours, and may round in another order.
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(self.workers) as pool:
            try:
                yield from self._compute(calculator, batch, pool, aside)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _compute(self, calculator: Calculator, batch: int, pool: ThreadPoolExecutor, aside: Aside) -> Iterator[Part]:
        run = calculator.run
        queue = deque(chain.from_iterable(run.groups))
        running: deque[_GemeenteWork] = deque()

        def refill(room: int) -> None:
            while queue and len(running) < room:
                running.append(_start(calculator, queue.popleft(), batch, pool))
                if not queue:
                    # Behind the last blocks and before what is measured of them.
                    pool.submit(aside)

        refill(self.under_way)
        for group in run.groups:
            distributions: list[tuple[Distribution, ...]] = []
            totals: tuple[NDArray[np.float64], ...] | None = None
            months, moved = MonthSums(), dict[int, NDArray[np.float64]]()
            for g in group:
                work = running.popleft()
                drawn = replace(work.drawn, moved=moved)
                for block in work.blocks:
                    block.result()
                # Behind the blocks that wait already and before those of the next gemeente: nobody is ever idle.
                arrays = [array[..., : run.size(batch)] for array in drawn.draws]
                if run.cijfers:
                    piecewise = measuring(run.zekerheid, run.size(batch))
                    pieces = [pool.map(piecewise, split_quantities(array)) for array in arrays]
                if run.maanden:
                    measured_months = pool.submit(calculator.months, g, arrays[0])
                refill(self.under_way - 1)
                if run.cijfers:
                    pairs = zip(arrays, pieces, strict=True)
                    leaders = [conclude(array, measured, run.percentielfouten) for array, measured in pairs]
                else:
                    leaders = [calculator.measured(array) for array in arrays]
                followers = self._follow(calculator, g, batch, drawn, leaders, pool)
                if run.maanden:
                    months.add(*measured_months.result())
                distributions.append(calculator.in_order(leaders, [s for part in followers for s in part]))
                totals = calculator.add(totals, (*drawn.draws, *drawn.judged))
                if not queue and batch == run.batches - 1:
                    # Nobody takes these any more, and the causes need the room.
                    calculator.spare.forget()
            assert totals is not None
            totals = calculator.arrange(totals, moved)
            yield Part(tuple(zip(*distributions, strict=True)), totals, tuple(months.kas), months.lasten)

    def _follow(
        self,
        calculator: Calculator,
        g: int,
        batch: int,
        drawn: Drawn,
        leaders: Sequence[Distribution],
        pool: ThreadPoolExecutor,
    ) -> list[list[Distribution]]:
        """The followers of every family, divided over the threads. [family]"""
        tasks: list[list[Future[list[Distribution]]]] = []
        for f, family in enumerate(calculator.families):
            step = -(-len(family.followers) // self.workers) or 1
            pieces = [family.followers[i : i + step] for i in range(0, len(family.followers), step)]
            tasks.append([pool.submit(calculator.follow, g, batch, drawn, (f, piece), leaders[f]) for piece in pieces])
        return [[out for work in per_family for out in work.result()] for per_family in tasks]


def _start(calculator: Calculator, g: int, batch: int, pool: ThreadPoolExecutor) -> _GemeenteWork:
    drawn = calculator.begin(batch)
    blocks = range(len(calculator.run.blocks(batch)))
    return _GemeenteWork(drawn, [pool.submit(calculator.fill_block, g, batch, b, drawn) for b in blocks])
