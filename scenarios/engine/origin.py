"""The source of a figure: which of the possible ones counted, by the order of docs/besluiten/0011."""

from __future__ import annotations

from collections.abc import Iterable

from finance.voorzieningen import VOORZIENINGEN
from scenarios.regiomap.feiten import GESLOTEN, KETEN, RAMING, TELLING_DUO, VOORLOPIG, Feiten

GEREALISEERD, DEELS, OPEN = "gerealiseerd", "deels", ""
"""What a year is called: closed, booked in part, or still to come."""
GEMENGD = "verschilt per gemeente"
_LASTEN = {
    "besteding": "spuk",
    "lasten": "spuk",
    "lasten_onverdeeld": "spuk",
    "lasten_onderwijsroute": "spuk_onderwijsroute",
}
_UITKERING = {"spuk_definitief": "spuk", "onderwijsroute": "spuk_onderwijsroute"}
_BEGIN = ("reservering_begin", "doorgeschoven_begin")
_STAND = (
    *_BEGIN, "saldo_spuk", "ruimte", "meenemen", "terugvordering", "doorschuiven", "saldo_onderwijsroute",
    "tekort_onderwijsroute", "meenemen_onderwijsroute", "terugvordering_onderwijsroute",
)  # fmt: skip
_PERSONEN = ("plichtig", "gezin")


def find_origin(feiten: Feiten, code: str, grootheid: str, jaar: int) -> str:
    """The source of one figure of one gemeente."""
    lasten, uitkering = feiten.herkomst(code, "spuk", jaar)
    dicht = feiten.closed(code, jaar)
    if grootheid.startswith("lasten."):
        return lasten if VOORZIENINGEN[grootheid.removeprefix("lasten.")].pot != "gemeentefonds" else RAMING
    if grootheid in _LASTEN:
        pot = _LASTEN[grootheid]
        bron = feiten.herkomst(code, pot, jaar)[0]
        return f"SPUK: {bron}; uitvoering: {RAMING}" if grootheid == "lasten" and bron != RAMING else bron
    if grootheid in _UITKERING:
        return feiten.herkomst(code, _UITKERING[grootheid], jaar)[1]
    if grootheid == "spuk_voorlopig":
        return VOORLOPIG if dicht else uitkering if uitkering == VOORLOPIG else RAMING
    if grootheid in _STAND:
        opent = grootheid in _BEGIN and feiten.eerste_open.get(code) == jaar
        return GESLOTEN if dicht or opent else KETEN
    if grootheid in _PERSONEN and (code, jaar) in feiten.tellingen:
        return TELLING_DUO
    return RAMING


def find_common(feiten: Feiten, codes: Iterable[str], grootheid: str, jaar: int) -> str:
    """The source of a figure of several gemeenten together."""
    bronnen = {find_origin(feiten, code, grootheid, jaar) for code in codes}
    return bronnen.pop() if len(bronnen) == 1 else GEMENGD


def find_status(feiten: Feiten, codes: Iterable[str], jaar: int) -> str:
    """`gerealiseerd` when the year of all of them is closed, `deels` when of some it is, or booked in part."""
    alle = list(codes)
    if alle and all(feiten.closed(c, jaar) for c in alle):
        return GEREALISEERD
    return DEELS if any(feiten.closed(c, jaar) or feiten.in_part(c, jaar) for c in alle) else OPEN
