"""The table that a benchmark fills, and the clock."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from finance.taal.getallen import short

KRAP = "krap"
MARGE = 1.2
"""By how much a goal must be met: what is met by a hair on one machine is not met on another"""


class Tafel:
    """Collects rows and prints them as they come."""

    def __init__(self) -> None:
        self.rijen: list[dict[str, Any]] = []

    def add(self, werk_: str, waarde: float, eenheid: str, doel: str = "", gehaald: bool | None = None) -> float:
        """One row; returns its value."""
        return self._keep(werk_, waarde, eenheid, doel, "" if gehaald is None else _verdict(gehaald))

    def at_most(self, werk_: str, waarde: float, eenheid: str, grens: float) -> float:
        """A row with a goal that is an upper bound; returns its value."""
        oordeel = _verdict(waarde <= grens, waarde <= grens / MARGE)
        return self._keep(werk_, waarde, eenheid, f"<= {short(grens)} {eenheid}", oordeel)

    def at_least(self, werk_: str, waarde: float, eenheid: str, grens: float) -> float:
        """A row with a goal that is a lower bound; returns its value."""
        oordeel = _verdict(waarde >= grens, waarde >= grens * MARGE)
        return self._keep(werk_, waarde, eenheid, f">= {short(grens)} {eenheid}", oordeel)

    def _keep(self, werk_: str, waarde: float, eenheid: str, doel: str, oordeel: str) -> float:
        rij = {"werk": werk_, "waarde": waarde, "eenheid": eenheid, "doel": doel, "oordeel": oordeel}
        self.rijen.append(rij)
        print(f"{werk_:72s} {waarde:14,.2f} {eenheid:14s} {doel:24s} {oordeel}", flush=True)
        return waarde

    def show_verdicts(self) -> None:
        """What is missed and what is met by a hair, below a table that is long."""
        for oordeel, wat in (("NEE", "Niet gehaald"), (KRAP, f"Gehaald, maar met minder dan {MARGE - 1:.0%} over")):
            namen = [rij["werk"] for rij in self.rijen if rij["oordeel"] == oordeel]
            print(f"{wat}: {len(namen)}", *namen, sep="\n  ")


def _verdict(gehaald: bool, ruim: bool = True) -> str:
    if not gehaald:
        return "NEE"
    return "ja" if ruim else KRAP


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


def seconds_in_turns(taken: Sequence[Callable[[], Any]], herhaal: int = 9) -> list[list[float]]:
    """Seconds of every task, round after round, so that other work on the machine meets all alike. [task][round]"""
    return [list(reeks) for reeks in zip(*([_once(f) for f in taken] for _ in range(herhaal)), strict=True)]


def median_ratio(boven: Sequence[float], onder: Sequence[float]) -> float:
    """Median of the ratios round by round."""
    return statistics.median(b / o for b, o in zip(boven, onder, strict=True))
