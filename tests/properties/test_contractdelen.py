"""A voorziening bought in parts: prices add up, people are counted once, running trajecten keep their agreement."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from finance.contracten import Contract, cover_months, price_and_volume

MAANDEN = 24
EEN = np.ones(MAANDEN)
prijzen = st.floats(0, 50_000)
delen = st.floats(0, 1)
maanden = st.integers(1, MAANDEN - 1)
duren = st.integers(1, MAANDEN)


def line(prijs, aandeel=1.0, van=0, tot=MAANDEN, moment="start"):
    return Contract("c", van, tot, "traject", prijs, prijsmoment=moment, aandeel=aandeel)


def bill(*contracten, duur=12):
    profiel = np.where(np.arange(MAANDEN) < duur, 1 / duur, 0.0)
    dekking = cover_months(contracten, MAANDEN, terugval=False)
    return price_and_volume(contracten, dekking, [profiel] * len(contracten), EEN, [EEN] * len(contracten))


@given(prijzen, delen, duren)
def test_a_price_cut_in_parts_costs_the_same(prijs, deel, duur):
    eenheden, euros = bill(line(prijs), duur=duur)
    parten = [bill(line(p), duur=duur) for p in (prijs * deel, prijs * (1 - deel))]
    np.testing.assert_allclose(sum(p[1] for p in parten), euros, atol=1e-6)
    # The volume is that of one part: nobody is counted twice.
    assert np.array_equal(parten[0][0], eenheden)


@given(prijzen, prijzen, delen, duren)
def test_two_groups_of_persons_cost_the_weighted_mean(een, ander, deel, duur):
    _, euros = bill(line(deel * een + (1 - deel) * ander), duur=duur)
    samen = bill(line(een, deel), duur=duur)[1] + bill(line(ander, 1 - deel), duur=duur)[1]
    np.testing.assert_allclose(samen, euros, atol=1e-6)


@given(prijzen, prijzen, prijzen, maanden, duren)
def test_whoever_started_before_the_change_finishes_under_the_old_agreement(oud, nieuw, anders, maand, duur):
    een, ander = (bill(line(oud, tot=maand), line(p, van=maand), duur=duur)[1] for p in (nieuw, anders))
    assert np.array_equal(een[:maand], ander[:maand])
    whole = bill(line(oud), duur=duur)[1]
    np.testing.assert_array_equal(een[:maand], whole[:maand])
    np.testing.assert_allclose(een[maand:], bill(line(nieuw), duur=duur)[1][maand:])
