"""When a closed year is computed once more, and that its own files are listed all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenarios.boeken.map import read_folder
from scenarios.waarheid import nagerekend
from scenarios.waarheid.feiten import find_facts
from scenarios.waarheid.nagerekend import changed_inputs, describe_changes

ZEVENLINDEN = "voorbeeld:zevenlinden"


@pytest.fixture(scope="module")
def invoer():
    return read_folder(ZEVENLINDEN)


def test_the_shipped_example_says_nothing_of_its_closed_years(invoer):
    assert "beschikkingen.csv" in changed_inputs(invoer, 2025)
    assert find_facts(invoer).veranderd == ()


def test_only_a_year_with_other_files_is_computed_again(invoer, monkeypatch):
    gerekend: list[int] = []

    def compare(invoer, jaar, geboekt):
        gerekend.append(jaar)
        return ()

    monkeypatch.setattr(nagerekend, "compare_closed", compare)
    ongemoeid = {j: replace(s, hashes=invoer.hashes) for j, s in invoer.gesloten.items()}
    assert list(describe_changes(replace(invoer, gesloten=ongemoeid), ())) == []
    assert gerekend == []
    ander = {**ongemoeid, 2024: invoer.gesloten[2024]}
    assert list(describe_changes(replace(invoer, gesloten=ander), ())) == []
    assert gerekend == [2024]


def test_what_the_bank_received_and_exports_of_other_years_are_no_input(invoer):
    anders = {
        "verantwoording/ontvangsten.csv",
        "verantwoording/boekingen/2026.csv",
        "verantwoording/boekingen/2024.csv",
    }
    toen = replace(invoer.gesloten[2024], hashes={n: "x" if n in anders else s for n, s in invoer.hashes.items()})
    assert changed_inputs(replace(invoer, gesloten={2024: toen}), 2024) == ["verantwoording/boekingen/2024.csv"]
