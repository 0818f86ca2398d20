"""Whole persons of a half-year placed in its six months: exact, and cheaper than drawing every month.

Given their half-year total, the monthly counts of a Poisson process at an even rate are multinomial with six equal
chances. So one Poisson per half-year and a split replace six Poissons, with the same distribution to the last digit.
The split takes people six at a time: one uniform number below 6^6 places six of them, and a table holds the six counts
that belong to it, packed in one integer.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenarios.grond.trekking import Trekstroom

MAANDEN = 6
GROEP = 6
"""People placed by one number."""
UITKOMSTEN = MAANDEN**GROEP
BITS = 10
"""Bits of one count in a packed integer; those of three months fit in half of 64."""
MEEST = 2**BITS - 1
"""The largest total that one packed integer can count."""
PER_HELFT = MAANDEN // 2
EERSTE = np.array([(MAANDEN**j - 1) // (MAANDEN - 1) for j in range(GROEP + 1)], dtype=np.uint32)
"""Where the outcomes of j people begin in the table, after those of fewer"""
AANTAL = np.array([MAANDEN**j for j in range(GROEP + 1)], dtype=np.uint32)
"""How many outcomes j people have"""


def split_months(stroom: Trekstroom, aantallen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Multinomial split over six equally likely months. (...) -> (..., 6) whole numbers, adding up to `aantallen`

    The months lie first in memory. Totals above `MEEST` are split in parts, which is as exact. Raises ValueError for a
    total below 0.
    """
    plat = aantallen.ravel()
    if plat.size and plat.min() < 0:
        raise ValueError("aantallen van 0 of meer")
    if plat.size and plat.max() > MEEST:
        deel = np.minimum(aantallen, MEEST)
        return split_months(stroom, deel) + split_months(stroom, aantallen - deel)
    helften = _place(stroom, plat).view(np.uint32).reshape(-1, 2)
    uit = np.empty((2, PER_HELFT, plat.size))
    for helft, maanden in zip(helften.T, uit, strict=True):
        for i, maand in enumerate(maanden):
            maand[:] = (helft >> np.uint32(i * BITS)) & np.uint32(MEEST)
    return np.moveaxis(uit.reshape(MAANDEN, *aantallen.shape), 0, -1)


def _place(stroom: Trekstroom, aantallen: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The six counts of every total, packed. (i,) each"""
    if not aantallen.size:
        return np.empty(0, np.uint64)
    groepen = np.maximum((aantallen + GROEP - 1) // GROEP, 1)
    laatste = np.cumsum(groepen) - 1
    plaats = stroom.integers(0, UITKOMSTEN, int(laatste[-1]) + 1, np.uint32)
    # All groups are full but the last of each total, which takes the first digits of its number: uniform as well.
    rest = aantallen - GROEP * (groepen - 1)
    nummers = plaats[laatste] % AANTAL[rest] + EERSTE[rest]
    plaats += EERSTE[GROEP]
    plaats[laatste] = nummers
    # Differences of running sums, which may pass 2^64 and come round: what lies between two of them does not.
    opgeteld = np.cumsum(_table().take(plaats))[laatste]
    opgeteld[1:] -= opgeteld[:-1].copy()
    return opgeteld


@lru_cache
def _table() -> NDArray[np.uint64]:
    """Packed counts of the people of every number: of nobody, of one person, and so on to a full group."""
    tabel = [np.zeros(1, dtype=np.uint64)]
    for j in range(GROEP):
        # The digit of the next person is worth more than those of the people before.
        maand = np.arange(MAANDEN)
        erbij = np.uint64(1) << (maand % PER_HELFT * BITS + maand // PER_HELFT * 32).astype(np.uint64)
        tabel.append((erbij[:, None] + tabel[j]).ravel())
    return np.concatenate(tabel)
