"""What a decision costs: goal seek, tornado and shares of Westfriesland, in processor time over that of `spuk raming`.

Whole commands as a user gives them, with what they write; in processor time, for other work counts less in it.
"""

from __future__ import annotations

import tempfile

from benchmarks.opdracht import processor_seconds
from benchmarks.tafel import Tafel
from scenarios.afweging.gevoeligheid import MEESTE, weigh_sources
from scenarios.afweging.punten import Punten
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

REGIO = "voorbeeld:westfriesland"
TREKKINGEN = 10_000
KNOP, DOEL = "gemeentefonds@2026-01-01", "kans>=0.9 in 2027-2029"
"""A bound that lies between what is searched, so that it takes all rounds"""


def measure_decisions(tafel: Tafel, herhaal: int = 3) -> None:
    """The commands for a decision, each against a raming with all its files; and the error of the shares."""
    with tempfile.TemporaryDirectory() as uit:
        een = min(_command("raming", REGIO, "--uit", uit) for _ in range(herhaal))
        tafel.add("spuk raming voorbeeld:westfriesland, processortijd", een, "s")
        for naam, woorden, grens in (
            ("spuk zoek, een knop met zijn interval", ("zoek", REGIO, "--knop", KNOP, "--doel", DOEL), 3.0),
            (f"spuk gevoeligheid, tornado van {MEESTE} bronnen met hun aandelen", ("gevoeligheid", REGIO), 4.0),
            ("spuk omslag", ("omslag", REGIO), 4.0),
        ):
            duur = min(_command(*woorden, "--uit", uit) for _ in range(herhaal)) / een
            tafel.at_most(f"{naam}, tegen spuk raming", duur, "x", grens)
    regio = read_region(REGIO)
    bronnen = weigh_sources(Punten(build_model(regio, BASIS), TREKKINGEN), regio.bestand.eindjaar).bronnen[:MEESTE]
    fout = 100 * max(max(b.eerste_fout, b.totaal_fout) for b in bronnen)
    tafel.at_most("standaardfout van die aandelen, grootste", fout, "punt", 2)


def _command(*woorden: str) -> float:
    """Processor seconds of one command."""
    return processor_seconds(*woorden, "--trekkingen", str(TREKKINGEN), "--stil")
