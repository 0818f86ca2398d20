"""A table on a sheet: heads, rows and formulas, with the cell of every key for whoever refers to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reports.tabel.adres import Formule, Plaats, Sleutel
from reports.tabel.stijlen import STATUSKLEUR
from reports.tabel.tabel import Cel, Kolom, Rij, Soort, Tabel, Teken
from reports.tabel.tekst import OPEN, Weergave
from reports.tabel.xlsx import Blad, Celwaarde

VORMEN: dict[Soort, str] = {
    "tekst": "tekst",
    "jaar": "jaar",
    "datum": "datum",
    "euro": "euro",
    "cent": "geld",
    "aantal": "aantal",
    "heel": "heel",
    "deel": "deel",
    "procent": "procent",
    "status": "lang",
    "ja_nee": "midden",
}
"""The form of a soort on a sheet, unless a column has a finer one."""
INVOER = (" in", " invoer")


def to_xlsx(
    blad: Blad, tabel: Tabel, weergave: Weergave = OPEN, vast: int | None = None, kop: bool = True
) -> dict[Sleutel, Plaats]:
    """The table from the next free row on. Returns the cells of the rows with a key, as (key of the row, name of the
    column); they stand in the address book of the workbook as well.

    vast: freeze the heads and this many columns; without `kop` the rows continue a table above them.
    """
    if kop:
        blad.heads([(k.kop, head_style(k)) for k in tabel.kolommen], vast)
    begin = blad.rij
    # Every cell has its place before any formula is written: a formula may name a row that follows.
    plaatsen: dict[Sleutel, Plaats] = {
        (rij.sleutel, kolom.naam): Plaats(blad.naam, begin + n, k)
        for n, rij in enumerate(tabel.rijen)
        if rij.sleutel is not None
        for k, kolom in enumerate(tabel.kolommen)
        if kolom.naam != ""
    }
    blad.werkboek.adressen.update(plaatsen)
    for rij, waarden in zip(tabel.rijen, tabel.values(), strict=True):
        extra, kolommen = _extra(rij), [rij.column(k) for k in tabel.kolommen] if rij.anders else tabel.kolommen
        for k, (cel, kolom) in enumerate(zip(waarden, kolommen, strict=True)):
            # Nothing stands in a column without a head but what a row puts there.
            if cel is not None or (kolom.kop and not kolom.spaarzaam):
                waarde, stijl = sheet_cell(cel, kolom, extra, weergave)
                eigen = rij.vormen[k] if rij.vormen else ""
                blad.put(blad.rij, k, waarde, eigen + extra if eigen else stijl)
        blad.rij += 1
    return plaatsen


def head_style(kolom: Kolom) -> str:
    """A head stands where its figures stand."""
    if kolom.getal:
        return "kop rechts"
    if "na_getal" in kolom.vorm:
        return "kop na_getal"
    return "kop midden" if (kolom.vorm or VORMEN[kolom.soort]) == "midden" else "kop"


def _extra(rij: Rij) -> str:
    """What the style of every cell of a row has more, with a space before it."""
    return (f" {rij.nadruk}" if rij.nadruk else "") + (f" status:{rij.status}" if rij.status else "")


def sheet_cell(cel: Cel, kolom: Kolom, extra: str = "", weergave: Weergave = OPEN) -> tuple[Celwaarde, str]:
    """A cell as (value, style) for `Blad.put`."""
    vorm = kolom.vorm or VORMEN[kolom.soort]
    if type(cel) is float:  # By far the most.
        return cel, vorm + extra
    if kolom.soort == "status" and cel in STATUSKLEUR:
        # Either the colour of the status, or red for whatever is not settled.
        vorm = f"{vorm} status:{cel}" if vorm != "let_op" else "tekst" if cel == "vastgesteld" else vorm
    if cel is None or isinstance(cel, Teken):
        woord = weergave.word(cel)
        return (woord, f"rechts{extra}") if woord else (None, vorm + extra)
    if isinstance(cel, bool):
        return "ja" if cel else "nee", vorm + extra
    if isinstance(cel, str):
        # A word, or nothing in a row of sums, is no year and no date.
        vorm = "tekst" if kolom.soort in ("jaar", "datum") else vorm
        return cel, (f"rechts{extra}" if kolom.getal and vorm != "midden" else vorm + extra)
    if isinstance(cel, Formule):
        for soort in INVOER:
            vorm = vorm.removesuffix(soort)
        if kolom.soort == "cent" and isinstance(cel.waarde, int):
            cel = replace(cel, waarde=cel.waarde / 100)
        return cel, vorm + extra
    if kolom.soort == "tekst" and isinstance(cel, Decimal):
        # A number among texts keeps the decimals that it was given with.
        vorm = f"decimalen:{max(-int(cel.as_tuple().exponent), 0)} {vorm}"
    return (cel / 100 if kolom.soort == "cent" and isinstance(cel, int) else cel), vorm + extra
