"""The anchor work: one small, fixed job that every implementation does in the same way.

1,000 draws x 84 months x 7 gemeenten x 2 doelgroepen x 3 leerroutes x 8 voorzieningen, 36 months of service per person
from the month of the start. Every half-year has a lognormal factor on the inflow, every doelgroep a Dirichlet route
mix; starts per gemeente, doelgroep, route and month are Poisson. Outcome: euros per gemeente, pot and year.
Axes: n draw, m gemeente, g doelgroep, r route, h half-year, t month, s voorziening, k month since start, b pot, y year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.lasten import apply_weights
from scenarios.grond.trekking import Stroom, Trekking, Trekstroom, dirichlet
from scenarios.volumes.maandverdeling import split_months

Reeks = NDArray[np.float64]

T, M, G, R, S, K, B, Y, H = 84, 7, 2, 3, 8, 36, 2, 7, 14
INSTROOM = np.array([120.0, 80.0, 60.0, 50.0, 40.0, 30.0, 20.0])
"""Expected starts per half-year and gemeente."""
DEEL = np.array([0.75, 0.25])
"""Part of each doelgroep."""
ALFA = np.array([[18.0, 4.0, 12.0], [24.0, 3.0, 6.0]])
SPREIDING = 0.25


@dataclass(frozen=True)
class Gegevens:
    """What does not vary: use (g, r, s, k), price (s, y) and split over pots (s, b)."""

    gebruik: Reeks
    prijs: Reeks
    verdeling: Reeks


def fixed_data() -> Gegevens:
    """Made by rule, so that they need no file: use begins and lasts differently for each of the 48 combinations."""
    gebruik = np.zeros((G, R, S, K))
    for nummer in range(G * R * S):
        g, r, s = np.unravel_index(nummer, (G, R, S))
        begin = nummer * 5 % 12
        duur = 6 + nummer * 7 % (K - begin - 5)
        gebruik[g, r, s, begin : begin + duur] = 0.05 + nummer * 13 % 40 / 20
    prijs = (40 + 120.0 * np.arange(S))[:, None] * 1.035 ** np.arange(Y)
    verdeling = np.zeros((S, B))
    verdeling[:5, 0] = verdeling[5:7, 1] = 1.0
    verdeling[7] = 0.6, 0.4
    return Gegevens(gebruik, prijs, verdeling)


def weights(gegevens: Gegevens) -> Reeks:
    """Euros per pot and year that one start in month t causes. (g, r, t, b, y)"""
    euro = np.einsum("grsk,sy,sb->grkby", gegevens.gebruik, gegevens.prijs, gegevens.verdeling)
    uit = np.zeros((G, R, T, B, Y))
    for t in range(T):
        for k in range(min(K, T - t)):
            uit[:, :, t, :, (t + k) // 12] += euro[:, :, k, :, (t + k) // 12]
    return uit


def draw_parameters(stroom: Stroom, n: int) -> tuple[Reeks, Reeks]:
    """Factor on the inflow (n, h) and route mix (n, g, r)."""
    factor = np.exp(SPREIDING * stroom.standard_normal((n, H)) - SPREIDING**2 / 2)
    mix = np.stack([dirichlet(stroom, ALFA[g], n).T for g in range(G)], axis=1)
    return factor, mix


def expected_starts(factor: Reeks, mix: Reeks) -> Reeks:
    """Expected starts per half-year. (n, m, g, r, h)"""
    vast = INSTROOM[:, None] * DEEL
    return vast[:, :, None, None] * mix[:, None, :, :, None] * factor[:, None, None, None, :]


def draw_months(stroom: Trekstroom, n: int) -> Reeks:
    """Poisson per month, from one Poisson per half-year, split over its months. (month, g, r, h, m, n)"""
    factor, mix = draws_last(*draw_parameters(stroom, n))
    per_gemeente = (DEEL[:, None, None] * mix)[:, :, None, :] * factor
    return np.moveaxis(split_months(stroom, stroom.poisson(per_gemeente[..., None, :] * INSTROOM[:, None])), -1, 0)


def draw_split(stroom: Trekstroom, n: int) -> Reeks:
    """The same persons with their months in a row. (n, m, g, r, t)"""
    return np.moveaxis(draw_months(stroom, n), (-1, -2, 0), (0, 1, -1)).reshape(n, M, G, R, T)


def lasten(starts: NDArray[np.int64] | Reeks, gewicht: Reeks) -> Reeks:
    """The engine's one matrix product. starts: (n, m, g, r, t), gewicht: (g, r, t, b, y) -> (n, m, b, y)"""
    personen = starts.reshape(-1, G, R, T).astype(float, copy=False)
    return np.moveaxis(apply_weights(gewicht, np.moveaxis(personen, 0, -1)), -1, 0).reshape(-1, M, B, Y)


def block_with_draws(blok: int, n: int, gewicht: Reeks) -> Reeks:
    """One block of the whole work: draw and compute, with the persons where they were drawn. (n, m, b, y)"""
    personen = draw_months(Trekking(1, blok, n).stream("anker"), n)
    per_maand = np.moveaxis(gewicht.reshape(G, R, H, -1, B, Y), 3, 0)
    uit = apply_weights(per_maand.reshape(-1, G * R, H, B, Y), personen.reshape(-1, G * R, H, M * n))
    return np.moveaxis(uit.reshape(B, Y, M, n), (-1, -2), (0, 1))


def expected_lasten(factor: Reeks, mix: Reeks, gewicht: Reeks, uit: Reeks) -> None:
    """Expected value per parameter set: every gemeente has its share of one small product. Draws last, as in a run.

    factor: (h, n), mix: (g, r, n), gewicht: (g, r, h, b, y) the mean over the months -> uit (m, b, y, n)
    """
    np.multiply(expected_product(factor, mix, gewicht), INSTROOM[:, None, None, None], out=uit)


def expected_product(factor: Reeks, mix: Reeks, gewicht: Reeks) -> Reeks:
    """The lasten of one expected start a half-year, before any gemeente has its share. shapes as above -> (b, y, n)"""
    return apply_weights(gewicht, (DEEL[:, None, None] * mix)[:, :, None, :] * factor)


def expected_block(blok: int, gewicht: Reeks, uit: Reeks) -> None:
    """One block of parameter sets, drawn and computed. shapes as `expected_lasten`"""
    n = uit.shape[-1]
    expected_lasten(*draws_last(*draw_parameters(Trekking(1, blok, n).stream("verwacht"), n)), gewicht, uit)


def draws_last(factor: Reeks, mix: Reeks) -> tuple[Reeks, Reeks]:
    """(n, h) and (n, g, r) -> (h, n) and (g, r, n)"""
    return np.ascontiguousarray(factor.T), np.ascontiguousarray(np.moveaxis(mix, 0, -1))
