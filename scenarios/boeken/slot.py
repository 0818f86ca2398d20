"""The register of closed years: `verantwoording/gesloten/JJJJ.json`, written by `spuk sluit` and never changed after.

It holds every figure a year was closed with, the journaalposten and the sha256 of all input. What the input says of
that year later is a correction in the first open year, not another figure of the closed one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from finance.fouten import Invoerfout, Melding
from finance.jaarrekening import Budgetjaar, Jaarrekening
from finance.journaal import REKENINGEN, Journaalpost
from scenarios.grond.openen import files_in, parse_json, read_bytes
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.besluiten import SUBMAP

MAP = "gesloten"
VERSIE = 1


@dataclass(frozen=True)
class Last:
    """Lasten of one gemeente on one voorziening in one year, in cents.

    `lichaam` is empty for own bookings; `aantal` counts bookings (0 for a share of a regional body).
    """

    jaar: int
    code: str
    pot: str
    voorziening: str
    taakveld: str
    bedrag: int
    aantal: int = 0
    lichaam: str = ""
    correctie: bool = False


@dataclass(frozen=True)
class Slot:
    """One SPUK of one gemeente over one closed year."""

    budget: Budgetjaar
    rekening: Jaarrekening
    herkomst: str
    lasten: tuple[Last, ...]
    posten: tuple[Journaalpost, ...]
    besloten: Mapping[int, int] = field(default_factory=dict)
    """Earlier closed year -> the definitive decision on it that this year settled; it came after that closing."""
    nageboekt: Mapping[int, int] = field(default_factory=dict)
    """Earlier closed year -> what its bookings were more since its closing, and this year bears."""

    @property
    def geboekt(self) -> int:
        """The lasten it was closed with that its own bookings and `[[correctie]]` say."""
        return self.rekening.lasten - sum(self.nageboekt.values())


@dataclass(frozen=True)
class Sluiting:
    """The whole of one closed year."""

    jaar: int
    op: str
    """The moment, ISO."""
    wie: str
    hashes: Mapping[str, str]
    sloten: Mapping[tuple[str, str], Slot]
    """(CBS code, regeling)"""


def register_of(pad: Path) -> Path:
    """Where the closed years of a region folder stand."""
    return pad / SUBMAP / MAP


def read_register(pad: Path, meldingen: list[Melding]) -> dict[int, Sluiting]:
    """Every closed year of a region folder; a file that cannot be read is a problem, for a closed year must stand."""
    uit = {}
    for bestand in files_in(register_of(pad), "[0-9][0-9][0-9][0-9].json"):
        try:
            sluiting = _from_json(parse_json(read_bytes(bestand)))
            if str(sluiting.jaar) != bestand.stem:
                raise ValueError
        except (Invoerfout, ValueError):
            naam = f"{SUBMAP}/{MAP}/{bestand.name}"
            meldingen.append(
                Melding(
                    naam, "", "geen leesbare sluiting", "het bestand zoals spuk sluit het schreef", "Zet het terug."
                )
            )
            continue
        uit[sluiting.jaar] = sluiting
    return uit


def to_json(sluiting: Sluiting) -> str:
    """The text of the file of one closed year."""
    return json.dumps(
        {
            "versie": VERSIE,
            "jaar": sluiting.jaar,
            "op": sluiting.op,
            "wie": sluiting.wie,
            "sha256": dict(sluiting.hashes),
            "standen": [
                {"cbs_code": code, "regeling": regeling, **_document(slot)}
                for (code, regeling), slot in sluiting.sloten.items()
            ],
        },
        ensure_ascii=False,
        indent=1,
        default=str,
    )


def _document(slot: Slot) -> dict[str, Any]:
    """What came later on earlier years is there only when there was any."""
    return {naam: waarde for naam, waarde in asdict(slot).items() if naam not in _LATER or waarde}


_LATER = ("besloten", "nageboekt")


class _Stand(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    cbs_code: str
    regeling: str
    budget: Budgetjaar
    rekening: Jaarrekening
    herkomst: str
    lasten: tuple[Last, ...]
    posten: tuple[Journaalpost, ...]
    besloten: dict[int, int] = Field(default_factory=dict)
    nageboekt: dict[int, int] = Field(default_factory=dict)

    def slot(self) -> Slot:
        return Slot(self.budget, self.rekening, self.herkomst, self.lasten, self.posten, self.besloten, self.nageboekt)


class _Document(BaseModel):
    """The file as it must be: every figure of its own kind, or the year is not read."""

    model_config = ConfigDict(defer_build=True)

    versie: Literal[1]
    jaar: Annotated[int, Field(ge=BEGINJAAR, le=2100)]
    op: str
    wie: str
    sha256: dict[str, str]
    standen: tuple[_Stand, ...]


def _from_json(inhoud: Any) -> Sluiting:
    """Raises ValueError for what is no closing."""
    d = _Document.model_validate(inhoud)
    if not {r.rekening for s in d.standen for p in s.posten for r in p.regels} <= {*REKENINGEN}:
        raise ValueError("een rekening die het journaal niet kent")
    sloten = {(s.cbs_code, s.regeling): s.slot() for s in d.standen}
    return Sluiting(d.jaar, d.op, d.wie, d.sha256, sloten)
