"""How long steps take, from dated records with right censoring: Kaplan-Meier, blended with what was given.

A step that has not happened at the peildatum is not missing: it is known to take longer than so far. Leaving out who
still waits would make every waiting time look too short. docs/model-volumes.md section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.regiomap.modellen import Trajecten
from scenarios.regiomap.records import EINDUITKOMSTEN, Persoonrij
from scenarios.volumes.overleving import BEREIKT, LOPEND, estimate_incidence
from scenarios.volumes.trajecten import Verloop, given_course

STAPPEN = {"intake": "huisvesting", "pip": "intake", "start": "pip"}
"""Step -> the event that its waiting counts from."""


def months_between(van: date, tot: date) -> int:
    """Whole calendar months, never negative: an intake in the AZC before the housing waits 0 months."""
    return max((tot.year - van.year) * 12 + tot.month - van.month, 0)


def observed_durations(
    personen: Sequence[Persoonrij], van: str, naar: str, peildatum: date
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Months from event `van` to event `naar` as known on the peildatum, and whether it was seen.

    Who has not reached it counts until the end of the traject or the peildatum. Two arrays over the persons that
    reached `van`; a completion once seen stays as it is at every later peildatum.
    """
    maanden, gezien = [], []
    for p in personen:
        begin, einde = p.known(van, peildatum), p.known(naar, peildatum)
        if begin is None:
            continue
        tot = einde or p.known("einde", peildatum) or peildatum
        maanden.append(months_between(begin, tot))
        gezien.append(einde is not None)
    return np.array(maanden, dtype=np.int64), np.array(gezien, dtype=bool)


def kaplan_meier(
    maanden: NDArray[np.int64], gezien: NDArray[np.bool_], lengte: int
) -> tuple[NDArray[np.float64], float]:
    """Probability of each whole number of months, and what is left beyond the last one seen. (lengte,), float"""
    kansen = np.zeros(lengte)
    if not gezien.any():
        return kansen, 1.0
    bereikt = estimate_incidence(maanden, np.where(gezien, BEREIKT, LOPEND))
    sprong = np.diff(bereikt.kans, prepend=0.0)
    plaats = bereikt.tijden.astype(int)
    binnen = plaats < lengte
    np.add.at(kansen, plaats[binnen], sprong[binnen])
    return kansen, float(max(1.0 - kansen.sum(), 0.0))


def estimate_step(
    maanden: NDArray[np.int64], gezien: NDArray[np.bool_], gegeven: NDArray[np.float64], gewicht: float
) -> NDArray[np.float64]:
    """Kaplan-Meier blended with the given distribution, which weighs `gewicht` records. shape of `gegeven`

    What lies beyond the last step seen follows the tail of the given distribution; without a tail it stays away.
    """
    if not len(maanden):
        return gegeven
    kansen, rest = kaplan_meier(maanden, gezien, len(gegeven))
    laatste = int(maanden[gezien].max()) if gezien.any() else -1
    staart = np.where(np.arange(len(gegeven)) > laatste, gegeven, 0.0)
    if staart.sum() > 0:
        kansen = kansen + rest * staart / staart.sum()
    n = len(maanden)
    return (n * kansen + gewicht * gegeven) / (n + gewicht)


def learn_course(
    trajecten: Trajecten, personen: Sequence[Persoonrij], peildatum: date, gewicht: float, maanden: int
) -> Verloop:
    """The course of trajecten: as given in trajecten.toml, adjusted by the records known on the peildatum."""
    gegeven = given_course(trajecten, maanden)
    if not personen:
        return gegeven
    wachten, aandeel = {}, {}
    for doelgroep in DOELGROEPEN:
        # Who moved here with a PIP took these steps elsewhere, and does not wait for them.
        eigen = [p for p in personen if p.doelgroep == doelgroep and p.plichtig == "ja" and p.vorige_pip is None]
        wachten[doelgroep] = {
            stap: estimate_step(
                *observed_durations(eigen, van, stap, peildatum), gegeven.wachten[doelgroep][stap], gewicht
            )
            for stap, van in STAPPEN.items()
        }
        bereikt = sum(p.known("pip", peildatum) is not None for p in eigen)
        gestopt = sum(p.known("pip", peildatum) is None and p.known("einde", peildatum) is not None for p in eigen)
        aandeel[doelgroep] = (gewicht * gegeven.start_aandeel[doelgroep] + bereikt) / (gewicht + bereikt + gestopt)
    duur, uitval, afschalen, geslaagd = {}, {}, {}, {}
    for route in LEERROUTES:
        eigen = [p for p in personen if p.leerroute == route and p.known("start", peildatum) is not None]
        duur[route] = _duration(eigen, gegeven.duur[route], gewicht, peildatum)
        uitval[route] = _leaving(eigen, trajecten.route[route].uitval_per_maand, gewicht, peildatum, maanden)
        afschalen[route] = _stepping_down(
            eigen, gegeven.afschalen[route], trajecten.route[route].afschalen_na, gewicht, peildatum
        )
        af = [p.uitkomst for p in eigen if p.known("einde", peildatum) is not None]
        geslaagd[route] = (float(af.count("geslaagd")), float(af.count("niet_geslaagd")))
    return Verloop(wachten, aandeel, duur, uitval, afschalen, geslaagd)


def _duration(
    personen: Sequence[Persoonrij], gegeven: NDArray[np.float64], gewicht: float, peildatum: date
) -> NDArray[np.float64]:
    """From start to the end of the route; leaving early censors."""
    maanden, gezien = observed_durations(personen, "start", "einde", peildatum)
    uitgediend = np.array([p.uitkomst in EINDUITKOMSTEN for p in personen], dtype=bool)
    return estimate_step(maanden, gezien & uitgediend, gegeven, gewicht)


def _leaving(personen: Sequence[Persoonrij], gegeven: float, gewicht: float, peildatum: date, maanden: int) -> float:
    """Leavers per person-month: Gamma-Poisson, the given rate weighing `gewicht` persons for a year."""
    duur, gezien = observed_durations(personen, "start", "einde", peildatum)
    weg = sum(bool(g) and p.uitkomst not in EINDUITKOMSTEN for g, p in zip(gezien, personen, strict=True))
    # The month in which somebody starts counts for half.
    blootstelling = float((np.minimum(duur, maanden) + 0.5).sum())
    return float((gegeven * gewicht * 12 + weg) / (gewicht * 12 + blootstelling))


def _stepping_down(personen: Sequence[Persoonrij], gegeven: float, na: int, gewicht: float, peildatum: date) -> float:
    """Share that steps down, among who is past the month in which it may happen: Beta-binomial."""
    duur, _ = observed_durations(personen, "start", "einde", peildatum)
    afgeschaald = np.array([p.known("afgeschaald", peildatum) is not None for p in personen], dtype=bool)
    telt = (duur >= na) | afgeschaald
    return float((gegeven * gewicht + afgeschaald.sum()) / (gewicht + telt.sum()))
