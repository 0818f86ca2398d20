"""Readings of the input that nobody can settle from the outside, as changes of a scenario: what the verdict would be
under each. A reading is no noise: it is run beside the base on the same draws, and told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from finance.fouten import list_words
from finance.taal.getallen import dutch
from scenarios.grond.gepubliceerd import points_in, published
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.model.model import Model, build_model
from scenarios.model.uitvoeringsbudget import AEF, GEPUBLICEERD, assumed_budget
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import PARAMETERS, Wijziging

ZELFDE = 1e-4
"""Relative difference below which two budgets are one: examples are rounded to thousands of euros for the country."""


@dataclass(frozen=True)
class Lezing:
    """One way to read the input: a name for programs, one for people, and the change that it is."""

    naam: str
    label: str
    wijziging: Wijziging


@dataclass(frozen=True)
class Gelezen:
    """The base under its own label, and the models of the other readings with theirs."""

    label: str = ""
    anders: tuple[tuple[Lezing, Model], ...] = ()


def budget_readings() -> tuple[Lezing, ...]:
    """The uitvoeringsbudget by the published budgets of gemeenten, and by AEF."""
    punten = [dutch(p.per_inwoner, 2) for p in points_in("uitvoeringsbudget", BEGINJAAR)]
    (aef,) = published("uitvoeringskosten")
    return tuple(
        Lezing(
            naam,
            label,
            Wijziging(veld=f"{PARAMETERS}gemeentefonds_lezing", vanaf=date(BEGINJAAR, 1, 1), waarde=naam),
        )
        for naam, label in (
            (
                GEPUBLICEERD,
                f"Gemeentefonds volgens gepubliceerde budgetten ({list_words(punten)} euro per inwoner in {BEGINJAAR})",
            ),
            (AEF, f"Gemeentefonds volgens AEF 2019 ({dutch(aef.per_inwoner, 2)} euro per inwoner in {BEGINJAAR})"),
        )
    )


def read_otherwise(regio: Regio, scenario: Scenario, basis: Model) -> Gelezen:
    """What the scenario is under the readings that its input leaves open; nothing where the budget is known.

    basis: the model of the scenario as entered. A reading that it already is gives it its label.
    """
    if not assumed_budget(regio):
        return Gelezen()
    label, anders = "Gemeentefonds zoals ingevoerd", []
    for lezing in budget_readings():
        ook = scenario.model_copy(update={"wijziging": (*scenario.wijziging, lezing.wijziging)})
        model = build_model(regio, ook)
        if _same_budget(model, basis):
            label = lezing.label
        else:
            anders.append((lezing, model))
    return Gelezen(label, tuple(anders))


def _same_budget(a: Model, b: Model) -> bool:
    return all(
        np.allclose(g.gemeentefonds, h.gemeentefonds, rtol=ZELFDE, atol=0.01)
        for g, h in zip(a.gemeenten, b.gemeenten, strict=True)
    )
