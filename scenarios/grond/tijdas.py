"""The time grid: months, half-years and calendar years from January 2022, when the law began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

BEGINJAAR = 2022
INSTROOMJAREN = 2
"""Persons behind the lasten of a year came in that year or the one before: most of what a person costs falls in them.
With one year a sudden change would show as mix until the earlier cohorts have left, with three it would come late."""


@dataclass(frozen=True)
class Tijdas:
    """Grid from January 2022 to December of `eindjaar`."""

    eindjaar: int

    @cached_property
    def jaren(self) -> tuple[int, ...]:
        """Calendar years. length j"""
        return tuple(range(BEGINJAAR, self.eindjaar + 1))

    @cached_property
    def halfjaren(self) -> tuple[str, ...]:
        """Half-years such as '2024H2'. length h = 2 j"""
        return tuple(f"{jaar}H{deel}" for jaar in self.jaren for deel in (1, 2))

    @cached_property
    def maanden(self) -> tuple[date, ...]:
        """First day of every month. length m = 12 j"""
        return tuple(date(jaar, maand, 1) for jaar in self.jaren for maand in range(1, 13))

    @cached_property
    def jaarbegin(self) -> tuple[date, ...]:
        """1 January of every year."""
        return tuple(date(jaar, 1, 1) for jaar in self.jaren)

    @cached_property
    def halfjaarbegin(self) -> tuple[date, ...]:
        """First day of every half-year."""
        return self.maanden[::6]

    @cached_property
    def kalender(self) -> NDArray[np.float64]:
        """Month -> year, 0/1. shape (m, j)"""
        return np.repeat(np.eye(len(self.jaren)), 12, axis=0)

    @cached_property
    def halfjaar_naar_jaar(self) -> NDArray[np.float64]:
        """Half-year -> year, 0/1. shape (h, j)"""
        return np.repeat(np.eye(len(self.jaren)), 2, axis=0)

    @cached_property
    def instroommaand(self) -> NDArray[np.float64]:
        """Arrivals of a half-year spread evenly over its six months. shape (h, m)"""
        return np.repeat(np.eye(len(self.halfjaren)) / 6, 6, axis=1)

    def month_of(self, dag: date) -> int:
        """Month number of a day on the grid; negative before it."""
        return (dag.year - BEGINJAAR) * 12 + dag.month - 1

    def half_of(self, dag: date) -> int:
        """Half-year number of a day on the grid; negative before it."""
        return self.month_of(dag) // 6
