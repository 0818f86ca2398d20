"""What of one model must be computed anew when another with the same people has been computed.

A price, an amount, a division over pots or a rule of law moves no person. Models with the same people form a family:
one of them, the leader, is drawn and settled whole, and of each follower only the steps that its money touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.engine.fingerprint import field_names, fingerprint, same
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import LASTENRIJEN, NUMMER, VOLUMERIJEN
from scenarios.model.lasten import Stappen
from scenarios.model.model import Model
from scenarios.model.regels import Regels
from scenarios.model.uitbreiding import Uitbreiding
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.onzekerheid.spreiding import LOOP

MONEY_FIELDS = frozenset(
    (
        *("eenheden", "euros", "vaste_lasten", "uitbreiding", "verdeling", "verhuisd"),
        *("euros_per_maand", "vast_per_maand", "anders_betaald"),
        *("gemeentefonds", "onderwijsroute", "eigen_geld", "voorlopig", "definitief", "feiten"),
    )
)
"""Fields of a `Gemeentemodel` that work after the people were drawn."""
COUNTING_FIELDS = ("telt_vanaf", "vraag_vanaf")
"""Fields of a `Model` that say from which year the saldo is added up"""
UNCERTAIN_FIELDS = ("drijvers", "onzeker")
"""Fields of a `Model` about what is drawn beside people"""
NOT_FOR_PEOPLE = frozenset(
    ("gemeenten", "scenario", "waarden", "regels", "feiten", *UNCERTAIN_FIELDS, *COUNTING_FIELDS)
)
"""Fields of a `Model` that no person is drawn from; `regels` work on money only."""
SHARED_FIELDS = tuple(name for name in field_names(Model) if name not in NOT_FOR_PEOPLE)
PEOPLE_FIELDS = tuple(name for name in field_names(Gemeentemodel) if name not in MONEY_FIELDS)
"""What is left of both"""
POT_RULES = frozenset(("ruimte", "onderwijsroute_ruimte", "onderwijsroute_naar_spuk", "onderwijsroute_looptijd"))
"""Fields of `Regels` that the uitkering does not depend on."""
PEOPLE_ROWS = range(NUMMER["gemeentefonds"])
"""Quantities about people. Whatever these lists do not name is taken to differ."""
UITKERING_ROWS = tuple(
    NUMMER[name]
    for name in (
        *("spuk_voorlopig", "spuk_bgo", "spuk_ba", "spuk_abo", "spuk_korting", "spuk_definitief", "nabetaling"),
        *("ruimte", "budget"),
    )
)
"""Quantities that lasten do not move"""
BUDGET_ROWS = tuple(
    NUMMER[name] for name in ("gemeentefonds", "onderwijsroute", "correctie_uitkering", "lasten_onverdeeld")
)
"""Quantities that neither lasten nor the uitkering move"""
BACK_ROWS = tuple(NUMMER[name] for name in ("terug_te_betalen", "netto_terug"))
"""Quantities that the Gemeentefonds does not move"""
POT_ROWS = {
    pot: tuple(NUMMER[name] for name in names)
    for pot, names in {
        "gemeentefonds": ("lasten_gemeentefonds", "saldo_gemeentefonds"),
        "spuk": (
            *("reservering_begin", "doorgeschoven_begin", "besteding", "saldo_spuk", "meenemen", "terugvordering"),
            "doorschuiven",
        ),
        "spuk_onderwijsroute": (
            *("lasten_onderwijsroute", "saldo_onderwijsroute", "tekort_onderwijsroute", "meenemen_onderwijsroute"),
            "terugvordering_onderwijsroute",
        ),
    }.items()
}
"""Quantities that only one pot moves"""
_NUMBER_OF = {v: i for i, v in enumerate(VOORZIENINGEN)}


@dataclass(frozen=True)
class Delta:
    """What a follower does anew after its leader."""

    steps: Stappen

    @property
    def year(self) -> int:
        """Number of the first year in which anything may differ."""
        return self.steps.vanaf

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows of the quantities that may differ, in order."""
        return _rows(self.steps)

    @property
    def where(self) -> tuple[tuple[int, ...], int]:
        """Both."""
        return self.rows, self.year


@dataclass(frozen=True)
class Family:
    """Numbers of models with the same people. The leader comes first in the run."""

    leader: int
    followers: tuple[tuple[int, Delta], ...]


@lru_cache
def _rows(steps: Stappen) -> tuple[int, ...]:
    rows = set(range(LASTENRIJEN.start)) - set(PEOPLE_ROWS)
    if not steps.budget:
        rows -= set(BUDGET_ROWS)
        touched = steps.potten | ({"spuk"} if steps.uitkering else set())
        rows -= {k for pot, own in POT_ROWS.items() if pot not in touched for k in own}
        rows -= set(() if steps.uitkering else UITKERING_ROWS) | set(() if touched - {"gemeentefonds"} else BACK_ROWS)
        rows -= set() if steps.potten else {NUMMER["lasten"]}
    rows |= {LASTENRIJEN.start + i for i in steps.lasten}
    rows |= {VOLUMERIJEN.start + v for v, x in enumerate(VARIABEL) if _NUMBER_OF[x.naam] in steps.volumes}
    return tuple(sorted(rows))


def same_people(one: Model, other: Model) -> bool:
    """Whether all gemeenten of two models have the same people."""
    return (
        all(same(getattr(one, name), getattr(other, name)) for name in SHARED_FIELDS)
        and same(_pace(one), _pace(other))
        and len(one.gemeenten) == len(other.gemeenten)
        and all(
            same(getattr(a, name), getattr(b, name))
            for a, b in zip(one.gemeenten, other.gemeenten, strict=True)
            for name in PEOPLE_FIELDS
        )
    )


def same_rules(one: Model, other: Model) -> bool:
    """Whether the rules, and what is drawn beside people, are the same: what the country is weighed with."""
    return all(same(getattr(one, name), getattr(other, name)) for name in ("regels", *UNCERTAIN_FIELDS))


def group_by(models: Sequence[Model], numbers: Iterable[int], alike: Callable[[Model, Model], bool]) -> list[list[int]]:
    """The numbers of models in groups of those that are alike, in the order of their first."""
    groups: list[list[int]] = []
    for m in numbers:
        own = next((group for group in groups if alike(models[group[0]], models[m])), None)
        if own is None:
            groups.append([m])
        else:
            own.append(m)
    return groups


def shared_signature(model: Model) -> str:
    """Of what all gemeenten share and people, their starts and completions are drawn from."""
    return fingerprint([{name: getattr(model, name) for name in SHARED_FIELDS}, _pace(model)])


def gemeente_signature(gemeente: Gemeentemodel) -> str:
    """Of what the people of one gemeente are drawn from, besides what all share."""
    return fingerprint({name: getattr(gemeente, name) for name in PEOPLE_FIELDS})


def _pace(model: Model) -> list[Any]:
    """The drivers of the pace of people."""
    pace = (d for d in model.drijvers if d.soort in (*LOOP, "start_aandeel"))
    return [(d.naam, d.banden, d.ronde, d.samenhang, d.stand) for d in pace]


def families(models: Sequence[Model]) -> tuple[Family, ...]:
    """Every model once, as leader or as follower."""
    groups = group_by(models, range(len(models)), same_people)
    return tuple(follow_leader(models, one, rest) for one, *rest in groups)


def beside(models: Sequence[Model], leaders: Sequence[int], rest: Sequence[int]) -> tuple[Family, ...]:
    """The families of other models; a leader of before may lead them as well."""
    return tuple(
        follow_leader(models, one, others)
        for one, *others in group_by(models, (*leaders, *rest), same_people)
        if others or one in rest
    )


def follow_leader(models: Sequence[Model], leader: int, rest: Sequence[int]) -> Family:
    """The family of a leader and the others with its people."""
    # A follower also does again what the one before it left otherwise, so those that move most come last.
    found = [(m, compare(models[leader], models[m])) for m in rest]
    return Family(leader, tuple(sorted(found, key=lambda pair: len(pair[1].rows))))


def compare(leader: Model, follower: Model) -> Delta:
    """What differs between two models with the same people."""
    years = len(leader.tijdas.jaren)
    found = _Found(years)
    for field in fields(Regels):
        if found.differs(getattr(leader.regels, field.name), getattr(follower.regels, field.name)):
            found.budget |= field.name in POT_RULES
            found.uitkering |= field.name not in POT_RULES
    for name in COUNTING_FIELDS:
        found.budget |= found.differs(getattr(leader, name), getattr(follower, name))
    if not same(leader.onzeker, follower.onzeker):
        found.everything()
    for model, beside in ((leader, follower), (follower, leader)):
        drawn = {d.naam: d for d in beside.drijvers}
        for driver in model.drijvers:
            if not same(driver, drawn.get(driver.naam)):
                found.driven(driver, model)
    for one, other in zip(leader.gemeenten, follower.gemeenten, strict=True):
        found.add(one, other)
    potten = frozenset(POTTEN) if found.budget else _pots_of(found.lasten, (leader, follower))
    moved = frozenset(found.volumes), frozenset(found.lasten)
    return Delta(Stappen(*moved, found.uitkering, potten, found.budget, min(found.year, years - 1)))


def _pots_of(voorzieningen: set[int], models: Sequence[Model]) -> frozenset[str]:
    """The pots that pay any of these voorzieningen anywhere, and the one that bears the shortfall of another."""
    numbers = sorted(voorzieningen)
    pays = [(g.verdeling[numbers] != 0).any(axis=(0, 2)) for model in models for g in model.gemeenten]
    potten = {pot for pot, yes in zip(POTTEN, np.any(pays, axis=0), strict=True) if yes}
    if "spuk_onderwijsroute" in potten and any(model.regels.onderwijsroute_naar_spuk.any() for model in models):
        potten.add("spuk")
    return frozenset(potten)


class _Found:
    """Differences gathered so far."""

    def __init__(self, years: int) -> None:
        self.year = years
        self.volumes: set[int] = set()
        self.lasten: set[int] = set()
        self.uitkering = False
        self.budget = False

    def everything(self) -> None:
        """All money of all years: something else is drawn for it."""
        self.year, self.uitkering, self.budget = 0, True, True
        self.volumes |= set(_NUMBER_OF.values())
        self.lasten |= set(_NUMBER_OF.values())

    def driven(self, driver: Drijver, model: Model) -> None:
        """What a driver moves that is held or otherwise drawn in the other, or not at all: each has its own draws."""
        self.year = 0
        if driver.soort in ("prijzen", "vast"):
            self.lasten |= {v for g in model.gemeenten for v in _paid_by(driver, g)}
        elif driver.soort == "gebruik":
            moved = {_NUMBER_OF[name] for name in driver.banden}
            self.volumes |= moved
            self.lasten |= moved
        elif driver.naam == "index_contract":
            self.lasten |= set(_NUMBER_OF.values())
        elif driver.soort == "gemeentefonds" or driver.naam == "index_gemeentefonds":
            self.budget = True
        elif driver.soort in ("abo", "aandelen") or driver.naam == "index_spuk":
            self.uitkering = True
        else:
            self.everything()

    def add(self, one: Gemeentemodel, other: Gemeentemodel) -> None:
        """The money of one gemeente."""
        for target, a, b in (
            (self.volumes, one.eenheden, other.eenheden),
            (self.volumes, one.verhuisd.eenheden, other.verhuisd.eenheden),
            (self.lasten, one.euros, other.euros),
        ):
            if a is not b and not np.array_equal(a, b):
                # Voorziening and year in front. (p, r, h, v, j), or already (v, j)
                a, b = (np.moveaxis(x, (-2, -1), (0, 1)) for x in (a, b))
                target |= {_NUMBER_OF[VARIABEL[v].naam] for v in self._layers(a, b)}
        self.lasten |= self._layers(one.vaste_lasten, other.vaste_lasten)
        self.budget |= self.differs(np.moveaxis(one.verdeling, 2, 0), np.moveaxis(other.verdeling, 2, 0))
        for name in ("gemeentefonds", "onderwijsroute", "eigen_geld"):
            self.budget |= self.differs(getattr(one, name), getattr(other, name))
        for name in ("voorlopig", "definitief"):
            self.uitkering |= self.differs(getattr(one, name), getattr(other, name))
        self.uitkering |= self.differs(one.verhuisd.tellingen.T, other.verhuisd.tellingen.T)
        self.budget |= self._unlike(one.feiten, other.feiten)
        self._drawn(one.uitbreiding, other.uitbreiding)

    def _drawn(self, one: Uitbreiding, other: Uitbreiding) -> None:
        """What the drivers multiply in one gemeente."""
        # Without a driver there is nothing here; then everything differs already.
        for v, (a, b) in enumerate(zip(one.voorzieningen, other.voorzieningen, strict=False)):
            number = _NUMBER_OF[VARIABEL[v].naam]
            if a is b:
                continue
            if a.rijen != b.rijen:
                self.volumes.add(number)
                self.lasten.add(number)
                self.year = 0
                continue
            if self.differs(_by_year(a.eenheden), _by_year(b.eenheden)):
                self.volumes.add(number)
            if self.differs(a.by_year, b.by_year):
                self.lasten.add(number)
        for part in one.vast.keys() | other.vast.keys():
            empty = np.zeros_like(one.vast.get(part, other.vast.get(part)))
            self.lasten |= self._layers(one.vast.get(part, empty), other.vast.get(part, empty))
        self.budget |= self._unlike(one.fonds, other.fonds)

    def _unlike(self, one: object, other: object) -> bool:
        """Whether two records differ, which belongs to all years."""
        if same(one, other):
            return False
        self.year = 0
        return True

    def _layers(self, one: NDArray[np.float64], other: NDArray[np.float64]) -> set[int]:
        """Numbers on the first axis at which they differ, noting the first year. (v, j, ...) each"""
        if np.array_equal(one, other):
            return set()
        differing = (one != other).reshape(*one.shape[:2], -1).any(axis=-1)
        self._from(differing.any(axis=0))
        return {int(v) for v in np.flatnonzero(differing.any(axis=1))}

    def differs(self, one: Any, other: Any) -> bool:
        """Whether two series (j, ...) differ, noting the first year; what is no series belongs to all years."""
        if not isinstance(one, (np.ndarray, tuple)):
            if one != other:
                self.year = 0
            return bool(one != other)
        if isinstance(one, tuple):
            differing = np.array([a != b for a, b in zip(one, other, strict=True)])
        else:
            equal = (one == other) | ((one != one) & (other != other))
            differing = ~equal.reshape(len(one), -1).all(axis=1)
        self._from(differing)
        return bool(differing.any())

    def _from(self, differing: Iterable[bool]) -> None:
        self.year = min([self.year, *(j for j, yes in enumerate(differing) if yes)])


def _paid_by(driver: Drijver, gemeente: Gemeentemodel) -> Iterable[int]:
    """Numbers of the voorzieningen of which a drawn price pays a part."""
    for v, weights in enumerate(gemeente.uitbreiding.voorzieningen):
        if any(lasten.deel.prijs == driver.naam for lasten in weights.lasten):
            yield _NUMBER_OF[VARIABEL[v].naam]
    for part, sums in gemeente.uitbreiding.vast.items():
        if part.prijs == driver.naam:
            yield from (int(v) for v in np.flatnonzero(sums.any(axis=-1)))


def _by_year(array: NDArray[np.float64]) -> NDArray[np.float64]:
    """The last axis first. (..., j) -> (j, ...)"""
    return np.moveaxis(array, -1, 0)


def members_of(family: Family) -> tuple[int, ...]:
    """The numbers of its models."""
    return (family.leader, *(m for m, _ in family.followers))


def alone(numbers: Iterable[int]) -> tuple[Family, ...]:
    """Every model its own leader."""
    return tuple(Family(m, ()) for m in numbers)
