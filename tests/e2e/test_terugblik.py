"""The back-test on the counts of the example: do its bands hold what they say?"""

from datetime import date

import pytest

from scenarios.regiomap.regio import read_region
from scenarios.terugblik.oordeel import judge_all
from scenarios.terugblik.terugblik import leave_one_out, look_back, look_back_from
from scenarios.terugblik.toen import GELD
from scenarios.waarheid.feiten import read_truth


def test_the_back_test_covers_about_what_it_says():
    vergelijkingen = look_back(read_region("voorbeeld:westfriesland"), 100, 1)
    per_groep = {o.groep: o for o in judge_all(vergelijkingen)}
    assert {"taakstelling", "gehuisvest", "plichtig", "gezin"} <= per_groep.keys()
    taakstelling = per_groep["taakstelling"]
    # 36 correlated national comparisons: a right band of 80% lies between these with near certainty.
    assert 0.6 <= taakstelling.dekking.deel <= 0.98
    # One national path: 252 comparisons of 8 half-years say no more than a handful.
    assert taakstelling.dekking.onafhankelijk < 8 < taakstelling.dekking.aantal
    assert taakstelling.blind == taakstelling.dekking.aantal
    # The waiting times were derived from the report of these very starts.
    assert per_groep["gestart_z"].blind == 0
    assert all(v.stappen >= 1 for v in vergelijkingen)
    assert all(o.pit.sum() == pytest.approx(1) for o in per_groep.values())


def test_a_closed_year_is_an_outcome_of_money():
    """Zevenlinden 2024: the books are the outcome, and the naive one is the year that was closed by then."""
    regio = read_truth("voorbeeld:zevenlinden")
    toen, feit = date(2024, 7, 1), regio.feiten.jaren["FM0001", "spuk", 2024]
    regels = [v for v in look_back_from(regio, toen, 60, 1) if v.gemeente == "Lissevoorde" and v.grootheid in GELD]
    # What is closed on the peildatum is no outcome.
    assert {v.periode for v in regels} == {"2024", "2025"}
    lasten, uitkering = sorted((v for v in regels if v.periode == "2024"), key=lambda v: v.grootheid)
    assert (lasten.werkelijk, uitkering.werkelijk) == (feit.besteding / 100, feit.uitkering / 100)
    vorig = regio.feiten.jaren["FM0001", "spuk", 2023]
    assert lasten.naief["vorig"].midden == vorig.besteding / 100
    assert uitkering.naief["vorig"].midden == vorig.uitkering / 100
    # The advance of 2024 was decided in December 2023, from the taakstelling.
    eigen = (b for b in regio.beschikkingen if (b.cbs_code, b.jaar, b.regeling) == ("FM0001", 2024, "spuk"))
    besluit = next(b for b in eigen if b.soort == "voorlopig")
    assert besluit.datum < toen
    assert uitkering.naief["taak"].midden == besluit.bedrag / 100


def test_a_gemeente_without_own_counts_is_forecast_from_the_others():
    vergelijkingen = leave_one_out(read_region("voorbeeld:westfriesland"), 300, 1)
    assert {v.gemeente for v in vergelijkingen} == {g.naam for g in read_region("voorbeeld:westfriesland").gemeenten}
    # 7 gemeenten x 6 counts: 42, of which a right band of 80% holds about 34.
    assert len(vergelijkingen) == 42
    assert 27 <= sum(v.binnen for v in vergelijkingen) <= 41
