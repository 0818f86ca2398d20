"""The outcome as Parquet tables: the rows of the JSON document under stable names and kinds."""

import json
from datetime import date

import pyarrow.parquet
import pytest

from scenarios.engine.parquet import POT_ITEMS, TABLES, table_files, write_tables
from scenarios.engine.statistics import TOETSEN
from scenarios.grond.gegevens import docs_path
from scenarios.model.grootheden import GROOTHEDEN, PER_NAAM

WIE = {"scenario": "basis", "gemeente": "Hoorn", "cbs_code": "GM0405"}
BAND = {"verwacht": 0.1 + 0.2, "p5": -2.0, "p10": -1.0, "p25": 0.0, "p50": 1.0, "p75": 2.0, "p90": 3.0, "p95": 4.0}


def row(grootheid, **meer):
    eenheid = PER_NAAM[grootheid].eenheid
    return {
        **WIE,
        "jaar": 2027,
        "grootheid": grootheid,
        "eenheid": eenheid,
        **BAND,
        "standaardfout": 0.5,
        "herkomst": "raming",
        **meer,
    }


@pytest.fixture
def document():
    fouten = {f"standaardfout_p{p}": 0.25 for p in (10, 50, 90)}
    return {
        "manifest": {"spuk": "1", "zaad": 7, "jaren": [2026, 2027], "invoer": {"regio.toml": "ab"}, "gegevens": {}},
        "rijen": [row("saldo", **fouten), row("besteding"), row("lasten.leerroute_b1")],
        "oordelen": [
            {
                **WIE,
                "jaar": 2027,
                "pot": "spuk",
                "budgetneutraal": True,
                "kans": 0.9,
                "standaardfout": None,
                "buffer": 0.0,
                "verwacht": 1.5,
            }
        ],
        "oorzaken": [],
        "maanden": [
            {
                **WIE,
                "pot": "spuk",
                "maand": "2027-02",
                "grootheid": "kas",
                "verwacht": 1.0,
                "p10": 0,
                "p50": 1,
                "p90": 2,
            }
        ],
        "kleine_groepen": [{"gemeente": "Hoorn", "cbs_code": "GM0405", "groepen": 3}],
    }


def read(map_, naam):
    return pyarrow.parquet.read_table(map_ / f"{naam}.parquet")


def test_each_table_holds_the_rows_of_the_document(document, tmp_path):
    write_tables(document, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in table_files(tmp_path).values()}
    saldo, besteding, lasten = read(tmp_path, "cijfers").to_pylist()
    assert saldo["verwacht"] == 0.1 + 0.2  # to the bit
    assert (saldo["standaardfout_p50"], besteding["standaardfout_p50"]) == (0.25, None)
    assert (lasten["omschrijving"], lasten["eenheid"]) == (PER_NAAM["lasten.leerroute_b1"].label, "EUR")
    (pot,) = read(tmp_path, "potten").to_pylist()
    assert (pot["pot"], pot["post"], pot["grootheid"], pot["p10"], pot["p90"]) == (
        "spuk",
        "lasten",
        "besteding",
        -1.0,
        3.0,
    )
    (oordeel,) = read(tmp_path, "oordelen").to_pylist()
    assert (oordeel["budgetneutraal"], oordeel["kans"], oordeel["standaardfout"]) == (True, 0.9, None)
    (maand,) = read(tmp_path, "maanden").to_pylist()
    assert maand["maand"] == date(2027, 2, 1)
    herkomst = {(r["onderdeel"], r["naam"]): r["waarde"] for r in read(tmp_path, "herkomst").to_pylist()}
    assert herkomst == {
        ("run", "spuk"): "1",
        ("run", "zaad"): "7",
        ("run", "jaren"): "2026, 2027",
        ("invoer", "regio.toml"): "ab",
    }


def test_a_table_without_rows_still_has_its_columns(document, tmp_path):
    write_tables(document, tmp_path)
    leeg = read(tmp_path, "oorzaken")
    assert (leeg.num_rows, leeg.column_names) == (0, [k.naam for k in TABLES["oorzaken"]])


def test_small_groups_are_told_where_a_bi_program_sees_them(document, tmp_path):
    """Record 0015: a file to compute with holds all, and says itself when a small group is behind it."""
    write_tables(document, tmp_path)
    assert read(tmp_path, "kleine_groepen").to_pylist() == document["kleine_groepen"]
    for naam in TABLES:
        assert json.loads(read(tmp_path, naam).schema.metadata[b"kleine_groepen"]) == document["kleine_groepen"]


def test_names_and_kinds_are_those_that_the_page_promises():
    """A changed name or kind breaks the report of whoever follows the page: it belongs in both, or in neither."""
    pagina = (docs_path() / "powerbi.md").read_text(encoding="utf-8")
    for naam, kolommen in TABLES.items():
        deel = pagina.split(f"### `{naam}.parquet`")[1].split("\n### ")[0].split("\n## ")[0]
        regels = [r.split("|")[1:4] for r in deel.splitlines() if r.startswith("| `")]
        assert [tuple(cel.strip() for cel in r) for r in regels] == [
            (f"`{k.naam}`", k.soort.replace("_", "/"), k.betekenis) for k in kolommen
        ]


def test_every_pot_is_told_with_what_is_judged():
    assert set(POT_ITEMS) <= {g.naam for g in GROOTHEDEN}
    for pot in ("gemeentefonds", "spuk", "spuk_onderwijsroute"):
        assert POT_ITEMS[TOETSEN[pot][0]][0] == pot
        assert {"uitkering", "lasten", "saldo"} <= {post for p, post in POT_ITEMS.values() if p == pot}
