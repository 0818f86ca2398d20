"""Joint redistribution of the taakstelling (Huisvestingswet 2014 art. 29 lid 2): gemeenten may divide theirs otherwise,
the sum unchanged. Either a transfer of persons per half-year from one gemeente to another, or a key over several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Afspraak:
    """A resolved redistribution. `codes` in the order of `sleutel`; for a transfer (from, to) and `aantal`."""

    codes: tuple[str, ...]
    sleutel: tuple[float, ...]
    aantal: int
    geldt: NDArray[np.bool_]
    """(h,)"""


def redistribute(
    taakstelling: dict[str, NDArray[np.float64]], afspraken: Sequence[Afspraak]
) -> dict[str, NDArray[np.float64]]:
    """The taakstellingen after every agreement in turn; only gemeenten that take part. code -> (h, n)

    A transfer never asks more than the giver has. In expected-value mode (fractions) a key divides exactly, else in
    whole persons by largest remainder.
    """
    uit = {c: taakstelling[c].copy() for a in afspraken for c in a.codes}
    for afspraak in afspraken:
        geldt = afspraak.geldt
        if not afspraak.sleutel:
            van, naar = afspraak.codes
            verplaatst = np.minimum(float(afspraak.aantal), uit[van][geldt])
            uit[van][geldt] -= verplaatst
            uit[naar][geldt] += verplaatst
            continue
        samen = sum(uit[c][geldt] for c in afspraak.codes)
        for code, deel in zip(afspraak.codes, _divide(np.asarray(samen), afspraak.sleutel), strict=True):
            uit[code][geldt] = deel
    return uit


def _divide(samen: NDArray[np.float64], sleutel: Sequence[float]) -> NDArray[np.float64]:
    """Largest remainder for every cell at once. samen: (h, n) -> (len(sleutel), h, n)"""
    delen = np.asarray(sleutel) / sum(sleutel)
    quota = delen[:, None, None] * samen
    if not np.array_equal(samen, np.rint(samen)):
        return quota
    onder = np.floor(quota + 1e-9)
    rest = np.rint(samen - onder.sum(axis=0))
    # Rank 0 is the largest fraction; a stable sort gives ties to the first.
    rang = np.argsort(np.argsort(-(quota - onder), axis=0, kind="stable"), axis=0, kind="stable")
    return onder + (rang < rest)
