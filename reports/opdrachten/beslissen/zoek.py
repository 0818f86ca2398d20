"""The command `zoek`: up to where one knob may go."""

from __future__ import annotations

from pathlib import Path

import click

from finance.fouten import list_words
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import MAP, STIL, ZAAD, ZEKERHEID, ZONDER, Rekenkeuze, file_option
from reports.grond.vormen import csv_option, forms
from reports.opdrachten.beslissen.opties import EEN_SCENARIO, draws_together
from scenarios.regiomap.land.keuze import Regiokeuze

TREKKINGEN_SAMEN = draws_together(200, 100_000)


@click.command(cls=Opdracht)
@MAP
@click.option(
    "--knop",
    "knoppen",
    multiple=True,
    metavar="VELD@DATUM",
    help="Wat beweegt, zoals prijs.leerroute_b1@2027-01-01, fte of gemeentefonds; mag vaker. Zonder: de prijs van de "
    "B1-route en de Z-route en de eigen fte.",
)
@click.option(
    "--doel",
    "doeltekst",
    default=None,
    metavar="DOEL",
    help='Wat moet houden, zoals "kans>=0.9 in 2027-2029". Zonder: het oordeel over de regio.',
)
@EEN_SCENARIO
@TREKKINGEN_SAMEN
@ZAAD
@ZEKERHEID
@ZONDER
@file_option("uit", "Schrijf ook zoek.html en zoek.csv in deze map.", "MAP")
@file_option("json", "Schrijf de uitkomst voor programma's.")
@STIL
@forms("pdf", bij="uit")
@csv_option
def zoek(
    map_: Regiokeuze,
    knoppen: tuple[str, ...],
    doeltekst: str | None,
    scenario: str,
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    zonder: tuple[str, ...],
    uit: Path | None,
    json_: Path | None,
    stil: bool,
) -> None:
    """Tot waar kan een prijs, fte of budget, zodat het doel nog houdt?"""
    from finance.fouten import Invoerfout, Melding
    from reports.afweging.keuze import targets, write_choice
    from reports.afweging.zoek import build_seek, seek_document, seek_table, show_seek
    from reports.raming.scherm import show_books
    from scenarios.afweging.doel import goal_of
    from scenarios.afweging.knoppen import decision_knobs, parse_knobs
    from scenarios.afweging.punten import Punten
    from scenarios.afweging.zoek import seek
    from scenarios.engine.write import write_json
    from scenarios.grond.bestanden import raise_if_writing_fails
    from scenarios.model.model import build_model
    from scenarios.onzekerheid.drijvers import leave_out
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.waarheid.feiten import read_truth

    doelen = targets("zoek", uit) if uit is not None else []
    raise_if_writing_fails([*doelen, *([json_] if json_ else [])])
    regio = leave_out(read_truth(map_), zonder)
    (basis,) = choose_scenarios(regio, (scenario,))
    model = build_model(regio, basis)
    doel = goal_of(regio, model, zekerheid, doeltekst)
    gezocht = parse_knobs(knoppen, regio, model) if knoppen else decision_knobs(regio, model)
    if not gezocht:
        verwacht = "een knop als --knop gemeentefonds@2027-01-01"
        raise Invoerfout([Melding("--knop", "", "geen prijs, fte of vast bedrag in deze map", verwacht)])
    uitkomsten = seek(regio, basis, Punten(model, trekkingen, zaad), doel, gezocht)
    keuze = Rekenkeuze(trekkingen, zaad, zekerheid, zonder=zonder)
    if not stil:
        show_seek(uitkomsten, doel, regio)
        show_books(regio)
    if json_ is not None:
        write_json(seek_document(uitkomsten, doel, regio, keuze, scenario), json_)
    if doelen:
        write_choice(build_seek(uitkomsten, doel, regio, keuze, scenario), seek_table(uitkomsten), regio, doelen)
    if geschreven := [*doelen, *([json_] if json_ else [])]:
        click.echo(f"Geschreven: {list_words([*map(str, geschreven)])}")
