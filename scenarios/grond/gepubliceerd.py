"""Figures that others published about the inburgering, each with its source: what an own figure is laid beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenarios.grond.csvtekst import read_dicts
from scenarios.grond.gegevens import Bevolking, data_path

NEDERLAND = "Nederland"
PUNTJAAR = 2021
"""Published budgets are compared per inhabitant on 1 January of this year, as the first of them were."""


@dataclass(frozen=True)
class Publicatie:
    """One published figure."""

    cijfer: str
    gebied: str
    """a gemeente, a provincie or `NEDERLAND`"""
    jaar: int
    waarde: float
    laag: float
    hoog: float
    """the range that the figure stands for; the figure itself where it is but a point"""
    eenheid: str
    status: str
    bron: str
    toelichting: str

    def per_inwoner(self, bevolking: Bevolking) -> float:
        """A yearly amount per inhabitant of its gebied on 1 January of `PUNTJAAR`."""
        if self.gebied == NEDERLAND:
            return self.waarde / bevolking.national(PUNTJAAR)
        code = next(c for c, naam in bevolking.namen.items() if naam == self.gebied)
        return self.waarde / bevolking.of(code, PUNTJAAR)


@lru_cache
def published(cijfer: str) -> tuple[Publicatie, ...]:
    """The points of one figure, in order of year."""
    punten = [
        Publicatie(
            r["cijfer"],
            r["gebied"],
            int(r["jaar"]),
            float(r["waarde"]),
            float(r["laag"] or r["waarde"]),
            float(r["hoog"] or r["waarde"]),
            r["eenheid"],
            r["status"],
            r["bron"],
            r["toelichting"],
        )
        for r in read_dicts(data_path() / "gepubliceerd.csv")
        if r["cijfer"] == cijfer
    ]
    return tuple(sorted(punten, key=lambda p: p.jaar))


def points_in(cijfer: str, jaar: int) -> tuple[Publicatie, ...]:
    """Per gebied the last point of or before a year: a published figure holds until the next one."""
    return tuple({p.gebied: p for p in published(cijfer) if p.jaar <= jaar}.values())
