"""What an accountant needs beside the books: the log of closing, the input as it is now, and with what it was computed.

Nothing here reads `personen.csv`: the books of a year rest on counts of DUO, and the dossier leaves the house.
"""

from __future__ import annotations

import csv
import hashlib
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from scenarios.boeken.map import Verantwoordingsmap
from scenarios.boeken.slot import register_of
from scenarios.engine.fingerprint import code_fingerprint
from scenarios.grond.bestanden import spuk_version
from scenarios.grond.csvtekst import split_lines
from scenarios.grond.openen import files_in, is_there, read_text
from scenarios.jaar.afwijkingen import same_when_closed
from scenarios.waarheid.sluiten import KOLOMMEN, LOGBOEK

NEE = "NEE:"
"""Begins what is wrong with the log"""


@dataclass(frozen=True)
class Nagelopen:
    """One line of the log of closing, and whether the file it names is still that one."""

    moment: str
    wat: str
    jaar: str
    wie: str
    reden: str
    sha256: str
    klopt: str
    """ja with the file, or `NEE` and what is wrong"""


@dataclass(frozen=True)
class Invoerbestand:
    """One file that the books rest on."""

    naam: str
    sha256: str
    gesloten: tuple[int, ...]
    """Closed years that had this same file."""
    anders: tuple[int, ...]
    """Closed years that had another content of it."""


def read_log(invoer: Verantwoordingsmap) -> tuple[Nagelopen, ...]:
    """The log, each line with the file it was written for: as it stands there, or as it was kept at a reopening.

    What a hand took away shows too: a line that is none, and a file that no line tells of.
    """
    map_ = register_of(invoer.map.parent)
    pad = map_ / LOGBOEK
    sommen = {b.name: hashlib.sha256(read_text(b).encode()).hexdigest() for b in files_in(map_, "*.json")}
    gelezen = map(_cells, split_lines(read_text(pad))) if is_there(pad) else ()
    regels = [r for r in gelezen if r and tuple(r) != KOLOMMEN]
    uit = []
    for nummer, regel in enumerate(regels):
        if len(regel) != len(KOLOMMEN):
            uit.append(Nagelopen("", ";".join(regel), "", "", "", "", f"{NEE} dit is geen regel van {LOGBOEK}"))
            continue
        moment, wat, jaar, wie, reden, som = regel
        verwacht = _file_of(nummer, regels)
        anders = f"{NEE} {verwacht} is {'een ander bestand' if verwacht in sommen else 'weg'}"
        klopt = f"ja: {verwacht}" if sommen.get(verwacht) == som else anders
        uit.append(Nagelopen(moment, wat, jaar, wie, reden, som, klopt))
    genoemd = {_file_of(n, regels) for n, r in enumerate(regels) if len(r) == len(KOLOMMEN)}
    los = sorted(sommen.keys() - genoemd)
    return (*uit, *(Nagelopen("", "", "", "", "", "", f"{NEE} {naam} staat in geen regel") for naam in los))


def _cells(regel: str) -> list[str]:
    """The cells of one line; the line itself when it is none of a csv."""
    try:
        return next(csv.reader([regel], delimiter=";"), [])
    except csv.Error:
        return [regel[:200]]


def _file_of(nummer: int, regels: Sequence[Sequence[str]]) -> str:
    """The file that a line of the log was written for, where it must stand now."""
    _, wat, jaar, *_ = regels[nummer]
    if wat == "overgang":
        return f"overgang-{jaar}.json"
    heropend = [n for n, r in enumerate(regels) if tuple(r[1:3]) == ("heropend", jaar)]
    eerst = next((k for k, n in enumerate(heropend, 1) if n >= nummer), None)
    return f"{jaar}-heropend-{eerst}.json" if eerst else f"{jaar}.json"


def list_inputs(invoer: Verantwoordingsmap) -> tuple[Invoerbestand, ...]:
    """Every file that was read, with the closed years that were closed with it as it is."""
    uit = []
    for naam, som in invoer.hashes.items():
        gelijk = same_when_closed(invoer, naam)
        anders = [j for j, s in sorted(invoer.gesloten.items()) if s.hashes.get(naam, som) != som]
        uit.append(Invoerbestand(naam, som, tuple(gelijk), tuple(anders)))
    return tuple(uit)


def list_versions() -> Iterator[tuple[str, str]]:
    """What computed this: program, language, machine and libraries."""
    yield "spuk", spuk_version()
    yield "vingerafdruk van de rekenregels (sha256)", code_fingerprint()
    yield "Python", platform.python_version()
    yield "systeem", f"{platform.system()} {platform.machine()}"
    for naam in _libraries():
        try:
            yield naam, version(naam)
        except PackageNotFoundError:
            yield naam, "niet aanwezig"


def _libraries() -> list[str]:
    """The libraries that spuk names itself; those of extras are not needed to compute."""
    try:
        alle = requires("spuk") or []
    except PackageNotFoundError:
        return []
    namen = (re.match(r"[\w.-]+", r) for r in alle if "extra ==" not in r)
    return sorted({n[0] for n in namen if n}, key=str.casefold)
