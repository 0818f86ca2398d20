"""The commands `raming` and `toets`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import (
    MAP,
    NAUWKEURIG,
    SCENARIO,
    STIL,
    TREKKINGEN,
    VERMOGEN,
    ZAAD,
    ZEKERHEID,
    ZONDER,
    Rekenkeuze,
    compute_options,
    file_option,
    folder_option,
    gemeente_option,
)
from reports.grond.vormen import csv_option, forms
from scenarios.regiomap.land.keuze import Regiokeuze

if TYPE_CHECKING:
    from reports.raming.werkboek import Bijlagen
    from scenarios.afweging.besluit import Beslissing
    from scenarios.engine.result import Result
    from scenarios.model.model import Model
    from scenarios.regiomap.regio import Regio


@click.command(cls=Opdracht)
@MAP
@SCENARIO
@TREKKINGEN
@NAUWKEURIG
@ZAAD
@ZEKERHEID
@ZONDER
@click.option("--verwacht", is_flag=True, help="Reken met verwachte waarden, zonder toeval.")
@click.option(
    "--raster",
    multiple=True,
    metavar="VELD=A,B",
    help="Reken alle combinaties door, zoals prijs.leerroute_b1*=1,1.1; mag vaker. Maakt raster.csv.",
)
@VERMOGEN
@compute_options
@file_option("parquet", "Schrijf ook iedere trekking, naar een Parquet-bestand.")
@file_option("tabellen", "Schrijf de uitkomst ook als Parquet-tabellen in deze map, voor Power BI en Excel.", "MAP")
@file_option("maanden", "Schrijf ook lasten, ontvangsten en kas per maand, naar een csv-bestand.")
@folder_option("Waar raming.xlsx, rapport.html en raming.json komen (hier).")
@file_option("json", "Waar het leesbare resultaat voor programma's komt.")
@STIL
@forms("ods", "pdf")
@csv_option
def raming(
    map_: Regiokeuze,
    namen: tuple[str, ...],
    trekkingen: int,
    nauwkeurig: float | None,
    zaad: int,
    zekerheid: float,
    zonder: tuple[str, ...],
    verwacht: bool,
    raster: tuple[str, ...],
    vermogen: int | None,
    werkers: int | None,
    partij: int,
    dask: str,
    parquet: Path | None,
    tabellen: Path | None,
    maanden: Path | None,
    uit: Path,
    json_: Path | None,
    stil: bool,
) -> None:
    """Reken een regio door: van taakstelling naar saldo."""
    from reports.kas.tabel import write_months
    from reports.raming.doorrekenen import compute_grid, compute_scenarios
    from reports.raming.rapport import write_report
    from reports.raming.werkboek import write_workbook
    from scenarios.engine.parquet import write_tables
    from scenarios.engine.write import mark_results, to_document, write_json
    from scenarios.grond.bestanden import one_set, raise_if_writing_fails
    from scenarios.model.opbouw.bouwen import build_up

    if nauwkeurig is not None and (verwacht or raster):
        raise click.UsageError("--nauwkeurig gaat niet samen met --verwacht of --raster.")
    keuze = Rekenkeuze(0 if verwacht else trekkingen, zaad, zekerheid, werkers, partij, dask, nauwkeurig, zonder)
    if raster:
        if len(namen) > 1:
            raise click.UsageError("Een raster gaat uit van één scenario.")
        compute_grid(map_, (*namen, "basis")[0], raster, keuze, uit, stil)
        return
    werkboek, rapport, json_ = uit / "raming.xlsx", uit / "rapport.html", json_ or uit / "raming.json"
    raise_if_writing_fails([werkboek, rapport, json_, *_also(parquet, maanden, tabellen)])
    with one_set() as samen:
        regio, modellen, resultaten = compute_scenarios(map_, namen, keuze, stil, parquet, "antwoord")
        besluiten = _decide(regio, namen, modellen[0], resultaten)
        naast = _beside(map_, regio, modellen[0], resultaten[0])
        samen.kenmerk = mark_results(resultaten, regio)
        write_workbook(resultaten, build_up(modellen[0]), regio, werkboek, besluiten[0], naast)
        write_report(resultaten, regio, rapport, besluiten[0], naast.plausibel, vermogen)
        rijen = [[r.as_row() for r in deel] for deel in (naast.plausibel, besluiten)]
        document = to_document(resultaten, regio, *rijen)
        write_json(document, json_)
        if tabellen:
            write_tables(document, tabellen)
        if maanden:
            write_months(resultaten[0], maanden)
    if not stil:
        # Scenarios that nobody named are there for the question alone.
        _show(regio, modellen[0], resultaten, besluiten if namen else besluiten[:1], naast)
        click.echo(f"Geschreven: {werkboek}, {rapport} en {json_}")


def _also(parquet: Path | None, maanden: Path | None, tabellen: Path | None) -> list[Path]:
    """The files that only come when asked for. Raises Invoerfout when the package for the tables is missing."""
    from scenarios.engine.parquet import require_pyarrow, table_files

    if tabellen is not None:
        require_pyarrow("--tabellen")
    tabelbestanden = table_files(tabellen).values() if tabellen is not None else ()
    return [doel for doel in (parquet, maanden, *tabelbestanden) if doel is not None]


def _decide(regio: Regio, namen: Sequence[str], model: Model, resultaten: Sequence[Result]) -> list[Beslissing]:
    """The decision on every result, with bounds on the first; model: of that one."""
    from scenarios.afweging.besluit import decide, with_bounds
    from scenarios.regiomap.regio import choose_scenarios

    eerste, *rest = (decide(r, regio.bestand.peildatum.year) for r in resultaten)
    scenario = choose_scenarios(regio, namen, vraag=True)[0]
    return [with_bounds(eerste, regio, scenario, model, resultaten[0].zaad), *rest]


def _beside(map_: Regiokeuze, regio: Regio, model: Model, resultaat: Result) -> Bijlagen:
    """What stands beside the figures of the first scenario."""
    from reports.raming.werkboek import Bijlagen
    from scenarios.plausibel.naast import lay_beside
    from scenarios.waarheid.aansluiting import reconcile

    aansluiting = reconcile(map_) if regio.feiten.jaren else []
    return Bijlagen(aansluiting, lay_beside(regio, model, resultaat), model.drijvers)


def _show(
    regio: Regio, model: Model, resultaten: Sequence[Result], besluiten: Sequence[Beslissing], naast: Bijlagen
) -> None:
    """The decision, the answer to the region's question, the figures, what they rest on and what is worth a look."""
    from reports.afweging.drijvers import drawn_in_words
    from reports.plausibel.tabel import show_doubts
    from reports.raming.scherm import show_attention, show_decision, show_overview, show_question, show_readings
    from reports.raming.voorbehoud import internal_use
    from reports.tabel.aansluiting import show_reconciliation

    for besluit in besluiten:
        show_decision(besluit)
    show_question(resultaten, regio, besluiten[0])
    show_readings(resultaten[0], regio)
    show_overview(resultaten[: len(besluiten)], regio, besluiten[0].krapst.jaar)
    if resultaten[0].trekkingen:
        click.echo(drawn_in_words(model))
    show_attention(regio, model)
    show_doubts(naast.plausibel)
    for zin in internal_use(regio):
        click.echo(zin)
    if naast.aansluiting:
        show_reconciliation(naast.aansluiting)


@click.command(cls=Opdracht)
@MAP
@click.option("--scenario", default=None, metavar="NAAM", help="Scenario uit de map scenarios.")
@TREKKINGEN
@ZAAD
@ZEKERHEID
@ZONDER
@gemeente_option("Toets één gemeente in plaats van de regio.")
@STIL
def toets(
    map_: Regiokeuze,
    scenario: str | None,
    trekkingen: int,
    zaad: int,
    zekerheid: float,
    zonder: tuple[str, ...],
    gemeente: str | None,
    stil: bool,
) -> None:
    """Budgetneutraal of niet, per pot en in totaal: eindcode 0 is ja, 1 is nee."""
    from reports.raming.doorrekenen import compute_scenarios
    from reports.raming.kerncijfers import check_gemeente, verdicts
    from reports.raming.scherm import show_attention, show_verdicts
    from scenarios.afweging.besluit import decide
    from scenarios.regiomap.regio import read_region

    namen, keuze = (scenario,) if scenario else (), Rekenkeuze(trekkingen, zaad, zekerheid, zonder=zonder)
    if gemeente:
        gemeente = check_gemeente(read_region(map_), gemeente)
    regio, (model,), (resultaat,) = compute_scenarios(map_, namen, keuze, stil, voor="oordeel")
    jaren = resultaat.judged_years(regio.bestand.peildatum.year)
    besluit = decide(resultaat, regio.bestand.peildatum.year, resultaat.part(gemeente))
    if not stil:
        getoond = [o for o in verdicts(resultaat, jaren) if gemeente in (None, o.gemeente)]
        show_verdicts(resultaat, getoond, besluit)
        show_attention(regio, model)
    raise SystemExit(0 if besluit.neutraal else 1)
