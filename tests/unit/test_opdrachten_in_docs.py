"""Every command on a page is one that the program takes: the name and each option; what runs is seen elsewhere."""

import re
import shlex
from pathlib import Path

import click
import pytest

from cli import main

ROOT = Path(__file__).parents[2]
BLADZIJDEN = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
REGEL = re.compile(r"^(?: {4}|)(spuk [a-z].*)$")
IN_TEKST = re.compile(r"`(spuk [a-z][^`]*)`")


def _commands(pagina: Path) -> list[str]:
    """What stands in a block or between backticks; history (the changelog) is about older versions."""
    gevonden, blok = [], False
    for regel in pagina.read_text(encoding="utf-8").splitlines():
        if regel.lstrip().startswith("```"):
            blok = not blok
        elif (blok or regel.startswith("    ")) and (raak := REGEL.match(regel)):
            gevonden.append(raak[1])
        elif not blok:
            gevonden += IN_TEKST.findall(regel)
    return gevonden


def _refused(opdracht: str) -> str:
    """Why the program would not take it; empty when it does. Square brackets and `...` are not typed."""
    woorden = shlex.split(re.sub(r"[\[\]]|\.\.\.|\\\|.*", " ", opdracht), comments=True)[1:]
    soort = main.commands.get(woorden[0])
    if soort is None:
        return f"geen opdracht {woorden[0]}"
    try:
        # A text may end with an option whose value it does not give.
        soort.make_parser(click.Context(soort)).parse_args([*woorden[1:], "WAARDE"])
    except click.UsageError as fout:
        return fout.format_message()
    return ""


@pytest.mark.parametrize("pagina", BLADZIJDEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_program_takes_every_command_of_a_page(pagina):
    if pagina.name == "CHANGELOG.md":
        return
    fout = [f"{opdracht}: {waarom}" for opdracht in _commands(pagina) if (waarom := _refused(opdracht))]
    assert not fout, "\n".join(fout)


def test_every_command_stands_on_the_page_of_commands():
    genoemd = set(re.findall(r"`spuk ([a-z0-9]+)", (ROOT / "docs" / "opdrachten.md").read_text(encoding="utf-8")))
    assert sorted(set(main.commands) - genoemd) == []
