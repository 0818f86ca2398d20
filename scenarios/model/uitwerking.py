"""What the drivers do in one block of draws: to lasten, starts, completions, budgets and amounts.

`expect` gives the model in which every driver stands at its mean: its weights are what the build-up explains.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.tellingen import first_year_with_d
from finance.uitkering import Bedragen, per_year
from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import VARIABEL
from scenarios.model.kolommen import Prijsdeel, Rijen
from scenarios.model.model import Model
from scenarios.model.personen import Gewogen, Volumes
from scenarios.onzekerheid.spreiding import CENTRAAL, Omstandigheden, Reeks, Termen, draw_drivers


def draw_circumstances(model: Model, trekking: Trekking | Verwachting) -> Omstandigheden:
    """Every driver of a model in one block of draws."""
    aandeel = tuple(model.verloop.start_aandeel[p] for p in DOELGROEPEN)
    return draw_drivers(model.drijvers, model.tijdas, model.onzeker.indexen, aandeel, trekking)


def starts(model: Model, g: Gemeentemodel, personen: Reeks, omstandigheden: Omstandigheden) -> Reeks:
    """Starts per leerroute. personen: (p, r, h, n) -> (r, j, n)"""
    if not model.drijvers:
        return np.asarray(np.einsum("prhj,prhn->rjn", g.gestart, personen, optimize=True))
    delen = [
        weigh_events(g.gestart[p], g.gestart_erbij, p, personen[p], omstandigheden) for p in range(len(DOELGROEPEN))
    ]
    return np.asarray(sum(delen))


def completions(model: Model, g: Gemeentemodel, personen: Reeks, omstandigheden: Omstandigheden) -> Reeks:
    """Trajecten of asielstatushouders that come to their end. personen: (p, r, h, n) -> (r, j, n)"""
    if not model.drijvers:
        return np.asarray(np.einsum("rhj,rhn->rjn", g.einde[0], personen[0], optimize=True))
    return weigh_events(g.einde[0], g.einde_erbij, 0, personen[0], omstandigheden)


def drawn_columns(g: Gemeentemodel, v: int, volumes: Volumes, omstandigheden: Omstandigheden) -> Reeks:
    """Every column of units of voorziening number `v` of those with volume. (c, n)"""
    w, bekend = g.uitbreiding.voorzieningen[v], volumes.gewogen
    if bekend is None:
        delen = [_sum_terms(w.rijen, groep, volumes.personen, omstandigheden) for groep in w.groepen]
        return _used(np.concatenate(delen) if len(delen) > 1 else delen[0], v, omstandigheden)
    eerder = bekend.get(v)
    if not (eerder and eerder.omstandigheden is omstandigheden and w.weighs_as(eerder.gewichten)):
        kolommen = drawn_columns(g, v, replace(volumes, gewogen=None), omstandigheden)
        eerder = bekend[v] = Gewogen(w, omstandigheden, kolommen)
    return eerder.kolommen


def drawn_units(g: Gemeentemodel, v: int, kolommen: Reeks) -> Reeks:
    """Units of voorziening number `v` from its columns. (c, n) -> (j, n)"""
    return kolommen[: g.uitbreiding.voorzieningen[v].jaren]


def drawn_euros(g: Gemeentemodel, v: int, kolommen: Reeks, omstandigheden: Omstandigheden) -> Reeks:
    """Lasten of voorziening number `v` from its columns. (c, n) -> (j, n)"""
    w = g.uitbreiding.voorzieningen[v]
    uit = np.zeros((w.jaren, kolommen.shape[-1]))
    for lasten in w.lasten:
        plaats = lasten.plaats
        bedragen = kolommen[plaats.kolommen] * lasten.prijzen[:, None]
        bedragen *= price_level(lasten.deel, omstandigheden, plaats.jaren)
        uit[plaats.jaren] += bedragen
    return uit


def _sum_terms(rijen: Rijen, gewichten: Reeks, personen: Reeks, omstandigheden: Omstandigheden) -> Reeks:
    """The expansion in every draw. gewichten: (t, p, r, h, column), personen: (p, r, h, n) -> (column, n)"""
    termen, kolommen, n = len(gewichten), gewichten.shape[-1], personen.shape[-1]
    delen: list[Reeks] = []
    for i, p in enumerate(rijen.doelgroepen):
        begin = 0
        for groep in rijen.leerroutes:
            blok = gewichten[:, i, begin : begin + len(groep)].reshape(termen, -1, kolommen)
            wie = personen[p, groep[0] : groep[-1] + 1].reshape(-1, n)
            maal = omstandigheden.terms(rijen.machten, p, groep[0], rijen.bereikt)
            delen.extend(_terms_of(blok.mT.reshape(termen * kolommen, -1), wie, maal))
            begin += len(groep)
    return _added(delen)


def _terms_of(gewichten: Reeks, wie: Reeks, maal: Reeks) -> Reeks:
    """Every term of an expansion, all in one product. gewichten: (t x c, k), wie: (k, n), maal: (t, n) -> (t, c, n)"""
    termen = (gewichten @ wie).reshape(len(maal), -1, wie.shape[-1])
    termen *= maal[:, None]
    return termen


def _added(termen: Iterable[Reeks]) -> Reeks:
    """Their sum from the first to the last, in the place of the first."""
    som, *rest = termen
    for term in rest:
        som += term
    return som


def price_level(deel: Prijsdeel, omstandigheden: Omstandigheden, jaren: slice = slice(None)) -> Reeks | float:
    """What the drawn price and index make of a part of the lasten. (j, n) or (n,)"""
    niveau = omstandigheden.level("index_contract", deel.index)
    return omstandigheden.factor(deel.prijs, deel.band) * (niveau[jaren] if isinstance(niveau, np.ndarray) else niveau)


def _used(reeks: Reeks, v: int, omstandigheden: Omstandigheden) -> Reeks:
    """What the drawn usage of voorziening number `v` makes of its units or lasten, in their place. (j, n)"""
    maal = _usage(v, omstandigheden)
    if isinstance(maal, np.ndarray):
        reeks *= maal
    return reeks


def _usage(v: int, omstandigheden: Omstandigheden) -> Reeks | float:
    naam = VARIABEL[v].naam
    d = omstandigheden.drijvers.get(f"gebruik {naam}")
    return omstandigheden.factor(d.naam, d.banden[naam]) if d else 1.0


def fixed_sum(g: Gemeentemodel, v: int, omstandigheden: Omstandigheden) -> Reeks:
    """Lasten of voorziening number `v` of all that follow no persons. (j, n), n is 1 where nothing is drawn for them"""
    uit = g.vaste_lasten[v][:, None]
    for deel, bedragen in g.uitbreiding.vast.items():
        if bedragen[v].any():
            uit = uit + bedragen[v][:, None] * (price_level(deel, omstandigheden) - 1.0)
    return uit


def expected_sums(g: Gemeentemodel, omstandigheden: Omstandigheden) -> Reeks:
    """The same of every voorziening, with each driver at its mean. (V, j)"""
    return np.stack([fixed_sum(g, v, omstandigheden)[:, 0] for v in range(len(g.vaste_lasten))])


def weigh_events(centraal: Reeks, erbij: Termen, p: int, personen: Reeks, omstandigheden: Omstandigheden) -> Reeks:
    """Starts or completions of one doelgroep per leerroute. centraal: (r, h, j), personen: (r, h, n) -> (r, j, n)"""
    uit = np.empty((len(centraal), centraal.shape[-1], personen.shape[-1]))
    machten = (CENTRAAL, *(machten for machten, _ in erbij))
    for r, wie in enumerate(personen):
        gewichten = np.concatenate([centraal[r], *(reeks[p, r] for _, reeks in erbij)], axis=-1)
        som = _added(_terms_of(gewichten.T, wie, omstandigheden.terms(machten, p, r)))
        np.multiply(som, omstandigheden.bereik[p], out=uit[r])
    return uit


def budget_of(g: Gemeentemodel, omstandigheden: Omstandigheden) -> Reeks:
    """The budget in the Gemeentefonds with own money beside it. (j, n), n is 1 where nothing is drawn for it"""
    return _fund_of(g, omstandigheden) + g.eigen_geld[:, None]


def _fund_of(g: Gemeentemodel, omstandigheden: Omstandigheden) -> Reeks:
    maal: list[Reeks | float] = []
    banden = {band for band, _ in g.uitbreiding.fonds}
    factoren = {band: omstandigheden.own_factor("gemeentefonds", band) for band in banden}
    for j, (band, vanaf) in enumerate(g.uitbreiding.fonds):
        niveau = omstandigheden.level("index_gemeentefonds", vanaf)
        niveau = niveau[j] if isinstance(niveau, np.ndarray) else niveau
        maal.append(factoren[band] * niveau)
    return (
        g.gemeentefonds[:, None] * np.stack(np.broadcast_arrays(*maal)).reshape(len(maal), -1)
        if maal
        else g.gemeentefonds[:, None]
    )


def amounts(model: Model, omstandigheden: Omstandigheden) -> tuple[Bedragen, Bedragen]:
    """Amounts and weights per person of every year, (j, n) or (j, 1) each."""
    uit = []
    niveau = omstandigheden.level("index_spuk", model.onzeker.bedragen_vanaf)
    abo = omstandigheden.yearly("bedrag_onderwijsroute")
    for reeks in (model.regels.bedragen, model.regels.gewichten):
        kaal = per_year(reeks)
        if not omstandigheden.drijvers:
            uit.append(kaal)
            continue
        maal = Bedragen(*(bedrag * niveau for bedrag in vars(kaal).values()))
        uit.append(replace(maal, onderwijsroute=maal.onderwijsroute * abo))
    return uit[0], uit[1]


def rule_figures(model: Model, omstandigheden: Omstandigheden) -> dict[str, NDArray[Any]]:
    """Shares and conditions of every year, under the keys that the rules of `finance.tellingen` ask for. (j, 1) each,
    or (j, n) what is drawn"""
    regels = model.regels
    return {
        "pa": omstandigheden.shares("aandeel_plichtig", regels.aandeel_plichtig[:, None]),
        "po": omstandigheden.shares("aandeel_onderwijsroute", regels.aandeel_onderwijsroute[:, None]),
        "blijft": regels.blijft_wonen[:, None],
        "op_taakstelling": regels.op_taakstelling[:, None],
        "nader": regels.nader[:, None],
        "eerste_jaar_d": first_year_with_d([w.d for w in regels.gewichten])[:, None],
    }


def expect(model: Model) -> Model:
    """The model with every driver at its mean, and none left to draw."""
    if not model.drijvers:
        return model
    omst = draw_circumstances(model, Verwachting())
    bedragen, gewichten = (
        tuple(
            Bedragen(*(Decimal(repr(float(np.broadcast_to(b, (len(reeks), 1))[j, 0]))) for b in vars(nieuw).values()))
            for j in range(len(reeks))
        )
        for nieuw, reeks in zip(amounts(model, omst), (model.regels.bedragen, model.regels.gewichten), strict=True)
    )
    regels = replace(
        model.regels,
        bedragen=bedragen,
        gewichten=gewichten,
        aandeel_plichtig=omst.shares("aandeel_plichtig", model.regels.aandeel_plichtig[:, None])[:, 0],
        aandeel_onderwijsroute=omst.shares("aandeel_onderwijsroute", model.regels.aandeel_onderwijsroute[:, None])[
            :, 0
        ],
    )
    return replace(
        model,
        regels=regels,
        gemeenten=tuple(_expect_gemeente(g, omst) for g in model.gemeenten),
        met_plan=float(model.met_plan * np.squeeze(omst.bereik[0])),
        drijvers=(),
    )


def _expect_gemeente(g: Gemeentemodel, omst: Omstandigheden) -> Gemeentemodel:
    eenheden, euros = np.zeros_like(g.eenheden), np.zeros_like(g.euros)
    for v, w in enumerate(g.uitbreiding.voorzieningen):
        alle = product(enumerate(w.rijen.machten), enumerate(w.rijen.doelgroepen), enumerate(w.rijen.routes))
        for (t, machten), (i, p), (k, r) in alle:
            maal = float(np.squeeze(omst.term(machten, p, r, w.rijen.bereikt) * _usage(v, omst)))
            eenheden[p, r, :, v] += maal * w.eenheden[t, i, k]
            for lasten in w.lasten:
                plaats = lasten.plaats
                prijzen = lasten.prijzen * np.ravel(price_level(lasten.deel, omst, plaats.jaren))
                euros[p, r, :, v, plaats.jaren] += maal * w.kolommen[t, i, k, :, plaats.kolommen] * prijzen
    return replace(
        g,
        eenheden=eenheden,
        euros=euros,
        vaste_lasten=expected_sums(g, omst),
        gemeentefonds=_fund_of(g, omst)[:, 0],
        gestart=_mean_events(g.gestart, g.gestart_erbij, omst),
        einde=_mean_events(g.einde, g.einde_erbij, omst),
    )


def _mean_events(centraal: Reeks, erbij: Termen, omst: Omstandigheden) -> Reeks:
    """(p, r, h, j)"""
    uit = centraal.copy()
    for p in range(len(DOELGROEPEN)):
        for r in range(len(LEERROUTES)):
            for machten, reeks in erbij:
                uit[p, r] += float(np.squeeze(omst.term(machten, p, r))) * reeks[p, r]
        uit[p] *= float(np.squeeze(omst.bereik[p]))
    return uit
