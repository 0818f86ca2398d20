"""Putting the rows of a region into a workbook that its user already keeps.

Only cells of which the value differs are changed, inside the file itself: own sheets, formulas, formats, charts and
column widths stay what they are, byte for byte where nothing changed. A library that reads and rewrites the whole file
would lose the stored values of formulas, and charts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from reports.invoer.indeling import Tabelbeeld, Vulling, lay_out
from reports.invoer.werkboek import cell_value
from reports.invoer.xml_cellen import Pakket
from reports.tabel.xlsx import Celwaarde
from scenarios.grond.bestanden import replacing
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.werkboek.bladen import TABELLEN, TEKST
from scenarios.werkboek.cellen import (
    Cellen,
    Ligging,
    address,
    form_cells,
    locate,
    period_label,
    read_sheets,
    read_workbook,
)
from scenarios.werkboek.kolommen import HERKOMST, Inhoud, Invoertabel, Veld
from scenarios.werkboek.omzetten import names
from scenarios.werkboek.sjabloon import template_rows
from scenarios.werkboek.soorten import Celfout, Omgeving, Waarde

ORDE = ("contracten", "gemeenten")
"""Tables whose order means something"""
MEEST = 100_000
"""Rows that a table can grow by"""


@dataclass(frozen=True)
class _Wens:
    """What a cell must hold."""

    adres: str
    waarde: Celwaarde
    voorbeeld: str
    """A cell with the format of this column, for one that was never there"""


def update_workbook(pad: Path, inhoud: Inhoud, sjablonen: Mapping[str, bytes], land: Landsgegevens) -> int:
    """Change the cells that say something else; returns how many. Raises Invoerfout when a table has no room."""
    oud = {naam.casefold(): cellen for naam, cellen in read_sheets(pad).items()}
    omgeving = names(inhoud, land)
    per_blad: dict[str, list[_Wens]] = {}
    for tabel in TABELLEN:
        cellen = oud.get(tabel.blad.casefold(), ())
        wensen = _wishes(tabel, cellen, inhoud, omgeving)
        per_blad.setdefault(tabel.blad, []).extend(wensen)
    with replacing(pad) as tijdelijk:
        pakket = Pakket(pad)
        for blad, wensen in per_blad.items():
            for wens in wensen:
                pakket.put(blad, wens.adres, wens.waarde, wens.voorbeeld)
        if TEKST.casefold() in oud:
            pakket.replace_rows(TEKST, [("bestand", "vorm", "regel"), *template_rows(sjablonen)])
        pakket.save(tijdelijk)
        _verify(pad, tijdelijk, inhoud, land)
    return sum(map(len, per_blad.values()))


def _verify(pad: Path, nieuw: Path, inhoud: Inhoud, land: Landsgegevens) -> None:
    """What was written is read back before it takes the place of the old file."""
    gelezen = read_workbook(nieuw, land)
    anders = [t for t in TABELLEN if _as_set(gelezen.inhoud[t.naam]) != _as_set(inhoud[t.naam])]
    if gelezen.meldingen or anders:
        waar = f"blad {anders[0].blad}" if anders else ""
        herstel = "Schrijf een nieuw werkboek met --uit, en haal de eigen bladen over."
        raise Invoerfout(
            [Melding(str(pad), waar, "een blad dat niet bij te werken is", "een blad als gemaakt", herstel)]
        )


def _as_set(regels: Sequence) -> list[str]:
    return sorted(repr(r.waarden) for r in regels)


def _wishes(tabel: Invoertabel, cellen: Cellen, inhoud: Inhoud, omgeving: Omgeving) -> list[_Wens]:
    if tabel.formulier:
        return list(_form_wishes(tabel, cellen, inhoud, omgeving))
    regels = inhoud[tabel.naam]
    ligging = locate(tabel, cellen)
    if ligging is None:
        if not regels:
            return []
        raise Invoerfout([_no_room(tabel, f"geen kop van {tabel.titel!r}")])
    ligging, koppen = _widen(tabel, ligging, inhoud)
    perioden = tuple(k for k in ligging.kolommen.values() if isinstance(k, tuple))
    beeld = lay_out(tabel, Vulling(regels, perioden))
    return [*koppen, *_row_wishes(tabel, ligging, cellen, _in_columns(tabel, ligging, beeld), omgeving)]


def _form_wishes(tabel: Invoertabel, cellen: Cellen, inhoud: Inhoud, omgeving: Omgeving) -> Iterator[_Wens]:
    waarden = inhoud[tabel.naam][0].waarden if inhoud[tabel.naam] else dict.fromkeys(tabel.per_naam)
    plekken = form_cells(tabel, cellen)
    for kolom in tabel.kolommen:
        if kolom.naam not in plekken:
            if waarden[kolom.naam] is not None:
                raise Invoerfout([_no_room(tabel, f"geen regel {kolom.label!r}")])
            continue
        rij, nummer = plekken[kolom.naam]
        if not _says(kolom, _cell(cellen, rij, nummer), waarden[kolom.naam], omgeving):
            adres = address(rij, nummer)
            yield _Wens(adres, cell_value(kolom, waarden[kolom.naam], omgeving), adres)


def _widen(tabel: Invoertabel, ligging: Ligging, inhoud: Inhoud) -> tuple[Ligging, list[_Wens]]:
    """Columns that the sheet does not have yet, behind the last one; the new heads."""
    regels = inhoud[tabel.naam]
    nodig: list[Veld | tuple[Waarde, ...]] = [
        k for k in tabel.vast if any(r.waarden[k.naam] is not None for r in regels)
    ]
    if tabel.dwars:
        nodig += dict.fromkeys(tuple(r.waarden[k] for k in tabel.dwars.kolommen) for r in regels)
    kolommen = dict(ligging.kolommen)
    wensen = []
    for kolom in nodig:
        if kolom not in kolommen.values():
            nummer = max(kolommen) + 1
            kolommen[nummer] = kolom
            kop = period_label(kolom) if isinstance(kolom, tuple) else kolom.label
            wensen.append(_Wens(address(ligging.kop, nummer), kop, address(ligging.kop, nummer - 1)))
    return Ligging(ligging.kop, kolommen, ligging.rijen), wensen


def _in_columns(tabel: Invoertabel, ligging: Ligging, beeld: Tabelbeeld) -> list[_Rij]:
    """The rows of a table by column number of the sheet."""
    plek = {}
    for nummer, kolom in ligging.kolommen.items():
        label = period_label(kolom) if isinstance(kolom, tuple) else kolom.label
        plek[nummer] = beeld.koppen.index(label)
    kolommen = [k for k in beeld.kolommen if k is not None]
    return [{n: (kolommen[i], rij[i]) for n, i in plek.items()} for rij in beeld.rijen]


_Rij = dict[int, tuple[Veld, Waarde]]
"""Column number of the sheet -> column and value"""


def _row_wishes(
    tabel: Invoertabel, ligging: Ligging, cellen: Cellen, rijen: Sequence[_Rij], omgeving: Omgeving
) -> Iterator[_Wens]:
    """The cells that say something else than the rows, each row in its place."""
    eerste = min(ligging.rijen, default=ligging.kop + 1)
    blad = _Tabelblad(tabel, ligging, cellen, omgeving)
    for rij, wens in _place(blad, rijen):
        for nummer, (kolom, waarde) in wens.items():
            if not blad.says(rij, nummer, kolom, waarde):
                yield _Wens(address(rij, nummer), cell_value(kolom, waarde, omgeving), address(eerste, nummer))


@dataclass(frozen=True)
class _Tabelblad:
    """A table as it stands on the sheet."""

    tabel: Invoertabel
    ligging: Ligging
    cellen: Cellen
    omgeving: Omgeving

    def says(self, rij: int, nummer: int, kolom: Veld, waarde: Waarde) -> bool:
        return _says(kolom, _cell(self.cellen, rij, nummer), waarde, self.omgeving)

    def same(self, rij: int, wens: _Rij) -> bool:
        return all(self.says(rij, n, k, w) for n, (k, w) in wens.items())

    @property
    def dwars(self) -> list[int]:
        """The columns with a period as their head."""
        return [n for n, k in self.ligging.kolommen.items() if isinstance(k, tuple)]

    def filled(self, kolommen: Iterable[int]) -> list[int]:
        """The rows with anything in one of these columns."""
        return [r for r in self.ligging.rijen if any(_cell(self.cellen, r, n) is not None for n in kolommen)]

    @property
    def room(self) -> list[int]:
        """Empty rows below the last one that is used; below the last table of a sheet there is no end to them."""
        gevuld, rijen = self.filled(self.ligging.kolommen), self.ligging.rijen
        leeg = [r for r in rijen if r not in gevuld and r > max(gevuld, default=self.ligging.kop)]
        laatste = [t for t in TABELLEN if t.blad == self.tabel.blad][-1]
        onder = max(rijen, default=self.ligging.kop) + 1
        return [*leeg, *(range(onder, onder + MEEST) if laatste == self.tabel else ())]

    @property
    def empty(self) -> _Rij:
        """A row of nothing."""
        waarde = self.tabel.per_naam[self.tabel.dwars.waarde] if self.tabel.dwars else self.tabel.kolommen[0]
        return {n: (waarde if isinstance(k, tuple) else k, None) for n, k in self.ligging.kolommen.items()}


def _place(blad: _Tabelblad, rijen: Sequence[_Rij]) -> list[tuple[int, _Rij]]:
    """Rows that are there stay where they are; new ones take a row that is prepared for them or is no longer needed,
    else an empty one below. What nothing takes becomes empty."""
    gevuld = blad.filled(blad.ligging.kolommen)
    over = blad.filled(blad.dwars) if blad.tabel.dwars else list(gevuld)
    klaar = [r for r in gevuld if r not in over]
    geplaatst, wachten = [], []
    for wens in rijen:
        if blad.tabel.naam in ORDE:
            gelijk = over[0] if over else None
        else:
            gelijk = next((r for r in over if blad.same(r, wens)), None)
        if gelijk is None:
            wachten.append(wens)
        else:
            over.remove(gelijk)
            geplaatst.append((gelijk, wens))
    ruimte = [*over, *blad.room]
    for wens in wachten:
        sleutel = {n: p for n, p in wens.items() if n not in blad.dwars and p[0].naam not in HERKOMST}
        rij = next((r for r in klaar if blad.same(r, sleutel)), None)
        if rij is None:
            if not ruimte:
                raise Invoerfout([_no_room(blad.tabel, f"te weinig lege rijen onder {blad.tabel.titel!r}")])
            rij = ruimte.pop(0)
        else:
            klaar.remove(rij)
        geplaatst.append((rij, wens))
    bezet = {r for r, _ in geplaatst}
    return [*geplaatst, *((r, blad.empty) for r in over if r not in bezet)]


def _says(kolom: Veld, cel: object, waarde: Waarde, omgeving: Omgeving) -> bool:
    try:
        return kolom.read(cel, omgeving) == waarde
    except Celfout:
        return False


def _cell(cellen: Cellen, rij: int, kolom: int) -> object:
    waarde = cellen[rij][kolom] if rij < len(cellen) and kolom < len(cellen[rij]) else None
    return None if waarde == "" else waarde


def _no_room(tabel: Invoertabel, gevonden: str) -> Melding:
    herstel = "Voeg daar rijen of de kop toe, of schrijf een nieuw werkboek met --uit."
    return Melding(f"blad {tabel.blad}", "", gevonden, "een blad als gemaakt, met ruimte", herstel)
