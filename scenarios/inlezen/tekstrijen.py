"""The rows of a text file kept as columns of unique values: a million rows have few different dates and codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.grond.csvtekst import Regelblok
from scenarios.inlezen.waarden import Bronkolom, constant

MEEST_KOLOMMEN = 200
MERKEN = ("=", "'")
"""What a cell begins with that is marked as a text"""
_STREEP = re.compile(r"[-=_+*|]{3,}|")


@dataclass(frozen=True)
class Tekstrijen(Sequence[list[str]]):
    """Rows of bare cells, those that hold nothing but dashes left out. shapes: (rij,)"""

    kolommen: tuple[Bronkolom, ...]
    """As many as a row usually has cells; an empty text where a row has ended"""
    lengtes: NDArray[np.int32]
    """How many cells a row has"""
    breed: Mapping[int, list[str]] = field(default_factory=dict)
    """The rows that have more cells than there are columns: a few of them do not make the whole table that wide"""

    def __len__(self) -> int:
        return len(self.lengtes)

    @overload
    def __getitem__(self, plek: int) -> list[str]: ...
    @overload
    def __getitem__(self, plek: slice) -> list[list[str]]: ...
    def __getitem__(self, plek: int | slice) -> list[str] | list[list[str]]:
        if isinstance(plek, slice):
            return [self[n] for n in range(*plek.indices(len(self)))]
        rij = range(len(self))[plek]
        return self.breed.get(rij) or [k.waarden[k.codes[rij]] for k in self.kolommen[: self.lengtes[rij]]]

    def below(self, kop: int) -> NDArray[np.int64]:
        """The rows under this head that do not repeat it, as some systems do on every page."""
        gelijk = self.lengtes == self.lengtes[kop]
        for kolom in self.kolommen:
            gelijk &= kolom.codes == kolom.codes[kop]
        if kop in self.breed:
            gelijk[[r for r, cellen in self.breed.items() if cellen != self.breed[kop]]] = False
        gelijk[: kop + 1] = True
        return np.flatnonzero(~gelijk)

    def column(self, plek: int, rijen: NDArray[np.int64]) -> Bronkolom:
        """One column of some of the rows, its values in the order in which they come."""
        if plek < len(self.kolommen):
            kolom = self.kolommen[plek]
            codes, gebruikt = pd.factorize(kolom.codes[rijen])
            return Bronkolom([kolom.waarden[n] for n in gebruikt.tolist()], codes.astype(np.int32), kolom.kaal)
        if all(len(cellen) <= plek for cellen in self.breed.values()):
            return constant("", len(rijen))
        cellen = [r[plek] if (r := self.breed.get(n, [])) and len(r) > plek else "" for n in rijen.tolist()]
        codes, waarden = pd.factorize(np.array(cellen, dtype=object))
        return Bronkolom(list(waarden), codes.astype(np.int32))

    def filled_beyond(self, breedte: int) -> NDArray[np.int64]:
        """The rows with a cell that holds something to the right of so many columns."""
        uit = np.zeros(len(self), dtype=bool)
        for kolom in self.kolommen[breedte:]:
            uit |= kolom.filled()
        for rij, cellen in self.breed.items():
            uit[rij] = any(cellen[breedte:])
        return np.flatnonzero(uit)


def gather_rows(blokken: Iterable[Regelblok]) -> tuple[Tekstrijen, NDArray[np.int64]]:
    """The lines of a file -> its rows, and which of the lines they are, from 0."""
    kolommen: list[_Verzameling] = []
    lengtes = [np.zeros(0, dtype=np.int32)]
    breed: dict[int, list[str]] = {}
    regels = 0
    for blok in blokken:
        lang = np.full(blok.aantal, len(blok.kolommen), dtype=np.int32)
        lang[[*blok.andere]] = [len(cellen) for cellen in blok.andere.values()]
        kolommen = kolommen or [_Verzameling() for _ in range(_usual_width(lang[lang > 0]))]
        rijen = dict(blok.andere)
        if len(blok.kolommen) > len(kolommen):
            rijen |= dict(zip(blok.gelijke, map(list, zip(*blok.kolommen, strict=True)), strict=True))
        breed |= {regels + n: [bare(c) for c in cellen] for n, cellen in rijen.items() if len(cellen) > len(kolommen)}
        for k, kolom in enumerate(kolommen):
            kolom.add(blok.column(k))
        lengtes.append(lang)
        regels += blok.aantal
    alle = Tekstrijen(tuple(k.column() for k in kolommen), np.concatenate(lengtes), breed)
    return _without_dashes(alle)


def _usual_width(lengtes: NDArray[np.int32]) -> int:
    """The most cells that at least one row in a hundred has."""
    tellen = np.bincount(np.minimum(lengtes, MEEST_KOLOMMEN))
    return int(np.flatnonzero(tellen * 100 >= len(lengtes))[-1]) if len(lengtes) else 0


def _without_dashes(rijen: Tekstrijen) -> tuple[Tekstrijen, NDArray[np.int64]]:
    """Without the rows of which every cell is empty or a line of dashes; and which rows are left."""
    leeg = np.ones(len(rijen), dtype=bool)
    for kolom in rijen.kolommen:
        if leeg.any():
            leeg &= kolom.take([_STREEP.fullmatch(w) is not None for w in kolom.waarden], bool)
    for rij, cellen in rijen.breed.items():
        leeg[rij] &= all(map(_STREEP.fullmatch, cellen))
    blijft = np.flatnonzero(~leeg)
    if len(blijft) == len(rijen):
        return rijen, blijft
    kolommen = tuple(k.rows(blijft) for k in rijen.kolommen)
    breed = {n: rijen.breed[rij] for n, rij in enumerate(blijft.tolist()) if rij in rijen.breed}
    return Tekstrijen(kolommen, rijen.lengtes[blijft], breed), blijft


class _Verzameling:
    """Builds a column block by block, of unique values.

    Where most cells differ, to look each of them up as it comes takes three times as long as all of them together.
    """

    def __init__(self) -> None:
        self.nummers: defaultdict[str, int] = defaultdict(count().__next__)
        self.codes: list[NDArray[np.int32]] = []
        self.cellen: list[NDArray[np.object_]] = []

    def add(self, cellen: list[str]) -> None:
        """The next cells."""
        if self.cellen or (not self.codes and 2 * len(set(cellen)) > len(cellen)):
            self.cellen.append(np.array(cellen, dtype=object))
        else:
            self.codes.append(np.fromiter(map(self.nummers.__getitem__, cellen), np.int32, len(cellen)))

    def column(self) -> Bronkolom:
        """All of them, bare."""
        if self.cellen:
            codes, uniek = pd.factorize(np.concatenate(self.cellen))
            ruw = uniek.tolist()
        else:
            codes, ruw = np.concatenate([np.zeros(0, dtype=np.int32), *self.codes]), list(self.nummers)
        waarden = list(map(str.strip, ruw))
        samen = "".join(waarden)
        gemerkt = [n for n, w in enumerate(waarden) if w[:1] in MERKEN] if any(m in samen for m in MERKEN) else ()
        for n in gemerkt:
            waarden[n] = bare(waarden[n])
        if waarden != ruw:
            nummers, uniek = pd.factorize(np.array(waarden, dtype=object))
            codes, waarden = nummers[codes], list(uniek)
        return Bronkolom(waarden, codes.astype(np.int32, copy=False), kaal=not gemerkt)


def bare(cel: str) -> str:
    """A cell without the spaces around it, and without what keeps Excel from taking a code for a number."""
    kaal = cel.strip()
    if kaal[:1] in MERKEN:
        return kaal[2:-1] if kaal.startswith('="') and kaal.endswith('"') else kaal.removeprefix("'")
    return kaal
