"""The country completes trajecten at its own pace and success, whatever the region does."""

from dataclasses import replace

import numpy as np
import pytest

from finance.voorzieningen import LEERROUTES
from scenarios.grond.trekking import Trekking, Verwachting
from scenarios.model.landelijk import draw_national_success
from scenarios.model.model import build_model
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

EERSTE_MET_AIA = 4  # 2026


def with_success(deel):
    regio = read_region("voorbeeld:westfriesland")
    routes = {r: x.model_copy(update={"geslaagd": deel}) for r, x in regio.trajecten.route.items()}
    return build_model(replace(regio, trajecten=regio.trajecten.model_copy(update={"route": routes})), BASIS)


@pytest.mark.parametrize("trekking", [Verwachting(), Trekking(1, 0, 40)])
def test_a_region_where_fewer_succeed_moves_no_national_count(trekking):
    laag, hoog = (simulate_country(with_success(deel), trekking) for deel in (0.3, 0.9))
    assert (laag.geslaagd < hoog.geslaagd).mean() > 0.9
    np.testing.assert_array_equal(laag.telling_definitief.aia, hoog.telling_definitief.aia)
    np.testing.assert_array_equal(laag.factor_definitief, hoog.factor_definitief)
    assert (laag.telling_definitief.aia[EERSTE_MET_AIA:] > 0).all()


def test_the_national_share_is_drawn_apart_around_its_parameters():
    """Beta(30, 10) for b1: mean 0,75, standard deviation 0,068; no correlation with the region's own draw."""
    model, trekking = with_success(0.75), Trekking(3, 0)
    land = simulate_country(model, trekking)
    getrokken = draw_national_success(model.landelijk, land.geslaagd, trekking)
    b1 = LEERROUTES.index("b1")
    assert getrokken[b1].mean() == pytest.approx(0.75, abs=0.005)
    assert getrokken[b1].std() == pytest.approx(np.sqrt(0.75 * 0.25 / 41), rel=0.05)
    # Four standard errors of a correlation of zero.
    assert abs(np.corrcoef(getrokken[b1], land.geslaagd[b1])[0, 1]) < 4 / np.sqrt(getrokken.shape[1])


def test_in_a_region_that_is_the_whole_country_both_are_one():
    model = with_success(0.75)
    heel = replace(model, landelijk=replace(model.landelijk, geslaagd=None))
    eigen = np.full((3, 4), 0.5)
    assert draw_national_success(heel.landelijk, eigen, Trekking(1, 0, 4)) is eigen
    assert build_model(read_region("voorbeeld:landelijk"), BASIS).landelijk.geslaagd is None
