"""The command `invoer`: a region folder as one workbook, and a workbook as text files."""

from __future__ import annotations

from pathlib import Path

import click

from finance.fouten import as_word
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import TEKSTMAP, file_option
from reports.grond.vormen import forms
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@TEKSTMAP
@click.option("--excel", is_flag=True, help="Maak van een regiomap één werkboek.")
@click.option("--tekst", is_flag=True, help="Maak van een werkboek een regiomap met tekstbestanden.")
@file_option("uit", "Waar het werkboek (invoer.xlsx) of de map komt; bij --tekst verplicht.", "PAD")
@click.option(
    "--vervang",
    is_flag=True,
    help="Werk een bestaand werkboek of bestaande map bij; eigen bladen blijven zoals ze zijn.",
)
@forms("ods")
def invoer(map_: Regiokeuze, excel: bool, tekst: bool, uit: Path | None, vervang: bool) -> None:
    """Zet de invoer om: regiomap naar Excel, of Excel naar regiomap."""
    from reports.invoer.omzetten import WERKBOEK, to_text, to_workbook

    if excel == tekst:
        raise click.UsageError("Kies --excel of --tekst.")
    if tekst and uit is None:
        raise click.UsageError("Geef met --uit de map waar de tekstbestanden komen.")
    uit = uit or Path(WERKBOEK)
    gedaan = (to_workbook if excel else to_text)(map_, uit, vervang)
    for wat, paden in (("Geschreven", gedaan.geschreven), ("Al gelijk", gedaan.gelijk), ("Verwijderd", gedaan.weg)):
        if paden:
            click.echo(f"{wat}: {', '.join(map(str, paden))}" if len(paden) < 4 else f"{wat}: {len(paden)} bestanden")
    click.echo(f"Toets de invoer met: spuk controleer {as_word(uit)}")
