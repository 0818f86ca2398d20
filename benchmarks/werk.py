"""Our real jobs: Westfriesland, the country, how cost grows, threads, Dask, the command line."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.opdracht import run_python, run_spuk
from benchmarks.tafel import Tafel, median_ratio, median_seconds, seconds_in_turns
from scenarios.engine.dask import open_dask
from scenarios.engine.geheugen.malloc import keep_freed_memory
from scenarios.engine.threads import Threads, run
from scenarios.engine.work import Calculator, Run
from scenarios.grond.trekking import BLOK, Trekking
from scenarios.model.model import Model, build_model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.onzekerheid.drijvers import ALLES, leave_out
from scenarios.regiomap.regio import choose_scenarios, read_region

TREKKINGEN = 10_000
TWEE_PROCESSEN = """
from benchmarks.werk import TREKKINGEN, read_model
from scenarios.engine.threads import run
model = read_model("voorbeeld:westfriesland")
for _ in range(3):
    run(model, TREKKINGEN, workers=1)
"""

WERKBOEK = """
import sys
from benchmarks.tafel import median_seconds
from cli import main
from reports.raming import werkboek
write = werkboek.write_workbook
werkboek.write_workbook = lambda *woorden: print(median_seconds(lambda: write(*woorden), 5))
main(["raming", "voorbeeld:landelijk", "--trekkingen", "2048", "--stil", "--uit", sys.argv[1]])
"""
LADEN = (
    "import cli, reports.raming.doorrekenen, reports.raming.rapport, reports.raming.werkboek, scenarios.engine.write"
)


def read_model(naam: str, eindjaar: int | None = None, zonder: tuple[str, ...] = ()) -> Model:
    """The basis of an example, with another last year when asked. zonder: kinds of uncertainty that are not drawn"""
    regio = leave_out(read_region(naam), zonder)
    if eindjaar:
        regio = replace(regio, bestand=regio.bestand.model_copy(update={"eindjaar": eindjaar}))
    return build_model(regio, choose_scenarios(regio, ())[0])


def _first(gemeenten: int) -> Model:
    """The country, cut down to its first gemeenten."""
    land = read_model("voorbeeld:landelijk")
    return replace(land, gemeenten=land.gemeenten[:gemeenten])


def measure_westfriesland(tafel: Tafel, draden: int, herhaal: int = 9) -> None:
    """A run against the bare drawing of its numbers, and on one and two threads."""
    model = read_model("voorbeeld:westfriesland")
    kaal = _replay(model)
    # Freed memory kept and one BLAS thread, as in a run.
    keep_freed_memory()
    with threadpool_limits(1, "blas"):
        trekken, rekenen = _pairs(kaal, lambda: _blocks(model), herhaal)
    blokken = TREKKINGEN / BLOK
    tafel.add("Westfriesland: dezelfde getallen trekken met numpy", blokken * statistics.median(trekken), "s")
    tafel.add("Westfriesland: trekken en rekenen, 1 draad", blokken * statistics.median(rekenen), "s")
    verhouding = median_ratio(rekenen, trekken)
    tafel.at_most("Westfriesland: verhouding", verhouding, "x", 1.25)
    een, twee = _pairs(lambda: run(model, TREKKINGEN, workers=1), lambda: run(model, TREKKINGEN, workers=2), herhaal)
    tafel.add("Westfriesland, 10.000 trekkingen, met samenvatting, 1 draad", statistics.median(een), "s")
    tafel.add("Westfriesland, 10.000 trekkingen, 2 draden", statistics.median(twee), "s", "ongeveer 1 s")
    if draden >= 2:
        tafel.at_least("2 draden tegen 1, Westfriesland", median_ratio(een, twee), "x", 1.8)
    vast = read_model("voorbeeld:westfriesland", zonder=(ALLES,))
    met, zonder = _pairs(lambda: run(model, TREKKINGEN, workers=1), lambda: run(vast, TREKKINGEN, workers=1), herhaal)
    tafel.at_most("Westfriesland: met onzekere waarden tegen zonder", median_ratio(met, zonder), "x", 1.5)


def _processes(aantal: int) -> None:
    """As many processes side by side, each by itself on one thread: what the cores of this machine can give."""
    lopend = [subprocess.Popen([sys.executable, "-c", TWEE_PROCESSEN]) for _ in range(aantal)]
    # All of them are waited for, whatever the first one did.
    if max([proces.wait() for proces in lopend], key=abs):
        raise RuntimeError("een van de processen is mislukt")


def measure_threads(tafel: Tafel, draden: int) -> None:
    """A piece of the country on two threads and on one, and what the machine has for two that share nothing."""
    if draden < 2:
        return
    stuk = _first(32)
    een, twee = _pairs(lambda: run(stuk, TREKKINGEN, workers=1), lambda: run(stuk, TREKKINGEN, workers=2), 5)
    tafel.at_least("2 draden tegen 1, 32 gemeenten", median_ratio(een, twee), "x", 1.8)
    alleen, samen = _pairs(lambda: _processes(1), lambda: _processes(2), 3)
    tafel.add("grens: 2 processen tegen 1, Westfriesland", 2 * median_ratio(alleen, samen), "x")


def measure_bookings(tafel: Tafel) -> None:
    """A million bookings read, classified, closed and written, in a process of its own for its own memory."""
    regels = run_python("-m", "benchmarks.boekingen").splitlines()
    gemeten = {naam.strip(): float(waarde) for naam, waarde in (regel.rsplit(maxsplit=1) for regel in regels)}
    seconden, piek = gemeten["totaal (s)"], gemeten["piekgeheugen (GB)"]
    tafel.at_most("1.000.000 boekingen, werkboeken erbij", seconden, "s", 60)
    tafel.at_most("1.000.000 boekingen, grootste geheugen", piek, "GB", 2)


def _pairs(f: Callable[[], Any], g: Callable[[], Any], herhaal: int = 9) -> list[list[float]]:
    """Seconds of both, in turns; once before to warm up."""
    f(), g()
    return seconds_in_turns((f, g), herhaal)


def _blocks(model: Model) -> None:
    """One block of every gemeente, drawn and settled."""
    rekenaar = Calculator(Run((model,), 1000, 1, 0.9))
    for g in range(len(model.gemeenten)):
        getrokken = rekenaar.begin(0)
        rekenaar.fill_block(g, 0, 0, getrokken)
        rekenaar.spare.give(getrokken.draws)


def _replay(model: Model) -> Callable[[], None]:
    """The bare calls of numpy's generator that one block of every gemeente makes, with the same arguments."""
    opname: list[tuple[Any, str, tuple[Any, ...]]] = []

    class Opnemer:
        def __init__(self, stroom: Any) -> None:
            self.stroom = stroom

        def __getattr__(self, naam: str) -> Callable[..., Any]:
            def call(*woorden: Any) -> Any:
                opname.append((self.stroom, naam, woorden))
                return getattr(self.stroom, naam)(*woorden)

            return call

    class Meeluisteraar(Trekking):
        def stream(self, doel: str, sleutel: str = "") -> Any:
            return Opnemer(super().stream(doel, sleutel))

    luisteraar = Meeluisteraar(1, 0)
    land = simulate_country(model, luisteraar)
    for gemeente in model.gemeenten:
        draw_volumes(model, gemeente, land, luisteraar)

    def replay() -> None:
        for stroom, naam, woorden in opname:
            getattr(stroom, naam)(*woorden)

    return replay


def measure_growth(tafel: Tafel) -> None:
    """Exponent of cost in draws, gemeenten and years: least squares on logarithms, median over rounds of all sizes."""
    land = read_model("voorbeeld:landelijk")
    west = _first(8)
    reeksen: dict[str, list[tuple[int, Callable[[], Any]]]] = {
        "trekkingen": [(n, lambda n=n: run(west, n, partij=BLOK)) for n in (4096, 8192, 16_384)],  # type: ignore[misc]
        "gemeenten": [
            (g, lambda g=g: run(replace(land, gemeenten=land.gemeenten[:g]), 2000))  # type: ignore[misc]
            for g in (16, 32, 64)
        ],
    }
    modellen = {j: read_model("voorbeeld:landelijk", 2021 + j) for j in (5, 6, 8)}
    kort = {j: replace(m, gemeenten=m.gemeenten[:16]) for j, m in modellen.items()}
    reeksen["jaren"] = [(j, lambda j=j: run(kort[j])) for j in kort]  # type: ignore[misc]
    for naam, metingen in reeksen.items():
        x = np.log([maat for maat, _ in metingen])
        for _, f in metingen:
            f()
        rondes = [np.log([median_seconds(f, 1) for _, f in metingen]) for _ in range(5)]
        helling = statistics.median(float(np.polyfit(x, y, 1)[0]) for y in rondes)
        tafel.add(f"groei met {naam}: exponent", helling, "", "1,0 +- 0,1", abs(helling - 1) <= 0.1)


def measure_dask(tafel: Tafel, draden: int) -> None:
    """Overhead of Dask on processes of this machine against as many threads, tasks of at least 0.2 s."""
    stuk = _first(64)
    with open_dask(f"lokaal:{draden}") as dask:
        op_draden, op_dask = _pairs(lambda: run(stuk, runner=Threads(draden)), lambda: run(stuk, runner=dask), 5)
    meer = 100 * (median_ratio(op_dask, op_draden) - 1)
    tafel.at_most(f"Dask lokaal:{draden} boven {draden} draden", meer, "%", 5)


def measure_loading(tafel: Tafel) -> None:
    """Starting, and loading what a raming needs."""
    hulp = median_seconds(lambda: run_spuk("--help"))
    tafel.at_most("spuk --help", hulp, "s", 0.3)
    run_python("-c", LADEN)
    laden = median_seconds(lambda: run_python("-c", LADEN))
    tafel.at_most("laden van wat een raming nodig heeft", laden, "s", 0.5)


def measure_country_workbook(tafel: Tafel) -> None:
    """Writing the workbook of the whole country, within its own command; its size hardly depends on the draws."""
    with tempfile.TemporaryDirectory() as uit:
        seconden = float(run_python("-c", WERKBOEK, uit))
        omvang = (Path(uit) / "raming.xlsx").stat().st_size / 1e6
    tafel.at_most("landelijk, werkboek schrijven", seconden, "s", 10)
    tafel.add("landelijk, werkboek", omvang, "MB")
