"""Problems of the text files told by sheet and cell, for whoever only has the workbook.

The checks of a region are the same whatever it was read from; they name a line or a key, and here that becomes a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import PurePosixPath

from finance.fouten import Melding
from scenarios.grond.openen import decode
from scenarios.regiomap.lezen import separator_of_head
from scenarios.werkboek.bladen import TABELLEN
from scenarios.werkboek.kolommen import Inhoud, Invoertabel, Regel
from scenarios.werkboek.omzetten import Tekstbestanden, rows_of, tables_of

_REGEL = re.compile(r"regel (\d+)(?:, veld (\S+))?$")
_VELD = re.compile(r"veld (\S+)$")
_SCENARIO = re.compile(r"scenario (\S+)$")
_ANDERS = {"gemeente": ("gemeenten", "cbs_code"), "periode": ("periode_tot",), "leerroute": ("leerroutes",)}
"""Words of messages -> columns"""
_BLOK = re.compile(r"in (\w+\.toml) een blok \[\[(\w+)\]\]")
_LOS_BLOK = re.compile(r"blok \[\[(\w+)\]\]")
_PLEK = re.compile(r"blad (.+?), (?:cel [A-Z]+|rij )(\d+)$")
Plek = tuple[Invoertabel, Regel, str]
"""Table, row and column; no column when the whole row is meant"""


@dataclass(frozen=True)
class Plaatsen:
    """Where everything of one workbook stands. Looked up only when there is something to tell."""

    werkboek: str
    inhoud: Inhoud
    tekst: Tekstbestanden

    @cached_property
    def _regels(self) -> dict[tuple[str, int], tuple[Invoertabel, Regel]]:
        """(file, line) -> row, of CSV."""
        tabellen = {id(r): t for t in TABELLEN for r in self.inhoud[t.naam]}
        uit: dict[tuple[str, int], tuple[Invoertabel, Regel]] = {}
        for pad, rijen in self.tekst.rijen.items():
            for nummer, regel in zip(_record_lines(self.tekst.bestanden[pad]), rijen, strict=False):
                uit.setdefault((PurePosixPath(pad).name, nummer), (tabellen[id(regel)], regel))
        return uit

    @cached_property
    def _velden(self) -> dict[tuple[str, str], Plek]:
        """(file, path or name of a block) -> place, of TOML."""
        uit: dict[tuple[str, str], Plek] = {}
        for pad in self.tekst.bestanden:
            if pad.endswith(".toml"):
                for tabel in tables_of(pad):
                    for sleutel, plek in _toml_places(tabel, rows_of(tabel, pad, self.inhoud)):
                        uit.setdefault((PurePosixPath(pad).name, sleutel), plek)
        return uit

    @cached_property
    def _bladen(self) -> dict[str, str]:
        """File -> the sheet that comes to mind first."""
        uit = {PurePosixPath(t.bestand).name: t.blad for t in reversed(TABELLEN)}
        eigen = (PurePosixPath(p) for p in self.tekst.bestanden)
        return uit | {p.name: "Scenario's" for p in eigen if p.parent.name == "scenarios"}

    def translate(self, melding: Melding) -> Melding:
        """The same message by sheet and cell; one that is about no file of the workbook stays as it is."""
        scenario = _SCENARIO.match(melding.bestand)
        bestand = f"{scenario[1]}.toml" if scenario else PurePosixPath(melding.bestand).name
        if bestand not in self._bladen:
            return self._reword(melding)
        plek = self._find(bestand, melding)
        if plek is None and (bij := re.search(r" op regel (\d+)", melding.gevonden)):
            # A gap or an overlap lies between rows: the end of the first of them is where to look.
            gevonden = self._regels.get((bestand, int(bij[1])))
            plek = (*gevonden, "tot" if "tot" in gevonden[0].per_naam else "") if gevonden else None
            melding = replace(melding, gevonden=f"{melding.plaats}: {melding.gevonden}")
        if plek is not None:
            tabel, regel, kolom = plek
            cel = regel.cellen.get(kolom or _column_in(melding.gevonden, tabel))
            waar = f"blad {tabel.blad}, {f'cel {cel}' if cel else f'rij {regel.rij}'}"
            if kolom:
                verwacht = melding.verwacht.replace(
                    f"een waarde voor {kolom}", f"een waarde voor {tabel.per_naam[kolom].label}"
                )
                melding = replace(melding, verwacht=verwacht)
        else:
            plaats = _VELD.sub(r"\1", melding.plaats)
            waar = ", ".join(d for d in (f"blad {self._sheet(bestand, melding)}", plaats) if d)
        return self._reword(replace(melding, bestand=self.werkboek, plaats=waar), bestand)

    def _find(self, bestand: str, melding: Melding) -> Plek | None:
        if regel := _REGEL.match(melding.plaats):
            gevonden = self._regels.get((bestand, int(regel[1])))
            return (*gevonden, regel[2] or "") if gevonden else None
        sleutel = melding.plaats
        if veld := _VELD.match(sleutel):
            sleutel = veld[1]
        while sleutel:
            if plek := self._velden.get((bestand, sleutel)):
                return plek
            sleutel = sleutel.rpartition(".")[0]
        # A rule about a file as a whole, which begins with the line of the form that breaks it.
        woord = melding.gevonden.partition(" ")[0]
        return self._velden.get((bestand, woord)) if not melding.plaats else None

    def _sheet(self, bestand: str, melding: Melding) -> str:
        """The sheet of a message without a place: of the first block that it names."""
        blokken = re.findall(r"\[\[(\w+)\]\]|\b(\w+)\.\w", f"{melding.verwacht} {melding.gevonden}")
        for blok in (een or ander for een, ander in blokken):
            for tabel in TABELLEN:
                if tabel.bestand == bestand and re.match(rf"{blok}(\.|\[|$)", tabel.pad or ""):
                    return tabel.blad
        return self._bladen[bestand]

    def reword(self, tekst: str) -> str:
        """A sentence about text files, about sheets."""
        tekst = _LOS_BLOK.sub(_block_title, _BLOK.sub(_block_sheet, tekst))
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


def _block_title(gevonden: re.Match[str]) -> str:
    tabel = next((t for t in TABELLEN if t.pad == f"{gevonden[1]}[]"), None)
    return f"regel onder {tabel.titel}" if tabel else gevonden[0]


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
    lezer = csv.reader(io.StringIO(tekst), delimiter=separator_of_head(tekst))
    regels = [lezer.line_num for cellen in lezer if any(c.strip() for c in cellen)]
    return regels[1:]


def _toml_places(tabel: Invoertabel, regels: Iterable[Regel]) -> Iterable[tuple[str, Plek]]:
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


def _column_in(gevonden: str, tabel: Invoertabel) -> str:
    """The column that a sentence about a whole row is about, as in 'tot 2025-01-01'; else the value, or the first."""
    woorden = [w for woord in re.findall(r"\w+", gevonden) for w in (woord, *_ANDERS.get(woord, ()))]
    standaard = tabel.dwars.waarde if tabel.dwars else tabel.kolommen[0].naam
    return next((w for w in woorden if w in tabel.per_naam), standaard)
