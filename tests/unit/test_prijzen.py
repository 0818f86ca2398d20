"""The contract prices that the dashboard shows beside the knobs."""

from datetime import date

import pytest

from reports.dashboard.knoppen import turn
from reports.dashboard.prijzen import route_prices
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Wijziging

DAG = date(2027, 1, 1)


def test_a_knob_moves_the_price_of_its_route_and_only_that():
    regels = route_prices(read_region("voorbeeld:westfriesland"), turn(BASIS, {"prijs_b1": 15}, DAG), DAG)
    assert [(r.contract, r.prijs, r.prijspeil) for r in regels] == [
        ("B1 Fiolet en Edinova vanaf 2025", 11_600, 2025),
        ("B1 NLtraining en NewBees vanaf 2025", 11_600, 2025),
        ("Z Fiolet en Edinova vanaf 2025", 11_600, 2025),
        ("Z NLtraining en NewBees vanaf 2025", 11_600, 2025),
        ("Onderwijsroute mbo vanaf 2026", 17_000, 2026),
        ("Onderwijsroute hbo en wo vanaf 2026", 17_000, 2026),
    ]
    assert [r.laagst for r in regels] == pytest.approx([13_340, 13_340, 11_600, 11_600, 17_000, 17_000])
    assert [r.hoogst for r in regels] == [r.laagst for r in regels]


def test_one_gemeente_has_its_own_contracts_and_changes():
    regio = read_region("voorbeeld:westfriesland")
    duurder = Wijziging(veld="prijs.leerroute_b1", vanaf=DAG, factor=2.0, gemeenten=("GM0405",))
    scenario = Scenario(naam="hoorn", wijziging=(duurder,))
    assert regio.gemeenten[0].naam == "Hoorn"
    assert regio.gemeenten[0].code == "GM0405"
    eerste = route_prices(regio, scenario, DAG)[0]
    assert (eerste.laagst, eerste.hoogst) == (11_600, 23_200)
    (b1, _z, _mbo, _hbo) = route_prices(regio, scenario, DAG, "Hoorn")
    assert (b1.laagst, b1.hoogst) == (23_200, 23_200)


def test_a_part_has_its_own_changes_on_top():
    regio = read_region("voorbeeld:noordkop")
    deel = Wijziging(veld="prijs.leerroute_b1.taal en participatie", vanaf=DAG, factor=1.5)
    regels = route_prices(regio, turn(Scenario(naam="deel", wijziging=(deel,)), {"prijs_b1": 10}, DAG), DAG)
    assert [round(r.laagst, 2) for r in regels[:2]] == [16_500, 2_607]
