"""The weights of a gemeente as an expansion in the drivers: rebuilt at a few nodes, once, before the simulation.

Waiting changes when a use begins, the course of a leerroute what follows; weights are the product of both. So each of
the two is fitted by itself, in powers of what its drivers add to a factor 1, and the terms multiply.
Prices and indexes multiply what they hold for: lasten are kept apart by the price that is drawn for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, product

import numpy as np

from finance.lasten import fold_calendar
from finance.voorzieningen import DOELGROEPEN, LEERROUTES, Voorziening
from scenarios.grond.tijdas import Tijdas
from scenarios.model.feiten import Gemeentefeiten
from scenarios.model.gemeente.inkoop import Afname, Inkoop
from scenarios.model.gemeente.werkplaats import WEGER, Kenbaar, Werkplaats
from scenarios.model.gewichten import NUMMERS_VARIABEL, VARIABEL, Weger, ends_by_month, starts_by_month
from scenarios.model.kolommen import (
    GEEN,
    Eenheden,
    Geprijsd,
    Gewichten,
    Kolomplaats,
    Lasten,
    Ontleed,
    Prijsdeel,
    Prijsstuk,
    Rijen,
    price_columns,
    price_part,
)
from scenarios.model.modelinvoer import beside_books
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.onzekerheid.loop import change_course
from scenarios.onzekerheid.spreiding import CENTRAAL, LOOP, Machten, Reeks, Termen, course_band, course_name, factor_at
from scenarios.regiomap.gebeurtenissen import ONGEWIJZIGD, Verschuiving
from scenarios.regiomap.intervallen import Interval
from scenarios.regiomap.modellen import Contractrij, Trajecten
from scenarios.volumes.trajecten import Verloop

KNOPEN = {"wachttijd": (2.2, -2.0, 1.0), "duur": (2.0, -2.0), "verlenging": (2.0, -2.0), "uitval": (2.0, -2.0)}
"""Where the weights are rebuilt, in spreads from what was entered; as many orders as there are nodes"""
DREMPEL = 5e-4
"""A term that moves a smaller share of the units is left out."""
SAMEN = 4
"""Highest order of a term"""


Knoop = tuple[tuple[str, int], ...]
"""Kinds of drivers with the number of their node"""


@dataclass(frozen=True)
class Uitbreiding:
    """What the drivers make of one gemeente."""

    voorzieningen: tuple[Gewichten, ...]
    """In the order of `VARIABEL`"""
    vast: Mapping[Prijsdeel, Reeks]
    """(V, j) fixed sums that a driver multiplies"""
    fonds: tuple[tuple[Interval, int], ...]
    """Per year: the interval of the budget in the Gemeentefonds, and the year number from which its index is drawn"""


class Uitbreider:
    """Rebuilds weights at nodes of the drivers; gemeenten with the same contracts share the work."""

    def __init__(
        self,
        weger: Weger,
        drijvers: tuple[Drijver, ...],
        trajecten: Trajecten,
        learn: Callable[[Trajecten], Verloop],
        werkplaats: Werkplaats,
    ) -> None:
        self.weger = weger
        self.drijvers = drijvers
        self._soorten = [s for s in LOOP if any(d.soort == s for d in drijvers)]
        self._erbij = {s: np.stack([_beyond(drijvers, s, z) for z in KNOPEN[s]]) for s in self._soorten}
        """soort -> what the factor adds to 1 at every node. (node, p, r)"""
        self._werkplaats = werkplaats
        self._merk = tuple((s, erbij.tobytes()) for s, erbij in self._erbij.items())
        """What the nodes are told by"""
        self._geheugen = werkplaats.open(self._merk)
        self._klaar: dict[tuple, tuple[Ontleed, ...]] = {}
        self._learn, self._trajecten = learn, trajecten

    def _at(self, knoop: Knoop) -> Weger:
        """What weighs at one node."""
        return self._geheugen.kind("knopen").once(knoop, lambda: self._weger_at(knoop)) if knoop else self.weger

    def _weger_at(self, knoop: Knoop) -> Weger:
        verloop = self._learn(change_course(self._trajecten, {s: self._erbij[s][i] for s, i in knoop}))
        hier = self.weger
        return Weger(hier.tijdas, hier.trajecten, verloop, hier.contractindex, hier.terugval, hier.vanaf)

    def keep(self) -> None:
        """Leave what was worked out to the next model; only of a model without remarks."""
        self._werkplaats.keep(self._merk, self._geheugen)
        self._werkplaats.keep(WEGER, self.weger.geheugen)

    def expand(self, inkoop: Inkoop, vanaf: int = 0) -> tuple[Ontleed, ...]:
        """The units and prices of `Weger.weigh` as an expansion, per voorziening."""
        sleutel = inkoop.key, vanaf
        if sleutel not in self._klaar:
            self._klaar[sleutel] = tuple(self._expand_one(inkoop.of(v), vanaf) for v in VARIABEL)
        return self._klaar[sleutel]

    def _expand_one(self, afname: Afname, vanaf: int) -> Ontleed:
        delen = tuple(price_part(c, self.drijvers, self.weger.tijdas) for c in afname.contracten)

        def build() -> Ontleed:
            stukken = self._pieces(afname, delen)
            # No price moves a unit: who differs by price alone shares them.
            eenheden = self._geheugen.kind("eenheden").once(
                (afname.key_of_units, stukken, vanaf),
                lambda: self._voorziening(afname, stukken, self.weger.calendar(vanaf)),
            )
            return Ontleed(eenheden, tuple(self._prices(afname, stuk) for stuk in eenheden.stukken))

        return self._geheugen.kind("gewichten").once((afname.key, delen, vanaf), build)

    def _pieces(self, afname: Afname, delen: Sequence[Prijsdeel]) -> tuple[tuple[Prijsstuk, ...], ...]:
        """What has a price of its own, per leerroute of the voorziening. delen: of its contracts"""
        nummers = {id(rij): i for i, rij in enumerate(afname.contracten)}
        uit = []
        for route in (r for r in LEERROUTES if r in afname.voorziening.leerroutes):
            eigen = afname.of_route(route)
            stukken: list[Prijsstuk] = []
            for onderdeel in dict.fromkeys(c.onderdeel for c in eigen.contracten):
                rijen = [c for c in eigen.contracten if c.onderdeel == onderdeel]
                bepaalt, bedient = self.weger.served_by(rijen)
                stappen, stap = np.unique(eigen.prijs[onderdeel], return_inverse=True)
                soort = bepaalt * len(stappen) + stap
                for i, rij in enumerate(rijen):
                    # Who starts under a price keeps it, so the month that decides is that of start.
                    telt = (bedient == i).any(axis=1 if rij.prijsmoment == "start" else 0)
                    for prijs in np.unique(soort[telt]).tolist():
                        deel = delen[nummers[id(rijen[prijs // len(stappen)])]]
                        maanden = (telt & (soort == prijs)).astype(float).tobytes()
                        stukken.append(Prijsstuk(deel, nummers[id(rij)], maanden))
            uit.append(tuple(stukken))
        return tuple(uit)

    def _prices(self, afname: Afname, stuk: Prijsstuk) -> Reeks:
        """Euros per unit in every year. (j,)"""
        rij = afname.contracten[stuk.contract]
        factor = afname.prijs[rij.onderdeel][stuk.masker.argmax()]
        return np.asarray(rij.prijs * rij.aandeel * factor * self.weger.level(rij.prijspeil)[::12])

    def of_gemeente(
        self,
        inkoop: Inkoop,
        fixed: Callable[[list[Contractrij], int], Reeks],
        feiten: Gemeentefeiten,
        fonds: Reeks,
    ) -> tuple[tuple[Gewichten, ...], dict[Prijsdeel, Reeks]]:
        """Weights and fixed sums (V, j) by what is drawn for their price; of years in the books what is left of them.

        fixed: the fixed sums of some contracts from a month on; fonds: (V, j) share of the Gemeentefonds.
        """
        if not self.drijvers:
            return (), {}

        een, niets = np.ones(fonds.shape[1]), np.zeros(fonds.shape[1])
        bronnen = [[(heel, een)] for heel in self.expand(inkoop)]
        if feiten.in_boeken:
            paren = zip(self.expand(inkoop), self.expand(inkoop, feiten.rest), fonds[NUMMERS_VARIABEL], strict=True)
            bronnen = [
                [(heel, beside_books(feiten, deel, een, niets)), (rest, beside_books(feiten, deel, niets, een))]
                for heel, rest, deel in paren
            ]
        gewichten = tuple(map(self._priced, bronnen))
        vast = {}
        delen = {
            id(c): price_part(c, self.drijvers, self.weger.tijdas) for c in inkoop.contracten if c.betaling == "vast"
        }
        for deel in sorted(set(delen.values())):
            # The other sums stay, at nothing, so that the months in which one is paid do not move.
            rijen = [c if delen.get(id(c)) == deel else c.model_copy(update={"prijs": 0.0}) for c in inkoop.contracten]
            vast[deel] = fixed(rijen, 0)
            if feiten.in_boeken:
                vast[deel] = beside_books(feiten, fonds, vast[deel], fixed(rijen, feiten.rest))
        return gewichten, vast

    def events(self, verschuiving: Verschuiving = ONGEWIJZIGD) -> tuple[Termen, Termen]:
        """What the drivers add to `gestart` and `einde` of `Weger.events`."""
        return self._geheugen.kind("events").once(verschuiving, lambda: self._fold_events(verschuiving))

    def _fold_events(self, verschuiving: Verschuiving) -> tuple[Termen, Termen]:
        kalender = self.weger.tijdas.kalender
        per_machten: tuple[dict[Machten, Reeks], dict[Machten, Reeks]] = ({}, {})
        vorm = len(DOELGROEPEN), len(LEERROUTES), len(self.weger.tijdas.halfjaren), len(self.weger.tijdas.jaren)
        for r, route in enumerate(LEERROUTES):
            einde = self._course(r, self._soorten, lambda w, route=route: ends_by_month(w.tijdas, w.verloop, route))  # type: ignore[misc]
            eenmalig = {CENTRAAL: np.eye(len(self.weger.tijdas.maanden))}
            for p, doelgroep in enumerate(DOELGROEPEN):
                begin = self._waiting(
                    p,
                    r,
                    lambda w, d=doelgroep, route=route: starts_by_month(w.tijdas, w.verloop, (d, route), verschuiving),  # type: ignore[misc]
                )
                for uit, daarna in zip(per_machten, (eenmalig, einde), strict=True):
                    for machten, reeks in _multiply(begin, daarna):
                        uit.setdefault(machten, np.zeros(vorm))[p, r] = fold_calendar(*reeks, kalender)
        gestart, einde_ = (tuple((m, x) for m, x in uit.items() if m != CENTRAAL) for uit in per_machten)
        return gestart, einde_

    def _voorziening(self, afname: Afname, stukken: Sequence[Sequence[Prijsstuk]], kalender: Reeks) -> Eenheden:
        """One voorziening for every doelgroep and leerroute that has it. stukken: per leerroute"""
        voorziening, weger = afname.voorziening, self.weger
        regel = weger.trajecten.gebruik[voorziening.naam]
        doelgroepen = tuple(DOELGROEPEN.index(d) for d in regel.doelgroepen or voorziening.doelgroepen)
        routes = tuple(r for r, route in enumerate(LEERROUTES) if route in voorziening.leerroutes)
        soorten = self._that_move(voorziening)
        machten_ = _orders(soorten)
        vorm = (len(machten_), len(doelgroepen), len(routes), len(weger.tijdas.halfjaren), len(weger.tijdas.jaren))
        alle, per_stuk = np.zeros(vorm), {stuk: np.zeros(vorm) for eigen in stukken for stuk in eigen}
        for k, (r, eigen) in enumerate(zip(routes, stukken, strict=True)):
            daarna = self._course(r, soorten, partial(self._uses, afname, LEERROUTES[r], eigen, kalender))
            for i, p in enumerate(doelgroepen):
                for machten, (voor, na) in _multiply(self._begins(afname, p, r, soorten), daarna):
                    plek = machten_.index(machten), i, k
                    for reeks, laag in zip((alle, *(per_stuk[stuk] for stuk in eigen)), voor @ na, strict=True):
                        reeks[plek] = laag
        rijen = Rijen(doelgroepen, self._alike(routes, soorten), regel.anker in ("pip", "start"), machten_)
        return Eenheden(rijen, alle, per_stuk)

    def _uses(self, afname: Afname, route: str, stukken: Sequence[Prijsstuk], kalender: Reeks, weger: Weger) -> Reeks:
        """What follows a use that begins in month s: all units, and those of each piece. (layer, s, j)"""
        eigen = afname.of_route(route)
        alle, per_rij = weger.units_since_anchor(eigen, route)
        bij = {id(rij): reeks for rij, reeks in zip(eigen.contracten, per_rij, strict=True)}
        lagen = [alle]
        for stuk in stukken:
            rij = afname.contracten[stuk.contract]
            lagen.append(bij[id(rij)] * (stuk.masker[:, None] if rij.prijsmoment == "start" else stuk.masker))
        return np.asarray(np.stack(lagen) * afname.gebruik @ kalender)

    def _begins(self, afname: Afname, p: int, r: int, soorten: Sequence[str]) -> dict[int, Reeks]:
        """When a use begins: terms by power of the waiting. (h, s)"""

        def build(weger: Weger) -> Reeks:
            return weger.anchored(afname, LEERROUTES[r], DOELGROEPEN[p])

        # Whatever the contracts: gemeenten begin alike.
        return self._geheugen.kind("begin").once(
            (afname.voorziening.naam, p, r, afname.verschuiving),
            lambda: self._waiting(p, r, build) if "wachttijd" in soorten else {0: build(self.weger)},
        )

    def _priced(self, bronnen: Sequence[tuple[Ontleed, Reeks]]) -> Gewichten:
        """What some units and prices come to, without the terms and parts of the lasten that matter to nobody.

        bronnen: the units of the first are those of the voorziening; with each the share of its lasten, (j,).
        """
        eenheden, kind = bronnen[0][0].eenheden, self._geheugen.kind
        delen = [
            Geprijsd(stuk.deel, prijzen * aandeel, reeks)
            for ontleed, aandeel in bronnen
            for (stuk, reeks), prijzen in zip(ontleed.eenheden.stukken.items(), ontleed.prijzen, strict=True)
        ]
        merk = tuple(Kenbaar(id(o.eenheden), o.eenheden) for o, _ in bronnen)

        def build() -> Gewichten:
            # Prices of the same years give the same columns, whatever they are.
            rijen, kolommen, plaatsen = kind("kolommen").once(
                (merk, tuple((d.prijzen != 0).tobytes() for d in delen)), lambda: self._columns(eenheden, delen)
            )
            lasten = tuple(Lasten(delen[p.deel].deel, p, p.teken * delen[p.deel].prijzen[p.jaren]) for p in plaatsen)
            return Gewichten(rijen, eenheden.alle.shape[-1], kolommen, lasten)

        return kind("kort").once((merk, tuple(d.prijzen.tobytes() for d in delen)), build)

    def _columns(self, eenheden: Eenheden, delen: Sequence[Geprijsd]) -> tuple[Rijen, Reeks, tuple[Kolomplaats, ...]]:
        """The columns of the terms that count."""
        telt = [t for t in range(len(eenheden.rijen.machten)) if self._matters(eenheden, t)]
        rijen = replace(eenheden.rijen, machten=tuple(eenheden.rijen.machten[t] for t in telt))
        return rijen, *price_columns(eenheden.alle, delen, telt)

    def _matters(self, eenheden: Eenheden, t: int) -> bool:
        """Whether term number `t` moves more than `DREMPEL` of the units at the nodes."""
        rijen, samen = eenheden.rijen, np.abs(eenheden.alle).sum(axis=(3, 4))
        hier, ver = np.ix_(rijen.doelgroepen, rijen.routes), np.ones(samen.shape[1:])
        for s, macht in zip(LOOP, rijen.machten[t], strict=True):
            if macht:
                ver = ver * np.abs(self._erbij[s]).max(axis=0)[hier] ** macht
        return t == 0 or bool((samen[t] * ver).sum() > DREMPEL * samen[0].sum())

    def _alike(self, routes: Sequence[int], soorten: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """Leerroutes grouped with their neighbours for which every driver has the same interval."""
        banden = {r: [self._erbij[s][:, :, r].tolist() for s in soorten] for r in routes}
        groepen: list[list[int]] = []
        for r in routes:
            if groepen and groepen[-1][-1] == r - 1 and banden[groepen[-1][-1]] == banden[r]:
                groepen[-1].append(r)
            else:
                groepen.append([r])
        return tuple(tuple(g) for g in groepen)

    def _that_move(self, voorziening: Voorziening) -> list[str]:
        """The kinds of drivers that move the weights of a voorziening."""
        regel = self.weger.trajecten.gebruik[voorziening.naam]
        beweegt = {
            "wachttijd": regel.anker != "huisvesting",
            "duur": regel.duur is None,
            "verlenging": regel.duur is None,
            "uitval": regel.anker == "start",
        }
        return [s for s in self._soorten if beweegt[s]]

    def _waiting(self, p: int, r: int, build: Callable[[Weger], Reeks]) -> dict[int, Reeks]:
        """Terms of what waiting changes, by power of its driver."""
        uit = {0: build(self.weger)}
        if "wachttijd" in self._soorten:
            uit |= dict(enumerate(self._fit("wachttijd", (p, r), uit[0], build), start=1))
        return uit

    def _course(self, r: int, soorten: Sequence[str], build: Callable[[Weger], Reeks]) -> dict[Machten, Reeks]:
        """Terms of what the course of a leerroute changes, by powers of its drivers."""
        soorten = [s for s in soorten if s != "wachttijd"]
        uit = {CENTRAAL: build(self.weger)}
        for s in soorten:
            for macht, term in enumerate(self._fit(s, (0, r), uit[CENTRAAL], build), start=1):
                uit[_power(**{s: macht})] = term
        for een, ander in combinations(soorten, 2):
            u, v = (float(self._erbij[s][0, 0, r]) for s in (een, ander))
            samen = uit[CENTRAAL] + sum(
                x**m * uit[_power(**{s: m})] for s, x in ((een, u), (ander, v)) for m in range(1, len(KNOPEN[s]) + 1)
            )
            rest = build(self._at(((een, 0), (ander, 0)))) - samen
            uit[_power(**{een: 1, ander: 1})] = rest / (u * v) if u * v else np.zeros_like(rest)
        return uit

    def _fit(
        self, soort: str, plaats: tuple[int, int], centraal: Reeks, build: Callable[[Weger], Reeks]
    ) -> list[Reeks]:
        """The first order and those after it, through the centre and every node."""
        erbij = np.array([e[plaats] for e in self._erbij[soort]])
        if not erbij.any():
            return [np.zeros_like(centraal) for _ in erbij]
        omgekeerd = np.linalg.inv(erbij[:, None] ** np.arange(1, len(erbij) + 1))
        verschil = np.stack([build(self._at(((soort, i),))) - centraal for i in range(len(erbij))])
        # Number by number, not as a matrix product: the same bits whatever stands beside it.
        return [np.sum([c * x for c, x in zip(rij, verschil, strict=True)], axis=0) for rij in omgekeerd.tolist()]


def budget_bands(
    bekend: Iterable[int], code: str, drijvers: Sequence[Drijver], tijdas: Tijdas
) -> tuple[tuple[Interval, int], ...]:
    """Per year the interval of the budget, and the year number from which its index is drawn: after the last known."""
    bekend = sorted(bekend)
    banden = next((d.banden for d in drijvers if d.soort == "gemeentefonds"), {})
    if not bekend or not drijvers:
        return ()
    jaren = [min(max(jaar, bekend[0]), bekend[-1]) for jaar in tijdas.jaren]
    na = bekend[-1] + 1 - tijdas.jaren[0]
    return tuple((banden.get(f"{code} {jaar}", GEEN), max(na, 0)) for jaar in jaren)


def _beyond(drijvers: Sequence[Drijver], soort: str, z: float) -> Reeks:
    """What the factor of one kind adds to 1 at `z`, 0 without a driver. Where one side has no spread, part of the
    other. (p, r)"""
    uit = np.zeros((len(DOELGROEPEN), len(LEERROUTES)))
    for p, r in product(range(len(DOELGROEPEN)), range(len(LEERROUTES))):
        d = next((d for d in drijvers if d.naam == course_name(soort, p)), None)
        band = course_band(d, r) if d else None
        if band:
            uit[p, r] = (float(factor_at(band, z)) - 1) or (float(factor_at(band, -z)) - 1) / 3
    return uit


def _power(**machten: int) -> Machten:
    w, d, v, u = (machten.get(s, 0) for s in LOOP)
    return w, d, v, u


def _orders(soorten: Sequence[str]) -> tuple[Machten, ...]:
    """All powers of these kinds up to the highest order of a term."""
    alle = product(*(range(len(KNOPEN[s]) + 1) if s in soorten else (0,) for s in LOOP))
    return tuple((w, d, v, u) for w, d, v, u in alle if w + d + v + u <= SAMEN)


def _multiply(begin: Mapping[int, Reeks], daarna: Mapping[Machten, Reeks]) -> list[tuple[Machten, tuple[Reeks, Reeks]]]:
    """The terms of a product of two expansions up to the highest order, with what is to be multiplied for each."""
    return [
        ((w, *machten[1:]), (voor, na))
        for w, voor in begin.items()
        for machten, na in daarna.items()
        if w + sum(machten) <= SAMEN
    ]
