"""Progress of a region in one piece: its tables, its policy goals and the completions that count for AIA."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from finance.fouten import Invoerfout, Melding
from scenarios.grond.bescherming import DREMPEL
from scenarios.grond.tijdas import Tijdas
from scenarios.inzicht.doelmeting import Groep
from scenarios.inzicht.doeluitkomst import Doeluitkomst, assess_goals
from scenarios.inzicht.voortgangstabellen import (
    ASIEL,
    Indicatorregel,
    Opzet,
    Periode,
    Voortgangstabel,
    build_tables,
    fill,
)
from scenarios.regiomap.regio import Regio
from scenarios.volumes.overleving import Aandeelschatting
from scenarios.volumes.voltooid import realised

KROMMESTAP = 3
"""Months between the points of a published curve."""


@dataclass(frozen=True)
class Voortgang:
    """What `spuk voortgang` shows. Unless `intern`, everything in it that may not leave the house is marked."""

    regio: Regio
    periode: Periode
    tabellen: tuple[Voortgangstabel, ...]
    doelen: tuple[Doeluitkomst, ...]
    intern: bool


@dataclass(frozen=True)
class Punt:
    """One point of a curve; `risico` None: fewer than ten persons, not shown."""

    tijd: float
    aandeel: Aandeelschatting
    risico: int | None


def build_progress(regio: Regio, van: date | None, tot: date | None, intern: bool) -> Voortgang:
    """Tables over the period, goals on the peildatum. Raises Invoerfout for a period that fits no counts."""
    if van is not None and tot is not None and tot <= van:
        raise Invoerfout([Melding("--tot", "", f"{tot:%d-%m-%Y}", f"een dag na {van:%d-%m-%Y} (--van)")])
    periode = Periode(van, tot)
    tabellen = build_tables(regio, periode, intern)
    if not tabellen:
        raise Invoerfout(
            [
                Melding(
                    "instroom.csv",
                    "",
                    "geen tellingen in deze periode" if van or tot else "geen tellingen van wat al is gebeurd",
                    "ten minste één telling, of dossiers in personen.csv",
                    "Laat --van en --tot weg om alles te tellen."
                    if van or tot
                    else "Zet erin wie is gehuisvest en hoever zij zijn; voorbeeld:westfriesland laat zien hoe.",
                )
            ]
        )
    # Goals do not follow the period: they follow every person from the own beginning to the peildatum.
    doelen = assess_goals(regio, build_tables(regio, Periode(None, None), True), intern)
    afgerond = _completions(regio, intern)
    return Voortgang(regio, periode, (*tabellen, *([] if afgerond.leeg else [afgerond])), tuple(doelen), intern)


def _completions(regio: Regio, intern: bool) -> Voortgangstabel:
    """Completed trajecten of asielstatushouders per calendar year that is over, as they feed AIA."""
    tijdas = Tijdas(max(regio.bestand.peildatum.year, Tijdas(regio.bestand.eindjaar).jaren[0]))
    per_gemeente = {
        g.code: realised(regio.instroom, regio.personen, g.code, tijdas, regio.bestand.peildatum).afgerond
        for g in regio.gemeenten
    }
    voorbij = [j for j in tijdas.jaren if date(j + 1, 1, 1) <= regio.bestand.peildatum]

    def count(regel: Indicatorregel, code: str) -> int | None:
        aantal = per_gemeente[code][tijdas.jaren.index(int(regel.sleutel))]
        return None if np.isnan(aantal) else int(aantal)

    opzet = Opzet(
        "aia",
        "Afgerond met diploma of certificaat (AIA)",
        tuple(Indicatorregel(str(j), str(j), (), ASIEL, lambda p, peildatum: None) for j in voorbij),
        toelichting="Trajecten van statushouders per kalenderjaar; zij tellen twee jaar later mee in de SPUK.",
    )
    return fill(opzet, list(per_gemeente), count, intern)


def curve_points(groep: Groep, intern: bool) -> list[Punt]:
    """The share over time up to `groep.tot`, a point every three months; nothing where the share is hidden.

    Unless `intern` a point is left out when fewer than ten persons (but not none) reached the goal between it and the
    next one, so that no step is a small group; numbers at risk are rounded to five, and not shown below ten.
    """
    if np.isnan(groep.tot) or not groep.aandeel_zichtbaar:
        return []
    verloop = groep.incidentie
    # Backward from the share that is published anyway.
    tijden = [groep.tot, *map(float, reversed(range(0, int(np.ceil(groep.tot)), KROMMESTAP)))]
    punten: list[Punt] = []
    volgende = verloop.reached(groep.tot)
    for tijd in tijden:
        bereikt, risico = verloop.reached(tijd), verloop.at_risk(tijd)
        if intern:
            punten.append(Punt(tijd, verloop.at(tijd), risico))
        elif volgende - bereikt in (0, volgende) or (volgende - bereikt >= DREMPEL and bereikt >= DREMPEL):
            punten.append(Punt(tijd, verloop.at(tijd), rounded(risico) if risico >= DREMPEL else None))
            volgende = bereikt
    return punten[::-1]


def rounded(aantal: int) -> int:
    """Down to a multiple of five: a number at risk then gives no single person away."""
    return aantal - aantal % 5
