"""Progress in words and cells: what screen, workbook and report say alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from finance.fouten import list_words
from finance.taal.getallen import format_amount, format_date, percent, short
from reports.tabel.tabel import VERBORGEN
from scenarios.grond.bescherming import DREMPEL
from scenarios.inzicht.doelmeting import GEEN_STREEF, GEHAALD, NIET_OP_KOERS, OP_KOERS, TE_VROEG, Groep, months
from scenarios.inzicht.doeluitkomst import Doeltelling, Doeluitkomst
from scenarios.inzicht.voortgang import Voortgang, rounded
from scenarios.regiomap.doelen import KLANT

PUNT, ONBEKEND = str(VERBORGEN.value), "–"
OORDELEN = (GEHAALD, OP_KOERS, NIET_OP_KOERS, TE_VROEG, GEEN_STREEF)
BEGIN = {
    "huisvesting": "huisvesting",
    "intake": "brede intake",
    "pip": "PIP",
    "start": "start leerroute",
    "ontzorgen": "begin ontzorgen",
}
INTERN = "INTERN: niet voor publicatie; de tabellen bevatten kleine groepen."
KLEIN = f"{PUNT} = een groep van 1 tot en met {DREMPEL - 1} mensen, of een getal waaruit zo'n groep te berekenen is."
LEGENDA = f"{KLEIN} {ONBEKEND} = niet opgegeven."


@dataclass(frozen=True)
class Doelregel:
    """One goal as a row of text."""

    doel: str
    oordeel: str
    streef: str
    stand: str
    marge: str
    reden: str


def region_name(voortgang: Voortgang) -> str:
    """'Regio Westfriesland'."""
    return voortgang.regio.totaalnaam


def goal_row(u: Doeluitkomst) -> Doelregel:
    """One goal on one line."""
    doel = u.doel
    streef = ONBEKEND if doel.streef is None else percent(doel.streef)
    stand, marge, reden = ONBEKEND, "", u.reden
    if doel.soort == KLANT:
        cijfers = [m for m in u.metingen if m.score is not None]
        streef = short(doel.score or 0)
        if cijfers:
            stand = short(min(m.score or 0 for m in cijfers))
            reden = f"{', '.join(f'{m.wie} {short(m.score or 0)}' for m in cijfers)}: {u.reden}"
    elif u.regio is not None:
        na, stand, marge = share_cells(u.regio)
        reden = f"na {na}, {size(u.regio)} mensen: {u.reden}" if na else u.reden
    elif u.telling is not None:
        stand, reden = count_text(u.telling), f"{u.telling.wat}: {count_shares(u.telling)}; {u.reden}"
        # Only beside a verdict: how sure a count is says nothing while nobody has had the time.
        if u.telling.zichtbaar and u.oordeel == OP_KOERS:
            marge = interval(u.telling.aandeel.onder, u.telling.aandeel.boven)
    return Doelregel(doel.label, u.oordeel, streef, stand, marge, reden)


def count_text(t: Doeltelling) -> str:
    """'136 van 143', or how far it goes without telling a small group."""
    if t.zichtbaar:
        return f"{t.aantal} van {t.van}"
    if t.van < DREMPEL:
        return PUNT
    return f"{_more_or_less(t)} {_limit(t)} van {t.van}"


def count_shares(t: Doeltelling) -> str:
    """'95% wel, 5% niet', or 'meer dan 93%'."""
    if t.zichtbaar:
        return f"{percent(t.aantal / t.van)} wel, {percent(1 - t.aantal / t.van)} niet"
    if t.van < DREMPEL:
        return f"minder dan {DREMPEL} mensen"
    deel = 100 * _limit(t) / t.van
    return f"{_more_or_less(t)} {int(np.ceil(deel) if t.aantal < DREMPEL else np.floor(deel))}%"


def _more_or_less(t: Doeltelling) -> str:
    return "minder dan" if t.aantal < DREMPEL else "meer dan"


def _limit(t: Doeltelling) -> int:
    return DREMPEL if t.aantal < DREMPEL else t.van - DREMPEL


def size(groep: Groep) -> str:
    """Number of persons, or hidden."""
    return format_amount(groep.aantal) if groep.zichtbaar else PUNT


def share_cells(groep: Groep) -> tuple[str, str, str]:
    """(after how long, share, interval); empty where too few were followed, hidden where it may not show."""
    if not groep.aandeel_zichtbaar:
        return "", PUNT, ""
    if np.isnan(groep.tot):
        return "", ONBEKEND, ""
    return months(groep.tot), percent(groep.aandeel.kans), interval(groep.aandeel.onder, groep.aandeel.boven)


def interval(onder: float, boven: float) -> str:
    """'51% - 66%'."""
    return f"{percent(onder)} - {percent(boven)}"


def at_risk(aantal: int, intern: bool) -> str:
    """A number of persons followed; for publication down to a multiple of five, and not below ten."""
    if intern:
        return format_amount(aantal)
    return f"<{DREMPEL}" if aantal < DREMPEL else format_amount(rounded(aantal))


def summary(voortgang: Voortgang) -> str:
    """How many goals stand where, in one sentence."""
    tel = Counter(u.oordeel for u in voortgang.doelen)
    delen = [f"{tel[o]} {o}" for o in OORDELEN if tel[o]]
    if not delen:
        return "Er zijn geen doelen opgegeven; zet ze in doelen.toml."
    woord = "het doel" if len(voortgang.doelen) == 1 else f"de {len(voortgang.doelen)} doelen"
    return f"Van {woord}: {list_words(delen)}."


def period(voortgang: Voortgang) -> str:
    """'1 juli 2022 tot 1 juli 2023' as days, or everything up to the peildatum."""
    van, tot = voortgang.periode.van, voortgang.periode.tot
    begin = f"van {format_date(van)} " if van else ""
    return f"{begin}tot {format_date(tot or voortgang.regio.bestand.peildatum)}"


def missing(voortgang: Voortgang) -> list[str]:
    """What would have to be kept to measure what now is only counted: one sentence per goal."""
    return [f"{u.doel.label}: kolommen {', '.join(u.nodig)} in personen.csv." for u in voortgang.doelen if u.nodig]


def origin_rows(voortgang: Voortgang) -> list[tuple[str, str, str, str, str]]:
    """(goal, counted from, within, status, source)"""
    return [
        (d.label, "" if d.soort == KLANT else BEGIN[d.start], months(d.maanden) if d.maanden else "", d.status, d.bron)
        for d in voortgang.regio.doelen.doel
    ]


def keepers(voortgang: Voortgang) -> list[str]:
    """Gemeenten without records, when others have them: the goals say nothing about these."""
    met = {p.cbs_code for p in voortgang.regio.personen}
    return [g.naam for g in voortgang.regio.gemeenten if g.code not in met] if met else []


UITLEG = (
    "Per doel telt de tijd voor ieder mens vanaf het eigen begin (meestal het PIP). Wie nog bezig is telt mee zolang "
    "hij is gevolgd (Kaplan-Meier); wie vertrok, stopte of de termijn liet verlopen kan het doel hier niet meer halen "
    "(Aalen-Johansen). ‘Weg’ is hun aandeel; ‘zonder vertrek’ laat wie verhuisde of werd ontheven buiten de groep.",
    f"‘Na’ is hoe lang ten minste {DREMPEL} mensen zijn gevolgd, ten hoogste de termijn van het doel; ‘volle termijn’ "
    "is hoeveel mensen die helemaal zijn gevolgd. De marge is een 95%-interval. Voor publicatie zijn aantallen "
    "gevolgde mensen naar beneden afgerond op vijf.",
    "Gehaald: de termijn is om en de hele marge ligt op of boven het doel, of van iedereen is de afloop bekend en het "
    "aandeel haalt het. Op koers: het aandeel ligt op of boven wat bij het verwachte verloop te verwachten is. Niet op "
    "koers: de hele marge ligt eronder. Te vroeg: minder dan tien mensen, te kort bezig, of het verschil valt binnen "
    "de marge.",
    "Een telling zonder dossiers zegt niet van wie de termijn om is en wordt daarom nooit ‘gehaald’ of ‘niet op "
    "koers’.",
)
