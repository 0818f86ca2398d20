"""How sure a value is: the interval that a region gives beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """P10 and P90 of a value, in its own unit, and why."""

    p10: float
    p90: float
    reden: str
