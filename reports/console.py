"""One terminal for all commands: tables keep their width when output goes to a file or a script."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

BREEDTE = 140
RUIM = 118
"""Columns that a table needs with all its lines."""


def make_console(stderr: bool = False) -> Console:
    """A console without automatic colouring; redirected output gets a fixed width instead of rich's 80 columns."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=BREEDTE)


def make_table(console: Console, titel: str) -> Table:
    """A boxed table, or one without lines where the terminal is too narrow for them."""
    if console.width >= RUIM:
        return Table(title=titel, title_justify="left")
    return Table(title=titel, title_justify="left", box=SIMPLE_HEAD, padding=0, show_edge=False)
