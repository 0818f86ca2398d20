"""The report of `spuk voortgang`: one HTML file, the verdicts first, then measurements, counts and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finance.getallen import format_date
from reports.figuren.figuren import BLAUW, GOUD, GRIJS, GROEN, LICHT, ROOD
from reports.figuren.figuur import Figuur, figure_html
from reports.figuren.kromme import draw_curve
from reports.tabel.html import render_template
from reports.voortgang.tekst import (
    DOELKOPPEN,
    GROEPKOPPEN,
    INTERN,
    LEGENDA,
    UITLEG,
    goal_row,
    group_row,
    keepers,
    missing,
    origin_rows,
    period,
    point_row,
    share_cells,
    summary,
    table_rows,
)
from scenarios.grond.bestanden import replacing, spuk_version
from scenarios.inzicht.doelmeting import GEEN_STREEF, GEHAALD, NIET_OP_KOERS, OP_KOERS, TE_VROEG
from scenarios.inzicht.doeluitkomst import Doeluitkomst
from scenarios.inzicht.voortgang import Voortgang, curve_points

KLEUREN = {GEHAALD: GROEN, OP_KOERS: BLAUW, NIET_OP_KOERS: ROOD, TE_VROEG: GRIJS, GEEN_STREEF: GRIJS}


def write_progress_report(voortgang: Voortgang, doel: Path) -> None:
    """One self-contained file, written whole or not at all."""
    with replacing(doel) as tijdelijk:
        tijdelijk.write_text(render(voortgang), encoding="utf-8")


def render(voortgang: Voortgang) -> str:
    """The HTML; everything from input is escaped."""
    oordelen = {u.oordeel for u in voortgang.doelen}
    return render_template(
        Path(__file__).with_name("voortgang.html.j2"),
        regio=voortgang.regio.naam,
        peildatum=format_date(voortgang.regio.bestand.peildatum),
        intern=INTERN if voortgang.intern else "",
        antwoord=summary(voortgang),
        oordeelkleur=ROOD if NIET_OP_KOERS in oordelen else GROEN if GEHAALD in oordelen else BLAUW,
        kleuren=KLEUREN,
        doelkoppen=DOELKOPPEN,
        doelen=[goal_row(u) for u in voortgang.doelen],
        zonder=", ".join(keepers(voortgang)),
        metingen=[_measurement(u, voortgang.intern) for u in voortgang.doelen if u.regio is not None],
        groepkoppen=GROEPKOPPEN,
        periode=period(voortgang),
        legenda=LEGENDA,
        tabellen=[
            {
                "titel": t.opzet.titel,
                "koppen": ["Gemeente", *(label for _, label in t.kolommen)],
                "rijen": [(naam, *cellen) for naam, cellen in table_rows(voortgang, t)],
                "toelichting": t.opzet.toelichting,
            }
            for t in voortgang.tabellen
        ],
        ontbreekt=missing(voortgang),
        uitleg=UITLEG,
        herkomst=origin_rows(voortgang),
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
        "punten": [point_row(p) for p in punten],
        "groepen": [group_row(g, intern) for g in (*u.cohorten, *u.gemeenten, groep)],
    }
