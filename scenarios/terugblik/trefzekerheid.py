"""Earlier ramingen that were kept (`ramingen/*.json`) against what was realised since.

`terugblik` makes the forecast of an earlier day anew with the model of today; this compares what was really said then.
Only years that are closed now and were not yet at the peildatum of the raming are an outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from scenarios.engine.read import StoredResult, read_results
from scenarios.engine.result import Result, Summary
from scenarios.engine.threads import run
from scenarios.grond.openen import files_in
from scenarios.grond.tijdas import INSTROOMJAREN
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import Regio
from scenarios.terugblik.naief import score_naive
from scenarios.terugblik.scores import Score
from scenarios.terugblik.toen import last_counted

MAP = "ramingen"
VERGELEKEN = {
    "besteding": "Lasten SPUK",
    "spuk_definitief": "Uitkering SPUK",
    "plichtig": "Inburgeringsplichtige asielstatushouders",
    "gezin": "Gezins- en overige migranten",
}
PERSONEN = ("plichtig", "gezin")
AANTAL, PER_PERSOON = "aantal personen", "bedrag per persoon"


@dataclass(frozen=True)
class Trefregel:
    """One figure of one kept raming against its outcome."""

    bestand: str
    peildatum: date
    gemeente: str
    code: str
    jaar: int
    grootheid: str
    p10: float
    verwacht: float
    p90: float
    werkelijk: float
    vorig: float
    """The last year that was closed by then: the naive forecast; NaN: none was"""
    oorzaak: str
    """What the larger part of the difference came from; empty where it is a number of persons itself."""

    @property
    def binnen(self) -> bool:
        """Whether the 80% band held the outcome."""
        return self.p10 <= self.werkelijk <= self.p90

    @property
    def naief(self) -> Score | None:
        """What last year again would have scored; persons with the noise of single ones, amounts without a band."""
        if np.isnan(self.vorig):
            return None
        return score_naive(self.grootheid, self.vorig, self.werkelijk)

    @property
    def verschil(self) -> float:
        """Outcome less expectation."""
        return self.werkelijk - self.verwacht


def compare_kept(regio: Regio) -> list[Trefregel]:
    """Every kept raming of a region with facts. Raises Invoerfout for a file that is no result of `spuk raming`."""
    bestanden = files_in(regio.map / MAP, "*.json")
    if not bestanden or not regio.feiten.jaren:
        return []
    uitslagen = read_results([str(b) for b in bestanden], [*VERGELEKEN])
    nu = run(build_model(regio, BASIS), 0)
    return [r for b, uitslag in zip(bestanden, uitslagen, strict=True) for r in _compare(b.name, uitslag, nu)]


def _compare(bestand: str, toen: StoredResult, nu: Result) -> Iterator[Trefregel]:
    dicht = last_counted(toen.peildatum)
    for deel in nu.gemeenten:
        bekend = dicht in nu.jaren and nu.feiten.closed(deel.code, dicht)
        eerder = next((g for g in toen.result.gemeenten if g.code == deel.code), None)
        for jaar in nu.jaren if eerder else ():
            if jaar < toen.peildatum.year or jaar not in toen.result.jaren or not nu.feiten.closed(deel.code, jaar):
                continue
            assert eerder is not None
            j, k = nu.jaren.index(jaar), toen.result.jaren.index(jaar)
            for grootheid in VERGELEKEN:
                p10, p90 = (eerder.value(grootheid, k, s) for s in ("p10", "p90"))
                verwacht, werkelijk = eerder.value(grootheid, k), deel.value(grootheid, j)
                oorzaak = (
                    "" if grootheid in PERSONEN else _driver(verwacht, werkelijk, _people(eerder, k), _people(deel, j))
                )
                yield Trefregel(
                    bestand,
                    toen.peildatum,
                    deel.naam,
                    deel.code,
                    jaar,
                    grootheid,
                    p10,
                    verwacht,
                    p90,
                    werkelijk,
                    deel.value(grootheid, nu.jaren.index(dicht)) if bekend else float("nan"),
                    oorzaak,
                )


def _people(deel: Summary, j: int) -> float:
    """Asielstatushouders behind the lasten of a year: who came in it or just before."""
    return sum(deel.value("plichtig", i) for i in range(max(j - INSTROOMJAREN + 1, 0), j + 1))


def _driver(verwacht: float, werkelijk: float, mensen_toen: float, mensen_nu: float) -> str:
    """The larger of two effects that add up: other people at the old amount each, and another amount each."""
    if not mensen_toen or werkelijk == verwacht:
        return ""
    door_aantal = (mensen_nu - mensen_toen) * verwacht / mensen_toen
    return AANTAL if abs(door_aantal) >= abs(werkelijk - verwacht - door_aantal) else PER_PERSOON
