"""The pages of docs/regios show what the program computes: answer, table and drawing are compared with a run."""

import csv
import re

import openpyxl
import pytest

from docs.beelden.regios import DOCS, REGIOS, compute_page, split_page
from scenarios.engine.threads import run
from scenarios.grond.gegevens import data_path
from tests.hulp_model import example_model
from tests.warm import run as spuk


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


def test_what_a_gap_leaves_is_told_with_the_figures_of_the_table():
    _, blok, verhaal = split_page((DOCS / "regios" / "noordkop.md").read_text(encoding="utf-8"))
    regels = [regel for regel in blok.splitlines() if "Geen nieuwe" in regel]
    minder = [re.search(r"(\d+) duizend euro minder mee te nemen", regel) for regel in regels]
    genoemd = " en ".join(m[1] for m in minder if m)
    assert f"blijft daarom {genoemd} duizend euro minder over" in " ".join(verhaal.split())


def test_what_the_korting_of_alkmaar_gives_is_told_with_the_figures_of_a_run():
    _, _, verhaal = split_page((DOCS / "regios" / "regio-alkmaar.md").read_text(encoding="utf-8"))
    plat = " ".join(verhaal.split())
    zin = re.search(
        r"Zij kost (\d+) duizend .*? (\d+) duizend euro minder krijgt: "
        r"samen nog geen (\d+) duizend euro meer om mee te nemen",
        plat,
    )
    assert zin is not None
    basis, met = (run(example_model(s, "voorbeeld:regio-alkmaar"), 2000).totaal for s in ("basis", "korting"))
    for naam, genoemd in zip(("spuk_korting", "spuk_ba", "meenemen"), zin.groups(), strict=True):
        assert (met.value(naam, 4) - basis.value(naam, 4)) / 1000 == pytest.approx(int(genoemd), abs=0.7)


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


def test_the_goals_on_the_page_of_westfriesland_are_those_of_a_run(tmp_path):
    """Every verdict of the page, and the figures that the report published."""
    tekst = (DOCS / "regios" / "westfriesland.md").read_text(encoding="utf-8")
    uit = spuk("voortgang", "voorbeeld:westfriesland", "--intern", "--uit", tmp_path, cwd=tmp_path)
    assert uit.returncode == 0, uit.stderr
    stand = {
        rij[0]: (rij[1], str(rij[3]))
        # Row by row upwards: the goals stand above the table with their sources.
        for rij in reversed([*openpyxl.load_workbook(tmp_path / "voortgang.xlsx")["Doelen"].values])
        if rij[0]
    }
    for doel, geteld in (
        ("Zelf de financiën beheren na zes maanden", "136 van 143"),
        ("In aanraking met werk in het eerste jaar", "48 van 387"),
        ("PVT afgerond in het eerste jaar", "16 van 387"),
    ):
        assert stand[doel][1] == geteld
        regel = next(r for r in tekst.splitlines() if geteld in r)
        assert f"| {stand[doel][0]} |" in regel
    assert {stand[f"{r}: voldaan binnen de termijn"] for r in ("B1-route", "Z-route", "Onderwijsroute")} == {
        ("te vroeg", "0 van 74"), ("te vroeg", "0 van 83"), ("te vroeg", "0 van 18"),
    }  # fmt: skip
    assert "nog niemand klaar van 74, 83 en 18 starters | te vroeg |" in tekst
