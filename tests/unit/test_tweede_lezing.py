"""The second, simple reading of a text export: it agrees with the first on what is right, and sees what is missing."""

from __future__ import annotations

import pytest

from finance.fouten import Melding
from scenarios.inlezen.tweede_lezing import Leesplek, Natelling, _cells, _cents, count_again, differences


@pytest.mark.parametrize(
    ("regel", "cellen"),
    [
        ("a;b;", ["a", "b", ""]),
        ('a;"b;c";d', ["a", "b;c", "d"]),
        ('"Pvt ""kort; lang""";1', ['Pvt "kort; lang"', "1"]),
        # A quote inside a field is an inch, and parts nothing.
        ('6130047";438100;Tolken 12" x;350,00', ['6130047"', "438100", 'Tolken 12" x', "350,00"]),
        ('"";x', ["", "x"]),
        ('a;""', ["a", ""]),
    ],
)
def test_the_fields_of_a_line(regel, cellen):
    assert _cells(regel, ";") == cellen


@pytest.mark.parametrize(
    ("tekst", "decimaal", "centen"),
    [
        ("1.234,56", ",", 123456), ("-0,05", ",", -5), ("350,00-", ",", -35000), ("12.500,000", ",", 1250000),
        ("1,234.5", ".", 123450), ("", ",", 0), ("5", ",", 500), ("1,005", ",", None), ("(5,00)", ",", None),
        ("\u0665", ",", None), ("12.95,71", ",", None), ("1234.567,00", ",", None), ("1.234.567,00", ",", 123456700),
    ],
)  # fmt: skip
def test_an_amount(tekst, decimaal, centen):
    assert _cents(tekst, decimaal) == centen


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_lines_and_sums_are_counted(tmp_path, einde):
    tekst = "titel\nnaam;bedrag\na;1,00\n\nnaam;bedrag\nb;-0,25\n---;---\n;;\n".replace("\n", einde)
    (tmp_path / "b.csv").write_bytes(tekst.encode("cp1252"))
    telling = count_again(tmp_path / "b.csv", ";", {"bedrag": Leesplek(2, 1, ",")})
    assert telling == Natelling(2, {"bedrag": 75})


def test_what_differs_is_told():
    def told(regels: int, som: int) -> list[Melding]:
        return list(differences("b.csv", Natelling(regels, {"bedrag": som}), Natelling(29, {"bedrag": 139_576_743})))

    assert told(29, 139_576_743) == []
    regels, som = told(23, 110_947_698)
    assert (regels.gevonden, regels.verwacht) == ("23 gelezen regels", "29 regels in het bestand")
    assert (som.gevonden, som.verwacht) == ("een som van 1.109.476,98", "1.395.767,43 volgens de tweede lezing")


def test_a_row_with_nothing_but_a_zero_of_accounts_is_a_row(tmp_path):
    (tmp_path / "b.csv").write_text("naam;bedrag;x\n;-;\n", encoding="utf-8")
    # A dash is how Excel shows zero; this reading leaves such amounts to the first.
    assert count_again(tmp_path / "b.csv", ";", {"x": Leesplek(1, 2, ",")}) == Natelling(1, {"x": 0})
