"""What the page says beside an answer: what is wrong, how far the computation is, where a scenario was kept."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from finance.taal.getallen import dutch
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


def progress_html(werk: Background, eerst: bool) -> str:
    """How far the full answer is. eerst: nothing can be shown before it"""
    if werk.fault is not None:
        return '<p class="melding" role="alert">De hele regio is niet door te rekenen met deze knoppen.</p>'
    if not werk.busy:
        return "<p>Het doorrekenen is gestopt. Draai aan een knop, of ververs de pagina, om verder te gaan.</p>"
    wat = (
        "De hele regio wordt eerst doorgerekend; daarna volgt ieder antwoord meteen"
        if eerst
        else "Het volledige antwoord volgt"
    )
    return (
        f'<p>{wat}: {werk.done} van {werk.total} gemeenten.</p><progress max="{werk.total}" value="{werk.done}" '
        'aria-label="Doorgerekende gemeenten"></progress>'
    )


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
    waar = " ".join(f'"{deel}"' if " " in deel else deel for deel in wie)
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
