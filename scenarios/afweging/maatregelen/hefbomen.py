"""What a lever is at each of its levels: changes of a scenario, and money per year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding, raise_if_any
from finance.taal.getallen import format_date, short, thousands
from scenarios.afweging.maatregelen.bestand import NAAM, SOORTEN, Maatregel
from scenarios.regiomap.lezen import validate
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import Wijziging

EIGEN_GELD = "eigen_geld"
NIET = "niet"


@dataclass(frozen=True)
class Hefboomstand:
    """One level of a lever. `eigen` is own money put in, the other two are lasten; euros."""

    tekst: str
    wijzigingen: tuple[Wijziging, ...] = ()
    vanaf: date = date.max
    eenmalig: float = 0.0
    per_jaar: float = 0.0
    eigen: float = 0.0

    def lasten(self, jaren: Sequence[int]) -> NDArray[np.float64]:
        """What it costs in each of these years: once in its first, and by the months that it holds."""
        begin = self.vanaf.year + (self.vanaf.month - 1) / 12
        return np.array(
            [self.eenmalig * (j == self.vanaf.year) + self.per_jaar * min(max(j + 1 - begin, 0.0), 1.0) for j in jaren]
        )

    def erin(self, jaren: Sequence[int]) -> NDArray[np.float64]:
        """Own money in each of these years."""
        return np.array([self.eigen * (j >= self.vanaf.year) for j in jaren])


@dataclass(frozen=True)
class Hefboom:
    """A measure with its levels; the first is not to do it."""

    maatregel: Maatregel
    standen: tuple[Hefboomstand, ...]

    @property
    def only_money(self) -> bool:
        """Whether it moves nothing but own money, so that nothing has to be simulated for it."""
        return not any(stand.wijzigingen for stand in self.standen)


@dataclass(frozen=True)
class Geld:
    """What some levels together are worth per year; euros. (j,)"""

    lasten: NDArray[np.float64]
    erin: NDArray[np.float64]

    @property
    def kosten(self) -> float:
        """All of it: what a set of measures costs over the years."""
        return round(float(self.lasten.sum() + self.erin.sum()), 2)

    @property
    def saldo(self) -> NDArray[np.float64]:
        """What it adds to the saldo of each year."""
        return self.erin - self.lasten


def pull(maatregelen: Sequence[Maatregel]) -> tuple[Hefboom, ...]:
    """Every measure as a lever."""
    return tuple(Hefboom(m, levels(m)) for m in maatregelen)


def levels(m: Maatregel) -> tuple[Hefboomstand, ...]:
    """Not doing it, and then each level. Raises Invoerfout for one that no scenario can be."""
    if m.soort == "aanbesteding":
        assert m.verandering is not None
        factor = 1 + m.verandering / 100
        doen = [_level(m, f"vanaf {format_date(dag)}", dag, factor) for dag in m.data]
    elif m.soort == "veld":
        assert m.vanaf is not None
        doen = [_level(m, _shown(w), m.vanaf, w) for w in m.waarden]
    else:
        doen = [_step(m, waarde) for waarde in _steps(m)]
    return (Hefboomstand(NIET), *doen)


def _steps(m: Maatregel) -> list[float]:
    assert m.tot is not None
    assert m.stap is not None
    richting = 1 if m.tot > m.base else -1
    aantal = round(abs(m.tot - m.base) / m.stap)
    # Built from whole steps, so that 0.1 does not pile up.
    return [round(m.base + richting * k * m.stap, 10) for k in range(1, aantal + 1)]


def _step(m: Maatregel, waarde: float) -> Hefboomstand:
    """A level that is a number: as a factor on a price or a fixed sum, or as money."""
    assert m.vanaf is not None
    eenheid = SOORTEN[m.soort].eenheid
    if m.soort == EIGEN_GELD:
        return Hefboomstand(f"{thousands(round(waarde))} {eenheid}", (), m.vanaf, eigen=waarde)
    if eenheid == "%":
        factor = 1 + waarde / 100
        tekst = f"{short(waarde, teken=True)}%"
    else:
        # Of larger groups each pays less; hours and fte are paid as they are.
        factor = m.base / waarde if m.soort == "groepsgrootte" else waarde / m.base
        tekst = f"{short(waarde)} {eenheid}"
    return _level(m, tekst, m.vanaf, factor, abs(waarde - m.base))


def _level(m: Maatregel, tekst: str, vanaf: date, waarde: float | str, eenheden: float = 0.0) -> Hefboomstand:
    """A level that changes a field of a scenario. eenheden: how far it lies from doing nothing"""
    begin = {"vast": "vast.", "fte": "vast.", "veld": ""}.get(m.soort, "prijs.")
    wijze = m.wijze if m.soort == "veld" else "factor"
    meldingen: list[Melding] = []
    inhoud = {"veld": f"{begin}{m.wat}", "vanaf": vanaf, wijze: waarde, "gemeenten": m.gemeenten}
    inhoud["toelichting"] = f"maatregel {m.naam}: {tekst}"
    wijziging = validate(inhoud, Wijziging, NAAM, tekst, meldingen)
    raise_if_any(meldingen)
    assert wijziging is not None
    per_jaar = m.kosten_per_jaar + m.kosten_per_eenheid * eenheden
    return Hefboomstand(tekst, (wijziging,), vanaf, m.kosten_eenmalig, per_jaar)


def _shown(waarde: float | str) -> str:
    return waarde if isinstance(waarde, str) else short(waarde)


def money(hefbomen: Sequence[Hefboom], standen: Sequence[int], jaren: Sequence[int]) -> Geld:
    """What these levels cost and bring in over the years."""
    gekozen = [h.standen[s] for h, s in zip(hefbomen, standen, strict=True)]
    nul = np.zeros(len(jaren))
    return Geld(sum((s.lasten(jaren) for s in gekozen), nul), sum((s.erin(jaren) for s in gekozen), nul))


def changes(hefbomen: Sequence[Hefboom], standen: Sequence[int]) -> tuple[Wijziging, ...]:
    """What these levels change, money left aside."""
    return tuple(w for h, s in zip(hefbomen, standen, strict=True) for w in h.standen[s].wijzigingen)


def as_scenario(
    regio: Regio, basis: Scenario, hefbomen: Sequence[Hefboom], standen: Sequence[int], jaren: Sequence[int]
) -> Scenario:
    """A set of measures as a scenario: what is changed, and per gemeente the money of every year."""
    wijzigingen = [*basis.wijziging, *changes(hefbomen, standen)]
    for gemeenten, geld in _by_group(hefbomen, standen, jaren).items():
        codes = [c for naam in gemeenten for c in regio.gemeente_codes(naam)] or [g.code for g in regio.gemeenten]
        for jaar, bedrag in zip(jaren, geld, strict=True):
            wijzigingen += _divided(regio, codes, jaar, float(bedrag))
    return basis.model_copy(update={"naam": in_words(hefbomen, standen), "wijziging": tuple(wijzigingen)})


def _by_group(
    hefbomen: Sequence[Hefboom], standen: Sequence[int], jaren: Sequence[int]
) -> dict[tuple[str, ...], NDArray[np.float64]]:
    """What the levels add to the saldo, by the gemeenten that they are of."""
    uit: dict[tuple[str, ...], NDArray[np.float64]] = {}
    for hefboom, stand in zip(hefbomen, standen, strict=True):
        eigen = money((hefboom,), (stand,), jaren).saldo
        gemeenten = hefboom.maatregel.gemeenten
        uit[gemeenten] = uit.get(gemeenten, np.zeros(len(jaren))) + eigen
    return uit


def _divided(regio: Regio, codes: Sequence[str], jaar: int, bedrag: float) -> list[Wijziging]:
    """An amount of one year over gemeenten by inhabitants, to the cent."""
    centen = round(bedrag * 100)
    if not centen:
        return []
    delen = np.array([regio.land.bevolking.share(code, jaar) for code in codes])
    tot = np.rint(np.cumsum(delen / delen.sum()) * centen).astype(int)
    namen = {g.code: g.naam for g in regio.gemeenten}
    begin, eind = date(jaar, 1, 1), date(jaar + 1, 1, 1)
    return [
        Wijziging(
            veld=EIGEN_GELD, vanaf=begin, tot=eind, erbij=deel / 100, gemeenten=(namen[code],),
            toelichting="eigen geld min kosten van maatregelen",
        )
        for code, deel in zip(codes, np.diff(tot, prepend=0).tolist(), strict=True)
    ]  # fmt: skip


def in_words(hefbomen: Sequence[Hefboom], standen: Sequence[int]) -> str:
    """'grotere groepen: 14 per groep; eigen geld: 150.000 euro per jaar', or that nothing is done."""
    delen = [f"{h.maatregel.naam}: {h.standen[s].tekst}" for h, s in zip(hefbomen, standen, strict=True) if s]
    return "; ".join(delen) or "geen maatregelen"
