"""The description of the service as a page: made from its OpenAPI document, with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from finance.fouten import list_words
from reports.dienst.ingangen import ALTIJD, FOUTEN
from reports.figuren.figuren import BLAUW
from reports.tabel.html import render_template
from reports.tabel.tabel import Kolom, Rij, Tabel, pairs

_WOORDEN = {
    "integer": "geheel getal",
    "number": "getal",
    "string": "tekst",
    "boolean": "true of false",
    "array": "lijst",
    "object": "object",
    "null": "null",
}
_GRENZEN = (
    ("minimum", "ten minste"),
    ("maximum", "ten hoogste"),
    ("exclusiveMinimum", "meer dan"),
    ("exclusiveMaximum", "minder dan"),
)


def explain_page(beschrijving: dict[str, Any]) -> str:
    """The page."""
    ingangen = [
        (f"{methode.upper()} {pad}", taak["summary"], tuple(_tables(taak, beschrijving)))
        for pad, taken in beschrijving["paths"].items()
        for methode, taak in taken.items()
    ]
    schemas = [
        _fields(naam, schema) for naam, schema in beschrijving["components"]["schemas"].items() if "verzoek" not in naam
    ]
    return render_template(
        Path(__file__).with_name("uitleg.html.j2"),
        titel=beschrijving["info"]["title"],
        versie=beschrijving["info"]["version"],
        zin=beschrijving["info"]["description"],
        ingangen=ingangen,
        schemas=schemas,
        altijd=[(code, FOUTEN[code]) for code in ALTIJD],
        oordeelkleur=BLAUW,
    )


def _tables(taak: dict[str, Any], beschrijving: dict[str, Any]) -> Iterator[Tabel]:
    if taak["parameters"]:
        rijen = [Rij((p["name"], _kind(p["schema"]), p["description"])) for p in taak["parameters"]]
        yield Tabel("In het adres", _columns("Naam"), tuple(rijen))
    if "requestBody" in taak:
        naam = taak["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        schema = beschrijving["components"]["schemas"][naam]
        if schema["properties"]:
            yield _fields("In het verzoek (JSON); ieder veld mag weg", schema)
    codes = [(code, antwoord["description"]) for code, antwoord in taak["responses"].items() if int(code) not in ALTIJD]
    yield pairs(codes, ("Antwoord", "Betekenis"))


def _fields(titel: str, schema: dict[str, Any]) -> Tabel:
    rijen = [Rij((naam, _kind(v), _about(v))) for naam, v in schema["properties"].items()]
    return Tabel(titel, _columns("Veld"), tuple(rijen))


def _columns(eerste: str) -> tuple[Kolom, ...]:
    return Kolom(eerste), Kolom("Soort", vorm="lang"), Kolom("Betekenis", vorm="lang")


def _kind(schema: dict[str, Any]) -> str:
    """What a value can be, in words."""
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return list_words([_kind(deel) for deel in schema["anyOf"]], "of")
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    soort = schema.get("type", "")
    woord = list_words([_WOORDEN[s] for s in (soort if isinstance(soort, list) else [soort]) if s], "of")
    grenzen = [f"{woord_} {schema[sleutel]}" for sleutel, woord_ in _GRENZEN if sleutel in schema]
    return ", ".join([woord, *grenzen])


def _about(schema: dict[str, Any]) -> str:
    zonder = schema.get("default")
    gewoon = "" if zonder in (None, [], "") else f" (zonder: {str(zonder).lower()})"
    return f"{schema.get('description', '')}{gewoon}"
