"""What evenly spread points bring, at an equal number of draws: the variance of independent draws over that of ours,
whether any figure is biased, and how often the stated error covers."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from benchmarks.tafel import Tafel
from benchmarks.werk import read_model
from scenarios.engine.meten.reeksen import PERCENTILES
from scenarios.engine.statistics import CORE, TOETSEN, measure
from scenarios.grond.trekking import BLOK, Trekking
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.terugblik.ijking import Los

EERSTE_BLAD = ("budget", "lasten", "saldo", "meenemen", "terug_te_betalen")
HERHAAL = 120
DEKKING = 245
"""Replicates of 4,096 draws for bias and coverage: 1,003,520 draws"""


def figures(model: Model, trekking: Trekking) -> NDArray[np.float64]:
    """The figures of the first sheet for the region: means, P10, P50 and P90 of the lasten, chance. (f, j)"""
    land = simulate_country(model, trekking)
    totaal = np.sum([simulate_gemeente(model, g, land, trekking) for g in model.gemeenten], axis=0)
    gemiddeld = totaal[[NUMMER[naam] for naam in EERSTE_BLAD]].mean(axis=-1)
    banden = np.percentile(totaal[NUMMER["lasten"]], (10, 50, 90), axis=-1)
    return np.concatenate([gemiddeld, banden, (totaal[NUMMER["saldo"]] >= 0).mean(axis=-1)[None]])


def variance_factors(model: Model, draden: int, herhaal: int = HERHAAL) -> NDArray[np.float64]:
    """Per figure and year; NaN where nothing varies. (f, j)"""
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(draden) as pool:
        los, vlak = (
            np.var(list(pool.map(lambda t: figures(model, t), trekkingen)), axis=0, ddof=1)
            for trekkingen in (
                [Los(zaad, 0) for zaad in range(1, 1 + herhaal)],
                [Trekking(zaad, 0) for zaad in range(100_001, 100_001 + herhaal)],
            )
        )
    return np.divide(los, vlak, out=np.full_like(los, np.nan), where=(los > 0) & (vlak > 0))


def measure_accuracy(tafel: Tafel, draden: int, herhaal: int = HERHAAL) -> None:
    """The first open year apart: there the chance of each gemeente by itself dominates."""
    model = read_model("voorbeeld:westfriesland")
    open_ = [j for j, jaar in enumerate(model.tijdas.jaren) if jaar >= 2026]
    factoren = variance_factors(model, draden, herhaal)
    wat = f"variantie los tegen gespreid, {BLOK} trekkingen"
    tafel.add(f"{wat}: eerste open jaar, mediaan", float(np.nanmedian(factoren[:, open_[0]])), "x")
    later = factoren[:, open_[1:]]
    tafel.at_least(f"{wat}: latere jaren, mediaan", float(np.nanmedian(later)), "x", 6)
    tafel.at_least(f"{wat}: latere jaren, minste", float(np.nanmin(later)), "x", 2)


def replicate(model: Model, soort: type[Trekking], zaad: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimates and stated errors of a region of one gemeente, open years: means, P10, P50, P90, chance. (f, j) each"""
    (gemeente,) = model.gemeenten
    open_ = [j for j, jaar in enumerate(model.tijdas.jaren) if jaar >= 2026]
    rijen, kern = [NUMMER[naam] for naam in CORE], list(range(len(CORE)))
    p, t = [PERCENTILES.index(x) for x in (10, 50, 90)], list(TOETSEN).index("totaal")
    trekkingen = [soort(zaad, blok) for blok in range(4096 // BLOK)]
    delen = [simulate_gemeente(model, gemeente, simulate_country(model, t_), t_) for t_ in trekkingen]
    stand = measure(np.concatenate(delen, axis=-1), 0.9)
    waarden = [stand.mean[rijen], *stand.percentiles[p][:, rijen], stand.covered[[t]] / stand.n]
    fouten = [stand.standard_error[rijen], *stand.percentile_error[p][:, kern], stand.chance_error[[t]]]
    return np.concatenate(waarden)[:, open_], np.concatenate(fouten)[:, open_]


def measure_honesty(tafel: Tafel, draden: int, herhaal: int = DEKKING) -> None:
    """Bias against a million independent draws, and in which part of the replicates 1.96 stated errors hold those."""
    model = read_model("voorbeeld:rijssen-holten")
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(draden) as pool:
        los, _ = _replicates(pool, model, Los, range(1, 1 + herhaal))
        waarden, fouten = _replicates(pool, model, Trekking, range(10_001, 10_001 + herhaal))
    beweegt = waarden.std(axis=0) > 1e-6
    fout = np.sqrt((los.var(axis=0, ddof=1) + waarden.var(axis=0, ddof=1)) / herhaal)
    afwijking = float((np.abs(los.mean(axis=0) - waarden.mean(axis=0))[beweegt] / fout[beweegt]).max())
    tafel.add("grootste afwijking van los, in standaardfouten", afwijking, "x", "<= 4,5 x", afwijking <= 4.5)
    # Their own error is a sixth of what is judged: it costs half a percent of coverage.
    gedekt = (np.abs(waarden - los.mean(axis=0)) <= 1.96 * fouten).mean(axis=0)[beweegt]
    for wat, deel, laagst in (("gemiddeld", gedekt.mean(), 0.93), ("minst", gedekt.min(), 0.89)):
        tafel.add(f"genoemde fout dekt: {wat}", 100 * float(deel), "%", f">= {laagst:.0%}", bool(deel >= laagst))


def _replicates(
    pool: ThreadPoolExecutor, model: Model, soort: type[Trekking], zaden: range
) -> list[NDArray[np.float64]]:
    """Estimates and errors of all. (replicate, f, j) each"""
    return [np.array(deel) for deel in zip(*pool.map(lambda z: replicate(model, soort, z), zaden), strict=True)]


if __name__ == "__main__":
    np.set_printoptions(precision=1, suppress=True, linewidth=120)
    draden_ = os.cpu_count() or 1
    print(variance_factors(read_model("voorbeeld:westfriesland"), draden_))
    measure_accuracy(Tafel(), draden_)
    measure_honesty(Tafel(), draden_)
