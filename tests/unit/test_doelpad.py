"""What options take: a place to write with a name, never that of what a region is read from, and a year of the law."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import OPDRACHTEN
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import file_option, folder_option
from tests.fuzz.grondstof import closed_books, write_folder


@click.command(cls=Opdracht)
@folder_option("Waar.")
@file_option("json", "Ook.")
@file_option("schema", "Ook.")
def schrijf(uit: Path, json_: Path | None, schema: Path | None) -> None:
    click.echo(f"{uit}|{json_}|{schema}")


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    (tmp_path / "regio" / "scenarios").mkdir(parents=True)
    (tmp_path / "regio" / "scenarios" / "a.toml").touch()
    (tmp_path / "link").symlink_to(tmp_path / "regio" / "regio.toml")
    return write_folder(tmp_path / "regio", closed_books())


@pytest.mark.parametrize(
    "naam",
    [
        *("regio.toml", "instroom.csv", "verantwoording/tellingen.csv", "verantwoording/boekingen/b.csv"),
        *("verantwoording/gesloten/2023.json", "verantwoording/gesloten/logboek.csv", "scenarios/a.toml", "../link"),
        "verantwoording/../regio.toml",
    ],
)
def test_input_of_a_region_is_no_place_to_write(map_, naam):
    gelopen = CliRunner().invoke(schrijf, ["--json", str(map_ / naam)])
    assert gelopen.exit_code == 2
    assert "is invoer van een regiomap" in gelopen.output


@pytest.mark.parametrize("naam", ["raming.json", "uit", "verantwoording/uitvoer", "ramingen/a.json", "../instroom.csv"])
def test_beside_the_input_a_command_may_write(map_, naam):
    gelopen = CliRunner().invoke(schrijf, ["--uit", str(map_), "--json", str(map_ / naam)])
    assert gelopen.exit_code == 0, gelopen.output


def test_the_chart_of_accounts_may_be_renewed_where_it_stands(map_):
    assert CliRunner().invoke(schrijf, ["--schema", str(map_ / "rekeningschema.csv")]).exit_code == 0
    assert CliRunner().invoke(schrijf, ["--json", str(map_ / "rekeningschema.csv")]).exit_code == 2


@pytest.mark.parametrize("optie", ["--uit", "--json"])
@pytest.mark.parametrize("waarde", ["", " "])
def test_nothing_is_no_place(optie, waarde):
    gelopen = CliRunner().invoke(schrijf, [optie, waarde])
    assert gelopen.exit_code == 2
    assert "verwacht een naam van een bestand of map, gevonden niets" in gelopen.output


def test_every_year_that_is_asked_for_is_one_of_the_law():
    """A year that no calendar knows was a traceback of `kalender`."""
    opties = [p for o in OPDRACHTEN for p in o.params if isinstance(p, click.Option) and p.opts and "--jaar" in p.opts]
    assert len(opties) > 10
    for jaar in ("9999", "2101", "2021", "1e3"):
        for optie in opties:
            with pytest.raises(click.UsageError, match="verwacht een geheel getal"):
                optie.type.convert(jaar, optie, None)
