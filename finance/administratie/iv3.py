"""Iv3 of one gemeente: lasten and baten per taakveld and economische categorie, quarter by quarter, in whole cents.

Legal source: BBV art. 71-74 and the Regeling informatie voor derden. Quarters are told both apart and together, for a
quarterly delivery holds the year so far.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, TypeVar

KWARTALEN = 4
K = TypeVar("K")


@dataclass(frozen=True)
class Iv3regel:
    """One cell of the matrix in four quarters, each apart (cents)."""

    zijde: Literal["lasten", "baten"]
    taakveld: str
    categorie: str
    kwartalen: tuple[int, int, int, int]

    @property
    def totaal(self) -> int:
        """The whole year."""
        return sum(self.kwartalen)

    @property
    def cumulatief(self) -> tuple[int, ...]:
        """The year up to and including each quarter."""
        return tuple(accumulate(self.kwartalen))


def quarters_of(standen: Sequence[Mapping[K, int]]) -> dict[K, tuple[int, int, int, int]]:
    """Per key the quarters apart, from four standings of the year so far; they add up to the last one."""
    sleutels = dict.fromkeys(k for stand in standen for k in stand)
    uit = {}
    for sleutel in sleutels:
        een, twee, drie, vier = (stand.get(sleutel, 0) for stand in standen)
        uit[sleutel] = een, twee - een, drie - twee, vier - drie
    return uit


def follow_costs(lasten: Mapping[str, Sequence[int]], baten: Mapping[str, int]) -> dict[str, tuple[int, int, int, int]]:
    """Baten per taakveld in quarters: they follow the lasten, and the last quarter has what the year then lacks.

    lasten: per taakveld four quarters; baten: per taakveld the whole year.
    """
    uit = {}
    for veld in dict.fromkeys([*lasten, *baten]):
        een, twee, drie = lasten.get(veld, (0, 0, 0))[:3]
        uit[veld] = een, twee, drie, baten.get(veld, 0) - een - twee - drie
    return uit


def join(regels: Iterable[Iv3regel]) -> tuple[Iv3regel, ...]:
    """One line per cell of the matrix, lasten first; cells that are nothing in every quarter are left out."""
    som: dict[tuple[str, str, str], list[int]] = {}
    for r in regels:
        rij = som.setdefault((r.zijde, r.taakveld, r.categorie), [0] * KWARTALEN)
        for k, bedrag in enumerate(r.kwartalen):
            rij[k] += bedrag
    volgorde = sorted(som, key=lambda s: (s[0] != "lasten", _by_number(s[1]), _by_number(s[2])))
    return tuple(
        Iv3regel(s[0], s[1], s[2], (som[s][0], som[s][1], som[s][2], som[s][3]))  # type: ignore[arg-type]
        for s in volgorde
        if any(som[s])
    )


def _by_number(code: str) -> list[tuple[int, str]]:
    """0.7 before 0.11 and 6.6 before 6.71a, as the lists have it."""
    return [(len(re.sub(r"\D.*", "", deel)), deel) for deel in code.split(".")]
