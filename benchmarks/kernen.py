"""Our own kernels in compiled form, taking what ours take. They compile at their first call. Needs numba."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from benchmarks.anker import Reeks
from scenarios.engine.meten.reeksen import PERCENTILES

BREED = 256
"""Draws at once: what is summed up stays in the first cache."""


class Kern(Protocol):
    """As the function of ours whose place it takes."""

    def __call__(self, *woorden: Any) -> Any: ...


def compile_terms() -> Kern:
    """In the place of `uitwerking._sum_terms`."""
    from numba import njit

    @njit(nogil=True, fastmath=True)
    def add_terms(gewicht: Any, wie: Any, maal: Any, uit: Any) -> None:
        """gewicht (t, c, k), wie (k, n), maal (t, n), added to uit (c, n): half of the weights are nil, and skipped."""
        k_op, w, som = np.empty(gewicht.shape[2] + 4, np.int64), np.empty(gewicht.shape[2] + 4), np.empty(BREED)
        for b in range(0, wie.shape[1], BREED):
            e = min(b + BREED, wie.shape[1])
            for c in range(gewicht.shape[1]):
                for t in range(gewicht.shape[0]):
                    aantal = 0
                    for k in range(gewicht.shape[2]):
                        if gewicht[t, c, k] != 0.0:
                            k_op[aantal], w[aantal] = k, gewicht[t, c, k]
                            aantal += 1
                    if aantal == 0:
                        continue
                    while aantal % 4:
                        k_op[aantal], w[aantal] = k_op[aantal - 1], 0.0
                        aantal += 1
                    deel, keer, doel = som[: e - b], maal[t, b:e], uit[c, b:e]
                    deel[:] = 0.0
                    for z in range(0, aantal, 4):
                        x0, x1, x2, x3 = (
                            wie[k_op[z], b:e],
                            wie[k_op[z + 1], b:e],
                            wie[k_op[z + 2], b:e],
                            wie[k_op[z + 3], b:e],
                        )
                        w0, w1, w2, w3 = w[z], w[z + 1], w[z + 2], w[z + 3]
                        for i in range(e - b):
                            deel[i] += w0 * x0[i] + w1 * x1[i] + w2 * x2[i] + w3 * x3[i]
                    for i in range(e - b):
                        doel[i] += keer[i] * deel[i]

    def termen(rijen: Any, gewichten: Reeks, personen: Reeks, omstandigheden: Any) -> Reeks:
        aantal, kolommen, n = len(gewichten), gewichten.shape[-1], personen.shape[-1]
        uit, maal = np.zeros((kolommen, n)), np.empty((aantal, n))
        for i, p in enumerate(rijen.doelgroepen):
            begin = 0
            for groep in rijen.leerroutes:
                blok = gewichten[:, i, begin : begin + len(groep)].reshape(aantal, -1, kolommen)
                for t, machten in enumerate(rijen.machten):
                    maal[t] = omstandigheden.term(machten, p, groep[0], rijen.bereikt)
                wie = personen[p, groep[0] : groep[-1] + 1].reshape(-1, n)
                add_terms(np.ascontiguousarray(blok.mT), wie, maal, uit)
                begin += len(groep)
        return uit

    return termen


def compile_routes() -> Kern:
    """In the place of `trekking.split_routes`."""
    from numba import njit

    @njit(nogil=True)
    def draw_route(stroom: Any, over: Any, deel: Any, kans_over: Any, uit: Any) -> None:
        """One binomial per half-year and draw, from numpy's own stream; `over` and `kans_over` go down."""
        for h in range(over.shape[0]):
            for i in range(over.shape[1]):
                kans = deel[h, i] / kans_over[h, i] if kans_over[h, i] > 1e-12 else 0.0
                geteld = stroom.binomial(over[h, i], min(max(kans, 0.0), 1.0)) if over[h, i] > 0 else 0
                uit[h, i] = geteld
                over[h, i] -= geteld
                kans_over[h, i] -= deel[h, i]

    def routes(streams: Any, personen: Any, mix: Reeks) -> Reeks:
        mix = np.broadcast_to(mix, (len(mix), *personen.shape))
        uit, over, kans_over = np.empty(mix.shape), personen.copy(), np.ones(personen.shape)
        for r, stroom in enumerate(streams):
            draw_route(stroom, over, mix[r], kans_over, uit[r])
        uit[-1] = over
        return uit

    return routes


def compile_percentiles() -> Kern:
    """In the place of the sorting of `reeksen.measure_quantities`. (k, j, n) -> (k, j, p)"""
    from numba import njit

    @njit(nogil=True)
    def select(x: Any, lo: int, hi: int, k: int) -> None:
        """Hoare's selection: x[k] comes where it would stand if x[lo:hi + 1] were sorted."""
        while lo < hi:
            midden = max(min(x[lo], x[hi]), min(max(x[lo], x[hi]), x[(lo + hi) // 2]))
            i, j = lo, hi
            while i <= j:
                while x[i] < midden:
                    i += 1
                while x[j] > midden:
                    j -= 1
                if i <= j:
                    x[i], x[j] = x[j], x[i]
                    i, j = i + 1, j - 1
            if k <= j:
                hi = j
            elif k >= i:
                lo = i
            else:
                return

    @njit(nogil=True)
    def percentiles(x: Any, onder: Any, deel: Any, volgorde: Any, uit: Any) -> None:
        """x (n,) loses its order; the middle first, so that the others are sought in less."""
        klaar = np.zeros(len(onder), np.bool_)
        for q in volgorde:
            lo, hi = 0, len(x) - 1
            for ander in range(len(onder)):
                if klaar[ander] and ander < q:
                    lo = max(lo, onder[ander] + 1)
                if klaar[ander] and ander > q:
                    hi = min(hi, onder[ander])
            select(x, lo, hi, onder[q])
            klein = onder[q] + 1
            for i in range(klein + 1, hi + 1):
                if x[i] < x[klein]:
                    x[i], x[klein] = x[klein], x[i]
            uit[q] = x[onder[q]] * (1 - deel[q]) + x[klein] * deel[q]
            klaar[q] = True

    def meten(arrays: Reeks) -> Reeks:
        plek = np.array(PERCENTILES) / 100 * (arrays.shape[-1] - 1)
        onder = np.floor(plek).astype(np.int64)
        uit, volgorde = np.empty((*arrays.shape[:2], len(onder))), np.array([3, 1, 5, 0, 2, 4, 6])
        for plaats in np.ndindex(*arrays.shape[:2]):
            percentiles(arrays[plaats].copy(), onder, plek - onder, volgorde, uit[plaats])
        return uit

    return meten
