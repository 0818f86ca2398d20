"""The one place that reads and writes CSV.

Reading: records of one line each; a quote that is not closed may never swallow the lines after it. Writing: values in
the form that was asked for, that of a Dutch Excel or RFC 4180; readers take either.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.grond.bestanden import no_formula
from scenarios.grond.openen import read_text

Waarde = str | float | Decimal | date | None
"""What a cell can be given as; a truth and a whole number are floats to Python"""


@dataclass(frozen=True)
class Csvvorm:
    """How a new CSV is written. `merk`: the mark by which Excel knows that it is UTF-8."""

    scheiding: str
    komma: str
    dag: str
    merk: str = ""


EXCEL = Csvvorm(";", ",", "%d-%m-%Y", "\ufeff")
RFC_4180 = Csvvorm(",", ".", "%Y-%m-%d")
CSVVORMEN = {"excel": EXCEL, "rfc": RFC_4180}
_vorm: ContextVar[Csvvorm] = ContextVar("csvvorm", default=EXCEL)

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


@contextmanager
def csv_as(naam: str) -> Iterator[None]:
    """Every CSV written inside the block has the form of this name."""
    merk = _vorm.set(CSVVORMEN[naam])
    try:
        yield
    finally:
        _vorm.reset(merk)


def csv_text(kop: Sequence[str], rijen: Iterable[Sequence[Waarde]]) -> str:
    """A head and rows of values as the text of a new file; every number is exact, and no text is a formula."""
    vorm = _vorm.get()
    cellen = ([_cell(waarde, vorm) for waarde in rij] for rij in (kop, *rijen))
    return vorm.merk + record_text(cellen, vorm.scheiding, "\r\n")


def record_text(rijen: Iterable[Sequence[object]], scheiding: str, einde: str = "\n") -> str:
    """Cells as they are, quoted where needed, as lines for a file that has its own form already."""
    stroom = io.StringIO(newline="")
    csv.writer(stroom, delimiter=scheiding, lineterminator=einde).writerows(rijen)
    return stroom.getvalue()


def _cell(waarde: Waarde, vorm: Csvvorm) -> str:
    match waarde:
        case None:
            return ""
        case str():
            return no_formula(waarde)
        case bool():
            return "ja" if waarde else "nee"
        case date():
            return f"{waarde:{vorm.dag}}"
    return "" if math.isnan(waarde) else str(waarde).replace(".", vorm.komma)
