"""Progress on the terminal: the goals with their verdict, then the tables per gemeente."""

from __future__ import annotations

from finance.taal.getallen import format_date
from reports.grond.console import make_console
from reports.tabel.scherm import LUCHT, VOUW, to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.voortgang.tabellen import WEERGAVE, count_table
from reports.voortgang.tekst import INTERN, LEGENDA, goal_row, keepers, missing, period, summary
from scenarios.inzicht.voortgang import Voortgang


def show_progress(voortgang: Voortgang) -> None:
    """All of it; on a narrow terminal the explanation of a goal stands under it."""
    console = make_console()
    regio = voortgang.regio
    if voortgang.intern:
        console.print(INTERN, style="bold", soft_wrap=True)
    console.print(
        f"Voortgang {regio.naam}, peildatum {format_date(regio.bestand.peildatum)}", style="bold", soft_wrap=True
    )
    console.print(summary(voortgang), soft_wrap=True)
    if voortgang.doelen:
        console.print(to_screen(_goals_table(voortgang), VOUW))
    for tabel in voortgang.tabellen:
        console.print(to_screen(count_table(voortgang, tabel), LUCHT, WEERGAVE))
    console.print(f"Tellingen {period(voortgang)}. {LEGENDA}", soft_wrap=True)
    if zonder := keepers(voortgang):
        console.print(f"Zonder dossiers, dus niet in de doelen: {', '.join(zonder)}.", soft_wrap=True)
    if regels := missing(voortgang):
        console.print("Om te meten in plaats van te tellen is nodig:", soft_wrap=True)
        for regel in regels:
            console.print(f"  {regel}", soft_wrap=True)


def _goals_table(voortgang: Voortgang) -> Tabel:
    """The goals with their margin beside the figure: a terminal has no room for a column of it."""
    regels = [goal_row(u) for u in voortgang.doelen]
    standen = [f"{r.stand} ({r.marge})" if r.marge else r.stand for r in regels]
    return Tabel(
        "",
        (Kolom("Doel"), Kolom("Oordeel", "status"), Kolom("Streef", "procent"), Kolom("Stand"), Kolom("Toelichting")),
        tuple(Rij((r.doel, r.oordeel, r.streef, stand, r.reden)) for r, stand in zip(regels, standen, strict=True)),
    )
