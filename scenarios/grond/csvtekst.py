"""The one place that reads and writes CSV.

Reading: records of one line each; a quote that is not closed may never swallow the lines after it. Writing: values in
the form that was asked for, that of a Dutch Excel or RFC 4180; readers take either.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice, repeat
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from finance.taal.tekens import visible
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
_BLOK = 2_000_000
"""Characters that are read at once"""
_BREUK = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*")
AANHALEN = "Zet een tekst met het scheidingsteken of een aanhalingsteken erin tussen aanhalingstekens, op één regel."


def split_lines(tekst: str) -> list[str]:
    """The lines of a text of Windows, Unix or an old Macintosh, without their ends."""
    regels = _with_one_end(tekst).split("\n")
    return regels[:-1] if not regels[-1] else regels


def _with_one_end(tekst: str) -> str:
    return tekst.replace("\r\n", "\n").replace("\r", "\n") if "\r" in tekst else tekst


def read_records(tekst: str, scheiding: str, naam: str, eerst: int = 1) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every line, empty ones too. `eerst`: the number of the first line.

    Raises Invoerfout, with the line where it begins, for a quote that does not close on its own line.
    """
    yield from _one_by_one(split_lines(visible(tekst)), scheiding, naam, eerst)


@dataclass(frozen=True)
class Regelblok:
    """The cells of some lines on end: by column of those that have equally many, by line of the others."""

    aantal: int
    gelijke: Sequence[int]
    """Which lines stand in `kolommen`, in its order"""
    kolommen: Sequence[list[str]]
    andere: Mapping[int, list[str]]

    def column(self, plek: int) -> list[str]:
        """One cell of every line; nothing where it has ended."""
        cellen = self.kolommen[plek] if plek < len(self.kolommen) else [""] * len(self.gelijke)
        if self.gelijke == range(self.aantal):
            return cellen
        uit = [""] * self.aantal
        for n, cel in zip(self.gelijke, cellen, strict=True):
            uit[n] = cel
        for n, rij in self.andere.items():
            uit[n] = rij[plek] if plek < len(rij) else ""
        return uit


def read_blocks(tekst: str, scheiding: str, naam: str, eerst: int = 1) -> Iterator[Regelblok]:
    """What `read_records` gives, and refuses with the same message, but many lines at once: in a third of the time."""
    tekst = _with_one_end(visible(tekst))
    begin = 0
    while begin < len(tekst):
        eind = tekst.find("\n", begin + _BLOK)
        regels = split_lines(tekst[begin:] if eind < 0 else tekst[begin : eind + 1])
        blok = _read_block(regels, scheiding)
        if blok is None:
            # A line goes on over its end, or has a field that is too long: which one is told one by one.
            records = _one_by_one(split_lines(tekst[begin:]), scheiding, naam, eerst)
            rijen = [cellen for _, cellen in islice(records, len(regels))]
            blok = Regelblok(len(regels), (), (), dict(enumerate(rijen)))
        yield blok
        eerst += len(regels)
        begin = eind + 1 if eind >= 0 else len(tekst)


def _read_block(regels: Sequence[str], scheiding: str) -> Regelblok | None:
    """The lines of one block; None when one is not a record of its own."""
    met = [n for n, regel in enumerate(regels) if '"' in regel]
    try:
        gelezen = list(csv.reader([regels[n] for n in met], delimiter=scheiding, strict=True))
    except csv.Error:
        return None
    if len(gelezen) < len(met) or max(map(len, regels)) > MEEST_TEKENS:
        return None
    # A line without quotes is as many cells as it has separators, and one more.
    lengtes = [keer + 1 for keer in map(str.count, regels, repeat(scheiding))]
    rijen = dict(zip(met, gelezen, strict=True))
    for n, rij in rijen.items():
        lengtes[n] = len(rij)
    breedte = Counter(lengtes).most_common(1)[0][0]
    zonder = [n for n, lengte in enumerate(lengtes) if lengte == breedte > 1 and n not in rijen]
    plat = scheiding.join([regels[n] for n in zonder]).split(scheiding) if zonder else []
    erbij = [n for n, rij in rijen.items() if len(rij) == breedte]
    kolommen = [plat[k::breedte] + [rijen[n][k] for n in erbij] for k in range(breedte)]
    if len(zonder) == len(regels):
        return Regelblok(len(regels), range(len(regels)), kolommen, {})
    anders = {*range(len(regels))}.difference(zonder, erbij)
    andere = {n: rijen[n] if n in rijen else regels[n].split(scheiding) if regels[n] else [] for n in anders}
    return Regelblok(len(regels), [*zonder, *erbij], kolommen, andere)


def _one_by_one(regels: Sequence[str], scheiding: str, naam: str, eerst: int) -> Iterator[tuple[int, list[str]]]:
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
    """Cells as they are, quoted where needed, as lines for a file that has its own form already.

    A line break within a text becomes a space: it would make a record of more than one line, which no reader takes.
    """
    stroom = io.StringIO(newline="")
    schrijver = csv.writer(stroom, delimiter=scheiding, lineterminator=einde)
    schrijver.writerows([_BREUK.sub(" ", c) if isinstance(c, str) else c for c in rij] for rij in rijen)
    return stroom.getvalue()


def _cell(waarde: Waarde, vorm: Csvvorm) -> str:
    # By far the most cells of a large file.
    if type(waarde) is float:
        return repr(waarde).replace(".", vorm.komma) if waarde == waarde else ""
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
