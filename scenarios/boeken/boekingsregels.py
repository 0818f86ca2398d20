"""The rules table: which booking goes to which pot, readable and overridable with a reason.

A rule holds patterns for some columns (`*` stands for anything, upper and lower case are equal, empty matches all). The
first rule that matches a row decides; rules of the region stand before the shipped ones.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from finance.fouten import Melding, suggest
from finance.voorzieningen import VOORZIENINGEN
from scenarios.grond.gegevens import data_path
from scenarios.grond.openen import is_there
from scenarios.inlezen.waarden import Bronkolom
from scenarios.regiomap.lezen import Invoerrij, read_rows

PATROONKOLOMMEN = ("grootboek", "kostenplaats", "project", "voorziening", "doelgroep", "leerroute", "omschrijving")
SPUKNAMEN = {"spuk": "SPUK inburgering", "spuk_onderwijsroute": "SPUK onderwijsroute"}
SPUK_POTTEN = tuple(SPUKNAMEN)
EIGEN_REGELS = "boekingsregels.csv"


class Boekingsregel(Invoerrij):
    """One rule. `pot` other than the two SPUKs means: rejected, with `reden`."""

    code: str
    grootboek: str = ""
    kostenplaats: str = ""
    project: str = ""
    voorziening: str = ""
    doelgroep: str = ""
    leerroute: str = ""
    omschrijving: str = ""
    pot: Literal["spuk", "spuk_onderwijsroute", "gemeentefonds", "buig", "overig"]
    naar_voorziening: str = ""
    """The voorziening it counts as; empty: the booking's own."""
    taakveld: str = ""
    btw: Literal["", "compensabel", "kostprijs"] = ""
    reden: str

    @model_validator(mode="after")
    def _useful(self) -> Boekingsregel:
        if not any(getattr(self, k) for k in PATROONKOLOMMEN):
            raise ValueError(f"een patroon in ten minste één van {', '.join(PATROONKOLOMMEN)}")
        if self.naar_voorziening and self.naar_voorziening not in VOORZIENINGEN:
            raise ValueError(f"een bestaande voorziening. {suggest(self.naar_voorziening, VOORZIENINGEN)}")
        return self


def load_rules(regiomap: Path, meldingen: list[Melding]) -> tuple[Boekingsregel, ...]:
    """Rules of the region, then the shipped ones; problems are appended to `meldingen`."""
    eigen = regiomap / EIGEN_REGELS
    regels = read_rows(eigen, Boekingsregel, meldingen) if is_there(eigen) else []
    regels += read_rows(data_path() / EIGEN_REGELS, Boekingsregel, meldingen)
    codes = [r.code for r in regels]
    for regel in regels:
        if codes.count(regel.code) > 1 and codes.index(regel.code) != regels.index(regel):
            meldingen.append(
                Melding(regel.bestand, regel.plaats, f"code {regel.code} voor de tweede keer", "een eigen code")
            )
    return tuple(regels)


def match_rules(regels: Sequence[Boekingsregel], kolommen: dict[str, Bronkolom], rijen: int) -> NDArray[np.int16]:
    """Index of the first matching rule per row, -1 when none matches. shape: (rij,)"""
    uit = np.full(rijen, -1, dtype=np.int16)
    for nummer, regel in enumerate(regels):
        open_rijen = uit < 0
        for naam in PATROONKOLOMMEN:
            patroon = getattr(regel, naam)
            if patroon and open_rijen.any():
                open_rijen &= _matches(patroon, kolommen[naam])
        uit[open_rijen] = nummer
    return uit


def _matches(patroon: str, kolom: Bronkolom) -> NDArray[np.bool_]:
    raak = re.compile(fnmatch.translate(patroon.casefold())).match
    return kolom.take((raak(str(w).casefold()) is not None for w in kolom.waarden), bool)
