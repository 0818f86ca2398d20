"""A head, a row and a sheet of which the cause is one: one message, and nothing is left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from finance.fouten import Invoerfout, Melding
from finance.taal.tekens import visible
from scenarios.grond.werkboekbestand import read_first_sheet
from scenarios.regiomap.lezen import parse_number, read_rows, read_toml
from scenarios.regiomap.modellen import Budgetrij, Regiobestand

KOP = "jaar;cbs_code;pot;bedrag;status;bron"
RIJ = "2022;GM0432;gemeentefonds;10000;aanname;test"


def read(map_: Path, *regels: str) -> list[str]:
    """What is said of a file with these lines."""
    pad = map_ / "budgetten.csv"
    pad.write_text("\n".join(regels) + "\n", encoding="utf-8")
    meldingen: list[Melding] = []
    read_rows(pad, Budgetrij, meldingen)
    return [f"{m.plaats}: {m.gevonden}; {m.verwacht}. {m.herstel}" for m in meldingen]


@pytest.mark.parametrize(
    ("regels", "wat"),
    [
        ((KOP.replace("bedrag", "Bedrag"), RIJ), "regel 1: kolom 'Bedrag'; kolom bedrag, zo geschreven"),
        ((KOP.replace("cbs_code", "CBS-code"), RIJ), "regel 1: kolom 'CBS-code'; kolom cbs_code"),
        ((KOP.replace(";", "\t"), RIJ), "regel 1: geen kop met kolomnamen, maar 'jaar[U+0009]cbs_code"),
        ((KOP, RIJ, "Totaal;;;10000;;"), "regel 3, veld cbs_code, pot, status en bron: niets"),
        ((KOP, RIJ, "* naar de begroting"), "regel 3: 1 veld; 6 velden. Is dit een opmerking"),
        ((f"{KOP};", f"{RIJ};x"), "regel 1: waarden in een kolom zonder naam (G)"),
        ((KOP, RIJ.replace("10000", "1 0")), "regel 2, veld bedrag: '1 0'; een getal"),
    ],
)
def test_one_cause_is_told_first(tmp_path, regels, wat):
    assert read(tmp_path, *regels)[0].startswith(wat)


def test_a_text_is_what_the_eye_sees():
    gezien = {
        "Ho\u200born": "Hoorn",
        "\ufeff\u202eOpmeer": "Opmeer",
        "Su\u0301dwest": "S\u00fadwest",
        "\ufa19": "\ufa19",
    }
    assert {tekst: visible(tekst) for tekst in gezien} == gezien
    assert visible("Su\u0301dwest") == "S\u00fadwest"


def test_a_space_parts_thousands_and_nothing_else():
    assert [parse_number(t) for t in ("10 000", "1\u00a0234,50", "1\u202f000\u202f000", "- 5")] == [
        10000,
        1234.5,
        1e6,
        -5,
    ]
    for tekst in ("1 0", "0 500", "12 50", "1 0000"):
        with pytest.raises(ValueError, match="getal"):
            parse_number(tekst)


def test_a_key_below_the_blocks_and_a_single_bracket_are_named(tmp_path):
    def said(tekst: str) -> str:
        (tmp_path / "regio.toml").write_text(tekst, encoding="utf-8")
        meldingen: list[Melding] = []
        assert read_toml(tmp_path / "regio.toml", Regiobestand, meldingen) is None
        return str(meldingen[0])

    boven, blok = 'naam = "x"\npeildatum = 2027-01-01\n', '[[gemeente]]\ncode = "GM0432"\nnaam = "Opmeer"\n'
    assert "sleutel 'eindjaar' in een blok; verwacht deze sleutel boven" in said(f"{boven}{blok}eindjaar = 2027\n")
    assert "een blok [gemeente]; verwacht [[gemeente]]" in said(f"{boven}{blok.replace('[[', '[').replace(']]', ']')}")
    # What a block knows is told of that block, and of a broken rule what it is about.
    assert "Bekend zijn: achterstand, code, naam, uitvoering" in said(f"{boven}{blok}zzz = 1\n")
    gebeurtenis = '[[gebeurtenis]]\nsoort = "boeggolf"\nvanaf = 2027-01-01\npersonen = -6\ntoelichting = "t"\n'
    assert "gevonden personen -6; verwacht een aantal personen" in said(f"{boven}{blok}{gebeurtenis}")


def _sheets(pad: Path, *bladen: tuple[str, list[list[object]]], verborgen: str = "") -> Path:
    boek = xlsxwriter.Workbook(str(pad))
    for naam, rijen in bladen:
        blad = boek.add_worksheet(naam)
        for r, rij in enumerate(rijen):
            blad.write_row(r, 0, rij)
        if naam == verborgen:
            blad.hide()
        else:
            blad.activate()
    boek.close()
    return pad


TABEL: list[list[object]] = [["id", "cbs_code"], ["P1", "GM0432"]]


@pytest.mark.parametrize(
    ("bladen", "verborgen", "gevonden"),
    [
        ([("Een", TABEL), ("Twee", TABEL)], "", "blad Twee: gevonden nog een tabel met deze kolommen"),
        ([("Leeg", []), ("Data", TABEL)], "", "blad Leeg: gevonden een leeg eerste blad"),
        ([("Oud", [["x", "y"]]), ("Data", TABEL)], "Oud", "blad Oud: gevonden een verborgen eerste blad"),
    ],
)
def test_no_table_of_another_sheet_is_left_out_in_silence(tmp_path, bladen, verborgen, gevonden):
    pad = _sheets(tmp_path / "personen.xlsx", *bladen, verborgen=verborgen)
    with pytest.raises(Invoerfout, match=gevonden):
        read_first_sheet(pad)


def test_notes_on_another_sheet_are_no_table(tmp_path):
    pad = _sheets(
        tmp_path / "personen.xlsx", ("Data", TABEL), ("Uitleg", [["Zo vult u dit in"], ["id: een pseudoniem"]])
    )
    assert read_first_sheet(pad) == [(1, ["id", "cbs_code"]), (2, ["P1", "GM0432"])]
