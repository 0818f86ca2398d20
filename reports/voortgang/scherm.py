"""Progress on the terminal: the goals with their verdict, then the tables per gemeente."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from finance.getallen import format_date
from reports.grond.console import make_console
from reports.voortgang.tekst import INTERN, LEGENDA, goal_row, keepers, missing, period, summary, table_rows
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
        tabel = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
        for kop in ("Doel", "Oordeel", "Streef", "Stand", "Toelichting"):
            tabel.add_column(kop, justify="right" if kop == "Streef" else "left", overflow="fold")
        for u in voortgang.doelen:
            r = goal_row(u)
            stand = f"{r.stand} ({r.marge})" if r.marge else r.stand
            tabel.add_row(Text(r.doel), r.oordeel, r.streef, stand, Text(r.reden))
        console.print(tabel)
    for t in voortgang.tabellen:
        tabel = Table(title=t.opzet.titel, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
        tabel.add_column("Gemeente", no_wrap=True)
        for _, label in t.kolommen:
            tabel.add_column(label, justify="right", overflow="fold")
        rijen = list(table_rows(voortgang, t))
        for naam, cellen in rijen[:-1]:
            tabel.add_row(Text(naam), *cellen)
        tabel.add_section()
        tabel.add_row(Text(rijen[-1][0], style="bold"), *rijen[-1][1])
        console.print(tabel)
    console.print(f"Tellingen {period(voortgang)}. {LEGENDA}", soft_wrap=True)
    if zonder := keepers(voortgang):
        console.print(f"Zonder dossiers, dus niet in de doelen: {', '.join(zonder)}.", soft_wrap=True)
    if regels := missing(voortgang):
        console.print("Om te meten in plaats van te tellen is nodig:", soft_wrap=True)
        for regel in regels:
            console.print(f"  {regel}", soft_wrap=True)
