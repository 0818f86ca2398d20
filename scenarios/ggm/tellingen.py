"""Counts per half-year from the persons kept, in the shape of `instroom.csv`; small groups merged when asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import cast

from scenarios.ggm.oordeel import Persoon
from scenarios.regiomap.modellen import INDICATOREN
from scenarios.regiomap.records import EINDUITKOMSTEN, Persoonrij, count_records

KLEINSTE_GROEP = 10
"""A count below this may point at somebody."""
_STAPPEN = {
    "pip_vastgesteld": "pip",
    "pvt_afgerond": "pvt_afgerond",
    "map_afgerond": "map_afgerond",
    "map_vrijgesteld": "map_vrijgesteld",
}
"""Indicator of progress -> the event of a person that it counts, in the half-year of the event"""


@dataclass(frozen=True)
class Periodetelling:
    """One count of one period."""

    cbs_code: str
    doelgroep: str
    indicator: str
    van: date
    tot: date
    aantal: int


def count_inflow(personen: Sequence[Persoon], codes: Sequence[str], peildatum: date) -> list[Periodetelling]:
    """Housed, plichtig and starts: exactly what a forecast counts when it reads the same persons from personen.csv."""
    # A Persoon has every field that counting looks at, at a fraction of the memory of a checked record.
    rijen = count_records(cast("Sequence[Persoonrij]", personen), codes, peildatum)
    return [Periodetelling(r.cbs_code, r.doelgroep, r.indicator, r.periode_van, r.periode_tot, r.aantal) for r in rijen]


def count_progress(personen: Sequence[Persoon], peildatum: date) -> list[Periodetelling]:
    """Steps that were taken, per half-year of the step, from the first half-year that has one to the peildatum."""
    tellers: Counter[tuple[str, str, str, int]] = Counter()
    for p in personen:
        for indicator, stap in _STAPPEN.items():
            dag = p.known(stap, peildatum)
            if dag is not None:
                tellers[p.cbs_code, p.doelgroep, indicator, _half(dag)] += 1
        if p.uitkomst not in EINDUITKOMSTEN:
            dag = p.known("einde", peildatum)
            if dag is not None:
                tellers[p.cbs_code, p.doelgroep, "tussentijds_beeindigd", _half(dag)] += 1
    uit = []
    eerste = max(min((h for *_, h in tellers), default=0), 2 * 2022)
    for code, doelgroep, indicator in sorted({sleutel[:3] for sleutel in tellers}):
        if indicator in INDICATOREN:
            for half in range(eerste, _half(peildatum)):
                aantal = tellers[code, doelgroep, indicator, half]
                uit.append(Periodetelling(code, doelgroep, indicator, _begin(half), _begin(half + 1), aantal))
    return uit


def merge_small(
    tellingen: Sequence[Periodetelling], kleinste: int = KLEINSTE_GROEP
) -> tuple[list[Periodetelling], int]:
    """Consecutive half-years of one count together until no group of 1 to `kleinste` - 1 persons is left.

    Also returns how many persons stay out because their whole count is too small; the forecast treats those half-years
    as not counted. A zero tells nothing about anybody and stays.
    """
    uit: list[Periodetelling] = []
    achtergehouden = 0
    for _, groep in groupby(tellingen, key=lambda t: (t.cbs_code, t.doelgroep, t.indicator)):
        reeks = list(_merged(list(groep), kleinste))
        if any(0 < t.aantal < kleinste for t in reeks):
            achtergehouden += sum(t.aantal for t in reeks)
        else:
            uit += reeks
    return uit, achtergehouden


def _merged(reeks: Sequence[Periodetelling], kleinste: int) -> Iterator[Periodetelling]:
    """One count in order of time; what is left at the end joins the last group that was large enough."""
    klaar: list[Periodetelling] = []
    for t in reeks:
        if klaar and 0 < klaar[-1].aantal < kleinste:
            klaar[-1] = _joined(klaar[-1], t)
        else:
            klaar.append(t)
    while len(klaar) > 1 and 0 < klaar[-1].aantal < kleinste:
        laatste = klaar.pop()
        klaar[-1] = _joined(klaar[-1], laatste)
    yield from klaar


def _joined(a: Periodetelling, b: Periodetelling) -> Periodetelling:
    return replace(a, tot=b.tot, aantal=a.aantal + b.aantal)


def _half(dag: date) -> int:
    return dag.year * 2 + (dag.month > 6)


def _begin(half: int) -> date:
    return date(half // 2, 7 if half % 2 else 1, 1)
