"""The build-up of the expected result: persons x usage x price, counts x amounts, pot by pot.

Everything linear in people is folded to one number per cohort year, so that a reader can trace every euro, a workbook
can recalculate it, and two results can be compared factor by factor. `evaluate` runs the small rest of the calculation
with the same functions of `finance` as the simulation; for an untouched `Opbouw` it gives the engine's expected values.

Axes: p doelgroep, v voorziening with volume, V all voorzieningen, c cohort year, j calendar year, k pot.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.lasten import allocate_pots
from finance.neutraliteit import own_saldo
from finance.reservering import settle_years
from finance.spuk import Bedragen, Telling, compute_uitkering, national_factor
from finance.voorzieningen import LEERROUTES, POTTEN, VOORZIENINGEN
from scenarios.gewichten import VARIABEL
from scenarios.grootheden import NUMMER
from scenarios.model import Gemeentemodel, Model
from scenarios.simulatie import (
    Landbeeld,
    count_from_year,
    draw_gehuisvest,
    draw_gezin,
    draw_plichtig,
    draw_routes,
    earlier,
    first_year_with_d,
    simulate_country,
    simulate_gemeente,
)
from scenarios.taakstelling import compute_taakstelling
from scenarios.tijdas import Tijdas
from scenarios.trekking import Verwachting

ASIEL, GEZIN = 0, 1
ONDERWIJS = LEERROUTES.index("onderwijs")
PLAATS = {naam: i for i, naam in enumerate(VOORZIENINGEN)}
NUMMERS_VARIABEL = [PLAATS[v.naam] for v in VARIABEL]
"""Place of every voorziening with volume among all voorzieningen."""

Reeks = NDArray[np.float64]


@dataclass(frozen=True)
class Personen:
    """How many people there are: the factor `volume` of a comparison."""

    instroom: Reeks
    """(p, c) persons per cohort year"""
    taakstelling: Reeks
    """(j,) persons, for the voorlopige uitkering"""
    prognose: Reeks
    """(j,) the gemeente's part of the national forecast, all housed persons"""


@dataclass(frozen=True)
class Gebruik:
    """What one person uses: the factor `mix` (leerroutes, waiting, duration, usage)."""

    eenheden: Reeks
    """(p, v, c, j) units invoiced in j per person of cohort c"""
    overig: Reeks
    """(v, j) units that follow no cohort"""
    onderwijs: Reeks
    """(c,) persons for ABO per asielstatushouder of cohort c"""
    afgerond: Reeks
    """(c, j) trajecten completed in j per asielstatushouder of cohort c"""


@dataclass(frozen=True)
class Prijzen:
    """What it costs: the factor `prijs`."""

    prijs: Reeks
    """(v, j) euros per unit, averaged over cohorts"""
    vast: Reeks
    """(V, j) euros per year that follow no volume"""


@dataclass(frozen=True)
class Regelset:
    """What the law and the decisions received say: the factor `regel`. (j,) unless stated."""

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
    aandeel_plichtig: Reeks
    aandeel_onderwijsroute: Reeks
    blijft_wonen: Reeks
    korting: Reeks
    """share of the uitkering lost to prestatiebekostiging"""
    ruimte: Reeks
    """(2, j) share of U(t) and of U(t-1) that may be kept"""
    onderwijsroute_ruimte: Reeks
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
    """decisions received; NaN where none"""


@dataclass(frozen=True)
class Opbouw:
    """One gemeente, expected values."""

    naam: str
    code: str
    personen: Personen
    gebruik: Gebruik
    prijzen: Prijzen
    regels: Regelset


def build_up(model: Model) -> tuple[Opbouw, ...]:
    """The build-up of every gemeente of a model."""
    land = simulate_country(model, Verwachting())
    return tuple(_gemeente(model, g, land) for g in model.gemeenten)


def _gemeente(model: Model, g: Gemeentemodel, land: Landbeeld) -> Opbouw:
    tijdas, stroom = model.tijdas, Verwachting()
    uit = simulate_gemeente(model, g, land, stroom)[..., 0]
    taakstelling = compute_taakstelling(land.taakstelling, g.aandeel, model.landelijk.methode)
    taakstelling = np.where(np.isnan(g.taakstelling_vast)[:, None], taakstelling, g.taakstelling_vast[:, None])
    _, gehuisvest = draw_gehuisvest(g, taakstelling, stroom.stream("gehuisvest", g.code), 1)
    aantallen = (
        draw_plichtig(g, gehuisvest, stroom.stream("plichtig", g.code), 1),
        draw_gezin(g, stroom.stream("gezin", g.code), 1),
    )
    routes = np.stack([draw_routes(g, p, aantal, stroom) for p, aantal in enumerate(aantallen)])[..., 0]
    instroom = np.stack([tijdas.halfjaar_naar_jaar.T @ aantal[:, 0] for aantal in aantallen])
    deel = _shares(routes, instroom, g.mix_alfa, tijdas)
    eenheden = np.einsum("prhc,prhvj->pvcj", deel, g.eenheden, optimize=True)
    volume = np.stack([uit[NUMMER[f"volume.{v.naam}"]] for v in VARIABEL])
    lasten = np.stack([uit[NUMMER[f"lasten.{v}"]] for v in VOORZIENINGEN])
    prijs = np.divide(
        lasten[NUMMERS_VARIABEL] - g.vaste_lasten[NUMMERS_VARIABEL],
        volume,
        out=np.zeros_like(volume),
        where=volume > 1e-12,
    )
    geslaagd = land.geslaagd[:, 0]
    afgerond = np.einsum("rhc,rhj,r->cj", deel[ASIEL], model.einde[ASIEL], geslaagd)
    return Opbouw(
        g.naam,
        g.code,
        Personen(
            instroom,
            tijdas.halfjaar_naar_jaar.T @ taakstelling[:, 0],
            land.prognose[:, 0] * g.aandeel[::2],
        ),
        Gebruik(
            eenheden,
            volume - np.einsum("pc,pvcj->vj", instroom, eenheden),
            deel[ASIEL, ONDERWIJS].sum(axis=0) * model.met_plan,
            afgerond,
        ),
        Prijzen(prijs, g.vaste_lasten),
        _rules(model, g, land, uit),
    )


def _shares(routes: Reeks, instroom: Reeks, alfa: Reeks, tijdas: Tijdas) -> Reeks:
    """Share of the persons of cohort year c in half-year h and route r; an empty cohort gets the expected mix.

    routes: (p, r, h), instroom: (p, c), alfa: (p, r) -> (p, r, h, c)
    """
    naar_jaar = tijdas.halfjaar_naar_jaar
    leeg = (alfa / alfa.sum(axis=1, keepdims=True))[:, :, None, None] * naar_jaar / 2
    noemer = np.where(instroom > 1e-9, instroom, 1.0)[:, None, None, :]
    gevuld = routes[..., None] * naar_jaar / noemer
    return np.where((instroom > 1e-9)[:, None, None, :], gevuld, leeg)


def _rules(model: Model, g: Gemeentemodel, land: Landbeeld, uit: Reeks) -> Regelset:
    regels = model.regels
    berekend = sum(uit[NUMMER[n]] for n in ("spuk_bgo", "spuk_ba", "spuk_abo"))
    korting = np.divide(uit[NUMMER["spuk_korting"]], berekend, out=np.zeros_like(berekend), where=berekend > 0)
    eerste = first_year_with_d(model)

    def amounts(naam: str) -> Reeks:
        return np.array([float(getattr(b, naam)) for b in regels.bedragen])

    def weights(naam: str) -> Reeks:
        return np.array([float(getattr(w, naam)) for w in regels.gewichten])

    return Regelset(
        **{naam: amounts(naam) for naam in ("a", "b", "c", "gezin", "onderwijsroute")},
        **{f"gewicht_{naam}": weights(naam) for naam in ("a", "b", "c", "d")},
        landelijk_voorlopig=_national(land.telling_voorlopig),
        landelijk_definitief=_national(land.telling_definitief),
        aandeel_plichtig=regels.aandeel_plichtig,
        aandeel_onderwijsroute=regels.aandeel_onderwijsroute,
        blijft_wonen=regels.blijft_wonen,
        korting=korting,
        ruimte=np.array(regels.ruimte, dtype=float).T,
        onderwijsroute_ruimte=np.array(regels.onderwijsroute_ruimte, dtype=float)[:, 0],
        looptijd=regels.onderwijsroute_looptijd,
        aia_begin=-1 if eerste is None else eerste,
        verdeling=g.verdeling,
        gemeentefonds=g.gemeentefonds,
        onderwijsroute_budget=g.onderwijsroute,
        voorlopig=g.voorlopig,
        definitief=g.definitief,
    )


def _national(telling: Telling) -> Reeks:
    return np.stack([t[:, 0] for t in (telling.asiel_t, telling.asiel_t1, telling.asiel_t2, telling.aia)])


@dataclass(frozen=True)
class Tellingen:
    """Counts per budget year, shape (j,) each field."""

    voorlopig: Telling
    definitief: Telling


def count(personen: Personen, gebruik: Gebruik, regels: Regelset) -> Tellingen:
    """Who counts for the uitkering (Besluit art. 10.1 and 10.2)."""
    asiel, gezin = personen.instroom
    afgerond = (asiel @ gebruik.afgerond)[:, None]
    aia = count_from_year(afgerond, regels.aia_begin if regels.aia_begin >= 0 else None)[:, 0]
    prognose = personen.prognose * regels.aandeel_plichtig
    blijft = regels.blijft_wonen
    return Tellingen(
        Telling(
            prognose,
            earlier(personen.taakstelling * regels.aandeel_plichtig, 1),
            earlier(asiel, 2),
            earlier(gezin, 2),
            aia,
            prognose * regels.aandeel_onderwijsroute,
        ),
        Telling(
            asiel, earlier(asiel, 1) * blijft, earlier(asiel, 2) * blijft**2, gezin, aia, asiel * gebruik.onderwijs
        ),
    )


def evaluate(personen: Personen, gebruik: Gebruik, prijzen: Prijzen, regels: Regelset) -> dict[str, Reeks]:
    """The quantities of `scenarios.grootheden` that follow from the build-up, each (j,)."""
    volume = np.einsum("pc,pvcj->vj", personen.instroom, gebruik.eenheden) + gebruik.overig
    lasten = prijzen.vast.copy()
    lasten[NUMMERS_VARIABEL] += volume * prijzen.prijs
    uit = {f"volume.{v.naam}": volume[i] for i, v in enumerate(VARIABEL)}
    uit |= {f"lasten.{naam}": lasten[i] for i, naam in enumerate(VOORZIENINGEN)}
    per_pot = dict(zip(POTTEN, allocate_pots(lasten[..., None], regels.verdeling)[..., 0], strict=True))
    telling = count(personen, gebruik, regels)
    vooraf = _uitkering(telling.voorlopig, regels, regels.landelijk_voorlopig)
    achteraf = _uitkering(telling.definitief, regels, regels.landelijk_definitief)
    korting = sum(achteraf) * regels.korting
    voorlopig = np.where(np.isnan(regels.voorlopig), sum(vooraf), regels.voorlopig)
    definitief = np.where(np.isnan(regels.definitief), sum(achteraf) - korting, regels.definitief)
    spuk = settle_years(definitief, per_pot["spuk"], [(Decimal(str(x)), Decimal(str(y))) for x, y in regels.ruimte.T])
    onderwijs = settle_years(
        regels.onderwijsroute_budget[: regels.looptijd],
        per_pot["spuk_onderwijsroute"][: regels.looptijd],
        [(Decimal(str(x)), Decimal(0)) for x in regels.onderwijsroute_ruimte[: regels.looptijd]],
    )
    fonds = regels.gemeentefonds - per_pot["gemeentefonds"]
    saldo = own_saldo(fonds, (spuk.doorgeschoven_begin, spuk.doorgeschoven))
    saldo[: regels.looptijd] = own_saldo(
        saldo[: regels.looptijd], (onderwijs.doorgeschoven_begin, onderwijs.doorgeschoven)
    )

    def to_end(reeks: Reeks) -> Reeks:
        return np.concatenate([reeks, np.zeros(len(fonds) - regels.looptijd)])

    return uit | {
        "plichtig": personen.instroom[ASIEL],
        "gezin": personen.instroom[GEZIN],
        "taakstelling": personen.taakstelling,
        "afgerond": personen.instroom[ASIEL] @ gebruik.afgerond,
        "gemeentefonds": regels.gemeentefonds,
        "lasten_gemeentefonds": per_pot["gemeentefonds"],
        "saldo_gemeentefonds": fonds,
        "spuk_voorlopig": voorlopig,
        **dict(zip(("spuk_bgo", "spuk_ba", "spuk_abo"), achteraf, strict=True)),
        "spuk_korting": korting,
        "spuk_definitief": definitief,
        "nabetaling": definitief - voorlopig,
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
        "terugvordering_onderwijsroute": to_end(onderwijs.terugvordering),
        "budget": regels.gemeentefonds + regels.onderwijsroute_budget + voorlopig,
        "lasten": lasten.sum(axis=0),
        "saldo": saldo,
        "saldo_cumulatief": np.cumsum(saldo),
    }


def factor(regels: Regelset, landelijk: Reeks) -> Reeks:
    """TBA / SOM_GG per year from national counts (4, j); shape (j,)."""
    return np.array(
        [float(national_factor(_national_year(landelijk, j), *_amounts(regels, j))) for j in range(landelijk.shape[1])]
    )


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


def _uitkering(telling: Telling, regels: Regelset, landelijk: Reeks) -> tuple[Reeks, Reeks, Reeks]:
    """BGO, BA and ABO, (j,) each."""
    delen = []
    for j, f in enumerate(factor(regels, landelijk)):
        jaar = Telling(*(np.asarray(veld[j], dtype=float) for veld in vars(telling).values()))
        u = compute_uitkering(jaar, *_amounts(regels, j), float(f))
        delen.append((float(u.bgo), float(u.ba), float(u.abo)))
    bgo, ba, abo = np.array(delen).T
    return bgo, ba, abo


def to_plain(opbouw: Opbouw) -> dict[str, Any]:
    """The build-up as numbers and lists, for JSON; NaN becomes null."""

    def plain(waarde: Any) -> Any:
        if isinstance(waarde, np.ndarray):
            return [plain(x) for x in waarde]
        if isinstance(waarde, float):
            return None if np.isnan(waarde) else float(waarde)
        return int(waarde)

    blokken = {
        naam: {f.name: plain(getattr(blok, f.name)) for f in fields(blok)}
        for naam in ("personen", "gebruik", "prijzen", "regels")
        for blok in (getattr(opbouw, naam),)
    }
    return {"gemeente": opbouw.naam, "cbs_code": opbouw.code, **blokken}


def from_plain(gegeven: dict[str, Any]) -> Opbouw:
    """The reverse of `to_plain`. Raises KeyError or TypeError when a field is missing or unknown."""

    def block(soort: type, naam: str) -> Any:
        velden = {k: w if isinstance(w, int) else np.array(w, dtype=float) for k, w in gegeven[naam].items()}
        return soort(**velden)

    return Opbouw(
        gegeven["gemeente"],
        gegeven["cbs_code"],
        block(Personen, "personen"),
        block(Gebruik, "gebruik"),
        block(Prijzen, "prijzen"),
        block(Regelset, "regels"),
    )
