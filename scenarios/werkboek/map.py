"""Which folder a region is read from: its own, or that into which its workbook was turned.

Every command then reads a folder, so the checks and the figures are those of the text files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from finance.fouten import Invoerfout, Melding, as_word
from scenarios.grond.gegevens import REGIOBESTAND
from scenarios.grond.openen import files_in
from scenarios.regiomap.land.eigen import open_land
from scenarios.regiomap.land.keuze import Regiokeuze, Verwijzing
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.regio import VOORBEELD

if TYPE_CHECKING:
    from scenarios.werkboek.plaatsen import Plaatsen

NAAM = "invoer"
EXTENSIES = (".xlsx", ".xlsm", ".ods")
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
        # Knowing every sheet and cell takes a tenth of the loading of a forecast, and most regions are folders.
        from scenarios.werkboek.uitvouwen import unfold

        _mappen[sleutel] = unfold(pad, f"{NAAM}{pad.suffix.lower()}", land, keuze)
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
