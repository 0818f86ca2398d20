"""`vertaling.csv`: which voorziening a code of the ledger stands for; one list per region, for all files."""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from finance.fouten import Melding, suggest
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.boekingsregels import SPUK_POTTEN
from scenarios.grond.openen import is_there
from scenarios.inlezen.waarden import Bronkolom
from scenarios.regiomap.lezen import Invoerrij, read_rows

VERTALING = "vertaling.csv"
CODEKOLOMMEN = ("kostenplaats", "project", "grootboek")
_WOORDEN: Mapping[str, str] = {
    # voorziening -> what a booking of it says
    "leerroute_onderwijs": r"onderwijsroute|leerroute onderwijs|schakel",
    "leerroute_z": r"\bz-?\s?route|zelfredzaamheidsroute|leerroute z\b",
    "leerroute_b1": r"\bb1\b|leerroute b1|b1-?route",
    "maatschappelijke_begeleiding": r"maatsch\w*\.? ?begel|\bmb\b",
    "map": r"\bmap\b|arbeidsmarkt en participatie",
    "pvt": r"\bpvt\b|participatieverklaring",
    "knm": r"\bknm\b|kennis (van )?de ned",
    "tolken": r"\btolk",
    "leerbaarheidstoets": r"leerbaarheid|\blbt\b",
    "brede_intake": r"brede intake|\bintake",
    "pip": r"\bpip\b|plan inburgering",
    "voortgangsgesprek": r"voortgangsgesprek",
    "financieel_ontzorgen": r"ontzorg",
    "beleid_inkoop": r"\bbeleid|inkoopkosten|handhaving",
}


class Vertaalrij(Invoerrij):
    """One code, or a pattern with `*`; the first row that fits decides."""

    waarde: str
    voorziening: str = ""
    kolom: Literal["", "kostenplaats", "project", "grootboek", "omschrijving", "crediteur"] = ""
    pot: Literal["", "spuk", "spuk_onderwijsroute", "gemeentefonds", "buig", "overig"] = ""
    gemeente: str = ""
    """Only for bookings of this gemeente."""
    reden: str = ""

    @model_validator(mode="after")
    def _useful(self) -> Vertaalrij:
        if not self.waarde:
            raise ValueError("een waarde")
        if self.voorziening and self.voorziening not in VOORZIENINGEN:
            raise ValueError(f"een bestaande voorziening. {suggest(self.voorziening, VOORZIENINGEN)}")
        if not self.voorziening and (self.pot in ("", *SPUK_POTTEN)):
            raise ValueError("een voorziening, of een pot buiten de SPUK")
        return self

    @property
    def verdict(self) -> str:
        """Why a booking with this code is no lasten of a SPUK; empty when it is."""
        return "" if self.pot in ("", *SPUK_POTTEN) else self.reden or f"{VERTALING} regel {self.regel}: pot {self.pot}"


def load_translation(map_: Path, meldingen: list[Melding]) -> tuple[Vertaalrij, ...]:
    """The list of a region; empty when it has none."""
    pad = map_ / VERTALING
    return tuple(read_rows(pad, Vertaalrij, meldingen)) if is_there(pad) else ()


def translate(
    vertaling: Sequence[Vertaalrij],
    kolommen: Mapping[str, Bronkolom],
    open_rijen: NDArray[np.bool_],
    who: Callable[[str], str | None],
) -> NDArray[np.int32]:
    """Index of the first row of the list that fits each booking in `open_rijen`, -1 for none. shape: (rij,)

    who: a name of a gemeente -> its code.
    """
    uit = np.full(len(open_rijen), -1, dtype=np.int32)
    wie = kolommen["gemeente"]
    for nummer, rij in enumerate(vertaling):
        vrij = open_rijen & (uit < 0)
        if not vrij.any():
            break
        if rij.gemeente:
            code = who(rij.gemeente)
            vrij &= wie.take((who(str(w)) == code for w in wie.waarden), bool)
        raak = np.zeros(len(uit), dtype=bool)
        for naam in (rij.kolom,) if rij.kolom else CODEKOLOMMEN:
            kolom = kolommen[naam]
            raak |= kolom.take((fits(rij.waarde, str(w)) for w in kolom.waarden), bool)
        uit[vrij & raak] = nummer
    return uit


def fits(patroon: str, waarde: str) -> bool:
    """A code equals itself, also with its name behind it and whatever zeros stand before it; `*` is anything."""
    if not waarde:
        return False
    a, b = patroon.casefold(), waarde.casefold()
    if "*" in a or "?" in a:
        return fnmatch.fnmatchcase(b, a)
    eerste = re.split(r"[\s:]|-(?=\s)", b, maxsplit=1)[0]
    return a == b or (any(map(str.isdigit, a)) and a.lstrip("0") in (b.lstrip("0"), eerste.lstrip("0")))


def guess(teksten: Sequence[str]) -> str:
    """The voorziening that all these texts speak of; empty when they speak of none or of several."""
    gevonden = {v for t in teksten if (v := _named(t))}
    return gevonden.pop() if len(gevonden) == 1 else ""


def _named(tekst: str) -> str:
    return next((v for v, woorden in _WOORDEN.items() if re.search(woorden, tekst, re.IGNORECASE)), "")


def nearest(waarde: str, vertaling: Sequence[Vertaalrij]) -> Vertaalrij | None:
    """The row of the list whose code is most like this one."""
    bekend = {r.waarde: r for r in vertaling if r.voorziening}
    buren = difflib.get_close_matches(waarde, list(bekend), n=1, cutoff=0.6)
    return bekend[buren[0]] if buren else None


def per_row(waarden: Sequence[str], nummer: NDArray[Any]) -> NDArray[Any]:
    """A property of the row of the list that fits, '' where none does. shape: (rij,)"""
    return np.array([*waarden, ""], dtype=object)[nummer]
