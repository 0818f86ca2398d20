"""The build-up says the same as the engine, whatever the scenario, and survives the JSON document."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.invoermodellen import Scenario
from scenarios.model import build_model
from scenarios.opbouw import build_up, evaluate, from_plain, to_plain
from scenarios.regio import read_region
from scenarios.uitvoering import run
from scenarios.wijziging import Wijziging

VELDEN = (
    "plichtig", "gezin", "realisatie", "taakstelling.landelijk", "prijs.leerroute_b1", "prijs.tolken", "gebruik.map",
    "vast.beleid_inkoop", "gemeentefonds", "parameter.bedrag_asiel_a", "parameter.blijft_wonen",
)  # fmt: skip


@settings(max_examples=15)
@given(st.sampled_from(VELDEN), st.integers(2024, 2029), st.sampled_from([0.0, 0.4, 0.9, 1.0, 1.7]))
def test_the_build_up_evaluates_to_the_expected_values(veld, jaar, factor):
    if veld.startswith("parameter."):
        factor = min(factor, 1.0)
    wijziging = Wijziging(veld=veld, vanaf=date(jaar, 1, 1), factor=factor)
    scenario = Scenario(naam="anders", wijziging=(wijziging,))
    model = build_model(read_region("voorbeeld:westfriesland"), scenario)
    resultaat = run(model, 0)
    for opbouw, samenvatting in zip(build_up(model), resultaat.gemeenten, strict=True):
        terug = from_plain(json.loads(json.dumps(to_plain(opbouw))))
        uit = evaluate(terug.personen, terug.gebruik, terug.prijzen, terug.regels)
        for naam, reeks in uit.items():
            engine = np.array([samenvatting.value(naam, j) for j in range(len(resultaat.jaren))])
            assert reeks == pytest.approx(engine, abs=0.005), (naam, opbouw.naam)
