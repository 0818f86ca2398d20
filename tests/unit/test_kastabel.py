"""The months as a controller reads them: words, tables and csv of one small result."""

from datetime import date

import numpy as np
import pytest

from reports.kas.beeld import cash_figures
from reports.kas.tabel import dry_in_words, dry_table, month_table, quarter_table
from scenarios.engine.result import Result, Summary
from scenarios.kas.droog import STATISTIEK, STROMEN, Horizon, Kasbeeld

HORIZON = Horizon(tuple(date(2027, m, 1) for m in range(1, 13)), ("gemeentefonds", "spuk"))


def beeld(leeg):
    """Ten draws of a SPUK that gets 5 and spends 7 a month from a cash of 12; leeg: month -> draws that run dry."""
    cijfers = np.zeros((len(STATISTIEK), len(STROMEN), 2, 12))
    maand = np.arange(1, 13)
    for naam, reeks in (("lasten", np.full(12, 7.0)), ("voorschotten", np.full(12, 5.0)), ("kas", 12.0 - 2 * maand)):
        cijfers[:, STROMEN.index(naam), 1] = reeks
    telling = np.zeros((2, 13))
    telling[:, -1] = 10
    for m, aantal in leeg.items():
        telling[1, m - 1] += aantal
        telling[1, -1] -= aantal
    kwartaal = np.full((len(STATISTIEK), 2, 4), [[0.0], [21.0]])
    return Kasbeeld(HORIZON, 10, cijfers, kwartaal, telling, 1, np.zeros(2))


def result(*gemeenten, trekkingen=10):
    """A region of gemeenten, each with its dry months; the region has those of the last."""

    def part(naam, code):
        return Summary(naam, code, np.zeros((9, 1, 1)), {})

    delen = tuple(part(naam, f"GM{i}") for i, (naam, _) in enumerate(gemeenten))
    kas = tuple(beeld(leeg) for _, leeg in gemeenten)
    return Result(
        "R", "basis", (2027,), 0.9, trekkingen, 1, delen, part("Regio R", ""), {}, (), kas=(*kas, beeld({12: 1}))
    )


def test_the_words_name_the_months_and_the_gemeente_that_is_first():
    zinnen = dry_in_words(result(("Aa", {6: 6}), ("Bee", {4: 5, 5: 5})))
    assert zinnen == [
        "De maand waarin de SPUK van Regio R op is: P50 na december 2027, P10 december 2027, P90 na december 2027. De "
        "kans dat zij tot en met december 2027 niet opraakt is 90,0%.",
        "Het eerst op is de SPUK van Bee: P50 april 2027, P10 april 2027; de kans dat zij niet opraakt is 0,0%. Bij de "
        "regio is de kas een som: met wat een gemeente over heeft wordt een andere niet betaald.",
    ]
    assert dry_in_words(result(("Aa", {}), trekkingen=0)) == [
        "De SPUK van Regio R is bij verwachte waarden tot en met december 2027 niet op."
    ]


def test_a_row_per_gemeente_and_the_region_below():
    rijen = dry_table(result(("Aa", {6: 6}), ("Bee", {}))).values()
    assert rijen[0] == ("Aa", "juni 2027", "juni 2027", "na december 2027", 0.4)
    assert rijen[1][1:] == ("na december 2027",) * 3 + (1.0,)
    assert rijen[2][:2] == ("Regio R", "december 2027")


def test_months_and_quarters_of_the_pots_that_hold_anything():
    uitkomst = result(("Aa", {6: 6}))
    maanden, kwartalen = month_table(uitkomst).values(), quarter_table(uitkomst).values()
    # The Gemeentefonds holds nothing here.
    assert len(maanden) == 24
    assert maanden[0] == ("Aa", "SPUK inburgeringsvoorzieningen", 2027, 1, 1, 7, 7, 7, 5, 0, 0, 10, 10, 10)
    assert kwartalen[0][1:] == ("2027 K1", 21, 21, 21, 15, 0, 0, 6, 6, 6)
    assert [r[8] for r in kwartalen] == pytest.approx([6, 0, -6, -12])
    assert quarter_table(uitkomst, vanaf=2028).rijen == ()


def test_a_picture_of_cash_and_one_of_lasten():
    kas, lasten = cash_figures(result(("Aa", {})))
    assert kas.svg.count("<polygon") == 2
    assert [s[0] for s in lasten.sleutel] == ["P50", "P25-P75", "P5-P95", "Voorschot, verwacht"]
