"""Every draw of a year in months: the lasten of a pot in the shape of what is expected, the cash as the calendar says.

The shape comes from the same weights as the year (`Weger.by_month`): waiting, durations and price eras, of the persons
that are expected. So in every draw twelve months are the year itself, divided as one expects it; what a draw does to
the division within a year is left out. What the books hold of the running year is divided evenly over its months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.kas.maanden import Kaskalender, Potkas, cash_of_pot, spread_year
from finance.lasten import apply_weights
from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.grond.trekking import Verwachting
from scenarios.kas.droog import Horizon
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import NUMMERS_VARIABEL
from scenarios.model.grootheden import LASTENRIJEN, NUMMER
from scenarios.model.model import Model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country

Reeks = NDArray[np.float64]
LASTEN = {
    "gemeentefonds": "lasten_gemeentefonds",
    "spuk": "besteding",
    "spuk_onderwijsroute": "lasten_onderwijsroute",
}
UITKERING = {"gemeentefonds": "gemeentefonds", "spuk": "spuk_voorlopig", "spuk_onderwijsroute": "onderwijsroute"}
TERUG = {"spuk": "terugvordering", "spuk_onderwijsroute": "terugvordering_onderwijsroute"}
"""pot -> quantity of a year"""


@dataclass(frozen=True)
class Kasplan:
    """What all draws of one gemeente, or of the region, have in common. k pot of `horizon`, m month."""

    kalender: Kaskalender
    horizon: Horizon
    anders: Reeks
    """(m,) what decided advances of the SPUK differ from twelfths"""
    correcties: Reeks
    """(k, j) what decisions of a year on closed years still bring"""

    def __add__(self, ander: Kasplan) -> Kasplan:
        return Kasplan(self.kalender, self.horizon, self.anders + ander.anders, self.correcties + ander.correcties)

    def cash(self, k: int, lasten: Reeks, jaren: Reeks) -> Potkas:
        """The cash of pot number `k`. lasten: (m, n) of that pot; jaren: (quantity, j, n)"""
        pot, eerste = self.horizon.potten[k], self.kalender.eerste
        niets, stand = np.zeros(jaren.shape[1:]), self._begin(pot, jaren)
        voorschotten = np.repeat(jaren[NUMMER[UITKERING[pot]], eerste:] / 12, 12, axis=0)
        # A decision of this year on a closed one moves with the settlement of the year before; R - D knows it not.
        nabetaling = np.append(self.correcties[k, 1:], 0.0)[:, None] + niets
        stand = stand + (self.correcties[k, eerste] if eerste else 0.0)
        if pot == "spuk":
            voorschotten = voorschotten + self.anders[:, None]
            nabetaling += jaren[NUMMER["nabetaling"]]
        vorig = jaren[NUMMER[LASTEN[pot]], eerste - 1] if eerste else niets[0]
        terug = jaren[NUMMER[TERUG[pot]]] if pot in TERUG else niets
        return cash_of_pot(self.kalender, stand, (lasten, vorig), voorschotten, nabetaling, terug)

    def _begin(self, pot: str, jaren: Reeks) -> Reeks:
        """R - D when the horizon begins; the Gemeentefonds is counted from nil. (n,)"""
        eerste = self.kalender.eerste
        if pot == "spuk":
            return np.asarray(jaren[NUMMER["reservering_begin"], eerste] - jaren[NUMMER["doorgeschoven_begin"], eerste])
        if pot == "spuk_onderwijsroute" and eerste:
            over = jaren[NUMMER["meenemen_onderwijsroute"], eerste - 1]
            return np.asarray(over - jaren[NUMMER["tekort_onderwijsroute"], eerste - 1])
        return np.zeros(jaren.shape[2])


@dataclass(frozen=True)
class Maandverdeler:
    """Turns the years of one gemeente into months."""

    plan: Kasplan
    lineair: Reeks
    """(j, k, 12, V) what the lasten of a voorziening put into every month of a pot, and"""
    vast: Reeks
    """(j, k, 12) what the books put there"""

    def lasten(self, jaren: Reeks) -> Reeks:
        """Lasten per pot and month: twelve months are the year of that pot. (quantity, j, n) -> (k, m, n)"""
        return self._of_pots(jaren, self.plan.horizon.potten)

    def lasten_of(self, pot: str, jaren: Reeks) -> Reeks:
        """Those of one pot. (quantity, j, n) -> (m, n)"""
        return np.asarray(self._of_pots(jaren, (pot,))[0])

    def _of_pots(self, jaren: Reeks, potten: Sequence[str]) -> Reeks:
        eerste, alle = self.plan.kalender.eerste, self.plan.horizon.potten
        uit = np.empty((len(potten), self.plan.kalender.maanden, jaren.shape[2]))
        for i, (lineair, vast) in enumerate(zip(self.lineair, self.vast, strict=True)):
            per_voorziening = jaren[LASTENRIJEN, eerste + i]
            # Of all pots together, also when one is asked: another shape of the product may round otherwise.
            vormen = (lineair.reshape(12 * len(alle), -1) @ per_voorziening).reshape(len(alle), 12, -1)
            for plek, pot in zip(uit, potten, strict=True):
                k = alle.index(pot)
                vorm = vormen[k] + vast[k, :, None]
                plek[12 * i : 12 * (i + 1)] = spread_year(vorm, jaren[NUMMER[LASTEN[pot]], eerste + i])
        return uit


def plan_months(model: Model) -> tuple[Maandverdeler, ...]:
    """How the years of every gemeente of a model become months."""
    regels, eerste = model.regels, model.telt_vanaf
    kalender = Kaskalender(eerste, regels.nabetaald_na, regels.teruggevorderd_na, regels.betaald_na)
    # The SPUK onderwijsroute has ended, but for what is still to be paid back.
    potten = [p for p in POTTEN if p != "spuk_onderwijsroute" or eerste <= regels.onderwijsroute_looptijd]
    horizon = Horizon(model.tijdas.maanden[12 * eerste :], tuple(potten))
    stil = Verwachting()
    land = simulate_country(model, stil)
    return tuple(
        _plan(model, g, draw_volumes(model, g, land, stil).personen, kalender, horizon) for g in model.gemeenten
    )


def plan_region(verdelers: Sequence[Maandverdeler]) -> Kasplan:
    """The plans of all gemeenten together."""
    eerste, *rest = (v.plan for v in verdelers)
    return sum(rest, start=eerste)


def _plan(model: Model, g: Gemeentemodel, personen: Reeks, kalender: Kaskalender, horizon: Horizon) -> Maandverdeler:
    eerste, feiten = kalender.eerste, g.feiten
    verwacht = np.array(g.vast_per_maand)
    verwacht[NUMMERS_VARIABEL] += apply_weights(g.euros_per_maand.astype(float), personen)[..., 0]
    jaren, potten = range(eerste, len(model.tijdas.jaren)), [POTTEN.index(p) for p in horizon.potten]
    lineair = np.zeros((len(jaren), len(potten), 12, len(VOORZIENINGEN)))
    vast = np.zeros((len(jaren), len(potten), 12))
    for i, j in enumerate(jaren):
        van_jaar = verwacht[:, 12 * i : 12 * (i + 1)].T
        for k, pot in enumerate(potten):
            deel = g.verdeling[:, pot, j]
            open_ = np.ones(12, dtype=bool)
            if j == feiten.deels and pot:
                open_ = np.arange(12) >= feiten.rest - 12 * j
                geboekt = feiten.geboekt[:, j]
                vast[i, k, ~open_] = (geboekt @ deel) / max((~open_).sum(), 1)
            vorm = _shape(van_jaar * open_[:, None], open_)
            lineair[i, k] = vorm * deel
            if j == feiten.deels and pot:
                vast[i, k] -= vorm @ (geboekt * deel)
    correcties = np.zeros((len(potten), len(model.tijdas.jaren)))
    for k, pot in enumerate(potten):
        if pot:
            # Those of before the horizon are in its opening balance.
            correcties[k, eerste:] = feiten.potten[pot - 1].correctie[eerste:]
    return Maandverdeler(Kasplan(kalender, horizon, g.anders_betaald, correcties), lineair, vast)


def _shape(euros: Reeks, open_: NDArray[np.bool_]) -> Reeks:
    """Share of a year per month and voorziening; evenly over the open months where nothing is expected. (12, V)"""
    som = euros.sum(axis=0)
    gelijk = (open_ if open_.any() else ~open_)[:, None]
    return np.where(som > 0, euros / np.where(som > 0, som, 1.0), gelijk / gelijk.sum())
