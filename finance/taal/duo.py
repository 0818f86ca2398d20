"""The words in which DUO exchanges with gemeenten, beside ours: leerroute, level, doelgroep, end of a plicht, events.

From its open description gemeente-m2m-inburgering (PIP v1.2.0 of 18-02-2026, Inburgeringsplicht v1.2.2 of 31-03-2025,
Gebeurtenissen, Attentiesignalen; read in November 2026). Only what stands there is here. What spuk makes of an end
(`EINDREDENEN`) is an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

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

TIEN_WEKEN, NAAR_GEZIN, NAAR_ASIEL, MET_PIP = "SS139", "SS124", "SS125", "SS121"
"""The events that change what spuk counts"""
NIEUWE_GROEP: Mapping[str, str] = {NAAR_GEZIN: GEZIN, NAAR_ASIEL: ASIEL}
GEBEURTENISSEN: Mapping[str, str] = {
    "SS101": "inburgeringsplichtig",
    "SS128": "inburgeringsplichtig, bijna de AOW-leeftijd",
    TIEN_WEKEN: "inburgeringsplichtig, de tien weken voor het PIP zijn begonnen",
    "SS102": "inburgeringstermijn begonnen",
    "SS103": "termijn ambtshalve verlengd",
    "SS104": "termijn op verzoek verlengd",
    "SS106": "diploma behaald",
    "SS107": "gehele vrijstelling",
    "SS108": "gehele ontheffing",
    "SS109": "tijdelijke vrijstelling",
    "SS110": "plicht ingetrokken",
    "SS111": "overleden",
    "SS113": "verlenging afgewezen",
    "SS114": "gehele vrijstelling afgewezen",
    "SS115": "tijdelijke vrijstelling afgewezen",
    "SS116": "gedeeltelijke vrijstelling afgewezen",
    "SS117": "gedeeltelijke vrijstelling",
    "SS118": "ontheffing afgewezen",
    "SS119": "gedeeltelijke ontheffing",
    "SS120": "komen wonen zonder PIP",
    MET_PIP: "komen wonen met het PIP van de vorige gemeente",
    "SS122": "vertrokken naar een andere gemeente",
    "SS123": "vertrokken uit Nederland",
    NAAR_GEZIN: "van asielstatushouder naar gezinsmigrant",
    NAAR_ASIEL: "van gezinsmigrant naar asielstatushouder",
    "SS126": "tien weken voorbij zonder leerroute",
    "SS129": "tijdelijke vrijstelling ingetrokken, nog geen PIP",
    "SS130": "tijdelijke vrijstelling ingetrokken, PIP bekend",
    "SS131": "uitslag van de leerbaarheidstoets",
    "SS137": "aangemeld voor de leerbaarheidstoets",
    "SS199": "uitslag van een examen",
}
"""Id -> what DUO notifies the gemeente of, in a few words"""


def other_group(doelgroep: str) -> Literal["asielstatushouder", "gezinsmigrant"]:
    """The doelgroep that somebody was in before a change into this one."""
    return "gezinsmigrant" if doelgroep == ASIEL else "asielstatushouder"
