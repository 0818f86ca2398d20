"""Options that the commands for a decision share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from reports.grond.opdrachtregel import GeheelGetal

EEN_SCENARIO = click.option(
    "--scenario", default="basis", metavar="NAAM", help="Scenario uit de map scenarios (basis)."
)


def draws_together(laagste: int, hoogste: int, gewoon: int = 10_000) -> Callable[..., Any]:
    """The number of draws where all of them are held together."""
    return click.option(
        "--trekkingen",
        type=GeheelGetal(laagste, hoogste),
        default=gewoon,
        metavar="AANTAL",
        help=f"Aantal trekkingen ({gewoon}).",
    )
