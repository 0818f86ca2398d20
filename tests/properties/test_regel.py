"""The four readings of a rule agree: cents, draws, the formula of a cell, and the language it is written in."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from finance import balans, meeneemregeling
from finance.meeneemregeling import settle_year
from finance.taal.regel import (
    Als,
    Bewerking,
    Getal,
    Naam,
    Som,
    Term,
    Wetsregel,
    at_least_nil,
    scaled,
    share,
    smallest,
)
from finance.taal.tekst import formula

AMOUNTS = tuple(Naam(naam, naam) for naam in "abcd")
SHARE = Naam("p", "p")
leaves = st.sampled_from(AMOUNTS) | st.integers(0, 9).map(Getal)


def grow(parts: st.SearchStrategy[Term], *more: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.tuples(parts, parts).map(lambda p: p[0] + p[1]),
        st.tuples(parts, parts).map(lambda p: p[0] - p[1]),
        st.tuples(parts, parts).map(lambda p: smallest(*p)),
        parts.map(at_least_nil),
        parts.map(lambda p: -p),
        st.tuples(parts, parts).map(lambda p: Als("keuze", "het zo is", *p)),
        *more,
    )


def grow_with_shares(parts: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return grow(parts, parts.map(lambda p: share(SHARE, p)), parts.map(lambda p: scaled(p, SHARE)))


terms = st.recursive(leaves, grow_with_shares, max_leaves=12)
without_constants = st.recursive(st.sampled_from((*AMOUNTS, Getal(0))), grow_with_shares, max_leaves=12)
cents = st.integers(-(10**9), 10**9)
figures = st.fixed_dictionaries(dict.fromkeys("abcd", cents))
shares = st.decimals(0, 2, places=4)


def half_up(amount: Decimal) -> Decimal:
    return (amount + Decimal("0.5")).to_integral_value(ROUND_FLOOR)


def oracle(term: Term, values: dict, keuze: bool) -> Decimal:
    """What an expression means, in Decimals, told anew."""
    match term:
        case Naam(naam=naam):
            return Decimal(values[naam])
        case Getal(waarde):
            return Decimal(waarde)
        case Som(termen):
            return sum((teken * oracle(t, values, keuze) for teken, t in termen), Decimal(0))
        case Als(_, _, dan, anders):
            return oracle(dan if keuze else anders, values, keuze)
        case Bewerking(soort, delen):
            uit = [oracle(deel, values, keuze) for deel in delen]
            match soort:
                case "kleinste":
                    return min(uit)
                case "grootste":
                    return max(uit)
                case "tegendeel":
                    return -uit[0]
                case "deel" | "keer":
                    return half_up(uit[0] * uit[1])
    raise AssertionError(term)


def rule(term: Term) -> Wetsregel:
    return Wetsregel("x", "Het bedrag", "Besluit art. 1", term)


@given(terms, figures, shares, st.booleans())
def test_cents_are_what_decimals_say(term, values, p, keuze):
    with localcontext(prec=60):
        expected = oracle(term, values | {"p": p}, keuze)
    assert int(rule(term)(**values, p=p, keuze=keuze)) == expected


@given(
    st.recursive(st.sampled_from((*AMOUNTS, Getal(0))), grow_with_shares, max_leaves=12), figures, shares, st.booleans()
)
def test_the_formula_of_a_cell_computes_the_same_cents(term, values, p, keuze):
    """Cells hold euros, read here as exact fractions. A sheet rounds half a cent below nil the other way; no rule of
    law takes a share of a negative amount."""
    text = formula(rule(term), lambda naam: naam.naam, {"keuze": keuze}, cents=True)
    cells = {naam: Fraction(waarde, 100) for naam, waarde in values.items()} | {"p": Fraction(p)}
    functions: dict[str, object] = {"MIN": min, "MAX": max, "ROUND": lambda x, _: Fraction((200 * x + 1) // 2, 100)}
    outcome = eval(text, {"__builtins__": {}}, functions | cells)
    assert outcome * 100 == int(rule(term)(**values, p=p, keuze=keuze))


@given(st.recursive(leaves, grow, max_leaves=12), figures, st.booleans())
def test_draws_follow_cents(term, values, keuze):
    """Sums, choices and limits of whole numbers are exact in float64 too."""
    draws = {naam: np.array([waarde, waarde], dtype=float) for naam, waarde in values.items()}
    uit = np.broadcast_to(np.asarray(rule(term)(**draws, keuze=keuze)), 2)
    assert uit.tolist() == [int(rule(term)(**values, keuze=keuze))] * 2


@given(*(st.integers(0, 10**11) for _ in range(5)), st.booleans())
def test_the_books_sum_corrections_as_the_rule_of_the_sheet_does(u, correctie, r, b, d, slotjaar):
    regel = balans.SALDO_BOEKEN
    saldo = regel(
        uitkering=u, correctie_uitkering=-correctie, reservering=r, besteding=b, correctie_besteding=7, doorgeschoven=d
    )
    stap = settle_year(u - correctie, b + 7, r, d, u, slotjaar)
    assert stap.saldo == saldo
    assert stap.doorgeschoven + stap.eigen_lasten == meeneemregeling.TEKORT(saldo=saldo)


@given(st.integers(0, 10**11), st.integers(0, 10**11), st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]))
def test_without_the_year_before_the_new_room_is_the_old_one(u, vorig, deel):
    """A sheet writes the new text in every year, so that its percentages can be changed."""
    nieuw = meeneemregeling.RUIMTE(uitkering=u, uitkering_t1=vorig, percentage=deel, percentage_vorig=Decimal(0))
    assert nieuw == meeneemregeling.RUIMTE_2022(uitkering=u, percentage=deel)


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9), st.integers(0, 10**9), cents, st.integers(0, 10**9))
def test_the_net_position_of_the_sheet_is_passief_less_vordering(begin, voorlopig, nabetaald, baten, schuld):
    passief, vordering = balans.split_position(begin, voorlopig + nabetaald, baten + schuld)
    netto = balans.NETTO_EIND(begin=begin, voorlopig=voorlopig, nabetaald=nabetaald, baten=baten, naar_schuld=schuld)
    assert passief.eind - vordering.eind == netto
