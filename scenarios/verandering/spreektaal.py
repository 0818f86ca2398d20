"""Short fields for what takes several keys: a wave of people, the korting, the indexes by name.

They are spelled out once, before a scenario is resolved, so that every other part knows one way of saying it.
"""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import BOEGGOLF, INDEXEN, KORTING, Wijziging


def spell_out(scenario: Scenario) -> Scenario:
    """The same scenario without short fields."""
    golven = tuple(_wave(w) for w in scenario.wijziging if w.veld == BOEGGOLF)
    wijzigingen = tuple(uit for w in scenario.wijziging for uit in _spelled(w))
    return scenario.model_copy(update={"wijziging": wijzigingen, "gebeurtenis": (*scenario.gebeurtenis, *golven)})


def by_code(wijziging: Wijziging, regio: Regio) -> Wijziging:
    """The same change with the names of gemeenten as CBS codes; an unknown name stays and is reported."""
    codes = {g.naam.casefold(): g.code for g in regio.gemeenten}
    return wijziging.model_copy(update={"gemeenten": tuple(codes.get(g.casefold(), g) for g in wijziging.gemeenten)})


def _spelled(wijziging: Wijziging) -> Iterator[Wijziging]:
    """The changes that one stands for."""
    if wijziging.veld == BOEGGOLF:
        return
    if wijziging.veld == KORTING:
        yield wijziging.model_copy(update={"veld": "parameter.prestatiebekostiging", "waarde": "korting"})
        yield wijziging.model_copy(update={"veld": "parameter.korting_percentage"})
        return
    yield wijziging.model_copy(update={"veld": INDEXEN.get(wijziging.veld, wijziging.veld)})


def _wave(wijziging: Wijziging) -> Gebeurtenis:
    assert isinstance(wijziging.waarde, float)
    return Gebeurtenis(
        soort="boeggolf",
        vanaf=wijziging.vanaf,
        tot=wijziging.tot,
        gemeenten=wijziging.gemeenten,
        personen=int(wijziging.waarde),
        toelichting=wijziging.toelichting or "scenario",
    )
