"""The gemeente's own books line by line: entries, Iv3, receipts, wijziging and the size of a sample, in cents."""

from __future__ import annotations

from datetime import date

import pytest

from finance.administratie.boekstukken import (
    Boekstuk,
    Grootboekregel,
    Kostendeel,
    book_correction,
    book_receipt,
    book_share,
    side,
    take_over,
    through_transit,
    totals,
)
from finance.administratie.iv3 import Iv3regel, follow_costs, join, quarters_of
from finance.administratie.ontvangsten import Ontvangst, match_receipts
from finance.administratie.rechtmatigheid import Lastenpost, split_overspending
from finance.administratie.steekproef import choose_lines, interval_for
from finance.administratie.wijziging import Wijzigingspost, Wijzigingsvoorstel, book_change, propose
from finance.jaarrekening import Taakveldregel
from finance.journaal import Journaalpost, Journaalregel, Kasstroom

ULTIMO = date(2025, 12, 31)


def lines(stuk: Boekstuk | None) -> list[tuple[str, int, int, str, str]]:
    assert stuk is not None
    return [(r.rol, r.debet, r.credit, r.uitkering, r.taakveld) for r in stuk.regels]


# --- entries ---


@pytest.mark.parametrize(
    ("regels", "reden"),
    [
        # One line of three is below nil, and debit is credit; one cent is missing.
        ([("bank", 100, 0), ("baten", 0, 150), ("baten", 0, -50)], "negatief bedrag in x"),
        ([("bank", -1, 0), ("baten", 0, -1)], "negatief bedrag in x"),
        ([("bank", 100, 0), ("baten", 0, 99)], "debet is niet gelijk aan credit in x"),
        ([("bank", 100, 0), ("baten", 0, 101)], "debet is niet gelijk aan credit in x"),
    ],
)
def test_an_entry_that_is_wrong_cannot_be_made(regels, reden):
    with pytest.raises(ValueError, match=reden):
        Boekstuk(ULTIMO, "x", "x", tuple(Grootboekregel(*r) for r in regels))


def test_what_is_nothing_is_no_line_and_no_entry():
    """Of a journaalpost with a line of nil only the other two come over; one of nil alone does not."""
    maart = date(2025, 3, 15)
    post = Journaalpost(
        maart, "voorschot", "maart", tuple(Journaalregel(*r) for r in (("bank", 7), ("schuld",), ("passief", 0, 7)))
    )
    leeg = Journaalpost(maart, "voorschot", "niets", (Journaalregel("bank"), Journaalregel("passief")))
    uit = take_over([leeg, post], "spuk", [], ULTIMO)
    assert [(s.datum, s.soort, s.omschrijving, lines(s)) for s in uit] == [
        (maart, "voorschot", "maart", [("bank", 7, 0, "spuk", ""), ("passief", 0, 7, "spuk", "")])
    ]


def test_a_bate_is_split_over_the_taakvelden_once():
    """70 on 6.1, 30 on 4.3 and nothing on 6.3, in the entry that has the bate; no second one is made for them."""
    post = Journaalpost(ULTIMO, "jaareinde", "baten", (Journaalregel("passief", 100), Journaalregel("baten", 0, 100)))
    velden = [Taakveldregel("6.1", 70, 70), Taakveldregel("4.3", 30, 30), Taakveldregel("6.3", 5, 0)]
    (stuk,) = take_over([post], "spuk", velden, ULTIMO)
    assert lines(stuk) == [
        ("passief", 100, 0, "spuk", ""), ("baten", 0, 70, "spuk", "6.1"), ("baten", 0, 30, "spuk", "4.3"),
    ]  # fmt: skip


def test_money_of_the_rijk_goes_through_transit_and_comes_in_by_the_bank():
    besloten = Boekstuk(ULTIMO, "x", "x", (side("bank", 40, "spuk"), side("passief", -40, "spuk")))
    (onderweg,) = through_transit([besloten])
    assert lines(onderweg) == [("onderweg", 40, 0, "spuk", ""), ("passief", 0, 40, "spuk", "")]
    ontvangen, terug = (book_receipt(ULTIMO, "x", "spuk", bedrag) for bedrag in (30, -5))
    assert lines(ontvangen) == [("bank", 30, 0, "spuk", ""), ("onderweg", 0, 30, "spuk", "")]
    assert lines(terug) == [("bank", 0, 5, "spuk", ""), ("onderweg", 5, 0, "spuk", "")]
    # Decided 40, received 30, paid 5 back: 15 is still on its way.
    assert totals([onderweg, ontvangen, terug]) == {
        ("spuk", "onderweg"): 15, ("spuk", "passief"): -40, ("spuk", "bank"): 25,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("voorschot", "tegen"),
    [
        (0, [("gr_schuld", 0, 100)]),
        (60, [("gr_voorschot", 0, 60), ("gr_schuld", 0, 40)]),
        (100, [("gr_voorschot", 0, 100)]),
        (130, [("gr_voorschot", 0, 130), ("gr_vordering", 30, 0)]),
    ],
)
def test_a_share_in_the_costs_of_a_body_against_what_it_got(voorschot, tegen):
    """75 on one SPUK, 25 on the other and nothing on a third taakveld: 100."""
    delen = [Kostendeel("spuk", "6.1", 75), Kostendeel("spuk", "4.3", 0), Kostendeel("spuk_onderwijsroute", "6.1", 25)]
    stuk = book_share(ULTIMO, "WerkSaam", delen, voorschot)
    assert lines(stuk) == [
        ("bijdrage_gr", 75, 0, "spuk", "6.1"),
        ("bijdrage_gr", 25, 0, "spuk_onderwijsroute", "6.1"),
        *((*r, "", "") for r in tegen),
    ]
    assert stuk is not None
    assert (stuk.datum, stuk.soort, stuk.omschrijving) == (ULTIMO, "jaareinde", "WerkSaam: aandeel in de kosten")


def test_a_body_without_costs_and_advance_is_no_entry():
    assert book_share(ULTIMO, "WerkSaam", [Kostendeel("spuk", "6.1", 0)], 0) is None


def test_a_correction_stands_against_its_own_account():
    stuk = book_correction(ULTIMO, "nagekomen", "spuk", "6.1", 12)
    assert lines(stuk) == [("correctie", 12, 0, "spuk", "6.1"), ("correctie_tegen", 0, 12, "", "")]
    assert (stuk.datum, stuk.soort, stuk.omschrijving) == (ULTIMO, "jaareinde", "nagekomen")


# --- Iv3 ---


def test_quarters_apart_and_together():
    """The year so far: 10, 15, 15, 40 is 10, 5, 0 and 25; a post that appears in the third quarter was nil before."""
    uit = quarters_of([{"a": 10}, {"a": 15}, {"a": 15, "b": 7}, {"a": 40, "b": 3}])
    assert uit == {"a": (10, 5, 0, 25), "b": (0, 0, 7, -4)}
    regel = Iv3regel("lasten", "6.1", "3.8", (10, 5, 0, 25))
    assert (regel.totaal, regel.cumulatief) == (40, (10, 15, 15, 40))


def test_baten_follow_the_lasten_and_the_last_quarter_has_the_rest():
    """6.1 costs 10, 20, 30 and 40 with a bate of 90; 4.3 has lasten only, 0.7 a bate only."""
    uit = follow_costs({"6.1": (10, 20, 30, 40), "4.3": (1, 2, 3, 4)}, {"6.1": 90, "0.7": 8})
    assert uit == {"6.1": (10, 20, 30, 30), "4.3": (1, 2, 3, -6), "0.7": (0, 0, 0, 8)}


def test_the_matrix_is_in_the_order_of_the_lists_without_empty_cells():
    """Lasten before baten, 0.7 before 0.11, 6.6 before 6.71a before 6.71b; 5 and -5 in one cell are nothing."""

    def rule(zijde, veld, categorie, *kwartalen) -> Iv3regel:
        return Iv3regel(zijde, veld, categorie, kwartalen)

    cellen = ("0.7", "3.4.1"), ("0.11", "3.4.1"), ("6.1", "3.8"), ("6.1", "3.11"), ("6.6", "1.1"), ("6.71a", "1.1")
    op_volgorde = [rule("lasten", *cel, 0, 0, 0, 1) for cel in (*cellen, ("6.71b", "1.1"), ("10.1", "1.1"))]
    op_volgorde.append(rule("baten", "0.7", "4.3.1", 1, 0, 0, 0))
    weg = [rule("lasten", "6.2", "3.8", 0, 5, 0, 0), rule("lasten", "6.2", "3.8", 0, -5, 0, 0)]
    assert list(join([*reversed(op_volgorde), *weg])) == op_volgorde
    # A cell of which the quarters cancel is shown: each is delivered by itself.
    heen_en_terug = rule("lasten", "6.1", "3.8", 5, -5, 0, 0)
    assert join([heen_en_terug]) == (heen_en_terug,)
    twee = [rule("lasten", "6.1", "3.8", 1, 2, 3, 4), rule("lasten", "6.1", "3.8", 10, 20, 30, 40)]
    assert join(twee) == (rule("lasten", "6.1", "3.8", 11, 22, 33, 44),)


# --- receipts ---


def test_a_payment_may_be_a_month_late_or_early_and_the_nearest_is_meant():
    """31 days is near enough, 32 is not."""

    def received(*dagen: date) -> tuple[int, int]:
        uit = match_receipts(
            {"spuk": [Kasstroom(date(2025, 3, 15), "voorschot", 100)]}, [Ontvangst(d, 100, "", "x") for d in dagen]
        )
        return len(uit.ontvangen["spuk"]), len(uit.los)

    assert [received(date(2025, 4, d)) for d in (15, 16)] == [(1, 0), (0, 1)]
    assert [received(date(2025, 2, d)) for d in (12, 11)] == [(1, 0), (0, 1)]
    # A second one has no payment left to be recognised by.
    assert received(date(2025, 3, 15), date(2025, 3, 16)) == (1, 1)
    # 20 March takes the payment of 15 March, though that of 15 April is near enough too: 10 May has only that one.
    stromen = [Kasstroom(date(2025, maand, 15), "voorschot", 100) for maand in (4, 3)]
    bank = [Ontvangst(date(2025, *dag), 100, "", "x") for dag in ((3, 20), (5, 10))]
    uit = match_receipts({"spuk": stromen}, bank)
    assert (uit.ontvangen["spuk"], uit.los) == (tuple(bank), ())


def test_every_month_beside_its_decision_and_what_is_open_after_it():
    """Decided 100 in January and 100 in March; received 60 in January, 90 in April, and 5 of a SPUK it has not."""
    stromen = [Kasstroom(date(2025, maand, 15), "voorschot", 100) for maand in (1, 3)]
    bank = [Ontvangst(date(2025, *dag), bedrag, pot, "x") for dag, bedrag, pot in (
        ((4, 1), 90, "spuk"), ((1, 16), 60, "spuk"), ((2, 2), 5, "spuk_onderwijsroute"),
    )]  # fmt: skip
    uit = match_receipts({"spuk": stromen}, bank)
    assert [(m.uitkering, m.maand, m.besloten, m.ontvangen, m.verschil) for m in uit.maanden] == [
        ("spuk", 1, 100, 60, -40), ("spuk", 3, 100, 0, -100), ("spuk", 4, 0, 90, 90),
    ]  # fmt: skip
    assert [uit.open_after("spuk", maand) for maand in (1, 2, 3, 4)] == [40, 40, 140, 50]
    assert (uit.open_after("spuk"), uit.open_after("spuk_onderwijsroute")) == (50, 0)
    assert uit.los == (bank[2],)
    assert uit.ontvangen == {"spuk": (bank[1], bank[0])}


# --- begrotingsrechtmatigheid ---


def test_what_covers_an_overspending_counts_to_the_cent():
    """B1 is 10 cents over, Z left nothing. A bate of 1 cent more covers one, of 0 or less none; the council has the
    rest."""
    posten = {"b1": Lastenpost(100, 110, "spuk"), "z": Lastenpost(50, 50, "spuk")}
    kinds = [split_overspending(posten, {"spuk": meer}) for meer in (1, 0, -5, 10, 11)]
    assert [(k["b1"]["baten"], k["b1"]["raad"]) for k in kinds] == [(1, 9), (0, 10), (0, 10), (10, 0), (10, 0)]
    assert all(k.keys() == {"b1"} for k in kinds)


def test_a_bate_covers_its_own_posts_and_more_persons_come_before_the_rest():
    """B1 is 10 over, of which the SPUK pays 3 and more persons cause 4; the SPUK pays nothing of the PIP."""
    posten = {"b1": Lastenpost(100, 110, "spuk", 4), "pip": Lastenpost(50, 60, "", 0, "beleid")}
    uit = split_overspending(posten, {"spuk": 3})
    assert {n: [d[s] for s in ("baten", "open_einde", "beleid", "raad")] for n, d in uit.items()} == {
        "b1": [3, 4, 0, 3], "pip": [0, 0, 10, 0],
    }  # fmt: skip


# --- the sample of an accountant ---


def test_a_sample_needs_amounts_above_nil_a_start_within_the_interval_and_a_number():
    for bedragen in ([5, 0], [5, -1]):
        with pytest.raises(ValueError, match="alleen bedragen boven nul"):
            choose_lines(bedragen, 10, 1)
    for start in (0, 11):
        with pytest.raises(ValueError, match="van 1 tot en met het interval"):
            choose_lines([5], 10, start)
    for aantal in (0, -1):
        with pytest.raises(ValueError, match="ten minste één post"):
            interval_for(100, aantal)
    # One hit, and more hits than there are cents.
    assert [interval_for(*x) for x in ((100, 1), (100, 3), (2, 3))] == [100, 33, 1]


def test_nothing_is_a_sample_of_nothing():
    leeg = choose_lines([], 10, 1)
    assert (leeg.totaal, leeg.aantal_treffers, leeg.gekozen.tolist()) == (0, 0, [])
    # The tens fall on the cents 3, 13 and 23 of 4, 12 and 9.
    drie = choose_lines([4, 12, 9], 10, 3)
    assert (drie.interval, drie.start, drie.totaal, drie.treffers.tolist()) == (10, 3, 25, [1, 1, 1])
    # Every cent is a hit when the interval is one.
    alles = choose_lines([3, 1], 1, 1)
    assert (alles.treffers.tolist(), alles.aantal_treffers) == ([3, 1], 4)
    assert (choose_lines([3, 1], 4, 4).treffers.tolist(), choose_lines([3, 1], 5, 5).aantal_treffers) == ([0, 1], 0)


# --- a wijziging ---

SOORT = {"b1": ("lasten", True), "uitvoering": ("lasten", False), "spuk": ("baten", True), "gf": ("baten", False)}


def change(**euros: int) -> Wijzigingsvoorstel:
    """A change in whole euros from a begroting of nil."""
    return propose({}, {p: 100 * e for p, e in euros.items()}, SOORT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lasten", "baten", "neutraal"),
    [
        (30, 20, 20), (20, 30, 20), (-30, -20, -20), (-20, -30, -20),
        # One of both does not move, or they move against each other: nothing pays for itself.
        (30, 0, 0), (0, 30, 0), (0, -30, 0), (30, -20, 0), (-30, 20, 0), (0, 0, 0),
    ],
)  # fmt: skip
def test_what_pays_for_itself_is_the_smallest_of_two_that_move_alike(lasten, baten, neutraal):
    w = change(b1=lasten, spuk=baten, uitvoering=7, gf=4)
    assert w.neutraal == 100 * neutraal
    # The saldo is baten less lasten, whoever pays: 4 - 7 beside those of the SPUK.
    assert w.saldo == 100 * (baten - lasten - 3)
    assert [w.total("lasten"), w.total("lasten", spuk=False), w.total("baten", spuk=True)] == [
        100 * (lasten + 7), 700, 100 * baten,
    ]  # fmt: skip


def test_half_a_euro_goes_away_from_nil_and_a_post_that_does_not_change_is_left_out():
    begroot = {"b1": 1_000, "uitvoering": 2_000, "spuk": 900, "gf": 5_000}
    erbij = {"b1": 50, "uitvoering": -50, "spuk": 49, "gf": -149}
    w = propose(begroot, {p: begroot[p] + erbij[p] for p in begroot}, SOORT)  # type: ignore[arg-type]
    assert [(p.post, p.begroot, p.bedrag, p.wordt) for p in w.posten] == [
        ("b1", 1_000, 100, 1_100), ("uitvoering", 2_000, -100, 1_900), ("gf", 5_000, -100, 4_900),
    ]  # fmt: skip


def test_a_post_that_one_side_does_not_have_is_nil_there():
    """50 cents more or less than nothing is a euro; without the bate of 50 cents the gap is a euro."""
    nieuw, weg = propose({}, {"b1": 50}, SOORT), propose({"b1": 50}, {}, SOORT)  # type: ignore[arg-type]
    assert [(p.begroot, p.bedrag) for p in nieuw.posten] == [(0, 100)]
    assert [(p.begroot, p.bedrag) for p in weg.posten] == [(50, -100)]
    assert (nieuw.begroot_tekort, weg.begroot_tekort, propose({"spuk": 50}, {}, SOORT).begroot_tekort) == (  # type: ignore[arg-type]
        0, 100, -100,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("b1", "spuk", "gat"),
    [(1_000_00, 900_00, 100_00), (900_00, 1_000_00, -100_00), (1_50, 1_00, 1_00), (1_49, 1_00, 0)],
)
def test_the_gap_of_the_begroting_is_lasten_less_bate_of_the_spuks_alone(b1, spuk, gat):
    """Uitvoering and the Gemeentefonds are no part of it, whatever they were budgeted on."""
    begroot = {"b1": b1, "spuk": spuk, "uitvoering": 77_00, "gf": 33_00}
    assert propose(begroot, begroot, SOORT) == Wijzigingsvoorstel((), gat)  # type: ignore[arg-type]


def test_a_change_as_an_entry():
    """Lasten 30 up and 5 down, bate 20 up: 5 worse, credited on the account of the saldo."""
    rollen = {"b1": ("leerroute_b1", "spuk"), "uitvoering": ("uitvoering", ""), "spuk": ("baten", "spuk")}
    stuk = book_change(ULTIMO, "najaar", change(b1=30, uitvoering=-5, spuk=20), rollen)
    assert lines(stuk) == [
        ("leerroute_b1", 3_000, 0, "spuk", ""), ("uitvoering", 0, 500, "", ""), ("baten", 0, 2_000, "spuk", ""),
        ("begrotingssaldo", 0, 500, "", ""),
    ]  # fmt: skip
    assert stuk is not None
    assert (stuk.datum, stuk.soort, stuk.omschrijving) == (ULTIMO, "begrotingswijziging", "najaar")
    # An advantage is debited; what pays for itself leaves the saldo out.
    beter = lines(book_change(ULTIMO, "x", change(b1=-30), rollen))
    assert beter == [("leerroute_b1", 0, 3_000, "spuk", ""), ("begrotingssaldo", 3_000, 0, "", "")]
    assert [r[0] for r in lines(book_change(ULTIMO, "x", change(b1=20, spuk=20), rollen))] == ["leerroute_b1", "baten"]
    assert book_change(ULTIMO, "x", change(), rollen) is None


def test_a_post_after_the_decision():
    assert Wijzigingspost("b1", "lasten", 1_000, -300, True).wordt == 700
