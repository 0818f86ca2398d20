"""What the bank received from the Rijk beside what its decisions say it pays: month by month, nothing lost.

Legal source: Besluit inburgering 2021 art. 10.8: a twelfth of the voorlopige uitkering around the 15th of every month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from finance.journaal import Kasstroom

SPELING = 31
"""Days that a payment without a name may lie from the one it is recognised by."""


@dataclass(frozen=True)
class Ontvangst:
    """One receipt of the bank in cents, negative for what was paid back; `uitkering` is empty when it was not told."""

    datum: date
    bedrag: int
    uitkering: str
    omschrijving: str


@dataclass(frozen=True)
class Maandregel:
    """One SPUK in one month: what the decisions say and what the bank shows (cents)."""

    uitkering: str
    maand: int
    besloten: int
    ontvangen: int

    @property
    def verschil(self) -> int:
        """Received less decided."""
        return self.ontvangen - self.besloten


@dataclass(frozen=True)
class Afstemming:
    """Receipts of one gemeente and year beside the decisions."""

    maanden: tuple[Maandregel, ...]
    """Of every SPUK the months in which anything was decided or received."""
    ontvangen: Mapping[str, tuple[Ontvangst, ...]]
    """Per SPUK what was received for it."""
    los: tuple[Ontvangst, ...]
    """Receipts that belong to no SPUK of this gemeente, or to more than one: they count nowhere."""

    def open_after(self, uitkering: str, maand: int = 12) -> int:
        """Decided and not received by the end of a month; negative: received beyond the decisions."""
        return -sum(m.verschil for m in self.maanden if m.uitkering == uitkering and m.maand <= maand)


def match_receipts(besloten: Mapping[str, Sequence[Kasstroom]], bank: Sequence[Ontvangst]) -> Afstemming:
    """Give every receipt to the SPUK it names, or to the only one that decided exactly this amount at about this day.

    besloten: per SPUK what was decided to be paid in the year.
    """
    nog = {uitkering: list(stromen) for uitkering, stromen in besloten.items()}
    voor: dict[str, list[Ontvangst]] = {uitkering: [] for uitkering in besloten}
    los: list[Ontvangst] = []
    # Who names its SPUK goes first, so that its payment is no longer there to be recognised by.
    for ontvangst in sorted(bank, key=lambda o: (not o.uitkering, o.datum)):
        passend = {u: stroom for u, rij in nog.items() if (stroom := _nearest(rij, ontvangst)) is not None}
        uitkering = ontvangst.uitkering or (next(iter(passend)) if len(passend) == 1 else "")
        if uitkering not in voor:
            los.append(ontvangst)
            continue
        voor[uitkering].append(ontvangst)
        if uitkering in passend:
            nog[uitkering].remove(passend[uitkering])
    maanden = [m for u in besloten for m in _months(u, besloten[u], voor[u])]
    per_dag = {u: tuple(sorted(rij, key=lambda o: o.datum)) for u, rij in voor.items()}
    return Afstemming(tuple(maanden), per_dag, tuple(sorted(los, key=lambda o: o.datum)))


def _nearest(stromen: Sequence[Kasstroom], ontvangst: Ontvangst) -> Kasstroom | None:
    """The payment of exactly this amount that lies nearest, if any lies near enough."""
    buren = [s for s in stromen if s.bedrag == ontvangst.bedrag and abs((s.datum - ontvangst.datum).days) <= SPELING]
    return min(buren, key=lambda s: abs((s.datum - ontvangst.datum).days), default=None)


def _months(uitkering: str, besloten: Sequence[Kasstroom], bank: Sequence[Ontvangst]) -> list[Maandregel]:
    besloten_in = _per_month([(s.datum.month, s.bedrag) for s in besloten])
    ontvangen_in = _per_month([(o.datum.month, o.bedrag) for o in bank])
    maanden = sorted({*besloten_in, *ontvangen_in})
    return [Maandregel(uitkering, m, besloten_in.get(m, 0), ontvangen_in.get(m, 0)) for m in maanden]


def _per_month(bedragen: Sequence[tuple[int, int]]) -> dict[int, int]:
    uit: dict[int, int] = {}
    for maand, bedrag in bedragen:
        uit[maand] = uit.get(maand, 0) + bedrag
    return uit
