"""The year account of one uitkering: what a gemeente accounts for, chained from year to year, in whole cents.

Legal source: Besluit inburgering 2021 (BWBR0045555) art. 10.2, 10.5-10.8; Besluit begroting en verantwoording
(BWBR0014606) art. 40a, 49 lid 1 b and 52a. The rules of the reservering itself live in `finance.meeneemregeling`.

Two views of the same money meet here. The legal view is U(t) + R(t) - B(t) - D(t). The balance sheet knows only money
received and lasten made: what was received and not yet spent is an overlopend passief (art. 49), what was spent and
not yet received a vordering (art. 40a). They differ by the nabetaling that is still to come, in every year:

    passief - vordering = R(t+1) - D(t+1) - nog te ontvangen
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance import balans
from finance.bedragen import Bedrag, exact_cents, largest_remainder, share_of
from finance.meeneemregeling import Reserveringsstap, reserveringsruimte, settle_year
from finance.taal.regel import Wetsregel
from finance.tellingen import Telling
from finance.uitkering import GRONDSLAGEN, Bedragen, compute_uitkering, rule_values

COMPONENTEN = ("bgo", "ba_a", "ba_b", "ba_c", "aia", "abo")


@dataclass(frozen=True)
class Budgetjaar:
    """The facts of one budget year t of one uitkering; amounts in cents."""

    jaar: int
    uitkering: int
    """U(t) on which the year is closed: the definitive decision, or the best known figure."""
    voorlopig: int
    """V(t): advances received during the year."""
    besteding: int
    """B(t): netto lasten of the voorzieningen."""
    percentages: tuple[Decimal, Decimal] = (Decimal(1), Decimal(0))
    """Reserveringsruimte as a share of U(t) and of U(t-1)."""
    definitief: int | None = None
    definitief_in: int | None = None
    """Calendar year of the definitive decision; its difference with V(t) is paid or reclaimed in that year."""
    correctie_besteding: int = 0
    """Lasten of an earlier, closed year that are accounted for in this one."""
    terugbetaald: int = 0
    """Paid to the Rijk this year on an earlier terugvordering, beside the settlement of the uitkering."""
    slotjaar: bool = False
    """Last year of the regulation: overspending has no later year and is an own cost."""
    zelfstandig: bool = False
    cumulatief: bool = False
    """The first percentage is of the sum of U up to and including t (SPUK onderwijsroute: keeping within the term)."""

    @property
    def lasten(self) -> int:
        """Lasten accounted for in this year, corrections of earlier years included."""
        return int(balans.LASTEN(besteding=self.besteding, correctie_besteding=self.correctie_besteding))

    def known_in(self, jaar: int) -> int:
        """U as known at the end of `jaar`: the definitive decision once it came."""
        if self.definitief is not None and self.definitief_in is not None and self.definitief_in <= jaar:
            return self.definitief
        return self.uitkering


@dataclass(frozen=True)
class Beginstand:
    """Opening balances of the first year; all zero when the chain starts in 2022, the first year of the law."""

    reservering: int = 0
    doorgeschoven: int = 0
    uitkering_vorig: int = 0
    """U(t-1); of a `cumulatief` chain the sum of U of all years before."""


@dataclass(frozen=True)
class Jaarrekening:
    """All figures to account for over one year, in cents (SiSa, BBV art. 52a)."""

    jaar: int
    uitkering: int
    voorlopig: int
    besteding: int
    correctie_uitkering: int
    correctie_besteding: int
    reservering_begin: int
    doorgeschoven_begin: int
    ruimte: int
    saldo: int
    toevoeging: int
    onttrekking: int
    reservering_eind: int
    doorgeschoven_eind: int
    terug_te_betalen: int
    eigen_lasten: int
    """What no later year covers; negative when a late decision still pays what was an own cost (nagekomen baat)."""
    nabetaling: int
    """Received this year from definitive decisions on earlier years."""
    nog_te_ontvangen: int
    """Nabetalingen on this and earlier years that are still to come at the end of the year."""
    passief: balans.Verlooppost
    vordering: balans.Verlooppost
    schuld: balans.Verlooppost
    zelfstandig: bool

    @property
    def lasten(self) -> int:
        """Lasten accounted for in this year, corrections of earlier years included."""
        return int(balans.LASTEN(besteding=self.besteding, correctie_besteding=self.correctie_besteding))

    @property
    def baten(self) -> int:
        """Baten follow lasten; only what the uitkering can no longer cover is the gemeente's own."""
        return int(balans.BATEN(lasten=self.lasten, eigen_lasten=self.eigen_lasten))

    @property
    def ontvangen(self) -> int:
        """Money received this year: advances and nabetaling."""
        return self.voorlopig + self.nabetaling

    def checks(self) -> dict[str, int]:
        """Identities that hold to the cent, as name -> difference (0)."""
        beschikbaar = self.uitkering + self.correctie_uitkering + self.reservering_begin
        bestemd = self.reservering_eind + self.terug_te_betalen - self.doorgeschoven_eind - self.eigen_lasten
        return {
            "uitkering + reservering = besteding + bestemming": (
                beschikbaar - self.lasten - self.doorgeschoven_begin - bestemd
            ),
            "reservering begin - onttrekking + toevoeging = reservering eind": (
                self.reservering_begin - self.onttrekking + self.toevoeging - self.reservering_eind
            ),
            "reservering binnen de ruimte": max(0, self.reservering_eind - max(0, self.ruimte)),
            "overlopend passief - vordering = reservering - doorgeschoven - nog te ontvangen": (
                (self.passief.eind - self.vordering.eind)
                - (self.reservering_eind - self.doorgeschoven_eind - self.nog_te_ontvangen)
            ),
        }


@dataclass(frozen=True)
class Eindstand:
    """Balances of a closed year as the gemeente accounted for them; None: not stated."""

    jaar: int
    reservering_begin: int
    doorgeschoven_begin: int
    reservering_eind: int
    doorgeschoven_eind: int
    terug_te_betalen: int | None = None


@dataclass(frozen=True)
class Ketenbreuk:
    """Where the chain breaks: `post` of `jaar` was stated as `opgegeven`, and `verwacht` follows from the rest."""

    jaar: int
    post: str
    opgegeven: int
    verwacht: int


@dataclass(frozen=True)
class Component:
    """One component of the uitkering: as decided (None: the decision gives no split) and recomputed, in cents."""

    naam: str
    beschikking: int | None
    herrekend: int

    @property
    def verschil(self) -> int | None:
        """Decision minus recomputation."""
        return None if self.beschikking is None else self.beschikking - self.herrekend


@dataclass(frozen=True)
class Taakveldregel:
    """Lasten and baten on one taakveld, in cents; saldo = baten - lasten."""

    taakveld: str
    lasten: int
    baten: int

    @property
    def saldo(self) -> int:
        """Positive is an advantage."""
        return self.baten - self.lasten


def close_years(
    jaren: Sequence[Budgetjaar],
    begin: Beginstand = Beginstand(),
    gesloten: Mapping[int, Jaarrekening] = MappingProxyType({}),
) -> tuple[Jaarrekening, ...]:
    """Chain the years of one uitkering; every opening balance is the closing balance of the year before.

    gesloten: years that were closed on purpose; they stand as they are.

    A definitive decision that differs from the figure a year was closed on is a correction in the year of the
    decision; the closed year keeps its figures. Raises ValueError when a year is missing.
    """
    for vorig, volgend in pairwise(jaren):
        if volgend.jaar != vorig.jaar + 1:
            raise ValueError(f"na {vorig.jaar} volgt {volgend.jaar}: er ontbreekt een jaar")
    rekeningen: list[Jaarrekening] = []
    for nummer, feiten in enumerate(jaren):
        ervoor = rekeningen[-1] if rekeningen else None
        rekeningen.append(
            gesloten.get(feiten.jaar)
            or _close_year(feiten, jaren[:nummer], ervoor, begin, sum(r.eigen_lasten for r in rekeningen))
        )
    return tuple(rekeningen)


def _close_year(
    feiten: Budgetjaar, eerder: Sequence[Budgetjaar], vorig: Jaarrekening | None, begin: Beginstand, tekort: int
) -> Jaarrekening:
    if feiten.definitief is not None and (feiten.definitief_in is None or feiten.definitief_in <= feiten.jaar):
        raise ValueError(f"de definitieve beschikking over {feiten.jaar} valt na dat jaar")
    reservering = vorig.reservering_eind if vorig else begin.reservering
    doorgeschoven = vorig.doorgeschoven_eind if vorig else begin.doorgeschoven

    afgerekend = [j for j in eerder if j.definitief is not None and j.definitief_in == feiten.jaar]

    def over_settled(regel: Wetsregel) -> int:
        """The sum over the earlier years on which this year brought the definitive decision."""
        return sum(
            int(regel(definitief=j.definitief, voorlopig=j.voorlopig, uitkering=j.uitkering)) for j in afgerekend
        )

    correctie_uitkering, nabetaling = over_settled(balans.CORRECTIE), over_settled(balans.NABETAALD)
    lasten = feiten.lasten
    ruimte = _room(feiten, eerder, begin)
    stap = settle_with_decisions(
        (feiten.uitkering, correctie_uitkering), lasten, (reservering, doorgeschoven), ruimte, feiten.slotjaar, tekort
    )
    reservering_eind, terug, eigen_lasten = int(stap.reservering), int(stap.terugvordering), int(stap.eigen_lasten)
    saldo = int(stap.saldo)
    toevoeging = int(balans.TOEVOEGING(saldo=saldo, reservering=reservering, terugvordering=terug))
    naar_schuld = int(
        balans.NAAR_SCHULD(terugvordering=terug, voorlopig=feiten.voorlopig, uitkering=feiten.uitkering)
    ) + over_settled(balans.SCHULD_CORRECTIE)
    passief, vordering = balans.split_position(
        vorig.passief.eind - vorig.vordering.eind if vorig else reservering - doorgeschoven,
        feiten.voorlopig + nabetaling,
        lasten - eigen_lasten + naar_schuld,
    )
    return Jaarrekening(
        jaar=feiten.jaar,
        uitkering=feiten.uitkering,
        voorlopig=feiten.voorlopig,
        besteding=feiten.besteding,
        correctie_uitkering=correctie_uitkering,
        correctie_besteding=feiten.correctie_besteding,
        reservering_begin=reservering,
        doorgeschoven_begin=doorgeschoven,
        ruimte=ruimte,
        saldo=saldo,
        toevoeging=toevoeging,
        onttrekking=balans.ONTTREKKING(reservering=reservering, toevoeging=toevoeging, meenemen=reservering_eind),
        reservering_eind=reservering_eind,
        doorgeschoven_eind=int(stap.doorgeschoven),
        terug_te_betalen=terug,
        eigen_lasten=eigen_lasten,
        nabetaling=nabetaling,
        nog_te_ontvangen=sum(_outstanding(j, feiten.jaar) for j in (*eerder, feiten)),
        passief=passief,
        vordering=vordering,
        schuld=balans.Verlooppost(
            vorig.schuld.eind if vorig else 0, naar_schuld, over_settled(balans.TERUGBETAALD) + feiten.terugbetaald
        ),
        zelfstandig=feiten.zelfstandig,
    )


def settle_with_decisions(
    uitkering: tuple[Bedrag, Bedrag],
    lasten: Bedrag,
    begin: tuple[Bedrag, Bedrag],
    ruimte: Bedrag,
    slotjaar: bool,
    tekort: Bedrag,
) -> Reserveringsstap:
    """One year, in which decisions on closed years first pay what was an own cost then; `eigen_lasten` is less that.

    uitkering: of the year, and what decisions on closed years add; begin: reserved and shifted from the year before;
    tekort: own costs of the years before
    """
    nagekomen = balans.NAGEKOMEN(correctie_uitkering=uitkering[1], tekort_eerder=tekort)
    stap = settle_year(sum(uitkering) - nagekomen, lasten, *begin, ruimte, slotjaar)
    return replace(stap, eigen_lasten=stap.eigen_lasten - nagekomen)


def settle_after(correctie: NDArray[Any], lasten: NDArray[Any], tekort: Bedrag) -> tuple[NDArray[Any], NDArray[Any]]:
    """The years after the last one of a SPUK, which bring decisions and lasten of closed years only.

    correctie: (j,) what the decisions add; lasten: (j, ...); tekort: (...) what its last year left as an own cost.
    -> own costs (j, ...), negative where a decision pays earlier ones, and what goes back to the Rijk (j, ...)
    """
    eigen, terug = np.zeros_like(lasten), np.zeros_like(lasten)
    for j, (erbij, last) in enumerate(zip(correctie, lasten, strict=True)):
        stap = settle_with_decisions((0, erbij), last, (0, 0), 0, True, tekort)
        eigen[j], terug[j] = stap.eigen_lasten, stap.terugvordering
        tekort = tekort + eigen[j]
    return eigen, terug


def _room(feiten: Budgetjaar, eerder: Sequence[Budgetjaar], begin: Beginstand) -> int:
    """The reserveringsruimte of the year, on what is known of the earlier years at its end."""
    bekend = [j.known_in(feiten.jaar) for j in eerder]
    if feiten.cumulatief:
        uitkering_eerder = begin.uitkering_vorig + sum(bekend)
    else:
        uitkering_eerder = bekend[-1] if bekend else begin.uitkering_vorig
    return int(reserveringsruimte(feiten.uitkering, uitkering_eerder, feiten.percentages, cumulatief=feiten.cumulatief))


def _outstanding(feiten: Budgetjaar, ultimo: int) -> int:
    afgerekend = feiten.definitief_in is not None and feiten.definitief_in <= ultimo
    if afgerekend:
        return 0
    return int(balans.NOG_TE_ONTVANGEN(uitkering=feiten.uitkering, voorlopig=feiten.voorlopig))


def check_chain(rekeningen: Iterable[Jaarrekening], standen: Iterable[Eindstand]) -> list[Ketenbreuk]:
    """Compare the balances stated for closed years with the chain; the first break comes first."""
    per_jaar = {stand.jaar: stand for stand in standen}
    breuken = []
    for rekening in rekeningen:
        stand = per_jaar.get(rekening.jaar)
        if stand is None:
            continue
        paren: list[tuple[str, int | None, int]] = [
            ("reservering_begin", stand.reservering_begin, rekening.reservering_begin),
            ("doorgeschoven_begin", stand.doorgeschoven_begin, rekening.doorgeschoven_begin),
            ("reservering_eind", stand.reservering_eind, rekening.reservering_eind),
            ("doorgeschoven_eind", stand.doorgeschoven_eind, rekening.doorgeschoven_eind),
            ("terug_te_betalen", stand.terug_te_betalen, rekening.terug_te_betalen),
        ]
        breuken += [
            Ketenbreuk(rekening.jaar, post, opgegeven, verwacht)
            for post, opgegeven, verwacht in paren
            if opgegeven is not None and opgegeven != verwacht
        ]
    return breuken


def split_uitkering(
    telling: Telling, bedragen: Bedragen, gewichten: Bedragen, factor: Fraction = Fraction(1)
) -> dict[str, int]:
    """The recomputed uitkering per component (BGO, BA a/b/c, AIA, ABO); the parts add up to `compute_uitkering`.

    Counts are whole numbers (definitief) or Fractions (voorlopig). BA is rounded once, on its total; its parts share
    the rounding by largest remainder.
    """
    uitkering = compute_uitkering(telling, bedragen, gewichten, factor)
    waarden = rule_values(telling, bedragen, gewichten)
    gronden = [exact_cents(regel(**waarden)) for regel in GRONDSLAGEN.values()]
    ba = int(uitkering.ba)
    delen = largest_remainder(ba, gronden).tolist() if sum(gronden) else [0, 0, 0, 0]
    # Expected persons are no whole number: 9,1 persons for ABO.
    bgo, abo = (int(share_of(deel, Fraction(1))) for deel in (uitkering.bgo, uitkering.abo))
    return dict(zip(COMPONENTEN, (bgo, *delen, abo), strict=True))


def compare_components(beschikking: Mapping[str, int] | None, herrekend: Mapping[str, int]) -> list[Component]:
    """Decision beside recomputation, per component; without a split in the decision only the total can be compared."""
    return [Component(n, None if beschikking is None else beschikking.get(n, 0), herrekend[n]) for n in COMPONENTEN]


def allocate_costs(totalen: Mapping[str, int], sleutel: Mapping[str, int | Decimal]) -> dict[str, dict[str, int]]:
    """Costs of a regional body per voorziening -> per gemeente by key; each total is kept to the cent (art. 10.7).

    totalen: voorziening -> cents; sleutel: gemeente -> weight. Returns gemeente -> voorziening -> cents.
    """
    namen = list(sleutel)
    delen = {naam: largest_remainder(totaal, list(sleutel.values())).tolist() for naam, totaal in totalen.items()}
    return {gemeente: {naam: delen[naam][i] for naam in totalen} for i, gemeente in enumerate(namen)}


def split_taakvelden(lasten: Mapping[str, int], rekening: Jaarrekening, hoofdtaakveld: str) -> list[Taakveldregel]:
    """Lasten and baten per taakveld: baten follow lasten, what the uitkering does not cover weighs on the main one."""
    per_veld = dict(lasten)
    per_veld[hoofdtaakveld] = per_veld.get(hoofdtaakveld, 0) + rekening.lasten - sum(lasten.values())
    return [
        Taakveldregel(veld, bedrag, bedrag - (rekening.eigen_lasten if veld == hoofdtaakveld else 0))
        for veld, bedrag in sorted(per_veld.items())
    ]
