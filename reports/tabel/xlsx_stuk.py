"""A P&C piece as a workbook: what is shown is computed from the sheet Onafgerond, where every amount stands in cents.

A controller who fills in a cell there sees totals, differences and V/N follow.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from reports.grond.profiel import Aard, Profiel, advantage
from reports.tabel.tabel import LEEG, PM, Regel, Stuk, Tabel
from reports.tabel.tabel import Cel as Waarde
from reports.tabel.tekst import remarks, titel_with_unit
from reports.tabel.xlsx import Blad, Cel, Formule, Werkboek

ONAFGEROND = "Onafgerond"
LABELBREEDTE, MERKBREEDTE, GETALBREEDTE = 44, 5, 14
EERSTE_GETAL = 2
"""Column of the first amount; before it stand the label and I/S."""


def write_piece(stuk: Stuk, profiel: Profiel, doel: Path) -> None:
    """The sheets: the piece in the profile, the unrounded figures, and what they rest on."""
    breed = max(len(t.kolommen) for t in stuk.tabellen)
    breedtes = (LABELBREEDTE, MERKBREEDTE, *[GETALBREEDTE] * breed)
    with Werkboek(doel, stuk.titel, stuk.let_op) as boek:
        naam = stuk.naam.partition("-")[0].capitalize()
        boek.reserve(naam, ONAFGEROND, "Herkomst")
        cijfers = boek.add(
            ONAFGEROND,
            breedtes,
            "Euro's en centen. Blauw is ingevuld, zwart is berekend. Verschil: het effect op het saldo, + is gunstig.",
        )
        plaatsen = {id(t): _exact(cijfers, t, profiel) for t in stuk.tabellen}
        _shown(boek.add(naam, breedtes, stuk.ondertitel), stuk, profiel, plaatsen)
        _origin(boek, stuk, profiel)
        boek.boek.get_worksheet_by_name(naam).activate()


@dataclass(frozen=True)
class _Plaatsen:
    """The cells of one table on the sheet Onafgerond, and their values. (row, column)"""

    cellen: tuple[tuple[Cel, ...], ...]
    waarden: tuple[tuple[Waarde, ...], ...]


def _exact(blad: Blad, tabel: Tabel, profiel: Profiel) -> _Plaatsen:
    blad.section(tabel.titel)
    blad.header(["", "I/S" if tabel.marked else "", *(k.kop for k in tabel.kolommen)], EERSTE_GETAL)
    eerste, gegeven = blad.rij, tabel.values()
    waarden: list[tuple[Waarde, ...]] = []
    cellen: list[tuple[Cel, ...]] = []
    for i, regel in enumerate(tabel.regels):
        rij = tuple(
            _effect(gegeven[i][k.verschil[0]], gegeven[i][k.verschil[1]], regel.aard) if k.verschil else w
            for k, w in zip(tabel.kolommen, gegeven[i], strict=True)
        )
        stijl = "totaal" if regel.totaal else "tekst"
        blad.put(blad.rij, 0, regel.label, stijl)
        blad.put(blad.rij, 1, regel.merk, f"{stijl} midden")
        cellen.append(
            tuple(_exact_cell(blad, tabel, regel, k, rij[k], eerste, profiel) for k in range(len(tabel.kolommen)))
        )
        waarden.append(rij)
        blad.rij += 1
    return _Plaatsen(tuple(cellen), tuple(waarden))


def _exact_cell(blad: Blad, tabel: Tabel, regel: Regel, k: int, waarde: Waarde, eerste: int, profiel: Profiel) -> Cel:
    kolom, plek = tabel.kolommen[k], EERSTE_GETAL + k
    extra = " totaal" if regel.totaal else ""
    getal = ("aantal" if regel.aard == "aantal" else "prijs") + extra
    delen: list[tuple[str, int]] = []
    if kolom.som:
        delen = [(xl_rowcol_to_cell(blad.rij, EERSTE_GETAL + i), teken) for i, teken in kolom.som]
    elif kolom.verschil:
        van, naar = (xl_rowcol_to_cell(blad.rij, EERSTE_GETAL + i) for i in kolom.verschil)
        gunstig = -1 if regel.aard == "lasten" else 1
        delen = [(naar, gunstig), (van, -gunstig)]
    elif regel.som and kolom.optelbaar:
        delen = [(xl_rowcol_to_cell(eerste + i, plek), teken) for i, teken in regel.som]
    tekst = _words(waarde, profiel)
    if not delen:
        if isinstance(waarde, int):
            return blad.put(blad.rij, plek, waarde / 100, f"{getal} in")
        return blad.put(blad.rij, plek, tekst, f"tekst rechts in{extra}")
    som = _sum_formula(delen)
    if waarde is None:
        leeg = ",".join(f"{cel}={_quoted(tekst)}" for cel, _ in delen)
        return blad.put(blad.rij, plek, Formule(f"IF(OR({leeg}),{_quoted(tekst)},{som})", tekst), f"{getal} rechts")
    if not isinstance(waarde, int):
        cellen = ",".join(cel for cel, _ in delen)
        return blad.put(
            blad.rij, plek, Formule(f"IF(COUNT({cellen})=0,{_quoted(tekst)},{som})", tekst), f"{getal} rechts"
        )
    return blad.put(blad.rij, plek, Formule(som, waarde / 100), getal)


def _sum_formula(delen: list[tuple[str, int]]) -> str:
    """N() makes PM count as nothing."""
    uit = "".join(f"{'+' if teken > 0 else '-'}N({cel})" for cel, teken in delen)
    return uit.removeprefix("+")


def _effect(van: Waarde, naar: Waarde, aard: Aard) -> Waarde:
    if van is None or naar is None:
        return None
    return advantage(van if isinstance(van, int) else 0, naar if isinstance(naar, int) else 0, aard)


def _shown(blad: Blad, stuk: Stuk, profiel: Profiel, plaatsen: dict[int, _Plaatsen]) -> None:
    blad.put(blad.rij, 0, stuk.antwoord, "antwoord")
    blad.rij += 1
    for hoofdstuk in stuk.hoofdstukken:
        blad.section(hoofdstuk.kop)
        for zin in hoofdstuk.zinnen:
            _sentence(blad, zin, "tekst")
        for tabel in hoofdstuk.tabellen:
            blad.rij += 1
            _shown_table(blad, tabel, profiel, plaatsen[id(tabel)])


def _shown_table(blad: Blad, tabel: Tabel, profiel: Profiel, plaatsen: _Plaatsen) -> None:
    blad.put(blad.rij, 0, titel_with_unit(tabel, profiel), "tekst vet")
    blad.rij += 1
    merken = profiel.incidenteel_structureel and tabel.marked
    blad.header([tabel.eerste_kop, "I/S" if merken else "", *(k.kop for k in tabel.kolommen)], EERSTE_GETAL)
    for i, regel in enumerate(tabel.regels):
        extra = " totaal" if regel.totaal else ""
        blad.put(blad.rij, 0, regel.label, f"tekst{extra}")
        blad.put(blad.rij, 1, regel.merk if merken else "", f"midden{extra}")
        for k, kolom in enumerate(tabel.kolommen):
            waarde, bron = plaatsen.waarden[i][k], plaatsen.cellen[i][k]
            verschil = kolom.verschil is not None
            factor = profiel.difference_factor(regel.aard) if verschil else profiel.factor(regel.aard)
            stijl = difference_style(profiel, regel.aard) if verschil else _figure_style(profiel, regel.aard)
            formule, uitkomst = _shown_formula(bron, waarde, factor, regel.aard, profiel)
            blad.put(blad.rij, EERSTE_GETAL + k, Formule(formule, uitkomst), f"{stijl}{extra}")
        blad.rij += 1
    for zin in remarks(tabel, profiel):
        _sentence(blad, zin, "onder")


def _shown_formula(bron: Cel, waarde: Waarde, factor: int, aard: Aard, profiel: Profiel) -> tuple[str, float | str]:
    """The formula of a shown figure and what it gives; PM and what was not entered are copied as they are."""
    functie = "ROUND" if profiel.afronding == "afronden" or aard == "aantal" else "TRUNC"
    eenheid, cijfers = (1, 0) if aard == "aantal" else (profiel.unit // 100, profiel.decimalen)
    teken, deel = "-" if factor < 0 else "", f"/{eenheid}" if eenheid > 1 else ""
    formule = f"{functie}({teken}{bron}{deel},{cijfers})"
    if isinstance(waarde, int):
        return formule, float(profiel.round(factor * waarde, aard))
    return f'IF(ISNUMBER({bron}),{formule},{bron}&"")', _words(waarde, profiel)


def _words(waarde: Waarde, profiel: Profiel) -> str:
    """What stands in a cell without an amount."""
    return profiel.onbekend if waarde is None else profiel.pm if waarde == PM else LEEG


def _figure_style(profiel: Profiel, aard: Aard) -> str:
    return f"cijfers:{0 if aard == 'aantal' else profiel.decimalen}"


def difference_style(profiel: Profiel, aard: Aard) -> str:
    """The format of a difference: decimals, the letters above and below zero, and whether a sign shows."""
    if not profiel.vn or aard in ("stand", "aantal"):
        return _figure_style(profiel, aard)
    plus, min_ = ("V", "N") if profiel.difference_factor(aard) > 0 else ("N", "V")
    return f"verschil:{profiel.decimalen}:{plus}:{min_}:{'kaal' if profiel.verschil == 'zonder teken' else 'teken'}"


def _sentence(blad: Blad, zin: str, stijl: str) -> None:
    """A sentence over the columns; a long one on more lines, because no program wraps over columns by itself."""
    for regel in textwrap.wrap(zin, int(sum(blad.breedtes))) or [""]:
        blad.put(blad.rij, 0, regel, stijl)
        blad.rij += 1


def _origin(boek: Werkboek, stuk: Stuk, profiel: Profiel) -> None:
    blad = boek.add("Herkomst", (46, 110), "Waarop de cijfers rusten en wat nog niet is ingevuld.")
    blad.header(["Gegeven", "Waarde"], vast=0)
    for naam, waarde in (("Profiel", f"{profiel.label}: {profiel.bron}"), *stuk.herkomst):
        blad.row((naam, "tekst"), (waarde, "lang"))
    blad.section("Vingerafdruk (sha256) van ieder bestand van de regiomap")
    for naam, hash_ in stuk.vingerafdrukken:
        blad.row((naam, "tekst"), (hash_, "lang"))
    if stuk.ontbreekt:
        blad.section("Niet ingevuld")
        for melding in stuk.ontbreekt:
            blad.row((melding.bestand, "tekst"), (str(melding), "lang"))


def _quoted(tekst: str) -> str:
    return '"' + tekst.replace('"', '""') + '"'
