"""Boxes of thresholds: a planted one is found, noise is not named, and the figures are those of draws not searched."""

import numpy as np
import pytest

from scenarios.afweging.omslag.doos import Doos, Drempel, find_boxes, peel, too_few


def _planted(n: int, schijn: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Two dimensions with a corner in which the outcome is sure, and some that do nothing."""
    toeval = np.random.default_rng(7)
    x = toeval.uniform(0, 100, (2 + schijn, n))
    y = (x[0] > 70) & (x[1] < 40)
    return x, y ^ (toeval.uniform(size=n) < 0.02)


def test_a_planted_box_is_found_with_its_thresholds():
    x, y = _planted(4096)
    eerste, *rest = find_boxes(x, y)
    gevonden = {(g.dimensie, g.boven): g.waarde for g in eerste.grenzen}
    assert gevonden.keys() == {(0, True), (1, False)}
    assert gevonden[0, True] == pytest.approx(70, abs=4)
    assert gevonden[1, False] == pytest.approx(40, abs=4)
    # 30% x 40% of the draws, with 2% turned over.
    assert eerste.aandeel == pytest.approx(0.12, abs=0.02)
    assert eerste.kans == pytest.approx(0.98, abs=0.03)
    assert eerste.dekking > 0.75
    assert rest == []


def test_noise_names_no_box():
    toeval = np.random.default_rng(3)
    for keer in range(20):
        assert find_boxes(toeval.normal(size=(25, 2048)), toeval.uniform(size=2048) < 0.1 + keer / 25) == ()


def test_the_figures_of_a_box_are_those_of_the_draws_that_were_not_searched():
    x, y = _planted(4096)
    (doos, *_) = find_boxes(x, y)
    ongezien = slice(2048, None)
    binnen = doos.holds(x[:, ongezien])
    assert doos.kans == pytest.approx(y[ongezien][binnen].mean())
    assert doos.aandeel == pytest.approx(binnen.mean())
    assert doos.dekking == pytest.approx(y[ongezien][binnen].sum() / y[ongezien].sum())


def test_a_small_effect_is_not_worth_a_word():
    toeval = np.random.default_rng(5)
    x = toeval.uniform(0, 1, (3, 20_480))
    assert find_boxes(x, toeval.uniform(size=20_480) < 0.30 + 0.08 * (x[0] > 0.5)) == ()


def test_whole_numbers_are_peeled_with_all_their_equals():
    x = np.repeat(np.arange(4.0), 100)[None]
    (grens,) = peel(x, x[0] >= 2, [(0, True), (0, False)])
    assert grens == Drempel(0, True, 2.0)
    assert Doos((grens,)).holds(x).sum() == 200


def test_a_dimension_of_a_few_whole_numbers_hides_no_other():
    toeval = np.random.default_rng(11)
    zelden = (toeval.uniform(size=4096) < 0.04).astype(float)
    x = np.stack([zelden, toeval.normal(0, 10, 4096)])
    (doos,) = find_boxes(x, x[1] > 4)
    assert [(g.dimensie, g.boven) for g in doos.grenzen] == [(1, True)]
    assert doos.grenzen[0].waarde == pytest.approx(4, abs=1)


def test_too_few_outcomes_are_told():
    y = np.zeros(1000, dtype=bool)
    y[:40] = True
    assert too_few(y)
    y[600:640] = True
    assert not too_few(y)
