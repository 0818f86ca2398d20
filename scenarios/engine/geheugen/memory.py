"""How much memory a run needs, by formula and before it starts; see docs/snelheid.md for the measurements."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from finance.fouten import Invoerfout, Melding
from scenarios.engine.delta import families
from scenarios.engine.meten.reeksen import PERCENTILES
from scenarios.engine.statistics import JUDGED
from scenarios.engine.work import Run
from scenarios.grond.openen import read_text
from scenarios.grond.trekking import BLOK

FLOAT_BYTES = 8
"""Bytes of one float64."""
BASE = 115_000_000
"""Bytes of Python with numpy and scipy.special loaded and one model built (measured: about 95 MB)."""
BASE_DASK = 160_000_000
"""The same with dask.distributed and its messages (measured: about 120 MB in the client before the first one)."""
TABLES = 50_000_000
"""Bytes of pandas, where the books of the region had it loaded"""
BLOCK_SERIES = 190
"""Series of (j, BLOK) that one thread holds while it settles one block (measured: about 180 at the peak)."""
MONTH_SERIES = 9
"""Series of (month, n) that are held while the months of one gemeente are measured, of three pots."""
CAUSE_SERIES = 900
"""Series of n draws that the causes are measured with: inputs, their terms, fitted parts and what lies between."""
ENVIRONMENT = "SPUK_GEHEUGEN"
"""Bytes that a run may use, from whoever starts it; it never makes more of what the machine has."""
USABLE = 0.8
"""Part of the free memory that a run may plan for."""


LARGE = 1_000_000_000
"""Bytes from which a run is worth a word of warning, however much is free."""
LARGE_SHARE = 0.25
"""Part of the free memory from which it is too."""


@dataclass(frozen=True)
class Need:
    """Bytes on this machine (for a Dask cluster: of the client) and of each process elsewhere."""

    here: int
    per_process: int = 0
    processes: int = 0

    @property
    def total(self) -> int:
        """Everything together, as when the processes run on this machine."""
        return self.here + self.per_process * self.processes


def is_large(need: Need, free: int | None) -> bool:
    """Whether a run takes so much that the user should know before it starts."""
    return need.total > LARGE or (free is not None and need.total > LARGE_SHARE * free)


def estimate(run: Run, workers: int, concurrent: int, processes: bool = False) -> Need:
    """Memory of a run.

    Arrays of one batch (k grootheid, j year, n draw) per model: `concurrent` gemeenten under way, the running group
    and the region. Per thread the series of one block. What is kept per gemeente is a handful of numbers. With
    `processes` each of the `workers` holds its own copy of the machinery and the client the region and results on the
    way.
    """
    k, years, n = run.shape(0)
    models, whole = len(run.models), len(run.whole)
    grouped = families(run.whole) if run.trekkingen else ()
    leaders = len(grouped) or whole
    followers = [delta for family in grouped for _, delta in family.followers]
    array = k * years * n * FLOAT_BYTES * leaders
    # A follower is what may differ from its leader: of the group and of the region.
    moved = FLOAT_BYTES * n * sum(len(d.rows) * (years - d.year) for d in followers)
    # Of who is only judged there is the gemeente under way as well.
    judged = FLOAT_BYTES * n * run.oordelen * len(JUDGED) * years
    following = 2 * moved + 3 * judged
    work = k * years * n * FLOAT_BYTES if followers else 0
    gemeenten = run.models[0].gemeenten
    model = models * sum(_unique_bytes(run, m) for m in range(models)) // max(models, 1)
    distributions = whole * (len(gemeenten) + 1) * (len(PERCENTILES) + 2) * k * years * FLOAT_BYTES
    block = BLOCK_SERIES * years * BLOK * FLOAT_BYTES + 2 * years * n * FLOAT_BYTES
    national = 2 * models * (5 * years + 3) * max(n, BLOK) * FLOAT_BYTES
    causes = CAUSE_SERIES * n * FLOAT_BYTES * (run.trekkingen > 0)
    group_sum = array if len(run.groups) < len(gemeenten) else 0
    months = 0
    if run.maanden:
        model_months = 12 * (years - run.models[0].telt_vanaf)
        months = MONTH_SERIES * model_months * n * FLOAT_BYTES
    tables = TABLES * ("pandas" in sys.modules)
    if processes:
        each = months + BASE_DASK + model + national + block + 2 * array + 2 * array + following + work
        here = BASE_DASK + tables + model + distributions + causes + (2 + workers) * (array + moved + judged) + work
        return Need(here + months, each, workers)
    fixed = (2 + workers) * months + BASE + tables + model + distributions + national + causes + following
    return Need(fixed + workers * (block + work) + (concurrent + 1) * array + group_sum)


def _unique_bytes(run: Run, m: int) -> int:
    """Arrays of one model; gemeenten that share an array count it once."""
    arrays = {
        id(value): int(getattr(value, "nbytes", 0))
        for gemeente in run.models[m].gemeenten
        for value in vars(gemeente).values()
    }
    return sum(arrays.values())


def free_memory() -> int | None:
    """Bytes that this process may still use: of the machine, of its container or by order when that is less. None:
    unknown."""
    try:
        free: int | None = psutil.virtual_memory().available
    except (OSError, RuntimeError):  # A system that does not tell, or not to us.
        free = None
    limit, usage = (_number(Path("/sys/fs/cgroup") / name) for name in ("memory.max", "memory.current"))
    if limit is not None and usage is not None:
        free = min(free, limit - usage) if free is not None else limit - usage
    order = os.environ.get(ENVIRONMENT, "")
    if order.isdecimal():
        free = min(free, int(order)) if free is not None else int(order)
    return free


def _number(path: Path) -> int | None:
    try:
        return int(read_text(path))
    except (Invoerfout, ValueError):
        return None


def require_fit(run: Run, workers: int, concurrent: int, free: int | None, processes: bool = False) -> Need:
    """The need of a run. Raises Invoerfout with a smaller batch that does fit when this one does not."""
    need = estimate(run, workers, concurrent, processes)
    if free is None or need.total <= USABLE * free:
        return need
    proposal = next(
        (
            smaller
            for smaller in range(min(run.partij, max(run.trekkingen, BLOK)) // BLOK * BLOK, 0, -BLOK)
            if estimate(replace(run, partij=smaller), workers, concurrent, processes).total <= USABLE * free
        ),
        None,
    )
    raise Invoerfout(
        [
            Melding(
                "geheugen",
                f"{workers} werkers, partijen van {run.partij}",
                f"ongeveer {gigabytes(need.total)} nodig en {gigabytes(free)} vrij",
                f"ten hoogste {USABLE:.0%} van wat vrij is",
                f"Kies --partij {proposal}." if proposal else "Kies minder werkers, of een machine met meer geheugen.",
            )
        ]
    )


def gigabytes(count: int) -> str:
    """1234567890 -> '1,2 GB'."""
    return f"{count / 1e9:.1f} GB".replace(".", ",")
