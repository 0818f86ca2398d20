"""A model to run: the example region, built once per process."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from reports.raming.rapport import render
from scenarios.afweging.besluit import decide
from scenarios.engine.result import Result
from scenarios.model.model import Model, build_model
from scenarios.regiomap.regio import Regio, choose_scenarios
from scenarios.waarheid.feiten import read_truth


@lru_cache
def example_model(scenario: str = "basis", regio: str = "voorbeeld:westfriesland") -> Model:
    """One scenario of an example region."""
    gelezen = read_truth(regio)
    return build_model(gelezen, choose_scenarios(gelezen, (scenario,))[0])


@lru_cache
def settled_model(scenario: str = "basis", regio: str = "voorbeeld:westfriesland") -> Model:
    """The same, with every value as entered: only people are drawn."""
    return replace(example_model(scenario, regio), drijvers=())


def render_report(resultaten: list[Result], regio: Regio) -> str:
    """The report of these results, with the decision on the first."""
    return render(resultaten, regio, decide(resultaten[0], regio.bestand.peildatum.year))


def same_bits(een: Result, ander: Result) -> bool:
    """Whether two results are equal to the last bit, verdicts and causes included."""
    return (
        all(
            a.oordelen == b.oordelen
            and all(
                np.array_equal(getattr(a, veld), getattr(b, veld), equal_nan=True)
                for veld in ("statistics", "errors_of_percentiles", "errors_of_chances")
            )
            for a, b in zip(een.parts(), ander.parts(), strict=True)
        )
        and een.oorzaken == ander.oorzaken
    )
