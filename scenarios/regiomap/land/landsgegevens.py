"""One frozen record of everything national that a region stands on, and the loader of what is shipped.

`docs/besluiten/0016` says why it is carried in the region, and handed on, instead of being looked up anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from finance.parameters import Parameters, parse_parameters
from scenarios.grond.csvtekst import read_dicts
from scenarios.grond.gegevens import Bevolking, LandelijkeTaakstelling, data_path
from scenarios.grond.openen import digest, read_text
from scenarios.regiomap.land.herindelingen import Herindeling, follow_code, merge_inhabitants
from scenarios.regiomap.land.keuze import Gegevensmap
from scenarios.regiomap.modellen import Taakstellingrij

BEVOLKING, TAAKSTELLING, PER_GEMEENTE = "bevolking.csv", "taakstelling.csv", "taakstelling_gemeenten.csv"
HERINDELINGEN, PARAMETERS = "herindelingen.csv", "parameters.toml"
FICTIEF = "bevolking_fictief.csv"
Inwonertal = tuple[str, str, int, int, str, str]
"""cbs_code, gemeente, jaar, inwoners, status, bron"""


@dataclass(frozen=True)
class EigenGegevens:
    """The data folder of a user that goes before what is shipped."""

    map: Gegevensmap
    hashes: Mapping[str, str]
    """sha256 per file that is read"""
    ongelezen: tuple[str, ...] = ()
    """Files that nothing reads"""
    inwoners: frozenset[tuple[str, int]] = frozenset()
    """(code, year) of the inhabitants that come from it"""


@dataclass(frozen=True, eq=False)
class Landsgegevens:
    """The national data of one run. Equal only to itself: one loader makes it, once for the same files."""

    parameters: Parameters
    bevolking: Bevolking
    taakstelling: tuple[LandelijkeTaakstelling, ...]
    """Every version of the national number of every half-year, in order of announcement"""
    herindelingen: Mapping[str, Herindeling]
    """Old CBS code -> every merger that is known, also one to come"""
    per_gemeente: tuple[Taakstellingrij, ...] = ()
    """Published taakstellingen of gemeenten; nothing of it is shipped"""
    gevolgd: Mapping[str, Herindeling] = field(default_factory=dict)
    """Those of `herindelingen` that are a fact for whoever reads"""
    eigen: EigenGegevens | None = None

    def current_code(self, code: str) -> str:
        """The code under which a gemeente goes on; its own when it never merged."""
        return follow_code(self.gevolgd, code)

    @cached_property
    def codes_by_name(self) -> Mapping[str, str]:
        """Name in small letters -> today's CBS code, names of merged gemeenten included."""
        oud = {h.naam.casefold(): self.current_code(h.oud) for h in self.gevolgd.values()}
        return oud | {naam.casefold(): code for code, naam in self.bevolking.namen.items()}

    def published(self, codes: Collection[str], eigen: Iterable[Taakstellingrij]) -> list[Taakstellingrij]:
        """Taakstellingen of gemeenten of a region, of the half-years that it gives none for itself."""
        bekend = {(self.current_code(t.cbs_code), t.halfjaar) for t in eigen}
        rijen = ((self.current_code(t.cbs_code), t) for t in self.per_gemeente)
        return [t for code, t in rijen if code in codes and (code, t.halfjaar) not in bekend]

    def on(self, dag: date) -> Landsgegevens:
        """With the gemeenten as they are on a day: a merger to come is none yet."""
        return _on_day(self, tuple(h.oud for h in self.herindelingen.values() if h.holds_on(dag)))


@lru_cache(maxsize=64)
def _on_day(land: Landsgegevens, feit: tuple[str, ...]) -> Landsgegevens:
    """Once for the same mergers, so that what was computed from the inhabitants is known again."""
    eigen = {oud: h for oud, h in land.herindelingen.items() if oud in land.bevolking.inwoners}
    samen = {oud: h for oud, h in eigen.items() if oud in feit}
    later = [
        h
        for oud, h in eigen.items()
        if oud not in samen and max(land.bevolking.inwoners.get(h.nieuw, (0,))) >= h.datum.year
    ]
    if not samen and not later:
        return land
    bevolking = merge_inhabitants(land.bevolking, samen.values(), later)
    return replace(land, bevolking=bevolking, gevolgd={**land.gevolgd, **samen})


def make_land(
    parameters: Parameters,
    inwoners: Iterable[Inwonertal],
    fictief: Iterable[Inwonertal],
    taakstelling: Iterable[LandelijkeTaakstelling],
    herindelingen: Mapping[str, Herindeling],
) -> Landsgegevens:
    """The record of these rows; a later row goes before an earlier one of the same key."""
    per_code: dict[str, dict[int, int]] = {}
    herkomst: dict[tuple[str, int], tuple[str, str]] = {}
    namen: dict[str, str] = {}
    for code, gemeente, jaar, aantal, status, bron in inwoners:
        per_code.setdefault(code, {})[jaar] = aantal
        herkomst[code, jaar] = status, bron
        namen[code] = gemeente
    for code, _, jaar, aantal, status, bron in fictief:
        per_code.setdefault(code, {})[jaar] = aantal
        herkomst[code, jaar] = status, bron
    versies = {(v.halfjaar, v.bekend_op): v for v in taakstelling}
    return Landsgegevens(
        parameters,
        Bevolking(per_code, namen, herkomst),
        tuple(sorted(versies.values(), key=lambda v: v.bekend_op)),
        herindelingen,
        # Who has no inhabitants of its own is no gemeente any more, whatever the day.
        gevolgd={oud: h for oud, h in herindelingen.items() if oud not in per_code},
    )


@dataclass(frozen=True)
class Meegeleverd:
    """The rows of the shipped files."""

    parameters: Parameters
    inwoners: tuple[Inwonertal, ...]
    fictief: tuple[Inwonertal, ...]
    taakstelling: tuple[LandelijkeTaakstelling, ...]
    herindelingen: Mapping[str, Herindeling]


@lru_cache
def shipped_rows() -> Meegeleverd:
    """What is shipped, by file. CBS StatLine 70072ned and 37230ned are CC BY 4.0."""
    parameters = Parameters({})
    for pad in sorted((data_path() / "parameters").glob("*.toml")):
        parameters = parameters.merge(parse_parameters(read_text(pad), pad.name))
    taakstelling = tuple(
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
        for r in read_dicts(data_path() / TAAKSTELLING)
    )
    herindelingen = {
        r["oude_code"]: Herindeling(
            date.fromisoformat(r["datum"]),
            r["oude_code"],
            r["oude_naam"],
            r["nieuwe_code"],
            r["nieuwe_naam"],
            r["status"],
            r["bron"],
        )
        for r in read_dicts(data_path() / HERINDELINGEN)
    }
    return Meegeleverd(
        parameters,
        _inhabitants(data_path() / BEVOLKING),
        _inhabitants(data_path() / FICTIEF),
        taakstelling,
        herindelingen,
    )


def _inhabitants(pad: Path) -> tuple[Inwonertal, ...]:
    return tuple(
        (r["cbs_code"], r["gemeente"], int(r["jaar"]), int(r["inwoners"]), r["status"], r["bron"])
        for r in read_dicts(pad)
    )


@lru_cache
def shipped() -> Landsgegevens:
    """The record without a data folder of a user."""
    rijen = shipped_rows()
    return make_land(rijen.parameters, rijen.inwoners, rijen.fictief, rijen.taakstelling, rijen.herindelingen)


def shipped_hashes() -> dict[str, str]:
    """sha256 of every shipped file that an outcome may rest on."""
    files = [
        *sorted((data_path() / "parameters").glob("*.toml")),
        *sorted((data_path() / "scenarios").glob("*.toml")),
        *sorted(data_path().glob("*.csv")),
    ]
    names = [f"scenarios/{p.name}" if p.parent.name == "scenarios" else p.name for p in files]
    return {name: digest(p) for name, p in zip(names, files, strict=True)}
