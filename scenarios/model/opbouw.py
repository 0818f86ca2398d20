"""The build-up of the expected result: persons x usage x price, counts x amounts, pot by pot.

Everything linear in people is folded to one number per cohort year, so that a reader can trace every euro and a
workbook can recalculate it. `evaluate` runs the small rest of the calculation with the same functions of `finance` as
the simulation; for an untouched `Opbouw` it gives the engine's expected values.

Axes: p doelgroep, v voorziening with volume, V all voorzieningen, c cohort year, j calendar year, k pot.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.lasten import allocate_pots
from finance.meeneemregeling import TERUG_TE_BETALEN, Reserveringsketen
from finance.neutraliteit import own_saldo
from finance.tellingen import Telling, count_definitief, count_voorlopig, first_year_with_d
from finance.uitkering import (
    ABO,
    BA,
    BGO,
    DEFINITIEF,
    VOORLOPIG,
    Bedragen,
    national_factor,
    settlement,
)
from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.grond.trekking import Verwachting
from scenarios.model.feiten import Gemeentefeiten
from scenarios.model.gewichten import NUMMERS_VARIABEL, VARIABEL
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.model import Gemeentemodel, Model
from scenarios.model.personen import ASIEL, GEZIN, draw_volumes
from scenarios.model.simulatie import ONDERWIJS, Landbeeld, account, simulate_country
from scenarios.model.uitwerking import expect
from scenarios.volumes.schatting import mix_mean

PLAATS = {naam: i for i, naam in enumerate(VOORZIENINGEN)}

DELEN = ("bgo", "ba", "abo")
"""Components of the uitkering."""

_NIETS = 1e-9
"""Units or euros too few to tell from none."""

Reeks = NDArray[np.float64]


@dataclass(frozen=True)
class Personen:
    """How many people there are."""

    instroom: Reeks
    """(p, c) persons per cohort year"""
    taakstelling: Reeks
    """(j,) persons, for the voorlopige uitkering"""
    prognose: Reeks
    """(j,) the gemeente's part of the national forecast, all housed persons"""
    verhuisd: Reeks
    """(3, j) movers that count for the definitieve uitkering in cohort t, t-1 and t-2; negative for who left"""


@dataclass(frozen=True)
class Gebruiksprofiel:
    """What one person uses: leerroutes, waiting, duration and usage together."""

    eenheden: Reeks
    """(p, v, c, j) units invoiced in j per person of cohort c"""
    overig: Reeks
    """(v, j) units of people who moved: they follow no cohort of this gemeente"""
    onderwijs: Reeks
    """(c,) persons for ABO per asielstatushouder of cohort c"""
    afgerond: Reeks
    """(c, j) trajecten completed in j per asielstatushouder of cohort c; 0 in a year of which they were counted"""
    afgerond_geteld: Reeks
    """(j,) trajecten completed in j as counted; 0 where not"""

    def completed(self, asiel: Reeks) -> Reeks:
        """Trajecten completed per year by these asielstatushouders (c,). shape (j,)"""
        return asiel @ self.afgerond + self.afgerond_geteld


@dataclass(frozen=True)
class Prijzen:
    """What it costs."""

    prijs: Reeks
    """(v, j) euros per unit, averaged over cohorts"""
    vast: Reeks
    """(V, j) euros per year that follow no volume"""
    verhouding: Reeks
    """(p, v, c, j) what cohort c pays for a unit in j, as a ratio to `prijs`; 1 where it uses nothing"""
    verhouding_overig: Reeks
    """(v, j) the same for people who moved"""


@dataclass(frozen=True)
class Regelset:
    """What the law and the decisions received say. (j,) unless stated."""

    a: Reeks
    b: Reeks
    c: Reeks
    gezin: Reeks
    onderwijsroute: Reeks
    """amounts per person, euros"""
    gewicht_a: Reeks
    gewicht_b: Reeks
    gewicht_c: Reeks
    gewicht_d: Reeks
    landelijk_voorlopig: Reeks
    landelijk_definitief: Reeks
    """(4, j) national counts of cohort t, t-1, t-2 and AIA, behind TBA / SOM_GG"""
    verhouding: Reeks
    """TBA / SOM_GG of the definitieve uitkering when given; NaN: from the counts"""
    op_taakstelling: Reeks
    """1 where the voorlopige uitkering rests on the taakstelling of the year itself, else 0"""
    nader: Reeks
    """1 where a nadere voorlopige uitkering counts what is known halfway, else 0"""
    aandeel_plichtig: Reeks
    aandeel_onderwijsroute: Reeks
    blijft_wonen: Reeks
    korting: Reeks
    """share of the uitkering lost to prestatiebekostiging"""
    ruimte: Reeks
    """(2, j) share of U(t) and of U(t-1) that may be kept"""
    onderwijsroute_ruimte: Reeks
    """share of everything received so far that may be kept"""
    telt_vanaf: int
    """number of the year from which the saldo is added up"""
    naar_spuk: Reeks
    """share of a shortfall of the SPUK onderwijsroute that the other SPUK bears"""
    looptijd: int
    """years that the separate SPUK onderwijsroute exists"""
    aia_begin: int
    """number of the first year with weight d, or -1"""
    verdeling: Reeks
    """(V, k, j) share of each pot"""
    gemeentefonds: Reeks
    onderwijsroute_budget: Reeks
    voorlopig: Reeks
    definitief: Reeks
    """as decided, counted or closed; NaN where none"""
    feiten: Gemeentefeiten


@dataclass(frozen=True)
class Opbouw:
    """One gemeente, expected values."""

    naam: str
    code: str
    personen: Personen
    gebruik: Gebruiksprofiel
    prijzen: Prijzen
    regels: Regelset


def build_up(model: Model) -> tuple[Opbouw, ...]:
    """The build-up of every gemeente of a model, with what is drawn beside people at its mean."""
    model = expect(model)
    land = simulate_country(model, Verwachting())
    return tuple(_gemeente(model, g, land) for g in model.gemeenten)


def _gemeente(model: Model, g: Gemeentemodel, land: Landbeeld) -> Opbouw:
    tijdas = model.tijdas
    volumes = draw_volumes(model, g, land, Verwachting())
    alles = np.empty((len(GROOTHEDEN), len(tijdas.jaren), 1))
    account(model, g, land, volumes, alles)
    uit = alles[..., 0]
    naar_jaar = tijdas.halfjaar_naar_jaar.T
    instroom = np.stack([naar_jaar @ aantal[:, 0] for aantal in (volumes.plichtig, volumes.gezin)])
    deel = _shares(model, g, volumes.personen[..., 0], instroom)
    eenheden = np.einsum("prhc,prhvj->pvcj", deel, g.eenheden, optimize=True)
    volume = np.stack([uit[NUMMER[f"volume.{v.naam}"]] for v in VARIABEL])
    lasten = np.stack([uit[NUMMER[f"lasten.{v}"]] for v in VOORZIENINGEN])
    # What movers cost goes with their use; it stays a fixed amount only where no use is left to price.
    vast = g.vaste_lasten - g.verhuisd.lasten
    variabel = (lasten - vast)[NUMMERS_VARIABEL]
    vast[NUMMERS_VARIABEL] += np.where(volume > _NIETS, 0.0, variabel)
    euros = np.einsum("prhc,prhvj->pvcj", deel, g.euros, optimize=True)
    return Opbouw(
        g.naam,
        g.code,
        Personen(
            instroom,
            naar_jaar @ volumes.taakstelling[:, 0],
            land.prognose[:, 0] * g.aandeel[::2],
            g.verhuisd.tellingen,
        ),
        Gebruiksprofiel(
            eenheden,
            g.verhuisd.eenheden,
            deel[ASIEL, ONDERWIJS].sum(axis=0) * model.met_plan,
            np.einsum("rhc,rhj,rj->cj", deel[ASIEL], g.einde[ASIEL], g.slagen.of(land.geslaagd)[:, :, 0])
            * np.isnan(g.afronding.afgerond),
            np.nan_to_num(g.afronding.afgerond),
        ),
        _prices(g, volume, variabel, eenheden, euros, vast),
        _rules(model, g, land, uit),
    )


def _prices(g: Gemeentemodel, volume: Reeks, variabel: Reeks, eenheden: Reeks, euros: Reeks, vast: Reeks) -> Prijzen:
    """Average prices and who departs from them.

    volume, variabel: (v, j) units and euros of everyone; eenheden, euros: (p, v, c, j) per person.
    """
    # Where nobody uses anything yet, the price is that of one person of every cohort.
    leeg = (volume <= _NIETS) & (np.abs(g.verhuisd.eenheden) <= _NIETS)
    boven = np.where(leeg, euros.sum(axis=(0, 2)), variabel)
    onder = np.where(leeg, eenheden.sum(axis=(0, 2)), volume)
    prijs = np.divide(boven, onder, out=np.zeros_like(volume), where=onder > _NIETS)
    verhuisd = g.verhuisd.lasten[NUMMERS_VARIABEL]
    return Prijzen(
        prijs,
        vast,
        _ratio(euros, eenheden * prijs[None, :, None, :]),
        _ratio(verhuisd, g.verhuisd.eenheden * prijs),
    )


def _ratio(teller: Reeks, noemer: Reeks) -> Reeks:
    """teller / noemer, of the same shape; 1 where there is nothing to divide or no difference worth a row."""
    uit = np.divide(teller, noemer, out=np.ones_like(noemer), where=np.abs(noemer) > _NIETS)
    return np.where(np.abs(uit - 1.0) < 1e-12, 1.0, uit)


def _shares(model: Model, g: Gemeentemodel, routes: Reeks, instroom: Reeks) -> Reeks:
    """Share of the persons of cohort year c in half-year h and route r; an empty cohort gets the expected mix.

    routes: (p, r, h), instroom: (p, c) -> (p, r, h, c)
    """
    naar_jaar = model.tijdas.halfjaar_naar_jaar
    mix = [mix_mean(k.regio, eigen) for k, eigen in zip(model.kennis.mix, g.mix, strict=True)]
    verwacht = np.stack(mix)[:, :, None] * g.mix_factor
    verwacht = verwacht / verwacht.sum(axis=1, keepdims=True)
    leeg = verwacht[..., None] * naar_jaar / 2
    gevuld = (instroom > 1e-9)[:, None, None, :]
    noemer = np.where(instroom > 1e-9, instroom, 1.0)[:, None, None, :]
    return np.where(gevuld, routes[..., None] * naar_jaar / noemer, leeg)


def _rules(model: Model, g: Gemeentemodel, land: Landbeeld, uit: Reeks) -> Regelset:
    regels = model.regels
    berekend = sum(uit[NUMMER[n]] for n in ("spuk_bgo", "spuk_ba", "spuk_abo"))
    korting = np.divide(uit[NUMMER["spuk_korting"]], berekend, out=np.zeros_like(berekend), where=berekend > 0)
    [eerste] = np.flatnonzero(first_year_with_d([w.d for w in regels.gewichten])).tolist() or [-1]

    def amounts(naam: str) -> Reeks:
        return np.array([float(getattr(b, naam)) for b in regels.bedragen])

    def weights(naam: str) -> Reeks:
        return np.array([float(getattr(w, naam)) for w in regels.gewichten])

    return Regelset(
        **{naam: amounts(naam) for naam in ("a", "b", "c", "gezin", "onderwijsroute")},
        **{f"gewicht_{naam}": weights(naam) for naam in ("a", "b", "c", "d")},
        landelijk_voorlopig=_national(land.telling_voorlopig),
        landelijk_definitief=_national(land.telling_definitief),
        verhouding=model.landelijk.verhouding,
        op_taakstelling=regels.op_taakstelling.astype(float),
        nader=regels.nader.astype(float),
        aandeel_plichtig=regels.aandeel_plichtig,
        aandeel_onderwijsroute=regels.aandeel_onderwijsroute,
        blijft_wonen=regels.blijft_wonen,
        korting=korting,
        ruimte=np.array(regels.ruimte, dtype=float).T,
        onderwijsroute_ruimte=np.array(regels.onderwijsroute_ruimte, dtype=float)[:, 0],
        telt_vanaf=model.telt_vanaf,
        naar_spuk=regels.onderwijsroute_naar_spuk,
        looptijd=regels.onderwijsroute_looptijd,
        aia_begin=eerste,
        verdeling=_actual_shares(g, np.stack([uit[NUMMER[f"lasten.{v}"]] for v in VOORZIENINGEN])),
        gemeentefonds=g.gemeentefonds,
        onderwijsroute_budget=g.onderwijsroute,
        voorlopig=g.voorlopig,
        definitief=g.definitief,
        feiten=g.feiten,
    )


def _actual_shares(g: Gemeentemodel, lasten: Reeks) -> Reeks:
    """The shares of the pots, in closed years as they were booked. lasten: (V, j) -> (V, pot, j)"""
    dicht = g.feiten.dicht & (lasten > _NIETS)
    per_pot = np.stack([lasten - g.feiten.geboekt, *(p.lasten for p in g.feiten.potten)], axis=1)
    return np.where(dicht[:, None], per_pot / np.where(dicht, lasten, 1.0)[:, None], g.verdeling)


def _national(telling: Telling) -> Reeks:
    return np.stack([t[:, 0] for t in (telling.asiel_t, telling.asiel_t1, telling.asiel_t2, telling.aia)])


@dataclass(frozen=True)
class Tellingen:
    """Counts per budget year, shape (j,) each field."""

    voorlopig: Telling
    definitief: Telling


def count(personen: Personen, gebruik: Gebruiksprofiel, regels: Regelset) -> Tellingen:
    """Who counts for the uitkering (Besluit art. 10.1 and 10.2)."""
    cijfers = rule_figures(personen, gebruik, regels)
    return Tellingen(count_voorlopig(cijfers), count_definitief(cijfers))


def rule_figures(personen: Personen, gebruik: Gebruiksprofiel, regels: Regelset) -> dict[str, NDArray[Any]]:
    """Figures and conditions of every year, under the keys that the rules of `finance.tellingen` ask for. (j,) each"""
    asiel, gezin = personen.instroom
    return {
        "taakstelling": personen.taakstelling,
        "prognose": personen.prognose,
        "plichtig": asiel,
        "gezin": gezin,
        "afgerond": gebruik.completed(asiel),
        "onderwijsdeel": gebruik.onderwijs,
        "pa": regels.aandeel_plichtig,
        "po": regels.aandeel_onderwijsroute,
        "blijft": regels.blijft_wonen,
        **{f"verhuisd_{c}": erbij for c, erbij in zip("abc", personen.verhuisd, strict=True)},
        **rule_conditions(personen, regels),
    }


def rule_conditions(personen: Personen, regels: Regelset) -> dict[str, NDArray[np.bool_]]:
    """Which side of a rule of `finance.tellingen` holds in every year. (j,) each"""
    jaren = len(regels.nader)
    return {
        "op_taakstelling": regels.op_taakstelling > 0,
        "nader": regels.nader > 0,
        "eerste_jaar_d": np.arange(jaren) == regels.aia_begin,
        "aia_geteld": np.zeros(jaren, dtype=bool),
        "onderwijsroute_geteld": np.zeros(jaren, dtype=bool),
        "verhuisd": np.full(jaren, np.any(personen.verhuisd)),
    }


def priced_volume(personen: Personen, gebruik: Gebruiksprofiel, prijzen: Prijzen) -> Reeks:
    """Volume in which a unit counts as what it costs against the average price of the year; times that price it gives
    the lasten, also for other persons than those the average was taken over. (v, j)"""
    per_cohort = np.einsum("pc,pvcj->vj", personen.instroom, gebruik.eenheden * prijzen.verhouding)
    return per_cohort + gebruik.overig * prijzen.verhouding_overig


def evaluate(personen: Personen, gebruik: Gebruiksprofiel, prijzen: Prijzen, regels: Regelset) -> dict[str, Reeks]:
    """The quantities of `model.grootheden` that follow from the build-up, each (j,), and the reserveringsruimte of the
    SPUK onderwijsroute and what it passes on (`ruimte_onderwijsroute`, `naar_spuk`)."""
    volume = np.einsum("pc,pvcj->vj", personen.instroom, gebruik.eenheden) + gebruik.overig
    lasten = prijzen.vast.copy()
    lasten[NUMMERS_VARIABEL] += priced_volume(personen, gebruik, prijzen) * prijzen.prijs
    uit = {f"volume.{v.naam}": volume[i] for i, v in enumerate(VARIABEL)}
    uit |= {f"lasten.{naam}": lasten[i] for i, naam in enumerate(VOORZIENINGEN)}
    feiten = regels.feiten
    verdeeld = feiten.per_pot(lasten[..., None], allocate_pots(lasten[..., None], regels.verdeling))
    per_pot = dict(zip(POTTEN, verdeeld[..., 0], strict=True))
    telling = count(personen, gebruik, regels)
    vooraf = split_components(telling.voorlopig, regels, factor(regels, "voorlopig"))
    achteraf = split_components(telling.definitief, regels, factor(regels, "definitief"))
    korting = sum(achteraf) * regels.korting
    voorlopig = VOORLOPIG(**dict(zip(DELEN, vooraf, strict=True)), beschikking=regels.voorlopig)
    definitief = DEFINITIEF(
        **dict(zip(DELEN, achteraf, strict=True)), beschikking=regels.definitief, kortingsdeel=regels.korting
    )
    nabetaling = settlement(voorlopig, definitief)
    looptijd = regels.looptijd

    def to_end(reeks: Reeks) -> Reeks:
        return np.concatenate([reeks, np.zeros(lasten.shape[1] - looptijd)])

    budget = regels.onderwijsroute_budget[:looptijd, None]
    ruimte = [(Decimal(str(x)), Decimal(0)) for x in regels.onderwijsroute_ruimte[:looptijd]]
    eigen = per_pot["spuk_onderwijsroute"][:looptijd, None]
    over = to_end(feiten.onderwijsroute.pass_on(budget, eigen, ruimte, regels.naar_spuk[:looptijd])[:, 0])
    per_pot |= {"spuk": per_pot["spuk"] + over, "spuk_onderwijsroute": per_pot["spuk_onderwijsroute"] - over}
    spuk = _one_draw(
        feiten.spuk.settle(
            definitief[:, None],
            per_pot["spuk"][:, None],
            [(Decimal(str(x)), Decimal(str(y))) for x, y in regels.ruimte.T],
            cumulatief=False,
        )
    )
    onderwijs = _one_draw(
        feiten.onderwijsroute.settle(budget, per_pot["spuk_onderwijsroute"][:looptijd, None], ruimte, cumulatief=True)
    )
    fonds = regels.gemeentefonds - per_pot["gemeentefonds"]
    saldo = own_saldo(fonds, (spuk.doorgeschoven_begin, spuk.doorgeschoven))
    saldo[: regels.looptijd] = own_saldo(
        saldo[: regels.looptijd], (onderwijs.doorgeschoven_begin, onderwijs.doorgeschoven)
    )
    saldo = saldo + feiten.nagekomen

    return uit | {
        "plichtig": personen.instroom[ASIEL],
        "gezin": personen.instroom[GEZIN],
        "taakstelling": personen.taakstelling,
        "afgerond": gebruik.completed(personen.instroom[ASIEL]),
        "gemeentefonds": regels.gemeentefonds,
        "lasten_gemeentefonds": per_pot["gemeentefonds"],
        "saldo_gemeentefonds": fonds,
        "spuk_voorlopig": voorlopig,
        **{f"spuk_{naam}": reeks for naam, reeks in zip(DELEN, achteraf, strict=True)},
        "spuk_korting": korting,
        "spuk_definitief": definitief,
        "nabetaling": nabetaling,
        "reservering_begin": spuk.reservering_begin,
        "doorgeschoven_begin": spuk.doorgeschoven_begin,
        "besteding": per_pot["spuk"],
        "saldo_spuk": spuk.saldo,
        "ruimte": spuk.ruimte,
        "meenemen": spuk.reservering,
        "terugvordering": spuk.terugvordering,
        "doorschuiven": spuk.doorgeschoven,
        "onderwijsroute": regels.onderwijsroute_budget,
        "lasten_onderwijsroute": per_pot["spuk_onderwijsroute"],
        "saldo_onderwijsroute": to_end(onderwijs.saldo),
        "tekort_onderwijsroute": to_end(onderwijs.doorgeschoven),
        "meenemen_onderwijsroute": to_end(onderwijs.reservering),
        "ruimte_onderwijsroute": to_end(onderwijs.ruimte),
        "terugvordering_onderwijsroute": to_end(onderwijs.terugvordering),
        "terug_te_betalen": TERUG_TE_BETALEN(terugvordering=spuk.terugvordering, nabetaling=nabetaling)
        + to_end(onderwijs.terugvordering),
        "budget": regels.gemeentefonds + regels.onderwijsroute_budget + voorlopig,
        "lasten": lasten.sum(axis=0) + feiten.onverdeeld,
        "lasten_onverdeeld": feiten.onverdeeld,
        "naar_spuk": over,
        "correctie_uitkering": np.sum([p.correctie for p in feiten.potten], axis=0),
        "saldo": saldo,
        "saldo_cumulatief": np.cumsum(saldo * (np.arange(len(saldo)) >= regels.telt_vanaf)),
        "saldo_sinds_2022": np.cumsum(saldo),
    }


def _one_draw(keten: Reserveringsketen) -> Reserveringsketen:
    """(j, 1) -> (j,)"""
    return Reserveringsketen(*(reeks[:, 0] for reeks in vars(keten).values()))


def factor(regels: Regelset, soort: str) -> Reeks:
    """TBA / SOM_GG per year from the national counts, or the ratio given. soort: voorlopig | definitief -> (j,)"""
    landelijk = regels.landelijk_voorlopig if soort == "voorlopig" else regels.landelijk_definitief
    uit = np.ones(landelijk.shape[1])
    for j in range(len(uit)):
        bedragen, gewichten = _amounts(regels, j)
        # Equal weights redistribute nothing, whoever counts.
        if gewichten != bedragen:
            uit[j] = float(national_factor(_national_year(landelijk, j), bedragen, gewichten))
    return uit if soort == "voorlopig" else np.where(np.isnan(regels.verhouding), uit, regels.verhouding)


def rule_amounts(regels: Regelset) -> dict[str, Reeks]:
    """Amounts and weights under the keys that the rules of `finance.uitkering` ask for. (j,) each"""
    return {
        **{f"bedrag_{naam}": getattr(regels, naam) for naam in ("a", "b", "c", "gezin", "onderwijsroute")},
        **{f"gewicht_{naam}": getattr(regels, f"gewicht_{naam}") for naam in "abcd"},
    }


def _national_year(landelijk: Reeks, j: int) -> Telling:
    t, t1, t2, aia = landelijk[:, j]
    return Telling(t, t1, t2, 0.0, aia)


def _amounts(r: Regelset, j: int) -> tuple[Bedragen, Bedragen]:
    """Amounts and weights of year number j."""
    nul = np.zeros_like(r.a)
    bedragen, gewichten = (
        Bedragen(*(Decimal(str(x[j])) for x in reeksen))
        for reeksen in (
            (r.a, r.b, r.c, nul, r.gezin, r.onderwijsroute),
            (r.gewicht_a, r.gewicht_b, r.gewicht_c, r.gewicht_d),
        )
    )
    return bedragen, gewichten


def split_components(telling: Telling, regels: Regelset, verhouding: Reeks) -> tuple[Reeks, Reeks, Reeks]:
    """BGO, BA and ABO, (j,) each."""
    waarden = {**vars(telling), **rule_amounts(regels)}
    return BGO(**waarden), BA(**waarden, factor=verhouding), ABO(**waarden)
