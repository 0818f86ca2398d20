"""Laws of a difference in whole cents: nothing is lost or made when euros become cents, years or rows of a table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from finance.verschil import DRIJVERS, Effecten
from reports.vergelijking.centen import close, together
from reports.vergelijking.stuk import KLEIN, fold_small
from scenarios.inzicht.vergelijking import SALDODELEN, Jaarverschil

euros = st.floats(-1e7, 1e7).map(lambda e: e if abs(e) > 1e-3 else 0.0)
effecten = st.builds(Effecten, *[euros] * len(DRIJVERS))
jaren = st.builds(
    Jaarverschil,
    st.fixed_dictionaries(dict.fromkeys(("leerroute_b1", "map", "tolken"), effecten)),
    st.fixed_dictionaries(dict.fromkeys(("asiel_t", "gezin"), effecten)),
    euros,
    euros,
)
rest = st.integers(-1, 1)
"""What separate rounding of the two sides of a difference can make of it."""


def in_cents(jaar: Jaarverschil, over: int = 0):
    lasten, uitkering = (round(sum(e.totaal for e in d.values()) * 100) for d in (jaar.lasten, jaar.uitkering))
    saldo = round(sum(jaar.saldodelen) * 100) + over
    return close(jaar, lasten, uitkering, saldo), lasten, uitkering, saldo


@given(jaren, rest)
def test_every_part_adds_up_to_its_total_in_cents(jaar, over):
    centen, lasten, uitkering, saldo = in_cents(jaar, over)
    assert sum(e.totaal for e in centen.lasten.values()) == lasten
    assert sum(e.totaal for e in centen.uitkering.values()) == uitkering
    assert sum(centen.saldodelen) == saldo
    assert len(centen.saldodelen) == len(SALDODELEN)
    assert all(isinstance(d, int) for d in centen.saldodelen)


@given(jaren)
def test_no_part_moves_more_than_rounding_may(jaar):
    centen = in_cents(jaar)[0]
    for was, wordt in ((jaar.lasten, centen.lasten), (jaar.uitkering, centen.uitkering)):
        for naam in was:
            for euro, cent in zip(was[naam].delen, wordt[naam].delen, strict=True):
                assert abs(euro * 100 - cent) < 3


@given(st.lists(jaren, min_size=1, max_size=5))
def test_years_add_up(reeks):
    per_jaar = [in_cents(j)[0] for j in reeks]
    samen = together(per_jaar)
    assert samen.saldodelen == tuple(map(sum, zip(*(c.saldodelen for c in per_jaar), strict=True)))
    assert sum(e.totaal for e in samen.lasten.values()) == sum(e.totaal for c in per_jaar for e in c.lasten.values())


def test_nothing_is_nothing():
    niets = Jaarverschil({"map": Effecten()}, {"gezin": Effecten()})
    assert not close(niets, 0, 0, 0)
    assert close(niets, 0, 0, 1)


posten_in_centen = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(*[st.integers(-(10**8), 10**8) | st.integers(-50, 50)] * 3),
    max_size=8,
)


@given(posten_in_centen)
def test_nothing_is_lost_and_what_is_large_keeps_its_line(posten):
    gevouwen = fold_small(posten)
    for k in range(3):
        assert sum(delen[k] for delen in gevouwen.values()) == sum(delen[k] for delen in posten.values())
    grootste = max((abs(d) for delen in posten.values() for d in delen), default=0)
    for naam, delen in posten.items():
        assert naam in gevouwen or max(map(abs, delen)) < KLEIN * grootste
