"""What a workbook says beside its values: hidden rows, formulas without outcome, errors, codes shown with zeros."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

_RIJ = re.compile(rb"<row\b([^>]*)>")
_CEL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_FORMULE = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_WAARDE = re.compile(rb"<v>([^<]+)</v>")
_KENMERK = re.compile(rb'\b(r|s|t|hidden)="([^"]*)"')
_ALLEEN_NULLEN = re.compile(r"0{2,}")
_BLOK = 1 << 20
_TABEL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ALINEA = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"


class LegeFormule(str):
    """A cell with a formula whose outcome was never stored; the text is the formula."""


def code_text(cel: Any) -> str:
    """A code as a sheet or a text file holds it: 6130041.0 and '6130041' are one code, '06130041' keeps its zero."""
    if isinstance(cel, float) and cel.is_integer() and abs(cel) < 1e15:
        return str(int(cel))
    if isinstance(cel, datetime | date):
        return f"{cel:%d-%m-%Y}"
    return str(cel).strip()


@dataclass(frozen=True)
class Details:
    """Of one sheet; rows from 1, columns from 0."""

    verborgen: frozenset[int] = frozenset()
    cellen: Mapping[tuple[int, int], Any | Callable[[Any], Any]] = field(default_factory=dict)
    """Cells that the reader does not give as they are: a value, or a function of the value read."""


def xlsx_details(archief: zipfile.ZipFile, titel: str) -> Details:
    """Read from the XML of one sheet, in blocks: a sheet of a million rows does not fit in memory twice."""
    nullen = _zero_formats(archief)
    verborgen, cellen = set(), {}
    nul, gerekend = {}, False
    with archief.open(sheet_path(archief, titel)) as stroom:
        for soort, kenmerken, inhoud in _elements(stroom, bool(nullen)):
            if soort == "rij":
                if kenmerken.get("hidden") in ("1", "true"):
                    verborgen.add(int(kenmerken["r"]))
            elif "r" in kenmerken and (waarde := _cell(kenmerken, inhoud, nullen)) is not None:
                cellen[_position(kenmerken["r"])] = waarde
            if soort == "cel" and "r" in kenmerken and (formule := _FORMULE.search(inhoud)):
                uitkomst = _WAARDE.search(inhoud)
                gerekend |= uitkomst is not None and uitkomst[1] != b"0"
                if not gerekend and uitkomst is not None:
                    nul[_position(kenmerken["r"])] = LegeFormule(f"={(formule[1] or b'').decode()}")
    # Programs that write formulas without calculating them leave a 0 in every one.
    return Details(frozenset(verborgen), cellen if gerekend else cellen | nul)


def _elements(stroom: Any, alles: bool) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """Rows that are hidden and cells that may need attention."""
    staart = b""
    while blok := stroom.read(_BLOK):
        tekst = staart + blok
        # A cell may lie across two blocks.
        grens = max(tekst.rfind(b"<c "), tekst.rfind(b"<row "), 0) if len(tekst) < 1 << 23 else len(tekst)
        yield from _in_block(tekst[:grens], alles)
        staart = tekst[grens:]
    yield from _in_block(staart, alles)


def _in_block(tekst: bytes, alles: bool) -> Iterator[tuple[str, dict[str, str], bytes]]:
    if b'hidden="' in tekst:
        for rij in _RIJ.finditer(tekst):
            if b"hidden" in rij[1]:
                yield "rij", _attributes(rij[1]), b""
    if alles or b"<f" in tekst or b't="e"' in tekst:
        for cel in _CEL.finditer(tekst):
            if alles or b"<f" in (cel[2] or b"") or b't="e"' in cel[1]:
                yield "cel", _attributes(cel[1]), cel[2] or b""


def _attributes(tekst: bytes) -> dict[str, str]:
    return {k.decode(): v.decode() for k, v in _KENMERK.findall(tekst)}


def _cell(kenmerken: dict[str, str], inhoud: bytes, nullen: Mapping[str, int]) -> Any:
    waarde = _WAARDE.search(inhoud)
    if kenmerken.get("t") == "e" and waarde:
        return waarde[1].decode()
    if (formule := _FORMULE.search(inhoud)) and not waarde and b"<is>" not in inhoud:
        return LegeFormule(f"={(formule[1] or b'').decode()}")
    breedte = nullen.get(kenmerken.get("s", ""), 0)
    if breedte and waarde and kenmerken.get("t", "n") == "n":
        return lambda w: code_text(w).zfill(breedte) if isinstance(w, float) else w
    return None


def _position(verwijzing: str) -> tuple[int, int]:
    letters = verwijzing.rstrip("0123456789")
    kolom = 0
    for letter in letters:
        kolom = kolom * 26 + ord(letter) - 64
    return int(verwijzing[len(letters) :]), kolom - 1


def _root(archief: zipfile.ZipFile, deel: str) -> ET.Element:
    import xml.etree.ElementTree as ET  # 0.01 s, and most regions hold no sheet

    return ET.fromstring(archief.read(deel))


def _zero_formats(archief: zipfile.ZipFile) -> dict[str, int]:
    """Style number -> width, for number formats such as 00000000 that show leading zeros."""
    if "xl/styles.xml" not in archief.namelist():
        return {}
    wortel = _root(archief, "xl/styles.xml")
    formaten = {
        f.get("numFmtId"): len(f.get("formatCode", ""))
        for f in wortel.iter()
        if f.tag.endswith("}numFmt") and _ALLEEN_NULLEN.fullmatch(f.get("formatCode", ""))
    }
    stijlen = next((e for e in wortel if e.tag.endswith("}cellXfs")), ())
    return {str(n): formaten[x.get("numFmtId")] for n, x in enumerate(stijlen) if x.get("numFmtId") in formaten}


def sheet_path(archief: zipfile.ZipFile, titel: str) -> str:
    """The part of an XLSX that holds one sheet."""
    werkboek = _root(archief, "xl/workbook.xml")
    doelen = {r.get("Id"): r.get("Target", "") for r in _root(archief, "xl/_rels/workbook.xml.rels")}
    for blad in werkboek.iter():
        if blad.tag.endswith("}sheet") and blad.get("name") == titel:
            # Strict Open XML has another namespace for the same attribute.
            doel = doelen[next(w for n, w in blad.attrib.items() if n.endswith("}id"))]
            return doel.lstrip("/") if doel.startswith("/") else f"xl/{doel}"
    raise KeyError(titel)


@dataclass(frozen=True)
class Odsblad:
    """One sheet of an ODS: how far it reaches, and what it says beside its values."""

    rijen: int = 0
    kolommen: int = 0
    gevuld: int = 0
    """Cells that hold something"""
    details: Details = field(default_factory=Details)


def ods_sheets(archief: zipfile.ZipFile) -> dict[str, Odsblad]:
    """Every sheet by its name. They stand in one part, which is read once and never held whole."""
    import xml.etree.ElementTree as ET  # as in `_root`

    uit: dict[str, Odsblad] = {}
    bladen: list[_Odstelling] = []
    with archief.open("content.xml") as stroom:
        for soort, knoop in ET.iterparse(stroom, ("start", "end")):
            if knoop.tag == f"{_TABEL}table" and soort == "start":
                bladen.append(_Odstelling(knoop.get(f"{_TABEL}name", "")))
            elif knoop.tag == f"{_TABEL}table-row" and soort == "end":
                if bladen:
                    bladen[-1].count(knoop)
                knoop.clear()
    for blad in bladen:
        uit.setdefault(blad.naam, blad.done())
    return uit


@dataclass
class _Odstelling:
    """A sheet of an ODS while its rows come by."""

    naam: str
    rij: int = 0
    """The last row that came by, empty ones too"""
    laatste: int = 0
    breedste: int = 0
    gevuld: int = 0
    verborgen: set[int] = field(default_factory=set)
    cellen: dict[tuple[int, int], Any] = field(default_factory=dict)

    def count(self, regel: ET.Element) -> None:
        """One element of rows, which may stand for several."""
        keer, kolom, vol = int(regel.get(f"{_TABEL}number-rows-repeated", "1")), 0, 0
        if regel.get(f"{_TABEL}visibility") in ("collapse", "filter") and keer < 10_000:
            self.verborgen.update(range(self.rij + 1, self.rij + 1 + keer))
        for cel in regel:
            breed = int(cel.get(f"{_TABEL}number-columns-repeated", "1"))
            if len(cel) or any(n.endswith("value") for n in cel.attrib):
                vol, self.gevuld = kolom + breed, self.gevuld + breed * keer
            if cel.get(f"{_TABEL}formula"):
                getoond = "".join(p.text or "" for p in cel.iter(_ALINEA))
                if re.fullmatch(r"#[A-Z/0!?]+|Err:\d+", getoond):
                    self.cellen[self.rij + 1, kolom] = getoond
            kolom += breed
        self.rij += keer
        if vol:
            self.laatste, self.breedste = self.rij, max(self.breedste, vol)

    def done(self) -> Odsblad:
        """The whole sheet."""
        return Odsblad(self.laatste, self.breedste, self.gevuld, Details(frozenset(self.verborgen), self.cellen))
