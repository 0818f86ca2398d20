"""The command `kalender`: the course of a year, and what a folder still lacks for it."""

from __future__ import annotations

from datetime import date

import click

from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import TEKSTMAP, year_option
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@TEKSTMAP
@year_option("Het jaar van de kalender (dat van --op).", verplicht=False)
@click.option("--op", type=Dag(), default=None, metavar="DATUM", help="Hoe het op deze dag staat (vandaag).")
def kalender(map_: Regiokeuze, jaar: int | None, op: date | None) -> None:
    """Het jaar van begroting tot SiSa: de opdrachten, en wat deze map mist. Eindcode 1: iets is te laat."""
    from reports.jaar.kalender import show_calendar
    from scenarios.jaar.kalender import Momentstand, find_state
    from scenarios.jaar.stand import read_state
    from scenarios.werkboek.map import open_region

    op = op or date.today()
    jaar = jaar if jaar is not None else op.year
    stand = read_state(open_region(map_))
    bevindingen = find_state(stand, jaar, op)
    show_calendar(stand, bevindingen, jaar, op, str(map_))
    raise SystemExit(1 if any(b.stand == Momentstand.TE_LAAT for b in bevindingen) else 0)
