"""Goals are judged with a margin, and a slowdown shows, in the direction that its goal has."""

import pytest

from benchmarks.tafel import KRAP, Tafel
from benchmarks.uitkomsten import latest, slower, write

HIER = {"systeem": "Linux", "processor": "x86_64", "kernen": 2, "blas": ["openblas Haswell"]}


def row(werk, waarde, doel=""):
    return {"werk": werk, "waarde": waarde, "eenheid": "x", "doel": doel, "oordeel": ""}


def keep(map_, commit, dag, rijen, **anders):
    inhoud = {"commit": commit, "gemeten_op": dag, "machine": {**HIER, **anders}}
    write(map_ / f"{commit}.json", inhoud, rijen)


@pytest.mark.parametrize(
    ("soort", "waarde", "oordeel"),
    [
        ("at_most", 1.0, "ja"),
        ("at_most", 1.1, KRAP),
        ("at_most", 1.2, KRAP),
        ("at_most", 1.21, "NEE"),
        ("at_most", -0.5, "ja"),
        ("at_least", 1.44, "ja"),
        ("at_least", 1.43, KRAP),
        ("at_least", 1.2, KRAP),
        ("at_least", 1.19, "NEE"),
    ],
)
def test_a_goal_is_met_by_a_fifth_by_a_hair_or_not(soort, waarde, oordeel, capsys):
    tafel = Tafel()
    assert getattr(tafel, soort)("werk", waarde, "x", 1.2) == waarde
    (rij,) = tafel.rijen
    assert (rij["oordeel"], rij["doel"]) == (oordeel, ("<= 1,2 x" if soort == "at_most" else ">= 1,2 x"))
    assert capsys.readouterr().out.split()[-1] == oordeel


def test_slower_is_worse_than_before_by_a_fifth(tmp_path):
    toen = [row("meer is beter", 2.0, ">= 1,8 x"), row("minder is beter", 1.0, "<= 1,25 x"), row("geen doel", 1.0)]
    keep(tmp_path, "a", "2026-01-01", toen)
    eerder = latest(HIER, tmp_path)
    nu = [row("meer is beter", 1.6, ">= 1,8 x"), row("minder is beter", 1.3, "<= 1,25 x"), row("geen doel", 9.0)]
    assert slower(nu, eerder) == ["meer is beter: 1.60 x, was 2.00 (a)", "minder is beter: 1.30 x, was 1.00 (a)"]
    assert slower([row("meer is beter", 1.7, ">= 1,8 x"), row("nieuw", 1.0, "<= 2 x")], eerder) == []


def test_only_results_of_the_same_machine_are_compared(tmp_path):
    for naam, anders in (("a", {}), ("b", {"kernen": 8}), ("c", {"blas": ["openblas SkylakeX"]})):
        keep(tmp_path, naam, "2026-01-01", [row("werk", 1.0)], **anders)
    assert {rij["commit"] for rij in latest(HIER, tmp_path).values()} == {"a"}
    assert latest({**HIER, "processor": "arm"}, tmp_path) == {}


def test_every_row_is_compared_with_its_own_last_time(tmp_path):
    """A quick run holds some rows only: the others are those of the run before it."""
    keep(tmp_path, "snel", "2026-02-01", [row("kort", 2.0)])
    keep(tmp_path, "alles", "2026-01-01", [row("kort", 1.0), row("lang", 50.0)])
    eerder = latest(HIER, tmp_path)
    assert {naam: (rij["commit"], rij["waarde"]) for naam, rij in eerder.items()} == {
        "kort": ("snel", 2.0),
        "lang": ("alles", 50.0),
    }


def test_a_hundred_rows_stay_small(tmp_path):
    keep(
        tmp_path, "a", "2026-01-01", [row(f"een werk met een lange naam dat gemeten is {i}", 1 / 3) for i in range(100)]
    )
    assert (tmp_path / "a.json").stat().st_size < 10_000
