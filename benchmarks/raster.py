"""What one more point of a grid costs: processor time over that of a run, for prices, rules and people."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.tafel import Tafel
from scenarios.engine.grid import Store, grid_scenarios, parse_axes, run_grid
from scenarios.engine.threads import Threads, run
from scenarios.engine.work import Run
from scenarios.model.model import Model, build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import Regio, read_region

PUNTEN = 100
SOORTEN = (
    ("prijs", "prijs.leerroute_b1", PUNTEN, 5),
    ("regel", "parameter.gewicht_asiel_a", 40, 15),
    ("mensen", "realisatie", 4, 110),
)
"""What a point changes, how many of them, and how much of a run each may take at most, %"""


def measure_grid(tafel: Tafel, punten: int = PUNTEN) -> None:
    """One thread; the model of every point is built and every outcome kept, as in `spuk raming --raster`."""
    regio = read_region("voorbeeld:westfriesland")
    een = min(processor_time(lambda: run(build_model(regio, BASIS), workers=1)) for _ in range(5))
    for naam, veld, meeste, doel in SOORTEN:
        aantal = min(punten, meeste)
        eerste, alle = _grid(regio, veld, 1), _grid(regio, veld, aantal)
        deel = (alle - eerste) / (aantal - 1) / een
        tafel.at_most(f"raster: een punt meer ({naam}) tegen een raming", 100 * deel, "%", doel)
        if aantal == PUNTEN:
            tafel.at_most(f"raster: {PUNTEN} punten ({naam}) tegen een raming", alle / een, "x", 6)


def _grid(regio: Regio, veld: str, punten: int) -> float:
    waarden = ",".join(f"{1.01 + 0.002 * i:.3f}" for i in range(punten))

    def compute() -> None:
        assen = parse_axes([f"{veld}*={waarden}"], date(2026, 1, 1))
        modellen = [build_model(regio, punt) for _, punt in grid_scenarios(BASIS, assen)]
        with tempfile.TemporaryDirectory() as map_:
            run_grid(modellen, _template, Threads(1), Store(Path(map_)))

    return processor_time(compute)


def _template(modellen: tuple[Model, ...]) -> Run:
    """What the command asks of a grid."""
    return Run(modellen, 10_000, 1, 0.9, oorzaken=False, percentielfouten=False)


def processor_time(f: Callable[[], Any]) -> float:
    """Processor seconds of this process: other work on the machine counts less than on the clock."""
    begin = time.process_time()
    f()
    return time.process_time() - begin
