"""What `begroting.csv` and the books give a P&C piece: wijzigingen as a chapter, and what was not entered."""

from __future__ import annotations

from datetime import date

from finance.fouten import Melding, list_words
from finance.taal.getallen import format_date
from reports.pc.delen import Wie
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Tabel, cents_table, column, line
from scenarios.boeken.begroting import BESTAND, UITVOERING, Begroting
from scenarios.boeken.realisatie import Rekening

EERSTE_JAAR = 2022
"""The Wet inburgering 2021 is in force since 1 January of this year."""


def amendment_table(begroting: Begroting, wie: Wie, jaar: int, op: date | None = None) -> Tabel | None:
    """Every wijziging as a pair: what it does to the saldo by lasten and by baten; None without any."""
    wijzigingen = begroting.amendments(jaar, wie.codes, op)
    if not wijzigingen:
        return None
    rijen = [
        line(
            f"{w.besluit} ({format_date(w.datum)})",
            "stand",
            (-w.lasten, w.baten),
            merk="I" if w.incidenteel else "S",
        )
        for w in wijzigingen
    ]
    return cents_table(
        f"Begrotingswijzigingen {jaar}, {wie.naam}",
        (
            column("Lasten"),
            column("Baten"),
            column("Effect op het saldo", som=((0, 1), (1, 1))),
        ),
        (*rijen, line("Totaal", "stand", (), tuple((i, 1) for i in range(len(rijen))))),
        ("Meer lasten en minder baten staan met een min: een wijziging met -100 en +100 is budgettair neutraal.",),
        "Besluit",
    )


def amendment_chapter(begroting: Begroting, wie: Wie, jaar: int, op: date | None = None) -> list[Hoofdstuk]:
    """The wijzigingen of a year as a chapter; empty without any."""
    tabel = amendment_table(begroting, wie, jaar, op)
    return [Hoofdstuk("Welke begrotingswijzigingen zijn er?", (), (tabel,))] if tabel else []


def lacks_budget(begroting: Begroting, wie: Wie, jaar: int) -> list[Melding]:
    """Asks for the begroting of a year that was not entered."""
    if begroting.original(jaar, wie.codes, "spuk") is not None:
        return []
    return [ask(f"begroting {jaar}", f"voor iedere gemeente regels met soort primitief voor {jaar}")]


def lacks_realisation(begroting: Begroting, wie: Wie, jaar: int) -> list[Melding]:
    """Asks for what no booking of a SPUK tells; before the law there is nothing to ask."""
    if jaar < EERSTE_JAAR:
        return []
    posten = (UITVOERING, "gemeentefonds")
    if all(begroting.realised(jaar, wie.codes, post) is not None for post in posten):
        return []
    wat = f"regels met soort rekening en post {list_words(posten)} voor {jaar}"
    return [ask(f"uitvoering en Gemeentefonds {jaar}", wat)]


def lacks_books(rekening: Rekening | None, jaar: int) -> list[Melding]:
    """Asks for bookings of a year without any; before the law there is nothing to ask."""
    if rekening is not None or jaar < EERSTE_JAAR:
        return []
    return [
        Melding(
            "verantwoording",
            f"boekingen {jaar}",
            "niets",
            f"de boekingen van {jaar} in de map verantwoording van de regiomap",
            "Zie: spuk uitleg invoer-verantwoording",
        )
    ]


def lacks_months(laatste: date | None, jaar: int) -> list[Melding]:
    """Tells that the bookings of a year that is closed do not run into December; None: nothing is booked by day."""
    if laatste is None or laatste.month == 12:
        return []
    return [
        Melding(
            "verantwoording",
            f"boekingen {jaar}",
            f"als laatste een boeking van {format_date(laatste)}",
            "boekingen tot en met december",
            "Zolang die ontbreken zijn de lasten van het jaar te laag.",
        )
    ]


def ask(plaats: str, verwacht: str) -> Melding:
    """What can still be entered in `begroting.csv`."""
    return Melding(BESTAND, plaats, "niets", verwacht, "Zie: spuk uitleg invoer")
