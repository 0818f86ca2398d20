"""One year for the council: per quarter, the inflow from the taakstelling, and each gemeente beside the others.

Expected values, without chance. Quarters come from the same weights as the year: what falls from a month on, less what
falls from three months later on, so the four add up to the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding
from finance.voorzieningen import LEERROUTES
from scenarios.boeken.map import INSTELLINGEN, read_folder
from scenarios.engine.result import Result, Summary
from scenarios.engine.threads import run
from scenarios.grond.gegevens import Bevolking
from scenarios.grond.openen import is_there
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.inzicht.jaarbescherming import Cel, hide_small
from scenarios.inzicht.volumes_raming import MAANDREEKSEN, STARTS, Volumereeks, forecast_volumes
from scenarios.model.model import Model, build_model
from scenarios.regiomap.besluiten import SUBMAP
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.modellen import HUISHOUDINDICATOREN, Scenario
from scenarios.regiomap.regio import Regio

KWARTALEN = 4
PER = 10_000
"""Figures to compare are per so many inhabitants."""
LASTEN = ("lasten", "lasten_gemeentefonds", "besteding", "lasten_onderwijsroute")
NEDERLAND = "Nederland"


@dataclass(frozen=True)
class Kwartaaldeel:
    """One gemeente, or the region, in the four quarters of a year. q quarter."""

    naam: str
    personen: Mapping[str, NDArray[np.float64]]
    """series of `MAANDREEKSEN` -> (q,) persons"""
    lasten: Mapping[str, NDArray[np.float64]]
    """quantity of `LASTEN` -> (q,) euros"""
    voorschot: float
    """euros per quarter: three twelfths of the voorlopige uitkering (Besluit inburgering 2021 art. 10.8)"""
    begroot: float
    """lasten of the whole year"""
    geboekt: NDArray[np.float64] | None = None
    """(q,) euros booked, where the year accounts have bookings"""


@dataclass(frozen=True)
class Instroomdeel:
    """What came from the taakstelling in one year; None: not counted."""

    naam: str
    taakstelling: float
    gehuisvest: float
    huishoudens: Mapping[str, int | None]
    """indicator of `HUISHOUDINDICATOREN` -> count"""


@dataclass(frozen=True)
class Vergelijkdeel:
    """One gemeente, the region or the country, in figures that can be compared; None: not known."""

    naam: str
    inwoners: int
    taakstelling: float
    gehuisvest: float | None
    plichtig: float | None
    """persons per `PER` inhabitants"""
    aandeel_plichtig: float | None
    """of the housed"""
    mix: tuple[float, ...]
    """(r,) share of each leerroute in the starts of the year; for the country the planned mix"""
    lasten_per_inwoner: float | None
    lasten_per_inburgeraar: float | None
    """euros in the year per person who became plichtig in that year or the two before"""


@dataclass(frozen=True)
class Jaarbeeld:
    """Everything about one year."""

    regio: str
    scenario: str
    jaar: int
    kwartalen: tuple[Kwartaaldeel, ...]
    instroom: tuple[Instroomdeel, ...]
    vergelijking: tuple[Vergelijkdeel, ...]
    aannames: tuple[str, ...]
    """where counts of this year are assumed: the sources, each once; and what the bookings say of themselves"""
    verborgen: frozenset[Cel]
    """counts that may not leave the house; empty for internal use"""


def make_overview(regio: Regio, scenario: Scenario, jaar: int, intern: bool = False) -> Jaarbeeld:
    """All tables of one year. Raises Invoerfout for a year outside the region's grid."""
    if not BEGINJAAR <= jaar <= regio.bestand.eindjaar:
        raise Invoerfout(
            [Melding("--jaar", "", str(jaar), f"een jaar van {BEGINJAAR} tot en met {regio.bestand.eindjaar}")]
        )
    # Quarters of the forecast stand beside the bookings here, so the forecast may not hold them.
    regio = replace(regio, feiten=Feiten())
    model = build_model(regio, scenario)
    jaarcijfers = run(model, 0)
    volumes = forecast_volumes(model, 0, 0).reeksen
    vanaf = [run(_own_lasten(build_model(regio, scenario, date(jaar, 3 * q + 1, 1))), 0) for q in range(KWARTALEN)]
    rijen = [r for r in regio.instroom if r.periode_van < date(jaar + 1, 1, 1) and r.periode_tot > date(jaar, 1, 1)]
    geboekt, herkomst = _booked(regio, jaar)
    instroom = _inflow(regio, jaarcijfers, jaar)
    return Jaarbeeld(
        regio.naam,
        scenario.naam,
        jaar,
        _quarters(geboekt, jaarcijfers, vanaf, volumes, jaar),
        instroom,
        _compare(regio.land.bevolking, model, jaarcijfers, jaar),
        (*dict.fromkeys(r.bron for r in rijen if r.status == "aanname"), *filter(None, [herkomst])),
        frozenset() if intern else hide_small(model, jaar, [(d.naam, d.huishoudens) for d in instroom]),
    )


def _own_lasten(model: Model) -> Model:
    """The model in which every SPUK bears its own lasten, so that those of a quarter follow from its months alone."""
    niets = np.zeros_like(model.regels.onderwijsroute_naar_spuk)
    return replace(model, regels=replace(model.regels, onderwijsroute_naar_spuk=niets))


def _quarters(
    geboekt: NDArray[np.float64] | None,
    jaarcijfers: Result,
    vanaf: list[Result],
    volumes: tuple[Volumereeks, ...],
    jaar: int,
) -> tuple[Kwartaaldeel, ...]:
    j = jaarcijfers.jaren.index(jaar)
    uit = []
    for nummer, (deel, reeks) in enumerate(zip(jaarcijfers.parts(), volumes, strict=True)):
        maand = reeks.maand[0, :, 12 * j : 12 * (j + 1)].reshape(len(MAANDREEKSEN), KWARTALEN, 3).sum(axis=-1)
        lasten = {}
        for naam in LASTEN:
            rest = np.array([r.parts()[nummer].value(naam, j) for r in vanaf] + [0.0])
            lasten[naam] = rest[:-1] - rest[1:]
        # What the SPUK onderwijsroute could not pay in the year, it could not pay of any quarter in equal measure.
        eigen = lasten["lasten_onderwijsroute"]
        over = (deel.value("besteding", j) - lasten["besteding"].sum()) * eigen / (eigen.sum() or 1.0)
        lasten |= {"besteding": lasten["besteding"] + over, "lasten_onderwijsroute": eigen - over}
        uit.append(
            Kwartaaldeel(
                deel.naam,
                dict(zip(MAANDREEKSEN, maand, strict=True)),
                lasten,
                deel.value("spuk_voorlopig", j) / KWARTALEN,
                deel.value("lasten", j),
                geboekt if deel is jaarcijfers.totaal else None,
            )
        )
    return tuple(uit)


def _booked(regio: Regio, jaar: int) -> tuple[NDArray[np.float64] | None, str]:
    """(q,) euros of the accepted bookings of one year, of gemeenten and regional bodies together, and what the folder
    says of itself; None without bookings."""
    if not is_there(regio.map / SUBMAP / INSTELLINGEN):
        return None, ""
    boeken = read_folder(str(regio.map))
    tabel = boeken.boekingen.goedgekeurd
    tabel = tabel[(tabel["jaar"] == jaar) & ~tabel["correctie"]]
    if tabel.empty:
        return None, ""
    per_kwartaal = tabel["last"].groupby(tabel["datum"].dt.quarter).sum()
    euros = np.array([per_kwartaal.get(q, 0) / 100 for q in range(1, KWARTALEN + 1)])
    return euros, boeken.instellingen.toelichting


def _inflow(regio: Regio, jaarcijfers: Result, jaar: int) -> tuple[Instroomdeel, ...]:
    j = jaarcijfers.jaren.index(jaar)
    van, tot = date(jaar, 1, 1), date(jaar + 1, 1, 1)
    uit = []
    for deel in jaarcijfers.parts():
        huishoudens: dict[str, int | None] = {}
        for indicator in HUISHOUDINDICATOREN:
            rijen = [
                r
                for r in regio.instroom
                if r.indicator == indicator and r.periode_van >= van and r.periode_tot <= tot
                and deel.code in ("", r.cbs_code)
            ]  # fmt: skip
            # A sum over part of the gemeenten would pass for the whole region.
            nodig = {deel.code} if deel.code else {g.code for g in regio.gemeenten}
            compleet = nodig <= {r.cbs_code for r in rijen}
            huishoudens[indicator] = sum(r.aantal for r in rijen) if compleet else None
        uit.append(Instroomdeel(deel.naam, deel.value("taakstelling", j), deel.value("gehuisvest", j), huishoudens))
    return tuple(uit)


def _compare(bevolking: Bevolking, model: Model, jaarcijfers: Result, jaar: int) -> tuple[Vergelijkdeel, ...]:
    j = jaarcijfers.jaren.index(jaar)
    inwoners = [bevolking.of(g.code, jaar) for g in model.gemeenten]
    uit = [
        _comparable(deel, aantal, j)
        for deel, aantal in zip(jaarcijfers.parts(), [*inwoners, sum(inwoners)], strict=True)
    ]
    land = bevolking.national(jaar)
    asiel = model.landelijk.asiel[j]
    uit.append(
        Vergelijkdeel(
            NEDERLAND,
            land,
            float(model.landelijk.pad.centraal[2 * j : 2 * j + 2].sum()) / land * PER,
            None,
            None if np.isnan(asiel) else float(asiel) / land * PER,
            float(model.regels.aandeel_plichtig[j]),
            tuple(float(m) for m in model.landelijk.mix),
            None,
            None,
        )
    )
    return tuple(uit)


def _comparable(deel: Summary, inwoners: int, j: int) -> Vergelijkdeel:
    starts = np.array([deel.value(naam, j) for naam in STARTS])
    gehuisvest, plichtig, lasten = (deel.value(naam, j) for naam in ("gehuisvest", "plichtig", "lasten"))
    erbij = sum(deel.value(naam, k) for naam in ("plichtig", "gezin") for k in range(max(j - 2, 0), j + 1))
    return Vergelijkdeel(
        deel.naam,
        inwoners,
        deel.value("taakstelling", j) / inwoners * PER,
        gehuisvest / inwoners * PER,
        plichtig / inwoners * PER,
        plichtig / gehuisvest if gehuisvest else None,
        tuple(starts / starts.sum()) if starts.sum() else (0.0,) * len(LEERROUTES),
        lasten / inwoners,
        lasten / erbij if erbij else None,
    )
