"""Opening an export: the bytes of CSV, XLSX, XLS or ODS -> sheets of raw cells, with line numbers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from finance.fouten import Invoerfout, Melding
from scenarios.inlezen.bladdetails import Details, ods_details, xlsx_details
from scenarios.inlezen.waarden import MAX_MELDINGEN

# A sheet of a million rows of ten columns unpacks to about 600 MB; more than this is no export of bookings.
MAX_UITGEPAKT = 1_500_000_000
MAX_VERHOUDING = 250
SCHEIDINGEN = ";,\t|"
_UTF8_TEKEN = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x82\xac")
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_STREEP = re.compile(r"[-=_+*|]{3,}|")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


@dataclass(frozen=True)
class Bronblad:
    """One sheet, or a whole text file (`naam` is then empty): raw cells per row, empty rows left out."""

    naam: str
    rijen: list[list[Any]]
    regels: list[int]
    """Line or row number of every row, from 1."""
    verborgen: frozenset[int] = frozenset()
    """Numbers of hidden rows."""
    zichtbaar: bool = True
    breedtes: bool = False
    """Whether every row must have as many cells as the head: a text file whose separator may stand in a text."""
    samengevoegd: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = field(default=())


def open_export(pad: Path, naam: str) -> tuple[Bronblad, ...]:
    """Every sheet of the file that holds something. Raises Invoerfout when it cannot be read."""
    if not pad.is_file():
        raise Invoerfout([Melding(naam, "", "geen bestand", "een bestand met boekingen")])
    if pad.stat().st_size == 0:
        raise Invoerfout(
            [Melding(naam, "", "een bestand van 0 bytes", "een kopregel en boekingen", "Maak de export opnieuw.")]
        )
    with pad.open("rb") as stroom:
        begin = stroom.read(4)
    soort = pad.suffix.lower()
    if zipfile.is_zipfile(pad) or begin in (_OLE, _ZIP) or soort in (".xlsx", ".xlsm", ".xlsb", ".ods"):
        return _open_workbook(pad, naam)
    if begin.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
        mend = "Open het in Excel en sla het op als .xlsx."
        raise Invoerfout([Melding(naam, "", "een webpagina (HTML of XML)", "CSV, XLSX, XLS of ODS", mend)])
    # Some ledgers give a text file the name .xls, so that Excel opens it.
    return (_open_text(pad.read_bytes(), naam),)


def unreadable(naam: str, fout: Exception | str) -> Melding:
    """The message for a file that is no table at all."""
    return Melding(naam, "", f"geen leesbare tabel ({fout})", "een kopregel en boekingen", "Maak de export opnieuw.")


def _open_text(inhoud: bytes, naam: str) -> Bronblad:
    tekst = inhoud.decode(_find_encoding(inhoud, naam))
    eerst = 1
    if gezegd := _SEP.match(tekst):
        scheiding, tekst, eerst = gezegd[1], tekst[gezegd.end() :], 2
    else:
        scheiding = find_separator(tekst)
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True)
    rijen, regels, begin = [], [], 0
    kaal = _Bare()
    try:
        for cellen in lezer:
            rij = [kaal[c] for c in cellen]
            if not all(map(_STREEP.fullmatch, rij)):
                rijen.append(rij)
                regels.append(begin + eerst)
            begin = lezer.line_num
    except csv.Error as fout:
        # A quote that is not closed would swallow the lines after it into one cell.
        mend = "Zet een tekst met het scheidingsteken of een aanhalingsteken erin tussen aanhalingstekens."
        gevonden = f"een aanhalingsteken dat niet klopt ({fout})"
        raise Invoerfout([Melding(naam, f"regel {begin + eerst}", gevonden, "een leesbare regel", mend)]) from None
    return Bronblad("", rijen, regels, breedtes=True)


class _Bare(dict[str, str]):
    """A cell without the spaces around it, and without what keeps Excel from taking a code for a number.

    Equal texts become one object: a million rows have few different dates and codes.
    """

    def __missing__(self, cel: str) -> str:
        kaal = cel.strip()
        if kaal[:1] in ("=", "'"):
            kaal = kaal[2:-1] if kaal.startswith('="') and kaal.endswith('"') else kaal.removeprefix("'")
        return self.setdefault(cel, self.setdefault(kaal, kaal))


def find_separator(tekst: str) -> str:
    """The separator under which the most lines have the same number of fields, and the most fields."""
    proef = io.StringIO(tekst[:200_000], newline="")
    regels = [r for _, r in zip(range(200), proef, strict=False)]

    def weight(scheiding: str) -> tuple[int, int]:
        velden = [len(r) for r in csv.reader(regels, delimiter=scheiding) if r]
        meeste = max(velden, key=velden.count, default=1)
        return (0, 0) if meeste < 2 else (velden.count(meeste) * min(meeste, 30), -SCHEIDINGEN.index(scheiding))

    return max(SCHEIDINGEN, key=weight)


def _find_encoding(inhoud: bytes, naam: str) -> str:
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    nullen = inhoud[:4096].count(b"\x00")
    if nullen:
        if nullen > len(inhoud[:4096]) // 4:
            return "utf-16-le" if inhoud[1:2] == b"\x00" else "utf-16-be"
        raise Invoerfout([Melding(naam, "", "een binair bestand", "CSV, XLSX, XLS of ODS")])
    try:
        inhoud.decode("utf-8")
        return "utf-8-sig" if inhoud.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError as fout:
        regel = inhoud.count(b"\n", 0, fout.start) + 1
    if _UTF8_TEKEN.search(inhoud) or inhoud.startswith(b"\xef\xbb\xbf"):
        raise Invoerfout(
            [
                Melding(
                    naam,
                    f"regel {regel}",
                    "UTF-8 en Windows-1252 door elkaar",
                    "één tekencodering in het hele bestand",
                    "Maak de export opnieuw; plak geen bestanden aan elkaar.",
                )
            ]
        )
    try:
        inhoud.decode("cp1252")
    except UnicodeDecodeError as fout:
        regel = inhoud.count(b"\n", 0, fout.start) + 1
        raise Invoerfout(
            [Melding(naam, f"regel {regel}", f"byte {inhoud[fout.start]:#04x}", "UTF-8 of Windows-1252")]
        ) from None
    return "cp1252"


def _open_workbook(pad: Path, naam: str) -> tuple[Bronblad, ...]:
    soort = pad.suffix.lower().lstrip(".") or "xlsx"
    if zipfile.is_zipfile(pad):
        _check_archive(pad, naam)
    try:
        werkboek = CalamineWorkbook.from_path(str(pad))
        bladen = [
            _read_sheet(pad, werkboek, meta.name, meta.visible == SheetVisibleEnum.Visible)
            for meta in werkboek.sheets_metadata
        ]
    except (CalamineError, OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise Invoerfout(
            [
                Melding(
                    naam,
                    "",
                    f"geen leesbaar {soort.upper()}-bestand",
                    "een werkboek (.xlsx, .xls of .ods)",
                    "Sla het opnieuw op als .xlsx of als CSV.",
                )
            ]
        ) from None
    return tuple(b for b in bladen if b.rijen)


def _read_sheet(pad: Path, werkboek: CalamineWorkbook, titel: str, zichtbaar: bool) -> Bronblad:
    blad = werkboek.get_sheet_by_name(titel)
    details = _details(pad, titel)
    inhoud = blad.to_python(skip_empty_area=False)
    for (rij, kolom), waarde in details.cellen.items():
        # A formula without outcome may stand outside what the reader takes for filled.
        inhoud.extend([] for _ in range(len(inhoud), rij))
        cellen = inhoud[rij - 1]
        cellen.extend("" for _ in range(len(cellen), kolom + 1))
        cellen[kolom] = waarde(cellen[kolom]) if callable(waarde) else waarde
    rijen, regels = [], []
    for nummer, cellen in enumerate(inhoud, start=1):
        if any(c != "" for c in cellen):
            rijen.append([c.strip() if type(c) is str else c for c in cellen])
            regels.append(nummer)
    samen = tuple(blad.merged_cell_ranges or ()) if pad.suffix.lower() != ".ods" else ()
    return Bronblad(titel, rijen, regels, details.verborgen, zichtbaar, samengevoegd=samen)


def _details(pad: Path, titel: str) -> Details:
    if not zipfile.is_zipfile(pad):
        return Details()
    with zipfile.ZipFile(pad) as archief:
        namen = archief.namelist()
        if "xl/workbook.xml" in namen:
            return xlsx_details(archief, titel)
        return ods_details(archief, titel) if "content.xml" in namen else Details()


def _check_archive(pad: Path, naam: str) -> None:
    """Refuse an archive that unpacks to far more than any export: a zip bomb, or a damaged file."""
    try:
        with zipfile.ZipFile(pad) as archief:
            delen = archief.infolist()
            namen = {d.filename for d in delen}
    except zipfile.BadZipFile as fout:
        raise Invoerfout([unreadable(naam, fout)]) from None
    uitgepakt = sum(d.file_size for d in delen)
    verdacht = [d for d in delen if d.file_size > 10_000_000 and d.file_size > MAX_VERHOUDING * max(1, d.compress_size)]
    if uitgepakt > MAX_UITGEPAKT or verdacht:
        grens = f"ten hoogste {MAX_UITGEPAKT // 10**6} MB en {MAX_VERHOUDING} keer zo groot als ingepakt"
        raise Invoerfout(
            [
                Melding(
                    naam,
                    "",
                    f"een bestand dat uitgepakt {uitgepakt // 10**6} MB is",
                    grens,
                    "Vertrouw dit bestand niet; exporteer de boekingen opnieuw of als CSV.",
                )
            ]
        )
    if not namen & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Invoerfout([Melding(naam, "", "een zipbestand zonder werkboek", "een werkboek (.xlsx) of CSV")])


def cell_name(rij: int, kolom: int) -> str:
    """'E4' for row 4 (from 1), column 4 (from 0)."""
    return f"{column_letter(kolom)}{rij}"


def column_letter(kolom: int) -> str:
    """'A' for column 0, 'AA' for column 26."""
    letters = ""
    kolom += 1
    while kolom:
        kolom, rest = divmod(kolom - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_widths(blad: Bronblad, kop: int, breedte: int, naam: str) -> Iterator[Melding]:
    """Rows of a text file with more cells than the head: a separator in a text would shift what stands behind it."""
    mend = "Zet een tekst met het scheidingsteken of een aanhalingsteken erin tussen aanhalingstekens."
    fout = [
        (regel, len(rij))
        for rij, regel in zip(blad.rijen[kop + 1 :], blad.regels[kop + 1 :], strict=True)
        if len(rij) > breedte and any(rij[breedte:])
    ]
    for regel, velden in fout[:MAX_MELDINGEN]:
        yield Melding(naam, f"regel {regel}", f"{velden} velden", f"{breedte} velden", mend)
    if len(fout) > MAX_MELDINGEN:
        yield Melding(naam, "", f"nog {len(fout) - MAX_MELDINGEN} van zulke regels", f"{breedte} velden")
