"""One terminal for all commands: tables keep their width when output goes to a file or a script."""

from __future__ import annotations

from rich.console import Console

BREEDTE = 140


def make_console(stderr: bool = False) -> Console:
    """A console without automatic colouring; redirected output gets a fixed width instead of rich's 80 columns."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=BREEDTE)
