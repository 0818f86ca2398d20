"""Every link between the pages of the repository leads to a file and a heading that are there."""

import itertools
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLADZIJDEN = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "data" / "README.md"]
KOPPELING = re.compile(r"(?<!`)\]\(([^)\s]+)\)")


@cache
def _anchors(pagina: Path) -> set[str]:
    """What GitHub makes of the headings of a page."""
    koppen = re.findall(r"^#+ (.+)$", pagina.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", kop.strip().lower()).replace(" ", "-") for kop in koppen}


@pytest.mark.parametrize("pagina", BLADZIJDEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(pagina):
    kapot = []
    for doel in KOPPELING.findall(pagina.read_text(encoding="utf-8")):
        pad, _, anker = doel.partition("#")
        if "://" in doel or doel.startswith("mailto:"):
            continue
        bestand = (pagina.parent / pad).resolve() if pad else pagina
        if not bestand.exists() or (anker and bestand.suffix == ".md" and anker not in _anchors(bestand)):
            kapot.append(doel)
    assert not kapot


@pytest.mark.parametrize("pagina", BLADZIJDEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_list_or_table_begins_after_an_empty_line(pagina):
    """Without one GitHub shows a list and the site does not."""
    # What stands between fences is no list.
    tekst = re.sub(r"^ *```.*?^ *```", "", pagina.read_text(encoding="utf-8"), flags=re.S | re.M)
    regels = ["", *tekst.splitlines()]
    begint = re.compile(r"(?:\* |- |\d+\. |\|)")
    gewoon = re.compile(r"(?!\* |- |\d+\. |\||#|\s|>|$).")
    assert [nu for voor, nu in itertools.pairwise(regels) if begint.match(nu) and gewoon.match(voor)] == []
