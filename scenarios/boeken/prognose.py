"""The year-end expectation of a running year: what was booked, and the forecast of the months after that day.

The forecast of the rest is the same model with lasten counted from the next month on, so its band is that of the
people, routes and prices of the region folder. What was booked is certain; it does not change how many people the model
expects.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from finance.fouten import Invoerfout, Melding
from finance.jaarrekening import settle_with_decisions
from finance.meeneemregeling import (
    NAAR_SPUK,
    ONDERWIJSROUTE_JAREN,
    Reserveringsstap,
    reserveringsruimte,
    settle_year,
)
from finance.verschil import Effecten, Post, Samenstelling, attribute
from scenarios.boeken.begroting import INBURGERAARS, POSTEN, UITVOERING, Begroting
from scenarios.boeken.jaar_sluiten import Regelingrekening
from scenarios.boeken.realisatie import Boeken, Rekening
from scenarios.engine.result import Result, Summary
from scenarios.engine.threads import OnProgress, run
from scenarios.grond.tijdas import INSTROOMJAREN
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import Regio

BAND = ("p10", "p50", "p90")


@dataclass(frozen=True)
class Prognose:
    """One running year: bookings, and results of the whole year and of its rest. Amounts in cents."""

    jaar: int
    tot: date
    boeken: Boeken
    heel: Result
    rest: Result
    vorig: Rekening | None
    """The books of the year before, when it has any: what was carried over is taken from them."""
    ruimte: tuple[Decimal, Decimal]
    """Reserveringsruimte of the year as a share of U(t) and of U(t-1)."""
    naar_spuk: float = 1.0
    """Share of a shortfall of the SPUK onderwijsroute that the other SPUK bears."""

    def ahead(self, deel: Summary, post: str) -> int:
        """Expected lasten of one post after the day."""
        return round(100 * sum(deel.value(f"lasten.{v}", self.nummer) for v in POSTEN[post].voorzieningen))

    def band(self, deel: Summary, post: str, geboekt: int) -> tuple[int, ...] | None:
        """P10, P50 and P90 of the year; None for a post of several voorzieningen whose draws were not kept together."""
        namen = [f"lasten.{v}" for v in POSTEN[post].voorzieningen]
        if post == UITVOERING:
            samen = sum(deel.value(n, self.nummer) for n in namen)
            if abs(samen - deel.value("lasten_gemeentefonds", self.nummer)) > 0.01:
                return None
            namen = ["lasten_gemeentefonds"]
        return self.spread(deel, namen[0], geboekt)

    def spread(self, deel: Summary, naam: str, geboekt: int) -> tuple[int, ...]:
        """P10, P50 and P90 of what was booked and one quantity of the rest."""
        return tuple(geboekt + round(100 * deel.value(naam, self.nummer, s)) for s in BAND)

    @property
    def nummer(self) -> int:
        """Number of the year on the axis of the results."""
        return self.heel.jaren.index(self.jaar)

    def settle(self, code: str) -> Afwikkeling:
        """The SPUK of one gemeente at the end of the year (Besluit art. 10.5 and 10.6), on the expected figures."""
        deel, rest = self._parts(code)
        boek = self._closed(code, "spuk")
        if boek is not None:
            begin, schuift = boek.jaar.reservering_eind, boek.jaar.doorgeschoven_eind
            uitkering_vorig = boek.feiten[-1].known_in(self.jaar)
        else:
            begin, schuift = (_cents(deel, n, self.nummer) for n in ("reservering_begin", "doorgeschoven_begin"))
            uitkering_vorig = _cents(deel, "spuk_definitief", self.nummer - 1)
        uitkering = _cents(deel, "spuk_definitief", self.nummer)
        correctie = self.heel.feiten.correcties.get((code, "spuk", self.jaar), (0, 0))[0]
        besteding = self.boeken.post((code,), "spuk") + _cents(rest, "besteding", self.nummer) + self.pass_on(code)
        ruimte = reserveringsruimte(uitkering, uitkering_vorig, self.ruimte)
        stap = settle_year(uitkering + correctie, besteding, begin, schuift, ruimte)
        return Afwikkeling(begin, uitkering + correctie, schuift, besteding, stap)

    def pass_on(self, code: str) -> int:
        """What the SPUK onderwijsroute of one gemeente cannot pay and the other SPUK does; at the end as booked."""
        if self.jaar not in ONDERWIJSROUTE_JAREN or self.tot >= date(self.jaar, 12, 31):
            return 0
        uitkering, besteding, begin, schuift = self._onderwijsroute(code)
        return int(
            NAAR_SPUK(
                uitkering=uitkering,
                besteding=besteding,
                reservering=begin,
                doorgeschoven=schuift,
                aandeel=Fraction(self.naar_spuk),
            )
        )

    def shift_onderwijsroute(self, code: str) -> int:
        """What the SPUK onderwijsroute of one gemeente covers of earlier lasten, less what it leaves uncovered."""
        uitkering, besteding, begin, schuift = self._onderwijsroute(code)
        if self.jaar > max(ONDERWIJSROUTE_JAREN):
            boek = self._closed(code, "spuk_onderwijsroute")
            tekort = sum(r.eigen_lasten for r in boek.jaren) if boek else 0
            return -int(settle_with_decisions((0, uitkering), besteding, (0, 0), 0, True, tekort).eigen_lasten)
        # How much of a surplus may be taken along does not matter here.
        stap = settle_year(uitkering, besteding - self.pass_on(code), begin, schuift, 0)
        return schuift - int(stap.doorgeschoven)

    def carried(self, code: str) -> tuple[int, int]:
        """Lasten that the SPUKs of one gemeente still had to cover when the year began, and when it ends.

        What the SPUK onderwijsroute leaves uncovered in its last year no later year pays: that is not carried on.
        """
        stand = self.settle(code)
        schuift = self._onderwijsroute(code)[3]
        eind = schuift - self.shift_onderwijsroute(code) if self.jaar < max(ONDERWIJSROUTE_JAREN) else 0
        return stand.doorgeschoven_begin + schuift, int(stand.stap.doorgeschoven) + eind

    def _onderwijsroute(self, code: str) -> tuple[int, int, int, int]:
        """Uitkering with what decisions on closed years add, besteding, and what was kept and shifted from the year
        before, of the SPUK onderwijsroute."""
        deel, rest = self._parts(code)
        boek = self._closed(code, "spuk_onderwijsroute")
        begin = schuift = 0
        if boek is not None:
            begin, schuift = boek.jaar.reservering_eind, boek.jaar.doorgeschoven_eind
        elif self.vorig is None and self.jaar in ONDERWIJSROUTE_JAREN:
            # Only the raming knows then; books that do not name this SPUK left nothing. What the last year of the
            # SPUK left is final: it goes back, or is an own cost.
            namen = ("meenemen_onderwijsroute", "tekort_onderwijsroute")
            begin, schuift = (_cents(deel, n, self.nummer - 1) for n in namen)
        besteding = self.boeken.post((code,), "spuk_onderwijsroute")
        besteding += _cents(rest, "lasten_onderwijsroute", self.nummer)
        correctie = self.heel.feiten.correcties.get((code, "spuk_onderwijsroute", self.jaar), (0, 0))[0]
        return _cents(deel, "onderwijsroute", self.nummer) + correctie, besteding, begin, schuift

    def _parts(self, code: str) -> tuple[Summary, Summary]:
        heel, rest = (next(g for g in r.gemeenten if g.code == code) for r in (self.heel, self.rest))
        return heel, rest

    def _closed(self, code: str, regeling: str) -> Regelingrekening | None:
        """The books of the year before of one SPUK of one gemeente."""
        gemeenten = self.vorig.verantwoording.gemeenten if self.vorig else ()
        return next(
            (r for g in gemeenten if g.gemeente.code == code for r in g.regelingen if r.regeling == regeling), None
        )


def _cents(deel: Summary, grootheid: str, nummer: int) -> int:
    """An expected amount in cents; nothing before the first year."""
    return round(100 * deel.value(grootheid, nummer)) if nummer >= 0 else 0


@dataclass(frozen=True)
class Afwikkeling:
    """One SPUK over one year, in cents."""

    begin: int
    uitkering: int
    doorgeschoven_begin: int
    besteding: int
    stap: Reserveringsstap


def end_of_month(dag: date) -> date:
    """The last day of its month."""
    return dag.replace(day=monthrange(dag.year, dag.month)[1])


def forecast_rest(
    regio: Regio,
    scenario: Scenario,
    boeken: Boeken,
    vorig: Rekening | None,
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    voortgang: OnProgress = lambda klaar, totaal: None,
) -> Prognose:
    """Run the whole year and the rest of it on the same draws. Raises Invoerfout for a day within a month."""
    morgen = boeken.tot + timedelta(days=1)
    if morgen.day != 1:
        raise Invoerfout(
            [Melding("--op", "", f"{boeken.tot:%d-%m-%Y}", "de laatste dag van een maand", "De raming gaat per maand.")]
        )
    # The year itself is shown as it went: booked to the day, forecast after it.
    regio = replace(regio, feiten=regio.feiten.until(boeken.jaar))
    modellen = [build_model(regio, scenario, vanaf) for vanaf in (None, morgen)]
    heel, rest = (run(m, trekkingen, zaad, zekerheid, progress=voortgang) for m in modellen)
    ruimte = modellen[0].regels.ruimte[heel.jaren.index(boeken.jaar)]
    naar_spuk = float(modellen[0].regels.onderwijsroute_naar_spuk[heel.jaren.index(boeken.jaar)])
    return Prognose(boeken.jaar, boeken.tot, boeken, heel, rest, vorig, ruimte, naar_spuk)


def split_difference(
    begroting: Begroting,
    codes: Sequence[str],
    heel: Result | None,
    tot: date,
    begroot: Mapping[str, int],
    verwacht: Mapping[str, int],
) -> dict[str, Effecten]:
    """verwacht - begroot per post of lasten, by driver and to the cent.

    The begroting's units and persons come from `begroting.csv`, those of the year itself from `heel`, the forecast of
    the whole year (None: there is none); where the begroting gives no units a post is a fixed amount. Bookings know no
    units: what they differ from units x price is price.
    """
    if heel is None:
        return {post: Effecten(vast=verwacht[post] - begroot[post]) for post in begroot}
    jaar = tot.year
    was, wordt = {}, {}
    for post in begroot:
        aantal = begroting.units(jaar, codes, post, tot)
        was[post] = Post(aantal or 0.0, float(begroot[post]))
        wordt[post] = Post(_units(heel, codes, post, jaar) if aantal else 0.0, float(verwacht[post]))
    personen = begroting.units(jaar, codes, INBURGERAARS, tot) or 0.0
    effecten = attribute(
        Samenstelling(personen, was), Samenstelling(_persons(heel, codes, jaar), wordt), "prijs", "vast"
    )
    return {post: e.rounded(verwacht[post] - begroot[post]) for post, e in effecten.items()}


def _units(resultaat: Result, codes: Sequence[str], post: str, jaar: int) -> float:
    j = resultaat.jaren.index(jaar)
    namen = [f"volume.{v}" for v in POSTEN[post].voorzieningen]
    return sum(g.value(n, j) for g in resultaat.gemeenten if g.code in codes for n in namen)


def _persons(resultaat: Result, codes: Sequence[str], jaar: int) -> float:
    j = resultaat.jaren.index(jaar)
    jaren = range(max(0, j - INSTROOMJAREN + 1), j + 1)
    return sum(
        g.value(n, k) for g in resultaat.gemeenten if g.code in codes for n in ("plichtig", "gezin") for k in jaren
    )
