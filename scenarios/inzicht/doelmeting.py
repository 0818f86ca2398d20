"""How far the persons of a region are with one policy goal: per cohort and gemeente, time since start, with a verdict.

Every verdict follows one rule (`judge`), written out in docs/voortgang.md: the interval against the goal once the term
has passed, against the expected course before that, and nothing at all for fewer than ten persons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from finance.voorzieningen import LEERROUTES
from scenarios.grond.bescherming import DREMPEL, Lijn, protect
from scenarios.grond.datum import elapsed_months
from scenarios.regiomap.doelen import SOORTEN, Doel
from scenarios.regiomap.modellen import Trajecten
from scenarios.regiomap.records import Persoonrij
from scenarios.volumes.overleving import BEREIKT, LOPEND, WEG, Aandeelschatting, Incidentie, estimate_incidence
from scenarios.volumes.trajecten import given_course

GEHAALD, OP_KOERS, NIET_OP_KOERS, TE_VROEG = "gehaald", "op koers", "niet op koers", "te vroeg"
GEEN_STREEF = "geen streefwaarde"
REGIO = "regio"
VERTROKKEN = ("verhuisd", "ontheven")
"""Outcomes after which somebody is no longer an inburgeraar of this gemeente."""
GENOEG_VERWACHT = 0.25
"""Below this part of the expected course a comparison says nothing yet."""
RASTER = 97
"""Months over which the expected course is laid out: 36 of the term, at most 24 of extension, and room."""

Verloop = Callable[[float], float]
"""Months -> part of everyone who will reach the goal that is expected to have reached it by then."""


@dataclass(frozen=True)
class Waarneming:
    """One person, as far as the goal is concerned. Times in months."""

    code: str
    begin: date
    tijd: float
    afloop: int
    gevolgd: float
    """from the beginning to the peildatum"""
    grens: float
    """until when it counts: the months of the goal, for `voldaan` the own term"""
    vertrokken: bool
    """Left by moving or exemption"""


@dataclass(frozen=True)
class Groep:
    """Persons measured together."""

    sleutel: str
    naam: str
    aantal: int
    bereikt: int
    """reached the goal, as known on the peildatum"""
    horizon: float
    """months within which it counts"""
    vol: int
    """persons followed for the whole horizon"""
    tot: float
    """months up to which at least ten persons were followed; NaN for smaller groups"""
    aandeel: Aandeelschatting
    """share that reached it by `tot`"""
    weg: float
    """share that left otherwise by `tot`"""
    blijvers: Aandeelschatting
    """the same share when who moved or became exempt is left out"""
    risico: int
    """at risk at `tot`"""
    verwacht: float
    """share that should have reached it by `tot` to be on course; NaN without a goal"""
    oordeel: str
    reden: str
    incidentie: Incidentie
    zichtbaar: bool
    """May leave the house as far as its size goes"""
    aandeel_zichtbaar: bool
    """Neither the persons that reached it nor the others are a group that must stay hidden"""
    vertrek_zichtbaar: bool
    """The same for who left; of parts of the region never, as their sum is known"""


def observe(doel: Doel, p: Persoonrij, peildatum: date) -> Waarneming | None:
    """What is known of a person about a goal; None when the goal is not about them or has not begun."""
    begin = p.known(doel.start, peildatum)
    if p.plichtig != "ja" or p.doelgroep not in doel.doelgroepen or begin is None or begin < doel.vanaf:
        return None
    if doel.leerroute not in (None, p.leerroute):
        return None
    einde = p.known("einde", peildatum)
    gevolgd = elapsed_months(begin, peildatum)
    grens = float(doel.maanden or 0)
    bereikt: date | None
    if doel.soort == "voldaan":
        grens = elapsed_months(begin, p.term_end or begin)
        # Out of time and too late both end as not reached, on the last day of the term.
        uitslag = p.result(peildatum)
        bereikt = uitslag[0] if uitslag and uitslag[1] else None
        weg = None if bereikt else uitslag[0] if uitslag else einde
    else:
        dagen = [d for veld in SOORTEN[doel.soort].velden if (d := p.known(veld, peildatum)) is not None]
        bereikt = min(dagen, default=None)
        weg = einde if p.uitkomst in (*VERTROKKEN, "gestopt") else None
        if bereikt and weg and weg < bereikt:
            bereikt = None
    if bereikt is not None:
        return Waarneming(p.cbs_code, begin, elapsed_months(begin, bereikt), BEREIKT, gevolgd, grens, False)
    if weg is not None:
        vertrokken = p.uitkomst in VERTROKKEN and weg == einde
        return Waarneming(p.cbs_code, begin, elapsed_months(begin, weg), WEG, gevolgd, grens, vertrokken)
    return Waarneming(p.cbs_code, begin, gevolgd, LOPEND, gevolgd, grens, False)


def measure(
    doel: Doel, waarnemingen: Sequence[Waarneming], namen: dict[str, str], regio: str, verloop: Verloop, intern: bool
) -> tuple[Groep, list[Groep], list[Groep]]:
    """The region, its cohorts (calendar year of the beginning) and its gemeenten (code -> name).

    Unless `intern`, small groups are marked invisible, with whatever else would give them away.
    """
    cohorten = _cohorts(waarnemingen)
    gemeenten = {c: [w for w in waarnemingen if w.code == c] for c in namen}
    leden = {
        REGIO: list(waarnemingen),
        **{f"cohort {n}": g for n, g in cohorten.items()},
        **{c: g for c, g in gemeenten.items() if g},
    }
    verborgen: frozenset[tuple[str, str]] = frozenset()
    if not intern:
        verborgen = _hide(leden, [[f"cohort {n}" for n in cohorten], [c for c in namen if c in leden]])

    def group(sleutel: str, naam: str) -> Groep:
        return _group(
            doel,
            sleutel,
            naam,
            leden[sleutel],
            verloop,
            verborgen,
            intern,
        )

    return (
        group(REGIO, regio),
        [group(f"cohort {n}", f"begonnen in {n}") for n in cohorten],
        [group(c, naam) for c, naam in namen.items() if c in leden],
    )


def _cohorts(waarnemingen: Sequence[Waarneming]) -> dict[str, list[Waarneming]]:
    """Calendar years of the beginning; years with fewer than ten persons go together with the next, the last with the
    one before."""
    per_jaar: dict[int, list[Waarneming]] = {}
    for w in waarnemingen:
        per_jaar.setdefault(w.begin.year, []).append(w)
    groepen: list[tuple[list[int], list[Waarneming]]] = []
    for jaar in sorted(per_jaar):
        if groepen and len(groepen[-1][1]) < DREMPEL:
            groepen[-1][0].append(jaar)
            groepen[-1][1].extend(per_jaar[jaar])
        else:
            groepen.append(([jaar], list(per_jaar[jaar])))
    if len(groepen) > 1 and len(groepen[-1][1]) < DREMPEL:
        jaren, leden = groepen.pop()
        groepen[-1][0].extend(jaren)
        groepen[-1][1].extend(leden)
    return {(f"{j[0]}-{j[-1]}" if len(j) > 1 else str(j[0])): leden for j, leden in groepen}


def _hide(leden: dict[str, list[Waarneming]], indelingen: list[list[str]]) -> frozenset[tuple[str, str]]:
    """Sizes, reached and not reached of every group, which add up in each division (cohorts, gemeenten)."""
    cellen: dict[tuple[str, str], int] = {}
    lijnen: list[Lijn[tuple[str, str]]] = []
    for sleutel, groep in leden.items():
        bereikt = _reached(groep)
        cellen |= {
            (sleutel, "alle"): len(groep),
            (sleutel, "bereikt"): bereikt,
            (sleutel, "rest"): len(groep) - bereikt,
        }
        lijnen.append(((sleutel, "alle"), ((sleutel, "bereikt"), (sleutel, "rest"))))
    for delen in indelingen:
        for wat in ("alle", "bereikt", "rest"):
            lijnen.append(((REGIO, wat), tuple((d, wat) for d in delen)))
    return protect(cellen, lijnen)


def _reached(groep: Sequence[Waarneming]) -> int:
    return sum(w.afloop == BEREIKT and w.tijd <= w.grens for w in groep)


def _group(
    doel: Doel,
    sleutel: str,
    naam: str,
    groep: Sequence[Waarneming],
    verloop: Verloop,
    verborgen: frozenset[tuple[str, str]],
    intern: bool,
) -> Groep:
    horizon = max((w.grens for w in groep), default=float(doel.maanden or 0))
    gevolgd = sorted((w.gevolgd for w in groep), reverse=True)
    tot = min(horizon, gevolgd[DREMPEL - 1]) if len(groep) >= DREMPEL else float("nan")
    alle, blijvers = (_incidence(groep, weg) for weg in (WEG, LOPEND))
    gekozen = alle if doel.vertrokken == "telt_mee" else blijvers
    bij = 0.0 if np.isnan(tot) else tot
    aandeel = gekozen.at(bij)
    verwacht = (doel.streef or np.nan) * verloop(bij) / max(verloop(horizon), 1e-9)
    compleet = all(w.afloop != LOPEND or w.gevolgd >= w.grens for w in groep) and (
        doel.vertrokken == "telt_mee" or not any(w.vertrokken for w in groep)
    )
    oordeel, reden = judge(doel.streef, len(groep), tot, horizon, aandeel, verwacht, compleet)
    return Groep(
        sleutel,
        naam,
        len(groep),
        _reached(groep),
        horizon,
        sum(w.gevolgd >= horizon for w in groep),
        tot,
        aandeel,
        alle.left(bij),
        blijvers.at(bij),
        gekozen.at_risk(bij),
        verwacht,
        oordeel,
        reden,
        gekozen,
        (sleutel, "alle") not in verborgen,
        intern
        or (
            not {(sleutel, w) for w in ("alle", "bereikt", "rest")} & verborgen
            and not any(0 < n < DREMPEL for n in (gekozen.reached(bij), len(groep) - gekozen.reached(bij)))
        ),
        intern or (sleutel == REGIO and not 0 < sum(w.afloop == WEG and w.tijd <= bij for w in groep) < DREMPEL),
    )


def _incidence(groep: Sequence[Waarneming], vertrokken: int) -> Incidentie:
    """Who moved or became exempt: left (`WEG`) or censored on that day (`LOPEND`)."""
    return estimate_incidence(
        np.array([w.tijd for w in groep], dtype=float),
        np.array([vertrokken if w.vertrokken else w.afloop for w in groep], dtype=np.int64),
    )


def judge(
    streef: float | None,
    aantal: int,
    tot: float,
    horizon: float,
    aandeel: Aandeelschatting,
    verwacht: float,
    compleet: bool,
) -> tuple[str, str]:
    """The verdict on one group and its reason, in Dutch. The rule of docs/voortgang.md, in its order."""
    if aantal < DREMPEL:
        return TE_VROEG, f"minder dan {DREMPEL} mensen"
    if streef is None:
        return GEEN_STREEF, "gemeten, zonder streefwaarde"
    if compleet:
        # Nobody can still change it: a count, not an estimate.
        vol = "van iedereen is de afloop bekend"
        return (GEHAALD, vol) if aandeel.kans >= streef - 1e-12 else (NIET_OP_KOERS, vol)
    if tot >= horizon and aandeel.onder >= streef:
        return GEHAALD, "de hele marge ligt op of boven het doel"
    if verwacht < GENOEG_VERWACHT * streef:
        return TE_VROEG, "nog te kort bezig: bij dit verloop is nu nog weinig te verwachten"
    bij = "het doel" if tot >= horizon else f"wat na {months(tot)} te verwachten is"
    if aandeel.kans >= verwacht:
        return OP_KOERS, f"op of boven {bij}"
    if aandeel.boven < verwacht:
        return NIET_OP_KOERS, f"de hele marge ligt onder {bij}"
    return TE_VROEG, f"onder {bij}, maar het verschil valt binnen de marge"


def months(tijd: float) -> str:
    """'12 maanden', rounded down: nothing is claimed for a month that is not whole."""
    heel = int(tijd + 1e-9)
    return "1 maand" if heel == 1 else f"{heel} maanden"


def expected_course(doel: Doel, trajecten: Trajecten) -> Verloop:
    """Evenly over the months, all at the end, or from the waiting time and duration in trajecten.toml."""
    termijn = float(doel.maanden or 1)
    if doel.course == "gelijkmatig":
        return lambda maanden: min(maanden / termijn, 1.0)
    if doel.course == "aan_het_eind":
        return lambda maanden: float(maanden >= termijn)
    gegeven = given_course(trajecten, RASTER)
    wachten = gegeven.wachten[doel.doelgroepen[0]]["start"]
    routes = [doel.leerroute] if doel.leerroute else list(LEERROUTES)
    tot_einde = np.mean([np.convolve(wachten, gegeven.duur[r])[:RASTER] for r in routes], axis=0)
    reeks = np.cumsum(tot_einde)
    return lambda maanden: float(reeks[min(int(maanden), RASTER - 1)])
