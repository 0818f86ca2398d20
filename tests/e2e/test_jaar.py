"""The turn of a year as a controller does it: close 2026, look at the roll, roll, and go on in 2027."""

import json
import shutil

import pytest
from click.testing import CliRunner

from cli import main
from scenarios.engine.threads import run
from scenarios.grond.openen import digest
from scenarios.model.model import build_model
from scenarios.onzekerheid.drijvers import leave_out
from scenarios.onzekerheid.spreiding import LOOP
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.feiten import read_truth
from tests.hulp_jaar import booked_to_december


def spuk(*woorden):
    return CliRunner().invoke(main, [str(w) for w in woorden])


def picture(map_):
    return {p.relative_to(map_).as_posix(): digest(p) for p in sorted(map_.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    map_ = booked_to_december(tmp_path_factory.mktemp("jaar") / "map")
    assert spuk("sluit", map_, "--jaar", 2026, "--wie", "proef", "--stil").exit_code in (0, 1)
    return map_


@pytest.fixture(scope="module")
def rolled(closed, tmp_path_factory):
    map_ = shutil.copytree(closed, tmp_path_factory.mktemp("over") / "map")
    uit = spuk("jaarovergang", map_, "--ja", "--wie", "proef")
    assert uit.exit_code == 0, uit.output
    return map_


def test_a_look_writes_nothing(closed):
    voor = picture(closed)
    uit = spuk("jaarovergang", closed)
    assert uit.exit_code == 0, uit.output
    for tekst in ("van 2026 naar 2027", "Er is niets geschreven.", "01-07-2026", "01-01-2027", "39.483,66"):
        assert tekst in uit.output
    assert picture(closed) == voor


def test_the_open_years_go_on_from_the_closed_one(closed, rolled):
    nieuw = read_truth(str(rolled))
    # regio.toml is another file than 2026 was closed with, and no closed figure moves with it.
    assert nieuw.feiten.veranderd == read_truth(str(closed)).feiten.veranderd == ()
    gesloten = json.loads((rolled / "verantwoording/gesloten/2026.json").read_text(encoding="utf-8"))
    eind = {s["cbs_code"]: s["rekening"]["reservering_eind"] for s in gesloten["standen"] if s["regeling"] == "spuk"}
    assert eind["FM0001"] == 3_948_366
    resultaat = run(build_model(leave_out(nieuw, LOOP), BASIS), 0)
    assert resultaat.jaren[-1] == 2031
    jaar = resultaat.jaren.index(2027)
    begin = {g.code: round(100 * g.value("reservering_begin", jaar)) for g in resultaat.gemeenten}
    assert begin == eind


def test_what_was_there_is_kept_and_the_log_says_who(closed, rolled):
    voor, na = picture(closed), picture(rolled)
    register = "verantwoording/gesloten"
    anders = {n for n in voor if na.get(n) != voor[n]}
    assert anders == {"regio.toml", "contracten.csv", f"{register}/logboek.csv"}
    for naam in ("regio.toml", "contracten.csv"):
        assert na[f"{register}/voor-2027-{naam}.oud"] == voor[naam]
    laatste = (rolled / register / "logboek.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert laatste.split(";")[1:4] == ["overgang", "2027", "proef"]
    assert laatste.split(";")[5] == na[f"{register}/overgang-2027.json"]


def test_a_second_time_changes_nothing(rolled):
    voor = picture(rolled)
    uit = spuk("jaarovergang", rolled, "--ja")
    assert uit.exit_code == 2
    assert "de overgang naar 2027 is al gedaan" in uit.output
    assert picture(rolled) == voor


def test_what_would_not_be_right_is_not_written(closed, tmp_path):
    """A gap that the old horizon did not see: no contract for KNM between January and July 2031."""
    map_ = shutil.copytree(closed, tmp_path / "map")
    contracten = map_ / "contracten.csv"
    tekst = contracten.read_text(encoding="utf-8")
    regel = next(r for r in tekst.splitlines() if r.startswith("KNM;"))
    contracten.write_text(
        f"{tekst}{regel.replace('2022-01-01;2031-01-01', '2031-07-01;2033-01-01')}\n", encoding="utf-8"
    )
    voor = picture(map_)
    uit = spuk("jaarovergang", map_, "--ja", "--stil")
    assert uit.exit_code == 2
    assert "een map die in 2027 niet klopt" in uit.output
    assert "geen contract in 6 maanden van 01-2031 tot en met 06-2031" in uit.output
    assert picture(map_) == voor


def test_an_example_and_a_workbook_are_refused(tmp_path):
    uit = spuk("jaarovergang", "voorbeeld:zevenlinden", "--ja")
    assert (uit.exit_code, "een eigen regiomap" in uit.output) == (2, True)
    (tmp_path / "invoer.xlsx").write_bytes(b"")
    uit = spuk("jaarovergang", tmp_path)
    assert (uit.exit_code, "het werkboek invoer.xlsx" in uit.output) == (2, True)


def test_the_calendar_of_the_folder(rolled):
    uit = spuk("kalender", rolled, "--op", "2027-04-20")
    assert uit.exit_code == 0, uit.output
    assert "peildatum 01-01-2027, raming tot en met 2031, gesloten tot en met 2026" in uit.output
    assert spuk("kalender", rolled, "--op", "2027-10-02").exit_code == 1
