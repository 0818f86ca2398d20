"""Goal seek on the page: up to where one thing may go, with the knobs as they stand, so that the verdict stays yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from finance.taal.getallen import thousands
from reports.afweging.zoek import goal_in_words, in_words
from scenarios.afweging.doel import goal_of
from scenarios.afweging.knoppen import FTE, parse_knob
from scenarios.afweging.punten import Punten
from scenarios.afweging.zoek import seek
from scenarios.engine.threads import OnProgress
from scenarios.model.model import Model, build_model
from scenarios.onzekerheid.spreiding import Reeks
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

VELDEN = {
    "prijs.leerroute_b1": "prijs leerroute B1",
    "prijs.leerroute_z": "prijs leerroute Z",
    "prijs.leerroute_onderwijs": "prijs onderwijsroute",
    "prijs.maatschappelijke_begeleiding": "prijs maatschappelijke begeleiding",
    FTE: "eigen formatie",
    "vast.beleid_inkoop": "vaste lasten van beleid en inkoop",
    "gemeentefonds": "budget uit het Gemeentefonds",
}
"""Field of a scenario -> what it is called in the list"""


class _Verteller(Punten):
    """Tells how many values were tried; how many it will be is not known."""

    tell: OnProgress = staticmethod(lambda done, total: None)
    tried = 0

    def saldi(self, modellen: Sequence[Model]) -> Reeks:
        """As of any points."""
        self.tried += len(modellen)
        self.tell(self.tried, 0)
        return super().saldi(modellen)


def bound_html(
    regio: Regio, scenario: Scenario, veld: str, vanaf: date, rekening: tuple[float, int], progress: OnProgress
) -> str:
    """Up to where one field may go, in sentences. rekening: certainty and number of draws.

    Raises Invoerfout for what cannot be turned. What `progress` raises ends it.
    """
    zekerheid, trekkingen = rekening
    basis = build_model(regio, scenario)
    doel, knop = goal_of(regio, basis, zekerheid), parse_knob(f"{veld}@{vanaf:%Y-%m-%d}", regio, basis)
    punten = _Verteller(basis, trekkingen)
    punten.tell = progress
    (uit,) = seek(regio, scenario, punten, doel, [knop])
    slot = f"Gezocht met {thousands(trekkingen)} trekkingen; de andere knoppen blijven zoals ze staan."
    zinnen = (in_words(uit), goal_in_words(doel, regio), slot)
    return f'<div class="gevonden" role="status"><p>{"</p><p>".join(map(escape, zinnen))}</p></div>'
