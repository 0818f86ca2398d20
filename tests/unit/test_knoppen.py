"""The knobs of the dashboard: what a path does to a scenario that has one, and what the scenario says about itself."""

from datetime import date

from reports.dashboard.knoppen import KNOPPEN, Pad, Schuif, describe, turn
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import shipped_scenario
from scenarios.regiomap.wijziging import LANDELIJK

VANAF = date(2027, 1, 1)
HOOG = {"pad": "hoog (asielprognose MPP)"}


def test_a_path_takes_the_place_of_the_one_there_was():
    assert turn(BASIS, HOOG, VANAF).wijziging == shipped_scenario("hoog").wijziging
    assert turn(shipped_scenario("laag"), HOOG, VANAF).wijziging == shipped_scenario("hoog").wijziging
    # What is no path stays.
    afschaffing = shipped_scenario("afschaffing")
    assert turn(afschaffing, HOOG, VANAF).wijziging == (*afschaffing.wijziging, *shipped_scenario("hoog").wijziging)


def test_the_name_says_where_one_started_and_whether_something_was_turned():
    for uitgangspunt in (BASIS, shipped_scenario("laag")):
        assert turn(uitgangspunt, {"prijs_b1": 0}, VANAF) == uitgangspunt
        assert turn(uitgangspunt, {"prijs_b1": 1}, VANAF).naam == f"{uitgangspunt.naam}, met verdraaide knoppen"


def test_a_knob_for_statushouders_only_says_so():
    for knop in KNOPPEN:
        if isinstance(knop, Schuif) and all("asielstatushouder" in veld for veld in knop.velden):
            assert "statushouders" in knop.label


def test_every_path_says_nothing_but_a_path():
    (pad,) = (k for k in KNOPPEN if isinstance(k, Pad))
    for naam in filter(None, pad.opties.values()):
        scenario = shipped_scenario(str(naam))
        assert {w.veld for w in scenario.wijziging} == {LANDELIJK}
        assert not scenario.gebeurtenis


def test_a_scenario_says_what_was_turned():
    tekst = describe(BASIS, {**HOOG, "prijs_b1": 15, "index": 0}, VANAF)
    assert tekst == (
        "Op basis van scenario basis, vanaf 2027: Pad van de taakstelling: hoog (asielprognose MPP); "
        "Prijs leerroute B1 +15%."
    )
    assert describe(BASIS, {"prijs_b1": 0}, VANAF) == "Op basis van scenario basis, zonder wijzigingen."
