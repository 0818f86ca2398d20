"""Results on disk: one documented JSON document, written beside its target and renamed.

The form is fixed by `data/schema/resultaat-1.schema.json` and explained in docs/uitvoer.md; `VERSION` goes up when a
field changes meaning or disappears.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.parameters import Waarde
from finance.taal.jsontekst import readable_json
from finance.voorzieningen import DOELGROEPEN
from scenarios.engine.fingerprint import make_mark
from scenarios.engine.result import Result
from scenarios.grond.bestanden import KENMERK, mark_of_run, spuk_version, write_text
from scenarios.grond.trekking import BLOK
from scenarios.kas.droog import DROOG
from scenarios.model.gewichten import VARIABEL
from scenarios.oorzaken.personen import Persoonsprofiel
from scenarios.regiomap.land.landsgegevens import shipped_hashes
from scenarios.regiomap.records import small_groups
from scenarios.regiomap.regio import Regio

VERSION = "1"
MANY = 50
"""With more parts than this only the months of the region are told."""
SCHEMA = f"resultaat-{VERSION}.schema.json"


def to_document(
    results: Sequence[Result],
    regio: Regio,
    plausibel: Sequence[dict[str, Any]] = (),
    besluiten: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """The whole JSON document of one run: manifest, verdicts and rows of every scenario; `plausibel`: own figures of
    the first beside published ones; `besluiten`: per scenario what the first page says."""
    first = results[0]
    return {
        "schema": SCHEMA,
        "versie": VERSION,
        "manifest": {
            "spuk": spuk_version(),
            "regio": first.regio,
            "peildatum": regio.bestand.peildatum.isoformat(),
            "jaren": list(first.jaren),
            "zaad": first.zaad,
            "trekkingen": first.trekkingen,
            "blok": BLOK,
            "partij": first.partij,
            "zekerheid": first.zekerheid,
            "invoer": regio.hashes,
            "gegevens": shipped_hashes(),
            "scenarios": [r.scenario for r in results],
            **({KENMERK: mark} if (mark := mark_of_run()) else {}),
        },
        "aannames": {r.scenario: [_value(w) for w in r.assumed] for r in results},
        "parameters": {r.scenario: [_value(w) for w in r.waarden] for r in results},
        "invoeringskosten": _history(regio),
        "besluiten": [*besluiten],
        "oordelen": [_verdict(row) for r in results for row in r.verdict_rows()],
        "lezingen": [_verdict(row) for r in results for row in r.reading_rows()],
        "plausibel": [*plausibel],
        "oorzaken": [_cause(row) for r in results for row in r.cause_rows()],
        "droog": [row for r in results for row in _dry(r)],
        "maanden": [row for r in results for row in _months(r)],
        "profielen": {r.scenario: _profile(r.profiel) for r in results if r.profiel},
        "kleine_groepen": small_group_rows(regio),
        "rijen": [row for r in results for row in r.rows()],
    }


def small_group_rows(regio: Regio) -> list[dict[str, Any]]:
    """Per gemeente how many of the counts behind its figures are of fewer than ten people; empty: fit to be published.

    A count that was computed with can be computed back, so what holds any is for the house itself.
    """
    groups = small_groups(regio.instroom, regio.tellingen)
    named = [(g.naam, g.code, groups[g.code]) for g in regio.gemeenten if groups[g.code]]
    return [dict(zip(("gemeente", "cbs_code", "groepen"), row, strict=True)) for row in named]


def mark_results(results: Sequence[Result], regio: Regio) -> str:
    """The mark of the files that tell these results."""
    # The verdicts tell apart what the choices do not, such as a kind of draw that was left out.
    choices = [(r.scenario, r.trekkingen, r.zaad, r.zekerheid, r.partij, list(r.verdict_rows())) for r in results]
    return make_mark(regio.hashes, regio.bestand.peildatum.isoformat(), choices)


def write_json(document: dict[str, Any], target: Path) -> None:
    """Write one document atomically, UTF-8."""
    write_text(target, readable_json(document))


def _dry(result: Result) -> Iterator[dict[str, Any]]:
    """When every SPUK runs dry; nothing where no months were measured."""
    for part, kas in zip(result.parts(), result.kas, strict=False):
        for pot in (pot for pot in DROOG if pot in kas.horizon.potten):
            dry = kas.droog(pot)
            yield {
                **{"scenario": result.scenario, "gemeente": part.naam, "cbs_code": part.code, "pot": pot},
                **{p: m and f"{m:%Y-%m}" for p, m in zip(("p10", "p50", "p90"), dry.maand, strict=True)},
                **{"kans_niet": dry.kans_niet, "standaardfout": dry.kans_niet_fout},
                **dict(zip(("van", "tot_en_met"), (f"{m:%Y-%m}" for m in dry.horizon), strict=True)),
            }


def _months(result: Result) -> Iterator[dict[str, Any]]:
    """The months of every gemeente and the region, of a large region of itself only; euros in cents."""
    parts = list(zip(result.parts(), result.kas, strict=False))
    for part, kas in parts if len(parts) <= MANY else parts[-1:]:
        for row in kas.rows():
            amounts = {name: round(row[name], 2) + 0.0 for name in ("verwacht", "p10", "p50", "p90")}
            yield {"scenario": result.scenario, "gemeente": part.naam, "cbs_code": part.code, **row, **amounts}


def _verdict(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "buffer": round(row["buffer"], 2), "verwacht": round(row["verwacht"], 2)}


def _cause(row: dict[str, Any]) -> dict[str, Any]:
    parts = {name: round(row[name], 4) for name in ("aandeel", "aandeel_fout", "totaal", "totaal_fout")}
    return {**row, **parts, "p10": round(row["p10"], 2), "p90": round(row["p90"], 2)}


def _profile(profile: Persoonsprofiel) -> dict[str, Any]:
    """What one person causes: units by doelgroep, voorziening, half-year of arrival and year."""

    def short(array: NDArray[np.float64]) -> list[Any]:
        return [[float(f"{x:.6g}") for x in row] for row in array.tolist()]

    return {
        "gebruik": {
            doelgroep: {v.naam: short(profile.gebruik[p, i]) for i, v in enumerate(VARIABEL)}
            for p, doelgroep in enumerate(DOELGROEPEN)
        },
        "afgerond": short(profile.afgerond),
        "halfjaren": {code: short(halves) for code, halves in profile.halfjaren.items()},
        "vast": {
            code: {v.naam: [round(x, 2) for x in vast[i].tolist()] for i, v in enumerate(VARIABEL) if vast[i].any()}
            for code, vast in profile.vast.items()
        },
    }


def _value(value: Waarde) -> dict[str, str]:
    return {
        "naam": value.parameter,
        "vanaf": value.vanaf.isoformat(),
        "waarde": value.waarde,
        "status": value.status,
        "herkomst": value.herkomst,
        "bestand": value.bestand,
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
