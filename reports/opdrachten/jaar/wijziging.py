"""The command `wijziging`: a begrotingswijziging as a text for the council and a file for the financial system."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import (
    MAP,
    STIL,
    TREKKINGEN,
    ZAAD,
    file_option,
    folder_option,
    gemeente_option,
    year_option,
)
from reports.grond.vormen import csv_option
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@year_option("Het begrotingsjaar.")
@gemeente_option("Alleen deze gemeente.")
@click.option(
    "--op", type=Dag(), default=None, metavar="DATUM", help="Boekingen tot en met deze dag (de laatste maand)."
)
@click.option("--besluit", default="", metavar="NAAM", help="Naam van het besluit (voorstel wijziging JJJJ).")
@click.option("--datum", type=Dag(), default=None, metavar="DATUM", help="Dag van het besluit (de dag van de cijfers).")
@click.option("--scenario", default="basis", metavar="NAAM", help="Scenario van de raming (basis).")
@TREKKINGEN
@ZAAD
@click.option("--profiel", default="standaard", metavar="NAAM", help="Hoe de cijfers worden getoond (standaard).")
@folder_option("Waar de bestanden komen (hier).")
@file_option("schema", "Schrijf ook het rekeningschema, met wat er nog niet in staat als aanname.")
@STIL
@csv_option
def wijziging(
    map_: Regiokeuze,
    jaar: int,
    gemeente: str | None,
    op: date | None,
    besluit: str,
    datum: date | None,
    scenario: str,
    trekkingen: int,
    zaad: int,
    profiel: str,
    uit: Path,
    schema: Path | None,
    stil: bool,
) -> None:
    """Maak een begrotingswijziging: raadstekst (docx), invoerbestand (csv) en de regels voor begroting.csv."""
    from reports.grond.profiel import find_profile
    from reports.jaar.schema import assumed_words, write_chart
    from reports.jaar.verwachting import Verwachtingskeuze
    from reports.jaar.voorstel import make_proposals
    from reports.jaar.wijziging import files_of, show_proposals, write_proposal
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import one_set, raise_if_writing_fails

    if op is not None and op.year != jaar:
        raise click.UsageError(f"--op noemt {op.year} en --jaar {jaar}; kies één jaar.")
    keuze = Verwachtingskeuze(scenario, op, trekkingen, zaad)
    werk = make_proposals(map_, jaar, gemeente, (besluit, datum), keuze)
    vorm = find_profile(profiel, werk.regio.map)
    doelen = [d for v in werk.voorstellen for d in files_of(jaar, v.gemeente, uit) if v.wijziging.posten]
    raise_if_writing_fails([*doelen, *([schema] if schema else [])])
    with one_set() as samen:
        samen.kenmerk = make_mark("wijziging", jaar, werk.regio.hashes, besluit, datum, keuze, profiel)
        for v in werk.voorstellen:
            write_proposal(v, werk.rust_op, werk.let_op, vorm, uit)
        if schema is not None:
            write_chart(werk.schema, schema)
            doelen.append(schema)
    if not stil:
        show_proposals(werk.voorstellen, werk.rust_op)
        for regel in assumed_words(werk.schema, {x for v in werk.voorstellen for x in v.gebruikt}):
            click.secho(regel, fg="yellow")
        if doelen:
            click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in doelen))
