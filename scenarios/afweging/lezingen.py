"""Law and policy are readings, not noise: the verdict under every reading of what is still open.

A reading is a scenario that says of which question it is one (`[lezing]`). None has a probability: what is shown is
under which the verdict holds and under which it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finance.neutraliteit import Oordeel
from scenarios.engine.result import Resultaat, Samenvatting
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

OPEN_REKENING = ("totaal", "cumulatief")
"""The tests on the own account of the open years: each by itself, and added up."""


@dataclass(frozen=True)
class Lezingsoordeel:
    """The verdict on the own account of the region under one reading."""

    naam: str
    onderwerp: str
    omschrijving: str
    oordelen: tuple[Oordeel, ...]
    """Per open year the one on the own account, by itself or added up, that asks most"""
    verschil: float
    """Expected saldo added up over the open years, less that of the base; euros"""

    @property
    def neutraal(self) -> bool:
        """Whether every year is neutral."""
        return all(o.neutraal for o in self.oordelen)


def with_readings(regio: Regio, basis: Scenario) -> list[Scenario]:
    """`basis` under each reading of the region in turn."""
    return [
        lezing.model_copy(
            update={
                "wijziging": (*basis.wijziging, *lezing.wijziging),
                "gebeurtenis": (*basis.gebeurtenis, *lezing.gebeurtenis),
            }
        )
        for lezing in regio.lezingen
        if lezing.naam != basis.naam
    ]


def judge_readings(
    basis: Resultaat, lezingen: Sequence[tuple[Scenario, Resultaat]], jaren: Sequence[int]
) -> tuple[Lezingsoordeel, ...]:
    """The verdict of the base, and then of every reading of it."""
    uit = [_judge("basis", "Zoals ingevoerd", "De lezing van de basis", basis, basis, jaren)]
    for scenario, resultaat in lezingen:
        assert scenario.lezing is not None
        uit.append(_judge(scenario.naam, scenario.lezing.onderwerp, scenario.omschrijving, resultaat, basis, jaren))
    return tuple(uit)


def _judge(
    naam: str, onderwerp: str, omschrijving: str, resultaat: Resultaat, basis: Resultaat, jaren: Sequence[int]
) -> Lezingsoordeel:
    oordelen = tuple(hardest(resultaat.totaal, jaar) for jaar in jaren)
    verschil = _added_up(resultaat, jaren) - _added_up(basis, jaren)
    return Lezingsoordeel(naam, onderwerp, omschrijving, oordelen, verschil)


def hardest(deel: Samenvatting, jaar: int) -> Oordeel:
    """The verdict on the own account in one year that asks the largest buffer, then has the smallest chance."""
    return min((deel.oordelen[toets, jaar] for toets in OPEN_REKENING), key=lambda o: (-o.buffer, o.kans))


def _added_up(resultaat: Resultaat, jaren: Sequence[int]) -> float:
    return sum(resultaat.totaal.value("saldo", resultaat.jaren.index(jaar)) for jaar in jaren)


def in_words(oordelen: Sequence[Lezingsoordeel]) -> str:
    """'Het oordeel (ja) houdt onder 5 van 6 lezingen van wet en beleid; niet bij ...'. Empty without readings."""
    basis, *rest = oordelen
    if not rest:
        return ""
    anders = [o.onderwerp for o in rest if o.neutraal != basis.neutraal]
    oordeel = "ja" if basis.neutraal else "nee"
    begin = f"Het oordeel ({oordeel}) houdt onder"
    if not anders:
        return f"{begin} alle {len(oordelen)} lezingen van wet en beleid."
    gelijk = len(oordelen) - len(anders)
    return f"{begin} {gelijk} van {len(oordelen)} lezingen van wet en beleid; niet bij: {'; '.join(anders)}."
