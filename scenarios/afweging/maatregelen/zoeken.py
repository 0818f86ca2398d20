"""The cheapest set of measures that is neutral at the asked certainty, and what each certainty costs.

Own money and the costs of a measure add the same to every draw, so they need no simulation: only levers that change
something else are simulated (`Explorer`: the same draws every time, people once). Where their combinations are few all
are tried, cheapest first, until none that is left can be cheaper; of more the search goes step by step, and says so.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf, prod

import numpy as np
from numpy.typing import NDArray

from finance.neutraliteit import judge
from scenarios.afweging.maatregelen.bestand import Maatregel
from scenarios.afweging.maatregelen.hefbomen import Hefboom, changes, money, pull
from scenarios.engine.explore import Explorer
from scenarios.engine.threads import run as simulate
from scenarios.grond.tijdas import Tijdas
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import Scenario

MEESTE_VOLLEDIG = 500
"""Combinations to simulate up to which all are tried"""
MEESTE_STAPPEN = 400
"""Combinations that a search step by step simulates at most"""
RUIM = 0.95
"""Certainty up to which what it costs is looked up, when less is asked"""

Standen = tuple[int, ...]
Saldi = NDArray[np.float64]
"""Own saldo, and added up, of every judged year. (2, j, n) euros"""
Peiling = Callable[[Standen], Saldi]
"""The saldi when the levers that must be simulated stand so"""


@dataclass(frozen=True)
class Vraagstelling:
    """When a set of measures is enough."""

    jaren: tuple[int, ...]
    """The judged years"""
    telt_vanaf: int
    """The first year that is added up"""
    zekerheid: float


@dataclass(frozen=True)
class Maatregelpunt:
    """A set of measures: what it costs, and how sure it is."""

    kosten: float
    """Euros over the judged years: own money, once-only and yearly"""
    kans: float
    """The smallest chance of the judged years, each by itself and added up"""
    buffer: float
    """The largest buffer that is still missing; 0 when neutral"""
    standen: Standen
    verwacht: float
    """Expected saldo added up over the judged years"""

    @property
    def order(self) -> tuple[float, float, int, Standen]:
        """Cheapest first, then the surest, then that with the fewest measures."""
        return self.kosten, -self.kans, sum(s > 0 for s in self.standen), self.standen

    @property
    def neutraal(self) -> bool:
        """Whether every year is neutral at the asked certainty."""
        return self.buffer == 0


@dataclass(frozen=True)
class Maatregeluitslag:
    """What was found."""

    hefbomen: tuple[Hefboom, ...]
    vraag: Vraagstelling
    nu: Maatregelpunt
    """Without measures"""
    beste: Maatregelpunt | None
    """The cheapest that is neutral; None when none is"""
    front: tuple[Maatregelpunt, ...]
    """Per certainty the cheapest, in order of cost"""
    punten: tuple[Maatregelpunt, ...]
    volledig: bool
    """Whether no combination can be cheaper; else the search went step by step"""
    doorgerekend: int
    """Combinations that were simulated"""
    combinaties: int
    """Of all levers, own money too"""


@dataclass
class _Maatregelzoeker:
    """Points that were looked at, and how."""

    hefbomen: tuple[Hefboom, ...]
    vraag: Vraagstelling
    peil: Peiling
    gezien: dict[Standen, tuple[Maatregelpunt, ...]] = field(default_factory=dict)
    """Levels of the simulated levers -> every point with them"""

    def __post_init__(self) -> None:
        self.echt = tuple(i for i, h in enumerate(self.hefbomen) if not h.only_money)
        self.geld = tuple(i for i, h in enumerate(self.hefbomen) if h.only_money)
        self.bijgeld = list(product(*(range(len(self.hefbomen[i].standen)) for i in self.geld)))

    def sizes(self) -> list[int]:
        """Levels of each lever that is simulated."""
        return [len(self.hefbomen[i].standen) for i in self.echt]

    def cost(self, standen: Standen) -> float:
        """What the simulated levers cost by themselves."""
        return money([self.hefbomen[i] for i in self.echt], standen, self.vraag.jaren).kosten

    def look(self, standen: Standen) -> tuple[Maatregelpunt, ...]:
        """Every point with these levels of the simulated levers, whatever money goes in."""
        if standen not in self.gezien:
            saldi = self.peil(standen)
            self.gezien[standen] = tuple(self._points(standen, saldi))
        return self.gezien[standen]

    def _points(self, standen: Standen, saldi: Saldi) -> Iterator[Maatregelpunt]:
        for bij in self.bijgeld:
            alle = [0] * len(self.hefbomen)
            for plekken, waarden in ((self.echt, standen), (self.geld, bij)):
                for i, s in zip(plekken, waarden, strict=True):
                    alle[i] = s
            yield judge_point(self.hefbomen, tuple(alle), saldi, self.vraag)

    def cheapest(self, standen: Standen) -> tuple[float, float]:
        """How far these levels are from the goal: missing buffer when no money helps, and else what neutral costs."""
        punten = self.look(standen)
        goed = [p.kosten for p in punten if p.neutraal]
        return (0.0, min(goed)) if goed else (min(p.buffer for p in punten), inf)


def judge_point(hefbomen: Sequence[Hefboom], standen: Standen, saldi: Saldi, vraag: Vraagstelling) -> Maatregelpunt:
    """A set of measures on the saldi that its simulated levers give."""
    geld = money(hefbomen, standen, vraag.jaren)
    telt = np.array([jaar >= vraag.telt_vanaf for jaar in vraag.jaren])
    erbij = np.stack([geld.saldo, np.cumsum(geld.saldo * telt)])
    reeksen = (saldi + erbij[..., None]).reshape(-1, saldi.shape[-1])
    oordelen = [judge(reeks, vraag.zekerheid) for reeks in reeksen]
    return Maatregelpunt(
        geld.kosten,
        min(o.kans for o in oordelen),
        max(o.buffer for o in oordelen),
        standen,
        float(saldi[0].mean(axis=-1).sum() + geld.saldo.sum()),
    )


def search(
    hefbomen: Sequence[Hefboom],
    vraag: Vraagstelling,
    peil: Peiling,
    voortgang: Callable[[int, int], None] = lambda gedaan, totaal: None,
    meeste: int = MEESTE_VOLLEDIG,
) -> Maatregeluitslag:
    """The cheapest neutral set and the front. meeste: combinations to simulate up to which every one is tried"""
    zoeker = _Maatregelzoeker(tuple(hefbomen), vraag, peil)
    volledig = prod(zoeker.sizes()) <= meeste
    (_try_all if volledig else _step_by_step)(zoeker, voortgang)
    punten = tuple(sorted((p for gezien in zoeker.gezien.values() for p in gezien), key=lambda p: p.order))
    nu = next(p for p in punten if not any(p.standen))
    return Maatregeluitslag(
        zoeker.hefbomen,
        vraag,
        nu,
        next((p for p in punten if p.neutraal), None),
        front(punten),
        punten,
        volledig,
        len(zoeker.gezien),
        prod(len(h.standen) for h in hefbomen),
    )


def front(punten: Sequence[Maatregelpunt]) -> tuple[Maatregelpunt, ...]:
    """Those that are surer than everything that costs as much or less."""
    uit: list[Maatregelpunt] = []
    for punt in sorted(punten, key=lambda p: p.order):
        if not uit or punt.kans > uit[-1].kans:
            uit.append(punt)
    return tuple(uit)


def _try_all(zoeker: _Maatregelzoeker, voortgang: Callable[[int, int], None]) -> None:
    """Cheapest first, until what is left costs more than what is sure enough already."""
    alle = sorted(product(*map(range, zoeker.sizes())), key=lambda s: (zoeker.cost(s), s))
    genoeg = inf
    for nummer, standen in enumerate(alle, start=1):
        if zoeker.cost(standen) > genoeg:
            break
        zeker = (p.kosten for p in zoeker.look(standen) if p.neutraal and p.kans >= RUIM)
        genoeg = min(genoeg, *zeker, inf)
        voortgang(nummer, len(alle))


def _step_by_step(zoeker: _Maatregelzoeker, voortgang: Callable[[int, int], None]) -> None:
    """From nothing, from everything and from each lever pulled whole, to the best neighbour as long as there is one.

    A neighbour has one lever one level further or back, or pulled whole or not at all: what costs the same for every
    level is then not left for a first step that is dear.
    """
    hoogste = [s - 1 for s in zoeker.sizes()]
    begin = [tuple(hoogste), tuple(0 for _ in hoogste)]
    begin += [tuple(h if i == k else 0 for i, h in enumerate(hoogste)) for k in range(len(hoogste))]
    rij = [(zoeker.cheapest(s), s) for s in begin]
    heapq.heapify(rij)
    while rij:
        nu, standen = heapq.heappop(rij)
        while len(zoeker.gezien) < MEESTE_STAPPEN:
            voortgang(len(zoeker.gezien), MEESTE_STAPPEN)
            beter, buur = min((zoeker.cheapest(b), b) for b in _neighbours(standen, hoogste))
            if beter >= nu:
                break
            nu, standen = beter, buur


def _neighbours(standen: Standen, hoogste: Sequence[int]) -> Iterator[Standen]:
    for i, stand in enumerate(standen):
        for anders in sorted({0, hoogste[i], max(stand - 1, 0), min(stand + 1, hoogste[i])} - {stand}):
            yield (*standen[:i], anders, *standen[i + 1 :])


def simulate_levers(verkenner: Explorer, basis: Scenario, hefbomen: Sequence[Hefboom], jaren: Sequence[int]) -> Peiling:
    """The saldi of a region in these years."""
    echt = [h for h in hefbomen if not h.only_money]
    alle = Tijdas(verkenner.regio.bestand.eindjaar).jaren
    plekken = [alle.index(j) for j in jaren]
    rijen = [NUMMER["saldo"], NUMMER["saldo_cumulatief"]]

    def peil(standen: Standen) -> Saldi:
        wijzigingen = (*basis.wijziging, *changes(echt, standen))
        draws = verkenner.draw(basis.model_copy(update={"wijziging": wijzigingen}))
        return draws[np.ix_(rijen, plekken)]

    return peil


def find_measures(
    verkenner: Explorer,
    basis: Scenario,
    maatregelen: Sequence[Maatregel],
    zekerheid: float,
    voortgang: Callable[[int, int], None] = lambda gedaan, totaal: None,
) -> Maatregeluitslag:
    """The cheapest set of these measures for a region. Raises Invoerfout when the scenario does not fit."""
    regio, hefbomen = verkenner.regio, pull(maatregelen)
    model = build_model(regio, basis)
    jaren = simulate(model, 0).judged_years(regio.bestand.peildatum.year)
    vraag = Vraagstelling(jaren, model.tijdas.jaren[model.telt_vanaf], zekerheid)
    return search(hefbomen, vraag, simulate_levers(verkenner, basis, hefbomen, jaren), voortgang)
