"""Which decision counts: the last one, and which is last on the same day."""

from __future__ import annotations

from datetime import date

from finance.journaal import Besluit, advance_calendar
from finance.uitkering import VOORSCHOT, in_order, last_decision


def counted(besluiten, *soorten) -> int:
    gekozen = last_decision(besluiten, *soorten)
    assert gekozen is not None
    return gekozen.bedrag


VROEG, LAAT = date(2024, 10, 1), date(2025, 5, 1)


def test_none_of_the_kind_is_none():
    assert last_decision([], "definitief") is None
    assert last_decision([Besluit(VROEG, "voorlopig", 1)], "definitief") is None


def test_the_last_by_date_counts_wherever_it_stands():
    besluiten = [Besluit(LAAT, "nader", 2), Besluit(VROEG, "voorlopig", 1)]
    assert counted(besluiten, *VOORSCHOT) == 2


def test_on_one_day_a_nader_besluit_comes_after_the_voorlopige():
    besluiten = [Besluit(VROEG, "nader", 2), Besluit(VROEG, "voorlopig", 1)]
    assert counted(besluiten, *VOORSCHOT) == 2
    assert counted(besluiten[::-1], *VOORSCHOT) == 2


def test_of_two_alike_the_lower_row_counts():
    besluiten = [Besluit(LAAT, "definitief", 1), Besluit(LAAT, "definitief", 2)]
    assert counted(besluiten, "definitief") == 2
    assert [b.bedrag for b in in_order(besluiten)] == [1, 2]


def test_another_kind_does_not_count():
    besluiten = [Besluit(VROEG, "voorlopig", 1), Besluit(LAAT, "definitief", 9)]
    assert counted(besluiten, *VOORSCHOT) == 1


def test_the_advances_add_up_to_the_decision_that_counts():
    besluiten = [
        Besluit(date(2025, 5, 1), "nader", 2400),
        Besluit(VROEG, "voorlopig", 1200),
        Besluit(LAAT, "nader", 3600),
    ]
    assert sum(s.bedrag for s in advance_calendar(2025, besluiten)) == counted(besluiten, *VOORSCHOT)
