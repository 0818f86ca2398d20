"""How numbers read in Dutch, and that no other module writes them."""

import re
from datetime import date
from decimal import Decimal

import pytest

from finance.taal import getallen
from tests.huisregels import house_modules

ZELF = re.compile(r"maketrans|%d-%m-%Y\}|\{[^{}]+:,|\"\.\", \",\"|:\.\d%")
"""How a module would write a number or a date by itself."""


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        (lambda: getallen.dutch(Decimal("1234.50")), "1.234,50"),
        (lambda: getallen.dutch(-1234567.891, 2), "-1.234.567,89"),
        (lambda: getallen.short(7.0), "7"),
        (lambda: getallen.short(7.8), "7,8"),
        (lambda: getallen.short(7.0, teken=True), "+7"),
        (lambda: getallen.short(-7.8, teken=True), "-7,8"),
        (lambda: getallen.plain(1234.5), "1234,5"),
        (lambda: getallen.plain(Decimal("1234.50")), "1234,50"),
        (lambda: getallen.plain(float("nan")), ""),
        (lambda: getallen.thousands(-1234567), "-1.234.567"),
        (lambda: getallen.format_euros(0), "0,00"),
        (lambda: getallen.format_euros(-123456), "-1.234,56"),
        (lambda: getallen.format_euros(-5), "-0,05"),
        (lambda: getallen.format_amount(1234567.8), "1.234.568"),
        (lambda: getallen.format_amount(1234567.8, duizend=True), "1.235"),
        (lambda: getallen.format_amount(-0.4), "0"),
        (lambda: getallen.format_amount(float("nan")), ""),
        (lambda: getallen.format_difference(1234.4), "+1.234"),
        (lambda: getallen.format_difference(-1234.4), "-1.234"),
        (lambda: getallen.format_difference(0.26, 1), "+0,3"),
        (lambda: getallen.format_difference(-0.04, 1), "0,0"),
        (lambda: getallen.euros(1_250_000), "1,2 miljoen euro"),
        (lambda: getallen.euros(123_456), "123 duizend euro"),
        (lambda: getallen.format_share(0.953), "95,3%"),
        (lambda: getallen.format_share(0.99999), ">99,9%"),
        (lambda: getallen.format_points(0.014), "1,4 procentpunt"),
        (lambda: getallen.format_certainty(0.975), "97,5%"),
        (lambda: getallen.format_certainty(0.9), "90%"),
        (lambda: getallen.percent(0.126), "13%"),
        (lambda: getallen.format_date(date(2026, 1, 31)), "31-01-2026"),
        (lambda: getallen.format_value("10000.5 euro in 2024-01-01"), "10.000,5 euro in 2024-01-01"),
    ],
)
def test_a_figure_reads_as_dutch(tekst, verwacht):
    assert tekst() == verwacht


def test_no_report_writes_a_number_or_date_by_itself():
    zelf = [
        f"{m.path}: {regel.strip()}"
        for m in house_modules()
        if m.path.startswith("reports/")
        for regel in m.text.splitlines()
        if ZELF.search(regel)
    ]
    assert zelf == []


def test_the_text_of_a_value_is_a_number_with_its_decimals_or_none():
    assert str(getallen.as_number("0.50")) == "0.50"
    assert getallen.as_number("cohort") is None


@pytest.mark.parametrize(
    ("deel", "decimalen", "tekst"),
    [
        (0.0, 1, "0,0%"), (0.0004, 1, "<0,1%"), (0.0005, 1, "0,1%"), (0.12345, 2, "12,35%"), (0.99996, 1, ">99,9%"),
        (0.99996, 0, ">99%"), (1.0, 1, "100,0%"), (1.5, 1, "150,0%"), (float("nan"), 1, ""),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_never_nothing_or_all(deel, decimalen, tekst):
    assert getallen.format_share(deel, decimalen) == tekst


@pytest.mark.parametrize(
    ("bedrag", "tekst"),
    [
        (-999.4, "-999 euro"), (999.5, "1 duizend euro"), (999_499, "999 duizend euro"),
        (999_500, "1,0 miljoen euro"), (-2_500_000, "-2,5 miljoen euro"), (100_050_000_000, "100.050,0 miljoen euro"),
    ],
)  # fmt: skip
def test_an_amount_in_a_sentence(bedrag, tekst):
    assert getallen.euros(bedrag) == tekst
