"""Columns of a booking file and of the input workbook that say two things, or that nothing would read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from finance.fouten import Invoerfout
from scenarios.boeken.map import read_folder
from scenarios.grond.werkboekbestand import cell_name
from scenarios.inzicht.aandacht import books_left_out
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.waarheid.feiten import find_facts
from scenarios.werkboek.bladen import BLADEN, TABELLEN
from scenarios.werkboek.cellen import _Lezer, _misnamed, _refuse_unnamed, locate
from scenarios.werkboek.soorten import Omgeving
from tests.regiomap import INSTELLINGEN, KOP, REGEL, make_region


@pytest.mark.parametrize(
    ("boekingen", "instellingen", "gevonden"),
    [
        ("\ufeff\n", "", "b.csv: gevonden een bestand zonder tekst"),
        (f"{KOP};gemeente\n{REGEL};Medemblik\n", "", "kolom gemeente: gevonden deze kolom twee keer"),
        (f"{KOP};datum\n{REGEL};01-01-2023\n", "", "kolom datum: gevonden deze kolom twee keer"),
        (f"{KOP}\n{REGEL.replace('1.000,00;', '1.000,00;2.100,00')}\n", "", "kolom btw: gevonden '2.100,00'"),
        (f"{KOP}\n{REGEL}\n", f"{INSTELLINGEN}kop = 99\n", "gevonden kop = 99, een lege of geen regel"),
    ],
)
def test_a_booking_file_that_says_two_things_is_refused(tmp_path, boekingen, instellingen, gevonden):
    with pytest.raises(Invoerfout, match=gevonden):
        read_folder(str(make_region(tmp_path, boekingen, instellingen=instellingen)))


def test_a_second_column_that_says_the_same_or_is_named_may_stay(tmp_path):
    read_folder(str(make_region(tmp_path, f"{KOP};gemeente\n{REGEL};Hoorn\n")))
    ongebruikt = f'{INSTELLINGEN}ongebruikt = ["gemeente (2)"]\n'
    read_folder(str(make_region(tmp_path, f"{KOP};gemeente\n{REGEL};Medemblik\n", instellingen=ongebruikt)))


def test_a_gemeente_is_read_as_everybody_sees_it(tmp_path):
    regel = REGEL.replace("Hoorn", "Ho\u200born")
    invoer = read_folder(str(make_region(tmp_path, f"{KOP}\n{regel}\n")))
    assert list(invoer.boekingen.tabel["reden"]) == [""]


def test_books_that_do_not_close_are_told_wherever_the_forecast_of_their_years_is_used(tmp_path):
    map_ = make_region(tmp_path)
    standen = map_ / "verantwoording" / "standen.csv"
    standen.write_text(standen.read_text(encoding="utf-8").replace("0;3.057,10", "0;4.057,10"), encoding="utf-8")
    regio: Any = SimpleNamespace(feiten=find_facts(read_folder(str(map_))))
    (zin, *_) = books_left_out(regio)
    assert zin.startswith(
        "de boeken tellen niet mee. standen.csv, regel 2, kolom reservering_eind: gevonden € 4.057,10"
    )


def test_a_copy_of_a_sheet_is_named():
    namen = [*BLADEN, "Gemeentefonds (2)", "Eigen werk"]
    assert [(m.plaats, m.gevonden) for m in _misnamed("x.xlsx", namen)] == [
        ("blad Gemeentefonds (2)", "een kopie van het blad Gemeentefonds")
    ]


@pytest.mark.parametrize(
    ("kolom", "cel", "gevonden"), [(2, 500.0, True), (2, "500", True), (5, 500.0, True), (5, "later nakijken", False)]
)
def test_values_under_an_empty_head_are_named(kolom, cel, gevonden):
    tabel = next(t for t in TABELLEN if t.blad == "Gemeentefonds")
    kop: list[object] = ["Gemeente", "Pot", "", 2026, "Bron", ""]
    rij: list[object] = ["Opmeer", "gemeentefonds", "", 100.0, "begroting", ""]
    rij[kolom] = cel
    cellen: list[list[object]] = [[tabel.titel], kop, rij]
    ligging = locate(tabel, cellen)
    assert ligging is not None
    lezer = _Lezer("x.xlsx", {}, Omgeving(shipped()))
    _refuse_unnamed(lezer, tabel, cellen, ligging)
    plek = f"blad Gemeentefonds, cel {cell_name(2, kolom)}"
    assert [m.plaats for m in lezer.meldingen] == ([plek] if gevonden else [])
