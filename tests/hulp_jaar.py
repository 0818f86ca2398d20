"""Zevenlinden at the two ends of a year: closed and not yet rolled, and booked to December. And a clock that stands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import reports.opdrachten.jaar.jaarovergang as opdracht_jaarovergang
import reports.opdrachten.verantwoording as opdracht_verantwoording
from scenarios.grond.gegevens import data_path

BRON = data_path() / "regios" / "zevenlinden"
DOSSIER = "Z9999;FM0003;Wiekerbroek;asielstatushouder;2026-11-03;ja;;;;;;\n"
"""Somebody of the last half-year of 2026"""


class _VasteKlok(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> _VasteKlok:
        return cls(2026, 11, 26, 12, 0, 0)


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Closing a year writes the moment; the same moment makes two runs comparable."""
    opdrachten = (opdracht_verantwoording, opdracht_jaarovergang)
    with patch.object(opdrachten[0], "datetime", _VasteKlok), patch.object(opdrachten[1], "datetime", _VasteKlok):
        yield


def not_yet_rolled(doel: Path) -> Path:
    """2025 is closed; horizon, question and contracts are still those of the year before."""
    shutil.copytree(BRON, doel)
    _replace(doel / "regio.toml", ("eindjaar = 2030", "eindjaar = 2029"), ("tot = 2030", "tot = 2029"))
    _replace(doel / "contracten.csv", ("2031-01-01", "2030-01-01"))
    return doel


def booked_to_december(doel: Path) -> Path:
    """The third quarter of 2026 once more as the fourth; records run into November."""
    shutil.copytree(BRON, doel)
    boekingen = doel / "verantwoording" / "boekingen" / "2026.csv"
    kwartaal = re.findall(r"(?m)^\d\d-0[789]-2026;.*\n", boekingen.read_text(encoding="utf-8"))
    with boekingen.open("a", encoding="utf-8") as bestand:
        bestand.writelines(_later(regel) for regel in kwartaal)
    with (doel / "personen.csv").open("a", encoding="utf-8") as bestand:
        bestand.write(DOSSIER)
    return doel


def _later(regel: str) -> str:
    dag, maand, rest = regel[:2], int(regel[3:5]) + 3, regel[5:]
    return f"{dag}-{maand:02d}{rest.rstrip()}K4\n"


def _replace(pad: Path, *paren: tuple[str, str]) -> None:
    tekst = pad.read_text(encoding="utf-8")
    for oud, nieuw in paren:
        assert oud in tekst, oud
        tekst = tekst.replace(oud, nieuw)
    pad.write_text(tekst, encoding="utf-8")
