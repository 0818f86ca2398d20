"""Goal seek: up to where may one knob go, the rest as entered, so that a goal still holds?

Every value is tried on the same draws, so between two values nothing differs but the knob. A search asks for several
values at a time; searches of several knobs run side by side, so that the base is settled once for all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from scenarios.afweging.doel import Eis, Stand, Zoekdoel, goal_of, hardest, stand_at
from scenarios.afweging.knoppen import Knop, decision_knobs
from scenarios.afweging.mengen import Menger
from scenarios.afweging.punten import Punten
from scenarios.model.model import Model, build_model
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

ALTIJD, NOOIT, GRENS = "altijd", "nooit", "grens"
"""It holds everywhere between the ends that were searched, nowhere, or up to a value"""
Z95 = 1.96
ROOSTER = 6
"""Values, evenly over what is searched, between which the goal is seen to hold or not"""
RONDEN = 12
FIJN = 0.05
"""How sharp the ends of the interval are, as part of their distance to the bound"""
STIL = 0.005
"""Euros that are rounding"""
Zoektocht = Generator[list[float], list[Stand], "Gevonden"]
"""Asks for values, is told how the goal stands there, and ends with what it found"""
Rand = tuple[Stand, Stand]
"""Two neighbours: where the goal holds, and where it does not"""


@dataclass(frozen=True)
class Gevonden:
    """What a search over values found, whatever they are values of."""

    soort: str
    stand: Stand
    """Where it still holds; without a bound, where it is nearest to one"""
    richting: int
    """1 where more makes the goal easier, -1 where it makes it harder, 0 where it moves nothing"""
    stukken: tuple[tuple[float, float], ...] = ()
    """Where it holds, as far as was tried; more than one says that there is no single bound"""
    tussen: tuple[float | None, float | None] = (None, None)
    """Between these the bound lies for 95%, as far as the draws tell; None beyond what was searched"""
    vast: tuple[int, ...] = ()
    """Numbers of the demands that fail and that the knob does not move"""


@dataclass(frozen=True)
class Uitkomst:
    """The answer for one knob."""

    knop: Knop
    doel: Zoekdoel
    gevonden: Gevonden
    nu: Stand
    """How the goal stands as entered"""
    trekkingen: int

    @property
    def waarde(self) -> float | None:
        """The value up to which the goal holds; None without a bound."""
        return self.gevonden.stand.waarde if self.gevonden.soort == GRENS else None

    @property
    def hardste(self) -> Eis:
        """The demand that decides where the search ended."""
        return self.doel.eisen[self._nummer]

    @property
    def kans(self) -> float:
        """Its chance there."""
        return self.gevonden.stand.kansen[self._nummer]

    @property
    def fout(self) -> float:
        """The standard error of that chance."""
        return self.gevonden.stand.fouten[self._nummer]

    @property
    def vast(self) -> tuple[Eis, ...]:
        """What fails wherever the knob stands."""
        return tuple(self.doel.eisen[i] for i in self.gevonden.vast)

    @property
    def _nummer(self) -> int:
        return hardest(self.gevonden.stand, self.doel.kans)


def seek(
    regio: Regio, scenario: Scenario, punten: Punten, doel: Zoekdoel, knoppen: Sequence[Knop], scherp: bool = True
) -> list[Uitkomst]:
    """Each knob by itself, the others as `scenario` has them. `scherp`: with the interval that the draws leave.

    Of a verdict a knob is asked what it can move: the years before it works are as they are.
    """
    doelen = [doel.since(k.vanaf.year) for k in knoppen]

    def build(knop: Knop, waarde: float) -> Model:
        return build_model(regio, knop.scenario(scenario, waarde))

    mengers = [Menger(k, punten.basis, partial(build, k)) for k in knoppen]

    def evaluate(vragen: list[tuple[int, float]]) -> list[Stand]:
        modellen = [mengers[k].model(x) for k, x in vragen]
        saldi = punten.saldi(modellen) if modellen else ()
        return [
            stand_at(x, doelen[k].saldi(saldo, model))
            for (k, x), model, saldo in zip(vragen, modellen, saldi, strict=True)
        ]

    def entered(k: int) -> Stand:
        return stand_at(knoppen[k].nu, doelen[k].saldi(punten.saldo, punten.basis))

    gevonden = _side_by_side(
        [search(k, doel.kans, scherp) for k in knoppen], [k.nu for k in knoppen], entered, evaluate
    )
    return [
        Uitkomst(knop, eigen, g, nu, punten.trekkingen)
        for knop, eigen, (g, nu) in zip(knoppen, doelen, gevonden, strict=True)
    ]


def decision_bounds(
    regio: Regio, scenario: Scenario, punten: Punten, zekerheid: float, scherp: bool = False
) -> list[Uitkomst]:
    """Up to where the verdict stays neutral: the price of B1 and Z, and the own fte, each by itself.

    punten: of the model of `scenario`
    """
    doel = goal_of(regio, punten.basis, zekerheid)
    return seek(regio, scenario, punten, doel, decision_knobs(regio, punten.basis), scherp)


def _side_by_side(
    tochten: Sequence[Zoektocht],
    nu: Sequence[float],
    entered: Callable[[int], Stand],
    evaluate: Callable[[list[tuple[int, float]]], list[Stand]],
) -> list[tuple[Gevonden, Stand]]:
    """All searches round by round, and how it stands as entered: the base is computed beside the first points."""
    uit: dict[int, Gevonden] = {}
    bekend: list[dict[float, Stand]] = [{} for _ in tochten]
    vragen = {i: next(tocht) for i, tocht in enumerate(tochten)}
    while vragen:
        nieuw = [(i, x) for i, xs in vragen.items() for x in dict.fromkeys(xs) if x not in (nu[i], *bekend[i])]
        for (i, x), stand in zip(nieuw, evaluate(nieuw), strict=True):
            bekend[i][x] = stand
        for i, x in enumerate(nu):
            if x not in bekend[i]:
                bekend[i][x] = entered(i)
        volgende = {}
        for i, xs in vragen.items():
            try:
                volgende[i] = tochten[i].send([bekend[i][x] for x in xs])
            except StopIteration as klaar:
                uit[i] = klaar.value
        vragen = volgende
    return [(uit[i], bekend[i][x]) for i, x in enumerate(nu)]


def search(knop: Knop, kans: float, scherp: bool = True) -> Zoektocht:
    """The search over one knob."""
    begin = {*(_on_step(knop, x) for x in np.linspace(knop.laag, knop.hoog, ROOSTER)), knop.nu}
    standen = yield sorted(begin)
    vast = _unmoved(standen, kans)
    if not _edges(standen, kans):
        marges = [s.margin(kans) for s in standen]
        richting = 0 if max(marges) - min(marges) < STIL else int(np.sign(marges[-1] - marges[0]))
        if standen[0].holds(kans):
            return Gevonden(ALTIJD, standen[int(np.argmin(marges))], richting, ((knop.laag, knop.hoog),))
        return Gevonden(NOOIT, standen[int(np.argmax(marges))], richting, vast=vast)
    for ronde in range(RONDEN):
        open_ = [(a, b) for a, b in _edges(standen, kans) if abs(a.waarde - b.waarde) > 1.5 * knop.stap]
        if not open_:
            break
        standen = _merged(standen, (yield [x for rand in open_ for x in _within(knop, rand, kans, ronde)]))
    houdt, faalt = _nearest(_edges(standen, kans), knop.nu)
    richting = -1 if houdt.waarde < faalt.waarde else 1
    stukken = _pieces(standen, kans)
    ends: tuple[float | None, float | None] = (None, None)
    if scherp:
        ends = yield from _interval(knop, standen, kans, houdt)
    # The surer the goal must be, the nearer the bound lies to where it holds.
    return Gevonden(GRENS, houdt, richting, stukken, ends if richting > 0 else ends[::-1], vast)


def _interval(
    knop: Knop, standen: list[Stand], kans: float, grens: Stand
) -> Generator[list[float], list[Stand], tuple[float | None, float | None]]:
    """Where the chance that is asked would be met were it 1.96 standard errors lower, and higher."""
    fout = Z95 * grens.fouten[hardest(grens, kans)]
    kansen = (kans - fout, kans + fout)

    def rand(k: float) -> Rand | None:
        randen = _edges(standen, k) if 0 < k < 1 else []
        return _nearest(randen, grens.waarde) if randen else None

    for ronde in range(RONDEN):
        vragen = []
        for k in kansen:
            r = rand(k)
            if r is not None:
                fijn = max(knop.stap, FIJN * max(abs(s.waarde - grens.waarde) for s in r))
                if abs(r[0].waarde - r[1].waarde) > 1.5 * fijn:
                    vragen += _within(knop, r, k, ronde)
        if not vragen:
            break
        standen = _merged(standen, (yield vragen))
    laag, hoog = (None if (r := rand(k)) is None else _crossing(r, k) for k in kansen)
    return laag, hoog


def _within(knop: Knop, rand: Rand, kans: float, ronde: int) -> list[float]:
    """Values between two neighbours: where a straight line crosses nought and just beside it, so that both come near.

    Every third round the middle too: a line may mislead for long.
    """
    a, b = (s.waarde for s in rand)
    onder, boven = min(a, b) + knop.stap, max(a, b) - knop.stap
    naast = max(knop.stap, 0.02 * abs(a - b))
    kruist = _crossing(rand, kans)
    waarden = [kruist - naast, kruist, kruist + naast, *([(a + b) / 2] if ronde % 3 == 2 else [])]
    binnen = {_on_step(knop, min(max(x, onder), boven)) for x in waarden}
    return sorted(x for x in binnen if min(a, b) < x < max(a, b)) or [(a + b) / 2]


def _crossing(rand: Rand, kans: float) -> float:
    """Where a straight line between two neighbours crosses nought."""
    houdt, faalt = rand
    over, tekort = max(houdt.margin(kans), 0.0), faalt.margin(kans)
    return houdt.waarde + (faalt.waarde - houdt.waarde) * over / (over - tekort)


def _on_step(knop: Knop, x: float) -> float:
    """The nearest value that is a whole number of steps, so that a price is found in whole euros or cents."""
    return float(min(max(round(round(x / knop.stap) * knop.stap, 10), knop.laag), knop.hoog))


def _edges(standen: Sequence[Stand], kans: float) -> list[Rand]:
    """Neighbours of which one holds and the other does not. standen: in order of value"""
    houdt = [s.holds(kans) for s in standen]
    return [
        (a, b) if ja else (b, a)
        for (a, ja), (b, ook) in itertools.pairwise(zip(standen, houdt, strict=True))
        if ja != ook
    ]


def _nearest(randen: Sequence[Rand], waarde: float) -> Rand:
    return min(randen, key=lambda rand: abs(rand[0].waarde - waarde))


def _pieces(standen: Sequence[Stand], kans: float) -> tuple[tuple[float, float], ...]:
    """Runs of values at which the goal holds."""
    runs = itertools.groupby(standen, key=lambda s: s.holds(kans))
    delen = [[s.waarde for s in run] for houdt, run in runs if houdt]
    return tuple((deel[0], deel[-1]) for deel in delen)


def _merged(standen: Sequence[Stand], erbij: Sequence[Stand]) -> list[Stand]:
    alle = {s.waarde: s for s in (*standen, *erbij)}
    return [alle[x] for x in sorted(alle)]


def _unmoved(standen: Sequence[Stand], kans: float) -> tuple[int, ...]:
    """Demands that fail by the same amount everywhere."""
    marges = np.stack([s.margins(kans) for s in standen])
    stil = (np.ptp(marges, axis=0) < STIL) & (marges.max(axis=0) <= -STIL)
    return tuple(int(i) for i in np.flatnonzero(stil))
