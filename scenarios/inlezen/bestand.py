"""Opening an export: the bytes of CSV, XLSX, XLS or ODS -> sheets of raw cells, with line numbers."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from finance.fouten import Invoerfout, Melding, raise_if_any
from scenarios.grond.csvtekst import AANHALEN, read_blocks, split_lines
from scenarios.grond.openen import MEEST_EXPORT, UTF_32, open_to_read, read_bytes, refuse_encoding, refuse_other
from scenarios.grond.werkboekbestand import open_workbook, read_sheet
from scenarios.inlezen.tekstrijen import Tekstrijen, gather_rows
from scenarios.inlezen.waarden import MAX_MELDINGEN

SCHEIDINGEN = ";,\t|"
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


@dataclass(frozen=True)
class Bronblad:
    """One sheet, or a whole text file (`naam` is then empty): raw cells per row, empty rows left out."""

    naam: str
    rijen: Sequence[list[Any]]
    regels: list[int]
    """Line or row number of every row, from 1."""
    verborgen: frozenset[int] = frozenset()
    """Numbers of hidden rows."""
    zichtbaar: bool = True
    samengevoegd: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = field(default=())
    ziet_verborgen: bool = True
    """Whether this kind of file tells which rows are hidden."""
    scheiding: str = ""
    """The separator of a text file"""


def open_export(pad: Path, naam: str) -> tuple[Bronblad, ...]:
    """Every sheet of the file that holds something. Raises Invoerfout when it cannot be read."""
    if refuse_other(pad, naam, "een bestand met boekingen", MEEST_EXPORT) == 0:
        raise Invoerfout([_empty(naam, "een bestand van 0 bytes")])
    with open_to_read(pad, naam) as stroom:
        begin = stroom.read(4)
    soort = pad.suffix.lower()
    if zipfile.is_zipfile(pad) or begin in (_OLE, _ZIP) or soort in (".xlsx", ".xlsm", ".xlsb", ".ods"):
        return _open_workbook(pad, naam)
    if begin.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
        mend = "Open het in Excel en sla het op als .xlsx."
        raise Invoerfout([Melding(naam, "", "een webpagina (HTML of XML)", "CSV, XLSX, XLS of ODS", mend)])
    # Some ledgers give a text file the name .xls, so that Excel opens it.
    return (_open_text(read_bytes(pad, naam, meest=MEEST_EXPORT), naam),)


def _empty(naam: str, gevonden: str) -> Melding:
    return Melding(naam, "", gevonden, "een kopregel en boekingen", "Maak de export opnieuw.")


def _open_text(inhoud: bytes, naam: str) -> Bronblad:
    codering = _find_encoding(inhoud, naam)
    try:
        tekst = inhoud.decode(codering)
    except UnicodeDecodeError:
        gevonden = f"tekens die in {codering.upper()} niet bestaan"
        raise Invoerfout([Melding(naam, "", gevonden, "een heel bestand", "Maak de export opnieuw.")]) from None
    if not tekst.strip("\ufeff \t\r\n\x1a"):
        raise Invoerfout([_empty(naam, "een bestand zonder tekst")])
    eerst = 1
    if gezegd := _SEP.match(tekst):
        scheiding, tekst, eerst = gezegd[1], tekst[gezegd.end() :], 2
    else:
        scheiding = find_separator(tekst)
    rijen, welke = gather_rows(read_blocks(tekst, scheiding, naam, eerst))
    return Bronblad("", rijen, (welke + eerst).tolist(), scheiding=scheiding)


def find_separator(tekst: str) -> str:
    """The separator under which the most lines have the same number of fields, and the most fields."""
    regels = [r[:10_000] for r in split_lines(tekst[:200_000])[:200]]

    def weight(scheiding: str) -> tuple[int, int]:
        # Line by line: a quote that is not closed says nothing about the lines after it.
        velden = [len(rij) for r in regels for rij in csv.reader([r], delimiter=scheiding) if rij]
        meeste = max(velden, key=velden.count, default=1)
        return (0, 0) if meeste < 2 else (velden.count(meeste) * min(meeste, 30), -SCHEIDINGEN.index(scheiding))

    return max(SCHEIDINGEN, key=weight)


def _find_encoding(inhoud: bytes, naam: str) -> str:
    if inhoud.startswith(UTF_32):
        raise Invoerfout(
            [
                Melding(
                    naam, "", "tekst in UTF-32", "UTF-8, UTF-16 of Windows-1252", "Sla het bestand op als 'CSV UTF-8'."
                )
            ]
        )
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    nullen = inhoud[:4096].count(b"\x00")
    if nullen:
        if nullen > len(inhoud[:4096]) // 4:
            return "utf-16-le" if inhoud[1:2] == b"\x00" else "utf-16-be"
        raise Invoerfout([Melding(naam, "", "een binair bestand", "CSV, XLSX, XLS of ODS")])
    raise_if_any(refuse_encoding(naam, inhoud))
    try:
        inhoud.decode("utf-8")
        return "utf-8-sig" if inhoud.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError:
        return "cp1252"


def _open_workbook(pad: Path, naam: str) -> tuple[Bronblad, ...]:
    werkboek = open_workbook(pad, naam)
    bladen = [
        _read_sheet(pad, werkboek, meta.name, meta.visible == SheetVisibleEnum.Visible, naam)
        for meta in werkboek.sheets_metadata
    ]
    return tuple(b for b in bladen if b.rijen)


def _read_sheet(pad: Path, werkboek: CalamineWorkbook, titel: str, zichtbaar: bool, naam: str) -> Bronblad:
    blad = read_sheet(pad, werkboek, titel, naam)
    rijen, regels = [], []
    for nummer, cellen in enumerate(blad.cellen, start=1):
        if any(c != "" for c in cellen):
            rijen.append([c.strip() if type(c) is str else c for c in cellen])
            regels.append(nummer)
    verborgen = blad.details.verborgen if blad.details else frozenset()
    ziet = blad.details is not None
    return Bronblad(titel, rijen, regels, verborgen, zichtbaar, samengevoegd=blad.samengevoegd, ziet_verborgen=ziet)


def check_widths(rijen: Tekstrijen, regels: Sequence[int], kop: int, breedte: int, naam: str) -> Iterator[Melding]:
    """Rows of a text file with more cells than the head: a separator in a text would shift what stands behind it."""
    fout = [n for n in rijen.filled_beyond(breedte).tolist() if n > kop]
    for rij in fout[:MAX_MELDINGEN]:
        yield Melding(naam, f"regel {regels[rij]}", f"{rijen.lengtes[rij]} velden", f"{breedte} velden", AANHALEN)
    if len(fout) > MAX_MELDINGEN:
        yield Melding(naam, "", f"nog {len(fout) - MAX_MELDINGEN} van zulke regels", f"{breedte} velden")
