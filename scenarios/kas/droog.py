"""What is kept of months: their distribution, and in which of them a pot runs dry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Reeks = NDArray[np.float64]
STROMEN = ("lasten", "voorschotten", "nabetaling", "terugvordering", "kas")
"""Quantities of a month: what is spent, what comes in, what goes back, and the cash at its end"""
STATISTIEK = ("verwacht", "p5", "p10", "p25", "p50", "p75", "p90", "p95")
DROOG = ("spuk",)
"""Pots of which it is told when they run dry. The Gemeentefonds is own money, and what the SPUK onderwijsroute lacks
the SPUK bears as long as `onderwijsroute_tekort_naar_spuk` says so."""


@dataclass(frozen=True)
class Horizon:
    """The months that are forecast, and the pots that live in them."""

    maanden: tuple[date, ...]
    """First day of every month of the open years"""
    potten: tuple[str, ...]


@dataclass(frozen=True)
class Droog:
    """When a pot runs dry: the first month at whose end its cash is below zero."""

    p10: date | None
    p50: date | None
    p90: date | None
    """First day of the month in or before which that share of the draws has run dry; None: not within the horizon"""
    kans_niet: float
    """Chance that it does not within the horizon"""
    kans_niet_fout: float
    """Standard error of that chance"""
    horizon: tuple[date, date]
    """First day of its first and of its last month"""

    @property
    def maand(self) -> tuple[date | None, date | None, date | None]:
        """P10, P50 and P90."""
        return self.p10, self.p50, self.p90


@dataclass(frozen=True)
class Kasbeeld:
    """Months of one gemeente or the region over `n` draws. s of `STATISTIEK`, q of `STROMEN`, k pot, m month."""

    horizon: Horizon
    n: int
    cijfers: Reeks
    """(s, q, k, m)"""
    kwartaallasten: Reeks
    """(s, k, quarter): a percentile of three months together is not the sum of three"""
    leeg: Reeks
    """(k, m + 1) number of draws that run dry in each month; behind them those that do not"""
    nets: int
    net_niet: Reeks
    """(k,) sum n_i (x_i - x)^2 of the share that does not, over the nets of draws"""

    def merge(self, ander: Kasbeeld) -> Kasbeeld:
        """Both together: means and counts exactly, percentiles weighted by draws."""
        n = self.n + ander.n
        deel = ander.n / n
        verschil = ander.leeg[:, -1] / ander.n - self.leeg[:, -1] / self.n
        return Kasbeeld(
            self.horizon,
            n,
            self.cijfers + (ander.cijfers - self.cijfers) * deel,
            self.kwartaallasten + (ander.kwartaallasten - self.kwartaallasten) * deel,
            self.leeg + ander.leeg,
            self.nets + ander.nets,
            self.net_niet + ander.net_niet + verschil**2 * self.n * deel,
        )

    def values(self, grootheid: str, pot: str, statistiek: str = "verwacht") -> Reeks:
        """One quantity of one pot per month. (m,)"""
        plek = STATISTIEK.index(statistiek), STROMEN.index(grootheid), self.horizon.potten.index(pot)
        return np.asarray(self.cijfers[plek])

    def quarters(self, grootheid: str, pot: str, statistiek: str = "verwacht") -> Reeks:
        """The same per quarter: what flows in three months together, the cash at the end of the last. (quarter,)"""
        per_maand = self.values(grootheid, pot, statistiek).reshape(-1, 3)
        if grootheid == "kas":
            return np.asarray(per_maand[:, -1])
        if grootheid == "lasten" and statistiek != "verwacht":
            return np.asarray(self.kwartaallasten[STATISTIEK.index(statistiek), self.horizon.potten.index(pot)])
        return np.asarray(per_maand.sum(axis=1))

    def droog(self, pot: str = "spuk") -> Droog:
        """When a pot runs dry."""
        k, maanden = self.horizon.potten.index(pot), self.horizon.maanden
        tot_en_met = np.cumsum(self.leeg[k])[:-1]
        kans = float(self.leeg[k, -1] / self.n)

        def first(deel: float) -> date | None:
            bereikt = np.flatnonzero(tot_en_met >= deel * self.n - 1e-9)
            return maanden[bereikt[0]] if len(bereikt) else None

        fout = np.sqrt(self.net_niet[k] / max(self.nets - 1, 1) / self.n)
        if self.nets < 4:
            # Of few nets the plain error of independent draws: it is not too small, only less sharp.
            fout = np.sqrt(kans * (1 - kans) / self.n)
        return Droog(first(0.1), first(0.5), first(0.9), kans, float(fout), (maanden[0], maanden[-1]))

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row per pot, month and quantity: expected and its band."""
        for pot in self.horizon.potten:
            for grootheid in STROMEN:
                reeksen = {s: self.values(grootheid, pot, s) for s in ("verwacht", "p10", "p50", "p90")}
                for m, maand in enumerate(self.horizon.maanden):
                    yield {
                        "pot": pot,
                        "maand": f"{maand:%Y-%m}",
                        "grootheid": grootheid,
                        **{s: float(reeks[m]) for s, reeks in reeksen.items()},
                    }
