"""How much memory a run needs, by formula and before it starts; see docs/snelheid.md for the measurements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from finance.fouten import Invoerfout, Melding
from scenarios.engine.delta import families
from scenarios.engine.statistics import PERCENTIELEN
from scenarios.engine.work import Run
from scenarios.grond.openen import read_text
from scenarios.grond.trekking import BLOK

GETAL = 8
"""Bytes of one float64."""
GRONDSLAG = 190_000_000
"""Bytes of Python with numpy, scipy.special and pandas loaded and one model built (measured: about 180 MB)."""
GRONDSLAG_DASK = 235_000_000
"""The same with dask.distributed (measured: about 220 MB in the client)."""
BLOKWERK = 190
"""Series of (j, BLOK) that one thread holds while it settles one block (measured: about 180 at the peak)."""
OORZAAKREEKSEN = 900
"""Series of n draws that the causes are measured with: inputs, their terms, fitted parts and what lies between."""
RUIMTE = 0.8
"""Part of the free memory that a run may plan for."""


GROOT = 1_000_000_000
"""Bytes from which a run is worth a word of warning, however much is free."""
GROOT_DEEL = 0.25
"""Part of the free memory from which it is too."""


@dataclass(frozen=True)
class Behoefte:
    """Bytes on this machine (for a Dask cluster: of the client) and of each process elsewhere."""

    hier: int
    per_proces: int = 0
    processen: int = 0

    @property
    def totaal(self) -> int:
        """Everything together, as when the processes run on this machine."""
        return self.hier + self.per_proces * self.processen


def is_large(behoefte: Behoefte, vrij: int | None) -> bool:
    """Whether a run takes so much that the user should know before it starts."""
    return behoefte.totaal > GROOT or (vrij is not None and behoefte.totaal > GROOT_DEEL * vrij)


def estimate(opdracht: Run, werkers: int, gelijktijdig: int, processen: bool = False) -> Behoefte:
    """Memory of a run.

    Arrays of one partij (k grootheid, j year, n draw) per model: `gelijktijdig` gemeenten under way, the running group
    and the region. Per thread the series of one block. What is kept per gemeente is a handful of numbers. With
    `processen` each of the `werkers` holds its own copy of the machinery and the client the region and results on the
    way.
    """
    k, jaren, n = opdracht.shape(0)
    modellen = len(opdracht.modellen)
    gezinnen = families(opdracht.modellen) if opdracht.trekkingen else ()
    leiders = len(gezinnen) or modellen
    volgers = [delta for gezin in gezinnen for _, delta in gezin.volgers]
    # A follower is what may differ from its leader: of the gemeente under way, of its group and of the region.
    volgend = 3 * GETAL * n * sum(len(d.rijen) * (jaren - d.jaar) for d in volgers)
    partij = k * jaren * n * GETAL * leiders
    werk = k * jaren * n * GETAL if volgers else 0
    gemeenten = opdracht.modellen[0].gemeenten
    model = modellen * sum(_unique_bytes(opdracht, m) for m in range(modellen)) // max(modellen, 1)
    standen = modellen * (len(gemeenten) + 1) * (len(PERCENTIELEN) + 2) * k * jaren * GETAL
    blok = BLOKWERK * jaren * BLOK * GETAL + 2 * jaren * n * GETAL
    landelijk = 2 * modellen * (5 * jaren + 3) * max(n, BLOK) * GETAL
    oorzaken = OORZAAKREEKSEN * n * GETAL * (opdracht.trekkingen > 0)
    som = partij if len(opdracht.groups) < len(gemeenten) else 0
    if processen:
        elk = GRONDSLAG_DASK + model + landelijk + blok + 2 * partij + 2 * partij + volgend + werk
        hier = GRONDSLAG_DASK + model + standen + oorzaken + (2 + werkers) * (partij + volgend // 3) + werk
        return Behoefte(hier, elk, werkers)
    vast = GRONDSLAG + model + standen + landelijk + oorzaken + volgend
    return Behoefte(vast + werkers * (blok + werk) + (gelijktijdig + 1) * partij + som)


def _unique_bytes(opdracht: Run, m: int) -> int:
    """Arrays of one model; gemeenten that share an array count it once."""
    reeksen = {
        id(waarde): int(getattr(waarde, "nbytes", 0))
        for gemeente in opdracht.modellen[m].gemeenten
        for waarde in vars(gemeente).values()
    }
    return sum(reeksen.values())


def free_memory() -> int | None:
    """Bytes that this process may still use: of the machine, or of its container when that is less. None: unknown."""
    vrij = _meminfo(Path("/proc/meminfo"))
    grens, gebruik = (_number(Path("/sys/fs/cgroup") / naam) for naam in ("memory.max", "memory.current"))
    if grens is not None and gebruik is not None:
        vrij = min(vrij, grens - gebruik) if vrij is not None else grens - gebruik
    return vrij


def _meminfo(pad: Path) -> int | None:
    try:
        for regel in read_text(pad).splitlines():
            if regel.startswith("MemAvailable:"):
                return int(regel.split()[1]) * 1024
    except (Invoerfout, ValueError, IndexError):
        pass
    return None


def _number(pad: Path) -> int | None:
    try:
        return int(read_text(pad))
    except (Invoerfout, ValueError):
        return None


def require_fit(opdracht: Run, werkers: int, gelijktijdig: int, vrij: int | None, processen: bool = False) -> Behoefte:
    """The need of a run. Raises Invoerfout with a smaller partij that does fit when this one does not."""
    behoefte = estimate(opdracht, werkers, gelijktijdig, processen)
    if vrij is None or behoefte.totaal <= RUIMTE * vrij:
        return behoefte
    voorstel = next(
        (
            partij
            for partij in range(min(opdracht.partij, max(opdracht.trekkingen, BLOK)) // BLOK * BLOK, 0, -BLOK)
            if estimate(replace(opdracht, partij=partij), werkers, gelijktijdig, processen).totaal <= RUIMTE * vrij
        ),
        None,
    )
    raise Invoerfout(
        [
            Melding(
                "geheugen",
                f"{werkers} werkers, partijen van {opdracht.partij}",
                f"ongeveer {gigabytes(behoefte.totaal)} nodig en {gigabytes(vrij)} vrij",
                f"ten hoogste {RUIMTE:.0%} van wat vrij is",
                f"Kies --partij {voorstel}." if voorstel else "Kies minder werkers, of een machine met meer geheugen.",
            )
        ]
    )


def gigabytes(aantal: int) -> str:
    """1234567890 -> '1,2 GB'."""
    return f"{aantal / 1e9:.1f} GB".replace(".", ",")
