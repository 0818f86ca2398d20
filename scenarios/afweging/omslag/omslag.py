"""From a model to what breaks it: draw, take the year that asks most, and seek the combinations that decide it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.neutraliteit import Oordeel, covered, judge
from scenarios.afweging.omslag.doos import Doos, find_boxes, too_few
from scenarios.afweging.omslag.meetlat import Leesjaren, Meetlat, read_draws
from scenarios.engine.explore import add_up, side_by_side
from scenarios.engine.threads import run as simulate
from scenarios.engine.work import PARTIJ, Calculator, Run
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model
from scenarios.regiomap.regio import Regio

TOETSEN = {"saldo": "", "saldo_cumulatief": "opgeteld "}
"""Quantity of the own account -> how it is added up, in words"""
OMGEKEERD = 0.5
"""Chance of a shortfall above which the question is what saves, not what breaks"""
MEESTE_TREKKINGEN = PARTIJ


@dataclass(frozen=True)
class Omslag:
    """What was found about the saldo of one year."""

    regio: str
    scenario: str
    trekkingen: int
    jaar: int
    saldo: NDArray[np.float64]
    """(n,) euros"""
    toets: str
    """In words, such as 'eigen saldo 2028' or 'eigen saldo opgeteld tot en met 2028'"""
    oordeel: Oordeel
    redding: bool
    """Whether the boxes tell what saves the year instead of what breaks it"""
    meetlatten: tuple[Meetlat, ...]
    dozen: tuple[Doos, ...]
    te_weinig: bool
    """Whether the outcome is too rare among these draws to seek anything"""

    @property
    def basis(self) -> float:
        """Chance of what is sought over all draws."""
        return self.oordeel.kans if self.redding else 1 - self.oordeel.kans

    @property
    def gezocht(self) -> str:
        """What the chances of the boxes are of."""
        return "een sluitend saldo" if self.redding else "een tekort"


def find_reversal(
    regio: Regio, model: Model, trekkingen: int, zaad: int, zekerheid: float, jaar: int | None = None
) -> Omslag:
    """The combinations that decide the hardest open year, or that of `jaar`. ValueError for a year that is not open."""
    run = Run((model,), trekkingen, zaad, zekerheid)
    open_ = simulate(model, 0).judged_years(regio.bestand.peildatum.year)
    if jaar is not None and jaar not in open_:
        raise ValueError(", ".join(map(str, open_)))
    with side_by_side() as map_:
        draws = add_up(Calculator(run), map_)
    alle = model.tijdas.jaren
    # The same order as `lezingen.hardest`: what asks the largest buffer, then what has the smallest chance.
    oordelen = {
        (naam, j): judge(draws[NUMMER[naam], alle.index(j)], zekerheid) for naam in TOETSEN for j in open_
        if jaar in (None, j)
    }  # fmt: skip
    (naam, hardste), oordeel = min(oordelen.items(), key=lambda paar: (-paar[1].buffer, paar[1].kans))
    jaren = Leesjaren(alle.index(open_[0]), alle.index(hardste), alle)
    saldo = draws[NUMMER[naam], jaren.laatste]
    meetlatten = read_draws(regio, run, draws, jaren)
    redding = 1 - oordeel.kans > OMGEKEERD
    uitkomst = covered(saldo) if redding else ~covered(saldo)
    te_weinig = too_few(uitkomst)
    dozen = () if te_weinig or not meetlatten else find_boxes(np.stack([m.waarden for m in meetlatten]), uitkomst)
    wat = f"opgeteld tot en met {hardste}" if naam == "saldo_cumulatief" else str(hardste)
    return Omslag(
        model.totaalnaam, model.scenario, trekkingen, hardste, saldo, f"eigen saldo {wat}", oordeel, redding,
        meetlatten, dozen, te_weinig,
    )  # fmt: skip
