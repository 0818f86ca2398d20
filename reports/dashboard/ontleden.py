"""Reading code one at a time, so that pages that open together all open.

Marimo reads the notebook anew in the thread of every page. Python 3.11 counts the depth of a syntax tree for all
threads together: when it switches threads halfway through one tree, `ast.parse` fails with SystemError.
"""

from __future__ import annotations

import ast
import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def one_at_a_time(doe: Callable[P, T]) -> Callable[P, T]:
    """The same function, that other threads wait for. It may call itself."""
    slot = threading.RLock()

    @functools.wraps(doe)
    def wait_and_do(*waarden: P.args, **opties: P.kwargs) -> T:
        with slot:
            return doe(*waarden, **opties)

    return wait_and_do


def parse_one_at_a_time() -> None:
    """Make it so for `ast.parse` in this process."""
    if not hasattr(ast.parse, "__wrapped__"):
        ast.parse = one_at_a_time(ast.parse)
