"""The back-test on the counts of the example: do its bands hold what they say?"""

from scenarios.inzicht.terugblik import coverage, leave_one_out, look_back
from scenarios.regiomap.regio import read_region


def test_the_back_test_covers_about_what_it_says():
    vergelijkingen = look_back(read_region("voorbeeld:westfriesland"), 300, 1)
    per_groep = {d.groep: d for d in coverage(vergelijkingen)}
    assert {"taakstelling", "gehuisvest", "plichtig", "gezin"} <= per_groep.keys()
    # 36 correlated national comparisons: a right band of 80% lies between these with near certainty.
    assert 0.6 <= per_groep["taakstelling"].deel <= 0.98
    assert all(v.stappen >= 1 for v in vergelijkingen)


def test_a_gemeente_without_own_counts_is_forecast_from_the_others():
    vergelijkingen = leave_one_out(read_region("voorbeeld:westfriesland"), 300, 1)
    assert {v.gemeente for v in vergelijkingen} == {g.naam for g in read_region("voorbeeld:westfriesland").gemeenten}
    # 7 gemeenten x 6 counts: 42, of which a right band of 80% holds about 34.
    assert len(vergelijkingen) == 42
    assert 27 <= sum(v.binnen for v in vergelijkingen) <= 41
