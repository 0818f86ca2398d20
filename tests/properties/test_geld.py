"""Rules of money for any amounts: conservation, caps, order independence, cents that never drift."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.bedragen import largest_remainder, share_of, to_cents
from finance.meeneemregeling import settle_years
from finance.neutraliteit import judge, own_saldo
from finance.tellingen import Telling
from finance.uitkering import Bedragen, compute_uitkering, korting_prestatie, monthly_advances, national_factor
from tests.strategieen import AANTAL, PRIJS, ketens


@given(ketens())
def test_reservering_conserves_every_cent(keten_invoer):
    """U + R + D(t+1) = B + D(t) + R(t+1) + terugvordering, every year."""
    u, b, p, r0, d0 = keten_invoer
    k = settle_years(u, b, p, reservering=r0, doorgeschoven=d0)
    links = u + k.reservering_begin + k.doorgeschoven
    rechts = b + k.doorgeschoven_begin + k.reservering + k.terugvordering
    assert (links == rechts).all()


@given(ketens())
def test_reservering_is_capped_and_never_negative(keten_invoer):
    u, b, p, r0, d0 = keten_invoer
    k = settle_years(u, b, p, reservering=r0, doorgeschoven=d0)
    assert (k.reservering <= k.ruimte).all()
    for veld in (k.reservering, k.terugvordering, k.doorgeschoven):
        assert (veld >= 0).all()
    # Reclaiming and shifting exclude each other.
    assert (np.minimum(k.terugvordering + k.reservering, k.doorgeschoven) == 0).all()


@given(ketens())
def test_openings_equal_closings(keten_invoer):
    u, b, p, r0, d0 = keten_invoer
    k = settle_years(u, b, p, reservering=r0, doorgeschoven=d0)
    assert k.reservering_begin.tolist() == [r0, *k.reservering.tolist()[:-1]]
    assert k.doorgeschoven_begin.tolist() == [d0, *k.doorgeschoven.tolist()[:-1]]


@given(ketens())
def test_euros_follow_cents(keten_invoer):
    """The simulation (euros, float64) and the books (cents) run the same rule."""
    u, b, p, r0, d0 = keten_invoer
    exact = settle_years(u, b, p, reservering=r0, doorgeschoven=d0)
    drijvend = settle_years(u / 100, b / 100, p, reservering=r0 / 100, doorgeschoven=d0 / 100)
    for veld in ("saldo", "reservering", "terugvordering", "doorgeschoven"):
        np.testing.assert_allclose(getattr(drijvend, veld) * 100, getattr(exact, veld), atol=8.0, rtol=1e-9)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_largest_remainder_adds_up(totaal, sleutel):
    delen = largest_remainder(totaal, sleutel)
    assert delen.sum() == totaal
    som = sum(sleutel)
    for deel, s in zip(delen.tolist(), sleutel, strict=True):
        assert abs(Fraction(deel) - Fraction(totaal) * s / som) < 1


@given(st.integers(0, 10**12))
def test_advances_add_up_and_differ_by_a_cent_at_most(voorlopig):
    termijnen = monthly_advances(voorlopig)
    assert termijnen.sum() == voorlopig
    assert termijnen.max() - termijnen.min() <= 1


@given(st.integers(-(10**12), 10**12))
def test_whole_cents_are_read_exactly(bedrag):
    assert to_cents(Decimal(bedrag).scaleb(-2)) == bedrag


@given(st.integers(-(10**13), 10**13), st.fractions(0, 2, max_denominator=10**6))
def test_share_of_cents_is_exact_half_up(bedrag, deel):
    uit = int(share_of(np.int64(bedrag), deel))
    assert abs(Fraction(uit) - bedrag * deel) <= Fraction(1, 2)


aantallen = st.lists(AANTAL, min_size=4, max_size=4)


@given(st.lists(aantallen, min_size=1, max_size=6), PRIJS, PRIJS, PRIJS, PRIJS)
def test_uitkering_adds_up_over_gemeenten(gemeenten, a, b, c, gezin):
    """The uitkering of the sum is the sum of the uitkeringen, in any order, while weights equal amounts."""
    bedragen = Bedragen(a, b, c, gezin=gezin)

    def totaal(rijen):
        telling = Telling(*(np.array([r[i] for r in rijen], dtype=np.int64) for i in range(4)))
        return compute_uitkering(telling, bedragen, bedragen).totaal

    samen = [[sum(r[i] for r in gemeenten) for i in range(4)]]
    assert totaal(gemeenten).sum() == totaal(samen)[0] == totaal(gemeenten[::-1]).sum()


@given(st.lists(st.floats(1, 1e5), min_size=4, max_size=4), PRIJS, PRIJS, PRIJS)
def test_factor_is_one_while_weights_equal_amounts(aantal, a, b, c):
    bedragen = Bedragen(a, b, c)
    assert national_factor(Telling(*aantal), bedragen, bedragen) == 1.0


@given(
    st.lists(st.integers(1, 400), min_size=2, max_size=8),
    st.lists(st.integers(0, 400), min_size=8, max_size=8),
    PRIJS,
)
def test_completions_redistribute_and_add_nothing(asiel, aia, a):
    """Variant `wettelijk`: over all gemeenten together BA stays TBA, however the completions fall."""
    t, k = np.array(asiel, dtype=float), np.array(aia[: len(asiel)], dtype=float)
    nul = np.zeros_like(t)
    bedragen, gewichten = Bedragen(a, a, a), Bedragen(a * Decimal("0.9"), a, a, a / 10)
    telling = Telling(t, nul, nul, nul, k)
    factor = national_factor(Telling(t.sum(), 0.0, 0.0, 0.0, k.sum()), bedragen, gewichten)
    assert compute_uitkering(telling, bedragen, gewichten, factor).ba.sum() == pytest.approx(t.sum() * float(a))


@given(
    st.floats(0, 1e7),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.lists(st.floats(0, 500), min_size=3, max_size=3),
)
def test_korting_lies_between_nothing_and_ten_percent(budget, resultaat, personen):
    doel = np.array([0.75, 0.80, 0.80])
    korting = korting_prestatie(np.array(budget), np.array(resultaat), doel, np.array(personen), Decimal("0.10"))
    assert 0 <= korting <= 0.1 * budget * (1 + 1e-9)
    gehaald = korting_prestatie(np.array(budget), doel, doel, np.array(personen), Decimal("0.10"))
    assert gehaald == 0


@given(st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=200), st.sampled_from([0.5, 0.7, 0.8, 0.9, 0.95]))
def test_verdict_probability_and_buffer_agree(saldi, zekerheid):
    saldo = np.array(saldi)
    oordeel = judge(saldo, zekerheid)
    assert oordeel.neutraal == (oordeel.buffer == 0) == (oordeel.kans >= zekerheid - 1e-9)
    # With the buffer at hand the verdict is yes.
    assert judge(saldo + oordeel.buffer, zekerheid).neutraal


@given(ketens(), st.lists(st.integers(-(10**9), 10**9), min_size=8, max_size=8))
def test_pots_never_mix(keten_invoer, fonds):
    """A surplus of the SPUK pays nothing of the Gemeentefonds: more uitkering never lifts the own saldo above it."""
    u, b, p, _, _ = keten_invoer
    fonds = np.array(fonds[: len(u)], dtype=np.int64)
    k = settle_years(u, b, p)
    rijk = settle_years(u + 10**11, b, p)
    eigen = own_saldo(fonds, (k.doorgeschoven_begin, k.doorgeschoven))
    assert np.cumsum(eigen).tolist() == (np.cumsum(fonds) - k.doorgeschoven).tolist()
    ruim = own_saldo(fonds, (rijk.doorgeschoven_begin, rijk.doorgeschoven))
    if (rijk.doorgeschoven == 0).all():
        assert ruim.tolist() == fonds.tolist()
