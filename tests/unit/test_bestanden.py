"""Files that are written: a set whole or not at all, what a killed run left, and every refusal in one message."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from scenarios.grond import bestanden, wissel
from scenarios.grond.bestanden import (
    Schrijffout,
    new_folder,
    one_set,
    raise_if_writing_fails,
    remove_file,
    replacing,
    write_bytes,
    write_text,
)
from scenarios.grond.wissel import KAMER, Kamer, tidy
from tests.huisregels import ROOT


def next_start(map_):
    wissel._schoon.clear()
    tidy(map_)


def contents(map_):
    return {p.relative_to(map_).as_posix(): p.read_text() for p in sorted(map_.rglob("*")) if p.is_file()}


def write_set(map_, namen, tekst):
    with one_set():
        for naam in namen:
            write_text(map_ / naam, tekst)


def run_to_death(map_, daad):
    """Code in a process of its own, that ends as if the power went."""
    code = f"from pathlib import Path\nimport os\nfrom scenarios.grond import wissel\n{daad}"
    uitkomst = subprocess.run([sys.executable, "-c", code], cwd=map_, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert uitkomst.returncode == 9


def test_a_set_takes_its_place_at_the_end(tmp_path):
    with one_set():
        write_text(tmp_path / "a", "1")
        write_text(tmp_path / "onder" / "b", "2")
        assert not (tmp_path / "a").exists()
    assert contents(tmp_path) == {"a": "1", "onder/b": "2"}


def test_a_set_that_fails_leaves_everything_as_it_was(tmp_path):
    write_text(tmp_path / "a", "oud")

    def fail():
        with one_set():
            write_text(tmp_path / "a", "nieuw")
            write_text(tmp_path / "nieuwe map" / "b", "2")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert contents(tmp_path) == {"a": "oud"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a"]


def test_when_a_file_cannot_be_moved_those_before_it_go_back(tmp_path, monkeypatch):
    for naam in "abc":
        write_text(tmp_path / naam, "oud")
    gedaan: list[Path] = []

    def stuck(kamer, deel):
        if len(gedaan) == 1:
            raise OSError(errno.EBUSY, "bezet")
        gedaan.append(deel)
        echt(kamer, deel)

    echt = wissel._move
    monkeypatch.setattr(wissel, "_move", stuck)
    with pytest.raises(Schrijffout, match="in gebruik"):
        write_set(tmp_path, "abc", "nieuw")
    assert gedaan
    assert contents(tmp_path) == {"a": "oud", "b": "oud", "c": "oud"}


def test_a_removal_is_part_of_the_set(tmp_path):
    write_text(tmp_path / "weg", "1")
    with one_set():
        write_text(tmp_path / "nieuw", "2")
        remove_file(tmp_path / "weg")
        assert (tmp_path / "weg").exists()
    assert contents(tmp_path) == {"nieuw": "2"}


def test_who_died_before_the_set_counted_leaves_the_old_one(tmp_path):
    write_text(tmp_path / "a", "oud")
    daad = (
        "w = wissel.Wissel(); w.stage(Path('a')).write_text('nieuw'); w.stage(Path('b')).write_text('x'); os._exit(9)"
    )
    run_to_death(tmp_path, daad)
    assert len(list(tmp_path.glob(f"{KAMER}*"))) == 1
    next_start(tmp_path)
    assert contents(tmp_path) == {"a": "oud"}
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_who_died_while_the_set_moved_is_helped_to_the_end(tmp_path, moves):
    write_text(tmp_path / "a", "oud")
    write_text(tmp_path / "weg", "oud")
    elders = tmp_path / "elders"
    daad = f"""
n = []
echt = wissel._move
def move(k, d):
    if len(n) == {moves}: os._exit(9)
    n.append(d)
    echt(k, d)
wissel._move = move
w = wissel.Wissel()
w.stage(Path("regio/a")).write_text("nieuw")
w.stage(Path("regio/b")).write_text("nieuw")
w.drop(Path("regio/weg"))
w.stage(Path("elders/c")).write_text("nieuw")
w.commit()
"""
    (tmp_path / "regio").mkdir()
    (tmp_path / "a").rename(tmp_path / "regio" / "a")
    (tmp_path / "weg").rename(tmp_path / "regio" / "weg")
    run_to_death(tmp_path, daad)
    next_start(tmp_path / "regio")
    assert contents(tmp_path / "regio") == {"a": "nieuw", "b": "nieuw"}
    assert contents(elders) == {"c": "nieuw"}
    assert not list(tmp_path.rglob(f"{KAMER}*"))


def test_a_room_elsewhere_counts_with_the_first_one(tmp_path):
    daad = """
def move(k, d): os._exit(9)
wissel._move = move
w = wissel.Wissel()
for naam in ("een/a", "twee/b"): w.stage(Path(naam)).write_text("nieuw")
w.commit()
"""
    run_to_death(tmp_path, daad)
    next_start(tmp_path / "twee")
    assert contents(tmp_path / "twee") == {"b": "nieuw"}
    next_start(tmp_path / "een")
    assert contents(tmp_path / "een") == {"a": "nieuw"}


def test_a_run_that_lives_keeps_its_room(tmp_path):
    kamer = Kamer(tmp_path)
    next_start(tmp_path)
    assert kamer.pad.is_dir()
    kamer.close()
    assert not list(tmp_path.iterdir())


def test_a_room_from_a_stranger_cannot_write_outside_its_folder(tmp_path):
    regio, buiten = tmp_path / "regio", tmp_path / "buiten"
    kamer = regio / f"{KAMER}vreemd"
    (kamer / "inhoud" / "link").mkdir(parents=True)
    (kamer / "inhoud" / "link" / "doel").write_text("gevaar")
    (kamer / "slot").touch()
    (kamer / "klaar").touch()
    buiten.mkdir()
    (regio / "link").symlink_to(buiten)
    next_start(regio)
    assert not list(buiten.iterdir())
    assert not kamer.exists()


@pytest.mark.parametrize("deel", ["inhoud", "inhoud/sub", "weg", "oud"])
def test_a_room_from_a_stranger_takes_nothing_from_outside_its_folder(tmp_path, deel):
    """A folder of somebody else may hold links: what they point to is not moved in, nor taken away."""
    regio, eigen = tmp_path / "regio", tmp_path / "eigen"
    eigen.mkdir()
    (eigen / "sleutel").write_text("geheim")
    plek = regio / f"{KAMER}vreemd" / deel
    plek.parent.mkdir(parents=True)
    plek.symlink_to(eigen)
    for naam in ("slot", "klaar"):
        (regio / f"{KAMER}vreemd" / naam).touch()
    next_start(regio)
    assert [p.name for p in eigen.iterdir()] == ["sleutel"]
    assert list(regio.iterdir()) == []


def test_one_set_at_a_time_in_a_folder(tmp_path):
    """Many at once leave the files of one of them, never of two."""
    draden = [threading.Thread(target=write_set, args=(tmp_path, "abcd", str(n))) for n in range(12)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(set(contents(tmp_path).values())) == 1


def test_two_that_look_at_a_file_do_not_stop_each_other(tmp_path):
    doel = tmp_path / "a"
    write_text(doel, "1")
    with doel.open("rb+") as kijker:
        assert wissel.lock(kijker.fileno(), samen=True) is not False
        raise_if_writing_fails([doel])
    with doel.open("rb+") as schrijver:
        assert wissel.lock(schrijver.fileno()) is not False
        with pytest.raises(Schrijffout, match="in gebruik"):
            raise_if_writing_fails([doel])


def test_a_new_folder_is_there_whole_or_not(tmp_path):

    def fail():
        with new_folder(tmp_path / "regio") as werk:
            write_text(werk / "a", "1")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not list(tmp_path.iterdir())
    with new_folder(tmp_path / "regio") as werk:
        write_text(werk / "a", "1")
    assert contents(tmp_path) == {"regio/a": "1"}


def test_a_file_for_the_user_alone(tmp_path):
    write_bytes(tmp_path / "dossiers", b"x", alleen_eigenaar=True)
    assert (tmp_path / "dossiers").stat().st_mode & 0o777 == 0o600


def test_a_link_keeps_pointing_where_it_did(tmp_path):
    (tmp_path / "echt").write_text("oud")
    (tmp_path / "link").symlink_to(tmp_path / "echt")
    write_text(tmp_path / "link", "nieuw")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "echt").read_text() == "nieuw"


@pytest.mark.parametrize(
    ("maak", "woorden"),
    [
        (lambda p: p.mkdir(), "een map"),
        *([(os.mkfifo, "bijzonder bestand")] if os.name == "posix" else ()),
        (lambda p: p.touch(0o444), "alleen gelezen"),
        (lambda p: (p.touch(), p.with_name(f".~lock.{p.name}#").touch()), "open staat"),
        (lambda p: (p.touch(), p.with_name(f"~${p.name}").touch()), "open staat"),
    ],
)
def test_what_cannot_be_written_is_told_beforehand(tmp_path, maak, woorden):
    doel = tmp_path / "raming.xlsx"
    maak(doel)
    voor = sorted(tmp_path.iterdir())
    with pytest.raises(Schrijffout, match=woorden):
        raise_if_writing_fails([doel])
    with pytest.raises(Schrijffout, match=woorden):
        write_text(doel, "nieuw")
    assert sorted(tmp_path.iterdir()) == voor


def test_a_target_that_is_locked_is_in_use(tmp_path):
    fcntl = pytest.importorskip("fcntl")

    doel = tmp_path / "raming.xlsx"
    doel.touch()
    with doel.open("rb") as bestand:
        fcntl.flock(bestand, fcntl.LOCK_EX)
        with pytest.raises(Schrijffout, match="in gebruik"):
            raise_if_writing_fails([doel])


def test_every_target_that_fails_is_named(tmp_path):
    (tmp_path / "bestand").touch()
    (tmp_path / "map").mkdir()
    with pytest.raises(Schrijffout) as fout:
        raise_if_writing_fails([tmp_path / "bestand" / "a", tmp_path / "map", tmp_path / "goed"])
    assert len(fout.value.meldingen) == 2


def test_two_outcomes_in_one_file_are_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "uit.json")
    for ander in (tmp_path / "uit.json", tmp_path / "map" / ".." / "uit.json", tmp_path / "link"):
        with pytest.raises(Schrijffout, match="een bestand voor twee uitkomsten"):
            raise_if_writing_fails([tmp_path / "uit.json", tmp_path / "b", ander])


def test_a_device_is_never_replaced():
    with pytest.raises(Schrijffout, match="apparaat"):
        write_text(Path("/dev/null"), "x")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("nummer", [errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EIO])
def test_an_error_of_the_disk_is_one_dutch_message(tmp_path, nummer):
    def fail():
        raise OSError(nummer, os.strerror(nummer))

    write_text(tmp_path / "a", "oud")
    with pytest.raises(Schrijffout, match="Er is niets geschreven") as fout, replacing(tmp_path / "a"):
        fail()
    assert isinstance(fout.value, Invoerfout)
    assert contents(tmp_path) == {"a": "oud"}
    assert bestanden._OORZAKEN.get(nummer, ("niet te schrijven",))[0] in str(fout.value)
