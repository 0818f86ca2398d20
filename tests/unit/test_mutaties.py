"""What the page says of wrong rules: outcomes of several runs together, and no more than was drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.mutaties_bladzijde import Uitslag, section
from tests.mutaties_uitslagen import Uitslagen


def run(pad: Path, *regels: tuple[str, str]) -> Path:
    pad.parent.mkdir(exist_ok=True)
    pad.write_text("".join(json.dumps({"mutant": m, "test": t}) + "\n" for m, t in regels), encoding="utf-8")
    return pad


def test_runs_together(tmp_path):
    """a survived here and is noticed since; b was noticed at once there and survives here, where fewer tests ran; of f
    it is the other way round."""
    hier = run(tmp_path / "hier" / "uitslagen.jsonl", ("a", ""), ("b", ""), ("a", "test_1"), ("d", ""), ("f", "test_5"))
    daar = run(tmp_path / "daar.jsonl", ("b", "test_2"), ("c", ""), ("c", "test_3"), ("e", "test_4"), ("f", ""))
    uitslagen = Uitslagen(opnieuw=False, erbij=[daar], map_=hier.parent)
    assert uitslagen.read() == {"a": "test_1", "b": "test_2", "c": "test_3", "d": "", "e": "test_4", "f": "test_5"}
    assert uitslagen.first() == {"a": "", "b": "", "c": "", "d": "", "e": "test_4", "f": ""}
    # Forgetting is about this folder; a run elsewhere that is not there is no run.
    assert Uitslagen(opnieuw=True, erbij=[daar], map_=hier.parent).read().keys() == {"b", "c", "e", "f"}
    with pytest.raises(FileNotFoundError):
        Uitslagen(opnieuw=False, erbij=[tmp_path / "x"], map_=hier.parent).read()


def outcomes(module: str, tekens: str) -> list[Uitslag]:
    """In the order of the draw: . noticed at once, w noticed now, ! not, = equivalent, - not tried."""
    return [Uitslag(module, t != "-", t == ".", t in ".w", t == "=") for t in tekens]


def test_the_page_counts_per_module_and_tells_what_was_drawn():
    """a: 6 of 6 tried. b: the first three were drawn, the last one was chosen, and says nothing of the other."""
    tekst = section([*outcomes("a", "..w!=."), *outcomes("b", "..w-."), *outcomes("c", "--")], 7)
    regels = tekst.splitlines()
    assert "| `a` | 6 | 6 | 3 | 4 | 1 | 1 | 80,0% |" in regels
    assert "| `b` | 5 | 4 | 3 | 4 | 0 | 0 | 100,0% |" in regels
    assert "| `c` | 2 | 0 | 0 | 0 | 0 | 0 | – |" in regels
    assert "| **Samen** | 13 | 10 | 6 | 8 | 1 | 1 | 88,9% |" in regels
    assert "nu 8 van de 9 geprobeerde mutanten die niet gelijkwaardig zijn (88,9%)" in tekst
    assert "geschreven, 6 (66,7%)." in tekst
    assert "Van 1 van de 3 modules is een deel geprobeerd, per module geloot (zaad 7): van de 3 geloten mut" in tekst
    assert "bij de eerste poging 2 opgemerkt" in tekst
    assert "Van alle 5 mutanten van die modules" in tekst
    assert "onbekend: `c`." in tekst


def test_what_was_tried_whole_is_no_sample_and_nearly_all_is_not_all():
    tekst = section(outcomes("a", "." * 2_000 + "!"), 1)
    assert "| `a` | 2.001 | 2.001 | 2.000 | 2.000 | 0 | 1 | >99,9% |" in tekst.splitlines()
    assert "geloot" not in tekst
    assert "onbekend" not in tekst


def test_what_was_chosen_says_nothing_of_the_rest():
    assert "dat niet is geloot: het zegt niets over de rest" in section(outcomes("a", "-..."), 1)
