"""Five years of one gemeente, worked by hand on paper; whole euros, tested in cents.

| year | U       | V       | B       | def. in | saldo               | remark                                 |
|------|---------|---------|---------|---------|---------------------|----------------------------------------|
| 2022 | 500.000 | 480.000 | 300.000 | 2023    | 500 - 300 = 200     | 20 still to come, received in 2023     |
| 2023 | 400.000 | 420.000 | 100.000 | 2024    | 400 + 200 - 100     | 20 received too much, paid in 2024     |
| 2024 | 300.000 | 300.000 | 150.000 |         | 300 + R - 150       | here the two readings of ruimte part   |
| 2025 | 200.000 | 200.000 | 900.000 |         | 200 + R - 900 < 0   | overspending goes on to 2026           |
| 2026 | 600.000 | 600.000 | 350.000 |         | 600 - 350 - D       |                                        |
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from finance.jaarrekening import Budgetjaar, Jaarrekening, close_years

OUD, NIEUW = (Decimal(1), Decimal(0)), (Decimal(1), Decimal("0.5"))


def jaren(later: tuple[Decimal, Decimal]) -> tuple[Jaarrekening, ...]:
    k = 100_000  # cents in a thousand euros
    return close_years(
        [
            Budgetjaar(2022, 500 * k, 480 * k, 300 * k, OUD, 500 * k, 2023),
            Budgetjaar(2023, 400 * k, 420 * k, 100 * k, OUD, 400 * k, 2024),
            Budgetjaar(2024, 300 * k, 300 * k, 150 * k, later),
            Budgetjaar(2025, 200 * k, 200 * k, 900 * k, later),
            Budgetjaar(2026, 600 * k, 600 * k, 350 * k, later),
        ]
    )


POSTEN = (
    *("ruimte", "saldo", "toevoeging", "onttrekking"),
    *("reservering_eind", "terug_te_betalen", "doorgeschoven_eind"),
)


def figures(rekeningen: tuple[Jaarrekening, ...], *posten: str) -> list[tuple[int, ...]]:
    """Figures in thousands of euros, a row per year."""
    return [tuple(getattr(r, p) // 100_000 for p in posten) for r in rekeningen]


def test_nieuwe_reserveringsruimte() -> None:
    rekeningen = jaren(NIEUW)
    assert figures(rekeningen, *POSTEN) == [
        (500, 200, 200, 0, 200, 0, 0),
        (400, 500, 200, 0, 400, 100, 0),  # 500 - 400 goes back
        (500, 550, 100, 0, 500, 50, 0),  # 300 + half of 400
        (350, -200, 0, 500, 0, 0, 200),  # 200 + 500 - 900
        (700, 50, 50, 0, 50, 0, 0),  # 600 - 350 - 200
    ]
    passief = [(r.passief.begin, r.passief.bij, r.passief.af, r.passief.eind) for r in rekeningen]
    assert [tuple(b // 100_000 for b in rij) for rij in passief] == [
        (0, 480, 300, 180),  # 200 reserved, 20 of it not yet received
        (180, 440, 220, 400),  # 420 + 20 in; 100 spent, 100 + 20 to the debt
        (400, 300, 200, 500),
        (500, 200, 700, 0),
        (0, 400, 350, 50),  # 200 of the 600 pays the vordering off
    ]
    assert [r.vordering.eind // 100_000 for r in rekeningen] == [0, 0, 0, 200, 0]
    assert [r.schuld.eind // 100_000 for r in rekeningen] == [0, 120, 150, 150, 150]
    assert [r.nabetaling // 100_000 for r in rekeningen] == [0, 20, 0, 0, 0]


def test_oude_reserveringsruimte() -> None:
    assert figures(jaren(OUD), *POSTEN) == [
        (500, 200, 200, 0, 200, 0, 0),
        (400, 500, 200, 0, 400, 100, 0),
        (300, 550, 0, 100, 300, 250, 0),  # 150 left of the year and 100 of the reservering go back
        (200, -400, 0, 300, 0, 0, 400),
        (600, -150, 0, 0, 0, 0, 150),  # 600 - 350 - 400
    ]


def test_definitief_lager_dan_waarop_gesloten_is_correctie_in_het_jaar_van_de_beschikking() -> None:
    """Closed on 1.000 with 1.000 received; the decision of 2024 says 900: 100 back, and 100 less in 2024."""
    eerste, tweede = close_years(
        [
            Budgetjaar(2023, 100_000, 100_000, 60_000, OUD, 90_000, 2024),
            Budgetjaar(2024, 100_000, 100_000, 50_000, OUD),
        ]
    )
    assert eerste.reservering_eind == 40_000  # as it was closed
    assert (tweede.correctie_uitkering, tweede.saldo) == (-10_000, 80_000)
    assert (tweede.schuld.bij, tweede.schuld.af) == (10_000, 10_000)
    assert tweede.passief.eind == 80_000


def test_ontbrekend_jaar() -> None:
    with pytest.raises(ValueError, match="er ontbreekt een jaar"):
        close_years([Budgetjaar(2022, 1, 1, 1), Budgetjaar(2024, 1, 1, 1)])


def test_onderwijsroute_houdt_binnen_de_looptijd_alles_vast() -> None:
    """Ruimte is the sum of U since 2022: 100, 160, 200; in the last year 0. Nothing goes back before the end.

    | year | U   | B  | saldo          | ruimte            | kept | back |
    |------|-----|----|----------------|-------------------|------|------|
    | 2022 | 100 | 10 | 100 - 10 = 90  | 100               | 90   | 0    |
    | 2023 | 60  | 20 | 60 + 90 - 20   | 100 + 60 = 160    | 130  | 0    |
    | 2024 | 40  | 0  | 40 + 130       | 160 + 40 = 200    | 170  | 0    |
    | 2025 | 30  | 50 | 30 + 170 - 50  | 0 x 230           | 0    | 150  |
    """
    k = 100_000
    geheel, niets = (Decimal(1), Decimal(0)), (Decimal(0), Decimal(0))
    rekeningen = close_years(
        [
            Budgetjaar(2022, 100 * k, 100 * k, 10 * k, geheel, cumulatief=True),
            Budgetjaar(2023, 60 * k, 60 * k, 20 * k, geheel, cumulatief=True),
            Budgetjaar(2024, 40 * k, 40 * k, 0, geheel, cumulatief=True),
            Budgetjaar(2025, 30 * k, 30 * k, 50 * k, niets, cumulatief=True, slotjaar=True),
        ]
    )
    assert figures(rekeningen, "ruimte", "reservering_eind", "terug_te_betalen") == [
        (100, 90, 0),
        (160, 130, 0),
        (200, 170, 0),
        (0, 0, 150),
    ]


def test_cap_per_jaar_zou_binnen_de_looptijd_terugvorderen() -> None:
    """The same years with the cap of the SPUK inburgering (100% of U(t)): 70 of 2023 and 60 of 2024 would go back."""
    k = 100_000
    rekeningen = close_years(
        [
            Budgetjaar(2022, 100 * k, 100 * k, 10 * k, OUD),
            Budgetjaar(2023, 60 * k, 60 * k, 20 * k, OUD),
            Budgetjaar(2024, 40 * k, 40 * k, 0, OUD),
        ]
    )
    assert figures(rekeningen, "terug_te_betalen") == [(0,), (70,), (60,)]
