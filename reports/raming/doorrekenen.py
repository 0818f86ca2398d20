"""From a region folder to results: checks the memory, shows progress, runs on threads or Dask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import click

from finance.fouten import Invoerfout, Melding
from finance.taal.getallen import as_number, format_share, format_value, thousands
from reports.grond.console import make_console
from reports.grond.rekenopties import Rekenkeuze
from reports.raming.scherm import progress
from reports.tabel.scherm import to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.tekst import DUIZENDEN
from scenarios.afweging.lezingen import Lezingen, read_otherwise
from scenarios.engine.dask import LOCAL, open_dask
from scenarios.engine.geheugen.memory import free_memory, gigabytes, is_large, require_fit
from scenarios.engine.grid import Store, grid_scenarios, parse_axes, run_grid, side_by_side
from scenarios.engine.parquet import require_pyarrow, write_draws
from scenarios.engine.result import STATISTICS, Result, reached_margin
from scenarios.engine.threads import Runner, Threads, run_together, run_until
from scenarios.engine.work import Run
from scenarios.engine.write import small_group_rows
from scenarios.grond.bestanden import raise_if_writing_fails, write_text
from scenarios.grond.csvtekst import csv_text
from scenarios.grond.trekking import BLOK
from scenarios.model.model import Model, build_model
from scenarios.onzekerheid.drijvers import leave_out
from scenarios.regiomap.land.keuze import Verwijzing
from scenarios.regiomap.regio import Regio, choose_scenarios
from scenarios.waarheid.feiten import read_truth

RASTERKOLOMMEN = ("jaar", "gemeente", "cbs_code", "grootheid", "eenheid", *STATISTICS)
"""What raster.csv holds behind the values of a point"""


Voor = Literal["cijfers", "antwoord", "oordeel"]
"""What a computation is for: that decides what is measured"""


def compute_scenarios(
    map_: Verwijzing,
    namen: Sequence[str],
    keuze: Rekenkeuze,
    stil: bool,
    parquet: Path | None = None,
    voor: Voor = "cijfers",
) -> tuple[Regio, list[Model], list[Result]]:
    """The named scenarios of one region, a model and a result each; with `parquet` every draw to that file.

    voor: the answer; none named, then the scenarios of the question of the region, the first under each reading. Or the
    verdicts alone, and what is said beside them when not silent.
    """
    vraag, oordeel = voor == "antwoord", voor == "oordeel"
    if parquet is not None:
        require_pyarrow()
    regio = leave_out(read_truth(map_), keuze.zonder)
    scenarios = choose_scenarios(regio, namen, vraag=vraag)
    modellen = [build_model(regio, s) for s in scenarios]
    gelezen = read_otherwise(regio, scenarios[0], modellen[0]) if vraag else Lezingen()
    # The readings of the first scenario run beside it: one drawing of people for all of them.
    samen = [(modellen[0], *(m for _, m in gelezen.anders)), *((m,) for m in modellen[1:])]
    resultaten = []
    with _executor(keuze) as uitvoerder:
        erbij = not (oordeel and stil)
        wat: dict[str, Any] = {"maanden": erbij, "oorzaken": erbij, "cijfers": not oordeel}
        opdrachten = [replace(_opdracht(deel, keuze), oordelen=len(deel) - 1, **wat) for deel in samen]
        _announce(opdrachten[0], uitvoerder, keuze, stil)
        if keuze.nauwkeurig is not None:
            # Scenarios and readings are compared at an equal number of draws: what the first alone needs.
            alleen, resultaat = _until_sharp(opdrachten[0].of_first(), keuze.nauwkeurig, uitvoerder, stil)
            opdrachten = [replace(opdracht, trekkingen=alleen.trekkingen) for opdracht in opdrachten]
            if len(opdrachten[0].models) == 1:
                resultaten.append(resultaat)
        for opdracht in opdrachten[len(resultaten) :]:
            model = opdracht.models[0]
            with progress(f"Scenario {model.scenario}", len(model.gemeenten), stil) as voortgang:
                eerste, *anders = run_together(opdracht, uitvoerder, voortgang)
            resultaten.append(gelezen.attach(eerste, anders) if anders else eerste)
    if parquet is not None:
        with progress("Trekkingen schrijven", None, stil, "delen") as voortgang:
            write_draws([o.of_first() for o in opdrachten], parquet, small_group_rows(regio), voortgang)
    return regio, modellen, resultaten


def _until_sharp(opdracht: Run, marge: float, uitvoerder: Runner, stil: bool) -> tuple[Run, Result]:
    """Draw until the figures of the region are that sharp, and say how many draws it took."""
    (model,) = opdracht.models
    with progress(f"Scenario {model.scenario}", len(model.gemeenten), stil) as voortgang:
        gedaan, resultaat = run_until(opdracht, marge, uitvoerder, voortgang)
    bereikt = reached_margin(resultaat.totaal)
    if not stil or bereikt > marge:
        gehaald = "" if bereikt <= marge else f", niet op de gevraagde {format_share(marge, 2)}"
        click.echo(
            f"Na {thousands(gedaan.trekkingen)} trekkingen liggen verwacht, P10, P50 en P90 van de lasten en het saldo "
            f"van {model.totaalnaam} in ieder jaar met 95% zekerheid vast op {format_share(bereikt, 2)} van de lasten"
            f"{gehaald}.",
            err=bereikt > marge,
        )
    return gedaan, resultaat


def compute_grid(
    map_: Verwijzing,
    scenario: str,
    assen: Sequence[str],
    keuze: Rekenkeuze,
    uit: Path,
    stil: bool,
) -> None:
    """Every point of a grid to `uit`/raster.csv; finished points are kept in `uit`/.raster."""
    doel = uit / "raster.csv"
    raise_if_writing_fails([doel])
    regio = leave_out(read_truth(map_), keuze.zonder)
    (basis,) = choose_scenarios(regio, (scenario,))
    punten = grid_scenarios(basis, parse_axes(assen, regio.bestand.peildatum))
    with progress("Modellen", len(punten), stil, "punten") as voortgang:
        modellen = []
        for nummer, (_, punt) in enumerate(punten, start=1):
            modellen.append(build_model(regio, punt))
            voortgang(nummer, len(punten))

    def template(deel: tuple[Model, ...]) -> Run:
        return replace(_opdracht(deel, keuze), oorzaken=False, percentielfouten=False)

    with (
        _executor(keuze) as uitvoerder,
        progress(f"Raster van {len(punten)} punten", len(punten), stil, "delen") as voortgang,
    ):
        eerste = side_by_side(modellen, range(len(modellen)))[0]
        _announce(template(tuple(modellen[i] for i in eerste)), uitvoerder, keuze, stil)
        resultaten = run_grid(modellen, template, uitvoerder, Store(uit / ".raster"), voortgang)
    waarden = [waarden for waarden, _ in punten]
    _write_grid(waarden, resultaten, doel)
    if not stil:
        _show_grid(waarden, resultaten)
        click.echo(f"Geschreven: {doel}; tussenstanden staan in {uit / '.raster'}")


def _opdracht(modellen: tuple[Model, ...], keuze: Rekenkeuze) -> Run:
    if keuze.partij % BLOK:
        raise Invoerfout([Melding("--partij", "", str(keuze.partij), f"een veelvoud van {BLOK}")])
    return Run(modellen, keuze.trekkingen, keuze.zaad, keuze.zekerheid, keuze.partij)


@contextmanager
def _executor(keuze: Rekenkeuze) -> Iterator[Runner]:
    if not keuze.dask:
        yield Threads(keuze.werkers)
        return
    with open_dask(keuze.dask) as dask:
        yield dask


def _announce(opdracht: Run, uitvoerder: Runner, keuze: Rekenkeuze, stil: bool) -> None:
    """State the memory before the start when it is large or the user chose how to compute.

    On a cluster elsewhere the need of a worker is stated, not checked.
    """
    gelijktijdig = uitvoerder.under_way if isinstance(uitvoerder, Threads) else 0
    vrij = free_memory() if not keuze.dask or keuze.dask.startswith(LOCAL) else None
    behoefte = require_fit(opdracht, uitvoerder.workers, gelijktijdig, vrij, processes=bool(keuze.dask))
    if not stil and (keuze.chosen or is_large(behoefte, vrij)):
        elders = f" en {gigabytes(behoefte.per_process)} per werker" if behoefte.processes else ""
        over = f", vrij {gigabytes(vrij)}" if vrij is not None else ""
        click.echo(f"Geheugen: ongeveer {gigabytes(behoefte.here)}{elders}{over}.", err=True)


def _write_grid(waarden: Sequence[dict[str, str]], resultaten: Sequence[Result], doel: Path) -> None:
    """Long form: the values of the point, then the columns of a result row."""
    rijen = (
        [*(as_number(w) or w for w in punt.values()), *(rij[k] for k in RASTERKOLOMMEN)]
        for punt, resultaat in zip(waarden, resultaten, strict=True)
        for rij in resultaat.rows()
    )
    write_text(doel, csv_text([*waarden[0], *RASTERKOLOMMEN], rijen))


def _show_grid(waarden: Sequence[dict[str, str]], resultaten: Sequence[Result]) -> None:
    laatste = resultaten[0].jaren[-1]
    rijen = []
    for punt, resultaat in zip(waarden, resultaten, strict=True):
        bedragen = (resultaat.totaal.value("saldo_cumulatief", -1, s) for s in ("verwacht", "p10", "p90"))
        oordeel = resultaat.totaal.oordelen["cumulatief", laatste]
        rijen.append(Rij((*map(format_value, punt.values()), *bedragen, oordeel.kans, oordeel.buffer)))
    tabel = Tabel(
        f"{resultaten[0].totaal.naam}, eigen saldo tot en met {laatste} (× € 1.000)",
        (
            *columns((waarden[0], "tekst"), (("verwacht", "P10", "P90"), "euro"), (("kans sluitend",), "deel")),
            Kolom("buffer", "euro"),
        ),
        tuple(rijen),
    )
    make_console().print(to_screen(tabel, weergave=DUIZENDEN))
