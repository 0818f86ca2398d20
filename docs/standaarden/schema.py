"""JSON Schema (draft 2020-12) of every input file, from the models that read it.

A CSV is a list of rows, each with the columns as keys, numbers as numbers and dates as in JSON; an empty cell is left
out. A TOML file is the object that it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docs.standaarden.bestanden import Bestandsvorm, meaning
from scenarios.regiomap.lezen import Invoerrij

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ENGELS = ("title", "description")
_GRENZEN = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
"""Limits as pydantic leaves them on what it first converts"""


def schema_of(bestand: Bestandsvorm) -> dict[str, Any]:
    """The schema of one file."""
    ruw = bestand.model.model_json_schema()
    delen = {naam: _described(naam, deel) for naam, deel in ruw.pop("$defs", {}).items()}
    lichaam = _described(bestand.model.__name__, ruw)
    kop = {"$schema": DIALECT, "$id": bestand.schema, "title": bestand.naam, "description": bestand.wat}
    inhoud = {"type": "array", "items": lichaam} if bestand.rijen else lichaam
    return {**kop, **inhoud, **({"$defs": delen} if delen else {})}


def _described(model: str, ruw: dict[str, Any]) -> dict[str, Any]:
    """One record: its fields with what they mean, without what only a reader of the code needs."""
    schoon = _plain(ruw)
    velden = {n: v for n, v in schoon.get("properties", {}).items() if n not in Invoerrij.model_fields or not _row(ruw)}
    for naam, veld in velden.items():
        wat = meaning(model, naam)
        # What a cell of a sheet writes as one text is a list in TOML.
        wat = wat.replace(", met | ertussen", "") if veld.get("type") == "array" else wat
        velden[naam] = {**veld, "description": wat}
    schoon["properties"] = velden
    if nodig := [n for n in schoon.pop("required", ()) if n in velden]:
        schoon["required"] = nodig
    return schoon


def _row(ruw: dict[str, Any]) -> bool:
    """Whether a record is a row of a CSV, which knows where it stands."""
    return {*Invoerrij.model_fields} <= {*ruw.get("properties", {})}


def _plain(deel: Any) -> Any:
    """Without English words, and with limits under the names of the standard; nothing given is left out, not null."""
    if isinstance(deel, list):
        return [_plain(d) for d in deel]
    if not isinstance(deel, dict):
        return deel
    if "anyOf" in deel and (rest := [d for d in deel["anyOf"] if d != {"type": "null"}]) != deel["anyOf"]:
        over = {k: v for k, v in deel.items() if k not in ("anyOf", "default")}
        return _plain({**over, **(rest[0] if len(rest) == 1 else {"anyOf": rest})})
    return dict(_entries(deel))


def _entries(deel: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for sleutel, waarde in deel.items():
        if sleutel == "properties":
            yield sleutel, {naam: _plain(veld) for naam, veld in waarde.items()}
        elif sleutel == "default" and waarde in (None, "", [], {}, "9999-12-31"):
            continue
        elif not (sleutel in _ENGELS and isinstance(waarde, str)):
            yield _GRENZEN.get(sleutel, sleutel), _plain(waarde)
