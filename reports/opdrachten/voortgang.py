"""The commands `voortgang` and `jaarbeeld`; the command line adds them to its group."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import MAP, STIL, file_option, folder_option, gemeente_option, year_option
from reports.grond.vormen import forms
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@click.option("--van", type=Dag(), default=None, metavar="DATUM", help="Tellingen vanaf deze dag (alles).")
@click.option("--tot", type=Dag(), default=None, metavar="DATUM", help="Tellingen tot deze dag (de peildatum).")
@click.option(
    "--intern",
    is_flag=True,
    help="Toon ook groepen van minder dan tien mensen. Niet voor publicatie.",
)
@folder_option("Waar voortgang.xlsx en voortgang.html komen (hier).")
@STIL
@forms("ods", "pdf")
def voortgang(map_: Regiokeuze, van: date | None, tot: date | None, intern: bool, uit: Path, stil: bool) -> None:
    """Beleidsdoelen per cohort met oordeel, en de tabellen van een voortgangsrapportage."""
    from reports.voortgang.rapport import write_progress_report
    from reports.voortgang.scherm import show_progress
    from reports.voortgang.werkboek import write_progress_workbook
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import one_set, raise_if_writing_fails
    from scenarios.inzicht.voortgang import build_progress
    from scenarios.regiomap.regio import read_region

    werkboek, rapport = uit / "voortgang.xlsx", uit / "voortgang.html"
    raise_if_writing_fails([werkboek, rapport])
    beeld = build_progress(read_region(map_), van, tot, intern)
    with one_set() as samen:
        samen.kenmerk = make_mark(beeld.regio.hashes, str(van), str(tot), intern)
        write_progress_workbook(beeld, werkboek)
        write_progress_report(beeld, rapport)
    if not stil:
        show_progress(beeld)
        click.echo(f"Geschreven: {werkboek} en {rapport}")


@click.command(cls=Opdracht)
@MAP
@year_option("Het jaar.")
@click.option("--scenario", default="basis", metavar="NAAM", help="Scenario uit de map scenarios (basis).")
@gemeente_option("Toon deze gemeente naast de regio en het land.")
@file_option("uit", "Schrijf de tabellen naar .xlsx.")
@click.option("--intern", is_flag=True, help="Toon ook groepen van minder dan tien mensen. Niet voor publicatie.")
@STIL
@forms("ods", bij="uit", bestand=True)
def jaarbeeld(
    map_: Regiokeuze, jaar: int, scenario: str, gemeente: str | None, uit: Path | None, intern: bool, stil: bool
) -> None:
    """Een jaar voor de raad: per kwartaal, de instroom en de gemeenten naast elkaar."""
    from finance.fouten import Invoerfout, Melding
    from reports.raming.kerncijfers import check_gemeente
    from reports.voortgang.jaarbeeld import show_tables, tables, write_tables
    from reports.voortgang.tekst import INTERN
    from scenarios.inzicht.jaarbeeld import make_overview
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.waarheid.feiten import read_truth

    if uit is not None and uit.suffix != ".xlsx":
        raise Invoerfout([Melding("--uit", "", str(uit), "een bestand dat eindigt op .xlsx")])
    regio = read_truth(map_)
    gemeente = check_gemeente(regio, gemeente)
    beeld = make_overview(regio, choose_scenarios(regio, (scenario,))[0], jaar, intern)
    tabellen = tables(beeld, gemeente)
    let_op = INTERN if intern else ""
    if not stil:
        show_tables(tabellen, beeld.aannames, let_op)
    if uit is not None:
        write_tables(tabellen, beeld.aannames, uit, let_op)
        click.echo(f"Geschreven: {uit}")
