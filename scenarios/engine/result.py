"""A result: distributions per gemeente, year and quantity, verdicts, and everything needed to make it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.neutraliteit import Oordeel
from finance.parameters import Waarde, assumptions
from scenarios.engine.origin import GEREALISEERD, find_common, find_status
from scenarios.engine.statistics import PERCENTIELEN, TOETSEN, Distribution
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.regiomap.feiten import Feiten

__all__ = ["PERCENTIELEN", "STATISTIEKEN", "TOETSEN", "Resultaat", "Samenvatting", "summarize"]

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

    def value(self, grootheid: str, jaarnummer: int, statistiek: str = "verwacht") -> float:
        """One number."""
        return float(self.statistiek[STATISTIEKEN.index(statistiek), NUMMER[grootheid], jaarnummer])


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
    oorzaken: dict[int, list[tuple[str, float]]]
    """year -> (quantity, share of the variance of the cumulative saldo it goes with), largest first"""
    waarden: tuple[Waarde, ...]
    feiten: Feiten = field(default_factory=Feiten)
    """What stands in the place of a forecast."""
    partij: int = 10_000
    """Draws held together: percentiles are exact up to this number, and a mean over partijen beyond it."""
    lezing: str = ""
    """How the input was read where it leaves that open; nothing when it does not."""
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
                    "buffer": oordeel.buffer,
                    "verwacht": oordeel.verwacht,
                }

    def reading_rows(self) -> Iterator[dict[str, Any]]:
        """Per reading the verdicts on the region, this one's own first; nothing when there is but one reading."""
        for resultaat in (self, *self.lezingen) if self.lezingen else ():
            for rij in resultaat.verdict_rows():
                if rij["gemeente"] == self.totaal.naam:
                    yield {"lezing": resultaat.lezing, **rij}

    def cause_rows(self) -> Iterator[dict[str, Any]]:
        """One row per year and cause, largest first within a year."""
        for jaar, lijst in self.oorzaken.items():
            for label, deel in lijst:
                yield {"scenario": self.scenario, "jaar": jaar, "oorzaak": label, "aandeel": deel}

    def to_frame(self) -> pd.DataFrame:
        """`rows` as a tidy DataFrame."""
        return pd.DataFrame(self.rows())


def summarize(naam: str, code: str, stand: Distribution, jaren: tuple[int, ...], zekerheid: float) -> Samenvatting:
    """A distribution with the name of whose it is."""
    return Samenvatting(
        naam,
        code,
        np.concatenate([stand.gemiddeld[None], stand.percentielen, stand.standaardfout[None]]),
        dict(stand.verdicts(jaren, zekerheid)),
    )
