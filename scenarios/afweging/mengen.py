"""Models between two models: where only money changes, all that a model holds is a straight line in a price.

Lasten are price times quantity, so weights, fixed sums and what drivers add to them are a constant part and one in
proportion to the factor on what was entered. Two models that were built say all of both; the others are laid between
them, for a hundredth of what building costs. What people do is the same in all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from scenarios.afweging.knoppen import FTE, Knop
from scenarios.model.model import Model

LINEAIR = ("prijs", "vast", FTE)
"""Kinds of fields that only multiply money"""


class Menger:
    """The models of one knob."""

    def __init__(self, knop: Knop, basis: Model, bouw: Callable[[float], Model]) -> None:
        """basis: at the value that was entered; bouw: a model of its own at any value, asked once for such a field"""
        self.knop, self.basis, self.bouw = knop, basis, bouw
        self.einde: Model | None = None

    def model(self, waarde: float) -> Model:
        """At any value of the knob."""
        if self.knop.zelf or self.knop.veld.partition(".")[0] not in LINEAIR:
            return self.bouw(waarde)
        if self.einde is None:
            self.einde = self.bouw(self.knop.hoog)
        deel = (waarde - self.knop.nu) / (self.knop.hoog - self.knop.nu)
        paren = zip(self.basis.gemeenten, self.einde.gemeenten, strict=True)
        return replace(self.einde, gemeenten=tuple(_between(a, b, deel) for a, b in paren))


def _between(a: Any, b: Any, deel: float) -> Any:
    """`a` where `deel` is 0 and `b` where it is 1; what does not differ is `a` itself."""
    if a is b:
        return a
    if isinstance(a, np.ndarray):
        return a if np.array_equal(a, b, equal_nan=a.dtype.kind == "f") else a + deel * (b - a)
    if isinstance(a, float):
        return a if a == b else a + deel * (b - a)
    if is_dataclass(a) and not isinstance(a, type):
        oud = {veld.name: getattr(a, veld.name) for veld in fields(a) if veld.init}
        nieuw = {naam: _between(x, getattr(b, naam), deel) for naam, x in oud.items()}
        return a if all(nieuw[naam] is x for naam, x in oud.items()) else replace(a, **nieuw)
    if isinstance(a, tuple):
        delen = tuple(_between(x, y, deel) for x, y in zip(a, b, strict=True))
        if all(x is y for x, y in zip(delen, a, strict=True)):
            return a
        return type(a)(*delen) if hasattr(a, "_fields") else delen
    if isinstance(a, dict):
        return {naam: _between(x, b[naam], deel) for naam, x in a.items()}
    return a
