"""The end of a running year from bookings and two forecasts of which every figure is given here. Euros, then cents."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from finance.fouten import Invoerfout
from finance.jaarrekening import Budgetjaar
from scenarios.boeken.begroting import INBURGERAARS, Begroting, Begrotingrij
from scenarios.boeken.map import Correctie
from scenarios.boeken.prognose import Prognose, forecast_rest, split_difference
from scenarios.boeken.realisatie import Boeken
from scenarios.boeken.slot import Last
from scenarios.regiomap.feiten import Feiten
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

HOORN, MEDEMBLIK = "GM0405", "GM0420"
JAREN = (2024, 2025, 2026)
JUNI = date(2026, 6, 30)


@dataclass
class Deel:
    """One gemeente of a forecast: a figure per year, of which P10 is 10 less and P90 20 more."""

    code: str
    reeksen: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def value(self, naam: str, j: int, statistiek: str = "verwacht") -> float:
        rij = self.reeksen.get(naam, (0.0, 0.0, 0.0))
        return rij[j] + {"verwacht": 0, "p50": 1, "p10": -10, "p90": 20}[statistiek]


def forecast(
    jaar: int = 2026, heel: Any = (), rest: Any = (), lasten: Any = (), correcties: Any = (), vorig: Any = None,
    ruimte: tuple[Decimal, Decimal] = (Decimal(1), Decimal("0.5")),
) -> Prognose:  # fmt: skip
    """A running year from the figures of the whole year and of its rest, by gemeente."""
    delen = [[Deel(code, dict(d)) for code, d in (x or {HOORN: {}}).items()] for x in (heel, rest)]
    heel_, rest_ = (SimpleNamespace(jaren=JAREN, gemeenten=tuple(d), feiten=Feiten()) for d in delen)
    boeken = Boeken(jaar, JUNI, tuple(lasten), correcties)
    return Prognose(jaar, JUNI, boeken, heel_, rest_, vorig, ruimte)  # type: ignore[arg-type]


def booked(pot: str, bedrag: int, voorziening: str = "leerroute_b1") -> Last:
    return Last(2026, HOORN, pot, voorziening, "6.1", bedrag, 1)


def books(regeling: str, reservering: int, doorgeschoven: int, *feiten: Budgetjaar) -> Any:
    """The books of the year before, with one SPUK of Hoorn."""
    jaar = SimpleNamespace(reservering_eind=reservering, doorgeschoven_eind=doorgeschoven)
    regelingen = (SimpleNamespace(regeling=regeling, jaar=jaar, feiten=feiten),)
    gemeenten = (
        SimpleNamespace(gemeente=SimpleNamespace(code=MEDEMBLIK), regelingen=()),
        SimpleNamespace(gemeente=SimpleNamespace(code=HOORN), regelingen=regelingen),
    )
    return SimpleNamespace(verantwoording=SimpleNamespace(gemeenten=gemeenten))


U = {
    "spuk_definitief": (0.0, 80.0, 100.0),
    "reservering_begin": (0.0, 7.0, 30.0),
    "doorgeschoven_begin": (0.0, 0.0, 5.0),
}


def test_the_spuk_at_the_end_of_the_year_without_books():
    """100 + 30 - (40 booked + 20 to come) - 5 = 65, of which 100 + half of 80 may stay."""
    p = forecast(heel={HOORN: U}, rest={HOORN: {"besteding": (9.0, 9.0, 20.0)}}, lasten=[booked("spuk", 4_000)])
    uit = p.settle(HOORN)
    assert (uit.begin, uit.uitkering, uit.doorgeschoven_begin, uit.besteding) == (3_000, 10_000, 500, 6_000)
    assert (int(uit.stap.saldo), int(uit.stap.reservering), int(uit.stap.terugvordering)) == (6_500, 6_500, 0)
    krap = replace(p, ruimte=(Decimal("0.1"), Decimal("0.25"))).settle(HOORN).stap
    assert (int(krap.reservering), int(krap.terugvordering)) == (3_000, 3_500)  # 10 + a quarter of 80


def test_the_spuk_at_the_end_of_the_year_with_books():
    """The books of 2025 kept 12 and shift 3; U(2025) was closed on 60 and decided on 90 in 2026."""
    vorig = books("spuk", 1_200, 300, Budgetjaar(2025, 6_000, 6_000, 0, definitief=9_000, definitief_in=2026))
    p = forecast(heel={HOORN: U}, vorig=vorig, ruimte=(Decimal(0), Decimal("0.5")))
    uit = p.settle(HOORN)
    assert (uit.begin, uit.doorgeschoven_begin, uit.besteding) == (1_200, 300, 0)
    assert (int(uit.stap.reservering), int(uit.stap.terugvordering)) == (4_500, 6_400)
    later = Budgetjaar(2025, 6_000, 6_000, 0, definitief=9_000, definitief_in=2027)
    eerder = Budgetjaar(2024, 100, 100, 0)
    assert int(replace(p, vorig=books("spuk", 1_200, 300, eerder, later)).settle(HOORN).stap.reservering) == 3_000
    # Books of the other SPUK say nothing about this one.
    assert replace(p, vorig=books("spuk_onderwijsroute", 1_200, 300)).settle(HOORN).begin == 3_000


def test_nothing_comes_from_before_the_first_year():
    p = forecast(2024, heel={HOORN: {"spuk_definitief": (50.0, 999.0, 999.0)}}, ruimte=(Decimal(0), Decimal(1)))
    assert int(p.settle(HOORN).stap.reservering) == 0
    p = forecast(2024, heel={HOORN: {"meenemen_onderwijsroute": (1.0, 2.0, 99.0), "onderwijsroute": (10.0, 0.0, 0.0)}})
    assert p.shift_onderwijsroute(HOORN) == 0


ROUTE = {
    "onderwijsroute": (0.0, 40.0, 0.0), "meenemen_onderwijsroute": (15.0, 9.0, 9.0),
    "tekort_onderwijsroute": (0.0, 8.0, 8.0),
}  # fmt: skip


def test_what_the_spuk_onderwijsroute_leaves_uncovered():
    """2025 without books: 40 + 15 of 2024 against 50 booked and 11 to come: 6 uncovered, nothing shifted in."""
    laat = Correctie(jaar=2025, over=2024, cbs_code=HOORN, regeling="spuk_onderwijsroute", bedrag=10, reden="x")
    p = forecast(
        2025,
        heel={HOORN: ROUTE},
        rest={HOORN: {"lasten_onderwijsroute": (0.0, 11.0, 99.0)}},
        lasten=[booked("spuk_onderwijsroute", 4_000)],
        correcties=(laat,),
    )
    assert p.shift_onderwijsroute(HOORN) == -600
    # Of a shortfall of 20 in 2024, 40 - 51 - 20: 31 uncovered, 20 of it last year's.
    tekort = {**ROUTE, "meenemen_onderwijsroute": (0.0,) * 3, "tekort_onderwijsroute": (20.0, 0.0, 0.0)}
    p = forecast(2025, heel={HOORN: tekort}, lasten=[booked("spuk_onderwijsroute", 5_100)])
    assert p.shift_onderwijsroute(HOORN) == 2_000 - 3_100
    # More than enough: all of last year's is covered.
    assert forecast(2025, heel={HOORN: tekort}).shift_onderwijsroute(HOORN) == 2_000


def test_books_of_the_year_before_tell_what_was_left():
    p = forecast(2025, heel={HOORN: ROUTE}, lasten=[booked("spuk_onderwijsroute", 5_000)])
    assert replace(p, vorig=books("spuk_onderwijsroute", 0, 700)).shift_onderwijsroute(HOORN) == 700 - 1_700
    assert replace(p, vorig=books("spuk_onderwijsroute", 600, 0)).shift_onderwijsroute(HOORN) == -400
    # Books that do not name it left nothing: the 15 of the raming do not count then.
    assert replace(p, vorig=books("spuk", 600, 0)).shift_onderwijsroute(HOORN) == -1_000


def test_after_2025_nothing_of_the_raming_comes_along():
    p = forecast(2026, heel={HOORN: ROUTE}, lasten=[booked("spuk_onderwijsroute", 300)])
    assert p.shift_onderwijsroute(HOORN) == -300


def route(
    jaar: int, *, geboekt: int, uitkering: float = 40.0, begin: float = 0.0, tekort: float = 0.0, deel: float = 1.0
) -> Prognose:
    """Half a year of the SPUK onderwijsroute: booked in cents, euros of the others; of 2024 what was kept or short."""
    reeksen = {
        "onderwijsroute": (uitkering,) * 3, "meenemen_onderwijsroute": (begin, 0.0, 0.0),
        "tekort_onderwijsroute": (tekort, 0.0, 0.0), "spuk_definitief": (100.0,) * 3,
    }  # fmt: skip
    p = forecast(jaar, heel={HOORN: reeksen}, lasten=[booked("spuk_onderwijsroute", geboekt)])
    return replace(p, tot=date(jaar, 6, 30), naar_spuk=deel)


@pytest.mark.parametrize(
    ("wat", "over"),
    [
        # 40 against 50 is 10 short; all, half or nothing of it is for the other SPUK.
        ({"geboekt": 5_000}, 1_000),
        ({"geboekt": 5_000, "deel": 0.5}, 500),
        ({"geboekt": 5_000, "deel": 0.0}, 0),
        # 7 kept of 2024 pays first; 7 short in 2024 comes on top.
        ({"geboekt": 5_000, "begin": 7.0}, 300),
        ({"geboekt": 5_000, "tekort": 7.0}, 1_700),
        # Enough, to the cent and more.
        ({"geboekt": 4_000}, 0),
        ({"geboekt": 3_000}, 0),
        ({"geboekt": 4_001}, 1),
        # 3 against 20 and 30 of 2024: what shifted is lasten of 2024, so at most the 3 of the year itself goes over.
        ({"geboekt": 300, "uitkering": 20.0, "tekort": 30.0}, 300),
    ],
)
def test_what_the_spuk_onderwijsroute_cannot_pay_the_other_one_does(wat, over):
    p = route(2025, **wat)
    assert p.pass_on(HOORN) == over
    stand = p.settle(HOORN)
    assert (stand.besteding, int(stand.stap.saldo)) == (over, 10_000 - over)
    # What is left uncovered stays: uitkering + kept - lasten - shifted in, less what went over.
    in_, uit = round(100 * wat.get("tekort", 0)), round(100 * (wat.get("uitkering", 40) + wat.get("begin", 0)))
    onbetaald = max(0, wat["geboekt"] + in_ - uit - over)
    assert p.shift_onderwijsroute(HOORN) == in_ - onbetaald


def test_a_year_that_is_over_is_as_booked_and_after_2025_there_is_no_such_spuk():
    p = route(2025, geboekt=5_000)
    assert [replace(p, tot=dag).pass_on(HOORN) for dag in (date(2025, 11, 30), date(2025, 12, 31))] == [1_000, 0]
    assert replace(p, tot=date(2025, 12, 31)).shift_onderwijsroute(HOORN) == -1_000
    assert route(2026, geboekt=5_000).pass_on(HOORN) == 0


def test_lasten_that_both_spuks_carry_over_the_year():
    """2024 begins with 3 of the one and 7 of the other to cover. The route has 40 against 50 + 7: 17 go on; of the
    other SPUK, 100 against 120 + 3, 23 do. Of 2025 nothing of the route goes on: no later year pays it."""
    p = route(2024, geboekt=5_000, deel=0.0)
    p = replace(p, boeken=replace(p.boeken, lasten=(*p.boeken.lasten, booked("spuk", 12_000))))
    boeken = books("spuk", 0, 300, Budgetjaar(2023, 0, 0, 0))
    (ander,) = books("spuk_onderwijsroute", 0, 700).verantwoording.gemeenten[1].regelingen
    boeken.verantwoording.gemeenten[1].regelingen += (ander,)
    assert replace(p, vorig=boeken).carried(HOORN) == (300 + 700, 2_300 + 1_700)
    laatste = replace(route(2025, geboekt=5_000, deel=0.0, tekort=7.0), boeken=replace(p.boeken, jaar=2025))
    assert laatste.carried(HOORN) == (700, 2_000)


def test_a_correction_of_the_decision_is_uitkering_of_the_year():
    """The Rijk decided 2,50 more over 2024, in 2026; the lasten of a correction are not in it."""
    p = forecast(heel={HOORN: U})
    heel: Any = p.heel
    heel.feiten = Feiten(correcties={(HOORN, "spuk", 2026): (250, 99), (HOORN, "spuk_onderwijsroute", 2026): (7, 7)})
    stand = p.settle(HOORN)
    assert (stand.uitkering, int(stand.stap.saldo)) == (10_250, 10_250 + 3_000 - 500)


@pytest.mark.parametrize(
    ("erbij", "zonder", "met"),
    [
        # What was an own cost of 16 in 2025 is paid first.
        (700, 700, 450),
        # Of 20 more the other 4 goes back, or 1,50 when the invoice is paid from it.
        (2_000, 1_600, 1_600),
        # Less for lasten that were made is an own cost.
        (-300, -300, -550),
    ],
)
def test_a_decision_on_the_spuk_onderwijsroute_after_its_term(erbij, zonder, met):
    """2026, without and with an invoice of 2,50 over 2024."""
    vorig = books("spuk_onderwijsroute", 0, 0)
    vorig.verantwoording.gemeenten[1].regelingen[0].jaren = tuple(
        SimpleNamespace(eigen_lasten=bedrag) for bedrag in (0, 1_600)
    )
    p = forecast(heel={HOORN: ROUTE}, vorig=vorig)
    heel: Any = p.heel
    heel.feiten = Feiten(correcties={(HOORN, "spuk_onderwijsroute", 2026): (erbij, 0)})
    assert p.shift_onderwijsroute(HOORN) == zonder
    met_factuur = replace(p, boeken=Boeken(2026, JUNI, (booked("spuk_onderwijsroute", 250),)))
    assert met_factuur.shift_onderwijsroute(HOORN) == met


def test_a_decision_on_the_spuk_onderwijsroute_within_its_term_is_uitkering_of_the_year():
    """2025: 40 and 3 more for 2023, against 50 and 7 of the year before: 14 uncovered, 7 of it last year's."""
    p = forecast(
        2025,
        heel={HOORN: ROUTE},
        lasten=[booked("spuk_onderwijsroute", 5_000)],
        vorig=books("spuk_onderwijsroute", 0, 700),
    )
    heel: Any = p.heel
    heel.feiten = Feiten(correcties={(HOORN, "spuk_onderwijsroute", 2025): (300, 0)})
    assert p.shift_onderwijsroute(HOORN) == 700 - 1_400


def test_another_gemeente_has_other_figures_and_other_books():
    p = forecast(heel={MEDEMBLIK: {"spuk_definitief": (7.0,) * 3}, HOORN: U}, rest={MEDEMBLIK: U, HOORN: {}})
    assert p.settle(HOORN).uitkering == 10_000
    vorig = books("spuk", 1_200, 0, Budgetjaar(2025, 0, 0, 0))
    buur = SimpleNamespace(regeling="spuk", jaar=SimpleNamespace(reservering_eind=9, doorgeschoven_eind=9))
    vorig.verantwoording.gemeenten[0].regelingen = (buur,)
    assert replace(p, vorig=vorig).settle(HOORN).begin == 1_200


def test_the_band_of_a_post():
    rest = {
        HOORN: {
            "lasten.pvt": (0.0, 0.0, 50.0),
            "lasten.pip": (0.0, 0.0, 30.0),
            "lasten.brede_intake": (0.0, 0.0, 4.0),
        }
    }
    p = forecast(rest=rest)
    deel: Any = p.rest.gemeenten[0]
    assert p.band(deel, "pvt", 700) == (700 + 4_000, 700 + 5_100, 700 + 7_000)
    assert p.ahead(deel, "pvt") == 5_000
    assert p.ahead(deel, "uitvoering") == 3_400
    # Uitvoering has a band only when the Gemeentefonds pays all of it: then it is that of the pot.
    assert p.band(deel, "uitvoering", 0) is None
    for pot, heeft in ((34.005, True), (34.02, False), (33.98, False), (33.996, True)):
        deel.reeksen["lasten_gemeentefonds"] = (0.0, 0.0, pot)
        band = p.band(deel, "uitvoering", 100)
        assert (
            band == (100 + round(100 * (pot - 10)), 100 + round(100 * (pot + 1)), 100 + round(100 * (pot + 20)))
        ) == heeft
    assert p.nummer == 2
    # One cent apart is rounding.
    cent: Any = forecast(rest={HOORN: {"lasten.pip": (0.0, 0.0, 0.01)}}).rest.gemeenten[0]
    assert p.band(cent, "uitvoering", 0) == (-1_000, 100, 2_000)


@pytest.mark.parametrize("dag", [date(2026, 6, 29), date(2026, 2, 27), date(2026, 12, 30), date(2026, 7, 1)])
def test_a_day_within_a_month_is_refused(dag):
    regio = read_region("voorbeeld:westfriesland")
    with pytest.raises(Invoerfout, match="de laatste dag van een maand"):
        forecast_rest(regio, BASIS, Boeken(2026, dag, ()), None, 0, 1, 0.9)


def row(post: str, bedrag: int, aantal: float | None, code: str = HOORN, jaar: int = 2026) -> Begrotingrij:
    return Begrotingrij.model_validate(
        {"bestand": "b", "regel": 1, "jaar": jaar, "cbs_code": code, "soort": "primitief", "post": post,
         "bedrag": bedrag, "aantal": aantal, "status": "aanname", "bron": "x"}
    )  # fmt: skip


def test_the_difference_by_driver_of_two_gemeenten():
    """Begroot: 50 persons and 10 trajecten of 100; expected: 40 persons (30 of 2026, 10 of 2025) and 9 of 120.

    volume: 10 x (40/50 - 1) x 100 = -200; mix: (9 x 50/40 - 10) x 100 = +125; prijs: 10 x 20 = +200; 1080 - 1000 = 80,
    so 80 - 125 = -45 interacts. PVT has no units: 30 more is a fixed sum, and no price.
    """
    personen = {"plichtig": (90.0, 4.0, 12.0), "gezin": (90.0, 1.0, 3.0), "volume.leerroute_b1": (0.0, 7.0, 4.5)}
    personen["volume.pvt"] = (0.0, 0.0, 6.0)
    heel = {HOORN: personen, MEDEMBLIK: personen, "GM0001": {"plichtig": (9.0,) * 3, "volume.leerroute_b1": (9.0,) * 3}}
    begroting = Begroting(
        (
            row(INBURGERAARS, 0, 20), row(INBURGERAARS, 0, 30, MEDEMBLIK), row("leerroute_b1", 600, 6),
            row("leerroute_b1", 400, 4, MEDEMBLIK), row("pvt", 70, None), row("pvt", 0, None, MEDEMBLIK),
        )
    )  # fmt: skip
    p = forecast(heel=heel, rest=heel)
    begroot = {"leerroute_b1": 100_000, "pvt": 7_000}
    uit = split_difference(
        begroting, (HOORN, MEDEMBLIK), p.heel, p.tot, begroot, {"leerroute_b1": 108_000, "pvt": 10_000}
    )
    assert uit["leerroute_b1"].delen == (-20_000, 12_500, 20_000, 0, 0, -4_500)
    assert uit["pvt"].delen == (0, 0, 0, 3_000, 0, 0)
    # Without persons in the begroting more units per person cannot be told from more persons: it is mix.
    zonder = Begroting(tuple(r for r in begroting.rijen if r.post != INBURGERAARS))
    uit = split_difference(zonder, (HOORN, MEDEMBLIK), p.heel, p.tot, begroot, {"leerroute_b1": 108_000, "pvt": 7_000})
    assert uit["leerroute_b1"].delen == (0, -10_000, 20_000, 0, 0, -2_000)
    # Without a forecast of the year there is nothing to tell apart, units in the begroting or not.
    uit = split_difference(begroting, (HOORN, MEDEMBLIK), None, p.tot, begroot, {"leerroute_b1": 108_000, "pvt": 5_000})
    assert {post: e.delen for post, e in uit.items()} == {
        "leerroute_b1": (0, 0, 0, 8_000, 0, 0), "pvt": (0, 0, 0, -2_000, 0, 0),
    }  # fmt: skip


def test_persons_of_the_first_year_of_the_forecast_count():
    """Begroot 20 persons and 10 trajecten of 100; expected 30 persons and 10 of 100: volume +500, mix -333,33."""
    begroting = Begroting((row(INBURGERAARS, 0, 20, jaar=2024), row("leerroute_b1", 1_000, 10, jaar=2024)))
    heel = {HOORN: {"plichtig": (25.0, 9.0, 9.0), "gezin": (5.0, 9.0, 9.0), "volume.leerroute_b1": (10.0, 9.0, 9.0)}}
    p = forecast(2024, heel=heel)
    gelijk = {"leerroute_b1": 100_000}
    uit = split_difference(begroting, (HOORN,), p.heel, date(2024, 6, 30), gelijk, gelijk)["leerroute_b1"]
    assert uit.delen == (50_000, -33_333, 0, 0, 0, -16_667)
