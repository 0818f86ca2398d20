"""Results read back from raming.json: the inverse of `engine.write.to_document`, with every error collected."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from finance.fouten import Invoerfout, Melding, as_typed, raise_if_any, suggest
from finance.neutraliteit import Oordeel
from finance.parameters import Waarde
from finance.voorzieningen import DOELGROEPEN
from scenarios.engine.result import STATISTICS, Cause, Result, Summary
from scenarios.engine.write import SCHEMA
from scenarios.grond.openen import is_there, parse_json, read_bytes
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.oorzaken.personen import Persoonsprofiel
from scenarios.regiomap.feiten import GESLOTEN
from scenarios.regiomap.lezen import Datum, validate

FILE_NAME = "raming.json"
SEPARATOR = "#"
"""Between a file and the scenario in it: `uitvoer/raming.json#hoog`."""
OORDEEL = "oordeel"
"""Asked for beside the quantities: a verdict for every open year; a closed year has none."""
MOST_ERRORS = 12
"""A damaged file has thousands of equal errors; these show what is wrong."""
_CAME_LATER = ("lasten.", "volume.")
"""A voorziening that an older result does not know cost nothing there."""


@dataclass(frozen=True)
class StoredResult:
    """One scenario of one file, and where it came from."""

    result: Result
    bestand: str
    spuk: str
    """version that made it"""
    peildatum: date
    blok: int
    """draws that share a random stream: with equal seed and block, draw n is the same chance in both results"""
    invoer: dict[str, str]
    """sha256 per input file"""
    gegevens: dict[str, str]
    """sha256 per shipped file"""
    others: tuple[str, ...] = ()
    """other scenarios in the file, when none was named"""


class _Lenient(BaseModel):
    """A later version may add keys."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, allow_inf_nan=False)


class _Manifest(_Lenient):
    spuk: str
    regio: str
    peildatum: Datum
    jaren: list[int]
    zaad: int
    trekkingen: Annotated[int, Field(ge=0)]
    blok: int
    partij: int = 10_000
    zekerheid: Annotated[float, Field(ge=0, le=1)]
    invoer: dict[str, str]
    gegevens: dict[str, str]
    scenarios: list[str]


class _Value(_Lenient):
    naam: str
    vanaf: Datum
    waarde: str
    status: str
    herkomst: str
    bestand: str


class _Verdict(_Lenient):
    scenario: str
    cbs_code: str
    pot: str
    jaar: int
    budgetneutraal: bool
    kans: float
    buffer: float
    verwacht: float


class _Cause(_Lenient):
    scenario: str
    jaar: int
    oorzaak: str
    aandeel: float
    aandeel_fout: float = math.nan
    totaal: float | None = None
    totaal_fout: float = math.nan
    p10: float = math.nan
    p90: float = math.nan


class _Row(_Lenient):
    jaar: int
    gemeente: str
    cbs_code: str
    scenario: str
    grootheid: str
    verwacht: float
    p5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float
    standaardfout: float
    herkomst: str = ""


class _Profile(_Lenient):
    gebruik: dict[str, dict[str, list[list[float]]]]
    afgerond: list[list[float]]
    halfjaren: dict[str, list[list[float]]]
    vast: dict[str, dict[str, list[float]]]


class _ResultFile(_Lenient):
    manifest: _Manifest
    parameters: dict[str, list[_Value]]
    oordelen: list[_Verdict]
    oorzaken: list[_Cause]
    profielen: dict[str, _Profile] = {}
    rijen: list[_Row]


def read_results(references: Sequence[str], needed: Sequence[str]) -> list[StoredResult]:
    """One result per reference, in order: a file or the folder of raming.json, `#NAAM` behind it for a scenario.

    Without a name it is the first scenario of the file. `needed`: quantities that must be there; others that an older
    result does not know are NaN. Raises Invoerfout with the errors of all files at once.
    """
    meldingen: list[Melding] = []
    documents: dict[Path, _ResultFile | None] = {}
    out = []
    for reference in references:
        path, name = _split(reference)
        if path not in documents:
            documents[path] = _read_document(path, meldingen)
        document = documents[path]
        if document is not None and (stored := _choose(document, path, name, needed, meldingen)):
            out.append(stored)
    raise_if_any(dict.fromkeys(meldingen))
    return out


def _split(reference: str) -> tuple[Path, str]:
    """(file, scenario or nothing); a file whose own name holds the sign wins."""
    path, name = Path(reference), ""
    if not path.exists() and SEPARATOR in reference:
        before, _, name = reference.rpartition(SEPARATOR)
        path = Path(before)
    return (path / FILE_NAME if path.is_dir() else path), name


def _read_document(path: Path, meldingen: list[Melding]) -> _ResultFile | None:
    expected = f"een {FILE_NAME} van spuk raming, of de map waarin het staat"
    try:
        content = parse_json(read_bytes(path, str(path), expected))
    except Invoerfout as error:
        remedy = "" if is_there(path) else "Maak het met: spuk raming MAP --uit MAP."
        meldingen.extend(replace(m, herstel=remedy) for m in error.meldingen)
        return None
    except ValueError as error:
        meldingen.append(Melding(str(path), "", f"geen JSON ({error})", expected))
        return None
    schema = content.get("schema") if isinstance(content, dict) else None
    if schema != SCHEMA:
        meldingen.append(
            Melding(
                str(path),
                "veld schema",
                as_typed(schema) if schema else "niets",
                SCHEMA,
                "Maak het resultaat opnieuw met deze versie van spuk." if schema else f"Verwacht wordt {expected}.",
            )
        )
        return None
    errors: list[Melding] = []
    document = validate(content, _ResultFile, str(path), "", errors)
    meldingen.extend(_shorten(errors, path))
    return document


def _shorten(errors: Sequence[Melding], path: Path) -> Iterator[Melding]:
    yield from errors[:MOST_ERRORS]
    if len(errors) > MOST_ERRORS:
        yield Melding(
            str(path), "", f"nog {len(errors) - MOST_ERRORS} fouten als deze", "een bestand zoals spuk het schreef"
        )


def _choose(
    document: _ResultFile, path: Path, name: str, needed: Sequence[str], meldingen: list[Melding]
) -> StoredResult | None:
    manifest = document.manifest
    if not manifest.scenarios or not manifest.jaren:
        meldingen.append(Melding(str(path), "veld manifest", "geen scenario of geen jaar", "ten minste één van elk"))
        return None
    if manifest.jaren != list(range(manifest.jaren[0], manifest.jaren[0] + len(manifest.jaren))):
        found = f"jaren {', '.join(map(str, manifest.jaren[:10]))}"
        meldingen.append(Melding(str(path), "veld manifest.jaren", found, "jaren die op elkaar volgen"))
        return None
    scenario = name or manifest.scenarios[0]
    if scenario not in manifest.scenarios:
        expected = "een scenario uit dit bestand"
        meldingen.append(Melding(str(path), "", f"geen scenario {name!r}", expected, suggest(name, manifest.scenarios)))
        return None
    errors: list[Melding] = []
    parts = _collect(document, scenario, path, needed, errors)
    if not errors and not any(d.code == "" for d in parts):
        errors.append(Melding(str(path), f"scenario {scenario}", "geen rijen van de regio", "rijen met lege cbs_code"))
    if errors:
        meldingen.extend(_shorten(errors, path))
        return None
    causes: dict[int, list[Cause]] = {}
    for o in _of_scenario(document.oorzaken, scenario):
        # An older result holds squared correlations there, which are no causes.
        if o.totaal is not None:
            cause = Cause(o.oorzaak, o.aandeel, o.aandeel_fout, o.totaal, o.totaal_fout, o.p10, o.p90)
            causes.setdefault(o.jaar, []).append(cause)
    result = Result(
        manifest.regio,
        scenario,
        tuple(manifest.jaren),
        manifest.zekerheid,
        manifest.trekkingen,
        manifest.zaad,
        tuple(d for d in parts if d.code),
        next(d for d in parts if not d.code),
        causes,
        tuple(
            Waarde(w.naam, w.vanaf, w.waarde, w.status, toelichting=w.herkomst, bestand=w.bestand)
            for w in document.parameters.get(scenario, [])
        ),
        partij=manifest.partij,
        profiel=_profile(document.profielen.get(scenario), len(manifest.jaren)),
    )
    others = () if name else tuple(s for s in manifest.scenarios if s != scenario)
    return StoredResult(
        result,
        str(path),
        manifest.spuk,
        manifest.peildatum,
        manifest.blok,
        manifest.invoer,
        manifest.gegevens,
        others,
    )


def _profile(read: _Profile | None, years: int) -> Persoonsprofiel | None:
    """None for what an older result does not know, or what does not have these years."""
    if read is None:
        return None
    nothing = [[0.0] * years] * (2 * years)
    usage = [[read.gebruik.get(p, {}).get(v.naam, nothing) for v in VARIABEL] for p in DOELGROEPEN]
    fixed = {code: [parts.get(v.naam, nothing[0]) for v in VARIABEL] for code, parts in read.vast.items()}
    try:
        profile = Persoonsprofiel(
            np.array(usage),
            np.array(read.afgerond),
            {code: np.array(x) for code, x in read.halfjaren.items()},
            {code: np.array(x) for code, x in fixed.items()},
        )
    except ValueError:
        return None
    fits = [
        profile.gebruik.shape[2:] == profile.afgerond.shape == (2 * years, years),
        *(x.shape == (len(DOELGROEPEN), 2 * years) for x in profile.halfjaren.values()),
        *(x.shape[1:] == (years,) for x in profile.vast.values()),
    ]
    return profile if all(fits) else None


_OfScenario = TypeVar("_OfScenario", _Row, _Verdict, _Cause)


def _of_scenario(rows: Iterable[_OfScenario], scenario: str) -> Iterator[_OfScenario]:
    return (r for r in rows if r.scenario == scenario)


def _collect(
    document: _ResultFile, scenario: str, path: Path, needed: Sequence[str], errors: list[Melding]
) -> list[Summary]:
    """The parts of one scenario; what is missing or does not add up is appended to `errors`."""
    years = {year: j for j, year in enumerate(document.manifest.jaren)}
    figures: dict[str, Any] = {}
    names: dict[str, str] = {}
    closed: dict[str, set[int]] = {}
    for row in _of_scenario(document.rijen, scenario):
        if row.grootheid not in NUMMER or row.jaar not in years:
            continue
        if row.cbs_code not in figures:
            figures[row.cbs_code] = np.full((len(STATISTICS), len(GROOTHEDEN), len(years)), math.nan)
            names[row.cbs_code], closed[row.cbs_code] = row.gemeente, set()
        if (row.grootheid, row.herkomst) == ("meenemen", GESLOTEN):
            closed[row.cbs_code].add(row.jaar)
        figures[row.cbs_code][:, NUMMER[row.grootheid], years[row.jaar]] = [getattr(row, s) for s in STATISTICS]
    oordelen: dict[str, dict[tuple[str, int], Oordeel]] = {code: {} for code in figures}
    for o in _of_scenario(document.oordelen, scenario):
        oordelen.setdefault(o.cbs_code, {})[o.pot, o.jaar] = Oordeel(o.budgetneutraal, o.kans, o.buffer, o.verwacht)
    for code, table in figures.items():
        _fill_later(table)
        with_verdict = {year for pot, year in oordelen[code] if pot == "totaal"} | closed[code]
        errors.extend(_gaps(table, with_verdict, f"{names[code]}, scenario {scenario}", path, tuple(years), needed))
    return [Summary(names[code], code, table, oordelen[code]) for code, table in figures.items()]


def _fill_later(table: Any) -> None:
    for name, k in NUMMER.items():
        if name.startswith(_CAME_LATER) and np.isnan(table[:, k]).all():
            table[:, k] = 0.0


def _gaps(
    table: Any,
    judged: Collection[int],
    who: str,
    path: Path,
    years: tuple[int, ...],
    needed: Sequence[str],
) -> Iterator[Melding]:
    gap = np.isnan(table[0])
    for name in needed:
        if name != OORDEEL and gap[NUMMER[name]].any():
            missing = ", ".join(str(year) for year, empty in zip(years, gap[NUMMER[name]], strict=True) if empty)
            yield Melding(str(path), who, f"geen {name} in {missing}", "een rij per grootheid en jaar")
    without = [year for year in years if year not in judged]
    if OORDEEL in needed and (missing := ", ".join(map(str, without))):
        yield Melding(str(path), who, f"geen oordeel over totaal in {missing}", "een oordeel per pot en open jaar")
    sum_of_parts = sum(table[0, k] for name, k in NUMMER.items() if name.startswith("lasten."))
    sum_of_parts = sum_of_parts + np.nan_to_num(table[0, NUMMER["lasten_onverdeeld"]])
    for year, difference in zip(years, sum_of_parts - table[0, NUMMER["lasten"]], strict=True):
        if abs(difference) >= 0.01:
            yield Melding(
                str(path),
                f"{who}, {year}",
                f"lasten per voorziening die {difference:.2f} euro verschillen van lasten".replace(".", ","),
                "een bestand zoals spuk het schreef, met voorzieningen die deze versie kent",
            )
