"""A workbook as the text files of a region, in a folder of their own, with what lies beside the workbook.

What another system exports (bookings, records, profiles) has no sheet and stays a file beside the workbook.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from finance.fouten import Invoerfout, Melding, raise_if_any
from scenarios.grond.bestanden import link_file, one_set, scratch_folder, write_bytes, write_text
from scenarios.grond.gegevens import REGIOBESTAND
from scenarios.grond.openen import is_there
from scenarios.regiomap.besluiten import BESTANDEN, SUBMAP
from scenarios.regiomap.land.keuze import SUBMAP as GEGEVENS
from scenarios.regiomap.land.keuze import Regiokeuze
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.scenario_bewaren import WERKBOEKMERK
from scenarios.werkboek.cellen import Boek, read_workbook
from scenarios.werkboek.omzetten import has_sheet, to_files
from scenarios.werkboek.plaatsen import Plaatsen, unexplained, without_wrong_rows

ERNAAST = ("verantwoording", "profielen", "ramingen", GEGEVENS)
"""Folders beside a workbook that belong to its region"""
DOSSIERS = ("personen.csv", "personen.xlsx", "duo.csv", "maatregelen.toml")
"""Files beside a workbook that do"""


def unfold(pad: Path, als: str, land: Landsgegevens, keuze: Regiokeuze) -> tuple[str, Plaatsen]:
    """The folder that a workbook became, and where everything of it stands in the workbook.

    als: what the workbook is called in that folder
    Raises Invoerfout with every problem of the workbook by sheet and cell.
    """
    boek = read_workbook(pad, land)
    inhoud = without_wrong_rows(boek.inhoud, boek.meldingen) if boek.meldingen else boek.inhoud
    tekst = to_files(inhoud, boek.sjablonen, land)
    plaatsen = Plaatsen(boek.pad.name, inhoud, tekst)
    map_ = scratch_folder()
    with one_set():
        for naam, bestand in tekst.bestanden.items():
            write_bytes(map_ / naam, bestand)
    naast = boek.pad.resolve().parent
    for naam, bron in {**companions(naast), **_filled_beside(naast, boek)}.items():
        link_file(bron, map_ / naam)
    # The workbook itself, for the list of files that a result rests on.
    link_file(boek.pad.resolve(), map_ / als)
    write_text(map_ / WERKBOEKMERK, str(boek.pad.resolve()))
    if boek.meldingen:
        raise_if_any(
            [*boek.meldingen, *unexplained(_other_problems(replace(keuze, naam=str(map_)), plaatsen), boek.meldingen)]
        )
    return str(map_), plaatsen


def companions(map_: Path) -> dict[str, Path]:
    """What lies beside a workbook, or in a region folder, and has no sheet: path in the folder -> file."""
    uit = {n: map_ / n for n in DOSSIERS if is_there(map_ / n)}
    for onder in ERNAAST:
        gevonden = (p for p in sorted((map_ / onder).rglob("*")) if p.is_file())
        uit |= {n: p for p in gevonden if not has_sheet(n := p.relative_to(map_).as_posix())}
    return uit


def _filled_beside(naast: Path, boek: Boek) -> dict[str, Path]:
    """Counts and books that another program wrote beside a workbook whose own sheet for them is empty."""
    if is_there(naast / REGIOBESTAND):
        return {}
    uit = {}
    bestanden: dict[str, tuple[str, ...]] = {"instroom.csv": ("huisvesting", "leerroutetelling", "voortgang")}
    for naam in BESTANDEN:
        bestanden[naam] = bestanden[f"{SUBMAP}/{naam}"] = (naam.removesuffix(".csv"),)
    for bestand, tabellen in bestanden.items():
        if is_there(naast / bestand) and not any(boek.inhoud[t] for t in tabellen):
            uit[bestand] = naast / bestand
    return uit


def _other_problems(keuze: Regiokeuze, plaatsen: Plaatsen) -> list[Melding]:
    try:
        read_region(keuze)
    except Invoerfout as fout:
        return [plaatsen.translate(m) for m in fout.meldingen]
    return []
