"""Looking parameters up, with every value used and everything that was missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from finance.fouten import Invoerfout, Melding
from finance.parameters import Parameters, Waarde


@dataclass
class Opzoeker:
    """Looks parameters up and remembers the values used and everything that was missing."""

    parameters: Parameters
    gebruikt: dict[tuple[str, date], Waarde] = field(default_factory=dict)
    meldingen: list[Melding] = field(default_factory=list)

    def value(self, naam: str, jaar: int) -> Waarde | None:
        """The value in a budget year; a missing one is noted and reported with all others."""
        try:
            waarde = self.parameters.in_year(naam, jaar)
        except Invoerfout as fout:
            self.meldingen.extend(m for m in fout.meldingen if m not in self.meldingen)
            return None
        self.gebruikt[naam, waarde.vanaf] = waarde
        return waarde

    def decimal(self, naam: str, jaar: int) -> Decimal:
        """A number in a budget year; 0 stands in for a missing one until the errors are raised."""
        waarde = self.value(naam, jaar)
        return waarde.getal if waarde else Decimal(0)

    def number(self, naam: str, jaar: int) -> float:
        """`decimal` as float64."""
        return float(self.decimal(naam, jaar))

    def choice(self, naam: str, jaar: int) -> str:
        """A choice in a budget year."""
        waarde = self.value(naam, jaar)
        return waarde.waarde if waarde else ""

    def optional(self, naam: str, jaar: int) -> float:
        """A number that may be unknown: NaN then, without an error."""
        return self.number(naam, jaar) if self.parameters.has(naam, jaar) else float("nan")
