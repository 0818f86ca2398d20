"""Months by the calendar."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(dag: date, maanden: int) -> date:
    """The same day so many months later, or the last day of that month."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    return date(jaar, maand + 1, min(dag.day, calendar.monthrange(jaar, maand + 1)[1]))


def elapsed_months(van: date, tot: date) -> float:
    """Months from one day to another, never negative: whole ones by the calendar, the rest as part of that month.

    The anniversary of a day counts as whole: 31 January to 28 February is one month.
    """
    if tot <= van:
        return 0.0
    heel = (tot.year - van.year) * 12 + tot.month - van.month
    if add_months(van, heel) > tot:
        heel -= 1
    begin, einde = add_months(van, heel), add_months(van, heel + 1)
    return heel + (tot - begin).days / (einde - begin).days
