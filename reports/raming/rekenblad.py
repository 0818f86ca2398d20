"""Calculation sheets: rows of one quantity over the years, at which formulas elsewhere point by key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.tabel.adres import Adresboek, Bereik, Formule, Plaats
from reports.tabel.tabel import Cel, Kolom, Nadruk, Rij, Tabel
from reports.tabel.xlsx import Blad, Papier, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx

EERSTE_JAARKOLOM = 3
VEEL_GEMEENTEN = 50
"""With more gemeenten than this the workbook leaves out what stands in another place too: half a million cells that
nobody reads there would make the file twice as large and slow."""


def are_many(gemeenten: int) -> bool:
    """Whether there are more gemeenten than somebody reads one by one."""
    return gemeenten > VEEL_GEMEENTEN


class Verwijzer:
    """Rows of years by key, over all calculation sheets, in the address book of the workbook."""

    def __init__(self, adressen: Adresboek, aantal: int):
        self.adressen = adressen
        self._aantal = aantal

    def __contains__(self, sleutel: object) -> bool:
        return (sleutel, 0) in self.adressen

    def __setitem__(self, sleutel: tuple, plaats: tuple[str, int]) -> None:
        """A row stands on this sheet and row."""
        blad, rij = plaats
        self.adressen.update({(sleutel, j): Plaats(blad, rij, EERSTE_JAARKOLOM + j) for j in range(self._aantal)})

    def __call__(self, sleutel: tuple, j: int) -> str:
        """Address of year number j of a row."""
        return str(self.adressen[sleutel, j])

    def range(self, sleutel: tuple, tot: int | None = None) -> str:
        """Address of a whole row of years, or of the years before number `tot`."""
        return self.adressen.text(Bereik((sleutel, 0), (sleutel, (self._aantal if tot is None else tot) - 1)))

    def series(self, sleutel: tuple) -> list[Any]:
        """[sheet, first row, first column, last row, last column] for a chart; key ("kop", sheet): the years."""
        eerste = self.adressen[sleutel, 0]
        return [eerste.blad, eerste.rij, EERSTE_JAARKOLOM, eerste.rij, EERSTE_JAARKOLOM + self._aantal - 1]

    def label(self, sleutel: tuple) -> list[Any]:
        """[sheet, row, column] of the label of a row, for a chart."""
        eerste = self.adressen[sleutel, 0]
        return [eerste.blad, eerste.rij, 1]


@dataclass(frozen=True)
class _Regel:
    """A row that waits for the layout: only then does every key have its cell."""

    koppen: tuple[str, str, str]
    waarden: NDArray[np.float64]
    vorm: str
    formule: Any
    invoer: bool
    nadruk: Nadruk

    def lay_out(self) -> Rij:
        cellen = (self._cell(j, float(waarde)) for j, waarde in enumerate(self.waarden))
        return Rij((*self.koppen, *cellen), nadruk=self.nadruk, vorm=self.vorm + (" invoer" if self.invoer else ""))

    def _cell(self, j: int, waarde: float) -> Cel:
        tekst = self.formule(j) if self.formule else ""
        if tekst:
            return Formule(tekst, waarde)
        return None if np.isnan(waarde) else waarde


class Rekenblad(Blad):
    """A sheet of rows; it is written when all of them are known."""

    def __init__(self, werkboek: Werkboek, naam: str, jaren: tuple[int, ...], uitleg: str, rijen: Verwijzer):
        super().__init__(werkboek, naam, (22, 46, 11, *[12.5] * len(jaren)), uitleg, Papier(kolommen=0))
        self._rijen = rijen
        self._wachtend: list[_Regel] = []
        koppen = (*(Kolom(kop, vorm="lang") for kop in ("Gemeente", "Regel", "Eenheid")),)
        self._tabel = Tabel("", (*koppen, *(Kolom(str(jaar), "aantal") for jaar in jaren)), ())
        rijen["kop", naam] = (naam, self.rij)
        to_xlsx(self, self._tabel, vast=EERSTE_JAARKOLOM)

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

        waarden: (j,); `formule`: year number -> text of the formula, empty for none. It may name a row that follows.
        """
        nieuw = not self._wachtend or self._wachtend[-1].koppen[0] != wie
        nadruk: Nadruk = ("boven vet" if vet else "boven") if nieuw else "vet" if vet else ""
        self._wachtend.append(_Regel((wie, label, eenheid), waarden, vorm, formule, invoer, nadruk))
        self._rijen[sleutel] = (self.naam, self.rij)
        self.rij += 1

    def lay_out(self) -> None:
        """Write all rows: every key that a formula names must have its place by now."""
        self.rij -= len(self._wachtend)
        to_xlsx(self, replace(self._tabel, rijen=tuple(r.lay_out() for r in self._wachtend)), kop=False)
        self._wachtend.clear()

    def filter(self) -> None:
        """Lay all rows out; filter buttons over them."""
        self.lay_out()
        super().filter()
