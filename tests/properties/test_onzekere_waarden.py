"""What is drawn beside people: distributions in closed form, everything that a driver moves by hand, nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from scenarios.engine.threads import run
from scenarios.engine.work import Calculator, Run
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.model import build_model
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.model.uitwerking import draw_circumstances, expect
from scenarios.onzekerheid.drijvers import without
from scenarios.onzekerheid.spreiding import factor_at, mean_points, moment, points_at
from scenarios.regiomap.intervallen import SOORTEN, Interval
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.waarheid.feiten import read_truth
from tests.hulp_handregio import write_region
from tests.hulp_model import example_model, same_bits, settled_model

Z90 = 1.2815515655446004
BANDEN = st.tuples(st.floats(0.4, 1.0), st.floats(1.0, 2.5)).map(lambda x: Interval(*x))


def integrate(f) -> float:
    """E[f(Z)] for a standard normal Z, over a fine grid."""
    z = (np.arange(-120_000, 120_000) + 0.5) / 10_000
    return float((f(z) * np.exp(-(z**2) / 2)).sum() / 10_000 / math.sqrt(2 * math.pi))


# Distributions


@given(BANDEN)
def test_the_median_is_the_value_and_the_interval_is_met(band):
    assert factor_at(band, [-Z90, 0.0, Z90]) == pytest.approx([band.p10, 1.0, band.p90])


@settings(max_examples=20)
@given(BANDEN, st.sampled_from([1, 2]), st.sampled_from([1.0, 1.2, 3.0, np.inf]), st.sampled_from([3.0, 38.0]))
def test_moments_are_those_of_the_distribution(band, macht, dak, grens):
    verwacht = integrate(lambda z: np.minimum(factor_at(band, np.clip(z, -grens, grens)), dak) ** macht)
    assert float(moment(band, macht, dak, grens)) == pytest.approx(verwacht, rel=1e-6)


@settings(max_examples=20)
@given(st.floats(0.0, 0.05), st.floats(0.0, 0.05))
def test_points_of_an_index(onder, boven):
    band = Interval(-onder, boven)
    assert points_at(band, [-Z90, 0.0, Z90]) == pytest.approx([-onder, 0.0, boven])
    assert mean_points(band) == pytest.approx(integrate(lambda z: points_at(band, z)), abs=1e-9)


RUIM = Interval(0.8, 1.25)
GEDREVEN = tuple(s for s in SOORTEN if s != "taakstelling")
"""Kinds that have drivers; published national numbers are drawn with the path."""

# A region on paper: 12 asielstatushouders per half-year, B1 of 12 months, persons known


def hand_region(tmp_path, soorten: set[str], prijs: Interval = RUIM):
    """The region on paper with these kinds drawn; the contracts have `prijs` as interval."""
    regio = read_region(str(write_region(tmp_path)))
    contracten = tuple(
        c.model_copy(update={"p10": c.prijs * prijs.p10, "p90": c.prijs * prijs.p90} if c.prijs else {})
        for c in regio.contracten
    )
    bestand = regio.bestand.model_copy(update={"zonder": tuple(set(SOORTEN) - soorten)})
    return replace(regio, contracten=contracten, bestand=bestand)


def draws(model, blokken: int = 20, zaad: int = 5) -> np.ndarray:
    """Every quantity of the first gemeente. (k, j, n)"""
    uit = []
    for blok in range(blokken):
        trekking = Trekking(zaad, blok)
        uit.append(simulate_gemeente(model, model.gemeenten[0], simulate_country(model, trekking), trekking))
    return np.concatenate(uit, axis=-1)


def test_lasten_of_one_contract_are_lognormal(tmp_path):
    """P10 0,8 and P90 1,25 are as far apart on either side: ln F is normal with s = ln 1,25 / 1,2816. In 2026 the
    second contract delivers 1.152.000 euro (24 trajecten a year at 48.000), so lasten are that times F."""
    lasten = draws(build_model(hand_region(tmp_path, {"prijzen"}), BASIS))[NUMMER["besteding"], 4]
    s = math.log(1.25) / Z90
    gemiddeld, variantie = 1_152_000 * math.exp(s**2 / 2), 1_152_000**2 * math.exp(s**2) * (math.exp(s**2) - 1)
    n = lasten.size
    assert abs(lasten.mean() - gemiddeld) < 4 * math.sqrt(variantie / n)
    assert lasten.var() == pytest.approx(variantie, rel=4 * math.sqrt(2.5 / n))
    assert np.quantile(lasten, [0.1, 0.5, 0.9]) == pytest.approx(1_152_000 * np.array([0.8, 1, 1.25]), rel=0.01)


def test_contracts_of_one_day_move_together(tmp_path):
    """A second contract from 2026: 1.000 euro per PVT for the same 24 people a year, in their first month. Correlation
    0,7 of ln F: Cov = a b (exp(0,7 s²) - 1) exp(s²)."""
    basis = hand_region(tmp_path, {"prijzen"})
    pvt = next(c for c in basis.contracten if c.voorziening == "pvt")
    nieuw = {"van": date(2026, 1, 1), "prijs": 1000.0, "p10": 800.0, "p90": 1250.0, "regel": 99, "contract": "PVT 2026"}
    rijen = [c for c in basis.contracten if c is not pvt]
    rijen += [pvt.model_copy(update={"tot": date(2026, 1, 1)}), pvt.model_copy(update=nieuw)]
    gebruik = dict(basis.trajecten.gebruik)
    gebruik["pvt"] = gebruik["pvt"].model_copy(update={"hoeveelheid": 1.0, "duur": 1})
    regio = replace(basis, contracten=tuple(rijen), trajecten=basis.trajecten.model_copy(update={"gebruik": gebruik}))
    uit = draws(build_model(regio, BASIS))
    b1, pvt_lasten = uit[NUMMER["lasten.leerroute_b1"], 4], uit[NUMMER["lasten.pvt"], 4]
    a, b, s2 = 1_152_000, 24_000, (math.log(1.25) / Z90) ** 2
    variantie = (a**2 + b**2) * math.exp(s2) * (math.exp(s2) - 1) + 2 * a * b * math.exp(s2) * (math.exp(0.7 * s2) - 1)
    samen = b1 + pvt_lasten
    assert np.corrcoef(np.log(b1), np.log(pvt_lasten))[0, 1] == pytest.approx(0.7, abs=4 * 0.51 / math.sqrt(samen.size))
    assert samen.var() == pytest.approx(variantie, rel=4 * math.sqrt(2.5 / samen.size))
    # What began before 2026 is of another day.
    eerder = uit[NUMMER["lasten.leerroute_b1"], 3]
    assert abs(np.corrcoef(b1, eerder)[0, 1]) < 4 / math.sqrt(samen.size)


def test_expected_values_are_the_means_of_the_draws(tmp_path):
    """Every kind on. Persons are known until 2026, so lasten and uitkering are linear in the drivers."""
    model = build_model(hand_region(tmp_path, set(SOORTEN)), BASIS)
    bekend = slice(0, 5)
    land = simulate_country(model, Verwachting())
    verwacht = simulate_gemeente(model, model.gemeenten[0], land, Verwachting())[..., 0]
    uit = draws(model, 30)
    for naam in ("lasten", "gemeentefonds", "gestart_b1", "volume.leerroute_b1", "spuk_bgo"):
        reeks = uit[NUMMER[naam], bekend]
        fout = reeks.std(axis=-1) / math.sqrt(reeks.shape[-1])
        assert (
            np.abs(reeks.mean(axis=-1) - verwacht[NUMMER[naam], bekend]) <= 4.5 * fout + 1e-6 * reeks.max()
        ).all(), naam


# The example


@lru_cache
def three():
    """The example with three of its gemeenten."""
    model = example_model()
    return replace(model, gemeenten=model.gemeenten[:3])


@lru_cache
def only(soort: str):
    """The example with one kind drawn; '' none."""
    model = three()
    return replace(model, drijvers=without(model.drijvers, set(SOORTEN) - {soort}))


@lru_cache
def totals(soort: str, trekkingen: int = 4000) -> np.ndarray:
    """The region added up. (k, j, n)"""
    model = three() if soort == "alles" else only(soort)
    rekenaar = Calculator(Run((model,), trekkingen, 1, 0.9))
    with threadpool_limits(1, "blas"):
        delen = [rekenaar.compute_group(groep, 0).totals[0][..., :trekkingen] for groep in rekenaar.run.groups]
    return np.asarray(np.sum(delen, axis=0))


def width(soort: str, naam: str, j: int) -> float:
    onder, boven = np.quantile(totals(soort)[NUMMER[naam], j], [0.1, 0.9])
    return float(boven - onder)


@pytest.mark.parametrize("soort", [s for s in GEDREVEN if s != "verlenging"])
def test_the_band_grows_when_a_kind_is_drawn(soort):
    """Same persons, so what a kind adds is its own; nobody has an extension here. A kind too
    small to see may move the band by the noise of its draws, never shrink it by more."""
    for j in (5, 6, 7):
        assert width(soort, "saldo_cumulatief", j) > 0.985 * width("", "saldo_cumulatief", j)
        assert totals(soort)[NUMMER["saldo"], j].var() > 0.985 * totals("")[NUMMER["saldo"], j].var()
    assert width("alles", "saldo_cumulatief", 7) > width(soort, "saldo_cumulatief", 7)


@pytest.mark.parametrize("soort", ["prijzen", "indexen", "gebruik", "gemeentefonds", "duur"])
def test_what_matters_in_the_example_widens_it(soort):
    assert width(soort, "saldo_cumulatief", 7) > 1.02 * width("", "saldo_cumulatief", 7)


@pytest.mark.parametrize("soort", [*GEDREVEN, "alles"])
def test_no_person_moves(soort):
    for naam in ("taakstelling", "opgave", "gehuisvest", "plichtig", "gezin"):
        assert np.array_equal(totals(soort)[NUMMER[naam]], totals("")[NUMMER[naam]])


def test_a_kind_switched_off_moves_no_other():
    """Prices draw the same, whether indexes are drawn or not."""
    model = example_model()
    trekking = Trekking(3, 1)
    alle = draw_circumstances(model, trekking)
    minder = draw_circumstances(replace(model, drijvers=without(model.drijvers, {"indexen", "duur"})), trekking)
    assert minder.z is not None
    assert alle.z is not None
    for naam, z in minder.z.items():
        assert np.array_equal(alle.z[naam], z)


def test_without_any_kind_every_bit_is_that_of_values_as_entered():
    regio = read_truth("voorbeeld:westfriesland")
    zonder = replace(regio, bestand=regio.bestand.model_copy(update={"zonder": GEDREVEN}))
    assert same_bits(run(build_model(zonder, BASIS), 1500), run(settled_model(), 1500))


def test_an_interval_without_width_moves_nothing(tmp_path):
    een = build_model(hand_region(tmp_path, {"prijzen"}, Interval(1.0, 1.0)), BASIS)
    assert not een.drijvers
    assert same_bits(run(een, 500), run(build_model(hand_region(tmp_path, set()), BASIS), 500))


@pytest.mark.parametrize("regio", ["voorbeeld:westfriesland", "voorbeeld:zevenlinden"])
def test_the_model_at_its_means_gives_the_expected_values(regio):
    model = example_model(regio=regio)
    gelijk = expect(model)
    assert not gelijk.drijvers
    land, ander = simulate_country(model, Verwachting()), simulate_country(gelijk, Verwachting())
    for g, e in zip(model.gemeenten, gelijk.gemeenten, strict=True):
        een = simulate_gemeente(model, g, land, Verwachting())
        twee = simulate_gemeente(gelijk, e, ander, Verwachting())
        for k, grootheid in enumerate(GROOTHEDEN):
            assert een[k] == pytest.approx(twee[k], rel=1e-9, abs=1e-6), grootheid.naam


def test_every_kind_moves_what_it_should():
    """First order: a kind moves its own figures and leaves the others to the bit."""
    geen = totals("")
    namen = {
        "prijzen": ("lasten", "volume.leerroute_b1"),
        "gebruik": ("volume.map", "volume.leerroute_b1"),
        "gemeentefonds": ("gemeentefonds", "lasten"),
        "aandelen": ("spuk_voorlopig", "spuk_bgo"),
        "abo": ("spuk_abo", "spuk_bgo"),
        "wachttijd": ("gestart_b1", "spuk_bgo"),
        "duur": ("afgerond", "spuk_bgo"),
        "start_aandeel": ("volume.pip", "volume.tolken"),
    }
    for soort, (wel, niet) in namen.items():
        assert not np.allclose(totals(soort)[NUMMER[wel], -1], geen[NUMMER[wel], -1], rtol=1e-6), soort
        assert totals(soort)[NUMMER[niet]] == pytest.approx(geen[NUMMER[niet]], rel=1e-3), soort
