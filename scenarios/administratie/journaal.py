"""The journal of a year per gemeente: every entry its ledger still needs, and whether it ties to the year account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from finance.administratie.boekstukken import (
    Boekstuk,
    Kostendeel,
    book_correction,
    book_receipt,
    book_share,
    take_over,
    through_transit,
    totals,
)
from finance.administratie.ontvangsten import Afstemming
from finance.administratie.rollen import BATEN, BIJDRAGE_GR, CORRECTIE
from scenarios.administratie.ontvangsten import Ontvangstrij, reconcile_receipts
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.boeken.realisatie import last_booking
from scenarios.regiomap.modellen import Gemeente


@dataclass(frozen=True)
class Sluitpost:
    """One figure of a file beside the same figure of the year account, in cents."""

    wat: str
    hier: int
    jaarrekening: int

    @property
    def verschil(self) -> int:
        """What the file has more."""
        return self.hier - self.jaarrekening


@dataclass(frozen=True)
class Lichaamstand:
    """What one gemeente and one regional body owe each other over a year, in cents."""

    lichaam: str
    aandeel: int
    voorschot: int
    bekend: bool
    """Whether anybody told what was paid in advance; else it is assumed to be nothing."""

    @property
    def te_betalen(self) -> int:
        """Owed to the body; negative: owed by it."""
        return self.aandeel - self.voorschot


@dataclass(frozen=True)
class Journaal:
    """The entries of one gemeente over one year, oldest first."""

    gemeente: Gemeente
    jaar: int
    stukken: tuple[Boekstuk, ...]
    afstemming: Afstemming | None
    """Receipts beside decisions; None when the receipts are not known."""
    maand: int
    """The last month that has passed, as far as the bookings tell."""
    lichamen: tuple[Lichaamstand, ...]
    sluitposten: tuple[Sluitpost, ...]

    @property
    def gebruikt(self) -> set[tuple[str, str, str]]:
        """Every (role, gemeente, SPUK) on a line."""
        return {(r.rol, self.gemeente.code, r.uitkering) for s in self.stukken for r in s.regels}

    @property
    def sluit(self) -> bool:
        """Whether every figure ties to the year account."""
        return not any(s.verschil for s in self.sluitposten)


def build_journals(v: Verantwoording, ontvangsten: Sequence[Ontvangstrij] | None) -> list[Journaal]:
    """One journal per gemeente. ontvangsten: all receipts of the folder, None when there is no such file"""
    return [_build(v, g, ontvangsten) for g in v.gemeenten]


def _build(v: Verantwoording, rekening: Gemeenterekening, rijen: Sequence[Ontvangstrij] | None) -> Journaal:
    ultimo = date(v.jaar, 12, 31)
    afstemming = reconcile_receipts(rekening, rijen, v.jaar) if rijen is not None else None
    stukken: list[Boekstuk] = []
    for r in rekening.regelingen:
        posten = take_over(r.posten, r.regeling, r.taakvelden, ultimo)
        if afstemming is not None:
            posten = through_transit(posten)
            posten += [
                book_receipt(o.datum, f"{SPUKNAMEN[r.regeling]}: {o.omschrijving}", r.regeling, o.bedrag)
                for o in afstemming.ontvangen[r.regeling]
                if o.bedrag
            ]
        if correctie := loose_correction(r):
            wat = f"{SPUKNAMEN[r.regeling]}: correctie over eerdere jaren die niet in de boekingen staat"
            hoofd = v.invoer.instellingen.hoofdtaakveld
            posten.append(book_correction(ultimo, wat, r.regeling, hoofd, correctie))
        stukken += posten
    lichamen = tuple(_bodies(v, rekening))
    for stand in lichamen:
        aandelen = _shares(rekening, stand.lichaam)
        if (stuk := book_share(ultimo, stand.lichaam, aandelen, stand.voorschot)) is not None:
            stukken.append(stuk)
    return Journaal(
        rekening.gemeente,
        v.jaar,
        tuple(sorted(stukken, key=lambda s: s.datum)),
        afstemming,
        last_month(v),
        lichamen,
        tuple(_tie(rekening, stukken, afstemming)),
    )


def last_month(v: Verantwoording) -> int:
    """The month of the last booking of a year that runs still; December of any other."""
    laatste = last_booking(v.invoer, v.jaar)
    return 12 if laatste is None or v.jaar in v.invoer.gesloten else laatste.month


def loose_correction(r: Regelingrekening) -> int:
    """Lasten of earlier years that the year accounts for and no booking of it holds."""
    return r.jaar.correctie_besteding - sum(x.bedrag for x in r.lasten if x.correctie)


def unsplit_costs(r: Regelingrekening) -> int:
    """Lasten of a year of which only the total was stated (`standen.csv`)."""
    return r.jaar.besteding - sum(x.bedrag for x in r.lasten if not x.correctie)


def _bodies(v: Verantwoording, rekening: Gemeenterekening) -> Iterator[Lichaamstand]:
    code = rekening.gemeente.code
    aandeel: dict[str, int] = {}
    for x in (x for r in rekening.regelingen for x in r.lasten if x.lichaam):
        aandeel[x.lichaam] = aandeel.get(x.lichaam, 0) + x.bedrag
    blokken = [b for b in v.invoer.instellingen.lichamen if b.jaar == v.jaar]
    for naam in dict.fromkeys([*aandeel, *(b.naam for b in blokken if code in b.voorschot)]):
        eigen = [b.voorschot[code] for b in blokken if b.naam == naam and code in b.voorschot]
        yield Lichaamstand(naam, aandeel.get(naam, 0), sum(eigen), bool(eigen))


def _shares(rekening: Gemeenterekening, lichaam: str) -> list[Kostendeel]:
    som: dict[tuple[str, str], int] = {}
    for r in rekening.regelingen:
        for x in r.lasten:
            if x.lichaam == lichaam:
                som[r.regeling, x.taakveld] = som.get((r.regeling, x.taakveld), 0) + x.bedrag
    return [Kostendeel(uitkering, veld, bedrag) for (uitkering, veld), bedrag in som.items()]


def _tie(rekening: Gemeenterekening, stukken: Sequence[Boekstuk], afstemming: Afstemming | None) -> Iterator[Sluitpost]:
    """Bate, balance accounts and lasten of every SPUK as the entries move them, beside the year account."""
    som = totals(stukken)
    yield Sluitpost("Debet en credit", sum(r.debet for s in stukken for r in s.regels),
                    sum(r.credit for s in stukken for r in s.regels))  # fmt: skip
    for r in rekening.regelingen:
        j, naam = r.jaar, SPUKNAMEN[r.regeling]

        def moved(*rollen: str, uitkering: str = r.regeling) -> int:
            return sum(som.get((uitkering, rol), 0) for rol in rollen)

        eigen = sum(x.bedrag for x in r.lasten if not x.lichaam) + unsplit_costs(r)
        yield Sluitpost(f"{naam}: baten", -moved(BATEN), j.baten)
        lasten = eigen + moved(BIJDRAGE_GR, CORRECTIE)
        yield Sluitpost(f"{naam}: lasten, in de boekingen en in dit journaal", lasten, j.lasten)
        standen = (
            ("overlopend passief", -moved("passief"), j.passief),
            ("vordering op het Rijk", moved("vordering"), j.vordering),
            ("schuld aan het Rijk", -moved("schuld"), j.schuld),
        )
        for wat, hier, post in standen:
            yield Sluitpost(f"{naam}: {wat}, verandering in het jaar", hier, post.eind - post.begin)
        kas = j.ontvangen - j.schuld.af
        yield Sluitpost(f"{naam}: van het Rijk, ontvangen en onderweg", moved("bank", "onderweg"), kas)
        if afstemming is not None:
            bank = sum(o.bedrag for o in afstemming.ontvangen[r.regeling])
            yield Sluitpost(f"{naam}: bank volgens ontvangsten.csv", moved("bank"), bank)
