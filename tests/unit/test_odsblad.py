"""What an ODS says beside its values, sheet by sheet, and that its one part is read once for all of them."""

import os
import zipfile

import pytest

from finance.fouten import Invoerfout
from scenarios.grond import werkboekbestand
from scenarios.grond.bladdetails import ods_sheets
from scenarios.grond.werkboekbestand import open_workbook, read_sheet

KOP = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
STAART = "</office:spreadsheet></office:body></office:document-content>"
GETAL = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
FOUT = (
    '<table:table-cell table:formula="of:=[.Z9]" office:value-type="string"><text:p>#REF!</text:p></table:table-cell>'
)
GEWOON = (
    f"<table:table-row>{GETAL}{FOUT}</table:table-row>"
    f'<table:table-row table:visibility="collapse" table:number-rows-repeated="2">{GETAL}</table:table-row>'
    f"<table:table-row>{GETAL}</table:table-row>"
)
LEEG = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>'
VER = f"<table:table-row>{GETAL}</table:table-row>{LEEG.format(5_000_000)}<table:table-row>{GETAL}</table:table-row>"


@pytest.fixture
def ods(tmp_path):
    """Three sheets: an ordinary one, one with a cell far away, and one that is only formatted far away."""
    bladen = {"Gewoon": GEWOON, "Ver": VER, "Opgemaakt": GEWOON + LEEG.format(5_000_000)}
    pad = tmp_path / "b.ods"
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archief.writestr("META-INF/manifest.xml", "<manifest/>")
        tabellen = (f'<table:table table:name="{naam}">{rijen}</table:table>' for naam, rijen in bladen.items())
        archief.writestr("content.xml", KOP + "".join(tabellen) + STAART)
    return pad


def test_every_sheet_tells_its_hidden_rows_and_errors_and_how_far_it_reaches(ods):
    with zipfile.ZipFile(ods) as archief:
        bladen = ods_sheets(archief)
    for naam in ("Gewoon", "Opgemaakt"):
        blad = bladen[naam]
        assert (blad.rijen, blad.kolommen, blad.gevuld) == (4, 2, 5)
        assert blad.details.verborgen == {2, 3}
        assert blad.details.cellen == {(1, 1): "#REF!"}
    assert (bladen["Ver"].rijen, bladen["Ver"].gevuld) == (5_000_002, 2)


def test_a_cell_far_away_refuses_its_own_sheet_only_and_the_file_is_read_once(ods, monkeypatch):
    gelezen = []

    def count(archief):
        gelezen.append(archief.filename)
        return ods_sheets(archief)

    monkeypatch.setattr(werkboekbestand, "ods_sheets", count)
    boek = open_workbook(ods, "b.ods")
    assert read_sheet(ods, boek, "Gewoon", "b.ods").cellen[0] == [1.0, "#REF!"]
    with pytest.raises(Invoerfout, match="blad Ver: gevonden een tabel tot en met cel A5000002"):
        read_sheet(ods, boek, "Ver", "b.ods")
    assert len(gelezen) == 1
    # Another file in its place is another file.
    os.utime(ods, (1, 1))
    read_sheet(ods, boek, "Gewoon", "b.ods")
    assert len(gelezen) == 2
