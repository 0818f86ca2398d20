"""A begrotingswijziging: what every post must change by, and which part of it pays for itself.

Whole euros, as a council decides them. What the SPUKs pay for stands as a pair: lasten and baten change by the same
amount and the saldo does not. What is left over is what the council must find room for, or may spend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from finance.administratie.boekstukken import Boekstuk, Grootboekregel, side
from finance.administratie.rollen import BEGROTINGSSALDO
from finance.bedragen import round_parts

Zijde = Literal["lasten", "baten"]


@dataclass(frozen=True)
class Wijzigingspost:
    """One post; cents, of which `bedrag` is whole euros. `spuk`: its lasten are paid by, or it is, a SPUK."""

    post: str
    zijde: Zijde
    begroot: int
    bedrag: int
    spuk: bool

    @property
    def wordt(self) -> int:
        """The begroting after the decision."""
        return self.begroot + self.bedrag


@dataclass(frozen=True)
class Wijzigingsvoorstel:
    """The change of one gemeente and year, posts in the order of the begroting."""

    posten: tuple[Wijzigingspost, ...]
    begroot_tekort: int
    """Lasten less bate of the SPUKs as they were budgeted, in whole euros (cents)."""

    def total(self, zijde: Zijde, spuk: bool | None = None) -> int:
        """The change of lasten or of baten; of the SPUKs or of the rest if asked."""
        return sum(p.bedrag for p in self.posten if p.zijde == zijde and spuk in (None, p.spuk))

    @property
    def saldo(self) -> int:
        """What it does to the saldo; positive is an advantage."""
        return self.total("baten") - self.total("lasten")

    @property
    def neutraal(self) -> int:
        """By how much lasten and baten of the SPUKs change together, the saldo staying what it is."""
        samen = [self.total(zijde, spuk=True) for zijde in ("lasten", "baten")]
        return max(0, min(samen)) + min(0, max(samen))


def propose(
    begroot: Mapping[str, int], verwacht: Mapping[str, int], soort: Mapping[str, tuple[Zijde, bool]]
) -> Wijzigingsvoorstel:
    """From the begroting to the expectation, per post in cents. soort: per post its side, and whether it is of a SPUK.

    Every group of posts is rounded to whole euros together, so that a bate that follows its lasten to the cent does so
    to the euro.
    """
    groepen: dict[tuple[Zijde, bool], list[str]] = {}
    for post, groep in soort.items():
        groepen.setdefault(groep, []).append(post)
    bedrag: dict[str, int] = {}
    for posten in groepen.values():
        verschil = [Fraction(verwacht.get(p, 0) - begroot.get(p, 0), 100) for p in posten]
        heel = _half_up(sum(verschil, Fraction(0)))
        bedrag |= {p: 100 * euro for p, euro in zip(posten, round_parts(verschil, heel), strict=True)}
    return Wijzigingsvoorstel(
        tuple(
            Wijzigingspost(p, zijde, begroot.get(p, 0), bedrag[p], spuk)
            for p, (zijde, spuk) in soort.items()
            if bedrag[p]
        ),
        _budgeted_gap(begroot, soort),
    )


def _budgeted_gap(begroot: Mapping[str, int], soort: Mapping[str, tuple[Zijde, bool]]) -> int:
    gat = sum(begroot.get(p, 0) * (1 if zijde == "lasten" else -1) for p, (zijde, spuk) in soort.items() if spuk)
    return 100 * _half_up(Fraction(gat, 100))


def _half_up(euros: Fraction) -> int:
    """Whole euros, half away from zero, so that a change and its reverse round alike."""
    heel = int(abs(euros) + Fraction(1, 2))
    return heel if euros >= 0 else -heel


def book_change(
    dag: date, omschrijving: str, wijziging: Wijzigingsvoorstel, rollen: Mapping[str, tuple[str, str]]
) -> Boekstuk | None:
    """The change as one balanced entry: more lasten debit, more baten credit, the saldo on its own account.

    rollen: per post its role and SPUK. None when nothing changes.
    """
    regels: list[Grootboekregel] = []
    for p in wijziging.posten:
        rol, uitkering = rollen[p.post]
        regels.append(side(rol, p.bedrag if p.zijde == "lasten" else -p.bedrag, uitkering))
    if wijziging.saldo:
        regels.append(side(BEGROTINGSSALDO, wijziging.saldo))
    return Boekstuk(dag, "begrotingswijziging", omschrijving, tuple(regels)) if regels else None
