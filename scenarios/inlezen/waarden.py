"""Texts and cells of a booking export -> whole cents, codes and texts, exactly; each distinct value is parsed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding
from scenarios.grond.bedragen import CENTEN, clean, read_plain, to_whole_cents
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
    kaal: bool = False
    """Whether all values are texts without spaces around them"""

    def take(self, per_waarde: Iterable[Any], dtype: Any) -> NDArray[Any]:
        """A property of the unique values, spread over the rows. shape: (rij,)"""
        return np.array([*per_waarde, None] if dtype is object else list(per_waarde), dtype=dtype)[self.codes]

    def each(self, wat: Callable[[Any], Any], dtype: Any) -> NDArray[Any]:
        """A property of the values of a few of all rows, of each that occurs once. shape: (rij,)"""
        per_code = {c: wat(self.waarden[c]) for c in set(self.codes.tolist())}
        return np.array([per_code[c] for c in self.codes.tolist()], dtype=dtype)

    def rows(self, keuze: NDArray[Any]) -> Bronkolom:
        """The same column for a part of the rows."""
        return Bronkolom(self.waarden, self.codes[keuze], self.kaal)

    def texts(self) -> Bronkolom:
        """Cells as texts; a number becomes its integer text once."""
        return self if self.kaal else Bronkolom([code_text(w) for w in self.waarden], self.codes, kaal=True)

    def filled(self) -> NDArray[np.bool_]:
        """Which cells hold something. shape: (rij,)"""
        return self.take([w != "" for w in self.waarden], bool)


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


def matching(waarden: Sequence[Any], patroon: re.Pattern[str], delen: Sequence[str]) -> list[bool]:
    """Which values are a text that begins as the pattern says. delen: folded, one of them stands in every such text.

    The pattern is tried only where one of the parts stands in one of a thousand values.
    """
    uit = [False] * len(waarden)
    for begin in range(0, len(waarden), 1000):
        deel = waarden[begin : begin + 1000]
        samen = "\n".join([w for w in deel if isinstance(w, str)]).casefold()
        if any(d in samen for d in delen):
            uit[begin : begin + 1000] = [isinstance(w, str) and patroon.match(w) is not None for w in deel]
    return uit


def read_amounts(kolom: Bronkolom, decimaal: str = "") -> Bedragkolom:
    """Cents of a column. `decimaal`: ',' or '.', or '' to learn it from the column itself."""
    waarden = kolom.waarden
    gewoon = read_plain(waarden)
    ander = np.flatnonzero(~gewoon.goed).tolist()
    schoon = {n: clean(waarden[n]) for n in ander if isinstance(waarden[n], str)}
    teken, twijfel = (decimaal, "") if decimaal else decimal_sign([*schoon.values(), *gewoon.kinds()])
    centen, fout = gewoon.centen, np.zeros(len(waarden), dtype=bool)
    leeg = fout.copy()
    for nummer in ander:
        waarde = waarden[nummer]
        try:
            centen[nummer] = to_whole_cents(schoon.get(nummer, waarde), teken)
        except ValueError:
            fout[nummer] = True
        leeg[nummer] = isinstance(waarde, str) and (isinstance(waarde, LegeFormule) or not waarde.strip())
    vreemd = gewoon.goed & (gewoon.teken != 0) & (gewoon.teken != ord(teken))
    centen[vreemd], fout[vreemd] = 0, True
    return Bedragkolom(centen[kolom.codes], leeg[kolom.codes], (fout & ~leeg)[kolom.codes], teken, twijfel)


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
