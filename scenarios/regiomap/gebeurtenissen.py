"""Events of a scenario: an AZC, an early start, a supplier gap, extra versnelde opname, moving.

An event is resolved to small arrays per gemeente before the simulation; the draws themselves do not change, so two
scenarios that differ by an event share their random numbers. docs/model-volumes.md section 5 says what each one does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from finance.bedragen import largest_remainder
from finance.fouten import Melding
from finance.taal import grenzen
from scenarios.grond.tijdas import BEGINJAAR, Tijdas
from scenarios.regiomap.lezen import Aantal, Dag, Getal, Invoermodel, check_first_day, within
from scenarios.regiomap.lezer.bezwaren import Misfit

SOORTEN = {
    "boeggolf": "personen",
    "versnelde_opname": "personen",
    "verhuizing": "personen",
    "vroege_start": "maanden_eerder",
    "leveranciersgat": "tot",
}
"""Kind of event -> the field that it cannot do without."""


class Gebeurtenis(Invoermodel):
    """`[[gebeurtenis]]` in a scenario file or regio.toml. Empty `gemeenten` means all of the region."""

    soort: Literal["boeggolf", "versnelde_opname", "verhuizing", "vroege_start", "leveranciersgat"]
    vanaf: Dag
    tot: Dag | None = None
    """First day after it; empty: one month."""
    gemeenten: tuple[str, ...] = ()
    personen: Annotated[Aantal, within(grenzen.STROOM)] | None = None
    """In all, over the whole period; with several gemeenten divided by inhabitants. Negative: people leaving."""
    landelijk: bool = False
    """versnelde_opname: `personen` is a national number, added to the national taakstelling."""
    telt_mee: bool = True
    """boeggolf: the persons count for the taakstelling (voorsprong), or come on top of it."""
    maanden_eerder: Annotated[Aantal, Field(ge=0, le=24)] = 0
    aandeel: Annotated[Getal, within(grenzen.DEEL)] = 1.0
    leerroutes: Annotated[tuple[Literal["b1", "z", "onderwijs"], ...], Field(min_length=1)] = ("b1", "z", "onderwijs")
    cohort: Annotated[str, Field(pattern=r"^(20\d\dH[12])?$")] = ""
    """verhuizing: half-year in which the movers were housed; empty: the half-year of the move."""
    status: Literal["vastgesteld", "raming", "aanname", "onzeker"] = "aanname"
    toelichting: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _complete(self) -> Gebeurtenis:
        nodig = SOORTEN[self.soort]
        if not getattr(self, nodig):
            raise ValueError(f"{nodig} bij een {self.soort}")
        if self.personen is not None and self.personen < 0 and self.soort != "verhuizing":
            raise ValueError("een aantal personen van ten minste 0")
        check_first_day("vanaf", self.vanaf)
        if self.tot is not None:
            check_first_day("tot", self.tot)
            if self.tot <= self.vanaf:
                raise Misfit(f"tot {self.tot}", f"een dag na vanaf {self.vanaf}")
        verhuisd = f"{self.vanaf.year}H{1 + (self.vanaf.month > 6)}"
        # Whoever was housed before the law stays under the old one and never counts (Besluit art. 10.3).
        if self.cohort and not f"{BEGINJAAR}H1" <= self.cohort <= verhuisd:
            raise ValueError(f"een cohort van {BEGINJAAR}H1 tot en met {verhuisd}, het halfjaar van de verhuizing")
        return self

    def months(self, tijdas: Tijdas) -> range:
        """The months of the grid in which it holds."""
        begin = tijdas.month_of(self.vanaf)
        einde = tijdas.month_of(self.tot) if self.tot else begin + 1
        return range(max(begin, 0), min(max(einde, 0), len(tijdas.maanden)))

    def halves(self, tijdas: Tijdas, personen: int) -> NDArray[np.float64]:
        """`personen` over the half-years in proportion to the months in each, whole persons. shape (h,)"""
        per_half = np.bincount([m // 6 for m in self.months(tijdas)], minlength=len(tijdas.halfjaren))
        if personen == 0 or per_half.sum() == 0:
            return np.zeros(len(tijdas.halfjaren))
        return largest_remainder(personen, [int(x) for x in per_half]).astype(float)


@dataclass(frozen=True)
class Verschuiving:
    """What events do to the timing of one gemeente. Hashable, so that equal gemeenten share the weights."""

    vroeg: tuple[tuple[int, int, int, float], ...] = ()
    """(first month of arrival, month after the last, months earlier, share)"""
    gat: tuple[tuple[int, int, tuple[str, ...], float], ...] = ()
    """(first month without starts, month after the last, leerroutes, share of the starts)"""

    def arrivals(self, instroommaand: NDArray[np.float64], anker: str) -> NDArray[np.float64]:
        """Month from which waiting counts: for who starts in the AZC earlier than the housing. (h, c) -> (h, c)

        What hangs on the housing itself does not move, and neither does any count for the SPUK.
        """
        uit = instroommaand
        if anker == "huisvesting":
            return uit
        for van, tot, eerder, aandeel in self.vroeg:
            deel = np.zeros_like(uit)
            deel[:, van:tot] = aandeel * uit[:, van:tot]
            vroeger = np.zeros_like(uit)
            vroeger[:, : uit.shape[1] - eerder] = deel[:, eerder:]
            # What would fall before the grid begins in its first month.
            vroeger[:, 0] += deel[:, :eerder].sum(axis=1)
            uit = uit - deel + vroeger
        return uit

    def waits(self, route: str) -> frozenset[int]:
        """The months in which nobody at all starts this leerroute."""
        return frozenset(
            m for van, tot, routes, deel in self.gat if route in routes and deel >= 1 for m in range(van, tot)
        )

    def postpone(self, wachten: NDArray[np.float64], anker: str, route: str) -> NDArray[np.float64]:
        """Starts that would fall in a gap begin in the first month after it. (c, s) -> (c, s)"""
        for van, tot, routes, aandeel in self.gat:
            if anker != "start" or route not in routes:
                continue
            uit = wachten.copy()
            uit[:, van:tot] *= 1 - aandeel
            if tot < wachten.shape[1]:
                uit[:, tot] += aandeel * wachten[:, van:tot].sum(axis=1)
            wachten = uit
        return wachten


ONGEWIJZIGD = Verschuiving()


@dataclass(frozen=True)
class Verhuizing:
    """Asielstatushouders that move in (or out, negative) in month `maand`, housed in half-year `cohort`."""

    maand: int
    cohort: int
    personen: int


@dataclass(frozen=True)
class Gevolgen:
    """All events of one gemeente."""

    taakstelling: NDArray[np.float64]
    """(h,) added to the taakstelling"""
    gehuisvest: NDArray[np.float64]
    """(h,) housed on top of what is drawn"""
    telt_mee: NDArray[np.float64]
    """(h,) the part of `gehuisvest` that counts for the taakstelling"""
    verschuiving: Verschuiving = ONGEWIJZIGD
    verhuizingen: tuple[Verhuizing, ...] = ()


@dataclass
class Gebeurtenissen:
    """Resolves the events of a region and scenario. Unknown gemeenten go to `meldingen`."""

    gebeurtenissen: Sequence[Gebeurtenis]
    tijdas: Tijdas
    codes: Callable[[str], tuple[str, ...]]
    """name or code -> CBS codes of the region; KeyError when unknown"""
    inwoners: Callable[[str], float]
    bestand: str
    meldingen: list[Melding] = field(default_factory=list)

    def national(self) -> NDArray[np.float64]:
        """Persons added to the national taakstelling. shape (h,)"""
        uit = np.zeros(len(self.tijdas.halfjaren))
        for g in self.gebeurtenissen:
            if g.soort == "versnelde_opname" and g.landelijk:
                uit += g.halves(self.tijdas, g.personen or 0)
        return uit

    def of(self, code: str) -> Gevolgen:
        """What happens to one gemeente."""
        nul = np.zeros(len(self.tijdas.halfjaren))
        taakstelling, gehuisvest, telt_mee = nul.copy(), nul.copy(), nul.copy()
        vroeg, gat, verhuizingen = [], [], []
        for g in self.gebeurtenissen:
            codes = self._codes(g)
            if code not in codes or g.landelijk:
                continue
            maanden = g.months(self.tijdas)
            personen = self._part(g, codes, code)
            if g.soort == "versnelde_opname":
                taakstelling += g.halves(self.tijdas, personen)
            elif g.soort == "boeggolf":
                gehuisvest += g.halves(self.tijdas, personen)
                telt_mee += g.halves(self.tijdas, personen) * g.telt_mee
            elif g.soort == "vroege_start" and maanden:
                vroeg.append((maanden.start, maanden.stop, g.maanden_eerder, g.aandeel))
            elif g.soort == "leveranciersgat" and maanden:
                gat.append((maanden.start, maanden.stop, tuple(g.leerroutes), g.aandeel))
            elif g.soort == "verhuizing" and maanden and personen:
                cohort = self.tijdas.halfjaren.index(g.cohort) if g.cohort else maanden.start // 6
                verhuizingen.append(Verhuizing(maanden.start, cohort, personen))
        return Gevolgen(taakstelling, gehuisvest, telt_mee, Verschuiving(tuple(vroeg), tuple(gat)), tuple(verhuizingen))

    def _codes(self, g: Gebeurtenis) -> tuple[str, ...]:
        uit: list[str] = []
        for naam in g.gemeenten or ("alle",):
            try:
                uit += self.codes(naam)
            except KeyError:
                melding = Melding(
                    self.bestand,
                    f"gebeurtenis {g.soort} vanaf {g.vanaf}",
                    f"gemeente {naam!r}",
                    "een gemeente van de regio",
                )
                if melding not in self.meldingen:
                    self.meldingen.append(melding)
        # Who is named by name and by code is one gemeente, or its part would be halved.
        return tuple(dict.fromkeys(uit))

    def _part(self, g: Gebeurtenis, codes: Iterable[str], code: str) -> int:
        volgorde = list(codes)
        delen = largest_remainder(g.personen or 0, [self.inwoners(c) for c in volgorde])
        return int(delen[volgorde.index(code)])
