"""The command `maatregelen`: the cheapest set of measures that is budgetneutraal."""

from __future__ import annotations

from pathlib import Path

import click

from finance.fouten import list_words
from reports.grond.opdrachtregel import GeheelGetal, Opdracht
from reports.grond.rekenopties import MAP, PARTIJ, STIL, ZAAD, ZEKERHEID, ZONDER, Rekenkeuze, file_option
from reports.grond.vormen import csv_option, forms
from reports.opdrachten.beslissen.opties import EEN_SCENARIO, draws_together
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@EEN_SCENARIO
@draws_together(2, PARTIJ, 2_000)
@ZAAD
@ZEKERHEID
@ZONDER
@click.option("--bewaar", default=None, metavar="NAAM", help="Bewaar het goedkoopste pakket als scenario NAAM.")
@click.option("--nummer", type=GeheelGetal(1), default=None, metavar="NR", help="Bewaar dit pakket uit de tabel.")
@click.option("--vervang", is_flag=True, help="Vervang een scenario dat al zo heet.")
@file_option("uit", "Schrijf ook maatregelen.html en maatregelen.csv in deze map.", "MAP")
@STIL
@forms("pdf", bij="uit")
@csv_option
def maatregelen(
    map_: Regiokeuze,
    scenario: str,
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    zonder: tuple[str, ...],
    bewaar: str | None,
    nummer: int | None,
    vervang: bool,
    uit: Path | None,
    stil: bool,
) -> None:
    """Het goedkoopste pakket uit maatregelen.toml dat budgetneutraal is, en wat iedere zekerheid kost."""
    from finance.fouten import Invoerfout
    from reports.afweging.keuze import targets, write_choice
    from reports.afweging.maatregelen import build_measures, front_table, show_measures
    from reports.raming.scherm import progress, show_books
    from scenarios.afweging.maatregelen.bestand import VOORBEELD
    from scenarios.afweging.maatregelen.lezen import read_measures, without_file
    from scenarios.afweging.maatregelen.zoeken import find_measures
    from scenarios.engine.explore import Explorer
    from scenarios.grond.bestanden import raise_if_writing_fails
    from scenarios.onzekerheid.drijvers import leave_out
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.waarheid.feiten import read_truth

    if nummer is not None and bewaar is None:
        raise click.UsageError("--nummer hoort bij --bewaar.")
    doelen = targets("maatregelen", uit) if uit is not None else []
    raise_if_writing_fails(doelen)
    regio = leave_out(read_truth(map_), zonder)
    hefbomen = read_measures(regio)
    if not hefbomen:
        # A message has no lines, so what can be pasted stands by itself.
        click.echo(VOORBEELD, err=True)
        raise Invoerfout([without_file(regio)])
    (basis,) = choose_scenarios(regio, (scenario,))
    with progress("Maatregelen", None, stil, "combinaties") as voortgang:
        uitslag = find_measures(Explorer(regio, trekkingen, zaad), basis, hefbomen, zekerheid, voortgang)
    if not stil:
        show_measures(uitslag, trekkingen)
        show_books(regio)
    if doelen:
        keuze = Rekenkeuze(trekkingen, zaad, zekerheid, zonder=zonder)
        write_choice(build_measures(uitslag, regio, scenario, keuze), front_table(uitslag), regio, doelen)
        if not stil:
            click.echo(f"Geschreven: {list_words([*map(str, doelen)])}")
    if bewaar is not None:
        from scenarios.afweging.maatregelen.bewaren import keep_point

        bewaard = keep_point(regio, basis, uitslag, bewaar, nummer, vervang)
        if not stil:
            click.echo(f"Bewaard: {bewaard}")
