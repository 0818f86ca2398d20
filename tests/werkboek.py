"""Typing into an input workbook as a controller does."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from reports.invoer.werkboek import write_input
from scenarios.grond.gegevens import data_path
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.werkboek.omzetten import read_files, to_rows


def make_workbook(pad: Path, voorbeeld: str = "westfriesland") -> Path:
    """The workbook of an example."""
    bestanden = read_files(data_path() / "regios" / voorbeeld)
    write_input(to_rows(bestanden, shipped()), bestanden, pad, shipped())
    return pad


def type_in(pad: Path, blad: str, **cellen: Any) -> None:
    """Put values into cells, named as K7="tien"."""
    boek = load_workbook(pad)
    for adres, waarde in cellen.items():
        boek[blad][adres] = waarde
    boek.save(pad)


@lru_cache(maxsize=4)
def _as_made(pad: Path, _stand: int) -> Workbook:
    """The workbook to look things up in; of a file that changed anew."""
    return load_workbook(pad)


def find_cell(pad: Path, blad: str, kop: str, rij: int = 0, titel: str = "") -> str:
    """The address below a head, `rij` rows under the first one of the table; `titel`: of which table on the sheet."""
    ws = _as_made(pad, pad.stat().st_mtime_ns)[blad]
    begonnen = not titel
    for regel in ws.iter_rows():
        begonnen = begonnen or regel[0].value == titel
        for cel in regel if begonnen else ():
            if str(cel.value).casefold() == kop.casefold() and cel.column > 0:
                eenheden = (
                    1
                    if any(
                        str(c.value).startswith(("€", "deel", "maanden", "personen", "eenheden", "als de waarde"))
                        for c in ws[cel.row + 1]
                    )
                    else 0
                )
                return f"{cel.column_letter}{cel.row + 1 + eenheden + rij}"
    raise AssertionError(f"geen kop {kop} op {blad}")
