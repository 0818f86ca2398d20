"""Whatever stands in a table, every renderer shows the same figures."""

import csv
from datetime import date

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from openpyxl import load_workbook
from rich.console import Console

from finance.taal.getallen import format_euros
from reports.tabel.csv import to_csv
from reports.tabel.docx import to_docx
from reports.tabel.html import to_html
from reports.tabel.scherm import RIJEN, to_screen
from reports.tabel.tabel import LEEG, PM, VERBORGEN, Kolom, Rij, Tabel
from reports.tabel.tekst import show_rows
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx

SOORTEN = {
    "jaar": st.integers(2022, 2040),
    "datum": st.dates(date(2022, 1, 1), date(2040, 1, 1)),
    "euro": st.floats(-1e9, 1e9),
    "cent": st.integers(-(10**11), 10**11),
    "aantal": st.floats(-1e6, 1e6),
    "heel": st.integers(-(10**9), 10**9),
    "deel": st.floats(0, 1),
    "procent": st.floats(0, 1),
    "ja_nee": st.booleans(),
}
TEKENS = st.sampled_from((LEEG, PM, VERBORGEN, None))


@st.composite
def tables(draw):
    soorten = draw(st.lists(st.sampled_from(list(SOORTEN)), min_size=1, max_size=5))
    rij = st.tuples(*(SOORTEN[s] | TEKENS for s in soorten))
    rijen = draw(st.lists(rij, min_size=1, max_size=4))
    kolommen = (Kolom("Wie"), *(Kolom(f"k{n}", s) for n, s in enumerate(soorten)))
    return Tabel("T", kolommen, tuple(Rij((f"rij{n}", *cellen)) for n, cellen in enumerate(rijen)))


@settings(max_examples=25)
@given(tabel=tables())
def test_screen_page_and_letter_show_the_same_texts(tabel):
    teksten = show_rows(tabel)
    console = Console(width=400, record=True, quiet=False, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    console.print(to_screen(tabel, RIJEN))
    regels = [r for r in console.export_text().splitlines() if r.lstrip().startswith("rij")]
    assert [r.split() for r in regels] == [[c for c in rij if c] for rij in teksten]
    html = str(to_html(tabel))
    assert all(f"<td>{escape(cel)}</td>" in html for rij in teksten for cel in rij[1:])
    brief = Document()
    to_docx(brief, tabel)
    assert [[c.text for c in rij.cells] for rij in brief.tables[0].rows[1:]] == teksten


@settings(max_examples=25)
@given(tabel=tables())
def test_sheet_and_csv_hold_the_value_of_the_text(tabel, tmp_path_factory):
    map_ = tmp_path_factory.mktemp("t")
    with Werkboek(map_ / "t.xlsx", "T") as boek:
        blad = boek.add("T", (10,) * len(tabel.kolommen))
        begin = blad.rij + 2
        to_xlsx(blad, tabel)
    cellen = load_workbook(map_ / "t.xlsx")["T"]
    to_csv(tabel, map_ / "t.csv")
    with (map_ / "t.csv").open(encoding="utf-8-sig", newline="") as bestand:
        _, *geschreven = csv.reader(bestand, delimiter=";")
    for n, rij in enumerate(tabel.rijen):
        for k, (cel, kolom) in enumerate(zip(rij.cellen, tabel.kolommen, strict=True)):
            op_blad, in_csv = cellen.cell(begin + n, k + 1).value, geschreven[n][k]
            if isinstance(cel, bool):
                assert op_blad == in_csv == ("ja" if cel else "nee")
            elif kolom.soort == "cent" and isinstance(cel, int):
                assert round(op_blad * 100) == cel
                assert in_csv == format_euros(cel).replace(".", "")
            elif isinstance(cel, int | float):
                # A workbook keeps sixteen digits of a number.
                assert op_blad == pytest.approx(cel, rel=1e-14, abs=1e-300)
                assert float(in_csv.replace(",", ".")) == cel
            elif isinstance(cel, date):
                assert op_blad.date() == cel
                assert in_csv == f"{cel:%d-%m-%Y}"
