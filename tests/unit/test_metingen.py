"""The benchmark holds on to what it measures; that compiled kernels agree it checks itself, numba being only there."""

from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

import benchmarks
from benchmarks.gecompileerd import sorted_percentiles
from scenarios.engine.meten.reeksen import FIGURES, measure_quantities


@pytest.mark.parametrize("module", sorted(m.name for m in iter_modules(benchmarks.__path__)))
def test_every_part_loads_without_the_packages_that_it_is_compared_with(module):
    assert import_module(f"benchmarks.{module}").__doc__


def test_the_sorting_that_is_timed_is_what_a_run_does():
    reeksen = np.random.default_rng(1).normal(size=(3, 2, 1500))
    percentielen = measure_quantities(reeksen)[len(FIGURES) :]
    np.testing.assert_array_equal(np.moveaxis(sorted_percentiles(reeksen), -1, 0), percentielen)
