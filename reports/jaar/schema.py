"""What a file for the books says of its codes: which are assumed, and how to write them down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from finance.fouten import list_words
from scenarios.administratie.rekeningschema import BESTAND, KOLOMMEN, Rekeningschema
from scenarios.grond.bestanden import write_text
from scenarios.grond.csvtekst import csv_text

GENOEMD = 8
"""Roles that are named in a sentence."""


def assumed_words(schema: Rekeningschema, gebruikt: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Which codes in a file rest on an assumption, and what to do about it; nothing when all were settled."""
    rollen = schema.assumed(gebruikt)
    if not rollen:
        return
    rest = len(rollen) - GENOEMD
    namen = list_words(rollen)
    if rest > 0:
        namen = f"{', '.join(rollen[:GENOEMD])} en nog {rest} {'post' if rest == 1 else 'posten'}"
    waar = f"{BESTAND} stelt niet alles vast" if schema.aanwezig else f"er is geen {BESTAND} in de regiomap"
    yield (
        f"Aanname: {waar}. Rekening, taakveld en economische categorie van {namen} zijn niet bevestigd; de codes zelf "
        f"zijn van CBS. Schrijf de lijst met --schema {BESTAND}, vul haar in, zet de status op vastgesteld en zet haar "
        "in de regiomap."
    )


def write_chart(schema: Rekeningschema, doel: Path) -> None:
    """The whole list as a file to fill in: what was read, and the defaults that stand in for the rest."""
    write_text(doel, csv_text(KOLOMMEN, schema.as_rows()))
