"""What a comparison adds up: nothing is lost, and nothing that matters is hidden."""

from reports.figuren.figuren import draw_fans
from reports.vergelijking.stuk import fold_small
from reports.vergelijking.tabellen import period


def test_small_ones_are_added_up_and_a_single_one_keeps_its_name():
    posten = {"B1": (100_000, 0), "Z": (40_000, -20_000), "tolken": (500, 10), "pvt": (-700, 0)}
    assert fold_small(posten) == {"B1": (100_000, 0), "Z": (40_000, -20_000), "2 kleine": (-200, 10)}
    assert fold_small({"B1": (100_000,), "tolken": (500,)}) == {"B1": (100_000,), "tolken": (500,)}
    assert fold_small({}) == {}


def test_years_in_words():
    assert period((2027,)) == "2027"
    assert period((2022, 2023, 2024)) == "2022-2024"


def test_two_fans_have_two_bands_and_a_line_each():
    waaier = {"p5": [0, 1], "p25": [1, 2], "p50": [2, 3], "p75": [3, 4], "p95": [4, 6]}
    ander = {naam: [2 * w for w in reeks] for naam, reeks in waaier.items()}
    svg, _ = draw_fans("Saldo", "Saldo van A en B.", (2026, 2027), (waaier, ander))
    assert svg.count("<polygon") == 4
    assert svg.count('stroke-width="3"') == 2
    assert svg.count("stroke-dasharray") == 1
