"""The files that the dashboard gives to take away: the same workbook and report as `spuk raming` writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.raming.rapport import render
from reports.raming.werkboek import write_workbook
from scenarios.afweging.besluit import Beslissing, decide
from scenarios.engine.result import Result
from scenarios.engine.threads import OnProgress, run
from scenarios.grond.bestanden import scratch
from scenarios.grond.openen import read_bytes
from scenarios.model.model import Model, build_model
from scenarios.model.opbouw.bouwen import build_up
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio


@dataclass(frozen=True)
class Bestelling:
    """What is asked for: the first scenario with the others beside it, computed as the page says."""

    regio: Regio
    scenarios: tuple[Scenario, ...]
    zekerheid: float
    trekkingen: int

    @property
    def stappen(self) -> int:
        """Steps that are told: the gemeenten of every scenario."""
        return len(self.scenarios) * len(self.regio.gemeenten)

    def compute(self, progress: OnProgress) -> tuple[list[Model], list[Result]]:
        """Every scenario in full. What `progress` raises ends it."""
        modellen = [build_model(self.regio, s) for s in self.scenarios]

        def after(nummer: int) -> OnProgress:
            return lambda done, total: progress(nummer * total + done, len(modellen) * total)

        resultaten = [
            run(m, self.trekkingen, zekerheid=self.zekerheid, progress=after(n)) for n, m in enumerate(modellen)
        ]
        return modellen, resultaten


def workbook(bestelling: Bestelling, progress: OnProgress) -> bytes:
    """The workbook."""
    modellen, resultaten = bestelling.compute(progress)
    with scratch() as map_:
        doel = map_ / "raming.xlsx"
        besluit = _decide(resultaten, bestelling.regio)
        write_workbook(resultaten, build_up(modellen[0]), bestelling.regio, doel, besluit)
        return read_bytes(doel)


def report(bestelling: Bestelling, progress: OnProgress) -> bytes:
    """The report."""
    resultaten = bestelling.compute(progress)[1]
    return render(resultaten, bestelling.regio, _decide(resultaten, bestelling.regio)).encode()


def _decide(resultaten: Sequence[Result], regio: Regio) -> Beslissing:
    return decide(resultaten[0], regio.bestand.peildatum.year)
