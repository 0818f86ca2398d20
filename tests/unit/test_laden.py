"""What the command line loads: slow libraries wait until somebody needs them."""

import subprocess
import sys

import pytest

SLOOM = ("scipy.stats", "scipy.optimize", "pandas", "pyarrow", "distributed", "marimo")
"""Each takes a tenth of a second of processor time or more."""
LEZERS = ("scenarios.boeken.boekingen", "scenarios.inlezen.lezen")
"""What reads exports, and pandas with it"""
ONGEBRUIKT = ("numpy.f2py.crackfortran", "numpy.testing._private", "unittest")
"""Of numpy, touched by scipy and used by nobody (0.06 s)"""
BLADEN = ("scenarios.werkboek.bladen", "xml.etree.ElementTree", "tomlkit")
"""What reads a workbook or a sheet (0.05 s)"""


def loaded(code: str, modules: tuple[str, ...]) -> list[str]:
    """Which of these stand loaded after running `code` in a process of its own."""
    code += f"\nimport sys; print('GELADEN', *(m for m in {modules} if m in sys.modules))"
    uit = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return uit.stdout.rsplit("GELADEN", 1)[1].split()


@pytest.mark.parametrize(
    "modules",
    [
        "cli",
        "scenarios.engine.threads, scenarios.engine.grid, scenarios.engine.write",
        "cli, reports.raming.doorrekenen, reports.raming.rapport, reports.raming.werkboek, scenarios.engine.write",
        "cli, reports.raming.doorrekenen, reports.raming.scherm, reports.raming.kerncijfers",
    ],
    ids=["hulp", "rekenkern", "raming", "toets"],
)
def test_no_slow_library_is_loaded(modules):
    assert loaded(f"import {modules}", SLOOM + LEZERS + ONGEBRUIKT + BLADEN) == []


def test_what_waits_to_be_loaded_is_there_for_whoever_uses_it():
    gebruik = "import scenarios, scipy.special, numpy; numpy.testing.assert_equal(1, 1); numpy.f2py.get_include()"
    assert loaded(gebruik, ONGEBRUIKT) == ["numpy.f2py.crackfortran", "numpy.testing._private", "unittest"]


def test_what_checks_a_record_waits_for_the_first_one():
    nooit = "from scenarios.regiomap.lezen import Invoermodel\nclass Nooit(Invoermodel):\n    a: int\n"
    gebruikt = (
        f"{nooit}assert not Nooit.__pydantic_complete__\nassert Nooit(a=1).a == 1 and Nooit.__pydantic_complete__"
    )
    assert loaded(gebruikt, SLOOM) == []


def test_a_region_without_bookings_needs_none_either():
    """From reading the folder to the verdict: what is learned, drawn and judged on the way."""
    toets = "from cli import main\ntry: main(['toets', 'voorbeeld:westfriesland', '--trekkingen', '100', '--stil'])\n"
    assert loaded(toets + "except SystemExit: pass", SLOOM + LEZERS + ONGEBRUIKT + BLADEN) == []


def test_help_loads_no_numpy():
    assert loaded("import cli", ("numpy",)) == []
