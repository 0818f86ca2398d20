"""The readings of the uitvoeringsbudget: what the verdict would be under each of them.

They are shipped scenarios with a `[lezing]`, as those of law and policy. They stand apart because they move money only:
run beside the base on the same draws they cost little, and one of them is the base itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.model.model import Model, build_model
from scenarios.model.uitvoeringsbudget import AEF, GEPUBLICEERD, assumed_budget
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio, shipped_scenario

LEZINGEN = tuple(f"gemeentefonds-{lezing}" for lezing in (GEPUBLICEERD, AEF))
"""Their names as scenarios"""
ZELFDE = 1e-4
"""Relative difference below which two budgets are one: examples are rounded to thousands of euros for the country."""


@dataclass(frozen=True)
class Gelezen:
    """The base under its own label, and the models of the other readings under theirs."""

    label: str = ""
    anders: tuple[tuple[str, Model], ...] = ()


def read_otherwise(regio: Regio, scenario: Scenario, basis: Model) -> Gelezen:
    """What the scenario is under the readings that its input leaves open; nothing where the budget is known.

    basis: the model of the scenario as entered. A reading that it already is gives it its label.
    """
    if not assumed_budget(regio):
        return Gelezen()
    label, anders = "Gemeentefonds zoals ingevoerd", []
    for naam in LEZINGEN:
        lezing = shipped_scenario(naam)
        assert lezing.lezing is not None
        ook = scenario.model_copy(update={"wijziging": (*scenario.wijziging, *lezing.wijziging)})
        model = build_model(regio, ook)
        if _same_budget(model, basis):
            label = lezing.lezing.onderwerp
        else:
            anders.append((lezing.lezing.onderwerp, model))
    return Gelezen(label, tuple(anders))


def _same_budget(a: Model, b: Model) -> bool:
    return all(
        np.allclose(g.gemeentefonds, h.gemeentefonds, rtol=ZELFDE, atol=0.01)
        for g, h in zip(a.gemeenten, b.gemeenten, strict=True)
    )
