"""Calculation sheets: rows of one quantity over the years, at which formulas elsewhere point by key."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from xlsxwriter.utility import xl_col_to_name

from reports.tabel.adres import Formule, quoted
from reports.tabel.xlsx import Blad, Werkboek

EERSTE_JAARKOLOM = 3


class Rekenblad(Blad):
    """Every row has a key, kept in `plaatsen` with its sheet and row."""

    def __init__(self, werkboek: Werkboek, naam: str, jaren: tuple[int, ...], uitleg: str, plaatsen: dict):
        super().__init__(werkboek, naam, (22, 46, 11, *[12.5] * len(jaren)), uitleg)
        self._plaatsen = plaatsen
        self._vorige = ""
        plaatsen["kop", naam] = (naam, self.rij)
        self.header(("Gemeente", "Regel", "Eenheid", *map(str, jaren)), EERSTE_JAARKOLOM, vast=EERSTE_JAARKOLOM)

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
        extra = (" boven" if wie != self._vorige else "") + (" vet" if vet else "")
        self._vorige = wie
        for kolom, tekst in enumerate((wie, label, eenheid)):
            self.put(self.rij, kolom, tekst, "lang" + extra)
        for j, waarde in enumerate(waarden):
            cel: Any = None if np.isnan(waarde) else waarde
            tekst = formule(j) if formule else ""
            if tekst:
                cel = Formule(tekst, waarde)
            kleur = " invoer" if invoer and not tekst else ""
            self.put(self.rij, EERSTE_JAARKOLOM + j, cel, vorm + kleur + extra)
        self._plaatsen[sleutel] = (self.naam, self.rij)
        self.rij += 1


class Verwijzer:
    """Cell addresses of rows by key, over all calculation sheets."""

    def __init__(self, plaatsen: dict, aantal: int):
        self._plaatsen = plaatsen
        self._aantal = aantal

    def __call__(self, sleutel: tuple, j: int) -> str:
        """Address of year number j of a row."""
        blad, rij = self._plaatsen[sleutel]
        return f"{quoted(blad)}!${xl_col_to_name(EERSTE_JAARKOLOM + j)}${rij + 1}"

    def range(self, sleutel: tuple, tot: int | None = None) -> str:
        """Address of a whole row of years, or of the years before number `tot`."""
        blad, rij = self._plaatsen[sleutel]
        laatste = EERSTE_JAARKOLOM + (self._aantal if tot is None else tot) - 1
        return f"{quoted(blad)}!${xl_col_to_name(EERSTE_JAARKOLOM)}${rij + 1}:${xl_col_to_name(laatste)}${rij + 1}"

    def series(self, sleutel: tuple) -> list[Any]:
        """[sheet, first row, first column, last row, last column] for a chart; key ("kop", sheet): the years."""
        blad, rij = self._plaatsen[sleutel]
        return [blad, rij, EERSTE_JAARKOLOM, rij, EERSTE_JAARKOLOM + self._aantal - 1]

    def label(self, sleutel: tuple) -> list[Any]:
        """[sheet, row, column] of the label of a row, for a chart."""
        blad, rij = self._plaatsen[sleutel]
        return [blad, rij, 1]
