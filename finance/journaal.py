"""Journaalposten of one uitkering over one year: advances, settlement, year-end accrual, terugvordering.

Legal source: Besluit inburgering 2021 art. 10.8 (payment); BBV art. 40a and 49 lid 1 b. An entry that does not balance
cannot be made: the constructor refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from finance.bedragen import largest_remainder
from finance.jaarrekening import Jaarrekening
from finance.uitkering import VOORSCHOT, in_order, last_decision, monthly_advances, settlement

REKENINGEN = {
    "bank": "Bank (schatkist)",
    "passief": "Overlopende passiva Rijk (BBV art. 49)",
    "vordering": "Overlopende activa Rijk (BBV art. 40a)",
    "schuld": "Schuld aan het Rijk",
    "baten": "Baten specifieke uitkering",
}


@dataclass(frozen=True)
class Journaalregel:
    """One line of an entry; cents, one of the two is zero."""

    rekening: str
    debet: int = 0
    credit: int = 0


@dataclass(frozen=True)
class Journaalpost:
    """One balanced entry. Raises ValueError when debet and credit differ or an amount is negative."""

    datum: date
    soort: str
    omschrijving: str
    regels: tuple[Journaalregel, ...]

    def __post_init__(self) -> None:
        if any(r.debet < 0 or r.credit < 0 for r in self.regels):
            raise ValueError(f"negatief bedrag in {self.omschrijving}")
        if self.debet != self.credit:
            raise ValueError(f"debet {self.debet} is niet gelijk aan credit {self.credit} in {self.omschrijving}")

    @property
    def debet(self) -> int:
        """Total debit in cents."""
        return sum(r.debet for r in self.regels)

    @property
    def credit(self) -> int:
        """Total credit in cents."""
        return sum(r.credit for r in self.regels)


@dataclass(frozen=True)
class Kasstroom:
    """One payment: positive is received from the Rijk; `verwacht` when no decision has fixed it yet."""

    datum: date
    soort: str
    bedrag: int
    verwacht: bool = False


@dataclass(frozen=True)
class Besluit:
    """A decision as received: `soort` voorlopig, nader, definitief or terugvordering, amount in cents.

    A nader besluit states the new total of the voorlopige uitkering, not the change.
    """

    datum: date
    soort: str
    bedrag: int


@dataclass(frozen=True)
class Termijn:
    """A date by which something over year t must have been done."""

    datum: date
    wat: str


def accounting_deadlines(jaar: int) -> tuple[Termijn, ...]:
    """Deadlines after year t: SiSa, data for the reclaim, and 18 months (Besluit art. 10.8; Wet art. 40-42)."""
    return (
        Termijn(date(jaar + 1, 7, 15), "SiSa-verantwoording inleveren"),
        Termijn(date(jaar + 1, 9, 30), "Gegevens voor de terugvordering"),
        Termijn(date(jaar + 2, 6, 30), "18 maanden: zonder volledige SiSa gaat de hele uitkering terug"),
    )


def advance_calendar(jaar: int, besluiten: Iterable[Besluit]) -> list[Kasstroom]:
    """Payments of the voorlopige uitkering in year t: a twelfth around the 15th of every month (art. 10.8).

    After a nader besluit the difference is spread evenly over the payments that are still to come.
    """
    maanden = [0] * 12
    for besluit in in_order(b for b in besluiten if b.soort in VOORSCHOT):
        # A payment of the 15th of the month of the decision itself has already been ordered.
        betaald = 0 if besluit.soort == "voorlopig" or besluit.datum.year < jaar else besluit.datum.month
        betaald = min(betaald, 11)
        if betaald == 0:
            maanden = monthly_advances(besluit.bedrag).tolist()
            continue
        rest = besluit.bedrag - sum(maanden)
        for maand, deel in enumerate(largest_remainder(rest, [1] * (12 - betaald)).tolist(), start=betaald):
            maanden[maand] += deel
    return [
        Kasstroom(date(jaar, maand, 15), "voorschot" if bedrag >= 0 else "verrekening voorschot", bedrag)
        for maand, bedrag in enumerate(maanden, start=1)
        if bedrag
    ]


def settlement_calendar(
    jaar: int, voorlopig: int, uitkering: int, terug: int, besluiten: Iterable[Besluit]
) -> list[Kasstroom]:
    """What is still paid over year t after its end: the settlement (by 30 June t+1) and a terugvordering (art. 10.8).

    Without a decision the amounts are expected: `uitkering` less `voorlopig`, and `terug` on 30 September, when the
    data for the reclaim are due and before which no terugvordering is decided.
    """
    stromen = []
    besluiten = tuple(besluiten)
    definitief = last_decision(besluiten, "definitief")
    verschil = int(settlement(voorlopig, definitief.bedrag if definitief else uitkering))
    if verschil:
        soort = "nabetaling" if verschil > 0 else "terugbetaling voorschot"
        stromen.append(
            Kasstroom(definitief.datum if definitief else date(jaar + 1, 6, 30), soort, verschil, definitief is None)
        )
    besluit = last_decision(besluiten, "terugvordering")
    if besluit or terug:
        bedrag = besluit.bedrag if besluit else terug
        datum = besluit.datum if besluit else date(jaar + 1, 9, 30)
        stromen.append(Kasstroom(datum, "terugvordering", -bedrag, besluit is None))
    return stromen


def book_year(rekening: Jaarrekening, ontvangsten: Iterable[Kasstroom], naam: str) -> list[Journaalpost]:
    """All entries of year t. `ontvangsten`: what the Rijk paid or took back in cash during the year.

    After these entries the accounts passief, vordering and schuld have moved exactly as in the movement tables.
    """
    posten = []
    for stroom in sorted(ontvangsten, key=lambda s: s.datum):
        if stroom.soort in ("terugvordering", "terugbetaling voorschot"):
            posten.append(
                _post(stroom.datum, stroom.soort, f"{naam}: {stroom.soort}", "schuld", "bank", -stroom.bedrag)
            )
        else:
            posten.append(
                _post(stroom.datum, stroom.soort, f"{naam}: {stroom.soort}", "bank", "passief", stroom.bedrag)
            )
    ultimo = date(rekening.jaar, 12, 31)

    def accrue(omschrijving: str, debet: str, credit: str, bedrag: int) -> None:
        if bedrag:
            posten.append(_post(ultimo, "jaareinde", f"{naam}: {omschrijving}", debet, credit, bedrag))

    accrue("aflossing vordering uit ontvangsten (art. 40a)", "passief", "vordering", rekening.vordering.af)
    accrue("baten tot het bedrag van de lasten", "passief", "baten", rekening.baten)
    accrue("terug te betalen aan het Rijk", "passief", "schuld", rekening.schuld.bij)
    accrue("voorgefinancierd, nog te ontvangen (art. 40a)", "vordering", "passief", rekening.vordering.bij)
    return posten


def balance_changes(posten: Iterable[Journaalpost]) -> dict[str, int]:
    """Debit minus credit per account, in cents."""
    saldi = dict.fromkeys(REKENINGEN, 0)
    for post in posten:
        for regel in post.regels:
            saldi[regel.rekening] += regel.debet - regel.credit
    return saldi


def _post(datum: date, soort: str, omschrijving: str, debet: str, credit: str, bedrag: int) -> Journaalpost:
    if bedrag < 0:
        debet, credit, bedrag = credit, debet, -bedrag
    return Journaalpost(
        datum, soort, omschrijving, (Journaalregel(debet, debet=bedrag), Journaalregel(credit, credit=bedrag))
    )
