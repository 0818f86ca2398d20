"""Newer national data without a release: a StatLine export moves a raming, and the result tells what it rests on."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from scenarios.api import lees_regio, simuleer
from scenarios.engine.write import to_document
from scenarios.model.model import build_model
from scenarios.regiomap.land.keuze import VARIABELE, Regiokeuze
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.nieuw import copy_region

TABEL = Path(__file__).parents[1] / "data" / "statline" / "37230ned_tabel.csv"
HELDER = "GM0400"
GROEI = 85_500
"""Inhabitants of Den Helder on 1 January 2026 in the export: half as many again as in the file of the tests"""


def run(*woorden: object, code: int = 0) -> Result:
    uitkomst = CliRunner().invoke(main, [str(w) for w in woorden])
    assert uitkomst.exit_code == code, uitkomst.output
    return uitkomst


@pytest.fixture
def regio(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv(VARIABELE, raising=False)
    copy_region("voorbeeld:noordkop", tmp_path / "regio")
    return tmp_path / "regio"


@pytest.fixture
def export(tmp_path) -> Path:
    pad = tmp_path / "Bevolkingsontwikkeling__regio_per_maand.csv"
    pad.write_bytes(TABEL.read_bytes().replace(b'"57000"', f'"{GROEI}"'.encode()))
    return pad


def test_a_statline_export_moves_the_taakstelling_by_its_share(regio, export):
    """In practice the taakstelling of 2028 follows the inhabitants of 2026: national number x iG / iN, rounded."""
    assert "8 erbij (1-1-2026, 1-1-2027)" in run("gegevens", "bij", export, "--map", regio).output
    gelezen = lees_regio(regio)
    model = build_model(gelezen, BASIS)
    uit_export = {"GM0400": GROEI, "GM1911": 50_400, "GM0441": 48_100, "GM0518": 575_000}
    oud = shipped().bevolking
    land = oud.national(2026) + sum(n - oud.of(code, 2026) for code, n in uit_export.items())
    h = model.tijdas.halfjaren.index("2028H1")
    pad = model.landelijk.pad.centraal[h : h + 2]
    met_de_hand = sum(math.floor(n * GROEI / land + 0.5) for n in pad)
    raming = simuleer(gelezen, trekkingen=0)
    cijfers, waarden = raming.cijfers, {w.vanaf.year: w for w in raming.resultaat.waarden if w.parameter == "inwoners"}
    assert waarden[2026].waarde == str(GROEI + 50_400 + 48_100)
    assert waarden[2027].status == "raming"
    assert export.name in waarden[2027].herkomst
    rij = cijfers[(cijfers.grootheid == "taakstelling") & (cijfers.jaar == 2028) & (cijfers.cbs_code == HELDER)]
    assert float(rij.verwacht.iloc[0]) == met_de_hand
    voorheen = sum(math.floor(n * oud.of(HELDER, 2026) / oud.national(2026) + 0.5) for n in pad)
    assert met_de_hand > voorheen


def test_the_result_names_the_folder_and_holds_the_hash_of_what_it_read(regio, export, tmp_path):
    """One elsewhere goes before the one in the region; what is not read there is named."""
    elders = tmp_path / "elders"
    run("gegevens", "bij", export, "--map", elders)
    (elders / "circulaire.xlsx").touch()
    run("gegevens", "zet", "taakstelling", "12500", "--halfjaar", "2026H2", "--bekend-op", "2026-04-01",
        "--bron", "Stcrt. 2026, 1", "--status", "vastgesteld", "--map", regio)  # fmt: skip
    scherm = " ".join(run("controleer", regio, "--gegevens", elders).output.split())
    assert f"uit {elders} (--gegevens) gaan vóór wat spuk meebrengt: bevolking.csv." in scherm
    assert f"{elders}/circulaire.xlsx wordt door niets gelezen" in scherm
    assert "de map gegevens in de regiomap wordt niet gelezen" in scherm
    gelezen = lees_regio(regio, gegevens=elders)
    manifest = to_document([simuleer(gelezen, trekkingen=0).resultaat], gelezen)["manifest"]
    som = hashlib.sha256((elders / "bevolking.csv").read_bytes()).hexdigest()
    assert {n: s for n, s in manifest["invoer"].items() if n.startswith("gegevens/")} == {"gegevens/bevolking.csv": som}


def test_bad_files_are_one_list_and_exit_2(regio):
    (regio / "gegevens").mkdir()
    (regio / "gegevens" / "bevolking.csv").write_text("cbs_code;gemeente\nGM0405;Hoorn\n", encoding="utf-8")
    (regio / "gegevens" / "parameters.toml").write_text("[bedrag_gezien]\n", encoding="utf-8")
    uitkomst = run("controleer", regio, code=2)
    assert "gegevens/bevolking.csv, regel 1: gevonden geen kolom jaar" in uitkomst.stderr
    assert "gegevens/parameters.toml" in uitkomst.stderr
    assert "bedrag_gezin" in uitkomst.stderr, "the name that was meant"


def test_the_series_and_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABELE, str(tmp_path / "g"))
    run(
        "gegevens",
        "zet",
        "bedrag_gezin",
        "731,00",
        "--van",
        "2027-01-01",
        "--bron",
        "Stcrt.",
        "--status",
        "vastgesteld",
    )
    tekst = " ".join(run("gegevens", "--op", "2026-11-27").output.split())
    assert f"Uit {tmp_path / 'g'} (SPUK_GEGEVENS) gaat parameters.toml voor." in tekst
    assert "Inwoners per gemeente, 1-1-2026: Hilversum en Wijdemeren" in tekst
    assert "2027H2: omstreeks 01-04-2027" in tekst
    assert "731,00" in run("parameters", "bedrag_gezin", "--op", "2027-01-01").output
    monkeypatch.delenv(VARIABELE)
    assert "Geef met --map" in run("gegevens", "bij", TABEL, code=2).stderr


def test_a_folder_with_a_workbook_is_a_region_and_a_name_that_is_none_is_told(tmp_path, monkeypatch, export):
    """The figures would lie beside the workbook, where nothing reads them."""
    monkeypatch.delenv(VARIABELE, raising=False)
    (tmp_path / "boek").mkdir()
    (tmp_path / "boek" / "invoer.xlsx").touch()
    run("gegevens", "bij", export, "--map", tmp_path / "boek")
    assert (tmp_path / "boek" / "gegevens" / "bevolking.csv").is_file()
    assert "gevonden geen" in run("gegevens", "--regio", tmp_path / "er-niet", code=2).stderr


def test_a_roll_to_the_next_year_is_tried_with_the_folder_that_was_named(regio, tmp_path, monkeypatch):
    gezien: list[Regiokeuze] = []
    monkeypatch.setattr("reports.opdrachten.controle.check_folder", gezien.append)
    (tmp_path / "elders").mkdir()
    run("jaarovergang", regio, "--jaar", "2026", "--stil", "--gegevens", tmp_path / "elders")
    (proef,) = gezien
    assert proef.gegevens is not None
    assert proef.gegevens.map == tmp_path / "elders"
    assert proef.naam != str(regio)
