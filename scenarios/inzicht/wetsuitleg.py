"""The rules of law of an article, with the expected figures of one gemeente and year put into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance import balans, meeneemregeling, tellingen, uitkering
from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.taal.regel import Naam, Wetsregel
from scenarios.model.model import build_model
from scenarios.model.opbouw.bouwen import build_up
from scenarios.model.opbouw.delen import DELEN, Opbouw
from scenarios.model.opbouw.doorrekenen import count, evaluate, factor, rule_amounts, rule_figures, split_components
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

Reeks = NDArray[Any]
Reeksen = Mapping[str, Reeks]

REGELS: tuple[Wetsregel, ...] = (
    *tellingen.REGELS,
    *uitkering.REGELS,
    *meeneemregeling.REGELS,
    *balans.REGELS,
)
"""Every rule of law, in the order of the calculation."""

_LID, _ARTIKEL = re.compile(r"lid \d+( [a-z]\b)?"), re.compile(r"\d+(?:\.\d+)?[a-z]?")

TELLING, LAND_VOORLOPIG, LAND_DEFINITIEF = "de tellingen", "landelijk, voorlopig", "landelijk, definitief"
VOORLOPIG, DEFINITIEF = "de voorlopige uitkering", "de definitieve uitkering"
SPUK, ONDERWIJSROUTE = "SPUK inburgeringsvoorzieningen", "SPUK onderwijsroute"

_UITKERINGEN, _LAND, _POTTEN = (VOORLOPIG, DEFINITIEF), (LAND_VOORLOPIG, LAND_DEFINITIEF), (SPUK, ONDERWIJSROUTE)
_WAAR: Mapping[str, tuple[str, ...]] = {
    **{regel.naam: (TELLING,) for regel in tellingen.REGELS},
    **{regel.naam: _UITKERINGEN for regel in (uitkering.BGO, uitkering.BA, uitkering.ABO, uitkering.UITKERING)},
    **{regel.naam: _LAND for regel in (uitkering.TBA, uitkering.VERHOUDING)},
    **{regel.naam: _POTTEN for regel in meeneemregeling.REGELS},
    uitkering.SOM_GG.naam: (*_UITKERINGEN, *_LAND),
    uitkering.VERHOUDING_DEFINITIEF.naam: (LAND_DEFINITIEF,),
    uitkering.VOORLOPIG.naam: (VOORLOPIG,),
    uitkering.DEFINITIEF.naam: (DEFINITIEF,),
    uitkering.NABETALING.naam: (SPUK,),
    # The forecast keeps the lasten of that SPUK after this, not before.
    meeneemregeling.NAAR_SPUK.naam: (),
    meeneemregeling.TERUG_TE_BETALEN.naam: (SPUK,),
    meeneemregeling.RUIMTE_2022.naam: (SPUK,),
    meeneemregeling.RUIMTE.naam: (SPUK,),
    meeneemregeling.RUIMTE_ONDERWIJSROUTE.naam: (ONDERWIJSROUTE,),
}
"""Per rule the amounts it is shown for; the rules of the books have none in a forecast."""


@dataclass(frozen=True)
class Invulling:
    """A rule as it holds in one year, with its figures."""

    regel: Wetsregel
    waarvan: str
    cijfers: Mapping[Naam, float]
    uitkomst: float


def is_rule(naam: str) -> bool:
    """Whether a rule of law has this name."""
    return any(regel.naam == naam.strip().lower() for regel in REGELS)


def find_rules(onderwerp: str, elders: Iterable[str] = ()) -> tuple[Wetsregel, ...]:
    """The rules of an article ('art. 10.5', '10.5', '40a') or of a name ('saldo'); all when there is no topic.

    elders: other topics, to suggest. Raises Invoerfout when nothing is known by that name.
    """
    zoek = onderwerp.strip().lower().removeprefix("artikel").removeprefix("art.").removeprefix("art").strip()
    if not zoek:
        return REGELS
    gevonden = tuple(r for r in REGELS if zoek in (r.naam, *articles(r)))
    if not gevonden:
        bekend = sorted({a for r in REGELS for a in articles(r)} | {r.naam for r in REGELS} | {*elders})
        raise Invoerfout(
            [
                Melding(
                    "spuk uitleg",
                    "",
                    repr(onderwerp),
                    "een artikel, zoals art. 10.5, of een regel, zoals saldo",
                    suggest(zoek, bekend) or "Zonder onderwerp toont spuk uitleg alle artikelen en regels.",
                )
            ]
        )
    return gevonden


def articles(regel: Wetsregel) -> tuple[str, ...]:
    """The articles that a rule names: 10.5, 10.6, 40a."""
    genoemd = [wet.split("art. ", 1)[1] for wet in regel.artikel.split(";") if "art. " in wet]
    return tuple(artikel for tekst in genoemd for artikel in _ARTIKEL.findall(_LID.sub("", tekst)))


def fill_in(regels: Iterable[Wetsregel], opbouw: Opbouw, jaren: Sequence[int], jaar: int) -> list[Invulling]:
    """The rules with the expected figures of a gemeente; those that have none in that year are left out."""
    j, cijfers = list(jaren).index(jaar), _figures(opbouw)
    uit = []
    for regel in regels:
        if not regel.holds_in(jaar):
            continue
        for waarvan in _WAAR.get(regel.naam, ()):
            reeksen = cijfers[waarvan]
            if waarvan == ONDERWIJSROUTE and j >= opbouw.regels.looptijd:
                continue
            keuzes = {naam: bool(reeks[j]) for naam, reeks in reeksen.items() if reeks.dtype == bool}
            geldt = regel.as_holds(keuzes)
            waarden = {naam: float(reeks[j]) for naam, reeks in geldt.figures(reeksen).items()}
            # A rule may be a number in some years: nil own cost before the closing year.
            uitkomst = np.broadcast_to(np.asarray(geldt.over_years(reeksen), dtype=float), len(jaren))
            uit.append(Invulling(geldt, waarvan, waarden, float(uitkomst[j])))
    return uit


def _figures(o: Opbouw) -> dict[str, Reeksen]:
    """All figures of one gemeente by what they are of, under the keys that the rules ask for. (j,) each"""
    r, u = o.regels, evaluate(o.personen, o.gebruik, o.prijzen, o.regels)
    geteld = count(o.personen, o.gebruik, r)
    bedragen, nul = rule_amounts(r), np.zeros_like(r.a)
    uit: dict[str, Reeksen] = {TELLING: rule_figures(o.personen, o.gebruik, r)}
    for waarvan, soort, telling in (
        (VOORLOPIG, "voorlopig", geteld.voorlopig),
        (DEFINITIEF, "definitief", geteld.definitief),
    ):
        verhouding = factor(r, soort)
        delen = dict(zip(DELEN, split_components(telling, r, verhouding), strict=True))
        uit[waarvan] = {
            **vars(telling),
            **bedragen,
            **delen,
            "factor": verhouding,
            "beschikking": getattr(r, soort),
            "korting": u["spuk_korting"] if soort == "definitief" else nul,
            "kortingsdeel": r.korting,
        }
    for waarvan, landelijk in ((LAND_VOORLOPIG, r.landelijk_voorlopig), (LAND_DEFINITIEF, r.landelijk_definitief)):
        velden = dict(zip(("asiel_t", "asiel_t1", "asiel_t2", "aia"), landelijk, strict=True))
        uit[waarvan] = {**velden, **bedragen, "verhouding": r.verhouding}
    jaren = np.arange(len(r.a))
    uit[SPUK] = {
        "uitkering": u["spuk_definitief"],
        "reservering": u["reservering_begin"],
        "besteding": u["besteding"],
        "doorgeschoven": u["doorgeschoven_begin"],
        "saldo": u["saldo_spuk"],
        "ruimte": u["ruimte"],
        "meenemen": u["meenemen"],
        "terugvordering": u["terugvordering"],
        "percentage": r.ruimte[0],
        "percentage_vorig": r.ruimte[1],
        "slotjaar": np.zeros(len(r.a), dtype=bool),
        "definitief": u["spuk_definitief"],
        "voorlopig": u["spuk_voorlopig"],
        "nabetaling": u["nabetaling"],
    }
    mee, tekort = u["meenemen_onderwijsroute"], u["tekort_onderwijsroute"]
    uit[ONDERWIJSROUTE] = {
        "uitkering": r.onderwijsroute_budget,
        "reservering": np.r_[0.0, mee[:-1]],
        "besteding": u["lasten_onderwijsroute"],
        "doorgeschoven": np.r_[0.0, tekort[:-1]],
        "saldo": u["saldo_onderwijsroute"],
        "ruimte": u["ruimte_onderwijsroute"],
        "meenemen": mee,
        "terugvordering": u["terugvordering_onderwijsroute"],
        "percentage": r.onderwijsroute_ruimte,
        "slotjaar": jaren == r.looptijd - 1,
    }
    return uit


@dataclass(frozen=True)
class Ingevuld:
    """Rules with the expected figures of one gemeente and year."""

    gemeente: str
    jaar: int
    regels: tuple[Wetsregel, ...]
    invullingen: tuple[Invulling, ...]


def explain_in_region(regels: Sequence[Wetsregel], map_: Verwijzing, naam: str | None, jaar: int | None) -> Ingevuld:
    """The rules for a gemeente of a region folder, basis scenario. Raises Invoerfout for an unknown name or year."""
    regio = read_region(map_)
    model = build_model(regio, BASIS)
    jaren = model.tijdas.jaren
    namen = [g.naam for g in model.gemeenten]
    gekozen, peiljaar = naam or namen[0], jaar if jaar is not None else min(regio.bestand.peildatum.year, jaren[-1])
    meldingen = []
    if gekozen not in namen:
        bedoeld = suggest(gekozen, namen)
        meldingen.append(Melding("--gemeente", "", repr(gekozen), "een gemeente uit regio.toml", bedoeld))
    if peiljaar not in jaren:
        meldingen.append(Melding("--jaar", "", str(peiljaar), f"{jaren[0]} tot en met {jaren[-1]}"))
    raise_if_any(meldingen)
    opbouw = next(o for o in build_up(model) if o.naam == gekozen)
    return Ingevuld(gekozen, peiljaar, tuple(regels), tuple(fill_in(regels, opbouw, jaren, peiljaar)))
