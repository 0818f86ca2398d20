"""The table Plausibel: every own figure, the range that was published, and what is worth a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from finance.taal.getallen import dutch, format_share, thousands
from reports.grond.console import make_console
from reports.tabel.scherm import VOUW, to_screen
from reports.tabel.tabel import LEEG, Kolom, Rij, Soort, Tabel, columns
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.plausibel.naast import Plausibelregel

BLAD = "Plausibel"
TITEL = "Eigen cijfers naast gepubliceerde"
UITLEG = (
    "Ingevoerde en berekende cijfers van de regio, verwachte waarden, naast wat anderen publiceerden, op het prijspeil "
    "van het jaar. Buiten de grenzen is geen fout, wel een reden om te kijken: gepubliceerde cijfers zijn geen norm."
)
WEINIG = 100.0
"""Euros below which an amount is shown with its cents."""


def plausible_table(regels: Sequence[Plausibelregel], titel: str = TITEL) -> Tabel:
    """One row per figure."""
    return Tabel(
        titel,
        (
            Kolom("Cijfer", vorm="lang"),
            Kolom("Jaar", "jaar"),
            *columns((("Eigen", "Van", "Tot"), "euro")),
            Kolom("Let op", "status"),
            Kolom("Bron", vorm="lang"),
            Kolom("Toelichting", vorm="lang"),
        ),
        tuple(_row(r) for r in regels),
    )


def _row(regel: Plausibelregel) -> Rij:
    soort = _kind(regel)
    bedragen = [round(b * 100) if soort == "cent" else b for b in (regel.eigen, regel.laag, regel.hoog)]
    return Rij(
        (regel.label, regel.jaar, *bedragen, regel.oordeel or LEEG, regel.bron, regel.toelichting),
        soort=soort,
        vorm="prijs" if soort == "cent" else "",
        status="onzeker" if regel.oordeel else "",
    )


def _kind(regel: Plausibelregel) -> Soort:
    if regel.eenheid == "deel":
        return "procent"
    return "cent" if regel.hoog < WEINIG else "euro"


def points_of_doubt(regels: Sequence[Plausibelregel]) -> list[str]:
    """A sentence for every figure outside what was published."""
    return [
        f"{r.label} ({r.jaar}) is {_show(r, r.eigen)}, {r.oordeel} dan gepubliceerd: {_show(r, r.laag)} tot "
        f"{_show(r, r.hoog)} ({r.bron})."
        for r in regels
        if r.oordeel
    ]


def _show(regel: Plausibelregel, waarde: float) -> str:
    if regel.eenheid == "deel":
        return format_share(waarde, 0)
    return f"€ {dutch(waarde, 2) if regel.hoog < WEINIG else thousands(round(waarde))}"


def show_plausible(regels: Sequence[Plausibelregel]) -> None:
    """The table on the screen, and what is worth a look."""
    console = make_console()
    console.print(to_screen(plausible_table(regels).without("Toelichting"), replace(VOUW, getal="heel")))
    show_doubts(regels)


def show_doubts(regels: Sequence[Plausibelregel]) -> None:
    """Only what is worth a look."""
    for zin in points_of_doubt(regels):
        make_console().print(Text(f"Let op: {zin}"), soft_wrap=True)


def write_plausible(boek: Werkboek, regels: Sequence[Plausibelregel]) -> None:
    """The sheet."""
    blad = boek.add(BLAD, (50, 7, 11, 11, 11, 9, 66, 66), UITLEG)
    to_xlsx(blad, plausible_table(regels, ""), vast=1)
