"""The work of a run, cut into pieces that any thread, process or machine may do, in any order.

A run is fixed by its `Run`, whose fields have the names of the options. Its draws come in blocks of `trekking.BLOK`,
each from its own keyed streams, and are held together in batches of `Run.partij`. The region adds its gemeenten in
groups of fixed size and order. None of these depend on the machine, so neither does a single bit of the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from scenarios.engine.delta import (
    Delta,
    Family,
    alone,
    beside,
    families,
    gemeente_signature,
    group_by,
    members_of,
    same_rules,
    shared_signature,
)
from scenarios.engine.fingerprint import same
from scenarios.engine.geheugen.malloc import SpareArrays
from scenarios.engine.pieces import Countdown, Drawn, Once, Part
from scenarios.engine.statistics import (
    JUDGED,
    Distribution,
    Map,
    MonthSums,
    measure,
    measure_cash,
    measure_verdicts,
    remeasure,
)
from scenarios.grond.trekking import BLOK, Trekking, Verwachting
from scenarios.kas.droog import Kasbeeld
from scenarios.kas.maanden import Maandverdeler, plan_months, plan_region
from scenarios.model.grootheden import GROOTHEDEN, VOLUMERIJEN
from scenarios.model.lasten import ALLES, GELD, Stappen
from scenarios.model.model import Model
from scenarios.model.personen import Volumes, draw_volumes
from scenarios.model.simulatie import Landbeeld, account, settle, simulate_country, weigh_country, work_out
from scenarios.model.uitwerking import draw_circumstances
from scenarios.oorzaken.invoer import gather_inputs

PARTIJ = 10_240
"""Draws held together unless the user asks otherwise: percentiles over them are exact."""
GROUPS = 64
"""Gemeenten are added in at most this many groups."""
GROUP = 4
"""Gemeenten in a group, when there are enough: to Dask the sum of a group costs as much to send as one gemeente."""
TOGETHER = 5 * BLOK
"""Draws that are settled at once: settling is many small sums, and threads meet at each of them."""

Gather = Callable[[Model, Landbeeld, Trekking], tuple[NDArray[np.float64], ...]]
"""What a block was drawn from, per group of inputs (f, n)"""


@dataclass(frozen=True)
class Run:
    """What a run is. Models of one region and time grid that run together share the draws that they have in common."""

    models: tuple[Model, ...]
    trekkingen: int
    """Number of draws; 0 is expected-value mode."""
    zaad: int
    zekerheid: float
    partij: int = PARTIJ
    """Draws held together: a multiple of BLOK."""
    maanden: bool = False
    """Whether the months of the first model are measured too."""
    oorzaken: bool = True
    """Whether it is measured what makes the outcome uncertain."""
    cijfers: bool = True
    """Whether every figure is measured, or only what the verdicts are about."""
    percentielfouten: bool = True
    """Whether the standard errors of percentiles are measured too."""
    oordelen: int = 0
    """Of so many models at the end only the verdict on the region is asked."""

    def __post_init__(self) -> None:
        if self.partij <= 0 or self.partij % BLOK:
            raise ValueError(f"partij moet een veelvoud van {BLOK} zijn")

    @property
    def whole(self) -> tuple[Model, ...]:
        """The models that are measured whole; they come first."""
        return self.models[: len(self.models) - self.oordelen]

    def of_first(self) -> Run:
        """The run of the first model alone."""
        return replace(self, models=self.models[:1], oordelen=0)

    @property
    def batches(self) -> int:
        """Number of batches."""
        return max(1, -(-self.trekkingen // self.partij))

    def size(self, batch: int) -> int:
        """Draws in one batch; expected-value mode holds one "draw"."""
        return min(self.partij, self.trekkingen - batch * self.partij) if self.trekkingen else 1

    def blocks(self, batch: int) -> list[Trekking | Verwachting]:
        """The streams of one batch, whole blocks; the last is cut when fewer draws are asked."""
        if not self.trekkingen:
            return [Verwachting()]
        first = batch * (self.partij // BLOK)
        return [Trekking(self.zaad, first + b) for b in range(-(-self.size(batch) // BLOK))]

    def shape(self, batch: int) -> tuple[int, int, int]:
        """(k grootheid, j year, n draw) of one batch of one gemeente, in whole blocks."""
        n = sum(stream.aantal for stream in self.blocks(batch))
        return len(GROOTHEDEN), len(self.models[0].tijdas.jaren), n

    @property
    def groups(self) -> list[range]:
        """Numbers of the gemeenten that are added together before they are added to the region.

        A small region falls apart in at least `GROUP` groups, so that there is something to divide.
        """
        count = len(self.models[0].gemeenten)
        size = max(-(-count // GROUPS), min(GROUP, count // GROUP), 1)
        return [range(g, min(g + size, count)) for g in range(0, count, size)]


class Calculator:
    """Computes pieces of one `Run`. Safe for threads; a copy in another process works the same."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.spare = SpareArrays()
        # Expected values are one column: nothing to gain, and a product of one column rounds by its company.
        self.families = families(run.whole) if run.trekkingen else alone(range(len(run.whole)))
        rest = range(len(run.whole), len(run.models))
        self.judged = beside(run.models, [f.leader for f in self.families], rest) if run.trekkingen else alone(rest)
        """Families of the models of which only the verdict is asked; a leader may be measured whole as well"""
        grouped = (*self.families, *self.judged)
        shared = {m: shared_signature(run.models[f.leader]) for f in grouped for m in members_of(f)}
        self._shared = [shared[m] for m in range(len(run.models))]
        """Of what the people of every model are drawn from"""
        alike = group_by(run.models, range(len(run.models)), same_rules)
        self._rules = [next(group[0] for group in alike if m in group) for m in range(len(run.models))]
        """Number of the first model with the same rules"""
        self._countries: dict[tuple[str, int, int], Once] = {}
        self._signatures: dict[tuple[int, int], str] = {}
        self._months: tuple[Maandverdeler, ...] | None = None
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Calculator], tuple[Run]]:
        return Calculator, (self.run,)

    def compute_group(self, group: range, batch: int) -> Part:
        """Everything of one group of gemeenten for one batch."""
        distributions: list[tuple[Distribution, ...]] = []
        totals: tuple[NDArray[np.float64], ...] | None = None
        months, moved = MonthSums(), dict[int, NDArray[np.float64]]()
        for g in group:
            drawn = replace(self.begin(batch), moved=moved)
            for b in range(len(self.run.blocks(batch))):
                self.fill_block(g, batch, b, drawn)
            n = self.run.size(batch)
            leaders = [self.measured(array[..., :n]) for array in drawn.draws]
            if self.run.maanden:
                months.add(*self.months(g, drawn.draws[0][..., :n]))
            followers = [
                self.follow(g, batch, drawn, (f, x.followers), leaders[f]) for f, x in enumerate(self.families)
            ]
            distributions.append(self.in_order(leaders, [s for part in followers for s in part]))
            totals = self.add(totals, (*drawn.draws, *drawn.judged))
        assert totals is not None
        totals = self.arrange(totals, moved)
        return Part(tuple(zip(*distributions, strict=True)), totals, tuple(months.kas), months.lasten)

    def measured(self, draws: NDArray[np.float64], map_: Map = map) -> Distribution:
        """What is asked of the draws of one gemeente, or of the region. (k, j, n)"""
        if not self.run.cijfers:
            return measure_verdicts(draws[JUDGED], self.run.zekerheid)
        return measure(draws, self.run.zekerheid, map_, self.run.percentielfouten)

    def months(self, g: int, years: NDArray[np.float64]) -> tuple[Kasbeeld, NDArray[np.float64]]:
        """The months of one gemeente of the first model, and its lasten per pot. years: (k, j, n) -> (pot, m, n)"""
        divider = self._dividers()[g]
        lasten = divider.lasten(years)
        return measure_cash(divider.plan, lasten, years), lasten

    def region_months(self, lasten: NDArray[np.float64], years: NDArray[np.float64]) -> Kasbeeld:
        """The months of the region. lasten: (pot, m, n), years: (k, j, n)"""
        return measure_cash(plan_region(self._dividers()), lasten, years)

    def _dividers(self) -> tuple[Maandverdeler, ...]:
        with self._lock:
            if self._months is None:
                self._months = plan_months(self.run.models[0])
            return self._months

    def begin(self, batch: int) -> Drawn:
        """Room for the draws of one gemeente, of every leader."""
        shape = self.run.shape(batch)
        return Drawn(
            tuple(self.spare.take(shape) for _ in self.families),
            [{} for _ in self.families],
            tuple(np.empty((len(JUDGED), *shape[1:])) for _ in range(self.run.oordelen)),
            Countdown(len(self.run.blocks(batch))),
        )

    def fill_block(self, g: int, batch: int, b: int, drawn: Drawn) -> None:
        """Draw block `b` of gemeente number `g` for every leader; the last one that is filled settles them all.

        Whole blocks are drawn, so the first n draws do not depend on how many are asked.
        """
        stream = self.run.blocks(batch)[b]
        known = self.drawn(stream)
        for f, family in enumerate(self.families):
            model, country = self.run.models[family.leader], self._country(family.leader, stream)
            key = self.people(family.leader, g)
            if key not in known:
                known[key] = draw_volumes(model, model.gemeenten[g], country, stream)
            work_out(model, model.gemeenten[g], country, known[key], _columns(drawn.draws[f], b), self._steps)
            if family.followers:
                drawn.people[f][b] = known[key]
        for family in self.judged:
            self._judge_block(family, g, (b, stream), known, drawn)
        if drawn.blocks.is_last():
            self._settle(g, drawn)

    @property
    def _steps(self) -> Stappen:
        """What is done for a leader: a verdict knows euros only."""
        return ALLES if self.run.cijfers else GELD

    def _settle(self, g: int, drawn: Drawn) -> None:
        """Every draw of every leader: each counts by itself, so blocks go together."""
        for family, draws in zip(self.families, drawn.draws, strict=True):
            model = self.run.models[family.leader]
            for begin in range(0, draws.shape[-1], TOGETHER):
                settle(model, model.gemeenten[g], draws[..., begin : begin + TOGETHER], self._steps)

    def _judge_block(
        self, family: Family, g: int, block: tuple[int, Trekking | Verwachting], known: dict[str, Volumes], drawn: Drawn
    ) -> None:
        """Keep of every model of a family what its verdict is about."""
        (b, stream), first = block, len(self.run.whole)
        leader, country = self.run.models[family.leader], self._country(family.leader, block[1])
        key = self.people(family.leader, g)
        if key not in known:
            known[key] = draw_volumes(leader, leader.gemeenten[g], country, stream)
        people, work = replace(known[key], gewogen={}), np.empty((*self.run.shape(0)[:2], stream.aantal))
        if family.leader < first:
            # As far as it was worked out, and without the volumes, which no euro depends on.
            whole = drawn.draws[[f.leader for f in self.families].index(family.leader)]
            work[: VOLUMERIJEN.start] = _columns(whole, b)[: VOLUMERIJEN.start]
            settle(leader, leader.gemeenten[g], work, GELD)
        else:
            account(leader, leader.gemeenten[g], country, people, work, GELD)
            _columns(drawn.judged[family.leader - first], b)[:] = work[JUDGED]
        previous = Stappen()
        for m, delta in family.followers:
            model, steps = self.run.models[m], (delta.steps | previous).of_money()
            account(model, model.gemeenten[g], self._country(m, stream), people, work, steps)
            previous = delta.steps
            _columns(drawn.judged[m - first], b)[:] = work[JUDGED]

    def follow(
        self, g: int, batch: int, drawn: Drawn, who: tuple[int, Sequence[tuple[int, Delta]]], leading: Distribution
    ) -> list[Distribution]:
        """Distributions of some followers of one family; what may differ is added up in `drawn.moved`.

        They take turns in one working copy of their leader, each mending what the one before it moved.
        who: family, (model, delta) each
        """
        f, followers = who
        if not followers:
            return []
        leader, n = drawn.draws[f], self.run.size(batch)
        work = self.spare.take(leader.shape)
        work[:] = leader
        out, previous = [], Stappen()
        everybody = [replace(people, gewogen={}) for _, people in sorted(drawn.people[f].items())]
        for m, delta in followers:
            model, steps = self.run.models[m], delta.steps | previous
            for b, (stream, people) in enumerate(zip(self.run.blocks(batch), everybody, strict=True)):
                work_out(model, model.gemeenten[g], self._country(m, stream), people, _columns(work, b), steps)
            # What follows counts every draw by itself, so all blocks at once.
            settle(model, model.gemeenten[g], work, steps)
            previous = delta.steps
            out.append(remeasure(leading, leader[..., :n], work[..., :n], delta.where, self.run.zekerheid))
            self._add_moved(drawn.moved, m, delta, work[..., :n])
        self.spare.give([work])
        return out

    def _add_moved(
        self, moved: dict[int, NDArray[np.float64]], m: int, delta: Delta, work: NDArray[np.float64]
    ) -> None:
        """Add what may differ in follower `m` to that of the gemeenten before it. work: (k, j, n)"""
        begun = m in moved
        if not begun:
            moved[m] = self.spare.take((len(delta.rows), work.shape[1] - delta.year, work.shape[2]))
        for row, k in zip(moved[m], delta.rows, strict=True):
            if begun:
                row += work[k, delta.year :]
            else:
                row[:] = work[k, delta.year :]

    def arrange(
        self, totals: tuple[NDArray[np.float64], ...], moved: dict[int, NDArray[np.float64]]
    ) -> tuple[NDArray[np.float64], ...]:
        """The sums of one group in the order of `Part.totals`. totals: per leader, then per model that is judged"""
        count = len(self.families)
        followers = (moved[m] for family in self.families for m, _ in family.followers)
        return (*totals[:count], *followers, *totals[count:])

    def in_order(self, leaders: Sequence[Distribution], followers: Sequence[Distribution]) -> tuple[Distribution, ...]:
        """Distributions of leaders and then followers in the order of the models that are measured whole."""
        numbers = [*(f.leader for f in self.families), *(m for f in self.families for m, _ in f.followers)]
        per_model = dict(zip(numbers, (*leaders, *followers), strict=True))
        return tuple(per_model[m] for m in range(len(numbers)))

    def add(
        self, totals: tuple[NDArray[np.float64], ...] | None, added: tuple[NDArray[np.float64], ...]
    ) -> tuple[NDArray[np.float64], ...]:
        """Both together, pair by pair; the room of the second is free again."""
        if totals is None:
            return added
        for total, array in zip(totals, added, strict=True):
            total += array
        self.spare.give(added[: len(added) - self.run.oordelen])
        return totals

    def drawn(self, stream: Trekking | Verwachting) -> dict[str, Volumes]:
        """People of one block by signature, looked up before they are drawn. Nothing outlives one gemeente here."""
        return {}

    def people(self, m: int, g: int) -> str:
        """Signature of everything that the people of one gemeente are drawn from; needless when nobody can share."""
        return self.signature(m, g) if len(self.families) + len(self.judged) > 1 else ""

    def signature(self, m: int, g: int) -> str:
        """The same of everybody; every block asks for it."""
        if (m, g) not in self._signatures:
            self._signatures[m, g] = self._shared[m] + gemeente_signature(self.run.models[m].gemeenten[g])
        return self._signatures[m, g]

    def inputs(self, m: int, batch: int, map_: Map = map, gather: Gather = gather_inputs) -> list[NDArray[np.float64]]:
        """What a model was drawn from in one batch, per group of causes (f, n); nothing in expected-value mode."""
        model = self.run.models[m]

        def of_block(stream: Trekking | Verwachting) -> tuple[NDArray[np.float64], ...]:
            return gather(model, self._country(m, stream), stream) if isinstance(stream, Trekking) else ()

        n, blocks = self.run.size(batch), map_(of_block, self.run.blocks(batch))
        return [np.concatenate(parts, axis=-1)[:, :n] for parts in zip(*blocks, strict=True)]

    def forget(self, block: int) -> None:
        """Let go of the national pictures of a block that is done for every gemeente."""
        with self._lock:
            self._countries = {key: once for key, once in self._countries.items() if key[2] != block}

    def _country(self, m: int, stream: Trekking | Verwachting) -> Landbeeld:
        """The national picture of one block, drawn once; older ones are forgotten when a later batch begins."""
        block = stream.blok if isinstance(stream, Trekking) else 0
        oldest = block - 2 * (self.run.partij // BLOK)
        model, (first, rules) = self.run.models[m], self._first_with(m)
        with self._lock:
            if (self._shared[m], rules, block) not in self._countries:
                self._countries = {s: e for s, e in self._countries.items() if s[2] > oldest}
            once = self._countries.setdefault((self._shared[m], rules, block), Once())
        with once.lock:
            if once.value is None:
                if first == m:
                    once.value = simulate_country(model, stream)
                else:
                    country, leader = self._country(first, stream), self.run.models[first]
                    drawn = country.omstandigheden
                    if not (same(leader.drijvers, model.drijvers) and same(leader.onzeker, model.onzeker)):
                        drawn = draw_circumstances(model, stream)
                    once.value = weigh_country(model, replace(country, omstandigheden=drawn))
            return once.value

    def _first_with(self, m: int) -> tuple[int, int]:
        """The first model that shares the country of model `m` but for its rules, and the first with its rules."""
        first = self._shared.index(self._shared[m])
        equal = self._rules[first] == self._rules[m]
        return first if not equal else m, self._rules[m]


def _columns(array: NDArray[np.float64], b: int) -> NDArray[np.float64]:
    """Block `b` of the draws. (k, j, n)"""
    return array[:, :, b * BLOK : (b + 1) * BLOK]
