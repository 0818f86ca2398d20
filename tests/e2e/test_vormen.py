"""Workbooks as ODS, recalculated by LibreOffice as those of Excel are, and pages as PDF."""

import re
import subprocess
import zipfile

import pytest
from lxml import etree

from reports.vormen.ods import write_ods
from scenarios.grond.kenmerk import read_mark
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.werkboek.cellen import read_workbook
from tests.golden.test_onderwijsroute_na_afloop import closed_region
from tests.hulp import need_program
from tests.libreoffice import formula_differences, recalculate
from tests.warm import run
from tests.werkboek import make_workbook

TABEL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
GRAFIEK = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"


@pytest.fixture
def raming(zevenlinden):
    """A raming in every form."""
    scherm = (zevenlinden / "scherm.txt").read_text(encoding="utf-8")
    assert f"Ook geschreven: {zevenlinden / 'raming.ods'} en {zevenlinden / 'rapport.pdf'}" in scherm
    return zevenlinden


def test_the_sheets_settle_what_comes_after_the_last_year_of_the_spuk_onderwijsroute(tmp_path):
    """A decision on a closed year, while 2025 is open: the bate follows from what the sheet itself leaves uncovered."""
    need_program("soffice", "libreoffice-calc")
    map_ = closed_region(tmp_path / "regio", 2024, "75.000")
    assert run("raming", map_, "--verwacht", "--uit", tmp_path).returncode == 0
    aantal, verschillen = formula_differences(
        tmp_path / "raming.xlsx", recalculate(tmp_path / "raming.xlsx", tmp_path / "opnieuw")
    )
    assert aantal > 500
    assert verschillen == []


def test_every_formula_of_the_raming_gives_in_ods_what_it_gives_in_excel(raming, tmp_path):
    need_program("soffice", "libreoffice-calc")
    opnieuw = recalculate(raming / "raming.ods", tmp_path)
    aantal, verschillen = formula_differences(raming / "raming.xlsx", opnieuw)
    assert aantal > 3_000
    assert verschillen == []
    # What LibreOffice found in the ods beside its cells.
    with zipfile.ZipFile(opnieuw) as archief:
        delen, eerste = archief.namelist(), archief.read("xl/worksheets/sheet1.xml").decode()
        boek = archief.read("xl/workbook.xml").decode()
    assert sum(d.startswith("xl/charts/chart") for d in delen) == 4
    assert {*re.findall(r'<conditionalFormatting sqref="([A-Z]+)', eerste)} == {"C", "E", "K"}
    assert 'type="list"' in eerste
    assert 'paperSize="9"' in eerste
    assert 'orientation="landscape"' in eerste
    assert boek.count("_xlnm.Print_Titles") > 10
    assert boek.count("_xlnm._FilterDatabase") > 10
    assert 'name="regio_saldo"' in boek


def test_the_charts_of_the_ods_name_their_series_and_leave_gaps(raming):
    with zipfile.ZipFile(raming / "raming.ods") as archief:
        beelden = [n for n in archief.namelist() if re.fullmatch(r"Object \d+/content\.xml", n)]
        eerste = etree.fromstring(archief.read("Object 1/content.xml"))
    assert len(beelden) == 4
    reeksen = [r.get(f"{GRAFIEK}values-cell-range-address") for r in eerste.iter(f"{GRAFIEK}series")]
    assert len(reeksen) == 4
    assert all(r.startswith("Overzicht.") for r in reeksen)
    kop, rij = (next(r for r in eerste.iter(f"{TABEL}{deel}")) for deel in ("table-header-rows", "table-rows"))
    assert ["".join(c.itertext()) for c in kop.iter(f"{TABEL}table-cell")][1:3] == ["Budget", "Lasten verwacht"]
    # Without draws there is no band, and nothing is not nought.
    jaar, _, _, p10, _ = ("".join(c.itertext()) for c in rij[0])
    assert (jaar, p10) == ("2022", "NaN")


def test_the_books_of_a_gemeente_recalculate_in_ods(tmp_path):
    need_program("soffice", "libreoffice-calc")
    opdracht = run("verantwoording", "voorbeeld:zevenlinden", "--jaar", 2025, "--uit", tmp_path, "--ods")
    assert "verantwoording-2025-regio-zevenlinden.ods" in opdracht.stdout, opdracht.stderr
    xlsx, ods = (tmp_path / f"verantwoording-2025-lissevoorde.{soort}" for soort in ("xlsx", "ods"))
    aantal, verschillen = formula_differences(xlsx, recalculate(ods, tmp_path / "opnieuw"))
    assert aantal > 500
    assert verschillen == []
    assert read_mark(xlsx) == read_mark(ods) != ""


def test_the_report_as_pdf_holds_its_words_and_figures(raming):
    need_program("pdftotext", "poppler-utils")
    pdf = raming / "rapport.pdf"
    tekst = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    for woord in ("Raming inburgering Zevenlinden", "Wanneer is het geld op?", "pagina 1 van ", "Lasten en budget"):
        assert woord in tekst
    wat = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Tagged:\s+yes", wat)
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", wat)
    assert read_mark(pdf) == read_mark(raming / "raming.ods") == read_mark(raming / "rapport.html") != ""


def test_an_input_workbook_in_ods_is_read_as_the_same_region(tmp_path):
    xlsx, ods = tmp_path / "invoer.xlsx", tmp_path / "invoer.ods"
    write_ods(make_workbook(xlsx, "zevenlinden"), ods)
    een, twee = read_workbook(xlsx, shipped()), read_workbook(ods, shipped())
    assert not twee.meldingen
    assert een.inhoud == twee.inhoud
    assert een.sjablonen == twee.sjablonen
