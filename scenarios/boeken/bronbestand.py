"""Reading one export of a financial system: CSV or XLSX into columns of unique values, with line numbers.

A million rows have few different dates, codes and names, so every column is kept as unique values plus a code per row;
what follows (parsing, checking, matching) works on the unique values only.
"""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from python_calamine import CalamineError, CalamineWorkbook

from finance.fouten import Invoerfout, Melding, suggest
from scenarios.regiomap.lezen import refuse_wide

# A sheet of a million rows of ten columns unpacks to about 600 MB; more than this is no export of bookings.
MAX_UITGEPAKT = 1_500_000_000
MAX_VERHOUDING = 250
MAX_MELDINGEN = 20
_UTF8_TEKEN = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x82\xac")
_FORMULE_ZONDER_WAARDE = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


@dataclass(frozen=True)
class Bronkolom:
    """One column: `waarden[codes]` are the cells. codes: shape (rij,)"""

    waarden: list[Any]
    codes: NDArray[np.int32]

    def take(self, per_waarde: Iterable[Any], dtype: Any) -> NDArray[Any]:
        """A property of the unique values, spread over the rows. shape: (rij,)"""
        return np.array(list(per_waarde), dtype=dtype)[self.codes]


@dataclass(frozen=True)
class Bronkolommen:
    """The mapped columns of one file; `regels` (rij,) is the line or row number of every booking."""

    naam: str
    kolommen: dict[str, Bronkolom]
    regels: NDArray[np.int32]


def read_source(pad: Path, naam: str, kolommen: Mapping[str, str], verplicht: set[str], blad: str = "") -> Bronkolommen:
    """Read the columns `kolommen` (own name -> name in the file) of a CSV or XLSX file.

    Columns outside `verplicht` may be missing. Raises Invoerfout with every problem of the file's form.
    """
    if not pad.is_file():
        raise Invoerfout([Melding(naam, "", "geen bestand", "een bestand met boekingen in de regiomap")])
    if pad.stat().st_size == 0:
        raise Invoerfout(
            [Melding(naam, "", "een bestand van 0 bytes", "een kopregel en boekingen", "Maak de export opnieuw.")]
        )
    if zipfile.is_zipfile(pad):
        return _read_xlsx(pad, naam, kolommen, verplicht, blad)
    if pad.suffix.lower() in (".xlsx", ".xls", ".ods"):
        raise Invoerfout(
            [
                Melding(
                    naam,
                    "",
                    "geen leesbaar XLSX-bestand",
                    "een werkboek (.xlsx)",
                    "Sla het opnieuw op als .xlsx of als CSV.",
                )
            ]
        )
    return _read_csv(pad, naam, kolommen, verplicht)


def _read_csv(pad: Path, naam: str, kolommen: Mapping[str, str], verplicht: set[str]) -> Bronkolommen:
    inhoud = pad.read_bytes()
    codering = _find_encoding(inhoud, naam)
    kopregel = inhoud.partition(b"\n")[0].decode(codering).strip("\r")
    scheiding, kop = _find_header(naam, kopregel, kolommen, verplicht)
    plaats = _locate(naam, "regel 1", kop, kolommen, verplicht)
    regels = _check_lines(inhoud, codering, naam, scheiding, len(kop))
    try:
        tabel = pd.read_csv(
            io.BytesIO(inhoud),
            sep=scheiding,
            header=None,
            skiprows=1,
            names=range(len(kop)),
            index_col=False,
            usecols=sorted(plaats.values()),
            dtype=object,
            encoding=codering,
            keep_default_na=False,
            na_values=[],
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as fout:
        raise Invoerfout([_unreadable(naam, fout)]) from None
    if len(tabel) != len(regels):
        raise Invoerfout([_unreadable(naam, ValueError("aanhalingstekens kloppen niet"))])
    uit = {}
    for eigen, positie in plaats.items():
        codes, waarden = pd.factorize(tabel[positie].to_numpy())
        uit[eigen] = Bronkolom([w.strip() for w in waarden], codes.astype(np.int32))
    gevuld = np.zeros(len(regels), dtype=bool)
    for kolom in uit.values():
        gevuld |= kolom.take((bool(w) for w in kolom.waarden), bool)
    return _filled(Bronkolommen(naam, uit, regels), gevuld)


def _find_encoding(inhoud: bytes, naam: str) -> str:
    if breed := refuse_wide(naam, inhoud):
        raise Invoerfout([breed])
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


def _find_header(naam: str, kopregel: str, kolommen: Mapping[str, str], verplicht: set[str]) -> tuple[str, list[str]]:
    """The separator under which the header holds the most of the columns asked for."""
    gezocht = {k.casefold() for k in kolommen.values()}
    koppen = {s: [k.strip() for k in next(csv.reader([kopregel], delimiter=s), [])] for s in ";,\t|"}
    beste = max(koppen, key=lambda s: (len({k.casefold() for k in koppen[s]} & gezocht), -";,\t|".index(s)))
    if beste not in ";,":
        teken = "een tab" if beste == "\t" else repr(beste)
        raise Invoerfout(
            [Melding(naam, "regel 1", f"{teken} als scheidingsteken", "; of ,", "Exporteer met puntkomma of komma.")]
        )
    if len(koppen[beste]) == 1 and len(verplicht) > 1:
        raise Invoerfout(
            [
                Melding(
                    naam,
                    "regel 1",
                    f"één kolom ({kopregel[:60]!r})",
                    "kolommen gescheiden door ; of ,",
                    "Controleer het scheidingsteken van de export.",
                )
            ]
        )
    return beste, koppen[beste]


def _locate(naam: str, plaats: str, kop: list[str], kolommen: Mapping[str, str], verplicht: set[str]) -> dict[str, int]:
    """Own column name -> position in the file."""
    op_naam: dict[str, list[int]] = {}
    for positie, titel in enumerate(kop):
        op_naam.setdefault(titel.casefold(), []).append(positie)
    meldingen, gevonden = [], {}
    for eigen, titel in kolommen.items():
        posities = op_naam.get(titel.casefold(), [])
        if len(posities) > 1:
            meldingen.append(
                Melding(naam, plaats, f"kolom {titel!r} {len(posities)} keer", "iedere kolomnaam één keer")
            )
        elif posities:
            gevonden[eigen] = posities[0]
        elif eigen in verplicht:
            meldingen.append(
                Melding(
                    naam,
                    plaats,
                    f"geen kolom {titel!r}",
                    f"een kolom voor {eigen}",
                    f"{suggest(titel, kop)} Zet de naam onder kolommen in verantwoording.toml.".strip(),
                )
            )
    if meldingen:
        raise Invoerfout(meldingen)
    return gevonden


def _check_lines(inhoud: bytes, codering: str, naam: str, scheiding: str, breedte: int) -> NDArray[np.int32]:
    """The line on which every row begins. Raises Invoerfout for rows with more or fewer fields than the header.

    The fast reader drops surplus fields in silence, and a text with a separator in it would shift the fields after it.
    """
    lezer = csv.reader(io.TextIOWrapper(io.BytesIO(inhoud), codering, newline=""), delimiter=scheiding)
    meldingen, regels, fout, begin = [], [], 0, 1
    mend = f"Zet een tekst met {scheiding} of een aanhalingsteken erin tussen aanhalingstekens."
    try:
        for cellen in lezer:
            if len(cellen) == breedte:
                regels.append(begin)
            elif cellen:
                fout += 1
                if fout <= MAX_MELDINGEN:
                    gevonden = f"{len(cellen)} velden"
                    meldingen.append(Melding(naam, f"regel {begin}", gevonden, f"{breedte} velden", mend))
            begin = lezer.line_num + 1
    except csv.Error as leesfout:
        meldingen.append(_unreadable(naam, leesfout))
    if fout > MAX_MELDINGEN:
        meldingen.append(Melding(naam, "", f"nog {fout - MAX_MELDINGEN} van zulke regels", f"{breedte} velden"))
    if meldingen:
        raise Invoerfout(meldingen)
    return np.array(regels[1:], dtype=np.int32)


def _unreadable(naam: str, fout: Exception) -> Melding:
    return Melding(naam, "", f"geen leesbare tabel ({fout})", "een kopregel en boekingen", "Maak de export opnieuw.")


def _read_xlsx(pad: Path, naam: str, kolommen: Mapping[str, str], verplicht: set[str], blad: str) -> Bronkolommen:
    _check_archive(pad, naam)
    try:
        werkboek = CalamineWorkbook.from_path(str(pad))
    except CalamineError as fout:
        raise Invoerfout([_unreadable(naam, fout)]) from None
    if blad and blad not in werkboek.sheet_names:
        raise Invoerfout(
            [Melding(naam, "", f"geen blad {blad!r}", "een bestaand blad", suggest(blad, werkboek.sheet_names))]
        )
    if not blad and len(werkboek.sheet_names) > 1:
        raise Invoerfout(
            [
                Melding(
                    naam,
                    "",
                    f"{len(werkboek.sheet_names)} bladen ({', '.join(werkboek.sheet_names[:8])})",
                    "één blad",
                    'Noem het blad in verantwoording.toml: blad = "...".',
                )
            ]
        )
    titel = blad or werkboek.sheet_names[0]
    tabblad = werkboek.get_sheet_by_name(titel)
    samengevoegd = tabblad.merged_cell_ranges or []
    if samengevoegd:
        cellen = ", ".join(f"{_cell(*van)}:{_cell(*tot)}" for van, tot in samengevoegd[:5])
        raise Invoerfout(
            [
                Melding(
                    naam,
                    f"blad {titel}",
                    f"samengevoegde cellen ({cellen})",
                    "een tabel zonder samengevoegde cellen",
                    "Hef het samenvoegen op en vul iedere cel.",
                )
            ]
        )
    if (zonder := _formulas_without_value(pad, titel)) is not None:
        raise Invoerfout(
            [
                Melding(
                    naam,
                    f"blad {titel}, cel {zonder}",
                    "een formule zonder uitkomst",
                    "een waarde",
                    "Open het werkboek, laat het rekenen en sla het op, of plak de waarden.",
                )
            ]
        )
    rijen = tabblad.iter_rows()
    nummer, kop = next(((n, r) for n, r in enumerate(rijen, start=1) if any(c != "" for c in r)), (1, []))
    plaats = _locate(naam, f"blad {titel}, rij {nummer}", [str(c).strip() for c in kop], kolommen, verplicht)
    cellen_per_kolom = {eigen: _Indexer() for eigen in plaats}
    regels = []
    for regel, rij in enumerate(rijen, start=nummer + 1):
        if any(c != "" for c in rij):
            regels.append(regel)
            for eigen, positie in plaats.items():
                cellen_per_kolom[eigen].add(rij[positie])
    return _filled(
        Bronkolommen(naam, {e: k.column() for e, k in cellen_per_kolom.items()}, np.array(regels, dtype=np.int32)),
        np.ones(len(regels), dtype=bool),
    )


class _Indexer:
    """Builds a Kolom cell by cell."""

    def __init__(self) -> None:
        # The type belongs to the key: 1, 1.0 and True are equal in Python and different in a sheet.
        self.nummers: dict[tuple[type, Any], int] = {}
        self.codes = array("i")

    def add(self, cel: Any) -> None:
        waarde = cel.strip() if isinstance(cel, str) else cel
        self.codes.append(self.nummers.setdefault((type(waarde), waarde), len(self.nummers)))

    def column(self) -> Bronkolom:
        return Bronkolom([waarde for _, waarde in self.nummers], np.frombuffer(self.codes, dtype=np.int32))


def _check_archive(pad: Path, naam: str) -> None:
    """Refuse an archive that unpacks to far more than any export: a zip bomb, or a damaged file."""
    try:
        with zipfile.ZipFile(pad) as archief:
            delen = archief.infolist()
            namen = {d.filename for d in delen}
    except zipfile.BadZipFile as fout:
        raise Invoerfout([_unreadable(naam, fout)]) from None
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
    if "xl/workbook.xml" not in namen:
        raise Invoerfout([Melding(naam, "", "een zipbestand zonder werkboek", "een werkboek (.xlsx) of CSV")])


def _formulas_without_value(pad: Path, titel: str) -> str | None:
    """Cell of the first formula without a stored outcome on one sheet: a reader would take it for empty."""
    with zipfile.ZipFile(pad) as archief, archief.open(_sheet_path(archief, titel)) as stroom:
        staart = b""
        while blok := stroom.read(1 << 20):
            tekst = staart + blok
            if b"<f" in tekst and (treffer := _FORMULE_ZONDER_WAARDE.search(tekst)):
                return treffer.group(1).decode()
            # A cell may lie across two blocks.
            staart = tekst[max(0, tekst.rfind(b"<c ")) :] if len(tekst) < 1 << 22 else b""
    return None


def _sheet_path(archief: zipfile.ZipFile, titel: str) -> str:
    relatie = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    werkboek = ET.fromstring(archief.read("xl/workbook.xml"))
    doelen = {r.get("Id"): r.get("Target", "") for r in ET.fromstring(archief.read("xl/_rels/workbook.xml.rels"))}
    for blad in werkboek.iter():
        if blad.tag.endswith("}sheet") and blad.get("name") == titel:
            doel = doelen[blad.get(relatie)]
            return doel.lstrip("/") if doel.startswith("/") else f"xl/{doel}"
    raise KeyError(titel)


def _cell(rij: int, kolom: int) -> str:
    letters = ""
    kolom += 1
    while kolom:
        kolom, rest = divmod(kolom - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{rij + 1}"


def _filled(bron: Bronkolommen, gevuld: NDArray[np.bool_]) -> Bronkolommen:
    if not gevuld.any():
        raise Invoerfout([Melding(bron.naam, "", "geen boekingen", "ten minste één boeking onder de kopregel")])
    if gevuld.all():
        return bron
    kolommen = {n: Bronkolom(k.waarden, k.codes[gevuld]) for n, k in bron.kolommen.items()}
    return Bronkolommen(bron.naam, kolommen, bron.regels[gevuld])
