"""Faults at every point: `make storingen`. Kills, full disks, locks and interrupts, and what stands on the disk after.

    python -m tests.storingen [--zaad 1] [--momenten 100] [--elke 1] [--minuten 5] [--stand BESTAND] [--schrijf]

Every command runs in a process of its own, forked from this one. It is killed with SIGKILL before file events (an audit
hook counts them; `--elke` takes a sample) and at random moments. Of every file event what stands on the disk is kept
too, which is what a kill there leaves. Then the next start looks at the folder. It must hold the old files or the new
ones, never a mixture and nothing else; and the command, run again, must give the new ones to the bit.
`--schrijf` puts the figures in docs/betrouwbaarheid.md; with `--stand` what was done is kept in that file, and the next
run goes on after it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import itertools
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from reports.grond.onderbreking import GEZEGD
from scenarios.grond import wissel
from spuk import VOORDAT
from tests.betrouwbaarheid import commit
from tests.storingen_bladzijde import write_section
from tests.storingen_draaien import Geval, interrupt_at, keep_before, kill_before, run, start
from tests.storingen_gevallen import GEVALLEN, prepare

REGELS = {
    "Ctrl+C bij een regel code": re.compile(""),
    "Ctrl+C bij een regel die begint, schrijft of opruimt": re.compile(
        r"spuk\.py|opdrachtregel|onderbreking|wissel|bestanden|click|contextlib|zipfile|tempfile|threading|weakref"
    ),
}
"""Kind of fault -> the files of which a line gets an interrupt"""


@dataclass
class Uitslag:
    """Figures of one command: per kind of fault how often tried, and what failed."""

    geprobeerd: Counter[str] = field(default_factory=Counter)
    mislukt: list[tuple[str, str]] = field(default_factory=list)
    klaar: bool = False
    seconden: float = 0.0
    versies: list[str] = field(default_factory=list)
    """Commits that were tried, in order"""
    elke: int = 1
    """One in how many file events gets a kill"""

    @classmethod
    def of(cls, bewaard: dict[str, Any]) -> Uitslag:
        """As `vars` of one was kept in JSON."""
        mislukt = [(soort, fout) for soort, fout in bewaard["mislukt"]]
        return cls(**bewaard | {"geprobeerd": Counter(bewaard["geprobeerd"]), "mislukt": mislukt})

    def note(self, soort: str, *fouten: str) -> None:
        self.geprobeerd[soort] += 1
        self.mislukt += [(soort, f) for f in fouten if f]


# --- What stands on the disk --------------------------------------------------------------------------------------


def picture(map_: Path, tussen: Sequence[str] = ()) -> dict[str, str]:
    """Every file and folder with a fingerprint of what it says; a workbook or letter without the moment of writing."""
    uit = {}
    for pad in sorted(map_.rglob("*")):
        naam = pad.relative_to(map_).as_posix()
        if naam.partition("/")[0] in tussen and wissel.KAMER not in naam:
            continue
        uit[naam] = "map" if pad.is_dir() else _fingerprint(pad)
    return uit


def _fingerprint(pad: Path) -> str:
    inhoud = pad.read_bytes()
    if pad.suffix in (".xlsx", ".docx"):
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
            delen = [n.encode() + boek.read(n) for n in sorted(boek.namelist()) if n != "docProps/core.xml"]
            merk = re.findall(rb"kenmerk: \w+", boek.read("docProps/core.xml"))
            inhoud = b"".join([*delen, *merk])
    return hashlib.sha256(inhoud).hexdigest()[:16]


class Proef:
    """One command with its old and new files, and a fresh copy for every fault."""

    def __init__(self, geval: Geval, werk: Path, uitslag: Uitslag) -> None:
        self.geval, self.werk, self.uitslag = geval, werk, uitslag
        self._opnieuw: dict[tuple[tuple[str, str], ...], str] = {}
        self._regels: dict[re.Pattern[str], int] = {}
        self.oud = picture(geval.map_, geval.tussen)
        with self.copy() as map_:
            begin = time.monotonic()
            code, gezegd = run(geval, map_, kill_before(0, map_))
            self.duur = time.monotonic() - begin
            assert code in geval.goed, (geval.naam, code, gezegd)
            self.nieuw = picture(map_, geval.tussen)
            self.gebeurtenissen = int(re.findall(r"GEBEURTENISSEN (\d+)", gezegd)[-1])
        assert self.nieuw != self.oud, geval.naam

    @contextlib.contextmanager
    def copy(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.werk) as plek:
            yield Path(shutil.copytree(self.geval.map_, Path(plek) / self.geval.map_.name, symlinks=True))

    def judge(self, map_: Path, naast: str = "") -> str:
        """'' when the folder holds the old or the new files and nothing else."""
        nu = picture(map_, self.geval.tussen)
        if nu in (self.oud, self.nieuw):
            return ""
        anders = sorted(
            n for n in {*nu, *self.nieuw, *self.oud} if nu.get(n) not in (self.oud.get(n), self.nieuw.get(n))
        )
        extra = sorted(n for n in nu if n not in self.oud and n not in self.nieuw)
        return f"{naast} rommel: {extra[:4]}" if extra else f"{naast} half: {anders[:4] or 'oud en nieuw door elkaar'}"

    def next_start(self, map_: Path) -> None:
        """What any command does first in a folder that it reads or writes."""
        wissel._schoon.clear()
        for plek in (map_, *(p for p in map_.rglob("*") if p.is_dir() and wissel.KAMER not in str(p))):
            wissel.tidy(plek)

    def again(self, map_: Path) -> str:
        """'' when the command, run once more, gives the new files to the bit."""
        if picture(map_, self.geval.tussen) == self.nieuw and self.geval.eenmalig:
            return ""
        # What the command makes of the same folder, finished work included, need be seen once.
        stand = tuple(sorted(picture(map_).items()))
        if stand not in self._opnieuw:
            self._opnieuw[stand] = self._run_again(map_)
        return self._opnieuw[stand]

    def _run_again(self, map_: Path) -> str:
        code, gezegd = run(self.geval, map_)
        if code not in self.geval.goed:
            return f"opnieuw: code {code}: {gezegd[-200:]}"
        return "" if picture(map_, self.geval.tussen) == self.nieuw else "opnieuw: andere uitkomst"

    # --- The faults ---

    def killed_at_event(self, nummer: int) -> None:
        with self.copy() as map_:
            code, _ = run(self.geval, map_, kill_before(nummer, map_))
            fout = "" if code == -signal.SIGKILL else f"gebeurtenis {nummer} kwam niet"
            self.next_start(map_)
            half = self.judge(map_, f"gebeurtenis {nummer}:")
            self.uitslag.note("kill -9 bij een bestandsgebeurtenis", fout, half, self.again(map_))

    def left_at_every_event(self) -> None:
        """As `killed_at_event` of all of them, without a run for each."""
        with self.copy() as map_:
            standen = map_.parent / "standen"
            code, gezegd = run(self.geval, map_, keep_before(map_, standen))
            nummers = sorted(int(p.name) for p in standen.iterdir())
            assert code in self.geval.goed, (self.geval.naam, code, gezegd)
            assert nummers == list(range(1, self.gebeurtenissen + 1)), (self.geval.naam, len(nummers))
            for nummer in nummers:
                shutil.rmtree(map_)
                # In the same place: a room may name another by its whole path.
                (standen / str(nummer)).rename(map_)
                self.next_start(map_)
                half = self.judge(map_, f"gebeurtenis {nummer}:")
                self.uitslag.note("stand op de schijf bij iedere bestandsgebeurtenis", half, self.again(map_))

    def killed_at_moment(self, deel: float, nummer: int, soort: str) -> None:
        with self.copy() as map_:
            kind = start(self.geval, map_)
            time.sleep(deel * self.duur)
            os.kill(kind.pid, nummer)
            code, tekst = kind.finish()
            verwacht = {-nummer, 128 + nummer, *self.geval.goed}
            fouten = ["" if code in verwacht else f"code {code}", _traceback(tekst)]
            if nummer == signal.SIGKILL:
                self.next_start(map_)
            fouten += [self.judge(map_, f"moment {deel:.2f}:"), self.again(map_)]
            self.uitslag.note(soort, *fouten)

    def interrupted_at_line(self, deel: float, waar: re.Pattern[str], soort: str) -> None:
        """Ctrl+C while one line of code runs, of all that are reached: also where a moment seldom falls."""
        if waar not in self._regels:
            with self.copy() as map_:
                _, gezegd = run(self.geval, map_, interrupt_at(0, waar))
            self._regels[waar] = int(re.findall(r"REGELS (\d+)", gezegd)[-1])
        nummer = 1 + int(deel * self._regels[waar])
        with self.copy() as map_:
            code, tekst = run(self.geval, map_, interrupt_at(nummer, waar))
            een_regel = {GEZEGD, VOORDAT} & {*tekst.splitlines()}
            goed = bool(een_regel) if code == 130 else code in self.geval.goed
            fouten = ["" if goed else f"regel {nummer}: code {code}: {tekst[-300:]}", _traceback(tekst)]
            self.uitslag.note(soort, *fouten, self.judge(map_, f"regel {nummer}:"), self.again(map_))

    def refused(self, soort: str, vooraf: Callable[[Path], Callable[[], None]], na: Callable[[Path], None]) -> None:
        """A fault that the command must tell in one message, with exit code 2 and everything as it was."""
        with self.copy() as map_:
            klaar = vooraf(map_)
            voor = picture(map_, self.geval.tussen)
            code, tekst = run(self.geval, map_, klaar)
            nu = picture(map_, self.geval.tussen)
            na(map_)
            goed = code == 2 and nu == voor
            # A limit that is not reached changes nothing.
            ongemerkt = code in self.geval.goed and soort.startswith("schijf vol")
            fouten = [
                "" if goed or ongemerkt else f"code {code}, {'oud' if nu == voor else 'veranderd'}: {tekst[-160:]}"
            ]
            fouten.append(_traceback(tekst))
            self.uitslag.note(soort, *fouten, self.again(map_) if goed else "")

    def full_disk(self, grens: int) -> None:
        """No file may grow beyond a number of bytes."""
        self.refused(f"schijf vol (grens van {grens} bytes)", lambda _: lambda: _limit(grens), lambda _: None)

    def hindered(self, soort: str, hinder: Callable[[Sequence[Path]], None]) -> None:
        """Something is the matter with the files that the command replaces."""

        def before(map_: Path) -> Callable[[], None]:
            hinder(self.targets(map_))
            return lambda: None

        self.refused(soort, before, lambda map_: _undo(self.targets(map_)))

    def three_at_once(self) -> None:
        with self.copy() as map_:
            einden = [kind.finish() for kind in [start(self.geval, map_) for _ in range(3)]]
            codes = [code for code, _ in einden]
            fouten = [_traceback(tekst) for _, tekst in einden]
            fouten += [f"codes {codes}"] if not set(codes) <= {*self.geval.goed, 2} else []
            self.uitslag.note("drie runs in een map", *fouten, self.judge(map_))

    def all_faults(self, kans: random.Random, momenten: int, elke: int) -> Iterator[Callable[[], None]]:
        """In a fixed order, so that a run can go on where an earlier one stopped."""
        for nummer in range(1 + kans.randrange(elke), self.gebeurtenissen + 1, elke):
            yield partial(self.killed_at_event, nummer)
        for _ in range(momenten):
            yield partial(self.killed_at_moment, kans.random(), signal.SIGKILL, "kill -9 op een willekeurig moment")
        for _ in range(max(1, momenten // 10)):
            yield partial(self.killed_at_moment, kans.random(), signal.SIGTERM, "SIGTERM")
            yield partial(self.killed_at_moment, kans.random(), signal.SIGINT, "Ctrl+C")
        for grens in (0, 500, 20_000):
            yield partial(self.full_disk, grens)
        yield partial(self.hindered, "alleen-lezen", _read_only)
        yield partial(self.hindered, "open elders (LibreOffice)", _opened)
        yield self.three_at_once
        # Last, for it counts for many: what an earlier run did is skipped by its number.
        yield self.left_at_every_event

    def line_faults(self, zaad: int, momenten: int) -> Iterator[Callable[[], None]]:
        """Those of `interrupted_at_line` that were not tried yet."""
        for soort, waar in REGELS.items():
            kans = random.Random(f"{zaad}-{self.geval.naam}-{soort}")
            delen = [kans.random() for _ in range(momenten)]
            for deel in delen[self.uitslag.geprobeerd[soort] :]:
                yield partial(self.interrupted_at_line, deel, waar, soort)

    def few_faults(self, kans: random.Random) -> Iterator[Callable[[], None]]:
        """For `make test`: a kill while the set moves and a full disk; where a run is short, one of each other kind."""
        yield partial(self.killed_at_event, 1 + int(0.9 * (self.gebeurtenissen - 1)))
        yield partial(self.full_disk, 500)
        if self.geval.naam == "raming":
            return
        yield partial(self.killed_at_moment, kans.random(), signal.SIGTERM, "SIGTERM")
        yield partial(self.hindered, "alleen-lezen", _read_only)
        yield self.three_at_once
        yield self.left_at_every_event

    def targets(self, map_: Path) -> list[Path]:
        """The files that the command replaces."""
        namen = [n for n, som in self.oud.items() if self.nieuw.get(n) != som and som != "map"]
        return [map_ / n for n in namen]


def _traceback(tekst: str) -> str:
    """The last lines of what a command said, when that was a traceback."""
    return " | ".join(tekst.strip().splitlines()[-4:]) if "Traceback" in tekst else ""


def _limit(bytes_: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _read_only(doelen: Sequence[Path]) -> None:
    for doel in doelen:
        doel.chmod(0o444)


def _opened(doelen: Sequence[Path]) -> None:
    for doel in doelen:
        (doel.parent / f".~lock.{doel.name}#").touch()


def _undo(doelen: Sequence[Path]) -> None:
    for doel in doelen:
        doel.chmod(0o644)
        (doel.parent / f".~lock.{doel.name}#").unlink(missing_ok=True)


def run_all(keuze: argparse.Namespace, standen: dict[str, Uitslag]) -> None:
    """Every fault on every command, or a few of them without `momenten`; goes on after what `standen` holds already."""
    begin = time.monotonic()
    for naam in keuze.alleen or GEVALLEN:
        # What goes on keeps the sample it began with.
        uitslag = standen.setdefault(naam, Uitslag(elke=keuze.elke))
        if uitslag.klaar or not _time_left(keuze, begin):
            continue
        if (versie := commit()) not in uitslag.versies:
            uitslag.versies.append(versie)
        laatst = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="storingen-") as plek, contextlib.ExitStack() as einde:
            proef = Proef(prepare(keuze.trekkingen, Path(plek), einde, naam), Path(plek), uitslag)
            kans = random.Random(f"{keuze.zaad}-{naam}")
            storingen = (
                proef.all_faults(kans, keuze.momenten, uitslag.elke) if keuze.momenten else proef.few_faults(kans)
            )
            gedaan = uitslag.geprobeerd.total() - sum(uitslag.geprobeerd[s] for s in REGELS)
            nog = itertools.islice(storingen, gedaan, None)
            for storing in itertools.chain(nog, proef.line_faults(keuze.zaad, keuze.regels)):
                if not _time_left(keuze, begin):
                    break
                storing()
                uitslag.seconden += (nu := time.monotonic()) - laatst
                laatst = nu
                _keep(keuze.stand, standen)
            else:
                uitslag.klaar = True
        print(naam, dict(uitslag.geprobeerd), "mislukt:", uitslag.mislukt[:5], flush=True)


def _keep(plek: Path | None, standen: dict[str, Uitslag]) -> None:
    if plek:
        plek.write_text(json.dumps({n: vars(u) for n, u in standen.items()}, indent=1), encoding="utf-8")


def _time_left(keuze: argparse.Namespace, begin: float) -> bool:
    return not keuze.minuten or time.monotonic() < begin + 60 * keuze.minuten


def options(woorden: Sequence[str] | None = None) -> argparse.Namespace:
    ontleder = argparse.ArgumentParser(description=__doc__)
    ontleder.add_argument("--zaad", type=int, default=1)
    ontleder.add_argument("--momenten", type=int, default=100)
    ontleder.add_argument("--regels", type=int, default=0, help="lines of code of each kind that get an interrupt")
    ontleder.add_argument("--elke", type=int, default=1)
    ontleder.add_argument("--trekkingen", type=int, default=200)
    ontleder.add_argument("--alleen", nargs="*", choices=list(GEVALLEN), default=[])
    ontleder.add_argument("--minuten", type=float, default=0, help="no new faults after this; 0: until all are done")
    ontleder.add_argument("--stand", type=Path, default=None, help="what was done, kept here; go on after it")
    ontleder.add_argument("--schrijf", action="store_true")
    return ontleder.parse_args(woorden)


def command_line() -> int:
    keuze = options()
    standen: dict[str, Uitslag] = {}
    if keuze.stand and keuze.stand.exists():
        standen = {n: Uitslag.of(d) for n, d in json.loads(keuze.stand.read_text(encoding="utf-8")).items()}
    run_all(keuze, standen)
    _keep(keuze.stand, standen)
    if keuze.schrijf:
        write_section({n: standen.get(n, Uitslag()) for n in GEVALLEN}, keuze.zaad)
    return 1 if any(u.mislukt for u in standen.values()) else 0


if __name__ == "__main__":
    sys.exit(command_line())
