"""`make standaarden`: the schemas, the data dictionary and the description of the shipped data, made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.standaarden import dcat, uitvoer, woordenboek
from docs.standaarden.bestanden import BESTANDEN
from docs.standaarden.schema import schema_of

WORTEL = Path(__file__).resolve().parents[2]


def made() -> Iterator[tuple[Path, str]]:
    """Every file with its text."""
    schemas = WORTEL / woordenboek.MAP
    for bestand in BESTANDEN:
        yield schemas / "invoer" / bestand.schema, as_json(schema_of(bestand))
    for csv in uitvoer.files():
        yield schemas / "uitvoer" / csv.schema, as_json(uitvoer.schema_of(csv))
    yield WORTEL / "docs" / "gegevenswoordenboek.md", woordenboek.page()
    yield dcat.DOEL, as_json(dcat.catalogue())


def as_json(inhoud: dict[str, Any]) -> str:
    """JSON as it is kept in the repository."""
    return json.dumps(inhoud, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write what is not as it should be. The schemas first: the catalogue may name them."""
    for pad, tekst in made():
        if not pad.is_file() or pad.read_text(encoding="utf-8") != tekst:
            pad.parent.mkdir(parents=True, exist_ok=True)
            pad.write_text(tekst, encoding="utf-8", newline="\n")
            print(pad.relative_to(WORTEL).as_posix())


if __name__ == "__main__":
    main()
