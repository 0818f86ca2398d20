"""The calendar, the entries and the checks of a year account, worked out in the test. Cents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from finance.balans import split_position
from finance.jaarrekening import (
    COMPONENTEN,
    Beginstand,
    Budgetjaar,
    Eindstand,
    Ketenbreuk,
    Taakveldregel,
    allocate_costs,
    check_chain,
    close_years,
    compare_components,
    split_taakvelden,
    split_uitkering,
)
from finance.journaal import (
    REKENINGEN,
    Besluit,
    Journaalpost,
    Journaalregel,
    Kasstroom,
    accounting_deadlines,
    advance_calendar,
    balance_changes,
    book_year,
    settlement_calendar,
)
from finance.tellingen import Telling
from finance.uitkering import Bedragen, monthly_advances, settlement

VOORLOPIG = Besluit(date(2024, 10, 1), "voorlopig", 120_000)
ALLES, NIETS = (Decimal(1), Decimal(0)), (Decimal(0), Decimal(0))


def paid(*besluiten: Besluit) -> list[int]:
    """The amounts of the twelve months; 0 where nothing is paid."""
    per_maand = {s.datum.month: s.bedrag for s in advance_calendar(2025, besluiten)}
    assert all(s.datum == date(2025, s.datum.month, 15) for s in advance_calendar(2025, besluiten))
    return [per_maand.get(m, 0) for m in range(1, 13)]


# When the money comes


def test_a_twelfth_every_month_and_the_odd_cents_first() -> None:
    assert paid(VOORLOPIG) == [10_000] * 12
    # A voorlopige that comes late is of the whole year too.
    assert paid(Besluit(date(2025, 3, 1), "voorlopig", 120_000)) == [10_000] * 12
    assert monthly_advances(14).tolist() == [2, 2, *[1] * 10]


@pytest.mark.parametrize("dag", [1, 14, 15, 30])
def test_a_nader_besluit_leaves_the_payment_of_its_month_as_it_was_ordered(dag: int) -> None:
    """60.000 more, decided in June: the six payments after it each bring 10.000 more."""
    assert paid(VOORLOPIG, Besluit(date(2025, 6, dag), "nader", 180_000)) == [*[10_000] * 6, *[20_000] * 6]


def test_a_nader_besluit_before_the_year_holds_for_all_of_it_and_in_december_for_december() -> None:
    assert paid(VOORLOPIG, Besluit(date(2024, 12, 31), "nader", 180_000)) == [15_000] * 12
    assert paid(VOORLOPIG, Besluit(date(2025, 12, 1), "nader", 180_000)) == [*[10_000] * 11, 70_000]
    assert paid(VOORLOPIG, Besluit(date(2025, 11, 30), "nader", 180_000)) == [*[10_000] * 11, 70_000]
    assert paid(VOORLOPIG, Besluit(date(2025, 1, 2), "nader", 131_000)) == [10_000, *[11_000] * 11]


def test_of_one_day_the_nadere_comes_after_the_voorlopige() -> None:
    nader = Besluit(VOORLOPIG.datum, "nader", 240_000)
    assert paid(nader, VOORLOPIG) == paid(VOORLOPIG, nader) == [20_000] * 12


def test_less_than_was_paid_is_taken_back_month_by_month() -> None:
    """110.000 were paid by November; 36.000 stays, so December takes 74.000 back."""
    stromen = advance_calendar(2025, [VOORLOPIG, Besluit(date(2025, 11, 3), "nader", 36_000)])
    assert (stromen[-1].soort, stromen[-1].bedrag) == ("verrekening voorschot", -74_000)
    assert {s.soort for s in stromen[:-1]} == {"voorschot"}
    assert not any(s.verwacht for s in stromen)


def test_other_decisions_pay_no_advance() -> None:
    assert paid(Besluit(date(2026, 5, 1), "definitief", 5), Besluit(date(2026, 9, 1), "terugvordering", 7)) == [0] * 12


def test_what_is_settled_after_the_year_as_expected() -> None:
    assert settlement_calendar(2025, 100, 130, 40, []) == [
        Kasstroom(date(2026, 6, 30), "nabetaling", 30, verwacht=True),
        Kasstroom(date(2026, 9, 30), "terugvordering", -40, verwacht=True),
    ]
    assert settlement_calendar(2025, 130, 100, 0, []) == [
        Kasstroom(date(2026, 6, 30), "terugbetaling voorschot", -30, verwacht=True)
    ]
    assert settlement_calendar(2025, 100, 100, 0, []) == []
    assert [s.soort for s in settlement_calendar(2025, 100, 101, 0, [])] == ["nabetaling"]


def test_what_is_settled_after_the_year_as_decided() -> None:
    besluiten = [
        Besluit(date(2026, 5, 20), "definitief", 90), Besluit(date(2026, 11, 2), "terugvordering", 25), VOORLOPIG,
    ]  # fmt: skip
    assert settlement_calendar(2025, 100, 130, 40, besluiten) == [
        Kasstroom(date(2026, 5, 20), "terugbetaling voorschot", -10),
        Kasstroom(date(2026, 11, 2), "terugvordering", -25),
    ]
    assert settlement(100, 130) == 30


def test_deadlines_after_the_year() -> None:
    assert [t.datum for t in accounting_deadlines(2025)] == [date(2026, 7, 15), date(2026, 9, 30), date(2027, 6, 30)]


# The entries


def test_entries_of_a_year_with_everything() -> None:
    """2024 keeps 60 of 100 and 20 of it has not come in; 2025 receives 20 + 90, spends 300 and returns 15.

    2025: 90 + 60 - 300 < 0, so 150 is pre-financed; the passief of 40 falls free with the 110 that come in.
    """
    jaren = [
        Budgetjaar(2024, 100, 80, 40, ALLES, 100, 2025),
        Budgetjaar(2025, 90, 90, 300, ALLES, terugbetaald=15),
    ]
    rekening = close_years(jaren)[1]
    kas = [
        Kasstroom(date(2025, 9, 30), "terugvordering", -15),
        Kasstroom(date(2025, 5, 20), "nabetaling", 20),
        Kasstroom(date(2025, 1, 15), "voorschot", 90),
    ]
    posten = book_year(rekening, kas, "SPUK")
    assert [(p.datum, p.soort, p.regels) for p in posten] == [
        (date(2025, 1, 15), "voorschot", entry("bank", "passief", 90)),
        (date(2025, 5, 20), "nabetaling", entry("bank", "passief", 20)),
        (date(2025, 9, 30), "terugvordering", entry("schuld", "bank", 15)),
        (date(2025, 12, 31), "jaareinde", entry("passief", "baten", 300)),
        (date(2025, 12, 31), "jaareinde", entry("vordering", "passief", 150)),
    ]
    assert balance_changes(posten) == {"bank": 95, "passief": 40, "vordering": 150, "schuld": 15, "baten": -300}
    assert set(balance_changes([])) == set(REKENINGEN)


def test_a_claim_is_paid_off_and_a_surplus_goes_back() -> None:
    """D of 50 is paid off from 200; 30 is spent, the ruimte is nil, so 120 goes back and 10 too much was advanced."""
    rekening = close_years([Budgetjaar(2025, 200, 210, 30, NIETS)], Beginstand(0, 50))[0]
    posten = book_year(rekening, [Kasstroom(date(2025, 1, 15), "voorschot", 210)], "SPUK")
    assert [p.regels for p in posten] == [
        entry("bank", "passief", 210),
        entry("passief", "vordering", 50),
        entry("passief", "baten", 30),
        entry("passief", "schuld", 130),
    ]


def entry(debet: str, credit: str, bedrag: int) -> tuple[Journaalregel, ...]:
    return Journaalregel(debet, debet=bedrag), Journaalregel(credit, credit=bedrag)


def test_a_payment_taken_back_is_the_entry_reversed() -> None:
    rekening = close_years([Budgetjaar(2025, 0, 0, 0)])[0]
    [post] = book_year(rekening, [Kasstroom(date(2025, 7, 15), "verrekening voorschot", -40)], "SPUK")
    assert post.regels == entry("passief", "bank", 40)
    [post] = book_year(rekening, [Kasstroom(date(2025, 7, 15), "voorschot", 0)], "SPUK")
    assert post.regels == entry("bank", "passief", 0)
    [post] = book_year(rekening, [Kasstroom(date(2025, 7, 15), "terugbetaling voorschot", -40)], "SPUK")
    assert post.regels == entry("schuld", "bank", 40)


@pytest.mark.parametrize("regels", [(Journaalregel("bank", debet=-1), Journaalregel("baten", credit=-1))])
def test_an_amount_below_nil_is_no_entry(regels: tuple[Journaalregel, ...]) -> None:
    with pytest.raises(ValueError, match="negatief bedrag"):
        Journaalpost(date(2025, 1, 1), "x", "x", regels)
    # One below nil is enough, also when the whole balances.
    weg = Journaalregel("bank", debet=-1), Journaalregel("passief", debet=1)
    for een in (weg, (Journaalregel("bank", credit=-1),), (Journaalregel("bank", debet=-1),)):
        with pytest.raises(ValueError, match="negatief bedrag"):
            Journaalpost(date(2025, 1, 1), "x", "x", een)
    assert Journaalpost(date(2025, 1, 1), "x", "x", (Journaalregel("bank"),)).debet == 0


# The year account


def test_room_of_a_chain_that_starts_after_2022() -> None:
    """SPUK onderwijsroute, first year 2024: 1.000 came in before it, so 900 of what was kept may stay."""
    begin = Beginstand(reservering=900, uitkering_vorig=1_000)
    [rekening] = close_years([Budgetjaar(2024, 50, 50, 0, ALLES, cumulatief=True)], begin)
    assert (rekening.ruimte, rekening.reservering_eind, rekening.terug_te_betalen) == (1_050, 950, 0)
    # The SPUK inburgering: half of U(t-1), which the books state for a chain that starts later.
    [rekening] = close_years([Budgetjaar(2024, 50, 50, 0, (Decimal(1), Decimal("0.5")))], begin)
    assert (rekening.ruimte, rekening.reservering_eind, rekening.terug_te_betalen) == (550, 550, 400)


def test_a_decision_comes_after_its_year() -> None:
    for wanneer in (2025, 2024, None):
        with pytest.raises(ValueError, match="valt na dat jaar"):
            close_years([Budgetjaar(2025, 1, 1, 1, ALLES, 1, wanneer)])
    assert close_years([Budgetjaar(2025, 1, 1, 1, ALLES, 1, 2026)])[0].uitkering == 1


def test_a_missing_or_repeated_year_is_refused() -> None:
    for jaren in ((2022, 2024), (2022, 2022), (2023, 2022)):
        with pytest.raises(ValueError, match="er ontbreekt een jaar"):
            close_years([Budgetjaar(j, 1, 1, 1) for j in jaren])


def test_u_as_known_at_the_end_of_a_year() -> None:
    feiten = Budgetjaar(2023, 100, 100, 0, ALLES, 80, 2025)
    assert [feiten.known_in(j) for j in (2024, 2025, 2026)] == [100, 80, 80]
    assert Budgetjaar(2023, 100, 100, 0).known_in(2030) == 100


@pytest.mark.parametrize(
    ("begin", "ontvangen", "besteed", "passief", "vordering"),
    [
        # 30 prefinanced; 50 comes in: 30 of it pays that off, 20 is kept; of 60 spent 20 is paid by it, 40 prefinanced.
        (-30, 50, 60, (0, 20, 20, 0), (30, 40, 30, 40)),
        (-30, 20, 0, (0, 0, 0, 0), (30, 0, 20, 10)),
        (-30, 50, 5, (0, 20, 5, 15), (30, 0, 30, 0)),
        (40, 10, 30, (40, 10, 30, 20), (0, 0, 0, 0)),
        (40, 10, 70, (40, 10, 50, 0), (0, 20, 0, 20)),
    ],
)
def test_what_comes_in_pays_off_first_and_what_is_spent_draws_on_what_is_kept(
    begin, ontvangen, besteed, passief, vordering
):
    posten = split_position(begin, ontvangen, besteed)
    assert [(p.begin, int(p.bij), p.af, p.eind) for p in posten] == [passief, vordering]


def test_a_credit_on_the_lasten_is_money_that_comes_in() -> None:
    """Lasten of -30 with a claim of 20: the claim is paid off and 10 is kept; advances taken back work as lasten."""
    passief, vordering = split_position(-20, 0, -30)
    assert (passief.begin, passief.bij, passief.af, vordering.begin, vordering.bij, vordering.af) == (
        0, 10, 0, 20, 0, 20,
    )  # fmt: skip
    passief, vordering = split_position(50, -70, 0)
    assert (passief.eind, vordering.eind, passief.af, vordering.bij) == (0, 20, 50, 20)


def test_checks_tell_what_does_not_add_up() -> None:
    [goed] = close_years([Budgetjaar(2025, 100, 100, 60, (Decimal("0.3"), Decimal(0)))])
    assert list(goed.checks().values()) == [0, 0, 0, 0]
    assert list(replace(goed, besteding=61).checks().values()) == [-1, 0, 0, 0]
    assert list(replace(goed, onttrekking=1).checks().values()) == [0, -1, 0, 0]
    assert list(replace(goed, ruimte=29).checks().values()) == [0, 0, 1, 0]
    assert list(replace(goed, ruimte=-5, reservering_eind=0).checks().values())[2] == 0
    assert list(replace(goed, ruimte=-5, reservering_eind=1).checks().values())[2] == 1
    assert list(replace(goed, nog_te_ontvangen=1).checks().values()) == [0, 0, 0, 1]


def test_the_chain_breaks_where_a_stated_balance_differs() -> None:
    """2024 keeps 40; 2025 keeps 30 + 40 = 70 of 130 and starts from 40."""
    jaren = close_years([Budgetjaar(2024, 100, 100, 60), Budgetjaar(2025, 130, 130, 100)])
    goed = [Eindstand(2024, 0, 0, 40, 0), Eindstand(2025, 40, 0, 70, 0, 0)]
    assert check_chain(jaren, goed) == []
    fout = [Eindstand(2024, 1, 2, 41, 3, 4), Eindstand(2025, 40, 0, 69, 0)]
    assert check_chain(jaren, fout) == [
        Ketenbreuk(2024, "reservering_begin", 1, 0),
        Ketenbreuk(2024, "doorgeschoven_begin", 2, 0),
        Ketenbreuk(2024, "reservering_eind", 41, 40),
        Ketenbreuk(2024, "doorgeschoven_eind", 3, 0),
        Ketenbreuk(2024, "terug_te_betalen", 4, 0),
        Ketenbreuk(2025, "reservering_eind", 69, 70),
    ]
    assert check_chain(jaren, fout[1:]) == [Ketenbreuk(2025, "reservering_eind", 69, 70)]


def test_a_decision_without_a_split_compares_nothing_but_its_total() -> None:
    herrekend = dict(zip(COMPONENTEN, (10, 20, 30, 40, 50, 60), strict=True))
    assert [c.verschil for c in compare_components(None, herrekend)] == [None] * 6
    assert [c.verschil for c in compare_components({"bgo": 12, "abo": 60}, herrekend)] == [2, -20, -30, -40, -50, 0]


def test_costs_of_a_regional_body_by_key() -> None:
    assert allocate_costs({"pvt": 100, "map": -1}, {"a": 1, "b": Decimal("0.5")}) == {
        "a": {"pvt": 67, "map": -1}, "b": {"pvt": 33, "map": 0},
    }  # fmt: skip


def test_taakvelden_bear_their_lasten_and_the_main_one_what_nobody_pays() -> None:
    """Lasten 60 on 6.1 and 25 on 4.3; a correction of 15 has no taakveld; of the 100 the uitkering of 70 leaves 30."""
    [rekening] = close_years([Budgetjaar(2025, 70, 70, 85, NIETS, correctie_besteding=15, slotjaar=True)])
    regels = split_taakvelden({"6.1": 60, "4.3": 25}, rekening, "6.1")
    assert regels == [Taakveldregel("4.3", 25, 25), Taakveldregel("6.1", 75, 45)]
    assert [r.saldo for r in regels] == [0, -30]
    assert split_taakvelden({"4.3": 25}, rekening, "6.1") == [
        Taakveldregel("4.3", 25, 25), Taakveldregel("6.1", 75, 45),
    ]  # fmt: skip


def test_components_of_expected_persons_round_at_the_end() -> None:
    """9,1 persons at 0,05 and weight 0,10 with factor 1: 45,5 -> 46 cents ABO and BGO; 91 cents BA."""
    b = Bedragen(*(Decimal("0.10"),) * 3, gezin=Decimal("0.05"), onderwijsroute=Decimal("0.05"))
    deel = Fraction(91, 10)
    telling = Telling(deel, Fraction(0), Fraction(0), deel, Fraction(0), deel)
    assert split_uitkering(telling, b, b) == dict(zip(COMPONENTEN, (46, 91, 0, 0, 0, 46), strict=True))
    leeg = Telling(0, 0, 0, 1, 0, 2)
    assert split_uitkering(leeg, b, b) == dict(zip(COMPONENTEN, (5, 0, 0, 0, 0, 10), strict=True))
