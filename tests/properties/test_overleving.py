"""Laws of the estimators that hold for all observations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.volumes.overleving import BEREIKT, LOPEND, WEG, estimate_incidence

WAARNEMING = st.tuples(st.integers(0, 30), st.sampled_from((LOPEND, BEREIKT, WEG)))


def arrays(waarnemingen):
    return np.array([t for t, _ in waarnemingen], dtype=float), np.array([a for _, a in waarnemingen])


@given(st.lists(WAARNEMING, min_size=1, max_size=40))
def test_reached_left_and_still_going_add_up_to_one(waarnemingen):
    tijd, afloop = arrays(waarnemingen)
    uit = estimate_incidence(tijd, afloop)
    nog_bezig = 1 - estimate_incidence(tijd, np.where(afloop == LOPEND, LOPEND, BEREIKT)).kans
    assert uit.kans + uit.weg + nog_bezig == pytest.approx(np.ones(len(uit.tijden)))
    # Swapping what counts as reached swaps the two shares.
    ander = estimate_incidence(tijd, np.choose(afloop, [LOPEND, WEG, BEREIKT]))
    assert ander.kans == pytest.approx(uit.weg)
    assert ander.weg == pytest.approx(uit.kans)


@given(st.lists(WAARNEMING, min_size=1, max_size=40))
def test_who_leaves_lowers_the_share(waarnemingen):
    """Aalen-Johansen is never above 1 - Kaplan-Meier with the same people censored on leaving."""
    tijd, afloop = arrays(waarnemingen)
    met, zonder = estimate_incidence(tijd, afloop), estimate_incidence(tijd, np.where(afloop == WEG, LOPEND, afloop))
    for t in met.tijden:
        assert met.at(t).kans <= zonder.at(t).kans + 1e-12


@given(st.lists(WAARNEMING, min_size=1, max_size=40))
def test_without_competing_events_the_variance_is_greenwoods(waarnemingen):
    tijd, afloop = arrays(waarnemingen)
    uit = estimate_incidence(tijd, np.where(afloop == WEG, LOPEND, afloop))
    alle = np.diff(uit.aantal, prepend=0)
    over = uit.risico - alle
    greenwood = (1 - uit.kans) ** 2 * np.cumsum(alle / (uit.risico * np.where(over > 0, over, np.inf)))
    assert uit.variantie == pytest.approx(greenwood, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from((BEREIKT, WEG))), min_size=1, max_size=40))
def test_without_censoring_it_is_the_plain_share(waarnemingen):
    tijd, afloop = arrays(waarnemingen)
    uit, n = estimate_incidence(tijd, afloop), len(tijd)
    for t, kans, variantie in zip(uit.tijden, uit.kans, uit.variantie, strict=True):
        deel = np.mean((tijd <= t) & (afloop == BEREIKT))
        assert kans == pytest.approx(deel)
        assert variantie == pytest.approx(deel * (1 - deel) / n, abs=1e-9)


@given(st.lists(WAARNEMING, min_size=1, max_size=40), st.integers(0, 40))
def test_the_interval_holds_the_share_and_stays_in_range(waarnemingen, moment):
    a = estimate_incidence(*arrays(waarnemingen)).at(moment)
    assert 0 <= a.onder <= a.kans + 1e-12
    assert a.kans <= a.boven + 1e-12
    assert a.boven <= 1
