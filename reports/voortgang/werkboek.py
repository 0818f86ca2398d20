"""The workbook of `spuk voortgang`: goals, measurements, curves, counts per gemeente and how to read them.

Hidden cells hold a text, and for publication a share is stored as it is shown: in whole percents.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from finance.getallen import format_date
from reports.tabel.adres import Formule
from reports.tabel.xlsx import Blad, Werkboek
from reports.voortgang.tekst import (
    DOELKOPPEN,
    GROEPKOPPEN,
    INTERN,
    LEGENDA,
    ONBEKEND,
    UITLEG,
    VERBORGEN,
    goal_row,
    group_row,
    keepers,
    missing,
    origin_rows,
    period,
    region_name,
    summary,
)
from scenarios.grond.bescherming import DREMPEL
from scenarios.grond.bestanden import replacing
from scenarios.inzicht.doelmeting import REGIO, Groep
from scenarios.inzicht.voortgang import Voortgang, curve_points
from scenarios.inzicht.voortgangstabellen import SOM, Voortgangstabel

GEMEENTEBREEDTE, GETALBREEDTE = 24, 13


def write_progress_workbook(voortgang: Voortgang, doel: Path) -> None:
    """Written whole or not at all."""
    titel = f"Voortgang {voortgang.regio.naam}, peildatum {format_date(voortgang.regio.bestand.peildatum)}"
    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, titel, INTERN if voortgang.intern else "") as boek:
        _goals(boek, voortgang)
        if any(u.regio for u in voortgang.doelen):
            _measurements(boek, voortgang)
            _curves(boek, voortgang)
        _counts(boek, voortgang)
        _explanation(boek, voortgang)


def _goals(boek: Werkboek, voortgang: Voortgang) -> None:
    blad = boek.add("Doelen", (48, 18, 13, 20, 15, 70), summary(voortgang))
    blad.header(DOELKOPPEN, 2, 5, vast=1)
    for u in voortgang.doelen:
        r = goal_row(u)
        blad.row(
            (r.doel, "lang vet"), (r.oordeel, "lang"), (r.streef, "rechts"), (r.stand, "rechts"), (r.marge, "midden"),
            (r.reden, "lang"),
        )  # fmt: skip
    if zonder := keepers(voortgang):
        blad.remark(f"Zonder dossiers, dus niet in de metingen: {', '.join(zonder)}.")
    blad.section("Waar de doelen vandaan komen")
    blad.header(("Doel", "Telt vanaf", "Binnen", "Status", "", "Bron"))
    for doel, vanaf, binnen, status, bron in origin_rows(voortgang):
        blad.row(
            (doel, "lang"), (vanaf, "lang"), (binnen, "lang"), (status, f"status:{status}"), (None, "tekst"),
            (bron, "lang"),
        )  # fmt: skip


def _measurements(boek: Werkboek, voortgang: Voortgang) -> None:
    blad = boek.add(
        "Metingen",
        (46, 22, 9, 9, 12, 10, 10, 10, 9, 10, 18),
        f"Per doel de jaren van begin, de gemeenten en de regio; tijd vanaf het eigen begin. {LEGENDA}",
    )
    koppen = ("Doel", *GROEPKOPPEN[:5], "Van", "Tot", *GROEPKOPPEN[6:])
    blad.header(koppen, 2, 10, vast=2)
    for u in voortgang.doelen:
        if u.regio is not None:
            for g in (*u.cohorten, *u.gemeenten, u.regio):
                _group(blad, u.doel.label, g, voortgang.intern, "totaal" if g is u.regio else "")
    blad.filter()


def _group(blad: Blad, doel: str, groep: Groep, intern: bool, extra: str) -> None:
    """The texts of the report, with shares and whole numbers as numbers."""
    naam, mensen, vol, na, stand, _, weg, blijvers, oordeel = group_row(groep, intern)
    delen: list[tuple[str, float]] = [
        (stand, groep.aandeel.kans),
        (stand, groep.aandeel.onder),
        (stand, groep.aandeel.boven),
        (weg, groep.weg),
        (blijvers, groep.blijvers.kans),
    ]
    blad.row(
        (doel, f"lang {extra}"),
        (naam, f"lang {extra}"),
        _number(mensen, groep.aantal, extra),
        (vol, f"rechts {extra}"),
        (na, f"rechts {extra}"),
        *(_share(tekst, deel, intern, extra) for tekst, deel in delen),
        (oordeel, f"midden {extra}"),
    )


def _number(tekst: str, aantal: int, extra: str) -> tuple[str | int, str]:
    return (tekst, f"rechts {extra}") if tekst in (VERBORGEN, ONBEKEND, "") else (aantal, f"heel {extra}")


def _share(tekst: str, deel: float, intern: bool, extra: str) -> tuple[str | float, str]:
    if tekst in (VERBORGEN, ONBEKEND, ""):
        return tekst, f"rechts {extra}"
    return (deel if intern else round(deel, 2)), f"procent {extra}"


def _curves(boek: Werkboek, voortgang: Voortgang) -> None:
    blad = boek.add(
        "Verloop", (44, 11, 13, 11, 11, 11), "Aandeel van de regio dat het doel bereikte, naar maanden sinds het begin."
    )
    blad.header(("Doel", "Maanden", "Nog gevolgd", "Bereikt", "Van", "Tot"), 1, 6, vast=1)
    for u in voortgang.doelen:
        for punt in curve_points(u.regio, voortgang.intern) if u.regio else []:
            a = punt.aandeel
            blad.row(
                (u.doel.label, "tekst"),
                (float(np.floor(punt.tijd)) if not voortgang.intern else punt.tijd, "decimalen:1"),
                (f"<{DREMPEL}", "rechts") if punt.risico is None else (punt.risico, "heel"),
                *(_share("deel", d, voortgang.intern, "") for d in (a.kans, a.onder, a.boven)),
            )
    blad.filter()


def _counts(boek: Werkboek, voortgang: Voortgang) -> None:
    breed = max(len(t.kolommen) for t in voortgang.tabellen)
    blad = boek.add(
        "Aantallen",
        (GEMEENTEBREEDTE, *[GETALBREEDTE] * breed),
        f"Tellingen {period(voortgang)}. {LEGENDA}",
        staand=breed < 7,
    )
    for tabel in voortgang.tabellen:
        blad.section(tabel.opzet.titel)
        blad.header(("Gemeente", *(label for _, label in tabel.kolommen)), 1)
        _table(blad, tabel, voortgang)
        if tabel.opzet.toelichting:
            blad.remark(tabel.opzet.toelichting)


def _table(blad: Blad, tabel: Voortgangstabel, voortgang: Voortgang) -> None:
    begin, codes = blad.rij, [g.code for g in voortgang.regio.gemeenten]
    namen = {g.code: g.naam for g in voortgang.regio.gemeenten} | {REGIO: region_name(voortgang)}
    for code, naam in namen.items():
        extra = "totaal" if code == REGIO else ""
        blad.put(blad.rij, 0, naam, f"lang {extra}")
        for kolom, (sleutel, _) in enumerate(tabel.kolommen, start=1):
            aantal = tabel.cellen[sleutel, code]
            if (sleutel, code) in tabel.verborgen or aantal is None:
                tekst = ONBEKEND if aantal is None else VERBORGEN
                blad.put(blad.rij, kolom, tekst, f"rechts {extra}")
                continue
            # A sum is a formula where a reader sees everything that it adds up.
            if code == REGIO:
                delen, bereik = [(sleutel, c) for c in codes], (begin, kolom, blad.rij - 1, kolom)
            else:
                delen, bereik = [(r.sleutel, code) for r in tabel.opzet.regels], (blad.rij, 1, blad.rij, kolom - 1)
            is_som = (code == REGIO or sleutel == SOM) and not any(d in tabel.verborgen for d in delen)
            r1, k1, r2, k2 = bereik
            formule = Formule(f"SUM({xl_rowcol_to_cell(r1, k1)}:{xl_rowcol_to_cell(r2, k2)})", aantal)
            blad.put(blad.rij, kolom, formule if is_som else aantal, f"heel {'' if is_som else 'in'} {extra}")
        blad.rij += 1


def _explanation(boek: Werkboek, voortgang: Voortgang) -> None:
    blad = boek.add("Uitleg", (120,), staand=True)
    for alinea in UITLEG:
        blad.row((alinea, "lang"))
    if regels := missing(voortgang):
        blad.section("Wat ontbreekt om te meten")
        for regel in regels:
            blad.row((regel, "lang"))
    bronnen = sorted({r.bron for r in voortgang.regio.instroom})
    blad.section("Bronnen van de aantallen")
    for bron in bronnen:
        blad.row((bron, "lang"))
