"""The commands `volumes`, `terugblik` and `taakstelling`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from reports.grond.opdrachtregel import Dag, Opdracht
from reports.grond.rekenopties import (
    MAP,
    SCENARIO,
    STIL,
    TREKKINGEN_2000,
    ZAAD,
    data_option,
    file_option,
    gemeente_option,
)
from reports.grond.vormen import csv_option, forms
from scenarios.regiomap.land.keuze import Regiokeuze, named_folder


@click.command(cls=Opdracht)
@MAP
@SCENARIO
@TREKKINGEN_2000
@ZAAD
@click.option("--per", type=click.Choice(["halfjaar", "maand"]), default="halfjaar", help="Per halfjaar of per maand.")
@gemeente_option("Toon alleen deze gemeente.")
@click.option(
    "--bekend-op",
    type=Dag(),
    default=None,
    metavar="DATUM",
    help="Gebruik alleen taakstellingen die op deze dag bekend waren.",
)
@file_option("uit", "Schrijf alle perioden naar .csv of .xlsx.")
@click.option("--uitleg", is_flag=True, help="Toon, in plaats van de raming, waaruit ieder geleerd cijfer bestaat.")
@STIL
@forms("ods", bij="uit", bestand=True)
@csv_option
def volumes(
    map_: Regiokeuze,
    namen: tuple[str, ...],
    trekkingen: int,
    zaad: int,
    per: str,
    gemeente: str | None,
    bekend_op: date | None,
    uit: Path | None,
    uitleg: bool,
    stil: bool,
) -> None:
    """Opgave, gehuisvest, plichtig en starts per leerroute, met bandbreedte."""
    from reports.raming.scherm import progress
    from reports.raming.volumes import (
        check_gemeente,
        check_target,
        show_intake,
        show_learned,
        show_posteriors,
        show_volumes,
        write_rows,
    )
    from reports.raming.voorbehoud import internal_use
    from scenarios.inzicht.volumes_raming import check_intake, forecast_volumes
    from scenarios.model.model import build_model
    from scenarios.regiomap.regio import choose_scenarios
    from scenarios.waarheid.feiten import read_truth

    check_target(uit)
    regio = read_truth(map_, bekend_op)
    if uitleg:
        for scenario in choose_scenarios(regio, namen):
            model = build_model(regio, scenario)
            show_learned(model)
            show_intake(check_intake(model.verloop, regio.parameters))
        return
    rijen = []
    for scenario in choose_scenarios(regio, namen):
        model = build_model(regio, scenario)
        with progress(f"Scenario {model.scenario}", len(model.gemeenten), stil) as voortgang:
            resultaat = forecast_volumes(model, trekkingen, zaad, voortgang)
        check_gemeente(gemeente, resultaat.reeksen)
        rijen += list(resultaat.rows(per))
        if not stil:
            show_volumes(resultaat, per, regio.bestand.peildatum, gemeente)
    if not stil:
        show_posteriors(model)
        show_intake(check_intake(model.verloop, regio.parameters))
        for zin in internal_use(regio, rapport=False):
            click.echo(zin)
    if uit is not None:
        write_rows(rijen, uit)
        click.echo(f"Geschreven: {uit}")


@click.command(cls=Opdracht)
@MAP
@TREKKINGEN_2000
@ZAAD
@click.option("--alles", is_flag=True, help="Toon iedere vergelijking, niet alleen de dekking.")
@file_option("uit", "Schrijf iedere vergelijking naar .csv of .xlsx.")
@file_option("beeld", "Teken waar de uitkomsten in hun verdeling vielen (.svg).")
@STIL
@forms("ods", bij="uit", bestand=True)
@csv_option
def terugblik(
    map_: Regiokeuze, trekkingen: int, zaad: int, alles: bool, uit: Path | None, beeld: Path | None, stil: bool
) -> None:
    """Hoe goed zou de raming op eerdere peildata zijn geweest?"""
    from reports.raming.scherm import progress
    from reports.raming.volumes import check_target, write_rows
    from reports.terugblik.scherm import show_kept, show_leave_one_out, show_lookback
    from reports.terugblik.tabellen import lookback_rows, pit_figure
    from scenarios.grond.bestanden import write_text
    from scenarios.terugblik.oordeel import judge_all
    from scenarios.terugblik.terugblik import leave_one_out, look_back
    from scenarios.terugblik.trefzekerheid import compare_kept
    from scenarios.waarheid.feiten import read_truth

    check_target(uit)
    regio = read_truth(map_)
    # What is wrong with a kept raming is told before the long computation, not after it.
    bewaard = compare_kept(regio)
    with progress("Terugblik", None, stil, "peildata") as voortgang:
        vergelijkingen = look_back(regio, trekkingen, zaad, voortgang)
    oordelen = judge_all(vergelijkingen)
    if not stil:
        show_lookback(oordelen, vergelijkingen, alles)
        show_leave_one_out(leave_one_out(regio, trekkingen, zaad))
        show_kept(bewaard)
    if uit is not None:
        write_rows(lookback_rows(vergelijkingen), uit)
        click.echo(f"Geschreven: {uit}")
    if beeld is not None:
        write_text(beeld, pit_figure(f"Terugblik {regio.naam}", oordelen))
        click.echo(f"Geschreven: {beeld}")


@click.command(cls=Opdracht)
@click.argument("gemeenten", metavar="[GEMEENTE]...", nargs=-1)
@click.option("--halfjaar", "halfjaren", multiple=True, metavar="JJJJHx", help="Zoals 2025H1; mag vaker. Zonder: alle.")
@click.option(
    "--op",
    type=Dag(),
    default=None,
    metavar="DATUM",
    help="Zoals op deze dag bekend.",
)
@data_option(tonen=True)
@file_option("uit", "Schrijf de tabel naar .csv of .xlsx.")
@forms("ods", bij="uit", bestand=True)
@csv_option
def taakstelling(
    gemeenten: tuple[str, ...], halfjaren: tuple[str, ...], op: date | None, gegevens: Path | None, uit: Path | None
) -> None:
    """Taakstelling huisvesting per gemeente, volgens praktijk en wet."""
    from reports.raming.volumes import check_target, select_taakstelling, show_taakstelling, write_rows
    from scenarios.regiomap.land.eigen import open_land

    check_target(uit)
    land = open_land(None, named_folder(gegevens))
    rijen = select_taakstelling(land, gemeenten, halfjaren, op)
    if uit is not None:
        write_rows(rijen, uit)
        click.echo(f"Geschreven: {uit}")
    else:
        show_taakstelling(rijen, alle=not halfjaren)
