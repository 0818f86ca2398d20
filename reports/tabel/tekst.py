"""A table in a profile: every figure as text, for a page or a letter."""

from __future__ import annotations

from dataclasses import dataclass

from finance.getallen import dutch
from reports.grond.profiel import Profiel
from reports.tabel.tabel import LEEG, PM, Cel, Regel, Tabel


@dataclass(frozen=True)
class Getoond:
    """A table as text."""

    titel: str
    koppen: tuple[str, ...]
    """The first one stands above the labels."""
    rijen: tuple[tuple[str, tuple[str, ...], bool], ...]
    """(label, cells, is a total)"""
    opmerkingen: tuple[str, ...]


def render_table(tabel: Tabel, profiel: Profiel) -> Getoond:
    """All cells in the unit, signs and marks of the profile. Nothing is added up from shown figures."""
    merken = profiel.incidenteel_structureel and tabel.marked
    rijen = []
    for regel, waarden in zip(tabel.regels, tabel.values(), strict=True):
        cellen = [
            _difference(waarden[k.verschil[0]], waarden[k.verschil[1]], regel, profiel)
            if k.verschil
            else _amount(w, regel, profiel)
            for k, w in zip(tabel.kolommen, waarden, strict=True)
        ]
        rijen.append((regel.label, (*((regel.merk,) if merken else ()), *cellen), regel.totaal))
    return Getoond(
        titel_with_unit(tabel, profiel),
        (tabel.eerste_kop, *(("I/S",) if merken else ()), *(k.kop for k in tabel.kolommen)),
        tuple(rijen),
        remarks(tabel, profiel),
    )


def titel_with_unit(tabel: Tabel, profiel: Profiel) -> str:
    """The title with the unit of its amounts, when it has any."""
    geld = any(r.aard != "aantal" for r in tabel.regels)
    return f"{tabel.titel}, {profiel.unit_text}" if geld else tabel.titel


def remarks(tabel: Tabel, profiel: Profiel) -> tuple[str, ...]:
    """The table's own remarks, then how to read it."""
    uit = list(tabel.opmerkingen)
    if any(k.verschil for k in tabel.kolommen):
        uit.append(profiel.legend)
    if tekens := profiel.signs({r.aard for r in tabel.regels}):
        uit.append(tekens)
    if profiel.incidenteel_structureel and tabel.marked:
        uit.append("I is incidenteel, S is structureel.")
    plat = [w for rij in tabel.values() for k, w in zip(tabel.kolommen, rij, strict=True) if not k.verschil]
    if PM in plat:
        uit.append(f"{profiel.pm}: nog geen bedrag bekend; telt niet mee in het totaal.")
    if None in plat:
        uit.append(f"{profiel.onbekend}: niet ingevuld.")
    return tuple(uit)


def _amount(waarde: Cel, regel: Regel, profiel: Profiel) -> str:
    if isinstance(waarde, int):
        return profiel.show(waarde, regel.aard)
    return profiel.onbekend if waarde is None else profiel.pm if waarde == PM else LEEG


def _difference(begroting: Cel, rekening: Cel, regel: Regel, profiel: Profiel) -> str:
    """PM counts as nothing in a difference too; without one of both there is none."""
    if begroting is None or rekening is None:
        return profiel.onbekend
    van, naar = (w if isinstance(w, int) else 0 for w in (begroting, rekening))
    getal = profiel.round(profiel.difference(van, naar, regel.aard), regel.aard)
    teken = profiel.mark(van, naar, regel.aard)
    return f"{dutch(getal)} {teken}".rstrip()
