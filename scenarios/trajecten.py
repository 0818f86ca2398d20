"""From an arriving person to months of service: waiting, PIP, start of the leerroute, staying and succeeding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

from finance.voorzieningen import Gebruik, usage_per_month
from scenarios.invoermodellen import Gebruiksregel, Route, Trajecten, Verzameling


def month_distribution(verzameling: Verzameling, maanden: int) -> NDArray[np.float64]:
    """P(a step takes k whole months), k = 0..maanden-1; what lasts longer falls off the grid. shape (maanden,)

    Discretised gamma distribution: mass of (k - 1/2, k + 1/2), so that the mean stays about `gemiddeld`.
    """
    if verzameling.gemiddeld == 0:
        return np.eye(1, maanden)[0]
    grenzen = np.arange(maanden + 1) - 0.5
    verdeling = gamma.cdf(grenzen, verzameling.vorm, scale=verzameling.gemiddeld / verzameling.vorm)
    return np.diff(np.maximum(verdeling, 0.0))


def waiting_distributions(trajecten: Trajecten, doelgroep: str, maanden: int) -> dict[str, NDArray[np.float64]]:
    """Months from arrival to each anchor event of `finance.voorzieningen.ANKERS`; a start reached by a share only.

    Values have shape (maanden,) and sum to at most 1: PIP and start are reached by `start_aandeel`.
    """
    stappen = trajecten.wachten[doelgroep]
    tot_intake = month_distribution(stappen["intake"], maanden)
    tot_pip = np.convolve(tot_intake, month_distribution(stappen["pip"], maanden))[:maanden]
    tot_start = np.convolve(tot_pip, month_distribution(stappen["start"], maanden))[:maanden]
    aandeel = trajecten.start_aandeel[doelgroep]
    return {
        "huisvesting": np.eye(1, maanden)[0],
        "intake": tot_intake,
        "pip": aandeel * tot_pip,
        "start": aandeel * tot_start,
    }


def shift_matrix(verdeling: NDArray[np.float64], extra: int = 0) -> NDArray[np.float64]:
    """Distribution of months -> (c, s) matrix: share of arrivals of month c whose event falls in month s."""
    maanden = len(verdeling)
    verschil = np.arange(maanden)[None, :] - np.arange(maanden)[:, None] - extra
    return np.where(verschil >= 0, verdeling[np.clip(verschil, 0, None)], 0.0)


def staying(route: Route, maanden: int) -> NDArray[np.float64]:
    """Share still in the traject k months after its start. shape (maanden,)"""
    return np.power(1.0 - route.uitval_per_maand, np.arange(maanden))


def usage_profile(regel: Gebruiksregel, route: Route, maanden: int, is_leerroute: bool) -> NDArray[np.float64]:
    """Expected units per month since the usage begins, for a person of this route. shape (maanden,)"""
    gebruik = Gebruik(
        regel.anker,
        regel.hoeveelheid,
        regel.duur or route.maanden,
        regel.na,
        regel.aandeel,
        regel.verlenging,
        regel.verlenging_aandeel,
        regel.uren,
    )
    # Before the start of the route nobody leaves in this model: start_aandeel covers that.
    blijft = staying(route, maanden + regel.na)[regel.na :] if regel.anker == "start" else np.ones(maanden)
    profiel = usage_per_month(gebruik, blijft, maanden)
    if is_leerroute and route.afschalen_aandeel > 0:
        profiel[route.afschalen_na :] *= 1 - route.afschalen_aandeel * (1 - route.afschalen_intensiteit)
    return profiel


def completion_distribution(wachten_start: NDArray[np.float64], route: Route, maanden: int) -> NDArray[np.float64]:
    """Months from arrival to the end of the route, for those who stayed (before success is drawn). shape (maanden,)"""
    einde = np.zeros(maanden)
    if route.maanden < maanden:
        blijft = staying(route, maanden)[route.maanden]
        einde[route.maanden :] = wachten_start[: maanden - route.maanden] * blijft
    return einde
