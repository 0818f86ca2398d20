"""A new region folder from an example."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.regio import find_region


def copy_region(van: str, doel: Path, met_verantwoording: bool = False) -> list[Path]:
    """Copy an example (or any region folder) to a new folder, whole or not at all. Returns the files made.

    Its bookings and decisions stay behind unless asked for: those of the example are fictitious.

    Raises Invoerfout when `doel` already holds something: nothing of the user is ever overwritten.
    """
    bron = find_region(van)
    if doel.exists() and (not doel.is_dir() or any(doel.iterdir())):
        raise Invoerfout(
            [
                Melding(
                    str(doel),
                    "",
                    "een map of bestand met inhoud",
                    "een nieuwe of lege map",
                    "Kies een andere naam.",
                )
            ]
        )
    try:
        doel.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=doel.parent) as werk:
            # copyfile leaves read-only marks of the installed example behind.
            weg = None if met_verantwoording else shutil.ignore_patterns("verantwoording")
            kopie = shutil.copytree(bron, Path(werk) / doel.name, copy_function=shutil.copyfile, ignore=weg)
            if doel.exists():
                doel.rmdir()
            kopie.replace(doel)
    except OSError as fout:
        raise Invoerfout(
            [
                Melding(
                    str(doel),
                    "",
                    f"niet te schrijven ({fout.strerror})",
                    "een map waarin geschreven mag worden",
                )
            ]
        ) from None
    return sorted(p for p in doel.rglob("*") if p.is_file())
