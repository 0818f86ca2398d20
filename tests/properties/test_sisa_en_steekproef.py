"""Laws of the SiSa annex and of the accountant's sample."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from finance.administratie.sisa import GELDCIJFERS, whole_rows, whole_year
from finance.administratie.steekproef import choose_lines, interval_for
from finance.bedragen import whole_euros
from scenarios.grond.trekking import draw_start

CENTEN = st.integers(0, 10**9)
BEDRAGEN = st.lists(st.integers(1, 10**7), min_size=1, max_size=40)


@st.composite
def years(draw: st.DrawFn) -> SimpleNamespace:
    """Figures of a year that obey the identities of the books."""
    jaar = SimpleNamespace(**{naam: draw(CENTEN) for naam in GELDCIJFERS})
    jaar.lasten = jaar.besteding + jaar.correctie_besteding
    jaar.eigen_lasten = draw(st.integers(0, jaar.lasten))
    jaar.baten = jaar.lasten - jaar.eigen_lasten
    jaar.onttrekking = draw(st.integers(0, jaar.reservering_begin + jaar.toevoeging))
    jaar.reservering_eind = jaar.reservering_begin + jaar.toevoeging - jaar.onttrekking
    return jaar


@given(years())
def test_whole_euros_add_up_and_none_is_a_euro_away(jaar):
    heel = whole_year(jaar)
    assert heel["besteding"] + heel["correctie_besteding"] == heel["lasten"] == whole_euros(jaar.lasten)
    assert heel["baten"] + heel["eigen_lasten"] == heel["lasten"]
    assert heel["reservering_begin"] + heel["toevoeging"] - heel["onttrekking"] == heel["reservering_eind"]
    assert all(abs(100 * heel[naam] - getattr(jaar, naam)) < 100 for naam in GELDCIJFERS)
    standen = ("reservering_begin", "reservering_eind", "doorgeschoven_begin", "doorgeschoven_eind", "terug_te_betalen")
    assert all(heel[naam] == whole_euros(getattr(jaar, naam)) for naam in standen)


@given(st.dictionaries(st.text(min_size=1), st.integers(-(10**9), 10**9), min_size=1, max_size=30))
def test_the_rows_of_a_body_are_its_whole_total(bedragen):
    heel = whole_rows(bedragen)
    assert sum(heel.values()) == whole_euros(sum(bedragen.values()))
    assert all(abs(100 * heel[wie] - bedragen[wie]) < 100 for wie in bedragen)


@given(BEDRAGEN, st.integers(1, 10**7), st.data())
def test_what_is_as_large_as_the_interval_is_always_chosen(bedragen, interval, data):
    steek = choose_lines(bedragen, interval, data.draw(st.integers(1, interval)))
    gekozen = set(steek.gekozen.tolist())
    assert gekozen >= {k for k, bedrag in enumerate(bedragen) if bedrag >= interval}
    assert abs(steek.aantal_treffers - sum(bedragen) / interval) < 1
    assert all(k <= -(-bedragen[n] // interval) for n, k in enumerate(steek.treffers.tolist()))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(1, 50))
def test_the_chance_of_a_line_is_its_amount_over_the_interval(bedragen, interval):
    """Over every possible start, each as likely as the next, a line is hit exactly as often as it has cents."""
    treffers = sum(choose_lines(bedragen, interval, start).treffers for start in range(1, interval + 1))
    assert np.asarray(treffers).tolist() == bedragen


@given(BEDRAGEN, st.integers(1, 50), st.data())
def test_a_number_of_hits_is_reached_whatever_the_start(bedragen, aantal, data):
    totaal = sum(bedragen)
    interval = interval_for(totaal, min(aantal, totaal))
    start = data.draw(st.integers(1, interval))
    assert choose_lines(bedragen, interval, start).aantal_treffers >= min(aantal, totaal)


@given(st.integers(0, 2**63), st.text(max_size=20), st.integers(1, 10**13))
def test_the_start_is_of_the_seed_and_the_list(zaad, doel, interval):
    start = draw_start(zaad, doel, interval)
    assert 1 <= start <= interval
    assert start == draw_start(zaad, doel, interval)
