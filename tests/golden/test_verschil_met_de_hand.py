"""The attribution of a difference, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from finance.bedragen import round_parts
from finance.verschil import Effecten, Post, Samenstelling, attribute, total


def test_lasten_by_hand():
    """100 persons become 120; of the routes B1 goes from 60 to 60 and Z from 40 to 60; B1 becomes 10% dearer.

    Old: 60 x 10.000 + 40 x 5.000 = 800.000. New: 60 x 11.000 + 60 x 5.000 = 960.000. Difference 160.000.
    volume: 20% more of everything                 = 0,20 x 800.000                  = 160.000
    mix:    per 100 persons now 50 B1 and 50 Z      = -10 x 10.000 + 10 x 5.000      = -50.000
    prijs:  60 B1, each 1.000 dearer                                                 =  60.000
    wisselwerking: the rest                          = 160.000 - 170.000             = -10.000
      B1: (660.000 - 600.000) - (120.000 - 100.000 + 60.000) = -20.000; Z: 100.000 - (40.000 + 50.000) = 10.000
    """
    oud = Samenstelling(100, {"b1": Post(60, 600_000), "z": Post(40, 200_000)})
    nieuw = Samenstelling(120, {"b1": Post(60, 660_000), "z": Post(60, 300_000)})
    effecten = attribute(oud, nieuw, "prijs")
    assert effecten["b1"] == Effecten(volume=120_000, mix=-100_000, prijs=60_000, wisselwerking=-20_000)
    assert effecten["z"] == Effecten(volume=40_000, mix=50_000, prijs=0, wisselwerking=10_000)
    assert total(effecten.values()) == Effecten(volume=160_000, mix=-50_000, prijs=60_000, wisselwerking=-10_000)


def test_a_fixed_sum_per_head_is_no_price():
    """100 hours of 50 euro and a fixed 10.000 a year; then 150 hours, and still 10.000: 2.500 more, all of it volume.

    Seen as one price, 15.000 / 100 = 150,00 an hour became 17.500 / 150 = 116,67: a fall in price that nobody saw.
    """
    oud = Samenstelling(10, {"tolken": Post(100, 15_000, vast=10_000)})
    nieuw = Samenstelling(15, {"tolken": Post(150, 17_500, vast=10_000)})
    assert attribute(oud, nieuw, "prijs", "vast") == {"tolken": Effecten(volume=2_500)}
    # The sum goes to 12.000 and an hour to 60: 100 x 10 = 1.000 prijs, 2.000 vast, 50 x 10 = 500 together.
    duurder = Samenstelling(15, {"tolken": Post(150, 21_000, vast=12_000)})
    assert attribute(oud, duurder, "prijs", "vast") == {
        "tolken": Effecten(volume=2_500, prijs=1_000, vast=2_000, wisselwerking=500)
    }
    # No hours any more, and 4.000 that stays: 100 x 50 less of units, 6.000 less fixed; an hour costs what it did.
    weg = Samenstelling(10, {"tolken": Post(0, 4_000)})
    assert attribute(oud, weg, "prijs", "vast") == {"tolken": Effecten(mix=-5_000, vast=-6_000)}
    # Without units all of it is fixed.
    zonder = Samenstelling(10, {"beleid": Post(0, 240_000)}), Samenstelling(20, {"beleid": Post(0, 290_000)})
    assert attribute(*zonder, "prijs", "vast") == {"beleid": Effecten(vast=50_000)}


def test_persons_behind_one_post_are_its_own_volume():
    """40 people more in their first year, who use 2 of the 10 units that B1 counts so far: 10 becomes 12, as people do.

    Of all 100 persons they are 40%, which would be 4 units of volume and 2 less by mix.
    """
    oud = Samenstelling(100, {"b1": Post(10, 100_000, personen=50)})
    nieuw = Samenstelling(140, {"b1": Post(12, 120_000, personen=60)})
    assert attribute(oud, nieuw, "prijs") == {"b1": Effecten(volume=20_000)}


def test_uitkering_by_hand():
    """2025 to the amounts of 2026 (Regeling inburgering 2021): 10 people of cohort t, 8 of cohort t-1, both years.

    10 x (6.087,34 - 9.154,91) = -30.675,70 and 8 x (4.718,96 - 4.635,54) = 667,36: all of it regel.
    """
    oud = Samenstelling(18, {"t": Post(10, 9_154_910), "t1": Post(8, 3_708_432)})
    nieuw = Samenstelling(18, {"t": Post(10, 6_087_340), "t1": Post(8, 3_775_168)})
    assert total(attribute(oud, nieuw, "regel").values()) == Effecten(regel=-3_067_570 + 66_736)


@pytest.mark.parametrize(
    ("n0", "n1", "oud", "nieuw", "verwacht"),
    [
        pytest.param(10, 10, Post(0, 0), Post(5, 500), Effecten(mix=500), id="nieuwe voorziening"),
        pytest.param(10, 10, Post(5, 500), Post(0, 0), Effecten(mix=-500), id="vervallen voorziening"),
        pytest.param(0, 10, Post(0, 0), Post(5, 500), Effecten(volume=500), id="eerste mensen"),
        pytest.param(10, 0, Post(5, 500), Post(0, 0), Effecten(volume=-500), id="niemand meer"),
        pytest.param(10, 20, Post(0, 500), Post(0, 600), Effecten(prijs=100), id="vast bedrag volgt het volume niet"),
        pytest.param(0, 0, Post(5, 500), Post(4, 400), Effecten(mix=-100), id="wie eerder kwam"),
        # Without anybody the 5 units would be 0; the 4 that remain belong to who came earlier.
        pytest.param(10, 0, Post(5, 500), Post(4, 400), Effecten(volume=-500, mix=400), id="alleen wie eerder kwam"),
        pytest.param(0, 10, Post(5, 500), Post(7, 700), Effecten(mix=200), id="naast wie eerder kwam"),
        pytest.param(0, 0, Post(0, 0), Post(4, 400), Effecten(mix=400), id="eenheden zonder mensen"),
        # 5 units at 100 less the fixed 500 that fell away: nothing in total, but it did change.
        pytest.param(10, 10, Post(0, 500), Post(5, 500), Effecten(mix=500, prijs=-500), id="van vast naar stuks"),
        pytest.param(10, 10, Post(5, 500), Post(0, 300), Effecten(mix=-500, prijs=300), id="van stuks naar vast"),
        # 20 persons would use 10 units (+500); without any use that is 500 too many, which interact.
        pytest.param(
            10, 20, Post(5, 500), Post(0, 0), Effecten(volume=500, mix=-500, wisselwerking=-500), id="meer en vervallen"
        ),
    ],
)
def test_where_one_side_is_empty(n0, n1, oud, nieuw, verwacht):
    assert attribute(Samenstelling(n0, {"x": oud}), Samenstelling(n1, {"x": nieuw}), "prijs") == {"x": verwacht}


def test_draws_stay_draws_and_whole_numbers_become_exact():
    e = attribute(Samenstelling(3.0, {"x": Post(3.0, 1.0)}), Samenstelling(4.0, {"x": Post(4.0, 1.4)}), "prijs")["x"]
    assert isinstance(e.volume, float)
    e = attribute(Samenstelling(3, {"x": Post(3, 1)}), Samenstelling(4, {"x": Post(4, 2)}), "prijs")["x"]
    assert e.volume == Fraction(1, 3)


def test_a_post_of_one_side_only():
    effecten = attribute(
        Samenstelling(10, {"oud": Post(10, 700)}), Samenstelling(10, {"nieuw": Post(10, 900)}), "prijs"
    )
    assert effecten == {"oud": Effecten(mix=-700), "nieuw": Effecten(mix=900)}


def test_thirds_of_a_cent_close():
    """100 cents over 3 persons becomes 4 persons: a third of a hundred is no cent, the sum is whole all the same."""
    e = attribute(Samenstelling(3, {"x": Post(3, 100)}), Samenstelling(4, {"x": Post(4, 140)}), "prijs")["x"]
    assert e == Effecten(volume=Fraction(100, 3), mix=0, prijs=5, wisselwerking=Fraction(5, 3))
    # Floors 33, 5 and 1 leave one cent; the largest remainder is that of the wisselwerking (2/3).
    assert e.rounded(40) == Effecten(volume=33, mix=0, prijs=5, wisselwerking=2)


def test_rounded_parts():
    assert round_parts([0.4, 0.4, 0.2, 0.0], 1) == [1, 0, 0, 0]
    assert round_parts([-0.4, 1.4], 1) == [0, 1]
    # Rounded from other figures than the sum: the largest part takes the step.
    assert round_parts([1, 0, 0], 2) == [2, 0, 0]
    with pytest.raises(ValueError, match="niet de som"):
        round_parts([1, 2], 6)


def test_differences_are_subtracted_driver_by_driver():
    een, ander = Effecten(1, 20, 300, 4_000, 50_000, 600_000), Effecten(6, 5, 4, 3, 2, 1)
    assert een - ander == Effecten(-5, 15, 296, 3_997, 49_998, 599_999)
    assert (een - ander).totaal == 654_321 - 21


def test_what_is_new_has_its_own_tariff_beside_its_fixed_sum():
    """5 units of 10 and a fixed 10: 50 is mix, 10 is vast, nothing became dearer. The same the other way round."""
    met, zonder = Samenstelling(1, {"a": Post(5, 60, vast=10)}), Samenstelling(1, {})
    assert attribute(zonder, met, "prijs", "vast") == {"a": Effecten(mix=50, vast=10)}
    assert attribute(met, zonder, "prijs", "vast") == {"a": Effecten(mix=-50, vast=-10)}


def test_persons_behind_a_post_count_when_both_sides_know_them():
    """10 persons and 10 units become 20 and 20; of the post itself 5 stay 5, so its 10 more are mix."""
    alleen_nieuw = attribute(
        Samenstelling(10, {"a": Post(10, 100)}), Samenstelling(20, {"a": Post(20, 200, personen=5)}), "prijs"
    )
    assert alleen_nieuw == {"a": Effecten(volume=100)}
    beide = attribute(
        Samenstelling(10, {"a": Post(10, 100, personen=5)}),
        Samenstelling(20, {"a": Post(20, 200, personen=5)}),
        "prijs",
    )
    assert beide == {"a": Effecten(mix=100)}


def test_effects_in_other_units():
    """Three times as much; and euros as cents that add up to theirs."""
    assert Effecten(volume=10, prijs=-4) * 3 == Effecten(volume=30, prijs=-12)
    assert Effecten(volume=1.25, prijs=-0.5).rounded(75, per=100) == Effecten(volume=125, prijs=-50)
