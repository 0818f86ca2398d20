"""Files and folders of a region folder that nothing reads: a name one letter off is no error, and no figure either."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from scenarios.grond.openen import is_there
from scenarios.regiomap.besluiten import BESTANDEN, ONTVANGSTEN, SUBMAP
from scenarios.regiomap.land.keuze import SUBMAP as GEGEVENS

_GEGEVENS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers", ".txt", ".tsv", ".json", ".gz", ".zip", ""}
DIEPST = 3
"""Folders above a file up to which a region folder is looked for: verantwoording/boekingen lies two below it"""

_HOOFD = {
    *("regio.toml", "trajecten.toml", "parameters.toml", "doelen.toml", "ggm.toml", "maatregelen.toml"),
    *("instroom.csv", "instroom.xlsx", "personen.csv", "personen.xlsx", "duo.csv", "contracten.csv", "budgetten.csv"),
    *("formatie.csv", "taakstelling.csv", "begroting.csv", "rekeningschema.csv", *BESTANDEN),
}
_GELEZEN = {
    "": _HOOFD,
    SUBMAP: {
        *("verantwoording.toml", "boekingsregels.csv", "vertaling.csv", "saldibalans.csv", ONTVANGSTEN),
        *BESTANDEN,
    },
}
_MAPPEN = ("scenarios", "profielen", "ramingen", GEGEVENS, SUBMAP)
_UITVOER = {"raster.csv", "kwaliteit.csv"}
"""Written by spuk itself, perhaps into the region folder."""


def unread_files(pad: Path) -> Iterator[tuple[str, str]]:
    """(name, what it was perhaps meant to be) of everything that looks like input and is not read."""
    for submap, bekend in _GELEZEN.items():
        for bestand in sorted((pad / submap).glob("*")):
            naam = bestand.relative_to(pad).as_posix()
            bedoeld = _meant(bestand.name, bekend)
            if bestand.is_dir():
                namen = _MAPPEN if not submap else ("boekingen", "sisa", "gesloten")
                bedoeld = _meant(bestand.name, namen)
                if bestand.name not in namen and bedoeld:
                    yield f"{naam}/", f"{bedoeld}/"
            elif bestand.name not in bekend | _UITVOER and _is_input(bestand, bedoeld):
                yield naam, bedoeld
    for submap in ("scenarios", "profielen"):
        for bestand in sorted((pad / submap).glob("*")):
            if bestand.is_file() and bestand.suffix != ".toml":
                yield bestand.relative_to(pad).as_posix(), f"{bestand.stem}.toml"


def is_input(pad: Path) -> bool:
    """Whether a region folder is, or would be, read from a file of this name: nothing computed may take its place."""
    echt = Path(os.path.realpath(pad))
    map_ = next((m for m in echt.parents[:DIEPST] if is_there(m / "regio.toml")), None)
    if map_ is None:
        return False
    submap, _, naam = echt.relative_to(map_).as_posix().rpartition("/")
    if naam in _GELEZEN.get(submap, ()):
        return True
    # What is not there yet would be read from then on.
    nieuw = submap in ("scenarios", "profielen", f"{SUBMAP}/sisa") and echt.suffix == ".toml"
    return nieuw or (submap.split("/")[0] in (SUBMAP, "scenarios", "profielen") and echt.is_file())


def _meant(naam: str, bekend: set[str] | tuple[str, ...]) -> str:
    buren = difflib.get_close_matches(naam.casefold(), sorted(bekend), n=1, cutoff=0.75)
    return buren[0] if buren else ""


def _is_input(bestand: Path, bedoeld: str) -> bool:
    """Every CSV and TOML; of sheets only those named like input, for others are results or work of the user."""
    return bestand.suffix.lower() in (".csv", ".toml") or (bestand.suffix.lower() in _GEGEVENS and bool(bedoeld))
