"""Who counts and what that brings, by hand: art. 10.1-10.4 of the Besluit year by year, and the edges of art. 10.2."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from finance import meeneemregeling, tellingen, uitkering
from finance.taal.tekst import sentence
from finance.tellingen import Telling, count_definitief, count_in_books, count_voorlopig, first_year_with_d
from finance.uitkering import Bedragen, compute_uitkering, korting_prestatie, national_factor

# Five years; every figure is another number, so that one in the place of another shows.
CIJFERS = {
    "prognose": np.array([10.0, 20, 30, 40, 50]),
    "taakstelling": np.array([100.0, 200, 300, 400, 500]),
    "plichtig": np.array([11.0, 13, 17, 19, 23]),
    "gezin": np.array([29.0, 31, 37, 41, 43]),
    "afgerond": np.array([2.0, 3, 5, 7, 9]),
    "pa": np.array([0.5, 0.5, 0.75, 0.75, 0.25]),
    "po": np.array([0.5, 0.25, 0.5, 0.25, 0.5]),
    "blijft": np.array([0.5, 0.5, 0.5, 1.0, 0.5]),
    "onderwijsroute": np.array([1.0, 2, 3, 4, 5]),
    "onderwijsdeel": np.array([0.5, 0.5, 0.5, 1.0, 1.0]),
    "aia": np.array([60.0, 61, 62, 63, 64]),
    "verhuisd_a": np.array([1.0, -20, 0, 0, 0]),
    "verhuisd_b": np.array([0.0, 2, 0, 0, 0]),
    "verhuisd_c": np.array([0.0, 0, 3, 0, 0]),
}
GEEN = {naam: np.zeros(5, dtype=bool) for naam in ("op_taakstelling", "nader", "verhuisd", "aia_geteld",
        "onderwijsroute_geteld", "eerste_jaar_d")}  # fmt: skip


def telling(tel, **voorwaarden):
    return tel({**CIJFERS, **GEEN, **{k: np.array(v, dtype=bool) for k, v in voorwaarden.items()}})


def test_the_voorlopige_counts_the_forecast_the_taakstelling_and_who_came():
    t = telling(count_voorlopig)
    assert t.asiel_t.tolist() == [5, 10, 22.5, 30, 12.5], "prognose x PA"
    assert t.asiel_t1.tolist() == [0, 50, 100, 225, 300], "taakstelling x PA, both of the year before"
    assert t.asiel_t2.tolist() == [0, 0, 11, 13, 17], "who came two years before"
    assert t.gezin.tolist() == [0, 0, 29, 31, 37], "two years before"
    assert t.onderwijsroute.tolist() == [2.5, 2.5, 11.25, 7.5, 6.25], "prognose x PA x PO"
    assert t.aia.tolist() == [0, 0, 2, 3, 5], "completed two years before"


def test_before_june_2023_the_voorlopige_rested_on_the_taakstelling():
    t = telling(count_voorlopig, op_taakstelling=[1, 0, 0, 0, 0])
    assert t.asiel_t.tolist() == [50, 10, 22.5, 30, 12.5]
    assert t.onderwijsroute.tolist() == [25, 2.5, 11.25, 7.5, 6.25]


def test_a_nadere_voorlopige_counts_the_taakstelling_and_who_came_a_year_before():
    t = telling(count_voorlopig, nader=[0, 0, 0, 1, 1])
    assert t.asiel_t.tolist() == [5, 10, 22.5, 300, 125]
    assert t.asiel_t1.tolist() == [0, 50, 100, 17, 19]
    assert t.asiel_t2.tolist() == [0, 0, 11, 13, 17]
    assert t.gezin.tolist() == [0, 0, 29, 37, 41]
    assert t.onderwijsroute.tolist() == [2.5, 2.5, 11.25, 75, 62.5]


def test_the_definitieve_counts_who_lives_there_on_31_december():
    t = telling(count_definitief)
    assert t.asiel_t.tolist() == [11, 13, 17, 19, 23]
    assert t.asiel_t1.tolist() == [0, 5.5, 6.5, 17, 9.5], "of the year before, as far as they stay"
    assert t.asiel_t2.tolist() == [0, 0, 2.75, 13, 4.25], "of two years before, staying twice"
    assert t.gezin.tolist() == [29, 31, 37, 41, 43]
    assert t.onderwijsroute.tolist() == [5.5, 6.5, 8.5, 19, 23], "share of who came"
    assert telling(count_definitief, onderwijsroute_geteld=[0, 0, 0, 0, 1]).onderwijsroute[-2:].tolist() == [19, 5]


def test_who_moved_takes_its_counts_along_and_nobody_counts_less_than_nil():
    t = telling(count_definitief, verhuisd=[1, 1, 1, 1, 1])
    assert t.asiel_t.tolist() == [12, 0, 17, 19, 23], "13 - 20 is nil"
    assert t.asiel_t1.tolist() == [0, 7.5, 6.5, 17, 9.5]
    assert t.asiel_t2.tolist() == [0, 0, 5.75, 13, 4.25]


def test_the_first_year_with_a_weight_d_counts_all_trajecten_completed_before():
    gewichten = [Decimal(0), Decimal(0), Decimal(0), Decimal(1500), Decimal(1500)]
    eerste = first_year_with_d(gewichten)
    assert eerste.tolist() == [False, False, False, True, False]
    t = telling(count_definitief, eerste_jaar_d=eerste)
    assert t.aia.tolist() == [0, 0, 2, 2 + 3, 5], "up to and including two years before; after that one year"
    assert telling(count_voorlopig, eerste_jaar_d=eerste).aia.tolist() == t.aia.tolist()
    assert telling(count_definitief, aia_geteld=[0, 0, 0, 1, 1], eerste_jaar_d=eerste).aia.tolist() == [0, 0, 2, 63, 64]
    assert first_year_with_d([Decimal(0), Decimal(0)]).tolist() == [False, False]
    assert first_year_with_d([Decimal("0.5"), Decimal(1)]).tolist() == [True, False]


# The days on which a text holds


def test_every_rule_holds_from_the_first_day_of_its_text_to_the_last():
    """Wet inburgering 2021 from 1 January 2022; ABO and AIA from 2026; two percentages from 1 October 2024; the SPUK
    onderwijsroute up to and including 2025."""
    regels = (*tellingen.REGELS, *uitkering.REGELS, *meeneemregeling.REGELS)
    begin, nieuw = date(2022, 1, 1), date(2026, 1, 1)
    assert {r.naam: (r.vanaf, r.tot) for r in regels if (r.vanaf, r.tot) != (begin, None)} == {
        "aia": (nieuw, None),
        "voorlopig_onderwijsroute": (nieuw, None),
        "definitief_onderwijsroute": (nieuw, None),
        "abo": (nieuw, None),
        "ruimte_2022": (begin, date(2024, 9, 30)),
        "ruimte": (date(2024, 10, 1), None),
        "ruimte_onderwijsroute": (begin, date(2025, 12, 31)),
    }


def test_of_a_year_counts_the_text_on_its_last_day():
    oud, nieuw, route = (
        [j for j in range(2021, 2028) if r.holds_in(j)]
        for r in (meeneemregeling.RUIMTE_2022, meeneemregeling.RUIMTE, meeneemregeling.RUIMTE_ONDERWIJSROUTE)
    )
    assert (oud, nieuw, route) == ([2022, 2023], [2024, 2025, 2026, 2027], [2022, 2023, 2024, 2025])


# The edges of the uitkering

BEDRAGEN = Bedragen(Decimal(100), Decimal(10), Decimal(1), gezin=Decimal("7.25"), onderwijsroute=Decimal("3.50"))
GEWICHTEN = Bedragen(Decimal(50), Decimal(10), Decimal(1), d=Decimal(5))


def test_every_count_has_its_own_amount_and_weight():
    """GG = 2 x 50 + 3 x 10 + 4 x 1 + 6 x 5 = 164, BGO = 5 x 7.25 = 36.25, ABO = 8 x 3.50 = 28; all together 228.25."""
    aantal = Telling(2, 3, 4, 5, 6, 8)
    u = compute_uitkering(aantal, BEDRAGEN, GEWICHTEN)
    assert (u.ba, u.bgo, u.abo, u.totaal) == (16_400, 3_625, 2_800, 22_825)
    assert compute_uitkering(aantal, BEDRAGEN, GEWICHTEN, 2).ba == 32_800


def test_what_is_not_told_is_nil():
    aantal, bedragen = Telling(1, 2, 3, 4), Bedragen(Decimal(1), Decimal(2), Decimal(3))
    assert (aantal.aia, aantal.onderwijsroute) == (0, 0)
    assert (bedragen.d, bedragen.gezin, bedragen.onderwijsroute) == (0, 0, 0)
    assert uitkering.Uitkering(10, 20, 30).totaal == 60
    assert uitkering.Uitkering(10, 20, 30, korting=5).totaal == 55
    assert uitkering.settlement(100, 150) == 50, "what was received too little"


def test_a_decision_goes_before_what_is_computed():
    """BGO + BA + ABO = 60 as long as nothing was received, and 54 when a tenth is lost."""
    delen = {"bgo": 10.0, "ba": 20.0, "abo": 30.0}
    assert uitkering.VOORLOPIG(beschikking=np.nan, **delen) == 60
    assert uitkering.VOORLOPIG(beschikking=500.0, **delen) == 500
    assert uitkering.DEFINITIEF(beschikking=np.nan, kortingsdeel=0.1, **delen) == 54
    assert uitkering.DEFINITIEF(beschikking=500.0, kortingsdeel=0.1, **delen) == 500
    land = uitkering.rule_values(Telling(*np.array([2.0, 3, 4, 5, 6, 8])), BEDRAGEN, GEWICHTEN)
    assert uitkering.VERHOUDING_DEFINITIEF(verhouding=np.nan, **land) == pytest.approx(234 / 164), "TBA 234, GG 164"
    assert uitkering.VERHOUDING_DEFINITIEF(verhouding=0.9, **land) == 0.9


def test_the_national_factor_of_little_and_of_nothing():
    """One euro and less of weight is weight; a single draw without any has no factor."""
    bijna = Telling(np.array([0.01, 1.0]), *[np.zeros(2)] * 4)
    assert national_factor(bijna, BEDRAGEN, GEWICHTEN) == pytest.approx([2, 2])
    with pytest.raises(ValueError, match="SOM_GG is nul"):
        national_factor(Telling(np.array([0.0, 1.0]), *[np.zeros(2)] * 4), BEDRAGEN, GEWICHTEN)


def test_a_korting_in_euros_keeps_its_cents():
    """Half of the target: half of 10% of 100.10 is 5.005 euro; of 10.010 cents 500 or 501."""
    half = (np.array([[0.4]]), np.array([0.8]), np.array([[10]]), Decimal("0.10"))
    assert korting_prestatie(np.array([100.10]), *half) == pytest.approx([5.005], abs=1e-9)
    assert korting_prestatie(np.array([10_020]), *half).tolist() == [501]


def test_nobody_measured_in_one_year_and_more_than_the_target_in_another():
    """Per column by itself: a fifth short in the first, nobody in the second, above the target in the third."""
    resultaat, personen = np.array([[0.4, 0.0, 1.0]]), np.array([[5.0, 0.0, 5.0]])
    korting = korting_prestatie(
        np.array([1000.0, 1000.0, 1000.0]), resultaat, np.array([0.5]), personen, Decimal("0.1")
    )
    assert korting == pytest.approx([20, 0, 0])


@pytest.mark.parametrize("deel", [1.0, 0.125])
def test_a_korting_over_three_routes_of_many_and_of_less_than_one_person(deel):
    """Targets 75%, 80% and 80%: 60% is a fifth short, 90% is not, 40% is half. Twice as many had the first:
    (2 x 0,2 + 0 + 0,5) / 4 = 0,225 of 10% of 1.000 euro; how many there are in all does not matter."""
    korting = korting_prestatie(
        np.array([1000.0]), np.array([[0.6], [0.9], [0.4]]), np.array([0.75, 0.8, 0.8]),
        deel * np.array([[2.0], [1.0], [1.0]]), Decimal("0.1"),
    )  # fmt: skip
    assert korting == pytest.approx([22.5])


def test_the_parts_of_the_grondslag_are_called_as_in_a_decision():
    assert {naam: regel.naam for naam, regel in uitkering.GRONDSLAGEN.items()} == {
        naam: naam for naam in ("ba_a", "ba_b", "ba_c", "aia")
    }
    assert sentence(uitkering.GRONDSLAGEN["aia"]).startswith("De grondslag aia is de afgeronde trajecten die tellen")


def test_the_books_take_what_was_counted_as_it_is_and_of_a_raming_what_is_expected():
    """Voorlopig: half of a prognose of 10, a quarter of a taakstelling of 8, and a fifth of the 5 for the route."""
    geteld = {"plichtig": 10, "plichtig_t1": 8, "plichtig_t2": 6, "gezin": 4, "aia": 3, "onderwijsroute": 2}
    assert count_in_books(tellingen.DEFINITIEF, geteld) == Telling(10, 8, 6, 4, 3, 2)
    raming = {
        "prognose": 10, "pa": Fraction(1, 2), "taakstelling_t1": 8, "pa_t1": Fraction(1, 4), "plichtig_t2": 6,
        "gezin_t2": 4, "aia": 3, "po": Fraction(1, 5),
    }  # fmt: skip
    assert count_in_books(tellingen.VOORLOPIG, raming) == Telling(5, 2, 6, 4, 3, 1)
