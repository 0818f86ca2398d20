"""Models between two models: where only money changes, all that a model holds is a straight line in a price.

Lasten are price times quantity, so weights, fixed sums and what drivers add to them are a constant part and one in
proportion to the factor on what was entered. Two models that were built say all of both; the others are laid between
them, for a hundredth of what building costs. What people do is the same in all, and so are the units that are priced:
neither of the two is what was entered, where no price changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from scenarios.afweging.knoppen import FTE, Knop
from scenarios.model.kolommen import Gewichten
from scenarios.model.model import Model

LINEAIR = ("prijs", "vast", FTE)
"""Kinds of fields that only multiply money"""


Lijn = Callable[[float], Any]


class Menger:
    """The models of one knob."""

    def __init__(self, knop: Knop, basis: Model, bouw: Callable[[float], Model]) -> None:
        """basis: at the value that was entered; bouw: a model of its own at any value, asked twice for such a field"""
        self.knop, self.basis, self.bouw = knop, basis, bouw
        self._einden: tuple[Model, Model] | None = None
        """Halfway and at the end of the knob"""
        self._lijnen: list[Lijn | None] = []
        """Per gemeente, when it differs"""

    def model(self, waarde: float) -> Model:
        """At any value of the knob."""
        if self.knop.zelf or self.knop.veld.partition(".")[0] not in LINEAIR:
            return self.bouw(waarde)
        half = (self.knop.nu + self.knop.hoog) / 2
        if self._einden is None:
            self._einden = self.bouw(half), self.bouw(self.knop.hoog)
            self._lijnen = list(map(_line, *(model.gemeenten for model in self._einden)))
        deel = (waarde - half) / (self.knop.hoog - half)
        paren = zip(self._einden[0].gemeenten, self._lijnen, strict=True)
        return replace(self._einden[1], gemeenten=tuple(lijn(deel) if lijn else g for g, lijn in paren))


def _line(a: Any, b: Any) -> Lijn | None:
    """What gives `a` at 0, `b` at 1 and what lies between; None where they do not differ. Looked for once."""
    if a is b:
        return None
    if isinstance(a, np.ndarray):
        gelijk = np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        return None if gelijk else lambda deel: a + deel * (b - a)
    if isinstance(a, float):
        return None if a == b else lambda deel: a + deel * (b - a)
    # Prices of other units would be no line.
    assert not isinstance(a, Gewichten) or _line(a.kolommen, b.kolommen) is None
    if is_dataclass(a) and not isinstance(a, type):
        velden = _lines((veld.name, getattr(a, veld.name), getattr(b, veld.name)) for veld in fields(a) if veld.init)
        return (lambda deel: replace(a, **{n: lijn(deel) for n, lijn in velden.items()})) if velden else None
    if isinstance(a, dict):
        sleutels = _lines((n, x, b[n]) for n, x in a.items())
        return (lambda deel: a | {n: lijn(deel) for n, lijn in sleutels.items()}) if sleutels else None
    if isinstance(a, tuple):
        plekken = _lines((i, x, y) for i, (x, y) in enumerate(zip(a, b, strict=True)))

        def mixed(deel: float) -> Any:
            delen = [plekken[i](deel) if i in plekken else x for i, x in enumerate(a)]
            return type(a)(*delen) if hasattr(a, "_fields") else tuple(delen)

        return mixed if plekken else None
    return None


def _lines(paren: Iterable[tuple[Any, Any, Any]]) -> dict[Any, Lijn]:
    """By name, of what differs."""
    return {naam: lijn for naam, x, y in paren if (lijn := _line(x, y))}
