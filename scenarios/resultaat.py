"""A result: distributions per gemeente, year and quantity, verdicts, and everything needed to make it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finance.neutraliteit import Oordeel, judge
from finance.parameters import Waarde, assumptions
from scenarios.grootheden import GROOTHEDEN, NUMMER

PERCENTIELEN = (5, 10, 25, 50, 75, 90, 95)
STATISTIEKEN = ("verwacht", *(f"p{p}" for p in PERCENTIELEN), "standaardfout")
TOETSEN = {
    "gemeentefonds": ("saldo_gemeentefonds", 1),
    "spuk": ("doorschuiven", -1),
    "spuk_onderwijsroute": ("tekort_onderwijsroute", -1),
    "totaal": ("saldo", 1),
    "cumulatief": ("saldo_cumulatief", 1),
}
"""What `toets` judges, as (quantity, sign): per pot, in total, and in total since the first year.

A SPUK is judged on its shortfall: a surplus belongs to the Rijk, and in a region the surplus of one gemeente cannot pay
the shortfall of another.
"""


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

    def to_frame(self) -> pd.DataFrame:
        """`rows` as a tidy DataFrame."""
        return pd.DataFrame(self.rows())


def summarize(
    naam: str, code: str, trekkingen: NDArray[np.float64], jaren: tuple[int, ...], zekerheid: float
) -> Samenvatting:
    """Mean, percentiles, Monte Carlo standard error and verdicts. trekkingen: (k, j, n)"""
    n = trekkingen.shape[-1]
    gesorteerd = np.sort(trekkingen, axis=-1)
    plaatsen = np.array(PERCENTIELEN) / 100 * (n - 1)
    onder = np.floor(plaatsen).astype(int)
    boven = np.minimum(onder + 1, n - 1)
    deel = plaatsen - onder
    percentielen = gesorteerd[..., onder] * (1 - deel) + gesorteerd[..., boven] * deel
    standaardfout = trekkingen.std(axis=-1, ddof=1) / np.sqrt(n) if n > 1 else np.zeros(trekkingen.shape[:-1])
    return Samenvatting(
        naam,
        code,
        np.concatenate([trekkingen.mean(axis=-1)[None], np.moveaxis(percentielen, -1, 0), standaardfout[None]]),
        {
            (toets, jaar): judge(teken * trekkingen[NUMMER[grootheid], j], zekerheid)
            for toets, (grootheid, teken) in TOETSEN.items()
            for j, jaar in enumerate(jaren)
        },
    )


DRIJFVEREN = {
    "instroom van statushouders": ("plichtig",),
    "gezinsmigranten": ("gezin",),
    "starts B1-route": ("gestart_b1",),
    "starts Z-route": ("gestart_z",),
    "starts onderwijsroute": ("gestart_onderwijs",),
    "afgeronde trajecten": ("afgerond",),
}


def largest_causes(trekkingen: NDArray[np.float64], jaren: tuple[int, ...]) -> dict[int, list[tuple[str, float]]]:
    """Squared correlation of the cumulative saldo with what happened up to that year, largest first. (k, j, n) -> per
    year

    These overlap (more people means more starts), so they do not add up to 1.
    """
    uit = {}
    for j, jaar in enumerate(jaren):
        saldo = trekkingen[NUMMER["saldo_cumulatief"], j]
        paren = []
        for label, namen in DRIJFVEREN.items():
            stand = trekkingen[[NUMMER[n] for n in namen], : j + 1].sum(axis=(0, 1))
            if np.std(saldo) > 1e-6 and np.std(stand) > 1e-9:
                paren.append((label, float(np.corrcoef(saldo, stand)[0, 1] ** 2)))
        uit[jaar] = sorted(paren, key=lambda p: -p[1])
    return uit
