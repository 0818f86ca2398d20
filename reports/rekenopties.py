"""Options of the commands that compute: how many workers, how much at a time, where. No heavy imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from reports.opdrachtregel import GeheelGetal

PARTIJ = 10_000


@dataclass(frozen=True)
class Rekenkeuze:
    """How to compute; only `partij` can move a figure, and only percentiles of more draws than it holds."""

    werkers: int | None = None
    partij: int = PARTIJ
    dask: str = ""


def compute_options(opdracht: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--werkers`, `--partij` and `--dask`; the command receives `werkers`, `partij` and `dask`."""
    for optie in (
        click.option("--dask", default="", metavar="ADRES", help="Reken op Dask: adres van de planner, of lokaal:4."),
        click.option(
            "--partij",
            type=GeheelGetal(1000),
            default=PARTIJ,
            metavar="AANTAL",
            help="Trekkingen die samen in het geheugen staan (10000).",
        ),
        click.option(
            "--werkers", type=GeheelGetal(1), default=None, metavar="AANTAL", help="Aantal draden (alle kernen)."
        ),
    ):
        opdracht = optie(opdracht)
    return opdracht
