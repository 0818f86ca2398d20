"""The facts of one gemeente as arrays: what its books and decisions say in the place of what would be computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from finance.meeneemregeling import Reserveringsketen, pass_on, settle_years
from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.grond.tijdas import Tijdas
from scenarios.regiomap.feiten import Feiten

SPUKS = POTTEN[1:]
"""The pots that the books hold: both SPUKs."""
_STANDEN = (
    ("reservering_begin", "reservering_begin"),
    ("doorgeschoven_begin", "doorgeschoven_begin"),
    ("ruimte", "ruimte"),
    ("saldo", "saldo"),
    ("reservering_eind", "reservering"),
    ("terugvordering", "terugvordering"),
    ("doorgeschoven_eind", "doorgeschoven"),
)
"""(field of a Jaarfeit, field of a Reserveringsketen)"""

Stand = float | NDArray[np.float64]
"""A balance in euros; (n,) where it differs from draw to draw"""


@dataclass(frozen=True)
class Potfeiten:
    """One SPUK of one gemeente, euros. j year; NaN where the year is not closed."""

    vanaf: int
    """Number of the first open year; 0 without a closed one."""
    reservering: Stand
    doorgeschoven: Stand
    uitkering_eerder: Stand
    """Opening balance of that year, and U of the year before (SPUK onderwijsroute: of all years)."""
    standen: NDArray[np.float64]
    """(7, j) the chain of the closed years, in the order of `Reserveringsketen`"""
    uitkering: NDArray[np.float64]
    """(j,) closed years and years with a decision or count"""
    voorlopig: NDArray[np.float64]
    """(j,) closed years"""
    correctie: NDArray[np.float64]
    """(j,) what decisions on closed years add to the uitkering; 0 where none"""
    lasten: NDArray[np.float64]
    """(V, j) booked by voorziening, of closed years and so far of the running one; 0 where none"""
    onverdeeld: NDArray[np.float64]
    """(j,) lasten of no known voorziening; 0 where none"""
    dicht: NDArray[np.bool_]
    """(j,) closed years"""

    @property
    def besteding(self) -> NDArray[np.float64]:
        """(j,) all lasten of a closed year."""
        return self.lasten.sum(axis=0) + self.onverdeeld

    def closed(self, j: int) -> bool:
        """Whether the balances of year number j are facts."""
        return j < self.standen.shape[1] and not np.isnan(self.standen[0, j])

    def openings(
        self, reservering: NDArray[np.float64], doorgeschoven: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Both opening balances (j,): those that were accounted for, where they are, instead of these."""
        begin = np.arange(len(reservering)) == (self.vanaf or -1)
        uit = []
        for reeks, feit, balans in zip(
            (reservering, doorgeschoven), self.standen, (self.reservering, self.doorgeschoven), strict=False
        ):
            uit.append(np.where(begin, balans, np.where(np.isnan(feit), reeks, feit)))
        return uit[0], uit[1]

    def since(self, vanaf: int, reservering: Stand, doorgeschoven: Stand, uitkering_eerder: Stand) -> Potfeiten:
        """The same from an open year on, with these opening balances unless it is the first open one."""
        later = replace(self, vanaf=0, correctie=self.correctie[vanaf:])
        if vanaf == self.vanaf:
            return later
        return replace(later, reservering=reservering, doorgeschoven=doorgeschoven, uitkering_eerder=uitkering_eerder)

    def pass_on(
        self,
        uitkering: NDArray[np.float64],
        besteding: NDArray[np.float64],
        percentages: Sequence[tuple[Decimal, Decimal]],
        deel: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """What this SPUK leaves for the other one in its open years (j, n); a closed year is as it was booked."""
        uitkering, besteding = np.broadcast_arrays(uitkering, besteding)
        uit, vanaf = np.zeros(uitkering.shape), min(self.vanaf, len(uitkering))
        if vanaf < len(uitkering):
            uit[vanaf:] = pass_on(
                uitkering[vanaf:],
                besteding[vanaf:],
                percentages[vanaf:],
                deel[vanaf:].tolist(),
                correctie=self.correctie[vanaf : len(uitkering), None],
                reservering=self.reservering,
                doorgeschoven=self.doorgeschoven,
                uitkering_eerder=self.uitkering_eerder,
            )
        return uit

    def settle(
        self,
        uitkering: NDArray[np.float64],
        besteding: NDArray[np.float64],
        percentages: Sequence[tuple[Decimal, Decimal]],
        cumulatief: bool,
    ) -> Reserveringsketen:
        """The chain over all years (j, n): the closed ones as accounted for, the open ones from the opening balance."""
        uitkering, besteding = np.broadcast_arrays(uitkering, besteding)
        # A correction of the uitkering counts in the saldo; the reserveringsruimte is of the year's own uitkering.
        besteding = besteding - self.correctie[: len(uitkering), None]
        vanaf = min(self.vanaf, len(uitkering))
        delen = []
        if vanaf:
            voor = settle_years(uitkering[:vanaf], besteding[:vanaf], percentages[:vanaf], cumulatief=cumulatief)
            feiten = self.standen[:, :vanaf, None]
            delen.append(
                [
                    np.where(np.isnan(feit), getattr(voor, veld), feit)
                    for feit, (_, veld) in zip(feiten, _STANDEN, strict=True)
                ]
            )
        if vanaf < len(uitkering):
            na = settle_years(
                uitkering[vanaf:],
                besteding[vanaf:],
                percentages[vanaf:],
                reservering=self.reservering,
                doorgeschoven=self.doorgeschoven,
                uitkering_eerder=self.uitkering_eerder,
                cumulatief=cumulatief,
            )
            delen.append([getattr(na, veld) for _, veld in _STANDEN])
        if len(delen) == 1:
            return Reserveringsketen(*delen[0])
        return Reserveringsketen(*(np.concatenate(paar) for paar in zip(*delen, strict=True)))


@dataclass(frozen=True)
class Gemeentefeiten:
    """Both SPUKs of one gemeente."""

    potten: tuple[Potfeiten, ...]
    """In the order of `SPUKS`."""
    deels: int | None
    """Number of the year that is booked in part."""
    rest: int
    """Month from which the lasten of that year are still a forecast."""

    @property
    def spuk(self) -> Potfeiten:
        """The SPUK inburgeringsvoorzieningen."""
        return self.potten[0]

    @property
    def onderwijsroute(self) -> Potfeiten:
        """The SPUK onderwijsroute."""
        return self.potten[1]

    @property
    def dicht(self) -> NDArray[np.bool_]:
        """(j,) closed years"""
        return self.spuk.dicht

    @property
    def in_boeken(self) -> bool:
        """Whether the books tell the lasten of any year, or of part of one."""
        return self.deels is not None or bool(self.dicht.any())

    @property
    def geboekt(self) -> NDArray[np.float64]:
        """(V, j) euros booked on both SPUKs"""
        return np.sum([p.lasten for p in self.potten], axis=0)

    @property
    def onverdeeld(self) -> NDArray[np.float64]:
        """(j,) lasten of both SPUKs of no known voorziening"""
        return np.sum([p.onverdeeld for p in self.potten], axis=0)

    def per_pot(
        self, lasten: NDArray[np.float64], verdeeld: NDArray[np.float64], vanaf: int, potten: Sequence[int]
    ) -> NDArray[np.float64]:
        """The lasten of these pots: those of a closed year as booked, with what has no voorziening.

        lasten: (V, j, n) per voorziening, from year number `vanaf` on; verdeeld: (pot, j, n) as the shares of the
        region folder divide them; potten: their numbers in `POTTEN`
        """
        dicht, onverdeeld = self.dicht[vanaf:], [pot.onverdeeld[vanaf:] for pot in self.potten]
        if not dicht.any() and not np.any(onverdeeld):
            return verdeeld
        uit = np.array(verdeeld)
        for reeks, k in zip(uit, potten, strict=True):
            if k:
                reeks += onverdeeld[k - 1][:, None]
                reeks[dicht] = self.potten[k - 1].besteding[vanaf:][dicht, None]
            elif dicht.any():
                rest = lasten.sum(axis=0) - self.geboekt.sum(axis=0)[vanaf:, None]
                reeks[dicht] = rest[dicht]
        return uit


def gather_facts(feiten: Feiten, code: str, tijdas: Tijdas) -> Gemeentefeiten:
    """The facts of one gemeente on the grid."""
    vanaf = min(max(feiten.eerste_open.get(code, tijdas.jaren[0]) - tijdas.jaren[0], 0), len(tijdas.jaren))
    deel = feiten.deel if feiten.deel and code in feiten.deel.codes and feiten.deel.jaar in tijdas.jaren else None
    dicht = np.array([(code, SPUKS[0], jaar) in feiten.jaren for jaar in tijdas.jaren])
    potten = tuple(_pot(feiten, code, pot, tijdas, vanaf, dicht) for pot in SPUKS)
    if deel is None:
        return Gemeentefeiten(potten, None, 0)
    return Gemeentefeiten(potten, tijdas.jaren.index(deel.jaar), tijdas.month_of(deel.tot) + 1)


def _pot(feiten: Feiten, code: str, pot: str, tijdas: Tijdas, vanaf: int, dicht: NDArray[np.bool_]) -> Potfeiten:
    jaren, namen = tijdas.jaren, list(VOORZIENINGEN)
    standen = np.full((len(_STANDEN), len(jaren)), np.nan)
    uitkering, voorlopig = np.full(len(jaren), np.nan), np.full(len(jaren), np.nan)
    correctie, onverdeeld, lasten = np.zeros(len(jaren)), np.zeros(len(jaren)), np.zeros((len(namen), len(jaren)))
    for j, jaar in enumerate(jaren):
        feit = feiten.jaren.get((code, pot, jaar))
        if feit is not None:
            standen[:, j] = [getattr(feit, veld) / 100 for veld, _ in _STANDEN]
            uitkering[j], voorlopig[j] = feit.uitkering / 100, feit.voorlopig / 100
            correctie[j], onverdeeld[j] = feit.correctie_uitkering / 100, feit.onverdeeld / 100
            for naam, bedrag in feit.lasten.items():
                lasten[namen.index(naam), j] = bedrag / 100
            continue
        erbij, later = feiten.correcties.get((code, pot, jaar), (0, 0))
        correctie[j], onverdeeld[j] = erbij / 100, later / 100
        if (code, pot, jaar) in feiten.uitkeringen:
            uitkering[j] = feiten.uitkeringen[code, pot, jaar][0] / 100
        if feiten.deel is not None and feiten.deel.jaar == jaar and code in feiten.deel.codes:
            for (wie, regeling, naam), bedrag in feiten.deel.lasten.items():
                if (wie, regeling) == (code, pot):
                    lasten[namen.index(naam), j] = bedrag / 100
    balans = feiten.balansen.get((code, pot))
    bedragen = (balans.reservering, balans.doorgeschoven, balans.uitkering_eerder) if balans else (0, 0, 0)
    r, d, eerder = (b / 100 for b in bedragen)
    return Potfeiten(
        vanaf if balans else 0, r, d, eerder, standen, uitkering, voorlopig, correctie, lasten, onverdeeld, dicht
    )
