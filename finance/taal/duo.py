"""The words in which DUO exchanges with gemeenten, beside ours: leerroute, level, doelgroep, end of a plicht, events.

From its open description gemeente-m2m-inburgering (PIP v1.2.0 of 18-02-2026, Inburgeringsplicht v1.2.2 of 31-03-2025,
Gebeurtenissen, Attentiesignalen; read in November 2026). Only what stands there is here. What spuk makes of an end
(`EINDREDENEN`) is an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from finance.voorzieningen import DOELGROEPEN

ASIEL, GEZIN = DOELGROEPEN

LEERROUTECODES: Mapping[str, str] = {"B": "b1", "O": "onderwijs", "Z": "z"}
DOELGROEPNAMEN: Mapping[str, str] = {"Asielstatushouder": ASIEL, "Gezinsmigrant en overige migrant": GEZIN}
"""How it indicates a doelgroep; its own finer groups are not here, for rights follow these two."""
NIVEAUS = ("A2", "B1")
NIET_SAMEN = frozenset({("onderwijs", "A2"), ("z", "B1")})
"""Leerroute and level that DUO does not take together in a PIP"""
EINDREDENEN: Mapping[str, str] = {
    "Volledige ontheffing": "ontheven",
    "Volledige vrijstelling": "ontheven",
    "Inburgeringsplicht voldaan": "geslaagd",
    "Verblijfsdoel gewijzigd": "gestopt",
    "Vertrek uit Nederland langer dan een jaar": "verhuisd",
    "Overlijden": "gestopt",
}
"""Why there is no plicht any more -> outcome of the traject. A temporary vrijstelling ends nothing, and of `Overig` it
cannot be said."""
PIP_DAGEN = 70
"""Ten weeks in which the gemeente fixes the leerroute, from the day of which SS139 tells. The article that sets them
was not at hand when this was written."""


@dataclass(frozen=True)
class Gebeurtenis:
    """An event of which DUO notifies the gemeente, in a few words."""

    code: str
    wat: str


TIEN_WEKEN, NAAR_GEZIN, NAAR_ASIEL, MET_PIP = "SS139", "SS124", "SS125", "SS121"
"""The events that change what spuk counts"""
NIEUWE_GROEP: Mapping[str, str] = {NAAR_GEZIN: GEZIN, NAAR_ASIEL: ASIEL}
GEBEURTENISSEN: Mapping[str, Gebeurtenis] = {
    g.code: g
    for g in (
        Gebeurtenis("SS101", "inburgeringsplichtig"),
        Gebeurtenis("SS128", "inburgeringsplichtig, bijna de AOW-leeftijd"),
        Gebeurtenis(TIEN_WEKEN, "inburgeringsplichtig, de tien weken voor het PIP zijn begonnen"),
        Gebeurtenis("SS102", "inburgeringstermijn begonnen"),
        Gebeurtenis("SS103", "termijn ambtshalve verlengd"),
        Gebeurtenis("SS104", "termijn op verzoek verlengd"),
        Gebeurtenis("SS106", "diploma behaald"),
        Gebeurtenis("SS107", "gehele vrijstelling"),
        Gebeurtenis("SS108", "gehele ontheffing"),
        Gebeurtenis("SS109", "tijdelijke vrijstelling"),
        Gebeurtenis("SS110", "plicht ingetrokken"),
        Gebeurtenis("SS111", "overleden"),
        Gebeurtenis("SS113", "verlenging afgewezen"),
        Gebeurtenis("SS114", "gehele vrijstelling afgewezen"),
        Gebeurtenis("SS115", "tijdelijke vrijstelling afgewezen"),
        Gebeurtenis("SS116", "gedeeltelijke vrijstelling afgewezen"),
        Gebeurtenis("SS117", "gedeeltelijke vrijstelling"),
        Gebeurtenis("SS118", "ontheffing afgewezen"),
        Gebeurtenis("SS119", "gedeeltelijke ontheffing"),
        Gebeurtenis("SS120", "komen wonen zonder PIP"),
        Gebeurtenis(MET_PIP, "komen wonen met het PIP van de vorige gemeente"),
        Gebeurtenis("SS122", "vertrokken naar een andere gemeente"),
        Gebeurtenis("SS123", "vertrokken uit Nederland"),
        Gebeurtenis(NAAR_GEZIN, "van asielstatushouder naar gezinsmigrant"),
        Gebeurtenis(NAAR_ASIEL, "van gezinsmigrant naar asielstatushouder"),
        Gebeurtenis("SS126", "tien weken voorbij zonder leerroute"),
        Gebeurtenis("SS129", "tijdelijke vrijstelling ingetrokken, nog geen PIP"),
        Gebeurtenis("SS130", "tijdelijke vrijstelling ingetrokken, PIP bekend"),
        Gebeurtenis("SS131", "uitslag van de leerbaarheidstoets"),
        Gebeurtenis("SS137", "aangemeld voor de leerbaarheidstoets"),
        Gebeurtenis("SS199", "uitslag van een examen"),
    )
}


def other_group(doelgroep: str) -> str:
    """The doelgroep that somebody was in before a change into this one."""
    return GEZIN if doelgroep == ASIEL else ASIEL
