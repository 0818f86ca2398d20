"""A workbook in place of a region folder: its text files in a folder of their own, with what lies beside the workbook.

Every command then reads a folder, so the checks and the figures are those of the text files. What another system
exports (bookings, records, profiles) has no sheet and stays a file beside the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from finance.fouten import Invoerfout, Melding, as_word, raise_if_any
from scenarios.grond.bestanden import link_file, one_set, scratch_folder, write_bytes, write_text
from scenarios.grond.openen import files_in, is_there
from scenarios.regiomap.besluiten import BESTANDEN, SUBMAP
from scenarios.regiomap.land.eigen import open_land
from scenarios.regiomap.land.keuze import SUBMAP as GEGEVENS
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.regio import VOORBEELD, read_region
from scenarios.regiomap.scenario_bewaren import WERKBOEKMERK
from scenarios.werkboek.cellen import EXTENSIES, Boek, read_workbook
from scenarios.werkboek.omzetten import REGIOBESTAND, has_sheet, to_files
from scenarios.werkboek.plaatsen import Plaatsen, unexplained, without_wrong_rows

NAAM = "invoer"
ERNAAST = ("verantwoording", "profielen", "ramingen", GEGEVENS)
"""Folders beside a workbook that belong to its region"""
DOSSIERS = ("personen.csv", "personen.xlsx", "duo.csv", "maatregelen.toml")
"""Files beside a workbook that do"""
_mappen: dict[tuple[Path, int, int, Landsgegevens], tuple[str, Plaatsen]] = {}
"""Workbook with its time and size, and what it was read with -> its folder, for as long as this process runs"""
_huidig: list[Plaatsen] = []
"""The workbook that is being read, if it is one: messages of the checks name lines of its text files"""


def open_region(verwijzing: Verwijzing) -> Regiokeuze:
    """What a user calls a region -> a folder that everything else can read. A folder or example stays what it is.

    Raises Invoerfout with every problem of the workbook by sheet and cell.
    """
    _huidig.clear()
    keuze = Regiokeuze.of(verwijzing)
    pad = find_workbook(keuze)
    if pad is None:
        return keuze
    staat, land = pad.stat(), open_land(pad.resolve().parent, keuze.gegevens)
    sleutel = (pad.resolve(), staat.st_mtime_ns, staat.st_size, land)
    if sleutel not in _mappen:
        _mappen[sleutel] = _unfold(read_workbook(pad, land), land, keuze)
    map_, plaatsen = _mappen[sleutel]
    _huidig.append(plaatsen)
    return replace(keuze, naam=map_)


def find_workbook(keuze: Verwijzing) -> Path | None:
    """The workbook that is meant: named itself, or the only input of the folder named. Raises Invoerfout for both."""
    verwijzing = str(keuze)
    pad = Path(verwijzing)
    if verwijzing.startswith(VOORBEELD):
        return None
    if pad.suffix.lower() in EXTENSIES and not pad.is_dir():
        if not pad.is_file():
            herstel = "Maak er een met: spuk nieuw MAP --excel"
            raise Invoerfout([Melding(verwijzing, "", "geen bestand", "een werkboek met invoer", herstel)])
        return pad
    namen = {p.name for p in files_in(pad)} if pad.is_dir() else set()
    werkboeken = [pad / f"{NAAM}{e}" for e in EXTENSIES if f"{NAAM}{e}" in namen]
    tekst = [pad / REGIOBESTAND] if REGIOBESTAND in namen else []
    if werkboeken and len(tekst) + len(werkboeken) > 1:
        ander = (tekst + werkboeken[1:])[0].name
        herstel = f"Noem het werkboek zelf, zoals {werkboeken[0]}, of zet een van beide ergens anders."
        raise Invoerfout([Melding(verwijzing, "", f"{werkboeken[0].name} en {ander}", "één van beide", herstel)])
    return werkboeken[0] if werkboeken else None


def refuse_workbook(verwijzing: Verwijzing) -> None:
    """For a command that writes into a region folder itself. Raises Invoerfout."""
    if (pad := find_workbook(verwijzing)) is not None:
        herstel = f"Maak er een met: spuk invoer {as_word(verwijzing)} --tekst --uit MAP"
        raise Invoerfout(
            [Melding(str(verwijzing), "", f"het werkboek {pad.name}", "een map met tekstbestanden", herstel)]
        )


def explain(fout: Invoerfout) -> Invoerfout:
    """The same error by sheet and cell, when it came from a workbook."""
    for plaatsen in _huidig:
        return Invoerfout(dict.fromkeys(plaatsen.translate(m) for m in fout.meldingen))
    return fout


def by_sheet(tekst: str) -> str:
    """A sentence that names text files, about the sheets of the workbook that is being read, if it is one."""
    return _huidig[0].reword(tekst) if _huidig else tekst


@contextmanager
def cells_named() -> Iterator[None]:
    """Errors of this block by sheet and cell."""
    try:
        yield
    except Invoerfout as fout:
        raise explain(fout) from None


def companions(map_: Path) -> dict[str, Path]:
    """What lies beside a workbook, or in a region folder, and has no sheet: path in the folder -> file."""
    uit = {n: map_ / n for n in DOSSIERS if is_there(map_ / n)}
    for onder in ERNAAST:
        gevonden = (p for p in sorted((map_ / onder).rglob("*")) if p.is_file())
        uit |= {n: p for p in gevonden if not has_sheet(n := p.relative_to(map_).as_posix())}
    return uit


def _unfold(boek: Boek, land: Landsgegevens, keuze: Regiokeuze) -> tuple[str, Plaatsen]:
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
    link_file(boek.pad.resolve(), map_ / f"{NAAM}{boek.pad.suffix.lower()}")
    write_text(map_ / WERKBOEKMERK, str(boek.pad.resolve()))
    if boek.meldingen:
        raise_if_any(
            [*boek.meldingen, *unexplained(_other_problems(replace(keuze, naam=str(map_)), plaatsen), boek.meldingen)]
        )
    return str(map_), plaatsen


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
