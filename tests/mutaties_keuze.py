"""Which tests may notice a mutant: those that import its module, or that name it."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.verwisselen import ROOT

TESTS = ("tests/unit", "tests/properties", "tests/golden")
# Long, or about something else than money: what only these would notice counts as a survivor.
ZONDER = (
    *("unit/test_huis", "unit/test_ggm", "unit/test_pc_delen", "unit/test_overleving", "unit/test_doelmeting"),
    *("unit/test_bewaren", "unit/test_nieuw"),
    *("properties/test_bitgelijk", "properties/test_raster", "properties/test_ggm", "properties/test_bescherming"),
    *(
        "properties/test_overleving",
        "properties/test_volumes",
        "properties/test_verkennen",
        "properties/test_profielen",
    ),
    *("properties/test_maandverdeling", "properties/test_jaarbeeld", "properties/test_vergelijking_centen"),
    *("golden/test_regios", "golden/test_landelijk", "golden/test_voortgangsrapportage", "golden/test_taakstelling"),
)
OVERAL = "finance/fouten.py"


def _imported(bestand: Path, gezien: dict[Path, set[str]]) -> set[str]:
    """The house files that a file imports, and those in turn."""
    if bestand in gezien:
        return gezien[bestand]
    uit = gezien[bestand] = _named(bestand)
    for naam in list(uit):
        uit |= _imported(ROOT / naam, gezien)
    return uit


def _named(bestand: Path, _: object = None) -> set[str]:
    """The house files that a file imports itself."""
    uit = set()
    for knoop in ast.walk(ast.parse(bestand.read_text(encoding="utf-8"))):
        if isinstance(knoop, ast.ImportFrom) and knoop.module:
            for naam in (knoop.module, *(f"{knoop.module}.{a.name}" for a in knoop.names)):
                if (ROOT / f"{naam.replace('.', '/')}.py").is_file():
                    uit.add(f"{naam.replace('.', '/')}.py")
    return uit


def choose_tests(bestanden: set[str], dichtbij: bool = False) -> list[str]:
    """The test files that import any of these files; `dichtbij`: that name them, beside what all complain with."""
    if dichtbij and len(bestanden) > 1:
        bestanden = bestanden - {OVERAL}
    gezien: dict[Path, set[str]] = {}
    alle = [p for map_ in TESTS for p in sorted((ROOT / map_).rglob("test_*.py"))]
    over = [p for p in alle if f"{p.parent.name}/{p.stem}" not in ZONDER]
    kent = _named if dichtbij else _imported
    return [p.relative_to(ROOT).as_posix() for p in over if bestanden & kent(p, gezien)]
