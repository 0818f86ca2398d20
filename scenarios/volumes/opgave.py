"""The opgave of a half-year (Huisvestingswet 2014 art. 28): how much of it is expected to be housed, and what a count
says about that.

A gemeente houses a part of its taakstelling (the realisatie r) and makes up for what was carried over in the same
proportion, never faster than it arose: with r above 1 more than the whole of it would swing from a voorsprong to an
achterstand and back. So expected figures move evenly to where they stay, and r above 1 means a lasting voorsprong of
(r - 1) x taakstelling. docs/model-volumes.md section 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reeks = NDArray[np.float64]


@dataclass(frozen=True)
class Inhaal:
    """How much of an achterstand is made up for within one half-year, at most."""

    keer: float
    """times the taakstelling of that half-year"""
    minstens: float
    """persons, however small the taakstelling"""

    def within_reach(self, taakstelling: Reeks, saldo: Reeks) -> Reeks:
        """The part of what was carried over that counts in this half-year; a voorsprong counts whole."""
        return np.minimum(saldo, np.maximum(self.keer * taakstelling, self.minstens))


def expected_housed(realisatie: Reeks, taakstelling: Reeks, saldo: Reeks, inhaal: Inhaal) -> Reeks:
    """Persons expected to be housed in a half-year. saldo: carried over into it (negative: voorsprong)."""
    mee = inhaal.within_reach(taakstelling, saldo)
    return np.maximum(realisatie * taakstelling + np.minimum(realisatie, 1.0) * mee, 0.0)


def counted_against(gehuisvest: Reeks, taakstelling: Reeks, saldo: Reeks, inhaal: Inhaal) -> tuple[float, float]:
    """Persons housed and the number they are a part of: their ratio is the realisatie that expects these counts.

    All arrays (h,): half-years that were counted. Whoever housed less than was to be done is laid beside the opgave, as
    far as it lies above 0. Who housed more keeps a voorsprong: that is laid beside the taakstelling, which stays
    clearly above 0 where an opgave with a voorsprong does not.
    """
    mee = inhaal.within_reach(taakstelling, saldo)
    te_doen = np.maximum(taakstelling + mee, 0.0)
    if gehuisvest.sum() <= te_doen.sum():
        return float(gehuisvest.sum()), float(te_doen.sum())
    meer = gehuisvest > te_doen
    persons = np.where(meer, gehuisvest - mee, gehuisvest)
    return float(persons.sum()), float(np.where(meer, taakstelling, te_doen).sum())


def known_opgave(taakstelling: Reeks, gehuisvest: Reeks, achterstand: float) -> Reeks:
    """opgave(h) = taakstelling(h) + saldo(h-1); where nothing was counted the opgave is taken as met. (h,) -> (h,)"""
    opgave, saldo = np.empty_like(taakstelling), achterstand
    for h, doel in enumerate(taakstelling):
        opgave[h] = doel + saldo
        saldo = 0.0 if np.isnan(gehuisvest[h]) else opgave[h] - gehuisvest[h]
    return opgave
