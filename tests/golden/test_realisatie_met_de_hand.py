"""What the books say of a closed year and of the last full one: two gemeenten, all bookings given here. Cents."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from finance.fouten import Invoerfout
from scenarios.boeken.begroting import Begroting, Begrotingrij
from scenarios.boeken.geboekt import Boekingen
from scenarios.boeken.jaar_sluiten import build_accounts
from scenarios.boeken.map import Instellingen, Verantwoordingsmap
from scenarios.boeken.realisatie import (
    Boeken,
    booked_years,
    close_year,
    find_books,
    last_booking,
    last_full_year,
    realised,
    realised_until,
)
from scenarios.boeken.slot import Last, Sluiting
from scenarios.boeken.toerekening import collect_costs
from scenarios.regiomap.besluiten import Besluitrij, Telrij
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import Gemeente, Regiobestand
from tests.properties.test_orakel_boeken import PARAMETERS, Boeking, table
from tests.regiomap import make_region

HOORN, MEDEMBLIK = "GM0405", "GM0420"


def booking(jaar, maand, bedrag, wie=HOORN, voorziening="pvt", pot="spuk", **rest) -> Boeking:
    return Boeking(jaar, wie, pot, voorziening, "", bedrag, rest.get("correctie", False), date(jaar, maand, 15))


def books(*geboekt: Boeking, jaren=(2022, 2023), regeling=(), tellingen=True) -> Verantwoordingsmap:
    """Every year and gemeente: one person of cohort t, 8.000 euro."""
    telling = {
        (j, c): Telrij.model_construct(
            bestand="t", regel=1, jaar=j, cbs_code=c, gemeente="", soort="definitief", cohort_t=1, cohort_t1=0,
            cohort_t2=0, gezin=0, aia=0, onderwijsroute=0, bron="",
        )
        for j in jaren
        for c in (HOORN, MEDEMBLIK)
    }  # fmt: skip
    return Verantwoordingsmap(
        Path(),
        Regiobestand(
            naam="Proef", peildatum=date(2024, 1, 1), eindjaar=2026,
            gemeente=(Gemeente(code=HOORN, naam="Hoorn"), Gemeente(code=MEDEMBLIK, naam="Medemblik")),
        ),
        shipped(),
        PARAMETERS,
        Instellingen.model_validate(
            {"toelichting": "FICTIEF", "boekingen": [{"bestand": f"{j}.csv", "jaar": j} for j in jaren],
             "gemeenschappelijke_regeling": list(regeling)}
        ),
        (), telling if tellingen else {}, {}, {}, Boekingen(table(list(geboekt)), (), {}), {}, {},
    )  # fmt: skip


GEWOON = (
    booking(2022, 6, 100_000), booking(2022, 12, 50_000), booking(2022, 12, 900_000, MEDEMBLIK),
    booking(2023, 3, 40_000), booking(2023, 11, 20_000, voorziening="pip"), booking(2023, 2, 5_000, MEDEMBLIK),
)  # fmt: skip


def test_years_with_bookings_or_stated_costs():
    kosten = {"naam": "W", "jaar": 2021 + 3, "sleutel": "personen", "kosten": {"pvt": "10.00"}}
    assert booked_years(books(jaren=(2023, 2022))) == [2022, 2023]
    assert booked_years(books(jaren=(2022,), regeling=[kosten, kosten | {"jaar": 2025, "kosten": {}}])) == [2022, 2024]


def test_a_year_is_full_when_its_bookings_run_into_december():
    b = books(*GEWOON)
    assert [last_booking(b, j) for j in (2022, 2023, 2024)] == [date(2022, 12, 15), date(2023, 11, 15), None]
    assert [last_full_year(b), last_full_year(b, 2022), last_full_year(b, 2021)] == [2022, 2022, None]
    assert last_full_year(books(*GEWOON, booking(2023, 12, 1))) == 2023
    # A year that is stated as a whole, without a booking, is full.
    kosten = {"naam": "W", "jaar": 2023, "sleutel": "personen", "kosten": {"pvt": "10.00"}}
    assert last_full_year(books(*GEWOON[:3], jaren=(2022,), regeling=[kosten])) == 2023


def test_a_closed_year_per_post():
    b = books(*GEWOON)
    rekening = close_year(b, 2022)
    assert rekening is not None
    assert (close_year(b, 2024), close_year(None, 2022)) == (None, None)
    assert [rekening.post(c, "pvt") for c in ((HOORN,), (MEDEMBLIK,))] == [150_000, 900_000]
    assert [rekening.post((c,), "spuk") for c in (HOORN, MEDEMBLIK)] == [150_000, 900_000]
    assert rekening.post((HOORN,), "spuk_onderwijsroute") == 0
    assert rekening.post((HOORN,), "gemeentefonds") is None
    route = close_year(books(*GEWOON, booking(2022, 5, 700, pot="spuk_onderwijsroute")), 2022)
    assert route is not None
    assert (route.post((HOORN,), "spuk_onderwijsroute"), route.post((HOORN,), "spuk")) == (700, 150_000)
    assert route.toelichting == "FICTIEF"


def test_the_rekening_is_what_the_books_say_or_what_was_entered():
    def entered(post: str, bedrag: int) -> Begrotingrij:
        return Begrotingrij.model_validate(
            {"bestand": "b", "regel": 1, "jaar": 2023, "cbs_code": HOORN, "soort": "rekening", "post": post,
             "bedrag": bedrag, "status": "aanname", "bron": "x"}
        )  # fmt: skip

    begroting = Begroting((entered("pvt", 1), entered("gemeentefonds", 9_000), entered("uitvoering", 300)))
    rekening = close_year(books(*GEWOON), 2023)

    def figure(post: str, boek=rekening, van=begroting):
        return realised(van, boek, 2023, (HOORN,), post)

    assert figure("pvt") == 40_000
    assert figure("pvt", None) == 100
    assert figure("gemeentefonds") == 900_000
    # Uitvoering is entered; what a SPUK paid of it comes on top.
    assert (figure("uitvoering"), figure("uitvoering", None)) == (30_000 + 20_000, 30_000)
    assert figure("uitvoering", van=Begroting(())) is None


def test_a_day_itself_counts_and_yearly_costs_of_a_body_have_no_day():
    b = books(*GEWOON)
    assert [realised_until(b, 2022, date(2022, 6, d)).post((HOORN,), "pvt") for d in (14, 15)] == [0, 100_000]
    kosten = {"naam": "W", "jaar": 2023, "sleutel": "personen", "kosten": {"pvt": "10.00"}}
    ander = {"naam": "W", "jaar": 2022, "sleutel": "personen"}
    heel = books(*GEWOON, regeling=[kosten, ander])
    assert realised_until(heel, 2023, date(2023, 12, 31)).post((HOORN, MEDEMBLIK), "pvt") == 45_000 + 1_000
    assert realised_until(heel, 2022, date(2022, 6, 30)).post((HOORN,), "pvt") == 100_000
    with pytest.raises(Invoerfout, match="kosten over een heel jaar"):
        realised_until(heel, 2023, date(2023, 12, 30))
    with pytest.raises(Invoerfout, match="kosten over een heel jaar"):
        realised_until(books(*GEWOON, regeling=[kosten, kosten | {"kosten": {}}]), 2023, date(2023, 6, 30))


def test_costs_that_a_body_states_for_another_year_are_not_of_this_one():
    kosten = {"naam": "W", "jaar": 2023, "sleutel": "personen", "kosten": {"pvt": "10.00"}}
    b = realised_until(books(*GEWOON, regeling=[kosten]), 2022, date(2022, 12, 31))
    assert sum(x.bedrag for x in b.lasten) == 100_000 + 50_000 + 900_000


def test_costs_that_cannot_be_shared_are_told():
    regeling = {"naam": "W", "jaar": 2023, "sleutel": "personen", "voorzieningen": ["map"]}
    with pytest.raises(Invoerfout, match="0 verdeelsleutels voor pvt"):
        realised_until(books(booking(2023, 1, 301, "W"), regeling=[regeling]), 2023, date(2023, 6, 30))


def test_a_closed_year_is_as_it_was_closed_and_what_came_later_is_of_the_first_open_year():
    """Hoorn closed 2022 on 1.200,00 and has 1.500,00 in its files now: 300,00 is a correction in 2023."""
    slot: Any = SimpleNamespace(
        rekening=SimpleNamespace(lasten=120_000), lasten=(Last(2022, HOORN, "spuk", "map", "6.1", 120_000, 1),),
        nageboekt={}, geboekt=120_000,
    )  # fmt: skip
    b = replace(books(*GEWOON), gesloten={2022: Sluiting(2022, "2023-05-01", "Ans", {}, {(HOORN, "spuk"): slot})})
    heel, half = (realised_until(b, 2022, date(2022, m, 30 + m // 12)) for m in (12, 6))
    assert (heel.jaar, heel.tot, half.tot) == (2022, date(2022, 12, 31), date(2022, 6, 30))
    assert [heel.post((HOORN,), p) for p in ("map", "pvt", "spuk")] == [120_000, 0, 120_000]
    # Medemblik did not close it; within the year only bookings know a day.
    assert heel.post((MEDEMBLIK,), "pvt") == 900_000
    assert [half.post((HOORN,), p) for p in ("map", "pvt", "spuk")] == [0, 100_000, 100_000]
    for dag, pvt in ((date(2023, 6, 30), 40_000), (date(2023, 12, 31), 40_000)):
        boeken = realised_until(b, 2023, dag)
        assert [boeken.post((HOORN,), p) for p in ("map", "pvt")] == [0, pvt]
        assert (boeken.correction((HOORN,)), boeken.correction((MEDEMBLIK,))) == (30_000, 0)
        assert (heel.correction((HOORN,)), half.correction((HOORN,))) == (0, 0)


def test_a_post_and_a_correction_are_of_the_gemeente_and_the_spuk_asked_for():
    """Hoorn: 7 booked and 3 booked as correction; stated corrections of 20 and 40, and 80 of Medemblik."""
    lasten: list[Any] = [
        SimpleNamespace(code=c, pot="spuk", voorziening="pvt", correctie=oud, bedrag=x)
        for c, oud, x in ((HOORN, False, 7), (HOORN, True, 3), (MEDEMBLIK, True, 100))
    ]
    correcties: list[Any] = [
        SimpleNamespace(cbs_code=c, regeling=r, bedrag=x)
        for c, r, x in ((HOORN, "spuk", 20), (HOORN, "spuk_onderwijsroute", 40), (MEDEMBLIK, "spuk", 80))
    ]
    boeken = Boeken(2023, date(2023, 12, 31), tuple(lasten), tuple(correcties))
    assert boeken.post([HOORN], "spuk") == 7 + 3 + 20
    assert boeken.post([MEDEMBLIK], "spuk_onderwijsroute") == 0
    assert boeken.correction([HOORN]) == 3 + 20 + 40


def test_a_year_is_closed_on_its_own_bookings_or_costs():
    kosten = {"naam": "W", "jaar": 2023, "sleutel": "personen", "kosten": {"pvt": "10.00"}}
    andere = kosten | {"jaar": 2022}
    jaar = build_accounts(books(*GEWOON, regeling=[kosten, andere]), 2023)
    assert [(v.jaar, v.totaal) for v in jaar.verdelingen] == [(2023, 1_000)]
    assert close_year(books(*GEWOON[:3], jaren=(2022,), regeling=[kosten | {"jaar": 2022}]), 2022) is not None
    for regeling in ([], [andere], [kosten | {"jaar": 2024, "kosten": {}}]):
        with pytest.raises(Invoerfout, match="geen bestand voor 2024") as fout:
            build_accounts(books(*GEWOON, regeling=regeling), 2024)
        assert len(fout.value.meldingen) == 1


def test_what_stands_beside_a_closed_year():
    """The decision of Hoorn on 2022 says 8.100, of which 8.050 for cohort t: the count gives 8.000."""
    velden = dict.fromkeys(("bgo", "ba_b", "ba_c", "aia", "abo"))
    rij = Besluitrij.model_construct(
        bestand="b", regel=1, jaar=2022, cbs_code=HOORN, gemeente="", regeling="spuk", soort="definitief", bron="",
        datum=date(2023, 5, 1), bedrag=810_000, ba_a=805_000, **velden | {"bgo": 5_000},
    )  # fmt: skip
    b = replace(books(*GEWOON, booking(2022, 5, 700, pot="spuk_onderwijsroute")), besluiten=(rij,))
    spuk, route = build_accounts(b, 2022).gemeenten[0].regelingen
    assert [(c.naam, c.verschil) for c in spuk.vergelijking][:2] == [("bgo", 5_000), ("ba_a", 5_000)]
    assert spuk.berekening is not None
    assert (route.berekening, route.vergelijking) == (None, ())
    assert {p.omschrijving.split(":")[0] for p in spuk.posten} == {"SPUK inburgering"}
    assert {p.omschrijving.split(":")[0] for p in route.posten} == {"SPUK onderwijsroute"}
    # A decision on 2022 says nothing about the components of 2023.
    assert build_accounts(b, 2023).gemeenten[0].spuk.vergelijking == ()


def test_every_year_without_a_figure_is_named_once():
    with pytest.raises(Invoerfout) as fout:
        build_accounts(books(*GEWOON, tellingen=False), 2023)
    assert [str(m).split("gevonden ")[1].split(";")[0] for m in fout.value.meldingen] == [
        f"geen beschikking en geen telling {j} voor {n}" for n in ("Hoorn", "Medemblik") for j in (2022, 2023)
    ]


def test_a_folder_without_books_has_none(tmp_path):
    assert find_books(str(make_region(tmp_path))) is not None
    (tmp_path / "verantwoording" / "verantwoording.toml").unlink()
    assert find_books(str(tmp_path)) is None


def shared(*regeling: dict, tellingen: bool = True):
    meldingen: list = []
    lasten, verdelingen = collect_costs(
        books(booking(2023, 1, 301, "W"), regeling=regeling, tellingen=tellingen), meldingen
    )
    return lasten, verdelingen, [str(m) for m in meldingen]


def test_how_costs_of_a_body_were_shared_is_told():
    """301 cents by 2 to 1: 200,67 and 100,33; the odd cent goes to the largest rest."""
    blok = {"naam": "W", "jaar": 2023, "sleutel": "vast", "delen": {HOORN: 2, MEDEMBLIK: 1}}
    lasten, [regel], meldingen = shared(blok)
    assert [(x.code, x.bedrag, x.lichaam, x.aantal) for x in lasten] == [(HOORN, 201, "W", 0), (MEDEMBLIK, 100, "W", 0)]
    assert (regel.lichaam, regel.jaar, regel.pot, regel.voorziening, regel.sleutel, regel.totaal) == (
        "W", 2023, "spuk", "pvt", "vast", 301,
    )  # fmt: skip
    assert (dict(regel.delen), meldingen) == ({HOORN: 201, MEDEMBLIK: 100}, [])
    # Who has no part has no last.
    alleen, _, _ = shared(blok | {"delen": {HOORN: 1, MEDEMBLIK: 0}})
    assert [x.code for x in alleen] == [HOORN]


def counted(code: str, *aantallen: int) -> Telrij:
    t, t1, t2, gezin = aantallen
    return Telrij.model_construct(
        bestand="t", regel=1, jaar=2023, cbs_code=code, gemeente="", soort="definitief", aia=0, onderwijsroute=0,
        bron="", cohort_t=t, cohort_t1=t1, cohort_t2=t2, gezin=gezin,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hoorn", "medemblik", "delen"),
    [
        # 1.000 cents over 10 + 5 + 3 + 2 = 20 and 1 + 1 + 1 + 2 = 5 persons: 4 to 1.
        ((10, 5, 3, 2), (1, 1, 1, 2), [800, 200]),
        ((0, 0, 0, 4), (0, 0, 1, 0), [800, 200]),
        ((0, 0, 0, 0), (0, 0, 0, 0), []),
    ],
)
def test_persons_are_everybody_who_counts_in_the_year(hoorn, medemblik, delen):
    b = books(booking(2023, 1, 1_000, "W"), regeling=[{"naam": "W", "jaar": 2023, "sleutel": "personen"}])
    geteld = {(2023, c): counted(c, *n) for c, n in ((HOORN, hoorn), (MEDEMBLIK, medemblik))}
    meldingen: list = []
    lasten, _ = collect_costs(replace(b, tellingen=geteld), meldingen)
    assert [x.bedrag for x in lasten] == delen
    assert [m.gevonden for m in meldingen] == ([] if delen else ["nul personen in 2023"])


def test_lasten_are_of_the_taakveld_of_their_booking_or_of_the_main_one():
    geboekt = [replace(booking(2023, 1, bedrag), taakveld=veld) for bedrag, veld in ((100, ""), (7, "4.3"))]
    lasten, _ = collect_costs(books(*geboekt), [])
    assert {(x.taakveld, x.bedrag) for x in lasten} == {("6.1", 100), ("4.3", 7)}


@pytest.mark.parametrize(
    ("regeling", "tellingen", "deel"),
    [
        ([], True, None),
        ([{"sleutel": "personen"}], False, f"geen telling 2023 voor {HOORN}, {MEDEMBLIK}"),
        ([{"sleutel": "personen"}, {"sleutel": "personen"}], True, "2 verdeelsleutels voor pvt"),
        ([{"sleutel": "personen", "voorzieningen": ["map"]}], True, "0 verdeelsleutels voor pvt"),
        ([{"sleutel": "personen", "jaar": 2022}], True, "0 verdeelsleutels voor pvt"),
    ],
)
def test_costs_without_one_key_are_told_and_left_out(regeling, tellingen, deel):
    blokken = [{"naam": "W", "jaar": 2023} | r for r in regeling]
    lasten, verdelingen, meldingen = shared(*blokken, tellingen=tellingen)
    if deel is None:
        assert [x.code for x in lasten] == ["W"]  # No body of that name: whoever booked it bears it.
        return
    assert (lasten, verdelingen, len(meldingen)) == ([], [], 1)
    assert deel in meldingen[0]
