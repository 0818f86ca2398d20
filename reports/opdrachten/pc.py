"""The command `pc`: pieces of the planning & control cycle in the way of showing of a gemeente."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from finance.fouten import list_words
from finance.taal.getallen import format_date
from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import (
    MAP,
    STIL,
    TREKKINGEN,
    VERMOGEN,
    ZAAD,
    folder_option,
    gemeente_option,
    year_option,
)
from reports.grond.vormen import forms
from scenarios.regiomap.land.keuze import Regiokeuze

STUKKEN = ("begroting", "tussenrapportage", "jaarrekening", "raadsbrief", "risicoparagraaf")


@click.command(cls=Opdracht)
@MAP
@click.option("--stuk", type=click.Choice(STUKKEN), required=True, help="Welk stuk.")
@click.option(
    "--profiel",
    default="standaard",
    metavar="NAAM",
    help="Hoe de cijfers worden getoond: nijmegen, ede, of een eigen profielen/NAAM.toml (standaard).",
)
@year_option("Het jaar van het stuk.", verplicht=False)
@gemeente_option("Eén gemeente in plaats van de regio.")
@click.option(
    "--op", type=Dag(), default=None, metavar="DATUM", help="Tussenrapportage: boekingen tot en met deze dag."
)
@click.option(
    "--prijzen",
    type=click.Choice(["constant", "lopend"]),
    default="lopend",
    help="Begroting: zonder of met index na het begrotingsjaar (lopend).",
)
@VERMOGEN
@click.option("--scenario", default="basis", metavar="NAAM", help="Scenario van de raming (basis).")
@TREKKINGEN
@ZAAD
@folder_option("Waar het stuk komt (hier).")
@STIL
@forms("ods", "pdf")
def pc(
    map_: Regiokeuze,
    stuk: str,
    profiel: str,
    jaar: int | None,
    gemeente: str | None,
    op: date | None,
    prijzen: str,
    vermogen: int | None,
    scenario: str,
    trekkingen: int,
    zaad: int,
    uit: Path,
    stil: bool,
) -> None:
    """Maak een P&C-stuk: begroting, tussenrapportage, jaarrekening, raadsbrief of risicoparagraaf."""
    from reports.pc.maken import Opgave, make_piece
    from scenarios.werkboek.map import by_sheet

    if op is not None and stuk != "tussenrapportage":
        raise click.UsageError("--op hoort bij --stuk tussenrapportage.")
    if op is not None and jaar not in (None, op.year):
        raise click.UsageError(f"--op ({format_date(op)}) en --jaar ({jaar}) noemen een ander jaar; laat --jaar weg.")
    if prijzen == "constant" and stuk != "begroting":
        raise click.UsageError("--prijzen hoort bij --stuk begroting.")
    if vermogen is not None and stuk not in ("begroting", "risicoparagraaf"):
        raise click.UsageError("--weerstandsvermogen hoort bij --stuk begroting of risicoparagraaf.")
    if jaar is not None and stuk == "risicoparagraaf":
        raise click.UsageError("Een risicoparagraaf gaat over alle open jaren; laat --jaar weg.")
    opgave = Opgave(map_, stuk, profiel, jaar, gemeente, op, prijzen, scenario, trekkingen, zaad, vermogen)
    gemaakt, bestanden = make_piece(opgave, uit, stil)
    if not stil:
        click.echo(gemaakt.antwoord)
        for melding in gemaakt.ontbreekt:
            click.echo(f"Niet ingevuld: {by_sheet(str(melding))}")
        click.echo(f"Geschreven: {list_words([*map(str, bestanden)])}")
