"""The country of a scenario: the national path, published numbers, and how trajecten run there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.parameters import STATUSSEN, Bron, Waarde
from finance.uitkering import VOORSCHOT
from finance.voorzieningen import LEERROUTES
from scenarios.grond.gegevens import LandelijkeTaakstelling
from scenarios.grond.opzoeker import Opzoeker
from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.gewichten import fold_events
from scenarios.model.modelinvoer import expected_then, region_success
from scenarios.regiomap.gebeurtenissen import Gebeurtenissen
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import GESLAAGD, GESLAAGD_LANDELIJK, Veranderaar
from scenarios.verandering.slagen import Slagen, change_success, mean_success
from scenarios.volumes.landelijk_pad import (
    Padkennis,
    estimate_path,
    number_of,
    path_factor,
    published_factor,
    split_shocks,
    spread_published,
)
from scenarios.volumes.landelijk_verloop import national_course, national_success
from scenarios.volumes.taakstelling import latest_versions
from scenarios.volumes.trajecten import Verloop
from scenarios.volumes.uitleg import Geleerd


@dataclass(frozen=True)
class LandelijkPad:
    """National taakstelling per half-year. arrays of shape (h,)"""

    centraal: NDArray[np.float64]
    bekend: NDArray[np.bool_]
    """True where a published number stands; the rest is path."""
    erbij: NDArray[np.float64]
    """Extra versnelde opname of the scenario, on top of the path"""
    kennis: Padkennis
    onzeker: NDArray[np.float64]
    """(2, h) spread below and above a published number that is not sure; 0 elsewhere"""


@dataclass(frozen=True)
class Landelijk:
    """What all gemeenten share: the national path and what the factor TBA / SOM_GG is made of."""

    pad: LandelijkPad
    asiel: NDArray[np.float64]
    """(j,) known national counts of asielstatushouders; NaN where the path decides"""
    prognose: NDArray[np.float64]
    """(j,) SZW forecast for the voorlopige uitkering; NaN: as expected from the path"""
    aia: NDArray[np.float64]
    """(j,) national completed trajecten counting in j; NaN: projected"""
    verhouding: NDArray[np.float64]
    """(j,) TBA / SOM_GG of the definitieve uitkering when given; NaN: derived from national numbers"""
    mix: NDArray[np.float64]
    """(r,) planned national route mix, for the projection of completions"""
    einde: NDArray[np.float64]
    """(r, h, j) trajecten of asielstatushouders coming to their end per person, at the national pace and duration"""
    geslaagd: NDArray[np.float64] | None
    """(r, 2) Beta(a, b) of the national share that completes; None when the region is the whole country"""
    slagen: Slagen
    """what the scenario makes of that share"""
    methoden: tuple[str, ...]
    """(h,) `praktijk` or `wettelijk`: how the taakstelling of a gemeente follows from the national number"""


def resolve_country(
    regio: Regio,
    verander: Veranderaar,
    zoek: Opzoeker,
    tijdas: Tijdas,
    gebeurtenissen: Gebeurtenissen,
    verloop: Verloop,
) -> Landelijk:
    """What all gemeenten share. verloop: of the region, which is that of the country when it holds all of it."""
    versies = latest_versions(regio.land.taakstelling, regio.bestand.bekend_op)
    bekend = np.array([h in versies for h in tijdas.halfjaren])
    jaar = tijdas.jaren[0]
    kennis = estimate_path(
        {h: v.aantal for h, v in versies.items()},
        zoek.number("pad_spreiding", jaar),
        zoek.number("pad_samenhang", jaar),
        zoek.number("gewicht_pad", jaar),
    )
    laatste = max(number_of(h) for h in versies)
    stappen = np.array([max(number_of(h) - laatste, 0) for h in tijdas.halfjaren], dtype=float)
    # A value in a region or scenario replaces the centre that the known half-years give.
    gegeven = np.array([zoek.optional("taakstelling_pad", int(h[:4])) for h in tijdas.halfjaren])
    pad = np.where(np.isnan(gegeven), np.rint(kennis.centre(stappen)), gegeven)
    centraal = np.array([versies[h].aantal if h in versies else p for h, p in zip(tijdas.halfjaren, pad, strict=True)])
    _note_path(kennis, versies, zoek, tijdas)
    _note_inhabitants(regio, zoek)
    _note_projections(regio, zoek, tijdas)
    heel_het_land = regio.bestand.alle_gemeenten
    loop = verloop if heel_het_land else national_course(zoek, jaar, len(tijdas.maanden))
    geslaagd = None if heel_het_land else national_success(zoek, jaar)
    midden = verander.apply("taakstelling.landelijk", centraal, tijdas.halfjaarbegin)
    onzeker = spread_published(versies, tijdas.halfjaren) * ("taakstelling" not in regio.bestand.zonder)
    return Landelijk(
        # A number that a scenario gives is no longer the published one.
        LandelijkPad(midden, bekend, gebeurtenissen.national(), kennis, np.where(midden == centraal, onzeker, 0.0)),
        np.array([zoek.optional("landelijk_asiel", j) for j in tijdas.jaren]),
        np.array(
            [
                expected_then(regio.land.taakstelling, zoek, j, bool(bekend[2 * i : 2 * i + 2].all()))
                for i, j in enumerate(tijdas.jaren)
            ]
        ),
        np.array([zoek.optional("landelijke_aia", j) for j in tijdas.jaren]),
        np.array([zoek.optional("landelijke_verhouding", j) for j in tijdas.jaren]),
        np.array([zoek.number(f"routemix_{r}", jaar) for r in LEERROUTES]),
        fold_events(tijdas, loop)[1][0],
        geslaagd,
        # A country that is the region itself has no other success than that of the region.
        change_success(verander, GESLAAGD, mean_success(region_success(regio, verloop, zoek, jaar)), tijdas)
        if geslaagd is None
        else change_success(verander, GESLAAGD_LANDELIJK, mean_success(geslaagd), tijdas),
        # A method that is missing is reported with the rest; any stands in until then.
        tuple(zoek.choice("taakstelling_methode", int(h[:4])) or "praktijk" for h in tijdas.halfjaren),
    )


def _note_path(
    kennis: Padkennis, versies: Mapping[str, LandelijkeTaakstelling], zoek: Opzoeker, tijdas: Tijdas
) -> None:
    """The result lists what the path was estimated from and the published numbers that the run rests on."""
    jaar = tijdas.jaren[0]
    for naam, waarde in (
        ("spreiding", kennis.spreiding_kwantiel(0.5)),
        ("samenhang", kennis.samenhang_verwacht),
        ("gemiddelde", kennis.gemiddelde),
    ):
        zoek.gebruikt[f"geschat pad: {naam}", date(jaar, 1, 1)] = Waarde(
            f"geschat pad: {naam}",
            date(jaar, 1, 1),
            f"{waarde:.3g}" if waarde < 10 else f"{waarde:.0f}",
            "raming",
            Bron(f"eigen schatting op {kennis.aantal} bekende halfjaren, zie docs/model-volumes.md"),
        )
    for halfjaar in tijdas.halfjaren:
        if halfjaar in versies:
            versie = versies[halfjaar]
            naam = f"landelijke taakstelling {halfjaar}"
            zoek.gebruikt[naam, versie.bekend_op] = Waarde(
                naam,
                versie.bekend_op,
                str(versie.aantal),
                versie.status,
                Bron(versie.bron),
                versie.toelichting,
                p10=str(versie.p10 or ""),
                p90=str(versie.p90 or ""),
            )


def _note_inhabitants(regio: Regio, zoek: Opzoeker) -> None:
    """The result lists the inhabitants of its gemeenten that a data folder gave, per year."""
    gegeven = regio.land.eigen.inwoners if regio.land.eigen else frozenset()
    bevolking = regio.land.bevolking
    for jaar in sorted({j for _, j in gegeven}):
        codes = [g.code for g in regio.gemeenten if (g.code, jaar) in gegeven]
        if codes:
            dag, herkomst = date(jaar, 1, 1), [bevolking.herkomst[c, jaar] for c in codes]
            zoek.gebruikt["inwoners", dag] = Waarde(
                "inwoners",
                dag,
                str(sum(bevolking.of(c, jaar) for c in codes)),
                max((status for status, _ in herkomst), key=STATUSSEN.index),
                Bron("; ".join(dict.fromkeys(bron for _, bron in herkomst))),
                f"van {len(codes)} van de {len(regio.gemeenten)} gemeenten, uit eigen gegevens",
            )


def _note_projections(regio: Regio, zoek: Opzoeker, tijdas: Tijdas) -> None:
    """National figures that were not found are projected; the result lists that as any other raming."""
    for naam, vanaf, uitleg in (
        ("landelijke_prognose", 2024, "verwachting van het landelijke pad op 1 oktober ervoor x aandeel plichtig"),
        (
            "landelijke_aia",
            2026,
            "landelijke cohorten door de landelijke wachttijden, duren en slagingskansen",
        ),
    ):
        jaren = [j for j in tijdas.jaren if j >= vanaf and not zoek.parameters.has(naam, j)]
        if jaren:
            dag = date(jaren[0], 1, 1)
            waarde = f"{jaren[0]}-{jaren[-1]} geprojecteerd"
            zoek.gebruikt[naam, dag] = Waarde(naam, dag, waarde, "raming", Bron("spuk, docs/model.md"), uitleg)
    ontvangen = {(b.cbs_code, b.jaar) for b in regio.beschikkingen if b.regeling == "spuk" and b.soort in VOORSCHOT}
    for jaar in (2022, 2023):
        if any((g.code, jaar) not in ontvangen for g in regio.gemeenten):
            naam, dag = f"voorlopige uitkering {jaar}: gezin en overig", date(jaar, 1, 1)
            uitleg = "cohort t-2 bestond nog niet en wat het Rijk nam is niet bekend; neem de ontvangen beschikking op"
            zoek.gebruikt[naam, dag] = Waarde(
                naam, dag, "0", "onzeker", Bron("Besluit inburgering 2021, art. 10.1"), uitleg
            )


def note_pace(tempo: Iterable[Geleerd], zoek: Opzoeker, peildatum: date) -> None:
    """The result lists what the counts made of the waiting times that were given."""
    for regel in tempo:
        naam = f"geschat tempo: {regel.grootheid}"
        zoek.gebruikt[naam, peildatum] = Waarde(
            naam,
            peildatum,
            f"{regel.uitkomst:.3f}",
            "raming",
            Bron(
                f"eigen telling {regel.eigen:.3f} van {regel.waarnemingen:.0f} personen, naast {regel.anders:.3f} "
                f"volgens de opgegeven wachttijden (weegt {regel.gewicht:.0f}), zie docs/model-volumes.md"
            ),
        )


def draw_path(pad: LandelijkPad, trekking: Trekking | Verwachting) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Factor on the national path and its expectation on 1 October before, with s, fi and level drawn. two (h, n)"""
    kennis, stroom, n = pad.kennis, trekking.stream("landelijk pad kennis"), trekking.aantal
    spreiding = 1 / stroom.gamma(kennis.vorm, 1.0, n)
    # A uniform number picks a grid point of fi: the inverse of its cumulative probability.
    keuze = np.searchsorted(np.cumsum(kennis.kans)[:-1], stroom.uniform(0.0, 1.0, n), side="right")
    spreiding = np.sqrt(kennis.schaal[keuze] * spreiding) * trekking.toeval
    open_ = np.flatnonzero(~pad.bekend)
    niveau, vooruit = split_shocks(trekking.stream("landelijk pad").standard_normal((1 + len(open_), n)), kennis)
    schokken = np.zeros((len(pad.bekend), n))
    schokken[open_] = vooruit
    return path_factor(schokken, pad.bekend, spreiding, kennis.samenhang[keuze], niveau, kennis.niveaugewicht[keuze])


def draw_published(pad: LandelijkPad, trekking: Trekking | Verwachting) -> NDArray[np.float64]:
    """What the published national numbers that are not sure turn out to be, as a factor on them. (h, n)"""
    spreiding = pad.onzeker
    open_ = np.flatnonzero(spreiding.any(axis=0))
    uit = np.ones((spreiding.shape[1], trekking.aantal))
    schokken = trekking.stream("landelijk onzeker").standard_normal((len(open_), trekking.aantal))
    uit[open_] = published_factor(schokken, spreiding[:, open_])
    return uit


def draw_national_success(
    land: Landelijk, regio: NDArray[np.float64], trekking: Trekking | Verwachting
) -> NDArray[np.float64]:
    """Share that completes in the country, apart from that of the region unless that is all of it. (r, n)"""
    if land.geslaagd is None:
        return regio
    a, b = land.geslaagd.T
    return trekking.stream("landelijk geslaagd").beta(a[:, None], b[:, None], regio.shape)
