"""A kept raming against what was realised: inside the band or not, and what was off."""

from __future__ import annotations

from datetime import date
from math import nan

import pytest

from scenarios.terugblik.trefzekerheid import AANTAL, PER_PERSOON, Trefregel, _driver


@pytest.mark.parametrize(
    ("werkelijk", "mensen", "oorzaak"),
    [
        # 100 expected for 10 people, 10 each. 12 people at 10 are 120: all of the difference is number.
        (120.0, 12.0, AANTAL),
        # 12 people at 20: 20 of the 140 by number, 120 by the amount of each.
        (240.0, 12.0, PER_PERSOON),
        # 20 fewer by number, 40 more by the amount.
        (120.0, 8.0, PER_PERSOON),
        (100.0, 12.0, ""),
    ],
)
def test_the_driver_is_the_larger_of_two_effects_that_add_up(werkelijk, mensen, oorzaak):
    assert _driver(100.0, werkelijk, 10.0, mensen) == oorzaak


def test_without_expected_people_nothing_is_said():
    assert _driver(100.0, 120.0, 0.0, 5.0) == ""


@pytest.mark.parametrize(("werkelijk", "binnen"), [(9.99, False), (10, True), (14, True), (14.01, False)])
def test_the_edges_of_the_band_are_inside(werkelijk, binnen):
    regel = Trefregel("a.json", date(2025, 7, 1), "X", "GM0001", 2025, "besteding", 10, 12, 14, werkelijk, nan, "")
    assert regel.binnen is binnen
    assert regel.verschil == werkelijk - 12
