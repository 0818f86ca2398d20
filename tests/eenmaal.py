"""What takes long is made once for the whole run, by whichever worker of pytest-xdist comes first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

GEDULD = 900
"""Seconds to wait for another worker: a shared machine may be slow, and that is no error."""


def make_once(factory: pytest.TempPathFactory, naam: str, maak: Callable[[Path], object]) -> Path:
    """The folder `naam` of this run, as `maak` filled it. Tests read it and leave it as it is."""
    basis = factory.getbasetemp()
    basis = basis.parent if "PYTEST_XDIST_WORKER" in os.environ else basis
    map_, klaar, mislukt = (basis / f"{naam}{einde}" for einde in ("", ".klaar", ".mislukt"))
    try:
        map_.mkdir()
    except FileExistsError:
        einde = time.monotonic() + GEDULD
        while not klaar.exists():
            if mislukt.exists() or time.monotonic() > einde:
                pytest.fail(f"{naam} is niet gemaakt: zie de andere werker", pytrace=False)
            time.sleep(0.2)
        return map_
    try:
        maak(map_)
    except BaseException:
        mislukt.touch()
        raise
    klaar.touch()
    return map_
