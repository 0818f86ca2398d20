"""Python and `spuk` in processes of their own, as an installed spuk runs: with modules that are compiled already."""

from __future__ import annotations

import atexit
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

BRONNEN = Path(__file__).parents[1]


def run_python(*woorden: str, bronnen: Path = BRONNEN, goed: tuple[int, ...] = (0,)) -> str:
    """What it wrote; codes other than `goed` are a failure, and no measurement. bronnen: of which version."""
    opdracht = [sys.executable, *woorden]
    uit = subprocess.run(opdracht, capture_output=True, text=True, env=_installed(), cwd=bronnen)
    if uit.returncode not in goed:
        raise RuntimeError(f"{' '.join(opdracht)}\n{uit.stderr}")
    return uit.stdout


def run_spuk(*woorden: str, bronnen: Path = BRONNEN, goed: tuple[int, ...] = (0,)) -> str:
    """One command of spuk."""
    return run_python("-m", "cli", *woorden, bronnen=bronnen, goed=goed)


def processor_seconds(*woorden: str) -> float:
    """User and system time of one command of spuk: other work on the machine counts less than on the clock."""
    begin = resource.getrusage(resource.RUSAGE_CHILDREN)
    run_spuk(*woorden)
    eind = resource.getrusage(resource.RUSAGE_CHILDREN)
    return eind.ru_utime + eind.ru_stime - begin.ru_utime - begin.ru_stime


@cache
def _installed() -> dict[str, str]:
    """The environment: its modules are compiled at their first use, once, and not at every start."""
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if naam != "PYTHONDONTWRITEBYTECODE"}
    omgeving["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="spuk-gecompileerd-")
    atexit.register(shutil.rmtree, omgeving["PYTHONPYCACHEPREFIX"])
    return omgeving
