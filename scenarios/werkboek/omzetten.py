"""A region folder as the rows of the workbook, and the rows as text files again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from finance.taal.tomltekst import parse_toml
from scenarios.grond.csvtekst import record_text
from scenarios.grond.gegevens import REGIOBESTAND
from scenarios.grond.openen import decode, is_there, read_bytes
from scenarios.grond.werkboekbestand import read_first_sheet
from scenarios.regiomap.besluiten import BESTANDEN, SUBMAP
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.modellen import BASIS
from scenarios.werkboek.bladen import INSTROOM, REGIO, TABELLEN
from scenarios.werkboek.bladen_scenario import PER_SCENARIO
from scenarios.werkboek.kolommen import Inhoud, Invoertabel, Regel
from scenarios.werkboek.soorten import Omgeving
from scenarios.werkboek.tekst_csv import read_csv, write_csv
from scenarios.werkboek.tekst_toml import read_toml_rows, write_toml

_SCENARIO = re.compile(re.escape(PER_SCENARIO).replace(r"\{scenario\}", "([^/]+)") + "$")
VOORHEEN = {f"{SUBMAP}/{naam}": naam for naam in BESTANDEN}
"""Where a file used to stand -> its place; a file in both says the same."""
_BASIS = {"scenario": BASIS.naam}


@dataclass(frozen=True)
class Tekstbestanden:
    """The text files that the workbook stands for: path in the region folder -> bytes."""

    bestanden: Mapping[str, bytes]
    rijen: Mapping[str, Sequence[Regel]] = field(default_factory=dict)
    """Of a CSV: the row of the workbook behind each record"""


def tables_of(bestand: str) -> list[Invoertabel]:
    """The tables that stand in one text file; of decisions, counts and standings also where these used to stand."""
    bestand = VOORHEEN.get(bestand, bestand)
    if bestand == REGIOBESTAND:
        # Events that hold in every scenario stand in the region file, beside those of a scenario on the same sheet.
        return [t for t in TABELLEN if t.bestand == bestand or t.naam == "gebeurtenissen"]
    patroon = PER_SCENARIO if _SCENARIO.match(bestand) else bestand
    return [t for t in TABELLEN if t.bestand == patroon]


def has_sheet(bestand: str) -> bool:
    """Whether the workbook holds this file of a region folder."""
    return bool(tables_of(bestand))


def read_files(map_: Path) -> dict[str, bytes]:
    """The text files of a region folder that the workbook can stand for."""
    paden = sorted(p for p in map_.rglob("*") if p.is_file())
    namen = {p.relative_to(map_).as_posix(): p for p in paden}
    uit = {naam: read_bytes(p) for naam, p in namen.items() if has_sheet(naam) and naam not in VOORHEEN}
    for oud, naam in VOORHEEN.items():
        if oud in namen and naam not in uit:
            uit[naam] = read_bytes(namen[oud])
    if INSTROOM not in uit and is_there(blad := map_ / INSTROOM.replace(".csv", ".xlsx")):
        uit[INSTROOM] = _sheet_as_csv(blad)
    return uit


def to_rows(bestanden: Mapping[str, bytes], land: Landsgegevens) -> Inhoud:
    """The rows of the workbook. The files are known to be right."""
    omgeving = surroundings(bestanden.get(REGIOBESTAND, b""), land)
    inhoud: Inhoud = {t.naam: [] for t in TABELLEN}
    for bestand in _in_order(bestanden):
        tekst = decode(bestanden[bestand])
        tabellen = tables_of(bestand)
        if bestand.endswith(".csv"):
            for regel in read_csv(tekst, tabellen, omgeving).regels if tekst.strip() else ():
                inhoud[regel.tabel.naam].append(Regel(dict(regel.waarden)))
            continue
        document = parse_toml(tekst, bestand)
        for tabel in tabellen:
            rijen = read_toml_rows(document, tabel, omgeving, _keys(bestand))
            inhoud[tabel.naam] += [Regel(w) for w in rijen]
    return inhoud


def to_files(inhoud: Inhoud, sjablonen: Mapping[str, bytes], land: Landsgegevens) -> Tekstbestanden:
    """The text files of these rows. `sjablonen`: how they stood, so that what did not change stays as it was."""
    omgeving = names(inhoud, land)
    uit: dict[str, bytes] = {}
    rijen: dict[str, Sequence[Regel]] = {}
    scenarios = {str(r.waarden["scenario"]) for t in TABELLEN if t.bestand == PER_SCENARIO for r in inhoud[t.naam]}
    vast = dict.fromkeys(t.bestand for t in TABELLEN if t.bestand != PER_SCENARIO)
    for bestand in (*vast, *(PER_SCENARIO.format(scenario=s) for s in sorted(scenarios - {BASIS.naam}))):
        delen = [(t, rows_of(t, bestand, inhoud)) for t in tables_of(bestand)]
        if bestand not in sjablonen and not any(r for _, r in delen) and not any(t.verplicht for t, _ in delen):
            continue
        oud, codering = _decode(sjablonen.get(bestand, b""))
        if bestand.endswith(".csv"):
            plat = [(t, r) for t, regels in delen for r in regels]
            tekst, rijen[bestand] = write_csv(oud, plat, [t for t, _ in delen], omgeving)
        else:
            sleutels = _keys(bestand)
            if not oud and _SCENARIO.match(bestand):
                oud = f'naam = "{sleutels["scenario"]}"\n'
            tekst = write_toml(oud, delen, omgeving, **sleutels)
        uit[bestand] = sjablonen[bestand] if tekst == oud and bestand in sjablonen else _encode(tekst, codering)
    return Tekstbestanden(uit, rijen)


def surroundings(regio: bytes, land: Landsgegevens) -> Omgeving:
    """The gemeenten of a region file."""
    document = parse_toml(decode(regio), REGIOBESTAND)
    eigen = {g.get("code", ""): g.get("naam", "") for g in document.get("gemeente", ())}
    return Omgeving(land, {**(land.bevolking.namen if document.get("alle_gemeenten") else {}), **eigen})


def names(inhoud: Inhoud, land: Landsgegevens) -> Omgeving:
    """The gemeenten of the rows."""
    eigen = {str(r.waarden["code"]): str(r.waarden["naam"]) for r in inhoud["gemeenten"]}
    alle = any(r.waarden["alle_gemeenten"] for r in inhoud[REGIO])
    return Omgeving(land, {**(land.bevolking.namen if alle else {}), **eigen})


def rows_of(tabel: Invoertabel, bestand: str, inhoud: Inhoud) -> list[Regel]:
    """The rows of a table that stand in one file."""
    if "scenario" not in tabel.sleutels:
        return inhoud[tabel.naam]
    return [r for r in inhoud[tabel.naam] if r.waarden["scenario"] == _keys(bestand)["scenario"]]


def _sheet_as_csv(pad: Path) -> bytes:
    return record_text((cellen for _, cellen in read_first_sheet(pad)), ",").encode()


def _keys(bestand: str) -> dict[str, str]:
    gevonden = _SCENARIO.match(bestand)
    return {"scenario": gevonden[1]} if gevonden else _BASIS


def _in_order(bestanden: Mapping[str, bytes]) -> list[str]:
    """The region itself first: its events stand above those of a scenario."""
    return sorted(bestanden, key=lambda b: (b != REGIOBESTAND, b))


def _decode(inhoud: bytes) -> tuple[str, str]:
    """Text and how it was coded."""
    for codering in ("utf-8-sig", "cp1252"):
        try:
            tekst = inhoud.decode(codering)
        except UnicodeDecodeError:
            continue
        return tekst, codering if codering == "cp1252" or inhoud.startswith(b"\xef\xbb\xbf") else "utf-8"
    return decode(inhoud), "utf-8"


def _encode(tekst: str, codering: str) -> bytes:
    try:
        return tekst.encode(codering)
    except UnicodeEncodeError:
        return tekst.encode("utf-8")
