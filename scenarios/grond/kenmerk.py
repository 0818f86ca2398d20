"""The mark of a run in files that were written, and whether the files of one set have the same."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from finance.fouten import Invoerfout, Melding, list_words
from scenarios.grond.bestanden import KENMERK
from scenarios.grond.openen import read_bytes

_MERK = re.compile(rf'{KENMERK}"?: "?([0-9a-f]{{12}})\b'.encode())
_EIGENSCHAPPEN = {".xlsx": "docProps/core.xml", ".docx": "docProps/core.xml", ".ods": "meta.xml"}
"""Kind of archive -> its part with the mark"""
_SETS = (
    r"(raming\.(xlsx|ods|json)|rapport\.(html|pdf))",
    r"(vergelijking|voortgang)\.(xlsx|ods|html|pdf)",
    r"verantwoording-(\d{4})-.*\.(xlsx|ods)",
    r"(begroting|tussenrapportage|jaarrekening|raadsbrief|risicoparagraaf)[^.]*\.(xlsx|ods|docx|html|pdf)",
    r"(zoek|gevoeligheid|omslag|maatregelen)\.(html|pdf)",
)
"""Names of files that one command writes together; what the first group says less its ending is the set."""


def read_mark(pad: Path) -> str:
    """The mark in a workbook, letter, page, PDF or result; '' without one, or when the file cannot be read."""
    try:
        if deel := _EIGENSCHAPPEN.get(pad.suffix):
            with zipfile.ZipFile(pad) as archief:
                inhoud = archief.read(deel)
        else:
            inhoud = read_bytes(pad)
    except (Invoerfout, OSError, KeyError, zipfile.BadZipFile):
        return ""
    gevonden = _MERK.search(inhoud)
    return gevonden[1].decode() if gevonden else ""


def find_mixtures(map_: Path) -> Iterator[Melding]:
    """A message per set in a folder of which the files do not belong to one run."""
    sets: dict[str, dict[Path, str]] = {}
    for pad in sorted(map_.glob("*.*")):
        if (naam := _set_of(pad.name)) and (merk := read_mark(pad)):
            sets.setdefault(naam, {})[pad] = merk
    for merken in sets.values():
        if len(set(merken.values())) > 1:
            nieuwste = max(merken, key=lambda p: p.stat().st_mtime_ns)
            anders = [p.name for p, merk in merken.items() if merk != merken[nieuwste]]
            gevonden = f"{list_words(anders)} van een andere run dan {nieuwste.name}"
            mend = "Voer de opdracht die ze schrijft opnieuw uit."
            yield Melding(str(map_), "", gevonden, "bestanden die samen geschreven zijn", mend)


def _set_of(naam: str) -> str:
    for vorm in _SETS:
        if gevonden := re.fullmatch(vorm, naam):
            return "raming" if "raming" in vorm else naam.rpartition(".")[0] if "d{4}" not in vorm else gevonden[1]
    return ""
