"""Texts and cells of a booking export -> whole cents, codes and texts, exactly; each distinct value is parsed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding
from scenarios.grond.bedragen import CENTEN, clean, to_whole_cents
from scenarios.grond.bladdetails import LegeFormule, code_text

MAX_MELDINGEN = 20
BEDRAG = "een bedrag in euro's met ten hoogste twee decimalen"
_BEIDE = re.compile(r"\d([.,])\d{3}(?:\1\d{3})*(?!\1)([.,])\d+$")
# Whole euros with a thousands sign, or cents with a zero behind them: only the other amounts tell.
_DRIE_OP_NUL = re.compile(r"[+-]?\d{1,3}\.\d{2}0")
_HERHAALD = re.compile(r"\d([.,])\d{3}\1\d{3}")


@dataclass(frozen=True)
class Bronkolom:
    """One column: `waarden[codes]` are the cells. codes: shape (rij,)"""

    waarden: list[Any]
    codes: NDArray[np.int32]

    def take(self, per_waarde: Iterable[Any], dtype: Any) -> NDArray[Any]:
        """A property of the unique values, spread over the rows. shape: (rij,)"""
        return np.array([*per_waarde, None] if dtype is object else list(per_waarde), dtype=dtype)[self.codes]

    def rows(self, keuze: NDArray[Any]) -> Bronkolom:
        """The same column for a part of the rows."""
        return Bronkolom(self.waarden, self.codes[keuze])

    def texts(self) -> Bronkolom:
        """Cells as texts; a number becomes its integer text once."""
        return Bronkolom([code_text(w) for w in self.waarden], self.codes)

    def filled(self) -> NDArray[np.bool_]:
        """Which cells hold something. shape: (rij,)"""
        return self.take((w != "" for w in self.waarden), bool)


def constant(waarde: Any, rijen: int) -> Bronkolom:
    """A column that holds the same in every row."""
    return Bronkolom([waarde], np.zeros(rijen, dtype=np.int32))


@dataclass(frozen=True)
class Bedragkolom:
    """A column of amounts read without complaint. shapes: (rij,)"""

    centen: NDArray[np.int64]
    leeg: NDArray[np.bool_]
    fout: NDArray[np.bool_]
    decimaal: str = ","
    twijfel: str = ""
    """Why the decimal sign of the column is not certain; empty when it is."""


def read_amounts(kolom: Bronkolom, decimaal: str = "") -> Bedragkolom:
    """Cents of a column. `decimaal`: ',' or '.', or '' to learn it from the column itself."""
    schoon = {n: clean(w) for n, w in enumerate(kolom.waarden) if isinstance(w, str)}
    teken, twijfel = (decimaal, "") if decimaal else decimal_sign(schoon.values())
    centen, fout = [], []
    for nummer, waarde in enumerate(kolom.waarden):
        try:
            centen.append(to_whole_cents(schoon.get(nummer, waarde), teken))
            fout.append(False)
        except ValueError:
            centen.append(0)
            fout.append(True)
    leeg = [isinstance(w, str) and (isinstance(w, LegeFormule) or not w.strip()) for w in kolom.waarden]
    is_leeg = kolom.take(leeg, bool)
    return Bedragkolom(kolom.take(centen, np.int64), is_leeg, kolom.take(fout, bool) & ~is_leeg, teken, twijfel)


def decimal_sign(schoon: Iterable[str]) -> tuple[str, str]:
    """The decimal sign that a column shows, and why it is not certain. Whole euros show none: then ','."""
    teksten = {t for t in schoon if t}
    tekens: set[str] = set()
    duizend: set[str] = set()
    for tekst in teksten:
        if beide := _BEIDE.search(tekst):
            tekens.add(beide[2])
            duizend.add(beide[1])
        elif herhaald := _HERHAALD.search(tekst):
            duizend.add(herhaald[1])
        elif centen := CENTEN.search(tekst):
            tekens.add(next(g for g in centen.groups() if g))
    if len(tekens) == 2 or tekens & duizend:
        return ",", "decimale komma's en punten door elkaar"
    if tekens:
        teken = tekens.pop()
        drie, twee = (
            any(re.search(rf"(?<!\d)\d{{1,3}}{re.escape(teken)}\d{{{n}}}$", t) for t in teksten) for n in ("3", "1,2")
        )
        return teken, f"bedragen met twee en met drie cijfers achter {teken!r}" if drie and twee else ""
    if duizend:
        return ("," if duizend == {"."} else "."), ""
    drietal = {t[-4] for t in teksten if re.search(r"\d[.,]\d{3}$", t)}
    if drietal == {","}:
        return ".", "alleen bedragen met drie cijfers achter de komma, zoals 12,500"
    if drietal == {"."} and all(_DRIE_OP_NUL.fullmatch(t) for t in teksten if t not in ("0", "-0")):
        return ",", "alleen bedragen met drie cijfers achter de punt, zoals 12.500"
    return (",", "") if drietal != {",", "."} else (",", "punten en komma's voor drie cijfers door elkaar")


def complain(
    naam: str, plekken: Callable[[int], str], cellen: Bronkolom, fout: NDArray[np.bool_], verwacht: str
) -> Iterable[Melding]:
    """A message for the first cells that are wrong, and one that counts the rest."""
    raak = np.flatnonzero(fout)
    for rij in raak[:MAX_MELDINGEN]:
        waarde = cellen.waarden[cellen.codes[rij]]
        gevonden = "een lege cel" if waarde == "" else repr(waarde)
        if isinstance(waarde, LegeFormule):
            gevonden = "een formule zonder uitkomst"
        yield Melding(naam, plekken(int(rij)), gevonden, verwacht)
    if len(raak) > MAX_MELDINGEN:
        yield Melding(naam, "", f"nog {len(raak) - MAX_MELDINGEN} regels met zo'n fout", verwacht)
