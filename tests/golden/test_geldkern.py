"""Small sums of money worked out in the test: shares, rests, borders, and the verdict on a saldo."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from finance.bedragen import (
    MAX_CENTEN,
    amount,
    decimal_text,
    exact_cents,
    is_cents,
    largest_remainder,
    round_parts,
    share_of,
    to_cents,
    whole_euros,
)
from finance.gemeentefonds import extend_budget, saldo
from finance.lasten import allocate_pots, apply_weights, fold_calendar, weigh_each
from finance.meeneemregeling import reserveringsruimte, settle_years
from finance.neutraliteit import RATIOKLASSEN, judge, own_saldo
from finance.taal.getallen import format_euros, thousands
from finance.uitkering import korting_prestatie
from finance.voorzieningen import VOORZIENINGEN, Gebruik, usage_per_month

# Cents


@pytest.mark.parametrize(
    ("tekst", "centen"),
    [("8057.10", 805_710), ("0.005", 1), ("-0.005", -1), ("0.004", 0), (7, 700), (Decimal("1.999"), 200)],
)
def test_euros_become_whole_cents_half_up(tekst, centen):
    assert to_cents(tekst) == centen


def test_a_hundred_billion_euros_is_the_largest_amount():
    assert to_cents("100000000000.00") == MAX_CENTEN
    for tekst in ("100000000000.01", "-100000000000.01", "NaN", "Infinity", "-Infinity"):
        with pytest.raises(ValueError, match="geen bruikbaar bedrag"):
            to_cents(tekst)
    with pytest.raises(ValueError, match="geen bedrag"):
        to_cents("1.234,56")


@pytest.mark.parametrize(("wat", "zijn"), [(1, True), (np.uint8(1), True), (1.0, False), (Fraction(1, 2), True)])
def test_whole_numbers_are_cents_and_floats_are_euros(wat, zijn):
    assert is_cents(wat) is zijn


@pytest.mark.parametrize(
    ("bedrag", "deel", "uit"),
    # 0.5 cent goes up, also below zero: -0.5 becomes 0, and -1.5 becomes -1.
    [(101, "0.5", 51), (1, "0.5", 1), (-1, "0.5", 0), (-3, "0.5", -1), (100, "0.333", 33), (10**13, "0.5", 5 * 10**12)],
)
def test_a_share_of_cents(bedrag, deel, uit):
    assert int(share_of(bedrag, Decimal(deel))) == uit


def test_a_share_of_euros_is_not_rounded():
    assert share_of(np.array([0.03, 10.0]), Decimal("0.5")).tolist() == [0.015, 5.0]


def test_persons_times_an_amount():
    """3 x 610,98 = 1.832,94; of expected persons the cents stay exact; of draws it is euros."""
    assert int(amount(3, Decimal("610.98"))) == 183_294
    assert amount(Fraction(7, 10), Decimal("0.05")) == Fraction(7, 2)
    assert float(amount(np.array([1.5]), Decimal("2.00"))[0]) == 3.0
    assert exact_cents(Fraction(7, 2)) == Fraction(7, 2)
    assert exact_cents(np.int64(7)) == Fraction(7)


@pytest.mark.parametrize(
    ("totaal", "sleutel", "delen"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # a tie goes to the first
        (-100, [1, 1, 1], [-34, -33, -33]),
        (100, [1, 2, 3], [17, 33, 50]),  # 16,67 and 33,33 and 50
        (1, [1, 2], [0, 1]),  # not to the first but to the largest rest
        (5, [0, 1], [0, 5]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_parts_by_a_key(totaal, sleutel, delen):
    assert largest_remainder(totaal, sleutel).tolist() == delen


@pytest.mark.parametrize("sleutel", [[0, 0], [], [1, -1], [3, -1], [float("nan"), 1], [float("inf"), 1]])
def test_a_key_that_divides_nothing_is_refused(sleutel):
    with pytest.raises(ValueError, match="verdeelsleutel moet"):
        largest_remainder(100, sleutel)


@pytest.mark.parametrize(
    ("delen", "totaal", "heel"),
    [
        ([Fraction(1, 3), Fraction(2, 3)], 1, [0, 1]),
        ([Fraction(1, 2), Fraction(1, 2)], 1, [1, 0]),  # a tie goes to the first
        ([Fraction(-1, 3), Fraction(-2, 3)], -1, [0, -1]),
        ([0, Fraction(5, 2), Fraction(1, 2)], 3, [0, 3, 0]),
        # The total was rounded from other figures: what is left goes to the largest part, not to the first.
        ([1, 100, 2], 104, [1, 101, 2]),
        ([1, -100, 2], -98, [1, -101, 2]),
        ([5, Fraction(201, 2), 2], 107, [5, 100, 2]),
        ([Fraction(7, 4), Fraction(200, 1), Fraction(1, 4)], 203, [2, 200, 1]),
        ([Fraction(7, 4), Fraction(200, 1), Fraction(1, 4)], 201, [1, 200, 0]),
    ],
)
def test_rounded_parts(delen, totaal, heel):
    assert round_parts(delen, totaal) == heel


@pytest.mark.parametrize("totaal", [5, 1])
def test_parts_of_another_sum_are_refused(totaal):
    assert round_parts([1, 2], 4 if totaal == 5 else 2) == ([1, 3] if totaal == 5 else [1, 1])
    with pytest.raises(ValueError, match="niet de som van de delen"):
        round_parts([1, 2], totaal)


def test_amounts_in_dutch():
    assert [format_euros(c) for c in (0, -1, 99, 100, 123_456_789, -100_000)] == [
        "0,00", "-0,01", "0,99", "1,00", "1.234.567,89", "-1.000,00",
    ]  # fmt: skip
    assert [thousands(n) for n in (999, 1000, -1_234_567)] == ["999", "1.000", "-1.234.567"]


# The Gemeentefonds


def test_a_budget_follows_the_index_of_its_own_year():
    """100 in 2024; 2025 grows 10%, 2026 shrinks 20%, 2027 stays: 110, 88, 88. The index of 2024 touches nothing."""
    index = dict(zip(range(2022, 2028), (0.9, 0.7, 0.5, 0.1, -0.2, 0.0), strict=True))
    uit = extend_budget({2023: 90.0, 2024: 100.0}, index, range(2022, 2028))
    assert uit == pytest.approx([0, 90, 100, 110, 88, 88])


def test_a_budget_known_before_the_first_year_is_indexed_from_it():
    assert extend_budget({2020: 80.0, 2021: 100.0}, {2022: 0.1, 2023: 0.2}, (2022, 2023)) == pytest.approx([110, 132])


def test_without_a_budget_there_is_none_and_a_missing_year_is_asked_for():
    assert extend_budget({}, {2022: 0.1, 2023: 0.1}, (2022, 2023)).tolist() == [0, 0]
    with pytest.raises(ValueError, match="geen bedrag voor 2023"):
        extend_budget({2022: 1.0, 2024: 1.0}, {}, (2022, 2023, 2024))


def test_saldo_of_the_gemeentefonds():
    assert saldo(np.array([100.0]), np.array([130.0])).tolist() == [-30]


# The room and the chain


def test_room_of_both_spuks():
    """100% of 100 and half of 60; of the SPUK onderwijsroute all that came in."""
    deel = (Decimal(1), Decimal("0.5"))
    assert int(reserveringsruimte(100, 60, deel)) == 130
    assert int(reserveringsruimte(100, 60, deel, cumulatief=True)) == 160


def test_a_chain_needs_the_percentages_of_every_year():
    for aantal in (0, 1, 3):
        with pytest.raises(ValueError, match="precies één paar percentages"):
            settle_years(np.array([1, 1]), np.array([1, 1]), [(Decimal(1), Decimal(0))] * aantal)


# The verdict


def test_a_shortfall_of_one_cent_is_one_and_less_than_half_a_cent_is_rounding():
    for tekort in (0.49, 0.01, 0.006, 0.005):
        oordeel = judge(np.array([-tekort]), 0.5)
        assert (oordeel.neutraal, oordeel.kans) == (False, 0.0)
        assert oordeel.buffer == pytest.approx(tekort)
    oordeel = judge(np.array([-0.004, 0.004]), 0.9)
    assert (oordeel.neutraal, oordeel.kans, oordeel.buffer) == (True, 1.0, 0.0)


def test_the_buffer_is_what_the_tenth_draw_from_below_lacks():
    """Saldi -10, -9, ..., 9 (20 draws): 18 must be covered at 90%, so the third from below: -8 euro."""
    oordeel = judge(np.arange(-10.0, 10.0)[::-1], 0.9)
    assert (oordeel.neutraal, oordeel.buffer, oordeel.kans, oordeel.verwacht) == (False, 8.0, 0.5, -0.5)
    # Nine of ten is 90%, though 0.9 x 10 is a hair more than nine.
    assert judge(np.array([-1.0, *[0.0] * 9]), 0.9).neutraal
    assert not judge(np.array([-1.0, -1.0, *[0.0] * 8]), 0.9).neutraal
    assert judge(np.array([-5.0, 3.0]), 1e-12).neutraal
    assert judge(np.array([-5.0, 3.0]), 0.5).neutraal
    assert not judge(np.array([-5.0, 3.0]), 0.51).neutraal


@pytest.mark.parametrize("zekerheid", [0, 1, -0.1, 1.5])
def test_no_certainty_of_nothing_or_everything(zekerheid):
    with pytest.raises(ValueError, match="tussen 0 en 1"):
        judge(np.array([1.0]), zekerheid)


def test_classes_of_the_weerstandsratio():
    """As municipal accounts print them (NAR and Universiteit Twente): A from 2.0, B 1.4, C 1.0, D 0.8, E 0.6."""
    assert dict(RATIOKLASSEN) == {"A": 2.0, "B": 1.4, "C": 1.0, "D": 0.8, "E": 0.6}


def test_own_saldo_of_two_spuks():
    """Fonds 10; one SPUK pays 3 of an old shortfall off, the other leaves 4 open: 10 + 3 - 4."""
    spuk, route = (np.array([3.0]), np.array([0.0])), (np.array([0.0]), np.array([4.0]))
    assert own_saldo(np.array([10.0]), spuk, route).tolist() == [9.0]


# Lasten


def test_weights_fold_month_by_month():
    """Arrivals half in month 0 and half in 1, a month of waiting for a quarter, 12 euro in the month of the start and 4
    in the next; years of two months. Starts: 0: 3/8, 1: 1/8 + 3/8, 2: 1/8. Year 0: 12/2 + 4 x 3/8 + 12 x 3/8 = 12 x 7/8
    + 1.5 = 12; year 1: 12 x 1/8 + 4 x (1/2 + 1/8) = 4."""
    aankomst = np.array([[0.5, 0.5, 0.0, 0.0]])
    wachten = np.array([[0.75, 0.25, 0, 0], [0, 0.75, 0.25, 0], [0, 0, 0.75, 0.25], [0, 0, 0, 1]])
    sinds = np.array([[12.0, 4, 0, 0], [0, 12, 4, 0], [0, 0, 12, 4], [0, 0, 0, 12]])
    kalender = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    assert fold_calendar(aankomst @ wachten, sinds, kalender).tolist() == [[12.0, 4.0]]


def test_weights_times_persons():
    """Two doelgroepen, one leerroute, one half-year, three years, three draws."""
    gewichten = np.array([[[[1.0, 10.0, 7.0]]], [[[100.0, 1000.0, 70.0]]]])
    personen = np.array([[[[1.0, 2.0, 5.0]]], [[[3.0, 4.0, 6.0]]]])
    assert apply_weights(gewichten, personen).tolist() == [[301, 402, 605], [3010, 4020, 6050], [217, 294, 455]]


def test_lasten_over_pots():
    lasten = np.array([[[100.0]], [[10.0]]])
    verdeling = np.array([[[0.25], [0.75], [0.0]], [[0.0], [0.5], [0.5]]])
    assert allocate_pots(lasten, verdeling)[:, 0, 0].tolist() == [25.0, 80.0, 5.0]


def test_lasten_over_pots_that_change_with_the_years():
    """The first pot pays 100 of 100, a quarter of 200 and nothing of 300; the second 150 of 200 and all of 300."""
    lasten = np.array([[[100.0], [200.0], [300.0]]])
    verdeling = np.array([[[1.0, 0.25, 0.0], [0.0, 0.75, 1.0]]])
    assert allocate_pots(lasten, verdeling)[:, :, 0].tolist() == [[100, 50, 0], [0, 150, 300]]


# Use and results


def test_use_per_month():
    """6 units over 3 months for half of the persons, a fifth of them goes on for 2 months; a tenth leaves a month."""
    blijft = np.array([1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    gebruik = Gebruik("start", 6, 3, aandeel=0.5, verlenging=2, verlenging_aandeel=0.2)
    assert usage_per_month(gebruik, blijft, 7) == pytest.approx([1, 0.9, 0.8, 0.7 * 0.2, 0.6 * 0.2, 0, 0])
    een = Gebruik("pip", 4)
    assert usage_per_month(een, blijft, 2) == pytest.approx([4, 0])
    # At once, by everybody, one month, and not priced per hour.
    assert (een.na, een.aandeel, een.duur, een.verlenging, een.verlenging_aandeel, een.uren) == (0, 1, 1, 0, 0, 0)


def test_only_beleid_en_inkoop_follows_nobody_and_only_statushouders_have_a_leerroute():
    assert [v.naam for v in VOORZIENINGEN.values() if v.vast] == ["beleid_inkoop"]
    assert {v.naam for v in VOORZIENINGEN.values() if "gezinsmigrant" not in v.doelgroepen} == {
        "leerroute_b1", "leerroute_z", "leerroute_onderwijs", "knm", "maatschappelijke_begeleiding", "tolken",
        "financieel_ontzorgen",
    }  # fmt: skip


def test_korting_is_the_shortfall_weighted_by_persons():
    """Targets 0.75 and 0.80. Half of 30 passed the first: a shortfall of a third; all of 10 the second: none.
    10% x 100.000 x (30 x 1/3 + 0) / 40 = 2.500."""
    doel = np.array([0.75, 0.80])
    korting = korting_prestatie(
        np.array([100_000.0]), np.array([[0.5], [1.0]]), doel, np.array([[30], [10]]), Decimal("0.10")
    )
    assert korting == pytest.approx([2500])
    centen = korting_prestatie(
        np.array([10_000_000]), np.array([[0.5], [1.0]]), doel, np.array([[30], [10]]), Decimal("0.10")
    )
    assert centen.tolist() == [250_000]
    niemand = korting_prestatie(np.array([1e5]), np.zeros((2, 1)), doel, np.zeros((2, 1)), Decimal("0.10"))
    assert niemand.tolist() == [0]


@pytest.mark.parametrize("trekkingen", [1, 3])
def test_nothing_to_weigh_is_nothing(trekkingen):
    """A region of which only fixed sums are asked: no voorziening at all, in expected values and in draws."""
    assert weigh_each(np.zeros((2, 3, 4, 0, 5)), np.ones((2, 3, 4, trekkingen))).shape == (0, 5, trekkingen)


@pytest.mark.parametrize(
    ("centen", "euros"), [(0, 0), (49, 0), (50, 1), (149, 1), (150, 2), (-49, 0), (-50, -1), (-149, -1), (-150, -2)]
)
def test_half_a_euro_goes_away_from_nil_as_in_a_workbook(centen, euros):
    assert whole_euros(centen) == euros


def test_cents_as_text_that_is_read_back():
    assert [decimal_text(c) for c in (0, 5, -5, 123_456)] == ["0.00", "0.05", "-0.05", "1234.56"]
