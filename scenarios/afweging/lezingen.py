"""Law and policy are readings, not noise: the verdict under every reading of what is still open.

A reading is a scenario that says of which question it is one (`[lezing]`). None has a probability: what is shown is
under which the verdict holds and under which it does not. All of them run beside the base on the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from finance.neutraliteit import Oordeel
from scenarios.engine.result import Result, Summary
from scenarios.model.model import Model, build_model
from scenarios.model.uitvoeringsbudget import assumed_budget
from scenarios.regiomap.modellen import Lezing, Scenario
from scenarios.regiomap.regio import Regio

ZELFDE = 1e-4
"""Relative difference below which two budgets are one: examples are rounded to thousands of euros for the country."""
INGEVOERD = Lezing(onderwerp="Zoals ingevoerd", soort="basis", bron="de invoer van de regio")
BUDGET_INGEVOERD = Lezing(onderwerp="Gemeentefonds zoals ingevoerd", soort="basis", bron="budgetten.csv van de regio")


@dataclass(frozen=True)
class Lezingen:
    """The base by its own reading, and the other readings with their models."""

    basis: Lezing = INGEVOERD
    anders: tuple[tuple[Lezing, Model], ...] = ()

    def attach(self, basis: Result, anders: Sequence[Result]) -> Result:
        """The result of the base with those of its readings, in the order of `anders`."""
        lezingen = (replace(r, lezing=lezing) for r, (lezing, _) in zip(anders, self.anders, strict=True))
        return replace(basis, lezing=self.basis, lezingen=tuple(lezingen))


@dataclass(frozen=True)
class Lezingsoordeel:
    """The verdict on the own account of the region under one reading."""

    naam: str
    """Of the scenario"""
    onderwerp: str
    oordelen: tuple[Oordeel, ...]
    """Per open year the one on the own account, by itself or added up, that asks most"""
    verschil: float
    """Expected saldo added up over the open years, less that of the base; euros"""

    @property
    def neutraal(self) -> bool:
        """Whether every year is neutral."""
        return all(o.neutraal for o in self.oordelen)


def read_otherwise(regio: Regio, scenario: Scenario, basis: Model) -> Lezingen:
    """What the scenario is under the readings of law, policy and budget that are open.

    basis: the model of the scenario as entered. The budget has other readings only where it is an assumption; the one
    that it already is names the base. Of the whole country none is computed: each would cost as much as all of it.
    """
    if regio.bestand.alle_gemeenten:
        return Lezingen()
    aangenomen = assumed_budget(regio)
    eigen, anders = BUDGET_INGEVOERD if aangenomen else INGEVOERD, []
    for ander in with_readings(regio, scenario):
        lezing = ander.lezing
        assert lezing is not None
        if lezing.soort == "budget" and not aangenomen:
            continue
        model = build_model(regio, ander)
        if lezing.soort == "budget" and _same_budget(model, basis):
            eigen = lezing
        else:
            anders.append((lezing, model))
    return Lezingen(eigen, tuple(anders))


def with_readings(regio: Regio, basis: Scenario) -> list[Scenario]:
    """`basis` under each reading of the region in turn, those of the budget first."""
    lezingen = sorted((s for s in regio.lezingen if s.naam != basis.naam), key=_order)
    return [
        lezing.model_copy(
            update={
                "wijziging": (*basis.wijziging, *lezing.wijziging),
                "gebeurtenis": (*basis.gebeurtenis, *lezing.gebeurtenis),
            }
        )
        for lezing in lezingen
    ]


def _order(scenario: Scenario) -> tuple[int, str]:
    assert scenario.lezing is not None
    return ("budget", "wet", "beleid").index(scenario.lezing.soort), scenario.naam


def _same_budget(a: Model, b: Model) -> bool:
    return all(
        np.allclose(g.gemeentefonds, h.gemeentefonds, rtol=ZELFDE, atol=0.01)
        for g, h in zip(a.gemeenten, b.gemeenten, strict=True)
    )


def judge_readings(resultaat: Result, jaren: Sequence[int], opgeteld: str = "cumulatief") -> tuple[Lezingsoordeel, ...]:
    """The verdict over these years as entered, and then under every other reading; nothing without any.

    opgeteld: the test that adds up, `cumulatief` over the open years or `vraag` over those of the question.
    """
    if not resultaat.lezingen:
        return ()
    return tuple(_judge(r, resultaat, jaren, opgeteld) for r in (resultaat, *resultaat.lezingen))


def _judge(gelezen: Result, basis: Result, jaren: Sequence[int], opgeteld: str) -> Lezingsoordeel:
    oordelen = tuple(hardest(gelezen.totaal, jaar, opgeteld) for jaar in gelezen.open_years(jaren))
    verschil = _added_up(gelezen, jaren) - _added_up(basis, jaren)
    onderwerp = gelezen.lezing.onderwerp if gelezen.lezing else ""
    return Lezingsoordeel(gelezen.scenario, onderwerp, oordelen, verschil)


def hardest(deel: Summary, jaar: int, opgeteld: str) -> Oordeel:
    """The verdict on the own account in one year, by itself or added up, that asks the largest buffer, then has the
    smallest chance."""
    return min((deel.oordelen[toets, jaar] for toets in ("totaal", opgeteld)), key=lambda o: (-o.buffer, o.kans))


def _added_up(resultaat: Result, jaren: Sequence[int]) -> float:
    return sum(resultaat.totaal.value("saldo", resultaat.jaren.index(jaar)) for jaar in jaren)


def in_words(oordelen: Sequence[Lezingsoordeel], jaren: Sequence[int]) -> str:
    """'Het oordeel over 2026-2029 (ja) houdt onder 5 van 6 lezingen van wet en beleid; niet bij ...'. Empty without
    readings. jaren: what the verdict is about, which need not be what another verdict beside it is about"""
    if not oordelen:
        return ""
    basis, *rest = oordelen
    anders = [o.onderwerp for o in rest if o.neutraal != basis.neutraal]
    oordeel = "ja" if basis.neutraal else "nee"
    begin = f"Het oordeel over {jaren[0]}-{jaren[-1]} ({oordeel}) houdt onder"
    if not anders:
        return f"{begin} alle {len(oordelen)} lezingen van budget, wet en beleid."
    gelijk = len(oordelen) - len(anders)
    return f"{begin} {gelijk} van {len(oordelen)} lezingen van budget, wet en beleid; niet bij: {'; '.join(anders)}."
