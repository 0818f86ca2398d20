"""The expectation of a running year, taken apart by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from finance.verschil import Effecten
from reports.pc.delen import Wie
from reports.pc.tussenrapportage import _Cijfers
from reports.pc.verklaring import split_baten
from scenarios.boeken.begroting import INBURGERAARS, Begroting, Begrotingrij
from scenarios.boeken.map import Correctie
from scenarios.boeken.prognose import end_of_month, forecast_rest, split_difference
from scenarios.boeken.realisatie import Boeken, close_year, find_books, realised_until
from scenarios.boeken.slot import Last
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

HOORN = ("GM0405",)
LEEG = Boeken(2026, date(2026, 6, 30), ())


@pytest.fixture(scope="module")
def regio(boekenmap):
    return read_region(str(boekenmap))


@pytest.fixture(scope="module")
def prognose(regio):
    return forecast_rest(regio, BASIS, LEEG, None, 50, 1, 0.9)


def test_booked_until_a_day_is_the_sum_of_the_rows_up_to_it(boekenmap):
    boeken = find_books(str(boekenmap))
    assert boeken is not None
    # Hoorn, Taallessen B1: 147.374,88 on 14-03-2025 and 158.010,67 on 15-06-2025
    assert realised_until(boeken, 2025, date(2025, 3, 31)).post(HOORN, "leerroute_b1") == 14_737_488
    assert realised_until(boeken, 2025, date(2025, 6, 30)).post(HOORN, "leerroute_b1") == 30_538_555


@pytest.mark.parametrize("jaar", [2023, 2025])
def test_booked_until_december_is_the_closed_year(jaar, boekenmap):
    """2023 has a [[correctie]] of Hoorn: its bate is in the SPUK of Hoorn, once, and of nobody else."""
    boeken = find_books(str(boekenmap))
    assert boeken is not None
    tot = realised_until(boeken, jaar, date(jaar, 12, 31))
    rekening = close_year(boeken, jaar)
    assert rekening is not None
    allen = tuple(g.code for g in boeken.gemeenten)
    for codes in (allen, *((code,) for code in allen)):
        for post in ("leerroute_b1", "leerroute_z", "pvt", "spuk", "spuk_onderwijsroute"):
            assert tot.post(codes, post) == rekening.post(codes, post)
        assert tot.correction(codes) == rekening.correction(codes)


def test_a_late_invoice_counts_once_in_the_expectation(prognose):
    """A booked correction of 300 euro, and one of 200 in the SPUK onderwijsroute, which is another pot."""
    laat = Last(2026, HOORN[0], "spuk", "leerroute_b1", "6.1", 30_000, 1, correctie=True)
    apart = Correctie(jaar=2026, over=2025, cbs_code=HOORN[0], regeling="spuk_onderwijsroute", bedrag=200, reden="x")
    met = replace(prognose, boeken=Boeken(2026, LEEG.tot, (laat,), (apart,)))
    assert met.settle(HOORN[0]).besteding - prognose.settle(HOORN[0]).besteding == 30_000
    assert met.boeken.post(HOORN, "leerroute_b1") == 0
    assert (met.boeken.post(HOORN, "spuk"), met.boeken.correction(HOORN)) == (30_000, 50_000)


def test_the_rest_has_half_of_a_fixed_cost_and_a_part_of_the_others(prognose):
    heel, rest = prognose.heel.totaal, prognose.rest.totaal
    j = prognose.nummer
    assert rest.value("lasten.beleid_inkoop", j) == pytest.approx(heel.value("lasten.beleid_inkoop", j) / 2)
    assert 0 < rest.value("lasten.leerroute_b1", j) < heel.value("lasten.leerroute_b1", j)
    # Later years are whole, earlier ones are over.
    assert rest.value("lasten", j + 1) == pytest.approx(heel.value("lasten", j + 1))
    assert rest.value("lasten", j - 1) == 0
    # People do not depend on when lasten are counted.
    assert rest.value("gehuisvest", j) == heel.value("gehuisvest", j)


def test_the_row_of_a_spuk_holds_a_late_invoice_once_and_uitvoering_what_a_spuk_paid(prognose):
    ingevoerd = budget_row("uitvoering", 1000, None).model_copy(update={"soort": "rekening", "datum": LEEG.tot})
    lasten = (
        Last(2026, HOORN[0], "spuk", "leerroute_b1", "6.1", 30_000, 1, correctie=True),
        Last(2026, HOORN[0], "spuk", "brede_intake", "6.1", 5_000, 1),
    )

    def figures(boeken):
        return _Cijfers(Wie("Hoorn", HOORN, False), Begroting((ingevoerd,)), replace(prognose, boeken=boeken), ())

    zonder, met = figures(LEEG), figures(replace(LEEG, lasten=lasten))
    assert (zonder.booked("uitvoering"), met.booked("uitvoering")) == (100_000, 105_000)
    assert (met.booked("spuk"), met.correction) == (35_000, 30_000)
    assert met.ahead("spuk") == zonder.ahead("spuk")


def test_what_may_be_kept_rests_on_the_uitkering_of_the_books(prognose, boekenmap):
    """Hoorn closed 2025 on 1.008.515,10 euro; with half of that as the only ruimte no more can be kept."""
    vorig = close_year(find_books(str(boekenmap)), 2025)
    half = replace(prognose, vorig=vorig, ruimte=(Decimal(0), Decimal("0.5"))).settle(HOORN[0])
    assert (half.begin, half.stap.reservering) == (11_733_015, 50_425_755)
    assert half.stap.terugvordering == half.begin + half.uitkering - half.besteding - 50_425_755 > 0


def test_the_spuk_onderwijsroute_covers_no_more_than_it_has(prognose, boekenmap):
    """Hoorn 2025: 62.421,28 euro (budgetten.csv) and 33.063,37 brought along in the books, against a million."""
    vorig = close_year(find_books(str(boekenmap)), 2024)
    veel = Last(2025, HOORN[0], "spuk_onderwijsroute", "leerroute_onderwijs", "6.1", 100_000_000, 1)
    # The rest of this forecast begins in July 2026, so 2025 is what was booked.
    tot = replace(prognose, jaar=2025, boeken=Boeken(2025, date(2025, 12, 31), (veel,)), vorig=vorig)
    assert 100_000_000 + tot.shift_onderwijsroute(HOORN[0]) == 6_242_128 + 3_306_337
    # From 2026 on that SPUK is closed: what it still accounts for is an own cost.
    assert prognose.shift_onderwijsroute(HOORN[0]) == 0
    laat = Correctie(jaar=2026, over=2025, cbs_code=HOORN[0], regeling="spuk_onderwijsroute", bedrag=200, reden="x")
    assert replace(prognose, boeken=replace(LEEG, correcties=(laat,))).shift_onderwijsroute(HOORN[0]) == -20_000


def budget_row(post, bedrag, aantal):
    return Begrotingrij(
        bestand="b", regel=1, jaar=2026, cbs_code="GM0405", soort="primitief", post=post, bedrag=bedrag, aantal=aantal,
        status="aanname", bron="met de hand",
    )  # fmt: skip


def test_the_split_adds_up_to_the_cent_and_follows_the_arithmetic(prognose):
    hoorn = next(g for g in prognose.heel.gemeenten if g.code == "GM0405")
    j = prognose.nummer
    personen = sum(hoorn.value(n, k) for n in ("plichtig", "gezin") for k in (j - 1, j))
    trajecten = hoorn.value("volume.leerroute_b1", j)
    # The begroting has 10% more persons and trajecten at 10.000 euro; the expectation pays 11.000 for each.
    begroting = Begroting(
        (
            budget_row(INBURGERAARS, 0, personen * 1.1),
            budget_row("leerroute_b1", str(round(trajecten * 1.1 * 10_000, 2)), trajecten * 1.1),
        )
    )  # fmt: skip
    begroot = begroting.original(2026, HOORN, "leerroute_b1")
    assert isinstance(begroot, int)
    verwacht = round(trajecten * 11_000 * 100)
    effecten = split_difference(
        begroting, HOORN, prognose.heel, prognose.tot, {"leerroute_b1": begroot}, {"leerroute_b1": verwacht}
    )["leerroute_b1"]
    assert sum(effecten.delen) == verwacht - begroot
    # volume: -0,1 x trajecten x 10.000; prijs: 1,1 x trajecten x 1.000; both at once: -0,1 x trajecten x 1.000
    assert effecten.volume / 100 == pytest.approx(-0.1 * trajecten * 10_000, abs=0.05)
    assert effecten.prijs / 100 == pytest.approx(1.1 * trajecten * 1_000, abs=0.05)
    assert effecten.wisselwerking / 100 == pytest.approx(-0.1 * trajecten * 1_000, abs=0.05)
    assert abs(effecten.mix) <= 2


@pytest.mark.parametrize(
    ("dag", "eind"),
    [
        (date(2024, 2, 3), date(2024, 2, 29)), (date(2025, 2, 28), date(2025, 2, 28)),
        (date(2025, 4, 1), date(2025, 4, 30)), (date(2025, 12, 31), date(2025, 12, 31)),
    ],
)  # fmt: skip
def test_end_of_month(dag, eind):
    assert end_of_month(dag) == eind


def test_the_day_that_ends_the_year_takes_the_rekening_of_that_year():
    rij = Begrotingrij(
        bestand="b", regel=1, jaar=2025, cbs_code="GM0405", soort="rekening", post="uitvoering", bedrag=355_800,
        status="aanname", bron="met de hand",
    )  # fmt: skip
    begroting = Begroting((rij,))
    assert begroting.realised(2025, HOORN, "uitvoering", date(2025, 12, 31)) == 35_580_000
    assert begroting.realised(2025, HOORN, "uitvoering", date(2025, 6, 30)) is None


def test_a_bate_follows_its_lasten_and_only_the_rest_is_regel():
    """The route costs 100 less (80 prijs, 20 mix); its SPUK 40 less, the other one 75 less: 15 of that is regel."""
    verschil = {"spuk": -75_00, "spuk_onderwijsroute": -40_00, "gemeentefonds": 5_00}
    lasten = {"leerroute_onderwijs": Effecten(prijs=-80_00, mix=-20_00)}
    baten = split_baten(lasten, verschil, {})
    assert baten["spuk_onderwijsroute"] == Effecten(prijs=-32_00, mix=-8_00)
    assert baten["spuk"] == Effecten(prijs=-48_00, mix=-12_00, regel=-15_00)
    assert baten["gemeentefonds"] == Effecten(regel=5_00)


def test_lasten_that_shift_to_next_year_are_no_change_of_the_uitkering():
    """Both SPUKs follow 100 more, of which the first shifts 15 to next year and the second leaves 30 uncovered."""
    lasten = {"leerroute_b1": Effecten(prijs=100_00), "leerroute_onderwijs": Effecten(volume=100_00)}
    verschil = {"spuk": 85_00, "spuk_onderwijsroute": 70_00, "gemeentefonds": 0}
    baten = split_baten(lasten, verschil, {"spuk": -15_00, "spuk_onderwijsroute": -30_00})
    assert baten["spuk"] == Effecten(prijs=100_00)
    assert baten["spuk_onderwijsroute"] == Effecten(volume=100_00)
