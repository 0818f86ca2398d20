"""A set of measures as a scenario of the region: what `raming --scenario` then computes is what was found."""

from __future__ import annotations

from pathlib import Path

from finance.fouten import Invoerfout, Melding
from finance.taal.getallen import thousands
from scenarios.afweging.maatregelen.hefbomen import as_scenario, in_words
from scenarios.afweging.maatregelen.zoeken import Maatregeluitslag
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.scenario_bewaren import save_scenario


def keep_point(
    regio: Regio, basis: Scenario, uitslag: Maatregeluitslag, naam: str, nummer: int | None, vervang: bool
) -> Path:
    """Write point `nummer` of the front, else the cheapest that is neutral. Raises Invoerfout when there is none."""
    if nummer is not None and nummer > len(uitslag.front):
        verwacht = f"een nummer uit de tabel, tot en met {len(uitslag.front)}"
        raise Invoerfout([Melding("--nummer", "", str(nummer), verwacht)])
    punt = uitslag.front[nummer - 1] if nummer is not None else uitslag.beste
    if punt is None:
        herstel = "Kies met --nummer een pakket uit de tabel."
        raise Invoerfout([Melding("--bewaar", "", "geen pakket dat budgetneutraal is", "een pakket", herstel)])
    wat = f"{in_words(uitslag.hefbomen, punt.standen)}. Kosten {thousands(round(punt.kosten))} euro."
    scenario = as_scenario(regio, basis, uitslag.hefbomen, punt.standen, uitslag.vraag.jaren)
    scenario = scenario.model_copy(update={"naam": naam, "omschrijving": f"Maatregelen: {wat}", "lezing": None})
    return save_scenario(regio, scenario, vervang)
