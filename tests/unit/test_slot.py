"""The file of a closed year is read whole or not at all: a figure of another kind may not become one of that year."""

from __future__ import annotations

import json

import pytest

from finance.fouten import Melding
from scenarios.boeken.slot import read_register, to_json
from tests.fuzz import grondstof

NAAM = "verantwoording/gesloten/2023.json"


@pytest.fixture
def folder(tmp_path):
    return grondstof.write_folder(tmp_path, grondstof.closed_books())


def test_what_was_written_is_read_back(folder):
    meldingen: list[Melding] = []
    (sluiting,) = read_register(folder, meldingen).values()
    assert meldingen == []
    assert to_json(sluiting) == (folder / NAAM).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "bent",
    [
        lambda d: d.update(jaar=[2023]),
        lambda d: d.update(jaar=2024),
        lambda d: d.update(standen=None),
        lambda d: d["standen"][0]["budget"].update(percentages=["x"]),
        lambda d: d["standen"][0]["rekening"].update(lasten="veel"),
        lambda d: d["standen"][0].pop("posten"),
        lambda d: d["standen"][0]["posten"][0]["regels"][0].update(rekening="passiuf"),
    ],
)
def test_a_closed_year_that_was_changed_is_one_message(folder, bent):
    document = json.loads((folder / NAAM).read_text(encoding="utf-8"))
    bent(document)
    (folder / NAAM).write_text(json.dumps(document), encoding="utf-8")
    meldingen: list[Melding] = []
    assert read_register(folder, meldingen) == {}
    assert [(m.bestand, m.gevonden) for m in meldingen] == [(NAAM, "geen leesbare sluiting")]
