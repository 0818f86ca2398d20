"""What the comparisons of a back-test say together, per quantity: coverage, scores against naive forecasts, PIT.

Comparisons depend on each other: gemeenten share the national number and the region's mean, and the same outcome is
forecast at several peildata. The model's own draws tell how much: the variance of the share of hits when the model is
right gives the number of independent comparisons that would say as much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from scenarios.terugblik.naief import NAMEN
from scenarios.terugblik.scores import effective_number, pit_histogram, share_interval
from scenarios.terugblik.terugblik import GROOTHEDEN, PERSONEN, REGIO, Terugblikregel

ALLE, SAMEN = "alle gemeenten, personen", "regio als geheel"
BETER, SLECHTER, GELIJK, ONBEKEND = "beter", "slechter", "geen verschil aan te tonen", "niet te toetsen"
PAST, SMAL, RUIM = "past", "te smal", "te ruim"
TOETS = 0.90
"""Certainty of the interval around a mean difference in score."""


@dataclass(frozen=True)
class Dekking:
    """How often the 80% band held, and what may be concluded from it."""

    aantal: int
    binnen: int
    verwacht: float
    """share that a right forecast would hold: over 80% for small whole numbers"""
    onafhankelijk: float
    """number of independent comparisons that would say as much"""

    @property
    def deel(self) -> float:
        """Share inside the band."""
        return self.binnen / self.aantal

    @property
    def interval(self) -> tuple[float, float]:
        """90% binomial interval of that share, with the independent number."""
        return share_interval(self.deel, self.onafhankelijk)

    @property
    def oordeel(self) -> str:
        """Whether the share may come from a right band."""
        onder, boven = self.interval
        return SMAL if boven < self.verwacht else RUIM if onder > self.verwacht else PAST


@dataclass(frozen=True)
class Wedstrijd:
    """The model against one naive forecast, over the comparisons that both made."""

    naam: str
    aantal: int
    model: float
    naief: float
    """mean crps of each"""
    interval_model: float
    interval_naief: float
    """mean interval score of each"""
    fout_model: float
    fout_naief: float
    """mean distance of the middle to the outcome"""
    marge: float
    """half width of the interval around the difference; infinite when one period or one peildatum was compared"""

    @property
    def winst(self) -> float:
        """Share by which the model lowers the score; negative: it is worse."""
        return 1 - self.model / self.naief if self.naief > 0 else float("nan")

    @property
    def oordeel(self) -> str:
        """Whether the model is better, by more than chance."""
        verschil = self.naief - self.model
        if np.isinf(self.marge):
            return ONBEKEND
        return BETER if verschil > self.marge else SLECHTER if verschil < -self.marge else GELIJK


@dataclass(frozen=True)
class Bandoordeel:
    """Everything about one quantity."""

    groep: str
    dekking: Dekking
    blind: int
    perioden: int
    crps: float
    """mean of the model"""
    interval: float
    wedstrijden: tuple[Wedstrijd, ...]
    pit: NDArray[np.float64]
    redenen: tuple[str, ...]
    """why rows are not blind"""


def judge_all(regels: Sequence[Terugblikregel]) -> list[Bandoordeel]:
    """Per quantity over the gemeenten, then all persons, then the region as a whole."""
    lokaal = [v for v in regels if v.gemeente != REGIO]
    groepen = [
        *((naam, [v for v in lokaal if v.grootheid == naam]) for naam in GROOTHEDEN),
        (ALLE, [v for v in lokaal if v.grootheid in PERSONEN]),
        (SAMEN, [v for v in regels if v.gemeente == REGIO]),
    ]
    return [judge(naam, keuze) for naam, keuze in groepen if keuze]


def judge(groep: str, regels: Sequence[Terugblikregel]) -> Bandoordeel:
    """One group of comparisons; scores are only comparable within one quantity."""
    een = len({v.grootheid for v in regels}) == 1
    return Bandoordeel(
        groep,
        cover(regels),
        sum(not v.niet_blind for v in regels),
        len({v.periode for v in regels}),
        float(np.mean([v.model.crps for v in regels])) if een else float("nan"),
        float(np.mean([v.model.interval for v in regels])) if een else float("nan"),
        tuple(w for naam in NAMEN if een and (w := _contest(naam, regels)) is not None),
        pit_histogram([v.rang for v in regels]),
        tuple(dict.fromkeys(r for v in regels for r in v.niet_blind)),
    )


def cover(regels: Sequence[Terugblikregel]) -> Dekking:
    """Coverage of the band, with the independent number that the model's own draws imply."""
    verwacht = float(np.mean([v.treffers.mean() for v in regels]))
    aantal = len(regels)
    return Dekking(
        aantal, sum(v.binnen for v in regels), verwacht, effective_number(verwacht, _variance(regels), aantal)
    )


def _variance(regels: Sequence[Terugblikregel]) -> float:
    """Variance of the share of hits when the model is right.

    Within a peildatum the draws are joint and give the covariance. Between two peildata the same outcome counts as
    fully dependent, and two outcomes as dependent as either peildatum knows them to be.
    """
    per: dict[object, list[Terugblikregel]] = defaultdict(list)
    for v in regels:
        per[v.peildatum].append(v)
    kennis = []
    for groep in per.values():
        sleutels = {(v.gemeente, v.grootheid, v.periode): i for i, v in enumerate(groep)}
        matrix = np.atleast_2d(np.cov(np.stack([v.treffers for v in groep]).astype(float), bias=True))
        kennis.append((sleutels, matrix))
    som = sum(float(matrix.sum()) for _, matrix in kennis)
    for i, een in enumerate(kennis):
        som += 2 * sum(_between(een, ander) for ander in kennis[i + 1 :])
    return som / len(regels) ** 2


Kennis = tuple[Mapping[tuple[str, str, str], int], NDArray[np.float64]]


def _between(een: Kennis, ander: Kennis) -> float:
    """Summed covariance of the hits of two peildata."""
    (een_op, een_c), (ander_op, ander_c) = een, ander
    beste = np.full((len(een_op), len(ander_op)), -np.inf)
    for op, c in (een, ander):
        rij, kolom = (np.array([op.get(s, -1) for s in sleutels]) for sleutels in (een_op, ander_op))
        i, j = np.flatnonzero(rij >= 0), np.flatnonzero(kolom >= 0)
        beste[np.ix_(i, j)] = np.maximum(beste[np.ix_(i, j)], c[np.ix_(rij[i], kolom[j])])
    beste[np.isinf(beste)] = 0.0
    zelfde = np.array([(i, ander_op[s]) for s, i in een_op.items() if s in ander_op], dtype=int).reshape(-1, 2)
    i, j = zelfde.T
    beste[i, j] = np.sqrt(een_c[i, i] * ander_c[j, j])
    return float(beste.sum())


def _margin(verschil: NDArray[np.float64], stukken: Sequence[str]) -> float:
    """Half width of the interval around a mean of which only the pieces are independent; infinite for a single one."""
    namen, plek = np.unique(stukken, return_inverse=True)
    k = len(namen)
    if k == 1:
        return float("inf")
    per = np.bincount(plek, verschil - verschil.mean())
    fout = np.sqrt(k / (k - 1) * (per**2).sum()) / len(verschil)
    return float(fout * student.ppf((1 + TOETS) / 2, k - 1))


def _contest(naam: str, regels: Sequence[Terugblikregel]) -> Wedstrijd | None:
    """The model against one naive forecast. Comparisons of one period share their outcome, those of one peildatum their
    error: the margin is the wider of the two."""
    samen = [(v, v.naief[naam]) for v in regels if naam in v.naief]
    if not samen:
        return None
    verschil = np.array([n.crps - v.model.crps for v, n in samen])
    marge = max(
        _margin(verschil, [v.periode for v, _ in samen]), _margin(verschil, [str(v.peildatum) for v, _ in samen])
    )

    def mean(maat: str) -> tuple[float, float]:
        paren = np.array([(getattr(v.model, maat), getattr(n, maat)) for v, n in samen])
        return float(paren[:, 0].mean()), float(paren[:, 1].mean())

    return Wedstrijd(naam, len(samen), *mean("crps"), *mean("interval"), *mean("fout"), marge)
