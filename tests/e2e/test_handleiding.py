"""The manual for a controller: every command in it runs as it stands, page by page, in an empty folder."""

import re
import shlex
from pathlib import Path

import pytest

from tests.warm import run as spuk

HANDLEIDING = Path(__file__).parents[2] / "docs" / "handleiding"
BLADZIJDEN = [p for p in sorted(HANDLEIDING.glob("*.md")) if "```sh" in p.read_text(encoding="utf-8")]
MINDER = ("--trekkingen", "200")
"""Fewer draws than a controller takes: what is tried here is the command, not its figures."""


def _commands(bladzijde: Path) -> list[list[str]]:
    blokken = re.findall(r"```sh\n(.*?)```", bladzijde.read_text(encoding="utf-8"), flags=re.S)
    return [shlex.split(regel, comments=True)[1:] for blok in blokken for regel in blok.splitlines() if regel.strip()]


@pytest.mark.parametrize("bladzijde", BLADZIJDEN, ids=lambda p: p.stem)
def test_every_command_of_a_page_runs(bladzijde, tmp_path):
    for woorden in _commands(bladzijde):
        uit = spuk(*woorden, *(MINDER if woorden[0] == "raming" else ()), cwd=tmp_path)
        assert uit.returncode == 0, f"spuk {' '.join(woorden)}\n{uit.stdout[-500:]}{uit.stderr}"
