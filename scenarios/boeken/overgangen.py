"""What `spuk jaarovergang` leaves in the register of closed years: `overgang-JJJJ.json` and each file as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from finance.fouten import Invoerfout, Melding
from scenarios.boeken.slot import MAP, register_of
from scenarios.grond.openen import files_in, parse_json, read_bytes
from scenarios.grond.tijdas import BEGINJAAR
from scenarios.regiomap.besluiten import SUBMAP

Jaar = Annotated[int, Field(ge=BEGINJAAR, le=2100)]


class Overgegaan(BaseModel):
    """One roll: from a closed year into the next, with the sha256 of every file before and after."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    versie: Literal[1] = 1
    van: Jaar
    naar: Jaar
    op: str
    """The moment, ISO."""
    wie: str
    bestanden: dict[str, tuple[str, str]]
    """File -> sha256 as it was, and as it became"""


def record_of(pad: Path, naar: int) -> Path:
    """Where the roll of a region folder into a year is recorded."""
    return register_of(pad) / f"overgang-{naar}.json"


def kept_of(pad: Path, naar: int, bestand: str) -> Path:
    """Where a file is kept as it was before the roll; under an ending that no command takes for input."""
    return register_of(pad) / f"voor-{naar}-{bestand}.oud"


def record_text(overgegaan: Overgegaan) -> str:
    """The text of a record."""
    return json.dumps(overgegaan.model_dump(), ensure_ascii=False, indent=1)


def read_rollovers(pad: Path, meldingen: list[Melding]) -> dict[int, Overgegaan]:
    """Every roll of a region folder, by the year it led into; what cannot be read is a problem."""
    uit = {}
    for bestand in files_in(register_of(pad), "overgang-[0-9][0-9][0-9][0-9].json"):
        try:
            gelezen = Overgegaan.model_validate(parse_json(read_bytes(bestand)))
        except (Invoerfout, ValueError):
            naam = f"{SUBMAP}/{MAP}/{bestand.name}"
            verwacht = "het bestand zoals spuk jaarovergang het schreef"
            meldingen.append(Melding(naam, "", "geen leesbare overgang", verwacht, "Zet het terug."))
            continue
        uit[gelezen.naar] = gelezen
    return uit
