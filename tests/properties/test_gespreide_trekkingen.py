"""Evenly spread draws: a net stays a net, every point is uniform, nothing is biased, and the stated error is honest."""

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from finance.voorzieningen import LEERROUTES
from scenarios.engine.meten.reeksen import PERCENTILES
from scenarios.engine.result import reached_margin
from scenarios.engine.statistics import CORE, TOETSEN, measure
from scenarios.engine.threads import Threads, run, run_until
from scenarios.engine.work import Run
from scenarios.grond.trekking import BITS, BLOK, DIMENSIES, NET, Trekking, Verwachting, _directions, scrambled_net
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.terugblik.ijking import Los
from scenarios.volumes.landelijk_pad import VOORUIT, path_factor, split_shocks
from tests.hulp_model import example_model, same_bits

HERHAAL = 200
BLOKKEN = 4096 // BLOK


def test_direction_numbers_are_those_of_scipy():
    """The points without a scramble, in the order of their numbers instead of the Gray code that scipy follows."""
    richting = _directions()
    punten = np.zeros((NET, len(richting)), dtype=np.uint64)
    for bit in range(richting.shape[1]):
        punten[1 << bit : 2 << bit] = punten[: 1 << bit] ^ richting[:, bit]
    juist = stats.qmc.Sobol(len(richting), scramble=False, bits=BITS).random(NET)
    assert {tuple(p) for p in punten / 2.0**BITS} == {tuple(p) for p in juist}


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.integers(0, 44))
def test_every_scrambled_coordinate_is_stratified(zaad, dimensie):
    """Each of the `NET` intervals of equal length holds one point, strictly between 0 and 1."""
    punten = scrambled_net(dimensie, np.random.SeedSequence(zaad))
    assert sorted(np.floor(punten * NET)) == list(range(NET))
    assert punten.min() > 0
    assert punten.max() < 1


def test_the_first_two_coordinates_stay_a_net_together():
    """A (0, 10, 2)-net: every box of 2^-a by 2^-(10-a) holds one point."""
    x, y = (scrambled_net(d, np.random.SeedSequence(d + 5)) for d in (0, 1))
    for a in range(11):
        vakken = {(int(u * 2**a), int(v * 2 ** (10 - a))) for u, v in zip(x, y, strict=True)}
        assert len(vakken) == NET


def test_one_point_is_uniform_over_scrambles():
    eerste = [scrambled_net(3, np.random.SeedSequence(zaad))[17] for zaad in range(2000)]
    assert stats.kstest(eerste, "uniform").pvalue > 0.001


def test_purposes_share_no_dimension():
    alle = [d for dimensies in DIMENSIES.values() for d in dimensies]
    assert len(alle) == len(set(alle))
    assert max(alle) < len(_directions())


@pytest.mark.parametrize(
    ("doel", "trek", "verdeling"),
    [
        ("regio gezin", lambda s: s.gamma(7.0, 0.5, BLOK), stats.gamma(7.0, scale=0.5)),
        ("regio plichtig", lambda s: s.beta(30.0, 12.0, BLOK), stats.beta(30.0, 12.0)),
        ("landelijk pad", lambda s: s.standard_normal((1, BLOK))[0], stats.norm()),
    ],
)
def test_a_shared_stream_has_its_distribution(doel, trek, verdeling):
    """Far closer than independent draws come: all of them lie within two net steps of their own rank."""
    gesorteerd = verdeling.cdf(np.sort(trek(Trekking(4, 9).stream(doel))))
    assert np.abs(gesorteerd - (np.arange(BLOK) + 0.5) / BLOK).max() < 2 / NET


def test_what_lies_beyond_the_dimensions_is_drawn_all_the_same():
    stroom = Trekking(1, 0).stream("landelijk pad")
    reeksen = stroom.standard_normal((len(DIMENSIES["landelijk pad"]) + 3, BLOK))
    assert np.abs(np.corrcoef(reeksen) - np.eye(len(reeksen))).max() < 0.12


@pytest.mark.parametrize(
    "doel", ["drijver prijzen B1 2022-01-01", "ronde aanbesteding 2025-03-01", "drijver index_spuk"]
)
def test_a_driver_without_a_dimension_is_stratified(doel):
    """Every net holds one number in each interval, and what is drawn first does not depend on how many are asked."""
    reeksen = stats.norm.cdf(Trekking(4, 9).stream(doel).standard_normal((2, BLOK)))
    for reeks in reeksen:
        for net in reeks.reshape(-1, NET):
            assert sorted(np.floor(net * NET)) == list(range(NET))
    kort = Trekking(4, 9, NET).stream(doel).standard_normal(NET)
    assert np.array_equal(stats.norm.cdf(kort), reeksen[0][:NET])


def test_drivers_without_a_dimension_are_independent():
    """Of each other, of a net, and of a second year of the same."""
    trekking = Trekking(4, 9)
    reeksen = [
        *trekking.stream("drijver index_spuk").standard_normal((2, BLOK)),
        trekking.stream("drijver prijzen B1 2022-01-01").standard_normal(BLOK),
        trekking.stream("drijver gemeentefonds").standard_normal(BLOK),
        trekking.stream("landelijk pad").standard_normal((1, BLOK))[0],
    ]
    assert np.abs(np.corrcoef(reeksen) - np.eye(len(reeksen))).max() < 0.12


def test_turned_shocks_are_independent_and_standard_normal():
    """The turn is a rotation: it keeps every length, so also the distribution."""
    kennis = example_model().landelijk.pad.kennis
    for aantal in (0, 1, 3, VOORUIT, VOORUIT + 4):
        niveau, schokken = split_shocks(np.eye(aantal + 1), kennis)
        draai = np.vstack([niveau, schokken])
        np.testing.assert_allclose(draai @ draai.T, np.eye(aantal + 1), atol=1e-12)


def test_the_first_number_moves_the_path_most():
    kennis = example_model().landelijk.pad.kennis
    een, fi, bekend = np.ones(1), np.full(1, kennis.samenhang_verwacht), np.zeros(VOORUIT, dtype=bool)
    gevolg = []
    for nummer in range(3):
        niveau, schokken = split_shocks(np.eye(1 + VOORUIT)[:, [nummer]], kennis)
        factor, _ = path_factor(schokken, bekend, 0.3 * een, fi, niveau, 4 * een)
        gevolg.append(np.abs(np.log(factor)).sum())
    assert gevolg[0] > gevolg[1] > gevolg[2]


def test_expected_values_take_the_middle():
    assert Verwachting().stream("landelijk pad kennis").uniform(0.0, 1.0, 1) == [0.5]


def _known(trekking):
    """Draws whose figures are known: lasten N(10, 2.25) by shared and own chance, saldo 12 - lasten. (k, 1, n)"""
    uit = np.zeros((len(GROOTHEDEN), 1, BLOK))
    gedeeld = trekking.stream("landelijk pad").standard_normal((2, BLOK)).sum(axis=0)
    lasten = 10.0 + gedeeld + trekking.stream("gezin", "GM0405").normal(0.0, 0.5, BLOK)
    uit[NUMMER["lasten"], 0], uit[NUMMER["saldo"], 0] = lasten, 12.0 - lasten
    return uit


@lru_cache
def _replicates(soort):
    """Estimate minus truth, and stated error, of the mean, P10, P50, P90 and the chance. (replicate, figure) each"""
    verdeling, kern = stats.norm(10.0, 1.5), CORE.index("lasten")
    p, t = [PERCENTILES.index(x) for x in (10, 50, 90)], list(TOETSEN).index("totaal")
    waar = [10.0, *verdeling.ppf([0.1, 0.5, 0.9]), verdeling.cdf(12.0)]
    waarden, fouten = [], []
    for zaad in range(1, HERHAAL + 1):
        stand = measure(np.concatenate([_known(soort(zaad, blok)) for blok in range(BLOKKEN)], axis=-1), 0.9)
        rij = NUMMER["lasten"]
        waarden.append([stand.mean[rij, 0], *stand.percentiles[p, rij, 0], stand.covered[t, 0] / stand.n])
        fouten.append([stand.standard_error[rij, 0], *stand.percentile_error[p, kern, 0], stand.chance_error[t, 0]])
    return np.array(waarden) - waar, np.array(fouten)


def test_no_figure_is_biased():
    """Against the closed form, within 4.5 standard errors of so many replicates."""
    verschil, _ = _replicates(Trekking)
    assert (np.abs(verschil.mean(axis=0)) <= 4.5 * verschil.std(axis=0, ddof=1) / np.sqrt(HERHAAL)).all()


def test_the_stated_error_covers_as_stated():
    """In 95% of the replicates the truth lies within 1.96 standard errors."""
    verschil, fouten = _replicates(Trekking)
    gedekt = (np.abs(verschil) <= 1.96 * fouten).mean(axis=0)
    # Two hundred replicates of a share of 0.95 have a standard error of 0.015.
    assert 0.93 <= gedekt.mean() <= 0.975
    assert gedekt.min() >= 0.95 - 4 * 0.0154


def test_a_region_is_not_biased():
    """A whole region, against as many independent draws: every quantity of every year, in one block after another.

    `make bench` does the same with a million of them, and with percentiles and chances.
    """
    model = example_model(regio="voorbeeld:rijssen-holten")
    gemiddeld = []
    for soort, begin in ((Los, 1), (Trekking, 1001)):
        trekkingen = [soort(zaad, 0) for zaad in range(begin, begin + 25)]
        gemiddeld.append(np.array([_means(model, t) for t in trekkingen]))
    los, gespreid = gemiddeld
    fout = np.sqrt((los.var(axis=0, ddof=1) + gespreid.var(axis=0, ddof=1)) / 25)
    assert (np.abs(los.mean(axis=0) - gespreid.mean(axis=0)) <= 5 * fout + 1e-6).all()


def _means(model, trekking):
    return simulate_gemeente(model, model.gemeenten[0], simulate_country(model, trekking), trekking).mean(axis=-1)


def test_the_same_number_of_draws_says_more():
    """Of the variance 2.25 own chance keeps 0.25: no more than a factor 9 can be gained on the mean."""
    los, gespreid = (_replicates(soort)[0].var(axis=0) for soort in (Los, Trekking))
    assert (los / gespreid > 2).all()
    assert 6 < los[0] / gespreid[0] < 13


def test_routes_are_shares_in_every_draw():
    land = simulate_country(example_model(), Trekking(2, 1))
    assert land.regio.mix.shape == (2, len(LEERROUTES), BLOK)
    np.testing.assert_allclose(land.regio.mix.sum(axis=1), 1.0)


def test_drawing_until_it_is_sharp_is_that_many_draws_asked_for_at_once():
    model = example_model(regio="voorbeeld:rijssen-holten")
    opdracht = Run((model,), 1, 1, 0.9, partij=4096)
    gedaan, resultaat = run_until(opdracht, 0.016, Threads(2))
    een, twee = (
        reached_margin(run(model, n, partij=4096).totaal) for n in (gedaan.trekkingen - 4096, gedaan.trekkingen)
    )
    assert een > 0.016 >= twee
    assert same_bits(resultaat, run(model, gedaan.trekkingen, partij=4096))


def test_drawing_ends_at_the_most_draws(monkeypatch):
    monkeypatch.setattr("scenarios.engine.threads.MOST_DRAWS", 8192)
    opdracht = Run((example_model(regio="voorbeeld:rijssen-holten"),), 1, 1, 0.9, partij=4096)
    gedaan, resultaat = run_until(opdracht, 1e-6, Threads(2))
    assert gedaan.trekkingen == 8192
    assert 1e-6 < reached_margin(resultaat.totaal) < np.inf
