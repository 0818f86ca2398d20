"""Missing input is named with what came in its place and what that moves; a file that nothing reads is named too."""

from __future__ import annotations

import re
import shutil

import pytest

from reports.opdrachten.controle import check_folder
from scenarios.engine.threads import run
from scenarios.grond.gegevens import data_path
from scenarios.inzicht.aandacht import points_of_attention
from scenarios.inzicht.aanvulling import filled_in
from scenarios.regiomap.ongelezen import unread_files


@pytest.fixture
def regiomap(tmp_path):
    return shutil.copytree(data_path() / "regios" / "rijssen-holten", tmp_path / "regio")


@pytest.mark.parametrize(
    ("naam", "bedoeld"),
    [
        ("beschikking.csv", "beschikkingen.csv"),
        ("contracten.xlsx", "contracten.csv"),
        ("scenario/x.toml", "scenarios/"),
        ("verantwoording/standen2.csv", "standen.csv"),
        ("verantwoording/boeking/b.csv", "boekingen/"),
        ("scenarios/hoog.csv", "hoog.toml"),
        ("aantekeningen.csv", ""),
    ],
)
def test_a_file_that_nothing_reads_is_named(tmp_path, naam, bedoeld):
    (tmp_path / naam).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / naam).touch()
    gevonden = f"{naam.rpartition('/')[0]}/" if bedoeld.endswith("/") else naam
    assert list(unread_files(tmp_path)) == [(gevonden, bedoeld)]


def test_results_and_work_of_the_user_are_no_input(tmp_path):
    for naam in ("raming.xlsx", "rapport.html", "raming.json", "verantwoording-2025-hoorn.xlsx", "notitie.md"):
        (tmp_path / naam).touch()
    assert list(unread_files(tmp_path)) == []


def test_every_file_of_the_examples_is_read():
    for pad in (data_path() / "regios").iterdir():
        assert list(unread_files(pad)) == []


def amount(patroon: str, zin: str) -> int:
    (bedrag,) = re.findall(patroon, zin)
    return int(bedrag.replace(".", ""))


def test_the_amount_of_a_default_is_the_lasten_that_rest_on_it(regiomap):
    """Without MAP the lasten fall by exactly that post of the open years, which the model computes by itself."""
    regio, model = check_folder(str(regiomap))
    resultaat = run(model, 0)
    verwacht = sum(resultaat.totaal.value("lasten.map", j) for j, jaar in enumerate(resultaat.jaren) if jaar >= 2025)
    (zin,) = (z for z in filled_in(regio, model) if "geen tellingen van Module" in z)
    bedrag = amount(r"€ ([\d.]+) aan lasten in 2025-2029", zin)
    assert bedrag == pytest.approx(verwacht, abs=1)
    assert bedrag > 0


def test_the_national_mix_says_what_it_moves_until_starts_are_counted(regiomap):
    regio, model = check_folder(str(regiomap))
    (zin,) = (z for z in filled_in(regio, model) if "gestarte leerroutes" in z)
    # Dirichlet (3; 0,75; 1,25): the B1 share is Beta(3, 2), with P10 32% and P90 86%.
    assert "(b1 60%, z 15%, onderwijs 25%)" in zin
    assert "niet 60% maar 32% of 86%" in zin
    assert zin.count("€ ") == 2
    with (regiomap / "instroom.csv").open("a", encoding="utf-8") as f:
        f.write("2024-01-01,2024-07-01,GM1742,Rijssen-Holten,asielstatushouder,inburgeringsplichtig,9,vastgesteld,t\n")
        f.write("2024-01-01,2024-07-01,GM1742,Rijssen-Holten,asielstatushouder,b1_gestart,5,vastgesteld,t\n")
    assert not any("gestarte leerroutes" in z for z in filled_in(*check_folder(str(regiomap))))


def test_without_gemeentefonds_the_uitvoeringslasten_are_named(regiomap):
    kop, *_ = (regiomap / "budgetten.csv").read_text(encoding="utf-8").splitlines()
    (regiomap / "budgetten.csv").write_text(f"{kop}\n", encoding="utf-8")
    regio, model = check_folder(str(regiomap))
    resultaat = run(model, 0)
    lasten = sum(resultaat.totaal.value("lasten_gemeentefonds", j) for j in range(len(resultaat.jaren)))
    (zin,) = (z for z in points_of_attention(regio, model) if "geen budget uit het Gemeentefonds" in z)
    bedrag = amount(r"tegenover € ([\d.]+) aan", zin)
    assert bedrag == pytest.approx(lasten, abs=1)
