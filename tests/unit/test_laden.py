"""What the command line loads: slow libraries wait until somebody needs them."""

import subprocess
import sys

import pytest

SLOOM = ("scipy.stats", "distributed", "marimo")
"""Each takes a fifth of a second or more."""
BOEKEN = ("pandas", "pyarrow")
"""As slow; a raming reads the books of the region, which are data frames."""


@pytest.mark.parametrize(
    ("modules", "sloom"),
    [
        ("cli", (*SLOOM, *BOEKEN)),
        ("scenarios.engine.threads, scenarios.engine.grid, scenarios.engine.write", (*SLOOM, *BOEKEN)),
        (
            "cli, reports.raming.doorrekenen, reports.raming.rapport, reports.raming.werkboek, scenarios.engine.write",
            SLOOM,
        ),
        ("cli, reports.raming.doorrekenen, reports.raming.scherm, reports.raming.kerncijfers", SLOOM),
    ],
    ids=["hulp", "rekenkern", "raming", "toets"],
)
def test_no_slow_library_is_loaded(modules, sloom):
    code = f"import sys, {modules}; print(*(m for m in {sloom} if m in sys.modules))"
    uit = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert uit.stdout.split() == []


def test_help_loads_no_numpy():
    code = "import sys, cli; print('numpy' in sys.modules)"
    uit = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "False"
