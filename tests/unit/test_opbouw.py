"""The build-up of a gemeente: what a cohort is that nobody is in."""

from types import SimpleNamespace

import numpy as np

from scenarios.model.opbouw.bouwen import _shares
from scenarios.volumes.schatting import Eigen


def test_an_empty_cohort_gets_the_expected_mix_half_of_it_in_each_half_year():
    naar_jaar = np.repeat(np.eye(2), 2, axis=0)  # four half-years, two cohorts
    mix = [np.array([6.0, 3.0, 1.0]), np.array([1.0, 1.0, 2.0])]
    model = SimpleNamespace(
        tijdas=SimpleNamespace(halfjaar_naar_jaar=naar_jaar),
        kennis=SimpleNamespace(mix=[SimpleNamespace(regio=m) for m in mix]),
    )
    factor = np.ones((2, 3, 4))
    # A scenario doubles the second route in the last half-year: 6 + 6 + 1 make one again.
    factor[0, 1, 3] = 2.0
    eigen = tuple(Eigen(1.0, np.zeros(3), 0.0) for _ in mix)
    gemeente = SimpleNamespace(mix=eigen, mix_factor=factor)
    instroom = np.array([[8.0, 0.0], [0.0, 0.0]])
    routes = np.zeros((2, 3, 4))
    routes[0, :, 0] = 2.0, 3.0, 3.0
    uit = _shares(model, gemeente, routes, instroom)  # type: ignore[arg-type]
    # Who came is divided as they came; the cohort of the second year has nobody.
    assert uit[0, :, 0, 0].tolist() == [0.25, 0.375, 0.375]
    assert np.allclose(uit[0, :, 2, 1], [0.3, 0.15, 0.05])
    assert np.allclose(uit[0, :, 3, 1], np.array([6.0, 6.0, 1.0]) / 13 / 2)
    assert np.allclose(uit[1, :, 1, 0], [0.125, 0.125, 0.25])
    assert np.allclose(uit.sum(axis=(1, 2)), 1.0)
