"""Results read back from raming.json: the inverse of `engine.write.to_document`, with every error collected."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict

from finance.fouten import Invoerfout, Melding, raise_if_any, suggest
from finance.neutraliteit import Oordeel
from finance.parameters import Waarde
from scenarios.engine.result import STATISTIEKEN, Resultaat, Samenvatting, Spreidingsoorzaak
from scenarios.engine.write import SCHEMA
from scenarios.grond.openen import is_there, parse_json, read_bytes
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.regiomap.feiten import GESLOTEN
from scenarios.regiomap.lezen import Datum, validate

BESTANDSNAAM = "raming.json"
SCHEIDING = "#"
"""Between a file and the scenario in it: `uitvoer/raming.json#hoog`."""
OORDEEL = "oordeel"
"""Asked for beside the quantities: a verdict for every open year; a closed year has none."""
MEESTE_MELDINGEN = 12
"""A damaged file has thousands of equal errors; these show what is wrong."""
_LATER_GEKOMEN = ("lasten.", "volume.")
"""A voorziening that an older result does not know cost nothing there."""


@dataclass(frozen=True)
class Uitslag:
    """One scenario of one file, and where it came from."""

    resultaat: Resultaat
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
    andere: tuple[str, ...] = ()
    """other scenarios in the file, when none was named"""


class _Ruim(BaseModel):
    """A later version may add keys."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, allow_inf_nan=False)


class _Manifest(_Ruim):
    spuk: str
    regio: str
    peildatum: Datum
    jaren: list[int]
    zaad: int
    trekkingen: int
    blok: int
    partij: int = 10_000
    zekerheid: float
    invoer: dict[str, str]
    gegevens: dict[str, str]
    scenarios: list[str]


class _Waarde(_Ruim):
    naam: str
    vanaf: Datum
    waarde: str
    status: str
    herkomst: str
    bestand: str


class _Oordeel(_Ruim):
    scenario: str
    cbs_code: str
    pot: str
    jaar: int
    budgetneutraal: bool
    kans: float
    buffer: float
    verwacht: float


class _Oorzaak(_Ruim):
    scenario: str
    jaar: int
    oorzaak: str
    aandeel: float
    aandeel_fout: float = math.nan
    totaal: float | None = None
    totaal_fout: float = math.nan
    p10: float = math.nan
    p90: float = math.nan


class _Rij(_Ruim):
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


class _Resultaatbestand(_Ruim):
    manifest: _Manifest
    parameters: dict[str, list[_Waarde]]
    oordelen: list[_Oordeel]
    oorzaken: list[_Oorzaak]
    rijen: list[_Rij]


def read_results(verwijzingen: Sequence[str], nodig: Sequence[str]) -> list[Uitslag]:
    """One result per reference, in order: a file or the folder of raming.json, `#NAAM` behind it for a scenario.

    Without a name it is the first scenario of the file. `nodig`: quantities that must be there; others that an older
    result does not know are NaN. Raises Invoerfout with the errors of all files at once.
    """
    meldingen: list[Melding] = []
    documenten: dict[Path, _Resultaatbestand | None] = {}
    uit = []
    for verwijzing in verwijzingen:
        pad, naam = _split(verwijzing)
        if pad not in documenten:
            documenten[pad] = _read_document(pad, meldingen)
        document = documenten[pad]
        if document is not None and (uitslag := _choose(document, pad, naam, nodig, meldingen)):
            uit.append(uitslag)
    raise_if_any(dict.fromkeys(meldingen))
    return uit


def _split(verwijzing: str) -> tuple[Path, str]:
    """(file, scenario or nothing); a file whose own name holds the sign wins."""
    pad, naam = Path(verwijzing), ""
    if not pad.exists() and SCHEIDING in verwijzing:
        voor, _, naam = verwijzing.rpartition(SCHEIDING)
        pad = Path(voor)
    return (pad / BESTANDSNAAM if pad.is_dir() else pad), naam


def _read_document(pad: Path, meldingen: list[Melding]) -> _Resultaatbestand | None:
    verwacht = f"een {BESTANDSNAAM} van spuk raming, of de map waarin het staat"
    try:
        inhoud = parse_json(read_bytes(pad, str(pad), verwacht))
    except Invoerfout as fout:
        herstel = "" if is_there(pad) else "Maak het met: spuk raming MAP --uit MAP."
        meldingen.extend(replace(m, herstel=herstel) for m in fout.meldingen)
        return None
    except ValueError as fout:
        meldingen.append(Melding(str(pad), _line_of(fout), "geen JSON", verwacht))
        return None
    schema = inhoud.get("schema") if isinstance(inhoud, dict) else None
    if schema != SCHEMA:
        meldingen.append(
            Melding(
                str(pad),
                "veld schema",
                repr(schema) if schema else "niets",
                SCHEMA,
                "Maak het resultaat opnieuw met deze versie van spuk." if schema else f"Verwacht wordt {verwacht}.",
            )
        )
        return None
    fouten: list[Melding] = []
    document = validate(inhoud, _Resultaatbestand, str(pad), "", fouten)
    meldingen.extend(_shorten(fouten, pad))
    return document


def _line_of(fout: Exception) -> str:
    return f"regel {fout.lineno}" if isinstance(fout, json.JSONDecodeError) else ""


def _shorten(fouten: Sequence[Melding], pad: Path) -> Iterator[Melding]:
    yield from fouten[:MEESTE_MELDINGEN]
    if len(fouten) > MEESTE_MELDINGEN:
        yield Melding(
            str(pad), "", f"nog {len(fouten) - MEESTE_MELDINGEN} fouten als deze", "een bestand zoals spuk het schreef"
        )


def _choose(
    document: _Resultaatbestand, pad: Path, naam: str, nodig: Sequence[str], meldingen: list[Melding]
) -> Uitslag | None:
    manifest = document.manifest
    if not manifest.scenarios or not manifest.jaren:
        meldingen.append(Melding(str(pad), "veld manifest", "geen scenario of geen jaar", "ten minste één van elk"))
        return None
    scenario = naam or manifest.scenarios[0]
    if scenario not in manifest.scenarios:
        verwacht = "een scenario uit dit bestand"
        meldingen.append(Melding(str(pad), "", f"geen scenario {naam!r}", verwacht, suggest(naam, manifest.scenarios)))
        return None
    fouten: list[Melding] = []
    delen = _collect(document, scenario, pad, nodig, fouten)
    if not fouten and not any(d.code == "" for d in delen):
        fouten.append(Melding(str(pad), f"scenario {scenario}", "geen rijen van de regio", "rijen met lege cbs_code"))
    if fouten:
        meldingen.extend(_shorten(fouten, pad))
        return None
    oorzaken: dict[int, list[Spreidingsoorzaak]] = {}
    for o in _of_scenario(document.oorzaken, scenario):
        # An older result holds squared correlations there, which are no causes.
        if o.totaal is not None:
            oorzaak = Spreidingsoorzaak(o.oorzaak, o.aandeel, o.aandeel_fout, o.totaal, o.totaal_fout, o.p10, o.p90)
            oorzaken.setdefault(o.jaar, []).append(oorzaak)
    resultaat = Resultaat(
        manifest.regio,
        scenario,
        tuple(manifest.jaren),
        manifest.zekerheid,
        manifest.trekkingen,
        manifest.zaad,
        tuple(d for d in delen if d.code),
        next(d for d in delen if not d.code),
        oorzaken,
        tuple(
            Waarde(w.naam, w.vanaf, w.waarde, w.status, toelichting=w.herkomst, bestand=w.bestand)
            for w in document.parameters.get(scenario, [])
        ),
        partij=manifest.partij,
    )
    andere = () if naam else tuple(s for s in manifest.scenarios if s != scenario)
    return Uitslag(
        resultaat,
        str(pad),
        manifest.spuk,
        manifest.peildatum,
        manifest.blok,
        manifest.invoer,
        manifest.gegevens,
        andere,
    )


_VanScenario = TypeVar("_VanScenario", _Rij, _Oordeel, _Oorzaak)


def _of_scenario(regels: Iterable[_VanScenario], scenario: str) -> Iterator[_VanScenario]:
    return (r for r in regels if r.scenario == scenario)


def _collect(
    document: _Resultaatbestand, scenario: str, pad: Path, nodig: Sequence[str], fouten: list[Melding]
) -> list[Samenvatting]:
    """The parts of one scenario; what is missing or does not add up is appended to `fouten`."""
    jaren = {jaar: j for j, jaar in enumerate(document.manifest.jaren)}
    cijfers: dict[str, Any] = {}
    namen: dict[str, str] = {}
    gesloten: dict[str, set[int]] = {}
    for rij in _of_scenario(document.rijen, scenario):
        if rij.grootheid not in NUMMER or rij.jaar not in jaren:
            continue
        if rij.cbs_code not in cijfers:
            cijfers[rij.cbs_code] = np.full((len(STATISTIEKEN), len(GROOTHEDEN), len(jaren)), math.nan)
            namen[rij.cbs_code], gesloten[rij.cbs_code] = rij.gemeente, set()
        if (rij.grootheid, rij.herkomst) == ("meenemen", GESLOTEN):
            gesloten[rij.cbs_code].add(rij.jaar)
        cijfers[rij.cbs_code][:, NUMMER[rij.grootheid], jaren[rij.jaar]] = [getattr(rij, s) for s in STATISTIEKEN]
    oordelen: dict[str, dict[tuple[str, int], Oordeel]] = {code: {} for code in cijfers}
    for o in _of_scenario(document.oordelen, scenario):
        oordelen.setdefault(o.cbs_code, {})[o.pot, o.jaar] = Oordeel(o.budgetneutraal, o.kans, o.buffer, o.verwacht)
    for code, tabel in cijfers.items():
        _fill_later(tabel)
        met = {jaar for pot, jaar in oordelen[code] if pot == "totaal"} | gesloten[code]
        fouten.extend(_gaps(tabel, met, f"{namen[code]}, scenario {scenario}", pad, tuple(jaren), nodig))
    return [Samenvatting(namen[code], code, tabel, oordelen[code]) for code, tabel in cijfers.items()]


def _fill_later(tabel: Any) -> None:
    for naam, k in NUMMER.items():
        if naam.startswith(_LATER_GEKOMEN) and np.isnan(tabel[:, k]).all():
            tabel[:, k] = 0.0


def _gaps(
    tabel: Any,
    beoordeeld: Collection[int],
    wie: str,
    pad: Path,
    jaren: tuple[int, ...],
    nodig: Sequence[str],
) -> Iterator[Melding]:
    gat = np.isnan(tabel[0])
    for naam in nodig:
        if naam != OORDEEL and gat[NUMMER[naam]].any():
            weg = ", ".join(str(jaar) for jaar, leeg in zip(jaren, gat[NUMMER[naam]], strict=True) if leeg)
            yield Melding(str(pad), wie, f"geen {naam} in {weg}", "een rij per grootheid en jaar")
    zonder = [jaar for jaar in jaren if jaar not in beoordeeld]
    if OORDEEL in nodig and (weg := ", ".join(map(str, zonder))):
        yield Melding(str(pad), wie, f"geen oordeel over totaal in {weg}", "een oordeel per pot en open jaar")
    som = sum(tabel[0, k] for naam, k in NUMMER.items() if naam.startswith("lasten."))
    som = som + np.nan_to_num(tabel[0, NUMMER["lasten_onverdeeld"]])
    for jaar, verschil in zip(jaren, som - tabel[0, NUMMER["lasten"]], strict=True):
        if abs(verschil) >= 0.01:
            yield Melding(
                str(pad),
                f"{wie}, {jaar}",
                f"lasten per voorziening die {verschil:.2f} euro verschillen van lasten".replace(".", ","),
                "een bestand zoals spuk het schreef, met voorzieningen die deze versie kent",
            )
