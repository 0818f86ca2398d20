"""Finding the head of a sheet, and the table under it as columns of unique values."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from scenarios.grond.werkboekbestand import cell_name, column_letter
from scenarios.inlezen.bestand import Bronblad, check_widths
from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.tekstrijen import Tekstrijen
from scenarios.inlezen.waarden import Bronkolom, matching
from scenarios.inlezen.woorden import GELD, TOTAAL, TOTAALDELEN, kind_of

MAX_KOP = 60
"""The head stands within so many filled rows."""
MIN_HERKEND = 3


_BESLIST = ("datum", "boekjaar", "periode", "gemeente", "voorziening", "doelgroep", "leerroute", "grootboek")
"""Columns of which a second one may say that a booking counts elsewhere"""


@dataclass(frozen=True)
class Brontabel:
    """One export below its head. shapes: (rij,)"""

    naam: str
    titels: tuple[str, ...]
    kolommen: tuple[Bronkolom, ...]
    regels: NDArray[np.int32]
    blad: NDArray[np.int32]
    bladen: tuple[str, ...]
    verborgen: NDArray[np.bool_]
    kort: NDArray[np.bool_]
    """Rows of a text file with fewer cells than the head."""
    koppen: tuple[int, ...]
    """Row number of the head of every sheet."""
    boven: tuple[str, ...]
    """The texts above the head."""
    scheiding: str = ""
    """The separator, of a text file"""
    plekken: Mapping[str, int] = field(default_factory=dict)
    """Title in small letters -> number of its column from 0, on the last sheet"""

    def column(self, titel: str) -> Bronkolom | None:
        """The column with this title, capitals aside."""
        gezocht = titel.casefold()
        return next((k for t, k in zip(self.titels, self.kolommen, strict=True) if t.casefold() == gezocht), None)

    def place(self, rij: int, titel: str, eigen: str) -> str:
        """Where a cell stands: a line of a text file, a cell of a sheet."""
        blad = self.bladen[self.blad[rij]]
        regel = int(self.regels[rij])
        if not blad:
            return f"regel {regel}, kolom {eigen}"
        positie = next((n for n, t in enumerate(self.titels) if t.casefold() == titel.casefold()), None)
        return f"blad {blad}, {'rij ' + str(regel) if positie is None else 'cel ' + cell_name(regel, positie)}"


def find_head(blad: Bronblad) -> tuple[int, int] | None:
    """Index of the row that names the most columns, and how many kinds it names; None when no row names enough."""
    beste, meeste = None, 0
    for nummer, rij in enumerate(blad.rijen[:MAX_KOP]):
        soorten = {s[0] for c in rij if isinstance(c, str) and c and (s := kind_of(c))}
        genoeg = len(soorten) >= (MIN_HERKEND - 1 if soorten & {"bedrag", "debet"} else MIN_HERKEND)
        if genoeg and len(soorten) > meeste:
            beste, meeste = nummer, len(soorten)
    return None if beste is None else (beste, meeste)


def locate_head(blad: Bronblad, namen: Collection[str]) -> int | None:
    """Index of the first row that holds all these titles."""
    gezocht = {n.casefold() for n in namen}
    for nummer, rij in enumerate(blad.rijen[:MAX_KOP]):
        if gezocht <= {t.casefold() for t in titles(blad, nummer)} and any(c != "" for c in rij):
            return nummer
    return None


def titles(blad: Bronblad, kop: int) -> list[str]:
    """The titles in the head: two rows become one where the second only says more; every name occurs once.

    A column without a title is named after its letter; a second 'Bedrag' becomes 'Bedrag (2)'.
    """
    rij = [str(c).strip() for c in blad.rijen[kop]]
    boven = _spanning(blad, kop)
    rij = [t or b for t, b in zip(rij, boven, strict=True)]
    uit: list[str] = []
    gezien: dict[str, int] = {}
    for positie, titel in enumerate(rij):
        naam = " ".join(titel.split()) or f"kolom {column_letter(positie)}"
        keer = gezien[naam.casefold()] = gezien.get(naam.casefold(), 0) + 1
        uit.append(naam if keer == 1 else f"{naam} ({keer})")
    return uit


def _spanning(blad: Bronblad, kop: int) -> list[str]:
    """Titles that stand in the row above and are merged down into the head."""
    rij = blad.rijen[kop]
    uit = [""] * len(rij)
    nummer = blad.regels[kop] - 1
    for (van, links), (tot, rechts) in blad.samengevoegd:
        if van < nummer <= tot and links == rechts and links < len(rij) and van + 1 in blad.regels:
            uit[links] = str(blad.rijen[blad.regels.index(van + 1)][links]).strip()
    return uit


def make_table(naam: str, bladen: Sequence[tuple[Bronblad, int]]) -> Brontabel:
    """The rows under the heads (sheet, index of its head) as one table; columns of different sheets meet by title."""
    koppen = [titles(blad, kop) for blad, kop in bladen]
    alle: dict[str, str] = {}
    for titel in (t for kop in koppen for t in kop):
        alle.setdefault(titel.casefold(), titel)
    plekken = [{t.casefold(): n for n, t in enumerate(kop)} for kop in koppen]
    blad, kop = bladen[0]
    if isinstance(blad.rijen, Tekstrijen):
        raise_if_any(check_widths(blad.rijen, blad.regels, kop, len(koppen[0]), naam))
        onder = blad.rijen.below(kop)
        delen = [_Deel(np.array(blad.regels, dtype=np.int32)[onder], blad.rijen.lengtes[onder] < _width(blad, kop))]
        kolommen = {titel: blad.rijen.column(plekken[0][titel], onder) for titel in alle}
    else:
        delen, kolommen = _read_sheets(bladen, plekken, alle)
    regels = np.concatenate([d.regels for d in delen])
    if not len(regels):
        raise Invoerfout([Melding(naam, "", "geen boekingen", "ten minste één boeking onder de kopregel")])
    gevuld = {t: k for t, k in kolommen.items() if not (alle[t].startswith("kolom ") and k.waarden == [""])}
    return Brontabel(
        naam,
        tuple(alle[t] for t in gevuld),
        tuple(gevuld.values()),
        regels,
        np.repeat(np.arange(len(delen), dtype=np.int32), [len(d.regels) for d in delen]),
        tuple(b.naam for b, _ in bladen),
        np.concatenate([np.isin(d.regels, list(b.verborgen)) for d, (b, _) in zip(delen, bladen, strict=True)]),
        np.concatenate([d.kort for d in delen]),
        tuple(b.regels[k] for b, k in bladen),
        tuple(str(c) for b, k in bladen for r in b.rijen[:k] for c in r if str(c).strip()),
        blad.scheiding,
        plekken[-1],
    )


@dataclass(frozen=True)
class _Deel:
    """The rows under one head. shapes: (rij,)"""

    regels: NDArray[np.int32]
    kort: NDArray[np.bool_]


def _width(blad: Bronblad, kop: int) -> int:
    """How many cells a row of a text file must have: up to the last title."""
    return max(n + 1 for n, titel in enumerate(blad.rijen[kop]) if titel != "")


def _read_sheets(
    bladen: Sequence[tuple[Bronblad, int]], plekken: Sequence[Mapping[str, int]], titels: Iterable[str]
) -> tuple[list[_Deel], dict[str, Bronkolom]]:
    maker = {titel: _Indexer() for titel in titels}
    delen = []
    for (blad, kop), plek in zip(bladen, plekken, strict=True):
        # Some systems repeat the head on every page.
        paren = [
            p for p in zip(_fill_merged(blad, kop), blad.regels[kop + 1 :], strict=True) if p[0] != blad.rijen[kop]
        ]
        onder = [rij for rij, _ in paren]
        delen.append(_Deel(np.array([regel for _, regel in paren], dtype=np.int32), np.zeros(len(onder), dtype=bool)))
        for titel, indexer in maker.items():
            positie = plek.get(titel)
            indexer.extend(["" if positie is None or positie >= len(r) else r[positie] for r in onder])
    return delen, {titel: indexer.column() for titel, indexer in maker.items()}


def _fill_merged(blad: Bronblad, kop: int) -> list[list[Any]]:
    """The rows under the head, with cells merged downwards filled: they hold one value for all their rows."""
    onder = list(blad.rijen[kop + 1 :])
    begin = blad.regels[kop]
    for (van, links), (tot, _) in blad.samengevoegd:
        if van >= begin and tot > van:
            rijen = [r for r, n in zip(onder, blad.regels[kop + 1 :], strict=True) if van < n <= tot + 1]
            if rijen and _may_repeat(rijen[0][links], titles(blad, kop)[links]):
                for rij in rijen[1:]:
                    rij[links] = rijen[0][links]
    return onder


def _may_repeat(waarde: Any, titel: str) -> bool:
    """An amount merged over rows is one amount; a code or a text holds for each of them."""
    soort = kind_of(titel)
    return (soort is not None or not isinstance(waarde, float)) and (soort is None or soort[0] not in GELD)


class _Indexer:
    """Builds a Bronkolom cell by cell."""

    def __init__(self) -> None:
        # The type belongs to the key: 1, 1.0 and True are equal in Python and different in a sheet.
        self.nummers: dict[tuple[type, Any], int] = {}
        self.codes = array("i")

    def extend(self, cellen: Sequence[Any]) -> None:
        nummers = self.nummers
        self.codes.extend(nummers.setdefault((type(c), c), len(nummers)) for c in cellen)

    def column(self) -> Bronkolom:
        return Bronkolom([w for _, w in self.nummers], np.frombuffer(self.codes, dtype=np.int32))


def missing_titles(naam: str, blad: Bronblad, kop: int, gezocht: Iterable[tuple[str, str]]) -> Iterable[Melding]:
    """A message for every title (own name, name in the file) that the head does not hold."""
    koppen = titles(blad, kop)
    plaats = f"{'blad ' + blad.naam + ', ' if blad.naam else ''}{'rij' if blad.naam else 'regel'} {blad.regels[kop]}"
    if len(koppen) == 1:
        regel = str(blad.rijen[kop][0])
        yield Melding(
            naam,
            plaats,
            f"één kolom ({regel[:60]!r})",
            "kolommen gescheiden door ; of ,",
            "Controleer het scheidingsteken van de export.",
        )
        return
    aanwezig = {k.casefold() for k in koppen}
    for eigen, titel in gezocht:
        if titel.casefold() not in aanwezig:
            mend = f"{suggest(titel, koppen)} Zet de naam onder kolommen in verantwoording.toml of draai spuk inlezen."
            yield Melding(naam, plaats, f"geen kolom {titel!r}", f"een kolom voor {eigen}", mend.strip())


def labelled(tabel: Brontabel) -> NDArray[np.bool_]:
    """Rows with a cell that calls itself a total. shape: (rij,)"""
    uit = np.zeros(len(tabel.regels), dtype=bool)
    for kolom in tabel.kolommen:
        if any(raak := matching(kolom.waarden, TOTAAL, TOTAALDELEN)):
            uit |= kolom.take(raak, bool)
    return uit


def second_columns(tabel: Brontabel, blok: Boekingbestand) -> Iterator[Melding]:
    """A column that decides where a booking counts, and stands there again with something else in it."""
    for naam in _BESLIST:
        titel = blok.title(naam)
        ander = f"{titel} (2)"
        if not titel or ander in (*blok.ongebruikt, *blok.kolommen.values()):
            continue
        een, twee = tabel.column(titel), tabel.column(ander)
        if een is None or twee is None:
            continue
        cellen, weer = (k.take(map(str, k.waarden), object) for k in (een, twee))
        if ((cellen != weer) & (weer != "")).any():
            herstel = f'Haal er een weg, of zet in verantwoording.toml bij dit bestand: ongebruikt = ["{ander}"].'
            yield Melding(blok.bestand, f"kolom {titel}", "deze kolom twee keer", "iedere kolom één keer", herstel)
