"""Laws of the volumes that hold for all input."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scenarios.grond.trekking import Trekking
from scenarios.inzicht.volumes_raming import draw_series, draw_starts
from scenarios.model.model import build_model
from scenarios.model.personen import draw_gehuisvest, draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.gebeurtenissen import Verschuiving
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.records import Persoonrij
from scenarios.regiomap.regio import read_region
from scenarios.volumes.duur import estimate_step, kaplan_meier, observed_durations
from scenarios.volumes.herverdeling import Afspraak, redistribute
from scenarios.volumes.landelijk_pad import estimate_path, path_factor
from scenarios.volumes.schatting import beta_mean, gamma_mean, mix_mean, pool_mixes, pool_rates, pool_shares, rate_mean
from scenarios.volumes.schatting import share_mean as mean_of_share
from scenarios.volumes.trajecten import shift_matrix

CODES = ("GM0405", "GM0420", "GM0432")
tellingen = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=8)


@cache
def model():
    return build_model(read_region("voorbeeld:westfriesland"), BASIS)


@cache
def land(zaad):
    return simulate_country(model(), Trekking(zaad, 0, 200))


@given(
    arrays(np.int64, (3, 4, 5), elements=st.integers(0, 400)),
    st.integers(0, 100),
    st.tuples(*[st.floats(0.01, 10)] * 3),
    arrays(np.bool_, 4),
)
def test_redistribution_keeps_the_sum_and_stays_whole(aantallen, aantal, sleutel, geldt):
    taakstelling = dict(zip(CODES, aantallen.astype(float), strict=True))
    afspraken = [Afspraak(CODES[:2], (), aantal, geldt), Afspraak(CODES, sleutel, 0, ~geldt)]
    uit = redistribute(taakstelling, afspraken)
    np.testing.assert_array_equal(sum(uit.values()), aantallen.sum(axis=0))
    for code, deel in uit.items():
        assert (deel >= 0).all()
        np.testing.assert_array_equal(deel, np.rint(deel))
        if code == CODES[2]:
            np.testing.assert_array_equal(deel[geldt], taakstelling[code][geldt])


@given(st.integers(0, 1000), st.integers(-80, 80))
@settings(max_examples=15)
def test_the_opgave_chain_adds_up(zaad, achterstand):
    g = replace(model().gemeenten[0], achterstand=float(achterstand))
    trekking = Trekking(zaad, 0, 50)
    taakstelling = np.full((len(g.doorwerking), 50), 40.0)
    opgave, gehuisvest = draw_gehuisvest(g, taakstelling, np.full(50, 0.9), trekking.stream("x"), 50)
    np.testing.assert_array_equal(opgave[0], 40 + achterstand)
    np.testing.assert_array_equal(opgave[1:], taakstelling[1:] + opgave[:-1] - gehuisvest[:-1])
    # Over the whole period: what was asked is housed or still to do.
    np.testing.assert_array_equal(
        achterstand + taakstelling.sum(axis=0), gehuisvest.sum(axis=0) + opgave[-1] - gehuisvest[-1]
    )


@given(tellingen, st.floats(0.05, 0.95), st.floats(1, 100), st.floats(1, 100))
def test_a_pooled_share_lies_between_own_data_and_pool(paren, voorkennis, gewicht, pooling):
    totaal = np.array([max(p) for p in paren], dtype=float)
    succes = np.array([min(p) for p in paren], dtype=float)
    pool = pool_shares(succes, totaal, voorkennis, gewicht, pooling)
    m = beta_mean(pool.regio)
    assert 0 < m < 1
    for i, n in enumerate(totaal):
        samen = mean_of_share(pool.regio, pool.own(i))
        eigen = succes[i] / n if n else m
        assert min(eigen, m) - 1e-9 <= samen <= max(eigen, m) + 1e-9


@given(tellingen, st.floats(0.2, 30), st.floats(1, 100), st.floats(0.5, 50))
def test_a_pooled_rate_lies_between_own_data_and_pool(paren, basis, gewicht, pooling):
    aantal = np.array([p[0] for p in paren], dtype=float)
    blootstelling = np.array([p[1] for p in paren], dtype=float)
    pool = pool_rates(aantal, blootstelling, np.full(len(paren), basis), gewicht, pooling)
    regio = gamma_mean(pool.regio) * basis
    for i, t in enumerate(blootstelling):
        samen = rate_mean(pool.regio, pool.own(i), basis)
        eigen = aantal[i] / t if t else regio
        if t or not aantal[i]:
            assert min(eigen, regio) - 1e-9 <= samen <= max(eigen, regio) + 1e-9


@given(arrays(np.int64, (4, 3), elements=st.integers(0, 80)), st.floats(1, 50), st.floats(1, 50))
def test_a_pooled_mix_lies_between_own_data_and_pool(aantallen, gewicht, pooling):
    pool = pool_mixes(aantallen.astype(float), np.array([0.6, 0.15, 0.25]), gewicht, pooling)
    regio = pool.regio / pool.regio.sum()
    for i, eigen in enumerate(aantallen):
        samen = mix_mean(pool.regio, pool.own(i))
        assert abs(samen.sum() - 1) < 1e-12
        deel = eigen / eigen.sum() if eigen.sum() else regio
        assert (np.minimum(deel, regio) - 1e-9 <= samen).all()
        assert (samen <= np.maximum(deel, regio) + 1e-9).all()


dagen = st.integers(0, 900)


@st.composite
def dossiers(draw):
    begin = date(2022, 1, 1).toordinal()
    uit = []
    for i in range(draw(st.integers(1, 25))):
        huisvesting = begin + draw(dagen)
        intake = huisvesting + draw(st.integers(0, 400)) if draw(st.booleans()) else None
        uit.append(
            Persoonrij(
                bestand="personen.csv",
                regel=i + 2,
                id=f"P{i}",
                cbs_code="GM0405",
                doelgroep="asielstatushouder",
                huisvesting=date.fromordinal(huisvesting),
                intake=date.fromordinal(intake) if intake else None,
            )
        )
    return uit


@given(dossiers(), dagen, dagen)
def test_later_information_never_moves_an_observed_completion(personen, eerst, erbij):
    vroeg = date(2022, 6, 1).toordinal() + eerst
    toen, nu = date.fromordinal(vroeg), date.fromordinal(vroeg + erbij)
    bekend = [p for p in personen if p.huisvesting < toen]
    maanden, gezien = observed_durations(bekend, "huisvesting", "intake", toen)
    later, ook_gezien = observed_durations(bekend, "huisvesting", "intake", nu)
    np.testing.assert_array_equal(later[gezien], maanden[gezien])
    assert ook_gezien[gezien].all()
    # Who still waits never waits shorter.
    assert (later[ook_gezien & ~gezien] >= maanden[ook_gezien & ~gezien]).all() or not len(maanden)


@given(st.lists(st.tuples(st.integers(0, 70), st.booleans()), min_size=1, max_size=60), st.floats(0.1, 100))
def test_estimated_durations_are_a_distribution(waarnemingen, gewicht):
    maanden = np.array([m for m, _ in waarnemingen], dtype=np.int64)
    gezien = np.array([g for _, g in waarnemingen], dtype=bool)
    kansen, rest = kaplan_meier(maanden, gezien, 96)
    assert (kansen >= -1e-12).all()
    assert abs(kansen.sum() + rest - 1) < 1e-9
    gegeven = np.full(96, 1 / 96)
    samen = estimate_step(maanden, gezien, gegeven, gewicht)
    assert (samen >= -1e-12).all()
    assert abs(samen.sum() - 1) < 1e-9


def test_without_censoring_kaplan_meier_is_the_plain_share():
    maanden = np.array([0, 1, 1, 3, 3, 3, 7, 9])
    kansen, rest = kaplan_meier(maanden, np.ones(8, dtype=bool), 12)
    np.testing.assert_allclose(kansen, np.bincount(maanden, minlength=12) / 8, atol=1e-12)
    assert rest < 1e-12


@given(st.integers(0, 10_000), st.sampled_from(range(7)))
@settings(max_examples=15)
def test_all_draws_are_whole_and_within_bounds(zaad, nummer):
    trekking, g = Trekking(zaad, 0, 200), model().gemeenten[nummer]
    v = draw_volumes(model(), g, simulate_country(model(), trekking), trekking)
    per_half, per_maand = draw_series(model(), g, v, trekking)
    for reeks in (v.taakstelling, v.gehuisvest, v.plichtig, v.gezin, v.personen, per_half, per_maand):
        np.testing.assert_array_equal(reeks, np.rint(reeks))
    for reeks in (v.taakstelling, v.gehuisvest, v.plichtig, v.gezin, v.personen, per_maand):
        assert (reeks >= 0).all()
    assert (v.plichtig <= v.gehuisvest).all()
    np.testing.assert_array_equal(v.personen[0].sum(axis=0), v.plichtig)
    np.testing.assert_array_equal(v.personen[1].sum(axis=0), v.gezin)
    # Months add up to half-years; nobody starts twice.
    np.testing.assert_array_equal(per_maand[0].reshape(-1, 6, 200).sum(axis=1), v.gehuisvest)
    np.testing.assert_array_equal(per_maand[1].reshape(-1, 6, 200).sum(axis=1), v.plichtig)
    assert (np.cumsum(per_half[5:8], axis=1) <= np.cumsum(v.personen.sum(axis=0), axis=1)).all()


@given(arrays(np.int64, (1, 2, 3, 20), elements=st.integers(0, 60)), st.floats(0.1, 1))
@settings(max_examples=30)
def test_starts_never_exceed_the_cohort(personen, bereik):
    kansen = np.zeros((1, 2, 3, 18))
    for h in range(3):
        kansen[:, :, h, 6 * h :] = bereik / (18 - 6 * h)
    starts = draw_starts(personen.astype(float), kansen, Trekking(1, 0, 20).stream("x"))
    assert (starts >= 0).all()
    assert (starts.sum(axis=2) <= personen.sum(axis=2)).all()


@given(st.lists(st.integers(2000, 40_000), min_size=2, max_size=14), st.integers(0, 1000))
@settings(max_examples=25)
def test_the_path_starts_at_the_last_known_number_and_keeps_its_mean(aantallen, zaad):
    bekend = {f"{2020 + i // 2}H{i % 2 + 1}": a for i, a in enumerate(aantallen)}
    kennis = estimate_path(bekend, 0.3, 0.6, 4)
    assert abs(kennis.kans.sum() - 1) < 1e-12
    centraal = kennis.centre(np.arange(0.0, 40.0))
    assert abs(centraal[0] - aantallen[-1]) < 1e-6
    assert min(kennis.gemiddelde, aantallen[-1]) - 1e-6 <= centraal.min()
    assert centraal.max() <= max(kennis.gemiddelde, aantallen[-1]) + 1e-6
    n, stroom = 20_000, Trekking(zaad, 0).stream("x")
    een = np.ones(n)
    weet = np.array([True, False, False, False])
    factor, verwacht = path_factor(
        stroom.standard_normal((4, n)), weet, 0.3 * een, 0.6 * een, stroom.standard_normal(n), 4 * een
    )
    assert (factor[0] == 1).all()
    np.testing.assert_allclose(factor.mean(axis=1), 1, atol=0.02)
    np.testing.assert_allclose(verwacht.mean(axis=1), 1, atol=0.02)
    assert (np.diff(factor.std(axis=1)) > -0.02).all()


@given(st.integers(0, 40), st.integers(1, 12), st.floats(0, 1), st.integers(0, 12))
def test_events_move_people_in_time_but_lose_nobody(van, duur, aandeel, eerder):
    maanden = 96
    instroom = np.repeat(np.eye(16) / 6, 6, axis=1)
    verschuiving = Verschuiving(((van, van + duur, eerder, aandeel),), ((van, van + duur, ("b1",), aandeel),))
    np.testing.assert_allclose(verschuiving.arrivals(instroom, "start").sum(axis=1), instroom.sum(axis=1))
    np.testing.assert_array_equal(verschuiving.arrivals(instroom, "huisvesting"), instroom)
    verdeling = np.zeros(maanden)
    verdeling[:4] = 0.25
    wachten = shift_matrix(verdeling)
    uit = verschuiving.postpone(wachten, "start", "b1")
    np.testing.assert_allclose(uit.sum(axis=1), wachten.sum(axis=1))
    # Never earlier: the cumulative share of starts does not rise.
    assert (np.cumsum(uit, axis=1) <= np.cumsum(wachten, axis=1) + 1e-12).all()
    np.testing.assert_array_equal(verschuiving.postpone(wachten, "start", "z"), wachten)
    np.testing.assert_array_equal(verschuiving.postpone(wachten, "pip", "b1"), wachten)
