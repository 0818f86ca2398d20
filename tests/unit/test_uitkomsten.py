"""A slowdown shows, in the direction that its goal has."""

import json

from benchmarks.uitkomsten import latest, slower


def row(werk, waarde, doel):
    return {"werk": werk, "waarde": waarde, "eenheid": "x", "doel": doel}


def test_slower_is_worse_than_before_by_a_fifth():
    toen = [row("meer is beter", 2.0, ">= 1,8 x"), row("minder is beter", 1.0, "<= 1,25 x"), row("geen doel", 1.0, "")]
    nu = [row("meer is beter", 1.6, ">= 1,8 x"), row("minder is beter", 1.3, "<= 1,25 x"), row("geen doel", 9.0, "")]
    assert [regel.split(":")[0] for regel in slower(nu, toen)] == ["meer is beter", "minder is beter"]
    assert slower([row("meer is beter", 1.7, ">= 1,8 x"), row("nieuw", 1.0, "< 2")], toen) == []


def test_only_results_of_the_same_machine_are_compared(tmp_path):
    hier = {"processor": "x86_64", "kernen": 2, "systeem": "Linux"}
    for naam, machine, dag in (("a", hier, "2026-01-01"), ("b", {**hier, "kernen": 8}, "2026-03-01")):
        inhoud = {"commit": naam, "machine": machine, "gemeten_op": dag, "rijen": []}
        (tmp_path / f"{naam}.json").write_text(json.dumps(inhoud), encoding="utf-8")
    gevonden = latest(hier, tmp_path)
    assert gevonden is not None
    assert gevonden["commit"] == "a"
    assert latest({**hier, "processor": "arm"}, tmp_path) is None
