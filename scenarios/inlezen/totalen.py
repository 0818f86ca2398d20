"""Rows that are a total of other rows: recognised by their sum, kept as control totals, never counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.inlezen.waarden import Bronkolom


@dataclass(frozen=True)
class Totalen:
    """Which rows are totals. shapes: (rij,)"""

    zeker: NDArray[np.bool_]
    """The sum of other rows, or called a total without an amount of its own."""
    twijfel: NDArray[np.bool_]
    """Called a total without being the sum of other rows, or the sum of all others without being called so."""


def find_totals(
    centen: NDArray[np.int64],
    leeg: NDArray[np.bool_],
    label: NDArray[np.bool_],
    teksten: Mapping[int, Sequence[str]],
    groepen: Sequence[Bronkolom],
    kenmerken: Sequence[NDArray[np.bool_]],
) -> Totalen:
    """centen, leeg, label: shape (rij,); teksten: row -> its label texts; groepen: columns a subtotal can be of;
    kenmerken: per column that tells a booking apart (the date first), where it is filled."""
    mist = _lacking(kenmerken, label | leeg, len(centen))
    beste: NDArray[np.bool_] = np.zeros(len(centen), dtype=bool)
    volledig = mist == 0
    # A booking may speak of a total, and may lack a number: the reading under which the most totals add up is right.
    for basis in (~label, ~label & volledig, ~label | volledig):
        kandidaat = (label | ~volledig & (centen != 0)) & ~leeg & ~(basis & label)
        raak = _sums(centen, basis & ~leeg, kandidaat, label, teksten, groepen)
        if raak.sum() > beste.sum():
            beste = raak
    zeker = (label & leeg) | (label & beste) | (beste & ~label & (mist >= 2))
    onvolledig = ~volledig if kenmerken else np.ones(len(centen), dtype=bool)
    twijfel = (label & ~leeg & ~beste & onvolledig) | (
        beste & ~label & ~kenmerken[0] & (mist == 1) if kenmerken else False
    )
    rest = ~zeker & ~twijfel & ~leeg
    # With a date, a number and a text it is a booking that happens to equal the others.
    twijfel |= _whole(centen, rest) & (~volledig if len(kenmerken) > 2 else True)
    return Totalen(zeker, twijfel & ~zeker)


def _lacking(kenmerken: Sequence[NDArray[np.bool_]], buiten: NDArray[np.bool_], rijen: int) -> NDArray[np.int64]:
    """How many cells a row lacks that nearly all rows have. shape: (rij,)"""
    uit = np.zeros(rijen, dtype=np.int64)
    for gevuld in kenmerken:
        binnen = gevuld[~buiten]
        if len(binnen) and binnen.mean() >= 0.5:
            uit += ~gevuld
    return uit


def _sums(
    centen: NDArray[np.int64],
    basis: NDArray[np.bool_],
    kandidaat: NDArray[np.bool_],
    label: NDArray[np.bool_],
    teksten: Mapping[int, Sequence[str]],
    groepen: Sequence[Bronkolom],
) -> NDArray[np.bool_]:
    """Which candidates equal a sum of booked rows: of a group, of the rows since another total, or of all."""
    uit = np.zeros(len(centen), dtype=bool)
    plekken = np.flatnonzero(kandidaat)
    if not len(plekken) or len(plekken) > 20_000:
        return uit
    loop = np.concatenate([[0], np.cumsum(np.where(basis, centen, 0))])
    aantal = np.concatenate([[0], np.cumsum(basis)])
    gezocht = {t for woorden in teksten.values() for t in woorden if t}
    per_groep = [_group_sums(k, centen, basis, gezocht) for k in groepen]
    for nummer, rij in enumerate(plekken):
        bedrag, eigen = int(centen[rij]), bool(basis[rij])
        if eigen and not label[rij]:
            # Take the row out of its own sums.
            binnen = basis.copy()
            binnen[rij] = False
            vorige = int(plekken[nummer - 1]) + 1 if nummer else 0
            sommen = {int(centen[vorige:rij][binnen[vorige:rij]].sum()): int(binnen[vorige:rij].sum())}
            sommen[int(centen[binnen].sum())] = int(binnen.sum())
            uit[rij] = sommen.get(bedrag, 0) >= 2
            continue
        grenzen = [0, *(plekken[:nummer] + 1)][-200:] if label[rij] else [plekken[nummer - 1] + 1 if nummer else 0]
        sommen_voor = {int(loop[rij] - loop[g]) for g in grenzen if aantal[rij] > aantal[g]}
        volgende = int(plekken[nummer + 1]) if nummer + 1 < len(plekken) else len(centen)
        erna = int(loop[volgende] - loop[rij + 1]) if aantal[volgende] > aantal[rij + 1] else None
        groep = {s for sommen in per_groep for t in teksten.get(int(rij), ()) if (s := sommen.get(t)) is not None}
        uit[rij] = bedrag in sommen_voor | groep | {int(loop[-1])} or bedrag == erna
    return uit


def _group_sums(
    kolom: Bronkolom, centen: NDArray[np.int64], basis: NDArray[np.bool_], gezocht: Collection[str]
) -> dict[str, int]:
    # Whole cents below 2**53 add up exactly in a float weight.
    sommen = np.bincount(kolom.codes[basis], weights=centen[basis], minlength=len(kolom.waarden))
    return {t: int(sommen[n]) for n, w in enumerate(kolom.waarden) if (t := str(w).casefold()) in gezocht}


def _whole(centen: NDArray[np.int64], rest: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The first or last row when it equals all the others together: perhaps a total that is not called so."""
    uit = np.zeros(len(centen), dtype=bool)
    plekken = np.flatnonzero(rest)
    if len(plekken) >= 4:
        som = int(centen[plekken].sum())
        for rij in (plekken[0], plekken[-1]):
            uit[rij] = 2 * int(centen[rij]) == som != 0
    return uit
