"""What a region's own counts say about its parameters: conjugate posteriors, partially pooled over the region.

Two levels. The region's mean m has a prior from national figures with weight W (`gewicht_*`); each gemeente has its
own value around m with weight w (`samenweging_*`), estimated from how much the gemeenten differ. Given m every gemeente
has a conjugate posterior in which m weighs w observations against its own n, so its mean lies between its own figure
and m. The counts of a gemeente say less about m than their number suggests, because gemeenten differ: they enter with
their effective size. docs/model-volumes.md section 3 gives every formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

from finance.voorzieningen import DOELGROEPEN
from scenarios.grond.opzoeker import Opzoeker
from scenarios.volumes.instroom import Instroom
from scenarios.volumes.opgave import Inhaal, counted_against
from scenarios.volumes.zoeken import find_minimum

POOLING_SPREIDING = np.log(3.0)
"""Standard deviation of the prior on ln w: a factor three either way."""


@dataclass(frozen=True)
class Eigen:
    """What one gemeente adds to the region's mean: its own weight, successes (or counts) and total (or exposure)."""

    gewicht: float
    succes: NDArray[np.float64] | float
    totaal: float
    hoogstens: float = np.inf
    """A rate above this is not believed, whatever the counts say."""


@dataclass(frozen=True)
class Pool:
    """Posterior of one quantity for a region. g gemeente, r leerroute for a mix.

    `regio`: parameters of the distribution of m: Beta(a, b), Gamma(shape, rate) or Dirichlet(alfa).
    """

    regio: NDArray[np.float64]
    gewicht: float
    """w, the weight of m in the posterior of one gemeente"""
    succes: NDArray[np.float64]
    """(g,) or (g, r)"""
    totaal: NDArray[np.float64]
    """(g,)"""
    hoogstens: NDArray[np.float64] | None = None
    """(g,) bound on a rate; None for shares, which cannot pass 1"""
    begrensd: NDArray[np.bool_] | None = None
    """(g,) where the counts asked for more than the bound"""

    def own(self, g: int) -> Eigen:
        """The part of one gemeente."""
        grens = np.inf if self.hoogstens is None else float(self.hoogstens[g])
        return Eigen(self.gewicht, self.succes[g], float(self.totaal[g]), grens)


def pool_shares(
    succes: NDArray[np.float64], totaal: NDArray[np.float64], voorkennis: float, gewicht: float, pooling: float
) -> Pool:
    """Beta-binomial: theta_g ~ Beta(w m, w (1-m)), s_g ~ Binomial(n_g, theta_g). succes, totaal: (g,)"""

    def mean(w: float) -> NDArray[np.float64]:
        d = _effective(totaal, w)
        return np.array(
            [gewicht * voorkennis + (d * succes).sum(), gewicht * (1 - voorkennis) + (d * (totaal - succes)).sum()]
        )

    def log_likelihood(w: float) -> float:
        m = beta_mean(mean(w))
        a, b = w * m, w * (1 - m)
        return float((betaln(a + succes, b + totaal - succes) - betaln(a, b)).sum())

    w = _fit_weight(log_likelihood, pooling)
    return Pool(mean(w), w, succes, totaal)


def pool_rates(
    aantal: NDArray[np.float64],
    blootstelling: NDArray[np.float64],
    basis: NDArray[np.float64],
    gewicht: float,
    pooling: float,
    hoogstens: NDArray[np.float64] | float = np.inf,
) -> Pool:
    """Gamma-Poisson: lambda_g ~ Gamma(w m b_g, w), y_g ~ Poisson(T_g lambda_g); b_g prior rate, m a common factor.

    aantal, blootstelling, basis: (g,). The factor m ~ Gamma(W, W) before the data, W = `gewicht` expected persons. A
    count above `hoogstens` (a rate, per gemeente) teaches no more than a count at it.
    """
    grens = np.broadcast_to(np.asarray(hoogstens, dtype=float), aantal.shape)
    # Without exposure there is nothing to learn, whatever was counted.
    meest = np.multiply(grens, blootstelling, out=np.zeros(aantal.shape), where=blootstelling > 0)
    te_veel = aantal > meest
    aantal = np.minimum(aantal, meest)

    def mean(w: float) -> NDArray[np.float64]:
        d = w / (w + blootstelling)
        return np.array([gewicht + (d * aantal).sum(), gewicht + (d * blootstelling * basis).sum()])

    def log_likelihood(w: float) -> float:
        a = np.maximum(w * gamma_mean(mean(w)) * basis, 1e-9)
        kans = gammaln(aantal + a) - gammaln(a) + a * np.log(w / (w + blootstelling))
        meer = aantal * np.log(np.maximum(blootstelling, 1e-12) / (w + blootstelling))
        return float((kans + np.where(aantal > 0, meer, 0.0)).sum())

    w = _fit_weight(log_likelihood, pooling)
    return Pool(mean(w), w, aantal, blootstelling, grens, te_veel)


def pool_mixes(aantallen: NDArray[np.float64], voorkennis: NDArray[np.float64], gewicht: float, pooling: float) -> Pool:
    """Dirichlet-multinomial over routes: theta_g ~ Dirichlet(w m). aantallen: (g, r), voorkennis: (r,)"""
    totaal = aantallen.sum(axis=1)

    def mean(w: float) -> NDArray[np.float64]:
        return gewicht * voorkennis + _effective(totaal, w) @ aantallen

    def log_likelihood(w: float) -> float:
        alfa = w * mean(w) / mean(w).sum()
        kans = gammaln(alfa + aantallen) - gammaln(alfa)
        return float(kans.sum() + (gammaln(w) - gammaln(w + totaal)).sum())

    w = _fit_weight(log_likelihood, pooling)
    return Pool(mean(w), w, aantallen, totaal)


def _effective(totaal: NDArray[np.float64], w: float) -> NDArray[np.float64]:
    """Share of n observations that says something about m: Var(s/n) = m(1-m)/n x (n+w)/(w+1)."""
    return (w + 1) / (w + np.maximum(totaal, 1.0))


def _fit_weight(log_likelihood: Callable[[float], float], voorkennis: float) -> float:
    """Empirical Bayes: w with the highest posterior, prior lognormal around `voorkennis`; without data that itself."""
    midden = np.log(voorkennis)

    def loss(ln_w: float) -> float:
        return ((ln_w - midden) / POOLING_SPREIDING) ** 2 / 2 - log_likelihood(float(np.exp(ln_w)))

    # Four prior standard deviations either way.
    grens = 4 * POOLING_SPREIDING
    return float(np.exp(find_minimum(loss, midden - grens, midden + grens, 1e-6)))


def gamma_mean(verdeling: NDArray[np.float64]) -> float:
    """Mean of Gamma(shape, rate)."""
    return float(verdeling[0] / verdeling[1])


def beta_mean(verdeling: NDArray[np.float64]) -> float:
    """Mean of Beta(a, b)."""
    return float(verdeling[0] / (verdeling[0] + verdeling[1]))


def share_mean(regio: NDArray[np.float64], eigen: Eigen) -> float:
    """Posterior mean of a share of one gemeente: (w m + s) / (w + n)."""
    return float((eigen.gewicht * beta_mean(regio) + eigen.succes) / (eigen.gewicht + eigen.totaal))


def rate_mean(regio: NDArray[np.float64], eigen: Eigen, basis: float) -> float:
    """Posterior mean of a rate of one gemeente: (w m b + y) / (w + T), and never above its bound."""
    gemiddeld = (eigen.gewicht * gamma_mean(regio) * basis + eigen.succes) / (eigen.gewicht + eigen.totaal)
    return float(np.minimum(gemiddeld, eigen.hoogstens))


def mix_mean(regio: NDArray[np.float64], eigen: Eigen) -> NDArray[np.float64]:
    """Posterior mean of the route mix of one gemeente. shape (r,)"""
    alfa = eigen.gewicht * regio / regio.sum() + eigen.succes
    return np.asarray(alfa / alfa.sum())


@dataclass(frozen=True)
class Kennis:
    """Posteriors of a region."""

    realisatie: Pool
    """share of the opgave that is housed, around `basis` 1"""
    plichtig: Pool
    """share of the housed that is inburgeringsplichtig"""
    gezin: Pool
    """gezinsmigranten per half-year, around `basis_gezin`"""
    mix: tuple[Pool, ...]
    """route mix per doelgroep"""
    basis_realisatie: float
    basis_gezin: NDArray[np.float64]
    """(g,) the national number per half-year by inhabitants"""
    spreidingsindex: float
    """variance over mean of the persons housed in a half-year: they come per household"""
    inhaal: Inhaal


def learn(
    instroom: Sequence[Instroom],
    taakstelling: Sequence[NDArray[np.float64]],
    opgave: Sequence[NDArray[np.float64]],
    aandeel: Sequence[float],
    mix: NDArray[np.float64],
    zoek: Opzoeker,
    jaar: int,
) -> Kennis:
    """All posteriors of a region from its counts. taakstelling, opgave: per gemeente (h,), the second with what was
    carried over; aandeel: share of the country.
    """

    def number(naam: str) -> float:
        return zoek.number(naam, jaar)

    index, inhaal = number("spreidingsindex_gehuisvest"), Inhaal(number("inhaal_hoogstens"), number("inhaal_minstens"))
    geteld = np.array(
        [
            counted_against(i.gehuisvest[w], t[w], (o - t)[w], inhaal)
            for i, t, o in zip(instroom, taakstelling, opgave, strict=True)
            for w in (i.waargenomen[0],)
        ]
    )
    # Only half-years with both figures say something about the share that is plichtig.
    beide = [i.waargenomen[0] & i.waargenomen[1] for i in instroom]
    gehuisvest = np.array([i.gehuisvest[b].sum() for i, b in zip(instroom, beide, strict=True)])
    plichtig = np.array([i.plichtig[b].sum() for i, b in zip(instroom, beide, strict=True)])
    halfjaar_gezin = np.mean([zoek.number("landelijk_gezin", j) for j in (2022, 2023)]) / 2
    basis_realisatie, basis_gezin = number("realisatie"), halfjaar_gezin * np.asarray(aandeel)
    return Kennis(
        # Persons come per household, so they count as so many independent observations fewer.
        pool_rates(
            geteld[:, 0] / index,
            geteld[:, 1] / index,
            np.full(len(instroom), basis_realisatie),
            number("gewicht_realisatie"),
            number("samenweging_realisatie"),
            number("realisatie_hoogstens"),
        ),
        pool_shares(
            # Whoever became plichtig was housed, if at another time than counted: the share stays within 1.
            np.minimum(plichtig, gehuisvest),
            gehuisvest,
            number("aandeel_plichtig"),
            number("gewicht_plichtig"),
            number("samenweging_plichtig"),
        ),
        pool_rates(
            np.array([i.gezin[i.waargenomen[2]].sum() for i in instroom]),
            np.array([float(i.waargenomen[2].sum()) for i in instroom]),
            basis_gezin,
            number("gewicht_gezin"),
            number("samenweging_gezin"),
            number("gezin_hoogstens") * basis_gezin,
        ),
        tuple(
            pool_mixes(
                np.array([i.gestart[p].sum(axis=-1) for i in instroom]),
                mix,
                number("gewicht_mix"),
                number("samenweging_mix"),
            )
            for p in range(len(DOELGROEPEN))
        ),
        basis_realisatie,
        basis_gezin,
        index,
        inhaal,
    )
