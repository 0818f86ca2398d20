"""One sheet as a table of ODF: columns, rows and cells, with what a cell may hold and what lies over it."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from reports.vormen.boek import NS, Bladdeel, Boekdelen, Element, text_of
from reports.vormen.formule import cell_range, to_odf
from reports.vormen.opmaak import Opmaak
from reports.vormen.xml import element, paragraphs

_BEGIN = datetime(1899, 12, 30)
_PIXELS = 7
"""Width of a digit in the letter that widths count in"""
_MEESTE = 20_000
"""Cells without anything in them that a rule may reach; a rule over whole columns keeps to the cells there are"""
GEWONE_HOOGTE = 15.0
VOORWAARDEN = ("cellIs", "expression")
_VERGELIJK = {
    **{"equal": "=", "notEqual": "!=", "greaterThan": ">", "lessThan": "<"},
    **{"greaterThanOrEqual": ">=", "lessThanOrEqual": "<="},
}
_SOORTEN = {"decimal": "decimal-number", "whole": "whole-number", "date": "date", "time": "time"}

Plek = tuple[int, int]
"""(row, column), from 0"""


@dataclass
class Cellen:
    """What lies on a sheet by cell, beside what the cells hold."""

    samen: dict[Plek, Plek] = field(default_factory=dict)
    """First cell of a merged area -> its rows and columns"""
    bedekt: set[Plek] = field(default_factory=set)
    regels: dict[Plek, str] = field(default_factory=dict)
    """Cell -> the name of what may be put in it"""
    voorwaarden: dict[Plek, str] = field(default_factory=dict)
    tekst: dict[Plek, str] = field(default_factory=dict)
    """Comments"""
    beelden: dict[Plek, str] = field(default_factory=dict)
    """Frames of charts by the cell they hang on"""

    def rows(self) -> dict[int, set[int]]:
        """Row -> columns where a cell must stand, also when the sheet has none."""
        uit: dict[int, set[int]] = {}
        for lagen in (self.samen, self.bedekt, self.regels, self.voorwaarden, self.tekst, self.beelden):
            for rij, kolom in lagen:
                uit.setdefault(rij, set()).add(kolom)
        return uit


class Bladschrijver:
    """Writes one sheet; `regels` are the rules on input of all sheets, which stand before them."""

    def __init__(self, delen: Boekdelen, blad: Bladdeel, opmaak: Opmaak, regels: list[str]):
        self._delen, self._blad, self._opmaak, self._regels = delen, blad, opmaak, regels

    def write(self, beelden: Mapping[Plek, str], koprijen: tuple[int, int] | None, stijl: str) -> bytes:
        """The table, compressed until the file is written. koprijen: first and last row of every printed page"""
        cellen = self._overlay(beelden)
        kenmerken: dict[str, str | None] = {"table:name": self._blad.naam, "table:style-name": stijl}
        rijen = "".join(self._rows(cellen, koprijen))
        return zlib.compress(element("table:table", kenmerken, self._columns(), rijen).encode())

    def _columns(self) -> str:
        uit, volgend = [], 1
        gewoon = self._opmaak.size("column", _width(9.140625))
        for kolom in self._blad.delen.get("col", ()):
            eerste, laatste = int(kolom.get("min")), int(kolom.get("max"))
            if eerste > volgend:
                uit.append(_column(gewoon, eerste - volgend))
            breedte = _width(float(kolom.get("width", "9.140625")))
            uit.append(_column(self._opmaak.size("column", breedte), laatste - eerste + 1, kolom.get("hidden") == "1"))
            volgend = laatste + 1
        return "".join([*uit, _column(gewoon, 1 + 16_384 - volgend)] if volgend <= 16_384 else uit)

    def _rows(self, cellen: Cellen, koprijen: tuple[int, int] | None) -> Iterator[str]:
        """The rows, those that repeat on every page within their own element."""
        verplicht = cellen.rows()
        vorige, in_kop = -1, False
        for rij, knoop in self._all_rows(verplicht):
            for begin, eind, kop in _stretches(vorige + 1, rij, koprijen):
                if kop != in_kop:
                    yield "<table:table-header-rows>" if kop else "</table:table-header-rows>"
                    in_kop = kop
                yield self._gap(eind - begin)
            kop = koprijen is not None and koprijen[0] <= rij <= koprijen[1]
            if kop != in_kop:
                yield "<table:table-header-rows>" if kop else "</table:table-header-rows>"
                in_kop = kop
            yield self._row(rij, knoop, cellen, verplicht.get(rij, set()))
            vorige = rij
        if in_kop:
            yield "</table:table-header-rows>"

    def _all_rows(self, verplicht: Mapping[int, set[int]]) -> Iterator[tuple[int, Element | None]]:
        """(row, element or None), those without cells that must have one in between."""
        open_ = sorted(verplicht)
        for nummer, knoop in self._delen.rows(self._blad):
            while open_ and open_[0] < nummer - 1:
                yield open_.pop(0), None
            if open_ and open_[0] == nummer - 1:
                open_.pop(0)
            yield nummer - 1, knoop
        yield from ((rij, None) for rij in open_)

    def _gap(self, aantal: int) -> str:
        if not aantal:
            return ""
        stijl = self._opmaak.size("row", f"{GEWONE_HOOGTE}pt", breekt=True)
        kenmerken = {"table:style-name": stijl, "table:number-rows-repeated": str(aantal) if aantal > 1 else None}
        return element("table:table-row", kenmerken, element("table:table-cell"))

    def _row(self, rij: int, knoop: Element | None, cellen: Cellen, verplicht: set[int]) -> str:
        bron: dict[int, Element | None] = dict.fromkeys(verplicht)
        kolom = -1
        for cel in knoop if knoop is not None else ():
            plaats = cel.get("r")
            kolom = xl_cell_to_rowcol(plaats)[1] if plaats else kolom + 1
            bron[kolom] = cel
        uit, volgend = [], 0
        for kolom in sorted(bron):
            if kolom > volgend:
                uit.append(_empty(kolom - volgend))
            uit.append(self._cell((rij, kolom), bron[kolom], cellen))
            volgend = kolom + 1
        hoogte = knoop.get("ht") if knoop is not None else None
        kenmerken = {
            "table:style-name": self._opmaak.size("row", f"{float(hoogte or GEWONE_HOOGTE):g}pt", breekt=not hoogte),
            "table:visibility": "collapse" if knoop is not None and knoop.get("hidden") == "1" else None,
        }
        return element("table:table-row", kenmerken, *(uit or [element("table:table-cell")]))

    def _cell(self, plek: Plek, cel: Element | None, cellen: Cellen) -> str:
        stijl = int(cel.get("s", "0")) if cel is not None else 0
        hoog, breed = cellen.samen.get(plek, (1, 1))
        kenmerken: dict[str, str | None] = {
            "table:style-name": self._opmaak.cell(stijl, cellen.voorwaarden.get(plek, "")),
            "table:content-validation-name": cellen.regels.get(plek),
            "table:number-columns-spanned": str(breed) if (hoog, breed) != (1, 1) else None,
            "table:number-rows-spanned": str(hoog) if (hoog, breed) != (1, 1) else None,
        }
        waarde, tekst = self._value(cel, stijl) if cel is not None else ({}, "")
        nota = f'<office:annotation office:display="false">{paragraphs(cellen.tekst[plek])}</office:annotation>' \
            if plek in cellen.tekst else ""  # fmt: skip
        naam = "table:covered-table-cell" if plek in cellen.bedekt else "table:table-cell"
        return element(naam, {**kenmerken, **waarde}, nota + tekst + cellen.beelden.get(plek, ""))

    def _value(self, cel: Element, stijl: int) -> tuple[dict[str, str | None], str]:
        """What a cell holds: its attributes, and its text. Text stays text, however it begins."""
        formule, inhoud, soort = cel.find(f"{NS}f"), cel.find(f"{NS}v"), cel.get("t", "n")
        uit: dict[str, str | None] = {}
        if formule is not None and formule.text:
            uit["table:formula"] = f"of:={to_odf(formule.text)}"
        waarde = inhoud.text or "" if inhoud is not None else ""
        if soort in ("s", "inlineStr", "str", "e"):
            tekst = self._delen.texts[int(waarde)] if soort == "s" else waarde if soort != "inlineStr" else text_of(cel)
            gegeven = {"office:string-value": tekst} if formule is not None else {}
            return {**uit, "office:value-type": "string", **gegeven}, paragraphs(tekst) if tekst else ""
        if soort == "b":
            waar = "true" if waarde == "1" else "false"
            return {**uit, "office:value-type": "boolean", "office:boolean-value": waar}, ""
        if not waarde:
            return uit, ""
        soort = self._opmaak.value_type(stijl)
        if soort == "date":
            moment = (_BEGIN + timedelta(days=float(waarde))).isoformat()
            return {**uit, "office:value-type": "date", "office:date-value": moment.removesuffix("T00:00:00")}, ""
        return {**uit, "office:value-type": soort, "office:value": waarde}, ""

    def _overlay(self, beelden: Mapping[Plek, str]) -> Cellen:
        cellen = Cellen(beelden=dict(beelden))
        for samen in self._blad.delen.get("mergeCell", ()):
            (rij, kolom), *rest = places = list(_area(samen.get("ref")))
            laatste = places[-1]
            cellen.samen[rij, kolom] = laatste[0] - rij + 1, laatste[1] - kolom + 1
            cellen.bedekt.update(rest)
        for regel in self._blad.delen.get("dataValidation", ()):
            for plek in _reach(regel.get("sqref")):
                if plek not in cellen.regels:
                    cellen.regels[plek] = self._rule(regel)
        per_cel: dict[Plek, list[Element]] = {}
        for vorm in self._blad.delen.get("conditionalFormatting", ()):
            bruikbaar = [r for r in vorm if r.get("type") in VOORWAARDEN and r.get("dxfId") is not None]
            for plek in _reach(vorm.get("sqref")) if bruikbaar else ():
                per_cel.setdefault(plek, []).extend(bruikbaar)
        for plek, regels in per_cel.items():
            cellen.voorwaarden[plek] = self._opmaak.conditions(regels, self._blad.naam, xl_rowcol_to_cell(*plek))
        cellen.tekst = {xl_cell_to_rowcol(c): tekst for c, tekst in self._delen.comments(self._blad).items()}
        return cellen

    def _rule(self, regel: Element) -> str:
        """The name of what a cell may hold; the same rule has one name."""
        naam = regel.get("naam")
        if naam is None:
            naam = f"regel{len(self._regels) + 1}"
            regel.set("naam", naam)
            eerste = regel.get("sqref").split()[0].partition(":")[0]
            self._regels.append(_validation(naam, regel, cell_range(eerste, self._blad.naam)))
        return naam


def _stretches(begin: int, eind: int, kop: tuple[int, int] | None) -> Iterator[tuple[int, int, bool]]:
    """The empty rows from `begin` up to `eind`, cut where the heads of a page begin and end."""
    eerste, laatste = (kop[0], kop[1] + 1) if kop else (0, 0)
    grenzen = sorted({begin, eind, *(g for g in (eerste, laatste) if begin < g < eind)})
    for van, tot in itertools.pairwise(grenzen):
        yield van, tot, kop is not None and eerste <= van < laatste


def _column(stijl: str, aantal: int, verborgen: bool = False) -> str:
    kenmerken = {
        "table:style-name": stijl,
        "table:number-columns-repeated": str(aantal) if aantal > 1 else None,
        "table:visibility": "collapse" if verborgen else None,
        "table:default-cell-style-name": "Default",
    }
    return element("table:table-column", kenmerken)


def _empty(aantal: int) -> str:
    return element("table:table-cell", {"table:number-columns-repeated": str(aantal) if aantal > 1 else None})


def _width(tekens: float) -> str:
    """A width in digits as points: 96 pixels an inch."""
    return f"{int(tekens * _PIXELS + 0.5) * 0.75:g}pt"


def _area(verwijzing: str) -> Iterator[Plek]:
    van, _, tot = verwijzing.replace("$", "").partition(":")
    (eerste, links), (laatste, rechts) = xl_cell_to_rowcol(van), xl_cell_to_rowcol(tot or van)
    yield from ((rij, kolom) for rij in range(eerste, laatste + 1) for kolom in range(links, rechts + 1))


def _reach(gebied: str) -> Iterator[Plek]:
    """The cells of a list of areas, without those that are far too large."""
    for deel in gebied.split():
        van, _, tot = deel.partition(":")
        (eerste, links), (laatste, rechts) = xl_cell_to_rowcol(van), xl_cell_to_rowcol(tot or van)
        if (laatste - eerste + 1) * (rechts - links + 1) <= _MEESTE:
            yield from _area(deel)


def _validation(naam: str, regel: Element, cel: str) -> str:
    delen = [(f.text or "") if (f := regel.find(f"{NS}formula{n}")) is not None else "" for n in (1, 2)]
    soort = regel.get("type", "none")
    kenmerken = {
        "table:name": naam,
        "table:condition": f"of:{_allowed(soort, regel.get('operator', 'between'), delen)}",
        "table:allow-empty-cell": "true" if regel.get("allowBlank") == "1" else "false",
        "table:display-list": "unsorted" if soort == "list" else None,
        "table:base-cell-address": cel,
    }
    bericht = {
        "table:title": regel.get("errorTitle"),
        "table:display": "true" if regel.get("showErrorMessage") == "1" else "false",
        "table:message-type": regel.get("errorStyle", "stop"),
    }
    hulp = {"table:title": regel.get("promptTitle"), "table:display": "true"}
    return element(
        "table:content-validation",
        kenmerken,
        element("table:help-message", hulp, paragraphs(regel.get("prompt"))) if regel.get("prompt") else "",
        element("table:error-message", bericht, paragraphs(regel.get("error"))) if regel.get("error") else "",
    )


def _allowed(soort: str, operator: str, delen: list[str]) -> str:
    eerste, tweede = (to_odf(d) for d in delen)
    if soort == "list":
        keuzes = re.fullmatch(r'"(.*)"', delen[0], re.DOTALL)
        lijst = ";".join(f'"{k}"' for k in keuzes[1].split(",")) if keuzes else eerste
        return f"cell-content-is-in-list({lijst})"
    if soort == "custom":
        return f"is-true-formula({eerste})"
    lengte = soort == "textLength"
    maat = "cell-content-text-length" if lengte else "cell-content"
    if operator in ("between", "notBetween"):
        woord = "between" if operator == "between" else "not-between"
        grens = f"{maat}-is-{woord}({eerste},{tweede})"
    else:
        grens = f"{maat}(){_VERGELIJK[operator]}{eerste}"
    return grens if lengte or soort not in _SOORTEN else f"cell-content-is-{_SOORTEN[soort]}() and {grens}"
