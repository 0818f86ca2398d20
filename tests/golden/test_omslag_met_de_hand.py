"""A region whose only uncertainty that counts is one fixed sum: where it breaks follows on paper."""

from math import log
from pathlib import Path

import pytest
from scipy.special import ndtr

from scenarios.afweging.omslag.omslag import find_reversal
from scenarios.model.model import build_model
from scenarios.regiomap.intervallen import SOORTEN
from scenarios.regiomap.modellen import BASIS
from scenarios.waarheid.feiten import read_truth
from tests.hulp_handregio import write_region

Z90 = 1.2815515655446004


def _planted(tmp_path: Path, budget: int, soorten: set[str]) -> Path:
    """Nothing costs anything but beleid: 100,000 euro with P10 90,000 and P90 110,000, against a sure budget."""
    map_ = write_region(tmp_path)
    regio = (map_ / "regio.toml").read_text(encoding="utf-8")
    zonder = [s for s in SOORTEN if s not in soorten]
    (map_ / "regio.toml").write_text(regio.replace(str(list(SOORTEN)), str(zonder)), encoding="utf-8")
    contracten = (
        (map_ / "contracten.csv").read_text(encoding="utf-8").replace(",12000,", ",0,").replace(",48000,", ",0,")
    )
    kop, *regels = contracten.splitlines()
    regels = [f"{regel},,," for regel in regels]
    regels.append("Beleid,A,beleid_inkoop,2022-01-01,2028-01-01,jaar,100000,aanname,test,vast,90000,110000")
    tekst = "\n".join([f"{kop},betaling,p10,p90", *regels, ""])
    (map_ / "contracten.csv").write_text(tekst, encoding="utf-8")
    budgetten = f"jaar;cbs_code;pot;bedrag;status;bron\n2027;GM0432;gemeentefonds;{budget};vastgesteld;test\n"
    (map_ / "budgetten.csv").write_text(budgetten, encoding="utf-8")
    return map_


def _find(map_: Path):
    regio = read_truth(str(map_))
    return find_reversal(regio, build_model(regio, BASIS), 4096, 1, 0.9)


@pytest.mark.parametrize(("budget", "grens", "redding"), [(103_000, 3.0, False), (97_000, -3.0, True)])
def test_the_box_is_the_price_that_the_budget_no_longer_bears(tmp_path, budget, grens, redding):
    omslag = _find(_planted(tmp_path, budget, {"vast"}))
    # A factor f with median 1 and P90 1,1 has ln f = ln 1,1 / 1,2816 z above 1; below 1 the same with P10 0,9.
    z = log(budget / 100_000) / (log(1.1) if budget > 100_000 else -log(0.9)) * Z90
    tekort = 1 - ndtr(z)
    assert omslag.jaar == 2027
    assert omslag.redding is redding
    assert 1 - omslag.oordeel.kans == pytest.approx(tekort, abs=0.02)
    (doos,) = omslag.dozen
    (streep,) = doos.grenzen
    assert omslag.meetlatten[streep.dimensie].naam == "de vaste lasten en formatie (Beleid)"
    assert streep.boven is not redding
    assert streep.waarde == pytest.approx(grens, abs=0.5)
    assert doos.kans > 0.95
    assert doos.dekking > 0.9


def test_where_chance_alone_decides_no_combination_is_named(tmp_path):
    # B1 at a price again: who comes decides, and that is drawn per person here.
    map_ = _planted(tmp_path, 103_000, set())
    omslag = _find(map_)
    assert omslag.oordeel.kans == 1
    assert omslag.te_weinig
    assert omslag.dozen == ()
