"""A CSV text as records of one line each: a quote that is not closed may never swallow the lines after it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.grond.openen import read_text

MEEST_TEKENS = 131_072
"""Characters of one field"""
_EINDE = re.compile(r"\r\n|\n|\r")
AANHALEN = "Zet een tekst met het scheidingsteken of een aanhalingsteken erin tussen aanhalingstekens, op één regel."


def split_lines(tekst: str) -> list[str]:
    """The lines of a text of Windows, Unix or an old Macintosh, without their ends."""
    regels = _EINDE.split(tekst)
    return regels[:-1] if regels and not regels[-1] else regels


def read_records(tekst: str, scheiding: str, naam: str, eerst: int = 1) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every line, empty ones too. `eerst`: the number of the first line.

    Raises Invoerfout, with the line where it begins, for a quote that does not close on its own line.
    """
    regels = split_lines(tekst)
    lezer = csv.reader(iter(regels), delimiter=scheiding, strict=True)
    begin = 0
    try:
        for cellen in lezer:
            if lezer.line_num != begin + 1:
                raise csv.Error("over meer dan één regel")
            yield begin + eerst, cellen
            begin = lezer.line_num
    except csv.Error as fout:
        raise Invoerfout([_problem(naam, begin + eerst, regels[begin] if begin < len(regels) else "", fout)]) from None


def _problem(naam: str, regel: int, tekst: str, fout: csv.Error) -> Melding:
    plaats = f"regel {regel}"
    if "field limit" in str(fout) and len(tekst) > MEEST_TEKENS:
        grens = f"{MEEST_TEKENS:,d}".replace(",", ".")
        return Melding(naam, plaats, f"een veld van meer dan {grens} tekens", f"ten hoogste {grens} tekens per veld")
    gevonden = "een aanhalingsteken dat niet klopt: het wordt op deze regel niet goed gesloten"
    return Melding(naam, plaats, gevonden, "een leesbare regel, zonder regeleinde in een veld", AANHALEN)


def read_dicts(pad: Path) -> list[dict[str, str]]:
    """The rows of a shipped CSV file by the names of its head."""
    kop, *rijen = (cellen for _, cellen in read_records(read_text(pad), ",", pad.name) if cellen)
    return [dict(zip(kop, rij, strict=True)) for rij in rijen]
