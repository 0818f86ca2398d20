"""A text export read by column: every line and cell as one by one, whatever stands in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from scenarios.grond import csvtekst
from scenarios.grond.bedragen import read_plain
from scenarios.grond.csvtekst import read_blocks
from scenarios.inlezen import tekstrijen
from scenarios.inlezen.bestand import Bronblad, open_export
from scenarios.inlezen.kop import make_table
from scenarios.inlezen.tekstrijen import Tekstrijen, gather_rows

TEKST = """Overzicht

a;b;c
1; x ;="007"
---;---;
2;"y; ""z""\";'8
a;b;c
3;y
4;x;9;10;11
;;
5;12" buis;é"""
REGELS = [1, 3, 4, 6, 7, 8, 9, 11]
RIJEN = [
    ["Overzicht"], ["a", "b", "c"], ["1", "x", "007"], ["2", 'y; "z"', "8"], ["a", "b", "c"], ["3", "y"],
    ["4", "x", "9", "10", "11"], ["5", '12" buis', "é"],
]  # fmt: skip


@pytest.fixture(params=[1, 8, 10_000], ids="blok van {}".format)
def blokken(request, monkeypatch):
    """The same, whatever is read at once."""
    monkeypatch.setattr(csvtekst, "_BLOK", request.param)


def open_text(map_: Path, tekst: str) -> Bronblad:
    pad = map_ / "b.csv"
    pad.write_bytes(tekst.encode("cp1252"))
    return open_export(pad, "b.csv")[0]


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("slot", ["", "\n"])
def test_every_row_has_its_cells_and_its_line(tmp_path, blokken, einde, slot):
    blad = open_text(tmp_path, (TEKST + slot).replace("\n", einde))
    assert blad.rijen[:] == RIJEN
    assert blad.rijen[-1] == RIJEN[-1]
    assert blad.regels == REGELS


def test_a_row_with_many_cells_does_not_make_the_table_wide(monkeypatch):
    monkeypatch.setattr(tekstrijen, "MEEST_KOLOMMEN", 2)
    rijen, welke = gather_rows(read_blocks("a;b\n1;2\n3;4;;= 5\n-;-;---;---\n---;;---\n", ";", "b.csv"))
    assert len(rijen.kolommen) == 2
    assert rijen[:] == [["a", "b"], ["1", "2"], ["3", "4", "", "= 5"], ["-", "-", "---", "---"]]
    assert welke.tolist() == [0, 1, 2, 3]
    assert rijen.filled_beyond(2).tolist() == [2, 3]
    assert rijen.filled_beyond(1).tolist() == [0, 1, 2, 3]
    kolom = rijen.column(3, rijen.below(0))
    assert [kolom.waarden[c] for c in kolom.codes] == ["", "= 5", "---"]
    assert rijen.column(7, rijen.below(0)).waarden == [""]


def test_the_table_under_a_head_leaves_out_what_repeats_it(tmp_path, blokken):
    blad = open_text(tmp_path, TEKST.replace(";10;11", ""))
    tabel = make_table("b.csv", [(blad, 1)])
    assert tabel.regels.tolist() == [4, 6, 8, 9, 11]
    assert tabel.kort.tolist() == [False, False, True, False, False]
    assert [(k.waarden, k.codes.tolist()) for k in tabel.kolommen] == [
        (["1", "2", "3", "4", "5"], [0, 1, 2, 3, 4]),
        (["x", 'y; "z"', "y", '12" buis'], [0, 1, 2, 0, 3]),
        (["007", "8", "", "9", "é"], [0, 1, 2, 3, 4]),
    ]


@pytest.mark.parametrize(
    ("tekst", "regel"), [('a;b\n1;2\n3;"4\n5;6\n', 3), ('a\n"b""\n', 2), ("a\nb;" + "x" * 140_000 + "\n", 2)]
)
def test_a_line_that_cannot_be_read_is_told_by_its_number(blokken, tekst, regel):
    with pytest.raises(Invoerfout) as fout:
        gather_rows(read_blocks(tekst, ";", "b.csv"))
    assert [m.plaats for m in fout.value.meldingen] == [f"regel {regel}"]


def test_half_a_sign_of_utf_16_is_refused(tmp_path):
    pad = tmp_path / "b.csv"
    pad.write_bytes("datum;bedrag\n".encode("utf-16") + b"\x00")
    with pytest.raises(Invoerfout, match="niet bestaan"):
        open_export(pad, "b.csv")


def test_nothing_is_no_row():
    rijen, welke = gather_rows(read_blocks("\n\n", ";", "b.csv"))
    assert (len(rijen), len(welke), bool(rijen)) == (0, 0, False)
    assert isinstance(rijen, Tekstrijen)


@pytest.mark.parametrize(
    ("tekst", "centen", "teken"),
    [
        ("12,50", 1250, ","), ("12.5", 1250, "."), ("-0,05", -5, ","), ("7", 700, ""), ("-7", -700, ""),
        ("007,10", 710, ","), ("-0", 0, ""), ("123456789012", 12345678901200, ""), ("-12345678,90", -1234567890, ","),
    ],
)  # fmt: skip
def test_an_amount_that_is_written_plainly(tekst, centen, teken):
    gewoon = read_plain(["x", tekst])
    assert gewoon.goed.tolist() == [False, True]
    assert (gewoon.centen[1], gewoon.teken[1]) == (centen, ord(teken or "\0"))


@pytest.mark.parametrize(
    "tekst",
    ["", "-", "1,", ",5", "1,234", "1.234,50", "1,2,3", "--1", "1-", "+1", "1 ", "\u0661", "1\0", "1234567890123", 5.0],
)
def test_what_is_not_written_plainly_is_left_to_the_exact_reading(tekst):
    assert read_plain([tekst]).goed.tolist() == [False]
