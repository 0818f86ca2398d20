"""Fixed sums of a scenario: euros per year, and fte of the own formatie at the price per fte that it has.

What is said holds for the named gemeenten together: a sum is divided by inhabitants, fte in proportion to what each
has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding
from scenarios.grond.gegevens import Bevolking
from scenarios.grond.tijdas import Tijdas
from scenarios.regiomap.modellen import Contractrij, Formatiecontract
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import FTE, VAST, Veranderaar, Wijziging

Reeks = NDArray[np.float64]


@cache
def part_of(bevolking: Bevolking, code: str, codes: tuple[str, ...], jaren: tuple[int, ...]) -> Reeks:
    """(j,) share of one gemeente in a sum for these gemeenten: inhabitants on 1 January of the year itself."""
    return np.array([bevolking.of(code, j) / sum(bevolking.of(c, j) for c in codes) for j in jaren])


@dataclass(frozen=True)
class Vastverandering:
    """What a scenario makes of the fixed sums of a region."""

    regio: Regio
    verander: Veranderaar
    tijdas: Tijdas
    fte: dict[tuple[int, str], Reeks] = field(default_factory=dict)
    """(line of formatie.csv, cbs_code) -> factor (m,)"""

    def factor(self, rij: Contractrij, code: str) -> Reeks:
        """What one fixed sum of one gemeente is multiplied by. (m,)"""
        factor = self._sums(rij.voorziening, code, lambda _: np.zeros(len(self.tijdas.maanden)))[0]
        if isinstance(rij, Formatiecontract) and (rij.regel, code) in self.fte:
            factor = factor * self.fte[rij.regel, code]
        return factor

    def beside(self, voorziening: str, code: str, level: Callable[[int | None], Reeks]) -> Reeks:
        """Euros per year beside the sums that are there. `level`: price level since a year, (m,); shape (m,)"""
        return self._sums(voorziening, code, level)[1]

    def _sums(self, voorziening: str, code: str, level: Callable[[int | None], Reeks]) -> tuple[Reeks, Reeks]:
        """Factor and addition, in the order of the changes. (m,) each"""
        maanden = self.tijdas.maanden
        factor, erbij = np.ones(len(maanden)), np.zeros(len(maanden))
        for w in self.verander.of(VAST + voorziening, code):
            self.verander.check_grid(w, maanden)
            raakt = np.array([w.holds_on(dag) for dag in maanden])
            if w.factor is not None:
                factor[raakt] *= w.factor
                erbij[raakt] *= w.factor
                continue
            bedrag = self._amount(w, code, level)
            if w.waarde is not None:
                factor[raakt], erbij[raakt] = 0.0, bedrag[raakt]
            else:
                erbij[raakt] += bedrag[raakt]
        return factor, erbij

    def _amount(self, wijziging: Wijziging, code: str, level: Callable[[int | None], Reeks]) -> Reeks:
        euros = wijziging.waarde if wijziging.waarde is not None else wijziging.erbij
        assert isinstance(euros, float)
        samen = tuple(g.code for g in self.regio.gemeenten if not wijziging.gemeenten or g.code in wijziging.gemeenten)
        deel = np.repeat(part_of(self.regio.land.bevolking, code, samen, self.tijdas.jaren), 12)
        return np.asarray(euros * deel * level(wijziging.prijspeil))


def change_fixed(
    regio: Regio, verander: Veranderaar, tijdas: Tijdas, scenario: str, meldingen: list[Melding]
) -> Vastverandering:
    """The fixed sums of a scenario. Fte without a price are appended to `meldingen`."""
    rijen = [c for c in regio.contracten if isinstance(c, Formatiecontract)]
    stand = {(c.regel, code): c for c in rijen for code in regio.gemeente_codes(c.gemeenten)}
    fte = {(r, code): _present(c, code, rijen, regio, tijdas) for (r, code), c in stand.items()}
    factor = {sleutel: np.ones(len(tijdas.maanden)) for sleutel in fte}
    verander.bekend |= {FTE, *(f"{FTE}.{c.voorziening}" for c in rijen)}
    for w in verander.wijzigingen:
        if w.veld.partition(".")[0] != FTE or (rijen and w.veld not in verander.bekend):
            continue
        verander.bekend.add(w.veld)
        verander.check_grid(w, tijdas.maanden)
        wie = [
            s
            for s, c in stand.items()
            if w.veld in (FTE, f"{FTE}.{c.voorziening}") and (not w.gemeenten or s[1] in w.gemeenten)
        ]
        raakt = np.array([w.holds_on(dag) for dag in tijdas.maanden])
        was = sum((fte[s] for s in wie), np.zeros(len(raakt)))
        wordt = _changed(w, was)
        verander.refuse(w.veld, wordt[raakt])
        if (leeg := raakt & (was <= 0) & (wordt != 0)).any():
            dag = tijdas.maanden[int(np.flatnonzero(leeg)[0])]
            meldingen.append(_without_price(w, scenario, f"geen eigen formatie in {dag:%m-%Y}"))
            continue
        maal = np.divide(wordt, was, out=np.ones(len(was)), where=raakt & (was > 0))
        for s in wie:
            fte[s], factor[s] = fte[s] * maal, factor[s] * maal
    return Vastverandering(regio, verander, tijdas, factor)


def _changed(wijziging: Wijziging, was: Reeks) -> Reeks:
    if wijziging.factor is not None:
        return was * wijziging.factor
    if wijziging.erbij is not None:
        return was + wijziging.erbij
    return np.full(len(was), wijziging.waarde, dtype=float)


def _present(rij: Formatiecontract, code: str, rijen: list[Formatiecontract], regio: Regio, tijdas: Tijdas) -> Reeks:
    """Fte of one line in one gemeente, in the months that it is paid. (m,)"""
    later = any(c.van >= rij.tot and c.voorziening == rij.voorziening for c in rijen)
    loopt_door = regio.bestand.contract_terugval and not later
    geldt = np.array([rij.van <= dag and (loopt_door or dag < rij.tot) for dag in tijdas.maanden])
    deel = part_of(regio.land.bevolking, code, regio.gemeente_codes(rij.gemeenten), tijdas.jaren)
    return np.asarray(rij.fte * np.repeat(deel, 12) * geldt)


def _without_price(wijziging: Wijziging, scenario: str, gevonden: str) -> Melding:
    return Melding(
        f"scenario {scenario}",
        f"wijziging van {wijziging.veld!r}",
        gevonden,
        "fte met een prijs per fte in formatie.csv",
        "Zet in formatie.csv de functie, de fte en de prijs per fte; of geef een vast bedrag: vast.beleid_inkoop.",
    )
