"""Our real jobs: Westfriesland, the country, how cost grows, threads, Dask, the command line."""

from __future__ import annotations

import atexit
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.tafel import Tafel, median_seconds
from scenarios.engine.dask import open_dask
from scenarios.engine.threads import Threads, run
from scenarios.engine.work import Calculator, Run
from scenarios.grond.trekking import BLOK, Trekking
from scenarios.model.model import Model, build_model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.regio import choose_scenarios, read_region

TREKKINGEN = 10_000
METING = """
import re, time
from benchmarks.werk import read_model
from scenarios.engine.threads import run
model = read_model("voorbeeld:landelijk")
begin = time.perf_counter()
run(model, 10_000)
print(time.perf_counter() - begin, 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]))
"""
NAAST = """
from benchmarks.werk import TREKKINGEN, read_model
from scenarios.engine.threads import run
model = read_model("voorbeeld:westfriesland")
for _ in range(3):
    run(model, TREKKINGEN, workers=1)
"""

LADEN = (
    "import cli, reports.raming.doorrekenen, reports.raming.rapport, reports.raming.werkboek, scenarios.engine.write"
)


def read_model(naam: str, eindjaar: int | None = None) -> Model:
    """The basis of an example, with another last year when asked."""
    regio = read_region(naam)
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
    # One BLAS thread, as in a run.
    with threadpool_limits(1, "blas"):
        trekken, rekenen = _pairs(kaal, lambda: _blocks(model), herhaal)
    blokken = TREKKINGEN / BLOK
    tafel.add("Westfriesland: dezelfde getallen trekken met numpy", blokken * statistics.median(trekken), "s")
    tafel.add("Westfriesland: trekken en rekenen, 1 draad", blokken * statistics.median(rekenen), "s")
    verhouding = _ratio(rekenen, trekken)
    tafel.add("Westfriesland: verhouding", verhouding, "x", "<= 1,25 x", verhouding <= 1.25)
    een, twee = _pairs(lambda: run(model, TREKKINGEN, workers=1), lambda: run(model, TREKKINGEN, workers=2), herhaal)
    tafel.add("Westfriesland, 10.000 trekkingen, met samenvatting, 1 draad", statistics.median(een), "s")
    tafel.add("Westfriesland, 10.000 trekkingen, 2 draden", statistics.median(twee), "s", "ongeveer 1 s")
    if draden >= 2:
        tafel.ratio("2 draden tegen 1, Westfriesland", _ratio(een, twee), 1.8)


def _processes(aantal: int) -> None:
    """As many processes side by side, each by itself on one thread: what the cores of this machine can give."""
    lopend = [subprocess.Popen([sys.executable, "-c", NAAST]) for _ in range(aantal)]
    # All of them are waited for, whatever the first one did.
    if max([proces.wait() for proces in lopend], key=abs):
        raise RuntimeError("een van de processen is mislukt")


def measure_jobs(tafel: Tafel, draden: int, landelijk: bool) -> None:
    """All rows."""
    measure_westfriesland(tafel, draden)
    if draden >= 2:
        stuk = _first(32)
        een, twee = _pairs(lambda: run(stuk, TREKKINGEN, workers=1), lambda: run(stuk, TREKKINGEN, workers=2), 5)
        tafel.ratio("2 draden tegen 1, 32 gemeenten", _ratio(een, twee), 1.8)
        alleen, samen = _pairs(lambda: _processes(1), lambda: _processes(2), 3)
        tafel.add("grens: 2 processen tegen 1, Westfriesland", 2 * _ratio(alleen, samen), "x")
    _measure_growth(tafel)
    _measure_dask(tafel, draden)
    measure_commands(tafel)
    if landelijk:
        uit = subprocess.run([sys.executable, "-c", METING], capture_output=True, text=True, check=True).stdout.split()
        tafel.add("landelijk, 342 gemeenten, 10.000 trekkingen", float(uit[0]), "s", "ongeveer 60 s")
        piek = float(uit[1]) / 1e9
        tafel.add("landelijk, grootste geheugen", piek, "GB", "< 2 GB", piek < 2)
    _measure_bookings(tafel)


def _measure_bookings(tafel: Tafel) -> None:
    """A million bookings read, classified, closed and written, in a process of its own for its own memory."""
    opdracht = [sys.executable, "-m", "benchmarks.boekingen"]
    regels = subprocess.run(opdracht, capture_output=True, text=True, check=True).stdout.splitlines()
    gemeten = {naam.strip(): float(waarde) for naam, waarde in (regel.rsplit(maxsplit=1) for regel in regels)}
    seconden, piek = gemeten["totaal (s)"], gemeten["piekgeheugen (GB)"]
    tafel.add("1.000.000 boekingen, werkboeken erbij", seconden, "s", "< 60 s", seconden < 60)
    tafel.add("1.000.000 boekingen, grootste geheugen", piek, "GB", "< 2 GB", piek < 2)


def _pairs(f: Callable[[], Any], g: Callable[[], Any], herhaal: int = 9) -> tuple[list[float], list[float]]:
    """Seconds of both, in turns, so that other work on the machine meets both alike; once before to warm up."""
    f(), g()
    paren = [(median_seconds(f, 1), median_seconds(g, 1)) for _ in range(herhaal)]
    een, ander = zip(*paren, strict=True)
    return list(een), list(ander)


def _ratio(boven: list[float], onder: list[float]) -> float:
    """Median of the ratios pair by pair."""
    return statistics.median(b / o for b, o in zip(boven, onder, strict=True))


def _blocks(model: Model) -> None:
    """One block of every gemeente, drawn and settled."""
    rekenaar = Calculator(Run((model,), 1000, 1, 0.9))
    getrokken = rekenaar.begin(0)
    for g in range(len(model.gemeenten)):
        rekenaar.fill_block(g, 0, 0, getrokken)


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


def _measure_growth(tafel: Tafel) -> None:
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


def _measure_dask(tafel: Tafel, draden: int) -> None:
    """Overhead of Dask on processes of this machine against as many threads, tasks of at least 0.2 s."""
    stuk = _first(64)
    with open_dask(f"lokaal:{draden}") as dask:
        op_draden, op_dask = _pairs(lambda: run(stuk, runner=Threads(draden)), lambda: run(stuk, runner=dask), 5)
    meer = _ratio(op_dask, op_draden) - 1
    tafel.add(f"Dask lokaal:{draden} boven {draden} draden", 100 * meer, "%", "<= 5%", meer <= 0.05)


@cache
def _installed() -> dict[str, str]:
    """The environment of an installed spuk: its modules were compiled when it was installed, not at every start."""
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if naam != "PYTHONDONTWRITEBYTECODE"}
    omgeving["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="spuk-gecompileerd-")
    atexit.register(shutil.rmtree, omgeving["PYTHONPYCACHEPREFIX"])
    subprocess.run([sys.executable, "-c", LADEN], check=True, env=omgeving)
    return omgeving


def measure_commands(tafel: Tafel) -> None:
    """Starting, loading, and the two commands that are asked most."""
    hulp = median_seconds(lambda: _command("--help"))
    tafel.add("spuk --help", hulp, "s", "< 0,3 s", hulp < 0.3)
    with tempfile.TemporaryDirectory() as uit:
        raming = median_seconds(lambda: _command("raming", "voorbeeld:westfriesland", "--stil", "--uit", uit), 3)
    tafel.add("spuk raming voorbeeld:westfriesland, werkboek erbij", raming, "s", "< 5 s", raming < 5)
    toets = median_seconds(lambda: _command("toets", "voorbeeld:westfriesland", "--stil", goed=(0, 1)), 3)
    tafel.add("spuk toets tegen spuk raming", toets / raming, "x", "<= 0,3 x", toets <= 0.3 * raming)
    laden = median_seconds(lambda: subprocess.run([sys.executable, "-c", LADEN], check=True, env=_installed()))
    tafel.add("laden van wat een raming nodig heeft", laden, "s", "< 0,5 s", laden < 0.5)


def _command(*woorden: str, goed: tuple[int, ...] = (0,)) -> None:
    """Run `spuk`; codes other than `goed` are a failure, and no measurement."""
    uit = subprocess.run([sys.executable, "-m", "cli", *woorden], capture_output=True, text=True, env=_installed())
    if uit.returncode not in goed:
        raise RuntimeError(uit.stderr)
