"""The wheel carries everything: installed on its own, away from the repository, `spuk` works."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# PYTHONPATH could lead back to the repository.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(*command: str | Path, cwd: Path) -> str:
    outcome = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The bin folder of a new environment with the wheel in it, made without network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    [wheel] = folder.glob("spuk-*.whl")

    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=folder)

    # Borrow the dependencies from the environment of this test. A path named in a .pth file comes after the
    # new site-packages, and its own .pth files are not followed: the editable spuk stays out of sight.
    [site_packages] = (folder / "venv" / "lib").glob("python*/site-packages")
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def test_the_code_comes_from_the_wheel(installed, tmp_path):
    names = ["cli", "finance", "scenarios", "reports", "spuk"]
    assert "spuk " in run(installed / "python", "-m", "spuk", "--version", cwd=tmp_path)
    show = f"import {', '.join(names)}\nfor m in ({', '.join(names)}): print(m.__file__)"
    for file in run(installed / "python", "-c", show, cwd=tmp_path).splitlines():
        assert Path(file).is_relative_to(installed.parent), file


def test_the_wheel_carries_all_data(installed):
    [carried] = installed.parent.glob("lib/python*/site-packages/spuk_data")
    ours = {p.relative_to(ROOT / "data") for p in (ROOT / "data").rglob("*") if p.is_file()}
    assert {p.relative_to(carried) for p in carried.rglob("*") if p.is_file()} == ours


def test_the_wheel_carries_the_help_that_messages_point_to(installed, tmp_path):
    vraag = (
        "from reports.invoer.onderwerp import explain, find_page; print(explain('contracten')[:7]); "
        "print(find_page('docs/ggm.md')[:2]); print(find_page('handleiding')[:13])"
    )
    assert run(installed / "python", "-c", vraag, cwd=tmp_path).split() == ["Prijzen", "#", "#", "Handleiding"]


def test_the_workbook_runs_away_from_the_repository(installed, tmp_path):
    run(installed / "spuk", "nieuw", "mijn", "--gemeenten", "Leusden", "--excel", cwd=tmp_path)
    assert "Geen fouten" in run(installed / "spuk", "controleer", "mijn/invoer.xlsx", cwd=tmp_path)


def test_the_wheel_carries_the_dashboard(installed, tmp_path):
    vraag = "from reports.dashboard.server import notebook_path as n; print(n('dashboard.'))"
    (begin,) = run(installed / "python", "-c", vraag, cwd=tmp_path).splitlines()
    for file in (f"{begin}{soort}" for soort in ("py", "css", "js")):
        assert Path(file).is_relative_to(installed.parent), file
        assert Path(file).is_file(), file


def test_every_example_can_be_read_away_from_the_repository(installed, tmp_path):
    code = (
        "from scenarios.grond.gegevens import list_examples\nfrom scenarios.regiomap.regio import read_region\n"
        "print([read_region('voorbeeld:' + naam).naam for naam in list_examples()])"
    )
    assert "Westfriesland" in run(installed / "python", "-c", code, cwd=tmp_path)


def test_a_region_runs_away_from_the_repository(installed, tmp_path):
    """Forecast and verdict agree, and the forecast answers the question of the region."""
    out, example = tmp_path / "uitvoer", "voorbeeld:rijssen-holten"
    options = ["--trekkingen", "100", "--scenario", "basis"]
    screen = run(installed / "spuk", "raming", example, *options, "--uit", str(out), cwd=tmp_path)
    assert "Vraag: " in screen
    assert "Antwoord: " in screen
    files = {p.name: p for p in out.rglob("*") if p.is_file()}
    assert set(files) == {"raming.xlsx", "rapport.html", "raming.json"}
    assert all(p.stat().st_size for p in files.values())
    document = json.loads(files["raming.json"].read_text(encoding="utf-8"))
    first = int(document["manifest"]["peildatum"][:4])
    neutral = all(
        o["budgetneutraal"]
        for o in document["oordelen"]
        if not o["cbs_code"] and o["pot"] in ("totaal", "cumulatief") and o["jaar"] >= first
    )
    command = [installed / "spuk", "toets", example, *options, "--stil"]
    verdict = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert verdict.returncode == (0 if neutral else 1), verdict.stderr
