"""The small rest of the calculation on a build-up, with the same functions of `finance` as the simulation.

For an untouched `Opbouw` it gives the engine's expected values. It mirrors `simulatie`, rule by rule.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.jaarrekening import settle_after
from finance.lasten import allocate_pots
from finance.meeneemregeling import TERUG_TE_BETALEN, Reserveringsketen
from finance.neutraliteit import own_saldo
from finance.tellingen import Telling, count_definitief, count_voorlopig
from finance.uitkering import ABO, BA, BGO, DEFINITIEF, VOORLOPIG, Bedragen, national_factor, settlement
from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.model.gewichten import NUMMERS_VARIABEL, VARIABEL
from scenarios.model.opbouw.delen import DELEN, Gebruiksprofiel, Personen, Prijzen, Reeks, Regelset, Tellingen
from scenarios.model.personen import ASIEL, GEZIN


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
    feiten = regels.feiten
    verdeeld = feiten.per_pot(
        lasten[..., None], allocate_pots(lasten[..., None], regels.verdeling), 0, range(len(POTTEN))
    )
    per_pot = dict(zip(POTTEN, verdeeld[..., 0], strict=True))
    fonds = regels.gemeentefonds - per_pot["gemeentefonds"]
    spuk = _decided(personen, gebruik, regels)
    potten, saldo = _settled(per_pot, fonds, spuk["spuk_definitief"], regels)
    return {
        **{f"volume.{v.naam}": volume[i] for i, v in enumerate(VARIABEL)},
        **{f"lasten.{naam}": lasten[i] for i, naam in enumerate(VOORZIENINGEN)},
        "plichtig": personen.instroom[ASIEL],
        "gezin": personen.instroom[GEZIN],
        "taakstelling": personen.taakstelling,
        "afgerond": gebruik.completed(personen.instroom[ASIEL]),
        "gemeentefonds": regels.gemeentefonds,
        "lasten_gemeentefonds": per_pot["gemeentefonds"],
        "saldo_gemeentefonds": fonds,
        **spuk,
        **potten,
        "terug_te_betalen": TERUG_TE_BETALEN(terugvordering=potten["terugvordering"], nabetaling=spuk["nabetaling"])
        + potten["terugvordering_onderwijsroute"],
        "budget": regels.gemeentefonds + regels.onderwijsroute_budget + spuk["spuk_voorlopig"],
        "lasten": lasten.sum(axis=0) + feiten.onverdeeld,
        "lasten_onverdeeld": feiten.onverdeeld,
        "correctie_uitkering": np.sum([p.correctie for p in feiten.potten], axis=0),
        "saldo": saldo,
        "saldo_cumulatief": np.cumsum(saldo * (np.arange(len(saldo)) >= regels.telt_vanaf)),
        "saldo_sinds_2022": np.cumsum(saldo),
    }


def _decided(personen: Personen, gebruik: Gebruiksprofiel, regels: Regelset) -> dict[str, Reeks]:
    """The uitkering, first and final, and what is settled between them."""
    telling = count(personen, gebruik, regels)
    vooraf = split_components(telling.voorlopig, regels, factor(regels, "voorlopig"))
    achteraf = split_components(telling.definitief, regels, factor(regels, "definitief"))
    korting = sum(achteraf) * regels.korting
    voorlopig = VOORLOPIG(**dict(zip(DELEN, vooraf, strict=True)), beschikking=regels.voorlopig)
    definitief = DEFINITIEF(
        **dict(zip(DELEN, achteraf, strict=True)), beschikking=regels.definitief, kortingsdeel=regels.korting
    )
    return {
        "spuk_voorlopig": voorlopig,
        **{f"spuk_{naam}": reeks for naam, reeks in zip(DELEN, achteraf, strict=True)},
        "spuk_korting": korting,
        "spuk_definitief": definitief,
        "nabetaling": settlement(voorlopig, definitief),
    }


def _settled(
    per_pot: dict[str, Reeks], fonds: Reeks, definitief: Reeks, regels: Regelset
) -> tuple[dict[str, Reeks], Reeks]:
    """Both SPUKs year by year, and the saldo that is left to the gemeente. fonds: that of the Gemeentefonds, (j,)"""
    feiten, looptijd = regels.feiten, regels.looptijd

    def to_end(reeks: Reeks, erna: Reeks | float = 0.0) -> Reeks:
        return np.concatenate([reeks, np.broadcast_to(erna, len(fonds) - looptijd)])

    budget = regels.onderwijsroute_budget[:looptijd, None]
    ruimte = [(Decimal(str(x)), Decimal(0)) for x in regels.onderwijsroute_ruimte[:looptijd]]
    eigen = per_pot["spuk_onderwijsroute"][:looptijd, None]
    over = to_end(feiten.onderwijsroute.pass_on(budget, eigen, ruimte, regels.naar_spuk[:looptijd])[:, 0])
    besteding, besteding_onderwijs = per_pot["spuk"] + over, per_pot["spuk_onderwijsroute"] - over
    ruimte_spuk = [(Decimal(str(x)), Decimal(str(y))) for x, y in regels.ruimte.T]
    spuk = _one_draw(feiten.spuk.settle(definitief[:, None], besteding[:, None], ruimte_spuk, cumulatief=False))
    onderwijs = _one_draw(
        feiten.onderwijsroute.settle(budget, besteding_onderwijs[:looptijd, None], ruimte, cumulatief=True)
    )
    eigen_lasten, terug = settle_after(
        feiten.onderwijsroute.correctie[looptijd:],
        besteding_onderwijs[looptijd:],
        onderwijs.doorgeschoven[-1] if looptijd else 0.0,
    )
    saldo = own_saldo(fonds, (spuk.doorgeschoven_begin, spuk.doorgeschoven))
    saldo[:looptijd] = own_saldo(saldo[:looptijd], (onderwijs.doorgeschoven_begin, onderwijs.doorgeschoven))
    potten = {
        "reservering_begin": spuk.reservering_begin,
        "doorgeschoven_begin": spuk.doorgeschoven_begin,
        "besteding": besteding,
        "saldo_spuk": spuk.saldo,
        "ruimte": spuk.ruimte,
        "meenemen": spuk.reservering,
        "terugvordering": spuk.terugvordering,
        "doorschuiven": spuk.doorgeschoven,
        "onderwijsroute": regels.onderwijsroute_budget,
        "lasten_onderwijsroute": besteding_onderwijs,
        "saldo_onderwijsroute": to_end(onderwijs.saldo),
        "tekort_onderwijsroute": to_end(onderwijs.doorgeschoven, eigen_lasten),
        "meenemen_onderwijsroute": to_end(onderwijs.reservering),
        "ruimte_onderwijsroute": to_end(onderwijs.ruimte),
        "terugvordering_onderwijsroute": to_end(onderwijs.terugvordering, terug),
        "naar_spuk": over,
    }
    saldo[looptijd:] -= eigen_lasten
    return potten, saldo


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
