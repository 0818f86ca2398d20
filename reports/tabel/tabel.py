"""A table as data: columns that say what they hold, rows of values, remarks. How it looks is for its renderers.

A value is a number, a text, a date, a truth, a formula that names keys, or what stands where a figure would: PM (a post
without an amount, which counts as nothing), LEEG (nothing is meant to stand there), VERBORGEN (a group too small to
show) or None (not entered: then no total can be given either). A sum or difference that an author declares on a row or
column is computed here, so that a workbook can recalculate it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from reports.grond.profiel import Aard
from reports.tabel.adres import Bereik, Formule, Sleutel

Soort = Literal[
    "tekst", "jaar", "datum", "euro", "cent", "aantal", "heel", "deel", "procent", "status", "ja_nee"
]  # fmt: skip
"""What a column holds: `euro` in euros, `cent` in whole cents, `aantal` with decimals and `heel` without, `deel` a
chance or share that is never rounded to certainty, `procent` in whole percents."""
GETALLEN: frozenset[Soort] = frozenset({"euro", "cent", "aantal", "heel", "deel", "procent"})
"""The soorten that are read from the right."""
Nadruk = Literal["", "vet", "totaal", "boven", "boven vet"]
"""A row in bold, a total, or the first row of a group."""


class Teken(StrEnum):
    """What stands where a figure would."""

    PM = "PM"
    LEEG = ""
    VERBORGEN = "·"


PM, LEEG, VERBORGEN = Teken.PM, Teken.LEEG, Teken.VERBORGEN
Centen = int | Teken | Literal["PM"] | None
"""A cell of exact cents; the books write PM as a word."""
Cel = str | float | Decimal | date | Formule | Teken | None
Som = tuple[tuple[int, int], ...]
"""(number of the row or column, sign), ... that a total is made of."""


@dataclass(frozen=True)
class Kolom:
    """One column. With `som` it adds other columns, with `verschil` it compares (begroting, rekening)."""

    kop: str
    soort: Soort = "tekst"
    smal: str = ""
    """The head where there is little room."""
    optelbaar: bool = True
    """False for percentiles: their totals are given, never added."""
    naam: Sleutel = ""
    """By which a formula, a profile or a chooser finds it."""
    decimalen: int | None = None
    vorm: str = ""
    """A finer form on a sheet than its soort, in the words of `reports.tabel.stijlen`."""
    rechts: bool = False
    """Read from the right though it is no amount: a year that is an outcome."""
    som: Som = ()
    verschil: tuple[int, int] | None = None
    spaarzaam: bool = False
    """On a sheet a cell that holds nothing is left out, colour and all."""
    geordend: str = ""
    """How its rows are in order by it on a page, as aria-sort says it"""

    @property
    def getal(self) -> bool:
        """Whether it is read from the right."""
        return self.rechts or self.soort in GETALLEN


@dataclass(frozen=True)
class Rij:
    """One row, a cell per column; where a column or row computes, what stands there is not used."""

    cellen: tuple[Cel, ...]
    sleutel: Sleutel = None
    """What a formula calls it."""
    nadruk: Nadruk = ""
    merk: str = ""
    """'I' incidenteel, 'S' structureel, 'I/S' both, or nothing."""
    aard: Aard = "stand"
    """What its amounts are, for the signs of a profile."""
    soort: Soort | None = None
    """What its figures are, where that differs by row and not by column."""
    vorm: str = ""
    """As of a column, for its figures."""
    vormen: tuple[str, ...] = ()
    """The form of each cell where that differs by cell; '' leaves it to the column and the row."""
    status: str = ""
    """The status whose colour the whole row has on a sheet."""
    som: Som = ()

    @property
    def kop(self) -> str:
        """The text at its head."""
        return str(self.cellen[0])

    @property
    def totaal(self) -> bool:
        """Whether the row adds others."""
        return bool(self.som) or self.nadruk == "totaal"

    @property
    def anders(self) -> bool:
        """Whether its figures are something else than its columns say."""
        return bool(self.soort or self.vorm)

    def column(self, kolom: Kolom) -> Kolom:
        """A column as this row fills it."""
        return _filled(kolom, self.soort, self.vorm) if self.anders and kolom.getal else kolom


@cache
def _filled(kolom: Kolom, soort: Soort | None, vorm: str) -> Kolom:
    return replace(kolom, soort=soort or kolom.soort, vorm=vorm)


@dataclass(frozen=True)
class Tabel:
    """One table with its title and remarks."""

    titel: str
    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    opmerkingen: tuple[str, ...] = ()
    groepen: bool = False
    """Whether rows with the same first cell belong together."""

    def values(self) -> tuple[tuple[Any, ...], ...]:
        """Every cell, totals and added columns included; a compared column holds nothing. (row, column)"""
        uit: list[list[Cel]] = []
        for regel in self.rijen:
            rij: list[Cel] = []
            for k, kolom in enumerate(self.kolommen):
                if kolom.som:
                    rij.append(add([(rij[i], teken) for i, teken in kolom.som]))
                elif kolom.verschil:
                    rij.append(None)
                elif regel.som and kolom.optelbaar and kolom.getal:
                    rij.append(add([(uit[i][k], teken) for i, teken in regel.som]))
                else:
                    rij.append(regel.cellen[k] if k < len(regel.cellen) else None)
            uit.append(rij)
        return tuple(tuple(rij) for rij in uit)

    def choose(self, namen: Sequence[str]) -> Tabel:
        """The first column and those with these names, in this order; what a column was computed from need not come
        along.
        """
        waarden = self.values()
        oud = [0, *(next(i for i, k in enumerate(self.kolommen) if k.naam == naam) for naam in namen)]
        plek = {i: n for n, i in enumerate(oud)}
        kolommen = []
        for i in oud:
            kolom = self.kolommen[i]
            som = tuple((plek[j], teken) for j, teken in kolom.som) if all(j in plek for j, _ in kolom.som) else ()
            verschil = (plek[kolom.verschil[0]], plek[kolom.verschil[1]]) if kolom.verschil else None
            kolommen.append(replace(kolom, som=som, verschil=verschil))
        rijen = [replace(r, cellen=tuple(rij[i] for i in oud)) for r, rij in zip(self.rijen, waarden, strict=True)]
        return replace(self, kolommen=tuple(kolommen), rijen=tuple(rijen))

    def total(self, kop: str, sleutel: Sleutel, *waarden: int) -> Tabel:
        """The table with a row below that adds every column of amounts with a name.

        waarden: the sums, computed elsewhere, in the order of those columns. Without rows there is nothing to add.
        """
        sommen = dict(zip((k.naam for k in self.kolommen if k.getal and k.naam != ""), waarden, strict=True))
        eerste, laatste = (self.rijen[0].sleutel, self.rijen[-1].sleutel) if self.rijen else (None, None)

        def cell(kolom: Kolom) -> Cel:
            if kolom.naam not in sommen or not kolom.getal:
                return ""
            if not self.rijen:
                return Formule("0", sommen[kolom.naam])
            return Formule("SUM({0})", sommen[kolom.naam], (Bereik((eerste, kolom.naam), (laatste, kolom.naam)),))

        return replace(self, rijen=(*self.rijen, Rij((kop, *map(cell, self.kolommen[1:])), sleutel, "totaal")))

    def without(self, *koppen: str) -> Tabel:
        """The table without the columns with these heads; nothing may be computed from them."""
        blijft = [i for i, k in enumerate(self.kolommen) if k.kop not in koppen]
        rijen = tuple(replace(r, cellen=tuple(r.cellen[i] for i in blijft)) for r in self.rijen)
        return replace(self, kolommen=tuple(self.kolommen[i] for i in blijft), rijen=rijen)

    def insert(self, plek: int, kolom: Kolom) -> Tabel:
        """The table with an empty column at that place; nothing may be computed from its columns."""
        rijen = tuple(replace(r, cellen=(*r.cellen[:plek], None, *r.cellen[plek:])) for r in self.rijen)
        return replace(self, kolommen=(*self.kolommen[:plek], kolom, *self.kolommen[plek:]), rijen=rijen)

    @property
    def marked(self) -> bool:
        """Whether any row tells incidenteel from structureel."""
        return any(r.merk for r in self.rijen)


def columns(*delen: tuple[Iterable[str], Soort]) -> tuple[Kolom, ...]:
    """Columns by their heads, group by group of one soort."""
    return tuple(Kolom(kop, soort) for koppen, soort in delen for kop in koppen)


def pairs(paren: Iterable[tuple[str, Cel]], koppen: tuple[str, str] = ("", ""), naamvorm: str = "tekst") -> Tabel:
    """What and its value, line by line."""
    wat, waarde = koppen
    return Tabel("", (Kolom(wat, vorm=naamvorm), Kolom(waarde, vorm="lang")), tuple(map(Rij, paren)))


def column(
    kop: str, naam: str = "", som: Som = (), verschil: tuple[int, int] | None = None, optelbaar: bool = True
) -> Kolom:
    """A column of exact cents; in `cents_table` its `som` and `verschil` count from the first amount."""
    return Kolom(kop, "cent", naam=naam, som=som, verschil=verschil, optelbaar=optelbaar)


def line(label: str, aard: Aard, cellen: Iterable[Cel] = (), som: Som = (), merk: str = "") -> Rij:
    """A row of amounts behind its label."""
    return Rij((label, *cellen), merk=merk, aard=aard, som=som)


def cents_table(
    titel: str, kolommen: Iterable[Kolom], rijen: Iterable[Rij], opmerkingen: Iterable[str] = (), eerste_kop: str = ""
) -> Tabel:
    """Columns of amounts behind a column of labels."""
    bedragen = (
        replace(
            k,
            som=tuple((i + 1, teken) for i, teken in k.som),
            verschil=(k.verschil[0] + 1, k.verschil[1] + 1) if k.verschil else None,
        )
        for k in kolommen
    )
    return Tabel(titel, (Kolom(eerste_kop), *bedragen), tuple(rijen), tuple(opmerkingen))


def add(delen: Sequence[tuple[Any, int]]) -> Centen:
    """A signed sum: PM counts as nothing, and with a part that was not entered there is no sum; of blanks a blank."""
    if any(waarde is None for waarde, _ in delen):
        return None
    getallen = [teken * waarde for waarde, teken in delen if isinstance(waarde, int)]
    if getallen:
        return sum(getallen)
    return PM if any(waarde == PM for waarde, _ in delen) else LEEG
