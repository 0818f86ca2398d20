"""What the command line loads: slow libraries wait until somebody needs them."""

import subprocess
import sys

import pytest

SLOOM = ("scipy.stats", "pandas", "distributed", "marimo", "pyarrow")
"""Each takes a fifth of a second or more."""


@pytest.mark.parametrize(
    "modules",
    [
        "cli",
        "cli, reports.raming.doorrekenen, reports.raming.rapport, reports.raming.werkboek, scenarios.engine.write",
        "cli, reports.raming.doorrekenen, reports.raming.scherm, reports.raming.kerncijfers",
    ],
    ids=["hulp", "raming", "toets"],
)
def test_no_slow_library_is_loaded(modules):
    code = f"import sys, {modules}; print(*(m for m in {SLOOM} if m in sys.modules))"
    uit = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert uit.stdout.split() == []


def test_help_loads_no_numpy():
    code = "import sys, cli; print('numpy' in sys.modules)"
    uit = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "False"
