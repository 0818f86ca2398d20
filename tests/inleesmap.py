"""A region folder of one gemeente with a list of codes, and `spuk inlezen` run on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from cli import main

CODES = {
    "6130041": "leerroute_b1",
    "6130042": "leerroute_z",
    "6130043": "maatschappelijke_begeleiding",
    "6130044": "pvt",
    "6130045": "map",
    "6130046": "knm",
    "6130047": "tolken",
}
TEKSTEN = {"*B1*": "leerroute_b1", "*Z-route*": "leerroute_z", "*begeleiding*": "maatschappelijke_begeleiding"} | {
    f"*{v}*": v for v in ("pvt", "map", "knm", "tolken")
}


KOP = "Boekdatum;Kostenplaats;Kostensoort;Omschrijving;Bedrag;Stuknummer"
EEN = "15-01-2025;6130041;438100;Leerroute B1;12.500,00;1"
"""The head of a plain export, and its first line."""


def lines(*regels: str) -> str:
    """The text of an export."""
    return "\n".join([*regels, ""])


def write_export(map_: Path, tekst: str) -> Path:
    """An export as it was saved."""
    pad = map_ / "export.csv"
    pad.write_text(tekst, encoding="utf-8")
    return pad


def make_folder(map_: Path, vertaald: bool = True) -> Path:
    """Amersfoort, with or without a list of codes."""
    (map_ / "verantwoording").mkdir(parents=True, exist_ok=True)
    (map_ / "regio.toml").write_text(
        'naam = "Proef"\npeildatum = 2025-07-01\neindjaar = 2028\n[[gemeente]]\ncode = "GM0307"\nnaam = "Amersfoort"\n',
        encoding="utf-8",
    )
    (map_ / "verantwoording" / "verantwoording.toml").write_text("", encoding="utf-8")
    if vertaald:
        regels = [f"{code};{v};" for code, v in CODES.items()] + [f"{t};{v};omschrijving" for t, v in TEKSTEN.items()]
        tekst = "\n".join(["waarde;voorziening;kolom", *regels, ""])
        (map_ / "verantwoording" / "vertaling.csv").write_text(tekst, encoding="utf-8")
    return map_


def read_in(map_: Path, *bestanden: Path, **opties: object) -> tuple[Result, Any]:
    """`spuk inlezen` for 2025 and Amersfoort, and its JSON (None when it wrote none)."""
    uit = map_ / "uit.json"
    uit.unlink(missing_ok=True)
    woorden = ["inlezen", str(map_), *map(str, bestanden), "--jaar", "2025", "--gemeente", "Amersfoort", "--ja"]
    woorden += [w for naam, waarde in opties.items() for w in (f"--{naam}", str(waarde))]
    gelopen = CliRunner().invoke(main, [*woorden, "--json", str(uit)])
    return gelopen, json.loads(uit.read_text(encoding="utf-8")) if uit.exists() else None


def assert_asked(tekst: str, vraag: str, map_: Path) -> None:
    """The export is read with this question."""
    gelopen, document = read_in(make_folder(map_), write_export(map_, tekst))
    assert gelopen.exit_code == 1, gelopen.output
    assert vraag in " ".join(document["vragen"])


def assert_refused(tekst: str, melding: str, map_: Path) -> None:
    """The export is not read, for this reason."""
    gelopen, _ = read_in(make_folder(map_), write_export(map_, tekst))
    assert gelopen.exit_code == 2, gelopen.output
    assert melding in gelopen.output
