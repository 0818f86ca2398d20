"""The command `voortgang`; the command line adds it to its group."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import MAP, STIL


@click.command(cls=Opdracht)
@MAP
@click.option("--van", type=Dag(), default=None, metavar="DATUM", help="Tellingen vanaf deze dag (alles).")
@click.option("--tot", type=Dag(), default=None, metavar="DATUM", help="Tellingen tot deze dag (de peildatum).")
@click.option(
    "--intern",
    is_flag=True,
    help="Toon ook groepen van minder dan tien mensen. Niet voor publicatie.",
)
@click.option(
    "--uit",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="MAP",
    help="Waar voortgang.xlsx en voortgang.html komen (hier).",
)
@STIL
def voortgang(map_: str, van: date | None, tot: date | None, intern: bool, uit: Path, stil: bool) -> None:
    """Beleidsdoelen per cohort met oordeel, en de tabellen van een voortgangsrapportage."""
    from reports.voortgang.rapport import write_progress_report
    from reports.voortgang.scherm import show_progress
    from reports.voortgang.werkboek import write_progress_workbook
    from scenarios.inzicht.voortgang import build_progress
    from scenarios.regiomap.regio import read_region

    beeld = build_progress(read_region(map_), van, tot, intern)
    werkboek, rapport = uit / "voortgang.xlsx", uit / "voortgang.html"
    write_progress_workbook(beeld, werkboek)
    write_progress_report(beeld, rapport)
    if not stil:
        show_progress(beeld)
        click.echo(f"Geschreven: {werkboek} en {rapport}")
