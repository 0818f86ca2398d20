"""An interval around the share that succeeds: the weight of the Beta that it is."""

import pytest
from scipy.stats import beta

from scenarios.model.modelinvoer import SCHERPST, success_weights
from scenarios.regiomap.regio import read_region


def weights(**anders):
    trajecten = read_region("voorbeeld:zevenlinden").trajecten
    b1 = trajecten.route["b1"].model_copy(update={"geslaagd": 0.75, "status": "aanname"} | anders)
    return success_weights(trajecten.model_copy(update={"route": trajecten.route | {"b1": b1}}), 40.0)


def test_the_weight_follows_from_the_interval_and_else_from_the_parameter():
    """0,75 within 0,70 and 0,80: a spread of 0,10 / 2,5631 = 0,039015; 0,75 x 0,25 / 0,039015^2 - 1 = 122,18."""
    assert weights().tolist() == [40.0, 40.0, 40.0]
    eigen = weights(geslaagd_p10=0.70, geslaagd_p90=0.80)
    assert eigen[0] == pytest.approx(122.18, abs=0.01)
    assert eigen[1:].tolist() == [40.0, 40.0]
    # And the Beta of that weight has those percentiles, but for its skew.
    p10, p90 = (float(beta.ppf(x, eigen[0] * 0.75, eigen[0] * 0.25)) for x in (0.1, 0.9))
    assert (p10, p90) == (pytest.approx(0.70, abs=0.003), pytest.approx(0.80, abs=0.003))


def test_a_point_is_sure_and_all_of_the_line_is_worth_one():
    assert weights(geslaagd_p10=0.75, geslaagd_p90=0.75)[0] == SCHERPST
    assert weights(geslaagd_p10=0.01, geslaagd_p90=0.99)[0] == 1.0
