"""No green on empty books: totals from outside the exports, and what must be looked at first, each to the cent."""

from __future__ import annotations

from pathlib import Path

import pytest

from finance.fouten import Invoerfout
from reports.verantwoording.schrijven import differences, nothing_to_mend
from scenarios.boeken.jaar_sluiten import Verantwoording, build_accounts
from scenarios.boeken.map import read_folder
from scenarios.waarheid.signalen import _missing_months, find_signals
from tests.regiomap import KOP, make_region

SALDI = "jaar;rekening;debet;credit\n"


def month(nummer: int, gemeente: str = "Hoorn", bedrag: str = "1.100,00", rest: str = "leerroute_b1") -> str:
    stuk = f"{gemeente}{nummer}{rest}{bedrag}"
    return f"15-{nummer:02}-2023;{gemeente};4343001 Taal;{rest};asielstatushouder;b1;{bedrag};;Termijn;{stuk}"


HEEL = [month(m, g) for g in ("Hoorn", "Medemblik") for m in range(1, 13)]
"""Both gemeenten book 1.100 in every month: 26.400 in all."""


def books(map_: Path, rijen: list[str], saldibalans: str = "", extra: str = "credit = true\n") -> Verantwoording:
    instellingen = f'[[boekingen]]\nbestand = "boekingen/b.csv"\njaar = 2023\n{extra}'
    make_region(map_, "\n".join([KOP, *rijen, ""]), instellingen=instellingen)
    if saldibalans:
        (map_ / "verantwoording" / "saldibalans.csv").write_text(saldibalans, encoding="utf-8")
    return build_accounts(read_folder(str(map_)), 2023)


def texts(v: Verantwoording) -> list[str]:
    return [s.tekst for s in find_signals(v)]


def test_whole_books_give_no_signal(tmp_path):
    v = books(tmp_path, HEEL)
    assert texts(v) == []
    assert v.invoer.outside_totals(2023) == []


def test_a_trial_balance_that_agrees_is_a_reconciliation(tmp_path):
    v = books(tmp_path, HEEL, f"{SALDI}2023;4343001;26.900,00;500,00\n")
    assert v.invoer.outside_totals(2023) == [
        ("Rekening 4343001: boekingen tegenover saldibalans.csv", 2_640_000, 2_640_000)
    ]
    assert nothing_to_mend(v)


def test_one_cent_beside_the_trial_balance_is_a_difference(tmp_path):
    v = books(tmp_path, HEEL, f"{SALDI}2023;4343001 Taal;26.400,01;\n")
    assert differences(v) == [("regio", "Rekening 4343001 Taal: boekingen tegenover saldibalans.csv", -1)]
    assert not nothing_to_mend(v)


def test_an_account_the_trial_balance_lacks_is_a_difference_of_all_that_was_booked(tmp_path):
    v = books(tmp_path, HEEL, f"{SALDI}2023;4343002;0;\n")
    naam = "Rekening 4343001 Taal (boekingen/b.csv): staat niet in saldibalans.csv"
    assert ("regio", naam, 2_640_000) in differences(v)


def test_a_control_total_is_compared_to_the_cent(tmp_path):
    v = books(tmp_path, HEEL, extra='controletotaal = "26.400,05"\n')
    assert differences(v) == [("regio", "boekingen/b.csv: boekingen tegenover controletotaal", -5)]


def test_a_row_twice_and_a_file_that_is_not_there_are_refused(tmp_path):
    saldi = "jaar;rekening;debet;boekbestand\n2023;4343001;1;x.csv\n2023;4343001;1;x.csv\n"
    with pytest.raises(Invoerfout) as fout:
        books(tmp_path, HEEL, saldi)
    assert "dezelfde rekening als regel 2" in str(fout.value)
    assert "boekbestand x.csv" in str(fout.value)


@pytest.mark.parametrize(
    ("erbij", "verwacht"),
    [
        (month(3, "Elders", "750,00"), "boekingen/b.csv, Elders: 1 boeking afgekeurd, gemeente niet in deze regio"),
        (
            month(3, rest="ponyrijden"),
            "boekingen/b.csv, Hoorn: 1 boeking afgekeurd, onbekende voorziening (€ 1.100,00)",
        ),
        (month(3, rest="tolken", bedrag="-40,00"), "Hoorn: negatieve lasten op Tolken (SPUK inburgering) (€ -40,00)"),
        # The voorlopige uitkering of 2023 is 12.000,00.
        (
            month(3, bedrag="12.000,00"),
            "Hoorn: boekingen/b.csv regel 26 lijkt ontvangen geld onder de lasten, op 4343001 Taal",
        ),
        (
            month(3, bedrag="-12,34").replace("Termijn", "Voorschot SPUK maart"),
            "Hoorn: boekingen/b.csv regel 26 lijkt ontvangen geld onder de lasten, op 4343001 Taal (€ -12,34)",
        ),
    ],
)
def test_each_thing_to_look_at_has_its_amount(tmp_path, erbij, verwacht):
    (tekst,) = texts(books(tmp_path, [*HEEL, erbij]))
    assert tekst.startswith(verwacht)


def test_a_gemeente_without_bookings_is_named_with_its_uitkering(tmp_path):
    """Medemblik: one person of cohort t in 2023, 8.378,03."""
    assert texts(books(tmp_path, HEEL[:12])) == [
        "Medemblik: geen enkele boeking in 2023, tegenover deze uitkering (€ 8.378,03)"
    ]


def test_a_month_without_bookings_is_named_with_what_a_month_costs(tmp_path):
    assert texts(books(tmp_path, [*HEEL[:4], *HEEL[5:]])) == [
        "Hoorn: geen boekingen in mei 2023; in de andere maanden gemiddeld (€ 1.100,00)"
    ]


@pytest.mark.parametrize(
    ("geboekt", "leeg"),
    [
        ([3, 6, 9, 12], []),
        ([1, 4, 7, 10], []),
        ([3, 6, 12], [7, 8, 9, 10, 11]),
        ([*range(1, 12)], [12]),
        ([12], [*range(1, 12)]),
        ([], []),
    ],
)
def test_only_a_break_in_the_rhythm_is_a_missing_month(geboekt, leeg):
    assert _missing_months(geboekt) == leeg


def test_a_budget_that_is_not_the_decision_is_named(tmp_path):
    make_region(tmp_path)
    (tmp_path / "budgetten.csv").write_text(
        "jaar;cbs_code;pot;bedrag;status;bron\n2023;GM0405;spuk_onderwijsroute;5000,10;aanname;t\n", encoding="utf-8"
    )
    besluiten = tmp_path / "verantwoording" / "beschikkingen.csv"
    v = books(tmp_path, HEEL)
    assert texts(v) == []
    besluiten.write_text(
        besluiten.read_text().replace("cbs_code;soort", "cbs_code;regeling;soort").replace(";vo", ";spuk;vo")
        .replace(";def", ";spuk;def") + "2023;GM0405;spuk_onderwijsroute;voorlopig;2022-10-01;4.000,00\n"
    )  # fmt: skip
    assert texts(build_accounts(read_folder(str(tmp_path)), 2023)) == [
        "Hoorn: een beschikking SPUK onderwijsroute 2023, maar geen lasten (€ 4.000,00)",
        "Hoorn: SPUK onderwijsroute 2023 in budgetten.csv wijkt af van de beschikking (€ 1.000,10)",
    ]
