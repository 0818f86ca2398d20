"""From a model to its build-up: what the drawn path computes at its means, folded to cohort years."""

from __future__ import annotations

import numpy as np

from finance.tellingen import Telling, first_year_with_d
from finance.voorzieningen import VOORZIENINGEN
from scenarios.grond.trekking import Verwachting
from scenarios.model.gemeente.gemeentemodel import Gemeentemodel
from scenarios.model.gewichten import NUMMERS_VARIABEL, VARIABEL
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.model import Model
from scenarios.model.opbouw.delen import Gebruiksprofiel, Opbouw, Personen, Prijzen, Reeks, Regelset
from scenarios.model.personen import ASIEL, draw_volumes
from scenarios.model.simulatie import ONDERWIJS, Landbeeld, account, simulate_country
from scenarios.model.uitwerking import expect
from scenarios.volumes.schatting import mix_mean

_NIETS = 1e-9
"""Units or euros too few to tell from none."""


def build_up(model: Model) -> tuple[Opbouw, ...]:
    """The build-up of every gemeente of a model, with what is drawn beside people at its mean."""
    model = expect(model)
    land = simulate_country(model, Verwachting())
    return tuple(_gemeente(model, g, land) for g in model.gemeenten)


def _gemeente(model: Model, g: Gemeentemodel, land: Landbeeld) -> Opbouw:
    tijdas = model.tijdas
    volumes = draw_volumes(model, g, land, Verwachting())
    alles = np.empty((len(GROOTHEDEN), len(tijdas.jaren), 1))
    account(model, g, land, volumes, alles)
    uit = alles[..., 0]
    naar_jaar = tijdas.halfjaar_naar_jaar.T
    instroom = np.stack([naar_jaar @ aantal[:, 0] for aantal in (volumes.plichtig, volumes.gezin)])
    deel = _shares(model, g, volumes.personen[..., 0], instroom)
    eenheden = np.einsum("prhc,prhvj->pvcj", deel, g.eenheden, optimize=True)
    volume = np.stack([uit[NUMMER[f"volume.{v.naam}"]] for v in VARIABEL])
    lasten = np.stack([uit[NUMMER[f"lasten.{v}"]] for v in VOORZIENINGEN])
    # What movers cost goes with their use; it stays a fixed amount only where no use is left to price.
    vast = g.vaste_lasten - g.verhuisd.lasten
    variabel = (lasten - vast)[NUMMERS_VARIABEL]
    vast[NUMMERS_VARIABEL] += np.where(volume > _NIETS, 0.0, variabel)
    euros = np.einsum("prhc,prhvj->pvcj", deel, g.euros, optimize=True)
    return Opbouw(
        g.naam,
        g.code,
        Personen(
            instroom,
            naar_jaar @ volumes.taakstelling[:, 0],
            land.prognose[:, 0] * g.aandeel[::2],
            g.verhuisd.tellingen,
        ),
        Gebruiksprofiel(
            eenheden,
            g.verhuisd.eenheden,
            deel[ASIEL, ONDERWIJS].sum(axis=0) * model.met_plan,
            np.einsum("rhc,rhj,rj->cj", deel[ASIEL], g.einde[ASIEL], g.slagen.of(land.geslaagd)[:, :, 0])
            * np.isnan(g.afronding.afgerond),
            np.nan_to_num(g.afronding.afgerond),
        ),
        _prices(g, volume, variabel, eenheden, euros, vast),
        _rules(model, g, land, uit),
    )


def _prices(g: Gemeentemodel, volume: Reeks, variabel: Reeks, eenheden: Reeks, euros: Reeks, vast: Reeks) -> Prijzen:
    """Average prices and who departs from them.

    volume, variabel: (v, j) units and euros of everyone; eenheden, euros: (p, v, c, j) per person.
    """
    # Where nobody uses anything yet, the price is that of one person of every cohort.
    leeg = (volume <= _NIETS) & (np.abs(g.verhuisd.eenheden) <= _NIETS)
    boven = np.where(leeg, euros.sum(axis=(0, 2)), variabel)
    onder = np.where(leeg, eenheden.sum(axis=(0, 2)), volume)
    prijs = np.divide(boven, onder, out=np.zeros_like(volume), where=onder > _NIETS)
    verhuisd = g.verhuisd.lasten[NUMMERS_VARIABEL]
    return Prijzen(
        prijs,
        vast,
        _ratio(euros, eenheden * prijs[None, :, None, :]),
        _ratio(verhuisd, g.verhuisd.eenheden * prijs),
    )


def _ratio(teller: Reeks, noemer: Reeks) -> Reeks:
    """teller / noemer, of the same shape; 1 where there is nothing to divide or no difference worth a row."""
    uit = np.divide(teller, noemer, out=np.ones_like(noemer), where=np.abs(noemer) > _NIETS)
    return np.where(np.abs(uit - 1.0) < 1e-12, 1.0, uit)


def _shares(model: Model, g: Gemeentemodel, routes: Reeks, instroom: Reeks) -> Reeks:
    """Share of the persons of cohort year c in half-year h and route r; an empty cohort gets the expected mix.

    routes: (p, r, h), instroom: (p, c) -> (p, r, h, c)
    """
    naar_jaar = model.tijdas.halfjaar_naar_jaar
    mix = [mix_mean(k.regio, eigen) for k, eigen in zip(model.kennis.mix, g.mix, strict=True)]
    verwacht = np.stack(mix)[:, :, None] * g.mix_factor
    verwacht = verwacht / verwacht.sum(axis=1, keepdims=True)
    leeg = verwacht[..., None] * naar_jaar / 2
    gevuld = (instroom > 1e-9)[:, None, None, :]
    noemer = np.where(instroom > 1e-9, instroom, 1.0)[:, None, None, :]
    return np.where(gevuld, routes[..., None] * naar_jaar / noemer, leeg)


def _rules(model: Model, g: Gemeentemodel, land: Landbeeld, uit: Reeks) -> Regelset:
    regels = model.regels
    berekend = sum(uit[NUMMER[n]] for n in ("spuk_bgo", "spuk_ba", "spuk_abo"))
    korting = np.divide(uit[NUMMER["spuk_korting"]], berekend, out=np.zeros_like(berekend), where=berekend > 0)
    [eerste] = np.flatnonzero(first_year_with_d([w.d for w in regels.gewichten])).tolist() or [-1]

    def amounts(naam: str) -> Reeks:
        return np.array([float(getattr(b, naam)) for b in regels.bedragen])

    def weights(naam: str) -> Reeks:
        return np.array([float(getattr(w, naam)) for w in regels.gewichten])

    return Regelset(
        **{naam: amounts(naam) for naam in ("a", "b", "c", "gezin", "onderwijsroute")},
        **{f"gewicht_{naam}": weights(naam) for naam in ("a", "b", "c", "d")},
        landelijk_voorlopig=_national(land.telling_voorlopig),
        landelijk_definitief=_national(land.telling_definitief),
        verhouding=model.landelijk.verhouding,
        op_taakstelling=regels.op_taakstelling.astype(float),
        nader=regels.nader.astype(float),
        aandeel_plichtig=regels.aandeel_plichtig,
        aandeel_onderwijsroute=regels.aandeel_onderwijsroute,
        blijft_wonen=regels.blijft_wonen,
        korting=korting,
        ruimte=np.array(regels.ruimte, dtype=float).T,
        onderwijsroute_ruimte=np.array(regels.onderwijsroute_ruimte, dtype=float)[:, 0],
        telt_vanaf=model.telt_vanaf,
        naar_spuk=regels.onderwijsroute_naar_spuk,
        looptijd=regels.onderwijsroute_looptijd,
        aia_begin=eerste,
        verdeling=_actual_shares(g, np.stack([uit[NUMMER[f"lasten.{v}"]] for v in VOORZIENINGEN])),
        gemeentefonds=g.gemeentefonds + g.eigen_geld,
        onderwijsroute_budget=g.onderwijsroute,
        voorlopig=g.voorlopig,
        definitief=g.definitief,
        feiten=g.feiten,
    )


def _actual_shares(g: Gemeentemodel, lasten: Reeks) -> Reeks:
    """The shares of the pots, in closed years as they were booked. lasten: (V, j) -> (V, pot, j)"""
    dicht = g.feiten.dicht & (lasten > _NIETS)
    per_pot = np.stack([lasten - g.feiten.geboekt, *(p.lasten for p in g.feiten.potten)], axis=1)
    return np.where(dicht[:, None], per_pot / np.where(dicht, lasten, 1.0)[:, None], g.verdeling)


def _national(telling: Telling) -> Reeks:
    return np.stack([t[:, 0] for t in (telling.asiel_t, telling.asiel_t1, telling.asiel_t2, telling.aia)])
