"""The difference between two figures, attributed to what drives it: volume, mix, prijs, vast, regel and wisselwerking.

A figure is a sum of posten, each a number of units times a tariff: lasten are units of a voorziening times a price, an
uitkering is counted persons times an amount. Seen from one total N, the persons behind all posten,

    bedrag = N x m x p        m = units per person (the mix), p = euros per unit (prijs) or per counted person (regel)

and each driver is changed alone, the others held at the first figure (0 old, 1 new):

    volume = (N1 - N0) m0 p0      mix = N0 (m1 - m0) p0      tariff = N0 m0 (p1 - p0)

Which persons stand behind a post may differ from post to post: `Post.personen` then takes the place of N. What a post
holds beside its units, a fixed sum, follows neither persons nor price; its change is a driver of its own.

What appears only when two drivers change together is the wisselwerking; it is stated, not spread over the others. In
Fractions (or whole cents) the parts add up exactly, in floats up to the last bits; `Effecten.rounded` closes the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Literal

from finance.bedragen import round_parts

Getal = Any
"""int or Fraction (exact) or float; amounts all in cents or all in euros."""
Tarief = Literal["prijs", "vast", "regel"]


@dataclass(frozen=True)
class Post:
    """One part of a figure: a number of units, zero for a fixed amount, and what they amount to."""

    aantal: Getal
    bedrag: Getal
    personen: Getal | None = None
    """Who stands behind these units; None: who stands behind the whole figure"""
    vast: Getal = 0
    """Of the amount what follows no units, beside them"""


GEEN = Post(0, 0)


@dataclass(frozen=True)
class Samenstelling:
    """One side of a comparison: persons in total, and the posten that add up to the figure."""

    personen: Getal
    posten: Mapping[str, Post]


@dataclass(frozen=True)
class Effecten:
    """A difference in parts, in the unit of the amounts."""

    volume: Getal = 0
    mix: Getal = 0
    prijs: Getal = 0
    vast: Getal = 0
    regel: Getal = 0
    wisselwerking: Getal = 0

    @property
    def delen(self) -> tuple[Getal, ...]:
        """In the order of `DRIJVERS`."""
        return self.volume, self.mix, self.prijs, self.vast, self.regel, self.wisselwerking

    @property
    def totaal(self) -> Getal:
        """The whole difference."""
        return sum(self.delen)

    def __add__(self, ander: Effecten) -> Effecten:
        return Effecten(*(a + b for a, b in zip(self.delen, ander.delen, strict=True)))

    def __sub__(self, ander: Effecten) -> Effecten:
        return self + -ander

    def __neg__(self) -> Effecten:
        return Effecten(*(-d for d in self.delen))

    def __mul__(self, deel: Getal) -> Effecten:
        return Effecten(*(d * deel for d in self.delen))

    def rounded(self, totaal: int, per: int = 1) -> Effecten:
        """In whole numbers that add up to `totaal`; `per`: units that go into one (100: euros -> cents)."""
        return Effecten(*round_parts([d * per for d in self.delen], totaal))


DRIJVERS = tuple(veld.name for veld in fields(Effecten))


def attribute(
    oud: Samenstelling, nieuw: Samenstelling, tarief: Tarief, vast: Tarief | None = None
) -> dict[str, Effecten]:
    """Per post the difference nieuw - oud by driver; `tarief` says which driver the euros per unit belong to, `vast`
    which one fixed amounts (none: the same).

    Where there is nothing to compare with, a post keeps what it has: without units on one side it has the tariff of
    the other side (a new voorziening is mix, not prijs), without persons and units on one side the units per person of
    the other side. An amount without units is fixed: its change is all `vast`. Units without persons behind them (who
    came earlier, who moved in) cannot follow the volume: their change is all mix.
    """
    n0, n1 = _exact(oud.personen), _exact(nieuw.personen)
    # A post of one side only is compared with nothing on the other side.
    namen = dict.fromkeys([*oud.posten, *nieuw.posten])
    return {
        naam: _attribute_post(n0, n1, oud.posten.get(naam, GEEN), nieuw.posten.get(naam, GEEN), tarief, vast or tarief)
        for naam in namen
    }


def total(effecten: Iterable[Effecten]) -> Effecten:
    """Posten, gemeenten or years together."""
    return sum(effecten, Effecten())


def _attribute_post(n0: Getal, n1: Getal, oud: Post, nieuw: Post, tarief: Tarief, vast: Tarief) -> Effecten:
    v0, b0, v1, b1 = (_exact(x) for x in (oud.aantal, oud.bedrag, nieuw.aantal, nieuw.bedrag))
    verschil = b1 - b0
    if v0 == 0 and v1 == 0:
        return Effecten(**{vast: verschil})
    if oud.personen is not None and nieuw.personen is not None:
        n0, n1 = _exact(oud.personen), _exact(nieuw.personen)
    # What one side amounts to without units is fixed there, so its tariff is that of the other side.
    los0, los1 = _exact(oud.vast) if v0 else b0, _exact(nieuw.vast) if v1 else b1
    p0, p1 = ((b0 - los0) / v0 if v0 else (b1 - los1) / v1), ((b1 - los1) / v1 if v1 else (b0 - los0) / v0)
    volume, mix = _units(n0, n1, v0, v1)
    deel = {"volume": volume * p0, "mix": mix * p0, tarief: v0 * (p1 - p0)}
    deel[vast] = deel.get(vast, 0) + los1 - los0
    return Effecten(**deel, wisselwerking=verschil - sum(deel.values()))


def _units(n0: Getal, n1: Getal, v0: Getal, v1: Getal) -> tuple[Getal, Getal]:
    """Change in units when only the persons change, and when only the units per person change."""
    if n0 == 0:
        return (v1 - v0, 0) if v0 == 0 and n1 else (0, v1 - v0)
    if n1 == 0:
        return -v0, v1
    return v0 * (n1 - n0) / n0, v1 * n0 / n1 - v0


def _exact(getal: Getal) -> Getal:
    """Integers as Fractions, so that dividing them loses nothing."""
    return Fraction(getal) if isinstance(getal, int) else getal
