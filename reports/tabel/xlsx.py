"""Every workbook and its sheets: one house style, cells that know their address, formulas that carry their value.

Text is always written as text: a booking or a gemeente that begins with = stays what it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from reports.tabel.stijlen import Stijlen
from scenarios.grond.bestanden import spuk_version

REGELHOOGTE = 13.5
"""Points of one line of text."""
KOPHOOGTE = {"titel": 21.0, "tussenkop": 17.0}
"""Points of a row whose text is larger: not every program makes room for it by itself."""
LANGSTE_TEKST = 32_767
"""Characters that fit in a cell."""


@dataclass(frozen=True)
class Formule:
    """A formula with the value that it has for the input as delivered."""

    tekst: str
    waarde: float | str


@dataclass(frozen=True)
class Cel:
    """The address of a written cell."""

    blad: str
    rij: int
    kolom: int

    @property
    def hier(self) -> str:
        """Address on its own sheet."""
        return str(xl_rowcol_to_cell(self.rij, self.kolom))

    def __str__(self) -> str:
        return f"{quoted(self.blad)}!{xl_rowcol_to_cell(self.rij, self.kolom, row_abs=True, col_abs=True)}"


Cellen = dict[tuple[str, str, int], Cel]
"""(regeling, figure, year) -> the cell that holds it, for formulas on later sheets."""
Celwaarde = str | float | Decimal | date | Formule | None


class Werkboek:
    """A workbook in house style; use as a context manager."""

    def __init__(self, pad: Path, titel: str, let_op: str = ""):
        self.boek = xlsxwriter.Workbook(str(pad), {"strings_to_formulas": False, "strings_to_urls": False})
        self.boek.set_calc_mode("auto")
        self.boek.set_properties({"title": titel[:255], "comments": f"spuk {spuk_version()}"})
        self.stijl = Stijlen(self.boek)
        self.titel, self.let_op = titel, let_op

    def __enter__(self) -> Werkboek:
        return self

    def __exit__(self, *_: object) -> None:
        self.boek.close()

    def reserve(self, *namen: str) -> None:
        """Empty sheets in the order of the reader, to be filled by `add` in any order."""
        for naam in namen:
            self.boek.add_worksheet(naam)

    def add(self, naam: str, breedtes: Sequence[float], uitleg: str = "", staand: bool = False) -> Blad:
        """A sheet with its heading; `breedtes`: column widths in characters. Wide sheets print on A3."""
        return Blad(self, naam, breedtes, uitleg, staand)


class Blad:
    """A sheet that is filled from top to bottom; `rij` is the next free row."""

    def __init__(
        self, werkboek: Werkboek, naam: str, breedtes: Sequence[float], uitleg: str = "", staand: bool = False
    ):
        self.werkboek, self.naam, self.breedtes = werkboek, naam, tuple(breedtes)
        self.ws: Worksheet = werkboek.boek.get_worksheet_by_name(naam) or werkboek.boek.add_worksheet(naam)
        self._regels: dict[int, int] = {}
        for kolom, breedte in enumerate(breedtes):
            self.ws.set_column(kolom, kolom, breedte)
        self.ws.hide_gridlines(2)
        self.ws.set_paper(8 if sum(breedtes) > 220 else 9)
        self.ws.set_portrait() if staand else self.ws.set_landscape()
        self.ws.fit_to_pages(1, 0)
        self.ws.set_margins(0.4, 0.4, 0.6, 0.6)
        self.ws.set_footer(f"&L{_footer_text(werkboek.titel)}: &A&Rpagina &P van &N")
        self.rij = 0
        for regel, stijl in (
            (naam, "titel"),
            (werkboek.titel, "onder"),
            (werkboek.let_op, "let_op"),
            (uitleg, "onder"),
        ):
            if regel:
                self.put(self.rij, 0, regel, stijl)
                self.rij += 1
        self.rij += 1
        self.kop = (self.rij, 0)
        """Row of the latest heads and their last column."""

    def put(self, rij: int, kolom: int, waarde: Celwaarde, stijl: str = "tekst") -> Cel:
        """One cell: text (never a formula), number, date, `Formule`, or None for an empty one."""
        vorm = self.werkboek.stijl(stijl)
        if hoogte := KOPHOOGTE.get(stijl):
            self.ws.set_row(rij, hoogte)
        if isinstance(waarde, str):
            self.ws.write_string(rij, kolom, waarde[:LANGSTE_TEKST], vorm)
            if "lang" in stijl:
                self._make_room(rij, kolom, waarde)
        elif waarde is None or (isinstance(waarde, float) and math.isnan(waarde)):
            self.ws.write_blank(rij, kolom, None, vorm)
        elif isinstance(waarde, Formule):
            uitkomst = waarde.waarde if isinstance(waarde.waarde, str) else float(waarde.waarde)
            uitkomst = "" if uitkomst != uitkomst else uitkomst
            self.ws.write_formula(rij, kolom, f"={waarde.tekst}", vorm, uitkomst)
        elif isinstance(waarde, date):
            self.ws.write_datetime(rij, kolom, waarde, vorm)
        else:
            self.ws.write_number(rij, kolom, float(waarde), vorm)
        return Cel(self.naam, rij, kolom)

    def _make_room(self, rij: int, kolom: int, tekst: str, minstens: int = 1) -> None:
        # Programs do not agree on fitting a row to wrapped text by themselves; those that do not would cut it.
        breedte = self.breedtes[kolom] if kolom < len(self.breedtes) else 8
        # A width counts digits of 11 points; words of 10 points are narrower, but break where they end.
        regels = 1 if len(tekst) <= 1.1 * breedte else math.ceil(1.05 * len(tekst) / breedte)
        regels = max(regels, minstens)
        if regels > self._regels.get(rij, 1):
            self._regels[rij] = regels
            self.ws.set_row(rij, min(REGELHOOGTE * regels + 1.5, 409))

    def row(self, *cellen: tuple[Celwaarde, str]) -> None:
        """One row of (value, style) cells."""
        for kolom, (waarde, stijl) in enumerate(cellen):
            self.put(self.rij, kolom, waarde, stijl)
        self.rij += 1

    def money(self, rij: int, kolom: int, centen: int, stijl: str = "geld in") -> Cel:
        """A constant amount in cents, shown in euros."""
        return self.put(rij, kolom, centen / 100, stijl)

    def formula(self, rij: int, kolom: int, formule: str, centen: int, stijl: str = "geld") -> Cel:
        """A formula in euros with the value the engine found, in cents."""
        return self.put(rij, kolom, Formule(formule, centen / 100), stijl)

    def total(self, kolom: int, eerste: int, centen: int) -> Cel:
        """The sum of a column from row `eerste` to the row above the current one; nil over no rows at all."""
        if self.rij == eerste:
            return self.formula(self.rij, kolom, "0", centen, "geld totaal")
        bereik = f"{xl_rowcol_to_cell(eerste, kolom)}:{xl_rowcol_to_cell(self.rij - 1, kolom)}"
        return self.formula(self.rij, kolom, f"SUM({bereik})", centen, "geld totaal")

    def section(self, tekst: str) -> None:
        """A heading between two tables."""
        self.rij += 1 if self.rij > 4 else 0
        for kolom in range(len(self.breedtes)):
            self.put(self.rij, kolom, None, "tussenkop")
        self.put(self.rij, 0, tekst, "tussenkop")
        self.rij += 1

    def header(
        self, koppen: Sequence[str], rechts: int | None = None, tot: int | None = None, vast: int | None = None
    ) -> None:
        """The head of a table; columns `rechts` up to `tot` hold numbers.

        `vast`: freeze all above the first row and this many columns, and repeat the head on every printed page.
        """
        getallen = range(len(koppen))[rechts:tot] if rechts is not None else range(0)
        for kolom, kop in enumerate(koppen):
            self.put(self.rij, kolom, kop, "kop rechts" if kolom in getallen else "kop")
            self._make_room(self.rij, kolom, kop, 2)
        if vast is not None:
            self.ws.freeze_panes(self.rij + 1, vast)
            self.ws.repeat_rows(self.rij)
        self.kop = (self.rij, len(koppen) - 1)
        self.rij += 1

    def filter(self) -> None:
        """Filter buttons over everything written since the heads."""
        rij, laatste = self.kop
        self.ws.autofilter(rij, 0, max(self.rij - 1, rij), laatste)

    def remark(self, tekst: str) -> None:
        """A line of explanation under a table."""
        self.put(self.rij, 0, tekst, "onder")
        self.rij += 1


def quoted(blad: str) -> str:
    """A sheet name as it stands in a formula."""
    return "'" + blad.replace("'", "''") + "'"


def _footer_text(tekst: str) -> str:
    """A title that fits the 255 characters of a footer and holds no command of it."""
    return tekst[:150].replace("&", "&&")
