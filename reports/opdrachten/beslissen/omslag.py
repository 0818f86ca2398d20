"""The command `omslag`: which combinations break budgetneutraliteit."""

from __future__ import annotations

from pathlib import Path

import click

from finance.fouten import list_words
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import JAARTAL, MAP, PARTIJ, STIL, ZAAD, ZEKERHEID, ZONDER, Rekenkeuze, file_option
from reports.grond.vormen import csv_option, forms
from reports.opdrachten.beslissen.opties import EEN_SCENARIO, draws_together
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@EEN_SCENARIO
@click.option("--jaar", type=JAARTAL, default=None, metavar="JJJJ", help="Een ander jaar dan het moeilijkste.")
@draws_together(2, PARTIJ)
@ZAAD
@ZEKERHEID
@ZONDER
@file_option("uit", "Schrijf ook omslag.html en omslag.csv in deze map.", "MAP")
@STIL
@forms("pdf", bij="uit")
@csv_option
def omslag(
    map_: Regiokeuze,
    scenario: str,
    jaar: int | None,
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    zonder: tuple[str, ...],
    uit: Path | None,
    stil: bool,
) -> None:
    """Welke combinaties van tegenvallers breken de budgetneutraliteit, of redden haar?"""
    from finance.fouten import Invoerfout, Melding
    from reports.afweging.keuze import targets, write_choice
    from reports.afweging.omslag import box_table, build_reversal, show_reversal
    from reports.raming.scherm import show_books
    from scenarios.afweging.omslag.omslag import find_reversal
    from scenarios.grond.bestanden import raise_if_writing_fails
    from scenarios.model.model import build_model
    from scenarios.onzekerheid.drijvers import leave_out
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.waarheid.feiten import read_truth

    doelen = targets("omslag", uit) if uit is not None else []
    raise_if_writing_fails(doelen)
    regio = leave_out(read_truth(map_), zonder)
    model = build_model(regio, choose_scenarios(regio, (scenario,))[0])
    try:
        gevonden = find_reversal(regio, model, trekkingen, zaad, zekerheid, jaar)
    except ValueError as fout:
        raise Invoerfout([Melding("--jaar", "", str(jaar), f"een open jaar: {fout}")]) from None
    if not stil:
        show_reversal(gevonden)
        show_books(regio)
    if doelen:
        keuze = Rekenkeuze(trekkingen, zaad, zekerheid, zonder=zonder)
        write_choice(build_reversal(gevonden, regio, keuze), box_table(gevonden), regio, doelen)
        if not stil:
            click.echo(f"Geschreven: {list_words([*map(str, doelen)])}")
