"""Distributions of draws: against numpy, and merged."""

import numpy as np
import pytest

from finance.neutraliteit import judge
from scenarios.engine.meten.reeksen import PERCENTILES
from scenarios.engine.statistics import CORE, TOETSEN, expected_error, measure, remeasure
from scenarios.engine.work import Run
from scenarios.grond.trekking import NET, Trekking
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.oorzaken.aandelen import STAARTEN, _quantile

JAREN = (2025, 2026)


def draws(n, zaad=1):
    return Trekking(zaad, 0).stream("toets").standard_normal((len(GROOTHEDEN), len(JAREN), n)) * 1000 + 500


def test_one_partij_is_exact():
    trekkingen = draws(1234)
    stand = measure(trekkingen, 0.9)
    np.testing.assert_allclose(stand.mean, trekkingen.mean(axis=-1), rtol=1e-12)
    np.testing.assert_allclose(stand.standard_error, trekkingen.std(axis=-1, ddof=1) / np.sqrt(1234), rtol=1e-12)
    np.testing.assert_allclose(stand.percentiles, np.percentile(trekkingen, PERCENTILES, axis=-1), rtol=1e-12)
    for (toets, jaar), oordeel in stand.verdicts(JAREN, 0.9).items():
        grootheid, teken = TOETSEN[toets]
        verwacht = judge(teken * trekkingen[NUMMER[grootheid], JAREN.index(jaar)], 0.9)
        assert oordeel.neutraal == verwacht.neutraal
        assert oordeel.kans == pytest.approx(verwacht.kans)
        assert oordeel.buffer == pytest.approx(verwacht.buffer)


def test_merged_moments_and_probabilities_are_exact_and_percentiles_close():
    trekkingen = draws(20 * NET)
    heel = measure(trekkingen, 0.9)
    samen = measure(trekkingen[..., : 10 * NET], 0.9).merge(measure(trekkingen[..., 10 * NET :], 0.9))
    np.testing.assert_allclose(samen.mean, heel.mean, rtol=1e-12)
    np.testing.assert_allclose(samen.standard_error, heel.standard_error, rtol=1e-12)
    assert np.array_equal(samen.covered, heel.covered)
    # The stated bias is 0.0004 of the spread; two halves also differ by chance, far less than either errs.
    assert np.abs(samen.percentiles - heel.percentiles).max() < 0.01 * 1000


def test_the_standard_error_is_what_the_nets_say_by_themselves():
    """Draws that are equal within a net: each net is one observation, and the plain formula would be far too small."""
    per_net = np.random.default_rng(3).normal(size=(len(GROOTHEDEN), len(JAREN), 8))
    stand = measure(np.repeat(per_net, NET, axis=-1), 0.9)
    # Student's t with 7 degrees of freedom at 97.5%: 2.365 (any table), against 1.960 of the normal distribution.
    verwacht = per_net.std(axis=-1, ddof=1) / np.sqrt(8) * 2.3646 / 1.95996
    np.testing.assert_allclose(stand.standard_error, verwacht, rtol=1e-4)
    kern = [NUMMER[naam] for naam in CORE]
    for p in range(len(PERCENTILES)):
        np.testing.assert_allclose(stand.percentile_error[p], verwacht[kern], rtol=1e-4)
    gedekt = np.repeat(per_net[NUMMER["saldo"]], 1, axis=-1) > 0
    t = list(TOETSEN).index("totaal")
    verwacht_kans = gedekt.std(axis=-1, ddof=1) / np.sqrt(8) * 2.3646 / 1.95996
    np.testing.assert_allclose(stand.chance_error[t], verwacht_kans, rtol=1e-4)


def test_with_few_nets_the_plain_standard_error_is_given():
    trekkingen = draws(3 * NET)
    stand = measure(trekkingen, 0.9)
    np.testing.assert_allclose(stand.standard_error, trekkingen.std(axis=-1, ddof=1) / np.sqrt(3 * NET), rtol=1e-12)
    assert np.isnan(stand.percentile_error).all()


def test_the_error_with_another_number_of_draws_by_hand():
    """Of 2 nets the plain error is given, of 10 one that is widened by t(9) / z = 2,262 / 1,960."""
    assert expected_error(100.0, 2 * NET, 10 * NET) == pytest.approx(100 / 5**0.5 * 2.26216 / 1.95996, rel=1e-4)
    assert expected_error(100.0, 10 * NET, 10 * NET) == 100
    assert expected_error(100.0, 500, 2000) == 50


def test_bias_of_merged_percentiles_is_as_stated():
    # Mean of P5 over 200 partijen of a standard normal, against the exact -1.6448536.
    p5 = [np.percentile(Trekking(7, b).stream("p5").standard_normal(10_000), 5) for b in range(200)]
    toegestaan = 0.0004 + 4 * np.std(p5) / np.sqrt(200)
    assert abs(np.mean(p5) + 1.6448536) < toegestaan


def test_neutral_certainty_and_buffer_agree_after_merging():
    for zaad in range(5):
        delen = [measure(draws(1000, zaad) + e, 0.7) for e in (-40, 10, 60)]
        samen = delen[0].merge(delen[1]).merge(delen[2])
        for oordeel in samen.verdicts(JAREN, 0.7).values():
            assert oordeel.neutraal == (oordeel.kans >= 0.7) == (oordeel.buffer == 0)


def test_what_never_varies_keeps_its_value():
    trekkingen = np.full((len(GROOTHEDEN), 1, 1000), 0.1)
    stand = measure(trekkingen, 0.9)
    assert (stand.mean == 0.1).all()
    assert (stand.standard_error == 0).all()


def test_a_partij_is_whole_blocks():
    with pytest.raises(ValueError, match="veelvoud van 2048"):
        Run((), 10, 1, 0.9, partij=3000)


def test_series_with_the_same_draws_are_each_measured_as_if_alone():
    """Copies, a constant, nil of either sign and nil but once; quantiles and means written out by numpy."""
    trekkingen = draws(1234)
    trekkingen[NUMMER["nabetaling"]] = np.arange(1234) == 700
    trekkingen[NUMMER["reservering_begin"]] = trekkingen[NUMMER["meenemen"]]
    trekkingen[NUMMER["saldo_vraag"], 1] = trekkingen[NUMMER["saldo"], 0]
    trekkingen[NUMMER["terugvordering"]] = 12.5
    trekkingen[NUMMER["doorschuiven"]] = np.where(trekkingen[NUMMER["doorschuiven"]] > 0, 0.0, -0.0)
    stand = measure(trekkingen, 0.9)
    np.testing.assert_allclose(stand.mean, trekkingen.mean(axis=-1), rtol=1e-12)
    np.testing.assert_allclose(stand.percentiles, np.percentile(trekkingen, PERCENTILES, axis=-1), rtol=1e-12)
    squares = ((trekkingen - trekkingen.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    np.testing.assert_allclose(stand.squares, squares, rtol=1e-9, atol=1e-9)
    for (toets, jaar), oordeel in stand.verdicts(JAREN, 0.9).items():
        grootheid, teken = TOETSEN[toets]
        verwacht = judge(teken * trekkingen[NUMMER[grootheid], JAREN.index(jaar)], 0.9)
        assert oordeel.neutraal == verwacht.neutraal
        assert oordeel.buffer == pytest.approx(verwacht.buffer)


def test_what_differs_is_measured_as_the_whole_would_be():
    """To the last bit, also where only the last draw of a year differs."""
    voor = draws(3000)
    na = voor.copy()
    na[NUMMER["lasten"], 1] *= 1.1
    na[NUMMER["saldo"], 1, -1] -= 1.0
    na[NUMMER["doorschuiven"], 1] += 5.0
    rows = [NUMMER[naam] for naam in ("lasten", "saldo", "doorschuiven", "budget")]
    nieuw, heel = remeasure(measure(voor, 0.9), voor, na, (rows, 1), 0.9), measure(na, 0.9)
    for naam in vars(heel):
        np.testing.assert_array_equal(getattr(nieuw, naam), getattr(heel, naam), err_msg=naam)


def test_errors_of_percentiles_are_left_out_when_nobody_asks_for_them():
    voor, na = draws(5 * NET), draws(5 * NET, zaad=2)
    kort, heel = (measure(voor, 0.9, percentielfouten=ja) for ja in (False, True))
    assert np.isnan(kort.percentile_error).all()
    assert np.isfinite(heel.percentile_error).all()
    for naam in set(vars(heel)) - {"net_percentiles"}:
        np.testing.assert_array_equal(getattr(kort, naam), getattr(heel, naam), err_msg=naam)
    assert np.isnan(remeasure(kort, voor, na, (range(len(GROOTHEDEN)), 0), 0.9).percentile_error).all()


@pytest.mark.parametrize("n", [7, 10, 11, 1000, 1001, 10_240])
def test_tails_of_sorted_draws_are_those_of_numpy(n):
    reeksen = np.random.default_rng(n).normal(size=(3, n))
    for deel in STAARTEN:
        gelijk = _quantile(np.sort(reeksen, axis=-1), deel)
        np.testing.assert_array_equal(gelijk, np.quantile(reeksen, deel, axis=-1))
