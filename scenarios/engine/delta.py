"""What of one model must be computed anew when another with the same people has been computed.

A price, an amount, a division over pots or a rule of law moves no person. Models with the same people form a family:
one of them, the leader, is drawn and settled whole, and of each follower only the steps that its money touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import POTTEN, VOORZIENINGEN
from scenarios.engine.fingerprint import fingerprint
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import LASTENRIJEN, NUMMER, VOLUMERIJEN
from scenarios.model.lasten import Stappen
from scenarios.model.model import Gemeentemodel, Model
from scenarios.model.regels import Regels
from scenarios.model.uitbreiding import Uitbreiding
from scenarios.onzekerheid.spreiding import LOOP

GELDVELDEN = frozenset(
    (
        *("eenheden", "euros", "vaste_lasten", "uitbreiding", "verdeling", "verhuisd"),
        *("gemeentefonds", "onderwijsroute", "voorlopig", "definitief", "feiten"),
    )
)
"""Fields of a `Gemeentemodel` that work after the people were drawn."""
TELLEN = ("telt_vanaf", "vraag_vanaf")
"""Fields of a `Model` that say from which year the saldo is added up"""
ONZEKER = ("drijvers", "onzeker")
"""Fields of a `Model` about what is drawn beside people"""
NIET_VOOR_MENSEN = frozenset(("gemeenten", "scenario", "waarden", "regels", "feiten", *ONZEKER, *TELLEN))
"""Fields of a `Model` that no person is drawn from; `regels` work on money only."""
REGELS_VAN_POTTEN = frozenset(
    ("ruimte", "onderwijsroute_ruimte", "onderwijsroute_naar_spuk", "onderwijsroute_looptijd")
)
"""Fields of `Regels` that the uitkering does not depend on."""
MENSENRIJEN = range(NUMMER["gemeentefonds"])
"""Quantities about people. Whatever these lists do not name is taken to differ."""
UITKERINGRIJEN = tuple(
    NUMMER[naam]
    for naam in (
        *("spuk_voorlopig", "spuk_bgo", "spuk_ba", "spuk_abo", "spuk_korting", "spuk_definitief", "nabetaling"),
    )
)
BUDGETRIJEN = tuple(
    NUMMER[naam]
    for naam in ("gemeentefonds", "onderwijsroute", "ruimte", "budget", "correctie_uitkering", "lasten_onverdeeld")
)
"""Quantities that lasten do not move"""
POTRIJEN = {
    pot: tuple(NUMMER[naam] for naam in namen)
    for pot, namen in {
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
"""Quantities that only the lasten of one pot move"""
_NUMMER_VAN = {v: i for i, v in enumerate(VOORZIENINGEN)}


@dataclass(frozen=True)
class Delta:
    """What a follower does anew after its leader."""

    stappen: Stappen
    potten: frozenset[str]
    """Pots of which any figure may differ"""
    budget: bool
    """Whether more differs than lasten"""
    jaar: int
    """Number of the first year in which anything may differ"""

    @property
    def rijen(self) -> tuple[int, ...]:
        """Rows of the quantities that may differ, in order."""
        return _rows(self.stappen, self.potten, self.budget)


@dataclass(frozen=True)
class Family:
    """Numbers of models with the same people. The leader comes first in the run."""

    leider: int
    volgers: tuple[tuple[int, Delta], ...]


@lru_cache
def _rows(stappen: Stappen, potten: frozenset[str], budget: bool) -> tuple[int, ...]:
    rijen = set(range(LASTENRIJEN.start)) - set(MENSENRIJEN)
    rijen -= {k for pot, eigen in POTRIJEN.items() if pot not in potten for k in eigen}
    rijen -= set(() if budget else BUDGETRIJEN) | set(() if stappen.uitkering else UITKERINGRIJEN)
    rijen |= {LASTENRIJEN.start + i for i in stappen.lasten}
    rijen |= {VOLUMERIJEN.start + v for v, x in enumerate(VARIABEL) if _NUMMER_VAN[x.naam] in stappen.volumes}
    return tuple(sorted(rijen))


def people_signature(model: Model) -> str:
    """Equal for models whose gemeenten all have the same people."""
    return shared_signature(model) + fingerprint([_without(g, GELDVELDEN) for g in model.gemeenten])


def shared_signature(model: Model) -> str:
    """Of what all gemeenten share and people, their starts and completions are drawn from."""
    tempo = [d for d in model.drijvers if d.soort in (*LOOP, "start_aandeel")]
    return fingerprint([_without(model, NIET_VOOR_MENSEN), [(d.naam, d.banden, d.ronde, d.samenhang) for d in tempo]])


def rules_signature(model: Model) -> str:
    """Of the rules and of what is drawn beside people: what the country is weighed with."""
    return fingerprint([model.regels, *(getattr(model, naam) for naam in ONZEKER)])


def gemeente_signature(gemeente: Gemeentemodel) -> str:
    """Of what the people of one gemeente are drawn from, besides what all share."""
    return fingerprint(_without(gemeente, GELDVELDEN))


def families(modellen: Sequence[Model]) -> tuple[Family, ...]:
    """Every model once, as leader or as follower."""
    if len(modellen) == 1:
        return (Family(0, ()),)
    leden: dict[str, list[int]] = {}
    for m, model in enumerate(modellen):
        leden.setdefault(people_signature(model), []).append(m)
    return tuple(
        Family(een, tuple((m, compare(modellen[een], modellen[m])) for m in rest)) for een, *rest in leden.values()
    )


def compare(leider: Model, volger: Model) -> Delta:
    """What differs between two models with the same people."""
    jaren = len(leider.tijdas.jaren)
    vondst = _Found(jaren)
    for veld in fields(Regels):
        if vondst.differs(getattr(leider.regels, veld.name), getattr(volger.regels, veld.name)):
            vondst.budget = True
            vondst.uitkering |= veld.name not in REGELS_VAN_POTTEN
    for naam in TELLEN:
        vondst.budget |= vondst.differs(getattr(leider, naam), getattr(volger, naam))
    if any(fingerprint(getattr(leider, n)) != fingerprint(getattr(volger, n)) for n in ONZEKER):
        vondst.everything()
    for een, ander in zip(leider.gemeenten, volger.gemeenten, strict=True):
        vondst.add(een, ander)
    budget = vondst.budget or vondst.uitkering
    potten = frozenset(POTTEN) if budget else _pots_of(vondst.lasten, (leider, volger))
    stappen = Stappen(frozenset(vondst.volumes), frozenset(vondst.lasten), vondst.uitkering)
    return Delta(stappen, potten, budget, min(vondst.jaar, jaren - 1))


def _pots_of(voorzieningen: set[int], modellen: Sequence[Model]) -> frozenset[str]:
    """The pots that pay any of these voorzieningen anywhere, and the one that bears the shortfall of another."""
    nummers = sorted(voorzieningen)
    betaalt = [(g.verdeling[nummers] != 0).any(axis=(0, 2)) for model in modellen for g in model.gemeenten]
    potten = {pot for pot, ja in zip(POTTEN, np.any(betaalt, axis=0), strict=True) if ja}
    if "spuk_onderwijsroute" in potten and any(model.regels.onderwijsroute_naar_spuk.any() for model in modellen):
        potten.add("spuk")
    return frozenset(potten)


class _Found:
    """Differences gathered so far."""

    def __init__(self, jaren: int) -> None:
        self.jaar = jaren
        self.volumes: set[int] = set()
        self.lasten: set[int] = set()
        self.uitkering = False
        self.budget = False

    def everything(self) -> None:
        """All money of all years: something else is drawn for it."""
        self.jaar, self.uitkering, self.budget = 0, True, True
        self.volumes |= set(_NUMMER_VAN.values())
        self.lasten |= set(_NUMMER_VAN.values())

    def add(self, een: Gemeentemodel, ander: Gemeentemodel) -> None:
        """The money of one gemeente."""
        for doel, lees in (
            (self.volumes, lambda g: np.moveaxis(g.eenheden, (3, 4), (0, 1))),
            (self.volumes, lambda g: g.verhuisd.eenheden),
            (self.lasten, lambda g: np.moveaxis(g.euros, (3, 4), (0, 1))),
        ):
            doel |= {_NUMMER_VAN[VARIABEL[v].naam] for v in self._layers(lees(een), lees(ander))}
        self.lasten |= self._layers(een.vaste_lasten, ander.vaste_lasten)
        self.budget |= self.differs(np.moveaxis(een.verdeling, 2, 0), np.moveaxis(ander.verdeling, 2, 0))
        for naam in ("gemeentefonds", "onderwijsroute"):
            self.budget |= self.differs(getattr(een, naam), getattr(ander, naam))
        for naam in ("voorlopig", "definitief"):
            self.uitkering |= self.differs(getattr(een, naam), getattr(ander, naam))
        self.uitkering |= self.differs(een.verhuisd.tellingen.T, ander.verhuisd.tellingen.T)
        self.budget |= self.differs(fingerprint(een.feiten), fingerprint(ander.feiten))
        self._drawn(een.uitbreiding, ander.uitbreiding)

    def _drawn(self, een: Uitbreiding, ander: Uitbreiding) -> None:
        """What the drivers multiply in one gemeente."""
        # Without a driver there is nothing here; then everything differs already.
        for v, (a, b) in enumerate(zip(een.voorzieningen, ander.voorzieningen, strict=False)):
            nummer = _NUMMER_VAN[VARIABEL[v].naam]
            if a.rijen != b.rijen:
                self.volumes.add(nummer)
                self.lasten.add(nummer)
                self.jaar = 0
                continue
            if self.differs(_by_year(a.eenheden), _by_year(b.eenheden)):
                self.volumes.add(nummer)
            for deel in a.euros.keys() | b.euros.keys():
                leeg = np.zeros_like(a.eenheden)
                if self.differs(_by_year(a.euros.get(deel, leeg)), _by_year(b.euros.get(deel, leeg))):
                    self.lasten.add(nummer)
        for deel in een.vast.keys() | ander.vast.keys():
            leeg = np.zeros_like(een.vast.get(deel, ander.vast.get(deel)))
            self.lasten |= self._layers(een.vast.get(deel, leeg), ander.vast.get(deel, leeg))
        self.budget |= self.differs(fingerprint(een.fonds), fingerprint(ander.fonds))

    def _layers(self, een: NDArray[np.float64], ander: NDArray[np.float64]) -> set[int]:
        """Numbers on the first axis at which they differ, noting the first year. (v, j, ...) each"""
        if np.array_equal(een, ander):
            return set()
        anders = (een != ander).reshape(*een.shape[:2], -1).any(axis=-1)
        self._from(anders.any(axis=0))
        return {int(v) for v in np.flatnonzero(anders.any(axis=1))}

    def differs(self, een: Any, ander: Any) -> bool:
        """Whether two series (j, ...) differ, noting the first year; what is no series belongs to all years."""
        if not isinstance(een, (np.ndarray, tuple)):
            if een != ander:
                self.jaar = 0
            return bool(een != ander)
        if isinstance(een, tuple):
            anders = np.array([a != b for a, b in zip(een, ander, strict=True)])
        else:
            gelijk = (een == ander) | ((een != een) & (ander != ander))
            anders = ~gelijk.reshape(len(een), -1).all(axis=1)
        self._from(anders)
        return bool(anders.any())

    def _from(self, anders: Iterable[bool]) -> None:
        self.jaar = min([self.jaar, *(j for j, ja in enumerate(anders) if ja)])


def _by_year(reeks: NDArray[np.float64]) -> NDArray[np.float64]:
    """The last axis first. (..., j) -> (j, ...)"""
    return np.moveaxis(reeks, -1, 0)


def _without(record: Model | Gemeentemodel, namen: frozenset[str]) -> dict[str, object]:
    return {naam: waarde for naam, waarde in vars(record).items() if naam not in namen}
