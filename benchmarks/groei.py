"""What the country costs with a thousand scenarios: measured tasks, laid on workers that this machine has not.

    python -m benchmarks.groei

A company of scenarios is cut in tasks, one per group of gemeenten. The workers do them; the client builds the models,
takes what comes back in order, and measures the region when all are in. What each of these takes is measured here with
a few scenarios, in processor time: a worker has a core of its own, and other work on this machine counts less. How long
a thousand scenarios take on some workers is their schedule, which is held against a real run on worker processes of
this machine; that one takes time by the clock, so it says something on a quiet machine only.
"""

from __future__ import annotations

import heapq
import pickle
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from threadpoolctl import threadpool_limits

from benchmarks.raster import processor_time
from benchmarks.tafel import Tafel, median_seconds
from scenarios.engine.dask import open_dask
from scenarios.engine.geheugen.malloc import keep_freed_memory
from scenarios.engine.geheugen.memory import estimate
from scenarios.engine.grid import FAMILIES_TOGETHER, MODELS_TOGETHER, grid_scenarios, parse_axes
from scenarios.engine.threads import measure_region, run_together
from scenarios.engine.work import Calculator, Run
from scenarios.model.model import Model, build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

SCENARIOS = 1000
TREKKINGEN = 10_000
NETWERK = 10e9 / 8
"""Bytes per second between worker and client: a wire of 10 Gbit/s, an assumption; here everything is one machine"""
SOORTEN = (("prijs", "prijs.leerroute_b1", MODELS_TOGETHER), ("mensen", "realisatie", FAMILIES_TOGETHER))
"""What the scenarios change, and how many are computed side by side"""
GROEP = range(3, 342, 60)
"""As many gemeenten as one task of the country has, small and large"""
GEMETEN = 4
"""Scenarios that are measured, beside one alone"""
TEGELIJK = 2
"""Tasks that are measured side by side: workers of one machine share its memory and its clock"""


@dataclass(frozen=True)
class Kosten:
    """Seconds of one piece of work with the first scenario, and with every one that comes beside it."""

    eerste: float
    erbij: float

    def of(self, scenarios: int) -> float:
        """Of some scenarios together."""
        return self.eerste + (scenarios - 1) * self.erbij


@dataclass(frozen=True)
class Gemeten:
    """The pieces of a run of the country: a model, what a worker needs before its first task, a task, taking its
    outcome, its bytes, and the region."""

    bouwen: Kosten
    begin: Kosten
    taak: Kosten
    ontvangen: Kosten
    bytes: Kosten
    regio: Kosten


def schedule(gemeten: Gemeten, scenarios: int, samen: int, taken: int, werkers: int) -> float:
    """Seconds that some scenarios take, company after company. The client does what only it can do."""
    klok = gemeten.bouwen.of(scenarios)
    for begin in range(0, scenarios, samen):
        aantal = min(samen, scenarios - begin)
        vrij = [klok + gemeten.begin.of(aantal)] * werkers
        klaar = []
        for _ in range(taken):
            heapq.heappush(vrij, einde := heapq.heappop(vrij) + gemeten.taak.of(aantal))
            klaar.append(einde + gemeten.bytes.of(aantal) / NETWERK)
        for binnen in klaar:
            klok = max(klok, binnen) + gemeten.ontvangen.of(aantal)
        klok += gemeten.regio.of(aantal)
    return klok


def measure_pieces(models: Sequence[Model], bouwen: Kosten) -> Gemeten:
    """Every piece once with one scenario and once with all of them."""
    begin, taak, ontvangen, bytes_, regio = zip(*(_pieces(models[:n]) for n in (1, len(models))), strict=True)
    meer = len(models) - 1

    def line(paar: Sequence[float]) -> Kosten:
        return Kosten(paar[0], max(0.0, paar[1] - paar[0]) / meer)

    return Gemeten(bouwen, line(begin), line(taak), line(ontvangen), line(bytes_), line(regio))


def _pieces(models: Sequence[Model]) -> tuple[float, float, float, float, float]:
    run = Run(tuple(models), TREKKINGEN, 1, 0.9)
    begin = _median(lambda: Calculator(pickle.loads(pickle.dumps(run))), 3)
    with open_dask(f"lokaal:{TEGELIJK}") as dask:
        client = dask._client
        # One each.
        bezig = [client.submit(_time_task, run, workers=[wie], pure=False) for wie in client.nthreads()]
        tijden, (content, *_) = zip(*client.gather(bezig), strict=True)
    sums = pickle.loads(content).totals
    calculator = Calculator(run)
    with threadpool_limits(1, "blas"):
        ontvangen = _median(lambda: calculator.add(sums, pickle.loads(content).totals), 3)
        regio = _median(lambda: measure_region(calculator, 0, sums, 1), 3)
    return begin, statistics.median(tijden), ontvangen, float(len(content)), regio


def _median(f: Callable[[], Any], herhaal: int) -> float:
    return statistics.median(processor_time(f) for _ in range(herhaal))


def _time_task(run: Run) -> tuple[float, bytes]:
    """Median processor seconds of one task as a worker does it, outcome sent; and that outcome."""
    calculator = Calculator(run)
    threadpool_limits(1, "blas")
    keep_freed_memory()
    content = pickle.dumps(calculator.compute_group(GROEP, 0))
    return _median(lambda: pickle.dumps(calculator.compute_group(GROEP, 0)), 5), content


def scenarios_of(regio: Any, veld: str, aantal: int) -> list[Any]:
    """Scenarios that change one field."""
    waarden = ",".join(f"{1.01 + 0.002 * i:.3f}" for i in range(aantal))
    return [punt for _, punt in grid_scenarios(BASIS, parse_axes([f"{veld}*={waarden}"], date(2026, 1, 1)))]


def measure_country(tafel: Tafel) -> None:
    """Per kind of scenario: the country on the two cores here and on sixteen workers, and what the client holds."""
    regio = read_region("voorbeeld:landelijk")
    for naam, veld, samen in SOORTEN:
        punten = scenarios_of(regio, veld, GEMETEN)
        tijden, models = zip(*((time.process_time(), build_model(regio, p)) for p in punten), strict=True)
        bouwen = Kosten(tijden[1] - tijden[0], (tijden[-1] - tijden[1]) / (len(tijden) - 2))
        gemeten = measure_pieces(models, bouwen)
        run = Run(tuple(models), TREKKINGEN, 1, 0.9)
        for werkers in (2, 16):
            duur = schedule(gemeten, SCENARIOS, samen, len(run.groups), werkers)
            tafel.add(f"land, {SCENARIOS} scenario's ({naam}), {werkers} werkers, berekend", duur / 3600, "uur")
        # The formula is a straight line in the scenarios of one kind.
        een, meer = (estimate(replace(run, models=run.models[:n]), 16, 3, processes=True) for n in (2, len(models)))
        for wie, eerste, laatste in (
            ("client", een.here, meer.here),
            ("per werker", een.per_process, meer.per_process),
        ):
            geheugen = Kosten(eerste, (laatste - eerste) / (len(models) - 2)).of(samen - 1)
            tafel.add(f"land, {samen} scenario's ({naam}) naast elkaar, {wie}", geheugen / 1e9, "GB")


def check_schedule(tafel: Tafel, werkers: int = 2) -> None:
    """The schedule against a real run on worker processes of this machine: 64 groups of the country, 4 scenarios."""
    regio = read_region("voorbeeld:landelijk")
    models = [build_model(regio, p) for p in scenarios_of(regio, "prijs.leerroute_b1", GEMETEN)]
    gemeten = measure_pieces(models, Kosten(0.0, 0.0))
    run = Run(tuple(models), TREKKINGEN, 1, 0.9)
    berekend = schedule(gemeten, len(models), len(models), len(run.groups), werkers)
    with open_dask(f"lokaal:{werkers}") as dask:
        run_together(replace(run, trekkingen=2048), dask)
        echt = median_seconds(lambda: run_together(run, dask), 1)
    afwijking = 100 * (berekend / echt - 1)
    tafel.add(f"berekende duur tegen een echte run, {werkers} werkers", afwijking, "%", "+- 20%", abs(afwijking) <= 20)


if __name__ == "__main__":
    tafel_ = Tafel()
    check_schedule(tafel_)
    measure_country(tafel_)
