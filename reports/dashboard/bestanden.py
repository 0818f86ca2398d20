"""The files that the dashboard gives to take away: the same workbook and report as `spuk raming` writes."""

from __future__ import annotations

from collections.abc import Sequence

from reports.raming.rapport import render
from reports.raming.werkboek import write_workbook
from scenarios.afweging.besluit import Beslissing, decide
from scenarios.engine.result import Result
from scenarios.engine.threads import run
from scenarios.grond.bestanden import scratch
from scenarios.grond.openen import read_bytes
from scenarios.model.model import Model, build_model
from scenarios.model.opbouw.bouwen import build_up
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio


def workbook(regio: Regio, scenarios: Sequence[Scenario], zekerheid: float, trekkingen: int) -> bytes:
    """The workbook of the first scenario, with the others beside it."""
    modellen, resultaten = _compute(regio, scenarios, zekerheid, trekkingen)
    with scratch() as map_:
        doel = map_ / "raming.xlsx"
        write_workbook(resultaten, build_up(modellen[0]), regio, doel, _decide(resultaten, regio))
        return read_bytes(doel)


def report(regio: Regio, scenarios: Sequence[Scenario], zekerheid: float, trekkingen: int) -> bytes:
    """The report of the first scenario, with the others beside it."""
    resultaten = _compute(regio, scenarios, zekerheid, trekkingen)[1]
    return render(resultaten, regio, _decide(resultaten, regio)).encode()


def _decide(resultaten: Sequence[Result], regio: Regio) -> Beslissing:
    return decide(resultaten[0], regio.bestand.peildatum.year)


def _compute(
    regio: Regio, scenarios: Sequence[Scenario], zekerheid: float, trekkingen: int
) -> tuple[list[Model], list[Result]]:
    modellen = [build_model(regio, s) for s in scenarios]
    return modellen, [run(m, trekkingen, zekerheid=zekerheid) for m in modellen]
