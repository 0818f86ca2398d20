"""Exploring: one scenario after another of one region, each answered as fast as the engine allows.

What was computed last is kept. A move that changes money only (a price, an amount, a rule) draws nobody again and does
over only what it touches; what nobody looks at is not measured. The figures are those of a full run, to the last bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from scenarios.engine.geheugen.malloc import keep_freed_memory
from scenarios.engine.origin import judged_years
from scenarios.engine.result import Result, Summary, summarize
from scenarios.engine.statistics import Distribution, Map, measure, measure_dry, measure_rows, remeasure
from scenarios.engine.threads import Outcome, Threads, compute_batch, to_result
from scenarios.engine.work import PARTIJ, Calculator, Run
from scenarios.grond.trekking import BLOK, Trekking, Verwachting
from scenarios.kas.droog import DROOG
from scenarios.kas.maanden import Kasplan, Maandverdeler, plan_months, plan_region
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model, build_model
from scenarios.model.personen import Volumes
from scenarios.model.simulatie import Landbeeld, account
from scenarios.oorzaken.aandelen import Aandelen, Ontwerp
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

DRAWS = 2_000
KEPT = 64
"""Gemeenten whose people are kept for `DRAWS`, each with some 3 MB; a larger region is drawn anew every time."""
SETTLED = 16
"""Gemeenten whose outcome is kept as well, each with 9 MB more: a move of money departs from it."""
POSITIONS = 2
"""The region, and one gemeente of it, that are kept so"""
WHOLE = 4
"""Answers with every gemeente that are kept"""
ANSWERS = 32
"""Answers that are kept to return to."""
BESIDE = ("budget", "lasten", "saldo", "saldo_cumulatief")
"""What is told of every gemeente beside the answer, with its verdicts"""

People = dict[int, dict[str, Volumes]]
"""block -> signature -> people"""
Reeks = NDArray[np.float64]
Inputs = Sequence[Reeks]
"""What draws were made from, per group of causes (f, n)"""
Cash = tuple[Kasplan, Reeks]
"""The plan of the months, and the lasten of the pots of `DROOG` in them (pot, m, n)"""


@dataclass(frozen=True)
class Answer:
    """One answer. `result` holds no separate gemeenten: its `totaal` is the region, or the gemeente asked for."""

    result: Result
    seconds: float
    """Time it took to compute, from scenario to answer"""


@dataclass
class Position:
    """The region, or one gemeente of it, as it was computed last: what the next move departs from."""

    scenario: Scenario
    run: Run
    """Of the one model"""
    groups: list[range]
    """Numbers of the gemeenten that are added up, as a run groups them"""
    countries: list[Landbeeld]
    """[block]"""
    total: Reeks
    """(k, j, n) whole blocks"""
    draws: Mapping[int, Reeks]
    people: Mapping[int, Sequence[Volumes]]
    """number -> (k, j, n) in whole blocks, and its people per block; nothing where they are too many to keep"""
    cash: Cash | None = None
    """The months, once they were asked for"""
    measured: dict[float, Distribution] = field(default_factory=dict)
    """By certainty"""
    design: tuple[Inputs, Ontwerp] | None = None
    """What causes are measured with"""
    same_inputs: bool = False
    """Whether it is known that this was drawn from those inputs"""

    @property
    def model(self) -> Model:
        """Whose it is."""
        return self.run.models[0]

    @property
    def years(self) -> Reeks:
        """The draws that were asked for. (k, j, n)"""
        return self.total[..., : self.run.size(0)]


class Explorer:
    """Answers questions about one region with the same draws every time. Not for several threads at once."""

    def __init__(self, regio: Regio, trekkingen: int = DRAWS, zaad: int = 1) -> None:
        if trekkingen > PARTIJ:
            raise ValueError(f"ten hoogste {PARTIJ} trekkingen: een verkenning houdt ze samen in het geheugen")
        self.regio = regio
        self.trekkingen = trekkingen
        self.zaad = zaad
        self._people: People = {}
        self._positions: dict[str, Position] = {}
        """By CBS code; that of the region under nothing"""
        self._answers: dict[tuple[object, ...], Answer] = {}
        self._whole: dict[tuple[Scenario, float], Result] = {}

    def compute(self, scenario: Scenario, zekerheid: float = 0.9, gemeente: str = "") -> Answer:
        """The region, or the one `gemeente` with that name. Raises Invoerfout when the scenario does not fit.

        Of its months is told when a pot runs dry, and causes are measured of the years that are judged.
        """
        question = (scenario, zekerheid, gemeente)
        if question not in self._answers:
            begin = time.perf_counter()
            result = self._compute(scenario, zekerheid, gemeente)
            self._answers[question] = Answer(result, time.perf_counter() - begin)
            forget(self._answers, ANSWERS)
        return self._answers[question]

    def draw(self, scenario: Scenario) -> Reeks:
        """Every draw of the region, not measured. (k, j, n). Raises Invoerfout when the scenario does not fit."""
        with side_by_side() as map_:
            if self._keeps(SETTLED):
                return self._settle(scenario, "", map_).years
            run = Run((build_model(self.regio, scenario),), self.trekkingen, self.zaad, 0.5)
            return add_up(RememberingCalculator(run, self._people if self._keeps(KEPT) else None), map_)

    def compute_all(self, scenario: Scenario, zekerheid: float = 0.9) -> Result:
        """The region with every one of its gemeenten: `BESIDE` and their verdicts, or all figures of a large one."""
        question = (scenario, zekerheid)
        if question not in self._whole:
            self._whole[question] = self._compute_all(scenario, zekerheid)
            forget(self._whole, WHOLE)
        return self._whole[question]

    def _keeps(self, most: int) -> bool:
        """Whether what is kept of `most` gemeenten for `DRAWS` is kept of this region."""
        return len(self.regio.gemeenten) * self.trekkingen <= most * DRAWS

    def _compute(self, scenario: Scenario, zekerheid: float, gemeente: str) -> Result:
        code = next((g.code for g in self.regio.gemeenten if g.naam == gemeente), "")
        with side_by_side() as map_:
            now = self._settle(scenario, code, map_)
            if zekerheid not in now.measured:
                now.measured = {zekerheid: measure(now.years, zekerheid, map_)}
            now.cash = now.cash or _cash_of(now, map_)
            causes = self._attribute(now, code, map_)
        plan, lasten = now.cash
        dry = measure_dry(plan, dict(zip(DROOG, lasten, strict=True)), now.years)
        outcome = Outcome((), now.measured[zekerheid], causes, (dry,))
        result = to_result(replace(now.run, zekerheid=zekerheid), now.model, outcome)
        return replace(result, totaal=replace(result.totaal, naam=gemeente, code=code)) if code else result

    def _compute_all(self, scenario: Scenario, zekerheid: float) -> Result:
        if not self._keeps(SETTLED):
            run = Run((build_model(self.regio, scenario),), self.trekkingen, self.zaad, zekerheid)
            kept = self._people if self._keeps(KEPT) else None
            (outcome,) = compute_batch(RememberingCalculator(run, kept), 0, Threads())
            return to_result(run, run.models[0], outcome)
        answer, rows = self.compute(scenario, zekerheid), [NUMMER[name] for name in BESIDE]
        with side_by_side() as map_:
            now = self._settle(scenario, "", map_)

            def tell(g: int) -> Summary:
                who, draws = now.model.gemeenten[g], now.draws[g][..., : now.run.size(0)]
                measured = measure_rows(draws, rows, zekerheid)
                return summarize(who.naam, who.code, measured, now.model.tijdas.jaren, zekerheid)

            return replace(answer.result, gemeenten=tuple(map_(tell, now.draws)), region_codes=())

    def _settle(self, scenario: Scenario, code: str, map_: Map) -> Position:
        """Every draw of the region, or of the gemeente with that code; measured again as far as it was."""
        was = self._positions.get(code)
        if was is not None and was.scenario == scenario:
            return was
        if code and len(self.regio.gemeenten) <= KEPT:
            # A full run refuses what does not fit another gemeente. Of a large region that takes longer than the
            # answer; there the run in the background refuses it.
            build_model(self.regio, scenario)
        model = build_model(self.regio, scenario, alleen=(code,) if code else None)
        now, countries, design = None, None, None
        if was is not None:
            pair = RememberingCalculator(replace(was.run, models=(was.model, model)), None, was.countries)
            countries, design = pair.known_countries(1), was.design
            if was.draws:
                # Its arrays become those of the next: until these are filled there is nothing to depart from.
                del self._positions[code]
                now = _depart(was, scenario, pair, map_)
        if now is None:
            was = None
            now = self._begin(scenario, model, code, countries, map_)
            now.design = design
            for kept in self._people.values():
                forget(kept, 2 * KEPT)
        self._positions[code] = now
        forget(self._positions, POSITIONS)
        return now

    def _begin(
        self, scenario: Scenario, model: Model, code: str, countries: list[Landbeeld] | None, map_: Map
    ) -> Position:
        """Everything drawn and settled, but for the national pictures when these are known."""
        run = Run((model,), self.trekkingen, self.zaad, 0.5)
        keep = bool(code) or self._keeps(SETTLED)
        store = self._people if self._keeps(KEPT) else {} if keep else None
        calculator = RememberingCalculator(run, store, countries)
        whose = [range(g, g + 1) for g, who in enumerate(model.gemeenten) if who.code == code] or run.groups
        if keep:
            draws = fill(calculator, [g for group in whose for g in group], map_)
            people = {g: calculator.who(g) for g in draws}
            return Position(scenario, run, whose, calculator.countries(0), add(None, whose, draws), draws, people)
        dividers, n = plan_months(model), run.size(0)
        lasten: list[Reeks] = []

        def note(group: range, draws: Mapping[int, Reeks]) -> None:
            own = {g: _by_month(dividers[g], x[..., :n]) for g, x in draws.items()}
            lasten[:] = [add(lasten[0] if lasten else None, [group], own)]

        total = add_up(calculator, map_, note)
        return Position(
            scenario, run, whose, calculator.countries(0), total, {}, {}, (plan_region(dividers), lasten[0])
        )

    def _attribute(self, now: Position, code: str, map_: Map) -> Aandelen:
        """The causes of the spread of the cumulative saldo in the years that are judged."""
        if not now.same_inputs:
            calculator = RememberingCalculator(now.run, None, now.countries)
            inputs = calculator.inputs(0, 0, map_)
            if now.design is None or not _equal(now.design[0], inputs):
                now.design = inputs, Ontwerp(inputs)
            now.same_inputs = True
        assert now.design is not None
        model, row = now.model, NUMMER["saldo_cumulatief"]
        codes = (code,) if code else tuple(g.code for g in model.gemeenten)
        judged = judged_years(model.feiten, codes, model.tijdas.jaren, self.regio.bestand.peildatum.year)
        asked = np.isin(model.tijdas.jaren, judged)[:, None]
        # What does not vary has no causes.
        return now.design[1].attribute(np.where(asked, now.years[row], 0.0), map_)


@contextmanager
def side_by_side() -> Iterator[Map]:
    """The `map` of all threads of this machine, one of them in each matrix product: more may round in another order."""
    keep_freed_memory()
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(cpu_count() or 1) as pool:
        yield pool.map


class RememberingCalculator(Calculator):
    """Remembers people from one run to the next, and the country of its first model."""

    def __init__(self, run: Run, people: People | None, countries: Sequence[Landbeeld] | None = None) -> None:
        super().__init__(run)
        self._kept = people
        self._known = countries

    def drawn(self, stream: Trekking | Verwachting) -> dict[str, Volumes]:
        if self._kept is None:
            return {}
        return self._kept.setdefault(stream.blok if isinstance(stream, Trekking) else -1, {})

    def people(self, m: int, g: int) -> str:
        return self.signature(m, g)

    def who(self, g: int) -> list[Volumes]:
        """The people of one gemeente of the first model, which were drawn, per block."""
        return [self.drawn(stream)[self.people(0, g)] for stream in self.run.blocks(0)]

    def countries(self, m: int) -> list[Landbeeld]:
        """The national pictures of one model, per block."""
        return [self._country(m, stream) for stream in self.run.blocks(0)]

    def known_countries(self, m: int) -> list[Landbeeld] | None:
        """Those of one model, when they were drawn from the same as those of the first."""
        return self.countries(m) if self._shared[m] == self._shared[0] else None

    def _country(self, m: int, stream: Trekking | Verwachting) -> Landbeeld:
        if self._known is not None and (self._shared[m], self._rules[m]) == (self._shared[0], self._rules[0]):
            return self._known[stream.blok if isinstance(stream, Trekking) else 0]
        return super()._country(m, stream)


def fill(calculator: Calculator, numbers: Iterable[int], map_: Map) -> dict[int, Reeks]:
    """Gemeenten of the one model of a run of one batch, their blocks side by side. number -> (k, j, n)"""
    drawn = {g: calculator.begin(0) for g in numbers}
    work = list(product(drawn, range(len(calculator.run.blocks(0)))))
    list(map_(lambda gb: calculator.fill_block(gb[0], 0, gb[1], drawn[gb[0]]), work))
    return {g: d.draws[0] for g, d in drawn.items()}


def add(total: Reeks | None, groups: Sequence[range], arrays: Mapping[int, Reeks]) -> Reeks:
    """The arrays of the gemeenten by group, and the groups to the total: in the order of a run, so to the same bits."""
    for group in groups:
        own = arrays[group[0]].copy()
        for g in group[1:]:
            own += arrays[g]
        total = own if total is None else total + own
    assert total is not None
    return total


def add_up(
    calculator: Calculator, map_: Map, each: Callable[[range, Mapping[int, Reeks]], None] = lambda group, draws: None
) -> Reeks:
    """Every draw of the region of the one model of a run of one batch, not measured. (k, j, n)

    each: what is done with the draws of a group, which are not kept
    """
    total: Reeks | None = None
    for group in calculator.run.groups:
        draws = fill(calculator, group, map_)
        each(group, draws)
        total = add(total, [group], draws)
        calculator.spare.give(tuple(draws.values()))
    assert total is not None
    return total[..., : calculator.run.size(0)]


def _depart(was: Position, scenario: Scenario, pair: RememberingCalculator, map_: Map) -> Position | None:
    """What other money makes of the same people, in the arrays of `was`; None when the people are others.

    pair: of the model of `was` and of that to depart to
    """
    if len(pair.families) > 1:
        return None
    ((_, delta),) = pair.families[0].followers
    model = pair.run.models[1]
    blocks = range(len(was.countries))
    countries = pair.countries(1)

    def again(gb: tuple[int, int]) -> None:
        g, b = gb
        account(model, model.gemeenten[g], countries[b], was.people[g][b], _block(was.draws[g], b), delta.steps)

    list(map_(again, product(was.draws, blocks)))
    rows, n = [*delta.rows], was.run.size(0)
    total = was.total.copy()
    total[rows, delta.year :] = add(None, was.groups, {g: x[rows, delta.year :] for g, x in was.draws.items()})
    measured = {
        zekerheid: remeasure(known, was.years, total[..., :n], (rows, delta.year), zekerheid)
        for zekerheid, known in was.measured.items()
    }
    return Position(
        scenario,
        replace(was.run, models=(model,)),
        was.groups,
        countries,
        total,
        was.draws,
        was.people,
        measured=measured,
        design=was.design,
        # Other drivers are other inputs.
        same_inputs=was.same_inputs and model.drijvers == was.model.drijvers,
    )


def _cash_of(now: Position, map_: Map) -> Cash:
    """The months of what is kept."""
    dividers, n = plan_months(now.model), now.run.size(0)
    lasten = map_(lambda g: _by_month(dividers[g], now.draws[g][..., :n]), now.draws)
    plan = plan_region([dividers[g] for g in now.draws])
    return plan, add(None, now.groups, dict(zip(now.draws, lasten, strict=True)))


def _by_month(divider: Maandverdeler, draws: Reeks) -> Reeks:
    """What one gemeente spends by month from the pots of `DROOG`. (k, j, n) -> (pot, m, n)"""
    return np.stack([divider.lasten_of(pot, draws) for pot in DROOG])


def _block(array: Reeks, b: int) -> Reeks:
    """Block number `b` of the draws. (k, j, n)"""
    return array[:, :, b * BLOK : (b + 1) * BLOK]


def _equal(one: Inputs, other: Inputs) -> bool:
    return len(one) == len(other) and all(map(np.array_equal, one, other))


def forget(kept: dict[Any, Any], room: int) -> None:
    """Drop what came first until it fits."""
    while len(kept) > room:
        kept.pop(next(iter(kept)))
