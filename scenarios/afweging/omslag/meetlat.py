"""What was drawn, in the quantities that a controller reads: persons, per cents, euros.

They are the independent inputs of `scenarios.oorzaken`, so nothing that only moves with another one is among them.
Contracts of one tender are taken together, weighted by what they cost: so is a market that turns out dear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from finance.fouten import list_words
from finance.taal.getallen import dutch, format_date, short, thousands
from finance.voorzieningen import LEERROUTES, VOORZIENINGEN
from scenarios.engine.work import Run
from scenarios.grond.trekking import Trekking
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import Model
from scenarios.model.personen import ASIEL
from scenarios.model.simulatie import simulate_country
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.onzekerheid.spreiding import factor_at, points_at
from scenarios.oorzaken.invoer import GROEPEN, gather_inputs
from scenarios.regiomap.intervallen import SOORTEN
from scenarios.regiomap.regio import Regio

Reeks = NDArray[np.float64]
Eenheid = Literal["personen", "%", "% hoger", "punt", "euro"]
_STIL = 1e-9
ROUTES = {"b1": "B1-route", "z": "Z-route", "onderwijs": "onderwijsroute"}
NAMEN = {
    "vast": "de vaste lasten en formatie",
    "wachttijd": "de wachttijden",
    "start_aandeel": "het deel dat een plan en een leerroute krijgt",
    "aandelen": "de PO en PA van de voorlopige uitkering",
}
"""Kinds of which there are several, each with a name of its own"""
GENOEMD = 2
"""Contracts of one tender that are named"""
IN_BUDGET = ("gemeentefonds", "index_gemeentefonds")
"""Drivers that are read in the amount that they make"""


@dataclass(frozen=True)
class Meetlat:
    """One quantity of every draw. `% hoger`: per cents above what was entered, negative when below."""

    naam: str
    eenheid: Eenheid
    waarden: Reeks
    """(n,)"""

    def in_words(self, waarde: float) -> str:
        """One value with its unit: '1.240 personen', '6% hoger', '830.000 euro'."""
        if self.eenheid == "personen":
            return f"{thousands(round(waarde))} personen"
        if self.eenheid == "euro":
            # Six figures say more than anybody knows.
            return f"{thousands(int(round(waarde, -3 if abs(waarde) >= 1e5 else 0)))} euro"
        if self.eenheid == "punt":
            return f"{dutch(waarde, 2)}% per jaar"
        if self.eenheid == "% hoger":
            return f"{short(abs(round(waarde, 1)))}% {'hoger' if waarde >= 0 else 'lager'}"
        return f"{short(round(waarde, 1))}%"


@dataclass(frozen=True)
class Leesjaren:
    """Numbers of the first and the last year that the quantities are read over."""

    eerste: int
    laatste: int
    namen: tuple[int, ...]
    """Every year of the grid"""

    @property
    def deel(self) -> slice:
        """Those years."""
        return slice(self.eerste, self.laatste + 1)

    def in_words(self) -> str:
        """'2026-2028'."""
        eerste, laatste = self.namen[self.eerste], self.namen[self.laatste]
        return str(laatste) if eerste == laatste else f"{eerste}-{laatste}"


def read_draws(regio: Regio, run: Run, draws: Reeks, jaren: Leesjaren) -> tuple[Meetlat, ...]:
    """Every quantity that varies. draws: (k, j, n) of the region of the one model of `run`"""
    (model,) = run.models
    gewichten = _weights(regio, model, draws[:, jaren.deel].mean(axis=(1, 2)), jaren)
    blokken = [
        list(_of_block(model, stroom, jaren, gewichten)) for stroom in run.blocks(0) if isinstance(stroom, Trekking)
    ]
    n = draws.shape[-1]
    getrokken = (
        Meetlat(stukken[0].naam, stukken[0].eenheid, np.concatenate([s.waarden for s in stukken])[:n])
        for stukken in zip(*blokken, strict=True)
    )
    return tuple(m for m in (*_counted(draws, jaren), *getrokken) if _varies(m.waarden))


def _varies(waarden: Reeks) -> bool:
    return float(waarden.std()) > _STIL * (1 + abs(float(waarden.mean())))


def _counted(draws: Reeks, jaren: Leesjaren) -> Iterator[Meetlat]:
    """What the forecast itself counts: the taakstelling, gezinsmigranten and the budget."""
    jaar = jaren.namen[jaren.laatste]
    for naam, label in (("taakstelling", "de taakstelling"), ("gezin", "de gezins- en overige migranten")):
        som = draws[NUMMER[naam], jaren.deel].sum(axis=0)
        yield Meetlat(f"{label} van de regio in {jaren.in_words()}", "personen", som)
    yield Meetlat(
        f"het uitvoeringsbudget in het Gemeentefonds in {jaar}", "euro", draws[NUMMER["gemeentefonds"], jaren.laatste]
    )


def _of_block(model: Model, stroom: Trekking, jaren: Leesjaren, gewichten: Mapping[str, float]) -> Iterator[Meetlat]:
    """What is drawn for the region, and then the drivers, of one block."""
    land = simulate_country(model, stroom)
    groepen = dict(zip(GROEPEN, gather_inputs(model, land, stroom), strict=True))
    yield Meetlat(
        "het deel van de opgave dat wordt gehuisvest", "%", 100 * groepen["huisvesting van de taakstelling"][-1]
    )
    yield Meetlat("het deel dat inburgeringsplichtig is", "%", 100 * groepen["deel dat inburgeringsplichtig is"][-1])
    mix = groepen["verdeling over de leerroutes"][-2 * len(LEERROUTES) : -len(LEERROUTES)]
    factor = np.mean([g.mix_factor[ASIEL, :, -1] for g in model.gemeenten], axis=0)[:, None]
    delen = mix * factor / (mix * factor).sum(axis=0)
    for route, deel in zip(LEERROUTES, delen, strict=True):
        yield Meetlat(f"het deel van de asielstatushouders in de {ROUTES[route]}", "%", 100 * deel)
    slagen = groepen["slagen"]
    for waar, reeksen in (("in de regio", slagen[: len(LEERROUTES)]), ("in het land", slagen[len(LEERROUTES) :])):
        for route, reeks in zip(LEERROUTES, reeksen, strict=True):
            yield Meetlat(f"het slagen in de {ROUTES[route]} {waar}", "%", 100 * reeks)
    assert land.omstandigheden.z is not None
    yield from _of_drivers(model, land.omstandigheden.z, jaren, gewichten)


def _of_drivers(
    model: Model, z: Mapping[str, Reeks], jaren: Leesjaren, gewichten: Mapping[str, float]
) -> Iterator[Meetlat]:
    rondes: dict[str, list[Drijver]] = {}
    for d in model.drijvers:
        if d.naam in IN_BUDGET:
            continue
        if d.soort == "prijzen":
            rondes.setdefault(d.ronde, []).append(d)
        elif d.soort == "indexen":
            yield from _index(model, d, z[d.naam], jaren)
        else:
            yield Meetlat(_label(d), "% hoger", _per_cent(d, z))
    for drijvers in rondes.values():
        zwaarte = np.array([gewichten[d.naam] for d in drijvers])
        if zwaarte.sum() > 0:
            samen = sum(w * _per_cent(d, z) for w, d in zip(zwaarte / zwaarte.sum(), drijvers, strict=True))
            # Named after what costs most: a first day says little to who reads it.
            zwaarst = sorted((d for d in drijvers if gewichten[d.naam]), key=lambda d: -gewichten[d.naam])
            namen = list(dict.fromkeys(_contract(d) for d in zwaarst[:GENOEMD]))
            anders = [f"{len(zwaarst) - GENOEMD} andere"] if len(zwaarst) > GENOEMD else []
            wat = f"de prijzen van contracten vanaf {format_date(zwaarst[0].vanaf)} ({list_words([*namen, *anders])})"
            yield Meetlat(wat, "% hoger", np.asarray(samen))


def _index(model: Model, drijver: Drijver, z: Reeks, jaren: Leesjaren) -> Iterator[Meetlat]:
    """An index as its mean over the years in which it is drawn; nothing when none of them counts yet."""
    telt = [j for j in range(jaren.laatste + 1) if jaren.namen[j] >= drijver.vanaf.year]
    if telt:
        band = drijver.banden[drijver.naam]
        index = model.onzeker.indexen[drijver.naam][telt, None] + points_at(band, z[telt])
        naam = {"index_contract": "de index van contractprijzen", "index_spuk": "de index van de SPUK"}[drijver.naam]
        van, tot = jaren.namen[telt[0]], jaren.namen[telt[-1]]
        wanneer = f"in {tot}" if van == tot else f"gemiddeld over {van}-{tot}"
        yield Meetlat(f"{naam}, {wanneer}", "punt", 100 * index.mean(axis=0))


def _contract(drijver: Drijver) -> str:
    return drijver.naam.removeprefix(f"{drijver.soort} ").removesuffix(f" {drijver.vanaf}")


def _per_cent(drijver: Drijver, z: Mapping[str, Reeks]) -> Reeks:
    """Per cents that a driver adds to what it moves: the middle of its intervals where it moves several values."""
    logs = [np.log(factor_at(band, z[drijver.naam])) for band in drijver.banden.values()]
    return np.asarray(100 * (np.exp(np.mean(logs, axis=0)) - 1))


def _label(drijver: Drijver) -> str:
    """What a reader calls it."""
    naam = _contract(drijver)
    if drijver.soort == "gebruik":
        return f"het gebruik per persoon van {VOORZIENINGEN[naam].label}"
    if drijver.soort == "abo":
        return f"het {SOORTEN[drijver.soort]}"
    if drijver.soort in NAMEN:
        return f"{NAMEN[drijver.soort]} ({naam.replace('_', ' ')})"
    return f"de {SOORTEN[drijver.soort]}" if drijver.soort == "duur" else f"de {drijver.soort}"


def _weights(regio: Regio, model: Model, gemiddeld: Reeks, jaren: Leesjaren) -> Mapping[str, float]:
    """Name of a price driver -> lasten of its voorziening, by the days that its contracts run. gemiddeld: (k,)"""
    begin, eind = (date(jaren.namen[j] + erna, 1, 1) for j, erna in ((jaren.eerste, 0), (jaren.laatste, 1)))
    rijen = {f"{c.bestand} {c.regel}": c for c in regio.contracten}
    dagen: dict[tuple[str, str], int] = {}
    for d in model.drijvers:
        for regel in d.banden if d.soort == "prijzen" else ():
            c = rijen[regel]
            loopt = max((min(c.tot, eind) - max(c.van, begin)).days, 0)
            dagen[d.naam, c.voorziening] = dagen.get((d.naam, c.voorziening), 0) + loopt
    uit: dict[str, float] = dict.fromkeys((naam for naam, _ in dagen), 0.0)
    for (naam, voorziening), eigen in dagen.items():
        samen = sum(d for (_, v), d in dagen.items() if v == voorziening)
        if samen:
            uit[naam] += float(gemiddeld[NUMMER[f"lasten.{voorziening}"]]) * eigen / samen
    return uit
