"""The only module that draws random numbers: keyed streams in fixed blocks.

A stream is named by (seed, purpose, key, block), never by what was drawn before it. Blocks of `BLOK` draws belong to
the definition of a run, not to the machine: results are bit-identical for any number of threads or workers, adding a
gemeente, a scenario or a parameter moves no other draw, and scenarios share their draws (common random numbers).

Within a stream numbers are drawn in order of time, so a change from some date leaves the draws before it untouched.

What all gemeenten share moves every figure at once and dominates their spread. Those streams (`DIMENSIES`) are no
independent numbers but points that fill the space evenly: nets of `NET` Sobol points, each scrambled anew. Each point
is uniform by itself and the nets are independent of each other, so every estimate is unbiased and its error is measured
from net to net. docs/besluiten/0012 has the choice and what it brings. Of drivers there are more than dimensions: the
others are stratified each by itself, one number in every interval of a net, in random order.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaincinv, ndtri

from scenarios.grond.csvtekst import read_dicts
from scenarios.grond.gegevens import data_path

BLOK = 2048
"""Draws per block: whole nets."""
NET = 1024
"""Points of one scrambled net, a power of two."""
BITS = 32
DIMENSIES: dict[str, tuple[int, ...]] = {
    # What matters most comes first: the first dimensions are spread best. A number once given stays; new purposes take
    # the next (the table has 64), and so move no other draw.
    "landelijk pad": (0, 1, 2, 3, *range(20, 45)),
    "landelijk pad kennis": (4, 5),
    "regio plichtig": (6,),
    "regio gezin": (7,),
    "regio realisatie": (8,),
    "regio route 0": (9, 10, 11),
    "regio route 1": (12, 13, 14),
    "geslaagd": (15, 16, 17),
    # Of the drivers those that move the saldo or the lasten of a region most.
    "drijver gemeentefonds": (45,),
    "drijver start_aandeel asielstatushouder": (46,),
    "drijver duur": (47,),
    "drijver uitval": (48,),
    "drijver wachttijd asielstatushouder": (49,),
    "drijver gebruik voortgangsgesprek": (50,),
    "drijver gebruik brede_intake": (51,),
    "drijver gebruik maatschappelijke_begeleiding": (52,),
    "drijver gebruik map": (53,),
    "drijver gebruik pvt": (54,),
    # Contracts begin on 1 January; what begins on another day is stratified by itself.
    **{f"ronde aanbesteding {jaar}-01-01": (55 + jaar - 2022,) for jaar in range(2022, 2031)},
}
"""Purpose of a shared stream -> the Sobol dimensions of its numbers, in the order in which they are drawn"""
GELAAGD = ("drijver ", "ronde ")
"""Beginnings of shared purposes that have as many names as a region gives them: what has no dimension is stratified"""

Reeks = NDArray[Any]


class Stroom(Protocol):
    """What the simulation asks of a stream; the names are those of numpy's Generator."""

    def uniform(self, low: float, high: float, size: Any) -> Reeks: ...
    def standard_normal(self, size: Any) -> Reeks: ...
    def gamma(self, shape: ArrayLike, scale: ArrayLike, size: Any) -> Reeks: ...
    def beta(self, a: ArrayLike, b: ArrayLike, size: Any) -> Reeks: ...
    def poisson(self, lam: ArrayLike) -> Reeks: ...
    def binomial(self, n: ArrayLike, p: ArrayLike) -> Reeks: ...


class Trekstroom(Stroom, Protocol):
    """A stream of real draws, which can also give uniform whole numbers; those have no use as a mean."""

    def integers(self, low: int, high: int, size: Any, dtype: Any) -> Reeks: ...


@dataclass(frozen=True)
class Trekking:
    """Random streams of one block of draws."""

    zaad: int
    blok: int
    aantal: int = BLOK
    toeval = 1.0
    """Multiplies every spread: randomness is on."""

    def stream(self, doel: str, sleutel: str = "") -> Trekstroom:
        """The stream of one purpose for one key (a CBS code)."""
        if not sleutel and (doel in DIMENSIES or doel.startswith(GELAAGD)):
            return cast(Trekstroom, Puntenstroom(self, doel))
        return self.independent(doel, sleutel)

    def independent(self, doel: str, sleutel: str = "") -> Trekstroom:
        """The same as independent numbers."""
        naam = (zlib.crc32(doel.encode()), zlib.crc32(sleutel.encode()))
        reeks = np.random.SeedSequence(self.zaad, spawn_key=(*naam, self.blok))
        # numpy states its overloads too narrowly for a protocol to match; the methods are the same.
        return cast(Trekstroom, np.random.Generator(np.random.SFC64(reeks)))


class Puntenstroom:
    """The numbers of one shared purpose, by inverse distributions of scrambled Sobol points."""

    def __init__(self, trekking: Trekking, doel: str) -> None:
        self._trekking = trekking
        self._doel = doel
        self._dimensies = iter(DIMENSIES.get(doel, ()))
        self._los = trekking.independent(doel)
        """For what lies beyond the dimensions of this purpose: the far end of a very long path, most drivers"""

    def uniform(self, low: float, high: float, size: Any) -> Reeks:
        vorm = (size,) if np.ndim(size) == 0 else tuple(size)
        punten = np.array([self._points(next(self._dimensies, None), vorm[-1]) for _ in range(math.prod(vorm[:-1]))])
        return low + (high - low) * punten.reshape(vorm)

    def standard_normal(self, size: Any) -> Reeks:
        return np.asarray(ndtri(self.uniform(0.0, 1.0, size)))

    def gamma(self, shape: ArrayLike, scale: ArrayLike, size: Any) -> Reeks:
        return np.multiply(gammaincinv(np.asarray(shape, dtype=float), self.uniform(0.0, 1.0, size)), scale)

    def beta(self, a: ArrayLike, b: ArrayLike, size: Any) -> Reeks:
        a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
        return np.asarray(betaincinv(a, b, self.uniform(0.0, 1.0, size)))

    def _points(self, dimensie: int | None, n: int) -> Reeks:
        """(n,) in (0, 1): as many nets as it takes, each with a scramble of its own"""
        if dimensie is None:
            return np.concatenate([_strata(self._los) for _ in range(-(-n // NET))])[:n]
        plek = zlib.crc32(self._doel.encode()), dimensie, self._trekking.blok
        netten = [
            scrambled_net(dimensie, np.random.SeedSequence(self._trekking.zaad, spawn_key=(*plek, nummer)))
            for nummer in range(-(-n // NET))
        ]
        return np.concatenate(netten)[:n]


def _strata(stroom: Trekstroom) -> NDArray[np.float64]:
    """One number in each of `NET` intervals of equal length, in random order. (NET,) in (0, 1), never an end of it"""
    rang = np.argsort(stroom.uniform(0.0, 1.0, NET))
    binnen = (stroom.integers(0, 2**BITS, NET, np.uint64) + 0.5) / 2.0**BITS
    return np.asarray((rang + binnen) / NET)


def scrambled_net(dimensie: int, zaad: np.random.SeedSequence) -> NDArray[np.float64]:
    """One coordinate of `NET` Sobol points, (NET,) in (0, 1).

    Scrambled by a random lower triangular matrix of bits and a random shift (Matousek 1998): the points stay a net, and
    each of them becomes uniform. The points double: half of them is the other half with one more direction number.
    """
    toeval = np.random.Generator(np.random.SFC64(zaad))
    waarde = np.uint64(1) << np.arange(BITS - 1, -1, -1, dtype=np.uint64)
    # Each bit goes on as itself and as random bits of lower value.
    kolommen = waarde | (toeval.integers(0, 2**BITS, BITS, dtype=np.uint64) & (waarde - np.uint64(1)))
    richting = _directions()[dimensie]
    gemengd = np.bitwise_xor.reduce(np.where(richting[:, None] & waarde, kolommen, np.uint64(0)), axis=1)
    punten = np.empty(NET, dtype=np.uint64)
    punten[0] = toeval.integers(0, 2**BITS, dtype=np.uint64)
    for bit, getal in enumerate(gemengd):
        punten[1 << bit : 2 << bit] = punten[: 1 << bit] ^ getal
    return (punten.astype(np.float64) + 0.5) / 2.0**BITS


@lru_cache
def _directions() -> NDArray[np.uint64]:
    """Direction numbers per dimension and bit of the number of a point. (d, log2 NET)"""
    bits = NET.bit_length() - 1
    regels = [(1, 0, [1])]
    for rij in read_dicts(data_path() / "sobol.csv"):
        regels.append((int(rij["graad"]), int(rij["coefficienten"]), [int(m) for m in rij["m"].split()]))
    uit = []
    for nummer, (graad, coefficienten, begin) in enumerate(regels):
        m = [1] * bits if nummer == 0 else begin[:bits]
        while len(m) < bits:
            # The recurrence of Bratley and Fox (1988).
            nieuw = m[-graad] ^ (m[-graad] << graad)
            for k in range(1, graad):
                nieuw ^= (coefficienten >> (graad - 1 - k) & 1) * m[-k] << k
            m.append(nieuw)
        uit.append([getal << (BITS - 1 - bit) for bit, getal in enumerate(m)])
    return np.array(uit, dtype=np.uint64)


class _Gemiddelden:
    """A stream that gives the mean of every distribution instead of a draw."""

    def uniform(self, low: float, high: float, size: Any) -> Reeks:
        return np.full(size, (low + high) / 2)

    def standard_normal(self, size: Any) -> Reeks:
        return np.zeros(size)

    def gamma(self, shape: ArrayLike, scale: ArrayLike, size: Any) -> Reeks:
        return np.broadcast_to(np.multiply(shape, scale), size).astype(float)

    def beta(self, a: ArrayLike, b: ArrayLike, size: Any) -> Reeks:
        return np.broadcast_to(np.divide(a, np.add(a, b)), size).astype(float)

    def poisson(self, lam: ArrayLike) -> Reeks:
        return np.asarray(lam, dtype=float)

    def binomial(self, n: ArrayLike, p: ArrayLike) -> Reeks:
        return np.multiply(n, p)


@dataclass(frozen=True)
class Verwachting:
    """Stands in for `Trekking` in expected-value mode: one "draw" that holds the means, same code after it."""

    aantal: int = 1
    toeval = 0.0

    def stream(self, doel: str, sleutel: str = "") -> Stroom:
        """The same stream of means for every purpose."""
        return _Gemiddelden()


def draw_start(zaad: int, doel: str, interval: int) -> int:
    """The random start of a systematic sample: every whole number from 1 up to and including `interval` alike.

    doel: which population, so that two populations do not share their start
    """
    return int(Trekking(zaad, 0).independent("steekproef", doel).integers(1, interval + 1, 1, np.int64)[0])


def dirichlet(stroom: Stroom, alfa: NDArray[np.float64], aantal: int) -> NDArray[np.float64]:
    """Shares that add up to 1, from gamma draws; in expected-value mode their means. alfa: (r,) or (r, n) -> (r, n)"""
    # With very small alfa every gamma draw may underflow to 0.
    gammas = np.maximum(stroom.gamma(alfa.reshape(len(alfa), -1), 1.0, (len(alfa), aantal)), 1e-300)
    return gammas / gammas.sum(axis=0)


def split_routes(streams: Sequence[Stroom], personen: Reeks, mix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Integer multinomial by successive binomials. personen: (h, n), mix: (r, h, n) summing to 1 -> (r, h, n)

    A mix of (r, 1, n) is that of every half-year.

    Every route but the last has a stream of its own: within a stream time only moves forward, so a change from some
    date leaves the draws before it untouched.
    """
    uit = np.empty((len(mix), *personen.shape))
    over, kans_over = personen, np.ones_like(mix[0])
    for r, stroom in enumerate(streams):
        kans = np.divide(mix[r], kans_over, out=np.zeros_like(kans_over), where=kans_over > 1e-12)
        uit[r] = getrokken = stroom.binomial(over, np.clip(kans, 0.0, 1.0))
        over = over - getrokken
        kans_over = kans_over - mix[r]
    uit[-1] = over
    return uit
