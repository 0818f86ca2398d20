"""The saldo of the SPUK beside each other: a shortfall that shifts on is the raming's of its own year, not the books'.

Region of `hulp_handregio`.

2022: 193.370,40 - 250.000 = -56.629,60, shifted on. 2023: 302.884,80 - 56.629,60 - 200.000 =
46.255,20, carried over. No year leaves own lasten, so the books have a saldo of nil in both.
"""

from __future__ import annotations

import pytest

from scenarios.waarheid.aansluiting import DEFINITIE, RAMING, REKENING, ROOD, SALDO, VERANTWOORDING, _explain, reconcile
from tests.hulp_handregio import book_settings, write_bookings, write_region

GEBOEKT = {2022: "250.000", 2023: "200.000"}
BESLUITEN = """jaar;cbs_code;soort;datum;bedrag
2022;GM0432;voorlopig;2021-10-01;190.000
2022;GM0432;definitief;2023-05-20;193.370,40
2023;GM0432;voorlopig;2022-10-01;300.000
2023;GM0432;definitief;2024-05-20;302.884,80
"""


@pytest.fixture(scope="module")
def regels(tmp_path_factory):
    map_ = write_region(tmp_path_factory.mktemp("hand"))
    for jaar, bedrag in GEBOEKT.items():
        write_bookings(map_, jaar, {"31-12": bedrag})
    (map_ / "verantwoording" / "verantwoording.toml").write_text(book_settings(GEBOEKT), encoding="utf-8")
    (map_ / "beschikkingen.csv").write_text(BESLUITEN, encoding="utf-8")
    return {(r.jaar, r.post): r for r in reconcile(str(map_), (2022, 2023))}


@pytest.mark.parametrize(("jaar", "raming"), [(2022, -5_662_960), (2023, 5_662_960)])
def test_a_shifted_shortfall_is_a_difference_of_definition(regels, jaar, raming):
    regel = regels[jaar, SALDO]
    assert (regel.cijfers[RAMING], regel.cijfers[REKENING], regel.cijfers[VERANTWOORDING]) == (raming, 0, 0)
    assert regel.redenen[RAMING] == DEFINITIE
    assert not regel.rood


def test_what_shifts_is_the_same_in_every_piece(regels):
    for jaar, post in ((2022, "Door te schuiven"), (2023, "Doorgeschoven uit vorig jaar")):
        cijfers = regels[jaar, post].cijfers
        assert {cijfers[stuk] for stuk in (RAMING, REKENING, VERANTWOORDING)} == {5_662_960}
    assert not any(r.rood for r in regels.values())


def test_the_definition_explains_what_shifted_and_no_cent_more():
    cijfers = {RAMING: -5_663_060, VERANTWOORDING: 0}
    assert _explain("Opmeer", 2022, SALDO, cijfers, -5_662_960).redenen == {RAMING: ROOD}
