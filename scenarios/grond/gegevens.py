"""Where the shipped data live (beside the packages in a checkout, as `spuk_data` in an installed wheel), and two of
their shapes. What they hold is read by `scenarios/regiomap/land`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

REGIOBESTAND = "regio.toml"
"""What every region folder holds."""


@lru_cache
def data_path() -> Path:
    """Folder with the shipped parameters, inhabitants, taakstelling and examples."""
    wortel = Path(__file__).resolve().parents[2]
    geinstalleerd = wortel / "spuk_data"
    return geinstalleerd if geinstalleerd.is_dir() else wortel / "data"


@lru_cache
def docs_path() -> Path:
    """Folder with the pages that messages point to: `docs` in a checkout, `spuk_docs` in an installed wheel."""
    wortel = Path(__file__).resolve().parents[2]
    geinstalleerd = wortel / "spuk_docs"
    return geinstalleerd if geinstalleerd.is_dir() else wortel / "docs"


def install_extra(extra: str) -> str:
    """How to mend that an optional part is missing; double quotes work in every shell, also in cmd.exe."""
    if getattr(sys, "frozen", False):
        return "Dit programma van één bestand heeft dat niet: installeer spuk zelf (spuk uitleg installeren)."
    return f'Voer uit in de map van spuk: pip install ".[{extra}]" (uv en pipx: spuk uitleg installeren)'


def list_examples() -> list[str]:
    """Names of the shipped example regions."""
    return sorted(p.name for p in (data_path() / "regios").iterdir() if (p / REGIOBESTAND).is_file())


@dataclass(frozen=True, eq=False)
class Bevolking:
    """Inhabitants on 1 January per CBS code and year. Equal only to itself, so that shares of it can be kept."""

    inwoners: Mapping[str, Mapping[int, int]]
    """Those of the fictitious gemeenten of an example too; they belong to no country."""
    namen: Mapping[str, str]
    """Gemeenten that exist."""
    herkomst: Mapping[tuple[str, int], tuple[str, str]] = field(default_factory=dict, repr=False)
    """(code, year) -> status and source"""
    _landelijk: dict[int, int] = field(default_factory=dict, repr=False, compare=False)
    """National totals computed before."""

    def of(self, code: str, jaar: int) -> int:
        """Inhabitants of one gemeente; outside the known years the nearest known year stands in."""
        reeks = self.inwoners[code]
        return reeks[min(reeks, key=lambda bekend: (abs(bekend - jaar), bekend))]

    def national(self, jaar: int) -> int:
        """Inhabitants of all gemeenten together in the same year."""
        if jaar not in self._landelijk:
            self._landelijk[jaar] = sum(self.of(code, jaar) for code in self.namen)
        return self._landelijk[jaar]

    def share(self, code: str, jaar: int) -> float:
        """Share of a gemeente in the country: inhabitants on 1 January of the year (the nearest known one)."""
        peil = min(max(jaar, self.jaren[0]), self.jaren[-1])
        return self.of(code, peil) / self.national(peil)

    @property
    def jaren(self) -> range:
        """The years with figures."""
        bekend = {jaar for reeks in self.inwoners.values() for jaar in reeks}
        return range(min(bekend), max(bekend) + 1)


@dataclass(frozen=True)
class LandelijkeTaakstelling:
    """One version of the national number of one half-year."""

    halfjaar: str
    bekend_op: date
    aantal: int
    status: str
    bron: str
    toelichting: str
    p10: int | None = None
    p90: int | None = None
    """Where the number is not sure: one time in ten it was less, one time in ten more"""
