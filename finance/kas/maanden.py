"""When the money of a pot comes and goes: advances in twelfths, settlements after the year, invoices after delivery.

Legal source: Besluit inburgering 2021 art. 10.8. What a year comes to is settled elsewhere; here only the month counts.
The cash of a SPUK is what the Rijk has paid and not had back, less what was paid for lasten: at the end of a year

    kas = R(t+1) + terugvordering not yet paid - D(t+1) - nabetaling not yet received + lasten not yet paid

Months (m) run from January of year number `eerste` on, years (j) over the whole grid; euros, any shape behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reeks = NDArray[np.float64]


@dataclass(frozen=True)
class Kaskalender:
    """In which month money moves. j year."""

    eerste: int
    """Number of the first year of the horizon"""
    nabetaling: tuple[int, ...]
    """(j,) months after the end of the year; 6 is June"""
    terugvordering: tuple[int, ...]
    betaaltermijn: tuple[int, ...]
    """(j,) months between the lasten and their payment"""

    @property
    def maanden(self) -> int:
        """Number of months of the horizon."""
        return 12 * (len(self.nabetaling) - self.eerste)


@dataclass(frozen=True)
class Potkas:
    """The cash of one pot. (m, ...) each; `terugvordering` is what is paid back, not below zero"""

    lasten: Reeks
    voorschotten: Reeks
    nabetaling: Reeks
    terugvordering: Reeks
    kas: Reeks
    """at the end of the month"""


def settle_months(kalender: Kaskalender, per_jaar: Reeks, na: Sequence[int]) -> tuple[Reeks, Reeks]:
    """Amounts of years (j, ...) in the month in which they are paid (m, ...), and what of the years before the horizon
    is still to be paid when it begins (...)."""
    uit = np.zeros((kalender.maanden, *per_jaar.shape[1:]))
    open_ = np.zeros(per_jaar.shape[1:])
    for j, (bedrag, maanden) in enumerate(zip(per_jaar, na, strict=True)):
        maand = 12 * (j + 1 - kalender.eerste) + maanden - 1
        if maand < 0:
            continue
        if j < kalender.eerste:
            open_ += bedrag
        if maand < kalender.maanden:
            uit[maand] += bedrag
    return uit, open_


def pay_later(kalender: Kaskalender, lasten: Reeks, vorig: Reeks) -> tuple[Reeks, Reeks]:
    """Lasten (m, ...) in the month in which they are paid, and what is still to be paid when the horizon begins (...).

    vorig: lasten of the year before it, taken as equal parts a month.
    """
    termijn, eerste = kalender.betaaltermijn, kalender.eerste
    if not any(termijn[max(eerste - 1, 0) :]):
        return lasten, np.zeros_like(vorig)
    uit, open_ = np.zeros_like(lasten), np.zeros_like(vorig)
    for maand in range(-12 if eerste else 0, len(lasten)):
        bedrag = lasten[maand] if maand >= 0 else vorig / 12
        betaald = maand + termijn[eerste + maand // 12]
        if maand < 0 <= betaald:
            open_ = open_ + bedrag
        if 0 <= betaald < len(uit):
            uit[betaald] += bedrag
    return uit, open_


def cash_of_pot(
    kalender: Kaskalender,
    stand: Reeks,
    lasten: tuple[Reeks, Reeks],
    voorschotten: Reeks,
    nabetaling: Reeks,
    terugvordering: Reeks,
) -> Potkas:
    """The cash of one pot at the end of every month.

    stand: R - D at the beginning (...); lasten: by month (m, ...), and of the year before (...); voorschotten (m, ...);
    nabetaling, terugvordering: by year (j, ...).
    """
    nabetaald, te_ontvangen = settle_months(kalender, nabetaling, kalender.nabetaling)
    terugbetaald, terug_open = settle_months(kalender, terugvordering, kalender.terugvordering)
    betaald, te_betalen = pay_later(kalender, *lasten)
    # In place: fresh memory for months of ten thousand draws costs more than the sums.
    kas = voorschotten - betaald
    kas += nabetaald
    kas -= terugbetaald
    kas[0] += stand - te_ontvangen + terug_open + te_betalen
    np.cumsum(kas, axis=0, out=kas)
    return Potkas(lasten[0], voorschotten, nabetaald, terugbetaald, kas)


def spread_year(vormen: Reeks, totaal: Reeks) -> Reeks:
    """The total of a year (...) over its months in the proportion of `vormen` (12, ...); evenly where that is nil."""
    som = vormen.sum(axis=0)
    leeg = som == 0
    maal = totaal / np.where(leeg, 1.0, som)
    return np.where(leeg, totaal / 12, vormen * maal) if leeg.any() else np.asarray(vormen * maal)
