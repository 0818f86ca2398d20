"""The table that a benchmark fills, and the clock."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


class Tafel:
    """Collects rows and prints them as they come."""

    def __init__(self) -> None:
        self.rijen: list[dict[str, Any]] = []

    def add(self, werk_: str, waarde: float, eenheid: str, doel: str = "", gehaald: bool | None = None) -> float:
        """One row; returns its value."""
        oordeel = "" if gehaald is None else ("ja" if gehaald else "NEE")
        rij = {"werk": werk_, "waarde": waarde, "eenheid": eenheid, "doel": doel, "gehaald": gehaald}
        self.rijen.append(rij)
        print(f"{werk_:62s} {waarde:14,.2f} {eenheid:16s} {doel:24s} {oordeel}", flush=True)
        return waarde

    def ratio(self, werk_: str, waarde: float, grens: float) -> None:
        """A row with a goal that is a lower bound."""
        self.add(werk_, waarde, "x", f">= {grens:g} x", waarde >= grens)


def median_time(f: Callable[[], Any], herhaal: int = 7) -> float:
    """Median seconds after one run to warm up."""
    f()
    return median_seconds(f, herhaal)


def _once(f: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    f()
    return time.perf_counter() - begin


def median_seconds(f: Callable[[], Any], herhaal: int = 5) -> float:
    """Median seconds, the first time included."""
    return statistics.median(_once(f) for _ in range(herhaal))
