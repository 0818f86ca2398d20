"""Whatever a workbook holds, its ODS holds the same."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reports.tabel.adres import Formule
from reports.tabel.xlsx import Werkboek
from reports.vormen.ods import write_ods

# A tab is kept by the file, but not by the reader.
TEKST = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20) | st.sampled_from(
    ["=1+1", "+31", "@SUM(A1)", "-", "'", "  a  b ", "een\ntwee", "_x0041_", "<b>&amp;</b>", "]]>"]
)
GETAL = st.floats(-1e12, 1e12, allow_nan=False).map(lambda x: round(x, 6)) | st.integers(-(10**9), 10**9)
CEL = st.none() | TEKST | GETAL | st.dates(date(1901, 1, 1), date(2200, 1, 1))
CELLEN = st.tuples(CEL, st.sampled_from(["tekst", "geld", "lang", "deel vet", "kans", "invoer"]))


def read(pad):
    """The sheets as another program sees them."""
    boek = CalamineWorkbook.from_path(str(pad))
    return {naam: boek.get_sheet_by_name(naam).to_python(skip_empty_area=False) for naam in boek.sheet_names}


def plain(bladen):
    """Without what programs differ in: empty cells at the end, and whole numbers as such."""
    uit = {}
    for naam, rijen in bladen.items():
        schoon = [[float(c) if isinstance(c, int) and not isinstance(c, bool) else c for c in rij] for rij in rijen]
        uit[naam] = {(i, j): c for i, rij in enumerate(schoon) for j, c in enumerate(rij) if c not in ("", None)}
    return uit


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLEN, max_size=5), min_size=1, max_size=6), st.integers(0, 3))
def test_every_cell_is_the_same(rijen, leeg):
    with tempfile.TemporaryDirectory() as map_:
        xlsx, ods = Path(map_) / "a.xlsx", Path(map_) / "a.ods"
        with Werkboek(xlsx, "Proef") as boek:
            blad = boek.add("Zo'n 2e & 3e", (10,) * 5)
            for rij in rijen:
                blad.rij += leeg
                blad.row(*((waarde, "datum" if isinstance(waarde, date) else stijl) for waarde, stijl in rij))
            blad.put(blad.rij, 0, Formule("1+1", 2.0))
        write_ods(xlsx, ods)
        assert plain(read(ods)) == plain(read(xlsx))
