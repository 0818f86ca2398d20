"""The source of a figure: which of the possible ones counted, by the order of docs/besluiten/0011."""

from __future__ import annotations

from collections.abc import Iterable

from finance.voorzieningen import VOORZIENINGEN
from scenarios.regiomap.feiten import GESLOTEN, KETEN, RAMING, TELLING_DUO, VOORLOPIG, Feiten

GEREALISEERD, DEELS, OPEN = "gerealiseerd", "deels", ""
"""What a year is called: closed, booked in part, or still to come."""
MIXED = "verschilt per gemeente"
_LASTEN = {
    "besteding": "spuk",
    "lasten": "spuk",
    "lasten_onverdeeld": "spuk",
    "lasten_onderwijsroute": "spuk_onderwijsroute",
}
_UITKERING = {"spuk_definitief": "spuk", "onderwijsroute": "spuk_onderwijsroute"}
_OPENING = ("reservering_begin", "doorgeschoven_begin")
_BALANCES = (
    *_OPENING, "saldo_spuk", "ruimte", "meenemen", "terugvordering", "doorschuiven", "saldo_onderwijsroute",
    "tekort_onderwijsroute", "meenemen_onderwijsroute", "terugvordering_onderwijsroute",
)  # fmt: skip
_PERSONS = ("plichtig", "gezin")


def find_origin(feiten: Feiten, code: str, grootheid: str, year: int) -> str:
    """The source of one figure of one gemeente."""
    lasten, uitkering = feiten.herkomst(code, "spuk", year)
    closed = feiten.closed(code, year)
    if grootheid.startswith("lasten."):
        return lasten if VOORZIENINGEN[grootheid.removeprefix("lasten.")].pot != "gemeentefonds" else RAMING
    if grootheid in _LASTEN:
        pot = _LASTEN[grootheid]
        source = feiten.herkomst(code, pot, year)[0]
        return f"SPUK: {source}; uitvoering: {RAMING}" if grootheid == "lasten" and source != RAMING else source
    if grootheid in _UITKERING:
        return feiten.herkomst(code, _UITKERING[grootheid], year)[1]
    if grootheid == "spuk_voorlopig":
        return VOORLOPIG if closed else uitkering if uitkering == VOORLOPIG else RAMING
    if grootheid in _BALANCES:
        opens = grootheid in _OPENING and feiten.eerste_open.get(code) == year
        return GESLOTEN if closed or opens else KETEN
    if grootheid in _PERSONS and (code, year) in feiten.tellingen:
        return TELLING_DUO
    return RAMING


def find_common(feiten: Feiten, codes: Iterable[str], grootheid: str, year: int) -> str:
    """The source of a figure of several gemeenten together."""
    sources = {find_origin(feiten, code, grootheid, year) for code in codes}
    return sources.pop() if len(sources) == 1 else MIXED


def find_status(feiten: Feiten, codes: Iterable[str], year: int) -> str:
    """`gerealiseerd` when the year of all of them is closed, `deels` when of some it is, or booked in part."""
    everyone = list(codes)
    if everyone and all(feiten.closed(c, year) for c in everyone):
        return GEREALISEERD
    return DEELS if any(feiten.closed(c, year) or feiten.in_part(c, year) for c in everyone) else OPEN


def open_years(feiten: Feiten, codes: Iterable[str], years: Iterable[int]) -> tuple[int, ...]:
    """Those that are not closed for all of these gemeenten; the last one when they all are."""
    everyone, years = list(codes), list(years)
    return tuple(j for j in years if find_status(feiten, everyone, j) != GEREALISEERD) or tuple(years[-1:])


def judged_years(feiten: Feiten, codes: Iterable[str], years: Iterable[int], peiljaar: int) -> tuple[int, ...]:
    """The years of a verdict: the open ones, and without closed years those from the peildatum on."""
    return open_years(feiten, codes, [j for j in years if feiten.eerste_open or j >= peiljaar])
