"""Amounts of money as whole cents: the one number rule of decisions, standings, bookings and outside totals."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from finance.bedragen import to_cents

KOMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?")
PUNT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?")


def to_whole_cents(waarde: Any, teken: str) -> int:
    """A cell as whole cents; `teken` is its decimal sign. Raises ValueError for anything else."""
    if isinstance(waarde, str):
        schoon = waarde.replace("\u00a0", "").replace(" ", "").replace("€", "").replace("EUR", "")
        if schoon.endswith("-"):  # SAP writes the sign behind the amount
            schoon = f"-{schoon[:-1]}"
        if not (KOMMA if teken == "," else PUNT).fullmatch(schoon):
            raise ValueError
        return to_cents(schoon.replace("." if teken == "," else ",", "").replace(",", "."))
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
            schoon = waarde.strip()
            return to_whole_cents(schoon, "." if PUNT.fullmatch(schoon) and "," not in schoon else ",")
        if isinstance(waarde, int) and not isinstance(waarde, bool):
            return to_cents(waarde)
    except ValueError:
        pass
    raise ValueError('een bedrag met ten hoogste twee decimalen, zoals "1234,56"')
