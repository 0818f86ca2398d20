"""Entered and computed figures laid beside published ones: outside the range is worth a look, never an error.

Every figure is of the whole region in one year, the first whole year of the forecast, with expected values. A
published amount of an earlier year grows by the index of the region, so that prices are of the same year.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import LEERROUTES, VOORZIENINGEN
from scenarios.engine.result import Result
from scenarios.grond.gepubliceerd import PUNTJAAR, Publicatie, points_in, published
from scenarios.grond.opzoeker import Opzoeker
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import VARIABEL
from scenarios.model.model import Model
from scenarios.model.personen import ASIEL
from scenarios.model.uitvoeringsbudget import AEF, budget_in_reading, published_budget
from scenarios.regiomap.regio import Regio
from scenarios.volumes.schatting import mix_mean

LEERROUTE = "leerroute_"
TRAJECTDUUR = 3
"""Years after its own in which a cohort still costs money: the inburgeringstermijn"""


@dataclass(frozen=True)
class Plausibelregel:
    """One own figure and the published range beside it."""

    cijfer: str
    label: str
    jaar: int
    eigen: float
    laag: float
    hoog: float
    eenheid: str
    """`deel`, or an amount in euros as `EUR per persoon`"""
    bron: str
    toelichting: str

    @property
    def oordeel(self) -> str:
        """`lager` or `hoger` than what was published, or nothing."""
        return "lager" if self.eigen < self.laag else "hoger" if self.eigen > self.hoog else ""

    def as_row(self) -> dict[str, Any]:
        """For a document: its fields, and the verdict."""
        return {**asdict(self), "oordeel": self.oordeel}


@dataclass(frozen=True)
class _Beeld:
    """A region and its result, in the year that is compared."""

    regio: Regio
    model: Model
    resultaat: Result

    @cached_property
    def jaren(self) -> tuple[int, ...]:
        """The years of the verdict."""
        return self.resultaat.judged_years(self.regio.bestand.peildatum.year)

    @property
    def periode(self) -> str:
        return f"{self.jaren[0]}-{self.jaren[-1]}"

    @cached_property
    def jaar(self) -> int:
        """The first whole year of the forecast."""
        return min(max(self.regio.bestand.peildatum.year + 1, self.jaren[0]), self.resultaat.jaren[-1])

    @cached_property
    def j(self) -> int:
        return self.resultaat.jaren.index(self.jaar)

    @cached_property
    def inwoners(self) -> int:
        return sum(self.regio.land.bevolking.of(g.code, self.jaar) for g in self.regio.gemeenten)

    def total(self, *namen: str) -> float:
        """Quantities of the region in the year, added up."""
        return sum(self.resultaat.totaal.value(naam, self.j) for naam in namen)

    def over_years(self, naam: str) -> float:
        return sum(self.resultaat.totaal.value(naam, self.resultaat.jaren.index(j)) for j in self.jaren)

    def index(self, naam: str) -> dict[int, float]:
        zoek = Opzoeker(self.regio.parameters)
        eerste = self.resultaat.jaren[0]
        return {j: zoek.number(naam, max(j, eerste)) for j in range(PUNTJAAR - 1, self.resultaat.jaren[-1] + 1)}

    def national(self, bedragen: NDArray[np.float64]) -> float:
        """A series of the whole country as euros per inhabitant in the year."""
        return float(bedragen[self.j]) / self.regio.land.bevolking.national(self.jaar)

    @cached_property
    def cohort(self) -> int:
        """The year of whose people all lasten fall within the run; of closed years only the books know them."""
        return self.jaar if self.resultaat.feiten.eerste_open else self.resultaat.jaren[0]

    def per_person(self, weging: NDArray[np.float64], v: str, r: int, jaar: int) -> float:
        """Euros or units of a voorziening for one plichtige statushouder of a year in one leerroute.

        weging: (p, r, h, v, j)
        """
        h = 2 * self.resultaat.jaren.index(jaar)
        return float(weging[ASIEL, r, h, [x.naam for x in VARIABEL].index(v)].sum())

    def mean(self, per_gemeente: Callable[[Gemeentemodel], float]) -> float:
        """Over the gemeenten, by inhabitants."""
        gewicht = [g.aandeel[2 * self.j] for g in self.model.gemeenten]
        return float(np.average([per_gemeente(g) for g in self.model.gemeenten], weights=gewicht))


def lay_beside(regio: Regio, model: Model, resultaat: Result) -> list[Plausibelregel]:
    """Every figure that the region has, with its published range. resultaat: draws or expected values of `model`."""
    beeld = _Beeld(regio, model, resultaat)
    return [r for r in (*_uitvoering(beeld), *_trajecten(beeld), *_volumes(beeld)) if math.isfinite(r.eigen)]


def _uitvoering(b: _Beeld) -> Iterator[Plausibelregel]:
    index, jaren = b.index("index_gemeentefonds"), b.resultaat.jaren
    laag, _, hoog = (b.national(reeks) for reeks in published_budget(b.regio.land.bevolking, index, jaren))
    aef = b.national(budget_in_reading(AEF, b.regio.land.bevolking, index, jaren))
    gemeenten = ", ".join(sorted({p.gebied for p in published("uitvoeringsbudget")}))
    (kosten,) = published("uitvoeringskosten")
    eenheid = "EUR per inwoner"
    yield Plausibelregel(
        "uitvoeringsbudget", "Uitvoeringsbudget Gemeentefonds per inwoner", b.jaar,
        b.total("gemeentefonds") / b.inwoners, laag, hoog, eenheid,
        f"gepubliceerde budgetten van {gemeenten}",
        "P10 en P90 van een volgende gemeente, met wat er landelijk bij kwam",
    )  # fmt: skip
    yield Plausibelregel(
        "uitvoeringslasten", "Uitvoeringslasten per inwoner", b.jaar,
        b.total("lasten_gemeentefonds") / b.inwoners, laag, max(aef, hoog), eenheid,
        f"gepubliceerde budgetten van {gemeenten}; {kosten.bron}",
        "van wat gemeenten krijgen tot wat AEF aan kosten verwachtte",
    )  # fmt: skip
    yield _against(
        b, "uitvoering_per_inburgeraar", "Uitvoeringslasten per inburgeraar",
        _share(b.total("lasten_gemeentefonds"), b.total("plichtig", "gezin")), index,
    )  # fmt: skip
    laatste = points_in("taakveld_6_1", b.jaar)[-1]
    yield Plausibelregel(
        "taakveld_6_1", "Lasten inburgering per inwoner, beneden taakveld 6.1", b.jaar,
        b.total("lasten") / b.inwoners, 0.0, laatste.waarde / b.regio.land.bevolking.national(laatste.jaar), eenheid,
        f"{laatste.bron} ({laatste.jaar})", laatste.toelichting,
    )  # fmt: skip


def _trajecten(b: _Beeld) -> Iterator[Plausibelregel]:
    prijzen = b.index("index_contract")
    for r, route in enumerate(LEERROUTES):
        naam = LEERROUTE + route

        def price(g: Gemeentemodel, naam: str = naam, r: int = r) -> float:
            return _share(b.per_person(g.euros, naam, r, b.jaar), b.per_person(g.eenheden, naam, r, b.jaar))

        cijfer = "trajectprijs_onderwijsroute" if route == "onderwijs" else "trajectprijs_leerroute"
        label = f"{VOORZIENINGEN[naam].label}: lasten per traject"
        yield replace(_against(b, cijfer, label, b.mean(price), prijzen), cijfer=f"trajectprijs_{route}")

    def per_head(g: Gemeentemodel) -> float:
        mix = mix_mean(b.model.kennis.mix[ASIEL].regio, g.mix[ASIEL])
        betaald = [v.naam for v in VARIABEL if v.pot != "gemeentefonds"]
        return sum(mix[r] * b.per_person(g.euros, v, r, b.cohort) for r in range(len(LEERROUTES)) for v in betaald)

    spuk, cijfer = b.index("index_spuk"), "spuk_per_statushouder"
    heel = b.cohort + TRAJECTDUUR <= b.resultaat.jaren[-1]
    lasten = b.mean(per_head) if heel else math.nan
    label = "Lasten van voorzieningen per plichtige statushouder"
    yield replace(_against(b, cijfer, label, lasten, spuk, b.cohort), cijfer="lasten_per_plichtige")
    per_jaar = _share(b.over_years("spuk_definitief"), b.over_years("plichtig"))
    yield _against(b, cijfer, f"Definitieve SPUK per plichtige statushouder, {b.periode}", per_jaar, spuk)


def _volumes(b: _Beeld) -> Iterator[Plausibelregel]:
    for cijfer, label, deel in (
        ("aandeel_plichtig", "Plichtig van wie gehuisvest wordt", ("plichtig", "gehuisvest")),
        ("realisatie", "Gehuisvest tegenover de taakstelling", ("gehuisvest", "taakstelling")),
    ):
        yield _against(b, cijfer, f"{label}, {b.periode}", _share(*map(b.over_years, deel)), {})


def _against(
    b: _Beeld, cijfer: str, label: str, eigen: float, index: dict[int, float], jaar: int = 0
) -> Plausibelregel:
    """Beside the range of the points that hold in `jaar`, or else in the year that is compared.

    index: year -> rate since the point, empty for what is no amount.
    """
    jaar = jaar or b.jaar
    punten = points_in(cijfer, jaar)

    def grown(punt: Publicatie, waarde: float) -> float:
        return waarde * math.prod(1 + index[j] for j in range(punt.jaar + 1, jaar + 1)) if index else waarde

    return Plausibelregel(
        cijfer,
        label,
        jaar,
        eigen,
        min(grown(p, p.laag) for p in punten),
        max(grown(p, p.hoog) for p in punten),
        punten[-1].eenheid,
        "; ".join(dict.fromkeys(f"{p.gebied} {p.jaar}: {p.bron}" for p in punten)),
        "; ".join(dict.fromkeys(p.toelichting for p in punten if p.toelichting)),
    )


def _share(deel: float, heel: float) -> float:
    return deel / heel if heel else math.nan
