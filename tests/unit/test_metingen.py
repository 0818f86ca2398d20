"""The benchmark holds on to what it measures; that compiled kernels agree it checks itself, numba being only there."""

from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

import benchmarks
from benchmarks.gecompileerd import sorted_percentiles
from benchmarks.naast import sources_of
from benchmarks.opdracht import run_python, run_spuk
from scenarios.engine.meten.reeksen import FIGURES, measure_quantities
from tests.huisregels import ROOT


@pytest.mark.parametrize("module", sorted(m.name for m in iter_modules(benchmarks.__path__)))
def test_every_part_loads_without_the_packages_that_it_is_compared_with(module):
    assert import_module(f"benchmarks.{module}").__doc__


def test_the_sorting_that_is_timed_is_what_a_run_does():
    reeksen = np.random.default_rng(1).normal(size=(3, 2, 1500))
    percentielen = measure_quantities(reeksen)[len(FIGURES) :]
    np.testing.assert_array_equal(np.moveaxis(sorted_percentiles(reeksen), -1, 0), percentielen)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a copy without history")
def test_an_earlier_version_runs_from_its_own_sources():
    with sources_of("HEAD") as bronnen:
        assert bronnen is not None
        geladen = run_python("-c", "import cli; print(cli.__file__)", bronnen=bronnen)
        assert geladen.strip() == str(bronnen / "cli.py")
    assert not bronnen.exists()


def test_a_version_that_is_not_there_is_told(capsys):
    with sources_of("geen-commit") as bronnen:
        assert bronnen is None
    assert "Naast geen-commit: overgeslagen" in capsys.readouterr().out


def test_a_command_that_fails_is_no_measurement():
    with pytest.raises(RuntimeError, match="de opdracht zoiets bestaat niet"):
        run_spuk("zoiets")
