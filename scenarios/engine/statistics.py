"""What is kept of draws: moments, percentiles and verdicts, of one partij or of several merged in a fixed order.

Draws of one partij (`work.PARTIJ`, 10,240) are held together and their percentiles are exact. A run of more draws
keeps per partij these numbers only, so memory does not grow with the draws. Means, standard errors and probabilities
stay exact; percentiles and buffers become the mean over the partijen. The bias of a sample quantile is about
p (1 - p) Q''(p) / (2 m): for m = 10,000 draws of a normal distribution less than 0.0004 of its standard deviation at
P5, a fifth of the Monte Carlo standard error of a million draws.

Draws within one net (`trekking.NET`) are spread evenly, so they are no independent observations; the nets are. The
standard error of a mean, a percentile or a chance is measured from what each net says by itself: with R nets of n_i of
the n draws it is the root of sum n_i (x_i - x)^2 / (R - 1) / n, widened so that 1.96 times it covers 95% for so few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from finance.neutraliteit import Oordeel, covered, draws_needed, judge
from scenarios.grond.trekking import NET
from scenarios.model.grootheden import NUMMER

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""`map`, or something that does the same side by side."""
Meting = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
STUKKEN = 8
"""Pieces in which the quantities of one gemeente are measured."""
TEGELIJK = 8
"""Series that are measured at once when only some of a gemeente are."""
PERCENTIELEN = (5, 10, 25, 50, 75, 90, 95)
TOETSEN = {
    "gemeentefonds": ("saldo_gemeentefonds", 1),
    "spuk": ("doorschuiven", -1),
    "spuk_onderwijsroute": ("tekort_onderwijsroute", -1),
    "totaal": ("saldo", 1),
    "cumulatief": ("saldo_cumulatief", 1),
    "vraag": ("saldo_vraag", 1),
    "sinds_2022": ("saldo_sinds_2022", 1),
}
"""What `toets` judges, as (quantity, sign): per pot, in total, and added up: from the first
open year, from the first of the question, and since 2022 for information.

A SPUK is judged on its shortfall: a surplus belongs to the Rijk, and in a region the surplus of one gemeente cannot pay
the shortfall of another.
"""
KERN = ("budget", "lasten", "saldo", "saldo_cumulatief", "meenemen", "terug_te_betalen", "spuk_definitief")
"""Quantities of which the standard error of every percentile is measured: the figures of the first sheet"""
KERNRIJEN = tuple(NUMMER[naam] for naam in KERN)
WEINIG = 4
"""With fewer nets the plain standard error of independent draws is given: it is not too small, only less sharp."""


@dataclass(frozen=True)
class Distribution:
    """The distribution of every quantity over `n` draws. k grootheid, j year, p percentile, t toets, q of `KERN`."""

    n: int
    gemiddeld: NDArray[np.float64]
    """(k, j)"""
    kwadraten: NDArray[np.float64]
    """(k, j) sum of squared deviations from the mean"""
    percentielen: NDArray[np.float64]
    """(p, k, j)"""
    gedekt: NDArray[np.float64]
    """(t, j) number of draws without a shortfall"""
    buffer: NDArray[np.float64]
    """(t, j) euros"""
    netten: int
    """Number of nets. What follows is sum n_i (x_i - x)^2 over nets i of n_i draws:"""
    net_gemiddeld: NDArray[np.float64]
    """(k, j)"""
    net_percentielen: NDArray[np.float64]
    """(p, q, j)"""
    net_gedekt: NDArray[np.float64]
    """(t, j) of the share without a shortfall"""

    def merge(self, ander: Distribution) -> Distribution:
        """Both together; means and squares exactly (Chan, Golub and LeVeque 1979), the rest weighted by draws."""
        n, deel = self.n + ander.n, ander.n / (self.n + ander.n)
        verschil = ander.gemiddeld - self.gemiddeld
        verschoven = ander.percentielen - self.percentielen
        kansen = ander.gedekt / ander.n - self.gedekt / self.n
        weegt = self.n * deel
        return Distribution(
            n,
            self.gemiddeld + verschil * deel,
            self.kwadraten + ander.kwadraten + verschil**2 * weegt,
            self.percentielen + verschoven * deel,
            self.gedekt + ander.gedekt,
            self.buffer + (ander.buffer - self.buffer) * deel,
            self.netten + ander.netten,
            self.net_gemiddeld + ander.net_gemiddeld + verschil**2 * weegt,
            self.net_percentielen + ander.net_percentielen + verschoven[:, KERNRIJEN] ** 2 * weegt,
            self.net_gedekt + ander.net_gedekt + kansen**2 * weegt,
        )

    @property
    def standaardfout(self) -> NDArray[np.float64]:
        """(k, j) Monte Carlo standard error of the mean; zero for a single value."""
        if self.n < 2:
            return np.zeros_like(self.gemiddeld)
        if self.netten < WEINIG:
            return np.asarray(np.sqrt(self.kwadraten / (self.n - 1) / self.n))
        return self._error(self.net_gemiddeld)

    @property
    def percentielfout(self) -> NDArray[np.float64]:
        """(p, q, j) standard error of every percentile of `KERN`; NaN with fewer than `WEINIG` nets."""
        if self.netten < WEINIG:
            return np.full_like(self.net_percentielen, np.nan)
        return self._error(self.net_percentielen)

    @property
    def kansfout(self) -> NDArray[np.float64]:
        """(t, j) standard error of the share without a shortfall."""
        kans = self.gedekt / self.n
        if self.netten < WEINIG:
            return np.asarray(np.sqrt(kans * (1 - kans) / self.n))
        return self._error(self.net_gedekt)

    def _error(self, tussen: NDArray[np.float64]) -> NDArray[np.float64]:
        vrij = self.netten - 1
        return np.asarray(np.sqrt(tussen / vrij / self.n) * stdtrit(vrij, 0.975) / ndtri(0.975))

    def verdicts(self, jaren: tuple[int, ...], zekerheid: float) -> Mapping[tuple[str, int], Oordeel]:
        """(toets, year) -> verdict at certainty `zekerheid`, the one the buffers were measured for."""
        nodig = draws_needed(zekerheid, self.n)
        uit = {}
        for t, (toets, (grootheid, teken)) in enumerate(TOETSEN.items()):
            for j, jaar in enumerate(jaren):
                neutraal = bool(self.gedekt[t, j] >= nodig)
                # Some partijen may need a buffer while all together need none, and the other way round.
                buffer = 0.0 if neutraal else max(float(self.buffer[t, j]), 0.01)
                verwacht = teken * float(self.gemiddeld[NUMMER[grootheid], j])
                uit[toets, jaar] = Oordeel(neutraal, float(self.gedekt[t, j] / self.n), buffer, verwacht)
        return uit


def _nets(n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First draw and number of draws of every net."""
    begin = np.arange(0, n, NET)
    return begin, np.diff(np.append(begin, n))


def _between(per_net: NDArray[np.float64], aantal: NDArray[np.int64]) -> NDArray[np.float64]:
    """sum n_i (x_i - x)^2. per_net: (..., i), aantal: (i,)"""
    # Row by row, not as a matrix product: the same bits whatever else is measured beside it.
    per_net = np.ascontiguousarray(per_net)
    midden = (per_net * aantal).sum(axis=-1) / aantal.sum()
    return np.asarray(((per_net - midden[..., None]) ** 2 * aantal).sum(axis=-1))


def _between_percentiles(reeksen: NDArray[np.float64]) -> NDArray[np.float64]:
    """How the percentiles differ from net to net. (..., n) -> (p, ...)"""
    # A percentile of fewer draws than a net is another thing: what is left over of a net stays out.
    heel, rest = divmod(reeksen.shape[-1], NET)
    if not heel:
        return np.zeros((len(PERCENTIELEN), *reeksen.shape[:-1]))
    gesorteerd = np.sort(reeksen[..., : heel * NET].reshape(*reeksen.shape[:-1], heel, NET), axis=-1)
    onder, boven, deel = _places(NET)
    per_net = np.moveaxis(gesorteerd[..., onder] * (1 - deel) + gesorteerd[..., boven] * deel, -1, 0)
    # As if it were there as well, so that all sums are over the same number of nets.
    erbij = heel / (heel - 1) if rest and heel > 1 else 1.0
    return _between(per_net, np.full(heel, NET)) * erbij


def _places(n: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Between which two of n sorted draws every percentile lies, and how far."""
    plaatsen = np.array(PERCENTIELEN) / 100 * (n - 1)
    onder = np.floor(plaatsen).astype(np.int64)
    return onder, np.minimum(onder + 1, n - 1), plaatsen - onder


def measure(trekkingen: NDArray[np.float64], zekerheid: float, map_: Map = map) -> Distribution:
    """Distribution of draws kept together. trekkingen: (k, j, n) -> Stand with exact percentiles

    map_: how the pieces of `split_quantities` are measured, such as the `map` of a pool of threads.
    """
    return conclude(trekkingen, zekerheid, map_(measure_quantities, split_quantities(trekkingen)))


def split_quantities(trekkingen: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Pieces that can be measured side by side. (k, j, n) -> `STUKKEN` of (k', j, n)"""
    return np.array_split(trekkingen, STUKKEN)


def measure_quantities(reeksen: NDArray[np.float64]) -> Meting:
    """Mean, sum of squared deviations, percentiles (p, k, j) and differences between nets of draws (k, j, n)."""
    k, jaren, n = reeksen.shape
    onder, boven, deel = _places(n)
    begin, aantal = _nets(n)
    gemiddeld, kwadraten, tussen = (np.empty((k, jaren)) for _ in range(3))
    percentielen = np.empty((len(PERCENTIELEN), k, jaren))
    werk = np.empty((jaren, n))
    # One quantity at a time: that stays in the cache of the processor.
    for i, reeks in enumerate(reeksen):
        werk[:] = reeks
        werk.sort(axis=-1)
        percentielen[:, i] = (werk[:, onder] * (1 - deel) + werk[:, boven] * deel).T
        # What never varies keeps its value to the last bit.
        vast = werk[:, 0] == werk[:, -1]
        gemiddeld[i] = np.where(vast, werk[:, 0], reeks.mean(axis=-1))
        np.subtract(reeks, gemiddeld[i][:, None], out=werk)
        kwadraten[i] = np.einsum("jn,jn->j", werk, werk)
        tussen[i] = np.where(vast, 0.0, _between(np.add.reduceat(reeks, begin, axis=-1) / aantal, aantal))
    return gemiddeld, kwadraten, percentielen, tussen


def conclude(trekkingen: NDArray[np.float64], zekerheid: float, metingen: Iterable[Meting]) -> Distribution:
    """The measured pieces in their order, and the verdicts. trekkingen: (k, j, n)"""
    _, jaren, n = trekkingen.shape
    gemiddeld, kwadraten, percentielen, tussen = zip(*metingen, strict=True)
    gedekt, buffer, kansen = (np.empty((len(TOETSEN), jaren)) for _ in range(3))
    for t, (grootheid, teken) in enumerate(TOETSEN.values()):
        for j in range(jaren):
            gedekt[t, j], buffer[t, j], kansen[t, j] = _judge(teken * trekkingen[NUMMER[grootheid], j], zekerheid)
    samen = np.concatenate
    return Distribution(
        n,
        samen(gemiddeld),
        samen(kwadraten),
        samen(percentielen, axis=1),
        gedekt,
        buffer,
        len(_nets(n)[0]),
        samen(tussen),
        np.stack([_between_percentiles(trekkingen[k]) for k in KERNRIJEN], axis=1),
        kansen,
    )


def remeasure(
    stand: Distribution,
    voor: NDArray[np.float64],
    na: NDArray[np.float64],
    rijen: Sequence[int],
    zekerheid: float,
) -> Distribution:
    """The distribution of `na`, when that of `voor` is `stand` and they differ in some of `rijen` only. (k, j, n) each

    Only what really differs is measured: a price of one voorziening leaves most figures of most years as they were.
    """
    anders = [(k, j) for k in rijen for j in range(na.shape[1]) if not np.array_equal(voor[k, j], na[k, j])]
    if not anders:
        return stand
    reeksen: dict[str, Any] = {v.name: getattr(stand, v.name) for v in fields(stand)}
    kopie: dict[str, Any] = {naam: x.copy() for naam, x in reeksen.items() if isinstance(x, np.ndarray)}
    nieuw = replace(stand, **kopie)
    for begin in range(0, len(anders), TEGELIJK):
        k, j = np.array(anders[begin : begin + TEGELIJK]).T
        gemiddeld, kwadraten, percentielen, tussen = measure_quantities(na[k, j][None])
        nieuw.gemiddeld[k, j], nieuw.kwadraten[k, j], nieuw.net_gemiddeld[k, j] = gemiddeld[0], kwadraten[0], tussen[0]
        nieuw.percentielen[:, k, j] = percentielen[:, 0]
    for q, kern in enumerate(KERNRIJEN):
        if jaren := [j for k, j in anders if k == kern]:
            nieuw.net_percentielen[:, q, jaren] = _between_percentiles(na[kern, jaren])
    for t, (grootheid, teken) in enumerate(TOETSEN.values()):
        for j in (j for k, j in anders if k == NUMMER[grootheid]):
            oordeel = _judge(teken * na[NUMMER[grootheid], j], zekerheid)
            nieuw.gedekt[t, j], nieuw.buffer[t, j], nieuw.net_gedekt[t, j] = oordeel
    return nieuw


def _judge(saldo: NDArray[np.float64], zekerheid: float) -> tuple[int, float, float]:
    """Number of draws without a shortfall, buffer, and how that share differs from net to net. (n,)"""
    oordeel = judge(saldo, zekerheid)
    begin, aantal = _nets(len(saldo))
    per_net = np.add.reduceat(covered(saldo), begin, dtype=float) / aantal
    return round(oordeel.kans * len(saldo)), oordeel.buffer, float(_between(per_net, aantal))
