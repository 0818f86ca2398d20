"""Contracts -> which contract serves which month, its billing profile and its indexed price.

Prices hold for the month of delivery, or for the month of start (`prijsmoment = "start"`): then everyone who starts
under a contract finishes under it, whatever follows.

A voorziening may be bought in parts (`onderdeel`), each with contracts of its own: an integral traject of several
parties, or lessons here and participation there. The prices of the parts add up; people are counted once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

TERMIJNEN = ("start", "halverwege", "einde", "resultaat")


@dataclass(frozen=True)
class Contract:
    """One price line. `van`, `tot`: first month and first month after it, counted on the grid.

    `prijs` in euros per `eenheid` (per year for `vast`); `termijnen`: share of the price due per event, adding up to 1.
    """

    naam: str
    van: int
    tot: int
    eenheid: str
    prijs: float
    betaling: str = "gespreid"
    prijsmoment: str = "levering"
    termijnen: dict[str, float] = field(default_factory=dict)
    aandeel: float = 1.0
    """Share of the persons for whom the price is paid, such as those who follow the onderwijsroute at a university."""

    def __hash__(self) -> int:
        return hash((self.naam, self.van, self.tot, self.prijs))


@dataclass(frozen=True)
class Contractdekking:
    """Which contract serves each month: `contract` (m,) index or -1; months with none or several contracts."""

    contract: NDArray[np.int64]
    gaten: tuple[int, ...]
    overlap: tuple[int, ...]


def cover_months(contracten: Sequence[Contract], maanden: int, terugval: bool) -> Contractdekking:
    """Find the contract of every month. With `terugval` the nearest earlier contract (else the first) fills a gap."""
    nummers = np.full(maanden, -1, dtype=np.int64)
    aantal = np.zeros(maanden, dtype=np.int64)
    for i, contract in enumerate(contracten):
        nummers[max(contract.van, 0) : max(contract.tot, 0)] = i
        aantal[max(contract.van, 0) : max(contract.tot, 0)] += 1
    gaten = tuple(np.flatnonzero(aantal == 0).tolist())
    if terugval and contracten:
        volgorde = sorted(range(len(contracten)), key=lambda i: contracten[i].van)
        for m in gaten:
            eerder = [i for i in volgorde if contracten[i].van <= m]
            nummers[m] = eerder[-1] if eerder else volgorde[0]
        gaten = ()
    return Contractdekking(nummers, gaten, tuple(np.flatnonzero(aantal > 1).tolist()))


@lru_cache(maxsize=1024)
def cover_fixed(
    termijnen: tuple[tuple[int, int], ...], maanden: int, terugval: bool
) -> tuple[list[NDArray[np.bool_]], tuple[int, ...]]:
    """Months in which each fixed sum is paid (maanden,), and the months between two in which none is.

    termijnen: first month and first month after it, of the sums for one voorziening. With `terugval` the last ones go
    on until a next one begins; several may run side by side, so there is no overlap.
    """
    if not termijnen:
        return [], ()
    maand = np.arange(maanden)
    betaald = [(van <= maand) & (maand < tot) for van, tot in termijnen]
    open_ = ~np.any(betaald, axis=0)
    gaten = []
    for m in np.flatnonzero(open_).tolist():
        voorbij = [tot for _, tot in termijnen if tot <= m]
        if not voorbij:
            continue
        if terugval:
            for reeks, (_, tot) in zip(betaald, termijnen, strict=True):
                reeks[m] |= tot == max(voorbij)
        elif any(van > m for van, _ in termijnen):
            gaten.append(m)
    return betaald, tuple(gaten)


def billing_profile(
    contract: Contract,
    gebruik: NDArray[np.float64],
    trajecten: Mapping[int, NDArray[np.float64]],
    geslaagd: float,
    uren: float,
) -> NDArray[np.float64]:
    """Units invoiced per month since the start, from units used per month. shape: (maanden,)

    trajecten: months that a traject takes -> whole units of those who take that long, as far as they are still there
    (maanden,); `geslaagd`: share that reaches the result; `uren`: hours per unit for a contract priced per hour (0: the
    contract counts the voorziening's own unit).
    """
    keer = uren or 1.0
    if contract.betaling != "termijnen":
        return gebruik * keer
    # A term is a part of a whole traject, due for whoever is still there: a longer or a lighter one is one traject too.
    uit = np.zeros_like(gebruik)
    for duur, aanwezig in trajecten.items():
        einde = min(duur, len(uit)) - 1
        op_maand = {"start": 0, "halverwege": min(duur // 2, einde), "einde": einde, "resultaat": einde}
        for termijn, deel in contract.termijnen.items():
            maand = op_maand[termijn]
            uit[maand] += aanwezig[maand] * keer * deel * (geslaagd if termijn == "resultaat" else 1.0)
    return uit


def price_and_volume(
    contracten: Sequence[Contract],
    dekking: Contractdekking,
    profielen: Sequence[NDArray[np.float64]],
    prijsfactor: NDArray[np.float64],
    maandindex: Sequence[NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Units and euros in month m caused by one start in month s. two arrays, shape (s, m)

    Units are those of everybody; euros those of the `aandeel` for whom the contract is paid.

    profielen: per contract, units per month since the start; prijsfactor: (m,), a scenario's price change on month m of
    delivery; maandindex: per contract, (m,), indexation from its price level.
    """
    maanden = len(dekking.contract)
    eenheden = np.zeros((maanden, maanden))
    euros = np.zeros((maanden, maanden))
    delen = units_by_contract(contracten, dekking, profielen)
    for contract, deel, index in zip(contracten, delen, maandindex, strict=True):
        moment = prijsfactor[:, None] if contract.prijsmoment == "start" else prijsfactor[None, :]
        eenheden += deel
        euros += deel * contract.prijs * contract.aandeel * index[None, :] * moment
    return eenheden, euros


def units_by_contract(
    contracten: Sequence[Contract], dekking: Contractdekking, profielen: Sequence[NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """Units in month m of one start in month s, as far as each contract serves it. (s, m) each"""
    bedient, (_, sinds) = serving(contracten, dekking), _grid(len(dekking.contract))
    return [np.where(bedient == i, profiel[sinds], 0.0) for i, profiel in enumerate(profielen)]


def serving(contracten: Sequence[Contract], dekking: Contractdekking) -> NDArray[np.int64]:
    """The number of the contract that serves month m of who starts in month s; -1 where none. shape (s, m)"""
    geleverd, _ = _grid(len(dekking.contract))
    bij_start = np.array([c.prijsmoment == "start" for c in contracten])
    van_start, nu = dekking.contract[:, None], dekking.contract[None, :]
    keuze = np.where(bij_start[van_start], van_start, nu)
    # A month without a contract serves nobody; the caller has reported it unless a gap is meant.
    return np.where((van_start < 0) | (keuze < 0) | ~geleverd, -1, keuze)


@lru_cache
def _grid(maanden: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether month m is not before start s, and how many months after it. two arrays (s, m)"""
    verschil = np.arange(maanden)[None, :] - np.arange(maanden)[:, None]
    return verschil >= 0, np.clip(verschil, 0, None)


def serves_earlier_starts(contracten: Sequence[Contract], maand: int) -> bool:
    """Whether a month without a contract leaves nobody without: who started earlier finishes under the contract of the
    start. Whoever would start in that month must wait; the caller sees to that.
    """
    return all(c.prijsmoment == "start" for c in contracten if c.van < maand)
