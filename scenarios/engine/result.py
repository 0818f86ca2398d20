"""A result: distributions per gemeente, year and quantity, verdicts, and everything needed to make it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from finance.neutraliteit import Oordeel
from finance.parameters import Waarde, assumptions
from scenarios.engine.meten.reeksen import PERCENTILES
from scenarios.engine.origin import GEREALISEERD, find_common, find_status, judged_years, open_years
from scenarios.engine.statistics import CORE, TOETSEN, Distribution
from scenarios.kas.droog import Droog, Kasbeeld
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.oorzaken.aandelen import Aandelen
from scenarios.oorzaken.personen import Persoonsprofiel
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.modellen import Lezing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PERCENTILES", "STATISTICS", "TOETSEN", "Result", "Summary", "summarize"]

ERROR_OF = (10, 50, 90)
"""Percentiles of `CORE` whose standard error goes into a result"""
STATISTICS = ("verwacht", *(f"p{p}" for p in PERCENTILES), "standaardfout")


@dataclass(frozen=True)
class Summary:
    """One gemeente, or the region: distributions and verdicts without the draws themselves."""

    naam: str
    code: str
    statistics: NDArray[np.float64]
    """(s statistic, k grootheid, j year)"""
    oordelen: dict[tuple[str, int], Oordeel]
    """(toets, jaar) -> verdict"""
    errors_of_percentiles: NDArray[np.float64] | None = None
    """(p percentile, q of `CORE`, j year) standard errors; None where they were not kept"""
    errors_of_chances: NDArray[np.float64] | None = None
    """(t toets, j year) standard errors of the chances"""

    def percentile_errors(self, grootheid: str, year_number: int) -> dict[str, float]:
        """Standard error of the percentiles in `ERROR_OF`, by name; empty where none was measured."""
        if self.errors_of_percentiles is None or grootheid not in CORE:
            return {}
        per_percentile = self.errors_of_percentiles[:, CORE.index(grootheid), year_number]
        out = {f"standaardfout_p{p}": float(per_percentile[PERCENTILES.index(p)]) for p in ERROR_OF}
        return out if np.isfinite(per_percentile).all() else {}

    def chance_error(self, toets: str, year_number: int) -> float | None:
        """Standard error of the chance that goes with a verdict; None where it was not kept."""
        return (
            None
            if self.errors_of_chances is None
            else float(self.errors_of_chances[list(TOETSEN).index(toets), year_number])
        )

    def value(self, grootheid: str, year_number: int, statistic: str = "verwacht") -> float:
        """One number."""
        return float(self.statistics[STATISTICS.index(statistic), NUMMER[grootheid], year_number])


@dataclass(frozen=True)
class Cause:
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
class Result:
    """The outcome of one scenario."""

    regio: str
    scenario: str
    jaren: tuple[int, ...]
    zekerheid: float
    trekkingen: int
    """Number of draws; 0 in expected-value mode."""
    zaad: int
    gemeenten: tuple[Summary, ...]
    totaal: Summary
    oorzaken: dict[int, list[Cause]]
    """year -> what makes the cumulative saldo of the region uncertain, largest total share first"""
    waarden: tuple[Waarde, ...]
    feiten: Feiten = field(default_factory=Feiten)
    """What stands in the place of a forecast."""
    partij: int = 10_240
    """Draws held together: percentiles are exact up to this number, and a mean over batches beyond it."""
    lezing: Lezing | None = None
    """How this was read, when it has other readings or is one"""
    lezingen: tuple[Result, ...] = ()
    """The same scenario on the same draws, with the input read otherwise."""
    kas: tuple[Kasbeeld, ...] = ()
    """The months of the open years in the order of `parts`: of the first scenario of a forecast"""
    profiel: Persoonsprofiel | None = None
    """What one person causes; None where no gemeente was measured by itself or no causes are, and in an older file"""
    region_codes: tuple[str, ...] = ()
    """The gemeenten that the region is the sum of, where only the verdict on it was asked and none was measured"""

    @property
    def assumed(self) -> list[Waarde]:
        """Every value that is not settled."""
        return assumptions(self.waarden)

    def codes(self, part: Summary) -> tuple[str, ...]:
        """The gemeenten that a part is the sum of."""
        return (part.code,) if part.code else tuple(g.code for g in self.gemeenten) or self.region_codes

    def status(self, part: Summary, year: int) -> str:
        """`gerealiseerd`, `deels` or nothing: how much of a year is fact."""
        return find_status(self.feiten, self.codes(part), year)

    def open_years(self, years: Sequence[int]) -> tuple[int, ...]:
        """Those that are not closed for the whole region; the last one when they all are."""
        return open_years(self.feiten, self.codes(self.totaal), years)

    def judged_years(self, peiljaar: int) -> tuple[int, ...]:
        """The years of a verdict: the open ones, and without closed years those from the peildatum on."""
        return judged_years(self.feiten, self.codes(self.totaal), self.jaren, peiljaar)

    def dry(self) -> Droog | None:
        """When the SPUK of the region runs dry; None where no months were measured."""
        return self.kas[-1].droog() if self.kas else None

    def first_dry(self) -> tuple[Summary, Droog] | None:
        """The gemeente whose SPUK runs dry first: that of the region is a sum of pots that never mix."""
        own = [(g, kas.droog()) for g, kas in zip(self.gemeenten, self.kas, strict=False)]
        return min(own, key=lambda pair: (*(m or date.max for m in pair[1].maand), pair[1].kans_niet), default=None)

    def parts(self) -> tuple[Summary, ...]:
        """The gemeenten and then the region."""
        return (*self.gemeenten, self.totaal)

    def part(self, name: str | None) -> Summary:
        """The gemeente of that name, or the region."""
        return next((p for p in self.gemeenten if p.naam == name), self.totaal)

    def rows(self, parts: tuple[Summary, ...] | None = None) -> Iterator[dict[str, Any]]:
        """Long form: one row per year, gemeente and quantity; of these parts, or of all."""
        for part in parts or self.parts():
            codes, figures = self.codes(part), part.statistics.transpose(1, 2, 0).tolist()
            for grootheid, per_year in zip(GROOTHEDEN, figures, strict=True):
                for j, (year, statistics) in enumerate(zip(self.jaren, per_year, strict=True)):
                    yield {
                        "jaar": year,
                        "gemeente": part.naam,
                        "cbs_code": part.code,
                        "scenario": self.scenario,
                        "grootheid": grootheid.naam,
                        "eenheid": grootheid.eenheid,
                        **dict(zip(STATISTICS, statistics, strict=True)),
                        **part.percentile_errors(grootheid.naam, j),
                        "herkomst": find_common(self.feiten, codes, grootheid.naam, year),
                    }

    def verdict_rows(self) -> Iterator[dict[str, Any]]:
        """One row per gemeente, pot and open year; amounts in euros, not rounded. What is closed has no chance."""
        for part in self.parts():
            for (toets, year), oordeel in part.oordelen.items():
                if self.status(part, year) == GEREALISEERD:
                    continue
                yield {
                    "scenario": self.scenario,
                    "gemeente": part.naam,
                    "cbs_code": part.code,
                    "pot": toets,
                    "jaar": year,
                    "budgetneutraal": oordeel.neutraal,
                    "kans": oordeel.kans,
                    "standaardfout": part.chance_error(toets, self.jaren.index(year)),
                    "buffer": oordeel.buffer,
                    "verwacht": oordeel.verwacht,
                }

    def reading_rows(self) -> Iterator[dict[str, Any]]:
        """Per reading the verdicts on the region, this one's own first; nothing when there is but one reading."""
        for result in (self, *self.lezingen) if self.lezingen else ():
            for row in result.verdict_rows():
                if row["gemeente"] == self.totaal.naam:
                    yield {"lezing": result.lezing.onderwerp if result.lezing else "", **row}

    def cause_rows(self) -> Iterator[dict[str, Any]]:
        """One row per year and cause, largest first within a year."""
        for year, listed in self.oorzaken.items():
            for cause in listed:
                yield {"scenario": self.scenario, "jaar": year, **vars(cause)}

    def to_frame(self) -> pd.DataFrame:
        """`rows` as a tidy DataFrame."""
        import pandas as pd  # loads slowly, and the command line needs no frame

        fixed = ("jaar", "gemeente", "cbs_code", "scenario", "grootheid", "eenheid", *STATISTICS)
        return pd.DataFrame(self.rows(), columns=[*fixed, *(f"standaardfout_p{p}" for p in ERROR_OF), "herkomst"])


def summarize(name: str, code: str, distribution: Distribution, years: tuple[int, ...], zekerheid: float) -> Summary:
    """A distribution with the name of whose it is."""
    return Summary(
        name,
        code,
        np.concatenate([distribution.mean[None], distribution.percentiles, distribution.standard_error[None]]),
        dict(distribution.verdicts(years, zekerheid)),
        distribution.percentile_error,
        distribution.chance_error,
    )


def name_causes(shares: Aandelen, names: Sequence[str], years: Sequence[int]) -> dict[int, list[Cause]]:
    """The causes of every year in which anything varies, largest first; none when the draws were too few."""
    out: dict[int, list[Cause]] = {}
    first = np.maximum(shares.eerste, 0.0)
    # Noise may put them above the whole together.
    first = first / np.maximum(first.sum(axis=0), 1.0)
    for j, year in enumerate(years):
        listed = [
            Cause(
                name,
                float(first[g, j]),
                float(shares.eerste_fout[g, j]),
                float(np.clip(shares.totaal[g, j], first[g, j], 1.0)),
                float(shares.totaal_fout[g, j]),
                *(float(euros) for euros in shares.effect[:, g, j]),
            )
            for g, name in enumerate(names if shares.n else ())
            if shares.effect[:, g, j].any()
        ]
        if listed:
            out[year] = sorted(listed, key=lambda o: -o.totaal)
    return out


def reached_margin(part: Summary) -> float:
    """How far figures may still move, as a share of the expected lasten of their year: the largest over the years.

    Figures: expected lasten and saldo, and P10, P50 and P90 of the lasten. 1.96 standard errors, so 95% certain;
    infinite when the percentiles have no standard error yet.
    """
    margin = 0.0
    for j in range(part.statistics.shape[-1]):
        lasten = part.value("lasten", j)
        errors = [part.value(name, j, "standaardfout") for name in ("lasten", "saldo")]
        bands = part.percentile_errors("lasten", j)
        if not bands:
            return np.inf
        if lasten > 0:
            margin = max(margin, 1.96 * max(*errors, *bands.values()) / lasten)
    return margin
