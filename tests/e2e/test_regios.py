"""The pages of docs/regios show what the program computes: answer, table and drawing are compared with a run."""

import csv
import re

import openpyxl
import pytest

from docs.beelden.regios import DOCS, REGIOS, compute_page, split_page
from scenarios.gegevens import data_path
from tests.e2e.test_opdrachten import spuk


@pytest.mark.parametrize("naam", REGIOS)
def test_the_page_of_a_region_is_what_a_run_gives(naam):
    blok, svg = compute_page(naam)
    _, staat, _ = split_page((DOCS / "regios" / f"{naam}.md").read_text(encoding="utf-8"))
    assert staat == blok, "vernieuw met: python -m docs.beelden.regios"
    assert (DOCS / "beelden" / f"{naam}.svg").read_text(encoding="utf-8") == svg


@pytest.mark.parametrize("naam", REGIOS)
def test_the_prices_on_the_page_are_those_of_the_example(naam):
    _, _, tekst = split_page((DOCS / "regios" / f"{naam}.md").read_text(encoding="utf-8"))
    genoemd = {float(p.replace(".", "").replace(",", ".")) for p in re.findall(r"€ (\d[\d.]*(?:,\d\d)?)", tekst)}
    with (data_path() / "regios" / naam / "contracten.csv").open(encoding="utf-8", newline="") as bestand:
        prijzen = {float(rij["prijs"]) for rij in csv.DictReader(bestand)}
    assert genoemd
    assert genoemd <= prijzen


def test_a_year_for_the_council_on_screen_and_as_workbook(tmp_path):
    boek = tmp_path / "jaar.xlsx"
    opdracht = ("jaarbeeld", "voorbeeld:regio-alkmaar", "--jaar", "2023", "--gemeente", "Dijk en Waard")
    uit = spuk(*opdracht, "--uit", boek, cwd=tmp_path)
    assert uit.returncode == 0, uit.stderr
    assert "Let op, aangenomen: FICTIEF" in uit.stdout
    assert "Castricum" not in uit.stdout
    assert openpyxl.load_workbook(boek).sheetnames == ["Per kwartaal", "Instroom", "Vergelijking"]
    instroom = [c.value for rij in openpyxl.load_workbook(boek)["Instroom"].iter_rows() for c in rij]
    assert "·" not in instroom  # nothing small in Dijk en Waard or the region
    heel = spuk("jaarbeeld", "voorbeeld:regio-alkmaar", "--jaar", "2023", cwd=tmp_path).stdout
    intern = spuk("jaarbeeld", "voorbeeld:regio-alkmaar", "--jaar", "2023", "--intern", cwd=tmp_path).stdout
    assert "· = een groep van 1 tot en met 9 mensen" in heel
    assert "INTERN" not in heel
    assert intern.startswith("INTERN")
    assert "·" not in intern
    fout = spuk(*opdracht, "--uit", tmp_path / "jaar.txt", cwd=tmp_path)
    assert fout.returncode == 2
    assert ".xlsx" in fout.stderr
    assert not (tmp_path / "jaar.txt").exists()


def test_no_amount_of_the_quarters_is_cut_off(tmp_path):
    """Westfriesland has the widest table: a column of bookings beside the others."""
    uit = spuk("jaarbeeld", "voorbeeld:westfriesland", "--jaar", "2023", cwd=tmp_path).stdout
    assert "…" not in uit
    assert any(r.startswith("Regio Westfriesland  1e ") for r in uit.splitlines())
