"""A table on the terminal: one renderer, and the few manners in which tables are drawn there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.box import HEAVY_HEAD, SIMPLE_HEAD, Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.grond.console import RUIM, print_whole
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.tekst import EUROS, Weergave, show_rows


@dataclass(frozen=True)
class Kader:
    """The lines of a table and what its columns do when there is too little room."""

    lijnen: Box = HEAVY_HEAD
    ruimte: tuple[int, int, int, int] = (0, 1, 0, 1)
    rand: bool = True
    marge: bool = True
    """Space beside the outer columns."""
    tekst: Literal["heel", "vouw", "kort"] = "kort"
    """A text too long for its column: never broken, folded, or cut at the words where that is possible."""
    getal: Literal["heel", "vouw", "kort", "woord"] = "kort"
    """Also `woord`: as wide as the longest word of its head."""
    passend: bool = False
    """Where there is room the heads wrap, not the figures under them."""


VOL = Kader()
VOL_HEEL = Kader(tekst="heel")
STREEP = Kader(SIMPLE_HEAD, (0, 1, 0, 0), getal="woord")
LUCHT = Kader(SIMPLE_HEAD, (0, 1, 0, 0), rand=False, tekst="heel", getal="vouw")
PASSEND = Kader(SIMPLE_HEAD, (0, 1, 0, 0), rand=False, tekst="vouw", getal="vouw", passend=True)
VOUW = Kader(SIMPLE_HEAD, (0, 1, 0, 0), rand=False, tekst="vouw", getal="vouw")
RIJEN = Kader(SIMPLE_HEAD, marge=False, tekst="heel", getal="heel")
KRAP = Kader(SIMPLE_HEAD, (0, 0, 0, 0), marge=False, tekst="heel", getal="heel")
_KRAP_VOL = Kader(SIMPLE_HEAD, (0, 0, 0, 0), rand=False, tekst="heel")


def to_screen(
    tabel: Tabel, kader: Kader = VOL, weergave: Weergave = EUROS, smal: bool = False, breedte: int = 0
) -> Table:
    """The table for a terminal of `breedte` columns; `smal`: with the heads that need least room."""
    scherm = Table(
        title=Text(tabel.titel, style="table.title") if tabel.titel else None,
        title_justify="left",
        box=kader.lijnen,
        padding=kader.ruimte,
        show_edge=kader.rand,
        pad_edge=kader.marge,
    )
    rijen = show_rows(tabel, weergave)
    breedtes = _widths(tabel, rijen, breedte) if kader.passend else [None] * len(tabel.kolommen)
    for kolom, breed in zip(tabel.kolommen, breedtes, strict=True):
        kop = (kolom.smal or kolom.kop) if smal else kolom.kop
        scherm.add_column(Text(kop), justify="right" if kolom.getal else "left", width=breed, **_room(kolom, kader))
    vorige: Rij | None = None
    regels = Counter(rij.kop for rij in tabel.rijen)
    for rij, teksten in zip(tabel.rijen, rijen, strict=True):
        zelfde = tabel.groepen and vorige is not None and vorige.kop == rij.kop
        # Groups of one row each need no line between them.
        grens = tabel.groepen and not zelfde and vorige is not None and max(regels[vorige.kop], regels[rij.kop]) > 1
        if vorige is not None and (rij.nadruk == "totaal" or grens):
            scherm.add_section()
        eerste, *rest = teksten
        hoofd = Text("" if zelfde else eerste, style="bold" if rij.nadruk == "totaal" else "")
        scherm.add_row(hoofd, *map(Text, rest), style="bold" if rij.nadruk == "vet" else None)
        vorige = rij
    return scherm


def _widths(tabel: Tabel, rijen: Sequence[Sequence[str]], breedte: int) -> list[int] | list[None]:
    """The longest word of each column, where all of them fit."""
    cellen = zip(*rijen, strict=True) if rijen else [()] * len(tabel.kolommen)
    uit = [max(map(len, (*k.kop.split(), *c))) for k, c in zip(tabel.kolommen, cellen, strict=True)]
    return uit if sum(uit) + len(uit) <= breedte else [None] * len(uit)


def fitting(console: Console) -> Kader:
    """All lines where the terminal has room for them, else as few as can be."""
    return VOL_HEEL if console.width >= RUIM else _KRAP_VOL


def print_fitting(
    console: Console, tabel: Tabel, breed: Kader, smal: Kader | None = None, weergave: Weergave = EUROS
) -> None:
    """Wide where that fits, else with narrow heads; never a number cut off."""
    print_whole(
        console,
        to_screen(tabel, breed, weergave),
        lambda: to_screen(tabel, smal or breed, weergave, smal=True),
    )


def _room(kolom: Kolom, kader: Kader) -> dict[str, Any]:
    wijze = kader.getal if kolom.getal else kader.tekst
    if wijze == "heel":
        return {"no_wrap": True}
    if wijze == "vouw":
        return {"overflow": "fold"}
    return {"min_width": max(map(len, kolom.kop.split()), default=0)} if wijze == "woord" else {}
