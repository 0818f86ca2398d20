"""The country and the people of the simulation, as expected, against a recomputation half-year by half-year."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.fouten import Invoerfout
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.gemeente.gemeentemodel import Schatting
from scenarios.model.grootheden import NUMMER
from scenarios.model.landelijk import draw_national_success, draw_path, draw_published
from scenarios.model.model import Model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.volumes.schatting import Eigen
from tests.hulp_model import settled_model
from tests.strategieen import JAREN, dec, ramingen

NUL = Decimal(0)


class Landgeval(NamedTuple):
    """A country, and the path (h,) with its expectation as drawn."""

    model: Model
    trekking: Trekking | Verwachting
    factor: np.ndarray
    verwachting: np.ndarray

    def __repr__(self) -> str:
        # A whole model is 8 MB.
        return f"Landgeval({self.trekking}, prestatie={self.model.regels.prestatie})"


@st.composite
def landen(draw: st.DrawFn) -> Landgeval:
    """The model under other national figures and rules."""
    kans = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    model, *_ = draw(ramingen())
    j = len(JAREN)

    def given_or_not(hoog: float) -> np.ndarray:
        return np.where(draw(st.lists(st.booleans(), min_size=j, max_size=j)), np.nan, kans.uniform(1, hoog, j).round())

    pad = replace(
        model.landelijk.pad,
        centraal=kans.integers(1000, 30_000, 2 * j).astype(float),
        erbij=np.asarray(kans.integers(0, 3000, 2 * j) * draw(st.booleans()), dtype=np.float64),
    )
    landelijk = replace(
        model.landelijk,
        pad=pad,
        asiel=given_or_not(50_000),
        prognose=given_or_not(60_000),
        aia=given_or_not(20_000),
        verhouding=given_or_not(2),
        mix=kans.dirichlet(np.ones(3)),
        geslaagd=kans.uniform(1, 40, (3, 2)) if draw(st.booleans()) else None,
    )
    model = replace(model, landelijk=landelijk, geslaagd=kans.uniform(1, 40, (3, 2)))
    trekking = draw(st.just(Verwachting()) | st.builds(Trekking, st.integers(1, 99), st.just(0), st.just(1)))
    factor, verwachting = draw_path(model.landelijk.pad, trekking)
    return Landgeval(model, trekking, (factor * draw_published(model.landelijk.pad, trekking))[:, 0], verwachting[:, 0])


@settings(max_examples=12)
@given(landen())
def test_national_counts_and_the_factor(geval) -> None:
    model, trekking, factor, verwachting = geval
    r, land = model.regels, model.landelijk
    uit = simulate_country(model, trekking)
    taak = [
        Decimal(float(np.rint(c * f))) + dec(e)
        for c, f, e in zip(land.pad.centraal, factor, land.pad.erbij, strict=True)
    ]
    verwacht = [
        dec(c) * dec(f) + dec(e) for c, f, e in zip(land.pad.centraal, verwachting, land.pad.erbij, strict=True)
    ]
    geslaagd = [dec(x) for x in draw_national_success(land, uit.geslaagd, trekking)[:, 0]]
    if isinstance(trekking, Verwachting):
        assert uit.geslaagd[:, 0] == pytest.approx([a / (a + b) for a, b in model.geslaagd])
        eigen = model.geslaagd if land.geslaagd is None else land.geslaagd
        assert [float(x) for x in geslaagd] == pytest.approx([a / (a + b) for a, b in eigen])
    assert uit.taakstelling[:, 0].tolist() == [float(x) for x in taak]
    per_jaar = [taak[2 * j] + taak[2 * j + 1] for j in JAREN]

    def known(reeks: np.ndarray, j: int, anders: Decimal) -> Decimal:
        return anders if np.isnan(reeks[j]) else dec(reeks[j])

    prognose = [known(land.prognose, j, verwacht[2 * j] + verwacht[2 * j + 1]) for j in JAREN]
    asiel = [known(land.asiel, j, per_jaar[j] * dec(r.aandeel_plichtig[j])) for j in JAREN]
    klaar = [
        sum(
            (
                geslaagd[k] * dec(land.mix[k]) * dec(land.einde[k, h, j]) * asiel[h // 2] / 2
                for k in range(3)
                for h in range(16)
            ),
            NUL,
        )
        for j in JAREN
    ]
    eerste = next((k for k in JAREN if r.gewichten[k].d > 0), None)
    for j in JAREN:
        terug = [asiel[j - k] if j >= k else NUL for k in range(3)]
        jaren = range(j - 1) if j == eerste else [j - 2]
        aia = known(land.aia, j, sum((klaar[k] for k in jaren if k >= 0), NUL))
        b, w = r.bedragen[j], r.gewichten[j]

        def ratio(t: Decimal, t1: Decimal, t2: Decimal) -> Decimal:
            if w == b:  # noqa: B023
                return Decimal(1)
            return (t * b.a + t1 * b.b + t2 * b.c) / (t * w.a + t1 * w.b + t2 * w.c + aia * w.d)  # noqa: B023

        vooraf = per_jaar[j] if r.op_taakstelling[j] or r.nader[j] else prognose[j]
        vooraf *= dec(r.aandeel_plichtig[j])
        vorig = per_jaar[j - 1] * dec(r.aandeel_plichtig[j - 1]) if j else NUL
        t1 = terug[1] if r.nader[j] else vorig
        voorlopig, definitief = uit.telling_voorlopig, uit.telling_definitief
        paren = [
            (uit.prognose[j, 0], prognose[j]),
            (definitief.asiel_t[j, 0], terug[0]),
            (definitief.asiel_t1[j, 0], terug[1]),
            (definitief.asiel_t2[j, 0], terug[2]),
            (definitief.aia[j, 0], aia),
            (voorlopig.asiel_t[j, 0], vooraf),
            (voorlopig.asiel_t1[j, 0], t1),
            (voorlopig.asiel_t2[j, 0], terug[2]),
            (uit.factor_voorlopig[j, 0], ratio(vooraf, t1, terug[2])),
            (uit.factor_definitief[j, 0], known(land.verhouding, j, ratio(*terug))),
        ]
        for k, (kreeg, moet) in enumerate(paren):
            assert float(kreeg) == pytest.approx(float(moet), rel=1e-9), (j, k)


def any_eigen(kans: np.random.Generator, vorm: tuple[int, ...] = ()) -> Eigen:
    succes = kans.uniform(0, 20, vorm)
    return Eigen(
        float(kans.uniform(1, 60)), succes if vorm else float(succes), float(succes.sum() + kans.uniform(1, 40))
    )


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from([1.0, 1.9]))
def test_people_as_expected(zaad: int, herverdeeld: bool, spreidingsindex: float) -> None:
    """From taakstelling to persons per leerroute, where every draw is its mean; some half-years are counted."""
    kans = np.random.default_rng(zaad)
    model = settled_model()
    h = 2 * len(JAREN)
    hoorn = next(g for g in model.gemeenten if g.naam == "Hoorn")

    def sometimes(reeks: np.ndarray) -> np.ndarray:
        return np.where(kans.uniform(0, 1, reeks.shape) < 0.5, reeks, np.nan)

    plichtig, gezin = (sometimes(kans.integers(12, 40, h).astype(float)) for _ in range(2))
    gestart = kans.integers(0, 4, (2, 3, h)) * np.isfinite(np.stack([plichtig, gezin]))[:, None]
    g = replace(
        hoorn,
        aandeel=kans.uniform(0.002, 0.01, h),
        taakstelling_vast=sometimes(kans.integers(0, 90, h).astype(float)),
        achterstand=float(kans.integers(-30, 30)),
        doorwerking=kans.uniform(0, 1, h),
        gevolgen=replace(
            hoorn.gevolgen,
            taakstelling=kans.integers(0, 9, h).astype(float),
            gehuisvest=kans.integers(0, 30, h).astype(float),
            telt_mee=kans.integers(0, 30, h).astype(float),
        ),
        realisatie=Schatting(any_eigen(kans), float(kans.uniform(0.7, 1.1)), kans.uniform(0.5, 1.5, h)),
        plichtig=Schatting(any_eigen(kans), 1.0, kans.uniform(0.5, 3.0, h)),
        gezin=Schatting(any_eigen(kans), float(kans.uniform(2, 20)), kans.uniform(0.5, 1.5, h)),
        mix=(any_eigen(kans, (3,)), any_eigen(kans, (3,))),
        mix_factor=kans.uniform(0.5, 1.5, (2, 3, h)),
        spreidingsindex=spreidingsindex,
        instroom=replace(
            hoorn.instroom,
            gehuisvest=sometimes(kans.integers(12, 90, h).astype(float)),
            plichtig=plichtig,
            gezin=gezin,
            gestart=gestart.astype(float),
        ),
    )
    land = simulate_country(model, Verwachting())
    regio = land.regio
    anders = kans.integers(0, 90, (h, 1)).astype(float)
    land = replace(land, regio=replace(regio, herverdeeld={g.code: anders} if herverdeeld else {}))
    v = draw_volumes(model, g, land, Verwachting())

    realisatie, q, los = (
        (s.eigen.gewicht * m[0] * s.basis + s.eigen.succes) / (s.eigen.gewicht + s.eigen.totaal)
        for s, m in ((g.realisatie, regio.realisatie), (g.plichtig, regio.plichtig), (g.gezin, regio.gezin))
    )
    saldo = g.achterstand
    per_half: list[tuple[float, float]] = []
    for k in range(h):
        berekend = math.floor(land.taakstelling[k, 0] * g.aandeel[k] + 0.5)
        if model.landelijk.methoden[k] == "wettelijk":
            berekend = math.ceil(round(land.taakstelling[k, 0] * g.aandeel[k], 9))
        vast, erbij = g.taakstelling_vast[k], g.gevolgen.taakstelling[k]
        doel = anders[k, 0] if herverdeeld else (berekend if np.isnan(vast) else vast) + erbij
        opgave = doel + g.doorwerking[k] * saldo
        geteld, telt = g.instroom.gehuisvest[k], g.gevolgen.telt_mee[k]
        if np.isnan(geteld):
            minstens = 0 if np.isnan(plichtig[k]) else plichtig[k]
            deel = realisatie * g.realisatie.factor[k]
            # Of an achterstand no more than one taakstelling or five persons; what is ahead counts whole.
            inhaal = min(opgave - doel - telt, max(doel, 5))
            getrokken = max(deel * doel + min(deel, 1) * inhaal, 0, minstens)
            gehuisvest, meegeteld = getrokken + g.gevolgen.gehuisvest[k], getrokken + telt
        else:
            gehuisvest = meegeteld = geteld
        saldo = opgave - meegeteld
        asiel = gehuisvest * min(q * g.plichtig.factor[k], 1) if np.isnan(plichtig[k]) else plichtig[k]
        familie = los * g.gezin.factor[k] if np.isnan(gezin[k]) else gezin[k]
        kreeg = [x[k, 0] for x in (v.taakstelling, v.opgave, v.gehuisvest, v.plichtig, v.gezin)]
        assert kreeg == pytest.approx([doel, opgave, gehuisvest, asiel, familie], rel=1e-9)
        per_half.append((asiel, familie))
        for p, aantal in enumerate((asiel, familie)):
            e = g.mix[p]
            alfa = [e.gewicht * regio.mix[p][r, 0] + np.asarray(e.succes)[r] for r in range(3)]
            mix = [a / sum(alfa) * g.mix_factor[p, r, k] for r, a in enumerate(alfa)]
            rest = aantal - gestart[p, :, k].sum()
            routes = [gestart[p, r, k] + rest * m / sum(mix) for r, m in enumerate(mix)]
            assert v.personen[p, :, k, 0].tolist() == pytest.approx(routes, rel=1e-9)
    uit = simulate_gemeente(model, g, land, Verwachting())
    for p, naam in enumerate(("plichtig", "gezin")):
        per_jaar = [per_half[2 * j][p] + per_half[2 * j + 1][p] for j in JAREN]
        assert uit[NUMMER[naam], :, 0].tolist() == pytest.approx(per_jaar, rel=1e-9)


def test_the_region_as_expected() -> None:
    """The mean of each distribution of the region: Gamma(a, rate b), Beta(a, b), Dirichlet(alfa)."""
    model = settled_model()
    kennis = model.kennis
    regio = simulate_country(model, Verwachting()).regio
    assert regio.realisatie[0] == pytest.approx(kennis.realisatie.regio[0] / kennis.realisatie.regio[1])
    assert regio.gezin[0] == pytest.approx(kennis.gezin.regio[0] / kennis.gezin.regio[1])
    assert regio.plichtig[0] == pytest.approx(kennis.plichtig.regio[0] / sum(kennis.plichtig.regio))
    for p, pool in enumerate(kennis.mix):
        assert regio.mix[p][:, 0] == pytest.approx(pool.regio / sum(pool.regio))


def test_a_factor_needs_somebody_only_where_weights_redistribute() -> None:
    model = settled_model()
    niemand = replace(model.landelijk, asiel=np.zeros(len(JAREN)), aia=np.zeros(len(JAREN)))
    gelijk = replace(model.regels, gewichten=model.regels.bedragen, nader=np.ones(len(JAREN), dtype=bool))
    gelijk = replace(gelijk, aandeel_plichtig=np.zeros(len(JAREN)))
    uit = simulate_country(replace(model, landelijk=niemand, regels=gelijk), Verwachting())
    assert uit.factor_definitief.tolist() == uit.factor_voorlopig.tolist() == [[1.0]] * len(JAREN)
    with pytest.raises(Invoerfout, match="nul asielstatushouders en nul afgeronde trajecten"):
        simulate_country(replace(model, landelijk=niemand), Verwachting())
