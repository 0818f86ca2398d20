"""Starts x usage x price -> lasten: one weight tensor, one matrix product.

Lasten are linear in the number of persons per cohort, so waiting, usage, price and calendar fold into weights once;
volumes and euros come from the same weights and every euro traces to price x quantity.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def fold_calendar(
    begin: NDArray[np.float64], sinds_begin: NDArray[np.float64], kalender: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What one person of half-year cohort h causes in calendar year j. shape: (h, j)

    begin: (h, s) share of the cohort whose anchor event falls in month s; sinds_begin: (..., s, m) units or euros in
    month m per event in s; kalender: (m, j) 0/1. What stands before s and m comes back in front.
    """
    return np.asarray(begin @ (sinds_begin @ kalender))


def apply_weights(gewichten: NDArray[np.float64], personen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Volumes or lasten of all draws in one matrix product.

    gewichten: (p doelgroep, r leerroute, h half-year, ...); personen: (p, r, h, n draw) -> (..., n)
    """
    n = personen.shape[-1]
    kop, staart = math.prod(gewichten.shape[:3]), gewichten.shape[3:]
    product = gewichten.reshape(kop, math.prod(staart)).T @ personen.reshape(kop, n)
    return product.reshape(*staart, n)


def weigh_each(gewichten: NDArray[np.float64], personen: NDArray[np.float64]) -> NDArray[np.float64]:
    """`apply_weights` in one product per voorziening: each gives the same bits alone as in the company of others.

    gewichten: (p, r, h, v, j); personen: (p, r, h, n draw) -> (v, j, n). Expected values are one column, a single sum.
    """
    n = personen.shape[-1]
    if n == 1:
        return apply_weights(gewichten, personen)
    personen = personen.reshape(-1, n)
    lagen = np.ascontiguousarray(gewichten.reshape(len(personen), *gewichten.shape[3:]).transpose(1, 2, 0))
    return np.asarray(np.matmul(lagen, personen))


def allocate_pots(lasten: NDArray[np.float64], verdeling: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lasten per voorziening -> per pot. lasten: (v, j, n), verdeling: (v, pot, j) adding up to 1 -> (pot, j, n)"""
    uit = np.zeros((verdeling.shape[1], *lasten.shape[1:]))
    # Most voorzieningen have one pot that pays all of them; what nobody pays adds nothing, not even a rounding.
    for v, pot in np.argwhere(verdeling.any(axis=2)):
        deel = verdeling[v, pot]
        uit[pot] += lasten[v] if (deel == 1.0).all() else lasten[v] * deel[:, None]
    return uit
