"""A P&C piece as data: tables of exact cents with their sums, and texts. How it looks is for a profile and a writer.

A cell is whole cents, PM (a post without an amount, which counts as nothing), LEEG (nothing is meant to stand there) or
None (not entered: then no total can be given either). Sums and differences are declared, not computed by the author,
so that a workbook can recalculate them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from finance.fouten import Melding
from reports.figuren.figuur import Figuur
from reports.grond.profiel import Aard

PM: Literal["PM"] = "PM"
LEEG: Literal[""] = ""
Cel = int | Literal["PM", ""] | None
Som = tuple[tuple[int, int], ...]
"""(number of the row or column, sign), ... that a total is made of."""


@dataclass(frozen=True)
class Kolom:
    """One column of amounts. With `som` it adds other columns, with `verschil` it compares (begroting, rekening)."""

    kop: str
    naam: str = ""
    """Name in `reports.grond.profiel.KOLOMMEN`, by which a profile chooses."""
    som: Som = ()
    verschil: tuple[int, int] | None = None
    optelbaar: bool = True
    """False for percentiles: their totals are given, never added."""


@dataclass(frozen=True)
class Regel:
    """One row. `cellen`: per column; where a column or row computes, what stands here is not used."""

    label: str
    aard: Aard
    cellen: tuple[Cel, ...] = ()
    som: Som = ()
    merk: str = ""
    """'I' incidenteel, 'S' structureel, 'I/S' both, or nothing."""

    @property
    def totaal(self) -> bool:
        """Whether the row adds others."""
        return bool(self.som)


@dataclass(frozen=True)
class Tabel:
    """One table with its title and remarks."""

    titel: str
    kolommen: tuple[Kolom, ...]
    regels: tuple[Regel, ...]
    opmerkingen: tuple[str, ...] = ()
    eerste_kop: str = ""

    def values(self) -> tuple[tuple[Cel, ...], ...]:
        """Every cell, totals and added columns included; a compared column holds the advantage. (row, column)"""
        uit: list[list[Cel]] = []
        for regel in self.regels:
            rij: list[Cel] = []
            for k, kolom in enumerate(self.kolommen):
                if kolom.som:
                    rij.append(add([(rij[i], teken) for i, teken in kolom.som]))
                elif kolom.verschil:
                    rij.append(None)
                elif regel.som and kolom.optelbaar:
                    rij.append(add([(uit[i][k], teken) for i, teken in regel.som]))
                else:
                    rij.append(regel.cellen[k] if k < len(regel.cellen) else None)
            uit.append(rij)
        return tuple(tuple(rij) for rij in uit)

    def choose(self, namen: Sequence[str]) -> Tabel:
        """The columns with these names, in this order; what a column was computed from need not come along."""
        waarden = self.values()
        oud = [next(i for i, k in enumerate(self.kolommen) if k.naam == naam) for naam in namen]
        plek = {i: n for n, i in enumerate(oud)}
        kolommen = []
        for i in oud:
            kolom = self.kolommen[i]
            som = tuple((plek[j], teken) for j, teken in kolom.som) if all(j in plek for j, _ in kolom.som) else ()
            verschil = (plek[kolom.verschil[0]], plek[kolom.verschil[1]]) if kolom.verschil else None
            kolommen.append(replace(kolom, som=som, verschil=verschil))
        regels = [
            replace(regel, cellen=tuple(rij[i] for i in oud)) for regel, rij in zip(self.regels, waarden, strict=True)
        ]
        return replace(self, kolommen=tuple(kolommen), regels=tuple(regels))

    @property
    def marked(self) -> bool:
        """Whether any row tells incidenteel from structureel."""
        return any(r.merk for r in self.regels)


def add(delen: Sequence[tuple[Cel, int]]) -> Cel:
    """A signed sum: PM counts as nothing, and with a part that was not entered there is no sum; of blanks a blank."""
    if any(waarde is None for waarde, _ in delen):
        return None
    getallen = [teken * waarde for waarde, teken in delen if isinstance(waarde, int)]
    if getallen:
        return sum(getallen)
    return PM if any(waarde == PM for waarde, _ in delen) else LEEG


@dataclass(frozen=True)
class Hoofdstuk:
    """A heading with sentences, tables and figures, in that order."""

    kop: str
    zinnen: tuple[str, ...] = ()
    tabellen: tuple[Tabel, ...] = ()
    figuren: tuple[Figuur, ...] = ()


@dataclass(frozen=True)
class Stuk:
    """A whole piece."""

    naam: str
    """Stem of the files: begroting-2026."""
    titel: str
    ondertitel: str
    let_op: str
    """Stands above everything, such as FICTIEF; may be empty."""
    antwoord: str
    hoofdstukken: tuple[Hoofdstuk, ...]
    herkomst: tuple[tuple[str, str], ...] = ()
    """What the figures rest on: (what, value)."""
    vingerafdrukken: tuple[tuple[str, str], ...] = ()
    """(file, sha256) of the region folder, so that a reader can tell whether it is the same."""
    ontbreekt: tuple[Melding, ...] = field(default=())
    """Input that would fill the open cells, with where to put it."""
    een_pagina: bool = False
    """A letter: on paper it is one A4."""

    @property
    def tabellen(self) -> tuple[Tabel, ...]:
        """All tables in order."""
        return tuple(t for h in self.hoofdstukken for t in h.tabellen)
