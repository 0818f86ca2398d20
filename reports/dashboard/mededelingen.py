"""What the page says beside an answer: what is wrong, how far the computation is, where a scenario was kept."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from finance.fouten import Invoerfout, Melding, as_word
from finance.taal.getallen import dutch, thousands
from reports.grond.opdrachtregel import error_lines
from scenarios.regiomap.land.keuze import OPTIE, Regiokeuze, Verwijzing
from scenarios.verkennen.achtergrond import Background


def messages_html(fout: Invoerfout) -> str:
    """Everything that is wrong with the input, as the terminal says it."""
    kop, regels = error_lines(fout)
    lijst = "".join(f"<li>{escape(r)}</li>" for r in regels)
    return f'<div class="melding" role="alert"><p><b>{escape(kop)}</b></p><ul>{lijst}</ul></div>'


def notes_html(meldingen: Sequence[Melding]) -> str:
    """What an address said that cannot be; nothing without any."""
    lijst = "".join(f"<li>{escape(str(m))}</li>" for m in meldingen)
    return f'<div class="melding" role="alert"><ul>{lijst}</ul></div>' if lijst else ""


def progress_html(werk: Background[Any], eerst: bool) -> str:
    """How far the full answer is. eerst: nothing can be shown before it"""
    if werk.fault is not None:
        return '<p class="melding" role="alert">De hele regio is niet door te rekenen met deze knoppen.</p>'
    if not werk.busy:
        return '<p role="status">Het doorrekenen is gestopt. De knoppen en de pagina werken gewoon door.</p>'
    wat = (
        "De hele regio wordt eerst doorgerekend; daarna volgt ieder antwoord meteen"
        if eerst
        else "Het volledige antwoord volgt"
    )
    return _bar(werk, f"{wat}: {werk.done} van {werk.total} gemeenten.", "Doorgerekende gemeenten")


def task_html(werk: Background[Any], wat: str) -> str:
    """How far something is that a button asked for, or why it did not come. wat: 'Het werkboek'"""
    if isinstance(werk.fault, Invoerfout):
        return messages_html(werk.fault)
    if werk.fault is not None:
        return f'<p class="melding" role="alert">{escape(wat)} is niet gelukt.</p>'
    if werk.busy:
        hoever = f" {thousands(werk.done)} van {thousands(werk.total)} stappen." if werk.total else ""
        return _bar(werk, f"{wat} wordt gemaakt.{hoever}", wat)
    return f'<p role="status">{escape(wat)}: gestopt.</p>' if werk.stopped else ""


def _bar(werk: Background[Any], zin: str, label: str) -> str:
    stand = f' max="{werk.total}" value="{werk.done}"' if werk.total else ""
    return f'<p>{escape(zin)}</p><progress{stand} aria-label="{escape(label)}"></progress>'


def saved_html(
    map_: Verwijzing,
    pad: Path,
    naam: str,
    rekening: tuple[float, int],
    veranderd: Sequence[str],
    vervangt: bool = False,
) -> str:
    """Where the scenario is, and the command that computes the same figures; or why it would not.

    rekening: certainty and number of draws; vervangt: the page still starts from an older scenario with this name
    """
    zekerheid, trekkingen = rekening
    zeker = "" if zekerheid == 0.9 else f" --zekerheid {dutch(zekerheid)}"
    gegevens = Regiokeuze.of(map_).gegevens
    wie = [str(map_), *([OPTIE, str(gegevens.map)] if gegevens and gegevens.hoe == OPTIE else [])]
    waar = " ".join(map(as_word, wie))
    opdracht = f"spuk raming {waar} --scenario {naam} --trekkingen {trekkingen}{zeker}"
    slot = "Het staat nu ook onder Uitgangspunt."
    if vervangt:
        slot = "Onder Uitgangspunt staat nog het oude, tot u de pagina ververst."
    if veranderd:
        slot = (
            f"Let op: {escape(', '.join(veranderd))} veranderde sinds deze pagina openging. De opdracht rekent met wat "
            "er nu staat; ververs de pagina om ook hier daarmee te rekenen."
        )
    belofte = "Zo rekent u het door" if veranderd else "Dezelfde cijfers, met de bestanden erbij"
    return (
        f'<div class="gelukt" role="status"><p>Bewaard in {escape(str(pad))}. {belofte}:</p>'
        f"<pre>{escape(opdracht)}</pre><p>{slot}</p></div>"
    )
