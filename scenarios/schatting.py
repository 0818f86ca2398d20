"""What a region's own counts say about its parameters: conjugate posteriors, partially pooled over the region.

Each gemeente leans on the region, the region on national figures or a stated assumption. The weights of the priors are
parameters (`gewicht_*`), expressed in observations. With w the weight, m0 the prior mean and a region with successes
S out
of N, the regional mean is m = (w m0 + S) / (w + N), and a gemeente with s of n gets the posterior with prior mean m and
weight w. The posterior mean therefore always lies between its own figure and the regional one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import DOELGROEPEN
from scenarios.instroom import Instroom
from scenarios.regels import Opzoeker


def pooled_beta(
    successen: NDArray[np.float64], totaal: NDArray[np.float64], voorkennis: float, gewicht: float
) -> NDArray[np.float64]:
    """Share per gemeente: Beta(a, b). successen, totaal: (g,) -> (2, g)"""
    regio = (gewicht * voorkennis + successen.sum()) / (gewicht + totaal.sum())
    return np.stack([gewicht * regio + successen, gewicht * (1 - regio) + totaal - successen])


def pooled_gamma(
    aantallen: NDArray[np.float64],
    blootstelling: NDArray[np.float64],
    voorkennis: NDArray[np.float64],
    gewicht: float,
) -> NDArray[np.float64]:
    """Rate per gemeente per unit of exposure: Gamma(shape, rate). all (g,) -> (2, g)

    `voorkennis`: prior rate per gemeente; the region scales all of them by one factor.
    """
    verwacht = (voorkennis * blootstelling).sum()
    ruggensteun = (voorkennis * gewicht).sum()
    factor = (ruggensteun + aantallen.sum()) / (ruggensteun + verwacht)
    return np.stack([gewicht * factor * voorkennis + aantallen, gewicht + blootstelling])


def pooled_dirichlet(
    aantallen: NDArray[np.float64], voorkennis: NDArray[np.float64], gewicht: float
) -> NDArray[np.float64]:
    """Shares over routes per gemeente: Dirichlet(alfa). aantallen: (g, r), voorkennis: (r,) -> (g, r)"""
    regio = (gewicht * voorkennis + aantallen.sum(axis=0)) / (gewicht + aantallen.sum())
    return gewicht * regio + aantallen


def gamma_mean(verdeling: NDArray[np.float64]) -> float:
    """Mean of Gamma(shape, rate)."""
    return float(verdeling[0] / verdeling[1])


def beta_mean(verdeling: NDArray[np.float64]) -> float:
    """Mean of Beta(a, b)."""
    return float(verdeling[0] / (verdeling[0] + verdeling[1]))


@dataclass(frozen=True)
class Kennis:
    """Posteriors per gemeente. g gemeente, p doelgroep, r leerroute."""

    realisatie: NDArray[np.float64]
    """(2, g) Gamma: share of the opgave that is housed"""
    plichtig: NDArray[np.float64]
    """(2, g) Beta: share of the housed that is inburgeringsplichtig"""
    gezin: NDArray[np.float64]
    """(2, g) Gamma: gezinsmigranten per half-year"""
    mix: NDArray[np.float64]
    """(g, p, r) Dirichlet: route mix"""


def learn(
    instroom: Sequence[Instroom],
    taakstelling: Sequence[NDArray[np.float64]],
    aandeel: Sequence[float],
    mix: NDArray[np.float64],
    zoek: Opzoeker,
    jaar: int,
) -> Kennis:
    """All posteriors of a region from its counts. taakstelling: per gemeente (h,); aandeel: share of the country."""
    gehuisvest = np.array([i.gehuisvest[i.waargenomen[0]].sum() for i in instroom])
    opgave = np.array([t[i.waargenomen[0]].sum() for i, t in zip(instroom, taakstelling, strict=True)])
    # Only half-years with both figures say something about the share that is plichtig.
    beide = [i.waargenomen[0] & i.waargenomen[1] for i in instroom]
    halfjaar_gezin = np.mean([zoek.number("landelijk_gezin", j) for j in (2022, 2023)]) / 2
    return Kennis(
        pooled_gamma(
            gehuisvest,
            opgave,
            np.full(len(instroom), zoek.number("realisatie", jaar)),
            zoek.number("gewicht_realisatie", jaar),
        ),
        pooled_beta(
            np.array([i.plichtig[b].sum() for i, b in zip(instroom, beide, strict=True)]),
            np.array([i.gehuisvest[b].sum() for i, b in zip(instroom, beide, strict=True)]),
            zoek.number("aandeel_plichtig", jaar),
            zoek.number("gewicht_plichtig", jaar),
        ),
        pooled_gamma(
            np.array([i.gezin[i.waargenomen[2]].sum() for i in instroom]),
            np.array([float(i.waargenomen[2].sum()) for i in instroom]),
            halfjaar_gezin * np.asarray(aandeel),
            zoek.number("gewicht_gezin", jaar),
        ),
        np.stack(
            [
                pooled_dirichlet(
                    np.array([i.gestart[p].sum(axis=-1) for i in instroom]),
                    mix,
                    zoek.number("gewicht_mix", jaar),
                )
                for p in range(len(DOELGROEPEN))
            ],
            axis=1,
        ),
    )
