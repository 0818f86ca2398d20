"""Draws -> volumes -> lasten -> uitkering -> reservering. Reads as docs/model.md.

Draws run along the last axis everywhere (n). The same functions run in expected-value mode, where the one "draw" holds
the means (`trekking.Verwachting`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.gemeentefonds import saldo as saldo_gemeentefonds
from finance.lasten import allocate_pots, apply_weights
from finance.neutraliteit import own_saldo
from finance.reservering import settle_years
from finance.spuk import Telling, compute_uitkering, korting_prestatie, national_factor, settlement
from finance.voorzieningen import LEERROUTES, POTTEN, VOORZIENINGEN
from scenarios.gewichten import VARIABEL
from scenarios.grootheden import GROOTHEDEN, NUMMER
from scenarios.model import Gemeentemodel, Model
from scenarios.taakstelling import compute_taakstelling, path_factor
from scenarios.trekking import Stroom, Trekking, Verwachting, dirichlet, split_routes

ASIEL, GEZIN = 0, 1
ONDERWIJS = LEERROUTES.index("onderwijs")
EERSTE_COHORT = 2022


@dataclass(frozen=True)
class Landbeeld:
    """One block of draws of everything that gemeenten share."""

    taakstelling: NDArray[np.float64]
    """(h, n) national taakstelling"""
    prognose: NDArray[np.float64]
    """(j, n) asielstatushouders housed in j as expected on 1 October j-1"""
    factor_voorlopig: NDArray[np.float64]
    factor_definitief: NDArray[np.float64]
    """(j, n) TBA / SOM_GG"""
    telling_voorlopig: Telling
    telling_definitief: Telling
    """national counts behind the two factors, (j, n) each"""
    geslaagd: NDArray[np.float64]
    """(r, n) share that succeeds within the term"""


def simulate_country(model: Model, trekking: Trekking | Verwachting) -> Landbeeld:
    """Draw the national path and derive the factor TBA / SOM_GG from it."""
    land, tijdas, n = model.landelijk, model.tijdas, trekking.aantal
    schokken = trekking.stream("landelijk pad").standard_normal((len(tijdas.halfjaren), n))
    factor, verwachting = path_factor(schokken, land.pad.bekend, land.spreiding * trekking.toeval, land.samenhang)
    taakstelling = np.rint(land.pad.centraal[:, None] * factor)
    verwacht = land.pad.centraal[:, None] * verwachting
    naar_jaar = tijdas.halfjaar_naar_jaar.T
    prognose = np.where(np.isnan(land.prognose)[:, None], naar_jaar @ verwacht, land.prognose[:, None])
    per_jaar = naar_jaar @ taakstelling

    pa = model.regels.aandeel_plichtig[:, None]
    asiel = np.where(np.isnan(land.asiel)[:, None], per_jaar * pa, land.asiel[:, None])
    a, b = model.geslaagd.T
    geslaagd = trekking.stream("geslaagd").beta(a[:, None], b[:, None], (len(LEERROUTES), n))
    # National completions: national cohorts through the same waiting and duration, with the planned mix.
    per_halfjaar = tijdas.halfjaar_naar_jaar @ asiel / 2
    einde = np.einsum("r,rhj,rn,hn->jn", land.mix, model.einde[ASIEL], geslaagd, per_halfjaar)
    aia = np.where(np.isnan(land.aia)[:, None], counted_completions(einde, model), land.aia[:, None])

    definitief = Telling(asiel, earlier(asiel, 1), earlier(asiel, 2), 0.0, aia)
    voorlopig = Telling(prognose * pa, earlier(per_jaar * pa, 1), earlier(asiel, 2), 0.0, aia)
    return Landbeeld(
        taakstelling,
        prognose,
        _factors(model, voorlopig),
        _factors(model, definitief),
        voorlopig,
        definitief,
        geslaagd,
    )


def simulate_gemeente(
    model: Model, g: Gemeentemodel, land: Landbeeld, trekking: Trekking | Verwachting
) -> NDArray[np.float64]:
    """All quantities of one gemeente for one block of draws. shape (k grootheid, j, n)"""
    tijdas, n = model.tijdas, trekking.aantal
    naar_jaar = tijdas.halfjaar_naar_jaar.T
    uit = np.zeros((len(GROOTHEDEN), len(tijdas.jaren), n))

    taakstelling = compute_taakstelling(land.taakstelling, g.aandeel, model.landelijk.methode)
    taakstelling = np.where(np.isnan(g.taakstelling_vast)[:, None], taakstelling, g.taakstelling_vast[:, None])
    opgave, gehuisvest = draw_gehuisvest(g, taakstelling, trekking.stream("gehuisvest", g.code), n)
    plichtig = draw_plichtig(g, gehuisvest, trekking.stream("plichtig", g.code), n)
    gezin = draw_gezin(g, trekking.stream("gezin", g.code), n)
    personen = np.stack([draw_routes(g, p, aantal, trekking) for p, aantal in ((ASIEL, plichtig), (GEZIN, gezin))])
    asiel_j, gezin_j = naar_jaar @ plichtig, naar_jaar @ gezin
    for naam, reeks in (
        ("taakstelling", naar_jaar @ taakstelling),
        ("opgave", opgave[::2] + taakstelling[1::2]),
        ("gehuisvest", naar_jaar @ gehuisvest),
        ("plichtig", asiel_j),
        ("gezin", gezin_j),
    ):
        uit[NUMMER[naam]] = reeks
    gestart = np.einsum("prhj,prhn->rjn", model.gestart, personen, optimize=True)
    for r, route in enumerate(LEERROUTES):
        uit[NUMMER[f"gestart_{route}"]] = gestart[r]
    ten_einde = np.einsum("rhj,rhn->rjn", model.einde[ASIEL], personen[ASIEL], optimize=True)
    afgerond = (ten_einde * land.geslaagd[:, None, :]).sum(axis=0)
    uit[NUMMER["afgerond"]] = afgerond

    lasten = _lasten(g, personen, uit)
    per_pot = allocate_pots(lasten, g.verdeling)
    _uitkering(model, g, land, personen, (asiel_j, gezin_j, naar_jaar @ taakstelling), afgerond, ten_einde, uit)
    _potten(model, g, dict(zip(POTTEN, per_pot, strict=True)), uit)
    return uit


def draw_gehuisvest(
    g: Gemeentemodel, taakstelling: NDArray[np.float64], stroom: Stroom, n: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """opgave(h) = taakstelling(h) + saldo(h-1); gehuisvest ~ Poisson(realisatie x opgave). two arrays (h, n)

    saldo(h) = opgave(h) - gehuisvest(h): achterstand when positive, voorsprong when negative (Huisvestingswet art. 28).
    """
    vorm, tempo, factor = g.realisatie
    realisatie = stroom.gamma(vorm, 1 / tempo, n)
    opgave, gehuisvest = np.empty_like(taakstelling), np.empty_like(taakstelling)
    saldo = np.full(n, g.achterstand)
    for h, doel in enumerate(taakstelling):
        opgave[h] = doel + saldo
        bekend = g.instroom.gehuisvest[h]
        if np.isnan(bekend):
            gehuisvest[h] = stroom.poisson(realisatie * factor[h] * np.maximum(opgave[h], 0.0))
        else:
            gehuisvest[h] = bekend
        saldo = opgave[h] - gehuisvest[h]
    return opgave, gehuisvest


def draw_plichtig(g: Gemeentemodel, gehuisvest: NDArray[np.float64], stroom: Stroom, n: int) -> NDArray[np.float64]:
    """plichtig ~ Binomial(gehuisvest, q), q ~ Beta. shape (h, n)"""
    a, b, factor = g.plichtig
    kans = stroom.beta(a, b, n)
    uit = np.empty_like(gehuisvest)
    for h, personen in enumerate(gehuisvest):
        bekend = g.instroom.plichtig[h]
        if np.isnan(bekend):
            aantal = whole(personen, n)
            uit[h] = stroom.binomial(aantal, np.minimum(kans * factor[h], 1.0))
        else:
            uit[h] = bekend
    return uit


def draw_gezin(g: Gemeentemodel, stroom: Stroom, n: int) -> NDArray[np.float64]:
    """gezinsmigranten ~ Poisson(lambda), lambda ~ Gamma; known half-years as counted. shape (h, n)"""
    vorm, tempo, factor = g.gezin
    per_halfjaar = stroom.gamma(vorm, 1 / tempo, n)
    uit = np.empty((len(factor), n))
    for h, bekend in enumerate(g.instroom.gezin):
        uit[h] = stroom.poisson(per_halfjaar * factor[h]) if np.isnan(bekend) else bekend
    return uit


def draw_routes(
    g: Gemeentemodel, p: int, personen: NDArray[np.float64], trekking: Trekking | Verwachting
) -> NDArray[np.float64]:
    """Persons per leerroute: the known starts stand, the rest is multinomial with a Dirichlet mix. shape (r, h, n)"""
    n = trekking.aantal
    mix = dirichlet(trekking.stream(f"mix {p}", g.code), g.mix_alfa[p], n)[:, None, :] * g.mix_factor[p][:, :, None]
    mix = mix / mix.sum(axis=0)
    bekend = g.instroom.gestart[p]
    rest = personen - bekend.sum(axis=0)[:, None]
    streams = [trekking.stream(f"route {p} {route}", g.code) for route in LEERROUTES[:-1]]
    return split_routes(streams, whole(rest, n), mix) + bekend[:, :, None]


def whole(personen: NDArray[np.float64], n: int) -> NDArray[Any]:
    """Counts as integers for the binomial; expected values (n = 1) stay fractions."""
    return personen if n == 1 else personen.astype(np.int64)


def earlier(reeks: NDArray[np.float64], jaren: int) -> NDArray[np.float64]:
    """The value of some years before, 0 before the first cohort of the law (2022). (j, n) -> (j, n)"""
    uit = np.zeros_like(reeks)
    uit[jaren:] = reeks[:-jaren]
    return uit


def counted_completions(afgerond: NDArray[np.float64], model: Model) -> NDArray[np.float64]:
    """AIA: completions of t-2; in the first year with weight d > 0 all completions since 2022 (art. 10.3 lid 5). (j,
    n)"""
    return count_from_year(afgerond, first_year_with_d(model))


def first_year_with_d(model: Model) -> int | None:
    """Number of the first year in which completed trajecten weigh."""
    return next((j for j, w in enumerate(model.regels.gewichten) if w.d > 0), None)


def count_from_year(afgerond: NDArray[np.float64], eerste: int | None) -> NDArray[np.float64]:
    """AIA when weight d begins in year number `eerste`. (j, n) -> (j, n)"""
    uit = earlier(afgerond, 2)
    if eerste is not None:
        uit[eerste] = afgerond[: max(eerste - 1, 0)].sum(axis=0)
    return uit


def _factors(model: Model, telling: Telling) -> NDArray[np.float64]:
    return np.stack(
        [
            national_factor(_year(telling, j), model.regels.bedragen[j], model.regels.gewichten[j])
            for j in range(len(model.tijdas.jaren))
        ]
    )


def _year(telling: Telling, j: int) -> Telling:
    return Telling(*(veld[j] if np.ndim(veld) else veld for veld in vars(telling).values()))


def _lasten(g: Gemeentemodel, personen: NDArray[np.float64], uit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Volumes and lasten per voorziening from one set of persons; stores both, returns lasten (V, j, n)."""
    eenheden, euros = apply_weights(g.eenheden, personen), apply_weights(g.euros, personen)
    namen = [v.naam for v in VARIABEL]
    lasten = np.broadcast_to(g.vaste_lasten[:, :, None], (*g.vaste_lasten.shape, personen.shape[-1])).copy()
    for i, naam in enumerate(VOORZIENINGEN):
        if naam in namen:
            lasten[i] += euros[namen.index(naam)]
            uit[NUMMER[f"volume.{naam}"]] = eenheden[namen.index(naam)]
        uit[NUMMER[f"lasten.{naam}"]] = lasten[i]
    return lasten


def _uitkering(
    model: Model,
    g: Gemeentemodel,
    land: Landbeeld,
    personen: NDArray[np.float64],
    aantallen: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    afgerond: NDArray[np.float64],
    ten_einde: NDArray[np.float64],
    uit: NDArray[np.float64],
) -> None:
    """Voorlopige and definitieve uitkering of every year (Besluit art. 10.1 and 10.2)."""
    regels = model.regels
    asiel, gezin, taakstelling = aantallen
    pa, po = regels.aandeel_plichtig[:, None], regels.aandeel_onderwijsroute[:, None]
    blijft = regels.blijft_wonen[:, None]
    # ABO counts whom the PIP puts in the onderwijsroute; not everyone reaches a PIP.
    onderwijs = model.tijdas.halfjaar_naar_jaar.T @ personen[ASIEL, ONDERWIJS] * model.met_plan
    aia = counted_completions(afgerond, model)
    prognose = land.prognose * g.aandeel[::2, None] * pa
    voorlopig = Telling(
        prognose, earlier(taakstelling * pa, 1), earlier(asiel, 2), earlier(gezin, 2), aia, prognose * po
    )
    definitief = Telling(asiel, earlier(asiel, 1) * blijft, earlier(asiel, 2) * blijft**2, gezin, aia, onderwijs)
    for j in range(len(model.tijdas.jaren)):
        bedragen, gewichten = regels.bedragen[j], regels.gewichten[j]
        vooraf = compute_uitkering(_year(voorlopig, j), bedragen, gewichten, land.factor_voorlopig[j])
        achteraf = compute_uitkering(_year(definitief, j), bedragen, gewichten, land.factor_definitief[j])
        korting = (
            korting_prestatie(
                achteraf.totaal * regels.leerroute_aandeel[j],
                land.geslaagd,
                regels.doelen[j],
                ten_einde[:, j],
                regels.korting_percentage[j],
            )
            if regels.prestatie[j] == "korting"
            else np.zeros_like(achteraf.ba)
        )
        vast_voorlopig, vast_definitief = g.voorlopig[j], g.definitief[j]
        u_voorlopig = vooraf.totaal if np.isnan(vast_voorlopig) else np.full_like(achteraf.ba, vast_voorlopig)
        u_definitief = (
            achteraf.totaal - korting if np.isnan(vast_definitief) else np.full_like(achteraf.ba, vast_definitief)
        )
        for naam, waarde in (
            ("spuk_voorlopig", u_voorlopig),
            ("spuk_bgo", achteraf.bgo),
            ("spuk_ba", achteraf.ba),
            ("spuk_abo", achteraf.abo),
            ("spuk_korting", korting),
            ("spuk_definitief", u_definitief),
            ("nabetaling", settlement(u_voorlopig, u_definitief)),
        ):
            uit[NUMMER[naam], j] = waarde


def _potten(model: Model, g: Gemeentemodel, lasten: dict[str, NDArray[np.float64]], uit: NDArray[np.float64]) -> None:
    """Settle every pot by itself; the pots never mix."""
    regels = model.regels
    fonds = saldo_gemeentefonds(g.gemeentefonds[:, None], lasten["gemeentefonds"])
    spuk = settle_years(uit[NUMMER["spuk_definitief"]], lasten["spuk"], regels.ruimte)
    # The SPUK onderwijsroute is closed after its last year: a shortfall then is final and opens no new year.
    looptijd = regels.onderwijsroute_looptijd
    onderwijs = settle_years(
        np.broadcast_to(g.onderwijsroute[:, None], fonds.shape)[:looptijd],
        lasten["spuk_onderwijsroute"][:looptijd],
        regels.onderwijsroute_ruimte[:looptijd],
    )
    tot_einde = slice(0, looptijd)
    saldo = own_saldo(fonds, (spuk.doorgeschoven_begin, spuk.doorgeschoven))
    saldo[tot_einde] = own_saldo(saldo[tot_einde], (onderwijs.doorgeschoven_begin, onderwijs.doorgeschoven))
    budget = g.gemeentefonds[:, None] + g.onderwijsroute[:, None] + uit[NUMMER["spuk_voorlopig"]]
    for naam, waarde in (
        ("gemeentefonds", g.gemeentefonds[:, None]),
        ("lasten_gemeentefonds", lasten["gemeentefonds"]),
        ("saldo_gemeentefonds", fonds),
        ("reservering_begin", spuk.reservering_begin),
        ("doorgeschoven_begin", spuk.doorgeschoven_begin),
        ("besteding", lasten["spuk"]),
        ("saldo_spuk", spuk.saldo),
        ("ruimte", spuk.ruimte),
        ("meenemen", spuk.reservering),
        ("terugvordering", spuk.terugvordering),
        ("doorschuiven", spuk.doorgeschoven),
        ("onderwijsroute", g.onderwijsroute[:, None]),
        ("lasten_onderwijsroute", lasten["spuk_onderwijsroute"]),
        ("budget", budget),
        ("lasten", sum(lasten.values())),
        ("saldo", saldo),
        ("saldo_cumulatief", np.cumsum(saldo, axis=0)),
    ):
        uit[NUMMER[naam]] = waarde
    for naam, waarde in (
        ("saldo_onderwijsroute", onderwijs.saldo),
        ("tekort_onderwijsroute", onderwijs.doorgeschoven),
        ("meenemen_onderwijsroute", onderwijs.reservering),
        ("terugvordering_onderwijsroute", onderwijs.terugvordering),
    ):
        uit[NUMMER[naam], tot_einde] = waarde
