"""Two results side by side: what differs per gemeente and year, and which driver makes the difference.

Everything follows from the expected values in the results, so it holds for draws and for --verwacht alike: a mean is
linear in persons, volumes and lasten. docs/verschil.md gives the definitions and their limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from finance.parameters import Waarde
from finance.verschil import DRIJVERS, Effecten, Post, Samenstelling, attribute, total
from finance.voorzieningen import VOORZIENINGEN
from scenarios.engine.read import OORDEEL
from scenarios.engine.result import Result, Summary
from scenarios.grond.tijdas import INSTROOMJAREN
from scenarios.model.gewichten import VARIABEL
from scenarios.oorzaken.personen import Persoonsprofiel

ASIELDELEN = {"asiel_t": "a", "asiel_t1": "b", "asiel_t2": "c", "aia": "d"}
"""Counts behind component BA, and the letter of their amount in the Regeling."""
GETELD = ("asiel_t", "asiel_t1", "asiel_t2", "gezin")
"""Who is a person of his own for the uitkering; AIA and onderwijsroute count some of them once more."""
ONVERDEELD = "onverdeeld"
"""What the books have without a voorziening; an older result does not know it."""
LASTENDELEN = (*VOORZIENINGEN, ONVERDEELD)
BESLUIT = "besluit"
UITKERINGDELEN = (*GETELD, "aia", "onderwijsroute", BESLUIT, "spuk_onderwijsroute")
NODIG = (
    "plichtig", "gezin", "afgerond", "gemeentefonds", "spuk_bgo", "spuk_ba", "spuk_abo", "spuk_korting",
    "spuk_definitief", "onderwijsroute", "lasten", "saldo", OORDEEL,
)  # fmt: skip
HALVE_CENT = 0.005
PLEKKEN = {v.naam: i for i, v in enumerate(VARIABEL)}
"""Voorziening that follows people -> its place in a profile."""


@dataclass(frozen=True)
class Jaarposten:
    """One gemeente of one result: the posten of every year."""

    resultaat: Result
    deel: Summary
    parameters: Mapping[str, Sequence[Waarde]]
    """every value used, by name and date"""

    def lasten(self, jaar: int, profiel: Persoonsprofiel | None) -> Samenstelling:
        """Units and lasten per voorziening, whatever pot pays. `profiel`: what a person causes, of the first result.

        Behind each voorziening stand the persons of every year of arrival, weighed by what they use of it this year.
        """
        j = self.resultaat.jaren.index(jaar)
        personen = sum(
            self._value(naam, k) for naam in ("plichtig", "gezin") for k in range(j - INSTROOMJAREN + 1, j + 1)
        )
        return Samenstelling(
            personen,
            {
                naam: Post(
                    0.0 if v.vast else self._value(f"volume.{naam}", j),
                    self._value(f"lasten.{naam}", j),
                    self._behind(naam, j, profiel),
                    self._fixed(naam, j),
                )
                for naam, v in VOORZIENINGEN.items()
            }
            | {ONVERDEELD: Post(0.0, float(np.nan_to_num(self._value("lasten_onverdeeld", j))))},
        )

    def _behind(self, voorziening: str, j: int, profiel: Persoonsprofiel | None) -> float | None:
        """Persons behind the use of a voorziening; None: those of the figure as a whole."""
        if profiel is None or voorziening not in PLEKKEN:
            return None
        gebruik = profiel.gebruik[:, PLEKKEN[voorziening], : 2 * j + 2, j]
        return float((gebruik * self._arrived[:, : 2 * j + 2]).sum())

    @cached_property
    def _arrived(self) -> NDArray[np.float64]:
        """Expected people by half-year of arrival. (p, h)"""
        aantal = [[self._value(n, c) for c in range(len(self.resultaat.jaren))] for n in ("plichtig", "gezin")]
        profiel = self.resultaat.profiel
        deel = profiel.halfjaren.get(self.deel.code, 0.5) if profiel else 0.5
        return np.asarray(np.repeat(np.array(aantal), 2, axis=1) * deel)

    def _fixed(self, voorziening: str, j: int) -> float:
        """Euros of a voorziening that follow nobody."""
        profiel = self.resultaat.profiel
        eigen = profiel.vast.get(self.deel.code) if profiel and voorziening in PLEKKEN else None
        return 0.0 if eigen is None else float(eigen[PLEKKEN[voorziening], j])

    def uitkering(self, jaar: int, aia_vanaf: int | None, profiel: Persoonsprofiel | None = None) -> Samenstelling:
        """Counted persons and what they bring in, after the korting; both SPUKs (Besluit art. 10.2).

        `aia_vanaf`: first year in which completed trajecten count. The counts follow from the results; TBA / SOM_GG,
        the korting and what movers change are in the euros per counted person, so the posten add up to the uitkering.
        """
        j = self.resultaat.jaren.index(jaar)
        blijft = float(self._text("blijft_wonen", jaar) or 1)
        tellingen = {
            "asiel_t": self._value("plichtig", j),
            "asiel_t1": self._value("plichtig", j - 1) * blijft,
            "asiel_t2": self._value("plichtig", j - 2) * blijft**2,
            "aia": self._completed(j, jaar == aia_vanaf),
        }
        gewicht = self._tariffs(jaar)
        bgo, ba, abo, korting = (self._value(f"spuk_{naam}", j) for naam in ("bgo", "ba", "abo", "korting"))
        berekend = bgo + ba + abo
        na_korting = (berekend - korting) / berekend if berekend else 1.0
        grondslag = sum(tellingen[naam] * gewicht[naam] for naam in ASIELDELEN)
        factor = ba / grondslag if grondslag else 0.0
        per_persoon = self._number("bedrag_onderwijsroute", jaar)
        gezin = self._value("gezin", j)
        achter: dict[str, float | None] = {naam: self._value("plichtig", j - k) for k, naam in enumerate(GETELD[:3])}
        achter["aia"] = self._completing(j, jaar == aia_vanaf, profiel)
        posten = {
            naam: Post(aantal, aantal * gewicht[naam] * factor * na_korting, achter[naam])
            for naam, aantal in tellingen.items()
        }
        posten["gezin"] = Post(gezin, bgo * na_korting, gezin)
        deelnemers = abo / per_persoon if per_persoon else 0.0
        posten["onderwijsroute"] = Post(deelnemers, abo * na_korting, achter["asiel_t"])
        # A decision received instead of the computation is a fixed amount beside it.
        besluit = self._value("spuk_definitief", j) - sum(p.bedrag for p in posten.values())
        posten[BESLUIT] = Post(0.0, besluit if abs(besluit) >= HALVE_CENT else 0.0)
        posten["spuk_onderwijsroute"] = Post(0.0, self._value("onderwijsroute", j))
        return Samenstelling(
            sum(posten[naam].aantal for naam in GETELD), {naam: posten[naam] for naam in UITKERINGDELEN}
        )

    def value(self, naam: str, jaar: int) -> float:
        """Expected value of a quantity."""
        return self._value(naam, self.resultaat.jaren.index(jaar))

    def weighs_completions(self, jaar: int) -> bool:
        """Whether completed trajecten weigh in the uitkering of this year."""
        return self._tariffs(jaar)["aia"] > 0

    def _completed(self, j: int, eerste: bool) -> float:
        """Besluit art. 10.3 lid 5: those of t-2, in the first year all since the law began."""
        return sum(self._value("afgerond", k) for k in (range(j - 1) if eerste else (j - 2,)))

    def _completing(self, j: int, eerste: bool, profiel: Persoonsprofiel | None) -> float | None:
        """Persons behind those completions; None without a profile."""
        if profiel is None:
            return None
        jaren = range(j - 1) if eerste else (j - 2,)
        return float(sum(self._arrived[0] @ profiel.afgerond[:, k] for k in jaren if k >= 0))

    def _value(self, naam: str, j: int) -> float:
        """Nobody came before the law, and it began in the first year of every result."""
        return self.deel.value(naam, j) if j >= 0 else 0.0

    def _number(self, naam: str, jaar: int) -> float:
        return float(self._text(naam, jaar) or 0.0)

    def _text(self, naam: str, jaar: int) -> str:
        """The value used in a budget year; empty when the result used none."""
        waarden = [w for w in self.parameters.get(naam, ()) if w.vanaf.year <= jaar]
        return waarden[-1].waarde if waarden else ""

    def _tariffs(self, jaar: int) -> dict[str, float]:
        """Weights of component BA; unless the statutory prestatiebekostiging redistributes, the amounts."""
        soort = "gewicht" if self._text("prestatiebekostiging", jaar) == "wettelijk" else "bedrag"
        return {naam: self._number(f"{soort}_asiel_{letter}", jaar) for naam, letter in ASIELDELEN.items()}


def sources(resultaat: Result) -> dict[str, Jaarposten]:
    """Every gemeente of a result by its code."""
    parameters: dict[str, list[Waarde]] = {}
    for w in sorted(resultaat.waarden, key=lambda w: w.vanaf):
        parameters.setdefault(w.parameter, []).append(w)
    return {deel.code: Jaarposten(resultaat, deel, parameters) for deel in resultaat.gemeenten}


@dataclass(frozen=True)
class Jaarverschil:
    """What one result differs from another, in euros: one gemeente and year, or several together."""

    lasten: Mapping[str, Effecten]
    """per voorziening"""
    uitkering: Mapping[str, Effecten]
    """per part of both SPUKs"""
    gemeentefonds: float = 0.0
    """the uitvoeringsbudget"""
    meenemen: float = 0.0
    """what the SPUKs bring along from the year before less what they keep and pay back: it follows from all drivers, in
    steps that do not add up per driver (art. 10.5), so it stands beside them"""

    @property
    def saldo(self) -> Effecten:
        """The drivers of the saldo, without `gemeentefonds` and `meenemen`."""
        return total(self.uitkering.values()) - total(self.lasten.values())

    @property
    def saldodelen(self) -> tuple[float, ...]:
        """In the order of `SALDODELEN`; they add up to the difference in saldo."""
        return (*self.saldo.delen, self.gemeentefonds, self.meenemen)


SALDODELEN = (*DRIJVERS, "gemeentefonds", "meenemen")


@dataclass(frozen=True)
class Verschil:
    """One result against the first."""

    per_gemeente: Mapping[tuple[str, int], Jaarverschil]
    """(cbs_code, year)"""

    def together(self, codes: Sequence[str], jaren: Sequence[int]) -> Jaarverschil:
        """Gemeenten and years added up."""
        delen = [self.per_gemeente[code, jaar] for code in codes for jaar in jaren]
        return Jaarverschil(
            {naam: total(d.lasten[naam] for d in delen) for naam in LASTENDELEN},
            {naam: total(d.uitkering[naam] for d in delen) for naam in UITKERINGDELEN},
            sum(d.gemeentefonds for d in delen),
            sum(d.meenemen for d in delen),
        )


def attribute_results(oud: Result, nieuw: Result, codes: Sequence[str], jaren: Sequence[int]) -> Verschil:
    """The difference nieuw - oud of these gemeenten and years, both of which are in both results."""
    was, wordt = sources(oud), sources(nieuw)
    return Verschil({(code, jaar): compare(was[code], wordt[code], jaar) for code in codes for jaar in jaren})


def compare(oud: Jaarposten, nieuw: Jaarposten, jaar: int) -> Jaarverschil:
    """One gemeente in one year."""
    profiel = oud.resultaat.profiel
    lasten = attribute(oud.lasten(jaar, profiel), nieuw.lasten(jaar, profiel), "prijs", "vast")
    was, wordt = compositions(oud, nieuw, jaar)
    uitkering = attribute(was, wordt, "regel")
    fonds, saldo = (nieuw.value(naam, jaar) - oud.value(naam, jaar) for naam in ("gemeentefonds", "saldo"))
    bekend = total(uitkering.values()).totaal - total(lasten.values()).totaal + fonds
    return Jaarverschil(lasten, uitkering, fonds, saldo - bekend)


def compositions(oud: Jaarposten, nieuw: Jaarposten, jaar: int) -> tuple[Samenstelling, Samenstelling]:
    """Both uitkeringen in comparable posten. Where both were decided, no count moves them: they are fixed amounts."""
    vanaf = next((j for j in oud.resultaat.jaren if oud.weighs_completions(j) or nieuw.weighs_completions(j)), None)
    was, wordt = (bron.uitkering(jaar, vanaf, oud.resultaat.profiel) for bron in (oud, nieuw))
    if was.posten[BESLUIT].bedrag and wordt.posten[BESLUIT].bedrag:
        was, wordt = decided(was), decided(wordt)
    return was, wordt


def decided(som: Samenstelling) -> Samenstelling:
    """The SPUK inburgeringsvoorzieningen as one fixed amount."""
    apart = som.posten["spuk_onderwijsroute"]
    bedrag = sum(p.bedrag for p in som.posten.values()) - apart.bedrag
    leeg = {naam: Post(0.0, 0.0) for naam in som.posten}
    return Samenstelling(som.personen, {**leeg, BESLUIT: Post(0.0, bedrag), "spuk_onderwijsroute": apart})
