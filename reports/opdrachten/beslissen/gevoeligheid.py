"""The command `gevoeligheid`: which source of uncertainty does what, in euros and in chance."""

from __future__ import annotations

from pathlib import Path

import click

from finance.fouten import list_words
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import JAARTAL, MAP, STIL, ZAAD, ZEKERHEID, ZONDER, Rekenkeuze, file_option
from reports.grond.vormen import csv_option, forms
from reports.opdrachten.beslissen.opties import EEN_SCENARIO
from reports.opdrachten.beslissen.zoek import TREKKINGEN_SAMEN
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@click.option(
    "--jaar",
    "jaren",
    type=JAARTAL,
    multiple=True,
    metavar="JJJJ",
    help="Het saldo opgeteld tot en met dit jaar; mag vaker. Zonder: het jaar waarin het meest ontbreekt.",
)
@EEN_SCENARIO
@TREKKINGEN_SAMEN
@ZAAD
@ZEKERHEID
@ZONDER
@file_option("uit", "Schrijf ook gevoeligheid.html, gevoeligheid.csv en de tornado als .svg in deze map.", "MAP")
@STIL
@forms("pdf", bij="uit")
@csv_option
def gevoeligheid(
    map_: Regiokeuze,
    jaren: tuple[int, ...],
    scenario: str,
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    zonder: tuple[str, ...],
    uit: Path | None,
    stil: bool,
) -> None:
    """Waar is het saldo gevoelig voor? Iedere bron op haar P10 en P90, en haar aandeel."""
    from finance.fouten import Invoerfout, Melding
    from reports.afweging.gevoeligheid import (
        build_sensitivity,
        chance_figure,
        euro_figure,
        sensitivity_rows,
        show_sensitivity,
    )
    from reports.afweging.keuze import targets, write_choice
    from reports.figuren.figuren import as_file
    from reports.raming.scherm import show_books
    from scenarios.afweging.doel import goal_of
    from scenarios.afweging.gevoeligheid import hardest_year, weigh_sources
    from scenarios.afweging.punten import Punten
    from scenarios.grond.bestanden import raise_if_writing_fails, write_text
    from scenarios.model.model import build_model
    from scenarios.onzekerheid.drijvers import leave_out
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.waarheid.feiten import read_truth

    doelen = targets("gevoeligheid", uit) if uit is not None else []
    beelden = [uit / f"gevoeligheid-{wat}.svg" for wat in ("euro", "kans")] if uit is not None else []
    raise_if_writing_fails([*doelen, *beelden])
    regio = leave_out(read_truth(map_), zonder)
    (basis,) = choose_scenarios(regio, (scenario,))
    model = build_model(regio, basis)
    if vreemd := [j for j in jaren if j not in (open_ := goal_of(regio, model, zekerheid).jaren)]:
        verwacht = f"een open jaar: {', '.join(map(str, open_))}"
        raise Invoerfout(Melding("--jaar", "", str(j), verwacht) for j in vreemd)
    punten = Punten(model, trekkingen, zaad)
    alle = [weigh_sources(punten, j) for j in jaren or (hardest_year(regio, punten, zekerheid),)]
    if not stil:
        show_sensitivity(alle)
        show_books(regio)
    if doelen:
        keuze = Rekenkeuze(trekkingen, zaad, zekerheid, zonder=zonder)
        write_choice(build_sensitivity(alle, regio, keuze, scenario), sensitivity_rows(alle), regio, doelen)
        for doel, figuur in zip(beelden, (euro_figure(alle[0]), chance_figure(alle[0])), strict=True):
            write_text(doel, as_file(figuur.svg))
        click.echo(f"Geschreven: {list_words([*map(str, (*doelen, *beelden))])}")
