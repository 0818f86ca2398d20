"""What a decision costs: goal seek, tornado and shares of Westfriesland, in processor time over that of a raming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from benchmarks.raster import processor_time
from benchmarks.tafel import Tafel
from scenarios.afweging.doel import goal_of
from scenarios.afweging.gevoeligheid import MEESTE, Gevoeligheid, weigh_sources
from scenarios.afweging.knoppen import parse_knob
from scenarios.afweging.punten import Punten
from scenarios.afweging.zoek import Uitkomst, decision_bounds, seek
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import Regio, read_region

TREKKINGEN = 10_000
KNOP, DOEL = f"gemeentefonds@{date(2026, 1, 1)}", "kans>=0.9 in 2027-2029"
"""A bound that lies between what is searched, so that it takes all rounds"""


def measure_decisions(tafel: Tafel, herhaal: int = 3) -> None:
    """One thread. A raming: the run alone, without its readings, workbook and report."""
    regio = read_region("voorbeeld:westfriesland")
    een = min(processor_time(lambda: run(build_model(regio, BASIS), TREKKINGEN, workers=1)) for _ in range(herhaal))
    tafel.add("raming van Westfriesland, 10.000 trekkingen", een, "s processortijd")
    werken: tuple[tuple[str, Callable[[Regio], object], float], ...] = (
        ("doel zoeken, een knop met zijn interval", _seek, 3.0),
        ("drie grenzen voor de beslispagina", _bounds, 1.0),
        (f"tornado van {MEESTE} bronnen met hun aandelen", _weigh, 4.0),
    )
    for naam, doe, grens in werken:
        duur = min(processor_time(partial(doe, regio)) for _ in range(herhaal)) / een
        tafel.add(f"{naam}, tegen een raming", duur, "x", f"<= {grens:g} x", duur <= grens)
    bronnen = _weigh(regio).bronnen[:MEESTE]
    fout = 100 * max(max(b.eerste_fout, b.totaal_fout) for b in bronnen)
    tafel.add("standaardfout van die aandelen, grootste", fout, "punt", "< 2 punt", fout < 2)


def _points(regio: Regio) -> Punten:
    return Punten(build_model(regio, BASIS), TREKKINGEN, werkers=1)


def _seek(regio: Regio) -> Uitkomst:
    punten = _points(regio)
    doel = goal_of(regio, punten.basis, 0.9, DOEL)
    (uit,) = seek(regio, BASIS, punten, doel, [parse_knob(KNOP, regio, punten.basis)])
    return uit


def _bounds(regio: Regio) -> list[Uitkomst]:
    return decision_bounds(regio, BASIS, _points(regio), 0.9)


def _weigh(regio: Regio) -> Gevoeligheid:
    return weigh_sources(_points(regio), regio.bestand.eindjaar)
