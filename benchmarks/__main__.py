"""`make bench`: prints one table with goal and reached, and keeps it per commit in `benchmarks/uitkomsten`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from benchmarks import (
    anker,
    beslissen,
    gecompileerd,
    gelijken,
    ggm,
    groei,
    naast,
    nauwkeurig,
    plafond,
    raster,
    uitkomsten,
    verkennen,
    werk,
)
from benchmarks.opdracht import BRONNEN
from benchmarks.tafel import Tafel, median_time
from scenarios.engine.geheugen.malloc import keep_freed_memory
from scenarios.grond.trekking import BLOK, Trekking

N = 1000
"""Draws of the anchor work."""
Deel = Callable[[Tafel], None]
PAKKETTEN = ("numpy", "scipy", "pandas", "distributed", "ema-workbench", "modelx", "heavylight", "numba")


def measure_limits(tafel: Tafel) -> None:
    """What one core of this machine can do at most, in the same run; freed memory is kept, as in a run."""
    keep_freed_memory()
    with threadpool_limits(1, "blas"):
        _measure_limits(tafel)


def _measure_limits(tafel: Tafel) -> None:
    stroom, n = Trekking(1, 0).stream("grenzen"), 2_000_000
    lam, kans, tien = np.full(n, 1.6), np.full(n, 0.3), np.full(n, 10)
    for naam, f in (
        ("Poisson, gemiddelde 1,6", lambda: stroom.poisson(lam)),
        ("binomiaal, 10 en 0,3", lambda: stroom.binomial(tien, kans)),
        ("normaal", lambda: stroom.standard_normal(n)),
    ):
        tafel.add(f"grens: {naam}", n / median_time(f, 5) / 1e6, "M trekkingen/s")
    x = np.ones((1500, 1500))
    tafel.add("grens: matrixproduct", 2 * 1500**3 / median_time(lambda: x @ x, 5) / 1e9, "GFLOP/s")
    bron, doel = np.ones(20_000_000), np.ones(20_000_000)
    tafel.add("grens: kopiëren", 2 * bron.nbytes / median_time(lambda: np.copyto(doel, bron), 5) / 1e9, "GB/s")


def measure_anchor(tafel: Tafel, draden: int) -> None:
    """The anchor work: ours and theirs, outcomes checked equal before the clock runs."""
    keep_freed_memory()
    with threadpool_limits(1, "blas"):
        _measure_anchor(tafel, draden)


def _measure_anchor(tafel: Tafel, draden: int) -> None:
    gegevens = anker.fixed_data()
    gewicht = anker.weights(gegevens)
    starts = anker.draw_split(Trekking(1, 0, N).stream("anker"), N)
    juist = gelijken.by_definition(starts, gewicht)
    np.testing.assert_allclose(anker.lasten(starts, gewicht), juist, rtol=1e-9)
    np.testing.assert_allclose(anker.block_with_draws(0, N, gewicht), juist, rtol=1e-9)
    onze = tafel.add("anker, rekenen: spuk", N / median_time(lambda: anker.lasten(starts, gewicht)), "trekkingen/s")
    for naam, f in (
        ("modelx", gelijken.modelx_cells(starts, gegevens)),
        ("heavylight", gelijken.heavylight_methods(starts, gegevens)),
    ):
        np.testing.assert_allclose(f(), juist, rtol=1e-9)
        ander = tafel.add(f"anker, rekenen: {naam}", N / median_time(f, 5), "trekkingen/s")
        tafel.at_least(f"anker, rekenen: spuk tegen {naam}", onze / ander, "x", 50)

    f, vergelijk = gelijken.ema_workbench(N, gewicht)
    np.testing.assert_allclose(*vergelijk(f()), rtol=1e-9)
    ema = tafel.add("anker, met trekken: EMAworkbench", N / median_time(f, 5), "trekkingen/s")
    blok, blokken = 250, 32
    totaal = blok * blokken
    with ThreadPoolExecutor(draden) as pool:
        spuk = tafel.add(
            f"anker, met trekken: spuk, {draden} draden",
            totaal
            / median_time(lambda: list(pool.map(lambda b: anker.block_with_draws(b, blok, gewicht), range(blokken)))),
            "trekkingen/s",
        )
        kernel = plafond.compile_kernel()
        _check_moments(plafond.fused_work(kernel, gewicht, 20_000, draden), gewicht)
        _check_moments(np.concatenate([anker.block_with_draws(b, 1000, gewicht) for b in range(20)]), gewicht)
        top = tafel.add(
            f"anker, met trekken: plafond (numba), {draden} draden",
            totaal / median_time(lambda: plafond.fused_work(kernel, gewicht, totaal, draden)),
            "trekkingen/s",
        )
        tafel.at_least("anker, met trekken: spuk tegen EMAworkbench", spuk / ema, "x", 8)
        tafel.at_least("anker, met trekken: spuk tegen plafond", spuk / top, "x", 1)

        _measure_expected(tafel, gewicht, pool, draden)


def _measure_expected(tafel: Tafel, gewicht: anker.Reeks, pool: ThreadPoolExecutor, draden: int) -> None:
    """Expected value per parameter set: with drawing, computing alone, and writing out alone."""
    # Half a block: its persons stay within the second cache of one core.
    grootte, delen = BLOK // 2, 80
    per_halfjaar = gewicht.reshape(anker.G, anker.R, anker.H, 6, anker.B, anker.Y).mean(axis=3)
    uit = np.empty((delen, anker.M, anker.B, anker.Y, grootte))
    factor, mix = anker.draw_parameters(Trekking(1, 0).stream("verwacht"), grootte)
    starts = anker.expected_starts(factor, mix).repeat(6, axis=-1) / 6
    juist = gelijken.by_definition(starts, gewicht)
    factor, mix = anker.draws_last(factor, mix)
    anker.expected_lasten(factor, mix, per_halfjaar, uit[0])
    np.testing.assert_allclose(np.moveaxis(uit[0], -1, 0), juist, rtol=1e-9)

    def rate(f: Callable[[int], Any]) -> float:
        return grootte * delen / median_time(lambda: list(pool.map(f, range(delen))))

    met = rate(lambda b: anker.expected_block(b, per_halfjaar, uit[b]))
    eenheid = "trekkingen/s"
    tafel.at_least(f"anker, verwachte waarde: spuk, {draden} draden", met, eenheid, 500_000)
    zonder = rate(lambda b: anker.expected_lasten(factor, mix, per_halfjaar, uit[b]))
    tafel.add("anker, verwachte waarde: alleen rekenen", zonder, eenheid)
    bron = np.ones((anker.B, anker.Y, grootte))
    schrijven = rate(lambda b: np.multiply(bron, 1.0, out=uit[b]))
    tafel.add("anker, verwachte waarde: alleen wegschrijven", schrijven, eenheid)
    tafel.at_least("anker, verwachte waarde: rekenen tegen wegschrijven", zonder / schrijven, "x", 0.5)
    product = rate(lambda b: anker.expected_product(factor, mix, per_halfjaar))
    rijen, som = anker.B * anker.Y, anker.G * anker.R * anker.H
    kaal = np.ones((rijen, som)), np.ones((som, grootte))
    _explain_expected(tafel, (schrijven, product, rate(lambda b: kaal[0] @ kaal[1])), (2 * som * rijen, pool, draden))


def _explain_expected(
    tafel: Tafel, per_seconde: tuple[float, float, float], waar: tuple[int, ThreadPoolExecutor, int]
) -> None:
    """Which roof holds the expected value: what it multiplies and writes against what the same threads can do at most.

    per_seconde: parameter sets written out; multiplied with nothing written, persons made as well; multiplied alone
    """
    (schrijven, product, kaal), (flops, pool, draden) = per_seconde, waar
    bytes_, x, naam = 8 * anker.M * anker.B * anker.Y, np.ones((1500, 1500)), "verwachte waarde"
    dak = draden * 2 * 1500**3 / median_time(lambda: list(pool.map(lambda _: x @ x, range(draden))), 5)
    tafel.add(f"{naam}: dak van het rekenen, {draden} draden", dak / 1e9, "GFLOP/s")
    tafel.add(f"{naam}: dak van het schrijven, {draden} draden", schrijven * bytes_ / 1e9, "GB/s")
    tafel.add(f"{naam}: rekenwerk per geschreven byte", flops / bytes_, "flop/byte")
    tafel.add(f"{naam}: rekenen en schrijven even lang bij", dak / (schrijven * bytes_), "flop/byte")
    tafel.add(f"{naam}: product van {anker.B * anker.Y} rijen, deel van het dak", 100 * kaal * flops / dak, "%")
    tafel.add(f"{naam}: hetzelfde, personen erbij", 100 * product * flops / dak, "%")
    tafel.add(f"{naam}: verhouding als beide daken gehaald worden", 1 / (1 + schrijven * flops / dak), "x")
    tafel.add(f"{naam}: verhouding met het product dat er is", 1 / (1 + schrijven / kaal), "x")


def _check_moments(uit: anker.Reeks, gewicht: anker.Reeks) -> None:
    """The mean against its closed form: E f = 1 and E mix = alfa / sum(alfa); within 5 standard errors."""
    mix = anker.ALFA / anker.ALFA.sum(axis=1, keepdims=True)
    per_maand = anker.expected_starts(np.ones((1, anker.H)), mix[None]).repeat(6, axis=-1) / 6
    verwacht = gelijken.by_definition(per_maand, gewicht)[0]
    fout = uit.std(axis=0) / np.sqrt(len(uit))
    if not (np.abs(uit.mean(axis=0) - verwacht) <= 5 * fout + 1e-6).all():
        raise AssertionError("het gemiddelde wijkt af van de gesloten formule")


def main() -> None:
    """Run everything asked for; a part that fails is told, and takes nothing else with it."""
    lezer = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    lezer.add_argument("--uit", type=Path, help="waar het JSON-bestand komt (benchmarks/uitkomsten/COMMIT.json)")
    lezer.add_argument("--snel", action="store_true", help="alleen onze eigen korte taken, binnen drie minuten")
    lezer.add_argument(
        "--naast", default=naast.TOEN, metavar="COMMIT", help="waarmee het land en de raming gelijk op gaan"
    )
    lezer.add_argument("--alleen", nargs="+", metavar="DEEL", help="alleen deze delen")
    keuze = lezer.parse_args()
    draden = os.cpu_count() or 1
    delen = _quick(draden) if keuze.snel else _parts(draden, keuze.naast)
    if onbekend := set(keuze.alleen or ()) - set(delen):
        lezer.error(f"geen deel: {', '.join(sorted(onbekend))}; wel: {', '.join(delen)}")
    tafel, duur, mislukt = Tafel(), {}, []
    for naam in keuze.alleen or delen:
        begin = time.perf_counter()
        try:
            delen[naam](tafel)
        except Exception:
            traceback.print_exc()
            mislukt.append(naam)
        duur[naam] = round(time.perf_counter() - begin, 1)
    _keep(tafel, keuze.uit, "-snel" if keuze.snel else "", {"seconden": duur, "mislukt": mislukt})
    tafel.show_verdicts()
    if mislukt:
        sys.exit(f"Mislukt: {', '.join(mislukt)}")


def _parts(draden: int, commit: str) -> dict[str, Deel]:
    """Everything, in this order: the memory of a command is counted from the size of the process that starts it."""
    return {
        "haal": ggm.measure_fetch,
        "grenzen": measure_limits,
        "anker": lambda tafel: measure_anchor(tafel, draden),
        "westfriesland": lambda tafel: werk.measure_westfriesland(tafel, draden),
        "draden": lambda tafel: werk.measure_threads(tafel, draden),
        "groei": werk.measure_growth,
        "dask": lambda tafel: werk.measure_dask(tafel, draden),
        "laden": werk.measure_loading,
        "naast": lambda tafel: naast.measure_beside(tafel, commit),
        "werkboek": werk.measure_country_workbook,
        "boekingen": werk.measure_bookings,
        "raster": raster.measure_grid,
        "dashboard": verkennen.measure_moves,
        "beslissen": beslissen.measure_decisions,
        "gecompileerd": gecompileerd.measure_compiled,
        "nauwkeurig": lambda tafel: nauwkeurig.measure_accuracy(tafel, draden),
        "dekking": lambda tafel: nauwkeurig.measure_honesty(tafel, draden),
        "planning": groei.check_schedule,
        "land": groei.measure_country,
    }


def _quick(draden: int) -> dict[str, Deel]:
    """For every change: no peers, no country, no million of rows, and few repeats."""
    return {
        "grenzen": measure_limits,
        "westfriesland": lambda tafel: werk.measure_westfriesland(tafel, draden, 3),
        "laden": werk.measure_loading,
        "opdrachten": lambda tafel: naast.measure_commands(tafel, [BRONNEN], 3),
        "raster": lambda tafel: raster.measure_grid(tafel, 20),
        "dashboard": verkennen.measure_moves,
        "beslissen": lambda tafel: beslissen.measure_decisions(tafel, 1),
    }


def _keep(tafel: Tafel, doel: Path | None, soort: str, verloop: dict[str, Any]) -> None:
    """Write the rows, and name what became slower on this machine."""
    machine, commit = _machine(), uitkomsten.name_of_commit()
    vorige = uitkomsten.latest(machine)
    doel = doel or uitkomsten.MAP / f"{commit}{soort}.json"
    wanneer = time.strftime("%Y-%m-%dT%H:%M:%S")
    inhoud = {"commit": commit, "gemeten_op": wanneer, **verloop, "machine": machine, "pakketten": _versions()}
    uitkomsten.write(doel, inhoud, tafel.rijen)
    if vorige:
        trager = uitkomsten.slower(tafel.rijen, vorige)
        print(*(("Slechter dan eerder:", *trager) if trager else ("Niets slechter dan eerder.",)), sep="\n  ")
    print(f"Geschreven: {doel}")


def _machine() -> dict[str, Any]:
    belasting = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    soort = {"systeem": platform.platform(), "processor": platform.processor() or platform.machine()}
    # The kernel that was chosen matters more to a matrix product than the machine (OPENBLAS_CORETYPE overrules it).
    blas = [f"{b['internal_api']} {b['version']} {b.get('architecture', '')}" for b in threadpool_info()]
    aantal = {"kernen": os.cpu_count(), "blas": blas, "belasting": belasting}
    return {**soort, **aantal, "python": platform.python_version()}


def _versions() -> dict[str, str]:
    uit = {}
    for naam in PAKKETTEN:
        try:
            uit[naam] = version(naam)
        except PackageNotFoundError:
            uit[naam] = "ontbreekt"
    return uit


if __name__ == "__main__":
    main()
