"""`docs/betrouwbaarheid.md`: what was tried and what failed, from the figures of the scripts that tried it.

Each script keeps its own section in `tests/betrouwbaarheid/NAAM.json`: a number that gives its place, a title,
paragraphs before and after, and a table. Nobody types a figure on the page.

    python -m tests.betrouwbaarheid     puts the page together again
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.huisregels import ROOT

PAGINA = ROOT / "docs" / "betrouwbaarheid.md"
CIJFERS = Path(__file__).with_name("betrouwbaarheid")
KOP = """# Betrouwbaarheid

Wat is geprobeerd om spuk te laten struikelen, en hoe vaak dat lukte. De cijfers op deze bladzij zijn geschreven door de
scripts die het proberen; ze gelden voor de versie waarin ze staan.
"""


@dataclass(frozen=True)
class Afdeling:
    """One section of the page."""

    nummer: int
    titel: str
    vooraf: Sequence[str]
    kop: Sequence[str]
    rijen: Sequence[Sequence[str]]
    achteraf: Sequence[str] = ()

    def text(self) -> str:
        """The section in Markdown; every column after the first is a figure."""
        streep = ["---", *["--:"] * (len(self.kop) - 1)]
        tabel = "\n".join(f"| {' | '.join(rij)} |" for rij in (self.kop, streep, *self.rijen))
        return "\n\n".join([f"## {self.titel}", *self.vooraf, tabel, *self.achteraf]) + "\n"


def keep(naam: str, afdeling: Afdeling) -> None:
    """Keep the section of one script, and put the page together again."""
    CIJFERS.mkdir(exist_ok=True)
    tekst = json.dumps(asdict(afdeling), ensure_ascii=False, indent=1)
    (CIJFERS / f"{naam}.json").write_text(f"{tekst}\n", encoding="utf-8")
    PAGINA.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page."""
    delen = [Afdeling(**json.loads(p.read_text(encoding="utf-8"))) for p in CIJFERS.glob("*.json")]
    return "\n".join([KOP, *(d.text() for d in sorted(delen, key=lambda d: d.nummer))])


if __name__ == "__main__":
    PAGINA.write_text(page(), encoding="utf-8")
