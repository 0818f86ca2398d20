"""The command `dashboard`; the command line adds it to its group."""

from __future__ import annotations

import click

from reports.grond.opdrachtregel import GeheelGetal, Opdracht
from reports.grond.rekenopties import MAP
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@click.option("--poort", type=GeheelGetal(0), default=0, metavar="GETAL", help="Vaste poort (zonder: een vrije).")
@click.option(
    "--adres",
    default="127.0.0.1",
    metavar="ADRES",
    help="Waar de pagina luistert (127.0.0.1: alleen op deze computer).",
)
@click.option("--geen-browser", is_flag=True, help="Open geen browser; toon alleen het adres.")
@click.option(
    "--koppeling",
    default="",
    metavar="ADRES",
    help="Open met de knoppen van een gekopieerde koppeling, tussen aanhalingstekens.",
)
def dashboard(map_: Regiokeuze, poort: int, adres: str, geen_browser: bool, koppeling: str) -> None:
    """Draai aan de knoppen en zie het saldo bewegen, op een eigen webpagina."""
    from reports.dashboard.server import serve

    serve(map_, adres, poort, not geen_browser, koppeling)
