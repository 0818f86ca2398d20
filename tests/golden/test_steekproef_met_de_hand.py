"""Monetary unit sampling worked out by hand, as an accountant does it on paper.

Ten lines of together € 1.000, interval € 200, start € 130. The hits fall on the euros 130, 330, 530, 730 and 930.

    line  amount  up to   hit
       1      40     40
       2     110    150   130
       3      60    210
       4      90    300
       5     250    550   330 and 530 (as large as the interval: always in)
       6      30    580
       7     120    700
       8      25    725
       9     200    925   730 (as large as the interval: always in)
      10      75   1000   930
"""

from __future__ import annotations

from finance.administratie.steekproef import Tolerantie, choose_lines, interval_for

BEDRAGEN = [100 * euro for euro in (40, 110, 60, 90, 250, 30, 120, 25, 200, 75)]


def test_the_hits_fall_where_the_paper_says():
    steek = choose_lines(BEDRAGEN, interval=20_000, start=13_000)
    assert steek.cumulatief.tolist() == [
        100 * euro for euro in (40, 150, 210, 300, 550, 580, 700, 725, 925, 1000)
    ]  # fmt: skip
    assert steek.treffers.tolist() == [0, 1, 0, 0, 2, 0, 0, 0, 1, 1]
    assert (steek.gekozen + 1).tolist() == [2, 5, 9, 10]
    assert (steek.totaal, steek.aantal_treffers) == (100_000, 5)


def test_a_hit_on_the_last_cent_of_a_line_is_of_that_line_and_one_further_of_the_next():
    # Line 2 holds the euros 40,01 up to and including 150,00.
    assert choose_lines(BEDRAGEN, 100_000, 15_000).gekozen.tolist() == [1]
    assert choose_lines(BEDRAGEN, 100_000, 15_001).gekozen.tolist() == [2]
    assert choose_lines(BEDRAGEN, 100_000, 4_000).gekozen.tolist() == [0]
    assert choose_lines(BEDRAGEN, 100_000, 4_001).gekozen.tolist() == [1]


def test_an_interval_from_a_number_of_hits():
    """€ 1.000 over 3 is € 333,33: 333,33, 666,66 and 999,99 are hits even with the last start."""
    interval = interval_for(100_000, 3)
    assert interval == 33_333
    assert choose_lines(BEDRAGEN, interval, interval).aantal_treffers == 3


def test_the_tolerance_of_the_three_sizes_of_an_uitkering():
    """10% of the lasten, at least € 12.500 (up to 125.000) and at most € 125.000 (from 1.000.000)."""
    tolerantie = Tolerantie(0.1, 1_250_000, 12_500_000)
    gevallen = {100_000_00: 12_500_00, 125_000_00: 12_500_00, 901_686_84: 90_168_68, 2_000_000_00: 125_000_00}
    assert {lasten: tolerantie.of(lasten) for lasten in gevallen} == gevallen
