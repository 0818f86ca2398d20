"""A terminal of 80 columns, the width that most of them open with, shows every amount whole."""

import os

import pytest

from tests.warm import run as spuk


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
    naam, *opties = opdracht
    uit = spuk(
        naam, f"voorbeeld:{regio}", *opties, cwd=tmp_path, env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": "80"}
    )
    assert f"Regio {regio.capitalize()}" in uit.stdout, uit.stderr
    assert "…" not in uit.stdout
