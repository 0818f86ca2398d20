"""The root and the lowest point of a function: where they are known, and to the bit where scipy finds them."""

import math
from random import Random

import pytest
from scipy.optimize import brentq, minimize_scalar

from scenarios.volumes.zoeken import find_minimum, find_root


def curves(aantal):
    """Functions with bends and, every third one, with steps; each with two ends."""
    kans = Random(1)
    for i in range(aantal):
        a, b, c, d, e, s = (kans.gauss(0, 1) for _ in range(6))

        def curve(x, a=a, b=b, c=c, d=d, e=e, s=s, trap=i % 3 == 0):
            bochtig = a * (x - s) + b * (x - s) ** 3 + c * math.sin(3 * x) + d * math.tanh(5 * (x - e))
            return bochtig + (math.floor(4 * x) / 7 if trap else 0.0)

        yield curve, -3 - kans.random(), 2 + 3 * kans.random(), 10.0 ** -kans.randint(2, 12)


def test_a_root_that_is_known():
    assert find_root(lambda x: x**3 - 2, 0.0, 2.0, 1e-14) == pytest.approx(2 ** (1 / 3), abs=1e-14)
    assert find_root(lambda x: x - 1, 1.0, 3.0, 1e-6) == 1.0
    assert find_root(lambda x: x - 3, 1.0, 3.0, 1e-6) == 3.0


def test_a_lowest_point_that_is_known():
    assert find_minimum(lambda x: (x - 0.3) ** 2 + 7, -1.0, 2.0, 1e-9) == pytest.approx(0.3, abs=1e-7)
    # At an end: as near to it as asked.
    assert find_minimum(lambda x: x, 2.0, 3.0, 1e-6) == pytest.approx(2.0, abs=1e-5)


def test_a_root_is_that_of_scipy():
    getroffen = 0
    for curve, laag, hoog, tot_op in curves(400):
        if curve(laag) * curve(hoog) < 0:
            getroffen += 1
            assert find_root(curve, laag, hoog, tot_op) == brentq(curve, laag, hoog, xtol=tot_op, maxiter=500)
    assert getroffen > 200


def test_a_lowest_point_is_that_of_scipy():
    for curve, laag, hoog, tot_op in curves(400):
        juist = minimize_scalar(curve, bounds=(laag, hoog), method="bounded", options={"xatol": tot_op})
        assert find_minimum(curve, laag, hoog, tot_op) == juist.x
