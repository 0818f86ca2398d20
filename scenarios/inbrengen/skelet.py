"""The books of gemeenten of one's own, empty: every file with its head, ready to be filled in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scenarios.boeken.map import INSTELLINGEN
from scenarios.boeken.vertaling import VERTALING, Vertaalrij
from scenarios.grond.bestanden import one_set, write_text
from scenarios.regiomap.besluiten import SUBMAP, Besluitrij, Standrij, Telrij
from scenarios.regiomap.lezen import Invoerrij
from scenarios.regiomap.modellen import Gemeente

_UITLEG = """\
# De boeken van deze regio. Boekingen komen erbij met: spuk inlezen MAP BESTAND
# Uitleg van iedere sleutel: docs/invoer-verantwoording.md
toelichting = ""
hoofdtaakveld = "6.1"

# true: de gemeente voert zelf uit; false: een ander doet het (blok [[gemeenschappelijke_regeling]]).
[zelfstandige_uitvoering]
"""
_LEESMIJ = """\
Hier komen de exports van het grootboek, door `spuk inlezen MAP BESTAND --ja`.
Ieder bestand heeft een blok [[boekingen]] in ../verantwoording.toml.
"""
_BESTANDEN: dict[str, type[Invoerrij]] = {
    "beschikkingen.csv": Besluitrij,
    "tellingen.csv": Telrij,
    "standen.csv": Standrij,
    f"{SUBMAP}/{VERTALING}": Vertaalrij,
}


def write_skeleton(map_: Path, gemeenten: Iterable[Gemeente]) -> list[Path]:
    """Write the books of a new region folder. Decisions that the folder already holds stay the only ones."""
    inhoud = {f"{SUBMAP}/{INSTELLINGEN}": _UITLEG + "".join(f"{g.code} = true  # {g.naam}\n" for g in gemeenten)}
    inhoud[f"{SUBMAP}/boekingen/LEESMIJ.md"] = _LEESMIJ
    for naam, model in _BESTANDEN.items():
        if not (map_ / naam).is_file():
            inhoud[naam] = f"{';'.join(k for k in model.model_fields if k not in Invoerrij.model_fields)}\n"
    with one_set():
        for naam, tekst in inhoud.items():
            write_text(map_ / naam, tekst)
    return [map_ / naam for naam in inhoud]
