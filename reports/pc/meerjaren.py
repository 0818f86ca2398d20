"""The headline of a begroting: all its years in one sentence, and never better than the worst of them.

A surplus of one gemeente does not pay the shortage of another: of a region every gemeente counts too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from finance.fouten import list_words
from finance.taal.getallen import format_certainty
from reports.afweging.besluit import year_words
from reports.pc.delen import GENOEMD, MERKBAAR, Wie, cents, money, number, saldo_short
from reports.tabel.tabel import Centen
from scenarios.engine.result import Result, Summary


class Sluit(IntEnum):
    """How a year closes, the best first."""

    ZEKER = 0
    """With the certainty that was asked, by itself and added up"""
    VERWACHT = 1
    """As expected, and not with that certainty; or no chance was computed"""
    NIET = 2
    """As expected it does not"""


BEGIN = {Sluit.ZEKER: "Sluitend", Sluit.VERWACHT: "Naar verwachting sluitend", Sluit.NIET: "Niet sluitend"}
"""How a headline begins, by the worst of its years."""


@dataclass(frozen=True)
class Jaarstand:
    """One year of one gemeente or of the region."""

    jaar: int
    saldo: int
    """Expected, in cents"""
    zeker: bool = False

    @property
    def sluit(self) -> Sluit:
        """How it closes."""
        if self.saldo <= -MERKBAAR:
            return Sluit.NIET
        return Sluit.ZEKER if self.zeker else Sluit.VERWACHT


@dataclass(frozen=True)
class Meerjaren:
    """The years of a begroting together, and of a region those of every gemeente."""

    samen: tuple[Jaarstand, ...]
    gemeenten: tuple[tuple[str, tuple[Jaarstand, ...]], ...]
    """Of a region of several; else empty"""
    zekerheid: float
    toeval: bool
    """Whether chances were computed"""

    @property
    def slechtst(self) -> Sluit:
        """The worst year of all."""
        return max(stand.sluit for _, reeks in (("", self.samen), *self.gemeenten) for stand in reeks)

    def headline(self) -> str:
        """The verdict, the years that it rests on, and the saldo of every year."""
        slechtst = self.slechtst
        raak = [s.jaar for s in self.samen if s.sluit == slechtst]
        wie = [n for n, reeks in self.gemeenten if any(s.sluit == slechtst for s in reeks)]
        met = f"met {format_certainty(self.zekerheid)} zekerheid"
        saldi = list_words([f"{saldo_short(s.saldo)} in {s.jaar}" for s in self.samen])
        return (
            f"{BEGIN[slechtst]}{self._why(raak, wie, met)}. Het saldo op de eigen rekening is naar verwachting {saldi}."
        )

    def _why(self, raak: Sequence[int], wie: Sequence[str], met: str) -> str:
        slechtst = self.slechtst
        if slechtst == Sluit.ZEKER:
            return f" {met}, in ieder jaar"
        if slechtst == Sluit.VERWACHT and not self.toeval:
            return ", zonder toeval gerekend"
        alle = len(raak) == len(self.samen)
        waar = list_words(wie) if len(wie) <= GENOEMD else f"{len(wie)} van de {len(self.gemeenten)} gemeenten"
        if slechtst == Sluit.VERWACHT:
            if not raak:
                return f", maar in {waar} niet {met}"
            return f", maar {'in geen enkel jaar' if alle else f'niet in {year_words(raak)}'} {met}"
        if not raak:
            return f" in {waar}: een overschot van een ander betaalt dat niet"
        if alle:
            return ": geen enkel jaar sluit"
        return f": {list_words([str(j) for j in raak])} {'sluit' if len(raak) == 1 else 'sluiten'} niet"


def read_years(wie: Wie, resultaat: Result, jaren: Sequence[int], saldo: Sequence[Centen]) -> Meerjaren:
    """saldo: of `wie`, as its table shows it."""

    def closes(deel: Summary, jaar: int) -> bool:
        oordelen = [deel.oordelen[pot, jaar] for pot in ("totaal", "cumulatief")]
        return bool(resultaat.trekkingen) and all(o.neutraal for o in oordelen)

    deel = wie.part(resultaat)
    samen = tuple(Jaarstand(j, number(s), closes(deel, j)) for j, s in zip(jaren, saldo, strict=True))
    apart = resultaat.gemeenten if wie.regio and len(resultaat.gemeenten) > 1 else ()
    gemeenten = tuple(
        (
            g.naam,
            tuple(Jaarstand(j, cents(g.value("saldo", resultaat.jaren.index(j))), closes(g, j)) for j in jaren),
        )
        for g in apart
    )
    return Meerjaren(samen, gemeenten, resultaat.zekerheid, bool(resultaat.trekkingen))


def budget_headline(wie: Wie, resultaat: Result, jaren: Sequence[int], lasten: Centen, saldo: Sequence[Centen]) -> str:
    """The answer of a begroting or a letter about it."""
    kop = read_years(wie, resultaat, jaren, saldo).headline()
    return f"{kop} In {jaren[0]} {wie.verwacht} {money(lasten)} aan lasten."
