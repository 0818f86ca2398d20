"""The rules by which an export is read, one by one."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from finance.fouten import Invoerfout
from scenarios.boeken.vertaling import fits, guess
from scenarios.grond.bladdetails import code_text
from scenarios.inlezen.bestand import find_separator, open_export
from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.blokschrijven import block_text, put_block
from scenarios.inlezen.datums import day_order, read_date, read_period, read_year
from scenarios.inlezen.totalen import find_totals
from scenarios.inlezen.waarden import Bronkolom, read_amounts
from scenarios.inlezen.woorden import TOTAAL, dc_side, kind_of


def column(waarden: list) -> Bronkolom:
    return Bronkolom(waarden, np.arange(len(waarden), dtype=np.int32))


@pytest.mark.parametrize(
    ("teksten", "centen"),
    [
        (["12.500,00", "-1.500,00"], [1250000, -150000]),
        (["12500.00", "-1500.00"], [1250000, -150000]),
        (["1.500,00-", "3,10 -"], [-150000, -310]),
        (["(1.500,00)", "(0,05)"], [-150000, -5]),
        (["€ 12.500,-", "-€ 500,--", "€ -"], [1250000, -50000, 0]),
        (["\u22121.500,00", "\u20131,00"], [-150000, -100]),
        (["12\u202f500,00", "1 234,56", "1\u00a0000,00"], [1250000, 123456, 100000]),
        (["12'500.50", "1\u2019000.00"], [1250050, 100000]),
        (["12.500,000", "350,500"], [1250000, 35050]),
        (["8430.500000000001", "350.00"], [843050, 35000]),
        (["1.500,00 C", "2,00 D", "3,00CR"], [-150000, 200, -300]),
        (["+5,00", "EUR 6,00", "7,00 EUR"], [500, 600, 700]),
        (["1.234.567", "1.000"], [123456700, 100000]),
    ],
)
def test_amounts(teksten, centen):
    gelezen = read_amounts(column(teksten))
    assert gelezen.centen.tolist() == centen
    assert not gelezen.fout.any()
    assert not gelezen.twijfel


@pytest.mark.parametrize(
    "teksten",
    [["12,500", "8,430"], ["1.234,56", "1,234.56"], ["1.230", "12.50"], ["1.000", "1,000"]],
)
def test_a_column_that_does_not_show_its_decimal_sign_is_doubted(teksten):
    assert read_amounts(column(teksten)).twijfel


@pytest.mark.parametrize("tekst", ["1234,567", "#N/B", "12 stuks", "1,2,3", "n.v.t."])
def test_what_is_no_amount_is_not_made_one(tekst):
    assert read_amounts(column(["1,00", "1.000,00", tekst])).fout.tolist() == [False, False, True]


@pytest.mark.parametrize(
    "tekst",
    [
        "31-01-2025", "31/1/2025", "31.01.2025", "2025-01-31", "2025-01-31T00:00:00", "31-01-2025 12:30", "20250131",
        "31012025", "31-jan-2025", "31 januari 2025", "31-01-25", "45688", 45688.0, 20250131.0, datetime(2025, 1, 31,
        9),
        date(2025, 1, 31), "2025-01-31 00:00:00.000", "31-jan-25",
    ],
)  # fmt: skip
def test_dates(tekst):
    assert read_date(tekst) == date(2025, 1, 31)


@pytest.mark.parametrize("tekst", ["", "jan", "202501", "32-01-2025", "31-02-2025", "1899-12-30", "Totaal"])
def test_no_dates(tekst):
    with pytest.raises(ValueError):  # noqa: PT011 - the caller says what was expected
        read_date(tekst)


def test_the_column_tells_whether_the_month_comes_first():
    assert day_order(["01/15/2025", "02/03/2025"]) == ("maand-dag", False)
    assert day_order(["15/01/2025", "02/03/2025"]) == ("dag-maand", False)
    assert day_order(["15/01/2025", "01/15/2025"])[1]
    assert read_date("01/02/2025", "maand-dag") == date(2025, 1, 2)


@pytest.mark.parametrize(
    ("tekst", "uit"),
    [
        ("202513", (2025, 13)), ("2025-01", (2025, 1)), ("01-2025", (2025, 1)), ("2025 / 3", (2025, 3)), ("13",
        (None, 13)),
        (4.0, (None, 4)), ("P03", (None, 3)), ("mrt", (None, 3)), ("januari 2025", (2025, 1)), ("0", (None, 0)),
    ],
)  # fmt: skip
def test_perioden(tekst, uit):
    assert read_period(tekst) == uit


@pytest.mark.parametrize("tekst", ["2025", 2025.0, "Boekjaar 2025", "25"])
def test_boekjaren(tekst):
    assert read_year(tekst) == 2025


def test_a_number_becomes_its_integer_text_and_a_text_keeps_its_zeros():
    assert [code_text(w) for w in (6130041.0, "06130041", "6130041", 12.5)] == [
        "6130041",
        "06130041",
        "6130041",
        "12.5",
    ]


@pytest.mark.parametrize(
    ("titel", "soort"),
    [
        ("Boekdatum", "datum"), ("BOEKINGSDATUM", "datum"), ("FCL", "kostenplaats"), ("ECL", "grootboek"),
        ("Waarde/CO-val.", "bedrag"), ("Bedrag (€)", "bedrag"), ("Bedrag excl. btw", "bedrag"), ("Bkst.nr.",
        "stuknummer"),
        ("D/C", "dc"), ("S/H", "dc"), ("Kostendrager", "project"), ("Grootboekrek.", "grootboek"), ("Tekst",
        "omschrijving"),
        ("Periode", "periode"), ("Lasten/Baten", "lastbaat"), ("BTW-bedrag", "btw"),
    ],
)  # fmt: skip
def test_titles_of_ledgers(titel, soort):
    gevonden = kind_of(titel)
    assert gevonden is not None
    assert gevonden[0] == soort


@pytest.mark.parametrize(
    "tekst", ["Totaal", "Subtotaal", "Eindtotaal", "Totaal 6130041", "6130041 Totaal", "*", "Saldo"]
)
def test_words_of_totals(tekst):
    assert TOTAAL.match(tekst)


@pytest.mark.parametrize("tekst", ["Totaalpakket taalles", "Leerroute B1", "Somalische tolk", "Eindtoets"])
def test_words_that_are_no_total(tekst):
    assert not TOTAAL.match(tekst)


def totals(centen, label, gevuld):
    leeg = np.zeros(len(centen), dtype=bool)
    kenmerken = [np.array(gevuld), np.array(gevuld)]
    return find_totals(np.array(centen), leeg, np.array(label), {}, [], kenmerken)


def test_a_row_is_a_total_when_it_is_the_sum_of_others():
    uit = totals(
        [100, 200, 300, 400, 400, 1000],
        [False, False, True, False, True, True],
        [True, True, False, True, False, False],
    )
    assert uit.zeker.tolist() == [False, False, True, False, True, False]
    assert uit.twijfel.tolist() == [False, False, False, False, False, True]


def test_a_row_without_date_and_number_that_is_the_sum_needs_no_word():
    assert totals([100, 200, 300], [False] * 3, [True, True, False]).zeker.tolist() == [False, False, True]


def test_a_booking_that_speaks_of_a_total_stays_a_booking():
    uit = totals([100, 250, 300], [False, True, False], [True] * 3)
    assert not uit.zeker.any()
    assert not uit.twijfel.any()


def test_the_separator_is_the_one_under_which_the_lines_are_alike():
    assert find_separator('a;b;c\n1,5;2;"x,y"\n3,5;4;z\n') == ";"
    assert find_separator("a,b,c\n1,2,3\n") == ","
    assert find_separator("Titel; met puntkomma\na\tb\tc\n1\t2\t3\n4\t5\t6\n") == "\t"


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, codering):
    pad = tmp_path / "b.csv"
    pad.write_bytes("sep=;\nBoekdatum;Café\n1-1-2025;5\n".encode(codering))
    (blad,) = open_export(pad, "b.csv")
    assert list(blad.rijen) == [["Boekdatum", "Café"], ["1-1-2025", "5"]]
    assert blad.regels == [2, 3]


def test_a_sheet_tells_its_hidden_rows_errors_and_leading_zeros(tmp_path: Path):
    stroom = io.BytesIO()
    boek = xlsxwriter.Workbook(stroom, {"in_memory": True})
    blad = boek.add_worksheet("Blad & co")
    blad.write_row(0, 0, ["Code", "Bedrag"])
    blad.write_number(1, 0, 6130041, boek.add_format({"num_format": "00000000"}))
    blad.write_formula(1, 1, "=NA()", None, "#N/A")
    blad.set_row(2, None, None, {"hidden": True})
    blad.write_formula(3, 1, "=SUM(B2:B3)", None, "")
    boek.close()
    pad = tmp_path / "b.xlsx"
    pad.write_bytes(stroom.getvalue())
    (gelezen,) = open_export(pad, "b.xlsx")
    assert gelezen.rijen[1:] == [["06130041", "#N/A"], ["", "=SUM(B2:B3)"]]
    assert gelezen.verborgen == {3}


@pytest.mark.parametrize("inhoud", [b"<html><table></table></html>", b"\xd0\xcf\x11\xe0 stuk", b"PK\x03\x04 stuk"])
def test_what_is_no_table_is_refused(tmp_path: Path, inhoud):
    pad = tmp_path / "b.xls"
    pad.write_bytes(inhoud)
    with pytest.raises(Invoerfout):
        open_export(pad, "b.xls")


@pytest.mark.parametrize(
    ("patroon", "waarde", "past"),
    [
        ("6130041", "6130041", True), ("6130041", "06130041", True), ("06130041", "6130041", True),
        ("6130041", "6130041 Leerroute", True), ("61300*", "6130041", True), ("6130041", "61300410", False),
        ("*Z-route*", "z-route februari", True), ("6130041", "", False), ("0", "00", True),
    ],
)  # fmt: skip
def test_codes(patroon, waarde, past):
    assert fits(patroon, waarde) == past


def test_a_guess_is_made_only_when_all_texts_say_the_same():
    assert guess(["Leerroute B1 kwartaal 1", "Creditnota B1"]) == "leerroute_b1"
    assert guess(["Leerroute B1", "Tolken"]) == ""
    assert guess(["Kantoor"]) == ""


BLOK = Boekingbestand(bestand="boekingen/a.csv", jaar=2025, kolommen={"bedrag": 'Bedrag "excl"'}, credit=True)


def test_a_block_is_put_in_its_place_and_nothing_else_moves():
    voor = '# kop\ntoelichting = "x"\n\n[[boekingen]]\nbestand = "boekingen/a.csv"\njaar = 2024\n\n'
    na = '# over b\n[[boekingen]]\nbestand = "boekingen/b.csv"\njaar = 2025\n\n[rekeningen]\nbank = "1"\n'
    assert put_block(voor + na, BLOK) == f'# kop\ntoelichting = "x"\n\n{block_text(BLOK)}\n{na}'
    assert put_block("", BLOK) == block_text(BLOK)
    assert put_block(na, BLOK) == f"{na}\n{block_text(BLOK)}"


def test_a_block_reads_back_as_it_was_written():
    import tomllib

    (gelezen,) = tomllib.loads(block_text(BLOK))["boekingen"]
    assert Boekingbestand(**gelezen) == BLOK


@pytest.mark.parametrize(
    ("teken", "kant"),
    [
        ("D", 1),
        ("Dt", 1),
        ("DR", 1),
        ("soll", 1),
        ("+", 1),
        ("C", -1),
        ("CT ", -1),
        ("Cr", -1),
        ("H", -1),
        ("x", 0),
        ("", 0),
    ],
)
def test_marks_of_a_side(teken, kant):
    assert dc_side(teken) == kant


@pytest.mark.parametrize("tekst", ["ma 15 januari 2025", "Wo. 15-01-2025", "woensdag, 15 jan 2025 10:30"])
def test_the_day_of_the_week_before_a_date_is_passed_over(tekst):
    assert read_date(tekst) == date(2025, 1, 15)


def test_a_text_in_utf_32_is_named(tmp_path):
    (tmp_path / "a.csv").write_bytes("datum;bedrag\n".encode("utf-32"))
    with pytest.raises(Invoerfout, match="UTF-32"):
        open_export(tmp_path / "a.csv", "a.csv")
