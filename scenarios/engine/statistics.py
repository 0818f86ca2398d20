"""What is kept of draws: moments, percentiles and verdicts, of one batch or of several merged in a fixed order.

Draws of one batch (`work.PARTIJ`, 10,240) are held together and their percentiles are exact. A run of more draws
keeps per batch these numbers only, so memory does not grow with the draws. Means, standard errors and probabilities
stay exact; percentiles and buffers become the mean over the batches. The bias of a sample quantile is about
p (1 - p) Q''(p) / (2 m): for m = 10,000 draws of a normal distribution less than 0.0004 of its standard deviation at
P5, a fifth of the Monte Carlo standard error of a million draws.

Draws within one net (`trekking.NET`) are spread evenly, so they are no independent observations; the nets are. The
standard error of a mean, a percentile or a chance is measured from what each net says by itself: with R nets of n_i of
the n draws it is the root of sum n_i (x_i - x)^2 / (R - 1) / n, widened so that 1.96 times it covers 95% for so few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from finance.neutraliteit import Oordeel, covered, draws_needed, shortfall
from scenarios.engine.meten.reeksen import (
    BETWEEN,
    FIGURES,
    HIGHEST,
    LOWEST,
    MEAN,
    PERCENTILES,
    SQUARES,
    Measured,
    between_nets,
    differing_series,
    measure_quantities,
    measure_series,
    measuring,
    nets_of,
    places_of,
    split_quantities,
)
from scenarios.grond.trekking import NET
from scenarios.kas.droog import DROOG, STATISTIEK, STROMEN, Kasbeeld
from scenarios.kas.maanden import Kasplan
from scenarios.model.grootheden import NUMMER

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""`map`, or something that does the same side by side."""
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
JUDGED = [NUMMER[grootheid] for grootheid, _ in TOETSEN.values()]
"""Their rows"""
CORE = ("budget", "lasten", "saldo", "saldo_cumulatief", "meenemen", "terug_te_betalen", "spuk_definitief")
"""Quantities of which the standard error of every percentile is measured: the figures of the first sheet"""
CORE_ROWS = tuple(NUMMER[name] for name in CORE)
FEW_NETS = 4
"""With fewer nets the plain standard error of independent draws is given: it is not too small, only less sharp."""


@dataclass(frozen=True)
class Distribution:
    """The distribution of every quantity over `n` draws. k grootheid, j year, p percentile, t toets, q of `CORE`."""

    n: int
    mean: NDArray[np.float64]
    """(k, j)"""
    squares: NDArray[np.float64]
    """(k, j) sum of squared deviations from the mean"""
    percentiles: NDArray[np.float64]
    """(p, k, j)"""
    covered: NDArray[np.float64]
    """(t, j) number of draws without a shortfall"""
    buffer: NDArray[np.float64]
    """(t, j) euros"""
    nets: int
    """Number of nets. What follows is sum n_i (x_i - x)^2 over nets i of n_i draws:"""
    net_mean: NDArray[np.float64]
    """(k, j)"""
    net_percentiles: NDArray[np.float64]
    """(p, q, j)"""
    net_covered: NDArray[np.float64]
    """(t, j) of the share without a shortfall"""

    def merge(self, other: Distribution) -> Distribution:
        """Both together; means and squares exactly (Chan, Golub and LeVeque 1979), the rest weighted by draws."""
        n, share = self.n + other.n, other.n / (self.n + other.n)
        difference = other.mean - self.mean
        shifted = other.percentiles - self.percentiles
        chances = other.covered / other.n - self.covered / self.n
        weight = self.n * share
        return Distribution(
            n,
            self.mean + difference * share,
            self.squares + other.squares + difference**2 * weight,
            self.percentiles + shifted * share,
            self.covered + other.covered,
            self.buffer + (other.buffer - self.buffer) * share,
            self.nets + other.nets,
            self.net_mean + other.net_mean + difference**2 * weight,
            self.net_percentiles + other.net_percentiles + shifted[:, CORE_ROWS] ** 2 * weight,
            self.net_covered + other.net_covered + chances**2 * weight,
        )

    @property
    def standard_error(self) -> NDArray[np.float64]:
        """(k, j) Monte Carlo standard error of the mean; zero for a single value."""
        if self.n < 2:
            return np.zeros_like(self.mean)
        if self.nets < FEW_NETS:
            return np.asarray(np.sqrt(self.squares / (self.n - 1) / self.n))
        return self._error(self.net_mean)

    @property
    def percentile_error(self) -> NDArray[np.float64]:
        """(p, q, j) standard error of every percentile of `CORE`; NaN with fewer than `FEW_NETS` nets."""
        if self.nets < FEW_NETS:
            return np.full_like(self.net_percentiles, np.nan)
        return self._error(self.net_percentiles)

    @property
    def chance_error(self) -> NDArray[np.float64]:
        """(t, j) standard error of the share without a shortfall."""
        return _chance_error(self.covered / self.n, self.net_covered, self.nets, self.n)

    def _error(self, between: NDArray[np.float64]) -> NDArray[np.float64]:
        return _widened(between, self.nets, self.n)

    def verdicts(self, years: tuple[int, ...], zekerheid: float) -> Mapping[tuple[str, int], Oordeel]:
        """(toets, year) -> verdict at certainty `zekerheid`, the one the buffers were measured for."""
        needed = draws_needed(zekerheid, self.n)
        counts, buffers, means = self.covered.tolist(), self.buffer.tolist(), self.mean[JUDGED].tolist()
        out = {}
        for t, (toets, (_, sign)) in enumerate(TOETSEN.items()):
            for j, year in enumerate(years):
                neutral = counts[t][j] >= needed
                # Some batches may need a buffer while all together need none, and the other way round.
                buffer = 0.0 if neutral else max(buffers[t][j], 0.01)
                out[toets, year] = Oordeel(neutral, counts[t][j] / self.n, buffer, sign * means[t][j])
        return out


def chance_error(saldo: NDArray[np.float64]) -> float:
    """Standard error of the share without a shortfall, of draws kept together. (n,)"""
    n, (begin, count) = len(saldo), nets_of(len(saldo))
    enough = covered(saldo)
    between = between_nets(np.add.reduceat(enough, begin, dtype=float) / count, count)
    return float(_chance_error(np.array(np.count_nonzero(enough) / n), between, len(begin), n))


def _chance_error(chance: NDArray[np.float64], between: NDArray[np.float64], nets: int, n: int) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(chance * (1 - chance) / n)) if nets < FEW_NETS else _widened(between, nets, n)


def expected_error(error: float, n: int, other: int) -> float:
    """What a standard error of `n` draws is expected to be with `other` draws of the same."""
    return error * float(np.sqrt(n / other)) * _caution(_count(other)) / _caution(_count(n))


def _count(n: int) -> int:
    return len(nets_of(n)[0])


def _caution(nets: int) -> float:
    """By what an error is widened because it was itself learned from so many nets."""
    return 1.0 if nets < FEW_NETS else float(stdtrit(nets - 1, 0.975) / ndtri(0.975))


def _widened(between: NDArray[np.float64], nets: int, n: int) -> NDArray[np.float64]:
    """Standard error from sum n_i (x_i - x)^2 between nets, such that 1.96 times it covers 95%."""
    return np.asarray(np.sqrt(between / (nets - 1) / n) * _caution(nets))


def _between_percentiles(arrays: NDArray[np.float64]) -> NDArray[np.float64]:
    """How the percentiles differ from net to net. (..., n) -> (p, ...)"""
    # A percentile of fewer draws than a net is another thing: what is left over of a net stays out.
    whole, rest = divmod(arrays.shape[-1], NET)
    if not whole:
        return np.zeros((len(PERCENTILES), *arrays.shape[:-1]))
    ordered = np.sort(arrays[..., : whole * NET].reshape(*arrays.shape[:-1], whole, NET), axis=-1)
    below, above, share = places_of(NET)
    per_net = np.moveaxis(ordered[..., below] * (1 - share) + ordered[..., above] * share, -1, 0)
    # As if it were there as well, so that all sums are over the same number of nets.
    added = whole / (whole - 1) if rest and whole > 1 else 1.0
    return between_nets(per_net, np.full(whole, NET)) * added


def measure(
    draws: NDArray[np.float64], zekerheid: float, map_: Map = map, percentielfouten: bool = True
) -> Distribution:
    """Distribution of draws kept together. draws: (k, j, n); the percentiles are exact

    map_: how the pieces of `split_quantities` are measured, such as the `map` of a pool of threads.
    """
    pieces = map_(measuring(zekerheid, draws.shape[-1]), split_quantities(draws))
    return conclude(draws, pieces, percentielfouten)


def conclude(draws: NDArray[np.float64], pieces: Iterable[Measured], percentielfouten: bool = True) -> Distribution:
    """The measured pieces in their order, and the verdicts. draws: (k, j, n)"""
    n = draws.shape[-1]
    figures = np.concatenate(list(pieces), axis=1)
    years = draws.shape[1]
    errors = np.full((len(PERCENTILES), len(CORE), years), np.nan)
    if percentielfouten:
        errors = np.stack([_between_percentiles(draws[k]) for k in CORE_ROWS], axis=1)
    verdicts = _judge_all(draws[JUDGED], figures[:, JUDGED])
    return Distribution(
        n,
        figures[MEAN],
        figures[SQUARES],
        figures[len(FIGURES) :],
        *verdicts[:2],
        len(nets_of(n)[0]),
        figures[BETWEEN],
        errors,
        verdicts[2],
    )


def measure_verdicts(draws: NDArray[np.float64], zekerheid: float) -> Distribution:
    """What a verdict needs and no more: of all other quantities nothing is known. draws: (q, j, n) of `JUDGED`"""
    _, years, n = draws.shape
    unknown = np.full((len(NUMMER), years), np.nan)
    figures = measure_quantities(draws, draws_needed(zekerheid, n))
    mean = unknown.copy()
    mean[JUDGED] = figures[MEAN]
    percentiles = np.full((len(PERCENTILES), *unknown.shape), np.nan)
    per_core = np.full((len(PERCENTILES), len(CORE), years), np.nan)
    covered_, buffer, chances = _judge_all(draws, figures)
    nets = len(nets_of(n)[0])
    return Distribution(n, mean, unknown, percentiles, covered_, buffer, nets, unknown, per_core, chances)


def measure_rows(draws: NDArray[np.float64], rows: Sequence[int], zekerheid: float) -> Distribution:
    """The verdicts, and mean and percentiles of some quantities; of all others nothing is known. draws: (k, j, n)"""
    known = measure_verdicts(draws[JUDGED], zekerheid)
    figures = _figures(draws[[*rows]].reshape(-1, draws.shape[-1])).reshape(-1, len(rows), draws.shape[1])
    known.mean[[*rows]], known.percentiles[:, [*rows]] = figures[0], figures[1:]
    return known


def measure_cash(plan: Kasplan, lasten: NDArray[np.float64], years: NDArray[np.float64]) -> Kasbeeld:
    """The distribution of every month. lasten: (k, m, n) per pot; years: (quantity, j, n)"""
    pots, months, n = lasten.shape
    figures = np.zeros((len(STATISTIEK), len(STROMEN), pots, months))
    quarters = np.zeros((len(STATISTIEK), pots, months // 3))
    dry, between = np.zeros((pots, months + 1)), np.zeros(pots)
    for k, pot in enumerate(plan.horizon.potten):
        cash = plan.cash(k, lasten[k], years)
        quarters[:, k] = _figures(lasten[k].reshape(months // 3, 3, n).sum(axis=1))
        for q, name in enumerate(STROMEN):
            series = getattr(cash, name)
            if name == "voorschotten":
                # The months of one year differ by a fixed amount only.
                first = np.repeat(_figures(series[::12]), 12, axis=1)
                figures[:, q, k] = first + (series[:, 0] - np.repeat(series[::12, 0], 12))
                continue
            # Cash that does not move is as it was; a flow of nothing is nothing.
            moving = np.array([(row != was).any() for row, was in zip(series, _before(series, name), strict=True)])
            if moving.any():
                measured = _figures(series[moving])
                last = np.cumsum(moving) - 1 if name == "kas" else np.where(moving, np.cumsum(moving) - 1, -1)
                figures[:, q, k, last >= 0] = measured[:, last[last >= 0]]
        dry[k], between[k] = _run_dry(cash.kas, pot)
    return Kasbeeld(plan.horizon, n, figures, quarters, dry, len(nets_of(n)[0]), between)


def measure_dry(plan: Kasplan, lasten: Mapping[str, NDArray[np.float64]], years: NDArray[np.float64]) -> Kasbeeld:
    """When the pots of `DROOG` run dry and no more: of all other figures of the months nothing is known.

    lasten: (m, n) of each of these pots; years: (quantity, j, n)
    """
    pots, months, n = len(plan.horizon.potten), plan.kalender.maanden, years.shape[-1]
    figures = np.full((len(STATISTIEK), len(STROMEN), pots, months), np.nan)
    dry, between = np.full((pots, months + 1), np.nan), np.full(pots, np.nan)
    for k, pot in enumerate(plan.horizon.potten):
        if pot in DROOG:
            dry[k], between[k] = _run_dry(plan.cash(k, lasten[pot], years).kas, pot)
    return Kasbeeld(plan.horizon, n, figures, figures[:, 0, :, ::3], dry, len(nets_of(n)[0]), between)


def _run_dry(cash: NDArray[np.float64], pot: str) -> tuple[NDArray[np.float64], float]:
    """In which month how many draws run dry, behind them those that do not; and how that differs from net to net.

    cash: (m, n)
    """
    months, n = cash.shape
    begin, count = nets_of(n)
    short = ~covered(cash) if pot in DROOG else np.zeros((months, n), dtype=bool)
    when = np.where(short.any(axis=0), short.argmax(axis=0), months)
    share = np.add.reduceat(when == months, begin, dtype=float) / count
    return np.bincount(when, minlength=months + 1).astype(float), float(between_nets(share, count))


def _before(series: NDArray[np.float64], name: str) -> Iterator[NDArray[np.float64] | float]:
    """What every month would be without any movement."""
    yield 0.0
    for row in series[:-1]:
        yield row if name == "kas" else 0.0


def _figures(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean and percentiles. (m, n) -> (s of `STATISTIEK`, m)"""
    figures = measure_quantities(series[None])[:, 0]
    return np.concatenate([figures[[MEAN]], figures[len(FIGURES) :]])


def remeasure(
    distribution: Distribution,
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    where: tuple[Sequence[int], int],
    zekerheid: float,
) -> Distribution:
    """The distribution of `after`, when that of `before` is `distribution`. (k, j, n) each

    where: the rows in which they may differ, and the number of the year from which they may.

    Only what really differs is measured: a price of one voorziening leaves most figures of most years as they were.
    """
    differing = differing_series(before, after, *where)
    if not differing:
        return distribution
    n = after.shape[-1]
    arrays: dict[str, Any] = {v.name: getattr(distribution, v.name) for v in fields(distribution)}
    copied: dict[str, Any] = {name: x.copy() for name, x in arrays.items() if isinstance(x, np.ndarray)}
    new = replace(distribution, **copied)
    figures = measure_series([after[k, j] for k, j in differing], draws_needed(zekerheid, n))
    places = tuple(np.array(differing).T)
    new.mean[places], new.squares[places], new.net_mean[places] = figures[[MEAN, SQUARES, BETWEEN]]
    new.percentiles[:, *places] = figures[len(FIGURES) :]
    for q, core in enumerate(CORE_ROWS):
        years = [j for k, j in differing if k == core]
        # Where the percentiles of the leader have no error, nobody asked for one.
        if years and np.isfinite(distribution.net_percentiles).all():
            new.net_percentiles[:, q, years] = _between_percentiles(after[core, years])
    for t, row in enumerate(JUDGED):
        own = [i for i, (k, _) in enumerate(differing) if k == row]
        years = [differing[i][1] for i in own]
        if own:
            outcome = _judge_all(after[row, years][None], figures[:, None, own], (t,))
            new.covered[t, years], new.buffer[t, years], new.net_covered[t, years] = (x[0] for x in outcome)
    return new


def _judge_all(
    draws: NDArray[np.float64], figures: Measured, tests: Sequence[int] = range(len(JUDGED))
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Draws without a shortfall, buffer, and how the share without one differs from net to net. (t, j) each

    draws: (q, j, n) of `tests`, numbers in `TOETSEN`; figures: (s, q, j) what was measured of them
    """
    signs = [sign for _, sign in TOETSEN.values()]
    begin, count = nets_of(draws.shape[-1])
    per_net = np.empty((*draws.shape[:2], len(begin)))
    buffer = np.empty(draws.shape[:2])
    for q, t in enumerate(tests):
        # The other way round, what most draws reach is what they stay below.
        buffer[q] = shortfall(figures[LOWEST, q] if signs[t] > 0 else -figures[HIGHEST, q])
        for j, saldo in enumerate(draws[q]):
            enough = covered(saldo if signs[t] > 0 else -saldo)
            per_net[q, j] = [np.count_nonzero(enough[b : b + NET]) for b in begin]
    return per_net.sum(axis=-1), buffer, between_nets(per_net / count, count)


@dataclass
class MonthSums:
    """The months of the gemeenten so far."""

    kas: list[Kasbeeld] = field(default_factory=list)
    lasten: NDArray[np.float64] | None = None
    """(pot, m, n) added up"""

    def add(self, kas: Kasbeeld, lasten: NDArray[np.float64]) -> None:
        """One gemeente more."""
        self.add_part((kas,), lasten)

    def add_part(self, kas: Sequence[Kasbeeld], lasten: NDArray[np.float64] | None) -> None:
        """A group more."""
        self.kas.extend(kas)
        if self.lasten is None:
            self.lasten = lasten
        elif lasten is not None:
            self.lasten += lasten
