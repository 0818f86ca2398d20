"""The second, simple reading of a text export: it agrees with the first on what is right, and sees what is missing."""

from __future__ import annotations

import pytest

from finance.fouten import Melding
from scenarios.inlezen import tweede_lezing
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


VLAK = (
    ("a;1,00;", 100), ("b;-0,05;x", -5), ("c;1.234,5;", 123450), ("d;12;", 1200), ('"e; f";2,00;', 200),
    ('"g";"3,00";"h ""i"" j"', 300), ("k;-1.234.567,89;", -123456789), ('"""";4,00;""', 400),
)  # fmt: skip
"""Lines that are counted many at once"""
BIJZONDER = (
    ("l;350,00-;", -35000), ("m; 5,00 ;", 500), ("n;12.500,000;", 1250000), ('o 12" p;6,00;"q', 600), ("r;7,", 700),
    ("s;;", 0), ('t "u;8,00;"', 800), ("v;\u00a09,00;", 900), ("w;+10,00;x;y", 1000), ("r", 0),
    ("naam;12,00;13", 1200),
)  # fmt: skip
"""Lines that are looked at one by one; the last is as long as the head"""


@pytest.mark.parametrize("blok", [1, 60, 10**6])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_lines_together_count_as_one_by_one(tmp_path, monkeypatch, blok, codering):
    monkeypatch.setattr(tweede_lezing, "_BLOK", blok)
    regels = [*VLAK, *BIJZONDER, *VLAK, ("é;1,00;", 100)]
    (tmp_path / "b.csv").write_bytes("\n".join(["naam;bedr;btw", *(r for r, _ in regels), ""]).encode(codering))
    plekken = {"bedrag": Leesplek(1, 1, ","), "ver": Leesplek(1, 9, ",")}
    assert count_again(tmp_path / "b.csv", ";", plekken) == Natelling(
        len(regels), {"bedrag": sum(c for _, c in regels), "ver": 0}
    )


def test_plain_lines_are_counted_by_the_places_of_their_bytes(monkeypatch):
    monkeypatch.setattr(tweede_lezing, "_cents", None)
    blok = "\n".join(r for r, _ in VLAK).encode()
    gewoon, over = tweede_lezing._count_plain(blok, ";", {"bedrag": Leesplek(1, 1, ",")}, b"naam")
    assert (gewoon, over) == (Natelling(len(VLAK), {"bedrag": sum(c for _, c in VLAK)}), [])


@pytest.mark.parametrize(
    "bedrag", ["1,2,3", "12.95,71", "1234.567,00", "(5,00)", ",50", "1.23,00", ".123,00", "-", "5%"]
)
def test_an_amount_among_plain_ones_that_this_reading_does_not_know(tmp_path, bedrag):
    (tmp_path / "b.csv").write_text(f"naam;bedrag\na;1,00\nb;{bedrag}\nc;2,00\n", encoding="utf-8")
    assert count_again(tmp_path / "b.csv", ";", {"bedrag": Leesplek(1, 1, ",")}) is None
