"""Problems of the text files told by sheet and cell, for whoever only has the workbook.

The checks of a region are the same whatever it was read from; they name a line or a key, and here that becomes a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath

from finance.fouten import Melding
from scenarios.regiomap.lezen import decode, find_separator
from scenarios.werkboek.bladen import TABELLEN
from scenarios.werkboek.kolommen import Inhoud, Regel, Tabel
from scenarios.werkboek.omzetten import Tekstbestanden, rows_of, tables_of

_REGEL = re.compile(r"regel (\d+)(?:, veld (\S+))?$")
_VELD = re.compile(r"veld (\S+)$")
_BLOK = re.compile(r"in (\w+\.toml) een blok \[\[(\w+)\]\]")
_PLEK = re.compile(r"blad (.+?), (?:cel [A-Z]+|rij )(\d+)$")
Plek = tuple[Tabel, Regel, str]
"""Table, row and column; no column when the whole row is meant"""


@dataclass
class Plaatsen:
    """Where everything of one workbook stands."""

    werkboek: str
    inhoud: Inhoud
    tekst: Tekstbestanden
    _regels: dict[tuple[str, int], tuple[Tabel, Regel]] = field(default_factory=dict)
    """(file, line) -> row, of CSV"""
    _velden: dict[tuple[str, str], Plek] = field(default_factory=dict)
    """(file, path or name of a block) -> place, of TOML"""

    def __post_init__(self) -> None:
        for pad, inhoud in self.tekst.bestanden.items():
            naam = PurePosixPath(pad).name
            if pad.endswith(".csv"):
                for nummer, regel in zip(_record_lines(inhoud), self.tekst.rijen.get(pad, ()), strict=False):
                    tabel = next(t for t in tables_of(pad) if any(r is regel for r in self.inhoud[t.naam]))
                    self._regels.setdefault((naam, nummer), (tabel, regel))
            else:
                for tabel in tables_of(pad):
                    for sleutel, plek in _toml_places(tabel, rows_of(tabel, pad, self.inhoud)):
                        self._velden.setdefault((naam, sleutel), plek)
        self._bladen = {PurePosixPath(t.bestand).name: t.blad for t in reversed(TABELLEN)}
        self._bladen |= {
            PurePosixPath(p).name: "Scenario's" for p in self.tekst.bestanden if p.startswith("scenarios/")
        }

    def translate(self, melding: Melding) -> Melding:
        """The same message by sheet and cell; one that is about no file of the workbook stays as it is."""
        bestand = PurePosixPath(melding.bestand).name
        if bestand not in self._bladen:
            return self._reword(melding)
        plek = self._find(bestand, melding)
        if plek is not None:
            tabel, regel, kolom = plek
            cel = regel.cellen.get(kolom)
            waar = f"blad {tabel.blad}, {f'cel {cel}' if cel else f'rij {regel.rij}'}"
        else:
            plaats = _VELD.sub(r"\1", melding.plaats)
            waar = ", ".join(d for d in (f"blad {self._bladen[bestand]}", plaats) if d)
        return self._reword(replace(melding, bestand=self.werkboek, plaats=waar), bestand)

    def _find(self, bestand: str, melding: Melding) -> Plek | None:
        if regel := _REGEL.match(melding.plaats):
            gevonden = self._regels.get((bestand, int(regel[1])))
            return (*gevonden, regel[2] or _column_in(melding.gevonden, gevonden[0])) if gevonden else None
        sleutel = melding.plaats
        if veld := _VELD.match(sleutel):
            sleutel = veld[1]
        while sleutel:
            if plek := self._velden.get((bestand, sleutel)):
                return plek if plek[2] else (*plek[:2], _column_in(melding.gevonden, plek[0]))
            sleutel = sleutel.rpartition(".")[0]
        return None

    def reword(self, tekst: str) -> str:
        """A sentence about text files, about sheets."""
        tekst = _BLOK.sub(_block_sheet, tekst)
        for naam, blad in self._bladen.items():
            tekst = re.sub(rf"(?:\b(in|uit) )?(?<![\w/-]){re.escape(naam)}", partial(_on_sheet, blad), tekst)
        return tekst

    def _reword(self, melding: Melding, bestand: str = "") -> Melding:
        """Names of text files and their lines, inside a sentence."""

        def row(regel: re.Match[str]) -> str:
            return self._row(bestand, int(regel[1])) or regel[0]

        def reword(tekst: str) -> str:
            return re.sub(r"\bregel (\d+)", row, self.reword(tekst))

        return replace(
            melding,
            gevonden=reword(melding.gevonden),
            verwacht=reword(melding.verwacht),
            herstel=reword(melding.herstel),
        )

    def _row(self, bestand: str, nummer: int) -> str:
        gevonden = self._regels.get((bestand, nummer))
        return f"rij {gevonden[1].rij}" if gevonden else ""


def _on_sheet(blad: str, gevonden: re.Match[str]) -> str:
    return f"{ {'in': 'op het', 'uit': 'van het'}.get(gevonden[1], 'het') } blad {blad}"


def _block_sheet(gevonden: re.Match[str]) -> str:
    tabel = next((t for t in TABELLEN if t.bestand == gevonden[1] and t.pad == f"{gevonden[2]}[]"), None)
    return f"op het blad {tabel.blad} een regel" if tabel else gevonden[0]


def unexplained(meldingen: Iterable[Melding], eerder: Iterable[Melding]) -> list[Melding]:
    """The messages about a row, or about a file as a whole, that has none yet: one cause gives one message."""
    rijen, bestanden, kaal = set(), set(), set()
    for melding in eerder:
        gevonden = _PLEK.match(melding.plaats)
        blad = _sheet_of(melding)
        rijen.add(gevonden.groups() if gevonden else None)
        bestanden |= {t.bestand for t in TABELLEN if t.blad == blad}
        kaal |= set() if gevonden else {blad}
    uit = []
    for melding in meldingen:
        gevonden = _PLEK.match(melding.plaats)
        blad = _sheet_of(melding)
        if gevonden:
            gezegd = gevonden.groups() in rijen or blad in kaal
        else:
            gezegd = any(t.bestand in bestanden for t in TABELLEN if t.blad == blad)
        if not gezegd:
            uit.append(melding)
    return uit


def _sheet_of(melding: Melding) -> str:
    return melding.plaats.partition(",")[0].removeprefix("blad ")


def without_wrong_rows(inhoud: Inhoud, meldingen: Iterable[Melding]) -> Inhoud:
    """The rows that nothing is wrong with, so that the rest can be checked. Blocks that must be there stay."""
    fout = {m.groups() for melding in meldingen if (m := _PLEK.match(melding.plaats))}
    uit = dict(inhoud)
    for tabel in TABELLEN:
        sleutels = set(tabel.sleutels) if tabel.pad is not None and not tabel.lijst else None
        uit[tabel.naam] = [
            r
            for r in inhoud[tabel.naam]
            if (tabel.blad, str(r.rij)) not in fout
            or (sleutels is not None and all(r.waarden[s] is not None for s in sleutels))
        ]
    return uit


def _record_lines(inhoud: bytes) -> list[int]:
    """The line number that the readers give each record after the head."""
    tekst = decode(inhoud)
    lezer = csv.reader(io.StringIO(tekst), delimiter=find_separator(tekst))
    regels = [lezer.line_num for cellen in lezer if any(c.strip() for c in cellen)]
    return regels[1:]


def _toml_places(tabel: Tabel, regels: Iterable[Regel]) -> Iterable[tuple[str, Plek]]:
    tellers: dict[tuple[str, ...], int] = {}
    for regel in regels:
        pad = tabel.path(regel.waarden)
        nummer = tellers[pad] = tellers.get(pad, 0) + 1
        delen = (*pad, str(nummer)) if tabel.lijst else pad
        blok = ".".join(delen)
        if blok:
            yield blok, (tabel, regel, "")
        for kolom in tabel.velden:
            yield ".".join((*delen, kolom.naam)), (tabel, regel, kolom.naam)
        if tabel.plaats:
            naam = tabel.plaats.format(**regel.waarden)
            yield naam, (tabel, regel, "")
            yield f"{naam} nr {nummer}", (tabel, regel, "")


def _column_in(gevonden: str, tabel: Tabel) -> str:
    """The column that a sentence about a whole row begins with, as in 'tot 2025-01-01'."""
    woorden = re.findall(r"\w+", gevonden)
    return next((w for w in woorden[:2] if w in tabel.per_naam), "")
