"""Every workbook and its sheets: one house style, cells that know their address, formulas that carry their value.

Text is always written as text: a booking or a gemeente that begins with = stays what it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from reports.tabel.adres import Adresboek, Formule, Plaats
from reports.tabel.stijlen import Stijlen
from scenarios.grond.bestanden import named_mark, spuk_version, workspace

REGELHOOGTE = 13.5
"""Points of one line of text."""
KOPHOOGTE = {"titel": 21.0, "tussenkop": 17.0}
"""Points of a row whose text is larger: not every program makes room for it by itself."""
LANGSTE_TEKST = 32_767
"""Characters that fit in a cell."""


Celwaarde = str | float | Decimal | date | Formule | None


class Werkboek:
    """A workbook in house style; use as a context manager."""

    def __init__(self, pad: Path, titel: str, let_op: str = ""):
        keuzes = {"strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(workspace(pad))}
        self.boek = xlsxwriter.Workbook(str(pad), keuzes)
        self.boek.set_calc_mode("auto")
        self.boek.set_properties({"title": titel[:255], "comments": f"spuk {spuk_version()} {named_mark()}".rstrip()})
        self.stijl = Stijlen(self.boek)
        self.titel, self.let_op = titel, let_op
        self.adressen = Adresboek()

    def __enter__(self) -> Werkboek:
        return self

    def __exit__(self, soort: type[BaseException] | None, *_: object) -> None:
        if soort is not None:
            return  # What is half is not written.
        try:
            self.boek.close()
        except FileCreateError as fout:
            raise fout.args[0] from None

    def reserve(self, *namen: str) -> None:
        """Empty sheets in the order of the reader, to be filled by `add` in any order."""
        for naam in namen:
            self.boek.add_worksheet(naam)

    def add(self, naam: str, breedtes: Sequence[float], uitleg: str = "", staand: bool = False) -> Blad:
        """A sheet with its heading; `breedtes`: column widths in characters. Wide sheets print on A3."""
        return Blad(self, naam, breedtes, uitleg, staand)

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
        staand: bool = False,
        kop: bool = True,
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
        if kop:
            self._head(uitleg)
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
                self.put(self.rij, 0, regel, stijl)
                self.rij += 1
        self.rij += 1

    def put(self, rij: int, kolom: int, waarde: Celwaarde, stijl: str = "tekst") -> Plaats:
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
            uitkomst = "" if uitkomst != uitkomst else uitkomst  # no number, so an empty outcome
            self.ws.write_formula(rij, kolom, f"={self.werkboek.adressen.fill(waarde, self.naam)}", vorm, uitkomst)
        elif isinstance(waarde, date):
            self.ws.write_datetime(rij, kolom, waarde, vorm)
        else:
            self.ws.write_number(rij, kolom, float(waarde), vorm)
        return Plaats(self.naam, rij, kolom)

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


def _footer_text(tekst: str) -> str:
    """A title that fits the 255 characters of a footer and holds no command of it."""
    return tekst[:150].replace("&", "&&")
