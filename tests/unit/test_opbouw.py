"""The build-up of a gemeente: what nobody is in or pays, and each rule on its own figures."""

from types import SimpleNamespace

import numpy as np

from finance.voorzieningen import VOORZIENINGEN
from scenarios.grond.tijdas import Tijdas
from scenarios.grond.trekking import Verwachting
from scenarios.model.feiten import gather_facts
from scenarios.model.gewichten import VARIABEL
from scenarios.model.grootheden import GROOTHEDEN, NUMMER
from scenarios.model.opbouw.bouwen import _prices, _ratio, _rules, _shares
from scenarios.model.opbouw.doorrekenen import _settled, factor
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.feiten import Feiten
from scenarios.volumes.schatting import Eigen
from tests.hulp_model import settled_model


def test_an_empty_cohort_gets_the_expected_mix_half_of_it_in_each_half_year():
    naar_jaar = np.repeat(np.eye(2), 2, axis=0)  # four half-years, two cohorts
    mix = [np.array([6.0, 3.0, 1.0]), np.array([1.0, 1.0, 2.0])]
    model = SimpleNamespace(
        tijdas=SimpleNamespace(halfjaar_naar_jaar=naar_jaar),
        kennis=SimpleNamespace(mix=[SimpleNamespace(regio=m) for m in mix]),
    )
    factor = np.ones((2, 3, 4))
    # A scenario doubles the second route in the last half-year: 6 + 6 + 1 make one again.
    factor[0, 1, 3] = 2.0
    eigen = tuple(Eigen(1.0, np.zeros(3), 0.0) for _ in mix)
    gemeente = SimpleNamespace(mix=eigen, mix_factor=factor)
    instroom = np.array([[8.0, 0.0], [0.0, 0.0]])
    routes = np.zeros((2, 3, 4))
    routes[0, :, 0] = 2.0, 3.0, 3.0
    uit = _shares(model, gemeente, routes, instroom)  # type: ignore[arg-type]
    # Who came is divided as they came; the cohort of the second year has nobody.
    assert uit[0, :, 0, 0].tolist() == [0.25, 0.375, 0.375]
    assert np.allclose(uit[0, :, 2, 1], [0.3, 0.15, 0.05])
    assert np.allclose(uit[0, :, 3, 1], np.array([6.0, 6.0, 1.0]) / 13 / 2)
    assert np.allclose(uit[1, :, 1, 0], [0.125, 0.125, 0.25])
    assert np.allclose(uit.sum(axis=(1, 2)), 1.0)


def test_a_price_that_nobody_pays_is_that_of_one_person_of_every_cohort():
    """Axes p, v, c, j: a traject of 100 euros in the year of arrival and of 300 in the year after."""
    eenheden = np.zeros((2, len(VARIABEL), 2, 2))
    eenheden[0, 0] = [[1.0, 1.0], [0.0, 2.0]]
    euros = np.zeros_like(eenheden)
    euros[0, 0] = [[100.0, 300.0], [0.0, 200.0]]
    niemand = np.zeros((len(VARIABEL), 2))
    verhuisd = SimpleNamespace(eenheden=niemand, lasten=np.zeros((len(VOORZIENINGEN), 2)))
    prijzen = _prices(SimpleNamespace(verhuisd=verhuisd), niemand, niemand, eenheden, euros, niemand)  # type: ignore[arg-type]
    # In the second year three units at 500 euros together.
    assert prijzen.prijs[0].tolist() == [100.0, 500.0 / 3]


def test_a_ratio_of_two_stays_two_and_one_of_rounding_is_one():
    noemer = np.array([4.0, 4.0, 0.0])
    assert _ratio(np.array([8.0, 4.0 * (1 + 1e-14), 5.0]), noemer).tolist() == [2.0, 1.0, 1.0]


def test_the_korting_is_a_share_of_what_was_computed_however_little():
    """BGO 0,30, BA 0,15 and ABO 0,05 with a korting of 0,10: a fifth. Of nothing there is no share."""
    model = settled_model()
    uit = np.zeros((len(GROOTHEDEN), len(model.tijdas.jaren)))
    for naam, bedrag in (("spuk_bgo", 0.30), ("spuk_ba", 0.15), ("spuk_abo", 0.05), ("spuk_korting", 0.10)):
        uit[NUMMER[naam], 1] = bedrag
    regels = _rules(model, model.gemeenten[0], simulate_country(model, Verwachting()), uit)
    assert np.allclose(regels.korting, [0.0, 0.2, *[0.0] * (len(model.tijdas.jaren) - 2)])


def test_the_factor_of_each_decision_comes_from_its_own_counts():
    def series(x):
        return np.array([float(x)])

    bedragen = {"a": 10, "b": 5, "c": 0, "gezin": 0, "onderwijsroute": 0}
    gewichten = {"gewicht_a": 20, "gewicht_b": 5, "gewicht_c": 0, "gewicht_d": 0}
    regels = SimpleNamespace(
        **{naam: series(x) for naam, x in (bedragen | gewichten).items()},
        landelijk_voorlopig=np.array([[1.0], [1.0], [0.0], [0.0]]),
        landelijk_definitief=np.array([[1.0], [3.0], [0.0], [0.0]]),
        verhouding=series("nan"),
    )
    assert factor(regels, "voorlopig").tolist() == [15 / 25]  # type: ignore[arg-type]
    assert factor(regels, "definitief").tolist() == [25 / 35]  # type: ignore[arg-type]


def test_what_the_spuk_onderwijsroute_shifts_is_borne_until_it_is_covered():
    """2022: 40 for lasten of 100, so 60 shifts; 2023 brings 100 and covers it."""
    tijdas = Tijdas(2026)
    jaren = len(tijdas.jaren)
    nul = np.zeros(jaren)

    def with_first(*bedragen):
        return np.array([*bedragen, *[0.0] * (jaren - len(bedragen))])

    regels = SimpleNamespace(
        feiten=gather_facts(Feiten(), "GM0405", tijdas),
        looptijd=4,
        onderwijsroute_budget=with_first(40.0, 100.0),
        onderwijsroute_ruimte=np.ones(jaren),
        naar_spuk=nul,
        ruimte=np.zeros((2, jaren)),
    )
    per_pot = {"gemeentefonds": nul, "spuk": nul, "spuk_onderwijsroute": with_first(100.0)}
    potten, saldo = _settled(per_pot, nul, nul, regels)  # type: ignore[arg-type]
    assert potten["tekort_onderwijsroute"][:2].tolist() == [60.0, 0.0]
    assert saldo.tolist() == with_first(-60.0, 60.0).tolist()
