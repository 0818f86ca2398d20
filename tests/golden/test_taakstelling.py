"""Taakstelling: published figures, and the text of the law written out."""

from datetime import date

import numpy as np
import pytest

from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.volumes.landelijk_pad import estimate_path
from scenarios.volumes.taakstelling import (
    latest_versions,
    overview_taakstelling,
    round_taakstelling,
    taakstelling_of_all,
)
from tests.hulp_model import example_model


@pytest.mark.parametrize(
    ("code", "halfjaar", "gepubliceerd"),
    # Hoorn: raadsmemo; Hof van Twente: jaarstukken. Two gemeenten, two half-years.
    [("GM0405", "2022H1", 42), ("GM0405", "2022H2", 57), ("GM1735", "2022H1", 20), ("GM1735", "2022H2", 27)],
)
def test_praktijk_gives_the_published_figure(code, halfjaar, gepubliceerd):
    landelijk = latest_versions(shipped().taakstelling)[halfjaar].aantal
    assert taakstelling_of_all(shipped().bevolking, landelijk, halfjaar, "praktijk")[code] == gepubliceerd


def test_wettelijk_rounds_up_with_the_inhabitants_of_a_year_before():
    bevolking = shipped().bevolking
    # Art. 29 lid 1: vg x iG / iN, rounded up, inhabitants of 1 January of the year before (2024 for 2025).
    iG, iN = bevolking.inwoners["GM0405"][2024], sum(bevolking.of(c, 2024) for c in bevolking.inwoners)  # noqa: N806
    quotient, rest = divmod(13_000 * iG, iN)
    assert taakstelling_of_all(bevolking, 13_000, "2025H2", "wettelijk")["GM0405"] == quotient + (rest > 0)


def test_rounding_of_a_whole_quotient():
    exact = np.array([42.0, 42.0 + 1e-12, 42.2, 42.5, 42.7])
    assert round_taakstelling(exact, "wettelijk").tolist() == [42, 42, 43, 43, 43]
    assert round_taakstelling(exact, "praktijk").tolist() == [42, 42, 42, 43, 43]


@pytest.mark.parametrize("methode", ["praktijk", "wettelijk"])
@pytest.mark.parametrize("halfjaar", ["2022H1", "2023H1", "2025H1", "2026H1"])
def test_all_342_gemeenten_have_one_and_together_they_are_the_national_number(methode, halfjaar):
    alle = taakstelling_of_all(shipped().bevolking, 15_000, halfjaar, methode)
    assert len(alle) == 342
    # Rounding to nearest errs at most half a person each; rounding up less than one.
    verschil = sum(alle.values()) - 15_000
    assert (0 <= verschil < 342) if methode == "wettelijk" else abs(verschil) <= 40


@pytest.mark.parametrize(
    ("op", "halfjaar", "aantal"),
    # 27.300 announced on 28-4-2023, later about 10.000 lower; 17.700 became 15.000 in April 2025.
    [
        (date(2023, 5, 1), "2023H2", 27_300),
        (date(2024, 1, 1), "2023H2", 17_300),
        (date(2025, 1, 1), "2025H1", 17_700),
        (date(2025, 5, 1), "2025H1", 15_000),
    ],
)
def test_as_known_on_a_date(op, halfjaar, aantal):
    assert latest_versions(shipped().taakstelling, op)[halfjaar].aantal == aantal
    rijen = overview_taakstelling(shipped().bevolking, shipped().taakstelling, [halfjaar], op)
    assert {r["landelijk"] for r in rijen} == {aantal}


def test_nothing_is_known_before_it_is_announced():
    assert "2023H2" not in latest_versions(shipped().taakstelling, date(2023, 4, 27))


def test_merged_gemeenten_go_on_under_a_new_code():
    assert {shipped().current_code(c) for c in ("GM0398", "GM0416")} == {"GM1980"}
    assert shipped().current_code("GM0405") == "GM0405"
    # Dijk en Waard in 2022: Heerhugowaard and Langedijk together.
    assert shipped().bevolking.namen["GM1980"] == "Dijk en Waard"


def test_the_voorlopige_uitkering_of_the_past_knows_what_was_known_then():
    """On 1 October 2024 the first half of 2025 was announced as 17.700; 15.000 and 13.000 came in April 2025."""
    model = example_model("basis", "voorbeeld:noordkop")
    jaar = model.tijdas.jaren.index(2025)
    pad = estimate_path(
        {"2020H2": 6500, "2021H1": 13500, "2022H1": 10000, "2022H2": 13500, "2023H1": 21200, "2023H2": 17300,
         "2024H1": 18750, "2024H2": 17000, "2025H1": 17700}, 0.30, 0.6, 4,
    )  # fmt: skip
    assert model.landelijk.prognose[jaar] == 17_700 + round(float(pad.centre(np.array([1.0]))[0])) == 34_228
    # A year that is still to come follows the path.
    assert np.isnan(model.landelijk.prognose[-1])
