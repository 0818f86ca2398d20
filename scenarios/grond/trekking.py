"""The only module that draws random numbers: keyed streams in fixed blocks.

A stream is named by (seed, purpose, key, block), never by what was drawn before it. Blocks of `BLOK` draws belong to
the definition of a run, not to the machine: results are bit-identical for any number of threads or workers, adding a
gemeente, a scenario or a parameter moves no other draw, and scenarios share their draws (common random numbers).

Within a stream numbers are drawn in order of time, so a change from some date leaves the draws before it untouched.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

BLOK = 2000
"""Draws per block."""

Reeks = NDArray[Any]


class Stroom(Protocol):
    """What the simulation asks of a stream; the names are those of numpy's Generator."""

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
        naam = (zlib.crc32(doel.encode()), zlib.crc32(sleutel.encode()))
        reeks = np.random.SeedSequence(self.zaad, spawn_key=(*naam, self.blok))
        # numpy states its overloads too narrowly for a protocol to match; the methods are the same.
        return cast(Trekstroom, np.random.Generator(np.random.SFC64(reeks)))


class _Gemiddelden:
    """A stream that gives the mean of every distribution instead of a draw."""

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


def dirichlet(stroom: Stroom, alfa: NDArray[np.float64], aantal: int) -> NDArray[np.float64]:
    """Shares that add up to 1, from gamma draws; in expected-value mode their means. alfa: (r,) or (r, n) -> (r, n)"""
    # With very small alfa every gamma draw may underflow to 0.
    gammas = np.maximum(stroom.gamma(alfa.reshape(len(alfa), -1), 1.0, (len(alfa), aantal)), 1e-300)
    return gammas / gammas.sum(axis=0)


def split_routes(streams: Sequence[Stroom], personen: Reeks, mix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Integer multinomial by successive binomials. personen: (h, n), mix: (r, h, n) summing to 1 -> (r, h, n)

    Every route but the last has a stream of its own: within a stream time only moves forward, so a change from some
    date leaves the draws before it untouched.
    """
    uit = np.empty((len(mix), *personen.shape))
    over = personen
    kans_over = np.ones_like(mix[0])
    for r, stroom in enumerate(streams):
        kans = np.divide(mix[r], kans_over, out=np.zeros_like(kans_over), where=kans_over > 1e-12)
        uit[r] = stroom.binomial(over, np.clip(kans, 0.0, 1.0))
        over = over - uit[r].astype(over.dtype)
        kans_over = kans_over - mix[r]
    uit[-1] = over
    return uit
