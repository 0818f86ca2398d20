"""Sheets of up to a million bookings, written as XML straight into the workbook.

Cell by cell a million rows take minutes. So the sheet is laid as any other table, with one sample row that carries the
styles of its columns, and afterwards that row is replaced by all rows. Texts go in as inline strings, which no program
takes for a formula.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reports.tabel.adres import Formule
from reports.tabel.tabel import Cel, Kolom, Rij, Soort, Tabel
from reports.tabel.xlsx import Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx

MAX_RIJEN = 1_000_000
"""Rows on one sheet; Excel stops at 1.048.576. What does not fit goes on to a next sheet."""
OP_PAPIER = 100
"""More rows than this nobody reads on paper."""
_BLOK = 50_000
_DAG_NUL = np.datetime64("1899-12-30", "D")
MEEST_TEKENS = 32_767
"""Of a cell of Excel"""
_ONGELDIG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
KOLOMMEN = (
    Kolom("Stuknummer", naam="stuknummer"),
    Kolom("Datum", "datum", naam="datum"),
    Kolom("Grootboek", naam="grootboek"),
    Kolom("Voorziening", naam="voorziening"),
    Kolom("Kostenplaats", naam="kostenplaats"),
    Kolom("Project", naam="project"),
    Kolom("Crediteur", naam="crediteur"),
    Kolom("Doelgroep", naam="doelgroep"),
    Kolom("Leerroute", naam="leerroute"),
    Kolom("Omschrijving", naam="omschrijving"),
    Kolom("Bedrag", "cent", naam="bedrag", vorm="geld in"),
    Kolom("Btw", "cent", naam="btw", vorm="geld in"),
    Kolom("Last voor de SPUK", "cent", naam="last", vorm="geld in"),
    Kolom("Regeling", naam="pot"),
    Kolom("Taakveld", naam="taakveld"),
    Kolom("Regel", naam="besluit"),
    Kolom("Bestand", naam="bestand"),
    Kolom("Regelnr", "heel", naam="regel", vorm="heel in"),
)
"""What a booking says, and what was decided on it; the names are those of the table of bookings."""
UITVOERDER = Kolom("Uitvoerder", naam="gemeente")
REDEN = Kolom("Reden van afkeuring", naam="reden")
_BREEDTES = {
    "stuknummer": 14, "datum": 11, "grootboek": 26, "voorziening": 26, "kostenplaats": 14, "project": 14,
    "crediteur": 24, "doelgroep": 17, "leerroute": 10, "omschrijving": 44, "bedrag": 15, "btw": 12, "last": 15,
    "pot": 19, "taakveld": 9, "besluit": 7, "bestand": 30, "regel": 9, "gemeente": 26, "reden": 60,
}  # fmt: skip


@dataclass(frozen=True)
class Rijenblad:
    """A sheet that waits for its rows: `voorbeeld` is the row number (from 1) of the sample row."""

    naam: str
    voorbeeld: int
    kolommen: tuple[Kolom, ...]
    rijen: pd.DataFrame

    def column(self, naam: str) -> str:
        """Absolute range of one column, for formulas on other sheets."""
        letter = chr(ord("A") + [k.naam for k in self.kolommen].index(naam))
        laatste = self.voorbeeld + max(0, len(self.rijen) - 1)
        return f"'{self.naam}'!${letter}${self.voorbeeld}:${letter}${laatste}"


def add_row_sheets(
    werkboek: Werkboek,
    naam: str,
    rijen: pd.DataFrame,
    toelichting: str,
    voorop: tuple[Kolom, ...] = (),
) -> list[Rijenblad]:
    """Sheets with heading, totals and one sample row for `rijen`; the rows themselves come with `fill_row_sheets`.

    voorop: columns before those of every booking.
    """
    # The source's own codes stand beside each line when there are any.
    leeg = {k for k in ("kostenplaats", "project", "crediteur") if not (rijen[k].astype(str) != "").any()}
    kolommen = tuple(k for k in (*voorop, *KOLOMMEN) if k.naam not in leeg)
    delen = [rijen.iloc[i : i + MAX_RIJEN] for i in range(0, max(1, len(rijen)), MAX_RIJEN)]
    bladen = []
    for nummer, deel in enumerate(delen, start=1):
        titel = naam if nummer == 1 else f"{naam} ({nummer})"
        afdruk = None if len(deel) <= OP_PAPIER else 0
        blad = werkboek.add(titel, [_BREEDTES[str(k.naam)] for k in kolommen], toelichting, afdruk=afdruk)
        bladen.append(_prepare(blad, titel, kolommen, deel))
    return bladen


def _prepare(blad: Blad, titel: str, kolommen: tuple[Kolom, ...], rijen: pd.DataFrame) -> Rijenblad:
    uit = Rijenblad(titel, blad.rij + 3, kolommen, rijen)

    def total(kolom: Kolom) -> Cel:
        if kolom.soort != "cent":
            return ""
        bereik = uit.column(str(kolom.naam)).partition("!")[2]
        return Formule(f"SUM({bereik})", int(rijen[kolom.naam].sum()))

    # The totals stand above the heads, where a million rows do not push them away.
    som = Rij(("Totaal", *map(total, kolommen[1:])), nadruk="totaal")
    to_xlsx(blad, Tabel("", kolommen, (som,)), kop=False)
    kop = blad.rij
    to_xlsx(blad, Tabel("", kolommen, (Rij((0,) * len(kolommen)),)), vast=1)
    blad.ws.autofilter(kop, 0, kop + max(1, len(rijen)), len(kolommen) - 1)
    return uit


def fill_row_sheets(bron: Path, doel: Path, bladen: Sequence[Rijenblad]) -> None:
    """Copy workbook `bron` to `doel`, putting all rows in place of the sample rows."""
    with zipfile.ZipFile(bron) as lees, zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as schrijf:
        paden = _sheet_paths(lees)
        per_pad = {paden[b.naam]: b for b in bladen}
        for deel in lees.infolist():
            inhoud = lees.read(deel)
            if deel.filename not in per_pad:
                schrijf.writestr(deel.filename, inhoud)
                continue
            blad = per_pad[deel.filename]
            with schrijf.open(deel.filename, "w", force_zip64=True) as stroom:
                for blok in _splice(inhoud.decode(), blad):
                    stroom.write(blok.encode())


def _sheet_paths(archief: zipfile.ZipFile) -> dict[str, str]:
    # xlsxwriter numbers its sheets in order; the names stand in that order in the workbook.
    namen = re.findall(r'<sheet name="([^"]*)"', archief.read("xl/workbook.xml").decode())
    return {naam.replace("&amp;", "&"): f"xl/worksheets/sheet{i}.xml" for i, naam in enumerate(namen, start=1)}


def _splice(xml: str, blad: Rijenblad) -> Iterator[str]:
    treffer = re.search(rf'<row r="{blad.voorbeeld}"[^>]*>.*?</row>', xml, re.DOTALL)
    assert treffer is not None
    stijlen = re.findall(r'<c r="[A-Z]+\d+" s="(\d+)"', treffer.group())
    laatste = blad.voorbeeld + max(0, len(blad.rijen) - 1)
    yield re.sub(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+', rf"\g<1>{laatste}", xml[: treffer.start()])
    for begin in range(0, len(blad.rijen), _BLOK):
        deel = blad.rijen.iloc[begin : begin + _BLOK]
        cellen = [_cells(deel[k.naam], k.soort, s) for k, s in zip(blad.kolommen, stijlen, strict=True)]
        eerste = blad.voorbeeld + begin
        koppen = [f'<row r="{n}">' for n in range(eerste, eerste + len(deel))]
        yield "".join(chain.from_iterable(zip(koppen, *cellen, repeat("</row>"), strict=False)))
    yield xml[treffer.end() :]


def _cells(reeks: pd.Series, soort: Soort, stijl: str) -> list[str]:
    """XML of one column; each distinct value is formatted once."""
    codes: NDArray[Any]
    if isinstance(reeks.dtype, pd.CategoricalDtype):
        gebruikt, codes = np.unique(reeks.cat.codes.to_numpy(), return_inverse=True)
        fragmenten = _text_cells(reeks.cat.categories.take(gebruikt).tolist(), stijl)
    else:
        getallen = reeks.to_numpy()
        if soort == "datum":
            getallen = (getallen.astype("datetime64[D]") - _DAG_NUL).astype(np.int64)
        gebruikt, codes = np.unique(getallen, return_inverse=True)
        if soort == "cent":
            fragmenten = [f'<c s="{stijl}"><v>{g / 100:.2f}</v></c>' for g in gebruikt.tolist()]
        else:
            fragmenten = [f'<c s="{stijl}"><v>{g}</v></c>' for g in gebruikt.tolist()]
    return np.array(fragmenten, dtype=object)[codes].tolist()


def _text_cells(teksten: list[str], stijl: str) -> list[str]:
    samen, schoon = "".join(teksten), teksten
    # Whether anything must be escaped or left out, or spaces kept, is asked of all texts at once.
    if not samen.isprintable() or any(c in samen for c in "&<>") or max(map(len, teksten)) > MEEST_TEKENS:
        schoon = [escape(_ONGELDIG.sub("", t)[:MEEST_TEKENS]) for t in teksten]
    houdt = "" if list(map(str.strip, schoon)) == schoon else ' xml:space="preserve"'
    voor = f'<c s="{stijl}" t="inlineStr"><is><t{houdt}>'
    return [f"{voor}{s}</t></is></c>" if t else f'<c s="{stijl}"/>' for t, s in zip(teksten, schoon, strict=True)]
