"""What the drawn people mean: national factor -> lasten -> uitkering -> reservering. Reads as docs/model.md.

Draws run along the last axis everywhere (n). The same functions run in expected-value mode, where the one "draw" holds
the means (`trekking.Verwachting`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from finance.fouten import Invoerfout, Melding
from finance.gemeentefonds import saldo as saldo_gemeentefonds
from finance.jaarrekening import settle_after
from finance.lasten import allocate_pots
from finance.meeneemregeling import TERUG_TE_BETALEN, Reserveringsketen
from finance.neutraliteit import own_saldo
from finance.tellingen import AIA, Telling, count_definitief, count_voorlopig
from finance.uitkering import compute_uitkering, national_factor, settlement
from finance.voorzieningen import LEERROUTES, POTTEN
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.grootheden import GROOTHEDEN, LASTENRIJEN, NUMMER
from scenarios.model.landelijk import draw_national_success, draw_path, draw_published
from scenarios.model.lasten import ALLES, Stappen, compute_lasten
from scenarios.model.model import Model
from scenarios.model.personen import ASIEL, Landtrekking, Volumes, draw_region, draw_volumes
from scenarios.model.prestatie import draw_korting
from scenarios.model.uitwerking import (
    amounts,
    budget_of,
    completions,
    draw_circumstances,
    rule_figures,
    starts,
)
from scenarios.onzekerheid.spreiding import Reeks

ONDERWIJS = LEERROUTES.index("onderwijs")
_LASTEN_VAN = {
    "gemeentefonds": "lasten_gemeentefonds",
    "spuk": "besteding",
    "spuk_onderwijsroute": "lasten_onderwijsroute",
}
"""Pot -> quantity that holds its lasten"""
_KETEN = {
    "reservering_begin": "reservering_begin",
    "doorgeschoven_begin": "doorgeschoven_begin",
    "saldo_spuk": "saldo",
    "ruimte": "ruimte",
    "meenemen": "reservering",
    "terugvordering": "terugvordering",
    "doorschuiven": "doorgeschoven",
}
"""Quantity -> field of a `Reserveringsketen`"""


@dataclass(frozen=True)
class Landbeeld(Landtrekking):
    """The same with what the rules make of it."""

    factor_voorlopig: NDArray[np.float64]
    factor_definitief: NDArray[np.float64]
    """(j, n) TBA / SOM_GG"""
    telling_voorlopig: Telling
    telling_definitief: Telling
    """national counts behind the two factors, (j, n) each"""


def simulate_country(model: Model, trekking: Trekking | Verwachting) -> Landbeeld:
    """Draw the national path and derive the factor TBA / SOM_GG from it."""
    land, n = model.landelijk, trekking.aantal
    factor, verwachting = draw_path(land.pad, trekking)
    factor = factor * draw_published(land.pad, trekking)
    taakstelling = np.rint(land.pad.centraal[:, None] * factor) + land.pad.erbij[:, None]
    verwacht = land.pad.centraal[:, None] * verwachting + land.pad.erbij[:, None]
    naar_jaar = model.tijdas.halfjaar_naar_jaar.T
    prognose = np.where(np.isnan(land.prognose)[:, None], naar_jaar @ verwacht, land.prognose[:, None])
    a, b = model.geslaagd.T
    geslaagd = trekking.stream("geslaagd").beta(a[:, None], b[:, None], (len(LEERROUTES), n))
    landelijk = draw_national_success(land, geslaagd, trekking)
    regio = draw_region(model, taakstelling, trekking)
    omstandigheden = draw_circumstances(model, trekking)
    return weigh_country(model, Landtrekking(taakstelling, prognose, geslaagd, landelijk, regio, omstandigheden))


def weigh_country(model: Model, getrokken: Landtrekking) -> Landbeeld:
    """What the rules of `model` make of a country that was drawn: all that a change of rules alone does over again."""
    land, tijdas = model.landelijk, model.tijdas
    per_jaar = tijdas.halfjaar_naar_jaar.T @ getrokken.taakstelling
    pa = getrokken.omstandigheden.shares("aandeel_plichtig", model.regels.aandeel_plichtig[:, None])
    asiel = np.where(np.isnan(land.asiel)[:, None], per_jaar * pa, land.asiel[:, None])
    # National completions: national cohorts at the national pace and success, with the planned mix.
    per_halfjaar = tijdas.halfjaar_naar_jaar @ asiel / 2
    ten_einde = (land.mix[:, None, None] * land.einde).mT @ per_halfjaar
    einde = (ten_einde * land.slagen.of(getrokken.geslaagd_landelijk)).sum(axis=0)
    niemand = np.zeros((len(pa), 1))
    cijfers = {
        **rule_figures(model, getrokken.omstandigheden),
        "taakstelling": per_jaar,
        "prognose": getrokken.prognose,
        "plichtig": asiel,
        "afgerond": einde,
        "aia": land.aia[:, None],
        "aia_geteld": ~np.isnan(land.aia)[:, None],
        # Nobody leaves the country for another gemeente, and the factor is of asielstatushouders only.
        "blijft": np.ones_like(pa),
        "verhuisd": False,
        "gezin": niemand,
        "onderwijsroute": niemand,
        "onderwijsroute_geteld": True,
    }
    cijfers["aia"], cijfers["aia_geteld"] = AIA.over_years(cijfers), True
    voorlopig, definitief = count_voorlopig(cijfers), count_definitief(cijfers)
    return Landbeeld(
        # `getrokken` may be weighed already, by other rules.
        **{veld.name: getattr(getrokken, veld.name) for veld in fields(Landtrekking)},
        factor_voorlopig=_factors(model, voorlopig),
        factor_definitief=np.where(
            np.isnan(land.verhouding)[:, None], _factors(model, definitief), land.verhouding[:, None]
        ),
        telling_voorlopig=voorlopig,
        telling_definitief=definitief,
    )


def simulate_gemeente(
    model: Model, g: Gemeentemodel, land: Landbeeld, trekking: Trekking | Verwachting
) -> NDArray[np.float64]:
    """All quantities of one gemeente for one block of draws. shape (k grootheid, j, n)"""
    uit = np.empty((len(GROOTHEDEN), len(model.tijdas.jaren), trekking.aantal))
    account(model, g, land, draw_volumes(model, g, land, trekking), uit)
    return uit


def account(
    model: Model, g: Gemeentemodel, land: Landbeeld, volumes: Volumes, uit: Reeks, stappen: Stappen = ALLES
) -> None:
    """What those people mean for volumes and money, into `uit`. shape (k grootheid, j, n)

    With other `stappen` `uit` holds what another model with the same people gave, and only these are done again.
    """
    work_out(model, g, land, volumes, uit, stappen)
    settle(model, g, uit, stappen)


def work_out(
    model: Model, g: Gemeentemodel, land: Landbeeld, volumes: Volumes, uit: Reeks, stappen: Stappen = ALLES
) -> None:
    """Everything that goes into the pots, and the volumes behind it: of one block of draws, for `settle`."""
    ten_einde = _count(model, g, land, volumes, uit) if stappen.tellen else None
    compute_lasten(model, g, volumes, land.omstandigheden, uit, stappen)
    if stappen.uitkering:
        if ten_einde is None and "korting" in model.regels.prestatie:
            ten_einde = completions(model, g, volumes.personen, land.omstandigheden)
        _uitkering(model, g, land, volumes.personen, ten_einde, uit)
    if stappen.budget:
        uit[NUMMER["lasten_onverdeeld"]] = g.feiten.onverdeeld[:, None]
        uit[NUMMER["gemeentefonds"]] = budget_of(g, land.omstandigheden)


def settle(model: Model, g: Gemeentemodel, uit: Reeks, stappen: Stappen = ALLES) -> None:
    """Every pot settled with what `work_out` left in `uit`. Draws of several blocks may stand side by side.

    Pots whose lasten did not change are taken from `uit` as they are; they never mix.
    """
    vanaf = _settled_from(model, g, stappen)
    # The SPUK onderwijsroute, as long as it runs, passes on what only a new settlement tells.
    if not vanaf:
        stappen = stappen | Stappen(potten=frozenset(POTTEN))
    if stappen.potten:
        _divide(g, uit, vanaf, stappen.potten)
    if stappen.budget or stappen.uitkering or stappen.potten:
        _potten(model, g, (uit, vanaf), stappen)


def _settled_from(model: Model, g: Gemeentemodel, stappen: Stappen) -> int:
    """Number of the year from which the pots are settled again: 0, or an open one after the SPUK onderwijsroute."""
    los = max(model.regels.onderwijsroute_looptijd, g.feiten.spuk.vanaf)
    return stappen.vanaf if los <= stappen.vanaf < len(model.tijdas.jaren) else 0


def _divide(g: Gemeentemodel, uit: Reeks, vanaf: int, potten: Collection[str]) -> None:
    """The lasten of these pots from year number `vanaf` on."""
    lasten = uit[LASTENRIJEN, vanaf:]
    kies = [k for k, pot in enumerate(POTTEN) if pot in potten]
    per_pot = g.feiten.per_pot(lasten, allocate_pots(lasten, g.verdeling[:, kies, vanaf:]), vanaf, kies)
    for k, reeks in zip(kies, per_pot, strict=True):
        uit[NUMMER[_LASTEN_VAN[POTTEN[k]]], vanaf:] = reeks


def _count(model: Model, g: Gemeentemodel, land: Landbeeld, volumes: Volumes, uit: Reeks) -> Reeks:
    """People, starts and completions per year, into `uit`. -> trajecten that come to their end (r, j, n)"""
    personen = volumes.personen
    for naam, eerste, tweede in (
        ("taakstelling", volumes.taakstelling, volumes.taakstelling),
        # What the first half leaves of its opgave is in that of the second: once is enough.
        ("opgave", volumes.opgave, volumes.taakstelling),
        ("gehuisvest", volumes.gehuisvest, volumes.gehuisvest),
        ("plichtig", volumes.plichtig, volumes.plichtig),
        ("gezin", volumes.gezin, volumes.gezin),
    ):
        np.add(eerste[::2], tweede[1::2], out=uit[NUMMER[naam]])
    gestart = starts(model, g, personen, land.omstandigheden)
    for r, route in enumerate(LEERROUTES):
        uit[NUMMER[f"gestart_{route}"]] = gestart[r]
    ten_einde = completions(model, g, personen, land.omstandigheden)
    uit[NUMMER["afgerond"]] = g.afronding.completed((ten_einde * g.slagen.of(land.geslaagd)).sum(axis=0))
    return ten_einde


def _factors(model: Model, telling: Telling) -> NDArray[np.float64]:
    """TBA / SOM_GG per year (j, n). Raises Invoerfout for a year in which it redistributes and nobody counts."""
    uit = np.ones_like(telling.asiel_t)
    for j, (bedragen, gewichten) in enumerate(zip(model.regels.bedragen, model.regels.gewichten, strict=True)):
        # Equal weights redistribute nothing, whoever counts.
        if gewichten == bedragen:
            continue
        try:
            uit[j] = national_factor(_year(telling, j), bedragen, gewichten)
        except ValueError:
            raise Invoerfout([_nobody_counts(model, model.tijdas.jaren[j])]) from None
    return uit


def _nobody_counts(model: Model, jaar: int) -> Melding:
    return Melding(
        f"scenario {model.scenario}",
        f"landelijke aantallen {jaar}",
        "nul asielstatushouders en nul afgeronde trajecten",
        "meer dan nul: anders is er geen verhouding TBA / SOM_GG",
        "Neem een hogere landelijke taakstelling, of zet prestatiebekostiging op geen.",
    )


def _year(telling: Telling, j: int) -> Telling:
    return Telling(*(veld[j] for veld in vars(telling).values()))


def _uitkering(
    model: Model,
    g: Gemeentemodel,
    land: Landbeeld,
    personen: NDArray[np.float64],
    ten_einde: NDArray[np.float64] | None,
    uit: NDArray[np.float64],
) -> None:
    """Voorlopige and definitieve uitkering of every year (Besluit art. 10.1 and 10.2), of the people in `uit`."""
    # ABO counts whom the PIP puts in the onderwijsroute; not everyone reaches a PIP.
    met_plan = model.met_plan * land.omstandigheden.bereik[ASIEL]
    onderwijs = (personen[ASIEL, ONDERWIJS, ::2] + personen[ASIEL, ONDERWIJS, 1::2]) * met_plan
    cijfers = {
        **rule_figures(model, land.omstandigheden),
        "taakstelling": uit[NUMMER["taakstelling"]],
        "prognose": land.prognose * g.aandeel[::2, None],
        "plichtig": uit[NUMMER["plichtig"]],
        "gezin": uit[NUMMER["gezin"]],
        "afgerond": uit[NUMMER["afgerond"]],
        "aia_geteld": False,
        "onderwijsroute": onderwijs,
        "onderwijsroute_geteld": True,
        "verhuisd": np.any(g.verhuisd.tellingen),
        **{f"verhuisd_{c}": erbij[:, None] for c, erbij in zip("abc", g.verhuisd.tellingen, strict=True)},
    }
    cijfers["aia"], cijfers["aia_geteld"] = AIA.over_years(cijfers), True
    voorlopig, definitief = count_voorlopig(cijfers), count_definitief(cijfers)
    bedragen, gewichten = amounts(model, land.omstandigheden)
    vooraf = compute_uitkering(voorlopig, bedragen, gewichten, land.factor_voorlopig)
    achteraf = compute_uitkering(definitief, bedragen, gewichten, land.factor_definitief)
    korting = draw_korting(model, g, land, achteraf.totaal, ten_einde)
    u_voorlopig = _decided(g.voorlopig, vooraf.totaal)
    u_definitief = _decided(g.definitief, replace(achteraf, korting=korting).totaal)
    for naam, waarde in (
        ("spuk_voorlopig", u_voorlopig),
        ("spuk_bgo", achteraf.bgo),
        ("spuk_ba", achteraf.ba),
        ("spuk_abo", achteraf.abo),
        ("spuk_korting", korting),
        ("spuk_definitief", u_definitief),
        ("nabetaling", settlement(u_voorlopig, u_definitief)),
    ):
        uit[NUMMER[naam]] = waarde


def _decided(besluit: NDArray[np.float64], berekend: NDArray[np.float64]) -> NDArray[np.float64]:
    """What was decided in the years that have a decision (j,), else what was computed (j, n)."""
    bekend = np.flatnonzero(~np.isnan(besluit))
    berekend[bekend] = besluit[bekend, None]
    return berekend


def _potten(model: Model, g: Gemeentemodel, waarheen: tuple[Reeks, int], stappen: Stappen) -> None:
    """Settle every pot by itself; the pots never mix.

    waarheen: all quantities (k, j, n), with the lasten of every pot, and the number of the year from which they are
    settled
    """
    heel, vanaf = waarheen
    regels, uit = model.regels, heel[:, vanaf:]
    onderwijs = None if vanaf else _onderwijsroute(model, g, uit)
    fonds, lasten = uit[NUMMER["saldo_gemeentefonds"]], uit[NUMMER["besteding"]]
    if stappen.budget or "gemeentefonds" in stappen.potten:
        fonds[:] = saldo_gemeentefonds(uit[NUMMER["gemeentefonds"]], uit[NUMMER["lasten_gemeentefonds"]])
    spuk = None
    if stappen.budget or stappen.uitkering or "spuk" in stappen.potten:
        feiten = g.feiten.spuk
        if vanaf:
            feiten = feiten.since(
                vanaf, *(heel[NUMMER[n], vanaf - 1] for n in ("meenemen", "doorschuiven", "spuk_definitief"))
            )
        spuk = feiten.settle(uit[NUMMER["spuk_definitief"]], lasten, regels.ruimte[vanaf:], cumulatief=False)
        for naam, veld in _KETEN.items():
            uit[NUMMER[naam]] = getattr(spuk, veld)
    saldo = own_saldo(fonds, (uit[NUMMER["doorgeschoven_begin"]], uit[NUMMER["doorschuiven"]]))
    if onderwijs:
        tot_einde = slice(0, len(onderwijs.saldo))
        saldo[tot_einde] = own_saldo(saldo[tot_einde], (onderwijs.doorgeschoven_begin, onderwijs.doorgeschoven))
    na_afloop = max(regels.onderwijsroute_looptijd - vanaf, 0)
    saldo[na_afloop:] -= uit[NUMMER["tekort_onderwijsroute"], na_afloop:]
    uit[NUMMER["saldo"]] = saldo
    if stappen.potten:
        uit[NUMMER["lasten"]] = sum(uit[NUMMER[naam]] for naam in _LASTEN_VAN.values())
    if stappen.budget:
        uit[NUMMER["onderwijsroute"]] = g.onderwijsroute[vanaf:, None]
        uit[NUMMER["correctie_uitkering"]] = np.sum([p.correctie for p in g.feiten.potten], axis=0)[vanaf:, None]
    if stappen.budget or stappen.uitkering:
        samen = uit[NUMMER["gemeentefonds"]] + g.onderwijsroute[vanaf:, None]
        uit[NUMMER["budget"]] = samen + uit[NUMMER["spuk_voorlopig"]]
    for naam, eerste in (
        ("saldo_cumulatief", model.telt_vanaf),
        ("saldo_vraag", model.vraag_vanaf),
        ("saldo_sinds_2022", 0),
    ):
        _add_up(saldo, eerste, (heel[NUMMER[naam]], vanaf))
    if spuk:
        _give_back(uit, spuk)


def _give_back(uit: Reeks, spuk: Reserveringsketen) -> None:
    """What goes back to the Rijk over both SPUKs. uit: (k, j, n)"""
    terug = uit[NUMMER["terug_te_betalen"]]
    terug[:] = TERUG_TE_BETALEN(terugvordering=spuk.terugvordering, nabetaling=uit[NUMMER["nabetaling"]])
    terug += uit[NUMMER["terugvordering_onderwijsroute"]]
    # Gross is what goes back; net is less what the Rijk pays after the year, also on closed years.
    bijbetaald = np.maximum(uit[NUMMER["nabetaling"]], 0) + uit[NUMMER["correctie_uitkering"]]
    uit[NUMMER["netto_terug"]] = terug - bijbetaald


def _onderwijsroute(model: Model, g: Gemeentemodel, uit: Reeks) -> Reserveringsketen:
    """The SPUK onderwijsroute in the years of its term; what it passes on to the other goes from its lasten to those.

    It is closed after its last year: a shortfall then is final and opens no new year. Later years settle what is
    decided and booked on closed ones.
    """
    regels, pot, looptijd = model.regels, g.feiten.onderwijsroute, model.regels.onderwijsroute_looptijd
    eigen, samen = (uit[NUMMER[_LASTEN_VAN[p]], :looptijd] for p in ("spuk_onderwijsroute", "spuk"))
    ruimte = regels.onderwijsroute_ruimte[:looptijd]
    uitgekeerd = np.broadcast_to(g.onderwijsroute[:, None], (len(g.onderwijsroute), uit.shape[-1]))[:looptijd]
    over = pot.pass_on(uitgekeerd, eigen, ruimte, regels.onderwijsroute_naar_spuk[:looptijd])
    eigen -= over
    samen += over
    keten = pot.settle(uitgekeerd, eigen, ruimte, cumulatief=True)
    na_afloop = uit[NUMMER[_LASTEN_VAN["spuk_onderwijsroute"]], looptijd:]
    erna = settle_after(pot.correctie[looptijd:], na_afloop, keten.doorgeschoven[-1] if looptijd else 0.0)
    for naam, waarde, later in (
        ("saldo_onderwijsroute", keten.saldo, 0.0),
        ("tekort_onderwijsroute", keten.doorgeschoven, erna[0]),
        ("meenemen_onderwijsroute", keten.reservering, 0.0),
        ("terugvordering_onderwijsroute", keten.terugvordering, erna[1]),
    ):
        uit[NUMMER[naam], :looptijd], uit[NUMMER[naam], looptijd:] = waarde, later
    return keten


def _add_up(saldo: Reeks, eerste: int, waarheen: tuple[Reeks, int]) -> None:
    """The saldo added up from year number `eerste` on. waarheen: (j, n), and the year in it from which it is told"""
    uit, vanaf = waarheen
    telt = np.arange(vanaf, len(uit))[:, None] >= eerste
    uit[vanaf:] = saldo * telt
    for j in range(max(vanaf, 1), len(uit)):
        uit[j] += uit[j - 1]
