"""Entries for the gemeente's own books: per line a role, the SPUK and the taakveld; an account follows from those.

They take over the journaalposten of `finance.journaal`, with the bate per taakveld, and add what no booking of the
gemeente holds: its share in the costs of a regional body, and corrections of earlier years. An entry that does not
balance cannot be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from finance.administratie.rollen import (
    BATEN,
    BIJDRAGE_GR,
    CORRECTIE,
    CORRECTIE_TEGEN,
    GR_SCHULD,
    GR_VOORSCHOT,
    GR_VORDERING,
    ONDERWEG,
)
from finance.jaarrekening import Taakveldregel
from finance.journaal import Journaalpost

JAAREINDE = "jaareinde"


@dataclass(frozen=True)
class Grootboekregel:
    """One line in cents; one of the two amounts is zero."""

    rol: str
    debet: int
    credit: int
    uitkering: str = ""
    taakveld: str = ""
    """Of lasten and baten; empty on the balance sheet, or where the chart of accounts decides."""

    @property
    def saldo(self) -> int:
        """Debit less credit."""
        return self.debet - self.credit


@dataclass(frozen=True)
class Boekstuk:
    """One balanced entry. Raises ValueError when debet and credit differ or an amount is negative."""

    datum: date
    soort: str
    omschrijving: str
    regels: tuple[Grootboekregel, ...]

    def __post_init__(self) -> None:
        if any(r.debet < 0 or r.credit < 0 for r in self.regels):
            raise ValueError(f"negatief bedrag in {self.omschrijving}")
        if sum(r.saldo for r in self.regels):
            raise ValueError(f"debet is niet gelijk aan credit in {self.omschrijving}")


@dataclass(frozen=True)
class Kostendeel:
    """The part of one gemeente in the costs of a regional body, on one SPUK and taakveld (cents)."""

    uitkering: str
    taakveld: str
    bedrag: int


def side(rol: str, saldo: int, uitkering: str = "", taakveld: str = "") -> Grootboekregel:
    """A line of which debit less credit is `saldo`."""
    return Grootboekregel(rol, max(saldo, 0), max(-saldo, 0), uitkering, taakveld)


def take_over(
    posten: Iterable[Journaalpost], uitkering: str, taakvelden: Sequence[Taakveldregel], ultimo: date
) -> list[Boekstuk]:
    """The journaalposten of one SPUK, its bate split over the taakvelden of the year account."""
    baten = [side(BATEN, -t.baten, uitkering, t.taakveld) for t in taakvelden if t.baten]
    uit, geboekt = [], False
    for post in posten:
        regels: list[Grootboekregel] = []
        for regel in post.regels:
            if regel.rekening == BATEN:
                regels += baten
                geboekt = True
            else:
                regels.append(Grootboekregel(regel.rekening, regel.debet, regel.credit, uitkering))
        if regels := [r for r in regels if r.saldo]:
            uit.append(Boekstuk(post.datum, post.soort, post.omschrijving, tuple(regels)))
    if baten and not geboekt:
        # Baten of two taakvelden that add up to nothing have no journaalpost, but each taakveld has its own.
        uit.append(Boekstuk(ultimo, JAAREINDE, "baten per taakveld, samen nul", tuple(baten)))
    return uit


def through_transit(stukken: Iterable[Boekstuk]) -> list[Boekstuk]:
    """What the Rijk decided to pay, where the bank itself is booked from its own receipts."""
    return [
        replace(s, regels=tuple(replace(r, rol=ONDERWEG) if r.rol == "bank" else r for r in s.regels)) for s in stukken
    ]


def book_receipt(dag: date, omschrijving: str, uitkering: str, bedrag: int) -> Boekstuk:
    """Money that the bank shows: received, or negative for paid back."""
    return Boekstuk(dag, "bank", omschrijving, (side("bank", bedrag, uitkering), side(ONDERWEG, -bedrag, uitkering)))


def book_share(ultimo: date, lichaam: str, aandelen: Sequence[Kostendeel], voorschot: int) -> Boekstuk | None:
    """The share in the costs of a regional body against what was paid it in advance; the rest is owed to or by it.

    None when there are no costs and nothing was paid.
    """
    lasten = [side(BIJDRAGE_GR, a.bedrag, a.uitkering, a.taakveld) for a in aandelen if a.bedrag]
    rest = sum(a.bedrag for a in aandelen) - voorschot
    tegen = [side(GR_VOORSCHOT, -voorschot), side(GR_SCHULD, -max(rest, 0)), side(GR_VORDERING, max(-rest, 0))]
    regels = (*lasten, *(r for r in tegen if r.saldo))
    return Boekstuk(ultimo, JAAREINDE, f"{lichaam}: aandeel in de kosten", regels) if regels else None


def book_correction(ultimo: date, omschrijving: str, uitkering: str, taakveld: str, bedrag: int) -> Boekstuk:
    """Lasten of an earlier, closed year that no booking of this year holds."""
    regels = (side(CORRECTIE, bedrag, uitkering, taakveld), side(CORRECTIE_TEGEN, -bedrag))
    return Boekstuk(ultimo, JAAREINDE, omschrijving, regels)


def totals(stukken: Iterable[Boekstuk]) -> Mapping[tuple[str, str], int]:
    """Debit less credit per SPUK and role, in cents."""
    uit: dict[tuple[str, str], int] = {}
    for stuk in stukken:
        for regel in stuk.regels:
            sleutel = regel.uitkering, regel.rol
            uit[sleutel] = uit.get(sleutel, 0) + regel.saldo
    return uit
