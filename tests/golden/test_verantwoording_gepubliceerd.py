"""Published figures pass through the ledger functions unchanged (amounts x 1.000 euro in the sources)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finance.balans import split_position
from finance.jaarrekening import Budgetjaar, Taakveldregel, close_years


def duizend(bedrag: str) -> int:
    """x 1.000 euro -> cents."""
    return int(Decimal(bedrag) * 100_000)


@pytest.mark.parametrize(
    ("begin", "ontvangen", "vrijgevallen", "eind"),
    [
        pytest.param("0", "3064.6", "1894.2", "1170.4", id="onderwijsachterstandenbeleid"),
        pytest.param("379.5", "398.4", "419.7", "358.2", id="sport"),
        pytest.param("56.8", "17.6", "56.8", "17.6", id="RRE"),
    ],
)
def test_beverwijk_2023_overlopende_passiva(begin: str, ontvangen: str, vrijgevallen: str, eind: str) -> None:
    passief, vordering = split_position(duizend(begin), duizend(ontvangen), duizend(vrijgevallen))
    assert (passief.begin, passief.bij, passief.af, passief.eind) == (
        duizend(begin),
        duizend(ontvangen),
        duizend(vrijgevallen),
        duizend(eind),
    )
    assert vordering.eind == 0


def test_zoetermeer_2022_rijksbijdrage_gelijk_aan_lasten() -> None:
    (jaar,) = close_years([Budgetjaar(2022, duizend("782"), duizend("782"), duizend("782"))])
    assert jaar.baten == jaar.lasten == duizend("782")
    assert jaar.reservering_eind == jaar.terug_te_betalen == jaar.doorgeschoven_eind == 0


def test_boxtel_2022_saldo() -> None:
    velden = [
        Taakveldregel("a", 0, duizend("45")),
        Taakveldregel("b", duizend("55"), 0),
        Taakveldregel("c", duizend("28"), 0),
    ]
    assert sum(v.saldo for v in velden) == duizend("-38")


def test_dalfsen_2024_voordeel() -> None:
    velden = [Taakveldregel("overig", 0, duizend("47")), Taakveldregel("SPUK", 0, duizend("43"))]
    assert sum(v.saldo for v in velden) == duizend("90")
