"""The command `vergelijk`; the command line adds it to its group."""

from __future__ import annotations

from pathlib import Path

import click

from finance.fouten import list_words
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import STIL, file_option
from reports.grond.vormen import forms

MEESTE = 26


@click.command(cls=Opdracht)
@click.argument("uitslagen", metavar="A B [C]...", nargs=-1)
@click.option(
    "--gemeente",
    "gemeenten",
    multiple=True,
    metavar="NAAM",
    help="Vergelijk deze gemeente in plaats van de regio; mag vaker. Met alle: de regio en iedere gemeente.",
)
@file_option("uit", "Schrijf ook vergelijking.xlsx en vergelijking.html in deze map.", "MAP")
@click.option(
    "--profiel",
    default="standaard",
    metavar="NAAM",
    help="De manier van tonen in die bestanden, als bij spuk pc (standaard).",
)
@STIL
@forms("ods", "pdf", bij="uit")
def vergelijk(
    uitslagen: tuple[str, ...], gemeenten: tuple[str, ...], uit: Path | None, profiel: str, stil: bool
) -> None:
    """Leg uitkomsten van spuk raming naast elkaar en verklaar het verschil met A.

    Een uitslag is een raming.json of de map waarin het staat. Een ander scenario dan het eerste kiest u met # erachter:
    spuk vergelijk uitvoer uitvoer#duurder-b1
    """
    from scenarios.engine.read import read_results
    from scenarios.grond.bestanden import raise_if_writing_fails
    from scenarios.inzicht.vergelijkbaar import compare_results
    from scenarios.inzicht.vergelijking import NODIG

    if not 2 <= len(uitslagen) <= MEESTE:
        raise click.UsageError(f"geef ten minste twee en ten hoogste {MEESTE} uitslagen, zoals: uitvoer uitvoer#hoog.")
    doelen = [uit / f"vergelijking.{soort}" for soort in ("xlsx", "html")] if uit is not None else []
    raise_if_writing_fails(doelen)
    vergelijking = compare_results(read_results(uitslagen, NODIG), gemeenten)
    codes, geschreven = vergelijking.shown(gemeenten), []
    if uit is not None:
        from reports.grond.profiel import find_profile
        from reports.vergelijking.stuk import write_comparison

        geschreven = write_comparison(vergelijking, codes, find_profile(profiel), uit)
    if not stil:
        from reports.vergelijking.scherm import show_comparison

        show_comparison(vergelijking, codes)
        if geschreven:
            click.echo(f"Geschreven: {list_words([*map(str, geschreven)])}")
