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
"""Bits of one count in the packed integer; six of them fit in 64."""
MEEST = 2**BITS - 1
"""The largest total that one packed integer can count."""


def split_months(stroom: Trekstroom, aantallen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Multinomial split over six equally likely months. (...) -> (..., 6) whole numbers, adding up to `aantallen`

    Totals above `MEEST` are split in parts, which is as exact. Raises ValueError for a total below 0.
    """
    plat = aantallen.ravel()
    if plat.size and plat.min() < 0:
        raise ValueError("aantallen van 0 of meer")
    if plat.size and plat.max() > MEEST:
        deel = np.minimum(aantallen, MEEST)
        return split_months(stroom, deel) + split_months(stroom, aantallen - deel)
    groepen = np.maximum((plat + GROEP - 1) // GROEP, 1)
    einde = np.cumsum(groepen)
    plaats = stroom.integers(0, UITKOMSTEN, int(einde[-1]) if plat.size else 0, np.uint32).astype(np.int64)
    # All groups are full but the last of each total, which takes the first digits of its number: uniform as well.
    laatste = einde - 1
    rest = (plat - GROEP * (groepen - 1)) * UITKOMSTEN + plaats[laatste]
    plaats += GROEP * UITKOMSTEN
    plaats[laatste] = rest
    gepakt = np.add.reduceat(_table().take(plaats), einde - groepen) if plat.size else np.empty(0, np.uint64)
    uit = np.empty((plat.size, MAANDEN))
    for maand in range(MAANDEN):
        uit[:, maand] = (gepakt >> np.uint64(maand * BITS)) & np.uint64(MEEST)
    return uit.reshape(*aantallen.shape, MAANDEN)


@lru_cache
def _table() -> NDArray[np.uint64]:
    """Packed counts of the first j people of number u, at j * 6^6 + u."""
    nummer = np.arange(UITKOMSTEN, dtype=np.uint64)
    tabel = np.zeros((GROEP + 1, UITKOMSTEN), dtype=np.uint64)
    for j in range(GROEP):
        maand = nummer // np.uint64(MAANDEN**j) % np.uint64(MAANDEN)
        tabel[j + 1] = tabel[j] + (np.uint64(1) << maand * np.uint64(BITS))
    return tabel.ravel()
