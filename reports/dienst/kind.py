"""One command in a process of its own: bounded in memory and time, and ended for certain.

It is the command line itself, so its figures are those of `spuk raming`; nothing that goes wrong there can take the
service along, and what a process held is free when it is gone.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from finance.fouten import Melding
from reports.dienst.bellers import OMGEVING as TOKEN
from reports.dienst.grenzen import Dienstgrenzen
from reports.dienst.wachtrij import GESTOPT, GEWEIGERD, KLAAR, MISLUKT, TE_LANG
from reports.grond.meldingen import OMGEVING, VORM, from_lines
from reports.grond.opdrachtregel import FOUT
from scenarios.engine.geheugen.memory import ENVIRONMENT
from scenarios.regiomap.land.keuze import VARIABELE

AFSCHEID = 5.0
"""Seconds that a process gets to take its half-written files away"""
SPELING = 1_500_000_000
"""Bytes beyond what a run plans for, before the system itself refuses it more: a net under the formula"""


@dataclass(frozen=True)
class Afloop:
    """How a process ended."""

    toestand: str
    meldingen: tuple[Melding, ...] = ()


def program() -> list[str]:
    """`spuk` itself: this very program when it is one file, else this Python without the folder it stands in."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "cli"]


async def run_child(woorden: Sequence[str], map_: Path, grenzen: Dienstgrenzen, stop: asyncio.Event) -> Afloop:
    """Run one command in `map_` until it ends, its time is up or `stop` is set."""
    proces = await asyncio.create_subprocess_exec(
        *program(),
        *woorden,
        cwd=map_,
        env=_environment(grenzen),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=os.name == "posix",
    )
    _limit(proces.pid, grenzen)
    einde, gestopt = asyncio.create_task(proces.communicate()), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({einde, gestopt}, timeout=grenzen.seconden, return_when=asyncio.FIRST_COMPLETED)
        if einde.done():
            return _outcome(proces.returncode, einde.result()[1].decode("utf-8", "replace"))
        if stop.is_set():
            return Afloop(GESTOPT)
        herstel = "Vraag minder trekkingen of scenario's, of vraag de beheerder om meer tijd."
        gevonden, verwacht = f"nog niet klaar na {grenzen.seconden} seconden", "een berekening die binnen die tijd past"
        return Afloop(TE_LANG, (Melding("aanvraag", "", gevonden, verwacht, herstel),))
    finally:
        gestopt.cancel()
        await _end(proces, einde)


def _environment(grenzen: Dienstgrenzen) -> dict[str, str]:
    """That of the service without its token, and what a run must know."""
    eigen = {k: v for k, v in os.environ.items() if k not in (TOKEN, ENVIRONMENT)}
    geheugen = {ENVIRONMENT: str(grenzen.geheugen)} if grenzen.geheugen is not None else {}
    # The child starts in another folder.
    gegevens = {VARIABELE: str(Path(naam).resolve())} if (naam := eigen.get(VARIABELE, "").strip()) else {}
    return {**eigen, **geheugen, **gegevens, OMGEVING: VORM, "PYTHONIOENCODING": "utf-8"}


def _limit(pid: int, grenzen: Dienstgrenzen) -> None:
    """What the system itself holds a process to; only Linux can."""
    if sys.platform != "linux":
        return
    import resource

    rekentijd = (grenzen.seconden + int(AFSCHEID)) * (os.cpu_count() or 1)
    with suppress(OSError, ValueError):  # It may have ended already.
        resource.prlimit(pid, resource.RLIMIT_CPU, (rekentijd, rekentijd))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        if grenzen.geheugen is not None:
            most = grenzen.geheugen + SPELING
            resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))


async def _end(proces: asyncio.subprocess.Process, einde: asyncio.Task[tuple[bytes, bytes]]) -> None:
    """Ask it to stop, and kill it when it does not."""
    for sein in ("SIGTERM", "SIGKILL"):
        if einde.done():
            return
        _signal(proces, sein)
        await asyncio.wait({einde}, timeout=AFSCHEID)


def _signal(proces: asyncio.subprocess.Process, sein: str) -> None:
    with suppress(ProcessLookupError):
        if sys.platform != "win32":
            os.killpg(proces.pid, getattr(signal, sein))
        else:
            proces.kill()


def _outcome(code: int | None, fouten: str) -> Afloop:
    if code == 0:
        return Afloop(KLAAR)
    if code == FOUT and (meldingen := from_lines(fouten)):
        return Afloop(GEWEIGERD, tuple(meldingen))
    herstel = "Vraag de beheerder om dezelfde opdracht op de opdrachtregel te geven: daar staat wat er misgaat."
    gevonden = f"het programma eindigde met code {code}"
    return Afloop(MISLUKT, (Melding("aanvraag", "", gevonden, "een afgeronde berekening", herstel),))
