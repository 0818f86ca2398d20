"""The command `journaal`: the entries of a year as a file for the financial system, tied to the year account."""

from __future__ import annotations

from pathlib import Path

import click

from reports.grond.opdrachtregel import Opdracht
from reports.opdrachten.jaar.boekbestanden import book_options, tell_books, write_books


@click.command(cls=Opdracht)
@book_options
def journaal(map_: str, jaar: int, gemeente: str | None, uit: Path, schema: Path | None, stil: bool) -> None:
    """Maak de journaalposten van een jaar als invoerbestand. Eindcode 1: iets sluit niet of moet worden uitgezocht."""
    from reports.jaar.journaal import show_journals, to_mend, write_journals
    from scenarios.administratie.boeken import open_books
    from scenarios.administratie.journaal import build_journals
    from scenarios.administratie.ontvangsten import read_receipts

    boeken = open_books(map_, jaar, gemeente)
    ontvangsten = read_receipts(boeken.map, boeken.invoer.gemeenten, boeken.invoer.land)
    alle, doelen = write_books(
        "journaal",
        boeken,
        (uit, schema),
        lambda: build_journals(boeken.verantwoording, ontvangsten),
        lambda alle: write_journals(alle, boeken.schema, uit),
    )
    if not stil:
        tell_books(boeken, alle, doelen, show_journals)
    raise SystemExit(1 if any(map(to_mend, alle)) else 0)
