"""The uitvoeringsbudget of the examples, from the published budgets of two gemeenten, by hand.

Inhabitants on 1-1-2021: Bodegraven-Reeuwijk 35.278, Ooststellingwerf 25.464, the country 17.454.963 (CBS).
"""

import csv
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from finance.fouten import list_words
from finance.gemeentefonds import predict_budget
from finance.taal.getallen import dutch
from scenarios.afweging.lezingen import BUDGET_INGEVOERD, INGEVOERD, read_otherwise
from scenarios.engine.threads import Threads, run_together
from scenarios.engine.work import Run
from scenarios.grond.gepubliceerd import points_in, published
from scenarios.model.grootheden import GROOTHEDEN
from scenarios.model.model import build_model
from scenarios.model.uitvoeringsbudget import AEF, GEPUBLICEERD, budget_in_reading, published_budget
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import find_region, read_region
from scenarios.regiomap.wijziging import Wijziging

JAREN = tuple(range(2022, 2030))
INDEX = dict.fromkeys(range(2020, 2030), 0.018)
EXAMPLES = ("westfriesland", "regio-alkmaar", "noordkop", "rijssen-holten", "landelijk")


def test_two_points_give_the_expectation_and_a_wide_interval():
    """Points 2 and 4: mean 3, s = wortel(1 + 1) = 1,414; t(1) at 90% = 3,0777 = tan(72 graden);
    3,0777 x 1,4142 x wortel(1,5) = 5,3307. Below nil it stops."""
    laag, midden, hoog = predict_budget([2.0, 4.0])
    assert midden == 3.0
    assert hoog == pytest.approx(3 + np.tan(np.radians(72)) * np.sqrt(2) * np.sqrt(1.5))
    assert hoog == pytest.approx(8.3307, abs=1e-4)
    assert laag == 0.0
    with pytest.raises(ValueError, match="twee punten"):
        predict_budget([3.0])


def test_three_points_are_spread_around_their_mean():
    """10, 11 and 15: mean 12, s = wortel((4 + 1 + 9) / 2); t(2) at 90% = 0,8 x wortel(2 / (4 x 0,9 x 0,1)) = 1,8856."""
    half = 0.8 * np.sqrt(2 / 0.36) * np.sqrt(7) * np.sqrt(4 / 3)
    assert predict_budget([10.0, 11.0, 15.0]) == pytest.approx((12 - half, 12, 12 + half))


def test_the_published_points_per_inhabitant():
    """105.548 / 35.278 = 2,9919 and 71.000 / 25.464 = 2,7883 in 2022; 116.116 / 35.278 = 3,2915 and 78.000 / 25.464 =
    3,0631 in 2023. Ooststellingwerf gave nothing new for 2024: its last point holds."""
    per_jaar = {
        j: sorted(p.per_inwoner(shipped().bevolking) for p in points_in("uitvoeringsbudget", j))
        for j in (2022, 2023, 2024)
    }
    assert per_jaar[2022] == pytest.approx([2.7883, 2.9919], abs=5e-5)
    assert per_jaar[2023] == per_jaar[2024] == pytest.approx([3.0631, 3.2915], abs=5e-5)
    (aef,) = published("uitvoeringskosten")
    assert aef.per_inwoner(shipped().bevolking) == pytest.approx(5.9124, abs=5e-5)


def test_the_national_amounts():
    """2022: (2,99189 + 2,78825) / 2 = 2,89007 x 17.454.963 = 50,446 mln. 2023: 3,17730 x 17.454.963 = 55,460 mln, with
    40 mln extra 95,460; 2024 with 30 mln 85,460; 2025 55,460 x 1,018 = 56,458 without extra; 2026 x 1,018 = 57,474.
    Half the interval of 2022: 3,07768 x (0,20364 / wortel 2) x wortel 1,5 = 0,54277, x 17.454.963 = 9,474 mln."""
    laag, midden, hoog = published_budget(shipped().bevolking, INDEX, JAREN) / 1e6
    assert midden[:5] == pytest.approx([50.446, 95.460, 85.460, 56.458, 57.474], abs=6e-4)
    assert hoog[0] - midden[0] == pytest.approx(midden[0] - laag[0]) == pytest.approx(9.474, abs=6e-4)
    assert budget_in_reading(AEF, shipped().bevolking, INDEX, JAREN)[:3] / 1e6 == pytest.approx(
        [103.2, 103.2 * 1.018, 103.2 * 1.018**2]
    )


@pytest.mark.parametrize("naam", EXAMPLES)
def test_the_examples_hold_those_amounts(naam):
    """What stands in budgetten.csv, in thousands, is what the published points give: amount and interval."""
    laag, midden, hoog = published_budget(shipped().bevolking, INDEX, JAREN)
    rijen = [r for r in _national_rows(naam) if r["pot"] == "gemeentefonds"]
    assert [int(r["jaar"]) for r in rijen] == [2022, 2023, 2024, 2025]
    for j, rij in enumerate(rijen):
        assert float(rij["bedrag"]) == pytest.approx(midden[j], abs=600)
        assert [float(rij["p10"]), float(rij["p90"])] == pytest.approx([laag[j], hoog[j]], abs=600)
        assert rij["status"] == "aanname"


def test_a_gemeente_gets_its_part_of_amount_and_interval():
    """Hoorn: 74.297 of 17.569.919 inhabitants on 1-1-2022: 40,972 mln -> 173.255,85; 59,920 mln -> 253.380,89."""
    regio = read_region("voorbeeld:westfriesland")
    rij = next(r for r in regio.budgetten if (r.gemeente, r.pot, r.jaar) == ("Hoorn", "gemeentefonds", 2022))
    assert [rij.p10, rij.p90] == [
        pytest.approx(40_972_000 * 74_297 / 17_569_919, abs=0.005),
        pytest.approx(59_920_000 * 74_297 / 17_569_919, abs=0.005),
    ]
    assert "twee punten" in rij.bron


def test_a_reading_replaces_assumptions_only_and_from_its_own_year():
    """AEF for Hoorn in 2022: 103,2 mln x 74.297 / 17.569.919 = 436.396,46. A budget that Hoorn knows stays; and a
    reading from 2024 on leaves 2023 as it is."""
    regio = read_region("voorbeeld:westfriesland")

    def budget(regio, vanaf=2022, lezing=AEF):
        wijziging = Wijziging(veld="parameter.gemeentefonds_lezing", vanaf=date(vanaf, 1, 1), waarde=lezing)
        scenario = BASIS.model_copy(update={"wijziging": (wijziging,)})
        return build_model(regio, scenario).gemeenten[0].gemeentefonds

    ingevoerd = build_model(regio, BASIS).gemeenten[0].gemeentefonds
    assert budget(regio)[0] == pytest.approx(436_396.46, abs=0.005)
    assert budget(regio, 2024)[1] == ingevoerd[1]
    assert budget(regio, 2024)[2] > 1.2 * ingevoerd[2]
    # The examples are entered by the published points: that reading changes nothing but the rounding to thousands.
    assert budget(regio, lezing=GEPUBLICEERD) == pytest.approx(ingevoerd, rel=2e-5)
    eigen = tuple(
        r.model_copy(update={"status": "vastgesteld"}) if (r.gemeente, r.pot) == ("Hoorn", "gemeentefonds") else r
        for r in regio.budgetten
    )
    assert budget(replace(regio, budgetten=eigen)).tolist() == ingevoerd.tolist()


def _national_rows(naam):
    with (find_region(f"voorbeeld:{naam}") / "budgetten.csv").open(encoding="utf-8") as bestand:
        return [r for r in csv.DictReader(bestand) if r["cbs_code"] == "NL"]


def test_another_reading_moves_the_saldo_by_the_budget_and_nothing_else():
    """The pots do not mix: saldo under AEF = saldo as entered + (budget of AEF - budget entered), in every draw;
    people, lasten and SPUK are the same to the bit. 342 draws, so that percentiles are of draws too."""
    regio = read_region("voorbeeld:noordkop")
    basis = build_model(regio, BASIS)
    gelezen = read_otherwise(regio, BASIS, basis)
    assert gelezen.basis.onderwerp.startswith(
        "Gemeentefonds volgens gepubliceerde budgetten (2,79 en 2,99 euro per inwoner in 2022"
    )
    ((lezing, model),) = [(le, m) for le, m in gelezen.anders if le.soort == "budget"]
    assert lezing.onderwerp == "Gemeentefonds volgens AEF 2019 (5,91 euro per inwoner in 2022)"
    # The budget itself stands as entered: drawn, it is a factor, and no reading moves it by one sum.
    vast = tuple(replace(m, drijvers=()) for m in (basis, model))
    ingevoerd, aef = run_together(Run(vast, 342, 1, 0.9), Threads(1))
    for j in range(len(ingevoerd.jaren)):
        meer = aef.totaal.value("gemeentefonds", j) - ingevoerd.totaal.value("gemeentefonds", j)
        for maat in ("verwacht", "p10", "p90"):
            assert aef.totaal.value("saldo", j, maat) - ingevoerd.totaal.value("saldo", j, maat) == pytest.approx(meer)
    verschil = aef.totaal.statistics != ingevoerd.totaal.statistics
    anders = {g.naam for k, g in enumerate(GROOTHEDEN) if verschil[:, k].any()}
    assert anders == {
        *("gemeentefonds", "saldo_gemeentefonds", "budget", "saldo"),
        *("saldo_cumulatief", "saldo_vraag", "saldo_sinds_2022"),
    }


def test_a_known_budget_has_one_reading_and_another_amount_has_three():
    """Whoever knows the own budget is told of no reading; an assumption of one's own stands beside both sources."""
    regio = read_region("voorbeeld:noordkop")

    def with_budget(**anders):
        rijen = (r.model_copy(update=anders) if r.pot == "gemeentefonds" else r for r in regio.budgetten)
        eigen = replace(regio, budgetten=tuple(rijen))
        return read_otherwise(eigen, BASIS, build_model(eigen, BASIS))

    vast = with_budget(status="vastgesteld", p10=None, p90=None)
    assert vast.basis == INGEVOERD
    assert "budget" not in {lezing.soort for lezing, _ in vast.anders}
    eigen = with_budget(bedrag=500_000.0)
    assert eigen.basis == BUDGET_INGEVOERD
    assert [model.scenario for lezing, model in eigen.anders if lezing.soort == "budget"] == [
        "gemeentefonds-aef",
        "gemeentefonds-gepubliceerd",
    ]


def test_the_readings_name_the_amounts_that_they_are_made_of():
    """What the shipped readings say in words is what data/gepubliceerd.csv gives per inhabitant."""
    lezingen = {s.naam: s.lezing.onderwerp for s in read_region("voorbeeld:noordkop").lezingen if s.lezing}
    punten = sorted(dutch(p.per_inwoner(shipped().bevolking), 2) for p in points_in("uitvoeringsbudget", 2022))
    (aef,) = published("uitvoeringskosten")
    assert f"({list_words(punten)} euro per inwoner" in lezingen["gemeentefonds-gepubliceerd"]
    assert f"({dutch(aef.per_inwoner(shipped().bevolking), 2)} euro per inwoner" in lezingen["gemeentefonds-aef"]
