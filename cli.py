"""The command line `spuk`: read arguments, call one function, print. Dutch for the user; heavy imports wait."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reports.opdrachtregel import Dag, Deel, GeheelGetal, Opdrachten

if TYPE_CHECKING:
    from scenarios.opbouw import Opbouw
    from scenarios.regio import Regio
    from scenarios.resultaat import Resultaat

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
    default="voorbeeld:westfriesland",
    metavar="VOORBEELD",
    help="Waarvan te beginnen (voorbeeld:westfriesland).",
)
def nieuw(map_: Path, van: str) -> None:
    """Maak een regiomap om mee te beginnen."""
    from scenarios.nieuw import copy_region

    bestanden = copy_region(van, map_)
    click.echo(f"{len(bestanden)} bestanden gezet in {map_}. Pas ze aan en toets ze met: spuk controleer {map_}")


@main.command()
@click.argument("map_", metavar="MAP")
def controleer(map_: str) -> None:
    """Toon alle fouten in de invoer in één keer, met bestand en regel."""
    from scenarios.model import build_model

    regio, scenarios = _read(map_, alle=True)
    for scenario in scenarios:
        build_model(regio, scenario)
    namen = ", ".join(g.naam for g in regio.gemeenten)
    click.echo(
        f"Geen fouten. {regio.naam}: {namen}; peildatum {regio.bestand.peildatum:%d-%m-%Y}, "
        f"tot en met {regio.bestand.eindjaar}."
    )


@main.command()
@click.argument("map_", metavar="MAP")
@SCENARIO
@TREKKINGEN
@ZAAD
@ZEKERHEID
@click.option("--verwacht", is_flag=True, help="Reken met verwachte waarden, zonder toeval.")
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
    uit: Path,
    json_: Path | None,
    stil: bool,
) -> None:
    """Reken een regio door: van taakstelling naar saldo."""
    from reports.rapport import write_report
    from reports.werkboek import write_workbook
    from scenarios.opslag import to_document, write_json

    regio, resultaten, opbouwen = _run(map_, namen, 0 if verwacht else trekkingen, zaad, zekerheid, stil)
    werkboek, rapport, json_ = uit / "raming.xlsx", uit / "rapport.html", json_ or uit / "raming.json"
    write_workbook(resultaten, opbouwen, regio, werkboek)
    write_report(resultaten, regio, rapport)
    write_json(to_document(resultaten, opbouwen, regio), json_)
    if not stil:
        from reports.scherm import show_overview

        show_overview(resultaten)
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
    from reports.scherm import show_verdicts
    from reports.tabellen import is_neutral, verdicts

    regio, (resultaat,), _ = _run(map_, (scenario,) if scenario else (), trekkingen, zaad, zekerheid, stil)
    jaren = tuple(j for j in resultaat.jaren if j >= regio.bestand.peildatum.year)
    oordelen = verdicts(resultaat, jaren)
    neutraal = is_neutral(oordelen, gemeente or resultaat.totaal.naam)
    if not stil:
        show_verdicts(resultaat, oordelen, jaren, gemeente or resultaat.totaal.naam, neutraal)
    raise SystemExit(0 if neutraal else 1)


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


def _read(map_: str, namen: tuple[str, ...] = (), alle: bool = False):  # type: ignore[no-untyped-def]
    from scenarios.regio import choose_scenarios, read_region

    regio = read_region(map_)
    return regio, choose_scenarios(regio, namen, alle)


def _run(
    map_: str, namen: tuple[str, ...], trekkingen: int, zaad: int, zekerheid: float, stil: bool
) -> tuple[Regio, list[Resultaat], list[tuple[Opbouw, ...]]]:
    from reports.scherm import progress
    from scenarios.model import build_model
    from scenarios.opbouw import build_up
    from scenarios.uitvoering import run

    regio, scenarios = _read(map_, namen)
    modellen = [build_model(regio, s) for s in scenarios]
    resultaten = []
    for model in modellen:
        with progress(f"Scenario {model.scenario}", len(model.gemeenten), stil) as voortgang:
            resultaten.append(run(model, trekkingen, zaad, zekerheid, voortgang=voortgang))
    return regio, resultaten, [build_up(model) for model in modellen]


if __name__ == "__main__":
    main()
