"""Every workbook and its sheets: one house style, cells that know their address, formulas that carry their value.

Text is always written as text: a booking or a gemeente that begins with = stays what it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from reports.tabel.adres import Adresboek, Formule, Plaats, letters
from reports.tabel.stijlen import Stijlen
from scenarios.grond.bestanden import named_mark, spuk_version, workspace

REGELHOOGTE = 13.5
"""Points of one line of text."""
KOPHOOGTE = {"titel": 21.0, "tussenkop": 17.0}
"""Points of a row whose text is larger: not every program makes room for it by itself."""
LANGSTE_TEKST = 32_767
"""Characters that fit in a cell."""
A4, A3 = 9, 8
"""Papers, by their number in a workbook."""
OP_PAPIER = {"staand": 112, A4: 164, A3: 237}
"""Characters beside each other at which text of 10 points is printed in 7: with the widest letter that takes the place
of Calibri where it is missing, so that it is larger where it is not."""
DEELS = "Niet alles staat in deze afdruk"
BUITEN = "Dit blad staat niet in de afdruk"
LEESBAAR = 70
"""Percent at which text of 10 points is 7."""
RIJHOOGTE = 15.0
"""Points of a row that nobody set."""
EERSTE_PAGINA = 720.0
"""Points of rows on a lying A4 at that scale."""
PAGINABREED = 1080
"""Pixels of a chart that fills a page at that scale."""
_FUNCTIE = re.compile(r"([A-Z_.]+)\(")
_FUNCTIES = frozenset(
    ("ABS", "AND", "COUNTIF", "IF", "INDEX", "ISNUMBER", "MAX", "MIN", "OR", "ROUND", "SUM", "SUMIF", "SUMPRODUCT")
)
_ALLES = ". Alles afdrukken: Pagina-indeling, Afdrukbereik, Afdrukbereik wissen"


Celwaarde = str | float | Decimal | date | Formule | None


def euro_width(meeste: float) -> float:
    """Characters of a column in which an amount up to this fits: a narrow one shows hatches, a wide one costs the
    reader of the print."""
    cijfers = len(str(round(abs(meeste))))
    return max(11, round(0.91 * (1 + cijfers + (cijfers - 1) // 3) + 1.6, 1))


@dataclass(frozen=True)
class Papier:
    """How a sheet is printed: standing or lying, and how many of its columns; None: all."""

    staand: bool = False
    kolommen: int | None = None


class _Formuleblad(Worksheet):
    """A sheet whose formulas stay as they are, and whose cells are written in one piece.

    xlsxwriter looks in each for some thirty newer functions, which the file calls otherwise: that took a third of the
    time of a large workbook. Ours hold functions that every program knows (`reports.tabel.adres.Formule`); another one
    is still looked for. It also looks in the address and the style of every cell for what must be escaped: in those
    there is nothing. What it writes is the same to the byte.

    Nor do we ever name a cell as A1, for which it looks at every cell that it is handed.
    """

    write_number = Worksheet._write_number
    write_string = Worksheet._write_string
    write_blank = Worksheet._write_blank
    write_formula = Worksheet._write_formula

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if not cell.format:
            super()._write_cell(row, col, cell)
            return
        begin = f'<c r="{letters(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        soort = type(cell).__name__
        if soort == "Number":
            self.fh.write(f"{begin}><v>{cell.number:.16G}</v></c>")
        elif soort == "String" and not self.constant_memory:
            self.fh.write(f'{begin} t="s"><v>{cell.string}</v></c>')
        elif soort == "Formula" and type(cell.value) is float:
            self.fh.write(f"{begin}><f>{escape(cell.formula)}</f><v>{cell.value}</v></c>")
        elif soort == "Blank":
            self.fh.write(f"{begin}/>")
        else:
            super()._write_cell(row, col, cell)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if _FUNCTIES.issuperset(_FUNCTIE.findall(formula)):
            return formula.removeprefix("=")
        return str(super()._prepare_formula(formula, expand_future_functions))


class _Boek(xlsxwriter.Workbook):
    worksheet_class = _Formuleblad


class Werkboek:
    """A workbook in house style; use as a context manager."""

    def __init__(self, pad: Path, titel: str, let_op: str = ""):
        keuzes = {"strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(workspace(pad))}
        self.boek = _Boek(str(pad), keuzes)
        self.boek.set_calc_mode("auto")
        self.boek.set_properties({"title": titel[:255], "comments": f"spuk {spuk_version()} {named_mark()}".rstrip()})
        self.stijl = Stijlen(self.boek)
        self.titel, self.let_op = titel, let_op
        self.adressen = Adresboek()
        self._bladen: list[Blad] = []

    def __enter__(self) -> Werkboek:
        return self

    def __exit__(self, soort: type[BaseException] | None, *_: object) -> None:
        if soort is not None:
            return  # What is half is not written.
        for blad in self._bladen:
            blad.close()
        try:
            self.boek.close()
        except FileCreateError as fout:
            raise fout.args[0] from None

    def reserve(self, *namen: str) -> None:
        """Empty sheets in the order of the reader, to be filled by `add` in any order."""
        for naam in namen:
            self.boek.add_worksheet(naam)

    def add(
        self,
        naam: str,
        breedtes: Sequence[float],
        uitleg: str = "",
        staand: bool = False,
        afdruk: int | None = None,
    ) -> Blad:
        """A sheet with its heading; `breedtes`: column widths in characters. `afdruk`: how many of its columns are
        printed, none for a sheet that nobody reads on paper; left out: all."""
        self._bladen.append(Blad(self, naam, breedtes, uitleg, Papier(staand, afdruk)))
        return self._bladen[-1]

    def add_data(self, naam: str, breedtes: Sequence[float]) -> Blad:
        """A sheet whose heads stand on the first row, as programs that read it expect."""
        return Blad(self, naam, breedtes, kop=False)


class Blad:
    """A sheet that is filled from top to bottom; `rij` is the next free row."""

    def __init__(
        self,
        werkboek: Werkboek,
        naam: str,
        breedtes: Sequence[float],
        uitleg: str = "",
        papier: Papier | None = None,
        kop: bool = True,
    ):
        self.werkboek, self.naam, self.breedtes = werkboek, naam, tuple(breedtes)
        papier = papier or Papier()
        self._afdruk = len(self.breedtes) if papier.kolommen is None else papier.kolommen
        self._tot = 0
        self._hoogten: dict[int, float] = {}
        self.ws: Worksheet = werkboek.boek.get_worksheet_by_name(naam) or werkboek.boek.add_worksheet(naam)
        self._regels: dict[int, int] = {}
        for kolom, breedte in enumerate(breedtes):
            self.ws.set_column(kolom, kolom, breedte)
        self.ws.hide_gridlines(2)
        self._set_page(papier.staand)
        self.rij = 0
        if kop:
            self._head(uitleg if self._afdruk else f"{uitleg} {BUITEN}{_ALLES}.".lstrip())
        self.kop = (self.rij, 0)
        """Row of the latest heads and their last column."""

    def _head(self, uitleg: str) -> None:
        for regel, stijl in (
            (self.naam, "titel"),
            (self.werkboek.titel, "onder"),
            (self.werkboek.let_op, "let_op"),
            (uitleg, "onder"),
        ):
            if regel:
                self._put_wide(regel, stijl)
        self.rij += 1

    def _set_page(self, staand: bool) -> None:
        """As wide as one page of the smallest paper on which it can be read, and of two when none is wide enough."""
        breedte = sum(self.breedtes[: self._afdruk])
        papier = A4 if breedte <= OP_PAPIER["staand" if staand else A4] else A3
        self.ws.set_paper(papier)
        self.ws.set_portrait() if staand else self.ws.set_landscape()
        self._naast = max(1, math.ceil(breedte / OP_PAPIER[A3]))
        """Pages beside each other."""
        self.ws.fit_to_pages(self._naast, 0)
        if self._naast > 1:
            # The right half of a page comes behind its left half, not behind the left halves of all.
            self.ws.print_across()
        self.ws.set_margins(0.4, 0.4, 0.6, 0.6)
        self.ws.set_footer(f"&L{_footer_text(self.werkboek.titel)}: &A&Rpagina &P van &N")
        if not self._afdruk:
            # An empty cell: a program prints at most a page with this line.
            leeg = len(self.breedtes) + 1
            self.ws.print_area(0, leeg, 0, leeg)
            self.ws.set_header(f"&L{BUITEN}{_ALLES}")

    def print_until_here(self) -> None:
        """What is written after this stays out of the print."""
        self._tot = self._tot or self.rij

    def close(self) -> None:
        """The sheet is complete: settle what of it is printed."""
        deel = self._afdruk < len(self.breedtes) or self._tot not in (0, self.rij)
        if self._afdruk and deel:
            self.ws.print_area(0, 0, (self._tot or self.rij) - 1, self._afdruk - 1)
            self.ws.set_header(f"&L{DEELS}{_ALLES}")

    def pixels(self, van: int = 0, tot: int | None = None) -> int:
        """The width of these columns, for a chart over them; without: of all that are printed."""
        return round(sum(7 * breedte + 5 for breedte in self.breedtes[van : self._afdruk if tot is None else tot]))

    def set_height(self, rij: int, hoogte: float) -> None:
        """Points of a row; a program takes no more than 409."""
        self._hoogten[rij] = min(hoogte, 409)
        self.ws.set_row(rij, self._hoogten[rij])

    def new_page(self) -> None:
        """Begin the next row on a new page of the print, when all before it fits on the first."""
        if sum(self._hoogten.get(rij, RIJHOOGTE) for rij in range(self.rij)) <= EERSTE_PAGINA:
            self.ws.set_h_pagebreaks([self.rij])

    def print_beside(self, kolom: int) -> None:
        """What stands from this column on prints on pages of its own, behind the others."""
        # A fit to the width would shrink the table to make room, and does not heed a break.
        self.ws.set_print_scale(LEESBAAR)
        self.ws.set_v_pagebreaks([kolom])

    def _put_wide(self, tekst: str, stijl: str) -> None:
        """A line over the printed width; a longer text wraps, for what runs on would be cut or shrink the print."""
        laatste = (self._afdruk or len(self.breedtes)) - 1
        breedte = sum(self.breedtes[: laatste + 1])
        if laatste > 0 and len(tekst) > breedte and "titel" not in stijl:
            vorm = self.werkboek.stijl(f"{stijl} lang")
            self.ws.merge_range(self.rij, 0, self.rij, laatste, "", vorm)
            self.ws.write_string(self.rij, 0, tekst[:LANGSTE_TEKST], vorm)
            self._fit(self.rij, breedte, tekst)
        else:
            self.put(self.rij, 0, tekst, stijl)
        self.rij += 1

    def put(self, rij: int, kolom: int, waarde: Celwaarde, stijl: str = "tekst") -> Plaats:
        """One cell: text (never a formula), number, date, `Formule`, or None for an empty one."""
        vorm = self.werkboek.stijl(stijl)
        if hoogte := KOPHOOGTE.get(stijl):
            self.set_height(rij, hoogte)
        if type(waarde) is float and not math.isnan(waarde):  # By far the most.
            self.ws.write_number(rij, kolom, waarde, vorm)
        elif isinstance(waarde, str):
            self.ws.write_string(rij, kolom, waarde[:LANGSTE_TEKST], vorm)
            if "lang" in stijl:
                self._make_room(rij, kolom, waarde)
        elif waarde is None or (isinstance(waarde, float) and math.isnan(waarde)):
            self.ws.write_blank(rij, kolom, None, vorm)
        elif isinstance(waarde, Formule):
            uitkomst = waarde.waarde if isinstance(waarde.waarde, str) else float(waarde.waarde)
            uitkomst = "" if uitkomst != uitkomst else uitkomst  # no number, so an empty outcome
            self.ws.write_formula(rij, kolom, f"={self.werkboek.adressen.fill(waarde, self.naam)}", vorm, uitkomst)
        elif isinstance(waarde, date):
            self.ws.write_datetime(rij, kolom, waarde, vorm)
        else:
            self.ws.write_number(rij, kolom, float(waarde), vorm)
        return Plaats(self.naam, rij, kolom)

    def _make_room(self, rij: int, kolom: int, tekst: str, minstens: int = 1) -> None:
        self._fit(rij, self.breedtes[kolom] if kolom < len(self.breedtes) else 8, tekst, minstens)

    def _fit(self, rij: int, breedte: float, tekst: str, minstens: int = 1) -> None:
        # Programs do not agree on fitting a row to wrapped text by themselves; those that do not would cut it.
        # A width counts digits of 11 points; words of 10 points are narrower, but break where they end.
        regels = 1 if len(tekst) <= 1.1 * breedte else math.ceil(1.05 * len(tekst) / breedte)
        regels = max(regels, minstens)
        if regels > self._regels.get(rij, 1):
            self._regels[rij] = regels
            self.set_height(rij, REGELHOOGTE * regels + 1.5)

    def row(self, *cellen: tuple[Celwaarde, str]) -> None:
        """One row of (value, style) cells."""
        for kolom, (waarde, stijl) in enumerate(cellen):
            self.put(self.rij, kolom, waarde, stijl)
        self.rij += 1

    def money(self, rij: int, kolom: int, centen: int, stijl: str = "geld in") -> Plaats:
        """A constant amount in cents, shown in euros."""
        return self.put(rij, kolom, centen / 100, stijl)

    def formula(self, rij: int, kolom: int, formule: str, centen: int, stijl: str = "geld") -> Plaats:
        """A formula in euros with the value the engine found, in cents."""
        return self.put(rij, kolom, Formule(formule, centen / 100), stijl)

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
        self.heads([(kop, "kop rechts" if k in getallen else "kop") for k, kop in enumerate(koppen)], vast)

    def heads(self, koppen: Sequence[tuple[str, str]], vast: int | None = None) -> None:
        """The head of a table as (text, style); `vast` as in `header`."""
        for kolom, (kop, stijl) in enumerate(koppen):
            self.put(self.rij, kolom, kop, stijl)
            self._make_room(self.rij, kolom, kop, 2)
        if vast is not None:
            self.ws.freeze_panes(self.rij + 1, vast)
            self.ws.repeat_rows(self.rij)
            herhaald = sum(self.breedtes[:vast]) * (self._naast - 1)
            if herhaald and sum(self.breedtes[: self._afdruk]) + herhaald <= self._naast * OP_PAPIER[A3]:
                self.ws.repeat_columns(0, vast - 1)
        self.kop = (self.rij, len(koppen) - 1)
        self.rij += 1

    def filter(self) -> None:
        """Filter buttons over everything written since the heads."""
        rij, laatste = self.kop
        self.ws.autofilter(rij, 0, max(self.rij - 1, rij), laatste)

    def remark(self, tekst: str, stijl: str = "onder") -> None:
        """A line of explanation under a table."""
        self._put_wide(tekst, stijl)


def _footer_text(tekst: str) -> str:
    """A title that fits the 255 characters of a footer and holds no command of it."""
    return tekst[:150].replace("&", "&&")
