"""Laws of the books: nothing is lost, both sides are equal, the order of rows does not matter."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finance.balans import split_position
from finance.jaarrekening import Beginstand, Budgetjaar, allocate_costs, close_years
from finance.journaal import (
    Besluit,
    Journaalpost,
    Journaalregel,
    Kasstroom,
    advance_calendar,
    balance_changes,
    book_year,
)
from finance.taal.getallen import format_euros
from scenarios.boeken.boekingen import read_bookings
from scenarios.boeken.boekingsregels import load_rules
from scenarios.boeken.geboekt import make_rules
from scenarios.grond.bedragen import parse_cents
from scenarios.inlezen.blok import Boekingbestand
from scenarios.inlezen.waarden import Bronkolom, read_amounts
from scenarios.regiomap.land.landsgegevens import shipped
from tests.regiomap import KOP
from tests.strategieen import BEDRAG, beginstanden, besluiten, budgetjaren


@given(budgetjaren(), beginstanden())
def test_every_year_balances_and_opens_where_the_last_closed(jaren: list[Budgetjaar], begin: Beginstand) -> None:
    rekeningen = close_years(jaren, begin)
    for rekening in rekeningen:
        assert not any(rekening.checks().values())
        assert min(rekening.passief.eind, rekening.vordering.eind) == 0
        assert min(rekening.toevoeging, rekening.onttrekking, rekening.reservering_eind) >= 0
    for vorig, volgend in pairwise(rekeningen):
        assert volgend.reservering_begin == vorig.reservering_eind
        assert volgend.passief.begin == vorig.passief.eind
        assert volgend.vordering.begin == vorig.vordering.eind
        assert volgend.schuld.begin == vorig.schuld.eind


@given(budgetjaren(), beginstanden())
def test_journaalposten_balance_and_move_as_the_tables_say(jaren: list[Budgetjaar], begin: Beginstand) -> None:
    for rekening in close_years(jaren, begin):
        dag = date(rekening.jaar, 6, 1)
        kas = [
            Kasstroom(dag, "voorschot", rekening.voorlopig),
            Kasstroom(dag, "nabetaling", rekening.nabetaling),
            Kasstroom(dag, "terugbetaling voorschot", -rekening.schuld.af),
        ]
        posten = book_year(rekening, kas, "SPUK")
        assert all(p.debet == p.credit for p in posten)
        saldi = balance_changes(posten)
        assert -saldi["passief"] == rekening.passief.eind - rekening.passief.begin
        assert saldi["vordering"] == rekening.vordering.eind - rekening.vordering.begin
        assert -saldi["schuld"] == rekening.schuld.eind - rekening.schuld.begin
        assert -saldi["baten"] == rekening.baten


@given(BEDRAG, BEDRAG)
def test_an_unbalanced_entry_cannot_be_made(debet: int, credit: int) -> None:
    regels = (Journaalregel("bank", debet=debet), Journaalregel("baten", credit=credit))
    if debet == credit:
        assert Journaalpost(date(2025, 1, 1), "x", "x", regels).debet == debet
    else:
        with pytest.raises(ValueError, match="niet gelijk"):
            Journaalpost(date(2025, 1, 1), "x", "x", regels)


@given(st.integers(-(10**12), 10**12), BEDRAG, st.integers(-(10**11), 10**11))
def test_position_is_kept(begin: int, ontvangen: int, besteed: int) -> None:
    passief, vordering = split_position(begin, ontvangen, besteed)
    assert passief.eind - vordering.eind == begin + ontvangen - besteed
    assert min(passief.eind, vordering.eind) == 0
    assert min(passief.bij, passief.af, vordering.bij, vordering.af) >= 0


@given(besluiten(2025))
def test_advances_add_up_to_the_last_decision(rijen: list[Besluit]) -> None:
    laatste = max((b for b in rijen if b.soort in ("voorlopig", "nader")), key=lambda b: (b.datum, b.soort == "nader"))
    assert sum(s.bedrag for s in advance_calendar(2025, rijen)) == laatste.bedrag


@given(
    st.dictionaries(st.sampled_from(["leerroute_b1", "pvt", "map"]), st.integers(-(10**11), 10**11), min_size=1),
    st.dictionaries(st.sampled_from(["GM1", "GM2", "GM3", "GM4"]), st.integers(0, 1000), min_size=1).filter(
        lambda s: sum(s.values()) > 0
    ),
)
def test_allocated_parts_equal_the_regional_total(totalen: dict[str, int], sleutel: dict[str, int]) -> None:
    delen = allocate_costs(totalen, sleutel)
    for naam, totaal in totalen.items():
        assert sum(d[naam] for d in delen.values()) == totaal


RIJ = st.tuples(
    st.sampled_from(["2023-01-05", "15-06-2023", "31-12-2022", "01-01-2024"]),
    st.sampled_from(["Hoorn", "GM0420", "Elders", "WerkSaam"]),
    st.sampled_from(["Taallessen", "Salarissen", "BUIG"]),
    st.sampled_from(["leerroute_b1", "pvt", "pip", "onzin", ""]),
    st.sampled_from(["asielstatushouder", "gezinsmigrant", "", "vreemd"]),
    st.integers(-(10**9), 10**9),
    st.sampled_from(["A1", "A2", "A3", ""]),
)


def classify(rijen: list[tuple[str, str, str, str, str, int, str]]) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """Totals per reason and pot, and the reconciliation."""
    with TemporaryDirectory() as map_:
        regels = [
            f"{d};{g};{k};{v};{p};;{'-' if c < 0 else ''}{abs(c) // 100},{abs(c) % 100:02d};;tekst;{s}"
            for d, g, k, v, p, c, s in rijen
        ]
        (Path(map_) / "b.csv").write_text("\n".join([KOP, *regels, ""]), encoding="utf-8")
        boekingen = read_bookings(
            Path(map_),
            [Boekingbestand(bestand="b.csv", jaar=2023, credit=True)],
            make_rules(shipped(), {"GM0405": "Hoorn", "GM0420": "Medemblik"}, ["WerkSaam"], load_rules(Path(map_), [])),
        )
    tabel = boekingen.tabel
    sleutel = tabel["reden"].astype(str) + "|" + tabel["pot"].astype(str) + "|" + tabel["gemeente"].astype(str)
    sommen = tabel["bedrag"].groupby(sleutel).sum()
    return {str(k): int(v) for k, v in sommen.items()}, [
        (n, t) for _, n, t, g, a in boekingen.reconcile() if g + a == t
    ]


def reads_as_pivot(rijen: list) -> bool:
    """Every voorziening once, above rows without one: such a file says by its order what belongs to what."""
    gevuld = [r[3] for r in rijen if r[3]]
    return rijen[0][3] != "" and len(gevuld) < len(rijen) and len(set(gevuld)) == len(gevuld)


@settings(max_examples=40)
@given(st.lists(RIJ, min_size=1, max_size=30), st.randoms())
@example([("2023-01-05", "Hoorn", "Taallessen", v, "", 100, "") for v in ("leerroute_b1", "")], Random(1))
def test_every_booking_is_kept_and_order_does_not_matter(rijen: list, beurt) -> None:
    sommen, aansluiting = classify(rijen)
    assert aansluiting == [(len(rijen), sum(r[5] for r in rijen))]
    assert sum(sommen.values()) == sum(r[5] for r in rijen)
    geschud = list(rijen)
    beurt.shuffle(geschud)
    if not (reads_as_pivot(rijen) or reads_as_pivot(geschud)):
        assert classify(geschud)[0] == sommen


def test_cents_never_drift_over_a_million_bookings() -> None:
    centen = (np.arange(1_000_000, dtype=np.int64) * 2_654_435_761) % 99_999_999
    teksten = [f"{c // 100},{c % 100:02d}" for c in centen.tolist()]
    gelezen = read_amounts(Bronkolom(teksten, np.arange(len(teksten), dtype=np.int32))).centen
    assert np.array_equal(gelezen, centen)
    assert int(gelezen.sum()) == sum(centen.tolist())


@given(st.integers(-(10**13), 10**13))
def test_amounts_are_shown_in_dutch_and_read_back_to_the_cent(centen: int) -> None:
    assert parse_cents(format_euros(centen)) == centen


def test_amounts_in_messages_are_dutch() -> None:
    assert [format_euros(c) for c in (123456789, -100000, 5, -5)] == ["1.234.567,89", "-1.000,00", "0,05", "-0,05"]
