"""No text of an input file becomes a formula in a file that a spreadsheet opens: csv, xlsx and ods of a year."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.fuzz.grondstof import write_folder, year_books

KWAAD = ("=1+1+cmd|' /C calc'!A0", "+1+cmd|x", "-1+cmd|x", "@SUM(cmd|x)")
VELDEN = {
    "rekeningschema.csv": ("grootboek", "kostenplaats", "bron"),
    "beschikkingen.csv": ("bron",),
    "verantwoording/ontvangsten.csv": ("omschrijving", "stuknummer", "bron"),
    "verantwoording/boekingen/2026.csv": ("omschrijving", "stuknummer", "grootboek"),
}
"""File -> the columns that anything may stand in."""


def poisoned() -> dict[str, bytes]:
    uit = {**year_books(), "verantwoording/saldibalans.csv": b"jaar;rekening;debet;credit\n"}
    for naam, velden in VELDEN.items():
        teken = b";" if b";" in uit[naam].splitlines()[0] else b","
        kop, *rijen = csv.reader(io.StringIO(uit[naam].decode()), delimiter=teken.decode())
        for nummer, rij in enumerate(rijen):
            for veld in set(velden) & set(kop):
                rij[kop.index(veld)] = KWAAD[nummer % 4] + str(nummer)
        stroom = io.StringIO()
        csv.writer(stroom, delimiter=teken.decode()).writerows([kop, *rijen])
        uit[naam] = stroom.getvalue().encode()
    uit["regio.toml"] = uit["regio.toml"].replace(b'naam = "Proef"', b'naam = "=1+cmd"', 1)
    return uit


def formulas(pad: Path) -> Iterator[str]:
    """Whatever in a file is computed when it is opened, of what was typed here."""
    if pad.suffix == ".csv":
        for rij in csv.reader(io.StringIO(pad.read_text(encoding="utf-8-sig")), delimiter=";"):
            yield from (c for c in rij if c[:1] in tuple("=+-@\t\r") and "cmd" in c)
        return
    with zipfile.ZipFile(pad) as boek:
        delen = [boek.read(n).decode() for n in boek.namelist() if "sheet" in n or n == "content.xml"]
    for deel in delen:
        gevonden = re.findall(r"<f[^>]*>([^<]*)</f>|table:formula=\"([^\"]*)\"", deel)
        yield from (f for paar in gevonden for f in paar if "cmd" in f)


@pytest.fixture(scope="module")
def uitvoer(tmp_path_factory) -> Path:
    werk = tmp_path_factory.mktemp("injectie")
    map_, uit = write_folder(werk / "regio", poisoned()), werk / "uit"
    for woorden in (
        ("journaal", "--schema", str(uit / "schema.csv")),
        ("iv3",),
        ("sisa", "--ods"),
        ("dossier", "--ods"),
    ):
        opdracht = [woorden[0], str(map_), "--jaar", "2026", *woorden[1:], "--stil", "--uit", str(uit)]
        gelopen = CliRunner().invoke(main, opdracht)
        assert gelopen.exit_code in (0, 1), gelopen.output
    return uit


def test_nothing_typed_is_computed(uitvoer):
    bestanden = sorted(p for p in uitvoer.iterdir() if p.suffix in (".csv", ".xlsx", ".ods"))
    assert len(bestanden) == 9
    assert {p.name: list(formulas(p)) for p in bestanden} == {p.name: [] for p in bestanden}
    # And what was typed is in there, as text.
    assert "'=1+1+cmd" in next(p for p in bestanden if p.name.startswith("journaal")).read_text(encoding="utf-8-sig")


def test_the_search_finds_a_formula(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\n=cmd;'=cmd\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as boek:
        boek.writestr("xl/worksheets/sheet1.xml", "<c><f>1+cmd</f></c>")
    assert [list(formulas(tmp_path / n)) for n in ("a.csv", "a.xlsx")] == [["=cmd"], ["1+cmd"]]
