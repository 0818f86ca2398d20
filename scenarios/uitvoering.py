"""Running a model: blocks of draws per gemeente over threads, results independent of how many there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from scenarios.grootheden import GROOTHEDEN
from scenarios.model import Gemeentemodel, Model
from scenarios.resultaat import Resultaat, Samenvatting, largest_causes, summarize
from scenarios.simulatie import Landbeeld, simulate_country, simulate_gemeente
from scenarios.trekking import BLOK, Trekking, Verwachting

Voortgang = Callable[[int, int], None]
"""Called with (done, total) gemeenten."""


def run(
    model: Model,
    trekkingen: int = 10_000,
    zaad: int = 1,
    zekerheid: float = 0.9,
    werkers: int | None = None,
    voortgang: Voortgang = lambda klaar, totaal: None,
) -> Resultaat:
    """Simulate every gemeente and the region. `trekkingen` 0 is expected-value mode.

    Gemeenten are added to the region in a fixed order, so the result is bit-identical for any number of `werkers`.
    """
    streams: list[Trekking | Verwachting] = (
        [Trekking(zaad, blok) for blok in range(-(-trekkingen // BLOK))] if trekkingen else [Verwachting()]
    )
    n = trekkingen or 1
    landbeelden = [simulate_country(model, t) for t in streams]

    def work(gemeente: Gemeentemodel) -> tuple[Samenvatting, NDArray[np.float64]]:
        trekking = draw_gemeente(model, gemeente, landbeelden, streams, n)
        return summarize(gemeente.naam, gemeente.code, trekking, model.tijdas.jaren, zekerheid), trekking

    totaal = np.zeros((len(GROOTHEDEN), len(model.tijdas.jaren), n))
    samenvattingen = []
    for klaar, (samenvatting, trekking) in enumerate(
        _in_order(work, model.gemeenten, werkers or cpu_count() or 1), start=1
    ):
        samenvattingen.append(samenvatting)
        totaal += trekking
        voortgang(klaar, len(model.gemeenten))
    return Resultaat(
        model.regio,
        model.scenario,
        model.tijdas.jaren,
        zekerheid,
        trekkingen,
        zaad,
        tuple(samenvattingen),
        summarize(f"Regio {model.regio}", "", totaal, model.tijdas.jaren, zekerheid),
        largest_causes(totaal, model.tijdas.jaren) if trekkingen > 1 else {},
        model.waarden,
    )


def draw_gemeente(
    model: Model,
    gemeente: Gemeentemodel,
    landbeelden: list[Landbeeld],
    streams: list[Trekking | Verwachting],
    n: int,
) -> NDArray[np.float64]:
    """All draws of one gemeente. shape (k, j, n)

    Whole blocks are drawn and the last one is cut, so the first n draws do not depend on how many are asked.
    """
    uit = np.empty((len(GROOTHEDEN), len(model.tijdas.jaren), n))
    for i, (land, stroom) in enumerate(zip(landbeelden, streams, strict=True)):
        begin = i * BLOK
        uit[:, :, begin : begin + BLOK] = simulate_gemeente(model, gemeente, land, stroom)[:, :, : n - begin]
    return uit


def _in_order(
    work: Callable[[Gemeentemodel], tuple[Samenvatting, NDArray[np.float64]]],
    gemeenten: tuple[Gemeentemodel, ...],
    werkers: int,
) -> Iterator[tuple[Samenvatting, NDArray[np.float64]]]:
    """Results in the order of `gemeenten`, with at most two per worker under way: that bounds the memory."""
    with ThreadPoolExecutor(werkers) as pool:
        onderweg: deque[Future] = deque()
        for gemeente in gemeenten:
            onderweg.append(pool.submit(work, gemeente))
            if len(onderweg) >= 2 * werkers:
                yield onderweg.popleft().result()
        while onderweg:
            yield onderweg.popleft().result()
