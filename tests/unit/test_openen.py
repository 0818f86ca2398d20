"""What is no file, may not be read, or is too large, is one message; so is a sheet that would take all memory."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
import xlsxwriter

from finance.fouten import Invoerfout
from scenarios.grond.csvtekst import read_records, split_lines
from scenarios.grond.openen import files_in, is_there, parse_json, read_bytes, read_text
from scenarios.grond.werkboekbestand import open_workbook, read_first_sheet, read_sheet
from scenarios.regiomap.regio import find_region


def folder(pad):
    pad.mkdir()


def pipe(pad):
    os.mkfifo(pad)


def dead_link(pad):
    pad.symlink_to(pad.parent / "nergens")


def ring(pad):
    pad.symlink_to(pad)


def device(pad):
    pad.symlink_to("/dev/null")


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices as files")
@pytest.mark.parametrize(
    ("maak", "gevonden"),
    [
        (folder, "een map"),
        (pipe, "geen gewoon bestand"),
        (dead_link, "een verwijzing naar een bestand dat er niet is"),
        (ring, "in een kring"),
        (device, "geen gewoon bestand"),
        (lambda pad: None, "geen bestand"),
    ],
)
def test_what_is_no_file_is_one_message(tmp_path, maak, gevonden):
    maak(tmp_path / "a.csv")
    with pytest.raises(Invoerfout, match=f"^a.csv: gevonden .*{gevonden}"):
        read_bytes(tmp_path / "a.csv")


@pytest.mark.skipif(os.name != "posix", reason="pipes and links")
@pytest.mark.parametrize("maak", [folder, pipe, dead_link, ring])
def test_what_is_no_file_is_there_and_gets_told(tmp_path, maak):
    maak(tmp_path / "a.csv")
    assert is_there(tmp_path / "a.csv")
    assert not is_there(tmp_path / "b.csv")


@pytest.mark.skipif(os.name != "posix", reason="pipes and links")
@pytest.mark.parametrize("maak", [pipe, dead_link, ring, lambda pad: pad.touch()])
def test_what_is_no_folder_is_told_and_so_is_what_should_be_in_it(tmp_path, maak):
    maak(tmp_path / "map")
    with pytest.raises(Invoerfout, match=r"^map: gevonden .*; verwacht een map"):
        files_in(tmp_path / "map")
    assert is_there(tmp_path / "map" / "a.csv")


def test_files_of_a_folder_come_in_order_and_no_folder_holds_none(tmp_path):
    for naam in ("b.toml", "a.toml", "c.csv"):
        (tmp_path / naam).touch()
    assert [p.name for p in files_in(tmp_path, "*.toml")] == ["a.toml", "b.toml"]
    assert files_in(tmp_path / "nergens") == []


def test_a_name_that_cannot_be_one_is_one_message(tmp_path):
    for naam in ("a\x00b", "x" * 300):
        with pytest.raises(Invoerfout):
            read_bytes(tmp_path / naam)


def test_too_large_states_the_limit(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"x" * 2_000_000)
    with pytest.raises(Invoerfout, match="2 MB; verwacht ten hoogste 1 MB"):
        read_bytes(tmp_path / "a.csv", meest=1_000_000)


@pytest.mark.parametrize("codering", ["utf-16", "utf-16-le"])
def test_text_of_two_bytes_a_sign_is_refused(tmp_path, codering):
    (tmp_path / "a.toml").write_bytes("naam = 'x'".encode(codering))
    with pytest.raises(Invoerfout, match="nulbytes"):
        read_text(tmp_path / "a.toml")


def test_text_of_four_bytes_a_sign_is_named(tmp_path):
    (tmp_path / "a.csv").write_bytes("naam;bedrag".encode("utf-32"))
    with pytest.raises(Invoerfout, match="UTF-32"):
        read_text(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("tekst", "reden"),
    [
        ("[" * 100_000, "te diep"),
        ('{"a": NaN}', "geen getal"),
        ("{", "regel 1, teken 2"),
        ("", "regel 1, teken 1"),
        ('{"a": {"b": 1, "b": 2}}', "twee keer"),
    ],
)
def test_json_that_is_none(tekst, reden):
    with pytest.raises(ValueError, match=reden):
        parse_json(tekst.encode())


def test_lines_of_every_kind():
    assert split_lines("a\r\nb\nc\rd") == ["a", "b", "c", "d"]
    # No other sign ends a line, whatever Python thinks.
    assert split_lines("a\x0bb\x85c\u2028d\n") == ["a\x0bb\x85c\u2028d"]


@pytest.mark.parametrize(
    ("tekst", "regel"),
    [
        ('k\n"a\nb\n', 2),
        ('k\nx\n"a\nb"\n', 3),
        ('k\n"a"b\n', 2),
        ('k\nx\ny\n"', 4),
    ],
)
def test_a_quote_is_told_at_the_line_where_it_opens(tekst, regel):
    with pytest.raises(Invoerfout, match=f"^a.csv, regel {regel}: "):
        list(read_records(tekst, ";", "a.csv"))


def test_a_field_has_a_limit():
    with pytest.raises(Invoerfout, match=r"regel 2: gevonden een veld van meer dan 131\.072 tekens"):
        list(read_records(f"k\n{'x' * 140_000}\n", ";", "a.csv"))


def sheet(tmp_path, *rijen):
    pad = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(pad)) as boek:
        blad = boek.add_worksheet("Blad 1")
        for r, rij in enumerate(rijen):
            blad.write_row(r, 0, rij)
    return pad


def rewrite(pad, naam, oud, nieuw):
    """One part of a spreadsheet with other XML."""
    with zipfile.ZipFile(pad) as archief:
        delen = {d.filename: archief.read(d) for d in archief.infolist()}
    assert oud in delen[naam]
    delen[naam] = delen[naam].replace(oud, nieuw)
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        for n, deel in delen.items():
            archief.writestr(n, deel)
    pad.write_bytes(uit.getvalue())


@pytest.mark.parametrize("cel", ["XFD1048576", "Z1048576", "XFD4000"])
def test_one_cell_far_away_is_refused_before_it_takes_memory(tmp_path, cel):
    pad = sheet(tmp_path, ["a", "b"], [1, 2])
    rij = cel.lstrip("XFDZ")
    ver = f'<row r="{rij}"><c r="{cel}" t="inlineStr"><is><t> </t></is></c></row></sheetData>'
    rewrite(pad, "xl/worksheets/sheet1.xml", b"</sheetData>", ver.encode())
    with pytest.raises(Invoerfout, match=f"^a.xlsx, blad Blad 1: gevonden een tabel tot en met cel {cel}"):
        read_first_sheet(pad)


def test_an_empty_cell_far_away_is_no_cell(tmp_path):
    pad = sheet(tmp_path, ["a", "b"], [1, 2])
    ver = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    rewrite(pad, "xl/worksheets/sheet1.xml", b"</sheetData>", ver)
    assert read_first_sheet(pad) == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_a_full_sheet_may_be_large(tmp_path):
    pad = sheet(tmp_path, *([n] * 200 for n in range(300)))
    assert len(read_sheet(pad, open_workbook(pad, "a"), "Blad 1", "a").cellen) == 300


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [(b"</sheetData>", b""), (b"<row", b"<r\x00w"), (b'r="A1"', b'r="5"'), (b"<v>0</v>", b"<v>9999</v>")],
)
def test_a_damaged_sheet_is_one_message_with_its_name(tmp_path, oud, nieuw):
    pad = sheet(tmp_path, ["a"], [1])
    rewrite(pad, "xl/worksheets/sheet1.xml", oud, nieuw)
    try:
        read_first_sheet(pad)
    except Invoerfout as fout:
        assert "blad Blad 1" in str(fout)  # noqa: PT017 - some of these can be read


def test_formulas_and_hidden_rows_of_a_region_sheet_are_told(tmp_path):
    pad = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(pad)) as boek:
        blad = boek.add_worksheet("Blad 1")
        blad.write_row(0, 0, ["a", "b"])
        blad.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        blad.write_row(2, 0, [1, 2])
        blad.set_row(2, None, None, {"hidden": True})
    with pytest.raises(Invoerfout) as fout:
        read_first_sheet(pad)
    assert [m.plaats for m in fout.value.meldingen] == ["blad Blad 1, cel B2", "blad Blad 1"]


def test_what_is_no_folder_is_no_region(tmp_path):
    for pad in (tmp_path / "nergens", tmp_path / "a.txt", tmp_path / "a\x00b"):
        if pad.suffix:
            pad.touch()
        with pytest.raises(Invoerfout, match=r"gevonden geen map met regio\.toml"):
            find_region(str(pad))
