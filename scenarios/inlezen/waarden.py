"""Texts and cells of a booking export -> whole cents, codes and texts, exactly; each distinct value is parsed once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import to_cents
from finance.fouten import Melding

MAX_MELDINGEN = 20
_KOMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_PUNT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_GEWOON = re.compile(r"-?[0-9]+(?:[.,][0-9]{1,2})?")
_SPATIES = re.compile("[\\s\u00a0\u2007\u2009\u202f]+")
_APOSTROF = re.compile("(?<=\\d)['\u2019\u02bc](?=\\d{3})")
_MINNEN = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\u2014\ufe63\uff0d", "-"))
_VALUTA = re.compile(r"€|EUR(O)?|\x80", re.IGNORECASE)
_GEEN_CENTEN = re.compile(r"(?<=\d)[.,][-=]{1,2}$")
_LETTER = re.compile(r"(CR?|H|DB?|S)$", re.IGNORECASE)
# One or two digits behind a sign are cents; so is anything behind a sign that cannot part thousands.
_CENTEN = re.compile(r"(?:^|\D)(?:\d+([.,])\d{1,2}|\d{4,}([.,])\d{3,}|0+([.,])\d{3,}|\d+([.,])\d{4,})$")
_BEIDE = re.compile(r"\d([.,])\d{3}(?:\1\d{3})*(?!\1)([.,])\d+$")
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


def code_text(cel: Any) -> str:
    """A code as a sheet or a text file holds it: 6130041.0 and '6130041' are one code, '06130041' keeps its zero."""
    if isinstance(cel, float) and cel.is_integer() and abs(cel) < 1e15:
        return str(int(cel))
    if isinstance(cel, datetime | date):
        return f"{cel:%d-%m-%Y}"
    return str(cel).strip()


class LegeFormule(str):
    """A cell with a formula whose outcome was never stored; the text is the formula."""


@dataclass(frozen=True)
class Bedragen:
    """A column of amounts read without complaint. shapes: (rij,)"""

    centen: NDArray[np.int64]
    leeg: NDArray[np.bool_]
    fout: NDArray[np.bool_]
    twijfel: str = ""
    """Why the decimal sign of the column is not certain; empty when it is."""


def read_amounts(kolom: Bronkolom, decimaal: str = "") -> Bedragen:
    """Cents of a column. `decimaal`: ',' or '.', or '' to learn it from the column itself."""
    schoon = {n: clean(w) for n, w in enumerate(kolom.waarden) if isinstance(w, str)}
    teken, twijfel = (decimaal, "") if decimaal else decimal_sign(schoon.values())
    centen, fout = [], []
    for nummer, waarde in enumerate(kolom.waarden):
        try:
            centen.append(_to_cents(schoon.get(nummer, waarde), teken))
            fout.append(False)
        except ValueError:
            centen.append(0)
            fout.append(True)
    leeg = [isinstance(w, str) and (isinstance(w, LegeFormule) or not w.strip()) for w in kolom.waarden]
    is_leeg = kolom.take(leeg, bool)
    return Bedragen(kolom.take(centen, np.int64), is_leeg, kolom.take(fout, bool) & ~is_leeg, twijfel)


def clean(tekst: str) -> str:
    """An amount without what people and systems put around it: currency, spaces, brackets, a sign or letter behind."""
    if _GEWOON.fullmatch(tekst):
        return tekst
    schoon = _APOSTROF.sub("", _SPATIES.sub("", _VALUTA.sub("", tekst.translate(_MINNEN).replace("-/-", "-"))))
    teken = ""
    if schoon.startswith("(") and schoon.endswith(")"):
        schoon, teken = schoon[1:-1], "-"
    if len(schoon) > 1 and (letter := _LETTER.search(schoon)) and schoon[0] in "+-0123456789":
        schoon = schoon[: letter.start()]
        teken = "-" if letter[1][0].upper() in "CH" else teken
    schoon = _GEEN_CENTEN.sub("", schoon)
    if len(schoon) > 1 and schoon[-1] in "+-":
        schoon = schoon[-1].strip("+") + schoon[:-1]
    if schoon == "-":  # how Excel shows zero in accounts
        return "0"
    return f"{teken}{schoon}" if not (teken and schoon.startswith("-")) else f"-{teken}{schoon}"


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
        elif centen := _CENTEN.search(tekst):
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
    return (",", "") if drietal != {",", "."} else (",", "punten en komma's voor drie cijfers door elkaar")


def _to_cents(waarde: Any, teken: str) -> int:
    if isinstance(waarde, str):
        if _GEWOON.fullmatch(waarde) and len(waarde) < 13:
            heel, komma, deel = waarde.partition(teken)
            if komma or heel.lstrip("-").isdigit():
                centen = int(heel.lstrip("-")) * 100 + int(deel.ljust(2, "0"))
                return -centen if waarde[0] == "-" else centen
        if not (_KOMMA if teken == "," else _PUNT).fullmatch(waarde):
            raise ValueError
        exact = Decimal(waarde.replace("." if teken == "," else ",", "").replace(",", "."))
        centen = to_cents(exact)
        # Noise of binary fractions behind the cent is no third decimal of money.
        rest = abs(exact * 100 - centen)
        if rest and (rest > Decimal("1e-4") or -exact.as_tuple().exponent < 6):  # type: ignore[operator]
            raise ValueError
        return centen
    if isinstance(waarde, bool) or not isinstance(waarde, (int, float)) or not math.isfinite(waarde):
        raise ValueError
    # A sheet holds binary fractions: 0.1 + 0.2 is thirty cents; 0.125 is no amount of money.
    centen = to_cents(Decimal(waarde))
    if abs(waarde * 100 - centen) > 1e-4:
        raise ValueError
    return centen


def parse_cents(waarde: Any) -> Any:
    """One amount typed by hand ('1.234,56', '1234.56', 1234) -> cents; for pydantic fields."""
    try:
        if isinstance(waarde, str):
            schoon = clean(waarde)
            return _to_cents(schoon, "." if _PUNT.fullmatch(schoon) and _CENTEN.search(schoon) else ",")
        if isinstance(waarde, int) and not isinstance(waarde, bool):
            return to_cents(waarde)
    except ValueError:
        pass
    raise ValueError('een bedrag met ten hoogste twee decimalen, zoals "1234,56"')


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
