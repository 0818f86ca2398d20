"""Faults at every point: `make storingen`. Kills, full disks, locks and interrupts, and what stands on the disk after.

    python -m tests.storingen [--zaad 1] [--momenten 100] [--elke 1] [--schrijf]

Every command runs in a process of its own, forked from this one. It is killed with SIGKILL before every file event (an
audit hook counts them) and at random moments. Then the next start looks at the folder. It must hold the old files or
the new ones, never a mixture and nothing else; and the command, run again, must give the new ones to the bit.
`--schrijf` puts the figures in docs/betrouwbaarheid.md.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import reports.opdrachten.verantwoording as opdracht_verantwoording
from cli import main
from scenarios.grond import wissel
from scenarios.grond.gegevens import data_path
from tests.betrouwbaarheid import commit
from tests.storingen_bladzijde import write_section

REGIO = "voorbeeld:rijssen-holten"
GEDULD = 120
"""Seconds after which a command hangs."""
GEBEURTENISSEN = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.truncate"}
_SCHRIJVEND = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class VasteKlok(datetime):
    """Closing a year writes the moment; the same moment makes two runs comparable."""

    @classmethod
    def now(cls, tz: Any = None) -> VasteKlok:
        return cls(2026, 11, 26, 12, 0, 0)


@dataclass(frozen=True)
class Geval:
    """One command: `map_` holds the old files and is what the command changes; `buren` it only reads."""

    naam: str
    woorden: tuple[str, ...]
    map_: Path
    tussen: tuple[str, ...] = ()
    """Folders in `map_` where finished work may stay."""
    goed: tuple[int, ...] = (0,)
    omgeving: dict[str, str] = field(default_factory=dict)


@dataclass
class Uitslag:
    """Figures of one command: per kind of fault how often tried, and what failed."""

    geprobeerd: Counter[str] = field(default_factory=Counter)
    mislukt: list[tuple[str, str]] = field(default_factory=list)

    def note(self, soort: str, *fouten: str) -> None:
        self.geprobeerd[soort] += 1
        self.mislukt += [(soort, f) for f in fouten if f]


# --- Running one command in a child -------------------------------------------------------------------------------


@dataclass
class Kind:
    """A process that runs the command, and the pipe with what it says: a limit on files does not touch a pipe."""

    pid: int
    pijp: int

    def finish(self, geduld: float = GEDULD) -> tuple[int, str]:
        """The return code, negative for a signal, and what was said; a run that hangs is killed and gives -999."""
        os.set_blocking(self.pijp, False)
        delen, einde, code = [], time.monotonic() + geduld, None
        while code is None:
            pid, staat = os.waitpid(self.pid, os.WNOHANG)
            code = os.waitstatus_to_exitcode(staat) if pid else None
            with contextlib.suppress(BlockingIOError):
                while deel := os.read(self.pijp, 65536):
                    delen.append(deel)
            if code is None and time.monotonic() > einde:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                code = -999
            time.sleep(0.005)
        os.close(self.pijp)
        return code, b"".join(delen).decode(errors="replace")


def start(geval: Geval, map_: Path, vooraf: Callable[[], None] = lambda: None) -> Kind:
    """Fork a run of the command in `map_`."""
    lezen, schrijven = os.pipe()
    pid = os.fork()
    if pid:
        os.close(schrijven)
        return Kind(pid, lezen)
    os.close(lezen)
    _run(geval, map_, schrijven, vooraf)


def _run(geval: Geval, map_: Path, pijp: int, vooraf: Callable[[], None]) -> NoReturn:
    code = 70
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(pijp, 1)
        os.dup2(pijp, 2)
        # What this process had open there may have been a file, and a pipe has no place to seek.
        sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))
        os.chdir(map_.parent)
        os.environ |= geval.omgeving
        wissel._schoon.clear()
        vooraf()
        try:
            main([w.replace("MAP", map_.name) for w in geval.woorden])
        except SystemExit as einde:
            code = einde.code if isinstance(einde.code, int) else 1
        except KeyboardInterrupt:
            code = 130
        except Exception:
            traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        wissel.close_rooms()
        os._exit(code)


def run(geval: Geval, map_: Path, vooraf: Callable[[], None] = lambda: None) -> tuple[int, str]:
    return start(geval, map_, vooraf).finish()


def kill_before(nummer: int, onder: Path) -> Callable[[], None]:
    """A hook that ends the process before its file event `nummer` below `onder`; 0 counts them and says how many."""

    def install() -> None:
        teller = 0

        def hook(soort: str, woorden: tuple[Any, ...]) -> None:
            nonlocal teller
            if soort not in GEBEURTENISSEN or (soort == "open" and not (woorden[2] or 0) & _SCHRIJVEND):
                return
            plek = os.fspath(woorden[0]) if isinstance(woorden[0], str | os.PathLike) else ""
            plek = plek.decode() if isinstance(plek, bytes) else plek
            if not Path.cwd().joinpath(plek).is_relative_to(onder):
                return
            teller += 1
            if teller == nummer:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        if not nummer:
            import atexit

            atexit._clear()
            einde = os._exit

            def tell(code: int) -> NoReturn:
                os.write(2, f"\nGEBEURTENISSEN {teller}\n".encode())
                einde(code)

            os._exit = tell  # type: ignore[assignment]

    return install


# --- What stands on the disk --------------------------------------------------------------------------------------


def picture(map_: Path, tussen: Sequence[str] = ()) -> dict[str, str]:
    """Every file and folder with a fingerprint of what it says; a workbook without the moment of writing."""
    uit = {}
    for pad in sorted(map_.rglob("*")):
        naam = pad.relative_to(map_).as_posix()
        if naam.partition("/")[0] in tussen and wissel.KAMER not in naam:
            continue
        uit[naam] = "map" if pad.is_dir() else _fingerprint(pad)
    return uit


def _fingerprint(pad: Path) -> str:
    inhoud = pad.read_bytes()
    if pad.suffix == ".xlsx":
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
            delen = [n.encode() + boek.read(n) for n in sorted(boek.namelist()) if n != "docProps/core.xml"]
            merk = re.findall(rb"kenmerk: \w+", boek.read("docProps/core.xml"))
            inhoud = b"".join([*delen, *merk])
    return hashlib.sha256(inhoud).hexdigest()[:16]


class Proef:
    """One command with its old and new files, and a fresh copy for every fault."""

    def __init__(self, geval: Geval, werk: Path) -> None:
        self.geval, self.werk = geval, werk
        self.uitslag = Uitslag()
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
        if picture(map_, self.geval.tussen) == self.nieuw and self.geval.naam in ("sluit", "inlezen"):
            return ""  # What is closed or read stays so; a second time is refused, rightly.
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

    def killed_at_moment(self, deel: float, nummer: int, soort: str) -> None:
        with self.copy() as map_:
            kind = start(self.geval, map_)
            time.sleep(deel * self.duur)
            os.kill(kind.pid, nummer)
            code, tekst = kind.finish()
            verwacht = {-nummer, 128 + nummer, *self.geval.goed}
            fouten = ["" if code in verwacht else f"code {code}", "Traceback" if "Traceback" in tekst else ""]
            if nummer == signal.SIGKILL:
                self.next_start(map_)
            fouten += [self.judge(map_, f"moment {deel:.2f}:"), self.again(map_)]
            self.uitslag.note(soort, *fouten)

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
            fouten.append("Traceback" if "Traceback" in tekst else "")
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
            fouten = ["Traceback" for _, tekst in einden if "Traceback" in tekst]
            fouten += [f"codes {codes}"] if not set(codes) <= {*self.geval.goed, 2} else []
            self.uitslag.note("drie runs in een map", *fouten, self.judge(map_))

    def all_faults(self, kans: random.Random, momenten: int, elke: int) -> None:
        for nummer in range(1 + kans.randrange(elke), self.gebeurtenissen + 1, elke):
            self.killed_at_event(nummer)
        for _ in range(momenten):
            self.killed_at_moment(kans.random(), signal.SIGKILL, "kill -9 op een willekeurig moment")
        for _ in range(max(1, momenten // 10)):
            self.killed_at_moment(kans.random(), signal.SIGTERM, "SIGTERM")
            self.killed_at_moment(kans.random(), signal.SIGINT, "Ctrl+C")
        for grens in (0, 500, 20_000):
            self.full_disk(grens)
        self.hindered("alleen-lezen", _read_only)
        self.hindered("open elders (LibreOffice)", _opened)
        self.three_at_once()

    def few_faults(self, kans: random.Random) -> None:
        """For `make test`: a kill while the set moves and a full disk; where a run is short, one of each other kind."""
        self.killed_at_event(1 + int(0.9 * (self.gebeurtenissen - 1)))
        self.full_disk(500)
        if self.geval.naam == "raming":
            return
        self.killed_at_moment(kans.random(), signal.SIGTERM, "SIGTERM")
        self.hindered("alleen-lezen", _read_only)
        self.three_at_once()

    def targets(self, map_: Path) -> list[Path]:
        """The files that the command replaces."""
        namen = [n for n, som in self.oud.items() if self.nieuw.get(n) != som and som != "map"]
        return [map_ / n for n in namen]


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


# --- The commands -------------------------------------------------------------------------------------------------


def _region(werk: Path, naam: str) -> Path:
    return Path(shutil.copytree(data_path() / "regios" / naam, werk / naam, copy_function=shutil.copyfile))


def _first_run(geval: Geval, *woorden: str) -> Geval:
    """The old files: of a run with other choices."""
    eerder = Geval(geval.naam, (*geval.woorden, *woorden), geval.map_, geval.tussen, geval.goed, geval.omgeving)
    geval.map_.mkdir(parents=True, exist_ok=True)
    code, gezegd = run(eerder, geval.map_)
    assert code in geval.goed, gezegd
    return geval


def _raming(werk: Path, keuzes: tuple[str, ...]) -> Geval:
    return _first_run(Geval("raming", ("raming", REGIO, *keuzes), werk / "raming"), "--zaad", "7")


def _raster(werk: Path, keuzes: tuple[str, ...]) -> Geval:
    woorden = ("raming", REGIO, "--raster", "prijs.leerroute_b1*=1,1.1", *keuzes)
    return _first_run(Geval("raster", woorden, werk / "raster", (".raster",)), "--zaad", "7")


def _verantwoording(werk: Path, keuzes: tuple[str, ...]) -> Geval:
    bron = _region(werk, "zevenlinden").rename(werk / "bron")
    woorden = ("verantwoording", str(bron), "--jaar", "2025", "--stil", "--uit", "MAP", "--json", "MAP/v.json")
    geval = _first_run(Geval("verantwoording", woorden, werk / "verantwoording", goed=(0, 1)))
    with (bron / "parameters.toml").open("a", encoding="utf-8") as bestand:
        bestand.write("# Andere invoer: een ander kenmerk.\n")
    return geval


def _sluit(werk: Path, keuzes: tuple[str, ...]) -> Geval:
    map_ = _region(werk, "zevenlinden").rename(werk / "sluit")
    (map_ / "verantwoording" / "gesloten" / "2025.json").unlink()
    return Geval("sluit", ("sluit", "MAP", "--jaar", "2025", "--wie", "proef", "--stil"), map_, goed=(0, 1))


def _inlezen(werk: Path, keuzes: tuple[str, ...]) -> Geval:
    map_ = _region(werk, "zevenlinden").rename(werk / "inlezen")
    toml = map_ / "verantwoording" / "verantwoording.toml"
    blok = '[[boekingen]]\nbestand = "boekingen/2026.csv"\njaar = 2026\n'
    toml.write_text(toml.read_text(encoding="utf-8").replace(blok, ""), encoding="utf-8")
    (map_ / "verantwoording" / "boekingen" / "2026.csv").rename(werk / "2026.csv")
    return Geval("inlezen", ("inlezen", "MAP", str(werk / "2026.csv"), "--ja", "--jaar", "2026"), map_, goed=(0, 1))


GEVALLEN: dict[str, Callable[[Path, tuple[str, ...]], Geval]] = {
    "raming": _raming,
    "raster": _raster,
    "verantwoording": _verantwoording,
    "sluit": _sluit,
    "inlezen": _inlezen,
}


def run_all(zaad: int, momenten: int, elke: int, trekkingen: int, namen: Sequence[str] = ()) -> dict[str, Uitslag]:
    """Every fault on every command, or a few of them when `momenten` is 0; figures per command."""
    opdracht_verantwoording.datetime = VasteKlok  # type: ignore[attr-defined]
    import reports.raming.werkboek  # noqa: F401 - loaded once, not in every child
    import scenarios.waarheid.aansluiting  # noqa: F401

    uit = {}
    with tempfile.TemporaryDirectory(prefix="storingen-") as naam:
        keuzes = ("--trekkingen", str(trekkingen), "--stil", "--werkers", "1", "--uit", "MAP")
        for geval in (GEVALLEN[n](Path(naam), keuzes) for n in namen or GEVALLEN):
            proef = Proef(geval, Path(naam))
            kans = random.Random(f"{zaad}-{geval.naam}")
            if momenten:
                proef.all_faults(kans, momenten, elke)
            else:
                proef.few_faults(kans)
            uit[geval.naam] = proef.uitslag
            print(geval.naam, dict(proef.uitslag.geprobeerd), "mislukt:", proef.uitslag.mislukt[:5], flush=True)
    return uit


def command_line() -> int:
    ontleder = argparse.ArgumentParser(description=__doc__)
    ontleder.add_argument("--zaad", type=int, default=1)
    ontleder.add_argument("--momenten", type=int, default=100)
    ontleder.add_argument("--elke", type=int, default=1)
    ontleder.add_argument("--trekkingen", type=int, default=200)
    ontleder.add_argument("--alleen", nargs="*", default=())
    ontleder.add_argument("--schrijf", action="store_true")
    keuze = ontleder.parse_args()
    begin = time.monotonic()
    uitslagen = run_all(keuze.zaad, keuze.momenten, keuze.elke, keuze.trekkingen, keuze.alleen)
    if keuze.schrijf:
        write_section(uitslagen, keuze.zaad, time.monotonic() - begin, commit())
    return 1 if any(u.mislukt for u in uitslagen.values()) else 0


if __name__ == "__main__":
    sys.exit(command_line())
