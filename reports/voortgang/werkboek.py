"""The workbook of `spuk voortgang`: goals, measurements, curves, counts per gemeente and how to read them."""

from __future__ import annotations

from pathlib import Path

from finance.taal.getallen import format_date
from reports.tabel.tabel import Kolom
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from reports.voortgang.tabellen import (
    MARGE,
    WEERGAVE,
    count_table,
    curve_table,
    goals_table,
    measurement_table,
    origin_table,
)
from reports.voortgang.tekst import INTERN, LEGENDA, UITLEG, keepers, missing, period, summary
from scenarios.grond.bestanden import replacing
from scenarios.inzicht.voortgang import Voortgang

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
    to_xlsx(blad, goals_table(voortgang), vast=1)
    if zonder := keepers(voortgang):
        blad.remark(f"Zonder dossiers, dus niet in de metingen: {', '.join(zonder)}.")
    herkomst = origin_table(voortgang)
    blad.section(herkomst.titel)
    to_xlsx(blad, herkomst.insert(4, Kolom("")))


def _measurements(boek: Werkboek, voortgang: Voortgang) -> None:
    blad = boek.add(
        "Metingen",
        (46, 22, 9, 9, 12, 10, 10, 10, 9, 10, 18),
        f"Per doel de jaren van begin, de gemeenten en de regio; tijd vanaf het eigen begin. {LEGENDA}",
    )
    to_xlsx(blad, measurement_table(voortgang.doelen, voortgang.intern).without(MARGE), vast=2)
    blad.filter()


def _curves(boek: Werkboek, voortgang: Voortgang) -> None:
    blad = boek.add(
        "Verloop", (44, 11, 13, 11, 11, 11), "Aandeel van de regio dat het doel bereikte, naar maanden sinds het begin."
    )
    to_xlsx(blad, curve_table(voortgang.doelen, voortgang.intern), vast=1)
    blad.filter()


def _counts(boek: Werkboek, voortgang: Voortgang) -> None:
    breed = max(len(t.kolommen) for t in voortgang.tabellen)
    blad = boek.add(
        "Aantallen",
        (GEMEENTEBREEDTE, *[GETALBREEDTE] * breed),
        f"Tellingen {period(voortgang)}. {LEGENDA}",
        staand=breed < 7,
    )
    for telling in voortgang.tabellen:
        tabel = count_table(voortgang, telling)
        blad.section(tabel.titel)
        to_xlsx(blad, tabel, WEERGAVE)
        for zin in tabel.opmerkingen:
            blad.remark(zin)


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
