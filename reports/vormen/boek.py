"""An xlsx as it was written, taken apart: its sheets with what they say before and after their rows, and its looks."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree
from xlsxwriter.utility import xl_cell_to_rowcol

Element = Any
"""An element of lxml, which has no types of its own"""
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VOORAF = ("sheetPr", "sheetView", "sheetFormatPr", "col", "mergeCell", "conditionalFormatting", "dataValidation")
_ACHTERAF = ("autoFilter", "pageMargins", "pageSetup", "headerFooter", "drawing")
_TEKEN = re.compile(r"_x([0-9A-Fa-f]{4})_")
_VERBODEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class Bladdeel:
    """A sheet without its rows. delen: name of an element -> those of the sheet"""

    naam: str
    pad: str
    verborgen: bool
    delen: dict[str, list[Element]] = field(default_factory=dict)

    def first(self, naam: str) -> Element | None:
        """The only element of its name, if there is one."""
        return next(iter(self.delen.get(naam, ())), None)


@dataclass(frozen=True)
class Gebiedsnaam:
    """A defined name; blad: the number of the sheet that it belongs to, None when it is of the workbook."""

    naam: str
    inhoud: str
    blad: int | None


class Boekdelen:
    """The parts of one xlsx, read when they are asked for."""

    def __init__(self, archief: zipfile.ZipFile):
        self.archief = archief
        self._namen = set(archief.namelist())

    def xml(self, pad: str) -> Element:
        """The root of a part."""
        return etree.fromstring(self.archief.read(pad))

    def related(self, pad: str) -> dict[str, str]:
        """Id -> path, of the parts that a part refers to."""
        map_, _, naam = pad.rpartition("/")
        rels = f"{map_}/_rels/{naam}.rels"
        if rels not in self._namen:
            return {}
        return {r.get("Id"): posixpath.normpath(posixpath.join("/", map_, r.get("Target"))).lstrip("/")
                for r in self.xml(rels) if r.get("TargetMode") != "External"}  # fmt: skip

    @cached_property
    def _boek(self) -> Element:
        return self.xml("xl/workbook.xml")

    @cached_property
    def sheets(self) -> list[Bladdeel]:
        """The sheets in order."""
        paden = self.related("xl/workbook.xml")
        return [self._sheet(b, paden[b.get(f"{REL}id")]) for b in self._boek.iter(f"{NS}sheet")]

    def _sheet(self, knoop: Element, pad: str) -> Bladdeel:
        blad = Bladdeel(knoop.get("name"), pad, knoop.get("state", "visible") != "visible")
        wanted = {f"{NS}{n}" for n in (*_VOORAF, *_ACHTERAF)}
        with self.archief.open(pad) as stroom:
            for _, element in etree.iterparse(stroom, tag=[f"{NS}row", *wanted]):
                if element.tag == f"{NS}row":
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
                else:
                    blad.delen.setdefault(element.tag.removeprefix(NS), []).append(element)
        return blad

    def rows(self, blad: Bladdeel) -> Iterator[tuple[int, Element]]:
        """(number from 1, row), each of which is gone when the next is asked for."""
        nummer = 0
        with self.archief.open(blad.pad) as stroom:
            for _, rij in etree.iterparse(stroom, tag=f"{NS}row"):
                nummer = int(rij.get("r", nummer + 1))
                yield nummer, rij
                rij.clear()
                while rij.getprevious() is not None:
                    del rij.getparent()[0]

    def values(self, naam: str, begin: tuple[int, int], eind: tuple[int, int]) -> list[str]:
        """The cells of an area, by row, as the file holds them: the number of a shared text, '' for an empty one."""
        blad = next(b for b in self.sheets if b.naam == naam)
        breed = eind[1] - begin[1] + 1
        uit = [""] * (breed * (eind[0] - begin[0] + 1))
        for nummer, rij in self.rows(blad):
            if begin[0] < nummer <= eind[0] + 1:
                for cel in rij:
                    kolom = xl_cell_to_rowcol(cel.get("r"))[1]
                    if begin[1] <= kolom <= eind[1]:
                        uit[(nummer - 1 - begin[0]) * breed + kolom - begin[1]] = cel.findtext(f"{NS}v") or ""
        return uit

    @cached_property
    def names(self) -> list[Gebiedsnaam]:
        """The defined names."""
        return [Gebiedsnaam(n.get("name"), n.text or "", int(b) if (b := n.get("localSheetId")) is not None else None)
                for n in self._boek.iter(f"{NS}definedName")]  # fmt: skip

    @cached_property
    def texts(self) -> list[str]:
        """The texts that cells share."""
        deel = "xl/sharedStrings.xml"
        return [text_of(si) for si in self.xml(deel).iter(f"{NS}si")] if deel in self._namen else []

    @cached_property
    def looks(self) -> Element:
        """The root of the styles."""
        return self.xml("xl/styles.xml")

    @cached_property
    def properties(self) -> dict[str, str]:
        """What the workbook says of itself: title, description and when it was made."""
        return {etree.QName(e).localname: e.text or "" for e in self.xml("docProps/core.xml")}

    def comments(self, blad: Bladdeel) -> dict[str, str]:
        """Cell -> its comment."""
        paden = [p for p in self.related(blad.pad).values() if "/comments" in p and p.endswith(".xml")]
        return {c.get("ref"): text_of(c) for p in paden for c in self.xml(p).iter(f"{NS}comment")}


def text_of(element: Element) -> str:
    """The text of a string or comment, over its runs; without what may not stand in XML."""
    delen = (t.text or "" for t in element.iter(f"{NS}t") if t.getparent().tag != f"{NS}rPh")
    return _VERBODEN.sub("", _TEKEN.sub(lambda m: chr(int(m[1], 16)), "".join(delen)))
