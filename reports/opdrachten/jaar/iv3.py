"""The command `iv3`: lasten and baten per taakveld and economische categorie by quarter, tied to the year account."""

from __future__ import annotations

from pathlib import Path

import click

from reports.grond.opdrachtregel import Opdracht
from reports.opdrachten.jaar.boekbestanden import book_options, tell_books, write_books


@click.command(cls=Opdracht)
@book_options
def iv3(map_: str, jaar: int, gemeente: str | None, uit: Path, schema: Path | None, stil: bool) -> None:
    """Maak Iv3: lasten en baten per taakveld, categorie en kwartaal. Eindcode 1: iets sluit niet of CBS weigert het."""
    from reports.jaar.iv3 import show_iv3, to_mend, write_iv3
    from scenarios.administratie.boeken import open_books
    from scenarios.administratie.iv3 import build_iv3
    from scenarios.boeken.begroting import read_budget

    boeken = open_books(map_, jaar, gemeente)
    begroting = read_budget(boeken.map, boeken.invoer.gemeenten, boeken.invoer.land)
    alle, doelen = write_books(
        "iv3",
        boeken,
        (uit, schema),
        lambda: build_iv3(boeken.verantwoording, begroting, boeken.schema),
        lambda alle: write_iv3(alle, uit),
    )
    if not stil:
        tell_books(boeken, alle, doelen, show_iv3)
    raise SystemExit(1 if any(map(to_mend, alle)) else 0)
