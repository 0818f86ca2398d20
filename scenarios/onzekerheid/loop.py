"""What a driver of the course makes of the trajecten that were entered."""

from __future__ import annotations

from collections.abc import Mapping

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.onzekerheid.spreiding import Reeks
from scenarios.regiomap.modellen import Trajecten


def change_course(trajecten: Trajecten, erbij: Mapping[str, Reeks]) -> Trajecten:
    """The trajecten with waiting, duration, extension and leaving times 1 + `erbij`. (p, r) per kind"""

    def factor(soort: str, p: int, r: int) -> float:
        return 1.0 + float(erbij[soort][p, r]) if soort in erbij else 1.0

    wachten = {
        doelgroep: {
            stap: w.model_copy(update={"gemiddeld": w.gemiddeld * factor("wachttijd", DOELGROEPEN.index(doelgroep), 0)})
            for stap, w in stappen.items()
        }
        for doelgroep, stappen in trajecten.wachten.items()
    }
    routes = {
        naam: route.model_copy(
            update={
                "maanden": route.maanden * factor("duur", 0, LEERROUTES.index(naam)),
                "verlenging_aandeel": min(
                    route.verlenging_aandeel * factor("verlenging", 0, LEERROUTES.index(naam)), 1.0
                ),
                "uitval_per_maand": min(route.uitval_per_maand * factor("uitval", 0, LEERROUTES.index(naam)), 1.0),
            }
        )
        for naam, route in trajecten.route.items()
    }
    return trajecten.model_copy(update={"wachten": wachten, "route": routes})
