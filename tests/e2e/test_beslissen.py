"""The commands for a decision, as a user runs them on a small region."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.hulp import violations
from tests.hulp_handregio import write_region

MAATREGEL = (
    '[[maatregel]]\nnaam = "eigen geld"\nsoort = "eigen_geld"\nvanaf = 2027-01-01\ntot = 900000\nstap = 100000\n'
    'status = "aanname"\nbron = "t"\n'
)


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    (tmp_path / "regio").mkdir()
    return write_region(tmp_path / "regio")


def spuk(*woorden: object) -> tuple[int, str, str]:
    uit = CliRunner().invoke(main, [str(w) for w in woorden])
    return uit.exit_code, uit.stdout, uit.stderr


def test_without_measures_the_message_holds_an_example(map_):
    code, _, fout = spuk("maatregelen", map_)
    assert code == 2
    assert "maatregelen.toml" in fout
    assert "[[maatregel]]" in fout


def test_measures_are_found_written_and_kept(map_, tmp_path, bladzij):
    (map_ / "maatregelen.toml").write_text(MAATREGEL, encoding="utf-8")
    woorden = ("--trekkingen", 100, "--uit", tmp_path, "--bewaar", "pakket")
    code, scherm, fout = spuk("maatregelen", map_, *woorden)
    assert (code, fout) == (0, "")
    assert "Niets is goedkoper." in scherm
    tabel = list(
        csv.DictReader((tmp_path / "maatregelen.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    )
    assert tabel[0]["Maatregelen"] == "geen maatregelen"
    pagina = (tmp_path / "maatregelen.html").read_text(encoding="utf-8")
    assert "<svg" in pagina
    assert violations(bladzij, pagina) == []
    # What was kept is neutral when it is computed by itself.
    assert spuk("toets", map_, "--scenario", "pakket", "--trekkingen", 100)[0] == 0
    assert spuk("toets", map_, "--trekkingen", 100)[0] == 1
    # Beside a workbook it is the same file.
    assert spuk("invoer", map_, "--excel", "--uit", tmp_path / "boek" / "invoer.xlsx")[0] == 0
    assert (tmp_path / "boek" / "maatregelen.toml").read_text(encoding="utf-8") == MAATREGEL


def test_a_wrong_measure_is_told_by_controleer(map_):
    tekst = MAATREGEL.replace("vanaf = 2027-01-01", "vanaf = 2027-07-01")
    (map_ / "maatregelen.toml").write_text(tekst, encoding="utf-8")
    code, _, fout = spuk("controleer", map_)
    assert code == 2
    assert "maatregelen.toml" in fout
    assert "1 januari" in fout


def test_omslag_answers_in_words_and_on_a_page(map_, tmp_path, bladzij):
    code, scherm, fout = spuk("omslag", map_, "--trekkingen", 200, "--uit", tmp_path)
    assert (code, fout) == (0, "")
    assert "Regio Proef, eigen saldo" in scherm
    pagina = (tmp_path / "omslag.html").read_text(encoding="utf-8")
    assert "Omslag" in pagina
    assert violations(bladzij, pagina) == []
    assert (tmp_path / "omslag.csv").is_file()
    code, _, fout = spuk("omslag", map_, "--jaar", 2040)
    assert code == 2
    assert "een open jaar: 2027" in fout
