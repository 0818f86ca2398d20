"""What of a sheet comes on paper, on how many pages and how large."""

import pytest
from openpyxl import load_workbook

from reports.grond.profiel import STANDAARD, find_profile
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import Kolom, Rij, Tabel, cents_table, column, line
from reports.tabel.xlsx import A3, A4, BUITEN, DEELS, LEESBAAR, Werkboek, euro_width
from reports.tabel.xlsx_stuk import write_piece
from reports.tabel.xlsx_tabel import to_xlsx

LANG = "Een zin die veel langer is dan het blad breed is, en die dus moet omlopen in plaats van doorlopen. " * 4


@pytest.fixture
def maak(tmp_path):
    def maak(vul, **keuzes):
        pad = tmp_path / "proef.xlsx"
        with Werkboek(pad, "Proef") as boek:
            vul(boek.add("Blad", **keuzes))
        return load_workbook(pad)["Blad"]

    return maak


def rows(blad, aantal=3):
    kolommen = tuple(Kolom(f"K{k}", "heel") for k in range(len(blad.breedtes)))
    to_xlsx(blad, Tabel("", kolommen, tuple(Rij((n,) * len(kolommen)) for n in range(aantal))))


@pytest.mark.parametrize(
    ("breedtes", "staand", "papier", "paginas"),
    [((40, 60), False, A4, 1), ((100, 100), False, A3, 1), ((200, 200, 200), False, A3, 3), ((110,), True, A4, 1)],
)
def test_a_wide_sheet_gets_a_larger_paper_and_not_a_smaller_letter(maak, breedtes, staand, papier, paginas):
    blad = maak(rows, breedtes=breedtes, staand=staand)
    assert (blad.page_setup.paperSize, int(blad.page_setup.fitToWidth or 1)) == (papier, paginas)
    # Points of A4 or A3 without the margins; a width counts digits of 7 pixels, of which 96 go in 72 points.
    vrij = {(A4, True): 537, (A4, False): 784, (A3, False): 1132}[papier, staand] * paginas
    nodig = sum(7 * b + 5 for b in breedtes) * 72 / 96
    assert min(1, vrij / nodig) * 10 >= 7, "text of 10 points is printed in 7 at least"


def test_the_right_half_of_a_page_follows_the_left_one_and_names_its_rows(maak):
    def fill(blad):
        kolommen = tuple(Kolom(f"K{k}", "heel") for k in range(len(blad.breedtes)))
        to_xlsx(blad, Tabel("", kolommen, (Rij((1,) * len(kolommen)),)), vast=1)

    breed = maak(fill, breedtes=(30, 120, 120))
    assert (breed.page_setup.pageOrder, breed.print_title_cols) == ("overThenDown", "$A:$A")
    # Repeated, such wide names would leave no room for the figures.
    vol = maak(fill, breedtes=(150, 120, 60))
    assert (int(vol.page_setup.fitToWidth), vol.print_title_cols) == (2, None)
    smal = maak(fill, breedtes=(30, 30))
    assert (smal.page_setup.pageOrder, smal.print_title_cols) == (None, None)


def test_a_sheet_that_is_not_read_on_paper_prints_nothing_and_says_so(maak):
    blad = maak(rows, breedtes=(20, 20), uitleg="Rekenen.", afdruk=0)
    eerste, laatste = blad.print_area.replace("'Blad'!", "").replace("$", "").split(":")[:1] * 2
    assert eerste == laatste
    assert blad[eerste].value is None
    assert BUITEN in blad.oddHeader.left.text
    assert blad["A3"].value.startswith(f"Rekenen. {BUITEN}")


def test_the_print_ends_where_the_reader_stops(maak):
    def fill(blad):
        rows(blad)
        blad.print_until_here()
        rows(blad, 50)

    blad = maak(fill, breedtes=(20, 20, 20), afdruk=2)
    # Title, name of the workbook, an empty line, heads and three rows.
    assert blad.print_area.replace("$", "") == "'Blad'!A1:B7"
    assert DEELS in blad.oddHeader.left.text
    assert maak(rows, breedtes=(20, 20)).print_area == ""


def test_a_long_line_wraps_within_the_print(maak):
    blad = maak(lambda b: b.remark(LANG), breedtes=(30, 30, 90), afdruk=2)
    cel = next(c for (c,) in blad.iter_rows(max_col=1) if c.value and c.value.startswith("Een zin"))
    assert cel.alignment.wrap_text
    assert f"A{cel.row}:B{cel.row}" in {str(m) for m in blad.merged_cells.ranges}
    assert blad.row_dimensions[cel.row].height > 60


def test_a_chart_beside_a_table_has_a_page_of_its_own(maak):
    def fill(blad):
        rows(blad)
        blad.print_beside(4)

    blad = maak(fill, breedtes=(20, 20))
    assert blad.page_setup.scale == LEESBAAR
    assert not blad.sheet_properties.pageSetUpPr or not blad.sheet_properties.pageSetUpPr.fitToPage
    assert [b.id for b in blad.col_breaks.brk] == [4]


@pytest.mark.parametrize(("meeste", "past"), [(123, "-123"), (72e6, "-72.000.000"), (4.8e9, "-4.800.000.000")])
def test_a_column_of_amounts_is_wide_enough_for_the_largest(meeste, past):
    # Of 10 points, in a width of digits of 11 points, with a little room.
    assert euro_width(meeste) >= len(past) * 10 / 11 + 1


def test_the_answer_of_a_piece_stays_within_its_columns(tmp_path):
    """One long cell would make the print as wide as itself, and all the rest too small to read."""
    tabel = cents_table("T", (column("2027"),), (line("Lasten", "lasten", (100,)),))
    stuk = Stuk(naam="begroting-2027", titel="T", ondertitel="", let_op="", antwoord=LANG, hoofdstukken=(
        Hoofdstuk("Kop", (), (tabel,)),))  # fmt: skip
    write_piece(stuk, find_profile(STANDAARD), tmp_path / "b.xlsx")
    blad = load_workbook(tmp_path / "b.xlsx")["Begroting"]
    vet = [str(r[0].value) for r in blad.iter_rows() if r[0].value and r[0].font.b and r[0].font.sz == 12]
    antwoord = [z for z in vet if z != "Kop"]
    assert " ".join(antwoord) == LANG.strip()
    # 44 + 5 + 14 characters of plain letters, of which a bold one takes five quarters.
    assert max(map(len, antwoord)) <= 50


def test_a_text_behind_a_number_stands_apart_from_it(maak):
    kolommen = (Kolom("Bedrag", "cent"), Kolom("Waarom", vorm="lang na_getal"))
    blad = maak(lambda b: to_xlsx(b, Tabel("", kolommen, (Rij((100, "afronding")),))), breedtes=(12, 20))
    cellen = [c for rij in blad.iter_rows() for c in rij if c.value in ("Waarom", "afronding")]
    assert [(c.alignment.horizontal, c.alignment.indent) for c in cellen] == [("left", 1)] * 2
