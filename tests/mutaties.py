"""`make mutaties`: do the tests notice a wrong rule of money?

Every mutant of the modules below (`tests.mutanten`) runs against the tests that pass through its statement, the quick
ones first, until one fails. The tests are collected once, in one warm process; each mutant lives in a fork of it, which
takes the changed code over in place. What survives outside any function is tried again with everything loaded anew.

    python -m tests.mutaties [--alleen finance/uitkering.py ...] [--met TEST ...] [--elke 10] [--minuten 5] [--zaad 1]
                             [--dichtbij] [--opnieuw] [--toon] [--erbij FILE ...] [--schrijf]

Outcomes are kept in .mutaties/ per mutant and text of its function: a killed one is not run again, a survivor is (with
--minuten what was never tried goes first). Which test passes through which line is kept there too, as long as neither
the code nor the file of the test changes. What survives because it changes no outcome stands with the reason in
`mutaties_gelijkwaardig.toml`.

With --zaad the mutants come in an order drawn from the seed, so that what fits in the minutes is a sample of all of
them; --schrijf puts what is known of it in docs/betrouwbaarheid.md (`tests.mutaties_bladzijde`), and --erbij takes in
what runs elsewhere kept in their uitslagen.jsonl. To write what several runs found, and try nothing:

    python -m tests.mutaties --zaad 1 --minuten 0 --erbij a/uitslagen.jsonl b/uitslagen.jsonl --schrijf
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
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from hypothesis import settings

import scenarios  # noqa: F401 - before numpy: it chooses how numpy rounds
import tests.omgeving  # noqa: F401 - before numpy as well
from tests.mutanten import Mutant, find_mutants
from tests.mutaties_keuze import choose_tests
from tests.mutaties_uitslagen import BEWAARD, Uitslagen, read_equivalents, report
from tests.verwisselen import ROOT, Wisselaar, module_name, take_over, take_over_rest

DOELEN = (
    *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "finance").rglob("*.py") if p.name != "__init__.py"),
    *(f"scenarios/model/{naam}.py" for naam in ("regels", "simulatie", "opbouw/bouwen", "opbouw/doorrekenen")),
    *(
        f"scenarios/boeken/{naam}.py"
        for naam in ("herrekening", "toerekening", "begroting", "realisatie", "jaar_sluiten", "prognose", "beschikking")
    ),
)
KANS = ("scenarios/model/simulatie.py::simulate_country",)
"""Chance and people, not money: the beginnings of what is left alone."""
EIGEN = (
    *("mutaties", "mutaties_keuze", "mutaties_uitslagen", "mutaties_bladzijde"),
    *("mutanten", "verwisselen", "betrouwbaarheid"),
)
GENOEG = 200
"""Calls of one function in one test whose lines are noted."""
VOORBEELDEN, METEN = 10, 2
"""Examples of a property that a mutant is tried with, and of which its lines and time are noted."""
LANG, SAMEN = 3.0, 6.0
"""Seconds of one test, and of all tests of one mutant: what only more than that would notice counts as a survivor."""
WERKTUIG_FAALT = 77
NIET_TER_PLAATSE, TE_LANG = "niet ter plaatse", "te lang"
GEDULD = 60
"""Seconds for a mutant beyond ten times what its tests took: one that never ends is noticed too."""


class TeLang(BaseException):
    """A test takes longer than it may: no mutant is tried with it. No Exception, so that nothing catches it."""


# --- the tests, in a warm process -------------------------------------------------------------------------------


class Proefbank:
    """A pytest plugin: instead of running the tests once, measures them and then tries every mutant."""

    def __init__(self, mutanten: Sequence[tuple[ast.Module, Mutant]], uitslagen: Uitslagen, minuten: float):
        self.mutanten = mutanten
        self.uitslagen = uitslagen
        self.minuten = minuten
        self.gelijk = read_equivalents()
        self.gezakt = ""
        self.merkten: Counter[tuple[str, str]] = Counter()
        """How many mutants of a module a test noticed: such a test goes first."""
        self.bij_laden: set[tuple[str, int]] = set()
        """Lines of functions that ran while the modules were loaded."""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.gezakt = self.gezakt or (TE_LANG if TeLang.__name__ in str(report.longrepr) else report.nodeid)

    def pytest_collection(self) -> None:
        sys.settrace(self._tracer(self.bij_laden, functies=True))

    def pytest_collection_finish(self, session: Any) -> None:
        sys.settrace(None)
        for item in session.items:
            _limit_examples(item.obj, VOORBEELDEN)

    def pytest_runtestloop(self, session: Any) -> bool:
        meting = self._measured(session.items)
        einde = time.monotonic() + 60 * self.minuten
        for boom, mutant in self.mutanten:
            if time.monotonic() > einde:
                break
            if mutant.naam in self.gelijk:
                self.uitslagen.add(mutant, "")
                continue
            uitslag = self._try(boom, mutant, session.items, meting)
            # Outside a function a module that was loaded earlier may hold on to what it took over at import.
            if uitslag not in ("", NIET_TER_PLAATSE) or (mutant.functie and not uitslag):
                self.uitslagen.add(mutant, uitslag)
            else:
                eigen = _choose(session.items, mutant, meting)
                self.uitslagen.wait(mutant, [i.nodeid for i in self._first_best(mutant, eigen)])
        return True

    def _measured(self, items: Sequence[Any]) -> dict[str, Any]:
        """Of each test how long it took and which lines it ran: from the last time, when nothing has changed since."""
        pad, huis = BEWAARD / "meting.json", _stamp()
        oud = json.loads(pad.read_text(encoding="utf-8")) if pad.is_file() else {}
        # Of all modules, so that the next one finds its tests measured.
        bestanden = {*DOELEN, *(m.bestand for _, m in self.mutanten)}
        if oud.get("huis") != huis or set(oud["bestanden"]) != bestanden:
            oud = {"tests": {}}
        stempels = {i.nodeid: hashlib.sha256(i.path.read_bytes()).hexdigest() for i in items}
        meting = {n: m for n, m in oud["tests"].items() if m["stempel"] == stempels.get(n, m["stempel"])}
        nieuw = [i for i in items if i.nodeid not in meting]
        if nieuw:
            gemeten = _in_fork(lambda: self._measure(nieuw, bestanden))
            if gemeten is None:
                raise SystemExit("De tests lopen niet zonder mutant.")
            rood = [naam for naam, m in gemeten.items() if m["gezakt"] not in ("", TE_LANG)]
            if rood:
                raise SystemExit(f"Deze tests slagen ook zonder mutant niet: {rood}")
            meting |= {naam: {**m, "stempel": stempels[naam]} for naam, m in gemeten.items()}
            inhoud = {"huis": huis, "bestanden": sorted(bestanden), "tests": meting}
            pad.write_text(json.dumps(inhoud), encoding="utf-8")
        return meting

    def _measure(self, items: Sequence[Any], bestanden: set[str]) -> dict[str, Any]:
        def stop(*_: object) -> None:
            raise TeLang

        signal.signal(signal.SIGPROF, stop)
        regels: set[tuple[str, int]] = set()
        uit = {}
        for nummer, item in enumerate(items):
            regels.clear()
            _forget(bestanden)
            trace = self._tracer(regels, bestanden=bestanden)
            # Which lines a property runs shows from a few examples; the others take their time only once.
            _limit_examples(item.obj, METEN)
            begin = time.process_time()
            threading.settrace(trace)
            sys.settrace(trace)
            signal.setitimer(signal.ITIMER_PROF, LANG)
            gezakt = self._run(item, items[nummer + 1] if nummer + 1 < len(items) else None)
            signal.setitimer(signal.ITIMER_PROF, 0)
            if sys.gettrace() is not trace:
                # Recursion to the end of the stack ends the noting too: any line of these files may have run.
                regels.update((b, r) for b in {b for b, _ in regels} for r in range(1, _length(b) + 1))
            sys.settrace(None)
            threading.settrace(None)
            per_bestand: dict[str, list[int]] = {}
            for bestand, regel in regels:
                per_bestand.setdefault(bestand, []).append(regel)
            duur = time.process_time() - begin
            if hasattr(item.obj, "hypothesis"):
                duur *= VOORBEELDEN / METEN
            uit[item.nodeid] = {"duur": duur, "regels": per_bestand, "gezakt": gezakt}
            if (nummer + 1) % 100 == 0:
                print(f"{nummer + 1} van {len(items)} tests gemeten", file=self.uitslagen.scherm, flush=True)
        return uit

    def _tracer(self, regels: set[tuple[str, int]], bestanden: set[str] = frozenset(), functies: bool = False) -> Any:  # type: ignore[assignment]
        """Notes every line of the modules that runs; `functies`: only inside functions."""
        doelen = {str(ROOT / bestand): bestand for bestand in bestanden or {m.bestand for _, m in self.mutanten}}
        keren: Counter[Any] = Counter()

        def trace_line(frame: Any, gebeurtenis: str, _: Any) -> Any:
            regels.add((doelen[frame.f_code.co_filename], frame.f_lineno))
            return trace_line

        def trace(frame: Any, gebeurtenis: str, arg: Any) -> Any:
            code = frame.f_code
            if code.co_filename not in doelen or (functies and code.co_name == "<module>"):
                return None
            keren[code] += 1
            # After so many calls it has shown its lines; on the way to millions it would only take time.
            return trace_line(frame, gebeurtenis, arg) if keren[code] <= GENOEG else None

        return trace

    def _run(self, item: Any, volgende: Any) -> str:
        self.gezakt = ""
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=volgende)
        return self.gezakt

    def _try(self, boom: ast.Module, mutant: Mutant, items: Sequence[Any], meting: dict[str, Any]) -> str:
        """What notices the mutant; '' when nothing does."""
        eerste, laatste = mutant.regels
        bouwt = any((mutant.bestand, regel) in self.bij_laden for regel in range(eerste, laatste + 1))
        eigen = self._first_best(mutant, _choose(items, mutant, meting))
        if not eigen:
            return NIET_TER_PLAATSE if bouwt else ""
        duur = sum(meting[i.nodeid]["duur"] for i in eigen)

        def attempt() -> str:
            mutant.apply()
            module = importlib.import_module(module_name(mutant.bestand))
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

    def _first_best(self, mutant: Mutant, items: Sequence[Any]) -> list[Any]:
        """What noticed most in the module goes first."""
        return sorted(items, key=lambda i: -self.merkten[mutant.bestand, i.nodeid])


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
    kort = [i for i in eigen if duur[i.nodeid] <= LANG and not meting[i.nodeid]["gezakt"]]
    return [i for i, samen in zip(kort, accumulate(duur[i.nodeid] for i in kort), strict=True) if samen <= SAMEN]


def _forget(bestanden: Iterable[str]) -> None:
    """What a function keeps of an earlier test: with that its lines would not run."""
    for module in filter(None, (sys.modules.get(module_name(bestand)) for bestand in bestanden)):
        for waarde in vars(module).values():
            if hasattr(waarde, "cache_clear"):
                waarde.cache_clear()


def _length(bestand: str) -> int:
    return len((ROOT / bestand).read_text(encoding="utf-8").splitlines())


def _limit_examples(functie: Any, aantal: int) -> None:
    """No more examples than this, whatever a test asks for by itself."""
    eigen = getattr(functie, "_hypothesis_internal_use_settings", None)
    if eigen and eigen.max_examples > aantal:
        functie = getattr(functie, "__func__", functie)
        functie._hypothesis_internal_use_settings = settings(eigen, max_examples=aantal)


def _stamp() -> str:
    """Of all code that runs, except the tests themselves: a line that moved is another line."""
    som = hashlib.sha256()
    paden = [p for map_ in ("finance", "scenarios", "reports") for p in sorted((ROOT / map_).rglob("*.py"))]
    for pad in [*paden, *(p for p in sorted((ROOT / "tests").glob("*.py")) if p.stem not in EIGEN)]:
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
        # What a test is called in its table of cases may come from the rule itself.
        namen = dict.fromkeys(pad.split("[")[0] for pad in paden)
        uitgang = run_pytest([*namen, "-x"])
        # A file of tests that no longer loads has no test of any name: 4.
        if uitgang not in (0, 1, 2, 4):
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


# --- the command ---------------------------------------------------------------------------------------


def _write(mutanten: Sequence[Mutant], uitslagen: Uitslagen, zaad: int) -> None:
    # Not before: what it imports of the house would be loaded already when everything has to be loaded anew.
    bladzijde = importlib.import_module("tests.mutaties_bladzijde")
    eerst, nu, gelijk = uitslagen.first(), uitslagen.read(), read_equivalents()

    def outcome(m: Mutant) -> Any:
        gezien = bool(nu.get(m.sleutel))
        return bladzijde.Uitslag(
            m.bestand, m.sleutel in nu, bool(eerst.get(m.sleutel)), gezien, m.naam in gelijk and not gezien
        )

    bladzijde.write_page([outcome(m) for m in mutanten], zaad)


def _options() -> argparse.Namespace:
    lezer = argparse.ArgumentParser(prog="python -m tests.mutaties", description="Merken de tests een foute regel op?")
    lezer.add_argument("--alleen", nargs="+", default=DOELEN, metavar="MODULE", help="zoals finance/uitkering.py")
    lezer.add_argument(
        "--met", nargs="+", default=(), metavar="TEST", help="alleen deze testbestanden; sneller, streng"
    )
    lezer.add_argument(
        "--dichtbij", action="store_true", help="alleen tests die de module zelf noemen; sneller, streng"
    )
    lezer.add_argument("--elke", type=int, default=1, metavar="N", help="een steekproef: iedere N-de mutant")
    lezer.add_argument("--minuten", type=float, default=float("inf"), metavar="N", help="houd daarna op; later verder")
    lezer.add_argument("--opnieuw", action="store_true", help="vergeet wat eerder is gevonden")
    lezer.add_argument("--zaad", type=int, default=0, metavar="N", help="in een volgorde die uit dit getal is geloot")
    lezer.add_argument(
        "--erbij", nargs="+", type=Path, default=(), metavar="BESTAND", help="uitslagen.jsonl van een run elders"
    )
    lezer.add_argument("--schrijf", action="store_true", help="zet de cijfers op docs/betrouwbaarheid.md")
    lezer.add_argument("--toon", action="store_true", help="noem ook wat een gedode mutant opmerkte")
    return lezer.parse_args()


def main() -> int:
    """Try what is not known yet, and tell what is."""
    opties = _options()
    uitslagen = Uitslagen(opties.opnieuw, opties.erbij)
    alle = [
        (boom, m)
        for b in opties.alleen
        for boom, lijst in [find_mutants(ROOT, b)]
        for m in lijst
        if not m.naam.startswith(KANS)
    ]
    if opties.zaad:
        alle.sort(key=lambda paar: hashlib.sha256(f"{opties.zaad} {paar[1].naam}".encode()).digest())
    alle = alle[:: opties.elke]
    bekend, gelijk = uitslagen.read(), read_equivalents()
    nieuw = [(boom, m) for boom, m in alle if not (bekend.get(m.sleutel) or (m.naam in gelijk and m.sleutel in bekend))]
    if opties.minuten < float("inf"):
        nieuw.sort(key=lambda paar: paar[1].sleutel in bekend)
    paden = list(opties.met) or choose_tests({m.bestand for _, m in nieuw}, opties.dichtbij)
    print(f"{len(alle)} mutanten, waarvan {len(nieuw)} te proberen met {len(paden)} bestanden", flush=True)
    for zwaar in ("numpy", "pandas", "pydantic", "hypothesis", "hypothesis.extra.numpy", "pytest", "scipy.special"):
        importlib.import_module(zwaar)
    if nieuw and opties.minuten:
        kind = os.fork()
        if not kind:
            os._exit(min(run_pytest(paden, Proefbank(nieuw, uitslagen, opties.minuten)), 1))
        if os.waitpid(kind, 0)[1]:
            print("\nDe proefbank liep niet tot het einde.", file=sys.stderr)
    bekend, wacht = uitslagen.read(), uitslagen.waiting()
    for boom, m in nieuw:
        # What the warm process could not judge belongs to the sample: also when the minutes are over.
        if m.sleutel in wacht and not bekend.get(m.sleutel):
            uitslagen.add(m, try_outside(boom, m, wacht[m.sleutel] or choose_tests({m.bestand}, True)))
    uitslagen.wacht.unlink(missing_ok=True)
    mutanten, bekend = [m for _, m in alle], uitslagen.read()
    report(mutanten, bekend, opties.toon)
    if opties.schrijf:
        _write(mutanten, uitslagen, opties.zaad)
    return 0


if __name__ == "__main__":
    sys.exit(main())
