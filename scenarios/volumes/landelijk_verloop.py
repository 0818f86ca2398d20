"""How trajecten run in the country: parameters of their own, so that a region that does better or worse stays apart.

The factor TBA / SOM_GG holds what a region completes beside what the country completes (Besluit inburgering 2021 art.
10.2). If the country followed the region, completing less would hardly cost a region anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.opzoeker import Opzoeker
from scenarios.regiomap.modellen import Verzameling
from scenarios.volumes.trajecten import Verloop, month_distribution


def national_course(zoek: Opzoeker, jaar: int, maanden: int) -> Verloop:
    """The course of asielstatushouders in the country; the other doelgroep runs along and is not looked at."""

    def wait(stap: str, vorm: float) -> NDArray[np.float64]:
        gemiddeld = zoek.number(f"landelijk_wachten_{stap}", jaar)
        return month_distribution(
            Verzameling(gemiddeld=gemiddeld, vorm=vorm, status="aanname", bron="parameters"), maanden
        )

    stappen = {
        "intake": wait("intake", zoek.number("landelijk_wachten_intake_vorm", jaar)),
        "pip": wait("pip", 1.0),
        "start": wait("start", 1.0),
    }
    uitval = zoek.number("landelijk_uitval", jaar)
    duur = {}
    for route in LEERROUTES:
        duur[route] = np.zeros(maanden)
        lengte = round(zoek.number(f"landelijk_maanden_{route}", jaar))
        duur[route][lengte : lengte + 1] = 1.0
    return Verloop(
        dict.fromkeys(DOELGROEPEN, stappen),
        dict.fromkeys(DOELGROEPEN, zoek.number("landelijk_met_plan", jaar)),
        duur,
        dict.fromkeys(LEERROUTES, uitval),
        dict.fromkeys(LEERROUTES, 0.0),
        dict.fromkeys(LEERROUTES, (0.0, 0.0)),
    )


def national_success(zoek: Opzoeker, jaar: int) -> NDArray[np.float64]:
    """Beta(a, b) of the share that completes, per leerroute. (r, 2)"""
    gewicht = zoek.number("gewicht_landelijk_geslaagd", jaar)
    kansen = np.array([zoek.number(f"landelijk_geslaagd_{route}", jaar) for route in LEERROUTES])
    return gewicht * np.stack([kansen, 1 - kansen], axis=1)
