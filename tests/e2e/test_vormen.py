"""Workbooks as ODS, recalculated by LibreOffice as those of Excel are, and pages as PDF."""

import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from lxml import etree

from scenarios.grond.kenmerk import read_mark
from tests.hulp import need_program
from tests.libreoffice import formula_differences, recalculate
from tests.warm import run

TABEL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
GRAFIEK = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"


@pytest.fixture(scope="module")
def raming(tmp_path_factory):
    """A raming in every form."""
    uit = tmp_path_factory.mktemp("raming")
    opdracht = run("raming", "voorbeeld:zevenlinden", "--trekkingen", 200, "--uit", uit, "--ods", "--pdf")
    assert opdracht.returncode == 0, opdracht.stderr
    assert f"Ook geschreven: {uit / 'raming.ods'} en {uit / 'rapport.pdf'}" in opdracht.stdout
    return uit


def test_every_formula_of_the_raming_gives_in_ods_what_it_gives_in_excel(raming, tmp_path):
    need_program("soffice", "libreoffice-calc")
    opnieuw = recalculate(raming / "raming.ods", tmp_path)
    aantal, verschillen = formula_differences(raming / "raming.xlsx", opnieuw)
    assert aantal > 3_000
    assert verschillen == []
    # What LibreOffice read from the ods: the same sheets, pages, filters and coloured answers.
    eerst, komt = (openpyxl.load_workbook(p) for p in (raming / "raming.xlsx", opnieuw))
    assert komt.sheetnames == eerst.sheetnames
    assert [b.page_setup.orientation for b in komt] == [b.page_setup.orientation for b in eerst]
    assert [bool(b.auto_filter.ref) for b in komt] == [bool(b.auto_filter.ref) for b in eerst]
    assert [len(b._charts) for b in komt] == [len(b._charts) for b in eerst]
    regels = [sorted(str(r.sqref) for r in b["Antwoord"].conditional_formatting) for b in (komt, eerst)]
    assert regels[0] == regels[1] != []


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
    # A closed year has no band.
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


def test_an_input_workbook_in_ods_is_the_same_region(tmp_path):
    opdracht = run("invoer", "voorbeeld:westfriesland", "--excel", "--ods", "--uit", tmp_path / "een" / "invoer.xlsx")
    assert opdracht.returncode == 0, opdracht.stderr
    shutil.copytree(tmp_path / "een", tmp_path / "twee")
    (tmp_path / "een" / "invoer.ods").unlink()
    (tmp_path / "twee" / "invoer.xlsx").unlink()
    for map_ in ("een", "twee"):
        opdracht = run("invoer", tmp_path / map_, "--tekst", "--uit", tmp_path / f"{map_}-tekst")
        assert opdracht.returncode == 0, opdracht.stderr
    een, twee = ({p.relative_to(m): p.read_bytes() for p in m.rglob("*") if p.is_file()}
                 for m in (tmp_path / "een-tekst", tmp_path / "twee-tekst"))  # fmt: skip
    assert een == twee
    assert len(een) > 5
