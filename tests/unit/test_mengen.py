"""A model laid between two is the model that would have been built."""

import pytest

from scenarios.afweging.knoppen import decision_knobs, parse_knob
from scenarios.afweging.mengen import Menger
from scenarios.afweging.punten import Punten
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

NAAM = "voorbeeld:rijssen-holten"


@pytest.fixture(scope="module")
def alles():
    regio = read_region(NAAM)
    basis = build_model(regio, BASIS)
    return regio, basis, Punten(basis, 64)


def test_money_is_a_straight_line_in_a_price(alles):
    regio, basis, punten = alles
    for knop in decision_knobs(regio, basis):
        gebouwd: list[float] = []

        def bouw(x, knop=knop, gebouwd=gebouwd):
            gebouwd.append(x)
            return build_model(regio, knop.scenario(BASIS, x))

        menger = Menger(knop, basis, bouw)
        modellen = [menger.model(deel * knop.nu) for deel in (0.0, 0.4, 1.7)]
        assert gebouwd == [(knop.nu + knop.hoog) / 2, knop.hoog], "two models are built, whatever is asked"
        echt = [build_model(regio, knop.scenario(BASIS, deel * knop.nu)) for deel in (0.0, 0.4, 1.7)]
        gemengd, los = punten.saldi(modellen), punten.saldi(echt)
        assert gemengd == pytest.approx(los, abs=1e-4)
        assert abs(los[0] - los[2]).max() > 1000, "the knob does something"


def test_what_moves_people_is_built(alles):
    regio, basis, _ = alles
    knop = parse_knob("realisatie", regio, basis)
    gevraagd: list[float] = []

    def bouw(x):
        gevraagd.append(x)
        return basis

    Menger(knop, basis, bouw).model(0.8)
    assert gevraagd == [0.8]
