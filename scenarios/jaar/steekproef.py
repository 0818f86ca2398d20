"""The accountant's sample of the bookings of a year: which list, in which order, and what the seed chooses from it.

One list per who booked and per uitkering: the bookings that count as lasten of the year. They stand in the order of
file and line, so the order in which an export was read moves nothing. Credits hold no cent to be hit and stand apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from finance.administratie.steekproef import Steekproef, Tolerantie, choose_lines, interval_for
from finance.bedragen import to_cents
from finance.taal.getallen import format_euros
from scenarios.boeken.boekingsregels import SPUK_POTTEN, SPUKNAMEN
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.grond.trekking import draw_start

VOLGORDE = ("bestand", "regel")
"""What the list is sorted by."""


@dataclass(frozen=True)
class Steekproefkeuze:
    """How to choose: a seed, and an interval (cents) or a number of hits; without both the default interval."""

    zaad: int = 1
    interval: int | None = None
    aantal: int | None = None


@dataclass(frozen=True)
class Populatie:
    """One list with its sample. `rijen` and `steekproef` have the same order."""

    wie: str
    """Gemeente or regional body."""
    pot: str
    rijen: pd.DataFrame
    steekproef: Steekproef
    credit: pd.DataFrame
    """Lines of nothing or less."""
    uitleg: str
    """How the interval came about."""

    @property
    def naam(self) -> str:
        """What the list is called."""
        return f"{self.wie}, {SPUKNAMEN[self.pot]}"

    @property
    def gekozen(self) -> pd.DataFrame:
        """The chosen lines, with their number in the list and their hits."""
        steek = self.steekproef
        deel = self.rijen.iloc[steek.gekozen]
        return deel.assign(volgnummer=steek.gekozen + 1, treffers=steek.treffers[steek.gekozen])


@dataclass(frozen=True)
class Volledigheid:
    """One list beside the lasten of the year account, in cents."""

    naam: str
    lijst: int
    """Its lines and its credits"""
    zonder_boeking: int
    """Lasten that no booking of the year holds: what a regional body only states, and corrections"""
    jaarrekening: int
    """Lasten of the same in the year account, of a closed year as it was closed"""
    waardoor: str
    """What they are, and what may explain a difference"""

    @property
    def verschil(self) -> int:
        """What the lists and that have more."""
        return self.lijst + self.zonder_boeking - self.jaarrekening


def draw_samples(v: Verantwoording, keuze: Steekproefkeuze, codes: Sequence[str] = ()) -> tuple[Populatie, ...]:
    """A sample of every list of the year. codes: only these gemeenten, and the bodies that spend for them"""
    goed = v.invoer.boekingen.goedgekeurd
    goed = goed[goed["jaar"] == v.jaar]
    uit = []
    for wie, naam in _bookers(v, codes):
        for pot in SPUK_POTTEN:
            deel = goed[(goed["gemeente"] == wie) & (goed["pot"] == pot)]
            if not deel.empty:
                uit.append(_draw(v, deel.sort_values(list(VOLGORDE), kind="stable"), keuze, (wie, naam, pot)))
    return tuple(uit)


def complete(v: Verantwoording, codes: Sequence[str], populaties: Sequence[Populatie]) -> tuple[Volledigheid, ...]:
    """Every list beside the year account, and lasten of this for which there is no list. codes: as above"""
    lijsten = {(p.wie, p.pot): p.steekproef.totaal + int(p.credit["last"].sum()) for p in populaties}
    lasten = _accounted(v, set(codes) or {g.gemeente.code for g in v.gemeenten})
    uit = []
    for wie, pot in dict.fromkeys((*lijsten, *sorted(lasten))):
        los, redenen = _unbooked(v, wie, pot)
        rij = Volledigheid(
            f"{wie}, {SPUKNAMEN[pot]}", lijsten.get((wie, pot), 0), los, lasten[wie, pot], "; ".join(redenen)
        )
        if rij.verschil and v.jaar in v.invoer.gesloten:
            dan = f"{v.jaar} staat zoals het is gesloten; de lijst is van de bestanden van nu"
            rij = replace(rij, waardoor="; ".join((*redenen, dan)))
        if (wie, pot) in lijsten or los or lasten[wie, pot]:
            uit.append(rij)
    return tuple(uit)


def _accounted(v: Verantwoording, codes: set[str]) -> Counter[tuple[str, str]]:
    """(who, uitkering) -> lasten of the year account: of these gemeenten without their shares, and of whole bodies."""
    uit: Counter[tuple[str, str]] = Counter()
    lichamen = {x.lichaam for g in v.gemeenten if g.gemeente.code in codes for r in g.regelingen for x in r.lasten}
    for g in v.gemeenten:
        for r in g.regelingen:
            gedeeld = [x for x in r.lasten if x.lichaam]
            for x in gedeeld:
                uit[x.lichaam, r.regeling] += x.bedrag if x.lichaam in lichamen else 0
            if g.gemeente.code in codes:
                uit[g.gemeente.naam, r.regeling] += r.jaar.lasten - sum(x.bedrag for x in gedeeld)
    return uit


def _unbooked(v: Verantwoording, wie: str, pot: str) -> tuple[int, list[str]]:
    """Lasten without a booking of the year, and what they are."""
    blokken = [r for r in v.invoer.instellingen.lichamen if (r.naam, r.jaar) == (wie, v.jaar)]
    opgegeven = sum(sum(r.kosten.values()) for r in blokken) if pot == "spuk" else 0
    redenen = [f"opgegeven (verantwoording.toml): € {format_euros(opgegeven)}"] if opgegeven else []
    namen = {g.gemeente.code: g.gemeente.naam for g in v.gemeenten}
    eigen = [c for c in v.correcties if (c.jaar, namen[c.cbs_code], c.regeling) == (v.jaar, wie, pot)]
    redenen += [f"correctie over {c.over}: € {format_euros(c.bedrag)}, {c.reden}" for c in eigen]
    return opgegeven + sum(c.bedrag for c in eigen), redenen


def _bookers(v: Verantwoording, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Who booked, by the code in the bookings, and its name."""
    for g in v.gemeenten:
        if not codes or g.gemeente.code in codes:
            yield g.gemeente.code, g.gemeente.naam
    for lichaam in sorted({r.lichaam for r in v.verdelingen if not codes or set(codes) & set(r.delen)}):
        yield lichaam, lichaam


def _draw(v: Verantwoording, deel: pd.DataFrame, keuze: Steekproefkeuze, plek: tuple[str, str, str]) -> Populatie:
    wie, naam, pot = plek
    rijen, credit = deel[deel["last"] > 0], deel[deel["last"] <= 0]
    totaal = int(rijen["last"].sum())
    if keuze.interval is not None:
        interval, uitleg = keuze.interval, "interval opgegeven met --interval"
    elif keuze.aantal is not None:
        interval = interval_for(totaal, keuze.aantal)
        uitleg = f"€ {format_euros(totaal)} gedeeld door {keuze.aantal} (--aantal), naar beneden op de cent"
    else:
        interval, uitleg = _default(v, int(deel["last"].sum()))
    start = draw_start(keuze.zaad, f"{v.jaar} {wie} {pot}", interval)
    steekproef = choose_lines(rijen["last"].to_numpy(), interval, start)
    return Populatie(naam, pot, rijen, steekproef, credit, uitleg)


def _default(v: Verantwoording, lasten: int) -> tuple[int, str]:
    """The interval from the tolerance on these lasten, and how."""

    def value(naam: str) -> str:
        return v.invoer.parameters.in_year(f"controle_{naam}", v.jaar).waarde

    laagste, hoogste = to_cents(value("tolerantie_laagste")), to_cents(value("tolerantie_hoogste"))
    deel, factor = value("tolerantie_deel"), value("factor")
    tolerantie = Tolerantie(float(deel), laagste, hoogste).of(lasten)
    return max(1, int(tolerantie / Fraction(factor))), (
        f"AANNAME: tolerantie € {format_euros(tolerantie)} ({float(deel):.0%} van de lasten, ten minste "
        f"€ {format_euros(laagste)}, ten hoogste € {format_euros(hoogste)}) gedeeld door {factor}; de accountant "
        "bepaalt, met --interval of --aantal"
    )
