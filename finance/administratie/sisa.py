"""The whole euros of the SiSa annex: every figure next to its exact amount, and together they still add up.

Rounded one by one two parts need not be their whole: 0,40 and 0,40 would be 0 and 0 while 0,80 is 1. So what is part of
another figure of the annex is rounded with it. Balances are always rounded by themselves: the annex of next year begins
with the figure that this one ends with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from finance.bedragen import round_parts, whole_euros
from finance.jaarrekening import Jaarrekening

GELDCIJFERS = (
    *("besteding", "lasten", "baten", "uitkering", "voorlopig", "reservering_begin", "onttrekking", "toevoeging"),
    *("reservering_eind", "doorgeschoven_begin", "doorgeschoven_eind", "terug_te_betalen", "eigen_lasten"),
    *("correctie_besteding", "correctie_uitkering"),
)
"""The figures of `Jaarrekening` that an annex can ask for."""
STANDEN = ("reservering_begin", "reservering_eind", "doorgeschoven_begin", "doorgeschoven_eind")
"""Balances: they cannot be added over years."""
_SAMEN_LASTEN = (("besteding", "correctie_besteding"), ("baten", "eigen_lasten"))
REDENEN = {
    "besteding": "besteding en correctie zijn samen de afgeronde lasten",
    "correctie_besteding": "besteding en correctie zijn samen de afgeronde lasten",
    "baten": "baten en eigen lasten zijn samen de afgeronde lasten",
    "eigen_lasten": "baten en eigen lasten zijn samen de afgeronde lasten",
    "toevoeging": "de reservering loopt op hele euro's van 1 januari naar 31 december",
    "onttrekking": "de reservering loopt op hele euro's van 1 januari naar 31 december",
}
"""Why a figure may be rounded otherwise than by itself."""


def split_whole(delen: Sequence[int], totaal: int) -> list[int]:
    """Cents of parts -> whole euros that add up to `totaal`, their sum in whole euros."""
    return round_parts([Fraction(d, 100) for d in delen], totaal)


def whole_year(rekening: Jaarrekening) -> dict[str, int]:
    """Every figure of a year in whole euros, none a euro or more from its exact amount."""
    uit = {naam: whole_euros(int(getattr(rekening, naam))) for naam in GELDCIJFERS}
    for een, ander in _SAMEN_LASTEN:
        delen = (int(getattr(rekening, een)), int(getattr(rekening, ander)))
        uit[een], uit[ander] = split_whole(delen, uit["lasten"])
    beweging = uit["reservering_eind"] - uit["reservering_begin"]
    erbij, eraf = split_whole((rekening.toevoeging, -rekening.onttrekking), beweging)
    uit["toevoeging"], uit["onttrekking"] = erbij, -eraf
    return uit


def whole_rows(bedragen: Mapping[str, int]) -> dict[str, int]:
    """Cents per gemeente -> whole euros that add up to the whole euros of all of them."""
    totaal = whole_euros(sum(bedragen.values()))
    return dict(zip(bedragen, split_whole(list(bedragen.values()), totaal), strict=True))
