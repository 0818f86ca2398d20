"""Who comes to one gemeente: what its counts and the region's say of them, and what a scenario makes of that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.model.gemeente.gemeentemodel import Komst, Schatting
from scenarios.model.gemeente.grondslag import Grondslag
from scenarios.model.modelinvoer import mix_factor
from scenarios.regiomap.wijziging import GESLAAGD
from scenarios.verandering.slagen import change_success, mean_success
from scenarios.volumes.schatting import Pool, mix_mean, rate_mean, share_mean
from scenarios.volumes.voltooid import realised


def expect_people(grond: Grondslag, nummer: int) -> Komst:
    """The people of gemeente number `nummer`."""
    regio, verander, tijdas = grond.regio, grond.verander, grond.tijdas
    samen, kennis, code = grond.samen, grond.samen.kennis, regio.gemeenten[nummer].code
    verschuiving = samen.gevolgen[nummer].verschuiving
    gestart, einde = grond.weger.events(verschuiving)
    gestart_erbij, einde_erbij = grond.uitbreider.events(verschuiving)
    mix = tuple(m.own(nummer) for m in kennis.mix)
    slagen = change_success(verander, GESLAAGD, mean_success(grond.geslaagd), tijdas, code)

    def changed(veld: str, was: float) -> NDArray[np.float64]:
        """(h,) a value by half-year, as the scenario changes it."""
        return verander.apply(veld, np.full(len(tijdas.halfjaren), was), tijdas.halfjaarbegin, code)

    def rate(veld: str, pool: Pool, basis: float) -> Schatting:
        gemiddeld = rate_mean(pool.regio, eigen := pool.own(nummer), basis)
        return Schatting(eigen, basis, changed(veld, gemiddeld) / gemiddeld)

    plichtig = kennis.plichtig.own(nummer)
    aandeel_plichtig = share_mean(kennis.plichtig.regio, plichtig)
    return Komst(
        aandeel=samen.aandeel[nummer],
        instroom=samen.instroom[nummer],
        taakstelling_vast=samen.vast[nummer],
        achterstand=samen.achterstand[nummer],
        doorwerking=changed("saldo_doorwerking", 1.0),
        gevolgen=samen.gevolgen[nummer],
        realisatie=rate("realisatie", kennis.realisatie, kennis.basis_realisatie),
        spreidingsindex=kennis.spreidingsindex,
        inhaal=kennis.inhaal,
        plichtig=Schatting(plichtig, 1.0, changed("plichtig", aandeel_plichtig) / aandeel_plichtig),
        gezin=rate("gezin", kennis.gezin, float(kennis.basis_gezin[nummer])),
        mix=mix,
        mix_factor=mix_factor(
            verander, [mix_mean(k.regio, e) for k, e in zip(kennis.mix, mix, strict=True)], tijdas, code
        ),
        gestart=gestart,
        einde=einde,
        slagen=slagen,
        afronding=realised(regio.instroom, regio.personen, code, tijdas, regio.bestand.peildatum),
        gestart_erbij=gestart_erbij,
        einde_erbij=einde_erbij,
    )
