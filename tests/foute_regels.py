"""Wrong rules of money put in by hand (foute_regels.toml): is each of them noticed, and by what?

    python -m tests.foute_regels [--alle]     the named test of each; --alle: every test near the rule, until one fails

Each lives in a fork, which loads the module with the wrong rule in it.
"""

from __future__ import annotations

import ast
import os
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scenarios  # noqa: F401 - before numpy: it chooses how numpy rounds
import tests.omgeving  # noqa: F401 - before numpy as well
from tests.mutaties import run_pytest
from tests.mutaties_keuze import choose_tests
from tests.verwisselen import ROOT, Wisselaar

TABEL = Path(__file__).with_name("foute_regels.toml")


@dataclass(frozen=True)
class FouteRegel:
    """One wrong rule: where, what it says in words, the text and what takes its place, and the test that notices."""

    bestand: str
    wat: str
    was: str
    wordt: str
    test: str = ""

    def tree(self) -> ast.Module:
        """The module with the wrong rule in it. Raises ValueError when the rule does not stand there once."""
        tekst = (ROOT / self.bestand).read_text(encoding="utf-8")
        if tekst.count(self.was) != 1:
            raise ValueError(f"{self.bestand}: {self.was!r} staat er {tekst.count(self.was)} keer")
        return ast.parse(tekst.replace(self.was, self.wordt), self.bestand)


def read_rules() -> list[FouteRegel]:
    """All of them, in the order of the table."""
    tabel = tomllib.loads(TABEL.read_text(encoding="utf-8"))
    return [FouteRegel(bestand, **rij) for bestand, rijen in tabel.items() for rij in rijen]


class _Gezakt:
    """Keeps the first test that fails."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.pad.exists():
            self.pad.write_text(report.nodeid, encoding="utf-8")


def noticed_by(regel: FouteRegel, alle: bool) -> str:
    """The test that fails with the wrong rule in place; '' when none does."""
    paden = choose_tests({regel.bestand}, dichtbij=True) if alle or not regel.test else [regel.test]
    with tempfile.TemporaryDirectory() as map_:
        gezakt = Path(map_) / "gezakt"
        if not (kind := os.fork()):
            sys.meta_path.insert(0, Wisselaar(regel.bestand, regel.tree()))
            os._exit(min(run_pytest([*paden, "-x"], _Gezakt(gezakt)), 100))
        code = os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1])
        # Two: the tests could not even be loaded.
        return gezakt.read_text(encoding="utf-8") if gezakt.exists() else "het laden" if code == 2 else ""


def main() -> int:
    """Try each; return 1 when one goes unnoticed."""
    onopgemerkt = 0
    for regel in read_rules():
        door = noticed_by(regel, "--alle" in sys.argv)
        onopgemerkt += not door
        print(f"{'opgemerkt' if door else 'NIET OPGEMERKT'}: {regel.wat}\n    {door}", flush=True)
    return min(onopgemerkt, 1)


if __name__ == "__main__":
    sys.exit(main())
