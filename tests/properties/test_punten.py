"""A point that shares people with its base gives what it gives by itself, to the last bit."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scenarios.afweging.punten import Punten
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Wijziging
from tests.hulp_model import example_model

REGIO = "voorbeeld:rijssen-holten"
N = 300


def alone(model):
    return Punten(model, N).saldo


def one_of_each_kind():
    return {d.soort if d.soort != "indexen" else d.naam: d.naam for d in example_model(regio=REGIO).drijvers}


@pytest.mark.parametrize("naam", one_of_each_kind().values(), ids=one_of_each_kind())
def test_a_driver_that_is_held_moves_only_what_it_moves(naam):
    basis = example_model(regio=REGIO)
    stand = tuple(np.linspace(-2, 1, len(basis.tijdas.jaren))) if naam.startswith("index") else (1.3,)
    vast = replace(basis, drijvers=tuple(replace(d, stand=stand) if d.naam == naam else d for d in basis.drijvers))
    (saldo,) = Punten(basis, N).saldi([vast])
    assert np.array_equal(saldo, alone(vast))
    # Held is not drawn: with every driver held at once nothing but persons differs from draw to draw.
    assert not np.array_equal(saldo, alone(basis)) or naam.startswith(("aandeel", "bedrag", "verlenging"))


@pytest.mark.parametrize(
    "veld", ["prijs.leerroute_b1", "vast.beleid_inkoop", "gemeentefonds", "gebruik.pip", "realisatie"]
)
def test_points_side_by_side_are_points_one_by_one(veld):
    regio, basis = read_region(REGIO), example_model(regio=REGIO)
    keer = [Wijziging(veld=veld, vanaf=date(2026, 1, 1), factor=f) for f in (0.8, 1.3)]
    modellen = [build_model(regio, BASIS.model_copy(update={"wijziging": (w,)})) for w in keer]
    punten = Punten(basis, N)
    for eerder in (punten.saldi(modellen), punten.saldi(modellen[::-1])[::-1]):
        for model, saldo in zip(modellen, eerder, strict=True):
            assert np.array_equal(saldo, alone(model))


def test_the_saldo_is_that_of_a_run():
    basis = example_model(regio=REGIO)
    totaal = run(basis, 2500, 3).totaal
    saldo = Punten(basis, 2500, 3).saldo
    assert saldo.mean(axis=-1) == pytest.approx(
        [totaal.value("saldo", j) for j in range(len(saldo))], abs=1e-9, rel=1e-12
    )
    assert [float((s > -0.005).mean()) for s in saldo] == [
        totaal.oordelen["totaal", j].kans for j in basis.tijdas.jaren
    ]
