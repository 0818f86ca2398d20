"""Meeneemregeling (reservering), doorschuiven and terugvordering: Besluit inburgering 2021 art. 10.5 and 10.6.

Everything works on whole cents (int64) and on euros (float64) alike; years run along the first axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.bedragen import Bedrag, share_of


@dataclass(frozen=True)
class Reserveringsstap:
    """The outcome of one year t; all amounts in the unit of the input."""

    saldo: Bedrag
    """U(t) + R(t) - B(t) - D(t); negative is overspending."""
    reservering: Bedrag
    """R(t+1): kept for the next year."""
    terugvordering: Bedrag
    """Reclaimed by the Rijk over year t."""
    doorgeschoven: Bedrag
    """D(t+1): lasten attributed to the next year (art. 10.6)."""


@dataclass(frozen=True)
class Reserveringsketen:
    """Several years in a row; every field has shape (j, ...), `*_begin` is the opening balance of year j."""

    reservering_begin: NDArray[Any]
    doorgeschoven_begin: NDArray[Any]
    ruimte: NDArray[Any]
    saldo: NDArray[Any]
    reservering: NDArray[Any]
    terugvordering: NDArray[Any]
    doorgeschoven: NDArray[Any]


def reserveringsruimte(
    uitkering: Bedrag, uitkering_vorig: Bedrag, percentage: Decimal, percentage_vorig: Decimal
) -> Bedrag:
    """ruimte(t) = percentage x U(t) + percentage_vorig x U(t-1) (art. 10.5).

    Old text: 100% and 0%. Current text names a = 100% and b = 50%; that b applies to U(t-1) is a reading, carried as
    a dated parameter with status `onzeker`.
    """
    return share_of(uitkering, percentage) + share_of(uitkering_vorig, percentage_vorig)


def settle_year(
    uitkering: Bedrag, besteding: Bedrag, reservering: Bedrag, doorgeschoven: Bedrag, ruimte: Bedrag
) -> Reserveringsstap:
    """One year of art. 10.5 and 10.6: U(t), B(t), R(t), D(t) and ruimte(t) -> Reserveringsstap.

    saldo >= 0: R(t+1) = min(saldo, ruimte), the rest is reclaimed, D(t+1) = 0;
    saldo < 0: R(t+1) = 0, nothing is reclaimed, D(t+1) = -saldo.
    """
    saldo = uitkering + reservering - besteding - doorgeschoven
    overschot = np.maximum(saldo, 0)
    meegenomen = np.minimum(overschot, np.maximum(ruimte, 0))
    return Reserveringsstap(saldo, meegenomen, overschot - meegenomen, np.maximum(-saldo, 0))


def settle_years(
    uitkering: NDArray[Any],
    besteding: NDArray[Any],
    percentages: Sequence[tuple[Decimal, Decimal]],
    *,
    uitkering_voor: Bedrag = 0,
    reservering: Bedrag = 0,
    doorgeschoven: Bedrag = 0,
    grondslag: NDArray[Any] | None = None,
) -> Reserveringsketen:
    """Chain `settle_year` over the years of the first axis.

    uitkering, besteding: shape (j, ...), commonly (j,) or (j year, n draw); percentages: per year (of U(t), of U(t-1));
    the keyword amounts are U of the year before the first and the opening balances; `grondslag`: what the percentages
    apply to instead of U, (j, ...). Raises ValueError when lengths differ.
    """
    uitkering, besteding = np.broadcast_arrays(np.asarray(uitkering), np.asarray(besteding))
    if len(uitkering) != len(percentages):
        raise ValueError("per jaar is precies één paar percentages nodig")
    vorm = uitkering.shape[1:]
    r = np.broadcast_to(np.asarray(reservering, dtype=uitkering.dtype), vorm)
    d = np.broadcast_to(np.asarray(doorgeschoven, dtype=uitkering.dtype), vorm)
    vorig = np.broadcast_to(np.asarray(uitkering_voor, dtype=uitkering.dtype), vorm)
    basis = uitkering if grondslag is None else np.broadcast_to(grondslag, uitkering.shape)
    rijen = []
    for u, b, mag, (percentage, percentage_vorig) in zip(uitkering, besteding, basis, percentages, strict=True):
        ruimte = reserveringsruimte(mag, vorig, percentage, percentage_vorig)
        stap = settle_year(u, b, r, d, ruimte)
        rijen.append((r, d, ruimte, stap.saldo, stap.reservering, stap.terugvordering, stap.doorgeschoven))
        r, d, vorig = stap.reservering, stap.doorgeschoven, mag
    return Reserveringsketen(*(np.stack(kolom) for kolom in zip(*rijen, strict=True)))
