"""Contracts: coverage, billing, price at start or at delivery, indexation. All figures worked out in the test."""

import numpy as np
import pytest

from finance.contracten import (
    Contract,
    billing_profile,
    cover_fixed,
    cover_months,
    price_and_volume,
    serves_earlier_starts,
)

MAANDEN = 12
EEN = np.ones(MAANDEN)


def contract(van=0, tot=MAANDEN, prijs=120.0, **rest):
    return Contract("c", van, tot, "traject", prijs, **rest)


def even(duur):
    profiel = np.zeros(MAANDEN)
    profiel[:duur] = 1 / duur
    return profiel


def test_gaps_and_overlaps_are_found():
    dekking = cover_months([contract(0, 5), contract(4, 8), contract(10, 12)], MAANDEN, terugval=False)
    assert dekking.overlap == (4,)
    assert dekking.gaten == (8, 9)
    assert dekking.contract.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, -1, -1, 2, 2]


def test_a_declared_fallback_continues_the_last_contract():
    dekking = cover_months([contract(2, 5), contract(5, 8)], MAANDEN, terugval=True)
    assert dekking.gaten == ()
    assert dekking.contract.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]


def test_terms_fall_at_start_halfway_and_end():
    """40% at the start, 30% halfway of 6 months, 30% on result for the 80% that succeed."""
    c = contract(betaling="termijnen", termijnen={"start": 0.4, "halverwege": 0.3, "resultaat": 0.3})
    profiel = billing_profile(c, even(6), {6: EEN}, geslaagd=0.8, uren=0.0)
    verwacht = np.zeros(MAANDEN)
    verwacht[0], verwacht[3], verwacht[5] = 0.4, 0.3, 0.3 * 0.8
    np.testing.assert_allclose(profiel, verwacht)


def test_a_started_traject_is_one_traject_whatever_its_extension():
    """One in five takes 10 months instead of 6: all pay the first term, and each the last one at its own end."""
    c = contract(betaling="termijnen", termijnen={"start": 0.4, "einde": 0.6})
    profiel = billing_profile(c, even(6), {6: 0.8 * EEN, 10: 0.2 * EEN}, geslaagd=1.0, uren=0.0)
    assert profiel[0] == pytest.approx(0.4)
    assert profiel[5] == pytest.approx(0.6 * 0.8)
    assert profiel[9] == pytest.approx(0.6 * 0.2)
    assert profiel.sum() == pytest.approx(1.0)


def test_terms_of_a_contract_per_hour_are_parts_of_its_hours():
    """80 hours a traject: a quarter at the start is 20, the rest at the end is 60."""
    c = contract(betaling="termijnen", termijnen={"start": 0.25, "einde": 0.75})
    profiel = billing_profile(c, even(4), {4: EEN}, geslaagd=1.0, uren=80.0)
    assert (profiel[0], profiel[3], profiel.sum()) == (20.0, 60.0, 80.0)


def test_hours_convert_units():
    np.testing.assert_allclose(billing_profile(contract(), even(4), {4: EEN}, 1.0, uren=80.0)[:4], 20.0)


@pytest.mark.parametrize(
    ("prijsmoment", "van_juni", "van_juli"),
    # A traject of 4 months from month 5 (index): 3 months fall after the price change in month 6.
    # At delivery: 30 x 1 + 60 x 3 = 210; at start: all four months at the old price, 120.
    [("levering", 210.0, 240.0), ("start", 120.0, 240.0)],
)
def test_price_of_start_or_of_delivery(prijsmoment, van_juni, van_juli):
    contracten = [contract(0, 6, 120.0, prijsmoment=prijsmoment), contract(6, 12, 240.0, prijsmoment=prijsmoment)]
    dekking = cover_months(contracten, MAANDEN, terugval=False)
    eenheden, euros = price_and_volume(contracten, dekking, [even(4)] * 2, EEN, [EEN] * 2)
    assert euros[5].sum() == pytest.approx(van_juni)
    assert euros[6].sum() == pytest.approx(van_juli)
    assert eenheden[5].sum() == pytest.approx(1.0)
    # Nothing is delivered before it starts.
    assert np.triu(eenheden).sum() == pytest.approx(eenheden.sum())


def test_index_and_price_change_multiply():
    """Price 120, index 1.1 in every month, a change of 1.5 on deliveries from month 2: 4 months from month 0."""
    factor = np.where(np.arange(MAANDEN) >= 2, 1.5, 1.0)
    dekking = cover_months([contract()], MAANDEN, terugval=False)
    _, euros = price_and_volume([contract()], dekking, [even(4)], factor, [EEN * 1.1])
    # 30 x 1.1 x (1 + 1 + 1.5 + 1.5) = 165
    assert euros[0].sum() == pytest.approx(165.0)


def test_a_month_without_contract_is_served_by_the_contract_of_the_start():
    start, levering = (contract(0, 5, prijsmoment=m) for m in ("start", "levering"))
    assert serves_earlier_starts([start], 5)
    assert not serves_earlier_starts([start, levering], 5)
    # Before the first contract nobody has started.
    assert serves_earlier_starts([contract(6, 12)], 0)


def test_a_contract_before_the_first_month_covers_nothing():
    dekking = cover_months([contract(-6, 3), contract(-24, -12), contract(-12, 0)], MAANDEN, terugval=False)
    assert dekking.contract.tolist() == [0, 0, 0, *[-1] * 9]
    assert (dekking.gaten, dekking.overlap) == (tuple(range(3, 12)), ())


def test_a_fallback_takes_the_last_contract_that_began():
    """One, two and three contracts before the gap, in any order of the file."""
    dekking = cover_months([contract(8, 9), contract(0, 2), contract(4, 6)], MAANDEN, terugval=True)
    assert dekking.contract.tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("prijsmoment", "starts"),
    # Half in the first month, the rest in the two after it; months 4 and 5 serve nobody, nor who starts then.
    [("levering", {2: [60, 30], 3: [60], 4: [], 5: [], 6: [120, 60, 60]}), ("start", {3: [60, 30, 30], 4: [], 5: []})],
)
def test_a_month_without_a_contract_serves_nobody(prijsmoment, starts):
    contracten = [contract(0, 4, 120.0, prijsmoment=prijsmoment), contract(6, 12, 240.0, prijsmoment=prijsmoment)]
    profiel = np.zeros(MAANDEN)
    profiel[:3] = [0.5, 0.25, 0.25]
    dekking = cover_months(contracten, MAANDEN, terugval=False)
    eenheden, euros = price_and_volume(contracten, dekking, [profiel] * 2, EEN, [EEN] * 2)
    for start, bedragen in starts.items():
        verwacht = np.zeros(MAANDEN)
        verwacht[start : start + len(bedragen)] = bedragen
        np.testing.assert_allclose(euros[start], verwacht)
        assert (eenheden[start] > 0).sum() == len(bedragen)


@pytest.mark.parametrize(("prijsmoment", "bedrag"), [("start", 120.0), ("levering", 150.0)])
def test_a_price_change_meets_the_month_that_sets_the_price(prijsmoment, bedrag):
    """Dearer by half from month 2 on: of four months from month 0 the last two, or none when the start sets it."""
    factor = np.where(np.arange(MAANDEN) >= 2, 1.5, 1.0)
    een = [contract(prijsmoment=prijsmoment)]
    _, euros = price_and_volume(een, cover_months(een, MAANDEN, terugval=False), [even(4)], factor, [EEN])
    assert euros[0].sum() == pytest.approx(bedrag)


def test_only_a_share_of_the_persons_is_paid_for_and_all_are_counted():
    een = [contract(aandeel=0.25)]
    eenheden, euros = price_and_volume(een, cover_months(een, MAANDEN, terugval=False), [even(2)], EEN, [EEN])
    assert (eenheden[0].sum(), euros[0].sum()) == (pytest.approx(1), pytest.approx(30))


def test_a_contract_that_begins_in_the_month_itself_served_nobody_earlier():
    assert serves_earlier_starts([contract(5, 12, prijsmoment="levering")], 5)
    assert not serves_earlier_starts([contract(4, 12, prijsmoment="levering")], 5)


def test_a_fixed_sum_that_stopped_goes_on_when_so_declared():
    """Paid in months 0-2 and from 5 on, and another in 0-6: between them nothing is open; after month 9 all stopped."""
    betaald, gaten = cover_fixed(((0, 3), (5, 9)), MAANDEN, terugval=False)
    assert gaten == (3, 4)
    assert [reeks.sum() for reeks in betaald] == [3, 4]
    betaald, gaten = cover_fixed(((0, 3), (5, 9)), MAANDEN, terugval=True)
    assert gaten == ()
    assert np.flatnonzero(betaald[0]).tolist() == [0, 1, 2, 3, 4]
    assert np.flatnonzero(betaald[1]).tolist() == [5, 6, 7, 8, 9, 10, 11]
    # Side by side: the second covers what the first leaves, and a sum that is still to begin is no gap.
    betaald, gaten = cover_fixed(((0, 3), (2, 12)), MAANDEN, terugval=True)
    assert [reeks.sum() for reeks in betaald] == [3, 10]
    assert cover_fixed(((4, 12),), MAANDEN, terugval=False)[1] == ()
