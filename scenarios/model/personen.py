"""Who comes: the region's means, and of each gemeente the persons that it houses and the leerroutes that they follow.

No rule of law and no euro stands here: models that differ in money alone share all of it. Reads as docs/model.md;
draws run along the last axis (n), and in expected-value mode the one "draw" holds the means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from finance.voorzieningen import LEERROUTES
from scenarios.grond.trekking import Stroom, Trekking, Verwachting, dirichlet, split_routes
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.kolommen import Gewichten
from scenarios.model.model import Model
from scenarios.onzekerheid.spreiding import Omstandigheden, Reeks
from scenarios.volumes.herverdeling import redistribute
from scenarios.volumes.opgave import expected_housed
from scenarios.volumes.schatting import Eigen
from scenarios.volumes.taakstelling import compute_taakstelling

ASIEL, GEZIN = 0, 1


@dataclass(frozen=True)
class Regiobeeld:
    """One block of draws of the region's means, around which its gemeenten lie."""

    realisatie: NDArray[np.float64]
    plichtig: NDArray[np.float64]
    gezin: NDArray[np.float64]
    """(n,) each"""
    mix: NDArray[np.float64]
    """(p, r, n)"""
    herverdeeld: dict[str, NDArray[np.float64]]
    """taakstelling (h, n) of the gemeenten that redistribute theirs, by code"""


@dataclass(frozen=True)
class Landtrekking:
    """One block of draws of everything that gemeenten share, before any rule of law."""

    taakstelling: NDArray[np.float64]
    """(h, n) national taakstelling"""
    prognose: NDArray[np.float64]
    """(j, n) asielstatushouders housed in j as expected on 1 October j-1"""
    geslaagd: NDArray[np.float64]
    """(r, n) share that succeeds within the term in the region"""
    geslaagd_landelijk: NDArray[np.float64]
    """(r, n) and in the country"""
    regio: Regiobeeld
    omstandigheden: Omstandigheden
    """what the drivers are"""


@dataclass(frozen=True)
class Gewogen:
    """Units of one voorziening that people come to, and by what."""

    gewichten: Gewichten
    omstandigheden: Omstandigheden
    kolommen: NDArray[np.float64]
    """(c, n)"""


@dataclass(frozen=True)
class Volumes:
    """What one gemeente has to do with, for one block of draws."""

    taakstelling: NDArray[np.float64]
    opgave: NDArray[np.float64]
    gehuisvest: NDArray[np.float64]
    plichtig: NDArray[np.float64]
    gezin: NDArray[np.float64]
    """(h, n) each"""
    personen: NDArray[np.float64]
    """(p, r, h, n) persons per leerroute"""
    gewogen: dict[int, Gewogen] | None = field(default=None, compare=False, repr=False)
    """What they come to per voorziening, kept for the models after this that weigh them alike; None: for nobody"""


def draw_region(model: Model, landelijk: NDArray[np.float64], trekking: Trekking | Verwachting) -> Regiobeeld:
    """The region's means and the redistributed taakstellingen. landelijk: (h, n)"""
    n, kennis = trekking.aantal, model.kennis
    basis = {g.code: own_taakstelling(model, g, landelijk) for g in model.gemeenten if g.code in model.lokaal}
    return Regiobeeld(
        trekking.stream("regio realisatie").gamma(kennis.realisatie.regio[0], 1 / kennis.realisatie.regio[1], n),
        trekking.stream("regio plichtig").beta(kennis.plichtig.regio[0], kennis.plichtig.regio[1], n),
        trekking.stream("regio gezin").gamma(kennis.gezin.regio[0], 1 / kennis.gezin.regio[1], n),
        np.stack([dirichlet(trekking.stream(f"regio route {p}"), m.regio, n) for p, m in enumerate(kennis.mix)]),
        redistribute(basis, model.afspraken),
    )


def own_taakstelling(model: Model, g: Gemeentemodel, landelijk: NDArray[np.float64]) -> NDArray[np.float64]:
    """Published or computed taakstelling plus local additions, before redistribution. landelijk: (h, n) -> (h, n)"""
    berekend = compute_taakstelling(landelijk, g.aandeel, model.landelijk.methoden)
    vast = g.taakstelling_vast[:, None]
    return np.where(np.isnan(vast), berekend, vast) + g.gevolgen.taakstelling[:, None]


def draw_volumes(model: Model, g: Gemeentemodel, land: Landtrekking, trekking: Trekking | Verwachting) -> Volumes:
    """From taakstelling to persons per leerroute."""
    n, regio = trekking.aantal, land.regio
    taakstelling = regio.herverdeeld.get(g.code)
    if taakstelling is None:
        taakstelling = own_taakstelling(model, g, land.taakstelling)
    opgave, gehuisvest = draw_gehuisvest(g, taakstelling, regio.realisatie, trekking.stream("gehuisvest", g.code), n)
    plichtig = draw_plichtig(g, gehuisvest, regio.plichtig, trekking.stream("plichtig", g.code), n)
    gezin = draw_gezin(g, regio.gezin, trekking.stream("gezin", g.code), n)
    personen = np.stack(
        [draw_routes(g, p, aantal, regio.mix[p], trekking) for p, aantal in ((ASIEL, plichtig), (GEZIN, gezin))]
    )
    return Volumes(taakstelling, opgave, gehuisvest, plichtig, gezin, personen)


def draw_gehuisvest(
    g: Gemeentemodel, taakstelling: NDArray[np.float64], regio: NDArray[np.float64], stroom: Stroom, n: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """opgave(h) = taakstelling(h) + saldo(h-1); gehuisvest ~ negative binomial around what is expected of it.

    saldo(h) = opgave(h) - gehuisvest(h): achterstand when positive, voorsprong when negative (Huisvestingswet art.
    28). Persons come per household: variance = spreidingsindex x mean. regio: (n,) the region's mean. two arrays (h, n)
    """
    factor = g.realisatie.factor
    realisatie = own_realisation(g, regio, stroom, n)
    opgave, gehuisvest = np.empty_like(taakstelling), np.empty_like(taakstelling)
    saldo = np.full(n, g.achterstand)
    klontering = g.spreidingsindex - 1
    # Nobody is plichtig without a house: a counted number of plichtigen is the least that was housed.
    minstens = np.nan_to_num(g.instroom.plichtig)
    for h, doel in enumerate(taakstelling):
        opgave[h] = doel + g.doorwerking[h] * saldo
        bekend, golf, telt = g.instroom.gehuisvest[h], g.gevolgen.gehuisvest[h], g.gevolgen.telt_mee[h]
        if np.isnan(bekend):
            # Who comes from an AZC and counts leaves that much less to do, like a voorsprong.
            verwacht = expected_housed(realisatie * factor[h], doel, opgave[h] - doel - telt, g.inhaal)
            if klontering > 0:
                verwacht = stroom.gamma(verwacht / klontering, klontering, n)
            geteld = np.maximum(stroom.poisson(verwacht), minstens[h]) + telt
            gehuisvest[h] = geteld + golf - telt
        else:
            # A count includes whatever came from an AZC.
            geteld = np.full(n, bekend)
            gehuisvest[h] = bekend
        saldo = opgave[h] - geteld
    return opgave, gehuisvest


def draw_plichtig(
    g: Gemeentemodel, gehuisvest: NDArray[np.float64], regio: NDArray[np.float64], stroom: Stroom, n: int
) -> NDArray[np.float64]:
    """plichtig ~ Binomial(gehuisvest, q), q ~ Beta around the region's mean (n,). shape (h, n)"""
    uit = np.repeat(g.instroom.plichtig[:, None], n, axis=1)
    open_ = np.isnan(g.instroom.plichtig)
    factor, kans = one_if_alike(g.plichtig.factor[open_]), own_share(g, regio, stroom, n)
    uit[open_] = stroom.binomial(whole(gehuisvest[open_], n), np.minimum(kans * factor[:, None], 1.0))
    return uit


def draw_gezin(g: Gemeentemodel, regio: NDArray[np.float64], stroom: Stroom, n: int) -> NDArray[np.float64]:
    """gezinsmigranten ~ Poisson(lambda), lambda ~ Gamma around the region's factor (n,); known as counted. (h, n)"""
    factor, per_halfjaar = g.gezin.factor, own_family_rate(g, regio, stroom, n)
    uit = np.repeat(g.instroom.gezin[:, None], n, axis=1)
    open_ = np.isnan(g.instroom.gezin)
    uit[open_] = stroom.poisson(per_halfjaar * factor[open_, None])
    return uit


def draw_routes(
    g: Gemeentemodel,
    p: int,
    personen: NDArray[np.float64],
    regio: NDArray[np.float64],
    trekking: Trekking | Verwachting,
) -> NDArray[np.float64]:
    """Persons per leerroute: the known starts stand, the rest is multinomial with a Dirichlet mix around the region's
    (r, n). shape (r, h, n)
    """
    n = trekking.aantal
    mix = own_mix(g, p, regio, trekking)[:, None, :] * one_if_alike(g.mix_factor[p])[:, :, None]
    mix = mix / mix.sum(axis=0)
    bekend = g.instroom.gestart[p]
    # DUO may count fewer than the gemeente saw start.
    rest = np.maximum(personen - bekend.sum(axis=0)[:, None], 0.0)
    streams = [trekking.stream(f"route {p} {route}", g.code) for route in LEERROUTES[:-1]]
    uit = split_routes(streams, whole(rest, n), mix)
    uit += bekend[:, :, None]
    return uit


def own_realisation(g: Gemeentemodel, regio: Reeks, stroom: Stroom, n: int) -> Reeks:
    """What a gemeente houses of its opgave, around the region's mean: the first draw of its stream. (n,)"""
    eigen = g.realisatie.eigen
    vorm = eigen.gewicht * regio * g.realisatie.basis + eigen.succes
    return np.minimum(stroom.gamma(vorm, 1 / (eigen.gewicht + eigen.totaal), n), eigen.hoogstens)


def own_share(g: Gemeentemodel, regio: Reeks, stroom: Stroom, n: int) -> Reeks:
    """Share that is plichtig in a gemeente: the first draw of its stream. (n,)"""
    eigen = g.plichtig.eigen
    return stroom.beta(
        eigen.gewicht * regio + eigen.succes, eigen.gewicht * (1 - regio) + eigen.totaal - eigen.succes, n
    )


def own_family_rate(g: Gemeentemodel, regio: Reeks, stroom: Stroom, n: int) -> Reeks:
    """Gezinsmigranten per half-year in a gemeente: the first draw of its stream. (n,)"""
    eigen = g.gezin.eigen
    vorm = eigen.gewicht * regio * g.gezin.basis + eigen.succes
    return np.minimum(stroom.gamma(vorm, 1 / (eigen.gewicht + eigen.totaal), n), eigen.hoogstens)


def own_mix(g: Gemeentemodel, p: int, regio: Reeks, trekking: Trekking | Verwachting) -> Reeks:
    """Shares of the leerroutes in a gemeente, before the scenario's factor. (r, n)"""
    eigen: Eigen = g.mix[p]
    alfa = eigen.gewicht * regio + np.asarray(eigen.succes)[:, None]
    return dirichlet(trekking.stream(f"mix {p}", g.code), alfa, trekking.aantal)


def one_if_alike(factor: Reeks) -> Reeks:
    """A factor per half-year; one for all of them where no half-year has another. (..., h) -> (..., h) or (..., 1)"""
    een = factor[..., :1]
    return een if np.array_equal(np.broadcast_to(een, factor.shape), factor) else factor


def whole(personen: NDArray[np.float64], n: int) -> NDArray[Any]:
    """Counts as integers for the binomial; expected values (n = 1) stay fractions."""
    return personen if n == 1 else personen.astype(np.int64)
