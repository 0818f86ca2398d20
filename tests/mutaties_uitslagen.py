"""What became of the mutants: kept on disk as it comes, and told."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.mutanten import Mutant
from tests.verwisselen import ROOT

BEWAARD = ROOT / ".mutaties"
GELIJKWAARDIG = Path(__file__).with_name("mutaties_gelijkwaardig.toml")


class Uitslagen:
    """What is known about each mutant, on disk as it comes; and what other runs kept, in `erbij`.

    A key holds the text of the function, so an outcome of elsewhere is of the same rule. A test of any run counts.
    """

    def __init__(self, opnieuw: bool, erbij: Sequence[Path] = (), map_: Path = BEWAARD):
        map_.mkdir(exist_ok=True)
        # While tests run pytest keeps the ordinary output to itself.
        self.scherm = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self.pad = map_ / "uitslagen.jsonl"
        self.wacht = map_ / "wacht.jsonl"
        self.erbij = tuple(erbij)
        if opnieuw:
            self.pad.unlink(missing_ok=True)

    def runs(self) -> list[list[tuple[str, str]]]:
        """Per run: key of a mutant, and '' for a survivor or what noticed it, from the first to the last time."""
        return [_rows(pad) for pad in (*self.erbij, self.pad) if pad in self.erbij or pad.is_file()]

    def read(self) -> dict[str, str]:
        """What is known last: noticed when any run ended with it noticed."""
        uit: dict[str, str] = {}
        for rijen in self.runs():
            uit |= {sleutel: uit.get(sleutel) or test for sleutel, test in dict(rijen).items()}
        return uit

    def first(self) -> dict[str, str]:
        """What was found the first time, before anyone wrote a test: a survivor when any run began with that."""
        uit: dict[str, str] = {}
        for rijen in self.runs():
            uit |= {sleutel: uit.get(sleutel, test) and test for sleutel, test in reversed(rijen)}
        return uit

    def add(self, mutant: Mutant, test: str) -> None:
        with self.pad.open("a", encoding="utf-8") as bestand:
            bestand.write(json.dumps({"mutant": mutant.sleutel, "test": test}) + "\n")
        print("." if test else "!", end="", file=self.scherm, flush=True)

    def wait(self, mutant: Mutant, tests: Sequence[str]) -> None:
        """Remember that the mutant needs everything loaded anew, and with which tests."""
        with self.wacht.open("a", encoding="utf-8") as bestand:
            bestand.write(json.dumps([mutant.sleutel, tests]) + "\n")

    def waiting(self) -> dict[str, list[str]]:
        if not self.wacht.is_file():
            return {}
        return dict(json.loads(regel) for regel in self.wacht.read_text(encoding="utf-8").splitlines())


def _rows(pad: Path) -> list[tuple[str, str]]:
    rijen = (json.loads(regel) for regel in pad.read_text(encoding="utf-8").splitlines())
    return [(rij["mutant"], rij["test"]) for rij in rijen]


def read_equivalents() -> dict[str, str]:
    """Name of a mutant -> why it changes no outcome."""
    inhoud = tomllib.loads(GELIJKWAARDIG.read_text(encoding="utf-8")) if GELIJKWAARDIG.is_file() else {}
    return {
        f"{plaats}: {wissel}": blok["waarom"]
        for plaats, blokken in inhoud.items()
        for blok in blokken
        for wissel in blok["mutanten"]
    }


def report(mutanten: Sequence[Mutant], uitslagen: dict[str, str], toon: bool) -> None:
    """Per module what was killed, survived and argued equivalent; then the survivors."""
    gelijk = read_equivalents()
    gedaan = [m for m in mutanten if m.sleutel in uitslagen]
    som = [0, 0, 0]
    print(f"\n\n{'':40} gedood  leeft  gelijkwaardig  score")
    for bestand in dict.fromkeys(m.bestand for m in gedaan):
        eigen = [m for m in gedaan if m.bestand == bestand]
        dood = sum(bool(uitslagen[m.sleutel]) for m in eigen)
        zelfde = sum(not uitslagen[m.sleutel] and m.naam in gelijk for m in eigen)
        rij = (dood, len(eigen) - dood - zelfde, zelfde)
        som = [a + b for a, b in zip(som, rij, strict=True)]
        print(f"{bestand:40} {rij[0]:6} {rij[1]:6} {rij[2]:14}  {_score(rij)}")
    print(f"{'samen':40} {som[0]:6} {som[1]:6} {som[2]:14}  {_score(som)}")
    for m in gedaan:
        if not uitslagen[m.sleutel] and m.naam not in gelijk:
            print(f"  leeft: {m.regels[0]:4} {m.naam}")
    namen = {m.naam for m in mutanten}
    for naam in gelijk:
        if naam.split("::")[0] in {m.bestand for m in mutanten} and naam not in namen:
            print(f"  vervallen in {GELIJKWAARDIG.name}: {naam}")
    for m in gedaan if toon else ():
        if uitslagen[m.sleutel]:
            print(f"  gedood: {m.naam}\n      door {uitslagen[m.sleutel]}")


def _score(rij: Sequence[int]) -> str:
    return f"{100 * rij[0] / (rij[0] + rij[1]):5.1f}%" if rij[0] + rij[1] else "    -"
