"""Reading code one at a time, so that pages that open together all open.

Marimo reads the notebook anew in the thread of every page. Python 3.11 counts the depth of a syntax tree for all
threads together: when it switches threads halfway through one tree, making that or another tree fails with SystemError.
"""

from __future__ import annotations

import ast
import functools
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def one_at_a_time(doe: Callable[P, T], slot: AbstractContextManager[object] | None = None) -> Callable[P, T]:
    """The same function, that other threads wait for. It may call itself. `slot`: shared with other functions."""
    beurt = slot or threading.RLock()

    @functools.wraps(doe)
    def wait_and_do(*waarden: P.args, **opties: P.kwargs) -> T:
        with beurt:
            return doe(*waarden, **opties)

    return wait_and_do


def parse_one_at_a_time() -> None:
    """Make it so for whatever makes syntax trees in this process: `ast.parse`, and marimo by itself."""
    from marimo._ast import compiler, transformers

    if not hasattr(ast.parse, "__wrapped__"):
        slot = threading.RLock()
        for module, naam in ((ast, "parse"), (compiler, "compile"), (transformers, "compile")):
            vars(module)[naam] = one_at_a_time(getattr(module, naam, compile), slot)
