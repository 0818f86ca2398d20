"""What `begroting.csv` and the books give a P&C piece: wijzigingen as a chapter, and what was not entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finance.fouten import Melding, list_words
from finance.taal.getallen import format_date
from reports.pc.delen import CORRECTIE, NAMEN, ONDERWIJS, SPUK, Wie, money, saldo_short
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Rij, Tabel, cents_table, column, line
from scenarios.boeken.begroting import BESTAND, POSTEN, UITVOERING, Begroting
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


@dataclass(frozen=True)
class Bijstelling:
    """The change of one post that would bring its begroting to the expectation, in cents."""

    post: str
    bedrag: int


def adjustment_chapter(jaar: int, posten: Sequence[Bijstelling]) -> list[Hoofdstuk]:
    """The begroting adjusted per post and taakveld, lasten and baten together; no chapter without a change."""
    if not posten:
        return []
    tabel = adjustment_table(jaar, posten)
    neutraal, effect = _neutral(posten)
    zin = "Overweeg de begroting bij te stellen, lasten en baten samen: alleen het echte verschil komt in het saldo."
    if neutraal:
        zin += f" Van de bijstelling is {money(neutraal)} budgettair neutraal: lasten en bate van een SPUK samen."
    zin += f" Het effect op het saldo is {saldo_short(effect)}."
    return [Hoofdstuk("Wat nu?", (zin,), (tabel,))]


def adjustment_table(jaar: int, posten: Sequence[Bijstelling]) -> Tabel:
    """Per post the change of lasten and of baten, per taakveld their sum."""
    rijen: list[Rij] = []
    velden = []
    for veld in sorted({_taakveld(b.post) for b in posten}, reverse=True):
        begin = len(rijen)
        for b in posten:
            if _taakveld(b.post) == veld:
                lasten = _aard(b.post) == "lasten"
                cellen = (-b.bedrag, 0) if lasten else (0, b.bedrag)
                rijen.append(line(NAMEN[b.post], "stand", cellen, merk="I"))
        rijen.append(line(f"Taakveld {veld}", "stand", (), tuple((i, 1) for i in range(begin, len(rijen)))))
        velden.append((len(rijen) - 1, 1))
    return cents_table(
        f"Begroting {jaar} bijstellen naar de verwachting",
        (
            column("Lasten"),
            column("Baten"),
            column("Effect op het saldo", som=((0, 1), (1, 1))),
        ),
        (*rijen, line("Bijstelling", "stand", (), tuple(velden))),
        (
            "Meer lasten en minder baten staan met een min.",
            f"De bijstelling geldt voor {jaar} en is dus incidenteel; wat blijft, hoort ook in de begroting van "
            f"{jaar + 1}.",
        ),
        "Taakveld en post",
    )


def _neutral(posten: Sequence[Bijstelling]) -> tuple[int, int]:
    """What lasten and the bate of the SPUKs change together, and what all of it does to the saldo."""
    lasten = sum(b.bedrag for b in posten if _aard(b.post) == "lasten")
    bate = sum(b.bedrag for b in posten if b.post in (SPUK, ONDERWIJS))
    samen = min(abs(lasten), abs(bate)) if (lasten > 0) == (bate > 0) else 0
    return samen, sum(b.bedrag for b in posten if _aard(b.post) == "baten") - lasten


def _aard(post: str) -> str:
    return "lasten" if post == CORRECTIE else POSTEN[post].aard


def _taakveld(post: str) -> str:
    return "6.1" if post == CORRECTIE else POSTEN[post].taakveld


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
