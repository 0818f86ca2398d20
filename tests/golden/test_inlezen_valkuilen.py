"""Exports in which the plain sum of a column is not the lasten: read right or asked about, the outcome written out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inleesmap import EEN, KOP, assert_asked, assert_refused, lines, make_folder, read_in, write_export

TWEE = "28-02-2025;6130042;438100;Z-route;8.000,00;2"
CREDIT = "20-05-2025;6130041;438100;Minder uren B1;8.000,00;2"
BATE = "15-01-2025;6130041;841010;Termijn januari;-25.000,00;R1"


GELEZEN = {
    # 12.500 + 8.000 = 20.500
    "bate op een 8-rekening": (lines(KOP, EEN, TWEE, BATE), "20500.00", "25000.00"),
    "bate in een kolom, zonder minteken": (
        lines(f"{KOP};L/B", f"{EEN};L", f"{TWEE};L", "15-01-2025;6130041;Rijk;Termijn;25.000,00;R1;B"),
        "20500.00",
        "25000.00",
    ),
    "alles omgekeerd, met een bate": (
        lines(KOP, EEN.replace("12.500", "-12.500"), TWEE.replace("8.000", "-8.000"), BATE.replace("-25", "25")),
        "20500.00",
        "25000.00",
    ),
    # 12.500 - 8.000 = 4.500
    "D/C": (lines(f"{KOP};D/C", f"{EEN};D", f"{CREDIT};C"), "4500.00", "0.00"),
    "D/C onder een andere naam": (lines(f"{KOP};Kenmerk", f"{EEN};D", f"{CREDIT};C"), "4500.00", "0.00"),
    "D/C in een kolom Soort": (lines(f"{KOP};Soort", f"{EEN};D", f"{CREDIT};C"), "4500.00", "0.00"),
    "D/C dat het teken herhaalt": (
        lines(f"{KOP};D/C", f"{EEN};D", f"{CREDIT.replace('8.000', '-8.000')};C"),
        "4500.00",
        "0.00",
    ),
    "debet en credit met totaal": (
        lines(
            "Boekdatum;Kostenplaats;Kostensoort;Omschrijving;Debet;Credit;Stuknummer",
            "15-01-2025;6130041;438100;B1;12.500,00;;1",
            "28-02-2025;6130041;438100;Minder;;8.000,00;2",
            "Totaal;;;;12.500,00;8.000,00;",
        ),
        "4500.00",
        "0.00",
    ),
    "totalen per code en samen": (
        lines(
            KOP, EEN, ";Totaal 6130041;;;12.500,00;", TWEE, ";Totaal 6130042;;;8.000,00;", ";;;Eindtotaal;20.500,00;"
        ),
        "20500.00",
        "0.00",
    ),
    "een boeking die over een totaal spreekt": (
        lines(KOP, EEN, TWEE.replace("Z-route", "Totaal uren Z-route mei")),
        "20500.00",
        "0.00",
    ),
    "verplichting en begroting": (
        lines(f"{KOP};Soort", f"{EEN};R", f"{TWEE};V", f"{TWEE.replace(';2', ';3')};B"),
        "12500.00",
        "0.00",
    ),
    "periode 13": (
        lines(f"Boekjaar;Periode;{KOP}", f"2025;1;{EEN}", f"2025;13;{TWEE.replace('28-02-2025', '10-02-2026')}"),
        "20500.00",
        "0.00",
    ),
    "kolommen begroting en realisatie": (
        lines(KOP.replace("Bedrag", "Begroting;Realisatie"), EEN.replace("12.500,00", "40.000,00;12.500,00")),
        "12500.00",
        "0.00",
    ),
    # 15.125 - 2.625 = 12.500
    "inclusief btw": (
        lines(f"{KOP.replace('Bedrag', 'Bedrag incl. btw')};BTW", f"{EEN.replace('12.500,00', '15.125,00')};2.625,00"),
        "12500.00",
        "0.00",
    ),
    "gelijke regels met een regelnummer": (lines(f"{KOP};Regelnr", f"{EEN};1", f"{EEN};2"), "25000.00", "0.00"),
}
GEVRAAGD = {
    "bate zonder eigen rekening": (lines(KOP, EEN, TWEE, BATE.replace("841010", "438100")), "ontvangen geld"),
    "creditnota groter dan de code": (
        lines(KOP, EEN, "1-3-2025;6130042;438100;Correctie;-9.000,00;2"),
        "ontvangen geld",
    ),
    "creditnota zonder minteken": (lines(KOP, EEN, TWEE.replace("Z-route", "Creditnota Z")), "heet een creditnota"),
    "creditnota in een kolom": (lines(f"{KOP};Type", f"{EEN};Factuur", f"{TWEE};Creditnota"), "heet een creditnota"),
    "credit met minteken": (
        lines(
            "Boekdatum;Kostenplaats;Kostensoort;Omschrijving;Debet;Credit;Stuknummer",
            "15-01-2025;6130041;438100;B1;12.500,00;;1",
            "28-02-2025;6130042;438100;Z;;-8.000,00;2",
        ),
        "Wat betekent het minteken?",
    ),
    "balansrekening": (lines(KOP, EEN, EEN.replace("438100", "150000").replace("12.5", "-12.5")), "van de balans"),
    "begroting in de tekst": (lines(KOP, EEN, TWEE.replace("Z-route", "Primitieve begroting")), "geen realisatie"),
    "onbekende soort": (lines(f"{KOP};Soort", f"{EEN};X", f"{TWEE};Y"), "realisatie, verplichting of begroting"),
    "onbekende soort, anders leeg": (lines(f"{KOP};Soort", f"{EEN};", f"{TWEE};BGR"), "'BGR'"),
    "totaal dat niet klopt": (lines(KOP, EEN, TWEE, "Totaal;;;;20.500,01;"), "lijkt een totaal"),
    "gelijke regels zonder nummer": (lines(KOP[:-11], EEN[:-2], EEN[:-2]), "aparte boekingen"),
    "andere valuta": (lines(f"{KOP};Valuta", f"{EEN};EUR", f"{TWEE};USD"), "USD"),
    "duizenden": (lines("Bedragen x € 1.000;;;;;", KOP, EEN, TWEE), "euro's"),
    "tweede bedragkolom": (lines(f"{KOP};Bijdrage derden", f"{EEN};100,00", f"{TWEE};50,00"), "'Bijdrage derden'"),
    "alles is negatief": (lines(KOP, EEN.replace("12.5", "-12.5"), TWEE.replace("8.0", "-8.0")), "met een minus"),
}
GEWEIGERD = {
    "centen": (lines(KOP.replace("Bedrag", "Bedrag in centen"), EEN.replace("12.500,00", "1250000")), "geen kolom"),
    "een veld te veel": (lines(KOP, EEN.replace("Leerroute", "Les; route"), TWEE), "7 velden"),
    "een veld te weinig": (lines(KOP, EEN, TWEE.replace("Z-route;", "")), "regel 3"),
    "een leeg bedrag": (lines(KOP, EEN, TWEE.replace("8.000,00", "")), "een lege cel"),
    "geen bedrag": (lines(KOP, EEN, BATE, TWEE.replace("8.000,00", "n.v.t.")), "'n.v.t.'"),
    "kwartalen naast elkaar": (lines("Kostenplaats;Q1;Q2;Q3;Q4", "6130041;1,00;2,00;3,00;4,00"), "kruistabel"),
}


@pytest.mark.parametrize(("tekst", "lasten", "baten"), GELEZEN.values(), ids=GELEZEN)
def test_it_is_read_right(tekst: str, lasten: str, baten: str, tmp_path: Path) -> None:
    gelopen, document = read_in(make_folder(tmp_path), write_export(tmp_path, tekst))
    assert gelopen.exit_code == 0, gelopen.output
    assert (document["lasten"], document["baten"]) == (lasten, baten)


@pytest.mark.parametrize(("tekst", "vraag"), GEVRAAGD.values(), ids=GEVRAAGD)
def test_it_is_asked_about(tekst: str, vraag: str, tmp_path: Path) -> None:
    assert_asked(tekst, vraag, tmp_path)


@pytest.mark.parametrize(("tekst", "melding"), GEWEIGERD.values(), ids=GEWEIGERD)
def test_it_is_refused(tekst: str, melding: str, tmp_path: Path) -> None:
    assert_refused(tekst, melding, tmp_path)
