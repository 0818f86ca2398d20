"""Volumes per half-year and per month, with bands: what `spuk volumes` shows. No euros here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.parameters import Parameters
from finance.voorzieningen import DOELGROEPEN, LEERROUTES
from scenarios.grond.trekking import BLOK, Stroom, Trekking, Verwachting
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import monthly_shares
from scenarios.model.model import Model
from scenarios.model.personen import Volumes, draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.volumes.maandverdeling import split_months
from scenarios.volumes.trajecten import Verloop

STARTS = tuple(f"gestart_{r}" for r in LEERROUTES)
HALFJAARREEKSEN = ("taakstelling", "opgave", "gehuisvest", "plichtig", "gezin", *STARTS)
MAANDREEKSEN = ("gehuisvest", "plichtig", "gezin", *STARTS)
PERCENTIELEN = (10, 50, 90)
STATISTIEKEN = ("verwacht", *(f"p{p}" for p in PERCENTIELEN))


@dataclass(frozen=True)
class Volumereeks:
    """One gemeente, or the region. s statistic, k series, h half-year, m month."""

    naam: str
    code: str
    halfjaar: NDArray[np.float64]
    """(s, k, h) in the order of `STATISTIEKEN` and `HALFJAARREEKSEN`"""
    maand: NDArray[np.float64]
    """(s, k, m) in the order of `STATISTIEKEN` and `MAANDREEKSEN`"""


@dataclass(frozen=True)
class Volumeresultaat:
    """Volumes of one scenario."""

    regio: str
    scenario: str
    halfjaren: tuple[str, ...]
    maanden: tuple[str, ...]
    trekkingen: int
    reeksen: tuple[Volumereeks, ...]
    """the gemeenten in order, then the region"""

    def rows(self, per: str) -> Iterator[dict[str, Any]]:
        """Long form. per: `halfjaar` or `maand`."""
        namen, perioden = (HALFJAARREEKSEN, self.halfjaren) if per == "halfjaar" else (MAANDREEKSEN, self.maanden)
        for reeks in self.reeksen:
            cijfers = reeks.halfjaar if per == "halfjaar" else reeks.maand
            for k, grootheid in enumerate(namen):
                for t, periode in enumerate(perioden):
                    yield {
                        "periode": periode,
                        "gemeente": reeks.naam,
                        "cbs_code": reeks.code,
                        "scenario": self.scenario,
                        "grootheid": grootheid,
                        **{s: round(float(cijfers[i, k, t]), 2) for i, s in enumerate(STATISTIEKEN)},
                    }


Voortgang = Callable[[int, int], None]


def forecast_volumes(
    model: Model,
    trekkingen: int,
    zaad: int,
    voortgang: Voortgang = lambda klaar, totaal: None,
) -> Volumeresultaat:
    """Draw the volumes of every gemeente and of the region; `trekkingen` 0 is expected-value mode."""
    blokken: list[Trekking | Verwachting] = (
        [Trekking(zaad, b) for b in range(-(-trekkingen // BLOK))] if trekkingen else [Verwachting()]
    )
    landen = [simulate_country(model, t) for t in blokken]
    n, tijdas = trekkingen or 1, model.tijdas
    totaal: list[NDArray[np.float64]] = [
        np.zeros((len(HALFJAARREEKSEN), len(tijdas.halfjaren), n)),
        np.zeros((len(MAANDREEKSEN), len(tijdas.maanden), n)),
    ]
    reeksen = []
    for klaar, g in enumerate(model.gemeenten, start=1):
        delen = [
            draw_series(model, g, draw_volumes(model, g, land, t), t) for land, t in zip(landen, blokken, strict=True)
        ]
        trekking = [np.concatenate([d[i] for d in delen], axis=-1)[..., :n] for i in (0, 1)]
        reeksen.append(Volumereeks(g.naam, g.code, *(_statistics(x) for x in trekking)))
        for som, deel in zip(totaal, trekking, strict=True):
            som += deel
        voortgang(klaar, len(model.gemeenten))
    reeksen.append(Volumereeks(model.totaalnaam, "", *(_statistics(x) for x in totaal)))
    maanden = tuple(f"{m:%Y-%m}" for m in tijdas.maanden)
    return Volumeresultaat(model.regio, model.scenario, tijdas.halfjaren, maanden, trekkingen, tuple(reeksen))


def draw_series(
    model: Model, g: Gemeentemodel, volumes: Volumes, trekking: Trekking | Verwachting
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Every series of one gemeente for one block of draws. two arrays: (k, h, n) and (k, m, n)

    Persons of a half-year are placed in its months by an even multinomial; starts follow from the waiting times.
    """
    h, n = volumes.gehuisvest.shape
    # DUO may count more than the gemeente housed in that half-year: those were housed at another time.
    samen = np.minimum(volumes.plichtig, volumes.gehuisvest)
    beide, overig, eerder, gezin = (
        _over_months(reeks, wie, g.code, trekking)
        for wie, reeks in (
            ("plichtig", samen),
            ("overig", volumes.gehuisvest - samen),
            ("eerder gehuisvest", volumes.plichtig - samen),
            ("gezin", volumes.gezin),
        )
    )
    kansen = monthly_shares(model.tijdas, model.verloop, "start", g.gevolgen.verschuiving)
    starts = draw_starts(volumes.personen, kansen, trekking.stream("maand start", g.code)).sum(axis=0)
    per_half = starts.reshape(len(LEERROUTES), h, 6, n).sum(axis=2)
    vast = (volumes.taakstelling, volumes.opgave, volumes.gehuisvest, volumes.plichtig, volumes.gezin)
    return (
        np.concatenate([np.stack(vast), per_half]),
        np.concatenate([np.stack([beide + overig, beide + eerder, gezin]), starts]),
    )


def draw_starts(personen: NDArray[np.float64], kansen: NDArray[np.float64], stroom: Stroom) -> NDArray[np.float64]:
    """Starts of the leerroute per month, month by month: who still waits starts with the conditional probability.

    personen: (p, r, h, n); kansen: (p, r, h, m) share of a cohort starting in m, adding up to at most 1. Integer, and
    over all months never more than the cohort. -> (p, r, m, n)
    """
    wacht = personen.copy() if personen.shape[-1] == 1 else personen.astype(np.int64)
    over = np.ones(kansen.shape[:-1])
    uit = np.zeros((*personen.shape[:2], kansen.shape[-1], personen.shape[-1]))
    for m in range(kansen.shape[-1]):
        actief = np.flatnonzero((kansen[..., m] > 1e-9).any(axis=(0, 1)))
        if not len(actief):
            continue
        nu = kansen[:, :, actief, m]
        kans = np.clip(np.divide(nu, over[:, :, actief], out=np.zeros_like(nu), where=over[:, :, actief] > 1e-9), 0, 1)
        gestart = stroom.binomial(wacht[:, :, actief], kans[..., None])
        wacht[:, :, actief] = wacht[:, :, actief] - gestart
        over[:, :, actief] -= nu
        uit[:, :, m] = gestart.sum(axis=2)
    return uit


def _over_months(
    reeks: NDArray[np.float64], wie: str, code: str, trekking: Trekking | Verwachting
) -> NDArray[np.float64]:
    """(h, n) -> (m, n), whole persons evenly at random over six months; their mean in expected-value mode."""
    if isinstance(trekking, Verwachting):
        return np.repeat(reeks / 6, 6, axis=0)
    verdeeld = split_months(trekking.stream(f"maand {wie}", code), reeks.astype(np.int64))
    return verdeeld.transpose(0, 2, 1).reshape(-1, reeks.shape[-1])


def _statistics(trekking: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean and percentiles over the draws. (k, t, n) -> (s, k, t)"""
    return np.concatenate([trekking.mean(axis=-1)[None], np.percentile(trekking, PERCENTIELEN, axis=-1)])


DOELGROEPLABELS = {"asielstatushouder": "asielstatushouders", "gezinsmigrant": "gezins- en overige migranten"}
MOMENTEN = (("aan het einde van het cohortjaar", "zelfde_jaar", 0), ("een jaar na het cohortjaar", "jaar_later", 12))
"""(when, in the names of the parameters, months after the end of the cohort year)"""


@dataclass(frozen=True)
class Intaketoets:
    """Share of a cohort whose brede intake had begun: what the model says and what CBS counted nationally."""

    doelgroep: str
    moment: str
    model: float
    landelijk: tuple[float, ...]

    @property
    def afstand(self) -> float:
        """How far the model lies outside what CBS counted."""
        return max(self.model - max(self.landelijk), min(self.landelijk) - self.model, 0.0)


def check_intake(verloop: Verloop, parameters: Parameters) -> list[Intaketoets]:
    """Compare the waiting times with CBS: 35% / 45% at the end of the cohort year and 88% a year later (asiel)."""
    uit = []
    for doelgroep, naam in zip(DOELGROEPEN, ("asiel", "gezin"), strict=True):
        verdeling = np.cumsum(verloop.wachten[doelgroep]["intake"])
        for moment, sleutel, extra in MOMENTEN:
            # Arrivals spread evenly over the months of the cohort year.
            deel = np.mean([verdeling[min(11 - maand + extra, len(verdeling) - 1)] for maand in range(12)])
            waarden = parameters[f"intake_{naam}_{sleutel}"].waarden
            uit.append(Intaketoets(doelgroep, moment, float(deel), tuple(float(w.getal) for w in waarden)))
    return uit
