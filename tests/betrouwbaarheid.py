"""`docs/betrouwbaarheid.md`: what was tried and what failed, a section per script that tried it.

Each script writes its own section, between marks that carry its name; nobody types a figure on the page.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.huisregels import ROOT

PAGINA = ROOT / "docs" / "betrouwbaarheid.md"
KOP = "# Betrouwbaarheid\n"


def put_section(naam: str, tekst: str, pagina: Path = PAGINA) -> None:
    """Put a section in the place of the one of the same name, or at the end of the page."""
    begin, eind = f"<!-- {naam}: begin -->", f"<!-- {naam}: eind -->"
    oud = pagina.read_text(encoding="utf-8") if pagina.is_file() else KOP
    blok = f"{begin}\n{tekst.strip()}\n{eind}"
    if begin in oud:
        voor, _, rest = oud.partition(begin)
        nieuw = f"{voor}{blok}{rest.partition(eind)[2]}"
    else:
        nieuw = f"{oud.rstrip()}\n\n{blok}\n"
    pagina.write_text(nieuw, encoding="utf-8")


def commit() -> str:
    """The version that was tried."""
    return _git("rev-parse", "--short", "HEAD").stdout.strip()


def version_words(versies: Iterable[str]) -> str:
    """The versions that were tried, each once, as the history has them; of others only how many there were."""
    alle = list(dict.fromkeys(versies))
    bekend = [v for v in alle if _git("merge-base", "--is-ancestor", v, "HEAD").returncode == 0]
    weg = len(alle) - len(bekend)
    rest = f"{'en ' if bekend else ''}{weg} eerdere, die de geschiedenis niet meer heeft" if weg else ""
    return ", ".join(filter(None, (*bekend, rest)))


def _git(*woorden: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *woorden], cwd=ROOT, capture_output=True, text=True, check=False)
