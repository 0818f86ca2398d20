"""`spuk voortgang` as a user runs it, on the example and on made-up records."""

import re
import shutil
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from cli import main
from scenarios.grond.gegevens import data_path
from scenarios.regiomap.nieuw import copy_region
from tests import libreoffice
from tests.dossiers import make_records, write_records
from tests.hulp import need_program, violations


def run(*opties):
    return CliRunner().invoke(main, ["voortgang", *map(str, opties)])


@pytest.fixture(scope="module")
def met_dossiers(tmp_path_factory):
    """Westfriesland with 600 made-up people in four gemeenten, on 1 July 2026."""
    map_ = tmp_path_factory.mktemp("voortgang") / "fictief"
    copy_region("voorbeeld:westfriesland", map_)
    toml = (map_ / "regio.toml").read_text(encoding="utf-8")
    (map_ / "regio.toml").write_text(toml.replace("2023-07-01", "2026-07-01", 1), encoding="utf-8")
    instroom = map_ / "instroom.csv"
    instroom.write_text(instroom.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    rijen = make_records(600, 1, date(2022, 3, 1), date(2026, 6, 1), date(2026, 7, 1))
    write_records(rijen, map_ / "personen.csv")
    return map_


def test_example(tmp_path):
    uit = run("voorbeeld:westfriesland", "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    assert "Van de 10 doelen: 2 op koers, 7 te vroeg en 1 geen streefwaarde." in uit.output
    assert "meer dan 133 van 143" in uit.output
    assert "INTERN" not in uit.output
    intern = run("voorbeeld:westfriesland", "--intern", "--uit", tmp_path)
    assert "INTERN" in intern.output
    assert "95% wel, 5% niet" in " ".join(intern.output.split())


def test_records_are_measured_and_small_groups_stay_hidden(met_dossiers, tmp_path, bladzij):
    uit = run(met_dossiers, "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    assert "Zonder dossiers, dus niet in de doelen: Drechterland, Enkhuizen, Stede Broec." in uit.output
    html = (tmp_path / "voortgang.html").read_text(encoding="utf-8")
    assert html.count("<svg") == 9
    assert html.count('role="img"') == 9
    assert 'lang="nl"' in html
    assert violations(bladzij, html) == []
    assert "http" not in html.replace("http://www.w3.org", "")
    boek = load_workbook(tmp_path / "voortgang.xlsx")
    assert boek.sheetnames == ["Doelen", "Metingen", "Verloop", "Aantallen", "Uitleg"]
    for naam in ("Metingen", "Aantallen"):
        getallen = [
            c.value
            for rij in boek[naam].iter_rows()
            for c in rij
            if isinstance(c.value, (int, float)) and c.number_format != "0%"
        ]
        assert getallen
        assert not [g for g in getallen if 0 < g < 10]
    # A share is stored as it is shown; its decimals would give the numbers away.
    delen = [c.value for rij in boek["Metingen"].iter_rows() for c in rij if c.number_format == "0%"]
    assert all(d == round(d, 2) for d in delen if isinstance(d, float))


def test_intern_shows_what_publication_hides(met_dossiers, tmp_path):
    assert run(met_dossiers, "--intern", "--stil", "--uit", tmp_path).output == ""
    blad = load_workbook(tmp_path / "voortgang.xlsx")["Aantallen"]
    waarden = [c.value for rij in blad.iter_rows() for c in rij]
    assert "·" not in waarden
    assert any("INTERN" in str(w) for w in waarden)


def test_libreoffice_agrees(tmp_path):
    need_program("soffice", "libreoffice-calc")
    assert run("voorbeeld:westfriesland", "--intern", "--stil", "--uit", tmp_path).exit_code == 0
    pad = tmp_path / "voortgang.xlsx"
    aantal, verschillen = libreoffice.formula_differences(pad, libreoffice.recalculate(pad, tmp_path / "lo"))
    # 28 columns with a regional total, and 7 sums of work beside the regional one.
    assert aantal == 28 + 8
    assert not verschillen


def test_period_must_hold_whole_counts(tmp_path):
    uit = run("voorbeeld:westfriesland", "--van", "2023-01-01", "--uit", tmp_path)
    assert uit.exit_code == 2
    assert "deels buiten de periode" in uit.output
    assert not list(tmp_path.iterdir())


def test_a_region_without_counts_hears_what_to_fill_in(tmp_path):
    uit = run("voorbeeld:noordkop", "--uit", tmp_path)
    assert uit.exit_code == 2
    assert "wie is gehuisvest" in uit.output
    assert "--van" not in uit.output
    assert not list(tmp_path.iterdir())


def test_records_beside_counts_name_both_files(met_dossiers, tmp_path):
    map_ = tmp_path / "regio"
    shutil.copytree(met_dossiers, map_)
    shutil.copy(data_path() / "regios" / "westfriesland" / "instroom.csv", map_)
    uit = run(map_, "--uit", tmp_path / "uit")
    assert uit.exit_code == 2
    assert "van instroom.csv staat" in uit.output
    assert "dossiers of tellingen, niet allebei" in uit.output


def test_a_name_that_says_region_is_not_repeated(tmp_path):
    uit = run("voorbeeld:regio-alkmaar", "--uit", tmp_path)
    assert uit.exit_code == 0, uit.output
    assert "Regio Alkmaar" in uit.output
    assert "Regio Regio" not in uit.output + (tmp_path / "voortgang.html").read_text(encoding="utf-8")


def test_errors_in_goals_name_their_place(tmp_path):
    map_ = tmp_path / "regio"
    copy_region("voorbeeld:westfriesland", map_, met_voorbeeld=True)
    doelen = map_ / "doelen.toml"
    tekst = doelen.read_text(encoding="utf-8")
    doelen.write_text(re.sub('doel = "klant"', 'doel = "klanten"', tekst, count=1), encoding="utf-8")
    uit = run(map_, "--uit", tmp_path / "uit")
    assert uit.exit_code == 2
    assert "doelen.toml" in uit.output
    assert "Bedoeld is misschien: klant" in uit.output
    assert not (tmp_path / "uit").exists()
