"""A region of which the break-even price, budget and fte, and the tornado, follow on paper.

24 trajecten a year in the B1-route, each of 12 months, so 24 trajecten are paid for in every year after the first; the
Gemeentefonds pays them. All persons are counted, so only the budget of 2027 (300.000 euro) and the price (8.000 euro)
are drawn, both lognormal with P10 and P90 at 0,8 and 1,25 times the value: ln 1,25 = 0,22314 is 1,28155 spreads.
"""

from dataclasses import replace
from math import exp, log

import pytest

from scenarios.afweging.doel import Eis, goal_of
from scenarios.afweging.gevoeligheid import weigh_sources
from scenarios.afweging.knoppen import parse_knob
from scenarios.afweging.punten import Punten
from scenarios.afweging.zoek import GRENS, NOOIT, seek
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.onzekerheid.drijvers import leave_out
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from tests.hulp_handregio import write_region

N = 2 * 2048
SPREIDING = log(1.25) / 1.2815515655446004
GEMIDDELD = exp(SPREIDING**2 / 2)
"""Of a lognormal factor with median 1: 1,0153"""


@pytest.fixture(scope="module")
def map_(tmp_path_factory):
    map_ = write_region(tmp_path_factory.mktemp("zoek"))

    def rewrite(naam, *paren):
        tekst = (map_ / naam).read_text(encoding="utf-8")
        for oud, nieuw in paren:
            assert oud in tekst
            tekst = tekst.replace(oud, nieuw)
        (map_ / naam).write_text(tekst, encoding="utf-8")

    rewrite("regio.toml", ("2027-01-01", "2028-01-01"), ("eindjaar = 2027", "eindjaar = 2028"))
    rewrite("regio.toml", ("'prijzen', ", ""), ("'gemeentefonds', ", ""))
    rewrite(
        "regio.toml",
        (
            "[[gemeente]]",
            '[[verdeling]]\nvoorziening = "leerroute_b1"\nvanaf = 2022-01-01\ngemeentefonds = 1\n'
            'status = "aanname"\nbron = "test"\n[[gemeente]]',
        ),
    )
    rewrite("contracten.csv", ("2028-01-01", "2029-01-01"))
    tekst = (map_ / "contracten.csv").read_text(encoding="utf-8").splitlines()
    kop, *rijen = [r for r in tekst if not r.startswith("B1")]
    eigen = "B1,A,leerroute_b1,2022-01-01,2029-01-01,traject,8000,raming,test,levering,6400,10000"
    (map_ / "contracten.csv").write_text(
        "\n".join([f"{kop},prijsmoment,p10,p90", *(f"{r},levering,," for r in rijen), eigen, ""]), encoding="utf-8"
    )
    budget = "{};GM0432;gemeentefonds;300.000,00;{};test;{}\n"
    open_ = ("raming", "240.000,00;375.000,00")
    budgetten = [budget.format(j, *(open_ if j == 2027 else ("vastgesteld", ";"))) for j in range(2022, 2029)]
    (map_ / "budgetten.csv").write_text("jaar;cbs_code;pot;bedrag;status;bron;p10;p90\n" + "".join(budgetten), "utf-8")
    rijen = (map_ / "instroom.csv").read_text(encoding="utf-8").splitlines()
    rijen += [
        r.replace("2026-07-01", "2027-07-01").replace("2027-01-01", "2028-01-01").replace("2026-01-01", "2027-01-01")
        for r in rijen
        if r.startswith("2026")
    ]
    (map_ / "instroom.csv").write_text("\n".join([*rijen, ""]), encoding="utf-8")
    return map_


@pytest.fixture(scope="module")
def regio(map_):
    return read_region(str(map_))


def found(regio, knop, doel="kans>=0.9 in 2027"):
    model = build_model(regio, BASIS)
    (uit,) = seek(regio, BASIS, Punten(model, N), goal_of(regio, model, 0.9, doel), [parse_knob(knop, regio, model)])
    return uit


def test_the_price_that_the_tenth_percentile_of_the_budget_can_pay(regio):
    """P10 of the budget is 0,8 x 300.000 = 240.000, for 24 trajecten: 10.000 each."""
    uit = found(leave_out(regio, ["prijzen"]), "prijs.leerroute_b1@2027-01-01")
    assert (uit.gevonden.soort, uit.gevonden.richting) == (GRENS, -1)
    assert (uit.knop.nu, uit.knop.eenheid) == (8000.0, "euro per traject")
    # The budget is spread evenly: each net of 1.024 has its tenth percentile within one point, 1 / 1.024 of chance.
    # That is 0,1% of the price, where the density of ln(budget) is 0,1755 / 0,174. Independent draws leave 0,9%.
    assert uit.waarde == pytest.approx(10_000, rel=0.002)
    laag, hoog = uit.gevonden.tussen
    assert laag < 10_000 < hoog
    assert 0 < hoog - laag < 90


def test_the_found_price_put_back_gives_the_asked_chance(regio):
    uit = found(regio, "prijs.leerroute_b1@2027-01-01")
    model = build_model(regio, uit.knop.scenario(BASIS, uit.waarde))
    zelfde, ander = (run(model, N, zaad).totaal for zaad in (1, 2))
    assert zelfde.oordelen["totaal", 2027].kans == uit.kans >= 0.9
    assert ander.oordelen["totaal", 2027].kans == pytest.approx(0.9, abs=3 * 2**0.5 * uit.fout)
    een_hoger = build_model(regio, uit.knop.scenario(BASIS, uit.waarde + uit.knop.stap))
    assert run(een_hoger, N).totaal.oordelen["totaal", 2027].kans < 0.9


def test_the_budget_that_pays_the_ninetieth_percentile_of_the_price(regio):
    """24 x 1,25 x 8.000 = 240.000."""
    uit = found(leave_out(regio, ["gemeentefonds"]), "gemeentefonds@2027-01-01")
    assert (uit.gevonden.soort, uit.gevonden.richting) == (GRENS, 1)
    assert uit.waarde == pytest.approx(240_000, rel=0.015)


def test_the_fte_that_are_left_to_pay(map_):
    """240.000 less 24 x 8.000 leaves 48.000: 0,6 fte of 80.000."""
    formatie = map_ / "formatie.csv"
    formatie.write_text("functie;fte;prijs;status;bron\nRegie;0,5;80000;vastgesteld;test\n", encoding="utf-8")
    try:
        uit = found(leave_out(read_region(str(map_)), ["prijzen"]), "fte@2027-01-01")
    finally:
        formatie.unlink()
    assert (uit.knop.eenheid, uit.knop.nu) == ("fte", 0.5)
    assert uit.waarde == pytest.approx(0.6, abs=0.03)


def test_a_knob_that_comes_too_late_is_told_apart(regio):
    uit = found(regio, "prijs.leerroute_b1@2028-01-01", "kans>=0.99 in 2027")
    assert (uit.gevonden.soort, uit.gevonden.richting) == (NOOIT, 0)
    assert uit.vast == (Eis("totaal", 2027),)


def test_the_tornado_of_a_budget_and_a_price(regio):
    """300.000 x (0,8 - 1,0153) = -64.580 and 300.000 x (1,25 - 1,0153) = 70.420; of 24 x 8.000 = 192.000 that is
    0,64 times as much, the other way round. Held at its tenth one leaves the other a chance of 90%:
    budget 240.000 is 24 x 10.000, the P90 of the price; price 10.000 asks 240.000, the P10 of the budget.
    Variances are as 300^2 to 192^2: 71% and 29%.
    """
    model = replace(build_model(regio, BASIS), telt_vanaf=2027 - 2022)
    uit = weigh_sources(Punten(model, N), 2027)
    budget, prijs, *rest = uit.bronnen
    assert [b.drijvers[0].soort for b in (budget, prijs)] == ["gemeentefonds", "prijzen"]
    assert not [b for b in rest if b.totaal > 0.01]
    mee, tegen = 1.25 - GEMIDDELD, 0.8 - GEMIDDELD
    # The mean of the draws themselves is off by 0,176 / sqrt(4096) of the value at most some times.
    assert budget.euros == pytest.approx((300_000 * tegen, 300_000 * mee), abs=3 * 300_000 * 0.176 / N**0.5)
    assert prijs.euros == pytest.approx((-192_000 * mee, -192_000 * tegen), abs=3 * 192_000 * 0.176 / N**0.5)
    assert budget.kansen == pytest.approx((0.9, 1.0), abs=0.015)
    assert prijs.kansen == pytest.approx((0.9, 1.0), abs=0.015)
    for bron, deel in ((budget, 300**2), (prijs, 192**2)):
        assert bron.eerste == pytest.approx(deel / (300**2 + 192**2), abs=3 * bron.eerste_fout)
        assert bron.totaal == pytest.approx(bron.eerste, abs=3 * bron.totaal_fout)
