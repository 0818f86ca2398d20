"""A few of the faults of `make storingen`, on two commands: one writes beside the region, one into it."""

import sys

import pytest

from tests.storingen import run_all


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_fault_leaves_the_old_or_the_new_files():
    uitslagen = run_all(zaad=1, momenten=0, elke=1, trekkingen=2, namen=("raming", "sluit"))
    assert {naam: u.mislukt for naam, u in uitslagen.items()} == {"raming": [], "sluit": []}
    assert [u.geprobeerd.total() for u in uitslagen.values()] == [2, 5]
