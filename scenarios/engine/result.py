"""A result: distributions per gemeente, year and quantity, verdicts, and everything needed to make it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from finance.neutraliteit import Oordeel
from finance.parameters import Waarde, assumptions
from scenarios.engine.origin import GEREALISEERD, find_common, find_status
from scenarios.engine.statistics import KERN, PERCENTIELEN, TOETSEN, Distribution
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.oorzaken.aandelen import Aandelen
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.modellen import Lezing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PERCENTIELEN", "STATISTIEKEN", "TOETSEN", "Resultaat", "Samenvatting", "summarize"]

FOUT_VAN = (10, 50, 90)
"""Percentiles of `KERN` whose standard error goes into a result"""
STATISTIEKEN = ("verwacht", *(f"p{p}" for p in PERCENTIELEN), "standaardfout")


@dataclass(frozen=True)
class Samenvatting:
    """One gemeente, or the region: distributions and verdicts without the draws themselves."""

    naam: str
    code: str
    statistiek: NDArray[np.float64]
    """(s statistic, k grootheid, j year)"""
    oordelen: dict[tuple[str, int], Oordeel]
    """(toets, jaar) -> verdict"""
    percentielfout: NDArray[np.float64] | None = None
    """(p percentile, q of `KERN`, j year) standard errors; None where they were not kept"""
    kansfout: NDArray[np.float64] | None = None
    """(t toets, j year) standard errors of the chances"""

    def percentile_errors(self, grootheid: str, jaarnummer: int) -> dict[str, float]:
        """Standard error of the percentiles in `FOUT_VAN`, by name; empty where none was measured."""
        if self.percentielfout is None or grootheid not in KERN:
            return {}
        per_percentiel = self.percentielfout[:, KERN.index(grootheid), jaarnummer]
        uit = {f"standaardfout_p{p}": float(per_percentiel[PERCENTIELEN.index(p)]) for p in FOUT_VAN}
        return uit if np.isfinite(per_percentiel).all() else {}

    def chance_error(self, toets: str, jaarnummer: int) -> float | None:
        """Standard error of the chance that goes with a verdict; None where it was not kept."""
        return None if self.kansfout is None else float(self.kansfout[list(TOETSEN).index(toets), jaarnummer])

    def value(self, grootheid: str, jaarnummer: int, statistiek: str = "verwacht") -> float:
        """One number."""
        return float(self.statistiek[STATISTIEKEN.index(statistiek), NUMMER[grootheid], jaarnummer])


@dataclass(frozen=True)
class Spreidingsoorzaak:
    """What one group of independent inputs does to the cumulative saldo of the region."""

    oorzaak: str
    aandeel: float
    """Share of the variance by itself (first order)"""
    aandeel_fout: float
    totaal: float
    """Share with all interplay that it takes part in"""
    totaal_fout: float
    """Standard errors"""
    p10: float
    p90: float
    """Euros at its unfavourable and favourable tenth, the other groups as they are"""


@dataclass(frozen=True)
class Resultaat:
    """The outcome of one scenario."""

    regio: str
    scenario: str
    jaren: tuple[int, ...]
    zekerheid: float
    trekkingen: int
    """Number of draws; 0 in expected-value mode."""
    zaad: int
    gemeenten: tuple[Samenvatting, ...]
    totaal: Samenvatting
    oorzaken: dict[int, list[Spreidingsoorzaak]]
    """year -> what makes the cumulative saldo of the region uncertain, largest total share first"""
    waarden: tuple[Waarde, ...]
    feiten: Feiten = field(default_factory=Feiten)
    """What stands in the place of a forecast."""
    partij: int = 10_240
    """Draws held together: percentiles are exact up to this number, and a mean over partijen beyond it."""
    lezing: Lezing | None = None
    """How this was read, when it has other readings or is one"""
    lezingen: tuple[Resultaat, ...] = ()
    """The same scenario on the same draws, with the input read otherwise."""

    @property
    def aannames(self) -> list[Waarde]:
        """Every value that is not settled."""
        return assumptions(self.waarden)

    def codes(self, deel: Samenvatting) -> tuple[str, ...]:
        """The gemeenten that a part is the sum of."""
        return (deel.code,) if deel.code else tuple(g.code for g in self.gemeenten)

    def status(self, deel: Samenvatting, jaar: int) -> str:
        """`gerealiseerd`, `deels` or nothing: how much of a year is fact."""
        return find_status(self.feiten, self.codes(deel), jaar)

    def open_years(self, jaren: Sequence[int]) -> tuple[int, ...]:
        """Those that are not closed for the whole region; the last one when they all are."""
        uit = tuple(j for j in jaren if self.status(self.totaal, j) != GEREALISEERD)
        return uit or tuple(jaren[-1:])

    def judged_years(self, peiljaar: int) -> tuple[int, ...]:
        """The years of a verdict: the open ones, and without closed years those from the peildatum on."""
        return self.open_years([j for j in self.jaren if self.feiten.eerste_open or j >= peiljaar])

    def parts(self) -> tuple[Samenvatting, ...]:
        """The gemeenten and then the region."""
        return (*self.gemeenten, self.totaal)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Long form: one row per year, gemeente and quantity."""
        for deel in self.parts():
            for grootheid in GROOTHEDEN:
                for j, jaar in enumerate(self.jaren):
                    yield {
                        "jaar": jaar,
                        "gemeente": deel.naam,
                        "cbs_code": deel.code,
                        "scenario": self.scenario,
                        "grootheid": grootheid.naam,
                        "eenheid": grootheid.eenheid,
                        **{s: deel.value(grootheid.naam, j, s) for s in STATISTIEKEN},
                        **deel.percentile_errors(grootheid.naam, j),
                        "herkomst": find_common(self.feiten, self.codes(deel), grootheid.naam, jaar),
                    }

    def verdict_rows(self) -> Iterator[dict[str, Any]]:
        """One row per gemeente, pot and open year; amounts in euros, not rounded. What is closed has no chance."""
        for deel in self.parts():
            for (toets, jaar), oordeel in deel.oordelen.items():
                if self.status(deel, jaar) == GEREALISEERD:
                    continue
                yield {
                    "scenario": self.scenario,
                    "gemeente": deel.naam,
                    "cbs_code": deel.code,
                    "pot": toets,
                    "jaar": jaar,
                    "budgetneutraal": oordeel.neutraal,
                    "kans": oordeel.kans,
                    "standaardfout": deel.chance_error(toets, self.jaren.index(jaar)),
                    "buffer": oordeel.buffer,
                    "verwacht": oordeel.verwacht,
                }

    def reading_rows(self) -> Iterator[dict[str, Any]]:
        """Per reading the verdicts on the region, this one's own first; nothing when there is but one reading."""
        for resultaat in (self, *self.lezingen) if self.lezingen else ():
            for rij in resultaat.verdict_rows():
                if rij["gemeente"] == self.totaal.naam:
                    yield {"lezing": resultaat.lezing.onderwerp if resultaat.lezing else "", **rij}

    def cause_rows(self) -> Iterator[dict[str, Any]]:
        """One row per year and cause, largest first within a year."""
        for jaar, lijst in self.oorzaken.items():
            for oorzaak in lijst:
                yield {"scenario": self.scenario, "jaar": jaar, **vars(oorzaak)}

    def to_frame(self) -> pd.DataFrame:
        """`rows` as a tidy DataFrame."""
        import pandas as pd  # loads slowly, and the command line needs no frame

        vast = ("jaar", "gemeente", "cbs_code", "scenario", "grootheid", "eenheid", *STATISTIEKEN)
        return pd.DataFrame(self.rows(), columns=[*vast, *(f"standaardfout_p{p}" for p in FOUT_VAN), "herkomst"])


def summarize(naam: str, code: str, stand: Distribution, jaren: tuple[int, ...], zekerheid: float) -> Samenvatting:
    """A distribution with the name of whose it is."""
    return Samenvatting(
        naam,
        code,
        np.concatenate([stand.gemiddeld[None], stand.percentielen, stand.standaardfout[None]]),
        dict(stand.verdicts(jaren, zekerheid)),
        stand.percentielfout,
        stand.kansfout,
    )


def name_causes(aandelen: Aandelen, namen: Sequence[str], jaren: Sequence[int]) -> dict[int, list[Spreidingsoorzaak]]:
    """The causes of every year in which anything varies, largest first; none when the draws were too few."""
    uit: dict[int, list[Spreidingsoorzaak]] = {}
    eerste = np.maximum(aandelen.eerste, 0.0)
    # Noise may put them above the whole together.
    eerste = eerste / np.maximum(eerste.sum(axis=0), 1.0)
    for j, jaar in enumerate(jaren):
        lijst = [
            Spreidingsoorzaak(
                naam,
                float(eerste[g, j]),
                float(aandelen.eerste_fout[g, j]),
                float(np.clip(aandelen.totaal[g, j], eerste[g, j], 1.0)),
                float(aandelen.totaal_fout[g, j]),
                *(float(euros) for euros in aandelen.effect[:, g, j]),
            )
            for g, naam in enumerate(namen if aandelen.n else ())
            if aandelen.effect[:, g, j].any()
        ]
        if lijst:
            uit[jaar] = sorted(lijst, key=lambda o: -o.totaal)
    return uit


def reached_margin(deel: Samenvatting) -> float:
    """How far figures may still move, as a share of the expected lasten of their year: the largest over the years.

    Figures: expected lasten and saldo, and P10, P50 and P90 of the lasten. 1.96 standard errors, so 95% certain;
    infinite when the percentiles have no standard error yet.
    """
    marge = 0.0
    for j in range(deel.statistiek.shape[-1]):
        lasten = deel.value("lasten", j)
        fouten = [deel.value(naam, j, "standaardfout") for naam in ("lasten", "saldo")]
        banden = deel.percentile_errors("lasten", j)
        if not banden:
            return np.inf
        if lasten > 0:
            marge = max(marge, 1.96 * max(*fouten, *banden.values()) / lasten)
    return marge
