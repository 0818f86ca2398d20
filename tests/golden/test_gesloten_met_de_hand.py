"""Years that were closed on purpose, worked out on paper: what may still change, in which year, and what is said.

Whole euros in the words, cents in the code. Every gemeente counts one person of cohort t, so U = 8.000; of 2022 and
2023 all of U may be kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from finance.fouten import Invoerfout
from finance.jaarrekening import Budgetjaar, close_years
from finance.journaal import Journaalpost, Journaalregel
from scenarios.boeken.jaar_sluiten import STAND, booked_later, build_accounts, build_chain, first_open
from scenarios.boeken.map import Correctie, Verantwoordingsmap
from scenarios.boeken.slot import Last, Slot, Sluiting
from scenarios.regiomap.besluiten import Standrij
from scenarios.regiomap.feiten import GESLOTEN, HERREKEND
from tests.golden.test_realisatie_met_de_hand import HOORN, MEDEMBLIK, booking, books
from tests.properties.test_orakel_boeken import decision

ROUTE = "spuk_onderwijsroute"
JAREN = (2022, 2023, 2024)
POSTEN = (
    Journaalpost(date(2022, 12, 31), "jaareinde", "", (Journaalregel("bank", 1), Journaalregel("baten", credit=1))),
)
"""What a closed year has in its journal, whatever would be booked now"""


def closings(*ketens: tuple[str, str, Iterable[Budgetjaar]], **later: dict[int, int]) -> dict[int, Sluiting]:
    """What was closed per gemeente and SPUK, all lasten on PVT; `later`: what the last of those years bears."""
    uit: dict[int, Sluiting] = {}
    for code, pot, keten in ketens:
        feiten = list(keten)
        for feit, rekening in zip(feiten, close_years(feiten), strict=True):
            lasten = (Last(feit.jaar, code, pot, "pvt", "6.1", rekening.lasten, 1),) if rekening.lasten else ()
            eigen = later if feit is feiten[-1] else {}
            sluiting = uit.setdefault(feit.jaar, Sluiting(feit.jaar, f"{feit.jaar + 1}-06-01", "Ans", {}, {}))
            assert isinstance(sluiting.sloten, dict)
            sluiting.sloten[code, pot] = Slot(feit, rekening, HERREKEND, lasten, POSTEN, **eigen)
    return dict(sorted(uit.items()))


def closed_year(jaar: int, uitkering: int, voorlopig: int, besteding: int = 0, besluit: tuple = (None, None)):
    return Budgetjaar(jaar, uitkering, voorlopig, besteding, definitief=besluit[0], definitief_in=besluit[1])


def stated(jaar: int, code: str, besteding: int, begin: int, eind: int, terug: int | None = None) -> Standrij:
    return Standrij.model_construct(
        bestand="standen.csv", regel=jaar - 2020, jaar=jaar, cbs_code=code, gemeente="", regeling="spuk",
        uitkering=800_000, besteding=besteding, reservering_begin=begin, doorgeschoven_begin=0, reservering_eind=eind,
        doorgeschoven_eind=0, terug_te_betalen=terug, uitkering_vorig=0, bron="",
    )  # fmt: skip


def with_stated(invoer: Verantwoordingsmap, *rijen: Standrij) -> Verantwoordingsmap:
    return replace(invoer, standen={(r.jaar, r.cbs_code, r.regeling): r for r in rijen})


OP_TELLING, OP_BESLUIT = closed_year(2022, 800_000, 700_000), closed_year(2022, 800_000, 700_000, 0, (800_000, 2023))
VOLGEND = closed_year(2023, 800_000, 800_000)


@pytest.mark.parametrize(
    ("gesloten", "bedrag", "dag", "komt_in", "correctie", "nabetaling"),
    [
        # Advances of 7.000, closed on the count: all of the decision is settled in its own year.
        ([OP_TELLING], 810_000, date(2023, 5, 20), 2023, 10_000, 110_000),
        # The decision came to light after 2023 was closed as well: 2024 is the first year that can still take it.
        ([OP_TELLING, VOLGEND], 810_000, date(2023, 5, 20), 2024, 10_000, 110_000),
        # Closed on a decision of 8.000 that 2023 still has to settle; a second of 8.300 takes its place there.
        ([OP_BESLUIT], 830_000, date(2023, 8, 20), 2023, 30_000, 130_000),
        # That of 8.000 was paid in 2023, which is closed: what is left is 300.
        ([OP_BESLUIT, VOLGEND], 830_000, date(2024, 8, 20), 2024, 30_000, 30_000),
    ],
)  # fmt: skip
def test_a_decision_on_a_closed_year_counts_once_in_an_open_year(gesloten, bedrag, dag, komt_in, correctie, nabetaling):
    """It is compared with what the year was closed on, whatever the counts say now (two persons, 16.000)."""
    invoer = books(booking(2024, 2, 100), jaren=JAREN)
    telling = invoer.tellingen[2022, HOORN].model_copy(update={"cohort_t": 2})
    invoer = replace(
        invoer,
        gesloten=closings((HOORN, "spuk", gesloten)),
        tellingen={**invoer.tellingen, (2022, HOORN): telling},
        besluiten=(decision(2022, HOORN, "spuk", "definitief", dag, bedrag),),
    )
    spuk = build_accounts(invoer, 2024).gemeenten[0].spuk
    assert [r.uitkering for r in spuk.jaren] == [800_000] * 3
    assert {r.jaar: (r.correctie_uitkering, r.nabetaling) for r in spuk.jaren if r.correctie_uitkering} == {
        komt_in: (correctie, nabetaling)
    }
    assert {j for j, bron in spuk.herkomst.items() if bron == GESLOTEN} == {f.jaar for f in gesloten}


@pytest.mark.parametrize(
    ("besluit", "open_jaar"),
    [((date(2023, 5, 20), 810_000), {}), ((date(2024, 5, 20), 830_000), {2024: (20_000, 20_000)})],
)
def test_a_decision_that_a_closed_year_settled_counts_no_more(besluit, open_jaar):
    """2022 was closed on the count; 2023 is closed with the decision of 8.100 on it. Another of 8.300 brings 200."""
    keten = [replace(OP_TELLING, definitief=810_000, definitief_in=2023), VOLGEND]
    gesloten = closings((HOORN, "spuk", keten), besloten={2022: 810_000})
    slot = replace(gesloten[2022].sloten[HOORN, "spuk"], budget=OP_TELLING)
    gesloten[2022] = replace(gesloten[2022], sloten={(HOORN, "spuk"): slot})
    besluiten = (decision(2022, HOORN, "spuk", "definitief", *besluit),)
    spuk = build_accounts(replace(books(jaren=JAREN), gesloten=gesloten, besluiten=besluiten), 2024).gemeenten[0].spuk
    assert {r.jaar: (r.correctie_uitkering, r.nabetaling) for r in spuk.jaren if r.correctie_uitkering} == {
        2023: (10_000, 110_000), **open_jaar,
    }  # fmt: skip


def test_a_closed_year_rests_on_what_it_was_closed_on():
    invoer = replace(
        books(jaren=(2022,)),
        gesloten=closings((HOORN, "spuk", [OP_TELLING])),
        besluiten=(decision(2022, HOORN, "spuk", "definitief", date(2023, 5, 20), 810_000),),
    )
    spuk = build_accounts(invoer, 2022).gemeenten[0].spuk
    assert (spuk.herkomst, spuk.grondslag, spuk.jaar.uitkering) == ({2022: GESLOTEN}, HERREKEND, 800_000)
    assert spuk.posten == POSTEN
    medemblik = build_accounts(invoer, 2022).gemeenten[1].spuk
    assert (medemblik.herkomst, medemblik.grondslag) == ({2022: HERREKEND}, HERREKEND)


def test_a_chain_holds_its_closed_years_and_nobody_elses():
    """Hoorn got 5.000 for the onderwijsroute in 2022, spent nothing and closed; the decision left the files since.

    Its SPUK was closed for the first time in 2023. Medemblik closed both years of the SPUK and had no onderwijsroute.
    """
    route = replace(closed_year(2022, 500_000, 500_000), cumulatief=True)
    gesloten = closings(
        (HOORN, "spuk", [VOLGEND]),
        (HOORN, ROUTE, [route, replace(route, jaar=2023, uitkering=0, voorlopig=0)]),
        (MEDEMBLIK, "spuk", [OP_TELLING, VOLGEND]),
    )
    hoorn, medemblik = build_accounts(replace(books(jaren=JAREN), gesloten=gesloten), 2024).gemeenten
    ketens = {r.regeling: [j.jaar for j in r.jaren] for r in hoorn.regelingen}
    assert ketens == {"spuk": [2023, 2024], ROUTE: [2022, 2023, 2024]}
    assert hoorn.regelingen[1].jaar.reservering_begin == 500_000
    assert {r.regeling: [j.jaar for j in r.jaren] for r in medemblik.regelingen} == {"spuk": [2022, 2023, 2024]}


@pytest.mark.parametrize("spoor", ["besluit", "boeking"])
def test_who_neither_received_nor_spent_has_no_onderwijsroute(spoor):
    geboekt = [booking(2023, 3, 5_000, pot=ROUTE)] if spoor == "boeking" else []
    besluiten = [decision(2023, HOORN, ROUTE, "voorlopig", date(2022, 10, 1), 9_000)] if spoor == "besluit" else []
    invoer = replace(books(*geboekt, jaren=JAREN), besluiten=tuple(besluiten))
    hoorn, medemblik = build_accounts(invoer, 2024).gemeenten
    assert [[(r.regeling, len(r.jaren)) for r in g.regelingen] for g in (hoorn, medemblik)] == [
        [("spuk", 3), (ROUTE, 2)], [("spuk", 3)],
    ]  # fmt: skip


def test_a_year_of_the_spuk_without_any_figure_breaks_the_chain():
    """Nothing is booked or stated of 2022, where the SPUK begins. The onderwijsroute goes without."""
    route = decision(2022, HOORN, ROUTE, "voorlopig", date(2021, 10, 1), 9_000)
    invoer = replace(books(jaren=(2023,)), besluiten=(route,))
    with pytest.raises(Invoerfout) as fout:
        build_accounts(invoer, 2023)
    assert [(m.bestand, m.gevonden) for m in fout.value.meldingen] == [
        ("standen.csv", f"geen cijfers over 2022 voor {naam}") for naam in ("Hoorn", "Medemblik")
    ]
    gesteld = with_stated(invoer, *(stated(2022, code, 150_000, 0, 650_000) for code in (HOORN, MEDEMBLIK)))
    spuk, eigen = build_accounts(gesteld, 2023).gemeenten[0].regelingen
    assert (spuk.jaar.reservering_begin, eigen.jaar.reservering_begin) == (650_000, 9_000)


def test_a_chain_may_end_with_a_stated_year():
    """Nobody booked 2022: it cannot be closed, but the chain of Medemblik knows its end, 8.000 - 1.500."""
    invoer = with_stated(books(jaren=(2024,)), *(stated(2022, c, 150_000, 0, 650_000) for c in (HOORN, MEDEMBLIK)))
    [medemblik] = build_chain(invoer, 2022, [MEDEMBLIK], ())
    assert (medemblik.gemeente.code, medemblik.spuk.jaar.reservering_eind) == (MEDEMBLIK, 650_000)


def test_what_is_booked_later_is_a_correction_of_the_first_open_year_of_its_own_spuk():
    """Closed: Hoorn 1.000 and 400 + 70 of [[correctie]], its onderwijsroute 200 and 30, Medemblik 500 of 2022 alone.

    Of 2022 the files say 1.300, 150 and 520 now: 300 more, 50 less and 20 more. Of 2023 they say what they said.
    """

    def last(jaar: int, code: str, pot: str, euros: int) -> Last:
        return Last(jaar, code, pot, "pvt", "6.1", 100 * euros, 1)

    def correction(code: str, pot: str, euros: int) -> Correctie:
        velden = {"jaar": 2023, "over": 2022, "cbs_code": code, "regeling": pot, "bedrag": str(euros), "reden": "x"}
        return Correctie.model_validate(velden)

    gesloten = closings(
        (HOORN, "spuk", [closed_year(2022, 800_000, 800_000, 100_000), closed_year(2023, 800_000, 800_000, 47_000)]),
        (HOORN, ROUTE, [closed_year(2022, 90_000, 90_000, 20_000), closed_year(2023, 0, 0, 3_000)]),
        (MEDEMBLIK, "spuk", [closed_year(2022, 800_000, 800_000, 50_000)]),
    )
    invoer = replace(books(jaren=JAREN), gesloten=gesloten)
    correcties = (correction(HOORN, "spuk", 70), correction(HOORN, ROUTE, 30), correction(MEDEMBLIK, "spuk", 9))
    invoer = replace(invoer, instellingen=invoer.instellingen.model_copy(update={"correctie": correcties}))
    nu = [
        last(2022, HOORN, "spuk", 1_300), last(2022, HOORN, ROUTE, 150), last(2022, MEDEMBLIK, "spuk", 520),
        last(2023, HOORN, "spuk", 400), last(2023, MEDEMBLIK, "spuk", 77), last(2024, HOORN, "spuk", 5),
    ]  # fmt: skip
    assert [(c.cbs_code, c.regeling, c.over, c.jaar, c.bedrag) for c in booked_later(invoer, nu)] == [
        (HOORN, "spuk", 2022, 2024, 30_000),
        (HOORN, ROUTE, 2022, 2024, -5_000),
        (MEDEMBLIK, "spuk", 2022, 2023, 2_000),
    ]
    assert [first_open(invoer, c, "spuk") for c in (HOORN, MEDEMBLIK, "GM9999")] == [2024, 2023, 2022]


def test_what_a_closed_year_bore_already_is_borne_once():
    """2023 was closed on its own 400 and 300 more of 2022; of 2022 the files say 1.300, then 1.350: 50 is left."""
    keten = [closed_year(2022, 800_000, 800_000, 100_000), closed_year(2023, 800_000, 800_000, 70_000)]
    invoer = replace(books(jaren=JAREN), gesloten=closings((HOORN, "spuk", keten), nageboekt={2022: 30_000}))

    def later(invoer: Verantwoordingsmap, van_2022: int) -> list[tuple[int, int, int]]:
        nu = [Last(j, HOORN, "spuk", "pvt", "6.1", b, 1) for j, b in ((2022, van_2022), (2023, 40_000))]
        return [(c.jaar, c.over, c.bedrag) for c in booked_later(invoer, nu)]

    assert later(invoer, 130_000) == []
    assert later(invoer, 135_000) == [(2024, 2022, 5_000)]
    # Without the files of 2022 nothing is known of it now, and it stands.
    zonder = replace(invoer, instellingen=books(jaren=(2023, 2024)).instellingen)
    assert later(zonder, 0) == []


def test_a_stated_year_bears_later_ones_but_is_itself_closed_on_its_bookings():
    """Stated of 2023: 8.000 - 600 = 7.400 kept. The bookings say 700: closing 2023 itself gives 7.300."""
    invoer = with_stated(
        books(booking(2022, 2, 100), booking(2023, 2, 70_000), jaren=JAREN), stated(2023, HOORN, 60_000, 0, 740_000)
    )
    spuk = build_accounts(invoer, 2024).gemeenten[0].spuk
    assert (spuk.herkomst, spuk.jaar.reservering_begin) == ({2023: STAND, 2024: HERREKEND}, 740_000)
    with pytest.raises(Invoerfout) as fout:
        build_accounts(invoer, 2023)
    [melding] = fout.value.meldingen
    assert (melding.bestand, melding.plaats, melding.gevonden, melding.verwacht) == (
        "standen.csv", "regel 3, kolom reservering_eind", "€ 7.400,00 in 2023",
        "€ 7.300,00, zoals volgt uit uitkering, besteding en beginstand van Hoorn",
    )  # fmt: skip
    goed = with_stated(
        books(booking(2023, 2, 70_000), jaren=(2023,)),
        stated(2023, HOORN, 70_000, 0, 730_000), stated(2023, MEDEMBLIK, 0, 0, 800_000),
    )  # fmt: skip
    assert build_accounts(goed, 2023).gemeenten[0].spuk.herkomst == {2023: HERREKEND}


def test_an_opening_balance_is_that_of_the_year_before():
    """8.000 - 1.500 = 6.500 at the end of 2022, stated as 6.400 at the start of 2023; that of Medemblik is right.

    The year itself: 6.500 + 8.000 - 600 = 13.900, of which 8.000 may stay and 5.900 goes back.
    """
    invoer = with_stated(
        books(jaren=(2024,)),
        *(stated(2022, code, 150_000, 0, 650_000) for code in (HOORN, MEDEMBLIK)),
        stated(2023, HOORN, 60_000, 640_000, 800_000, 590_000),
        stated(2023, MEDEMBLIK, 60_000, 650_000, 800_000, 590_000),
    )  # fmt: skip
    with pytest.raises(Invoerfout) as fout:
        build_accounts(invoer, 2024)
    assert [(m.plaats, m.gevonden, m.verwacht) for m in fout.value.meldingen] == [
        ("regel 3, kolom reservering_begin", "€ 6.400,00 in 2023",
         "€ 6.500,00, zoals volgt uit de eindstand 2022 van Hoorn"),
    ]  # fmt: skip


def test_a_gemeente_carries_the_law_out_itself_unless_it_says_otherwise():
    invoer = books(jaren=(2022,))
    instellingen = invoer.instellingen.model_copy(update={"zelfstandige_uitvoering": {MEDEMBLIK: False}})
    boeken = build_accounts(replace(invoer, instellingen=instellingen), 2022)
    assert [g.spuk.jaar.zelfstandig for g in boeken.gemeenten] == [True, False]
