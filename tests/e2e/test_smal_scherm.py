"""A terminal of 80 columns, the width that most of them open with, shows every amount whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("regio", "opdracht"),
    [
        ("westfriesland", ("raming", "--verwacht")),
        ("noordkop", ("raming", "--verwacht")),
        ("westfriesland", ("toets", "--trekkingen", "50")),
        ("westfriesland", ("voortgang",)),
        ("westfriesland", ("volumes", "--trekkingen", "50")),
        ("westfriesland", ("volumes", "--uitleg")),
    ],
)
def test_nothing_is_cut_off_at_80_columns(regio, opdracht, tmp_path):
    # FORCE_COLOR makes rich believe that the pipe is a terminal, COLUMNS how wide it is.
    omgeving = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "FORCE_COLOR": "1",
        "COLUMNS": "80",
    }
    naam, *opties = opdracht
    uit = subprocess.run(
        [sys.executable, "-m", "cli", naam, f"voorbeeld:{regio}", *opties],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=omgeving,
        check=False,
    )
    assert f"Regio {regio.capitalize()}" in uit.stdout, uit.stderr
    assert "…" not in uit.stdout
