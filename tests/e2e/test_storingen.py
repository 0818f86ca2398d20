"""A few of the faults of `make storingen`, on two commands: one writes beside the region, one into it."""

import sys

import pytest

from cli import OPDRACHTEN
from tests.storingen import Uitslag, options, run_all
from tests.storingen_gevallen import GEVALLEN, ZONDER


def test_every_command_is_tried_or_has_its_reason():
    assert {o.name for o in OPDRACHTEN} | {"raster", "tabellen"} == {n.split()[0] for n in (*GEVALLEN, *ZONDER)}


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_fault_leaves_the_old_or_the_new_files():
    uitslagen: dict[str, Uitslag] = {}
    run_all(options(["--momenten", "0", "--trekkingen", "2", "--alleen", "raming", "sluit"]), uitslagen)
    assert {naam: u.mislukt for naam, u in uitslagen.items()} == {"raming": [], "sluit": []}
    gedaan = {naam: u.geprobeerd for naam, u in uitslagen.items()}
    assert gedaan["raming"].total() == 2
    assert gedaan["sluit"]["stand op de schijf bij iedere bestandsgebeurtenis"] > 20
