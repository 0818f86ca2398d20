"""The decision in one record, from which screen, first sheet, first page and dashboard all speak.

It holds no figure of its own: verdicts, causes and the rest are those of the finished result, chosen once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from finance.neutraliteit import Oordeel
from scenarios.afweging.punten import Punten
from scenarios.afweging.zoek import Uitkomst, decision_bounds
from scenarios.engine.origin import GEREALISEERD
from scenarios.engine.result import Cause, Result, Summary
from scenarios.kas.droog import Droog
from scenarios.model.model import Model
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

KLEINST = 0.005
"""Total share of the variance below which a cause goes without saying"""
MEESTE = 3
ZOEKTREKKINGEN = 2_000
"""Draws on which bounds are sought; what those leave open is told with each"""


@dataclass(frozen=True)
class Jaaroordeel:
    """The verdict on the own account of one open year: by itself, and added up from the first open year."""

    jaar: int
    eigen: Oordeel
    opgeteld: Oordeel

    @property
    def neutraal(self) -> bool:
        """Both count: a year that closes may still leave what earlier ones lack."""
        return self.eigen.neutraal and self.opgeteld.neutraal

    @property
    def buffer(self) -> float:
        """The larger of both; they overlap, so they do not add up."""
        return max(self.eigen.buffer, self.opgeteld.buffer)


@dataclass(frozen=True)
class Krapst:
    """The verdict that asks most, and whether it is of a year by itself or added up to and including it."""

    jaar: int
    opgeteld: bool
    oordeel: Oordeel


@dataclass(frozen=True)
class Grens:
    """Up to where one price, or the fte, may go by itself so that the years that it touches stay neutral."""

    wat: str
    """'de prijs van Leerroute B1'"""
    eenheid: str
    """Empty where several prices move together: then `nu` and `hoogst` are factors"""
    vanaf: date
    nu: float
    soort: str
    """`grens`; `altijd` or `nooit` when it holds, or fails, everywhere between the ends that were searched"""
    hoogst: float | None
    """Only with a `grens`"""
    tussen: tuple[float | None, float | None]
    """What the draws leave open, 95%; None beyond what was searched"""
    gezocht: tuple[float, float]
    kans: float
    """Of the hardest year at the bound, or where it comes nearest to one"""
    hardste: str
    """That year: '2027 op zichzelf'"""
    trekkingen: int

    def as_row(self) -> dict[str, Any]:
        """As it stands in the result for programs."""
        return {
            **vars(self),
            "vanaf": self.vanaf.isoformat(),
            "tussen": list(self.tussen),
            "gezocht": list(self.gezocht),
        }


@dataclass(frozen=True)
class Beslissing:
    """What a controller decides on, of one gemeente or of the region."""

    naam: str
    scenario: str
    zekerheid: float
    trekkingen: int
    """0 for expected values, which know neither chance nor drivers"""
    jaren: tuple[Jaaroordeel, ...]
    """The open years"""
    gesloten: tuple[int, ...]
    """Years that are facts"""
    gemeten: bool = True
    """Whether the drivers are known: they are of the region as a whole, not of one gemeente of several"""
    drijvers: tuple[Cause, ...] = ()
    """What makes the saldo up to and including `krapst.jaar` uncertain, what costs most when it disappoints first"""

    droog: Droog | None = None
    """When the SPUK inburgeringsvoorzieningen runs dry; None: months were not measured"""
    eerst_droog: tuple[str, Droog] | None = None
    """The gemeente whose SPUK does so first, of a region of several"""
    grenzen: tuple[Grens, ...] | None = None
    """None: not sought"""

    @property
    def neutraal(self) -> bool:
        """Whether every open year is, by itself and added up."""
        return all(j.neutraal for j in self.jaren)

    @property
    def grootste(self) -> tuple[Cause, ...]:
        """The drivers of the first page."""
        return self.drijvers[:MEESTE]

    @property
    def voorbij(self) -> bool:
        """Whether nothing is left to decide on: the year that is judged is a fact."""
        return all(j.jaar in self.gesloten for j in self.jaren)

    @property
    def krapst(self) -> Krapst:
        """The verdict with the largest buffer; when none is needed that with the smallest chance."""
        alle = [
            Krapst(j.jaar, opgeteld, o) for j in self.jaren for opgeteld, o in ((False, j.eigen), (True, j.opgeteld))
        ]
        return min(alle, key=lambda k: (-k.oordeel.buffer, k.oordeel.kans, k.opgeteld, k.jaar))

    @property
    def buffer(self) -> float:
        """What must be at hand to close every year, by itself and added up, at the certainty that was asked."""
        return self.krapst.oordeel.buffer

    def as_row(self) -> dict[str, Any]:
        """As it stands in the result for programs; amounts in whole cents."""
        krapst = self.krapst
        return {
            "scenario": self.scenario,
            "gemeente": self.naam,
            "zekerheid": self.zekerheid,
            "budgetneutraal": self.neutraal,
            "gesloten": list(self.gesloten),
            "jaren": [
                {
                    "jaar": j.jaar,
                    "budgetneutraal": j.neutraal,
                    "eigen": _verdict(j.eigen),
                    "opgeteld": _verdict(j.opgeteld),
                }
                for j in self.jaren
            ],
            "krapst": {"jaar": krapst.jaar, "opgeteld": krapst.opgeteld, "kans": krapst.oordeel.kans},
            "buffer": round(self.buffer, 2),
            "droog": _dry(self.droog) if self.droog else None,
            "grenzen": [g.as_row() for g in self.grenzen or ()],
            "drijvers": [{"oorzaak": d.oorzaak, "p10": round(d.p10, 2), "p90": round(d.p90, 2)} for d in self.grootste],
        }


def _verdict(oordeel: Oordeel) -> dict[str, Any]:
    return {
        "budgetneutraal": oordeel.neutraal,
        "kans": oordeel.kans,
        "buffer": round(oordeel.buffer, 2),
        "verwacht": round(oordeel.verwacht, 2),
    }


def _dry(droog: Droog) -> dict[str, Any]:
    begin, eind = droog.horizon
    return {
        **{naam: maand and f"{maand:%Y-%m}" for naam, maand in zip(("p10", "p50", "p90"), droog.maand, strict=True)},
        "kans_niet": droog.kans_niet,
        "kans_niet_fout": droog.kans_niet_fout,
        "van": f"{begin:%Y-%m}",
        "tot": f"{eind:%Y-%m}",
    }


def decide(resultaat: Result, peiljaar: int, deel: Summary | None = None) -> Beslissing:
    """The decision on the region, or on one gemeente of it."""
    wie = deel or resultaat.totaal
    jaren = resultaat.judged_years(peiljaar)
    besluit = Beslissing(
        wie.naam,
        resultaat.scenario,
        resultaat.zekerheid,
        resultaat.trekkingen,
        tuple(Jaaroordeel(j, wie.oordelen["totaal", j], wie.oordelen["cumulatief", j]) for j in jaren),
        tuple(j for j in resultaat.jaren if resultaat.status(wie, j) == GEREALISEERD),
    )
    if wie is not resultaat.totaal and len(resultaat.gemeenten) > 1:
        eigen = (kas.droog() for g, kas in zip(resultaat.gemeenten, resultaat.kas, strict=False) if g is wie)
        return replace(besluit, gemeten=False, droog=next(eigen, None))
    eerst = resultaat.first_dry() if len(resultaat.gemeenten) > 1 else None
    return replace(
        besluit,
        droog=resultaat.dry(),
        eerst_droog=eerst and (eerst[0].naam, eerst[1]),
        drijvers=tuple(drivers(resultaat, besluit.krapst.jaar)),
    )


def drivers(resultaat: Result, jaar: int) -> list[Cause]:
    """What makes the saldo of the region up to and including a year uncertain, what costs most first.

    Only independent inputs: what merely moves with another, as completed trajecten do, is no cause.
    """
    telt = (o for o in resultaat.oorzaken.get(jaar, ()) if o.totaal >= KLEINST)
    return sorted(telt, key=lambda o: (o.p10, -o.p90))


def with_bounds(besluit: Beslissing, regio: Regio, scenario: Scenario, model: Model, zaad: int) -> Beslissing:
    """The decision with the highest price of B1 and Z and the fte that are still neutral, on fewer draws than it.

    Not for expected values, which know no certainty, nor for the whole country, where it would cost as much as the
    forecast. model: of `scenario`
    """
    if not besluit.trekkingen or besluit.voorbij or regio.bestand.alle_gemeenten:
        return besluit
    punten = Punten(model, min(besluit.trekkingen, ZOEKTREKKINGEN), zaad)
    uitkomsten = decision_bounds(regio, scenario, punten, besluit.zekerheid, scherp=True)
    return replace(besluit, grenzen=tuple(map(_bound, uitkomsten)))


def _bound(u: Uitkomst) -> Grens:
    knop, g = u.knop, u.gevonden
    return Grens(
        knop.label,
        knop.eenheid,
        knop.vanaf,
        knop.nu,
        g.soort,
        u.waarde,
        g.tussen,
        (knop.laag, knop.hoog),
        u.kans,
        u.hardste.tekst,
        u.trekkingen,
    )
