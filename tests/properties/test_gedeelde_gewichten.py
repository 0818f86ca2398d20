"""Models of one region share what they weigh alike: no bit of one depends on which were built before it."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from finance.fouten import Invoerfout
from scenarios.engine.fingerprint import fingerprint
from scenarios.model.gemeente.werkplaats import MEESTE, Onthouden, before_prices, workshop
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.wijziging import Wijziging
from scenarios.waarheid.feiten import read_truth

VANAF = date(2023, 1, 1)
ANDERS = {
    "a price": (Wijziging(veld="prijs.leerroute_b1", vanaf=VANAF, factor=1.3),),
    "a price with its own interval": (
        Wijziging(veld="prijs.leerroute_z", vanaf=VANAF, waarde=9_500.0, p10=9_000.0, p90=15_000.0),
    ),
    "a price beside other people": (
        Wijziging(veld="realisatie", vanaf=VANAF, factor=1.2),
        Wijziging(veld="prijs.leerroute_b1", vanaf=VANAF, factor=1.3),
    ),
    "use": (Wijziging(veld="gebruik.tolken", vanaf=VANAF, factor=2.0),),
    "the share of a pot": tuple(
        Wijziging(veld=f"verdeling.tolken.{pot}", vanaf=VANAF, waarde=deel)
        for pot, deel in (("spuk", 0.0), ("gemeentefonds", 1.0))
    ),
    "an index": (Wijziging(veld="parameter.index_contract", vanaf=VANAF, waarde=0.05),),
}


@pytest.fixture(scope="module")
def regio():
    """Closed years, and one booked in part."""
    return read_truth("voorbeeld:zevenlinden")


@pytest.mark.parametrize("naam", ANDERS)
def test_what_was_built_before_moves_no_bit(regio, naam):
    anders = Scenario(naam="proef", wijziging=ANDERS[naam])
    zonder = tuple(w for w in anders.wijziging if not w.veld.startswith("prijs."))
    basis, _, samen = (build_model(regio, s).gemeenten for s in (BASIS, Scenario(naam="x", wijziging=zonder), anders))
    workshop.cache_clear()
    before_prices.cache_clear()
    assert fingerprint(samen) == fingerprint(build_model(regio, anders).gemeenten)
    assert fingerprint([g.uitbreiding for g in samen]) != fingerprint([g.uitbreiding for g in basis])


def test_a_field_that_nobody_knows_is_told_after_a_scenario_of_prices(regio):
    prijs = Wijziging(veld="prijs.leerroute_b1", vanaf=VANAF, factor=1.3)
    build_model(regio, Scenario(naam="een", wijziging=(prijs,)))
    build_model(regio, Scenario(naam="twee", wijziging=(prijs.model_copy(update={"factor": 1.4}),)))
    vreemd = prijs.model_copy(update={"veld": "prijs.leerroute_b9"})
    with pytest.raises(Invoerfout, match="leerroute_b9"):
        build_model(regio, Scenario(naam="drie", wijziging=(prijs, vreemd)))


def test_a_gap_is_told_to_every_model(regio):
    """Also when the first that met it belonged to another model."""
    laatste = max(c.tot for c in regio.contracten if c.voorziening == "leerroute_b1")
    rijen = tuple(c for c in regio.contracten if (c.voorziening, c.tot) != ("leerroute_b1", laatste))
    bestand = regio.bestand.model_copy(update={"contract_terugval": False})
    kapot = replace(regio, contracten=rijen, bestand=bestand)
    gezegd = []
    for _ in range(2):
        with pytest.raises(Invoerfout) as fout:
            build_model(kapot, BASIS)
        gezegd.append(str(fout.value))
    assert gezegd[0] == gezegd[1]
    assert "geen contract" in gezegd[0]


def test_what_was_asked_for_longest_ago_is_forgotten():
    bekend = Onthouden[int]()
    for n in range(MEESTE + 1):
        bekend.once(n, partial(int, n))
    bekend.once(0, lambda: -1)
    bekend.trim()
    assert [bekend.once(n, lambda: -1) for n in (0, 1, MEESTE)] == [0, -1, MEESTE]
