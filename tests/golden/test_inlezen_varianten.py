"""Exports of known kinds in other guises: the amounts written out, or the question that keeps a wrong one out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.inleesmap import EEN, KOP, assert_asked, assert_refused, lines, make_folder, read_in, write_export

TWEE = "28-02-2025;6130042;438100;Z-route;8.000,50;2"
MINDER = "20-05-2025;6130041;438100;Minder uren B1;-1.500,25;3"
# 12.500,00 + 8.000,50 - 1.500,25
SAMEN = "19000.25"
DRIE = (EEN, TWEE, MINDER)


def amounts(*delen: str) -> str:
    """The three lines with their amounts written otherwise."""
    oud = ("12.500,00", "8.000,50", "-1.500,25")
    return lines(KOP, *(r.replace(o, n) for r, o, n in zip(DRIE, oud, delen, strict=True)))


def marked(titel: str, *tekens: str, absoluut: bool = False) -> str:
    """The three lines with one column more, its cells these."""
    regels = [r.replace("-1.500", "1.500") for r in DRIE] if absoluut else DRIE
    return lines(f"{KOP};{titel}", *(f"{r};{t}" for r, t in zip(regels, tekens, strict=True)))


GELEZEN = {
    "streepje voor de centen": lines(
        KOP,
        EEN.replace("12.500,00", "12.500,-"),
        TWEE.replace("8.000,50", "8.000,-"),
        MINDER.replace("-1.500,25", "-1.499,75"),
    ),
    "koppelteken U+2010": amounts("12.500,00", "8.000,50", "\u20101.500,25"),
    "vast koppelteken U+2011 achter": amounts("12.500,00", "8.000,50", "1.500,25\u2011"),
    "zacht koppelteken": amounts("12.500,00", "8.000,50", "\u00ad1.500,25"),
    "teken zonder breedte": amounts("\u200e12.500,00", "\u200b8.000,50", "\u200e-1.500,25"),
    "accent als duizendteken": amounts("12\u00b4500,00", "8`000,50", "-1\u2018500,25"),
    "DR en CR achter het bedrag": amounts("12.500,00DR", "8.000,50 DR", "1.500,25CR"),
    "Soll en Haben": lines(
        KOP.replace("Bedrag", "Soll;Haben"),
        EEN.replace("12.500,00", "12.500,00;"),
        TWEE.replace("8.000,50", "8.000,50;"),
        MINDER.replace("-1.500,25", ";1.500,25"),
    ),
    "taakveld is geen bedrag": marked("Taakveld", "6.3", "6.3", "6.71"),
    "soort btw zegt niets van de regel": marked("BTW-soort", "H", "L", "V"),
    "status overal definitief": marked("Status", "Definitief", "Definitief", "Definitief"),
}
GEVRAAGD = {
    # 12,500 euro as 12.500 with a zero behind the cent, or twelve thousand five hundred
    "drie cijfers achter iedere punt": (amounts("12.500", "8.000", "-1.500"), "drie cijfers achter de punt"),
    "soort in een letter": (marked("Kenmerk", "R", "V", "R"), "'Kenmerk'"),
    "soort in een eigen woord": (marked("Bron", "Boeking", "Restverplichting", "Boeking"), "'Bron'"),
    "begroting na wijziging": (marked("Bron", "FAC", "Begroting na wijziging", "FAC"), "'Bron'"),
    "concept": (marked("Status", "Definitief", "Concept", "Definitief"), "'Status'"),
    "gestorneerd": (marked("Gestorneerd", "N", "J", "N"), "'Gestorneerd'"),
    "D/C als 1 en 2": (marked("D/C", "1", "1", "2", absoluut=True), "'D/C'"),
    "boekingssleutel van SAP": (marked("PK", "40", "40", "50", absoluut=True), "'PK'"),
    "boekingssleutel onder een andere naam": (marked("Code", "40", "40", "50", absoluut=True), "'Code'"),
    "alleen credit gemerkt": (marked("Kenmerk", "", "", "C", absoluut=True), "'Kenmerk'"),
    "alleen debet gemerkt": (marked("Kenmerk", "D", "D", "", absoluut=True), "'Kenmerk'"),
    "duizenden onder de tabel": (lines(KOP, *DRIE, "Bedragen x € 1.000;;;;;"), "x € 1.000"),
}
GEWEIGERD = {
    "meer dan de helft onleesbaar": (amounts("$ 12.500,00", "$ 8.000,50", "-1.500,25"), "regel 2, kolom bedrag"),
    "punt en komma als decimaalteken": (amounts("12500.00", "8.000,50", "-1500.25"), "regel 2, kolom bedrag"),
    "celfout in een code": (lines(KOP, EEN, TWEE.replace("6130042", "#N/B")), "regel 3, kolom kostenplaats"),
    "spatie op een vreemde plek": (amounts("12.500,00", "8.000,50", "-1 50,25"), "'-1 50,25'"),
    "afgeronde code": (lines(KOP, EEN, TWEE.replace("6130042", "6,13E+06")), "'6,13E+06'"),
}


@pytest.mark.parametrize("tekst", GELEZEN.values(), ids=GELEZEN)
def test_it_is_read_right(tekst: str, tmp_path: Path) -> None:
    gelopen, document = read_in(make_folder(tmp_path), write_export(tmp_path, tekst))
    assert gelopen.exit_code == 0, gelopen.output
    assert document["lasten"] == SAMEN


@pytest.mark.parametrize(("tekst", "vraag"), GEVRAAGD.values(), ids=GEVRAAGD)
def test_it_is_asked_about(tekst: str, vraag: str, tmp_path: Path) -> None:
    assert_asked(tekst, vraag, tmp_path)


@pytest.mark.parametrize(("tekst", "melding"), GEWEIGERD.values(), ids=GEWEIGERD)
def test_it_is_refused(tekst: str, melding: str, tmp_path: Path) -> None:
    assert_refused(tekst, melding, tmp_path)


def uncalculated(blad: Worksheet) -> None:
    blad.write_formula(2, 4, "=8000+0.5", None, 0)


def calculated(blad: Worksheet) -> None:
    blad.write_formula(2, 4, "=8000+0.5", None, 8000.5)


@pytest.mark.parametrize(("formule", "code"), [(uncalculated, 2), (calculated, 0)])
def test_a_formula_that_nobody_calculated_is_no_zero(
    formule: Callable[[Worksheet], None], code: int, tmp_path: Path
) -> None:
    gelopen, document = read_in(make_folder(tmp_path), workbook(tmp_path, formule))
    assert gelopen.exit_code == code, gelopen.output
    assert (
        document["lasten"] == SAMEN if code == 0 else "cel E3: gevonden een formule zonder uitkomst" in gelopen.output
    )


def test_a_unit_on_another_sheet_is_asked_about(tmp_path: Path) -> None:
    gelopen, document = read_in(make_folder(tmp_path), workbook(tmp_path, calculated, "Alle bedragen x € 1.000"))
    assert gelopen.exit_code == 1, gelopen.output
    assert "Op blad Toelichting staat 'x € 1.000'" in " ".join(document["vragen"])


def workbook(map_: Path, formule: Callable[[Worksheet], None], toelichting: str = "") -> Path:
    """The three lines as a workbook, the second amount a formula."""
    pad = map_ / "export.xlsx"
    boek = xlsxwriter.Workbook(str(pad))
    blad = boek.add_worksheet("Data")
    blad.write_row(0, 0, KOP.split(";"))
    for rij, (regel, bedrag) in enumerate(zip(DRIE, (12500.0, 8000.5, -1500.25), strict=True), start=1):
        cellen = regel.split(";")
        blad.write_row(rij, 0, [cellen[0], int(cellen[1]), int(cellen[2]), cellen[3], bedrag, int(cellen[5])])
    formule(blad)
    if toelichting:
        boek.add_worksheet("Toelichting").write(0, 0, toelichting)
    boek.close()
    return pad
