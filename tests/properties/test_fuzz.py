"""Bent input, a few cases of each kind: the short run of `make fuzz`, which tries thousands."""

from __future__ import annotations

import pytest

from tests.fuzz.draaien import failures
from tests.fuzz.oordelen import Uitkomst, judge
from tests.fuzz.soorten import SOORTEN

AANTAL = {
    **{"inlezen": 8, "resultaat": 2, "boekingen": 15, "betekenis": 4},
    **{"opdrachtregel": 12, "ggm": 4, "regiomap": 4, "werkboek": 2, "jaar": 4, "gegevens": 8},
}


@pytest.mark.parametrize("soort", SOORTEN)
def test_bent_input_breaks_nothing(soort):
    assert {n: geval.fouten for n, geval in failures(soort, 2026, range(AANTAL[soort]))} == {}


@pytest.mark.parametrize(
    "uitkomst",
    [
        Uitkomst(1, "", "Traceback (most recent call last): ..."),
        Uitkomst(3, ""),
        Uitkomst(2, ""),
        Uitkomst(2, "1 fout in de invoer:\n"),
        Uitkomst(2, "1 fout in de invoer:\n- er is iets mis\n"),
        Uitkomst(2, "1 fout in de invoer:\n- iets: gevonden a; verwacht b, " + "x" * 6000),
        Uitkomst(0, "Traceback (most recent call last)"),
    ],
)
def test_the_judge_sees_what_is_wrong(uitkomst):
    assert list(judge(uitkomst, ["a.csv"]))


@pytest.mark.parametrize(
    "uitkomst",
    [
        Uitkomst(0, "Geen fouten."),
        Uitkomst(1, "Nee"),
        Uitkomst(2, "1 fout in de invoer:\n- a.csv, regel 2: gevonden x; verwacht y.\n"),
        Uitkomst(2, "Fout: --jaar: verwacht een geheel getal."),
    ],
)
def test_the_judge_leaves_the_good_alone(uitkomst):
    assert not list(judge(uitkomst, ["a.csv"]))
