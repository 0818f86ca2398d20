"""The command `journaal`: the entries of a year as a file for the financial system, tied to the year account."""

from __future__ import annotations

from pathlib import Path

import click

from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import MAP, STIL, file_option, folder_option, gemeente_option, year_option


@click.command(cls=Opdracht)
@MAP
@year_option("Het boekjaar: gesloten of open.")
@gemeente_option("Alleen deze gemeente.")
@folder_option("Waar de bestanden komen (hier).")
@file_option("schema", "Schrijf ook het rekeningschema, met wat er nog niet in staat als aanname.")
@STIL
def journaal(map_: str, jaar: int, gemeente: str | None, uit: Path, schema: Path | None, stil: bool) -> None:
    """Maak de journaalposten van een jaar als invoerbestand. Eindcode 1: iets sluit niet of moet worden uitgezocht."""
    from reports.jaar.journaal import file_of, show_journals, to_mend, write_journals
    from reports.jaar.schema import assumed_words, write_chart
    from scenarios.administratie.boeken import open_books
    from scenarios.administratie.journaal import build_journals
    from scenarios.administratie.ontvangsten import read_receipts
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import one_set, raise_if_writing_fails

    boeken = open_books(map_, jaar, gemeente)
    ontvangsten = read_receipts(boeken.map, boeken.invoer.gemeenten)
    doelen = [file_of("journaal", jaar, g, uit) for g in boeken.gemeenten]
    raise_if_writing_fails([*doelen, *([schema] if schema else [])])
    journalen = build_journals(boeken.verantwoording, ontvangsten)
    with one_set() as samen:
        samen.kenmerk = make_mark("journaal", boeken.mark)
        write_journals(journalen, boeken.schema, uit)
        if schema is not None:
            write_chart(boeken.schema, schema)
    if not stil:
        for regel in boeken.running:
            click.secho(regel, fg="yellow")
        show_journals(journalen)
        for regel in assumed_words(boeken.schema, {x for j in journalen for x in j.gebruikt}):
            click.secho(regel, fg="yellow")
        click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in [*doelen, *([schema] if schema else [])]))
    raise SystemExit(1 if any(map(to_mend, journalen)) else 0)
