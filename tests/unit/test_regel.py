"""The language of the rules: what an expression computes, how it is written, and when it holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from finance.taal.regel import (
    BEGIN_WET,
    Als,
    Getal,
    Jaren,
    Naam,
    Term,
    Wetsregel,
    at_least_nil,
    persons,
    received,
    scaled,
    share,
    smallest,
)
from finance.taal.tekst import formula, notation, sentence

U, B = Naam("uitkering", "de uitkering", "U"), Naam("besteding", "de besteding", "B")
P = Naam("deel", "het percentage", "p")


def rule(term: Term, **rest) -> Wetsregel:
    return Wetsregel("x", "Het bedrag", "Besluit art. 1", term, **rest)


def cell(naam: Naam) -> str:
    return {"uitkering": "A1", "besteding": "B1", "deel": "C1"}[naam.naam] if naam.terug == 0 else ""


@pytest.mark.parametrize(
    ("term", "outcome", "excel"),
    [
        (U - B, 60, "A1-B1"),
        (U + B, 140, "A1+B1"),
        (U * B, 4000, "A1*B1"),
        ((U + B) * (U - B), 8400, "(A1+B1)*(A1-B1)"),
        (U - (U - B), 40, "A1-A1+B1"),
        (smallest(U, B), 40, "MIN(A1,B1)"),
        (at_least_nil(B - U), 0, "MAX(B1-A1,0)"),
        (at_least_nil(-U), 0, "MAX(-A1,0)"),
        (U**2, 10000, "A1^2"),
        (Getal(1) + U, 101, "1+A1"),
        (Als("slot", "het slotjaar is", U, B), 100, "A1"),
    ],
)
def test_an_expression_computes_and_is_written_alike(term, outcome, excel):
    assert int(rule(term)(uitkering=100, besteding=40, slot=True)) == outcome
    assert formula(rule(term), cell, {"slot": True}) == excel


def test_a_share_of_cents_is_rounded_half_up_and_of_euros_is_not():
    assert int(rule(share(P, U))(deel=Decimal("0.5"), uitkering=3)) == 2  # 1,5 cent
    assert float(rule(share(P, U))(deel=Decimal("0.5"), uitkering=3.0)) == 1.5
    assert int(rule(scaled(U, P))(deel=Fraction(1, 3), uitkering=100)) == 33


def test_persons_times_an_amount_are_cents_for_whole_persons_and_euros_for_draws():
    assert int(rule(persons(U, P))(uitkering=3, deel=Decimal("9154.91"))) == 2_746_473
    assert float(rule(persons(U, P))(uitkering=3.0, deel=Decimal("9154.91"))) == pytest.approx(27_464.73)
    assert rule(persons(U, P))(uitkering=Fraction(7, 10), deel=Decimal("1.00")) == 70


def test_a_quotient_of_cents_is_exact():
    assert rule(U / B)(uitkering=1, besteding=3) == Fraction(1, 3)


def test_a_decision_goes_before_the_computed_amount():
    besluit = received(B, U)
    np.testing.assert_array_equal(
        rule(besluit)(besteding=np.array([np.nan, 7.0]), uitkering=np.array([5.0, 5.0])), [5.0, 7.0]
    )
    assert formula(rule(received(B, U + B)), cell) == "IF(ISNUMBER(B1),B1,(A1+B1))"


def test_years_before_the_first_are_nil_and_conditions_hold_per_year():
    reeks = np.array([1.0, 2.0, 4.0])
    assert rule(U.earlier(1)).over_years({"uitkering": reeks}).tolist() == [0, 1, 2]
    assert rule(U.up_to()).over_years({"uitkering": reeks}).tolist() == [1, 3, 7]
    assert rule(U.up_to(1)).over_years({"uitkering": reeks}).tolist() == [0, 1, 3]
    keuze = Als("slot", "het slotjaar is", U, U.earlier(1))
    jaren = {"uitkering": reeks, "slot": np.array([True, False, False])}
    assert rule(keuze).over_years(jaren).tolist() == [1, 1, 2]


def test_a_side_that_never_holds_is_not_asked_for():
    keuze = rule(Als("slot", "het slotjaar is", U, B))
    assert int(keuze(slot=False, besteding=3)) == 3
    assert int(keuze(slot=True, uitkering=5)) == 5
    nooit, altijd = np.array([False, False]), np.array([True, True])
    assert keuze(slot=nooit, besteding=np.array([3, 4])).tolist() == [3, 4]
    assert keuze(slot=altijd, uitkering=np.array([5, 6])).tolist() == [5, 6]


def test_what_is_no_expression_cannot_be_a_rule():
    with pytest.raises(TypeError, match="geen uitdrukking"):
        rule(Term())


def test_a_sum_has_its_terms_in_the_order_of_writing():
    assert (U - B + P).delen == (U, B, P)
    assert (U - (B + P)).delen == (U, B + P)


def test_what_years_before_were_is_derived_once_for_all_rules():
    jaren = Jaren({"uitkering": np.array([1.0, 2.0])})
    assert rule(U.earlier(1)).over_years(jaren).tolist() == [0, 1]
    vorig = jaren["uitkering_t1"]
    assert rule(U.up_to() + U.earlier(1)).over_years(jaren).tolist() == [1, 4]
    assert jaren["uitkering_t1"] is vorig
    assert jaren.keys() == {"uitkering", "uitkering_t1", "uitkering_tot"}


def test_what_does_not_exist_disappears_from_a_formula():
    assert formula(rule(share(P, U) + share(P, U.earlier(1))), cell) == "C1*A1"
    assert formula(rule(U.earlier(1) - B), cell) == "-B1"
    assert formula(rule(U.earlier(1) * P), cell) == "0"


def test_cents_round_what_is_multiplied_or_subtracted_and_nothing_else():
    assert formula(rule(share(P, U)), cell, cents=True) == "ROUND(C1*A1,2)"
    assert formula(rule(U - B), cell, cents=True) == "ROUND(A1-B1,2)"
    assert formula(rule(U + B), cell, cents=True) == "A1+B1"
    assert formula(rule(smallest(U, B)), cell, cents=True) == "MIN(A1,B1)"
    # What falls away is not subtracted.
    assert formula(rule(U - B.earlier(1)), cell, cents=True) == "A1"


def test_a_part_with_a_cell_of_its_own_is_pointed_at():
    som = U + B
    assert formula(rule(scaled(som, P)), cell, parts={som: "D1"}) == "D1*C1"


def test_a_rule_reads_as_notation_and_as_a_sentence():
    regel = Wetsregel("saldo", "Het saldo", "Besluit art. 10.5", U - B, teken="saldo(t)")
    assert notation(regel) == "saldo(t) = U(t) - B(t)"
    assert sentence(regel) == "Het saldo is de uitkering min de besteding (Besluit art. 10.5)."


def test_a_choice_is_shown_whole_or_as_it_holds():
    regel = rule(Als("slot", "dit het slotjaar is", U, B))
    assert (
        sentence(regel)
        == "Het bedrag is de uitkering als dit het slotjaar is, en anders de besteding (Besluit art. 1)."
    )
    assert notation(regel, {"slot": False}) == "x = B(t)"


def test_a_rule_holds_between_its_dates():
    regel = rule(U, vanaf=date(2023, 6, 9), tot=date(2025, 12, 31))
    assert [regel.holds_in(j) for j in (2022, 2023, 2025, 2026)] == [False, True, True, False]
    # A rule of the last day of a year holds at its end; the law itself began on 1 January 2022.
    assert [rule(U, vanaf=date(2025, 12, 31)).holds_in(j) for j in (2024, 2025)] == [False, True]
    assert date(2022, 1, 1) == BEGIN_WET
    assert [rule(U).holds_in(j) for j in (2021, 2022, 2060)] == [False, True, True]


def test_rules_that_say_the_same_are_the_same():
    assert rule(U - B) == rule(U - B)
    assert rule(U - B) != rule(B - U)


def test_names_are_replaced_by_terms():
    regel = rule(U - B)
    assert formula(rule(regel.spelled_out(besteding=B + P)), cell) == "A1-B1-C1"


def test_names_are_replaced_on_both_sides_of_a_choice():
    keuze = rule(Als("slot", "dit het slotjaar is", B, U - B))
    anders = keuze.spelled_out(besteding=P)
    assert anders == Als("slot", "dit het slotjaar is", P, U - P)
    assert rule(smallest(B, at_least_nil(U - B))).spelled_out(besteding=P) == smallest(P, at_least_nil(U - P))


def test_of_a_choice_stays_the_side_that_holds():
    keuze = rule(Als("slot", "dit het slotjaar is", B, U - B))
    assert keuze.as_holds({"slot": True}).term == B
    assert keuze.as_holds({"slot": False}).term == U - B
    # Within a sum or an operation too.
    slot = Als("slot", "dit het slotjaar is", B, U)
    diep = rule(smallest(P + slot, at_least_nil(slot)))
    assert diep.as_holds({"slot": True}).term == smallest(P + B, at_least_nil(B))
    assert diep.as_holds({"slot": False}).term == smallest(P + U, at_least_nil(U))


def test_a_figure_that_nobody_gave_is_told_by_its_key():
    with pytest.raises(KeyError, match="uitkering"):
        Jaren({})["uitkering"]


def test_a_name_is_known_by_its_key_and_not_by_its_words():
    assert Naam("uitkering", "de uitkering") == Naam("uitkering", "wat het Rijk betaalt", "U")
    assert Naam("uitkering", "de uitkering").sleutel == "uitkering"


@pytest.mark.parametrize(
    ("term", "law", "words"),
    [
        (-U, "-U(t)", "de uitkering met omgekeerd teken"),
        (at_least_nil(U - B), "MAX(U(t) - B(t); 0)", "de uitkering min de besteding, ten minste nul"),
        (smallest(U, B), "MIN(U(t); B(t))", "het kleinste van de uitkering en de besteding"),
        (smallest(U, Getal(1)), "MIN(U(t); 1)", "het kleinste van de uitkering en 1"),
    ],
)
def test_an_expression_in_the_notation_of_the_law_and_in_words(term, law, words):
    assert notation(rule(term)) == f"x = {law}"
    assert sentence(rule(term)) == f"Het bedrag is {words} (Besluit art. 1)."


KEUZE = Als("slot", "dit het slotjaar is", U, B)
VOLGEND = Naam("meenemen", "wat wordt meegenomen", "R(t+1)")


@pytest.mark.parametrize(
    ("term", "law", "words"),
    [
        (U / (B + P), "U(t) / (B(t) + p(t))", "de uitkering gedeeld door (de besteding plus het percentage)"),
        (U / (B * P), "U(t) / (B(t) × p(t))", "de uitkering gedeeld door (de besteding maal het percentage)"),
        (U * B * P, "U(t) × B(t) × p(t)", "de uitkering maal de besteding maal het percentage"),
        ((U + B) ** 2, "(U(t) + B(t))^2", "(de uitkering plus de besteding) in het kwadraat"),
        (share(P, U), "p(t) × U(t)", "het percentage van de uitkering"),
        (scaled(U, P), "U(t) × p(t)", "de uitkering maal het percentage"),
        (U.earlier(1), "U(t-1)", "de uitkering van jaar t-1"),
        (U.up_to(), "som U(2022..t)", "de som van de uitkering van 2022 tot en met jaar t"),
        (U.up_to(2), "som U(2022..t-2)", "de som van de uitkering van 2022 tot en met jaar t-2"),
        (U - VOLGEND, "U(t) - R(t+1)", "de uitkering min wat wordt meegenomen"),
        (Naam("a", "het bedrag a", "[a]"), "[a]", "het bedrag a"),
        (
            smallest(U + B, P),
            "MIN(U(t) + B(t); p(t))",
            "het kleinste van de uitkering plus de besteding en het percentage",
        ),
        # What is looser than a sum has brackets within one.
        (at_least_nil(U) - B, "MAX(U(t); 0) - B(t)", "(de uitkering, ten minste nul) min de besteding"),
        (
            received(B, U) + P,
            "(B(t) als die er is, en anders U(t)) + p(t)",
            "(de besteding als die er is, en anders de uitkering) plus het percentage",
        ),
        (
            KEUZE + P,
            "(U(t) als dit het slotjaar is, en anders B(t)) + p(t)",
            "(de uitkering als dit het slotjaar is, en anders de besteding) plus het percentage",
        ),
        (
            Als("nader", "er een nader besluit is", KEUZE, P),
            "(U(t) als dit het slotjaar is, en anders B(t)) als er een nader besluit is, en anders p(t)",
            "(de uitkering als dit het slotjaar is, en anders de besteding) als er een nader besluit is, en anders het "
            "percentage",
        ),
        (
            Als("slot", "dit het slotjaar is", Getal(0), U),
            "0 als dit het slotjaar is, en anders U(t)",
            "nul als dit het slotjaar is, en anders de uitkering",
        ),
    ],
)
def test_every_kind_of_expression_in_notation_and_in_words(term, law, words):
    assert notation(rule(term)) == f"x = {law}"
    assert sentence(rule(term)) == f"Het bedrag is {words} (Besluit art. 1)."


def test_nothing_adds_nothing_and_a_sum_of_nothing_is_nil():
    assert formula(rule(U + Getal(0)), cell) == "A1"
    assert formula(rule(U.earlier(1) + B.earlier(1)), cell) == "0"


def test_a_difference_in_a_cell_of_its_own_is_rounded_there():
    assert formula(rule(smallest(U - B, P)), cell, cents=True) == "ROUND(MIN(A1-B1,C1),2)"
    assert formula(rule(smallest(U - B, P)), cell, cents=True, parts={U - B: "D1"}) == "MIN(D1,C1)"
