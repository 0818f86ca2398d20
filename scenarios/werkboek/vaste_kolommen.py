"""Columns that many tables have."""

from __future__ import annotations

from finance.voorzieningen import DOELGROEPEN as _DOELGROEPEN
from finance.voorzieningen import LEERROUTES, VOORZIENINGEN
from scenarios.werkboek.kolommen import EIGEN_OPGAVE, STATUSSEN, Veld

DOELGROEPEN = tuple(_DOELGROEPEN)
ROUTES = tuple(LEERROUTES)
VOORZIENINGNAMEN = tuple(VOORZIENINGEN)

GEMEENTE = Veld("cbs_code", "gemeente", "Gemeente van het blad Start", "Hoorn", verplicht=True, kop="Gemeente")
GEMEENTEN = Veld("gemeenten", "lijst", "Voor welke gemeenten, met | ertussen, of alle", "Hoorn|Opmeer", leeg="alle")


def origin(status: str) -> tuple[Veld, Veld]:
    """Status and source; a settled figure may go without a source of its own, an assumption never."""
    return (
        Veld("status", "keuze", "Hoe zeker het cijfer is", status, keuzes=STATUSSEN, standaard=status),
        Veld("bron", "lang", "Waar het cijfer vandaan komt; bij een aanname: waarom", "Voortgangsrapportage 2026",
             leeg=f"'{EIGEN_OPGAVE}'; bij een aanname verplicht"),
    )  # fmt: skip


def interval(soort: str, wat: str, eenheid: str, begin: str = "") -> tuple[Veld, ...]:
    """P10 and P90 around a value that is not settled; both or none. begin: of a record with several intervals."""
    leeg = "de spreiding van spuk, als het cijfer niet vaststaat"
    return tuple(
        Veld(f"{begin}{p}", soort, f"Eén op de tien keer valt {wat} {kant} uit", eenheid=eenheid, leeg=leeg)
        for p, kant in (("p10", "lager"), ("p90", "hoger"))
    )
