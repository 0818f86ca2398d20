"""A result: distributions per gemeente, year and quantity, verdicts, and everything needed to make it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from finance.neutraliteit import Oordeel
from finance.parameters import Waarde, assumptions
from scenarios.engine.statistics import PERCENTIELEN, TOETSEN, Distribution
from scenarios.model.grootheden import GROOTHEDEN, NUMMER

if TYPE_CHECKING:
    import pandas as pd

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
    partij: int = 10_000
    """Draws held together: percentiles are exact up to this number, and a mean over partijen beyond it."""

    @property
    def aannames(self) -> list[Waarde]:
        """Every value that is not settled."""
        return assumptions(self.waarden)

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
                    }

    def verdict_rows(self) -> Iterator[dict[str, Any]]:
        """One row per gemeente, pot and year; amounts in euros, not rounded."""
        for deel in self.parts():
            for (toets, jaar), oordeel in deel.oordelen.items():
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

    def cause_rows(self) -> Iterator[dict[str, Any]]:
        """One row per year and cause, largest first within a year."""
        for jaar, lijst in self.oorzaken.items():
            for label, deel in lijst:
                yield {"scenario": self.scenario, "jaar": jaar, "oorzaak": label, "aandeel": deel}

    def to_frame(self) -> pd.DataFrame:
        """`rows` as a tidy DataFrame."""
        import pandas as pd  # loads slowly, and the command line needs no frame

        return pd.DataFrame(self.rows())


def summarize(naam: str, code: str, stand: Distribution, jaren: tuple[int, ...], zekerheid: float) -> Samenvatting:
    """A distribution with the name of whose it is."""
    return Samenvatting(
        naam,
        code,
        np.concatenate([stand.gemiddeld[None], stand.percentielen, stand.standaardfout[None]]),
        dict(stand.verdicts(jaren, zekerheid)),
    )
