"""Running cases by number: the same seed and number give the same case."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from tests.fuzz.soorten import SOORTEN, Geval


def run_case(soort: str, zaad: int, nummer: int, map_: Path | None = None) -> Geval:
    """One case; `map_`: keep its folder there."""
    toeval = Random(f"{zaad} {soort} {nummer}")
    if map_ is not None:
        map_.mkdir(parents=True, exist_ok=True)
        return SOORTEN[soort](map_, toeval)
    werk = Path(tempfile.mkdtemp(prefix="spuk-fuzz-"))
    try:
        return SOORTEN[soort](werk, toeval)
    finally:
        shutil.rmtree(werk, ignore_errors=True)


def failures(soort: str, zaad: int, nummers: Iterable[int]) -> Iterator[tuple[int, Geval]]:
    """The cases that break a rule."""
    for nummer in nummers:
        geval = run_case(soort, zaad, nummer)
        if geval.fouten:
            yield nummer, geval
