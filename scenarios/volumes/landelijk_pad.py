"""The national taakstelling beyond the last published half-year: what the known half-years say, and draws around it.

Model, with x = ln(taakstelling) per half-year: a stationary AR(1) around an unknown level,
Cov(x_i, x_j) = s^2 fi^|i-j|. Priors: level flat, s^2 scaled inverse chi-square (`pad_spreiding`, weight `gewicht_pad`
half-years), fi beta (`pad_samenhang`, same weight) on a grid. Level and s^2 integrate out in closed form, so the
posterior of fi is exact on the grid and no sampler is needed. docs/model-volumes.md section 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaincc, ndtri, xlog1py, xlogy

from scenarios.grond.gegevens import LandelijkeTaakstelling

ROOSTER = np.linspace(0.025, 0.975, 39)
"""Grid of the correlation fi between one half-year and the next."""


VOORUIT = 8
"""Half-years after the last known one whose shocks are drawn by how much they move the path."""


@dataclass(frozen=True)
class Padkennis:
    """Posterior of the path. f grid point of fi."""

    samenhang: NDArray[np.float64]
    """(f,) correlation of one half-year with the next"""
    kans: NDArray[np.float64]
    """(f,) posterior probability, adds up to 1"""
    vorm: float
    """s^2 given fi is inverse gamma with this shape"""
    schaal: NDArray[np.float64]
    """(f,) ... and this scale"""
    niveaugewicht: NDArray[np.float64]
    """(f,) 1' R^-1 1: the variance of the level is s^2 divided by this"""
    gemiddelde: float
    """Mean of the known half-years, persons"""
    laatste: float
    """The last known half-year, persons"""
    aantal: int
    """Number of half-years that the estimate rests on"""

    @property
    def samenhang_verwacht(self) -> float:
        """Posterior mean of fi."""
        return float(self.kans @ self.samenhang)

    def spreiding_kwantiel(self, deel: float) -> float:
        """A quantile of the stationary standard deviation s of ln(taakstelling), by mixing over fi."""
        return float(np.interp(deel, *self._spreidingen))

    @cached_property
    def _spreidingen(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Distribution function on a grid of s."""
        # 1/s^2 is a mixture of gammas; a fine grid of s inverts its distribution function to three digits.
        s = np.geomspace(0.02, 3.0, 600)
        return gammaincc(self.vorm, self.schaal[:, None] / s[None, :] ** 2).T @ self.kans, s

    def samenhang_kwantiel(self, deel: float) -> float:
        """A quantile of fi."""
        return float(self.samenhang[np.searchsorted(np.cumsum(self.kans), deel - 1e-12)])

    def centre(self, stappen: NDArray[np.float64]) -> NDArray[np.float64]:
        """Expected taakstelling so many half-years after the last known one: back to the mean at rate fi."""
        return self.gemiddelde + self.samenhang_verwacht**stappen * (self.laatste - self.gemiddelde)


def number_of(halfjaar: str) -> int:
    """'2022H1' -> 4044: half-years counted from year 0."""
    return 2 * int(halfjaar[:4]) + int(halfjaar[5]) - 1


def estimate_path(bekend: Mapping[str, float], spreiding: float, samenhang: float, gewicht: float) -> Padkennis:
    """Posterior from the known half-years (missing ones may lie between). Raises ValueError without any.

    spreiding, samenhang: prior s and prior mean of fi; gewicht: their weight in half-years.
    """
    positief = {number_of(h): float(a) for h, a in bekend.items() if a > 0}
    if not positief:
        raise ValueError("geen bekende landelijke taakstelling")
    return _estimate(tuple(sorted(positief.items())), spreiding, samenhang, gewicht)


@lru_cache(maxsize=256)
def _estimate(bekend: tuple[tuple[int, float], ...], spreiding: float, samenhang: float, gewicht: float) -> Padkennis:
    """The same for every scenario of a region, as long as it changes nothing of this. bekend: half-year and persons"""
    positief = dict(bekend)
    t = np.array(sorted(positief), dtype=float)
    x = np.log([positief[int(i)] for i in t])
    afstand = np.abs(t[:, None] - t[None, :])
    kansen, schalen, gewichten = [], [], []
    vorm = (gewicht + len(x) - 1) / 2
    for fi in ROOSTER:
        invers = np.linalg.inv(fi**afstand)
        een = invers.sum()
        afwijking = x - invers.sum(axis=0) @ x / een
        schaal = (gewicht * spreiding**2 + afwijking @ invers @ afwijking) / 2
        kansen.append(0.5 * np.linalg.slogdet(invers)[1] - 0.5 * np.log(een) - vorm * np.log(schaal))
        schalen.append(schaal)
        gewichten.append(een)
    a, b = 1 + gewicht * samenhang, 1 + gewicht * (1 - samenhang)
    # The logarithm of the density of Beta(a, b). Importing scipy.stats for it would take a third of every start.
    voorkennis = xlog1py(b - 1, -ROOSTER) + xlogy(a - 1, ROOSTER) - betaln(a, b)
    log_kans = np.array(kansen) + voorkennis
    kans = np.exp(log_kans - log_kans.max())
    niveaus = np.exp(x)
    return Padkennis(
        ROOSTER,
        kans / kans.sum(),
        vorm,
        np.array(schalen),
        np.array(gewichten),
        float(niveaus.mean()),
        float(niveaus[-1]),
        len(x),
    )


def spread_published(versies: Mapping[str, LandelijkeTaakstelling], halfjaren: Sequence[str]) -> NDArray[np.float64]:
    """Spread of ln(published number) below and above it, so that P10 and P90 are met; 0 where it is sure. (2, h)"""
    uit = np.zeros((2, len(halfjaren)))
    for h, halfjaar in enumerate(halfjaren):
        versie = versies.get(halfjaar)
        if versie is not None and versie.p10 and versie.p90:
            uit[:, h] = np.log([versie.aantal / versie.p10, versie.p90 / versie.aantal]) / ndtri(0.9)
    return uit


def published_factor(schokken: NDArray[np.float64], spreiding: NDArray[np.float64]) -> NDArray[np.float64]:
    """Factor on published numbers with median 1. schokken: standard normal, (h, n); spreiding: (2, h) -> (h, n)"""
    onder, boven = spreiding[:, :, None]
    return np.asarray(np.exp(np.where(schokken < 0, onder, boven) * schokken))


def split_shocks(normaal: NDArray[np.float64], kennis: Padkennis) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Standard normal numbers (1 + h open, n) -> the level (n,) and the shock of every open half-year (h open, n).

    Level and shocks are the same numbers turned in space, which leaves them independent and standard normal: the first
    number moves the path of the next `VOORUIT` half-years most, the second most of what is left, and so on. So the
    numbers that are spread best do most of the work. A half-year beyond those has its own number as its shock.
    """
    vooruit = min(VOORUIT, len(normaal) - 1)
    if vooruit < 1:
        return normaal[0], normaal[1:]
    fi, niveau = kennis.samenhang_verwacht, 1 / np.sqrt(kennis.kans @ kennis.niveaugewicht)
    stappen = np.arange(1, VOORUIT + 1)
    # Deviation of half-year h: level x (1 - fi^h) + sum over k <= h of fi^(h - k) sqrt(1 - fi^2) x shock k.
    verschil = stappen[:, None] - stappen[None, :]
    ruis = np.where(verschil >= 0, fi ** np.maximum(verschil, 0), 0.0) * np.sqrt(1 - fi**2)
    afwijking = np.column_stack([niveau * (1 - fi**stappen), ruis])[:vooruit, : vooruit + 1]
    assen = np.linalg.svd(afwijking, full_matrices=True)[2]
    # The sign of an axis is arbitrary: more of it means more people.
    assen = assen * np.where(assen.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    gedraaid = np.einsum("ak,an->kn", assen, normaal[: vooruit + 1])
    return gedraaid[0], np.concatenate([gedraaid[1:], normaal[vooruit + 1 :]])


def path_factor(
    schokken: NDArray[np.float64],
    bekend: NDArray[np.bool_],
    spreiding: NDArray[np.float64],
    samenhang: NDArray[np.float64],
    niveau: NDArray[np.float64],
    niveaugewicht: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lognormal factor with mean 1 on the national path, and its expectation on 1 October before the year.

    schokken: standard normal, (h, n draw); spreiding, samenhang: the drawn s and fi (n,); niveau: standard normal (n,),
    the unknown level with variance 1/niveaugewicht (n,) in units of s. The deviation is 0 at the last known half-year,
    where the factor is exactly 1, and grows from one half-year to the next. The expectation of both half-years of a
    year uses the state at the end of the year before. -> two arrays (h, n)
    """
    factor, verwacht = np.ones_like(schokken), np.ones_like(schokken)
    ruis = np.zeros(schokken.shape[1])
    stand, variantie, terug = ruis, ruis, ruis
    for h, schok in enumerate(schokken):
        if h % 2 == 0:
            gezien, gezien_variantie, stappen = stand, variantie, 0
        stappen += 1
        if bekend[h]:
            ruis = np.zeros_like(ruis)
            stand, variantie, terug = ruis, ruis, ruis
            gezien, gezien_variantie, stappen = ruis, ruis, 0
            continue
        ruis = samenhang * ruis + np.sqrt(1 - samenhang**2) * schok
        terug = samenhang * terug + 1 - samenhang
        stand = ruis + terug * niveau / np.sqrt(niveaugewicht)
        # terug = 1 - fi^k after k steps, so 1 - (1 - terug)^2 is the variance of the noise so far.
        variantie = 1 - (1 - terug) ** 2 + terug**2 / niveaugewicht
        factor[h] = np.exp(spreiding * stand - spreiding**2 * variantie / 2)
        demping = samenhang**stappen
        verwacht[h] = np.exp(spreiding * demping * gezien - spreiding**2 * demping**2 * gezien_variantie / 2)
    return factor, verwacht
