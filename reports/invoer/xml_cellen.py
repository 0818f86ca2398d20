"""Changing single cells inside an xlsx file, and nothing else of it."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from finance.fouten import Invoerfout, Melding
from reports.tabel.xlsx import Celwaarde

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BEGIN = date(1899, 12, 30)
_ADRES = re.compile(r"([A-Z]+)(\d+)")
_BOEK = "xl/workbook.xml"
_KETEN = "xl/calcChain.xml"


class Pakket:
    """An xlsx file taken apart; parts that no cell changed in are written back as they were."""

    def __init__(self, pad: Path):
        self.pad = pad
        with zipfile.ZipFile(pad) as bestand:
            self._delen = {info.filename: bestand.read(info) for info in bestand.infolist()}
        self._bomen: dict[str, Any] = {}
        boek = self._tree(_BOEK)
        doelen = {r.get("Id"): r.get("Target") for r in self._tree("xl/_rels/workbook.xml.rels")}
        self._bladen = {
            b.get("name").casefold(): posixpath.normpath(posixpath.join("/xl", doelen[b.get(f"{_R}id")])).lstrip("/")
            for b in boek.iter(f"{_S}sheet")
        }

    def put(self, blad: str, adres: str, waarde: Celwaarde, voorbeeld: str) -> None:
        """Set one cell; a cell that was never there gets the format of `voorbeeld`."""
        boom = self._tree(self._bladen[blad.casefold()])
        cel = _find(boom, adres, maak=True)
        if cel.get("s") is None and (ander := _find(boom, voorbeeld)) is not None and ander.get("s") is not None:
            cel.set("s", ander.get("s"))
        formule = cel.find(f"{_S}f")
        if formule is not None and formule.get("ref"):
            herstel = "Maak de formule daar los van de andere cellen, of zet er de waarde neer."
            raise Invoerfout(
                [
                    Melding(
                        self.pad.name,
                        f"blad {blad}, cel {adres}",
                        "een formule voor meer cellen",
                        "een waarde",
                        herstel,
                    )
                ]
            )
        _set_value(cel, waarde)

    def replace_rows(self, blad: str, rijen: Iterable[Sequence[str]]) -> None:
        """Put these texts in place of everything on a sheet."""
        gegevens = self._tree(self._bladen[blad.casefold()]).find(f"{_S}sheetData")
        for kind in list(gegevens):
            gegevens.remove(kind)
        for nummer, teksten in enumerate(rijen, start=1):
            rij = etree.SubElement(gegevens, f"{_S}row", r=str(nummer))
            for letter, tekst in zip("ABC", teksten, strict=True):
                _set_value(etree.SubElement(rij, f"{_S}c", r=f"{letter}{nummer}"), tekst)

    def save(self, pad: Path) -> None:
        """Write the file; programs compute every formula anew when they open it."""
        boek = self._tree(_BOEK)
        rekenen = boek.find(f"{_S}calcPr")
        if rekenen is not None:
            rekenen.set("fullCalcOnLoad", "1")
        # The list of formulas may name a cell that now holds a value; programs make it anew.
        if self._delen.pop(_KETEN, None) is not None:
            for deel, sleutel, waarde in (
                ("[Content_Types].xml", "PartName", f"/{_KETEN}"),
                ("xl/_rels/workbook.xml.rels", "Target", "calcChain.xml"),
            ):
                boom = self._tree(deel)
                for kind in [k for k in boom if k.get(sleutel) in (waarde, f"/xl/{waarde}")]:
                    boom.remove(kind)
        for naam, boom in self._bomen.items():
            self._delen[naam] = etree.tostring(boom, xml_declaration=True, encoding="UTF-8", standalone=True)
        with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as bestand:
            for naam, inhoud in self._delen.items():
                bestand.writestr(naam, inhoud)

    def _tree(self, deel: str) -> Any:
        if deel not in self._bomen:
            ontleder = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            self._bomen[deel] = etree.fromstring(self._delen[deel], ontleder)
        return self._bomen[deel]


def _find(boom: Any, adres: str, maak: bool = False) -> Any:
    """The element of a cell; with `maak` it is put in when there is none."""
    letters, cijfers = _split(adres)
    gegevens = boom.find(f"{_S}sheetData")
    rij = _place(gegevens, "row", cijfers, lambda r: r, maak)
    return None if rij is None else _place(rij, "c", adres, lambda r: _number(_split(r)[0]), maak, _number(letters))


def _place(ouder: Any, soort: str, r: str, orde: Any, maak: bool, plek: int | None = None) -> Any:
    plek = int(r) if plek is None else plek
    nummer = next((i for i, kind in enumerate(ouder) if int(orde(kind.get("r"))) >= plek), len(ouder))
    if nummer < len(ouder) and int(orde(ouder[nummer].get("r"))) == plek:
        return ouder[nummer]
    if not maak:
        return None
    nieuw = etree.Element(f"{_S}{soort}", r=r)
    ouder.insert(nummer, nieuw)
    return nieuw


def _split(adres: str) -> tuple[str, str]:
    gevonden = _ADRES.fullmatch(adres)
    assert gevonden
    return gevonden[1], gevonden[2]


def _number(letters: str) -> int:
    uit = 0
    for letter in letters:
        uit = 26 * uit + ord(letter) - 64
    return uit


def _set_value(cel: Any, waarde: Celwaarde) -> None:
    for kind in list(cel):
        cel.remove(kind)
    cel.attrib.pop("t", None)
    if waarde is None:
        return
    if isinstance(waarde, str):
        cel.set("t", "inlineStr")
        tekst = etree.SubElement(etree.SubElement(cel, f"{_S}is"), f"{_S}t")
        tekst.text = waarde
        tekst.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return
    getal = (waarde - _BEGIN).days if isinstance(waarde, date) else waarde
    etree.SubElement(cel, f"{_S}v").text = repr(getal)
