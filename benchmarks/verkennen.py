"""A move on the dashboard: 2,000 draws of Westfriesland, from scenario to answer, after the first one."""

from __future__ import annotations

import statistics
from datetime import date

from benchmarks.tafel import Tafel
from reports.dashboard.knoppen import turn
from scenarios.engine.explore import Explorer
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

GRENS = 0.3


def measure_moves(tafel: Tafel) -> None:
    """A knob of money and one of people; every position is new."""
    verkenner = Explorer(read_region("voorbeeld:westfriesland"))
    verkenner.compute(BASIS)
    for naam, knop in (("prijs", "prijs_b1"), ("mensen", "realisatie")):
        tijden = [verkenner.compute(turn(BASIS, {knop: n}, date(2027, 1, 1))).seconds for n in range(1, 16)]
        tafel.at_most(f"dashboard, een knop van {naam} draaien", statistics.median(tijden), "s", GRENS)
