"""Sensitivity: what each source of uncertainty does to the saldo and to the chance that it is covered.

A source is what moves with nothing else: one driver, or the drivers of one round of tenders or of the indexes, which
share part of their draw. The others stay drawn, with the same draws, while one source is held where its own part of
the saldo stands at its P10 and at its P90: a single driver at its own P10 and P90, several at their most likely values
there. What a source of persons does is read from the draws themselves, so that nobody is drawn anew for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from finance.neutraliteit import covered
from scenarios.afweging.doel import OPGETELD, Eis, Zoekdoel, goal_of, hardest, stand_at
from scenarios.afweging.punten import Punten
from scenarios.engine.statistics import chance_error
from scenarios.model.model import Model
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.onzekerheid.spreiding import Z90, Reeks
from scenarios.oorzaken.aandelen import STAARTEN, Ontwerp
from scenarios.oorzaken.invoer import REST, VOLUMES, independent, steps_of
from scenarios.regiomap.regio import Regio

MEESTE = 12
"""Sources that are held at their P10 and P90: those with the largest share"""


@dataclass(frozen=True)
class Invloed:
    """One source."""

    naam: str
    """Of a source of persons or of what remains; else empty"""
    drijvers: tuple[Drijver, ...]
    eerste: float
    totaal: float
    """Share of the variance by itself, and with all interplay that it takes part in"""
    eerste_fout: float
    totaal_fout: float
    """Standard errors"""
    euros: tuple[float, float] | None = None
    """What the expected saldo becomes more at the unfavourable and at the favourable tenth; None: not held"""
    kansen: tuple[float, float] | None = None
    """The chance there"""


@dataclass(frozen=True)
class Gevoeligheid:
    """Every source of uncertainty of one saldo, largest total share first; what remains comes last."""

    eis: Eis
    verwacht: float
    kans: float
    fout: float
    """Standard error of the chance"""
    trekkingen: int
    bronnen: tuple[Invloed, ...]
    rest: Invloed | None
    """Chance per gemeente and person; None when the draws are too few for shares"""


def hardest_year(regio: Regio, punten: Punten, zekerheid: float) -> int:
    """The open year of which the saldo, added up to its end, lacks most at that certainty."""
    doel = goal_of(regio, punten.basis, zekerheid)
    doel = replace(doel, eisen=tuple(e for e in doel.eisen if e.toets == OPGETELD))
    stand = stand_at(0.0, doel.saldi(punten.saldo, punten.basis))
    return doel.eisen[hardest(stand, zekerheid)].jaar


def weigh_sources(punten: Punten, jaar: int, meeste: int = MEESTE) -> Gevoeligheid:
    """The saldo added up from the first open year to the end of `jaar`."""
    model, eis = punten.basis, Eis(OPGETELD, jaar)
    doel = Zoekdoel(0.5, (eis,))
    (y,) = doel.saldi(punten.saldo, model)
    invoer = punten.sources()
    ontwerp = Ontwerp(invoer)
    aandelen, delen = ontwerp.attribute(y[None]), ontwerp.parts(y)
    bronnen = (*((naam, ()) for naam in VOLUMES), *(("", bron) for bron in independent(model.drijvers)))
    alle = [
        Invloed(
            naam,
            drijvers,
            *(float(reeks[g, 0]) for reeks in (aandelen.eerste, aandelen.totaal)),
            *(float(reeks[g, 0]) for reeks in (aandelen.eerste_fout, aandelen.totaal_fout)),
        )
        for g, (naam, drijvers) in enumerate((*bronnen, (REST, ())))
    ]
    volgorde = sorted(range(len(bronnen)), key=lambda g: -alle[g].totaal)
    beweegt = [g for g in volgorde if invoer[g].size and np.ptp(invoer[g]) > 0]
    gehouden = [g for g in beweegt[:meeste] if bronnen[g][1]]
    vast = [_held(model, bronnen[g][1], tail) for g in gehouden for tail in _tails(model, bronnen[g][1], invoer[g], y)]
    saldi = punten.saldi(vast) if vast else np.zeros((0, *punten.saldo.shape))
    anders = {g: [doel.saldi(s, model)[0] for s in saldi[2 * i : 2 * i + 2]] for i, g in enumerate(gehouden)}
    for g in beweegt[:meeste]:
        if g not in anders and ontwerp.genoeg:
            anders[g] = [y - delen[g] + np.quantile(delen[g], deel) for deel in STAARTEN]
    return Gevoeligheid(
        eis,
        float(y.mean()),
        float(covered(y).mean()),
        chance_error(y),
        punten.trekkingen,
        tuple(_with_effects(alle[g], anders.get(g), y) for g in beweegt),
        alle[-1] if ontwerp.genoeg else None,
    )


def _with_effects(invloed: Invloed, anders: Sequence[Reeks] | None, y: Reeks) -> Invloed:
    """With what the saldo becomes at the two tenths."""
    if anders is None:
        return invloed
    laag, hoog = anders
    euros = (float(laag.mean() - y.mean()), float(hoog.mean() - y.mean()))
    return replace(invloed, euros=euros, kansen=(float(covered(laag).mean()), float(covered(hoog).mean())))


def _tails(model: Model, drijvers: Sequence[Drijver], x: Reeks, y: Reeks) -> tuple[dict[str, tuple[float, ...]], ...]:
    """Where the drivers of one source are at its unfavourable and at its favourable tenth. x: (f, n), y: (n,)

    Of numbers x that together make b.x, the mean of x given that b.x is at its P10 is the mean less Z90 times the
    covariance of x with b.x, over the spread of b.x; that covariance is the one of x with y.
    """
    om_nul = x - x.mean(axis=1, keepdims=True)
    met_y = om_nul @ (y - y.mean()) / len(y)
    if len(x) == 1:
        richting = np.sign(met_y)
    else:
        binnen = om_nul @ om_nul.T / len(y)
        richting = met_y / np.sqrt(max(float(met_y @ np.linalg.lstsq(binnen, met_y, rcond=None)[0]), 1e-300))
    uit = []
    for teken in (-Z90, Z90):
        rest, standen = richting * teken, {}
        for d in drijvers:
            stappen = steps_of(d, model.tijdas.jaren) if d.soort == "indexen" else []
            eigen, rest = rest[: len(stappen) or 1], rest[len(stappen) or 1 :]
            stand = eigen
            if stappen:
                # What an index has come to, as the steps that it took.
                stand = np.zeros(len(model.tijdas.jaren))
                stand[stappen] = np.diff(eigen, prepend=0.0)
            standen[d.naam] = tuple(map(float, stand))
        uit.append(standen)
    return tuple(uit)


def _held(model: Model, drijvers: Sequence[Drijver], standen: dict[str, tuple[float, ...]]) -> Model:
    """The model with these drivers held."""
    namen = {d.naam for d in drijvers}
    vast = (replace(d, stand=standen[d.naam]) if d.naam in namen else d for d in model.drijvers)
    return replace(model, drijvers=tuple(vast))
