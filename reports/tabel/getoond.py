"""A table of exact cents in a profile: every figure as text, for a page or a letter."""

from __future__ import annotations

from dataclasses import replace

from finance.taal.getallen import dutch
from reports.grond.profiel import Profiel
from reports.tabel.tabel import LEEG, PM, Centen, Kolom, Rij, Tabel


def in_profile(tabel: Tabel, profiel: Profiel) -> Tabel:
    """All cells in the unit, signs and marks of the profile. Nothing is added up from shown figures."""
    merken = profiel.incidenteel_structureel and tabel.marked
    rijen = []
    for regel, waarden in zip(tabel.rijen, tabel.values(), strict=True):
        cellen = [
            _difference(waarden[k.verschil[0]], waarden[k.verschil[1]], regel, profiel)
            if k.verschil
            else _amount(w, regel, profiel)
            for k, w in list(zip(tabel.kolommen, waarden, strict=True))[1:]
        ]
        merk = (regel.merk,) if merken else ()
        rijen.append(Rij((regel.kop, *merk, *cellen), nadruk="totaal" if regel.totaal else ""))
    eerste, *rest = (replace(k, som=(), verschil=None) for k in tabel.kolommen)
    merkkolom = (Kolom("I/S", "status"),) if merken else ()
    return Tabel(titel_with_unit(tabel, profiel), (eerste, *merkkolom, *rest), tuple(rijen), remarks(tabel, profiel))


def titel_with_unit(tabel: Tabel, profiel: Profiel) -> str:
    """The title with the unit of its amounts, when it has any."""
    geld = any(r.aard != "aantal" for r in tabel.rijen)
    return f"{tabel.titel}, {profiel.unit_text}" if geld else tabel.titel


def remarks(tabel: Tabel, profiel: Profiel) -> tuple[str, ...]:
    """The table's own remarks, then how to read it."""
    uit = list(tabel.opmerkingen)
    if any(k.verschil for k in tabel.kolommen):
        uit.append(profiel.legend)
    if tekens := profiel.signs({r.aard for r in tabel.rijen}):
        uit.append(tekens)
    if profiel.incidenteel_structureel and tabel.marked:
        uit.append("I is incidenteel, S is structureel.")
    plat = [w for rij in tabel.values() for k, w in zip(tabel.kolommen, rij, strict=True) if not k.verschil]
    if PM in plat:
        uit.append(f"{profiel.pm}: nog geen bedrag bekend; telt niet mee in het totaal.")
    if None in plat:
        uit.append(f"{profiel.onbekend}: niet ingevuld.")
    return tuple(uit)


def words(waarde: Centen, profiel: Profiel) -> str:
    """What stands in a cell without an amount."""
    return profiel.onbekend if waarde is None else profiel.pm if waarde == PM else str(LEEG.value)


def _amount(waarde: Centen, regel: Rij, profiel: Profiel) -> str:
    return profiel.show(waarde, regel.aard) if isinstance(waarde, int) else words(waarde, profiel)


def _difference(begroting: Centen, rekening: Centen, regel: Rij, profiel: Profiel) -> str:
    """PM counts as nothing in a difference too; without one of both there is none."""
    if begroting is None or rekening is None:
        return profiel.onbekend
    van, naar = (w if isinstance(w, int) else 0 for w in (begroting, rekening))
    getal = profiel.round(profiel.difference(van, naar, regel.aard), regel.aard)
    teken = profiel.mark(van, naar, regel.aard)
    return f"{dutch(getal)} {teken}".rstrip()
