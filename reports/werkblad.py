"""A small layer over xlsxwriter: one house style, cells that know their address, formulas that carry their value.

Constants are blue and formulas black, so an accountant sees what was put in and what was computed. Text is always
written as text: a booking that begins with = stays a booking.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

# 413 is Dutch (Netherlands): dot for thousands and comma for decimals, whatever the language of the reader's program.
_GELD = '[$-413]"€ "#,##0.00;[Red][$-413]"€ "-#,##0.00'
_BLAUW = "#1F4E9E"
_STIJLEN: dict[str, dict[str, Any]] = {
    "titel": {"bold": True, "font_size": 15},
    "onder": {"font_color": "#555555"},
    "let_op": {"bold": True, "font_color": "#B00020"},
    "tussenkop": {"bold": True, "font_size": 12, "bottom": 1, "bottom_color": "#1F4E9E"},
    "kop": {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "kop_rechts": {
        "bold": True,
        "bg_color": "#DCE6F1",
        "bottom": 1,
        "text_wrap": True,
        "align": "right",
        "valign": "vcenter",
    },
    "tekst": {},
    "na_getal": {"indent": 1},
    "vet": {"bold": True},
    "lang": {"text_wrap": True, "valign": "top"},
    "geld_in": {"num_format": _GELD, "font_color": _BLAUW},
    "geld": {"num_format": _GELD},
    "totaal": {"num_format": _GELD, "bold": True, "top": 1},
    "totaal_tekst": {"bold": True, "top": 1},
    "heel": {"num_format": "[$-413]#,##0", "font_color": _BLAUW},
    "aantal": {"num_format": "[$-413]#,##0"},
    "aantal_som": {"num_format": "[$-413]#,##0", "bold": True, "top": 1},
    "euro_heel": {"num_format": '[$-413]"€ "#,##0;[Red][$-413]"€ "-#,##0'},
    "jaar": {"num_format": "0", "align": "left", "indent": 1},
    "deel": {"num_format": "0%", "font_color": _BLAUW},
    "waarde": {"num_format": "[$-413]#,##0.00####", "font_color": _BLAUW},
    "factor": {"num_format": "0.000000000000", "font_color": _BLAUW},
    "datum": {"num_format": "dd-mm-yyyy", "align": "left"},
    "rechts": {"align": "right"},
    "oordeel": {"align": "center"},
}


@dataclass(frozen=True)
class Cel:
    """The address of a written cell and its value."""

    blad: str
    rij: int
    kolom: int

    @property
    def hier(self) -> str:
        """Address on its own sheet."""
        return str(xl_rowcol_to_cell(self.rij, self.kolom))

    def __str__(self) -> str:
        return f"'{self.blad}'!{xl_rowcol_to_cell(self.rij, self.kolom, row_abs=True, col_abs=True)}"


Cellen = dict[tuple[str, str, int], Cel]
"""(regeling, figure, year) -> the cell that holds it, for formulas on later sheets."""


class Werkboek:
    """A workbook in house style; use as a context manager."""

    def __init__(self, pad: Path, titel: str, let_op: str = ""):
        self.boek = xlsxwriter.Workbook(str(pad), {"strings_to_formulas": False, "strings_to_urls": False})
        self.boek.set_calc_mode("auto")
        self.boek.set_properties({"title": titel})
        self.stijl: dict[str, Format] = {
            naam: self.boek.add_format({"font_name": "Calibri", "font_size": 10, **eigenschappen})
            for naam, eigenschappen in _STIJLEN.items()
        }
        self.titel, self.let_op = titel, let_op

    def __enter__(self) -> Werkboek:
        return self

    def __exit__(self, *_: object) -> None:
        self.boek.close()

    def add(self, naam: str, breedtes: Sequence[float], toelichting: str = "", staand: bool = False) -> Blad:
        """A new sheet with its heading; `breedtes`: column widths in characters. Wide sheets print on A3."""
        return Blad(self, self.boek.add_worksheet(naam), naam, breedtes, toelichting, staand)


class Blad:
    """A sheet that is filled from top to bottom; `rij` is the next free row."""

    def __init__(
        self, werkboek: Werkboek, ws: Worksheet, naam: str, breedtes: Sequence[float], toelichting: str, staand: bool
    ):
        self.werkboek, self.ws, self.naam, self.breedtes = werkboek, ws, naam, breedtes
        self.regels: dict[int, int] = {}
        for kolom, breedte in enumerate(breedtes):
            ws.set_column(kolom, kolom, breedte)
        ws.hide_gridlines(2)
        ws.set_paper(8 if sum(breedtes) > 220 else 9)
        ws.set_portrait() if staand else ws.set_landscape()
        ws.fit_to_pages(1, 0)
        ws.set_margins(0.5, 0.5, 0.6, 0.6)
        ws.set_footer(f"&L{werkboek.titel}: &A&R&P / &N")
        self.text(0, 0, f"{naam}", "titel")
        self.text(1, 0, werkboek.titel, "onder")
        self.rij = 2
        for regel, stijl in ((werkboek.let_op, "let_op"), (toelichting, "onder")):
            if regel:
                self.text(self.rij, 0, regel, stijl)
                self.rij += 1
        self.rij += 1

    def text(self, rij: int, kolom: int, tekst: str, stijl: str = "tekst") -> Cel:
        """A constant text; never a formula."""
        self.ws.write_string(rij, kolom, tekst[:32767], self.werkboek.stijl[stijl])
        if stijl == "lang":
            # Programs do not agree on fitting a row to wrapped text by themselves.
            regels = max(self.regels.get(rij, 1), math.ceil(1.05 * len(tekst) / self.breedtes[kolom]))
            self.regels[rij] = regels
            self.ws.set_row(rij, 13.5 * regels)
        return Cel(self.naam, rij, kolom)

    def number(self, rij: int, kolom: int, getal: float, stijl: str = "heel") -> Cel:
        """A constant number."""
        self.ws.write_number(rij, kolom, getal, self.werkboek.stijl[stijl])
        return Cel(self.naam, rij, kolom)

    def money(self, rij: int, kolom: int, centen: int, stijl: str = "geld_in") -> Cel:
        """A constant amount, shown in euros."""
        return self.number(rij, kolom, centen / 100, stijl)

    def day(self, rij: int, kolom: int, dag: date) -> Cel:
        """A date."""
        self.ws.write_datetime(rij, kolom, dag, self.werkboek.stijl["datum"])
        return Cel(self.naam, rij, kolom)

    def formula(self, rij: int, kolom: int, formule: str, centen: int, stijl: str = "geld") -> Cel:
        """A formula in euros with the value the engine found, in cents."""
        self.ws.write_formula(rij, kolom, f"={formule}", self.werkboek.stijl[stijl], centen / 100)
        return Cel(self.naam, rij, kolom)

    def formula_text(self, rij: int, kolom: int, formule: str, waarde: str, stijl: str = "tekst") -> Cel:
        """A formula with a text as outcome."""
        self.ws.write_formula(rij, kolom, f"={formule}", self.werkboek.stijl[stijl], waarde)
        return Cel(self.naam, rij, kolom)

    def count(self, rij: int, kolom: int, formule: str, aantal: int, stijl: str = "aantal") -> Cel:
        """A formula whose outcome is a number of things."""
        self.ws.write_formula(rij, kolom, f"={formule}", self.werkboek.stijl[stijl], aantal)
        return Cel(self.naam, rij, kolom)

    def total(self, kolom: int, eerste: int, centen: int) -> Cel:
        """The sum of a column from row `eerste` to the row above the current one."""
        bereik = f"{xl_rowcol_to_cell(eerste, kolom)}:{xl_rowcol_to_cell(max(eerste, self.rij - 1), kolom)}"
        return self.formula(self.rij, kolom, f"SUM({bereik})", centen, "totaal")

    def section(self, tekst: str) -> None:
        """A heading between two tables."""
        self.rij += 1 if self.rij > 4 else 0
        for kolom in range(len(self.breedtes)):
            self.ws.write_blank(self.rij, kolom, None, self.werkboek.stijl["tussenkop"])
        self.text(self.rij, 0, tekst, "tussenkop")
        self.rij += 1

    def header(
        self, koppen: Sequence[str], rechts: int | None = None, tot: int | None = None, vast: bool = False
    ) -> None:
        """The head of a table; columns `rechts` up to `tot` hold numbers. `vast`: freeze all above the first row."""
        getallen = range(len(koppen))[rechts:tot] if rechts is not None else range(0)
        for kolom, kop in enumerate(koppen):
            self.text(self.rij, kolom, kop, "kop_rechts" if kolom in getallen else "kop")
        self.ws.set_row(self.rij, 30)
        if vast:
            self.ws.freeze_panes(self.rij + 1, 1)
            self.ws.repeat_rows(self.rij)
        self.rij += 1

    def remark(self, tekst: str) -> None:
        """A line of explanation under a table."""
        self.text(self.rij, 0, tekst, "onder")
        self.rij += 1
