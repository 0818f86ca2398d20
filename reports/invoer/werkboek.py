"""Writing invoer.xlsx from the description of its sheets: a comment per head, coloured cells, lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from reports.invoer.aannames import write_assumptions
from reports.invoer.indeling import Tabelbeeld, align, lay_out, prepare
from reports.tabel.stijlen import STATUSKLEUR
from reports.tabel.xlsx import Blad, Celwaarde, Werkboek
from scenarios.grond.bestanden import replacing
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.werkboek.bladen import AANNAMES, BLADEN, LIJSTEN, REGIO, TABELLEN, TEKST
from scenarios.werkboek.kolommen import Inhoud, Invoertabel, Veld
from scenarios.werkboek.omzetten import names
from scenarios.werkboek.sjabloon import template_rows
from scenarios.werkboek.soorten import Omgeving, Waarde

STIJLEN = {
    "tekst": "lang", "lang": "lang", "lijst": "lang", "getal": "waarde", "prijs": "prijs", "deel": "deel_vrij",
    "euro": "geld", "euro_pm": "geld", "heel": "heel", "jaar": "jaar", "datum": "datum", "waarde": "waarde",
    "veranderwaarde": "waarde",
}  # fmt: skip
_LEEG = 200
"""Rows below the last one where the lists to choose from still work"""
_UITLEG = (
    "Gele cellen zijn invoer; wat leeg blijft, krijgt de standaard uit de opmerking bij de kop. Eigen bladen mogen "
    "ernaast staan. Toets met: spuk controleer"
)


@dataclass
class _Schrijver:
    boek: Werkboek
    omgeving: Omgeving
    lijsten: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Choices -> the range that holds them"""
    bereiken: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Table -> column of its status, first and last row"""

    def choices(self, keuzes: tuple[str, ...]) -> str:
        """The range with these choices; written the first time."""
        if keuzes not in self.lijsten:
            blad, kolom = self.boek.boek.get_worksheet_by_name(LIJSTEN), len(self.lijsten)
            for rij, keuze in enumerate(keuzes):
                blad.write_string(rij, kolom, keuze)
            van, tot = (xl_rowcol_to_cell(r, kolom, True, True) for r in (0, len(keuzes) - 1))
            self.lijsten[keuzes] = f"={LIJSTEN}!{van}:{tot}"
        return self.lijsten[keuzes]


def write_input(inhoud: Inhoud, sjablonen: Mapping[str, bytes], pad: Path, land: Landsgegevens) -> None:
    """Write a new workbook, whole or not at all. Raises Invoerfout when it cannot be written."""
    regio = inhoud[REGIO][0].waarden if inhoud[REGIO] else {}
    with replacing(pad) as tijdelijk, Werkboek(tijdelijk, f"Invoer voor spuk: {regio.get('naam') or 'regio'}") as boek:
        boek.reserve(*BLADEN, AANNAMES, LIJSTEN, TEKST)
        schrijver = _Schrijver(boek, names(inhoud, land))
        for naam in BLADEN:
            _write_sheet(schrijver, naam, inhoud)
        write_assumptions(boek, inhoud, schrijver.bereiken, schrijver.omgeving)
        _write_templates(boek, sjablonen)
        boek.boek.get_worksheet_by_name(LIJSTEN).hide()
        boek.boek.get_worksheet_by_name(BLADEN[0]).activate()


def cell_value(kolom: Veld, waarde: Waarde, omgeving: Omgeving) -> Celwaarde:
    """A value as its cell holds it: gemeenten by name, parameters as a number when no decimal is lost."""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if kolom.soort == "gemeente":
        return omgeving.namen.get(str(waarde), str(waarde)) if waarde is not None else None
    if kolom.soort in ("waarde", "veranderwaarde") and waarde is not None:
        try:
            getal = float(str(waarde))
        except ValueError:
            return str(waarde)
        return getal if Decimal(repr(getal)) == Decimal(str(waarde)) else str(waarde)
    if kolom.soort == "lijst" and waarde is not None:
        return str(waarde).replace("|", " | ")
    return waarde


def _write_sheet(schrijver: _Schrijver, naam: str, inhoud: Inhoud) -> None:
    tabellen = [t for t in TABELLEN if t.blad == naam]
    beelden = align([lay_out(t, prepare(t, inhoud)) for t in tabellen])
    breedtes = [
        max(b.breedtes[i] for b in beelden if i < len(b.breedtes)) for i in range(max(len(b.breedtes) for b in beelden))
    ]
    alleen = len(tabellen) == 1
    uitleg = _UITLEG if naam == BLADEN[0] else tabellen[0].uitleg if alleen else ""
    blad = schrijver.boek.add(naam, breedtes, uitleg)
    for tabel, beeld in zip(tabellen, beelden, strict=True):
        if not alleen:
            blad.section(tabel.titel)
            if tabel.uitleg:
                blad.remark(tabel.uitleg)
        if tabel.formulier:
            _write_form(schrijver, blad, tabel, beeld)
        else:
            _write_table(schrijver, blad, tabel, beeld, vast=1 if alleen else None)
    if not any(b.gevuld for b in beelden):
        blad.ws.set_tab_color("#BFBFBF")


def _write_form(schrijver: _Schrijver, blad: Blad, tabel: Invoertabel, beeld: Tabelbeeld) -> None:
    waarden = beeld.rijen[0] if beeld.rijen else [None] * len(tabel.kolommen)
    for kolom, waarde in zip(tabel.kolommen, waarden, strict=True):
        blad.put(blad.rij, 0, kolom.label, "vet")
        _put(schrijver, blad, 1, kolom, waarde)
        blad.put(blad.rij, 2, kolom.toelichting, "lang onder")
        _validate(schrijver, blad, kolom, blad.rij, blad.rij, 1)
        blad.rij += 1


def _write_table(schrijver: _Schrijver, blad: Blad, tabel: Invoertabel, beeld: Tabelbeeld, vast: int | None) -> None:
    kop = blad.rij
    kolommen = [(i, k) for i, k in enumerate(beeld.kolommen) if k is not None]
    getallen = {i for i, k in kolommen if STIJLEN.get(k.soort) not in (None, "lang", "datum", "jaar")}
    blad.header([str(k) for k in beeld.koppen], vast=vast)
    for nummer, kolom in kolommen:
        tekst = beeld.koppen[nummer]
        if nummer in getallen:
            blad.put(kop, nummer, tekst, "jaar kop rechts" if isinstance(tekst, int) else "kop rechts")
        regels = 2 + len(kolom.toelichting) // 38
        blad.ws.write_comment(
            kop,
            nummer,
            kolom.toelichting,
            {"author": "spuk", "font_size": 9, "x_scale": 1.9, "y_scale": max(0.5, regels / 5)},
        )
    if any(k.eenheid for _, k in kolommen):
        for nummer, kolom in kolommen:
            blad.put(blad.rij, nummer, kolom.eenheid or None, "onder rechts" if nummer in getallen else "onder")
        blad.rij += 1
    eerste = blad.rij
    leeg: list[Waarde] = [None] * len(beeld.kolommen)
    for rij in (*beeld.rijen, *[leeg] * tabel.ruimte):
        for nummer, kolom in kolommen:
            _put(schrijver, blad, nummer, kolom, rij[nummer], na_getal=nummer - 1 in getallen)
        blad.rij += 1
    laatste = blad.rij - 1 + (_LEEG if vast is not None else 0)
    for nummer, kolom in kolommen:
        _validate(schrijver, blad, kolom, eerste, laatste, nummer)
        if kolom.naam == "status":
            schrijver.bereiken[tabel.naam] = (nummer, eerste, laatste)
            _colour(schrijver.boek, blad, eerste, laatste, nummer)


def _put(schrijver: _Schrijver, blad: Blad, nummer: int, kolom: Veld, waarde: Waarde, na_getal: bool = False) -> None:
    cel = cell_value(kolom, waarde, schrijver.omgeving)
    stijl = STIJLEN.get(kolom.soort, "tekst")
    if stijl == "geld" and (cel is None or (isinstance(cel, float) and cel.is_integer())):
        stijl = "geld_heel"
    tussen = " na_getal" if na_getal and stijl in ("tekst", "lang") else ""
    blad.put(blad.rij, nummer, cel, f"{stijl} invoer{tussen}")


def _validate(schrijver: _Schrijver, blad: Blad, kolom: Veld, eerste: int, laatste: int, nummer: int) -> None:
    """A list to choose from, or bounds, on the cells of one column."""
    keuzes = ("ja", "nee") if kolom.soort == "ja_nee" else kolom.keuzes if kolom.soort == "keuze" else ()
    regel: dict[str, str | int]
    if keuzes:
        regel = {"validate": "list", "source": schrijver.choices(keuzes), "error_type": "stop",
                 "error_message": f"Kies uit de lijst: {', '.join(keuzes)}."[:255]}  # fmt: skip
    elif kolom.soort == "deel":
        regel = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_type": "stop",
                 "error_message": "Een deel van 0% tot en met 100%."}  # fmt: skip
    elif kolom.soort == "gemeente" and schrijver.omgeving.namen:
        regel = {"validate": "list", "source": schrijver.choices(tuple(schrijver.omgeving.namen.values())),
                 "error_type": "warning", "error_message": "Deze gemeente staat niet op het blad Start."}  # fmt: skip
    else:
        return
    blad.ws.data_validation(eerste, nummer, laatste, nummer, {**regel, "error_title": kolom.label[:32]})


def _colour(boek: Werkboek, blad: Blad, eerste: int, laatste: int, nummer: int) -> None:
    for status, kleur in STATUSKLEUR.items():
        if status != "vastgesteld":
            vorm = boek.boek.add_format({"bg_color": kleur})
            regel = {"type": "cell", "criteria": "==", "value": f'"{status}"', "format": vorm}
            blad.ws.conditional_format(eerste, nummer, laatste, nummer, regel)


def _write_templates(boek: Werkboek, sjablonen: Mapping[str, bytes]) -> None:
    """The text files as they stood, on a hidden sheet; see scenarios.werkboek.sjabloon."""
    blad = boek.boek.get_worksheet_by_name(TEKST)
    kop = ("bestand", "vorm", "regel: opmaak en opmerkingen van de tekstbestanden; cijfers komen van de andere bladen")
    for rij, cellen in enumerate((kop, *template_rows(sjablonen))):
        for kolom, tekst in enumerate(cellen):
            blad.write_string(rij, kolom, tekst)
    blad.set_column(0, 1, 24)
    blad.set_column(2, 2, 120)
    blad.hide()
