"""Results on disk: one documented JSON document, written beside its target and renamed.

The form is fixed by `data/schema/resultaat-1.schema.json` and explained in docs/uitvoer.md; `VERSIE` goes up when a
field changes meaning or disappears.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from finance.parameters import Waarde
from scenarios.engine.fingerprint import make_mark
from scenarios.engine.result import Resultaat
from scenarios.grond.bestanden import KENMERK, mark_of_run, spuk_version, write_text
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import digest
from scenarios.grond.trekking import BLOK
from scenarios.regiomap.regio import Regio

VERSIE = "1"
SCHEMA = f"resultaat-{VERSIE}.schema.json"


def to_document(
    resultaten: Sequence[Resultaat], regio: Regio, plausibel: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """The whole JSON document of one run: manifest, verdicts and rows of every scenario; `plausibel`: own figures of
    the first beside published ones."""
    eerste = resultaten[0]
    return {
        "schema": SCHEMA,
        "versie": VERSIE,
        "manifest": {
            "spuk": spuk_version(),
            "regio": eerste.regio,
            "peildatum": regio.bestand.peildatum.isoformat(),
            "jaren": list(eerste.jaren),
            "zaad": eerste.zaad,
            "trekkingen": eerste.trekkingen,
            "blok": BLOK,
            "partij": eerste.partij,
            "zekerheid": eerste.zekerheid,
            "invoer": regio.hashes,
            "gegevens": _shipped_hashes(),
            "scenarios": [r.scenario for r in resultaten],
            **({KENMERK: kenmerk} if (kenmerk := mark_of_run()) else {}),
        },
        "aannames": {r.scenario: [_value(w) for w in r.aannames] for r in resultaten},
        "parameters": {r.scenario: [_value(w) for w in r.waarden] for r in resultaten},
        "invoeringskosten": _history(regio),
        "oordelen": [_verdict(rij) for r in resultaten for rij in r.verdict_rows()],
        "lezingen": [_verdict(rij) for r in resultaten for rij in r.reading_rows()],
        "plausibel": [*plausibel],
        "oorzaken": [_cause(rij) for r in resultaten for rij in r.cause_rows()],
        "rijen": [rij for r in resultaten for rij in r.rows()],
    }


def mark_results(resultaten: Sequence[Resultaat], regio: Regio) -> str:
    """The mark of the files that tell these results."""
    # The verdicts tell apart what the choices do not, such as a kind of draw that was left out.
    keuzes = [(r.scenario, r.trekkingen, r.zaad, r.zekerheid, r.partij, list(r.verdict_rows())) for r in resultaten]
    return make_mark(regio.hashes, regio.bestand.peildatum.isoformat(), keuzes)


def write_json(document: dict[str, Any], doel: Path) -> None:
    """Write one document atomically, UTF-8."""
    write_text(doel, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))


def _verdict(rij: dict[str, Any]) -> dict[str, Any]:
    return {**rij, "buffer": round(rij["buffer"], 2), "verwacht": round(rij["verwacht"], 2)}


def _cause(rij: dict[str, Any]) -> dict[str, Any]:
    delen = {naam: round(rij[naam], 4) for naam in ("aandeel", "aandeel_fout", "totaal", "totaal_fout")}
    return {**rij, **delen, "p10": round(rij["p10"], 2), "p90": round(rij["p90"], 2)}


def _value(waarde: Waarde) -> dict[str, str]:
    return {
        "naam": waarde.parameter,
        "vanaf": waarde.vanaf.isoformat(),
        "waarde": waarde.waarde,
        "status": waarde.status,
        "herkomst": waarde.herkomst,
        "bestand": waarde.bestand,
    }


def _history(regio: Regio) -> list[dict[str, Any]]:
    """Invoeringskosten of 2020 and 2021: one-off money from before the law, outside the grid."""
    return [
        {
            "jaar": b.jaar,
            "gemeente": b.gemeente,
            "cbs_code": b.cbs_code,
            "bedrag": b.bedrag,
            "status": b.status,
        }
        for b in regio.budgetten
        if b.pot == "invoering"
    ]


def _shipped_hashes() -> dict[str, str]:
    bestanden = [
        *sorted((data_path() / "parameters").glob("*.toml")),
        *sorted((data_path() / "scenarios").glob("*.toml")),
        *sorted(data_path().glob("*.csv")),
    ]
    namen = [f"scenarios/{p.name}" if p.parent.name == "scenarios" else p.name for p in bestanden]
    return {naam: digest(p) for naam, p in zip(namen, bestanden, strict=True)}
