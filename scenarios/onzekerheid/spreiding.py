"""What the drivers are in every draw, and what they are on average.

A factor is split lognormal: its median is the value as entered, P10 and P90 are met exactly. Points of an index are
split normal, one step a year that stays. Every driver has a stream of its own: switching one off moves no other draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import comb, log, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.regiomap.intervallen import Interval

Z90 = 1.2815515655446004
"""Standard normal, 90%"""
GRENS = 3.0
"""The course of trajecten is expanded around what was entered: what lies further out is drawn as if it lay here."""
LOOP = ("wachttijd", "duur", "verlenging", "uitval")
"""Kinds of drivers that move the weights themselves; the others multiply."""
_VER = 38.0
"""So far out that nothing is left"""

Reeks = NDArray[np.float64]
Machten = tuple[int, int, int, int]
"""Powers of the drivers of `LOOP` in one term of an expansion"""
CENTRAAL: Machten = (0, 0, 0, 0)
"""Those of the first term, which is what was entered"""
Termen = tuple[tuple[Machten, Reeks], ...]
"""An expansion without its first term, which is what was entered"""


def factor_at(band: Interval, z: ArrayLike) -> Reeks:
    """The factor at these standard normal numbers."""
    z = np.asarray(z, dtype=float)
    return np.asarray(np.exp(np.where(z > 0, log(band.p90), -log(band.p10)) / Z90 * z))


def moment(band: Interval, macht: int = 1, dak: ArrayLike = np.inf, grens: float = _VER) -> Reeks:
    """E[min(factor, dak)^macht] in closed form, with z held within `grens`; dak: at least 1, of any shape."""
    laag, hoog = -macht * log(band.p10) / Z90, macht * log(band.p90) / Z90
    boven = np.minimum(macht * np.log(dak) / hoog, grens) if hoog > 0 else np.full(np.shape(dak), grens)
    erboven = np.exp(hoog**2 / 2) * (ndtr(boven - hoog) - ndtr(-hoog)) + np.exp(hoog * boven) * ndtr(-boven)
    eronder = np.exp(laag**2 / 2) * (ndtr(-laag) - ndtr(-grens - laag)) + np.exp(-laag * grens) * ndtr(-grens)
    return np.asarray(erboven + eronder)


def points_at(band: Interval, z: ArrayLike) -> Reeks:
    """The points of an index at these standard normal numbers."""
    z = np.asarray(z, dtype=float)
    return np.asarray(np.where(z > 0, band.p90, -band.p10) / Z90 * z)


def mean_points(band: Interval) -> float:
    """Mean of the points of an index."""
    return (band.p90 + band.p10) / Z90 / sqrt(2 * pi)


def course_band(drijver: Drijver, route: int) -> Interval | None:
    """The interval of a driver of `LOOP` for one leerroute; the steps of a waiting time are taken as one."""
    if drijver.soort != "wachttijd":
        return drijver.banden.get(LEERROUTES[route])
    logs = np.log([[b.p10, b.p90] for b in drijver.banden.values()])
    return Interval(*np.exp(logs.mean(axis=0)).tolist())


def moves(drijver: Drijver) -> bool:
    """Whether a driver moves anything."""
    stil = 0.0 if drijver.soort == "indexen" else 1.0
    return any((b.p10, b.p90) != (stil, stil) for b in drijver.banden.values())


@dataclass(frozen=True)
class Onzekerheid:
    """What the drivers of a model are measured against."""

    indexen: Mapping[str, Reeks]
    """(j,) every index as entered, 0.03 is 3%"""
    bedragen_vanaf: int
    """Number of the first year whose amounts of the SPUK are not settled"""


@dataclass(frozen=True)
class Omstandigheden:
    """What the drivers are in one block of draws; 1 for what has no driver."""

    tijdas: Tijdas
    drijvers: Mapping[str, Drijver]
    indexen: Mapping[str, Reeks]
    """(j,) every index as entered, 0.03 is 3%"""
    start_aandeel: tuple[float, ...]
    """(p,) share that reaches a plan, as entered or learned"""
    z: Mapping[str, Reeks] | None
    """name -> standard normal numbers (n,), of an index one per year (j, n); None: means instead of draws"""
    _klaar: dict[tuple, Reeks | float] = field(default_factory=dict, compare=False, repr=False)
    """What was asked before"""

    def factor(self, naam: str, band: Interval) -> Reeks | float:
        """What one driver makes of a value with this interval. (n,)"""
        if (naam, band) not in self._klaar:
            self._klaar[naam, band] = self.own_factor(naam, band)
        return self._klaar[naam, band]

    def own_factor(self, naam: str, band: Interval) -> Reeks | float:
        """The same of an interval that one gemeente has alone: of hundreds of them too much would be kept. (n,)"""
        if naam not in self.drijvers:
            return 1.0
        return np.atleast_1d(moment(band)) if self.z is None else factor_at(band, self.z[naam])

    def level(self, naam: str, vanaf: int) -> Reeks | float:
        """Level of an index relative to what was entered, with steps from year number `vanaf` on. (j, n)"""
        jaren = self.tijdas.jaren
        if naam not in self.drijvers or vanaf >= len(jaren):
            return 1.0
        if (naam, vanaf) not in self._klaar:
            drijver = self.drijvers[naam]
            band = drijver.banden[naam]
            punten = np.full((len(jaren), 1), mean_points(band)) if self.z is None else points_at(band, self.z[naam])
            stappen = 1 + punten / (1 + self.indexen[naam][:, None])
            telt = np.array([j >= vanaf and jaar >= drijver.vanaf.year for j, jaar in enumerate(jaren)])
            self._klaar[naam, vanaf] = np.asarray(np.cumprod(np.where(telt[:, None], stappen, 1.0), axis=0))
        return self._klaar[naam, vanaf]

    def yearly(self, naam: str) -> Reeks | float:
        """Factor on a parameter in the years that its driver works. (j, n)"""
        if naam not in self.drijvers:
            return 1.0
        drijver = self.drijvers[naam]
        telt = np.array([jaar >= drijver.vanaf.year for jaar in self.tijdas.jaren])
        return np.where(telt[:, None], self.factor(naam, drijver.banden[naam]), 1.0)

    def shares(self, naam: str, aandeel: Reeks) -> Reeks:
        """A parameter (j, 1) that is a share, in the years that its driver works; never above 1. (j, n)"""
        if naam not in self.drijvers:
            return aandeel
        drijver = self.drijvers[naam]
        telt = np.array([jaar >= drijver.vanaf.year for jaar in self.tijdas.jaren])
        return np.where(telt[:, None], self.share(naam, drijver.banden[naam], aandeel), aandeel)

    def share(self, naam: str, band: Interval, aandeel: Reeks) -> Reeks:
        """Shares (..., 1) moved by a driver, never above 1. (..., n)"""
        if self.z is None:
            return np.asarray(aandeel * moment(band, dak=1 / np.maximum(aandeel, 1e-12)))
        return np.asarray(np.minimum(aandeel * self.factor(naam, band), 1.0))

    @cached_property
    def bereik(self) -> tuple[Reeks | float, ...]:
        """Per doelgroep: factor on the share that reaches a plan. (n,)"""
        uit: list[Reeks | float] = []
        for doelgroep, aandeel in zip(DOELGROEPEN, self.start_aandeel, strict=True):
            naam = f"start_aandeel {doelgroep}"
            d = self.drijvers.get(naam)
            uit.append(self.share(naam, d.banden[doelgroep], np.array([aandeel])) / aandeel if d else 1.0)
        return tuple(uit)

    def term(self, machten: Machten, doelgroep: int, route: int, bereikt: bool = False) -> Reeks | float:
        """The coefficient of one term of an expansion for one doelgroep and leerroute; `bereikt`: of those who reach a
        plan. (n,); 0 where nothing moves"""
        uit: Reeks | float = self.bereik[doelgroep] if bereikt else 1.0
        for soort, macht in zip(LOOP, machten, strict=True):
            if macht:
                uit = uit * self._power(soort, macht, doelgroep, route)
        return uit

    def terms(self, alle: tuple[Machten, ...], doelgroep: int, route: int, bereikt: bool = False) -> Reeks:
        """The coefficients of all terms of an expansion; see `term`. (t, n), n is 1 where nothing is drawn for them"""
        sleutel = (alle, doelgroep, route, bereikt)
        if sleutel not in self._klaar:
            reeksen = np.broadcast_arrays(*(self.term(machten, doelgroep, route, bereikt) for machten in alle))
            self._klaar[sleutel] = np.stack(reeksen).reshape(len(alle), -1)
        return np.asarray(self._klaar[sleutel])

    def _power(self, soort: str, macht: int, doelgroep: int, route: int) -> Reeks | float:
        """(factor - 1)^macht of one driver of `LOOP`, or its mean. (n,)"""
        naam = course_name(soort, doelgroep)
        band = course_band(self.drijvers[naam], route) if naam in self.drijvers else None
        if band is None:
            return 0.0
        if self.z is None:
            delen = [comb(macht, k) * (-1) ** (macht - k) * moment(band, k, grens=GRENS) for k in range(macht + 1)]
            return np.atleast_1d(np.sum(delen, axis=0))
        # Leerroutes with the same interval, and every term with this power, share it.
        if (naam, band, macht) not in self._klaar:
            afwijking = factor_at(band, np.clip(self.z[naam], -GRENS, GRENS)) - 1
            self._klaar[naam, band, macht] = np.asarray(afwijking**macht)
        return self._klaar[naam, band, macht]


def course_name(soort: str, doelgroep: int) -> str:
    """The name of the driver of one kind of `LOOP`; each doelgroep waits by itself."""
    return f"{soort} {DOELGROEPEN[doelgroep]}" if soort == "wachttijd" else soort


def draw_drivers(
    drijvers: tuple[Drijver, ...],
    tijdas: Tijdas,
    indexen: Mapping[str, Reeks],
    start_aandeel: tuple[float, ...],
    trekking: Trekking | Verwachting,
) -> Omstandigheden:
    """Draw every driver; in expected-value mode each is its mean."""
    z = None
    if isinstance(trekking, Trekking):

        @cache
        def draw(doel: str, vorm: Any) -> Reeks:
            """Each round once, for all drivers that share it."""
            return np.asarray(trekking.stream(doel).standard_normal(vorm))

        z = {d.naam: _normals(d, draw, len(tijdas.jaren), trekking.aantal) for d in drijvers}
    return Omstandigheden(tijdas, {d.naam: d for d in drijvers}, indexen, start_aandeel, z)


def _normals(drijver: Drijver, draw: Callable[[str, Any], Reeks], jaren: int, n: int) -> Reeks:
    """Standard normal numbers of one driver, (n,) or per year (j, n), in part those of its round."""
    vorm = (jaren, n) if drijver.soort == "indexen" else n
    if drijver.stand:
        return np.broadcast_to(np.reshape(drijver.stand, (-1, 1)), (len(drijver.stand), n)).reshape(vorm)
    eigen = draw(f"drijver {drijver.naam}", vorm)
    if not drijver.ronde or not drijver.samenhang:
        return eigen
    samen = draw(f"ronde {drijver.ronde}", vorm)
    return np.asarray(sqrt(drijver.samenhang) * samen + sqrt(1 - drijver.samenhang) * eigen)
