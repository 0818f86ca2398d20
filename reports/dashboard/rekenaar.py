"""What computes for one page: a region of ordinary size at every move, a large one from some of its gemeenten first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from scenarios.afweging.besluit import Beslissing, decide, with_bounds
from scenarios.engine.explore import DRAWS, KEPT, Answer, Explorer
from scenarios.engine.result import Result
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio
from scenarios.verkennen.achtergrond import Background
from scenarios.verkennen.groot import LargeExplorer, Margin, Regions

Achtergrond = Background[Answer]
"""What computes a large region in full"""

ALS_RAMING = 10_000
"""Draws of `spuk raming` unless asked otherwise"""
TREKKINGEN = (DRAWS, ALS_RAMING)
ADEMPAUZE = 1.0
"""Seconds after an estimate in which the full answer is not yet begun"""
_BEKEND: dict[tuple[object, ...], Regions] = {}
"""What pages of this process computed of large regions: a reload need not wait for it again."""


@dataclass(frozen=True)
class Paginacijfers:
    """An answer; with `marge` it is an estimate."""

    answer: Answer
    marge: Margin | None = None


class Rekenaar:
    """Answers the questions of one page. Not for several threads at once."""

    def __init__(self, regio: Regio, trekkingen: int, achtergrond: Achtergrond) -> None:
        self.regio = regio
        self.groot = len(regio.gemeenten) > KEPT
        self.trekkingen = trekkingen
        self._klein = Explorer(regio, trekkingen)
        sleutel = (str(regio.map), tuple(sorted(regio.hashes.items())), trekkingen)
        self._land = LargeExplorer(regio, trekkingen, known=_BEKEND.setdefault(sleutel, {}) if self.groot else None)
        self.achtergrond = achtergrond
        achtergrond.stop()  # What it did was for another number of draws.
        self._besluiten: dict[tuple[Scenario, float], Beslissing] = {}

    def answer(self, scenario: Scenario, zekerheid: float, gemeente: str = "") -> Paginacijfers | None:
        """What the page shows; None when the region has to be computed first, in the background.

        Raises Invoerfout when the scenario does not fit.
        """
        if not self.groot or gemeente:
            return Paginacijfers(self._klein.compute(scenario, zekerheid, gemeente))
        if (bekend := self._land.known(scenario, zekerheid)) is not None:
            return Paginacijfers(bekend)
        if not self._land.ready:
            return None
        self.achtergrond.stop()  # Or it would compete with what is asked now.
        schatting = self._land.estimate(scenario, zekerheid)
        return Paginacijfers(schatting.answer, schatting.margin)

    def complete(self, scenario: Scenario, zekerheid: float) -> None:
        """Compute a large region in full, in the background.

        What it departs from is not given up for a move: with it any move can be estimated.
        """
        if self._land.ready or not self.achtergrond.busy:
            land = self._land
            # After an estimate another move may follow at once.
            pause = ADEMPAUZE if land.ready else 0
            self.achtergrond.start(partial(land.compute, scenario, zekerheid), len(self.regio.gemeenten), pause)

    def news(self, scenario: Scenario, zekerheid: float, answered: bool) -> bool:
        """Whether a large region can be answered better than it was. answered: at all"""
        return self.whole(scenario, zekerheid) is not None or (self._land.ready and not answered)

    def whole(self, scenario: Scenario, zekerheid: float) -> Result | None:
        """The region with all its gemeenten; None when a large one is not computed under this scenario."""
        if not self.groot:
            return self._klein.compute_all(scenario, zekerheid)
        bekend = self._land.known(scenario, zekerheid)
        return bekend.result if bekend else None

    def decide(self, nu: Answer, scenario: Scenario, zoek: bool) -> Beslissing:
        """The decision on an answer of the page. zoek: with the bounds, which take longer than a move may

        Bounds are of a region, and of a large one they would cost as much as the whole of it.
        """
        peiljaar = self.regio.bestand.peildatum.year
        if self.groot or not zoek:
            return decide(nu.result, peiljaar)
        vraag = (scenario, nu.result.zekerheid)
        if vraag not in self._besluiten:
            model = build_model(self.regio, scenario)
            self._besluiten[vraag] = with_bounds(
                decide(nu.result, peiljaar), self.regio, scenario, model, nu.result.zaad
            )
        return self._besluiten[vraag]
