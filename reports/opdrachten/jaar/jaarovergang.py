"""The command `jaarovergang`: into the next year after a year was closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import click

from finance.fouten import Invoerfout, Melding, as_word
from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import STIL, TEKSTMAP, year_option
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@TEKSTMAP
@year_option("Het jaar dat voorbij is; alleen nodig in een map zonder boeken.", verplicht=False)
@click.option("--peildatum", type=Dag(), default=None, metavar="DATUM", help="Een andere dan 1 januari.")
@click.option("--ja", is_flag=True, help="Voer de overgang uit; zonder wordt er alleen getoond.")
@click.option("--wie", default="", metavar="NAAM", help="Wie de overgang doet; komt in het logboek.")
@STIL
def jaarovergang(map_: Regiokeuze, jaar: int | None, peildatum: date | None, ja: bool, wie: str, stil: bool) -> None:
    """Zet een map na spuk sluit over naar het volgende jaar: eerst als verschil, met --ja echt."""
    from reports.jaar.overgang import show_rollover
    from reports.opdrachten.controle import check_folder
    from scenarios.jaar.overgaan import roll_over, tried
    from scenarios.jaar.overgang import OPDRACHT, plan_rollover
    from scenarios.waarheid.sluiten import own_folder
    from scenarios.werkboek.map import refuse_workbook

    refuse_workbook(map_)
    if ja:
        own_folder(map_, OPDRACHT)
    overgang = plan_rollover(map_, jaar, peildatum)
    if not stil:
        show_rollover(overgang, str(map_))
    with tried(overgang) as proef:
        try:
            check_folder(replace(map_, naam=str(proef)))
        except Invoerfout as fout:
            gevonden = f"een map die in {overgang.naar} niet klopt"
            herstel = "Los eerst op wat hierna staat. Er is niets geschreven."
            melding = Melding(OPDRACHT, "", gevonden, "een map die spuk controleer goedkeurt", herstel)
            raise Invoerfout([melding, *fout.meldingen]) from None
    if not ja:
        if not stil:
            click.echo(f"Er is niets geschreven. Voer het uit met: spuk jaarovergang {as_word(map_)} --ja --wie NAAM")
        return
    bestanden = roll_over(overgang, wie, datetime.now())
    if not stil:
        click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in bestanden))
        click.echo(
            f"Zoals ze waren, staan ze in {overgang.map / 'verantwoording' / 'gesloten'} (voor-{overgang.naar}-...)."
        )
