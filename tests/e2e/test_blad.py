"""What a cell shows, in LibreOffice, for every form of number and for text that is no text."""

import pytest
from openpyxl import load_workbook

from reports.tabel.adres import Formule
from reports.tabel.xlsx import Werkboek
from tests.hulp import need_program
from tests.libreoffice import shown

GETOOND = [
    ("euro", -4321.5, "-4.322"),
    ("euro", 1234567, "1.234.567"),
    ("geld", -1234.5, "€ -1.234,50"),
    ("geld totaal", 1234.5, "€ 1.234,50"),
    ("geld_heel", -1234.5, "€ -1.235"),
    ("prijs", -0.25, "-0,25"),
    ("prijs invoer", 9154.91, "9.154,91"),
    ("aantal", 1234.56, "1.234,6"),
    ("heel in", 12345, "12.345"),
    ("deel", 0.125, "12,5%"),
    ("kans", 1, "100,0%"),
    ("kans", 0.9997, ">99,9%"),
    ("kans", 0.868, "86,8%"),
    ("kans", 0, "0,0%"),
    ("decimalen:2", 1234.5, "1.234,50"),
    ("jaar", 2026, "2026"),
    ("waarde", 0.597, "0,597"),
]
VIJANDIG = [
    '=HYPERLINK("http://x";"klik")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "{=1+1}",
    "http://voorbeeld.nl",
    "<script>alert(1)</script>",
    "مرحبا بكم",
    "🏠 gemeente \u202egaande",
    '&L&"Arial"voet',
    "lang " * 10_000,
]


@pytest.fixture(scope="module")
def boek(tmp_path_factory):
    pad = tmp_path_factory.mktemp("blad") / "proef.xlsx"
    with Werkboek(pad, VIJANDIG[0] + "&L" * 200, "FICTIEF") as werkboek:
        blad = werkboek.add("Proef", (30, 30))
        for stijl, waarde, _ in GETOOND:
            blad.row((stijl, "tekst"), (waarde, stijl))
        for tekst in VIJANDIG:
            blad.row((tekst, "lang"), (Formule("1+1", 2.0), "heel"))
    return pad


def test_every_form_of_number_shows_as_dutch_in_another_program(boek, tmp_path):
    need_program("soffice", "libreoffice-calc-nogui")
    (rijen,) = shown(boek, tmp_path).values()
    gezien = [tuple(rij[:2]) for rij in rijen]
    for stijl, waarde, tekst in GETOOND:
        assert (stijl, tekst) in gezien, (stijl, waarde, [r for r in gezien if r[0] == stijl])


def test_hostile_text_stays_text(boek):
    cellen = {c.value: c.data_type for (c,) in load_workbook(boek)["Proef"].iter_rows(max_col=1)}
    for tekst in VIJANDIG:
        assert cellen[tekst[:32_767]] == "s"
    assert load_workbook(boek)["Proef"]["A1"].hyperlink is None
    # A footer holds 255 characters; more than that and Excel calls the file damaged.
    assert len(load_workbook(boek)["Proef"].oddFooter.left.text or "") < 255
