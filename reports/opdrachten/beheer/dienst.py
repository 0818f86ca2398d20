"""The command `dienst`: the same functions over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from reports.dienst.grenzen import UUR, Dienstgrenzen
from reports.grond.opdrachtregel import GeheelGetal, Opdracht

GB = 1_000_000_000
_GEWOON = Dienstgrenzen()


def _limit(naam: str, hoogste: int, gewoon: int | None, help_: str) -> Callable[..., Any]:
    metavar = "GB" if naam == "--geheugen" else "AANTAL"
    return click.option(naam, type=GeheelGetal(1, hoogste), default=gewoon, metavar=metavar, help=help_)


@click.command(cls=Opdracht)
@click.argument("map_", metavar="[MAP]", required=False, default=None)
@click.option(
    "--toegang",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="Meer bellers, ieder met een eigen regiomap en token; anders MAP, met het token in SPUK_DIENST_TOKEN.",
)
@click.option("--nieuw-token", is_flag=True, help="Maak een token en het blok voor --toegang, en stop.")
@click.option("--adres", default="127.0.0.1", metavar="ADRES", help="Waar de dienst luistert (127.0.0.1).")
@click.option("--poort", type=GeheelGetal(0, 65535), default=8765, metavar="GETAL", help="Poort (8765); 0: een vrije.")
@click.option("--naam", "namen", multiple=True, metavar="NAAM", help="Nog een naam van deze dienst; mag vaker.")
@click.option(
    "--bewaarmap",
    type=click.Path(path_type=Path),
    default=None,
    metavar="MAP",
    help="Waar uitkomsten blijven, ook na een herstart; zonder: tot de dienst stopt.",
)
@_limit("--bewaren", 24 * 366, _GEWOON.bewaren // UUR, "Uren dat een uitkomst blijft (24).")
@_limit("--tijd", 24 * UUR, _GEWOON.seconden, "Seconden die een berekening mag duren (600).")
@_limit("--geheugen", 100_000, None, "Geheugen van een berekening (zonder: wat bij de start vrij is).")
@_limit("--gelijktijdig", 100, _GEWOON.gelijktijdig, "Berekeningen tegelijk (1).")
@_limit("--wachtrij", 10_000, _GEWOON.wachtrij, "Aanvragen die mogen wachten (20).")
@_limit("--per-beller", 10_000, _GEWOON.per_beller, "Aanvragen van één beller die nog niet klaar zijn (5).")
@_limit("--trekkingen", 100_000_000, _GEWOON.trekkingen, "Meeste trekkingen van een aanvraag (100000).")
def dienst(
    map_: str | None,
    toegang: Path | None,
    nieuw_token: bool,
    adres: str,
    poort: int,
    namen: tuple[str, ...],
    bewaarmap: Path | None,
    bewaren: int,
    tijd: int,
    geheugen: int | None,
    gelijktijdig: int,
    wachtrij: int,
    per_beller: int,
    trekkingen: int,
) -> None:
    """Laat een ander programma ramingen vragen en uitkomsten lezen, over HTTP."""
    if nieuw_token:
        from reports.dienst.bellers import new_token

        token, merk = new_token()
        click.echo(f"Token, voor de beller; het wordt nergens bewaard:\n\n{token}\n\nVoor het bestand van --toegang:\n")
        click.echo(f'[naam]\nmap = "regiomap"\ntoken_sha256 = "{merk}"')
        return
    if (map_ is None) == (toegang is None):
        raise click.UsageError("geef een MAP, of --toegang met de bellers; een van beide.")
    from reports.dienst.server import Standplaats, serve

    grenzen = Dienstgrenzen(
        gelijktijdig=gelijktijdig,
        wachtrij=wachtrij,
        per_beller=per_beller,
        seconden=tijd,
        trekkingen=trekkingen,
        geheugen=geheugen * GB if geheugen is not None else None,
        bewaren=bewaren * UUR,
    )
    eigen = frozenset(naam.casefold() for naam in namen)
    serve(map_, toegang, Standplaats(adres, poort, eigen, bewaarmap), grenzen)
