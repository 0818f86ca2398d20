"""What evenly spread points bring: the variance of independent draws over that of ours, at an equal number of draws."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from benchmarks.tafel import Tafel
from benchmarks.werk import read_model
from scenarios.grond.trekking import BLOK, Trekking
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model
from scenarios.model.simulatie import simulate_country, simulate_gemeente

EERSTE_BLAD = ("budget", "lasten", "saldo", "meenemen", "terug_te_betalen")
HERHAAL = 120


class Los(Trekking):
    """Every stream of independent numbers, as the program drew before."""

    def stream(self, doel: str, sleutel: str = "") -> Any:
        return self.independent(doel, sleutel)


def figures(model: Model, trekking: Trekking) -> NDArray[np.float64]:
    """The figures of the first sheet for the region: means, P10, P50 and P90 of the lasten, chance. (f, j)"""
    land = simulate_country(model, trekking)
    totaal = np.sum([simulate_gemeente(model, g, land, trekking) for g in model.gemeenten], axis=0)
    gemiddeld = totaal[[NUMMER[naam] for naam in EERSTE_BLAD]].mean(axis=-1)
    banden = np.percentile(totaal[NUMMER["lasten"]], (10, 50, 90), axis=-1)
    return np.concatenate([gemiddeld, banden, (totaal[NUMMER["saldo"]] >= 0).mean(axis=-1)[None]])


def variance_factors(model: Model, herhaal: int = HERHAAL) -> NDArray[np.float64]:
    """Per figure and year; NaN where nothing varies. (f, j)"""
    with threadpool_limits(1, "blas"):
        los, vlak = (
            np.var([figures(model, soort(zaad, 0)) for zaad in range(begin, begin + herhaal)], axis=0, ddof=1)
            for soort, begin in ((Los, 1), (Trekking, 100_001))
        )
    return np.divide(los, vlak, out=np.full_like(los, np.nan), where=(los > 0) & (vlak > 0))


def measure_accuracy(tafel: Tafel, herhaal: int = HERHAAL) -> None:
    """The first open year apart: there the chance of each gemeente by itself dominates."""
    model = read_model("voorbeeld:westfriesland")
    open_ = [j for j, jaar in enumerate(model.tijdas.jaren) if jaar >= 2026]
    factoren = variance_factors(model, herhaal)
    wat = f"variantie los tegen gespreid, {BLOK} trekkingen"
    tafel.add(f"{wat}: eerste open jaar, mediaan", float(np.nanmedian(factoren[:, open_[0]])), "x")
    later = factoren[:, open_[1:]]
    tafel.ratio(f"{wat}: latere jaren, mediaan", float(np.nanmedian(later)), 6)
    tafel.ratio(f"{wat}: latere jaren, minste", float(np.nanmin(later)), 2)


if __name__ == "__main__":
    np.set_printoptions(precision=1, suppress=True, linewidth=120)
    print(variance_factors(read_model("voorbeeld:westfriesland")))
    measure_accuracy(Tafel())
