"""Closed years computed once more: what the input of now would say of them, beside what they were closed with.

Files go on after a closing: a decision, a count, a booking block of a later year. Only what would change a figure of
the closed year is told. What its bookings say now is not, for that is a correction of an open year already
(`booked_later`), and so is a definitive decision that came or changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from finance.fouten import Invoerfout, list_words
from finance.jaarrekening import Beginstand, Jaarrekening, close_years
from finance.taal.getallen import format_date, format_euros
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.boeken.jaar_sluiten import Regelingrekening, build_chain
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.boeken.slot import Last, Slot, Sluiting
from scenarios.regiomap.besluiten import ONTVANGSTEN, SUBMAP, Besluitrij

R = TypeVar("R")
CIJFERS = {
    "uitkering": "uitkering",
    "voorlopig": "voorschotten",
    "correctie_uitkering": "correctie op de uitkering van eerdere jaren",
    "reservering_begin": "reservering op 1 januari",
    "doorgeschoven_begin": "doorgeschoven uit het jaar ervoor",
    "reservering_eind": "reservering op 31 december",
    "doorgeschoven_eind": "doorgeschoven naar het jaar erna",
    "terug_te_betalen": "terug te betalen",
    "eigen_lasten": "eigen lasten",
    "nog_te_ontvangen": "nog te ontvangen",
    "schuld.eind": "schuld aan het Rijk op 31 december",
    "ruimte": "ruimte voor de reservering",
}
"""Figures of a Jaarrekening that a controller accounts for; the lasten are compared beside them.

Not `zelfstandig`: that setting bears no year, so that its change says nothing of a closed one.
"""
GENOEMD = 3
"""Differences of one year that are written out"""


@dataclass(frozen=True)
class Verschilpunt:
    """One figure of a closed year that the input of now would make another; amounts in cents."""

    gemeente: str
    regeling: str
    cijfer: str
    gesloten: int
    nu: int
    wacht: bool
    """Whether it follows from an uitkering that a definitive decision is still to settle."""

    def __str__(self) -> str:
        van, naar = format_euros(self.gesloten), format_euros(self.nu)
        return f"{self.cijfer} gesloten op € {van}, nu € {naar}"

    @property
    def van(self) -> str:
        """Whose figure it is."""
        return f"{self.gemeente}, {SPUKNAMEN[self.regeling]}"


def changed_inputs(invoer: Verantwoordingsmap, jaar: int) -> list[str]:
    """Files that are not what they were when the year was closed.

    Exports of other years have no part in it, nor what the bank received: that grows every month.
    """
    toen, nu = invoer.gesloten[jaar].hashes, invoer.hashes
    elders = {f"{SUBMAP}/{b.bestand}" for b in invoer.instellingen.boekingen if b.jaar != jaar}
    namen = sorted({*toen, *nu} - elders - {f"{SUBMAP}/{ONTVANGSTEN}"})
    return [n for n in namen if toen.get(n) != nu.get(n)]


def describe_changes(invoer: Verantwoordingsmap, geboekt: Sequence[Last]) -> Iterator[str]:
    """A Dutch sentence for every closed year of which the input now says something else.

    geboekt: lasten as the files have them now.
    """
    for jaar in sorted(invoer.gesloten):
        # What was not touched says the same: no year is computed again for nothing.
        if bestanden := changed_inputs(invoer, jaar):
            try:
                punten = compare_closed(invoer, jaar, geboekt)
            except Invoerfout as fout:
                yield _not_computable(jaar, bestanden, fout)
                continue
            if punten:
                yield _sentence(invoer.gesloten[jaar], punten, bestanden)


def compare_closed(invoer: Verantwoordingsmap, jaar: int, geboekt: Sequence[Last]) -> tuple[Verschilpunt, ...]:
    """Every figure of a closed year that the input of now would make another. Raises Invoerfout as a closing does."""
    lasten = _by_code(geboekt, lambda x: x.code)
    besluiten = _by_code(invoer.besluiten, lambda b: b.cbs_code)
    uit: list[Verschilpunt] = []
    for gemeente in invoer.gemeenten:
        # One gemeente and its own rows at a time: its chain asks nothing of the others.
        code = gemeente.code
        eigen = replace(
            invoer,
            besluiten=tuple(besluiten.get(code, ())),
            gesloten={j: _only(s, code) for j, s in invoer.gesloten.items() if j <= jaar},
        )
        if not eigen.gesloten[jaar].sloten:
            continue
        for rekening in build_chain(_as_at_closing(eigen, jaar), jaar, {code}, lasten.get(code, ())):
            nu = {r.regeling: r for r in rekening.regelingen}
            uit += [
                Verschilpunt(gemeente.naam, regeling, *verschil)
                for (_, regeling), slot in eigen.gesloten[jaar].sloten.items()
                for verschil in _differences(slot, nu.get(regeling))
            ]
    return tuple(uit)


def _by_code(rijen: Iterable[R], code: Callable[[R], str]) -> dict[str, list[R]]:
    uit: dict[str, list[R]] = {}
    for rij in rijen:
        uit.setdefault(code(rij), []).append(rij)
    return uit


def _only(sluiting: Sluiting, code: str) -> Sluiting:
    return replace(sluiting, sloten={sleutel: slot for sleutel, slot in sluiting.sloten.items() if sleutel[0] == code})


def _as_at_closing(invoer: Verantwoordingsmap, jaar: int) -> Verantwoordingsmap:
    """The input of now with the years that were closed before, and of their decisions what this year settled."""
    eerder = {j: s for j, s in invoer.gesloten.items() if j < jaar}
    dicht = {(code, regeling, j) for j, s in eerder.items() for code, regeling in s.sloten}
    besluiten = [
        b for b in invoer.besluiten if b.soort != "definitief" or (b.cbs_code, b.regeling, b.jaar) not in dicht
    ]
    besluiten += [
        Besluitrij.model_construct(
            jaar=j, cbs_code=code, regeling=regeling, soort="definitief", datum=date(jaar, 12, 31), bedrag=bedrag
        )
        for (code, regeling), slot in invoer.gesloten[jaar].sloten.items()
        for j, bedrag in slot.besloten.items()
    ]
    return replace(invoer, gesloten=eerder, besluiten=tuple(besluiten))


def _differences(slot: Slot, nu: Regelingrekening | None) -> Iterator[tuple[str, int, int, bool]]:
    """Figure, as closed, by the input of now, and whether a decision is still to settle it."""
    if nu is None:
        # Nothing in the input speaks of this SPUK any more.
        if slot.rekening.uitkering:
            yield CIJFERS["uitkering"], slot.rekening.uitkering, 0, False
        return
    rekening = _without_settled(slot, nu)
    wacht = slot.budget.definitief is None and rekening.uitkering != slot.rekening.uitkering
    for veld, cijfer in CIJFERS.items():
        lees = attrgetter(veld)
        was, wordt = lees(slot.rekening), lees(rekening)
        if was != wordt:
            yield cijfer, was, wordt, wacht
    if sum(x.bedrag for x in slot.lasten) == sum(x.bedrag for x in nu.lasten):
        # Another total is a correction of an open year; the same total at another place is told nowhere else.
        for plaats, was, wordt in (*_moved(slot.lasten, nu.lasten, _label), *_moved(slot.lasten, nu.lasten, _taakveld)):
            yield f"lasten {plaats}", was, wordt, False


def _label(last: Last) -> str:
    return VOORZIENINGEN[last.voorziening].label if last.voorziening in VOORZIENINGEN else last.voorziening


def _taakveld(last: Last) -> str:
    return f"op taakveld {last.taakveld}"


def _moved(toen: Sequence[Last], nu: Sequence[Last], plaats: Callable[[Last], str]) -> Iterator[tuple[str, int, int]]:
    per: dict[str, list[int]] = {}
    for kant, lasten in enumerate((toen, nu)):
        for x in lasten:
            per.setdefault(plaats(x), [0, 0])[kant] += x.bedrag
    yield from ((naam, was, wordt) for naam, (was, wordt) in sorted(per.items()) if was != wordt)


def _without_settled(slot: Slot, nu: Regelingrekening) -> Jaarrekening:
    """The year by the input of now, but for what is settled in an open year: bookings and a definitive decision."""
    toen, feit = slot.budget, nu.feiten[-1]
    besloten = feit.definitief is not None and feit.definitief != toen.definitief
    feit = replace(
        feit,
        uitkering=toen.uitkering if besloten else feit.uitkering,
        besteding=toen.besteding,
        correctie_besteding=toen.correctie_besteding,
        definitief=toen.definitief,
        definitief_in=toen.definitief_in,
    )
    eerste = nu.jaren[0]
    begin = Beginstand(eerste.reservering_begin, eerste.doorgeschoven_begin, nu.uitkering_vorig)
    return close_years((*nu.feiten[:-1], feit), begin, {r.jaar: r for r in nu.jaren[:-1]})[-1]


def _sentence(sluiting: Sluiting, punten: Sequence[Verschilpunt], bestanden: Sequence[str]) -> str:
    genoemd, rest = punten[:GENOEMD], len(punten) - GENOEMD
    wat = "; ".join(f"{van}: {'; '.join(map(str, delen))}" for van, delen in groupby(genoemd, lambda p: p.van))
    wat += f"; en nog {rest} {'cijfer' if rest == 1 else 'cijfers'}" if rest > 0 else ""
    slot = [f"De cijfers van {sluiting.jaar} blijven zoals gesloten."]
    if any(p.wacht for p in punten):
        slot.append("De definitieve beschikking maakt van het verschil in uitkering een correctie in een open jaar.")
    if not all(p.wacht for p in punten):
        slot.append(
            f"{'De rest' if len(slot) > 1 else 'Dit verschil'} komt niet vanzelf in een open jaar: herstel de invoer, "
            f"of heropen het jaar met spuk sluit MAP --jaar {sluiting.jaar} --heropen REDEN."
        )
    op = format_date(datetime.fromisoformat(sluiting.op).date())
    return (
        f"{sluiting.jaar}, gesloten op {op}, wordt met de invoer van nu anders ({list_words(bestanden)} veranderd): "
        f"{wat}. {' '.join(slot)}"
    )


def _not_computable(jaar: int, bestanden: Sequence[str], fout: Invoerfout) -> str:
    eerste, meer = fout.meldingen[0], len(fout.meldingen) - 1
    waarom = f"{eerste.bestand}: {eerste.gevonden}" + (f" (en nog {meer})" if meer else "")
    sluit = "sluit" if len(bestanden) == 1 else "sluiten"
    return (
        f"{list_words(bestanden)}, na het sluiten van {jaar} veranderd, {sluit} "
        f"niet meer aan op het gesloten jaar: het is niet na te rekenen ({waarom}). De cijfers blijven zoals gesloten."
    )
