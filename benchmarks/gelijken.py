"""The anchor work in other packages, each in the style of its own documentation. Needs the extra `bench`."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from contextlib import redirect_stderr
from typing import Any

import numpy as np

from benchmarks.anker import ALFA, B, G, Gegevens, H, K, M, R, Reeks, S, T, Y, expected_starts, lasten
from scenarios.grond.trekking import Trekking


def ema_workbench(n: int, gewicht: Reeks) -> tuple[Callable[[], Any], Callable[[Any], tuple[Reeks, Reeks]]]:
    """EMAworkbench, sequential: a Python function as model, sampled uncertainties, one experiment per draw.

    -> (the work, its outcome -> (theirs, what it should be)). The starts are drawn inside the model function, as the
    other implementations that include drawing do.
    """
    from ema_workbench import ArrayOutcome, IntegerParameter, Model, RealParameter, ema_logging, perform_experiments

    ema_logging.get_rootlogger().setLevel(logging.CRITICAL)

    def parameters(waarden: dict[str, Any]) -> tuple[Reeks, Reeks]:
        factor = np.array([waarden[f"f{h}"] for h in range(H)])
        mix = np.array([[waarden[f"mix{g}{r}"] for r in range(R)] for g in range(G)])
        return factor, mix / mix.sum(axis=1, keepdims=True)

    def starts(waarden: dict[str, Any]) -> Any:
        factor, mix = parameters(waarden)
        verwacht = np.repeat(expected_starts(factor[None], mix[None]) / 6, 6, axis=-1)
        return Trekking(int(waarden["zaad"]), 0).stream("ema").poisson(verwacht)

    def work(**waarden: Any) -> dict[str, Any]:
        # It stores arrays of one or two axes.
        return {"lasten": lasten(starts(waarden), gewicht).ravel()}

    model = Model("anker", function=work)
    model.uncertainties = [
        *(RealParameter(f"f{h}", 0.5, 1.8) for h in range(H)),
        *(RealParameter(f"mix{g}{r}", 0.5 * ALFA[g, r], 1.5 * ALFA[g, r]) for g in range(G) for r in range(R)),
        IntegerParameter("zaad", 0, 2**31 - 1),
    ]
    model.outcomes = [ArrayOutcome("lasten")]

    def compare(uitkomst: Any) -> tuple[Reeks, Reeks]:
        proeven, uitkomsten = uitkomst
        alle = np.concatenate([starts(rij) for rij in proeven.to_dict("records")])
        return uitkomsten["lasten"].reshape(n, M, B, Y), by_definition(alle, gewicht)

    def perform() -> Any:
        with redirect_stderr(io.StringIO()):  # its progress bar
            return perform_experiments(model, n)

    return perform, compare


def modelx_cells(starts: Reeks, gegevens: Gegevens) -> Callable[[], Reeks]:
    """modelx: one cell per quantity and month, a vector over draws and gemeenten in each."""
    import modelx as mx

    vectors = _vectors(starts)

    def work() -> Reeks:
        model = mx.new_model()
        space = model.new_space("Anker")
        space.starts, space.use, space.price, space.split = (
            vectors,
            gegevens.gebruik,
            gegevens.prijs,
            gegevens.verdeling,
        )

        @mx.defcells(space=space)
        def usage(g, r, s, t):  # type: ignore[no-untyped-def]
            return sum(starts[g, r, t - k] * use[g, r, s, k] for k in range(min(t + 1, 36)) if use[g, r, s, k])  # type: ignore[name-defined]  # noqa: F821

        @mx.defcells(space=space)
        def volume(s, t):  # type: ignore[no-untyped-def]
            return sum(usage(g, r, s, t) for g in range(2) for r in range(3))

        @mx.defcells(space=space)
        def cost(s, y):  # type: ignore[no-untyped-def]
            return sum(volume(s, t) for t in range(12 * y, 12 * y + 12)) * price[s, y]  # type: ignore[name-defined]  # noqa: F821

        @mx.defcells(space=space)
        def spend(b, y):  # type: ignore[no-untyped-def]
            return sum(cost(s, y) * split[s, b] for s in range(8) if split[s, b])  # type: ignore[name-defined]  # noqa: F821

        uit = _collect(space.spend)
        model.close()
        return uit

    return work


def heavylight_methods(starts: Reeks, gegevens: Gegevens) -> Callable[[], Reeks]:
    """heavylight: a class whose methods are the formulas, run month by month."""
    import heavylight

    vectors = _vectors(starts)

    class Anker(heavylight.Model):
        def usage(self, g, r, s, t):  # type: ignore[no-untyped-def]
            use = gegevens.gebruik[g, r, s]
            return sum(vectors[g, r, t - k] * use[k] for k in range(min(t + 1, K)) if use[k])

        def volume(self, s, t):  # type: ignore[no-untyped-def]
            return sum(self.usage(g, r, s, t) for g in range(G) for r in range(R))

        def cost(self, s, y):  # type: ignore[no-untyped-def]
            return sum(self.volume(s, t) for t in range(12 * y, 12 * y + 12)) * gegevens.prijs[s, y]

        def spend(self, b, y):  # type: ignore[no-untyped-def]
            return sum(self.cost(s, y) * gegevens.verdeling[s, b] for s in range(S) if gegevens.verdeling[s, b])

    return lambda: _collect(Anker(proj_len=T).spend)


def by_definition(starts: Any, gewicht: Reeks) -> Reeks:
    """The outcome straight from the definition, as one sum. (n, m, g, r, t) -> (n, m, b, y)"""
    return np.einsum("nmgrt,grtby->nmby", starts.astype(float), gewicht)


def _vectors(starts: Reeks) -> dict[tuple[int, int, int], Reeks]:
    """(g, r, t) -> (n * m)"""
    anders = np.ascontiguousarray(np.moveaxis(starts, (0, 1), (-2, -1)).reshape(G, R, T, -1))
    return {(g, r, t): anders[g, r, t] for g in range(G) for r in range(R) for t in range(T)}


def _collect(spend: Any) -> Reeks:
    return np.stack([[spend(b, y) for y in range(Y)] for b in range(B)]).reshape(B, Y, -1, M).transpose(2, 3, 0, 1)
