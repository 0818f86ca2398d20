"""The weight tensor of one gemeente: waiting, usage, price and calendar folded together once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.contracten import (
    Contract,
    Contractdekking,
    billing_profile,
    cover_fixed,
    cover_months,
    price_and_volume,
    serves_earlier_starts,
    serving,
    units_by_contract,
)
from finance.fouten import Melding, list_words
from finance.lasten import fold_calendar
from finance.voorzieningen import DOELGROEPEN, LEERROUTES, VOORZIENINGEN
from scenarios.grond.datum import add_months
from scenarios.grond.tijdas import Tijdas
from scenarios.model.gemeente.inkoop import Afname, Inkoop
from scenarios.model.gemeente.werkplaats import Geheugen
from scenarios.regiomap.gebeurtenissen import ONGEWIJZIGD, Verschuiving
from scenarios.regiomap.modellen import Contractrij, Trajecten
from scenarios.volumes.trajecten import (
    Verloop,
    completion_since_start,
    delay,
    shift_matrix,
    usage_profile,
    waiting_distributions,
    whole_trajecten,
)

VARIABEL = tuple(v for v in VOORZIENINGEN.values() if not v.vast)
"""The voorzieningen whose lasten follow people; axis v of the weights."""
NUMMERS_VARIABEL = [list(VOORZIENINGEN).index(v.naam) for v in VARIABEL]
"""Their places among all voorzieningen."""


@dataclass(frozen=True)
class Inkoopdeel:
    """One part of a voorziening (`onderdeel`) and the contracts it is bought under, for one leerroute."""

    onderdeel: str
    rijen: Sequence[Contractrij]
    contracten: Sequence[Contract]
    dekking: Contractdekking
    profielen: Sequence[NDArray[np.float64]]
    """Per contract, units per month since the start"""


Gevouwen = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float32]]
"""Units and euros by year (..., j), and the euros by month (..., m): a shape within the year, so single is enough."""


@dataclass
class Weger:
    """What one person causes per calendar year; gemeenten with the same contracts share the work."""

    tijdas: Tijdas
    trajecten: Trajecten
    verloop: Verloop
    contractindex: NDArray[np.float64]
    """(j,) yearly contract index, 0.03 is 3%"""
    terugval: bool
    vanaf: int = 0
    """Month from which units and euros count; what falls before it is left out everywhere."""
    maandelijks: int | None = None
    """Month from which `by_month` tells euros; None: of no month"""
    meldingen: list[Melding] = field(default_factory=list)
    geheugen: Geheugen = field(default_factory=Geheugen)
    """What was worked out for an earlier model"""
    _wachten: dict[str, dict[str, NDArray[np.float64]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        maanden = len(self.tijdas.maanden)
        self._wachten = {p: waiting_distributions(self.verloop, p, maanden) for p in DOELGROEPEN}

    def events(self, verschuiving: Verschuiving = ONGEWIJZIGD) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """`gestart` and `einde` weights under the events of one gemeente. two arrays (p, r, h, j)"""
        return self.geheugen.kind("events").once(
            verschuiving, lambda: fold_events(self.tijdas, self.verloop, verschuiving)
        )

    def weigh(self, inkoop: Inkoop, vanaf: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Units and euros per person for one gemeente. two arrays (p, r, h, v, j)

        Gaps and overlaps of contracts go to `meldingen`. `vanaf`: only what falls in that month or later, for people
        who move.
        """
        return self._weighed(inkoop, vanaf)[:2]

    def by_month(self, inkoop: Inkoop) -> NDArray[np.float32]:
        """The euros of `weigh` by month from `maandelijks` on. (p, r, h, v, m)"""
        return self._weighed(inkoop, 0)[2]

    def _weighed(self, inkoop: Inkoop, vanaf: int) -> Gevouwen:
        vanaf = max(vanaf, self.vanaf)
        return self.geheugen.kind("gewogen").once((inkoop.key, vanaf), lambda: self._weigh(inkoop, vanaf))

    def _weigh(self, inkoop: Inkoop, vanaf: int) -> Gevouwen:
        vorm = (
            len(DOELGROEPEN),
            len(LEERROUTES),
            len(self.tijdas.halfjaren),
            len(VARIABEL),
            len(self.tijdas.jaren),
        )
        eenheden, euros = np.zeros(vorm), np.zeros(vorm)
        per_maand = np.zeros((*vorm[:-1], len(self._months())), dtype=np.float32)
        for v, voorziening in enumerate(VARIABEL):
            regel = self.trajecten.gebruik[voorziening.naam]
            afname = inkoop.of(voorziening)
            self._check_hours(afname, regel.uren)
            for r, route in enumerate(LEERROUTES):
                if route not in voorziening.leerroutes:
                    continue
                eigen = afname.of_route(route)
                for doelgroep in regel.doelgroepen or voorziening.doelgroepen:
                    p = DOELGROEPEN.index(doelgroep)
                    eenheden[p, r, :, v], euros[p, r, :, v], per_maand[p, r, :, v] = self._voorziening(
                        eigen, route, doelgroep, vanaf
                    )
        return eenheden, euros, per_maand

    def fixed(
        self,
        gemeente: str,
        contracten: Sequence[Contractrij],
        factoren: Sequence[NDArray[np.float64]],
        kalender: NDArray[np.float64],
    ) -> list[NDArray[np.float64]]:
        """Indexed euros of each fixed sum for one voorziening of one gemeente, per column of `kalender` (m, ...).

        factoren: what a scenario makes of each, (m,). A gap between two of them goes to `meldingen`.
        """
        termijnen = tuple((self.tijdas.month_of(c.van), self.tijdas.month_of(c.tot)) for c in contracten)
        betaald, gaten = cover_fixed(termijnen, len(self.tijdas.maanden), self.terugval)
        if gaten:
            self._report(gemeente, f"vaste lasten {contracten[0].voorziening}", "alle", contracten, gaten, ())
        return [
            (np.where(reeks, c.prijs / 12, 0.0) * self.level(c.prijspeil) * factor) @ kalender
            for c, reeks, factor in zip(contracten, betaald, factoren, strict=True)
        ]

    def calendar(self, vanaf: int) -> NDArray[np.float64]:
        """Month -> year from month `vanaf` on. shape (m, j)"""
        telt = np.arange(len(self.tijdas.maanden)) >= max(vanaf, self.vanaf)
        return self.tijdas.kalender * telt[:, None]

    def _months(self) -> range:
        """Numbers of the months of `by_month`."""
        maanden = len(self.tijdas.maanden)
        return range(maanden if self.maandelijks is None else self.maandelijks, maanden)

    def _voorziening(self, afname: Afname, route: str, doelgroep: str, vanaf: int) -> Gevouwen:
        return self.geheugen.kind("gevouwen").once(
            (afname.key, route, doelgroep, vanaf), lambda: self._fold(afname, route, doelgroep, vanaf)
        )

    def _fold(self, afname: Afname, route: str, doelgroep: str, vanaf: int) -> Gevouwen:
        eenheden, euros = self.since_anchor(afname, route)
        gebeurt = self.anchored(afname, route, doelgroep)
        kalender = self.calendar(vanaf)
        return (
            fold_calendar(gebeurt, eenheden * afname.gebruik, kalender),
            fold_calendar(gebeurt, euros * afname.gebruik, kalender),
            (gebeurt @ (euros * afname.gebruik)[:, self._months()]).astype(np.float32),
        )

    def anchored(self, afname: Afname, route: str, doelgroep: str) -> NDArray[np.float64]:
        """Share of one person of half-year h whose use of a voorziening begins in month s. shape (h, s)"""
        regel, verschuiving = self.trajecten.gebruik[afname.voorziening.naam], afname.verschuiving
        aankomst = verschuiving.arrivals(self.tijdas.instroommaand, regel.anker)
        matrix = shift_matrix(self._wachten[doelgroep][regel.anker])
        return np.asarray(aankomst @ delay(verschuiving.postpone(matrix, regel.anker, route), regel.na))

    def since_anchor(self, afname: Afname, route: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Units and euros in month m of one use that begins in month s, under the contracts of `route`. two arrays
        (s, m)"""
        delen = []
        for d in self._delivered(afname, route):
            if d.rijen:
                indexen = [self.level(c.prijspeil) for c in d.rijen]
                delen.append(price_and_volume(d.contracten, d.dekking, d.profielen, afname.prijs[d.onderdeel], indexen))
        if not delen:
            return self._nothing(), self._nothing()
        # People are counted once: the volume is that of the first part.
        return delen[0][0], np.sum([d[1] for d in delen], axis=0)

    def units_since_anchor(self, afname: Afname, route: str) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
        """The units of `since_anchor`, and those that each contract of `route` serves, in their order. (s, m) each"""
        delen = [
            (d.rijen, units_by_contract(d.contracten, d.dekking, d.profielen))
            for d in self._delivered(afname, route)
            if d.rijen
        ]
        per_rij = {id(rij): reeks for rijen, reeksen in delen for rij, reeks in zip(rijen, reeksen, strict=True)}
        eerste = np.sum(delen[0][1], axis=0) if delen else self._nothing()
        return eerste, [per_rij[id(c)] for c in afname.contracten]

    def _nothing(self) -> NDArray[np.float64]:
        return np.zeros((len(self.tijdas.maanden),) * 2)

    def _delivered(self, afname: Afname, route: str) -> Iterator[Inkoopdeel]:
        """What is delivered of each part of a voorziening. A gap or overlap of its contracts goes to `meldingen`."""
        voorziening = afname.voorziening
        maanden = len(self.tijdas.maanden)
        regel, pad = self.trajecten.gebruik[voorziening.naam], self.trajecten.route[route]
        gebruik = usage_profile(regel, route, pad, self.verloop, maanden, voorziening.naam.startswith("leerroute"))
        wacht = afname.verschuiving.waits(route) if regel.anker == "start" and not regel.na else frozenset()
        # A voorziening without any contract is one part with nothing in it, and reports its gap.
        for onderdeel in dict.fromkeys(c.onderdeel for c in afname.contracten) or ("",):
            rijen = [c for c in afname.contracten if c.onderdeel == onderdeel]
            contracten = [self._contract(c) for c in rijen]
            dekking = cover_months(contracten, maanden, self.terugval)
            gaten = [m for m in dekking.gaten if m not in wacht or not serves_earlier_starts(contracten, m)]
            naam = f"{voorziening.naam}{f', onderdeel {onderdeel}' if onderdeel else ''}"
            self._report(afname.gemeente, naam, route, rijen, gaten, dekking.overlap)
            profielen = [
                billing_profile(
                    c,
                    gebruik,
                    whole_trajecten(regel, route, pad, self.verloop, maanden),
                    pad.geslaagd,
                    regel.uren if c.eenheid == "uur" and voorziening.eenheid != "uur" else 0.0,
                )
                for c in contracten
            ]
            yield Inkoopdeel(onderdeel, rijen, contracten, dekking, profielen)

    def served_by(self, rijen: Sequence[Contractrij]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The number of the row that sets the price of every month, delivered or begun in it (m,), and of the row that
        serves month m of who starts in month s (s, m); -1 where none."""
        contracten = [self._contract(c) for c in rijen]
        dekking = cover_months(contracten, len(self.tijdas.maanden), self.terugval)
        return dekking.contract, serving(contracten, dekking)

    def _contract(self, rij: Contractrij) -> Contract:
        return Contract(
            rij.contract,
            self.tijdas.month_of(rij.van),
            self.tijdas.month_of(rij.tot),
            rij.eenheid,
            rij.prijs,
            rij.betaling,
            rij.prijsmoment,
            rij.terms,
            rij.aandeel,
        )

    def level(self, prijspeil: int | None) -> NDArray[np.float64]:
        """Price level per month relative to that of a year; 1 when not indexed. shape (m,)"""
        if prijspeil is None:
            return np.ones(len(self.tijdas.maanden))
        na_peil = np.array([jaar > prijspeil for jaar in self.tijdas.jaren])
        return np.repeat(np.cumprod(np.where(na_peil, 1 + self.contractindex, 1.0)), 12)

    def _check_hours(self, afname: Afname, uren: float) -> None:
        voorziening = afname.voorziening
        for rij in afname.contracten:
            if rij.eenheid == "uur" and voorziening.eenheid != "uur" and uren == 0:
                melding = Melding(
                    rij.bestand,
                    rij.plaats,
                    f"een prijs per uur voor {voorziening.naam}",
                    f"uren per {voorziening.eenheid}",
                    f"Zet uren in [gebruik.{voorziening.naam}] van trajecten.toml.",
                )
                if melding not in self.meldingen:
                    self.meldingen.append(melding)

    def _report(
        self,
        gemeente: str,
        naam: str,
        route: str,
        rijen: Sequence[Contractrij],
        gaten: Sequence[int],
        overlap: Sequence[int],
    ) -> None:
        for soort, maanden, verwacht, herstel in (
            (
                "geen contract",
                gaten,
                "een prijs voor iedere maand",
                "Vul aan, of zet contract_terugval = true in regio.toml.",
            ),
            (
                "meer dan één contract",
                overlap,
                "precies één prijs per maand",
                "Laat de contracten op elkaar aansluiten.",
            ),
        ):
            if maanden:
                eerste, laatste = self.tijdas.maanden[maanden[0]], self.tijdas.maanden[maanden[-1]]
                duur = f"in {len(maanden)} maanden van {eerste:%m-%Y} tot en met {laatste:%m-%Y}"
                melding = Melding(
                    "contracten.csv",
                    f"{naam}, leerroute {route}, {gemeente}",
                    f"{soort} {duur if len(maanden) > 1 else f'in {eerste:%m-%Y}'}{_beside(rijen, eerste, laatste)}",
                    verwacht,
                    herstel,
                )
                # Both doelgroepen meet the same gap.
                if melding not in self.meldingen:
                    self.meldingen.append(melding)


def _beside(rijen: Sequence[Contractrij], eerste: date, laatste: date) -> str:
    """The contracts that touch these months, by name and line: what a gap lies between, or what overlaps."""
    binnen = [c for c in rijen if c.van <= laatste and c.tot > eerste]
    ernaast = [c for c in rijen if c.tot == eerste or c.van == add_months(laatste, 1)]
    raakt = [f"{c.contract} op {c.plaats}" for c in binnen or ernaast]
    return f" ({list_words(raakt)})" if raakt else ""


def fold_events(
    tijdas: Tijdas, verloop: Verloop, verschuiving: Verschuiving = ONGEWIJZIGD
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Starts and ends of trajecten per person and year, as they run. two arrays (p, r, h, j)"""
    eenmalig = np.eye(len(tijdas.maanden))
    uit = np.zeros((2, len(DOELGROEPEN), len(LEERROUTES), len(tijdas.halfjaren), len(tijdas.jaren)))
    for p, doelgroep in enumerate(DOELGROEPEN):
        for r, route in enumerate(LEERROUTES):
            begin = starts_by_month(tijdas, verloop, (doelgroep, route), verschuiving)
            for i, sinds_start in enumerate((eenmalig, ends_by_month(tijdas, verloop, route))):
                uit[i, p, r] = fold_calendar(begin, sinds_start, tijdas.kalender)
    return uit[0], uit[1]


def starts_by_month(
    tijdas: Tijdas, verloop: Verloop, wie: tuple[str, str], verschuiving: Verschuiving
) -> NDArray[np.float64]:
    """Share of one person of half-year h that starts in month s. wie: doelgroep and leerroute; shape (h, s)"""
    doelgroep, route = wie
    matrix = shift_matrix(waiting_distributions(verloop, doelgroep, len(tijdas.maanden))["start"])
    aankomst = verschuiving.arrivals(tijdas.instroommaand, "start")
    return np.asarray(aankomst @ verschuiving.postpone(matrix, "start", route))


def ends_by_month(tijdas: Tijdas, verloop: Verloop, route: str) -> NDArray[np.float64]:
    """Share of one start in month s that comes to its end in month m. shape (s, m)"""
    return shift_matrix(completion_since_start(verloop, route, len(tijdas.maanden)))


def monthly_shares(
    tijdas: Tijdas, verloop: Verloop, anker: str, verschuiving: Verschuiving = ONGEWIJZIGD
) -> NDArray[np.float64]:
    """Share of one person of half-year h whose event `anker` falls in month m. shape (p, r, h, m)"""
    aankomst = verschuiving.arrivals(tijdas.instroommaand, anker)
    uit = []
    for doelgroep in DOELGROEPEN:
        matrix = shift_matrix(waiting_distributions(verloop, doelgroep, len(tijdas.maanden))[anker])
        uit.append(np.stack([aankomst @ verschuiving.postpone(matrix, anker, route) for route in LEERROUTES]))
    return np.stack(uit)
