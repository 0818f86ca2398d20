"""Totals from outside the exports: `saldibalans.csv`, or one `controletotaal` per file.

Bookings that reconcile with themselves prove nothing: a file that was cut off does so as well. The trial balance of the
ledger, or a total that the administration gives beside the export, is made by somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import model_validator

from finance.fouten import Melding
from scenarios.boeken.geboekt import Boekingen
from scenarios.grond.openen import is_there
from scenarios.inlezen.blok import Boekingbestand
from scenarios.regiomap.besluiten import Jaar, NietNegatief
from scenarios.regiomap.lezen import Invoerrij, read_rows
from scenarios.regiomap.modellen import Tekst

BESTAND = "saldibalans.csv"


class Saldirij(Invoerrij):
    """One account (grootboekrekening or kostenplaats, as the column `grootboek` of the bookings has it) of one year."""

    jaar: Jaar
    rekening: Tekst
    """The whole text of the account, or its number: the text before the first space."""
    debet: NietNegatief = 0
    credit: NietNegatief = 0
    boekbestand: str = ""
    """The export it belongs to; empty: all exports of the year together."""
    omschrijving: str = ""
    bron: str = ""

    @model_validator(mode="after")
    def _amount(self) -> Saldirij:
        if not {"debet", "credit"} & self.model_fields_set:
            raise ValueError("een bedrag in debet of credit (0 voor een rekening zonder saldo)")
        return self

    @property
    def saldo(self) -> int:
        """What the bookings of this account must add up to, in cents."""
        return self.debet - self.credit

    def fits(self, rekening: str) -> bool:
        """Whether a booking on `rekening` belongs here."""
        eigen = self.rekening.casefold()
        return eigen in (rekening.casefold(), rekening.casefold().partition(" ")[0])


Buitentotaal = tuple[str, int, int]
"""What is compared, what was booked and what it must be (cents)."""


def read_balances(map_: Path, bestanden: Sequence[str], meldingen: list[Melding]) -> tuple[Saldirij, ...]:
    """The rows of `saldibalans.csv`; none when there is no such file. bestanden: the exports that are read."""
    if not is_there(map_ / BESTAND):
        return ()
    rijen = tuple(read_rows(map_ / BESTAND, Saldirij, meldingen))
    gezien: dict[tuple[int, str, str], Saldirij] = {}
    for rij in rijen:
        eerste = gezien.setdefault((rij.jaar, rij.rekening.casefold(), rij.boekbestand), rij)
        if eerste is not rij:
            meldingen.append(Melding(BESTAND, rij.plaats, f"dezelfde rekening als regel {eerste.regel}", "één regel"))
        if rij.boekbestand and rij.boekbestand not in bestanden:
            meldingen.append(
                Melding(
                    BESTAND, rij.plaats, f"boekbestand {rij.boekbestand}", "een bestand uit [[boekingen]], of niets"
                )
            )
    return rijen


def compare_outside(
    saldibalans: Sequence[Saldirij], bestanden: Sequence[Boekingbestand], boekingen: Boekingen, jaar: int
) -> list[Buitentotaal]:
    """Every total from outside of one year beside what the bookings add up to; empty when nobody gave one."""
    uit = [
        (f"{b.bestand}: boekingen tegenover controletotaal", boekingen.totalen[b.bestand], b.controletotaal)
        for b in bestanden
        if b.jaar == jaar and b.controletotaal is not None
    ]
    return [*uit, *_accounts([r for r in saldibalans if r.jaar == jaar], boekingen, jaar)]


def _accounts(rijen: Sequence[Saldirij], boekingen: Boekingen, jaar: int) -> Iterator[Buitentotaal]:
    """Each account of the trial balance, and each booked account that it does not have."""
    if not rijen:
        return
    tabel = boekingen.tabel
    groepen = tabel[tabel["jaar"] == jaar].groupby(["bestand", "grootboek"], observed=True)["bedrag"].sum()
    geboekt: dict[Saldirij, int] = dict.fromkeys(rijen, 0)
    los: dict[tuple[str, str], int] = {}
    for (bestand, rekening), bedrag in zip(groepen.index, groepen.tolist(), strict=True):
        passend = [r for r in rijen if r.boekbestand in ("", bestand) and r.fits(rekening)]
        if passend:
            # The row of the export itself goes before one for all exports.
            geboekt[max(passend, key=lambda r: (bool(r.boekbestand), len(r.rekening)))] += bedrag
        elif not any(r.boekbestand for r in rijen) or any(r.boekbestand == bestand for r in rijen):
            los[bestand, rekening] = bedrag
    for rij, bedrag in geboekt.items():
        waar = f" ({rij.boekbestand})" if rij.boekbestand else ""
        yield f"Rekening {rij.rekening}{waar}: boekingen tegenover {BESTAND}", bedrag, rij.saldo
    for (bestand, rekening), bedrag in los.items():
        yield f"Rekening {rekening or 'zonder naam'} ({bestand}): staat niet in {BESTAND}", bedrag, 0
