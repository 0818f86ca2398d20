"""Worksheets in one style: lists written top-down, and calculation sheets whose cells can be pointed at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import xlsxwriter
from numpy.typing import NDArray
from xlsxwriter.utility import xl_col_to_name

NL = "[$-413]"
"""Dutch separators, also where the program itself runs in another language."""
EURO = f"{NL}#,##0;[Red]-{NL}#,##0"
VORMEN: dict[str, dict[str, Any]] = {
    "euro": {"num_format": EURO},
    "prijs": {"num_format": f"{NL}#,##0.00;[Red]-{NL}#,##0.00"},
    "aantal": {"num_format": f"{NL}#,##0.0"},
    "gewicht": {"num_format": f"{NL}0.0000"},
    "deel": {"num_format": f"{NL}0.0%"},
    "jaar": {"num_format": "0", "align": "left"},
    "tekst": {"text_wrap": True, "valign": "top"},
}
STATUSKLEUR = {"aanname": "#FFE699", "onzeker": "#F8CBAD", "raming": "#DDEBF7", "vastgesteld": "#FFFFFF"}
INVOER = {"bg_color": "#FFF9DB", "font_color": "#1F3FBF"}
KOPKLEUR = "#1F4E79"
REGELHOOGTE = 15
"""Points of one line of text."""
KOPHOOGTE = 31
"""Two lines: programs that do not fit row heights themselves would cut the second."""


class Stijlen:
    """The formats of one workbook; made on first use."""

    def __init__(self, boek: xlsxwriter.Workbook):
        self._boek = boek
        self._gemaakt: dict[tuple[str, ...], Any] = {}

    def __call__(self, *namen: str) -> Any:
        """The format that combines these names: a form, `invoer`, `vet`, `boven`, `kop`, `titel`, `status:...`,
        `decimalen:...`."""
        if namen not in self._gemaakt:
            eigenschappen: dict[str, Any] = {}
            for naam in namen:
                eigenschappen |= self._properties(naam)
            self._gemaakt[namen] = self._boek.add_format(eigenschappen)
        return self._gemaakt[namen]

    def _properties(self, naam: str) -> dict[str, Any]:
        if naam.startswith("status:"):
            return {"bg_color": STATUSKLEUR[naam.removeprefix("status:")], "text_wrap": True, "valign": "top"}
        if naam.startswith("decimalen:"):
            decimalen = int(naam.removeprefix("decimalen:"))
            return {"num_format": f"{NL}#,##0" + ("." + "0" * decimalen if decimalen else ""), "align": "left"}
        if naam.startswith("kleur:"):
            return {"bg_color": naam.removeprefix("kleur:")}
        overige: dict[str, dict[str, Any]] = {
            **VORMEN,
            "invoer": {**INVOER, "locked": False},
            "vet": {"bold": True},
            "rechts": {"align": "right"},
            "boven": {"top": 1},
            "titel": {"bold": True, "font_size": 15, "font_color": KOPKLEUR},
            "tussenkop": {"bold": True, "font_size": 12, "font_color": KOPKLEUR},
            "uitleg": {"italic": True, "font_color": "#444444"},
            "antwoord": {"bold": True, "font_size": 12},
            "kop": {
                "bold": True,
                "bg_color": KOPKLEUR,
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "top",
            },
        }
        return overige[naam]


class Blad:
    """A worksheet written top-down; text never becomes a formula."""

    def __init__(self, blad: Any, stijl: Stijlen, breedtes: Sequence[float], uitleg: str):
        self.blad, self.stijl = blad, stijl
        self.regel = 3
        self._kop = (3, 0)
        self._breedtes = tuple(breedtes)
        for kolom, breedte in enumerate(breedtes):
            blad.set_column(kolom, kolom, breedte)
        blad.write_string(0, 0, blad.name, stijl("titel"))
        blad.write_string(1, 0, uitleg, stijl("uitleg"))
        blad.set_landscape()
        blad.set_paper(9)
        blad.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        blad.fit_to_pages(1, 0)
        blad.set_footer("&L&F&C&A&Rpagina &P van &N")
        blad.hide_gridlines(2)

    def head(self, *koppen: str) -> None:
        """Column heads; rows below scroll under them and can be filtered."""
        for kolom, kop in enumerate(koppen):
            self.blad.write_string(self.regel, kolom, kop, self.stijl("kop"))
        self.blad.set_row(self.regel, KOPHOOGTE)
        self.blad.freeze_panes(self.regel + 1, 0)
        self.blad.repeat_rows(self.regel)
        self._kop = (self.regel, len(koppen) - 1)
        self.regel += 1

    def wrapped_row(self, *cellen: tuple[Any, str]) -> None:
        """`row`, high enough for its longest text: programs that do not fit heights themselves would cut it."""
        regels = [
            math.ceil(1.1 * len(waarde) / breedte)
            for (waarde, _), breedte in zip(cellen, self._breedtes, strict=True)
            if isinstance(waarde, str)
        ]
        self.blad.set_row(self.regel, REGELHOOGTE * max(1, *regels))
        self.row(*cellen)

    def row(self, *cellen: tuple[Any, str]) -> None:
        """One row of (value, style) cells; a value may be a `Formule`."""
        for kolom, (waarde, stijl) in enumerate(cellen):
            self.put(self.regel, kolom, waarde, *stijl.split())
        self.regel += 1

    def put(self, regel: int, kolom: int, waarde: Any, *stijl: str) -> None:
        """One cell: text, number, `Formule`, or None for an empty one."""
        vorm = self.stijl(*stijl) if stijl else None
        if waarde is None:
            self.blad.write_blank(regel, kolom, None, vorm)
        elif isinstance(waarde, Formule):
            self.blad.write_formula(regel, kolom, f"={waarde.tekst}", vorm, waarde.waarde)
        elif isinstance(waarde, str):
            self.blad.write_string(regel, kolom, waarde, vorm)
        else:
            self.blad.write_number(regel, kolom, float(waarde), vorm)

    def filter(self) -> None:
        """Filter buttons over everything written since the heads."""
        regel, laatste = self._kop
        self.blad.autofilter(regel, 0, max(self.regel - 1, regel), laatste)


class Formule:
    """A formula with the value that it has for the input as delivered."""

    def __init__(self, tekst: str, waarde: float | str):
        self.tekst = tekst
        self.waarde = waarde if isinstance(waarde, str) else float(waarde)


EERSTE_JAARKOLOM = 3


class Rekenblad(Blad):
    """Rows of one quantity over the years; every row has a key by which formulas elsewhere point at it."""

    def __init__(self, blad: Any, stijl: Stijlen, jaren: tuple[int, ...], uitleg: str, plaatsen: dict):
        super().__init__(blad, stijl, (22, 46, 11, *[12.5] * len(jaren)), uitleg)
        self._jaren = jaren
        self._plaatsen = plaatsen
        self._vorige = ""
        self.head("Gemeente", "Regel", "Eenheid", *map(str, jaren))
        self.blad.freeze_panes(self.regel, EERSTE_JAARKOLOM)

    def line(
        self,
        sleutel: tuple,
        wie: str,
        label: str,
        eenheid: str,
        waarden: NDArray[np.float64],
        vorm: str,
        formule: Any = None,
        *,
        invoer: bool = False,
        vet: bool = False,
    ) -> None:
        """One row: inputs (coloured), plain values, or a formula with its value.

        waarden: (j,); `formule`: year number -> text of the formula, empty for none.
        """
        extra = (*(("boven",) if wie != self._vorige else ()), *(("vet",) if vet else ()))
        self._vorige = wie
        for kolom, tekst in enumerate((wie, label, eenheid)):
            self.put(self.regel, kolom, tekst, "tekst", *extra)
        for j, waarde in enumerate(waarden):
            cel: Any = None if np.isnan(waarde) else waarde
            tekst = formule(j) if formule else ""
            if tekst:
                cel = Formule(tekst, waarde)
            kleur = ("invoer",) if invoer and not tekst else ()
            self.put(self.regel, EERSTE_JAARKOLOM + j, cel, vorm, *kleur, *extra)
        self._plaatsen[sleutel] = (self.blad.name, self.regel)
        self.regel += 1


class Verwijzer:
    """Cell addresses of rows by key, over all calculation sheets."""

    def __init__(self, plaatsen: dict, aantal: int):
        self._plaatsen = plaatsen
        self._aantal = aantal

    def __call__(self, sleutel: tuple, j: int) -> str:
        """Address of year number j of a row."""
        blad, regel = self._plaatsen[sleutel]
        return f"{quoted(blad)}!${xl_col_to_name(EERSTE_JAARKOLOM + j)}${regel + 1}"

    def range(self, sleutel: tuple, tot: int | None = None) -> str:
        """Address of a whole row of years, or of the years before number `tot`."""
        blad, regel = self._plaatsen[sleutel]
        laatste = EERSTE_JAARKOLOM + (self._aantal if tot is None else tot) - 1
        return f"{quoted(blad)}!${xl_col_to_name(EERSTE_JAARKOLOM)}${regel + 1}:${xl_col_to_name(laatste)}${regel + 1}"

    def series(self, sleutel: tuple) -> list[Any]:
        """[sheet, first row, first column, last row, last column] for a chart."""
        blad, regel = self._plaatsen[sleutel]
        return [blad, regel, EERSTE_JAARKOLOM, regel, EERSTE_JAARKOLOM + self._aantal - 1]

    def label(self, sleutel: tuple) -> list[Any]:
        """[sheet, row, column] of the label of a row, for a chart."""
        blad, regel = self._plaatsen[sleutel]
        return [blad, regel, 1]


def quoted(blad: str) -> str:
    """A sheet name as it stands in a formula."""
    return "'" + blad.replace("'", "''") + "'"
