"""The command `uitleg`: a rule of law as a sentence, as a formula, and with the figures of a gemeente and year; or a
sheet, file or page that a message points to."""

from __future__ import annotations

import textwrap

import click

from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import JAARTAL, Regiomap, data_option
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@click.argument("onderwerp", metavar="[ONDERWERP]", nargs=-1)
@click.option(
    "--regio",
    "map_",
    type=Regiomap(),
    default=None,
    metavar="MAP",
    help="Vul de regels in met de verwachte cijfers van MAP.",
)
@data_option()
@click.option("--gemeente", "naam", default=None, metavar="NAAM", help="Van welke gemeente (de eerste).")
@click.option("--jaar", type=JAARTAL, default=None, metavar="JJJJ", help="Van welk jaar (dat van de peildatum).")
def uitleg(onderwerp: tuple[str, ...], map_: Regiokeuze | None, naam: str | None, jaar: int | None) -> None:
    """Leg een artikel, een regel, de invoer of een woord uit: art. 10.5, saldo, contracten, buffer."""
    from reports.invoer.onderwerp import explain_word, find_page, list_topics
    from reports.invoer.pagina import explain
    from reports.opdrachten.uitleg_scherm import BREEDTE, show_figures, show_overview, show_page, show_rules
    from scenarios.inzicht.wetsuitleg import explain_in_region, find_rules, is_rule

    if map_ is None and (naam is not None or jaar is not None):
        raise click.UsageError("--gemeente en --jaar horen bij --regio.")
    if onderwerp and map_ is None and (tekst := explain(" ".join(onderwerp))):
        click.echo(tekst)
        return
    if onderwerp and map_ is None and (tekst := find_page(" ".join(onderwerp))):
        show_page(tekst)
        return
    if onderwerp and map_ is None and (tekst := explain_word(" ".join(onderwerp))):
        click.echo(textwrap.fill(tekst, BREEDTE))
        if not is_rule(" ".join(onderwerp)):
            return
        click.echo()
    regels = find_rules(" ".join(onderwerp), list_topics())
    if map_ is not None:
        show_figures(explain_in_region(regels, map_, naam, jaar))
    elif onderwerp:
        show_rules(regels)
    else:
        show_overview(regels)
        click.echo("\nOf van de invoer, zoals: spuk uitleg invoer, spuk uitleg contracten")
        click.echo("Of van een woord, zoals: spuk uitleg buffer. De handleiding: spuk uitleg handleiding")
