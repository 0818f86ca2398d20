"""Units per person in columns, each with the euros it is priced at: what the draws of a voorziening are made from.

A price moves no unit. So people are weighed to units once, those of every year and, where one price holds for a part of
a year only, those of that part; lasten are prices times units. What differs by price alone shares its columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenarios.grond.tijdas import Tijdas
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.onzekerheid.spreiding import Machten, Reeks
from scenarios.regiomap.intervallen import Interval
from scenarios.regiomap.modellen import Contractrij

GEEN = Interval(1.0, 1.0)

AFRONDING = 1e-13
"""Columns that differ by a smaller share of the largest units of their year hold the same: they were fitted apart"""


@dataclass(frozen=True, order=True)
class Prijsdeel:
    """Lasten that one price driver ('' none) multiplies, and the contract index drawn from year number `index` on."""

    prijs: str
    band: Interval
    index: int


@dataclass(frozen=True)
class Rijen:
    """Which persons cause the lasten of a voorziening, and by which terms."""

    doelgroepen: tuple[int, ...]
    leerroutes: tuple[tuple[int, ...], ...]
    """Leerroutes side by side that the drivers move alike, together"""
    bereikt: bool
    """Whether only those who reach a plan"""
    machten: tuple[Machten, ...]

    @property
    def routes(self) -> tuple[int, ...]:
        """All leerroutes, in order."""
        return tuple(r for groep in self.leerroutes for r in groep)


@dataclass(frozen=True)
class Prijsstuk:
    """Units of one contract whose price changes within no year: those of some months, of start or of delivery."""

    deel: Prijsdeel
    contract: int
    """Number of the contract among those of the voorziening"""
    maanden: bytes
    """(m,) 1 or 0"""

    @property
    def masker(self) -> Reeks:
        """The same as an array."""
        return np.frombuffer(self.maanden)


@dataclass(frozen=True)
class Eenheden:
    """Units per person of one voorziening, and of what has a price of its own. (t, p, r, h, j) each"""

    rijen: Rijen
    alle: Reeks
    stukken: Mapping[Prijsstuk, Reeks]


@dataclass(frozen=True)
class Ontleed:
    """The lasten of one voorziening taken apart in units and prices."""

    eenheden: Eenheden
    prijzen: tuple[Reeks, ...]
    """(j,) euros per unit of each of `stukken`"""


@dataclass(frozen=True)
class Geprijsd:
    """Units that one contract prices alike within every year, and that price. t term, p doelgroep, r leerroute, h
    half-year, j year."""

    deel: Prijsdeel
    prijzen: Reeks
    """(j,) euros per unit"""
    eenheden: Reeks
    """(t, p, r, h, j)"""


@dataclass(frozen=True)
class Kolomplaats:
    """Columns side by side that belong to years side by side."""

    deel: int
    """Number of the `Geprijsd`"""
    kolom: int
    jaar: int
    """The first of both"""
    aantal: int = 1
    teken: int = 1
    """-1: what they hold is not of the part"""

    @property
    def kolommen(self) -> slice:
        """Its columns."""
        return slice(self.kolom, self.kolom + self.aantal)

    @property
    def jaren(self) -> slice:
        """Their years."""
        return slice(self.jaar, self.jaar + self.aantal)


@dataclass(frozen=True)
class Lasten:
    """What some columns cost."""

    deel: Prijsdeel
    plaats: Kolomplaats
    prijzen: Reeks
    """(k,) euros per unit of each column"""


@dataclass(frozen=True)
class Gewichten:
    """Units per person of one voorziening, and what they cost."""

    rijen: Rijen
    jaren: int
    """Number of years"""
    kolommen: Reeks
    """(t, p, r, h, c): the units of every year, and behind them parts of those that have a price of their own"""
    lasten: tuple[Lasten, ...]

    @property
    def eenheden(self) -> Reeks:
        """The units of every year. (t, p, r, h, j)"""
        return self.kolommen[..., : self.jaren]

    @property
    def groepen(self) -> tuple[Reeks, ...]:
        """The columns of every product: the years together and each part by itself, so that no price moves the bits of
        another."""
        return self.eenheden, *(self.kolommen[..., k : k + 1] for k in range(self.jaren, self.kolommen.shape[-1]))

    def weighs_as(self, ander: Gewichten) -> bool:
        """Whether the same people come to the same units."""
        return self.rijen == ander.rijen and np.array_equal(self.kolommen, ander.kolommen)

    @property
    def by_year(self) -> tuple[tuple[tuple[Prijsdeel, float, int, bytes], ...], ...]:
        """Per year the prices and units that its lasten are made of, to be compared to the bit."""
        uit: list[list[tuple[Prijsdeel, float, int, bytes]]] = [[] for _ in range(self.jaren)]
        for lasten in self.lasten:
            for i, prijs in enumerate(lasten.prijzen.tolist()):
                kolom = lasten.plaats.kolom + i
                product = min(kolom, self.jaren)
                uit[lasten.plaats.jaar + i].append((lasten.deel, prijs, product, self.kolommen[..., kolom].tobytes()))
        return tuple(map(tuple, uit))


def price_part(rij: Contractrij, drijvers: Sequence[Drijver], tijdas: Tijdas) -> Prijsdeel:
    """What is drawn for the price of one contract."""
    index, sleutel = len(tijdas.jaren), f"{rij.bestand} {rij.regel}"
    for d in drijvers:
        if d.naam == "index_contract" and rij.prijspeil is not None:
            index = min(max(rij.prijspeil + 1, d.vanaf.year) - tijdas.jaren[0], index)
    eigen = next((d for d in drijvers if d.soort in ("prijzen", "vast") and sleutel in d.banden), None)
    return Prijsdeel(eigen.naam, eigen.banden[sleutel], index) if eigen else Prijsdeel("", GEEN, index)


def price_columns(
    eenheden: Reeks, delen: Sequence[Geprijsd], termen: Sequence[int]
) -> tuple[Reeks, tuple[Kolomplaats, ...]]:
    """The columns that some terms of units and their priced parts need, and which part stands where.

    eenheden: (t, p, r, h, j) -> (t', p, r, h, c). A part that is all of a year takes the column of that year, and what
    the other parts leave of a year is that column less theirs.
    """
    kolommen = [x[termen] for x in np.moveaxis(eenheden, -1, 0)]
    per_jaar: list[list[int]] = [[] for _ in kolommen]
    plaatsen: list[Kolomplaats] = []
    for d, deel in enumerate(delen):
        for j, eigen in enumerate(per_jaar):
            reeks = deel.eenheden[termen][..., j]
            marge = AFRONDING * np.abs(kolommen[j]).max()
            if not deel.prijzen[j] or _apart(reeks, 0.0) <= marge:
                continue
            if zelfde := [k for k in (j, *eigen) if _apart(reeks, kolommen[k]) <= marge]:
                _place(plaatsen, Kolomplaats(d, zelfde[0], j))
            elif _apart(reeks, kolommen[j] - sum(kolommen[k] for k in eigen)) <= marge:
                for k in (j, *eigen):
                    _place(plaatsen, Kolomplaats(d, k, j, teken=1 if k == j else -1))
            else:
                _place(plaatsen, Kolomplaats(d, len(kolommen), j))
                eigen.append(len(kolommen))
                kolommen.append(reeks)
    return np.ascontiguousarray(np.stack(kolommen, axis=-1)), tuple(plaatsen)


def _apart(een: Reeks, ander: Reeks | float) -> float:
    """The most by which two columns differ."""
    return float(np.abs(een - ander).max())


def _place(plaatsen: list[Kolomplaats], nieuw: Kolomplaats) -> None:
    """At the end, as one with an earlier one that goes on where it begins."""
    voor = replace(nieuw, kolom=nieuw.kolom - 1, jaar=nieuw.jaar - 1)
    for i, plaats in enumerate(plaatsen):
        laatste = replace(plaats, kolom=plaats.kolommen.stop - 1, jaar=plaats.jaren.stop - 1, aantal=1)
        if laatste == voor:
            plaatsen[i] = replace(plaats, aantal=plaats.aantal + 1)
            return
    plaatsen.append(nieuw)
