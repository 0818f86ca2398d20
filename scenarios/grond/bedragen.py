"""An amount as people and systems write it -> whole cents, exactly."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import to_cents
from finance.taal.tekens import ONZICHTBAAR

_KOMMA = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)
_PUNT = re.compile(r"[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_GEWOON = re.compile(r"-?[0-9]+(?:[.,][0-9]{1,2})?")
_LANGST = 12
"""Characters of an amount that is read at once with others"""
_TEGELIJK = 1 << 16
_SPATIES = re.compile(f"[\\s\u00a0\u2007\u2009\u202f{ONZICHTBAAR}]+")
"""Spaces, and signs without a width that steer the direction of a text."""
_APOSTROF = re.compile("(?<=\\d)['`\u00b4\u2018\u2019\u02bc](?=\\d{3})")
_MINNEN = str.maketrans(dict.fromkeys("\u2212\u00ad\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-"))
_VALUTA = re.compile(r"€|EUR(O)?|\x80", re.IGNORECASE)
_GEEN_CENTEN = re.compile(r"(?<=\d)([.,])[-=]{1,2}$")
_LOSSE_CIJFERS = re.compile("\\d[\\s\u00a0\u2007\u2009\u202f]+\\d{1,2}(?!\\d)")
"""A space that parts no thousands: two amounts in one cell, or a slip."""
_LETTER = re.compile(r"(CR?|H|D[BR]?|S)$", re.IGNORECASE)
_ENGELS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+", re.ASCII)
"""Thousands of an English system, or an amount with three decimals: by itself nobody can tell."""
# One or two digits behind a sign are cents; so is anything behind a sign that cannot part thousands.
CENTEN = re.compile(r"(?:^|\D)(?:\d+([.,])\d{1,2}|\d{4,}([.,])\d{3,}|0+([.,])\d{3,}|\d+([.,])\d{4,})$")


def clean(tekst: str) -> str:
    """An amount without what people and systems put around it: currency, spaces, brackets, a sign or letter behind."""
    if _GEWOON.fullmatch(tekst):
        return tekst
    if _LOSSE_CIJFERS.search(tekst):
        return tekst
    schoon = _APOSTROF.sub("", _SPATIES.sub("", _VALUTA.sub("", tekst.translate(_MINNEN).replace("-/-", "-"))))
    teken = ""
    if schoon.startswith("(") and schoon.endswith(")"):
        schoon, teken = schoon[1:-1], "-"
    if len(schoon) > 1 and (letter := _LETTER.search(schoon)) and schoon[0] in "+-0123456789":
        schoon = schoon[: letter.start()]
        teken = "-" if letter[1][0].upper() in "CH" else teken
    # '1.500,-' shows its decimal sign; a point before the dash may be a thousands sign elsewhere in the column.
    schoon = _GEEN_CENTEN.sub(lambda m: ",00" if m[1] == "," else "", schoon)
    if len(schoon) > 1 and schoon[-1] in "+-":
        schoon = schoon[-1].strip("+") + schoon[:-1]
    if schoon == "-":  # how Excel shows zero in accounts
        return "0"
    return f"{teken}{schoon}" if not (teken and schoon.startswith("-")) else f"-{teken}{schoon}"


@dataclass(frozen=True)
class Gewoon:
    """Amounts that are written plainly, as `-1234,5` or `12.50`: what `to_whole_cents` makes of them. shapes: (n,)"""

    goed: NDArray[np.bool_]
    """Which are; the others are left to `clean` and `to_whole_cents`"""
    centen: NDArray[np.int64]
    teken: NDArray[np.uint32]
    """The sign before the cents; 0 for whole euros"""
    cijfers: NDArray[np.int64]
    """Digits before that sign"""

    def kinds(self) -> Iterator[str]:
        """A text of every kind that occurs, which tells as much of the decimal sign of a column as all of them."""
        nul = self.goed & (self.teken == 0) & (self.cijfers == 1) & (self.centen == 0)
        if nul.any():
            yield "0"
        if (self.goed & (self.teken == 0) & ~nul).any():
            yield "1"
        for teken in ",.":
            raak = self.goed & (self.teken == ord(teken))
            if (raak & (self.cijfers <= 3)).any():
                yield f"1{teken}00"
            if (raak & (self.cijfers > 3)).any():
                yield f"1000{teken}00"


def read_plain(waarden: Sequence[Any]) -> Gewoon:
    """All amounts at once; what is not written plainly, or is no text, is marked as such."""
    delen = [_read_plain(waarden[n : n + _TEGELIJK]) for n in range(0, len(waarden) or 1, _TEGELIJK)]
    return Gewoon(*map(np.concatenate, zip(*delen, strict=True)))


def _read_plain(waarden: Sequence[Any]) -> tuple[NDArray[Any], ...]:
    teksten = [w if type(w) is str else "" for w in waarden]
    lengte = np.fromiter(map(len, teksten), np.int64, len(teksten))
    tekens = np.array(teksten, dtype=f"U{_LANGST + 1}").view(np.uint32).reshape(len(teksten), _LANGST + 1)
    cijfer = (tekens >= ord("0")) & (tekens <= ord("9"))
    rij = np.arange(len(teksten))
    een, twee = (tekens[rij, np.clip(lengte - n, 0, _LANGST)] for n in (2, 3))
    is_een, is_twee = (np.isin(t, (ord(","), ord("."))) & (lengte > n) for t, n in ((een, 2), (twee, 3)))
    teken = np.where(is_een, een, np.where(is_twee, twee, 0))
    negatief = tekens[:, 0] == ord("-")
    cijfers = lengte - negatief - np.where(teken == 0, 0, np.where(is_een, 2, 3))
    goed = (lengte <= _LANGST) & (cijfers > 0) & (cijfer.sum(axis=1) + negatief + (teken != 0) == lengte)
    centen = np.zeros(len(teksten), dtype=np.int64)
    for plek in range(_LANGST):
        centen = np.where(cijfer[:, plek], centen * 10 + tekens[:, plek] - ord("0"), centen)
    centen *= np.where(teken == 0, 100, np.where(is_een, 10, 1))
    return goed, np.where(goed, np.where(negatief, -centen, centen), 0), teken, cijfers


def to_whole_cents(waarde: Any, teken: str) -> int:
    """A cleaned text or a number as whole cents; `teken` is its decimal sign. Raises ValueError for anything else."""
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
            if _ENGELS.fullmatch(schoon):
                raise ValueError
            return to_whole_cents(schoon, "." if _PUNT.fullmatch(schoon) and CENTEN.search(schoon) else ",")
        if isinstance(waarde, int) and not isinstance(waarde, bool):
            return to_cents(waarde)
    except ValueError:
        pass
    raise ValueError('een bedrag met ten hoogste twee decimalen, zoals "1234,56"')
