"""Every policy goal of a region with its verdict: from records, else what counts alone can honestly say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.grond.bescherming import DREMPEL
from scenarios.inzicht.doelmeting import (
    GEEN_STREEF,
    GEHAALD,
    NIET_OP_KOERS,
    OP_KOERS,
    REGIO,
    TE_VROEG,
    Groep,
    expected_course,
    measure,
    observe,
)
from scenarios.inzicht.voortgangstabellen import SOM, Voortgangstabel
from scenarios.regiomap.doelen import KLANT, SOORTEN, Doel, Meting
from scenarios.regiomap.regio import Regio
from scenarios.volumes.overleving import Aandeelschatting, count_share

Cellen = tuple[tuple[str, str], ...]
"""(table, figure) of the counts that are added up"""


@dataclass(frozen=True)
class Doeltelling:
    """A goal by count: so many of so many, without knowing who has had the time for it."""

    wat: str
    aantal: int
    van: int
    aandeel: Aandeelschatting
    zichtbaar: bool
    """Neither those counted nor the others are a small group"""


@dataclass(frozen=True)
class Doeluitkomst:
    """One goal. `regio` is None without records; `telling` is None when nothing was counted either."""

    doel: Doel
    oordeel: str
    reden: str
    regio: Groep | None = None
    cohorten: tuple[Groep, ...] = ()
    gemeenten: tuple[Groep, ...] = ()
    telling: Doeltelling | None = None
    nodig: tuple[str, ...] = ()
    """Columns of personen.csv that a measurement per cohort needs"""
    metingen: tuple[Meting, ...] = ()


def assess_goals(regio: Regio, tabellen: Sequence[Voortgangstabel], intern: bool) -> list[Doeluitkomst]:
    """All goals of doelen.toml in their order."""
    return [_assess(doel, regio, tabellen, intern) for doel in regio.doelen.doel]


def _assess(doel: Doel, regio: Regio, tabellen: Sequence[Voortgangstabel], intern: bool) -> Doeluitkomst:
    if doel.soort == KLANT:
        return _customers(doel, [m for m in regio.doelen.meting if m.doel == doel.naam])
    soort = SOORTEN[doel.soort]
    if any(getattr(p, veld) is not None for p in regio.personen for veld in soort.bewaard):
        waarnemingen = [w for p in regio.personen if (w := observe(doel, p, regio.bestand.peildatum)) is not None]
        groep, cohorten, gemeenten = measure(
            doel,
            waarnemingen,
            {g.code: g.naam for g in regio.gemeenten},
            regio.naam,
            expected_course(doel, regio.trajecten),
            intern,
        )
        return Doeluitkomst(doel, groep.oordeel, groep.reden, groep, tuple(cohorten), tuple(gemeenten))
    telling = _count(doel, tabellen, intern)
    return Doeluitkomst(doel, *_judge_count(doel, telling), telling=telling, nodig=soort.nodig)


def _count(doel: Doel, tabellen: Sequence[Voortgangstabel], intern: bool) -> Doeltelling | None:
    totalen = {(t.opzet.sleutel, r): n for t in tabellen for (r, code), n in t.cellen.items() if code == REGIO}
    plichtig = (("statushouders", "inburgeringsplichtig"), ("gezinsmigranten", "inburgeringsplichtig"))
    route, trajecten = "leerroutes_statushouders", (("ontzorgen", "ontzorgen_trajecten"),)
    bronnen: dict[str, tuple[str, Cellen, Cellen]] = {
        "voldaan": (
            "afgerond, van wie startte",
            ((route, f"{doel.leerroute}_afgerond"),),
            ((route, f"{doel.leerroute}_gestart"),),
        ),
        "werk": ("in aanraking met werk, van alle inburgeringsplichtigen", (("werk", SOM),), plichtig),
        "pvt": ("PVT afgerond, van alle inburgeringsplichtigen", (("pvt", "pvt_afgerond"),), plichtig),
        "zelfredzaam": ("niet verlengd, van alle trajecten", trajecten, trajecten),
    }
    if doel.soort not in bronnen:
        return None
    wat, boven, onder = bronnen[doel.soort]
    delen = [totalen.get(s) for s in (*boven, *onder)]
    if None in delen:
        return None
    aantal, van = (sum(totalen[s] or 0 for s in rij) for rij in (boven, onder))
    if doel.soort == "zelfredzaam":
        aantal -= totalen.get(("ontzorgen", "ontzorgen_verlengd")) or 0
    if not van > 0 or aantal > van:
        return None
    zichtbaar = intern or not any(0 < n < DREMPEL for n in (aantal, van - aantal, van))
    return Doeltelling(wat, aantal, van, count_share(aantal, van), zichtbaar)


def _judge_count(doel: Doel, telling: Doeltelling | None) -> tuple[str, str]:
    """A count never says `gehaald` or `niet op koers`: it does not know who has had the whole term."""
    if telling is None:
        return TE_VROEG, "er is niets geteld waarmee dit te meten is"
    if doel.streef is None:
        return GEEN_STREEF, "geteld, zonder streefwaarde"
    if telling.aandeel.onder >= doel.streef:
        return OP_KOERS, "de telling ligt boven het doel; zij zegt niet van wie de termijn al om is"
    return TE_VROEG, "een telling zegt niet van wie de termijn al om is; daarvoor zijn dossiers nodig"


def _customers(doel: Doel, metingen: Sequence[Meting]) -> Doeluitkomst:
    """The latest score of everyone who was measured against the goal."""
    laatste: dict[str, Meting] = {}
    for m in sorted(metingen, key=lambda m: m.datum):
        laatste[m.wie] = m
    cijfers = {wie: m.score for wie, m in laatste.items() if m.score is not None}
    zonder = [wie for wie in laatste if wie not in cijfers]
    erbij = f"; zonder cijfer: {', '.join(zonder)}" if zonder else ""
    if not cijfers:
        return Doeluitkomst(doel, TE_VROEG, f"er is nog geen cijfer{erbij}", metingen=tuple(laatste.values()))
    onder = [wie for wie, score in cijfers.items() if score < (doel.score or 0)]
    if onder:
        oordeel, reden = NIET_OP_KOERS, f"onder het doel: {', '.join(onder)}{erbij}"
    elif zonder:
        # What was measured is good enough; what was not may change the answer.
        oordeel, reden = OP_KOERS, f"alle cijfers op of boven het doel{erbij}"
    else:
        oordeel, reden = GEHAALD, "alle cijfers op of boven het doel"
    return Doeluitkomst(doel, oordeel, reden, metingen=tuple(laatste.values()))
