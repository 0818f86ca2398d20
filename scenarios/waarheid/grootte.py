"""Decisions of another order than the others of the folder: thousands of euros, or a figure too many or too few."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from finance.taal.getallen import format_euros
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.regiomap.besluiten import Besluitrij

MAAL = 10
"""How many times as much or as little as usual looks like a slip; years and gemeenten differ a factor of four"""
MINSTENS = 5
"""Of fewer decisions none is usual"""
_SOORTEN = ("voorlopig", "nader", "definitief")


def find_odd(invoer: Verantwoordingsmap) -> Iterator[tuple[Besluitrij, str]]:
    """Each decision that is per inhabitant ten times the median of all on its SPUK, or a tenth, with why."""
    bevolking = invoer.land.bevolking
    for regeling, naam in SPUKNAMEN.items():
        eigen = [
            (b, b.bedrag / bevolking.of(b.cbs_code, b.jaar))
            for b in invoer.besluiten
            if (b.regeling == regeling and b.soort in _SOORTEN and b.bedrag) and b.cbs_code in bevolking.inwoners
        ]
        if len(eigen) < MINSTENS:
            continue
        gewoon = median(per for _, per in eigen)
        for b, per in eigen:
            if not gewoon / MAAL <= per <= gewoon * MAAL:
                yield (
                    b,
                    f"beschikking {naam} {b.jaar} ({b.soort}, {b.datum:%d-%m-%Y}) is per inwoner "
                    f"€ {format_euros(round(per))}, waar die in deze map op € {format_euros(round(gewoon))} liggen: "
                    "kijk of het bedrag klopt en in euro's staat",
                )
