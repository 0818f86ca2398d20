"""The command `gegevens`: how fresh the national data are, and taking in newer ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from finance.fouten import as_word
from finance.parameters import STATUSSEN
from reports.grond.opdrachtregel import Dag, Opdracht, Opdrachten
from reports.grond.rekenopties import Regiomap, data_option
from scenarios.regiomap.land.keuze import Regiokeuze, named_folder

if TYPE_CHECKING:
    from scenarios.regiomap.land.opnemen import Opname

DOEL = click.option(
    "--map",
    "map_",
    type=click.Path(path_type=Path),
    default=None,
    metavar="MAP",
    help="Waar het bij komt: een gegevensmap, of een regiomap (dan de map gegevens daarin). Zonder: SPUK_GEGEVENS.",
)
BEKEND = click.option(
    "--bekend-op", type=Dag(), default=None, metavar="DATUM", help="Dag waarop het cijfer bekend werd."
)
HALFJAAR = click.option("--halfjaar", default="", metavar="JJJJHx", help="Van een taakstelling, zoals 2027H1.")
NIEUWE_STATUS = click.Choice(STATUSSEN)


@click.group(cls=Opdrachten, invoke_without_command=True)
@click.option("--regio", type=Regiomap(), default=None, metavar="MAP", help="Met de eigen gegevens van deze regio.")
@click.option("--op", type=Dag(), default=None, metavar="DATUM", help="Hoe het op deze dag staat (vandaag).")
@data_option(tonen=True)
@click.pass_context
def gegevens(ctx: click.Context, regio: Regiokeuze | None, op: date | None, gegevens: Path | None) -> None:
    """Toon hoe vers de landelijke gegevens zijn, of neem nieuwere op."""
    if ctx.invoked_subcommand is not None:
        return
    from reports.invoer.gegevens import show_series
    from scenarios.regiomap.land.eigen import open_land
    from scenarios.regiomap.regio import find_region

    land = open_land(find_region(regio) if regio is not None else None, named_folder(gegevens))
    show_series(land, op or date.today())


@gegevens.command(cls=Opdracht)
@click.argument("bestand", metavar="BESTAND", type=click.Path(path_type=Path))
@DOEL
@click.option("--bron", default="", metavar="TEKST", help="Waar het cijfer staat; zonder: de naam van het bestand.")
@click.option("--status", type=NIEUWE_STATUS, default=None, help="Hoe vast het cijfer staat.")
@BEKEND
@HALFJAAR
def bij(bestand: Path, map_: Path | None, bron: str, status: str | None, bekend_op: date | None, halfjaar: str) -> None:
    """Neem een bestand op: StatLine (CSV of JSON), een overzicht van taakstellingen, of eigen kolommen."""
    from scenarios.regiomap.land.opnemen import Herkomst, take_in

    _tell(take_in(bestand, _target(map_), Herkomst(bron, status or "", bekend_op, halfjaar)))


@gegevens.command(cls=Opdracht)
@click.argument("naam", metavar="NAAM")
@click.argument("waarde", metavar="WAARDE")
@DOEL
@click.option("--van", type=Dag(), default=None, metavar="DATUM", help="Eerste dag waarop de waarde geldt.")
@click.option("--bron", required=True, metavar="TEKST", help="Waar het cijfer staat, zoals een circulaire met datum.")
@click.option("--status", type=NIEUWE_STATUS, required=True, help="Hoe vast het cijfer staat.")
@BEKEND
@HALFJAAR
def zet(
    naam: str,
    waarde: str,
    map_: Path | None,
    van: date | None,
    bron: str,
    status: str,
    bekend_op: date | None,
    halfjaar: str,
) -> None:
    """Zet één cijfer: een parameter zoals bedrag_gezin, of de taakstelling van een halfjaar."""
    from scenarios.regiomap.land.opnemen import Herkomst, set_taakstelling, set_value

    doel, herkomst = _target(map_), Herkomst(bron, status, bekend_op, halfjaar)
    if naam == "taakstelling":
        if not halfjaar:
            raise click.UsageError("Geef met --halfjaar van welk halfjaar, zoals 2027H1.")
        _tell(set_taakstelling(doel, waarde, herkomst))
        return
    if van is None:
        raise click.UsageError("Geef met --van de eerste dag waarop de waarde geldt, zoals 2027-01-01.")
    _tell(set_value(doel, naam, waarde, van, herkomst))


def _target(map_: Path | None) -> Path:
    """The data folder that figures come into; of a region that is a workbook the one beside it."""
    from scenarios.regiomap.land.opnemen import data_folder
    from scenarios.werkboek.map import find_workbook

    genoemd = named_folder(map_)
    if genoemd is None:
        raise click.UsageError("Geef met --map een gegevensmap of regiomap.")
    return data_folder(find_workbook(str(genoemd.map)) or genoemd.map)


def _tell(opnamen: list[Opname]) -> None:
    for o in opnamen:
        vervangen = f", {o.vervangen} vervangen" if o.vervangen else ""
        click.echo(f"{o.pad}: {o.erbij} erbij{vervangen} ({o.wat}).")
    click.echo(f"Bekijk het met: spuk gegevens --gegevens {as_word(opnamen[0].pad.parent)}")
