"""The commands `nieuw`, `controleer` and `parameters`: what stands in a region folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from finance.fouten import as_word
from finance.taal.getallen import format_date
from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import MAP, Regiomap, data_option, file_option
from scenarios.regiomap.land.keuze import Regiokeuze, named_folder


@click.command(cls=Opdracht)
@click.argument("map_", metavar="MAP", type=click.Path(path_type=Path))
@click.option(
    "--van",
    default=None,
    metavar="VOORBEELD",
    help="Waarvan te beginnen (voorbeeld:westfriesland; met --gemeenten voorbeeld:landelijk, met --verantwoording "
    "voorbeeld:zevenlinden).",
)
@click.option(
    "--gemeenten",
    default="",
    metavar="NAAM,NAAM",
    help="De eigen gemeenten, zoals Amersfoort,Leusden: zonder regels van gemeenten uit het voorbeeld.",
)
@click.option(
    "--verantwoording",
    is_flag=True,
    help="Met de (fictieve) boekingen, begroting en metingen van het voorbeeld; met --gemeenten lege boeken.",
)
@click.option("--excel", is_flag=True, help="Als één werkboek, invoer.xlsx, in plaats van tekstbestanden.")
@data_option(tonen=True)
def nieuw(
    map_: Path, van: str | None, gemeenten: str, verantwoording: bool, excel: bool, gegevens: Path | None
) -> None:
    """Maak een regiomap om mee te beginnen."""
    from scenarios.regiomap.nieuw import copy_region

    namen = [naam.strip() for naam in gemeenten.split(",") if naam.strip()]
    # Only one example keeps books.
    naam = van or f"voorbeeld:{'landelijk' if namen else 'zevenlinden' if verantwoording else 'westfriesland'}"
    keuze = Regiokeuze(naam, named_folder(gegevens))
    voorbeeldboeken = verantwoording and not namen
    if excel:
        from reports.invoer.omzetten import by_table, new_workbook

        werkboek, over = new_workbook(keuze, map_, voorbeeldboeken, namen)
        over = by_table(over)
        click.echo(f"Werkboek gemaakt: {werkboek}.")
    else:
        bestanden, over = copy_region(keuze, map_, voorbeeldboeken, namen)
        click.echo(f"{len(bestanden)} bestanden gezet in {map_}.")
    if namen and verantwoording:
        from scenarios.inbrengen.skelet import write_skeleton
        from scenarios.regiomap.regio import read_region

        boeken = write_skeleton(map_, read_region(replace(keuze, naam=str(map_))).bestand.gemeente)
        click.echo(f"Lege boeken: {len(boeken)} bestanden gezet in {map_ / 'verantwoording'}.")
    if over:
        click.echo(f"Nog van {naam}, te vervangen door eigen cijfers:")
        for naam, wat in over.items():
            click.echo(f"- {naam}: {wat}")
        click.echo("- de slagingsdoelen zijn die van Westfriesland; zie: spuk parameters doel")
    click.echo(f"Toets de map met: spuk controleer {as_word(map_)}")
    click.echo(f"Maatregelen afwegen: zet ze in maatregelen.toml; een voorbeeld toont spuk maatregelen {as_word(map_)}")
    if namen and verantwoording:
        click.echo(f"Lees boekingen in met: spuk inlezen {as_word(map_)} BESTAND")


@click.command(cls=Opdracht)
@MAP
@file_option("uit", "Controleer ook of de uitkomsten in deze map bij elkaar horen.", "MAP")
@file_option("json", "Schrijf wat er te zien is ook voor programma's.")
def controleer(map_: Regiokeuze, uit: Path | None, json_: Path | None) -> None:
    """Toon alle fouten in de invoer in één keer, met bestand en regel."""
    from finance.fouten import raise_if_any
    from reports.opdrachten.controle import check_document, check_folder
    from reports.plausibel.tabel import show_plausible
    from reports.raming.scherm import show_attention
    from scenarios.engine.threads import run
    from scenarios.engine.write import write_json
    from scenarios.grond.bestanden import raise_if_writing_fails
    from scenarios.grond.kenmerk import find_mixtures
    from scenarios.grond.wissel import tidy
    from scenarios.plausibel.naast import lay_beside

    if uit is not None:
        tidy(uit)
        raise_if_any(find_mixtures(uit))
    raise_if_writing_fails([json_] if json_ is not None else [])
    regio, model = check_folder(map_)
    namen = ", ".join(g.naam for g in regio.gemeenten)
    click.echo(
        f"Geen fouten. {regio.naam}: {namen}; peildatum {format_date(regio.bestand.peildatum)}, "
        f"tot en met {regio.bestand.eindjaar}."
    )
    for zin in regio.feiten.signalen:
        click.echo(f"Let op: {zin}")
    show_attention(regio, model)
    plausibel = lay_beside(regio, model, run(model, 0))
    show_plausible(plausibel)
    if json_ is not None:
        write_json(check_document(regio, model, plausibel), json_)


@click.command(cls=Opdracht)
@click.argument("pad", metavar="[PAD]", required=False, default="")
@click.option(
    "--op",
    type=Dag(),
    default=None,
    metavar="DATUM",
    help="Alleen wat op deze dag geldt.",
)
@click.option(
    "--regio", "map_", type=Regiomap(), default=None, metavar="MAP", help="Met de eigen parameters van deze regiomap."
)
@data_option(tonen=True)
def parameters(pad: str, op: date | None, map_: Regiokeuze | None, gegevens: Path | None) -> None:
    """Toon een wettelijke parameter met waarde, status en bron."""
    from reports.raming.scherm import show_parameters
    from scenarios.regiomap.land.eigen import open_land
    from scenarios.regiomap.regio import read_region

    alle = read_region(map_).parameters if map_ else open_land(None, named_folder(gegevens)).parameters
    show_parameters(alle, pad, op)
