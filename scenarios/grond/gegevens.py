"""Where the shipped data live: beside the packages in a checkout, as `spuk_data` in an installed wheel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from finance.parameters import Parameters, parse_parameters
from scenarios.grond.csvtekst import read_dicts
from scenarios.grond.openen import read_text


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


@lru_cache
def load_parameters() -> Parameters:
    """All shipped legal parameters and assumptions."""
    alle = Parameters({})
    for pad in sorted((data_path() / "parameters").glob("*.toml")):
        alle = alle.merge(parse_parameters(read_text(pad), pad.name))
    return alle


def list_examples() -> list[str]:
    """Names of the shipped example regions."""
    return sorted(p.name for p in (data_path() / "regios").iterdir() if (p / "regio.toml").is_file())


@dataclass(frozen=True)
class Bevolking:
    """Inhabitants on 1 January per CBS code and year."""

    inwoners: Mapping[str, Mapping[int, int]]
    """Those of the fictitious gemeenten of an example too; they belong to no country."""
    namen: Mapping[str, str]
    """Gemeenten that exist."""
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

    @property
    def jaren(self) -> range:
        """The years with figures."""
        bekend = {jaar for reeks in self.inwoners.values() for jaar in reeks}
        return range(min(bekend), max(bekend) + 1)


@lru_cache
def load_bevolking() -> Bevolking:
    """CBS StatLine 70072ned and 37230ned (CC BY 4.0), and the fictitious gemeenten of the example Zevenlinden."""
    inwoners: dict[str, dict[int, int]] = {}
    namen: dict[str, str] = {}
    for naam in ("bevolking.csv", "bevolking_fictief.csv"):
        for rij in read_dicts(data_path() / naam):
            inwoners.setdefault(rij["cbs_code"], {})[int(rij["jaar"])] = int(rij["inwoners"])
            if rij["kwaliteit"] != "fictief":
                namen[rij["cbs_code"]] = rij["gemeente"]
    return Bevolking(inwoners, namen)


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


@lru_cache
def load_taakstelling() -> tuple[LandelijkeTaakstelling, ...]:
    """All published versions, in order of announcement."""
    rijen = [
        LandelijkeTaakstelling(
            r["halfjaar"],
            date.fromisoformat(r["bekend_op"]),
            int(r["aantal"]),
            r["status"],
            r["bron"],
            r["toelichting"],
            int(r["p10"]) if r["p10"] else None,
            int(r["p90"]) if r["p90"] else None,
        )
        for r in read_dicts(data_path() / "taakstelling.csv")
    ]
    return tuple(sorted(rijen, key=lambda r: r.bekend_op))
