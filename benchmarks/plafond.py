"""The practical ceiling for month-by-month draws: one compiled kernel that draws and adds up without storing anything.

Exact Poisson draws by inversion from its own SFC64 generator (C. Doty-Humphrey), one per thread. Needs numba.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from benchmarks.anker import B, G, H, M, R, Reeks, Y, draw_parameters, expected_starts
from scenarios.grond.trekking import Trekking


def compile_kernel() -> Callable[[Reeks, Reeks, int, Reeks], None]:
    """The kernel: (expected starts per month (n, m, g, r, h), weights (g, r, t, b, y), key, out (n, m, b, y))."""
    from numba import njit, uint64

    @njit(nogil=True, fastmath=True)
    def kernel(verwacht: Any, gewicht: Any, sleutel: int, uit: Any) -> None:
        a, b, c, teller = uint64(sleutel), uint64(sleutel * 7919 + 1), uint64(0x9E3779B97F4A7C15), uint64(1)
        n = verwacht.shape[0]
        som = np.empty(B * Y)
        for i in range(-12, n * M):
            som[:] = 0.0
            for gr in range(G * R):
                for h in range(H):
                    lam = verwacht[max(i, 0) // M, max(i, 0) % M, gr // R, gr % R, h]
                    nul = np.exp(-lam)
                    for maand in range(6):
                        trek = a + b + teller
                        teller += uint64(1)
                        a = b ^ (b >> uint64(11))
                        b = c + (c << uint64(3))
                        c = ((c << uint64(24)) | (c >> uint64(40))) + trek
                        u = float(trek >> uint64(11)) * (1.0 / 9007199254740992.0)
                        k, p = 0, nul
                        while u > p and k < 1000:
                            u -= p
                            k += 1
                            p *= lam / k
                        if k:
                            t = 6 * h + maand
                            for y in range(t // 12, Y):
                                for pot in range(B):
                                    som[pot * Y + y] += k * gewicht[gr // R, gr % R, t, pot, y]
            # The first rounds only stir the generator.
            if i >= 0:
                for z in range(B * Y):
                    uit[i // M, i % M, z // Y, z % Y] = som[z]

    return kernel


def fused_work(kernel: Callable[[Reeks, Reeks, int, Reeks], None], gewicht: Reeks, n: int, draden: int) -> Reeks:
    """The whole work on `draden` threads, parameters included. (n, m, b, y)"""
    uit = np.empty((n, M, B, Y))
    grenzen = np.linspace(0, n, draden + 1).astype(int)

    def part(d: int) -> None:
        van, tot = grenzen[d], grenzen[d + 1]
        factor, mix = draw_parameters(Trekking(1, d, n).stream("plafond"), tot - van)
        kernel(expected_starts(factor, mix) / 6, gewicht, d + 1, uit[van:tot])

    with ThreadPoolExecutor(draden) as pool:
        list(pool.map(part, range(draden)))
    return uit
