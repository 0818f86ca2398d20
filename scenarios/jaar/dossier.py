"""What an accountant needs beside the books: the input as it is now, and with what it was computed.

Nothing here reads `personen.csv`: the books of a year rest on counts of DUO, and the dossier leaves the house.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from scenarios.boeken.map import Verantwoordingsmap
from scenarios.engine.fingerprint import code_fingerprint
from scenarios.grond.bestanden import spuk_version
from scenarios.jaar.afwijkingen import same_when_closed


@dataclass(frozen=True)
class Invoerbestand:
    """One file that the books rest on."""

    naam: str
    sha256: str
    gesloten: tuple[int, ...]
    """Closed years that had this same file."""
    anders: tuple[int, ...]
    """Closed years that had another content of it."""


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
