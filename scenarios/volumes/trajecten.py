"""From an arriving person to months of service: waiting, PIP, start of the leerroute, staying and succeeding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from finance.voorzieningen import DOELGROEPEN, Gebruik, usage_per_month
from scenarios.regiomap.modellen import Gebruiksregel, Route, Trajecten, Verzameling


@dataclass(frozen=True)
class Verloop:
    """How trajecten run: as given in trajecten.toml, or what dated records say about it (`scenarios.volumes.duur`)."""

    wachten: dict[str, dict[str, NDArray[np.float64]]]
    """doelgroep -> intake, pip, start -> months that the step takes, (m,); a sum below 1: never reached"""
    start_aandeel: dict[str, float]
    """doelgroep -> share that reaches a PIP"""
    duur: dict[str, NDArray[np.float64]]
    """leerroute -> months from start to end, extension included, (m,)"""
    uitval: dict[str, float]
    """leerroute -> share leaving per month"""
    afschalen: dict[str, float]
    """leerroute -> share that steps down to a lower intensity"""
    geslaagd: dict[str, tuple[float, float]]
    """leerroute -> (succeeded, not succeeded) in the records"""


def given_course(trajecten: Trajecten, maanden: int) -> Verloop:
    """The course as given, without records."""
    return Verloop(
        {p: {s: month_distribution(v, maanden) for s, v in trajecten.wachten[p].items()} for p in DOELGROEPEN},
        {p: a.aandeel for p, a in trajecten.start_aandeel.items()},
        {r: duration_distribution(x, maanden) for r, x in trajecten.route.items()},
        {r: x.uitval_per_maand for r, x in trajecten.route.items()},
        {r: x.afschalen_aandeel for r, x in trajecten.route.items()},
        dict.fromkeys(trajecten.route, (0.0, 0.0)),
    )


def duration_distribution(route: Route, maanden: int) -> NDArray[np.float64]:
    """Nominal duration, a share of the trajecten extended. shape (maanden,); off the grid what lasts longer

    A mean between two whole months is some trajecten of the one and some of the other.
    """
    uit = np.zeros(maanden)
    for lengte, deel in (
        (route.maanden, 1 - route.verlenging_aandeel),
        (route.maanden + route.verlenging, route.verlenging_aandeel),
    ):
        heel, rest = int(lengte), lengte - int(lengte)
        for maand, part in ((heel, deel * (1 - rest)), (heel + 1, deel * rest)):
            if maand < maanden:
                uit[maand] += part
    return uit


def month_distribution(verzameling: Verzameling, maanden: int) -> NDArray[np.float64]:
    """P(a step takes k whole months), k = 0..maanden-1; what lasts longer falls off the grid. shape (maanden,)

    Discretised gamma distribution: mass of (k - 1/2, k + 1/2), so that the mean stays about `gemiddeld`.
    """
    if verzameling.gemiddeld == 0:
        return np.eye(1, maanden)[0]
    grenzen = np.arange(maanden + 1) - 0.5
    verdeling = gammainc(verzameling.vorm, np.maximum(grenzen, 0.0) / (verzameling.gemiddeld / verzameling.vorm))
    return np.diff(np.maximum(verdeling, 0.0))


def waiting_distributions(verloop: Verloop, doelgroep: str, maanden: int) -> dict[str, NDArray[np.float64]]:
    """Months from arrival to each anchor event of `finance.voorzieningen.ANKERS`; a start reached by a share only.

    Values have shape (maanden,) and sum to at most 1: PIP and start are reached by `start_aandeel`.
    """
    stappen = verloop.wachten[doelgroep]
    tot_pip = np.convolve(stappen["intake"], stappen["pip"])[:maanden]
    tot_start = np.convolve(tot_pip, stappen["start"])[:maanden]
    aandeel = verloop.start_aandeel[doelgroep]
    return {
        "huisvesting": np.eye(1, maanden)[0],
        "intake": stappen["intake"],
        "pip": aandeel * tot_pip,
        "start": aandeel * tot_start,
    }


def shift_matrix(verdeling: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distribution of months -> (c, s) matrix: share of arrivals of month c whose event falls in month s."""
    maanden = len(verdeling)
    verschil = np.arange(maanden)[None, :] - np.arange(maanden)[:, None]
    return np.where(verschil >= 0, verdeling[np.clip(verschil, 0, None)], 0.0)


def delay(wachten: NDArray[np.float64], maanden: int) -> NDArray[np.float64]:
    """The same events so many months later; what passes the end of the grid falls off. (c, s) -> (c, s)"""
    if maanden == 0:
        return wachten
    uit = np.zeros_like(wachten)
    uit[:, maanden:] = wachten[:, :-maanden]
    return uit


def staying(uitval: float, maanden: int) -> NDArray[np.float64]:
    """Share still in the traject k months after its start. shape (maanden,)"""
    return np.power(1.0 - uitval, np.arange(maanden))


def usage_profile(
    regel: Gebruiksregel, naam: str, route: Route, verloop: Verloop, maanden: int, is_leerroute: bool
) -> NDArray[np.float64]:
    """Expected units per month since the usage begins, for a person of route `naam`. shape (maanden,)

    A use without a duration of its own lasts as long as the route: the mean over the distribution of that duration.
    """
    blijft = _staying_since(regel, naam, verloop, maanden)
    duren = {regel.duur: 1.0} if regel.duur else _durations(verloop.duur[naam], route.maanden)
    profiel = np.zeros(maanden)
    for duur, kans in duren.items():
        gebruik = Gebruik(
            regel.anker,
            regel.hoeveelheid,
            duur,
            regel.na,
            regel.aandeel,
            regel.verlenging,
            regel.verlenging_aandeel,
            regel.uren,
        )
        profiel += kans * usage_per_month(gebruik, blijft, maanden)
    if is_leerroute and verloop.afschalen[naam] > 0:
        profiel[route.afschalen_na :] *= 1 - verloop.afschalen[naam] * (1 - route.afschalen_intensiteit)
    return profiel


def whole_trajecten(
    regel: Gebruiksregel, naam: str, route: Route, verloop: Verloop, maanden: int
) -> dict[int, NDArray[np.float64]]:
    """Months that the usage takes -> whole units of those who take that long and are still there. (maanden,)

    What is paid in terms counts trajecten: neither the extension nor a lower intensity makes it more or less of one.
    """
    blijft = regel.aandeel * regel.hoeveelheid * _staying_since(regel, naam, verloop, maanden)
    duren = {regel.duur: 1.0} if regel.duur else _durations(verloop.duur[naam], route.maanden)
    return {duur: kans * blijft for duur, kans in duren.items()}


def _staying_since(regel: Gebruiksregel, naam: str, verloop: Verloop, maanden: int) -> NDArray[np.float64]:
    """Share still there k months after the usage began. Before the start of the route nobody leaves in this model:
    start_aandeel covers that. (maanden,)"""
    if regel.anker != "start":
        return np.ones(maanden)
    return staying(verloop.uitval[naam], maanden + regel.na)[regel.na :]


def _durations(duur: NDArray[np.float64], nominaal: int) -> dict[int, float]:
    """Months -> probability; what lies off the grid takes the nominal duration."""
    uit = {max(int(k), 1): float(duur[k]) for k in np.flatnonzero(duur)}
    uit[nominaal] = uit.get(nominaal, 0.0) + max(1.0 - float(duur.sum()), 0.0)
    return uit


def completion_since_start(verloop: Verloop, naam: str, maanden: int) -> NDArray[np.float64]:
    """Months from the start of the route to its end, for those who stayed (before success is drawn). (maanden,)"""
    return verloop.duur[naam] * staying(verloop.uitval[naam], maanden)
