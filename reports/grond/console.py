"""One terminal for all commands: tables keep their width when output goes to a file or a script."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console, Group
from rich.measure import Measurement
from rich.table import Table

BREEDTE = 140
RUIM = 118
"""Columns that a table needs with all its lines."""


def make_console(stderr: bool = False) -> Console:
    """A console without automatic colouring; redirected output gets a fixed width instead of rich's 80 columns."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=BREEDTE)


def print_whole(console: Console, breed: Table, smal: Callable[[], Table | Group]) -> None:
    """The wide table where it fits or goes to a file, else the narrow one; never a number cut off.

    What even then needs more columns than the terminal has is folded by the terminal itself.
    """
    tabel: Table | Group = smal() if console.is_terminal and _needs(console, breed) > console.width else breed
    console.width = max(console.width, _needs(console, tabel))
    console.print(tabel)


def _needs(console: Console, tabel: Table | Group) -> int:
    return Measurement.get(console, console.options.update(width=10_000), tabel).maximum
