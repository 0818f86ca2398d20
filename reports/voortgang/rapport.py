"""The report of `spuk voortgang`: one HTML file, the verdicts first, then measurements, counts and what is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from finance.taal.getallen import format_date
from reports.figuren.figuren import BLAUW, GOUD, GRIJS, GROEN, LICHT, ROOD
from reports.figuren.figuur import Figuur, figure_html
from reports.figuren.kromme import draw_curve
from reports.tabel.html import render_template
from reports.voortgang.tabellen import (
    WEERGAVE,
    count_table,
    goals_table,
    measurement_table,
    origin_table,
    points_table,
)
from reports.voortgang.tekst import INTERN, LEGENDA, UITLEG, keepers, missing, period, share_cells, summary
from scenarios.grond.bestanden import spuk_version, write_text
from scenarios.inzicht.doelmeting import GEEN_STREEF, GEHAALD, NIET_OP_KOERS, OP_KOERS, TE_VROEG
from scenarios.inzicht.doeluitkomst import Doeluitkomst
from scenarios.inzicht.voortgang import Voortgang, curve_points

KLEUREN = {GEHAALD: GROEN, OP_KOERS: BLAUW, NIET_OP_KOERS: ROOD, TE_VROEG: GRIJS, GEEN_STREEF: GRIJS}


def write_progress_report(voortgang: Voortgang, doel: Path) -> None:
    """One self-contained file, written whole or not at all."""
    write_text(doel, render(voortgang))


def render(voortgang: Voortgang) -> str:
    """The HTML; everything from input is escaped."""
    oordelen = {u.oordeel for u in voortgang.doelen}
    peildatum = format_date(voortgang.regio.bestand.peildatum)
    return render_template(
        Path(__file__).with_name("voortgang.html.j2"),
        regio=voortgang.regio.naam,
        peildatum=peildatum,
        intern=INTERN if voortgang.intern else "",
        antwoord=summary(voortgang),
        oordeelkleur=ROOD if NIET_OP_KOERS in oordelen else GROEN if GEHAALD in oordelen else BLAUW,
        kleuren=KLEUREN,
        doelen=replace(goals_table(voortgang), titel=f"Doelen van de regio op {peildatum}"),
        zonder=", ".join(keepers(voortgang)),
        metingen=[_measurement(u, voortgang.intern) for u in voortgang.doelen if u.regio is not None],
        periode=period(voortgang),
        legenda=LEGENDA,
        tabellen=[count_table(voortgang, t) for t in voortgang.tabellen],
        weergave=WEERGAVE,
        ontbreekt=missing(voortgang),
        uitleg=UITLEG,
        herkomst=origin_table(voortgang),
        versie=spuk_version(),
    )


def _measurement(u: Doeluitkomst, intern: bool) -> dict[str, Any]:
    groep = u.regio
    assert groep is not None
    punten = curve_points(groep, intern)
    na, stand, marge = share_cells(groep)
    tekst = f"Aandeel na {na}: {stand}, marge {marge}." if na else "Het aandeel is niet te tonen."
    sleutel = [("Bereikt", BLAUW, "lijn"), ("Marge (95%)", LICHT, "vlak")]
    if u.doel.streef is not None:
        sleutel.append(("Doel", GOUD, "streep"))
    onder = f"{tekst} Oordeel: {u.oordeel}; {u.reden}."
    if u.doel.streef is not None and groep.tot < groep.horizon and groep.verwacht > 0:
        onder += " De open stip is wat nu te verwachten is als het doel net wordt gehaald."
    return {
        "kop": u.doel.label,
        "figuur": figure_html(
            Figuur(u.doel.label, draw_curve(u.doel.label, tekst, punten, groep, u.doel.streef), onder, tuple(sleutel))
        ),
        "punten": points_table(u.doel.label, punten) if punten else None,
        "groepen": replace(
            measurement_table((u,), intern).without("Doel", "Van", "Tot"),
            titel=f"{u.doel.label}, per jaar van begin en per gemeente",
        ),
    }
