"""Running one command in a process of its own, forked from this one, with something that happens to it."""

from __future__ import annotations

import atexit
import contextlib
import linecache
import os
import re
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NoReturn

import spuk
from scenarios.grond import wissel

GEDULD = 120
"""Seconds after which a command hangs."""
GEBEURTENISSEN = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod", "os.truncate"}
_SCHRIJVEND = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


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
    eenmalig: bool = False
    """What it did once it refuses, rightly, a second time"""


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
    # An interrupt before the command is there is none of the command: it waits until then.
    oud = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_SETMASK, oud)
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
        sys.argv = ["spuk", *(w.replace("MAP", map_.name) for w in geval.woorden)]
        spuk.listen()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
        vooraf()
        try:
            spuk.main()
        except SystemExit as einde:
            code = einde.code if isinstance(einde.code, int) else 1
        except BaseException:
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
        geteld = _at_events(onder, lambda n: os.kill(os.getpid(), signal.SIGKILL) if n == nummer else None)
        if not nummer:
            _tell_at_end("GEBEURTENISSEN", geteld)

    return install


def interrupt_at(nummer: int, waar: re.Pattern[str]) -> Callable[[], None]:
    """A hook that interrupts the command at the `nummer`-th line of code that it reaches, each counted once, of files
    that `waar` names; 0 counts them and says how many."""

    def install() -> None:
        gezien: set[tuple[CodeType, int]] = set()

        def per_line(raam: FrameType, soort: str, _: Any) -> Any:
            plek = (raam.f_code, raam.f_lineno)
            if soort == "line" and plek not in gezien:
                gezien.add(plek)
                # Between what ended the command and the sign that it did Python hears no signal; a trace does.
                if len(gezien) >= nummer > 0 and "klaar = True" not in linecache.getline(
                    raam.f_code.co_filename, plek[1]
                ):
                    sys.settrace(None)
                    signal.raise_signal(signal.SIGINT)
            return per_line

        def per_call(raam: FrameType, _soort: str, _: Any) -> Any:
            return per_line if waar.search(raam.f_code.co_filename) else None

        if not nummer:
            _tell_at_end("REGELS", lambda: len(gezien))
        sys.settrace(per_call)

    return install


def _can_hear(raam: FrameType) -> bool:
    """Between what ended the command and the sign that it did Python itself hears no signal."""
    return "klaar = True" not in linecache.getline(raam.f_code.co_filename, raam.f_lineno)


def _tell_at_end(woord: str, aantal: Callable[[], int]) -> None:
    atexit._clear()
    einde = os._exit

    def tell(code: int) -> NoReturn:
        os.write(2, f"\n{woord} {aantal()}\n".encode())
        einde(code)

    os._exit = tell  # type: ignore[assignment]


def keep_before(onder: Path, naar: Path) -> Callable[[], None]:
    """A hook that copies `onder` before every file event below it: what stands on the disk when a process ends there.

    A kill drops the locks of a process and leaves its files as they are, so one run shows them all.
    """

    def keep(nummer: int) -> None:
        shutil.copytree(onder, naar / str(nummer), symlinks=True)

    def install() -> None:
        _at_events(onder, keep)

    return install


def _at_events(onder: Path, doe: Callable[[int], None]) -> Callable[[], int]:
    """Call `doe` with the number of every file event below `onder`, before it happens; gives the number so far."""
    teller, bezig = 0, False

    def hook(soort: str, woorden: tuple[Any, ...]) -> None:
        nonlocal teller, bezig
        if bezig or soort not in GEBEURTENISSEN or (soort == "open" and not (woorden[2] or 0) & _SCHRIJVEND):
            return
        plek = os.fspath(woorden[0]) if isinstance(woorden[0], str | os.PathLike) else ""
        plek = plek.decode() if isinstance(plek, bytes) else plek
        if not Path.cwd().joinpath(plek).is_relative_to(onder):
            return
        teller, bezig = teller + 1, True
        try:
            doe(teller)
        finally:
            bezig = False

    sys.addaudithook(hook)
    return lambda: teller
