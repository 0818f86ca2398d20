"""Every single draw of a run in one Parquet file, for whoever wants to analyse them further.

Draws are keyed, so writing them is drawing them again: the run itself never holds more than it needs, and this file
holds exactly the draws behind its result, one gemeente and partij at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from finance.fouten import Invoerfout, Melding
from scenarios.engine.work import Rekenaar, Run
from scenarios.grond.bestanden import replacing
from scenarios.model.grootheden import GROOTHEDEN


def require_pyarrow() -> Any:
    """The library that writes Parquet, an optional extra. Raises Invoerfout when it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise Invoerfout(
            [
                Melding(
                    "--parquet",
                    "",
                    "geen pyarrow",
                    "het pakket pyarrow",
                    "Voer uit in de map van spuk: pip install '.[parquet]'",
                )
            ]
        ) from None
    return pyarrow


def write_draws(
    opdrachten: Sequence[Run], doel: Path, voortgang: Callable[[int, int], None] = lambda klaar, totaal: None
) -> None:
    """Long over draws, wide over quantities: scenario, gemeente, cbs_code, jaar, trekking and one column per grootheid.

    Row groups are one gemeente and partij, so memory stays at one buffer. Written atomically.
    """
    arrow = require_pyarrow()
    namen = [g.naam for g in GROOTHEDEN]
    schema = arrow.schema(
        [("scenario", arrow.string()), ("gemeente", arrow.string()), ("cbs_code", arrow.string())]
        + [("jaar", arrow.int16()), ("trekking", arrow.int32())]
        + [(naam, arrow.float64()) for naam in namen]
    )
    totaal = sum(len(o.modellen[0].gemeenten) * o.partijen for o in opdrachten)
    klaar = 0
    with replacing(doel) as tijdelijk, arrow.parquet.ParquetWriter(tijdelijk, schema) as schrijver:
        for opdracht in opdrachten:
            rekenaar = Rekenaar(opdracht)
            for partij in range(opdracht.partijen):
                for g in range(len(opdracht.modellen[0].gemeenten)):
                    schrijver.write_table(arrow.table(_columns(rekenaar, g, partij, namen), schema=schema))
                    klaar += 1
                    voortgang(klaar, totaal)


def _columns(rekenaar: Rekenaar, g: int, partij: int, namen: Sequence[str]) -> dict[str, Any]:
    opdracht = rekenaar.opdracht
    (model,) = opdracht.modellen
    getrokken = rekenaar.begin(partij)
    for b in range(len(opdracht.blocks(partij))):
        rekenaar.fill_block(g, partij, b, getrokken)
    trekkingen = getrokken.trekkingen[0][..., : opdracht.size(partij)]
    _, jaren, n = trekkingen.shape
    gemeente = model.gemeenten[g]
    nummers = np.arange(partij * opdracht.partij, partij * opdracht.partij + n, dtype=np.int32)
    kolommen: dict[str, Any] = {
        "scenario": [model.scenario] * (jaren * n),
        "gemeente": [gemeente.naam] * (jaren * n),
        "cbs_code": [gemeente.code] * (jaren * n),
        "jaar": np.repeat(np.array(model.tijdas.jaren, dtype=np.int16), n),
        "trekking": np.tile(nummers, jaren),
    }
    kolommen |= {naam: trekkingen[k].ravel().copy() for k, naam in enumerate(namen)}
    rekenaar.voorraad.give(getrokken.trekkingen)
    return kolommen
