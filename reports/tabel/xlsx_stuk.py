"""A P&C piece as a workbook: what is shown is computed from the sheet Onafgerond, where every amount stands in cents.

A controller who fills in a cell there sees totals, differences and V/N follow.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from reports.grond.profiel import Aard, Profiel, advantage
from reports.tabel.aansluiting import write_reconciliation
from reports.tabel.adres import Formule, Sleutel
from reports.tabel.getoond import remarks, titel_with_unit, words
from reports.tabel.stuk import Stuk
from reports.tabel.tabel import Cel, Centen, Kolom, Nadruk, Rij, Soort, Tabel, pairs
from reports.tabel.xlsx import Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.waarheid.aansluiting import Aansluitregel

ONAFGEROND = "Onafgerond"
ANTWOORDLETTER = 1.25
"""The answer is bold and of 12 points; a plain line is of 10."""
LABELBREEDTE, MERKBREEDTE, GETALBREEDTE = 44, 5, 14


def write_piece(stuk: Stuk, profiel: Profiel, doel: Path, aansluiting: Sequence[Aansluitregel] = ()) -> None:
    """The sheets: the piece in the profile, the unrounded figures, what they rest on, and other pieces beside them."""
    breed = max(len(t.kolommen) - 1 for t in stuk.tabellen)
    breedtes = (LABELBREEDTE, MERKBREEDTE, *[GETALBREEDTE] * breed)
    with Werkboek(doel, stuk.titel, stuk.let_op) as boek:
        naam = stuk.naam.partition("-")[0].capitalize()
        boek.reserve(naam, ONAFGEROND, "Herkomst")
        cijfers = boek.add(
            ONAFGEROND,
            breedtes,
            "Euro's en centen. Blauw is ingevuld, zwart is berekend. Verschil: het effect op het saldo, + is gunstig.",
        )
        for nummer, tabel in enumerate(stuk.tabellen):
            _exact(cijfers, tabel, nummer, profiel)
        _shown(boek.add(naam, breedtes, stuk.ondertitel), stuk, profiel)
        _origin(boek, stuk, profiel)
        if aansluiting:
            write_reconciliation(boek, aansluiting)
        boek.boek.get_worksheet_by_name(naam).activate()


def _exact(blad: Blad, tabel: Tabel, nummer: int, profiel: Profiel) -> None:
    """Table `nummer` in cents; every amount is kept in the address book as ((nummer, row), column)."""
    blad.section(tabel.titel)
    rijen = []
    for i, (regel, waarden) in enumerate(zip(tabel.rijen, effects(tabel), strict=True)):
        paren = [_exact_cell(tabel, nummer, (i, k), waarden[k], profiel) for k in range(1, len(tabel.kolommen))]
        rijen.append(_row(regel, regel.merk, paren, (nummer, i)))
    to_xlsx(blad, Tabel("", _columns("", "I/S" if tabel.marked else "", tabel, "cent"), tuple(rijen)))


def _columns(kop: str, merk: str, tabel: Tabel, soort: Soort) -> tuple[Kolom, ...]:
    """Those of a table, with the mark of a row behind its label; an amount is named by its number."""
    bedragen = (Kolom(kolom.kop, soort, naam=k) for k, kolom in enumerate(tabel.kolommen[1:], start=1))
    return (Kolom(kop), Kolom(merk, vorm="midden"), *bedragen)


def _row(regel: Rij, merk: str, bedragen: Sequence[tuple[Cel, str]], sleutel: Sleutel = None) -> Rij:
    """A row of a piece; bedragen: cell and form."""
    cellen, vormen = zip(*bedragen, strict=True)
    nadruk: Nadruk = "totaal" if regel.totaal else ""
    return Rij((regel.kop, merk, *cellen), sleutel, nadruk, vormen=("", "", *vormen))


def effects(tabel: Tabel) -> list[list[Centen]]:
    """Every value, with in a compared column what the difference does to the saldo. (row, column)"""
    return [
        [
            _effect(waarden[k.verschil[0]], waarden[k.verschil[1]], regel.aard) if k.verschil else w
            for k, w in zip(tabel.kolommen, waarden, strict=True)
        ]
        for regel, waarden in zip(tabel.rijen, tabel.values(), strict=True)
    ]


def _exact_cell(tabel: Tabel, nummer: int, plek: tuple[int, int], waarde: Centen, profiel: Profiel) -> tuple[Cel, str]:
    """What stands in an exact cell, and its form."""
    i, k = plek
    regel, kolom = tabel.rijen[i], tabel.kolommen[k]
    getal = "aantal" if regel.aard == "aantal" else "prijs"
    delen: list[tuple[Sleutel, int]] = []
    if kolom.som:
        delen = [(((nummer, i), j), teken) for j, teken in kolom.som]
    elif kolom.verschil:
        gunstig = -1 if regel.aard == "lasten" else 1
        van, naar = kolom.verschil
        delen = [(((nummer, i), naar), gunstig), (((nummer, i), van), -gunstig)]
    elif regel.som and kolom.optelbaar:
        delen = [(((nummer, j), k), teken) for j, teken in regel.som]
    if not delen:
        return (waarde, f"{getal} in") if isinstance(waarde, int) else (words(waarde, profiel), "tekst rechts in")
    if isinstance(waarde, int):
        return _summed(delen, "{som}", waarde), getal
    tekst = words(waarde, profiel)
    # N() makes PM count as nothing; a total of nothing but words shows the word.
    wanneer = "OR({gelijk})" if waarde is None else "COUNT({cellen})=0"
    return _summed(delen, f"IF({wanneer},{{tekst}},{{som}})", tekst), f"{getal} rechts"


def _summed(delen: Sequence[tuple[Sleutel, int]], vorm: str, waarde: float | str) -> Formule:
    """A formula around a signed sum of keys."""
    nummers = range(len(delen))
    tekst = _quoted(str(waarde)).replace("{", "{{").replace("}", "}}")
    som = "".join(f"{'+' if teken > 0 else '-'}N({{{n}}})" for n, (_, teken) in enumerate(delen)).removeprefix("+")
    gevuld = (
        vorm.replace("{gelijk}", ",".join(f"{{{n}}}={tekst}" for n in nummers))
        .replace("{cellen}", ",".join(f"{{{n}}}" for n in nummers))
        .replace("{tekst}", tekst)
        .replace("{som}", som)
    )
    return Formule(gevuld, waarde, tuple(sleutel for sleutel, _ in delen))


def _effect(van: Centen, naar: Centen, aard: Aard) -> Centen:
    if van is None or naar is None:
        return None
    return advantage(van if isinstance(van, int) else 0, naar if isinstance(naar, int) else 0, aard)


def _shown(blad: Blad, stuk: Stuk, profiel: Profiel) -> None:
    nummers = count()
    _sentence(blad, stuk.antwoord, "antwoord", ANTWOORDLETTER)
    for hoofdstuk in stuk.hoofdstukken:
        blad.section(hoofdstuk.kop)
        for zin in hoofdstuk.zinnen:
            _sentence(blad, zin, "tekst")
        for tabel in hoofdstuk.tabellen:
            blad.rij += 1
            _shown_table(blad, tabel, next(nummers), profiel)


def _shown_table(blad: Blad, tabel: Tabel, nummer: int, profiel: Profiel) -> None:
    blad.put(blad.rij, 0, titel_with_unit(tabel, profiel), "tekst vet")
    blad.rij += 1
    merken = profiel.incidenteel_structureel and tabel.marked
    rijen = []
    for i, (regel, waarden) in enumerate(zip(tabel.rijen, effects(tabel), strict=True)):
        paren = [
            _shown_cell(((nummer, i), k), waarden[k], regel.aard, kolom.verschil is not None, profiel)
            for k, kolom in enumerate(tabel.kolommen[1:], start=1)
        ]
        rijen.append(_row(regel, regel.merk if merken else "", paren))
    kolommen = _columns(tabel.kolommen[0].kop, "I/S" if merken else "", tabel, "euro")
    to_xlsx(blad, Tabel("", kolommen, tuple(rijen)))
    for zin in remarks(tabel, profiel):
        _sentence(blad, zin, "onder")


def _shown_cell(bron: Sleutel, waarde: Centen, aard: Aard, verschil: bool, profiel: Profiel) -> tuple[Formule, str]:
    """A shown figure, computed from the exact one, and its form."""
    factor = profiel.difference_factor(aard) if verschil else profiel.factor(aard)
    vorm = difference_style(profiel, aard) if verschil else _figure_style(profiel, aard)
    return _shown_formula(bron, waarde, factor, aard, profiel), vorm


def _shown_formula(bron: Sleutel, waarde: Centen, factor: int, aard: Aard, profiel: Profiel) -> Formule:
    """PM and what was not entered are copied as they are."""
    functie = "ROUND" if profiel.afronding == "afronden" or aard == "aantal" else "TRUNC"
    eenheid, cijfers = (1, 0) if aard == "aantal" else (profiel.unit // 100, profiel.decimalen)
    teken, deel = "-" if factor < 0 else "", f"/{eenheid}" if eenheid > 1 else ""
    formule = f"{functie}({teken}{{0}}{deel},{cijfers})"
    if isinstance(waarde, int):
        return Formule(formule, float(profiel.round(factor * waarde, aard)), (bron,))
    return Formule(f'IF(ISNUMBER({{0}}),{formule},{{0}}&"")', words(waarde, profiel), (bron,))


def _figure_style(profiel: Profiel, aard: Aard) -> str:
    return f"cijfers:{0 if aard == 'aantal' else profiel.decimalen}"


def difference_style(profiel: Profiel, aard: Aard) -> str:
    """The format of a difference: decimals, the letters above and below zero, and whether a sign shows."""
    if not profiel.vn or aard in ("stand", "aantal"):
        return _figure_style(profiel, aard)
    plus, min_ = ("V", "N") if profiel.difference_factor(aard) > 0 else ("N", "V")
    return f"verschil:{profiel.decimalen}:{plus}:{min_}:{'kaal' if profiel.verschil == 'zonder teken' else 'teken'}"


def _sentence(blad: Blad, zin: str, stijl: str, letter: float = 1.0) -> None:
    """A sentence over the columns; a long one on more lines, because no program wraps over columns by itself.

    letter: how much wider its letters are than those of a plain line
    """
    for regel in textwrap.wrap(zin, int(sum(blad.breedtes) / letter)) or [""]:
        blad.put(blad.rij, 0, regel, stijl)
        blad.rij += 1


def _origin(boek: Werkboek, stuk: Stuk, profiel: Profiel) -> None:
    blad = boek.add("Herkomst", (46, 110), "Waarop de cijfers rusten en wat nog niet is ingevuld.")
    gegevens = (("Profiel", f"{profiel.label}: {profiel.bron}"), *stuk.herkomst)
    to_xlsx(blad, pairs(gegevens, ("Gegeven", "Waarde")), vast=0)
    blad.section("Vingerafdruk (sha256) van ieder bestand van de regiomap")
    to_xlsx(blad, pairs(stuk.vingerafdrukken), kop=False)
    if stuk.ontbreekt:
        blad.section("Niet ingevuld")
        to_xlsx(blad, pairs((m.bestand, str(m)) for m in stuk.ontbreekt), kop=False)


def _quoted(tekst: str) -> str:
    return '"' + tekst.replace('"', '""') + '"'
