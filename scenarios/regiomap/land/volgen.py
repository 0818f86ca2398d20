"""Herindeling: when gemeenten merge, their history follows them. Rows of an old gemeente count for the new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.lezen import Invoerrij

R = TypeVar("R", bound=Invoerrij)


def follow(
    land: Landsgegevens, rijen: Iterable[R], codes: Iterable[str], key: Callable[[R], tuple], *velden: str
) -> tuple[R, ...]:
    """Rows of merged gemeenten under the new code, added up where several old ones say the same thing.

    `codes`: the gemeenten of the region, which keep their own rows. `key`: what makes two rows say the same thing, the
    code left out. `velden`: what is added up, `aantal` unless named; a sum with an empty part is empty. It keeps the
    file and line of its first row, so a message still points somewhere.
    """
    blijft = set(codes)
    uit: list[R] = []
    som: dict[tuple, int] = {}
    for rij in rijen:
        code = getattr(rij, "cbs_code")  # noqa: B009 - every row with a gemeente has it; Rij itself does not
        nieuw = code if code in blijft else land.current_code(code)
        if nieuw == code:
            uit.append(rij)
            continue
        sleutel = (nieuw, *key(rij))
        if sleutel in som:
            eerder = uit[som[sleutel]]
            uit[som[sleutel]] = eerder.model_copy(update={v: _sum(eerder, rij, v) for v in velden or ("aantal",)})
        else:
            som[sleutel] = len(uit)
            uit.append(rij.model_copy(update={"cbs_code": nieuw}))
    return tuple(uit)


def _sum(eerder: Invoerrij, rij: Invoerrij, veld: str) -> float | None:
    """The values of one column added up, None when one of them is not known."""
    delen = getattr(eerder, veld), getattr(rij, veld)
    return None if None in delen else sum(delen)


def add_counts(rijen: Sequence[Invoerrij]) -> dict[str, int]:
    """The `aantal` of rows, added up."""
    return {"aantal": sum(getattr(r, "aantal") for r in rijen)}  # noqa: B009 - see `follow`


def follow_versions(
    land: Landsgegevens,
    rijen: Iterable[R],
    codes: Iterable[str],
    key: Callable[[R], tuple],
    day: Callable[[R], date],
    join: Callable[[Sequence[R]], Mapping[str, Any]] = add_counts,
) -> tuple[R, ...]:
    """`follow` for rows of which a later one replaces an earlier one, whatever days the old gemeenten have them on.

    On every day the last row of each old gemeente counts, from the day on which all of them have one. A gemeente that
    keeps its code is one of them until the merger; what it gets from then on is of the whole. `join`: what their rows
    say together; the rest is that of the last.
    """
    blijft = set(codes)
    uit: list[R] = []
    oud: dict[tuple, dict[str, list[R]]] = {}
    for rij in rijen:
        code = getattr(rij, "cbs_code")  # noqa: B009 - see `follow`
        nieuw = code if code in blijft else land.current_code(code)
        if nieuw == code:
            uit.append(rij)
        else:
            oud.setdefault((nieuw, *key(rij)), {}).setdefault(code, []).append(rij)
    for (nieuw, *wat), per_code in oud.items():
        samengegaan = max((land.herindelingen[c].datum for c in per_code if c in land.herindelingen), default=date.min)
        for rij in [r for r in uit if getattr(r, "cbs_code") == nieuw and [*key(r)] == wat]:  # noqa: B009
            if day(rij) < samengegaan:
                uit.remove(rij)
                per_code.setdefault(nieuw, []).append(rij)
        laatste: dict[str, R] = {}
        for _, groep in groupby(sorted((r for reeks in per_code.values() for r in reeks), key=day), key=day):
            van_die_dag = list(groep)
            laatste |= {getattr(r, "cbs_code"): r for r in van_die_dag}  # noqa: B009
            if len(laatste) == len(per_code):
                samen = join(list(laatste.values()))
                uit.append(van_die_dag[-1].model_copy(update={"cbs_code": nieuw, **samen}))
    return tuple(uit)
