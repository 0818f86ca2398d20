"""The address book of a workbook: a formula names keys, and at layout every key has become a cell.

What a formula says is the same in every spreadsheet program; how an address is written is not, and stands here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from finance.taal.regel import Wetsregel
from finance.taal.tekst import by_key, formula

letters = cache(xl_col_to_name)
"""The letters of a column number."""
Sleutel = Hashable
"""What a cell holds, in the words of its report: ("spuk", "saldo", 2025)."""


class Plaats(NamedTuple):
    """Where a cell stands; every cell of a workbook gets one."""

    blad: str
    rij: int
    kolom: int

    @property
    def hier(self) -> str:
        """Address on its own sheet."""
        return f"{letters(self.kolom)}{self.rij + 1}"

    @property
    def vast(self) -> str:
        """Address on its own sheet that stays when a formula is copied."""
        return f"${letters(self.kolom)}${self.rij + 1}"

    def __str__(self) -> str:
        return f"{quoted(self.blad)}!{self.vast}"


@dataclass(frozen=True)
class Bereik:
    """The cells from one key to another, as one argument of a formula."""

    eerste: Sleutel
    laatste: Sleutel


@dataclass(frozen=True)
class Formule:
    """A cell that is computed, with the value that it has for the input as delivered.

    waarde: in the unit of its column, so whole cents in one of cents; tekst: functions that every program knows (SUM,
    MIN, ROUND, IF), with {0}, {1}, ... where the cells of `sleutels` come; a text without keys stands as it is.
    """

    tekst: str
    waarde: float | str
    sleutels: tuple[Sleutel | Bereik, ...] = ()


class Verwijzingen(dict[Sleutel | Bereik, str]):
    """The keys of a formula that is being written: key -> its place in the text, in the order in which they come up."""

    def __missing__(self, sleutel: Sleutel | Bereik) -> str:
        self[sleutel] = f"{{{len(self)}}}"
        return self[sleutel]

    def formula(self, tekst: str, waarde: float | str) -> Formule:
        """The formula with this text."""
        return Formule(tekst, waarde, tuple(self))


class Adresboek(dict[Sleutel, Plaats]):
    """Key -> the cell that holds it, over all sheets of one workbook."""

    def text(self, sleutel: Sleutel | Bereik, blad: str = "") -> str:
        """The address as a formula on sheet `blad` writes it; without a sheet always with its own."""
        if isinstance(sleutel, Bereik):
            eerste, laatste = self[sleutel.eerste], self[sleutel.laatste]
            return f"{eerste.hier}:{laatste.hier}" if blad == eerste.blad else f"{eerste}:{laatste.vast}"
        plaats = self[sleutel]
        return plaats.hier if blad == plaats.blad else str(plaats)

    def fill(self, formule: Formule, blad: str = "") -> str:
        """The text of a formula with its addresses."""
        if not formule.sleutels:
            return formule.tekst
        return formule.tekst.format(*(self.text(s, blad) for s in formule.sleutels))


def quoted(blad: str) -> str:
    """A sheet name as it stands in a formula."""
    return "'" + blad.replace("'", "''") + "'"


def sum_of(sleutels: Iterable[tuple[Sleutel, int]], waarde: float) -> Formule:
    """Keys added up with their signs."""
    delen = list(sleutels)
    tekst = "".join(f"{'+' if teken > 0 else '-'}{{{n}}}" for n, (_, teken) in enumerate(delen))
    return Formule(tekst.removeprefix("+"), waarde, tuple(sleutel for sleutel, _ in delen))


def from_rule(regel: Wetsregel, sleutels: Mapping[str, Sleutel], centen: int) -> Formule:
    """The formula of a rule of law over whole cents. sleutels: name in the rule -> the cell that holds it"""
    plekken = {naam: f"{{{n}}}" for n, naam in enumerate(sleutels)}
    return Formule(formula(regel, by_key(plekken), cents=True), centen, tuple(sleutels.values()))
