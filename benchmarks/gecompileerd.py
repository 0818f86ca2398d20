"""Our own kernels compiled with numba: a trial, of which nothing is shipped (docs/snelheid.md has its outcome).

The three that take most of a run of Westfriesland, on the calls of one block. Outcomes are checked before the clock
runs: draws and percentiles to the bit, sums to 1e-12 of the largest, for a compiled loop adds in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.anker import Reeks
from benchmarks.kernen import Kern, compile_percentiles, compile_routes, compile_terms
from benchmarks.raster import processor_time
from benchmarks.tafel import Tafel
from benchmarks.werk import TREKKINGEN, read_model
from scenarios.engine.meten.reeksen import places_of, split_quantities
from scenarios.engine.threads import run
from scenarios.engine.work import Calculator, Run
from scenarios.grond.trekking import split_routes
from scenarios.model import personen, uitwerking
from scenarios.model.model import Model

HERHAAL = 15
GRENS = 1.5
"""How much faster a whole run has to become before a compiled version is shipped"""


@dataclass(frozen=True)
class Proef:
    """One kernel of ours and its compiled form, with the calls that were heard."""

    naam: str
    ons: Kern
    ander: Kern
    oproepen: list[tuple[Any, ...]]
    keren: int
    """How often a run does these calls"""
    speling: float = 0.0
    """Largest difference, as a share of the largest outcome; 0 is the same bits"""

    def check(self) -> None:
        """Streams are copied, so that both draw the same; the first call compiles."""
        for oproep in self.oproepen:
            juist, ander = self.ons(*_with_own_streams(oproep)), self.ander(*_with_own_streams(oproep))
            np.testing.assert_allclose(ander, juist, rtol=0.0, atol=self.speling * float(np.abs(juist).max()))

    def measure(self) -> tuple[float, float]:
        """Processor seconds of all calls of a run, ours and compiled: the least of several, in turns."""

        def once(f: Kern) -> float:
            return self.keren * processor_time(lambda: [f(*oproep) for oproep in self.oproepen])

        ons, ander = zip(*((once(self.ons), once(self.ander)) for _ in range(HERHAAL)), strict=True)
        return min(ons), min(ander)


def measure_compiled(tafel: Tafel) -> None:
    """Per kernel what compiling brings and its share of a run; and a run in which all that are faster are compiled."""
    model = read_model("voorbeeld:westfriesland")
    winst = 0.0
    with threadpool_limits(1, "blas"):
        heel = min(processor_time(lambda: run(model, TREKKINGEN, workers=1)) for _ in range(5))
        for proef in hear_kernels(model):
            proef.check()
            ons, ander = proef.measure()
            tafel.add(f"gecompileerd, {proef.naam}: tegen het onze", ons / ander, "x")
            tafel.add(f"gecompileerd, {proef.naam}: het onze in een raming", 100 * ons / heel, "%")
            winst += max(0.0, ons - ander)
    # What decides, no goal: it may well stay below.
    tafel.add("gecompileerd: een raming met wat sneller is", heel / (heel - winst), "x", f"mee vanaf {GRENS} x")


def hear_kernels(model: Model) -> list[Proef]:
    """What a block of every gemeente, and the draws of the last one, ask of the kernels."""
    rekenaar = Calculator(Run((model,), TREKKINGEN, 1, 0.9))
    blokken, gemeenten = len(rekenaar.run.blocks(0)), len(model.gemeenten)
    with _heard(uitwerking, "_sum_terms") as termen, _heard(personen, "split_routes") as routes:
        for g in range(gemeenten):
            getrokken = rekenaar.begin(0)
            rekenaar.fill_block(g, 0, 0, getrokken)
    for b in range(1, blokken):
        rekenaar.fill_block(gemeenten - 1, 0, b, getrokken)
    reeksen = [(stuk,) for stuk in split_quantities(getrokken.draws[0][..., :TREKKINGEN])]
    return [
        Proef("weging", uitwerking._sum_terms, compile_terms(), termen, blokken, 1e-12),
        Proef("leerroutes trekken", split_routes, compile_routes(), routes, blokken),
        # The region is measured as well.
        Proef("percentielen", sorted_percentiles, compile_percentiles(), reeksen, gemeenten + 1),
    ]


def sorted_percentiles(arrays: Reeks) -> Reeks:
    """The part of `reeksen.measure_quantities` that sorts. (k, j, n) -> (k, j, p)"""
    onder, boven, deel = places_of(arrays.shape[-1])
    uit, werk = np.empty((*arrays.shape[:2], len(onder))), np.empty(arrays.shape[1:])
    for i, reeks in enumerate(arrays):
        werk[:] = reeks
        werk.sort(axis=-1)
        uit[i] = werk[:, onder] * (1 - deel) + werk[:, boven] * deel
    return uit


@contextmanager
def _heard(module: Any, naam: str) -> Iterator[list[tuple[Any, ...]]]:
    """The arguments of every call, streams as they were before it."""
    gehoord: list[tuple[Any, ...]] = []
    echt: Callable[..., Any] = getattr(module, naam)

    def listen(*woorden: Any) -> Any:
        gehoord.append(_with_own_streams(woorden))
        return echt(*woorden)

    with patch.object(module, naam, listen):
        yield gehoord


def _with_own_streams(woorden: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(deepcopy(w) if isinstance(w, list) else w for w in woorden)
