"""The inputs of a region as arrays: money that does not follow people, published figures, agreements, sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Melding
from finance.journaal import Besluit, advance_calendar
from finance.uitkering import VOORSCHOT, last_decision
from finance.voorzieningen import DOELGROEPEN, LEERROUTES, POTTEN, VOORZIENINGEN
from scenarios.grond.gegevens import Bevolking, LandelijkeTaakstelling
from scenarios.grond.opzoeker import Opzoeker
from scenarios.grond.tijdas import BEGINJAAR, Tijdas
from scenarios.model.feiten import Gemeentefeiten
from scenarios.model.gemeente.werkplaats import Kenbaar
from scenarios.model.gewichten import Weger
from scenarios.regiomap.modellen import Contractrij, Instroomrij, Trajecten
from scenarios.regiomap.records import Persoonrij
from scenarios.regiomap.regio import Regio
from scenarios.regiomap.wijziging import VAST, Veranderaar
from scenarios.verandering.vast import Vastverandering, part_of
from scenarios.volumes.duur import learn_course
from scenarios.volumes.herverdeling import Afspraak
from scenarios.volumes.landelijk_pad import estimate_path, number_of
from scenarios.volumes.taakstelling import latest_versions, share_of_country
from scenarios.volumes.tempo import learn_pace
from scenarios.volumes.trajecten import Verloop
from scenarios.volumes.uitleg import Geleerd

T = TypeVar("T")

P90 = 1.2815515655446004
"""Standard normal, 90%"""
SCHERPST = 1e6
"""Weight of a share that is given as sure"""


def counting_years(regio: Regio, tijdas: Tijdas) -> tuple[int, int]:
    """Numbers of the first year that counts for the cumulative verdict, and for that of the question."""
    eerste = max(regio.feiten.eerste_open.values(), default=regio.bestand.peildatum.year) - tijdas.jaren[0]
    vraag = regio.bestand.vraag
    return eerste, vraag.van - tijdas.jaren[0] if vraag else eerste


@cache
def shares(
    bevolking: Bevolking, code: str, tijdas: Tijdas, methoden: tuple[str, ...], bekend_op: date | None = None
) -> NDArray[np.float64]:
    """(h,) inhabitants as share of the country, by the method of each half-year."""
    return np.array(
        [
            share_of_country(bevolking, code, int(h[:4]), methode, bekend_op)
            for h, methode in zip(tijdas.halfjaren, methoden, strict=True)
        ]
    )


def agreements(regio: Regio, tijdas: Tijdas, meldingen: list[Melding]) -> tuple[Afspraak, ...]:
    uit = []
    for regel in regio.bestand.herverdeling:
        try:
            codes = tuple(regio.gemeente_codes(naam)[0] for naam in regel.gemeenten)
        except KeyError as fout:
            meldingen.append(
                Melding("regio.toml", "herverdeling", f"gemeente {fout.args[0]!r}", "een gemeente uit regio.toml")
            )
            continue
        geldt = np.array([regel.vanaf <= d and (regel.tot is None or d < regel.tot) for d in tijdas.halfjaarbegin])
        uit.append(Afspraak(codes, tuple(regel.sleutel.values()), regel.aantal, geldt))
    return tuple(uit)


def published_taakstelling(regio: Regio, code: str, tijdas: Tijdas) -> NDArray[np.float64]:
    """(h,) the last published version known on `bekend_op`, NaN where none."""
    uit = np.full(len(tijdas.halfjaren), np.nan)
    for rij in sorted(regio.taakstellingen, key=lambda r: r.bekend_op):
        gekend = regio.bestand.bekend_op is None or rij.bekend_op <= regio.bestand.bekend_op
        if rij.cbs_code == code and rij.halfjaar in tijdas.halfjaren and gekend:
            uit[tijdas.halfjaren.index(rij.halfjaar)] = rij.aantal
    return uit


def fixed_costs(
    vast: Vastverandering,
    contracten: Sequence[Contractrij],
    weger: Weger,
    code: str,
    kalender: NDArray[np.float64],
    naast: bool = True,
) -> NDArray[np.float64]:
    """(V, j) fixed sums by column of `kalender` (m, j), years or months; one shared by several gemeenten is divided by
    inhabitants of the year itself. `naast`: with the euros that a scenario puts beside them."""
    regio, jaren = vast.regio, weger.tijdas.jaren
    per_jaar = kalender.shape[1] // len(jaren)
    uit = np.zeros((len(VOORZIENINGEN), kalender.shape[1]))
    naam_gemeente = next(g.naam for g in regio.gemeenten if g.code == code)
    vaste = [c for c in contracten if c.betaling == "vast"]
    for v, voorziening in enumerate(VOORZIENINGEN):
        rijen = [c for c in vaste if c.voorziening == voorziening]
        # Asked of all of them: a change of one for which nothing is paid yet is no unknown field.
        if not (rijen or (naast and vast.verander.of(VAST + voorziening, code))):
            continue
        factoren = [vast.factor(c, code) for c in rijen]
        for contract, euros in zip(rijen, weger.fixed(naam_gemeente, rijen, factoren, kalender), strict=True):
            uit[v] += euros * np.repeat(
                part_of(regio.land.bevolking, code, regio.gemeente_codes(contract.gemeenten), jaren), per_jaar
            )
        if naast:
            uit[v] += vast.beside(voorziening, code, weger.level) / 12 @ kalender
            vast.verander.refuse(VAST + voorziening, uit[v], code)
    return uit


def allocation(
    regio: Regio, verander: Veranderaar, meldingen: list[Melding], tijdas: Tijdas, code: str, looptijd: int
) -> NDArray[np.float64]:
    """(V, pot, j) share of the lasten of each voorziening that each pot pays."""
    uit = np.zeros((len(VOORZIENINGEN), len(POTTEN), len(tijdas.jaren)))
    for v, voorziening in enumerate(VOORZIENINGEN.values()):
        uit[v, POTTEN.index(voorziening.pot)] = 1.0
        for regel in sorted(regio.bestand.verdeling, key=lambda r: r.vanaf):
            if regel.voorziening == voorziening.naam:
                for j, dag in enumerate(tijdas.jaarbegin):
                    if dag >= regel.vanaf:
                        uit[v, :, j] = [getattr(regel, pot) for pot in POTTEN]
        for k, pot in enumerate(POTTEN):
            uit[v, k] = verander.apply(f"verdeling.{voorziening.naam}.{pot}", uit[v, k], tijdas.jaarbegin, code)

    def report(v: int, j: int, gevonden: str, verwacht: str) -> None:
        plaats = f"verdeling van {list(VOORZIENINGEN)[v]} in {tijdas.jaren[j]}"
        melding = Melding("regio.toml of scenario", plaats, gevonden, verwacht)
        if melding not in meldingen:
            meldingen.append(melding)

    for v, j in np.argwhere(np.abs(uit.sum(axis=1) - 1) > 1e-9):
        report(v, j, f"delen die samen {uit[v, :, j].sum():g} zijn", "delen die samen 1 zijn")
    onderwijs = uit[:, POTTEN.index("spuk_onderwijsroute")]
    for v, j in np.argwhere(onderwijs > 0):
        if j >= looptijd:
            report(v, j, "een deel uit de SPUK onderwijsroute", f"0 na {tijdas.jaren[looptijd - 1]}: gesloten")
    return uit


def closed_after(
    bedragen: NDArray[np.float64], looptijd: int, tijdas: Tijdas, meldingen: list[Melding]
) -> NDArray[np.float64]:
    """The amounts of the SPUK onderwijsroute (j,); money in a year after its last one is an error."""
    for j in np.flatnonzero(bedragen[looptijd:]) + looptijd:
        melding = Melding(
            "budgetten.csv of scenario",
            f"spuk_onderwijsroute {tijdas.jaren[j]}",
            f"{bedragen[j]:.2f} euro",
            f"niets na {tijdas.jaren[looptijd - 1]}: die SPUK is dan gesloten",
        )
        if melding not in meldingen:
            meldingen.append(melding)
    return bedragen


def known(feit: NDArray[np.float64], anders: NDArray[np.float64]) -> NDArray[np.float64]:
    """(j,) the fact, and the other where there is none."""
    return np.where(np.isnan(feit), anders, feit)


def paid_otherwise(regio: Regio, code: str, tijdas: Tijdas) -> NDArray[np.float64]:
    """(m,) euros by which the advances that were decided differ from a twelfth of their year a month."""
    uit = np.zeros(len(tijdas.maanden))
    for j, jaar in enumerate(tijdas.jaren):
        eigen = [b for b in regio.beschikkingen if (b.cbs_code, b.regeling, b.jaar) == (code, "spuk", jaar)]
        laatste = last_decision(eigen, *VOORSCHOT)
        if laatste:
            uit[12 * j : 12 * (j + 1)] -= laatste.bedrag / 1200
            for stroom in advance_calendar(jaar, [Besluit(b.datum, b.soort, b.bedrag) for b in eigen]):
                uit[tijdas.month_of(stroom.datum)] += stroom.bedrag / 100
    return uit


def beside_books(
    feiten: Gemeentefeiten, fonds: NDArray[np.float64], heel: NDArray[np.float64], rest: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What is left to forecast, (..., v, j), of years of which the books tell the lasten of the SPUKs.

    fonds: (v, j) share of the Gemeentefonds, which stands in no books of a SPUK and stays a forecast; heel, rest: euros
    of whole years, and of what falls after the last booking.
    """
    loopt = np.zeros(len(feiten.dicht))
    if feiten.deels is not None:
        loopt[feiten.deels] = 1.0
    return np.where(feiten.dicht | (loopt > 0), heel * fonds + rest * loopt * (1 - fonds), heel)


def budget(regio: Regio, code: str, pot: str) -> dict[int, float]:
    return {r.jaar: r.bedrag for r in regio.budgetten if r.cbs_code == code and r.pot == pot}


def decisions(regio: Regio, code: str, soorten: tuple[str, ...], jaren: tuple[int, ...]) -> NDArray[np.float64]:
    """(j,) euros of the last decision on the SPUK received of these kinds, NaN where none."""
    eigen = [b for b in regio.beschikkingen if (b.cbs_code, b.regeling) == (code, "spuk")]
    laatste = [last_decision((b for b in eigen if b.jaar == jaar), *soorten) for jaar in jaren]
    return np.array([np.nan if b is None else b.bedrag / 100 for b in laatste])


def mix_factor(verander: Veranderaar, mix: list[NDArray[np.float64]], tijdas: Tijdas, code: str) -> NDArray[np.float64]:
    """Factor on each share; what a scenario changes is kept and the other routes divide the rest. (p, r, h)"""
    uit = np.ones((len(DOELGROEPEN), len(LEERROUTES), len(tijdas.halfjaren)))
    for p, doelgroep in enumerate(DOELGROEPEN):
        basis = np.repeat(mix[p][:, None], len(tijdas.halfjaren), axis=1)
        nieuw = np.stack(
            [
                verander.apply(f"mix.{doelgroep}.{route}", basis[r], tijdas.halfjaarbegin, code)
                for r, route in enumerate(LEERROUTES)
            ]
        )
        vast = nieuw != basis
        rest = 1.0 - np.where(vast, nieuw, 0.0).sum(axis=0)
        verander.refuse(f"mix.{doelgroep}.*", 1.0 - rest[rest < -1e-9], code)
        overig = np.where(vast, 0.0, basis).sum(axis=0)
        schaal = np.divide(np.maximum(rest, 0.0), overig, out=np.ones_like(rest), where=(overig > 0) & vast.any(axis=0))
        uit[p] = np.where(vast, nieuw / basis, schaal)
    return uit


def expected_then(taakstelling: Sequence[LandelijkeTaakstelling], zoek: Opzoeker, jaar: int, voorbij: bool) -> float:
    """What the country was expected to house in a past year, on 1 October before it; NaN: as the path draws it.

    The taakstellingen announced by then, and the path that those before gave for the rest.
    """
    gegeven = zoek.optional("landelijke_prognose", jaar)
    if not np.isnan(gegeven) or not voorbij:
        return gegeven
    versies = latest_versions(taakstelling, date(jaar - 1, 10, 1))
    kennis = estimate_path(
        {h: v.aantal for h, v in versies.items()},
        *(zoek.number(naam, BEGINJAAR) for naam in ("pad_spreiding", "pad_samenhang", "gewicht_pad")),
    )
    halfjaren, laatste = (f"{jaar}H1", f"{jaar}H2"), max(number_of(h) for h in versies)
    stappen = np.array([max(number_of(h) - laatste, 0) for h in halfjaren], dtype=float)
    pad = np.rint(kennis.centre(stappen))
    return float(sum(versies[h].aantal if h in versies else p for h, p in zip(halfjaren, pad, strict=True)))


def learn_trajecten(
    regio: Regio, trajecten: Trajecten, zoek: Opzoeker, tijdas: Tijdas
) -> tuple[Verloop, tuple[Geleerd, ...]]:
    """The course of trajecten as records or counts of the region move what was given, and what was learned of pace."""
    jaar = tijdas.jaren[0]
    wachten = zoek.number("gewicht_wachten", jaar)
    # Records date every step; counts only say how many had come that far.
    tempo = None if regio.personen else zoek.number("gewicht_tempo", jaar)
    return _learn_once(
        Kenbaar(repr(trajecten), trajecten),
        Kenbaar(id(regio.personen), regio.personen),
        Kenbaar(id(regio.instroom), regio.instroom),
        regio.bestand.peildatum,
        (wachten, tempo),
        len(tijdas.maanden),
    )


@lru_cache(maxsize=16)
def _learn_once(
    trajecten: Kenbaar[Trajecten],
    personen: Kenbaar[tuple[Persoonrij, ...]],
    instroom: Kenbaar[tuple[Instroomrij, ...]],
    peildatum: date,
    gewichten: tuple[float, float | None],
    maanden: int,
) -> tuple[Verloop, tuple[Geleerd, ...]]:
    """Once for all models of a region: a scenario of money learns the same, at every node of its drivers."""
    wachten, tempo = gewichten
    verloop = learn_course(trajecten.inhoud, personen.inhoud, peildatum, wachten, maanden)
    return (verloop, ()) if tempo is None else learn_pace(verloop, trajecten.inhoud, instroom.inhoud, tempo)


def region_success(regio: Regio, verloop: Verloop, zoek: Opzoeker, jaar: int) -> NDArray[np.float64]:
    """(r, 2) Beta(a, b) of the share that succeeds: as entered, with the results of the region's own records."""
    kansen = np.array([regio.trajecten.route[r].geslaagd for r in LEERROUTES])
    gewicht = success_weights(regio.trajecten, zoek.number("gewicht_geslaagd", jaar))
    resultaten = np.array([verloop.geslaagd[r] for r in LEERROUTES])
    return np.asarray(np.stack([gewicht * kansen, gewicht * (1 - kansen)], axis=1) + resultaten)


def success_weights(trajecten: Trajecten, gewicht: float) -> NDArray[np.float64]:
    """(r,) how many trajecten the share that succeeds is worth: by its own interval, else `gewicht`.

    Of a Beta with mean m and weight w the variance is m (1 - m) / (w + 1); P10 and P90 lie 2 x 1.2816 spreads apart.
    """
    uit = np.full(len(LEERROUTES), gewicht)
    for r, naam in enumerate(LEERROUTES):
        route = trajecten.route[naam]
        if route.geslaagd_p10 is not None and route.geslaagd_p90 is not None and 0 < route.geslaagd < 1:
            spreiding = (route.geslaagd_p90 - route.geslaagd_p10) / (2 * P90)
            # A point for an interval is a value that is sure: a weight that no draw tells from it.
            ruw = route.geslaagd * (1 - route.geslaagd) / spreiding**2 - 1 if spreiding > 0 else SCHERPST
            uit[r] = min(max(ruw, 1.0), SCHERPST)
    return uit
