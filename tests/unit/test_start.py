"""How `spuk` starts: not with the packages of somebody else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spuk import PAKKETTEN, explain, overwritten, strangers

ROOT = Path(__file__).parents[2]


def start(*words: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A new process of `python -m spuk`, with a folder before all others on the path of Python."""
    elders = os.pathsep.join(map(str, filter(None, (path, ROOT))))
    return subprocess.run(
        [sys.executable, "-m", "spuk", *words],
        cwd=cwd, env={**os.environ, "PYTHONPATH": elders}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def plant(map_: Path, naam: str = "finance/__init__.py") -> Path:
    (map_ / naam).parent.mkdir(parents=True, exist_ok=True)
    (map_ / naam).write_text("x = 1\n", encoding="utf-8", newline="\n")
    return map_ / naam


def test_python_m_spuk_tells_its_version(tmp_path):
    for optie in ("--version", "--versie"):
        uit = start(optie, cwd=tmp_path)
        assert (uit.returncode, uit.stdout.split()[0]) == (0, "spuk"), uit.stderr


def test_a_package_of_the_same_name_is_one_message(tmp_path):
    elders = plant(tmp_path / "elders")
    (tmp_path / "hier").mkdir()
    uit = start("--versie", cwd=tmp_path / "hier", path=tmp_path / "elders")
    assert (uit.returncode, uit.stdout) == (2, "")
    kop, regel, *herstel = uit.stderr.splitlines()
    assert kop == "Fout: spuk vindt niet zijn eigen pakketten."
    assert regel == f"- finance: gevonden {elders}; dat van spuk: {ROOT / 'finance'}"
    assert "omgeving voor zichzelf" in herstel[0]


def test_a_package_in_the_folder_where_one_stands_is_mended_by_going_elsewhere(tmp_path):
    plant(tmp_path, "reports.py")
    uit = start("--versie", cwd=tmp_path)
    assert uit.returncode == 2
    assert "- reports: gevonden " in uit.stderr
    assert uit.stderr.rstrip().endswith("of geef dat bestand of die map een andere naam.")


def test_a_folder_of_the_same_name_that_is_no_package_does_no_harm(tmp_path):
    """Who keeps the outcomes in a folder `reports` is not in the way."""
    (tmp_path / "reports").mkdir()
    assert start("--versie", cwd=tmp_path).returncode == 0


def test_what_is_not_found_at_all_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    for naam in PAKKETTEN:
        monkeypatch.delitem(sys.modules, naam, raising=False)
    sys.path_importer_cache.clear()
    assert [naam for naam, _ in strangers(ROOT)] == [*PAKKETTEN]


@pytest.fixture
def installed(tmp_path):
    """A folder with packages as pip would have put them there."""
    for naam in ("finance", "scenarios", "reports"):
        plant(tmp_path, f"{naam}/__init__.py")
    shutil.copy(ROOT / "cli.py", tmp_path)
    record = tmp_path / "spuk-1.dist-info" / "RECORD"
    record.parent.mkdir()
    # sha256 of those six bytes, urlsafe and without =, as RECORD has it; made with openssl and base64.
    som = "nia_NpkRxFwkPGhBR7I_yeHc_PJX0pmhxjIBam_NM_Q"
    regels = [f"{naam}/__init__.py,sha256={som},6" for naam in ("finance", "scenarios", "reports")]
    record.write_text("\n".join([*regels, "finance/x.py,sha256=anders,1", ""]), encoding="utf-8", newline="\n")
    return tmp_path


def test_a_later_package_over_ours_is_seen(installed, monkeypatch):
    assert list(overwritten(installed)) == []
    (installed / "finance" / "__init__.py").write_text("y = 2\n", encoding="utf-8", newline="\n")
    gevonden = list(overwritten(installed))
    assert gevonden == [("finance", installed / "finance" / "__init__.py")]
    monkeypatch.chdir(installed.parent)
    assert "; door een ander pakket overschreven\nEen ander pakket heet ook zo." in explain(gevonden, installed)
    (installed / "finance" / "__init__.py").unlink()
    assert [naam for naam, _ in overwritten(installed)] == ["finance"]
