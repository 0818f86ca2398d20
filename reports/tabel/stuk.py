"""A piece as data: an answer, and chapters of sentences, tables and figures, with what it all rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from finance.fouten import Melding
from reports.figuren.figuur import Figuur
from reports.tabel.tabel import Tabel
from scenarios.engine.fingerprint import make_mark


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
    krap: bool = False
    """On paper as close as a letter, with the figures of a chapter side by side."""

    def mark(self, profiel: str) -> str:
        """The mark of its files, shown in this profile."""
        wat = (self.naam, self.titel, self.ondertitel, self.antwoord, self.herkomst, self.vingerafdrukken)
        return make_mark(wat, profiel)

    @property
    def tabellen(self) -> tuple[Tabel, ...]:
        """All tables in order."""
        return tuple(t for h in self.hoofdstukken for t in h.tabellen)
