"""What happens on the border: the first day, the day itself, the last month of the year before, nobody left."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from finance.parameters import Bron, parse_parameters
from scenarios.boeken.geboekt import VERKEERD_JAAR
from scenarios.boeken.map import read_folder
from scenarios.boeken.prognose import forecast_rest
from scenarios.boeken.realisatie import Boeken
from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import Trekking
from scenarios.model.grootheden import NUMMER
from scenarios.model.modelinvoer import published_taakstelling
from scenarios.model.personen import draw_gehuisvest, draw_volumes
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from scenarios.regiomap.gebeurtenissen import Gebeurtenis, Verschuiving
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Wijziging
from scenarios.terugblik.toen import known_on
from scenarios.volumes.instroom import read_counts, saldo_before
from scenarios.volumes.taakstelling import latest_versions, share_of_country
from tests.hulp_model import example_model
from tests.regiomap import INSTELLINGEN, KOP, make_region

TIJDAS = Tijdas(2029)


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:westfriesland")


# Dates of law


def test_a_value_holds_from_its_first_day_until_the_day_before_the_next():
    tekst = '[x]\nlabel = "X"\neenheid = "deel"\ngeldt = "doorlopend"\n'
    tekst += "".join(
        f'[[x.waarde]]\nvanaf = {dag}\nwaarde = "{waarde}"\nstatus = "vastgesteld"\nbron = {{ titel = "wet" }}\n'
        for dag, waarde in (("2024-10-01", "0.5"), ("2022-01-01", "0"))
    )
    x = parse_parameters(tekst, "proef.toml")
    dagen = (date(2022, 1, 1), date(2024, 9, 30), date(2024, 10, 1), date(2030, 1, 1))
    assert [x.look_up("x", dag).waarde for dag in dagen] == ["0", "0", "0.5", "0.5"]
    # The peildatum of a budget year is its last day: 2024 has the text of October.
    assert [x.in_year("x", j).waarde for j in (2022, 2023, 2024)] == ["0", "0", "0.5"]
    anders = x.override("x", date(2024, 12, 31), "0.7", "aanname", Bron("proef"))
    assert [anders.look_up("x", date(2024, 12, d)).waarde for d in (30, 31)] == ["0.5", "0.7"]


def test_a_change_holds_on_its_first_day_and_no_longer_on_the_day_it_ends():
    wijziging = Wijziging(veld="gezin", vanaf=date(2026, 1, 1), tot=date(2027, 1, 1), factor=2)
    dagen = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [wijziging.holds_on(d) for d in dagen] == [False, True, True, False]
    assert Wijziging(veld="gezin", vanaf=date(2026, 1, 1), factor=2).holds_on(date(2099, 1, 1))


# What was known


def test_what_is_announced_on_a_day_is_known_on_that_day(regio):
    versie = regio.taakstellingen[0]
    dag = versie.bekend_op
    plek = TIJDAS.halfjaren.index(versie.halfjaar)
    for op, bekend in ((dag, True), (dag.replace(day=dag.day - 1) if dag.day > 1 else date(2000, 1, 1), False)):
        toen = replace(regio, bestand=regio.bestand.model_copy(update={"bekend_op": op}), taakstellingen=(versie,))
        assert np.isfinite(published_taakstelling(toen, versie.cbs_code, TIJDAS)[plek]) == bekend
    # The later version stands, whichever comes first in the file.
    later = versie.model_copy(update={"aantal": 999, "bekend_op": date(2098, 1, 1)})
    for rijen in ((versie, later), (later, versie)):
        assert published_taakstelling(replace(regio, taakstellingen=rijen), versie.cbs_code, TIJDAS)[plek] == 999


def test_the_national_number_is_known_on_the_day_it_is_announced():
    class Versie:
        def __init__(self, dag: int, aantal: int):
            self.halfjaar, self.bekend_op, self.aantal = "2025H1", date(2024, 10, dag), aantal

    versies = [Versie(15, 2), Versie(1, 1)]

    def known(dag: int | None):
        op = date(2024, 10, dag) if dag else None
        return {h: v.aantal for h, v in latest_versions(versies, op).items()}  # type: ignore[arg-type]

    assert [known(d) for d in (14, 15, None)] == [{"2025H1": 1}, {"2025H1": 2}, {"2025H1": 2}]


def test_inhabitants_of_1_january_are_known_in_that_year_and_not_before():
    class Bevolking:
        def of(self, code, jaar):
            return jaar

        def national(self, jaar):
            return 1

    def year(bekend_op):
        return share_of_country(Bevolking(), "x", 2030, "praktijk", bekend_op)  # type: ignore[arg-type]

    assert year(date(2025, 1, 1)) == year(date(2025, 12, 31)) == 2025
    assert year(date(2024, 12, 31)) == 2024
    assert year(None) == year(date(2040, 1, 1))


def test_counts_up_to_the_peildatum_itself_were_known(regio):
    grens = max(r.periode_tot for r in regio.instroom)
    assert len(known_on(regio, grens).instroom) == len(regio.instroom)
    assert len(known_on(regio, grens.replace(month=1)).instroom) < len(regio.instroom)


# Before the law began


def test_counts_of_2021_do_not_land_on_2022(regio):
    def counted(van: date, tot: date, aantal: int) -> np.ndarray:
        rij = next(r for r in regio.instroom if r.indicator == "gehuisvest")
        rij = rij.model_copy(update={"periode_van": van, "periode_tot": tot, "aantal": aantal})
        deel = replace(regio, instroom=(rij,))
        return read_counts(deel, rij.cbs_code, TIJDAS, np.ones(16)).gehuisvest

    for van, tot in ((date(2021, 1, 1), date(2021, 7, 1)), (date(2021, 7, 1), date(2022, 1, 1))):
        assert np.isnan(counted(van, tot, 40)).all()
    # Half of a count over two half-years, and a third of one over three, of which the last is on the grid.
    assert counted(date(2021, 7, 1), date(2022, 7, 1), 40)[0] == 20
    assert counted(date(2021, 1, 1), date(2022, 7, 1), 60)[:2].tolist()[0] == 20
    assert np.isnan(counted(date(2021, 1, 1), date(2022, 7, 1), 60)[1:]).all()


def test_the_achterstand_is_of_the_half_years_before_the_law_only(regio):
    gehuisvest = next(r for r in regio.instroom if r.indicator == "gehuisvest")
    taak = regio.taakstellingen[0].model_copy(update={"halfjaar": "2021H2", "aantal": 50, "cbs_code": "GM0405"})
    rij = gehuisvest.model_copy(
        update={"periode_van": date(2021, 7, 1), "periode_tot": date(2022, 1, 1), "aantal": 45, "cbs_code": "GM0405"}
    )
    for periode_tot, saldo in ((date(2022, 1, 1), 5.0), (date(2022, 7, 1), 0.0)):
        deel = replace(regio, taakstellingen=(taak,), instroom=(rij.model_copy(update={"periode_tot": periode_tot}),))
        assert saldo_before(deel, "GM0405", TIJDAS) == saldo


def test_who_starts_before_the_grid_starts_in_its_first_month():
    """A tenth a month; from month 1 on half of them start 3 months earlier: those of month 1 and 2 in month 0."""
    instroom = np.full((1, 10), 0.1)
    eerder = Verschuiving(vroeg=((1, 5, 3, 0.5),)).arrivals(instroom, "intake")
    assert eerder[0] == pytest.approx([0.1 + 3 * 0.05, 0.1, 0.05, 0.05, 0.05, *[0.1] * 5])
    # Month 4 starts in month 1, month 3 in month 0; nobody is lost.
    assert eerder.sum() == pytest.approx(1)
    assert Verschuiving(vroeg=((1, 5, 3, 0.5),)).arrivals(instroom, "huisvesting") is instroom


def test_an_event_before_the_grid_or_without_an_end():
    tijdas = Tijdas(2023)
    een = Gebeurtenis(soort="vroege_start", vanaf=date(2021, 11, 1), maanden_eerder=1, toelichting="x")
    assert list(een.months(tijdas)) == []
    lang = een.model_copy(update={"tot": date(2022, 3, 1)})
    assert list(lang.months(tijdas)) == [0, 1]
    assert list(een.model_copy(update={"vanaf": date(2023, 12, 1)}).months(tijdas)) == [23]
    assert list(lang.model_copy(update={"vanaf": date(2023, 11, 1), "tot": date(2029, 1, 1)}).months(tijdas)) == [
        22,
        23,
    ]


# Bookings


@pytest.mark.parametrize("vorig_jaar", ["afkeuren", "correctie"])
def test_only_the_year_before_can_be_corrected(tmp_path, vorig_jaar):
    """SiSa 2024: a booking of 2023 may be a correction of t-1; one of 2019, 2022 or 2025 never is."""
    jaren = (2019, 2022, 2023, 2024, 2025)
    rijen = [f"15-06-{j};Hoorn;Les;leerroute_b1;asielstatushouder;b1;10,00;;x;F{j}" for j in jaren]
    blok = INSTELLINGEN.replace("2023", "2024") + f'vorig_jaar = "{vorig_jaar}"\n'
    boekingen = read_folder(str(make_region(tmp_path, "\n".join([KOP, *rijen, ""]), instellingen=blok))).boekingen
    goed = {2024} | ({2023} if vorig_jaar == "correctie" else set())
    assert boekingen.tabel["reden"].tolist() == ["" if j in goed else VERKEERD_JAAR for j in jaren]
    assert boekingen.goedgekeurd["correctie"].tolist() == [j == 2023 for j in jaren if j in goed]


# People


def one_gemeente(model, **velden):
    return replace(next(g for g in model.gemeenten if g.naam == "Hoorn"), **velden)


def test_nobody_is_plichtig_without_a_house():
    """30 plichtigen were counted in a half-year of which nobody counted the houses: at least 30 were housed."""
    model = example_model()
    hoorn = one_gemeente(model)
    plichtig = np.full_like(hoorn.instroom.plichtig, np.nan)
    plichtig[1] = 30
    instroom = replace(hoorn.instroom, gehuisvest=np.full_like(plichtig, np.nan), plichtig=plichtig)
    trekking = Trekking(1, 0, 500)
    doel = np.full((len(plichtig), 500), 20.0)
    _, gehuisvest = draw_gehuisvest(
        replace(hoorn, instroom=instroom), doel, np.ones(500), trekking.stream("gehuisvest", "x"), 500
    )
    assert gehuisvest[1].min() == 30
    assert gehuisvest[2:].min() < 20


def test_gemeenten_and_purposes_have_streams_of_their_own():
    """Equal gemeenten under another code get other people, block by block; the same code gets the same."""
    model = example_model()
    land = simulate_country(model, Trekking(5, 0, 400))
    een, ander = (one_gemeente(model, code=code) for code in ("GM0001", "GM0002"))
    eerste, tweede, weer = (draw_volumes(model, g, land, Trekking(5, 0, 400)) for g in (een, ander, een))
    volgend = draw_volumes(model, een, land, Trekking(5, 1, 400))
    for naam in ("gehuisvest", "plichtig", "gezin"):
        reeks = getattr(eerste, naam)[-1]
        assert np.array_equal(reeks, getattr(weer, naam)[-1])
        for anders in (tweede, volgend):
            assert not np.array_equal(reeks, getattr(anders, naam)[-1])
    # A shared stream would make them go up and down together: correlation 1 instead of what the region gives.
    assert np.corrcoef(eerste.gezin[-1], tweede.gezin[-1])[0, 1] < 0.5
    stroom = Trekking(5, 0, 400)
    trekkingen = [stroom.stream(*sleutel).standard_normal(400) for sleutel in (("a",), ("b",), ("a", "x"), ("a", "y"))]
    assert np.abs(np.corrcoef(trekkingen) - np.eye(4)).max() < 0.3


def test_a_received_decision_knows_no_korting():
    """The variant korting on a region that fails everybody: it takes off a computed uitkering, not a decided one."""
    model = example_model("korting")
    hoorn = one_gemeente(model)
    j = next(i for i, p in enumerate(model.regels.prestatie) if p == "korting")
    trekking = Trekking(1, 0, 50)
    land = replace(simulate_country(model, trekking), geslaagd=np.zeros((3, 50)))
    besluit = np.where(np.arange(len(model.tijdas.jaren)) == j, 1_000_000.0, np.nan)
    for definitief, u in ((hoorn.definitief, None), (besluit, 1_000_000.0)):
        uit = simulate_gemeente(model, replace(hoorn, definitief=definitief), land, trekking)
        korting, kreeg = uit[NUMMER["spuk_korting"], j], uit[NUMMER["spuk_definitief"], j]
        assert (korting > 0).all() if u is None else (korting == 0).all()
        assert u is None or (kreeg == u).all()


# The running year


def test_without_books_the_room_of_a_running_year_rests_on_the_uitkering_of_the_year_before(regio):
    """Half of U(2025) as the only ruimte of 2026: no more can be kept, whatever U(2026) is."""
    scenario = Scenario(naam="dubbel", wijziging=(Wijziging(veld="plichtig", vanaf=date(2026, 1, 1), factor=0.5),))
    prognose = forecast_rest(regio, scenario, Boeken(2026, date(2026, 12, 31), ()), None, 0, 1, 0.9)
    deel = next(g for g in prognose.heel.gemeenten if g.code == "GM0405")
    vorig, nu = (round(100 * deel.value("spuk_definitief", prognose.heel.jaren.index(j))) for j in (2025, 2026))
    assert vorig != nu
    stap = replace(prognose, ruimte=(Decimal(0), Decimal("0.01"))).settle("GM0405").stap
    assert int(stap.reservering) == int(Fraction(vorig, 100) + Fraction(1, 2))
