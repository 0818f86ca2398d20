"""A name that no gemeente of the region has: which of two places to mend."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from scenarios.regiomap.namen import mend_name
from scenarios.regiomap.regio import read_region


@dataclass(frozen=True)
class Genoemd:
    code: str
    naam: str


@pytest.mark.parametrize(
    ("naam", "herstel"),
    [
        ("Hoorn", "In regio.toml heet GM0405 'Horn'; schrijf op beide plaatsen dezelfde naam."),
        ("hoorn ", "In regio.toml heet GM0405 'Horn'; schrijf op beide plaatsen dezelfde naam."),
        ("Medemblk", "Bedoeld is misschien: Medemblik."),
        ("Amsterdam", "Bekend zijn: Horn, Medemblik."),
    ],
)
def test_the_mend_names_the_place_that_may_be_mistyped(naam, herstel):
    land = read_region("voorbeeld:westfriesland").land
    assert mend_name(land, naam, (Genoemd("GM0405", "Horn"), Genoemd("GM0420", "Medemblik"))) == herstel
