"""Numbers, dates and files as they come from Dutch desktops."""

from datetime import date

import pytest

from finance.taal.getallen import format_share
from scenarios.grond.bestanden import replacing
from scenarios.grond.openen import decode
from scenarios.regiomap.lezen import parse_count, parse_date, parse_number


@pytest.mark.parametrize(
    ("tekst", "getal"),
    [
        ("1.234,56", 1234.56),
        ("0.125", 0.125),
        ("1234.56", 1234.56),
        ("1234,5", 1234.5),
        ("0,125", 0.125),
        ("1.234,567", 1234.567),
        ("€ 12", 12.0),
        (" 7 ", 7.0),
        (3, 3.0),
    ],
)
def test_numbers(tekst, getal):
    assert parse_number(tekst) == getal


@pytest.mark.parametrize(
    "tekst",
    [
        *("", "twaalf", "nan", "1e999", "inf", True, None, "12 euro 5", "10.000", "1.234.567", "12,100", "1,234.56"),
        *("0.500,25", "00.500,25", "\u0661\u0662", "1_000", 10**400),
    ],
)
def test_no_numbers(tekst):
    with pytest.raises(ValueError, match="getal"):
        parse_number(tekst)


@pytest.mark.parametrize("tekst", ["2,5", "2.0", "1e3", "", 2.5, True, "\u0665", "9" * 5000, 10**20])
def test_no_counts(tekst):
    with pytest.raises(ValueError, match="geheel getal"):
        parse_count(tekst)


@pytest.mark.parametrize("tekst", ["2025-01-31", "31-01-2025", "31/1/2025", date(2025, 1, 31)])
def test_dates(tekst):
    assert parse_date(tekst) == date(2025, 1, 31)


@pytest.mark.parametrize(
    "tekst", ["31-02-2025", "2025-13-01", "januari", "", "0025-01-01", "3025-01-01", "\u0662\u0660\u0662\u0665-01-01"]
)
def test_no_dates(tekst):
    with pytest.raises(ValueError, match="datum"):
        parse_date(tekst)


def test_text_from_old_desktops():
    assert decode("prijs € 5, één".encode("cp1252")) == "prijs € 5, één"
    assert decode("\ufeffkop".encode()) == "kop"


def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path):
    doel = tmp_path / "uit.json"
    doel.write_text("oud", encoding="utf-8")

    def interrupted():
        with replacing(doel) as tijdelijk:
            tijdelijk.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert doel.read_text(encoding="utf-8") == "oud"
    assert [p.name for p in tmp_path.iterdir()] == ["uit.json"]


@pytest.mark.parametrize(
    ("deel", "decimalen", "tekst"),
    [
        (0.953, 1, "95,3%"),
        (0.35, 0, "35%"),
        (0.0, 1, "0,0%"),
        (1.0, 0, "100%"),
        (0.99999, 1, ">99,9%"),
        (0.9999, 0, ">99%"),
        (0.0001, 1, "<0,1%"),
        (0.3715, 1, "37,2%"),
        (0.0005, 1, "0,1%"),
    ],
)
def test_a_share_is_never_certain_by_rounding(deel, decimalen, tekst):
    assert format_share(deel, decimalen) == tekst
