"""The command line `spuk`: read arguments, call one function, print. Dutch for the user; heavy imports wait."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

import scenarios  # noqa: F401 - before numpy, which it sets up
from reports.dashboard_opdracht import dashboard
from reports.haal_opdracht import haal
from reports.jaarbeeld import jaarbeeld
from reports.opdrachtregel import Dag, Deel, GeheelGetal, Opdrachten
from reports.pc_opdracht import pc
from reports.rekenopties import Rekenkeuze, compute_options
from reports.verantwoording_opdrachten import OPDRACHTEN
from reports.vergelijking_opdracht import vergelijk
from reports.voortgang_opdracht import voortgang

if TYPE_CHECKING:
    from scenarios.invoermodellen import Scenario
    from scenarios.regio import Regio

STIL = click.option("--stil", is_flag=True, help="Toon niets op het scherm, alleen fouten.")
SCENARIO = click.option(
    "--scenario",
    "namen",
    multiple=True,
    metavar="NAAM",
    help="Scenario uit de map scenarios; mag vaker. Zonder: de basis.",
)
ZAAD = click.option("--zaad", type=GeheelGetal(0), default=1, metavar="GETAL", help="Begin van de toevalsreeks (1).")
TREKKINGEN = click.option(
    "--trekkingen",
    type=GeheelGetal(2),
    default=10_000,
    metavar="AANTAL",
    help="Aantal trekkingen (10000).",
)
ZEKERHEID = click.option(
    "--zekerheid", type=Deel(), default=0.9, metavar="DEEL", help="Gevraagde zekerheid van budgetneutraliteit (0.9)."
)


@click.group(cls=Opdrachten, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(None, "--versie", package_name="spuk", message="spuk %(version)s", help="Toon de versie.")
def main() -> None:
    """Raming en verantwoording van de Wet inburgering 2021 voor gemeenten.

    MAP is een regiomap, of een voorbeeld zoals voorbeeld:westfriesland.
    """


@main.command()
@click.argument("map_", metavar="MAP", type=click.Path(path_type=Path))
@click.option(
    "--van",
    default=None,
    metavar="VOORBEELD",
    help="Waarvan te beginnen (voorbeeld:westfriesland; met --gemeenten voorbeeld:landelijk).",
)
@click.option(
    "--gemeenten",
    default="",
    metavar="NAAM,NAAM",
    help="De eigen gemeenten, zoals Amersfoort,Leusden: zonder regels van gemeenten uit het voorbeeld.",
)
@click.option(
    "--verantwoording", is_flag=True, help="Ook de (fictieve) boekingen, begroting en metingen van het voorbeeld."
)
def nieuw(map_: Path, van: str | None, gemeenten: str, verantwoording: bool) -> None:
    """Maak een regiomap om mee te beginnen."""
    from scenarios.nieuw import copy_region

    namen = [naam.strip() for naam in gemeenten.split(",") if naam.strip()]
    if namen and verantwoording:
        raise click.UsageError("--verantwoording hoort bij de gemeenten van het voorbeeld, niet bij --gemeenten.")
    van = van or ("voorbeeld:landelijk" if namen else "voorbeeld:westfriesland")
    bestanden, over = copy_region(van, map_, verantwoording, namen)
    click.echo(f"{len(bestanden)} bestanden gezet in {map_}.")
    if over:
        click.echo(f"Nog van {van}, te vervangen door eigen cijfers:")
        for naam, wat in over.items():
            click.echo(f"- {naam}: {wat}")
        click.echo("- de slagingsdoelen zijn die van Westfriesland; zie: spuk parameters doel")
    click.echo(f"Toets de map met: spuk controleer {map_}")


@main.command()
@click.argument("map_", metavar="MAP")
def controleer(map_: str) -> None:
    """Toon alle fouten in de invoer in één keer, met bestand en regel."""
    from reports.controle import check_folder
    from reports.scherm import show_attention

    regio, model = check_folder(map_)
    namen = ", ".join(g.naam for g in regio.gemeenten)
    click.echo(
        f"Geen fouten. {regio.naam}: {namen}; peildatum {regio.bestand.peildatum:%d-%m-%Y}, "
        f"tot en met {regio.bestand.eindjaar}."
    )
    show_attention(regio, model)


@main.command()
@click.argument("map_", metavar="MAP")
@SCENARIO
@TREKKINGEN
@ZAAD
@ZEKERHEID
@click.option("--verwacht", is_flag=True, help="Reken met verwachte waarden, zonder toeval.")
@click.option(
    "--raster",
    multiple=True,
    metavar="VELD=A,B",
    help="Reken alle combinaties door, zoals prijs.leerroute_b1*=1,1.1; mag vaker. Maakt raster.csv.",
)
@compute_options
@click.option(
    "--parquet",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="Schrijf ook iedere trekking, naar een Parquet-bestand.",
)
@click.option(
    "--uit",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="MAP",
    help="Waar raming.xlsx, rapport.html en raming.json komen (hier).",
)
@click.option(
    "--json",
    "json_",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="Waar het leesbare resultaat voor programma's komt.",
)
@STIL
def raming(
    map_: str,
    namen: tuple[str, ...],
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    verwacht: bool,
    raster: tuple[str, ...],
    werkers: int | None,
    partij: int,
    dask: str,
    parquet: Path | None,
    uit: Path,
    json_: Path | None,
    stil: bool,
) -> None:
    """Reken een regio door: van taakstelling naar saldo."""
    from reports.doorrekening import compute_grid, compute_scenarios
    from reports.rapport import write_report
    from reports.werkboek import write_workbook
    from scenarios.opbouw import build_up
    from scenarios.opslag import to_document, write_json

    keuze, aantal = Rekenkeuze(werkers, partij, dask), 0 if verwacht else trekkingen
    if raster:
        if len(namen) > 1:
            raise click.UsageError("Een raster gaat uit van één scenario.")
        compute_grid(map_, (*namen, "basis")[0], raster, aantal, zaad, zekerheid, keuze, uit, stil)
        return
    regio, modellen, resultaten = compute_scenarios(map_, namen, aantal, zaad, zekerheid, keuze, stil, parquet, True)
    werkboek, rapport, json_ = uit / "raming.xlsx", uit / "rapport.html", json_ or uit / "raming.json"
    write_workbook(resultaten, build_up(modellen[0]), regio, werkboek)
    write_report(resultaten, regio, rapport)
    write_json(to_document(resultaten, regio), json_)
    if not stil:
        from reports.scherm import show_attention, show_overview, show_question

        # Scenarios that nobody named are there for the question alone.
        show_overview(resultaten if namen else resultaten[:1])
        show_attention(regio, modellen[0])
        show_question(resultaten, regio)
        click.echo(f"Geschreven: {werkboek}, {rapport} en {json_}")


@main.command()
@click.argument("map_", metavar="MAP")
@click.option("--scenario", default=None, metavar="NAAM", help="Scenario uit de map scenarios.")
@TREKKINGEN
@ZAAD
@ZEKERHEID
@click.option("--gemeente", default=None, metavar="NAAM", help="Toets één gemeente in plaats van de regio.")
@STIL
def toets(
    map_: str,
    scenario: str | None,
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    gemeente: str | None,
    stil: bool,
) -> None:
    """Budgetneutraal of niet, per pot en in totaal: eindcode 0 is ja, 1 is nee."""
    from reports.doorrekening import compute_scenarios
    from reports.scherm import show_attention, show_verdicts
    from reports.tabellen import check_gemeente, is_neutral, verdicts

    namen = (scenario,) if scenario else ()
    gemeente = check_gemeente(_read(map_, namen)[0], gemeente)
    regio, (model,), (resultaat,) = compute_scenarios(map_, namen, trekkingen, zaad, zekerheid, Rekenkeuze(), stil)
    jaren = tuple(j for j in resultaat.jaren if j >= regio.bestand.peildatum.year)
    oordelen = verdicts(resultaat, jaren)
    neutraal = is_neutral(oordelen, gemeente or resultaat.totaal.naam)
    if not stil:
        getoond = [o for o in oordelen if gemeente in (None, o.gemeente)]
        show_verdicts(resultaat, getoond, jaren, gemeente or resultaat.totaal.naam, neutraal)
        show_attention(regio, model)
    raise SystemExit(0 if neutraal else 1)


@main.command()
@click.argument("map_", metavar="MAP")
@SCENARIO
@click.option("--trekkingen", type=GeheelGetal(2), default=2_000, metavar="AANTAL", help="Aantal trekkingen (2000).")
@ZAAD
@click.option("--per", type=click.Choice(["halfjaar", "maand"]), default="halfjaar", help="Per halfjaar of per maand.")
@click.option("--gemeente", default=None, metavar="NAAM", help="Toon alleen deze gemeente.")
@click.option(
    "--bekend-op",
    type=Dag(),
    default=None,
    metavar="DATUM",
    help="Gebruik alleen taakstellingen die op deze dag bekend waren.",
)
@click.option(
    "--uit",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="Schrijf alle perioden naar .csv of .xlsx.",
)
@STIL
def volumes(
    map_: str,
    namen: tuple[str, ...],
    trekkingen: int,
    zaad: int,
    per: str,
    gemeente: str | None,
    bekend_op: date | None,
    uit: Path | None,
    stil: bool,
) -> None:
    """Opgave, gehuisvest, plichtig en starts per leerroute, met bandbreedte."""
    from reports.scherm import progress
    from reports.volumes_scherm import (
        check_gemeente,
        check_target,
        show_intake,
        show_posteriors,
        show_volumes,
        write_rows,
    )
    from scenarios.model import build_model
    from scenarios.volumes import check_intake, forecast_volumes

    check_target(uit)
    regio, gekozen = _read(map_, namen, bekend_op=bekend_op)
    rijen = []
    for scenario in gekozen:
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
    if uit is not None:
        write_rows(rijen, uit)
        click.echo(f"Geschreven: {uit}")


@main.command()
@click.argument("map_", metavar="MAP")
@click.option("--trekkingen", type=GeheelGetal(2), default=2_000, metavar="AANTAL", help="Aantal trekkingen (2000).")
@ZAAD
@click.option("--alles", is_flag=True, help="Toon iedere vergelijking, niet alleen de dekking.")
@click.option(
    "--uit",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="Schrijf iedere vergelijking naar .csv of .xlsx.",
)
@STIL
def terugblik(map_: str, trekkingen: int, zaad: int, alles: bool, uit: Path | None, stil: bool) -> None:
    """Hoe goed zou de raming op eerdere peildata zijn geweest?"""
    from reports.scherm import progress
    from reports.volumes_scherm import check_target, lookback_rows, show_leave_one_out, show_lookback, write_rows
    from scenarios.terugblik import coverage, leave_one_out, look_back

    check_target(uit)
    regio, _ = _read(map_)
    with progress("Terugblik", None, stil, "peildata") as voortgang:
        vergelijkingen = look_back(regio, trekkingen, zaad, voortgang)
    if not stil:
        show_lookback(coverage(vergelijkingen), vergelijkingen, alles)
        show_leave_one_out(coverage(leave_one_out(regio, trekkingen, zaad)))
    if uit is not None:
        write_rows(lookback_rows(vergelijkingen), uit)
        click.echo(f"Geschreven: {uit}")


@main.command()
@click.argument("gemeenten", metavar="[GEMEENTE]...", nargs=-1)
@click.option("--halfjaar", "halfjaren", multiple=True, metavar="JJJJHx", help="Zoals 2025H1; mag vaker. Zonder: alle.")
@click.option(
    "--op",
    type=Dag(),
    default=None,
    metavar="DATUM",
    help="Zoals op deze dag bekend.",
)
@click.option(
    "--uit",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="Schrijf de tabel naar .csv of .xlsx.",
)
def taakstelling(gemeenten: tuple[str, ...], halfjaren: tuple[str, ...], op: date | None, uit: Path | None) -> None:
    """Taakstelling huisvesting per gemeente, volgens praktijk en wet."""
    from reports.volumes_scherm import check_target, select_taakstelling, show_taakstelling, write_rows

    check_target(uit)
    rijen = select_taakstelling(gemeenten, halfjaren, op)
    if uit is not None:
        write_rows(rijen, uit)
        click.echo(f"Geschreven: {uit}")
    else:
        show_taakstelling(rijen, alle=not halfjaren)


@main.command()
@click.argument("pad", metavar="[PAD]", required=False, default="")
@click.option(
    "--op",
    type=Dag(),
    default=None,
    metavar="DATUM",
    help="Alleen wat op deze dag geldt.",
)
@click.option("--regio", "map_", default=None, metavar="MAP", help="Met de eigen parameters van deze regiomap.")
def parameters(pad: str, op: date | None, map_: str | None) -> None:
    """Toon een wettelijke parameter met waarde, status en bron."""
    from reports.scherm import show_parameters
    from scenarios.gegevens import load_parameters
    from scenarios.regio import read_region

    show_parameters(read_region(map_).parameters if map_ else load_parameters(), pad, op)


def _read(
    map_: str, namen: tuple[str, ...] = (), alle: bool = False, bekend_op: date | None = None
) -> tuple[Regio, list[Scenario]]:
    from scenarios.regio import choose_scenarios, read_region

    regio = read_region(map_, bekend_op)
    return regio, choose_scenarios(regio, namen, alle)


for opdracht in (vergelijk, jaarbeeld, *OPDRACHTEN, pc, voortgang, dashboard, haal):
    main.add_command(opdracht)

if __name__ == "__main__":
    main()
