"""The one reader of spreadsheets, for region, bookings and the workbook of a region: bounded, and never a traceback.

What a sheet says beside its values is read first (`bladdetails`), so that a sheet that would take all memory is refused
before the reader makes room for it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finance.fouten import Invoerfout, Melding
from finance.taal.tekens import visible
from scenarios.grond.bladdetails import Details, LegeFormule, Odsblad, ods_sheets, sheet_path, xlsx_details
from scenarios.grond.openen import MEEST_EXPORT, open_to_read, refuse_other

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# A sheet of a million rows of ten columns unpacks to about 600 MB; more than this is no export of bookings.
MAX_UITGEPAKT = 1_500_000_000
MAX_VERHOUDING = 250
RUIM = 3_000_000
"""Cells, empty ones too, below which nobody minds how they lie"""
MEESTE_CELLEN = 60_000_000
LEEG = 25
"""Empty cells per filled one: more is one cell far away from the table"""
WERKBOEK = "een werkboek (.xlsx, .xls of .ods)"
OPNIEUW = "Sla het opnieuw op als .xlsx of als CSV."
_OLE = b"\xd0\xcf\x11\xe0"
_RIJ = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d{1,9})[\"']")
_VERRE_KOLOM = re.compile(rb"\br=[\"']([A-Z]{2,3})\d")
_VOLLE_CEL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,9})[\"'](?:[^>]*[^/>])?>")
_CELFOUT = re.compile(r"#(N/?A|[A-Z]+[!?]|DIV/0!)|Err:\d+")
_BLOK = 1 << 20


def is_error(cel: object) -> bool:
    """Whether a cell holds the error of a formula, such as #N/A."""
    return isinstance(cel, str) and _CELFOUT.fullmatch(cel) is not None


@contextmanager
def readable(naam: str, titel: str = "", soort: str = "XLSX") -> Iterator[None]:
    """One message for whatever a damaged file makes the readers raise."""
    try:
        yield
    except Invoerfout:
        raise
    except BaseException as fout:
        # The reader in Rust panics on some files, outside the usual errors of Python.
        if not isinstance(fout, Exception) and type(fout).__name__ != "PanicException":
            raise
        plaats = f"blad {titel}" if titel else ""
        raise Invoerfout([Melding(naam, plaats, f"geen leesbaar {soort}-bestand", WERKBOEK, OPNIEUW)]) from None


def open_workbook(pad: Path, naam: str) -> CalamineWorkbook:
    """A spreadsheet of any kind. Raises Invoerfout for what is none, and for what unpacks to far more than any."""
    from python_calamine import CalamineWorkbook

    refuse_other(pad, naam, WERKBOEK, MEEST_EXPORT)
    soort = pad.suffix.lower().lstrip(".") or "xlsx"
    with readable(naam, soort=soort.upper()):
        if zipfile.is_zipfile(pad):
            _check_archive(pad, naam)
        elif soort in ("xlsx", "xlsm") and _begins_with(pad, _OLE):
            herstel = "Is er een wachtwoord op gezet, haal dat er dan af."
            raise Invoerfout([Melding(naam, "", "een versleuteld of oud bestand", "een gewoon .xlsx-bestand", herstel)])
        return CalamineWorkbook.from_path(str(pad))


def _begins_with(pad: Path, begin: bytes) -> bool:
    with open_to_read(pad) as stroom:
        return stroom.read(len(begin)) == begin


@dataclass(frozen=True)
class Bestandsblad:
    """The cells of one sheet as they are, and what it says beside them."""

    cellen: list[list[Any]]
    details: Details | None
    """None for the binary kinds (.xls, .xlsb), which are read for their values only."""
    samengevoegd: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


def read_sheet(pad: Path, werkboek: CalamineWorkbook, titel: str, naam: str, export: bool = True) -> Bestandsblad:
    """One sheet, with what the reader does not show (errors, formulas without outcome) put in. Raises Invoerfout.

    export: made by another program, which may show codes by their format and leave a 0 in every formula.
    """
    with readable(naam, titel, pad.suffix.lower().lstrip(".").upper() or "XLSX"):
        details = sheet_details(pad, titel, naam)
        blad = werkboek.get_sheet_by_name(titel)
        cellen: list[list[Any]] = [
            [visible(c) if type(c) is str else c for c in rij] for rij in blad.to_python(skip_empty_area=False)
        ]
        for (rij, kolom), waarde in details.cellen.items() if details else ():
            # A formula without outcome may stand outside what the reader takes for filled.
            cellen.extend([] for _ in range(len(cellen), rij))
            regel = cellen[rij - 1]
            regel.extend("" for _ in range(len(regel), kolom + 1))
            if export or not (callable(waarde) or (isinstance(waarde, LegeFormule) and regel[kolom] != "")):
                regel[kolom] = waarde(regel[kolom]) if callable(waarde) else waarde
        samen = tuple(blad.merged_cell_ranges or ()) if pad.suffix.lower() != ".ods" else ()
        return Bestandsblad(cellen, details, samen)


def sheet_details(pad: Path, titel: str, naam: str) -> Details | None:
    """What a sheet says beside its values. Raises Invoerfout for one that is far too large."""
    if not zipfile.is_zipfile(pad):
        return None
    with zipfile.ZipFile(pad) as archief:
        namen = archief.namelist()
        if "xl/workbook.xml" in namen:
            _refuse_far(archief, titel, naam)
            return xlsx_details(archief, titel)
        if "content.xml" in namen:
            return _ods_details(pad, titel, naam)
    return None


def read_first_sheet(pad: Path) -> list[tuple[int, list[str]]]:
    """(row number, cells as text) of the first sheet; empty rows at the end are left out. Raises Invoerfout."""
    werkboek = open_workbook(pad, pad.name)
    if not werkboek.sheet_names:
        raise Invoerfout([Melding(pad.name, "", "geen werkblad", WERKBOEK)])
    titel = werkboek.sheet_names[0]
    blad = read_sheet(pad, werkboek, titel, pad.name)
    meldingen = [*_other_tables(pad, werkboek, blad.cellen)]
    for nummer, rij in enumerate(blad.cellen, start=1):
        for kolom, cel in enumerate(rij):
            if isinstance(cel, LegeFormule) or is_error(cel):
                gevonden = "een formule zonder uitkomst" if isinstance(cel, LegeFormule) else str(cel)
                plaats = f"blad {titel}, cel {cell_name(nummer, kolom)}"
                meldingen.append(Melding(pad.name, plaats, gevonden, "een waarde"))
    if blad.details and blad.details.verborgen:
        regels = ", ".join(map(str, sorted(blad.details.verborgen)[:5]))
        herstel = "Maak ze zichtbaar of verwijder ze."
        meldingen.append(Melding(pad.name, f"blad {titel}", f"verborgen rijen ({regels})", "zichtbare rijen", herstel))
    if meldingen:
        raise Invoerfout(meldingen[:20])
    uit = [(nummer, [_cell_text(c) for c in rij]) for nummer, rij in enumerate(blad.cellen, start=1)]
    while uit and not any(uit[-1][1]):
        uit.pop()
    return uit


def _other_tables(pad: Path, werkboek: CalamineWorkbook, eerste: list[list[Any]]) -> Iterator[Melding]:
    """A message for what is perhaps meant instead of the first sheet: hidden, empty, or not alone."""
    from python_calamine import SheetVisibleEnum

    kop = {_cell_text(c).strip() for rij in eerste[:1] for c in rij} - {""}
    verwacht, herstel = "één tabel, op het eerste blad", "Zet haar op het eerste blad, en haal andere tabellen weg."
    eigen, *anderen = werkboek.sheets_metadata
    if eigen.visible != SheetVisibleEnum.Visible and any(b.visible == SheetVisibleEnum.Visible for b in anderen):
        yield Melding(pad.name, f"blad {eigen.name}", "een verborgen eerste blad", verwacht, herstel)
    if anderen and not any(c != "" for rij in eerste for c in rij):
        yield Melding(pad.name, f"blad {eigen.name}", "een leeg eerste blad", verwacht, herstel)
    for ander in anderen:
        with readable(pad.name, ander.name):
            sheet_details(pad, ander.name, pad.name)
            rijen = werkboek.get_sheet_by_name(ander.name).to_python(skip_empty_area=False, nrows=2)
        titels = {_cell_text(c).strip() for rij in rijen[:1] for c in rij} - {""}
        if len(titels & kop) > 1 and len(rijen) > 1:
            yield Melding(pad.name, f"blad {ander.name}", "nog een tabel met deze kolommen", verwacht, herstel)


def _cell_text(cel: object) -> str:
    """A cell as the user sees it: dates ISO, whole numbers without a point."""
    if isinstance(cel, bool):
        return "WAAR" if cel else "ONWAAR"
    if isinstance(cel, timedelta):
        return f"{cel / timedelta(days=1):.12g} (een tijdsduur)"
    if isinstance(cel, datetime):
        return cel.date().isoformat()
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    return str(cel)


def _check_archive(pad: Path, naam: str) -> None:
    """Refuse an archive that unpacks to far more than any export: a zip bomb, or a damaged file."""
    with zipfile.ZipFile(pad) as archief:
        delen = archief.infolist()
    namen = {d.filename for d in delen}
    uitgepakt = sum(d.file_size for d in delen)
    verdacht = [d for d in delen if d.file_size > 10_000_000 and d.file_size > MAX_VERHOUDING * max(1, d.compress_size)]
    if uitgepakt > MAX_UITGEPAKT or verdacht:
        gevonden = f"een bestand dat uitgepakt {uitgepakt // 10**6} MB is"
        grens = f"ten hoogste {MAX_UITGEPAKT // 10**6} MB en {MAX_VERHOUDING} keer zo groot als ingepakt"
        herstel = "Vertrouw dit bestand niet; exporteer de boekingen opnieuw of als CSV."
        raise Invoerfout([Melding(naam, "", gevonden, grens, herstel)])
    if not namen & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Invoerfout([Melding(naam, "", "een zipbestand zonder werkboek", "een werkboek (.xlsx) of CSV")])


def _refuse_far(archief: zipfile.ZipFile, titel: str, naam: str) -> None:
    """Refuse a sheet of which the reader would make a table of far more cells than it holds."""
    deel = sheet_path(archief, titel)
    rijen = kolommen = gevuld = 0
    for blok in _blocks(archief, deel):
        rijen = max([rijen, *map(int, _RIJ.findall(blok))])
        kolommen = max([kolommen, *map(_number, set(_VERRE_KOLOM.findall(blok)))])
        gevuld += blok.count(b"<v>") + blok.count(b"<is>") + blok.count(b"<v ")
    # Columns with one letter are not looked at one by one: there are 26 at most.
    oppervlak = rijen * max(kolommen, 26)
    if oppervlak <= RUIM or (oppervlak <= MEESTE_CELLEN and oppervlak <= LEEG * gevuld):
        return
    rijen = kolommen = gevuld = 0
    for blok in _blocks(archief, deel):
        for letters, rij in _VOLLE_CEL.findall(blok):
            gevuld += 1
            rijen, kolommen = max(rijen, int(rij)), max(kolommen, _number(letters))
    _refuse_area(rijen, kolommen, gevuld, titel, naam)


def _refuse_area(rijen: int, kolommen: int, gevuld: int, titel: str, naam: str) -> None:
    oppervlak = rijen * kolommen
    if oppervlak <= RUIM or (oppervlak <= MEESTE_CELLEN and oppervlak <= LEEG * gevuld):
        return
    gevonden = f"een tabel tot en met cel {cell_name(rijen, kolommen - 1)} met maar {gevuld} gevulde cellen"
    if oppervlak <= LEEG * gevuld:
        gevonden = f"een tabel van {rijen} rijen en {kolommen} kolommen"
    grens = f"{MEESTE_CELLEN:,d}".replace(",", ".")
    herstel = "Verwijder de rijen en kolommen buiten de tabel, of sla haar op als CSV."
    raise Invoerfout(
        [Melding(naam, f"blad {titel}", gevonden, f"één tabel van ten hoogste {grens} cellen, zonder gaten", herstel)]
    )


def _blocks(archief: zipfile.ZipFile, deel: str) -> Iterator[bytes]:
    """The XML of a part in pieces that begin with a tag."""
    staart = b""
    with archief.open(deel) as stroom:
        while blok := stroom.read(_BLOK):
            tekst = staart + blok
            grens = tekst.rfind(b"<")
            grens = len(tekst) if grens <= 0 else grens
            yield tekst[:grens]
            staart = tekst[grens:]
    yield staart


@lru_cache(maxsize=2)
def _ods_sheets(pad: Path, *stand: int) -> dict[str, Odsblad]:
    """The sheets of a file as it stands: who reads one of them reads the others too."""
    with zipfile.ZipFile(pad) as archief:
        return ods_sheets(archief)


def _ods_details(pad: Path, titel: str, naam: str) -> Details:
    stand = pad.stat()
    blad = _ods_sheets(pad, stand.st_size, stand.st_mtime_ns, stand.st_ino).get(titel, Odsblad())
    _refuse_area(blad.rijen, blad.kolommen, blad.gevuld, titel, naam)
    return blad.details


def _number(letters: bytes) -> int:
    """b'AA' -> 27."""
    nummer = 0
    for letter in letters:
        nummer = nummer * 26 + letter - 64
    return nummer


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
