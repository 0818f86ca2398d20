"""The manual for a controller: every command in it runs as it stands, page by page, in an empty folder."""

import re
import shlex
from pathlib import Path

import pytest

from tests.warm import run as spuk

HANDLEIDING = Path(__file__).parents[2] / "docs" / "handleiding"
README = HANDLEIDING.parents[1] / "README.md"
BLADZIJDEN = [p for p in sorted(HANDLEIDING.glob("*.md")) if "```sh" in p.read_text(encoding="utf-8")]
MINDER = ("--trekkingen", "200")
"""Fewer draws than a controller takes: what is tried here is the command, not its figures."""


def _commands(bladzijde: Path) -> list[list[str]]:
    blokken = re.findall(r"```sh\n(.*?)```", bladzijde.read_text(encoding="utf-8"), flags=re.S)
    regels = [shlex.split(regel, comments=True) for blok in blokken for regel in blok.splitlines() if regel.strip()]
    # How it is installed is tried elsewhere (test_wheel, .ci/run).
    return [woorden for opdracht, *woorden in regels if opdracht == "spuk"]


@pytest.mark.parametrize("bladzijde", BLADZIJDEN, ids=lambda p: p.stem)
def test_every_command_of_a_page_runs(bladzijde, tmp_path):
    for woorden in _commands(bladzijde):
        uit = spuk(*woorden, *(MINDER if woorden[0] == "raming" else ()), cwd=tmp_path)
        assert uit.returncode == 0, f"spuk {' '.join(woorden)}\n{uit.stdout[-500:]}{uit.stderr}"


def test_the_commands_of_the_readme_are_run_too():
    """Its own example in test_readme, the others above."""
    gedraaid = [woorden for bladzijde in BLADZIJDEN for woorden in _commands(bladzijde)]
    eerste, *rest = _commands(README)
    assert eerste == ["raming", "voorbeeld:westfriesland", "--uit", "uitvoer"]
    assert len(rest) >= 3
    assert [woorden for woorden in rest if woorden not in gedraaid] == []
