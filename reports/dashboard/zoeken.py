"""Goal seek on the page: up to where one thing may go, with the knobs as they stand, so that the verdict stays yes."""

from __future__ import annotations

from datetime import date
from html import escape

from finance.taal.getallen import thousands
from reports.afweging.zoek import goal_in_words, in_words
from scenarios.afweging.doel import goal_of
from scenarios.afweging.knoppen import FTE, parse_knob
from scenarios.afweging.punten import Punten
from scenarios.afweging.zoek import seek
from scenarios.model.model import build_model
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


def bound_html(regio: Regio, scenario: Scenario, veld: str, vanaf: date, rekening: tuple[float, int]) -> str:
    """Up to where one field may go, in sentences. rekening: certainty and number of draws.

    Raises Invoerfout for what cannot be turned.
    """
    zekerheid, trekkingen = rekening
    basis = build_model(regio, scenario)
    doel, knop = goal_of(regio, basis, zekerheid), parse_knob(f"{veld}@{vanaf:%Y-%m-%d}", regio, basis)
    (uit,) = seek(regio, scenario, Punten(basis, trekkingen), doel, [knop])
    slot = f"Gezocht met {thousands(trekkingen)} trekkingen; de andere knoppen blijven zoals ze staan."
    zinnen = (in_words(uit), goal_in_words(doel, regio), slot)
    return f'<div class="gevonden" role="status"><p>{"</p><p>".join(map(escape, zinnen))}</p></div>'
