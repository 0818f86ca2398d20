"""One table with every soort and every cell, in every renderer."""

import csv
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from rich.console import Console

from reports.tabel.adres import Adresboek, Bereik, Formule, Plaats, sum_of
from reports.tabel.csv import to_csv
from reports.tabel.docx import to_docx
from reports.tabel.html import to_html
from reports.tabel.scherm import RIJEN, VOL, to_screen
from reports.tabel.tabel import LEEG, PM, VERBORGEN, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import DUIZENDEN, Weergave, show_rows
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx

KOLOMMEN = (
    Kolom("Wat"),
    Kolom("Jaar", "jaar"),
    Kolom("Dag", "datum"),
    Kolom("Euro", "euro", naam="euro"),
    Kolom("Cent", "cent", naam="cent"),
    Kolom("Aantal", "aantal"),
    Kolom("Heel", "heel"),
    Kolom("Deel", "deel", smal="D"),
    Kolom("Procent", "procent"),
    Kolom("Status", "status"),
    Kolom("Sluit", "ja_nee"),
)
VOLLE_RIJ = ("Gewoon", 2026, date(2026, 1, 31), -1234567.8, -123456, 1234.56, 12345, 0.9997, 0.126, "raming", True)
TABEL = Tabel(
    "Alles",
    KOLOMMEN,
    (
        Rij(VOLLE_RIJ, "eerste"),
        Rij(("Zonder", LEEG, LEEG, None, PM, VERBORGEN, "<10", None, LEEG, LEEG, False), "tweede"),
        Rij(
            (
                "Samen", LEEG, LEEG, Formule("{0}*2", -2469135.6, (("eerste", "euro"),)),
                sum_of(((("eerste", "cent"), 1),), -123456), None, None, None, None, LEEG, LEEG,
            ),
            nadruk="totaal",
        ),
    ),
    ("Een opmerking.",),
)  # fmt: skip
TEKSTEN = [
    ["Gewoon", "2026", "31-01-2026", "-1.234.568", "-1.234,56", "1.234,6", "12.345", ">99,9%", "13%", "raming", "ja"],
    ["Zonder", "", "", "-", "PM", "·", "<10", "-", "", "", "nee"],
    ["Samen", "", "", "-2.469.136", "-1.234,56", "-", "-", "-", "-", "", ""],
]


def test_every_soort_reads_as_dutch():
    assert show_rows(TABEL) == TEKSTEN


def test_a_manner_chooses_the_unit_and_the_words():
    tabel = Tabel("", columns((("a", "b"), "euro")), (Rij((1_499_600.0, None)), Rij((PM, LEEG))))
    assert show_rows(tabel, DUIZENDEN) == [["1.500", "-"], ["PM", ""]]
    assert show_rows(tabel, Weergave(onbekend="n.i.", pm="p.m."))[1:] == [["p.m.", ""]]
    assert show_rows(tabel, Weergave(onbekend="n.i."))[0][1] == "n.i."


def test_a_row_may_have_a_soort_of_its_own():
    tabel = Tabel("", (Kolom("wat"), Kolom("k", "aantal")), (Rij(("x", 1234.56)), Rij(("y", 1234.56), soort="euro")))
    assert show_rows(tabel) == [["x", "1.234,6"], ["y", "1.235"]]


def drawn(tabel: Tabel, breed: int = 200, **opties: Any) -> str:
    console = Console(width=breed, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    console.print(to_screen(tabel, **opties))
    return console.export_text()


def test_the_screen_shows_every_cell_right_of_its_head():
    tekst = drawn(TABEL, kader=RIJEN)
    assert tekst.startswith("Alles")
    for rij in show_rows(TABEL):
        assert all(cel in tekst for cel in rij)
    kop = next(regel for regel in tekst.splitlines() if "Euro" in regel)
    eerste = next(regel for regel in tekst.splitlines() if "Gewoon" in regel)
    assert kop.index("Euro") + len("Euro") == eerste.index("-1.234.568") + len("-1.234.568")


def test_a_group_is_named_once_and_a_narrow_head_is_short():
    tabel = Tabel("", (Kolom("Wie"), Kolom("Kans sluitend", "deel", smal="Kans")), (
        Rij(("A", 0.5)), Rij(("A", 0.6)), Rij(("B", 0.7))
    ), groepen=True)  # fmt: skip
    assert drawn(tabel).count("A") == 1
    assert "sluitend" not in drawn(tabel, smal=True)
    assert drawn(tabel).count("├") == 1


def test_a_name_that_looks_like_markup_stays_a_name():
    tabel = Tabel("[bold]titel", (Kolom("[red]kop"),), (Rij(("[b]x[/b]",)),))
    assert all(stuk in drawn(tabel, kader=VOL) for stuk in ("[bold]titel", "[red]kop", "[b]x[/b]"))


def test_html_escapes_and_marks():
    html = str(
        to_html(TABEL, kleuren={"raming": "#123456"}, klassen=lambda rij, kolom: "goed" * (kolom.kop == "Sluit"))
    )
    assert '<caption dir="auto">Alles</caption>' in html
    assert '<span class="oordeel" style="color:#123456">raming</span>' in html
    assert html.count('<td class="goed">') == 3
    assert html.count('<tr class="som">') == 1
    assert "<td>-1.234.568</td>" in html
    lek = str(to_html(Tabel('"><script>', (Kolom("<b>"),), (Rij(("<img src=x>",)),))))
    assert not any(stuk in lek for stuk in ("<script>", "<b>", "<img"))


def test_docx_holds_every_text(tmp_path):
    brief = Document()
    to_docx(brief, TABEL)
    (tabel,) = brief.tables
    assert [c.text for c in tabel.rows[0].cells] == [k.kop for k in KOLOMMEN]
    assert [[c.text for c in rij.cells] for rij in tabel.rows[1:]] == show_rows(TABEL)


def test_csv_is_exact_and_dutch(tmp_path):
    to_csv(TABEL, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as bestand:
        kop, eerste, tweede, _ = csv.reader(bestand, delimiter=";")
    assert kop == [k.kop for k in KOLOMMEN]
    assert eerste == [
        "Gewoon", "2026", "31-01-2026", "-1234567,8", "-1234,56", "1234,56", "12345", "0,9997", "0,126", "raming", "ja",
    ]  # fmt: skip
    assert tweede == ["Zonder", "", "", "", "PM", "·", "<10", "", "", "", "nee"]


@pytest.fixture
def blad(tmp_path):
    pad = tmp_path / "t.xlsx"
    with Werkboek(pad, "Proef") as boek:
        plaatsen = to_xlsx(boek.add("Proef", (20,) * len(KOLOMMEN)), TABEL)
    return pad, plaatsen


def test_xlsx_holds_numbers_and_formulas_by_key(blad):
    pad, plaatsen = blad
    assert plaatsen["eerste", "euro"].hier == "D5"
    cellen = load_workbook(pad)["Proef"]
    assert [c.value for c in cellen[5]][:3] == ["Gewoon", 2026, cellen["C5"].value]
    assert (cellen["C5"].value.date(), cellen["D5"].value, cellen["E5"].value) == (
        date(2026, 1, 31),
        -1234567.8,
        -1234.56,
    )
    assert (cellen["D7"].value, cellen["E7"].value) == ("=D5*2", "=E5")
    assert [cellen["D6"].value, cellen["E6"].value, cellen["F6"].value, cellen["G6"].value] == [None, "PM", "·", "<10"]
    assert (cellen["K5"].value, cellen["D5"].number_format[-6:]) == ("ja", "-#,##0")
    # A formula carries its value: not every program recalculates.
    waarden = load_workbook(pad, data_only=True)["Proef"]
    assert (waarden["D7"].value, waarden["E7"].value) == (-2469135.6, -1234.56)


def test_a_formula_may_name_a_row_that_follows(tmp_path):
    tabel = Tabel(
        "", (Kolom("a", "euro", naam="a"),), (Rij((Formule("{0}", 3.0, (("onder", "a"),)),)), Rij((3.0,), "onder"))
    )
    with Werkboek(tmp_path / "t.xlsx", "Proef") as boek:
        to_xlsx(boek.add("Proef", (10,)), tabel)
    assert load_workbook(tmp_path / "t.xlsx")["Proef"]["A5"].value == "=A6"


def test_an_address_says_its_sheet_only_elsewhere():
    boek = Adresboek({"a": Plaats("Eerste blad", 4, 1), "b": Plaats("Eerste blad", 6, 1)})
    assert (boek.text("a", "Eerste blad"), boek.text("a", "Ander")) == ("B5", "'Eerste blad'!$B$5")
    assert boek.text(Bereik("a", "b"), "Eerste blad") == "B5:B7"
    assert boek.text(Bereik("a", "b")) == "'Eerste blad'!$B$5:$B$7"
    assert boek.fill(Formule('IF({0}=0,"{{}}",SUM({1}))', 0.0, ("a", Bereik("a", "b"))), "Ander") == (
        "IF('Eerste blad'!$B$5=0,\"{}\",SUM('Eerste blad'!$B$5:$B$7))"
    )
    assert boek.fill(Formule('"{0}"', 0.0), "Ander") == '"{0}"'
    with pytest.raises(KeyError):
        boek.text("c")


def test_a_text_in_a_sheet_is_never_a_formula(tmp_path):
    with Werkboek(tmp_path / "t.xlsx", "Proef") as boek:
        to_xlsx(
            boek.add("Proef", (10, 10)), Tabel("", columns((("a", "b"), "tekst")), (Rij(("=1+1", Decimal("1.50"))),))
        )
    cellen = load_workbook(tmp_path / "t.xlsx")["Proef"]
    assert (cellen["A5"].data_type, cellen["B5"].value, cellen["B5"].number_format[-6:]) == ("s", 1.5, "##0.00")


def test_columns_can_be_left_out_and_added():
    tabel = Tabel("", columns((("a", "b", "c"), "heel")), (Rij((1, 2, 3)),))
    assert tabel.without("b").values() == ((1, 3),)
    assert tabel.insert(1, Kolom("x")).values() == ((1, None, 2, 3),)


@pytest.mark.parametrize("tekst", ["=1+1", "+31", "-1+cmd|' /C calc'!A0", "@SOM(A1)", "\t=1", "\r=1"])
def test_a_csv_for_excel_holds_no_formula(tmp_path, tekst):
    to_csv(Tabel("", (Kolom("naam"),), (Rij((tekst,)), Rij(("-",)))), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as bestand:
        assert [r[0] for r in csv.reader(bestand, delimiter=";")] == ["naam", f"'{tekst}".replace("\r", " "), "-"]
