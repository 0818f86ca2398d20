"""The cheapest set against every set tried by itself: a scenario each, simulated whole, without the search."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from scenarios.afweging.maatregelen.hefbomen import as_scenario, money, pull
from scenarios.afweging.maatregelen.lezen import read_measures
from scenarios.afweging.maatregelen.zoeken import Vraagstelling, find_measures, search, simulate_levers
from scenarios.engine.explore import Explorer
from scenarios.engine.threads import Threads, run, run_together
from scenarios.engine.work import Run
from scenarios.model.grootheden import NUMMER
from scenarios.model.model import build_model
from scenarios.model.opbouw.bouwen import build_up
from scenarios.regiomap.intervallen import SOORTEN
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.wijziging import Wijziging
from scenarios.waarheid.feiten import read_truth
from tests.hulp_handregio import write_region

TREKKINGEN = 64
BRON = 'status = "aanname"\nbron = "test"\n'
MAATREGELEN = f"""
[[maatregel]]
naam = "groepen"
soort = "groepsgrootte"
wat = "leerroute_b1"
vanaf = 2028-01-01
nu = 12
tot = 14
stap = 2
kosten_eenmalig = 15000
kosten_per_eenheid = 6000
{BRON}
[[maatregel]]
naam = "aanbesteding"
soort = "aanbesteding"
wat = "leerroute_b1"
data = [2028-01-01, 2029-01-01]
verandering = -10
kosten_eenmalig = 60000
{BRON}
[[maatregel]]
naam = "eigen geld"
soort = "eigen_geld"
vanaf = 2027-01-01
tot = 450000
stap = 150000
{BRON}
"""


@pytest.fixture
def regio(tmp_path: Path):
    map_ = write_region(tmp_path)
    for naam, oud, nieuw in (
        ("regio.toml", "eindjaar = 2027", "eindjaar = 2029"),
        ("contracten.csv", "2028-01-01", "2030-01-01"),
        ("contracten.csv", "01-01-2028", "01-01-2030"),
        ("contracten.csv", ",48000,", ",15000,"),
    ):
        tekst = (map_ / naam).read_text(encoding="utf-8")
        assert oud in tekst
        (map_ / naam).write_text(tekst.replace(oud, nieuw), encoding="utf-8")
    (map_ / "maatregelen.toml").write_text(MAATREGELEN, encoding="utf-8")
    return read_truth(str(map_))


def test_nothing_that_is_neutral_is_cheaper(regio):
    maatregelen = read_measures(regio)
    gevonden = find_measures(Explorer(regio, TREKKINGEN), BASIS, maatregelen, 0.8)
    hefbomen, jaren = pull(maatregelen), (2027, 2028, 2029)
    assert gevonden.vraag.jaren == jaren
    los = {}
    for standen in product(*(range(len(h.standen)) for h in hefbomen)):
        scenario = as_scenario(regio, BASIS, hefbomen, standen, jaren)
        uitslag = run(build_model(regio, scenario), TREKKINGEN, zekerheid=0.8).totaal
        oordelen = [uitslag.oordelen[toets, jaar] for toets in ("totaal", "cumulatief") for jaar in jaren]
        los[standen] = (
            all(o.neutraal for o in oordelen),
            min(o.kans for o in oordelen),
            max(o.buffer for o in oordelen),
        )
    kosten = {standen: money(hefbomen, standen, jaren).kosten for standen in los}
    goedkoopst = min(kosten[standen] for standen, (neutraal, _, _) in los.items() if neutraal)
    assert 0 < goedkoopst < max(kosten.values())
    assert gevonden.beste is not None
    assert gevonden.beste.kosten == goedkoopst
    assert los[gevonden.beste.standen][0]
    # Money that is added without simulating gives what a scenario with that money gives.
    for punt in gevonden.punten:
        neutraal, kans, buffer = los[punt.standen]
        assert punt.neutraal == neutraal
        assert punt.kans == pytest.approx(kans)
        # Half a cent is no shortfall, and a buffer is never less than a cent.
        assert punt.buffer == pytest.approx(buffer, abs=0.011)


def test_own_money_is_decided_and_no_driver_moves_it(tmp_path):
    map_ = write_region(tmp_path)
    tekst = (map_ / "regio.toml").read_text(encoding="utf-8")
    zonder = str([s for s in SOORTEN if s != "gemeentefonds"])
    (map_ / "regio.toml").write_text(tekst.replace(str(list(SOORTEN)), zonder), encoding="utf-8")
    regio = read_truth(str(map_))
    wijziging = Wijziging(veld="eigen_geld", vanaf=date(2027, 1, 1), erbij=1234.56)
    erbij = BASIS.model_copy(update={"wijziging": (wijziging,)})
    zonder_geld, met_geld = (Explorer(regio, TREKKINGEN).draw(s) for s in (BASIS, erbij))
    fonds = NUMMER["gemeentefonds"]
    assert zonder_geld[fonds, -1].std() > 100
    for rij in (fonds, NUMMER["saldo"], NUMMER["budget"]):
        assert met_geld[rij, -1] - zonder_geld[rij, -1] == pytest.approx(1234.56)
        assert met_geld[rij, :-1] == pytest.approx(zonder_geld[rij, :-1])
    # The build-up on the sheets and a run beside the base say the same.
    modellen = tuple(build_model(regio, s) for s in (BASIS, erbij))
    samen = run_together(Run(modellen, TREKKINGEN, 1, 0.8), Threads(1))[1].totaal
    assert samen.value("saldo", -1) == pytest.approx(met_geld[NUMMER["saldo"], -1].mean())
    opbouw = [build_up(m)[0].regels.gemeentefonds[-1] for m in modellen]
    assert opbouw[1] - opbouw[0] == pytest.approx(1234.56)


def test_the_search_step_by_step_finds_it_here_too(regio):
    hefbomen = pull(read_measures(regio))
    verkenner, vraag = Explorer(regio, TREKKINGEN), Vraagstelling((2027, 2028, 2029), 2027, 0.8)
    peil = simulate_levers(verkenner, BASIS, hefbomen, vraag.jaren)
    alles, stappen = search(hefbomen, vraag, peil), search(hefbomen, vraag, peil, meeste=0)
    assert (alles.volledig, stappen.volledig) == (True, False)
    assert alles.beste is not None
    assert stappen.beste is not None
    assert stappen.beste.kosten == alles.beste.kosten
