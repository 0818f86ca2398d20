"""What makes an outcome uncertain: the share of its variance that belongs to each group of independent inputs.

Measured from draws already made. The outcome is regressed on the inputs and their squares. Groups are independent, so
the variance of the part fitted to one group is its first-order share (Sobol 1993). What is left is regressed on the
products of the directions of two groups: the total share of a group is its own and all interplay that it takes part
in. What remains is chance in persons, together with what no polynomial of the second degree describes.

A fitted part catches some noise too: what that adds on average is taken off. Standard errors are those of a jackknife
over `DELEN` equal runs of draws.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Reeks = NDArray[np.float64]

DELEN = 10
"""Runs of draws left out in turn; those of a whole partij are its nets."""
MEESTE_KWADRATEN = 20
"""Inputs of one group up to which each has a square of its own; of more only their sum has."""
BUNDELS = 100
"""A group of more inputs is summed to this many."""
RUIM, KRAP = 10, 3
"""Draws per term with squares, and without; with fewer nothing can be said."""
_STIL = 1e-9
_RUG = 1e-10
"""What keeps inputs that always add up from making the equations singular"""
STAARTEN = (0.1, 0.9)


@dataclass(frozen=True)
class Aandelen:
    """Shares and effects per group and year; the last group is what remains. g group, j year."""

    n: int
    """Draws that it rests on; 0 where they were too few"""
    eerste: Reeks
    totaal: Reeks
    """(g, j) shares of the variance; not held within 0 and 1, so that a mean over partijen has no bias"""
    eerste_fout: Reeks
    totaal_fout: Reeks
    """(g, j) standard errors"""
    effect: Reeks
    """(2, g, j) the part of a group at its 10th and 90th percentile: what it does to the expected outcome"""

    def merge(self, ander: Aandelen) -> Aandelen:
        """Both together, weighted by draws."""
        n = self.n + ander.n
        if not n:
            return self
        een, twee = self.n / n, ander.n / n
        return Aandelen(
            n,
            een * self.eerste + twee * ander.eerste,
            een * self.totaal + twee * ander.totaal,
            np.hypot(een * self.eerste_fout, twee * ander.eerste_fout),
            np.hypot(een * self.totaal_fout, twee * ander.totaal_fout),
            een * self.effect + twee * ander.effect,
        )


class Ontwerp:
    """The inputs of some draws, ready for any outcome of the same draws."""

    def __init__(self, groepen: Sequence[Reeks]) -> None:
        """groepen: (f, n) each, independent of each other; a group without inputs that vary has no share."""
        self.n = groepen[0].shape[-1] if groepen else 0
        self.delen = np.linspace(0, self.n, DELEN + 1).astype(int)
        lineair = [_standardise(_bundle(groep)) for groep in groepen]
        aantal = sum(map(len, lineair))
        kwadraten = [
            _standardise((x if len(x) <= MEESTE_KWADRATEN else _standardise(x.sum(axis=0)[None])) ** 2) for x in lineair
        ]
        met = RUIM * (aantal + sum(map(len, kwadraten))) <= self.n
        self.genoeg = 0 < KRAP * aantal <= self.n
        termen = [np.concatenate([x, k]) if met else x for x, k in zip(lineair, kwadraten, strict=True)]
        grenzen = np.cumsum([0, *map(len, termen)]).tolist()
        self.plaatsen = [slice(a, b) for a, b in itertools.pairwise(grenzen)]
        self.sommen = [_standardise(x.sum(axis=0)[None]) for x in lineair]
        """Per group one direction that does not depend on any outcome. (0 or 1, n)"""
        self.x = np.concatenate(termen) if termen else np.zeros((0, self.n))
        if self.genoeg:
            self._prepare()

    def _prepare(self) -> None:
        stukken = [self.x[:, a:b] for a, b in self._runs()]
        per_deel = [x @ x.T for x in stukken]
        self.momenten = sum(per_deel, np.zeros_like(per_deel[0]))
        self.zonder = [_less_mean(self.momenten - m, -x.sum(axis=1), self.n - x.shape[1]) for m, x in
                       zip(per_deel, stukken, strict=True)]  # fmt: skip
        self.inverse = _invert(self.momenten)
        self.inverses = [_invert(m) for m in self.zonder]
        self.sporen = self._traces(self.inverse, self.momenten)
        self.sporen_zonder = [self._traces(*paar) for paar in zip(self.inverses, self.zonder, strict=True)]

    def _traces(self, inverse: Reeks, momenten: Reeks) -> list[float]:
        """Per group how many times the noise stands in the variance of its part."""
        return [np.einsum("ab,ba->", inverse[p, p], momenten[p, p]) for p in self.plaatsen]

    def _runs(self) -> list[tuple[int, int]]:
        return list(zip(self.delen[:-1].tolist(), self.delen[1:].tolist(), strict=True))

    def attribute(self, uitkomst: Reeks, map_: Callable[..., Iterable[Any]] = map) -> Aandelen:
        """The shares of every group in an outcome (j, n); zero in years that do not vary.

        map_: how the years are done, such as the `map` of a pool of threads
        """
        groepen, jaren = len(self.plaatsen) + 1, len(uitkomst)
        eerste, totaal, eerste_fout, totaal_fout = uit = [np.zeros((groepen, jaren)) for _ in range(4)]
        effect = np.zeros((2, groepen, jaren))
        if not self.genoeg:
            return Aandelen(0, eerste, totaal, eerste_fout, totaal_fout, effect)
        om_nul = uitkomst - uitkomst.mean(axis=-1, keepdims=True)
        # Cents that rounding leaves are no spread.
        open_ = np.flatnonzero(om_nul.std(axis=-1) > 1e-3)
        for j, (*aandelen, euros) in zip(open_, map_(self._of_year, om_nul[open_]), strict=True):
            effect[:, :, j] = euros
            for reeks, waarde in zip(uit, aandelen, strict=True):
                reeks[:, j] = waarde
        return Aandelen(self.n, eerste, totaal, eerste_fout, totaal_fout, effect)

    def _of_year(self, y: Reeks) -> tuple[Reeks, ...]:
        """First and total shares, their errors and the effects of one outcome (n,) around 0."""
        stukken = [(self.x[:, a:b], y[a:b]) for a, b in self._runs()]
        per_deel = [x @ w for x, w in stukken]
        gewichten = self.inverse @ sum(per_deel)
        delen = np.stack([gewichten[p] @ self.x[p] for p in self.plaatsen])
        rest = y - delen.sum(axis=0)
        ruis = float(rest @ rest) / (self.n - len(self.x) - 1)
        eigen = self._first(gewichten, self.momenten, self.sporen, ruis, self.n)
        richtingen = self._directions(delen)
        producten = [(richtingen[:, a:b] * rest[a:b]) @ richtingen[:, a:b].T / (b - a) for a, b in self._runs()]
        samen = np.mean(producten, axis=0)
        variantie = float(y @ y) / self.n
        eerste, totaal = self._shares(eigen, samen, ruis / self.n, variantie)
        keren = []
        for k, (x, w) in enumerate(stukken):
            n = self.n - x.shape[1]
            som = w.sum()
            kruis = sum(per_deel) - per_deel[k] - x.sum(axis=1) * som / n
            kwadraten = variantie * self.n - w @ w - som**2 / n
            g = self.inverses[k] @ kruis
            over = max(float(kwadraten - g @ kruis), 0.0) / (n - len(self.x) - 1)
            zonder = self._first(g, self.zonder[k], self.sporen_zonder[k], over, n)
            anders = (samen * len(producten) - producten[k]) / (len(producten) - 1)
            keren.append(self._shares(zonder, anders, over / n, kwadraten / n))
        effect = self._effects(_without_noise(delen, eigen), rest - _interplay(samen, richtingen))
        return eerste, totaal, _jackknife([k[0] for k in keren]), _jackknife([k[1] for k in keren]), effect

    def parts(self, y: Reeks) -> Reeks:
        """What each group adds to one outcome (n,) in every draw, around 0; nothing with too few draws. (g, n)"""
        if not self.genoeg:
            return np.zeros((len(self.plaatsen), self.n))
        om_nul = y - y.mean()
        gewichten = self.inverse @ (self.x @ om_nul)
        delen = np.stack([gewichten[p] @ self.x[p] for p in self.plaatsen])
        rest = om_nul - delen.sum(axis=0)
        ruis = float(rest @ rest) / (self.n - len(self.x) - 1)
        return _without_noise(delen, self._first(gewichten, self.momenten, self.sporen, ruis, self.n))

    @staticmethod
    def _effects(delen: Reeks, rest: Reeks) -> Reeks:
        """10th and 90th percentile of every part and of what remains, which all lie around 0. (2, g)"""
        op_volgorde = np.vstack([delen, rest])
        op_volgorde.sort(axis=-1)
        return np.stack([_quantile(op_volgorde, deel) for deel in STAARTEN])

    def _first(self, gewichten: Reeks, momenten: Reeks, sporen: list[float], ruis: float, n: int) -> Reeks:
        """Variance of the part of every group, less what the noise adds to it. (g,)"""
        return np.array(
            [
                (gewichten[p] @ momenten[p, p] @ gewichten[p] - ruis * spoor) / n
                for p, spoor in zip(self.plaatsen, sporen, strict=True)
            ]
        )

    def _directions(self, delen: Reeks) -> Reeks:
        """Two directions of unit length per group: its fitted part, and its sum as far as that is another. (2 g, n)"""
        uit = np.zeros((len(delen), 2, self.n))
        for g, (deel, som) in enumerate(zip(delen, self.sommen, strict=True)):
            lengte = deel.std()
            if len(som) and lengte > 0:
                uit[g, 0] = deel / lengte
                over = som[0] - (som[0] @ uit[g, 0] / self.n) * uit[g, 0]
                if over.std() > _STIL:
                    uit[g, 1] = over / over.std()
        return uit.reshape(-1, self.n)

    @staticmethod
    def _shares(eigen: Reeks, samen: Reeks, ruis: float, variantie: float) -> tuple[Reeks, Reeks]:
        """First-order and total shares, with what remains behind them. samen: (2 g, 2 g)"""
        groepen = len(eigen)
        paren = _between_groups(samen**2 - ruis * (samen != 0)).reshape(groepen, 2, groepen, 2).sum(axis=(1, 3))
        rest = variantie - eigen.sum() - paren.sum() / 2
        return np.append(eigen, rest) / variantie, np.append(eigen + paren.sum(axis=1), rest) / variantie


def _quantile(op_volgorde: Reeks, deel: float) -> Reeks:
    """`np.quantile` of rows in order, to the bit; looking for the place by itself takes it longer than sorting does.
    (g, n) -> (g,)"""
    plaats = deel * (op_volgorde.shape[-1] - 1)
    onder, boven = (op_volgorde[:, int(plaats) + k] for k in (0, 1))
    voorbij = plaats - int(plaats)
    return boven - (boven - onder) * (1 - voorbij) if voorbij >= 0.5 else onder + (boven - onder) * voorbij


def _without_noise(delen: Reeks, eigen: Reeks) -> Reeks:
    """The parts without the spread that noise gave them. delen: (g, n), eigen: (g,) their variance without it"""
    kleiner = np.sqrt(np.maximum(eigen, 0) / np.maximum((delen**2).mean(axis=1), 1e-300))
    return np.asarray(delen * np.minimum(kleiner, 1.0)[:, None])


def _interplay(samen: Reeks, richtingen: Reeks) -> Reeks:
    """What the products of the directions add. (n,)"""
    return np.einsum("an,an->n", np.triu(_between_groups(samen), 1) @ richtingen, richtingen)


def _between_groups(samen: Reeks) -> Reeks:
    """Nothing within a group: that is in its own part already. (2 g, 2 g)"""
    return samen * (1 - np.kron(np.eye(len(samen) // 2), np.ones((2, 2))))


def _bundle(groep: Reeks) -> Reeks:
    if len(groep) <= BUNDELS:
        return groep
    return np.stack([_standardise(stuk).sum(axis=0) for stuk in np.array_split(groep, BUNDELS)])


def _standardise(reeksen: Reeks) -> Reeks:
    """Mean 0 and length 1, without what does not vary. (f, n) -> (f', n)"""
    midden = reeksen.mean(axis=-1, keepdims=True) if reeksen.size else np.zeros((len(reeksen), 1))
    om_nul = reeksen - midden
    lengte = om_nul.std(axis=-1) if reeksen.size else np.zeros(len(reeksen))
    telt = lengte > _STIL * (1 + np.abs(midden[:, 0]))
    return np.asarray(om_nul[telt] / lengte[telt, None])


def _less_mean(momenten: Reeks, som: Reeks, n: int) -> Reeks:
    return momenten - np.outer(som, som) / n


def _invert(momenten: Reeks) -> Reeks:
    rug = _RUG * np.trace(momenten) / max(len(momenten), 1)
    return np.linalg.inv(momenten + rug * np.eye(len(momenten)))


def _jackknife(keren: Sequence[Reeks]) -> Reeks:
    per_keer = np.stack(keren)
    anders = per_keer - per_keer.mean(axis=0)
    return np.asarray(np.sqrt((len(keren) - 1) / len(keren) * (anders**2).sum(axis=0)))
