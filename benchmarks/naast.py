"""Jobs that must become faster than they were: in turns with the sources of an earlier commit, in the same run.

    python -m benchmarks.naast [commit]

Both run in processes of their own with the packages of today, so the machine and the packages are the same for both.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.opdracht import BRONNEN, run_python, run_spuk
from benchmarks.tafel import Tafel, median_ratio, seconds_in_turns

TOEN = "10c8891b00"
"""The version of which the goals are a part"""
HERHAAL = 5
LAND = """
import re, time
from benchmarks.werk import read_model
from scenarios.engine.threads import run
model = read_model("voorbeeld:landelijk")
begin = time.perf_counter()
run(model, 10_000)
print(time.perf_counter() - begin, 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]))
"""
"""Names that the earlier commit has too; the memory of this process alone, not of who started it"""
WESTFRIESLAND = "voorbeeld:westfriesland"


def measure_beside(tafel: Tafel, commit: str = TOEN) -> None:
    """The country, a raming with all its files and a toets; against the earlier commit when this copy has it."""
    with sources_of(commit) as toen:
        naast = [BRONNEN] if toen is None else [BRONNEN, toen]
        _measure_country(tafel, naast)
        measure_commands(tafel, naast)


@contextmanager
def sources_of(commit: str) -> Iterator[Path | None]:
    """A folder with the sources of one commit, gone afterwards; None when this copy does not have it."""
    with tempfile.TemporaryDirectory(prefix="spuk-naast-") as naam:
        pakket, bronnen = Path(naam) / "bronnen.tar", Path(naam) / "bronnen"
        opdracht = ["git", "archive", f"--output={pakket}", commit]
        try:
            uit = subprocess.run(opdracht, cwd=BRONNEN, capture_output=True, text=True)
        except OSError as fout:
            uit = subprocess.CompletedProcess(opdracht, 1, "", str(fout))
        if uit.returncode:
            print(f"Naast {commit}: overgeslagen, {uit.stderr.strip()}")
            yield None
            return
        with tarfile.open(pakket) as inhoud:
            inhoud.extractall(bronnen, filter="data")
        yield bronnen


def _measure_country(tafel: Tafel, naast: list[Path]) -> None:
    """Computing alone, with the most memory that it took."""
    gemeten = [[_country(bronnen) for bronnen in naast] for _ in range(HERHAAL)]
    ons, *toen = ([ronde[i] for ronde in gemeten] for i in range(len(naast)))
    duur = [seconden for seconden, _ in ons]
    tafel.add("landelijk, 342 gemeenten, 10.000 trekkingen", statistics.median(duur), "s", "ongeveer 60 s")
    tafel.at_most("landelijk, grootste geheugen", max(piek for _, piek in ons), "GB", 0.5)
    for eerder in toen:
        was = [seconden for seconden, _ in eerder]
        tafel.add("landelijk, toen", statistics.median(was), "s")
        tafel.at_most("landelijk, tegen toen", median_ratio(duur, was), "x", 0.4)


def _country(bronnen: Path) -> tuple[float, float]:
    """Seconds, GB."""
    seconden, piek = run_python("-c", LAND, bronnen=bronnen).split()
    return float(seconden), float(piek) / 1e9


def measure_commands(tafel: Tafel, naast: list[Path], herhaal: int = HERHAAL) -> None:
    """Whole commands, with what they write; every version compiles its modules in a round that is not counted."""
    with tempfile.TemporaryDirectory() as uit:

        def commands(bronnen: Path) -> list[Callable[[], str]]:
            return [
                lambda: run_spuk("raming", WESTFRIESLAND, "--stil", "--uit", uit, bronnen=bronnen),
                lambda: run_spuk("toets", WESTFRIESLAND, "--stil", bronnen=bronnen, goed=(0, 1)),
            ]

        taken = [taak for bronnen in naast for taak in commands(bronnen)]
        for taak in taken:
            taak()
        raming, toets, *toen = seconds_in_turns(taken, herhaal)
    tafel.at_most("spuk raming voorbeeld:westfriesland, alle bestanden", statistics.median(raming), "s", 5)
    tafel.at_most("spuk toets tegen spuk raming", median_ratio(toets, raming), "x", 0.3)
    if toen:
        tafel.at_most("spuk raming, tegen toen", median_ratio(raming, toen[0]), "x", 0.5)
        tafel.add("spuk toets, tegen toen", median_ratio(toets, toen[1]), "x")


if __name__ == "__main__":
    measure_beside(Tafel(), *sys.argv[1:2])
