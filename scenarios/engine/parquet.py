"""Every single draw of a run in one Parquet file, for whoever wants to analyse them further.

Draws are keyed, so writing them is drawing them again: the run itself never holds more than it needs, and this file
holds exactly the draws behind its result, one gemeente and batch at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from finance.fouten import Invoerfout, Melding
from scenarios.engine.work import Calculator, Run
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
    runs: Sequence[Run],
    target: Path,
    small: Sequence[dict[str, Any]] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Long over draws, wide over quantities: scenario, gemeente, cbs_code, jaar, trekking and one column per grootheid.

    `small`: what the JSON document says of small groups, kept in the metadata. Row groups are one gemeente and batch,
    so memory stays at one buffer. Written atomically.
    """
    arrow = require_pyarrow()
    names = [g.naam for g in GROOTHEDEN]
    schema = arrow.schema(
        [("scenario", arrow.string()), ("gemeente", arrow.string()), ("cbs_code", arrow.string())]
        + [("jaar", arrow.int16()), ("trekking", arrow.int32())]
        + [(name, arrow.float64()) for name in names],
        metadata={"kleine_groepen": json.dumps(list(small), ensure_ascii=False)},
    )
    total = sum(len(o.models[0].gemeenten) * o.batches for o in runs)
    done = 0
    with replacing(target) as temporary, arrow.parquet.ParquetWriter(temporary, schema) as writer:
        for run in runs:
            calculator = Calculator(run)
            for batch in range(run.batches):
                for g in range(len(run.models[0].gemeenten)):
                    writer.write_table(arrow.table(_columns(calculator, g, batch, names), schema=schema))
                    done += 1
                    progress(done, total)


def _columns(calculator: Calculator, g: int, batch: int, names: Sequence[str]) -> dict[str, Any]:
    run = calculator.run
    (model,) = run.models
    drawn = calculator.begin(batch)
    for b in range(len(run.blocks(batch))):
        calculator.fill_block(g, batch, b, drawn)
    draws = drawn.draws[0][..., : run.size(batch)]
    _, years, n = draws.shape
    gemeente = model.gemeenten[g]
    numbers = np.arange(batch * run.partij, batch * run.partij + n, dtype=np.int32)
    columns: dict[str, Any] = {
        "scenario": [model.scenario] * (years * n),
        "gemeente": [gemeente.naam] * (years * n),
        "cbs_code": [gemeente.code] * (years * n),
        "jaar": np.repeat(np.array(model.tijdas.jaren, dtype=np.int16), n),
        "trekking": np.tile(numbers, years),
    }
    columns |= {name: draws[k].ravel().copy() for k, name in enumerate(names)}
    calculator.spare.give(drawn.draws)
    return columns
