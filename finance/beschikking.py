"""Decisions received: which of several counts (Besluit inburgering 2021 art. 10.1 and 10.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

VOORSCHOT = ("voorlopig", "nader")
"""Kinds that state the voorlopige uitkering; a nader besluit states its new total."""


class Beschikt(Protocol):
    """What a decision tells here, whichever file it was read from."""

    @property
    def datum(self) -> date: ...

    @property
    def soort(self) -> str: ...


B = TypeVar("B", bound=Beschikt)


def last_decision(besluiten: Iterable[B], *soorten: str) -> B | None:
    """The decision that counts among those of these kinds; None when there is none (art. 10.1 and 10.2).

    The last one by date; on one day a nader besluit comes after the voorlopige, and of two alike the one further down
    in the file: who corrects a row adds it below.
    """
    gekozen = [b for b in besluiten if b.soort in soorten]
    return in_order(gekozen)[-1] if gekozen else None


def in_order(besluiten: Iterable[B]) -> list[B]:
    """Decisions in the order in which they count."""
    # Sorting is stable: what is equal here keeps the order of the file.
    return sorted(besluiten, key=lambda b: (b.datum, b.soort == "nader"))
