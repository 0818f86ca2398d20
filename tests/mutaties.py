"""`make mutaties`: do the tests notice a wrong rule of money?

Every mutant of the modules below (`tests.mutanten`) runs against the tests that pass through its statement, the quick
ones first, until one fails. The tests are collected once, in one warm process; each mutant lives in a fork of it, which
takes the changed code over in place. What survives outside any function is tried again with everything loaded anew.

    python -m tests.mutaties [--alleen finance/uitkering.py ...] [--met TEST ...] [--elke 10] [--minuten 5]
                             [--opnieuw] [--toon]

Outcomes are kept in .mutaties/ per mutant and text of its function: a killed one is not run again, a survivor is (with
--minuten what was never tried goes first). Which test passes through which line is kept there too, as long as no code
changes. What survives because it changes no outcome stands with the reason in `mutaties_gelijkwaardig.toml`.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib
import json
import os
import signal
import sys
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import scenarios  # noqa: F401 - before numpy: it chooses how numpy rounds
import tests.omgeving  # noqa: F401 - before numpy as well
from tests.mutanten import Mutant, find_mutants
from tests.verwisselen import ROOT, Wisselaar, module_name, take_over, take_over_rest

BEWAARD = ROOT / ".mutaties"
GELIJKWAARDIG = Path(__file__).with_name("mutaties_gelijkwaardig.toml")
DOELEN = (
    *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "finance").rglob("*.py") if p.name != "__init__.py"),
    *(f"scenarios/model/{naam}.py" for naam in ("regels", "simulatie", "opbouw")),
    *(
        f"scenarios/boeken/{naam}.py"
        for naam in ("herrekening", "toerekening", "begroting", "realisatie", "jaar_sluiten", "prognose", "beschikking")
    ),
)
KANS = ("scenarios/model/simulatie.py::simulate_country",)
"""Chance and people, not money: the beginnings of what is left alone."""
TESTS = ("tests/unit", "tests/properties", "tests/golden")
# Long, or about something else than money: what only these would notice counts as a survivor.
ZONDER = (
    *("unit/test_huis", "unit/test_ggm", "unit/test_pc_delen", "unit/test_overleving", "unit/test_doelmeting"),
    *("unit/test_bewaren", "unit/test_nieuw"),
    *("properties/test_bitgelijk", "properties/test_raster", "properties/test_ggm", "properties/test_bescherming"),
    *(
        "properties/test_overleving",
        "properties/test_volumes",
        "properties/test_verkennen",
        "properties/test_profielen",
    ),
    *("properties/test_maandverdeling", "properties/test_jaarbeeld", "properties/test_vergelijking_centen"),
    *("golden/test_regios", "golden/test_landelijk", "golden/test_voortgangsrapportage", "golden/test_taakstelling"),
)
LANG, SAMEN = 3.0, 8.0
"""Seconds of one test, and of all tests of one mutant: what only more than that would notice counts as a survivor."""
WERKTUIG_FAALT = 77
NIET_TER_PLAATSE = "niet ter plaatse"
GEDULD = 60
"""Seconds for a mutant beyond ten times what its tests took: one that never ends is noticed too."""


class Uitslagen:
    """What is known about each mutant, on disk as it comes."""

    def __init__(self, opnieuw: bool):
        BEWAARD.mkdir(exist_ok=True)
        # While tests run pytest keeps the ordinary output to itself.
        self.scherm = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self.pad = BEWAARD / "uitslagen.jsonl"
        if opnieuw:
            self.pad.unlink(missing_ok=True)

    def read(self) -> dict[str, str]:
        """Key of a mutant -> '' for a survivor, else what noticed it."""
        if not self.pad.is_file():
            return {}
        rijen = (json.loads(regel) for regel in self.pad.read_text(encoding="utf-8").splitlines())
        return {rij["mutant"]: rij["test"] for rij in rijen}

    def add(self, mutant: Mutant, test: str) -> None:
        with self.pad.open("a", encoding="utf-8") as bestand:
            bestand.write(json.dumps({"mutant": mutant.sleutel, "test": test}) + "\n")
        print("." if test else "!", end="", file=self.scherm, flush=True)


# --- the tests, in a warm process -------------------------------------------------------------------------------


class Proefbank:
    """A pytest plugin: instead of running the tests once, measures them and then tries every mutant."""

    def __init__(self, mutanten: Sequence[tuple[ast.Module, Mutant]], uitslagen: Uitslagen, einde: float):
        self.mutanten = mutanten
        self.uitslagen = uitslagen
        self.einde = einde
        self.gezakt = ""
        self.merkten: Counter[tuple[str, str]] = Counter()
        """How many mutants of a module a test noticed: such a test goes first."""
        self.bij_laden: set[tuple[str, int]] = set()
        """Lines of functions that ran while the modules were loaded."""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.gezakt = self.gezakt or report.nodeid

    def pytest_collection(self) -> None:
        sys.settrace(self._tracer(self.bij_laden, functies=True))

    def pytest_collection_finish(self) -> None:
        sys.settrace(None)

    def pytest_runtestloop(self, session: Any) -> bool:
        meting = self._measured(session.items)
        for boom, mutant in self.mutanten:
            if time.monotonic() > self.einde:
                break
            uitslag = self._try(boom, mutant, session.items, meting)
            # Outside a function a module that was loaded earlier may hold on to what it took over at import.
            if uitslag not in ("", NIET_TER_PLAATSE) or (mutant.functie and not uitslag):
                self.uitslagen.add(mutant, uitslag)
        return True

    def _measured(self, items: Sequence[Any]) -> dict[str, Any]:
        """Of each test how long it took and which lines it ran: from the last time, when nothing has changed since."""
        pad, stempel = BEWAARD / "meting.json", _stamp()
        oud = json.loads(pad.read_text(encoding="utf-8")) if pad.is_file() else {}
        namen, bestanden = {i.nodeid for i in items}, {m.bestand for _, m in self.mutanten}
        if oud.get("stempel") == stempel and namen <= oud["tests"].keys() and bestanden <= set(oud["bestanden"]):
            return oud["tests"]
        meting = _in_fork(lambda: self._measure(items))
        if meting is None:
            raise SystemExit("De tests lopen niet zonder mutant.")
        rood = [naam for naam, m in meting.items() if m["gezakt"]]
        if rood:
            raise SystemExit(f"Deze tests slagen ook zonder mutant niet: {rood}")
        inhoud = {"stempel": stempel, "bestanden": sorted(bestanden), "tests": meting}
        pad.write_text(json.dumps(inhoud), encoding="utf-8")
        return meting

    def _measure(self, items: Sequence[Any]) -> dict[str, Any]:
        regels: set[tuple[str, int]] = set()
        trace = self._tracer(regels)
        uit = {}
        for nummer, item in enumerate(items):
            regels.clear()
            begin = time.process_time()
            threading.settrace(trace)
            sys.settrace(trace)
            gezakt = self._run(item, items[nummer + 1] if nummer + 1 < len(items) else None)
            sys.settrace(None)
            threading.settrace(None)
            per_bestand: dict[str, list[int]] = {}
            for bestand, regel in regels:
                per_bestand.setdefault(bestand, []).append(regel)
            uit[item.nodeid] = {"duur": time.process_time() - begin, "regels": per_bestand, "gezakt": gezakt}
        return uit

    def _tracer(self, regels: set[tuple[str, int]], functies: bool = False) -> Any:
        """Notes every line of the modules that runs; `functies`: only inside functions."""
        doelen = {str(ROOT / bestand): bestand for bestand in {m.bestand for _, m in self.mutanten}}

        def trace_line(frame: Any, gebeurtenis: str, _: Any) -> Any:
            regels.add((doelen[frame.f_code.co_filename], frame.f_lineno))
            return trace_line

        def trace(frame: Any, gebeurtenis: str, arg: Any) -> Any:
            code = frame.f_code
            if code.co_filename not in doelen or (functies and code.co_name == "<module>"):
                return None
            return trace_line(frame, gebeurtenis, arg)

        return trace

    def _run(self, item: Any, volgende: Any) -> str:
        self.gezakt = ""
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=volgende)
        return self.gezakt

    def _try(self, boom: ast.Module, mutant: Mutant, items: Sequence[Any], meting: dict[str, Any]) -> str:
        """What notices the mutant; '' when nothing does."""
        eerste, laatste = mutant.regels
        bouwt = any((mutant.bestand, regel) in self.bij_laden for regel in range(eerste, laatste + 1))
        eigen = _choose(items, mutant, meting)
        eigen.sort(key=lambda i: -self.merkten[mutant.bestand, i.nodeid])
        if not eigen:
            return NIET_TER_PLAATSE if bouwt else ""
        duur = sum(meting[i.nodeid]["duur"] for i in eigen)

        def attempt() -> str:
            mutant.apply()
            module = sys.modules[module_name(mutant.bestand)]
            if mutant.functie and not take_over(module, boom, mutant.functie):
                return NIET_TER_PLAATSE
            if not mutant.functie:
                try:
                    take_over_rest(module, boom)
                except Exception as fout:
                    return f"de module laadt niet: {fout!r}"
            for nummer, item in enumerate(eigen):
                if gezakt := self._run(item, eigen[nummer + 1] if nummer + 1 < len(eigen) else None):
                    return gezakt
            return ""

        uitslag = _in_fork(attempt, int(GEDULD + 10 * duur))
        if uitslag and uitslag != NIET_TER_PLAATSE:
            self.merkten[mutant.bestand, uitslag] += 1
        # What it made while the modules were loaded is still the old.
        if uitslag == "" and bouwt:
            return NIET_TER_PLAATSE
        return "komt niet tot een einde" if uitslag is None else uitslag


def _choose(items: Sequence[Any], mutant: Mutant, meting: dict[str, Any]) -> list[Any]:
    """The tests that pass through the statement: file by file, what is quick first."""
    eerste, laatste = mutant.regels
    if mutant.functie:
        eigen = [
            i for i in items if any(eerste <= r <= laatste for r in meting[i.nodeid]["regels"].get(mutant.bestand, ()))
        ]
    else:
        # It ran when its module was loaded; who passes through the rest of the module sees it most likely.
        eigen = list(items)
    duur = {i.nodeid: meting[i.nodeid]["duur"] for i in eigen}
    vreemd = {i.nodeid: mutant.bestand not in meting[i.nodeid]["regels"] for i in eigen}
    per_bestand: dict[str, float] = {}
    for i in eigen:
        per_bestand[i.location[0]] = per_bestand.get(i.location[0], 0.0) + duur[i.nodeid]
    eigen.sort(key=lambda i: (vreemd[i.nodeid], per_bestand[i.location[0]], i.location[0], duur[i.nodeid]))
    kort = [i for i in eigen if duur[i.nodeid] <= LANG]
    return [i for i, samen in zip(kort, accumulate(duur[i.nodeid] for i in kort), strict=True) if samen <= SAMEN]


def _stamp() -> str:
    """Of all code that runs: a line that moved is another line."""
    som = hashlib.sha256()
    for map_ in ("finance", "scenarios", "reports", "tests"):
        for pad in sorted((ROOT / map_).rglob("*.py")):
            som.update(pad.read_bytes())
    return som.hexdigest()


def _in_fork(werk: Callable[[], Any], seconden: int = 0) -> Any:
    """The outcome of `werk` in a copy of this process; None when it crashed or took too long."""
    lezen, schrijven = os.pipe()
    kind = os.fork()
    if not kind:
        os.close(lezen)
        signal.alarm(seconden)
        try:
            with os.fdopen(schrijven, "w", encoding="utf-8") as pijp:
                json.dump([werk()], pijp)
        except BaseException as fout:
            print(f"\n{fout!r}", file=sys.stderr)
            os._exit(WERKTUIG_FAALT)
        os._exit(0)
    os.close(schrijven)
    with os.fdopen(lezen, encoding="utf-8") as pijp:
        tekst = pijp.read()
    _, stand = os.waitpid(kind, 0)
    if os.WIFEXITED(stand) and os.WEXITSTATUS(stand) == WERKTUIG_FAALT:
        raise SystemExit("Het werktuig zelf faalt; de melding staat hierboven.")
    return json.loads(tekst)[0] if stand == 0 and tekst else None


# --- what stands outside any function ---------------------------------------------------------------------------


def try_outside(boom: ast.Module, mutant: Mutant, paden: Sequence[str]) -> str:
    """What notices a change of a constant, a default of a class or a rule that stands by itself."""

    def attempt() -> str:
        mutant.apply()
        sys.meta_path.insert(0, Wisselaar(mutant.bestand, boom))
        uitgang = run_pytest([*paden, "-x"])
        if uitgang not in (0, 1, 2):
            raise SystemExit(f"pytest gaf {uitgang}")
        return "de tests na opnieuw laden" if uitgang else ""

    uitslag = _in_fork(attempt, 20 * GEDULD)
    return "komt niet tot een einde" if uitslag is None else uitslag


def run_pytest(opties: Sequence[str], *plugins: object) -> int:
    """Silently, with few examples and always the same."""
    import pytest

    # Its own report would only stand in the way, and so would the options that go with it.
    stil = [*("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=", "--capture=fd")]
    stil += ["--import-mode=importlib", "--hypothesis-profile=mutaties"]
    return int(pytest.main([*stil, *opties], plugins=list(plugins)))


# --- choosing and telling ---------------------------------------------------------------------------------------


def _imported(bestand: Path, gezien: dict[Path, set[str]]) -> set[str]:
    """The house files that a file imports, and those in turn."""
    if bestand in gezien:
        return gezien[bestand]
    uit: set[str] = set()
    gezien[bestand] = uit
    for knoop in ast.walk(ast.parse(bestand.read_text(encoding="utf-8"))):
        if isinstance(knoop, ast.ImportFrom) and knoop.module:
            for naam in (knoop.module, *(f"{knoop.module}.{a.name}" for a in knoop.names)):
                pad = ROOT / f"{naam.replace('.', '/')}.py"
                if pad.is_file():
                    uit |= {pad.relative_to(ROOT).as_posix(), *_imported(pad, gezien)}
    return uit


def choose_tests(bestanden: set[str]) -> list[str]:
    """The test files that import any of these files."""
    gezien: dict[Path, set[str]] = {}
    alle = [p for map_ in TESTS for p in sorted((ROOT / map_).glob("test_*.py"))]
    over = [p for p in alle if f"{p.parent.name}/{p.stem}" not in ZONDER]
    return [p.relative_to(ROOT).as_posix() for p in over if bestanden & _imported(p, gezien)]


def read_equivalents() -> dict[str, str]:
    """Name of a mutant -> why it changes no outcome."""
    inhoud = tomllib.loads(GELIJKWAARDIG.read_text(encoding="utf-8")) if GELIJKWAARDIG.is_file() else {}
    return {
        f"{plaats}: {wissel}": blok["waarom"]
        for plaats, blokken in inhoud.items()
        for blok in blokken
        for wissel in blok["mutanten"]
    }


def report(mutanten: Sequence[Mutant], uitslagen: dict[str, str], toon: bool) -> None:
    """Per module what was killed, survived and argued equivalent; then the survivors."""
    gelijk = read_equivalents()
    gedaan = [m for m in mutanten if m.sleutel in uitslagen]
    som = [0, 0, 0]
    print(f"\n\n{'':40} gedood  leeft  gelijkwaardig  score")
    for bestand in dict.fromkeys(m.bestand for m in gedaan):
        eigen = [m for m in gedaan if m.bestand == bestand]
        dood = sum(bool(uitslagen[m.sleutel]) for m in eigen)
        zelfde = sum(not uitslagen[m.sleutel] and m.naam in gelijk for m in eigen)
        rij = (dood, len(eigen) - dood - zelfde, zelfde)
        som = [a + b for a, b in zip(som, rij, strict=True)]
        print(f"{bestand:40} {rij[0]:6} {rij[1]:6} {rij[2]:14}  {_score(rij)}")
    print(f"{'samen':40} {som[0]:6} {som[1]:6} {som[2]:14}  {_score(som)}")
    for m in gedaan:
        if not uitslagen[m.sleutel] and m.naam not in gelijk:
            print(f"  leeft: {m.regels[0]:4} {m.naam}")
    namen = {m.naam for m in mutanten}
    for naam in gelijk:
        if naam.split("::")[0] in {m.bestand for m in mutanten} and naam not in namen:
            print(f"  vervallen in {GELIJKWAARDIG.name}: {naam}")
    for m in gedaan if toon else ():
        if uitslagen[m.sleutel]:
            print(f"  gedood: {m.naam}\n      door {uitslagen[m.sleutel]}")


def _score(rij: Sequence[int]) -> str:
    return f"{100 * rij[0] / (rij[0] + rij[1]):5.1f}%" if rij[0] + rij[1] else "    -"


def _options() -> argparse.Namespace:
    lezer = argparse.ArgumentParser(prog="python -m tests.mutaties", description="Merken de tests een foute regel op?")
    lezer.add_argument("--alleen", nargs="+", default=DOELEN, metavar="MODULE", help="zoals finance/uitkering.py")
    lezer.add_argument(
        "--met", nargs="+", default=(), metavar="TEST", help="alleen deze testbestanden; sneller, streng"
    )
    lezer.add_argument("--elke", type=int, default=1, metavar="N", help="een steekproef: iedere N-de mutant")
    lezer.add_argument("--minuten", type=float, default=float("inf"), metavar="N", help="houd daarna op; later verder")
    lezer.add_argument("--opnieuw", action="store_true", help="vergeet wat eerder is gevonden")
    lezer.add_argument("--toon", action="store_true", help="noem ook wat een gedode mutant opmerkte")
    return lezer.parse_args()


def main() -> int:
    """Try what is not known yet, and tell what is."""
    opties = _options()
    einde = time.monotonic() + 60 * opties.minuten
    uitslagen = Uitslagen(opties.opnieuw)
    alle = [
        (boom, m)
        for b in opties.alleen
        for boom, lijst in [find_mutants(ROOT, b)]
        for m in lijst
        if not m.naam.startswith(KANS)
    ]
    alle = alle[:: opties.elke]
    bekend, gelijk = uitslagen.read(), read_equivalents()
    nieuw = [(boom, m) for boom, m in alle if not bekend.get(m.sleutel) and m.naam not in gelijk]
    if opties.minuten < float("inf"):
        nieuw.sort(key=lambda paar: paar[1].sleutel in bekend)
    for _, m in alle:
        if m.naam in gelijk and m.sleutel not in bekend:
            uitslagen.add(m, "")
    paden = list(opties.met) or choose_tests({m.bestand for _, m in nieuw})
    print(f"{len(alle)} mutanten, waarvan {len(nieuw)} te proberen met {len(paden)} bestanden", flush=True)
    for zwaar in ("numpy", "pandas", "pydantic", "hypothesis", "hypothesis.extra.numpy", "pytest", "scipy.special"):
        importlib.import_module(zwaar)
    if nieuw:
        kind = os.fork()
        if not kind:
            os._exit(min(run_pytest(paden, Proefbank(nieuw, uitslagen, einde)), 1))
        if os.waitpid(kind, 0)[1]:
            print("\nDe proefbank liep niet tot het einde.", file=sys.stderr)
    bekend = uitslagen.read()
    for boom, m in nieuw:
        if time.monotonic() < einde and (m.sleutel not in bekend or not (m.functie or bekend[m.sleutel])):
            uitslagen.add(m, try_outside(boom, m, list(opties.met) or choose_tests({m.bestand})))
    report([m for _, m in alle], uitslagen.read(), opties.toon)
    return 0


if __name__ == "__main__":
    sys.exit(main())
