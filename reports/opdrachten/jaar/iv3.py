"""The command `iv3`: lasten and baten per taakveld and economische categorie by quarter, tied to the year account."""

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
def iv3(map_: str, jaar: int, gemeente: str | None, uit: Path, schema: Path | None, stil: bool) -> None:
    """Maak Iv3: lasten en baten per taakveld, categorie en kwartaal. Eindcode 1: iets sluit niet of CBS weigert het."""
    from reports.jaar.iv3 import show_iv3, to_mend, write_iv3
    from reports.jaar.journaal import file_of
    from reports.jaar.schema import assumed_words, write_chart
    from scenarios.administratie.boeken import open_books
    from scenarios.administratie.iv3 import build_iv3
    from scenarios.boeken.begroting import read_budget
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import one_set, raise_if_writing_fails

    boeken = open_books(map_, jaar, gemeente)
    begroting = read_budget(boeken.map, boeken.invoer.gemeenten)
    doelen = [file_of("iv3", jaar, g, uit) for g in boeken.gemeenten]
    raise_if_writing_fails([*doelen, *([schema] if schema else [])])
    alle = build_iv3(boeken.verantwoording, begroting, boeken.schema)
    with one_set() as samen:
        samen.kenmerk = make_mark("iv3", boeken.mark)
        write_iv3(alle, uit)
        if schema is not None:
            write_chart(boeken.schema, schema)
    if not stil:
        for regel in boeken.running:
            click.secho(regel, fg="yellow")
        show_iv3(alle)
        for regel in assumed_words(boeken.schema, {x for i in alle for x in i.gebruikt}):
            click.secho(regel, fg="yellow")
        click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in [*doelen, *([schema] if schema else [])]))
    raise SystemExit(1 if any(map(to_mend, alle)) else 0)
