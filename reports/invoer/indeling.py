"""How a table lies on its sheet: heads and rows, half-years or years across when it runs that way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from scenarios.grond.tijdas import BEGINJAAR
from scenarios.werkboek.bladen import REGIO
from scenarios.werkboek.cellen import period_label
from scenarios.werkboek.kolommen import HERKOMST, Inhoud, Invoertabel, Regel, Veld
from scenarios.werkboek.soorten import Waarde

_DWARSBREEDTE = {True: 10.0, False: 14.0}
VOORUIT = 4
"""Years of a begroting with its meerjarenraming"""


@dataclass(frozen=True)
class Tabelbeeld:
    """The columns of a sheet from left to right, and the values of each row."""

    koppen: tuple[str | int, ...]
    kolommen: tuple[Veld | None, ...]
    """None: an empty column, so that tables of one sheet line up"""
    breedtes: tuple[float, ...]
    rijen: tuple[list[Waarde], ...]
    gevuld: bool
    formulier: bool = False


@dataclass(frozen=True)
class Vulling:
    """The rows of a table, with the periods and the keys of rows that are there to be filled in."""

    regels: Sequence[Regel]
    perioden: tuple[tuple[Waarde, ...], ...] = ()
    sleutels: tuple[dict[str, Waarde], ...] = ()


def prepare(tabel: Invoertabel, inhoud: Inhoud) -> Vulling:
    """Half-years up to the peildatum, years of the begroting, and a row for every gemeente that has none yet."""
    regels = inhoud[tabel.naam]
    if tabel.dwars is None:
        return Vulling(regels)
    regio = inhoud[REGIO][0].waarden if inhoud[REGIO] else {}
    peildatum = regio.get("peildatum")
    codes = [r.waarden["code"] for r in inhoud["gemeenten"]]
    perioden: list[tuple[Waarde, ...]] = []
    sleutels: list[dict[str, Waarde]] = []
    if isinstance(peildatum, date) and tabel.naam == "budgetten":
        perioden = [(jaar,) for jaar in range(peildatum.year, peildatum.year + VOORUIT + 1)]
        sleutels = [{"cbs_code": c, "pot": "gemeentefonds"} for c in codes]
    elif isinstance(peildatum, date):
        perioden = _halves(peildatum)
    if isinstance(peildatum, date) and tabel.naam == "huisvesting":
        sleutels = [
            {"cbs_code": c, "doelgroep": d, "indicator": i}
            for d, i in (
                ("asielstatushouder", "gehuisvest"),
                ("asielstatushouder", "inburgeringsplichtig"),
                ("gezinsmigrant", "inburgeringsplichtig"),
            )
            for c in codes
        ]
    er_al = [tuple(r.waarden[k] for k in tabel.dwars.kolommen) for r in regels]
    perioden = [p for p in perioden if not any(_overlap(p, ander) for ander in er_al)]
    bezet = [r.waarden for r in regels]
    sleutels = [s for s in sleutels if not any(all(w[k] == v for k, v in s.items()) for w in bezet)]
    return Vulling(regels, tuple(sorted({*er_al, *perioden})), tuple(sleutels))


def lay_out(tabel: Invoertabel, vulling: Vulling) -> Tabelbeeld:
    """Heads and rows of one table."""
    if tabel.dwars is None:
        rijen = tuple([r.waarden[k.naam] for k in tabel.kolommen] for r in vulling.regels)
        breedtes = (24.0, 46.0, 90.0) if tabel.formulier else tuple(k.breedte for k in tabel.kolommen)
        return Tabelbeeld(
            tuple(k.label for k in tabel.kolommen), tabel.kolommen, breedtes, rijen, bool(rijen), tabel.formulier
        )
    links = tuple(k for k in tabel.vast if k.naam not in HERKOMST)
    rechts = tuple(k for k in tabel.vast if k.naam in HERKOMST)
    waarde = tabel.per_naam[tabel.dwars.waarde]
    rijen_per_sleutel: dict[tuple[Waarde, ...], list[dict[tuple[Waarde, ...], Waarde]]] = {}
    for regel in vulling.regels:
        sleutel = tuple(regel.waarden[k.naam] for k in (*links, *rechts))
        periode = tuple(regel.waarden[k] for k in tabel.dwars.kolommen)
        _place(rijen_per_sleutel.setdefault(sleutel, []), periode, regel.waarden[waarde.naam])
    for leeg in vulling.sleutels:
        rijen_per_sleutel.setdefault(tuple(leeg.get(k.naam) for k in (*links, *rechts)), [{}])
    rijen = tuple(
        [*sleutel[: len(links)], *(cellen.get(p) for p in vulling.perioden), *sleutel[len(links) :]]
        for sleutel, regels in rijen_per_sleutel.items()
        for cellen in regels
    )
    midden = len(vulling.perioden)
    return Tabelbeeld(
        (*(k.label for k in links), *(period_label(p) for p in vulling.perioden), *(k.label for k in rechts)),
        (*links, *[waarde] * midden, *rechts),
        (
            *(k.breedte for k in links),
            *[_DWARSBREEDTE[tabel.dwars.halfjaren]] * midden,
            *(k.breedte for k in rechts),
        ),
        rijen,
        bool(vulling.regels),
    )


def align(beelden: Sequence[Tabelbeeld]) -> list[Tabelbeeld]:
    """Tables of one sheet with their status and source in the same last columns, so that no column is wide for one of
    them only."""
    breed = max(len(b.koppen) for b in beelden if not b.formulier)
    return [b if b.formulier else _spread(b, breed) for b in beelden]


def _spread(beeld: Tabelbeeld, breed: int) -> Tabelbeeld:
    rechts = sum(k is not None and k.naam in HERKOMST for k in beeld.kolommen)
    tussen = breed - len(beeld.koppen) if rechts else 0
    naad = len(beeld.koppen) - rechts

    def spread(delen: Sequence[Any], leeg: Any) -> Any:
        return [*delen[:naad], *[leeg] * tussen, *delen[naad:]]

    return replace(
        beeld,
        koppen=tuple(spread(beeld.koppen, "")),
        kolommen=tuple(spread(beeld.kolommen, None)),
        breedtes=tuple(spread(beeld.breedtes, 0.0)),
        rijen=tuple(spread(r, None) for r in beeld.rijen),
    )


def _place(rijen: list[dict], periode: tuple[Waarde, ...], waarde: Waarde) -> None:
    """In the first line of this key that has no value for the period: what stands twice in a file stays there twice."""
    vrij = next((r for r in rijen if periode not in r), None)
    if vrij is None:
        rijen.append(vrij := {})
    vrij[periode] = waarde


def _halves(peildatum: date) -> list[tuple[Waarde, ...]]:
    eerste, laatste = 2 * BEGINJAAR, 2 * peildatum.year + (peildatum.month > 6)
    begin = [date(h // 2, 7 if h % 2 else 1, 1) for h in range(eerste, laatste + 1)]
    return list(pairwise(begin))


def _overlap(een: tuple[Waarde, ...], ander: tuple[Waarde, ...]) -> bool:
    if len(een) == 1:
        return een == ander
    return een[0] < ander[1] and ander[0] < een[1]  # type: ignore[operator]
