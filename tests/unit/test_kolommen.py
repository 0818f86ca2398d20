"""Lasten are prices times units: what one price holds for is a column of units, and another price draws none anew."""

from datetime import date

import numpy as np
import pytest

from scenarios.engine.delta import families
from scenarios.engine.threads import Threads, run_together
from scenarios.engine.work import Run
from scenarios.grond.trekking import Verwachting
from scenarios.model import uitwerking
from scenarios.model.gewichten import VARIABEL
from scenarios.model.kolommen import GEEN, Geprijsd, Prijsdeel, price_columns
from scenarios.model.model import build_model
from scenarios.model.personen import draw_volumes
from scenarios.model.simulatie import simulate_country
from scenarios.model.uitwerking import drawn_columns, drawn_euros
from scenarios.onzekerheid.spreiding import Omstandigheden
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Wijziging
from scenarios.waarheid.feiten import read_truth

MAP, B1 = (next(v for v, x in enumerate(VARIABEL) if x.naam == naam) for naam in ("map", "leerroute_b1"))


def priced(veld, *vanaf, factor=1.3):
    return Scenario(naam="proef", wijziging=tuple(Wijziging(veld=veld, vanaf=dag, factor=factor) for dag in vanaf))


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:westfriesland")


@pytest.mark.parametrize("veld", ["prijs.map", "prijs.leerroute_b1"])
@pytest.mark.parametrize("vanaf", [(), (date(2027, 1, 1),), (date(2027, 7, 1), date(2027, 10, 1))])
@pytest.mark.parametrize("lees", [read_region, read_truth])
def test_price_times_units_is_the_product_with_weights_in_euros(lees, vanaf, veld):
    """Also where a price changes within a year, holds from the start of a traject, or lies beside what is booked."""
    naam = "westfriesland" if lees is read_region else "zevenlinden"
    model = build_model(lees(f"voorbeeld:{naam}"), priced(veld, *vanaf))
    g = model.gemeenten[0]
    # Every driver at its median, where what was entered holds.
    z = {d.naam: np.zeros((len(model.tijdas.jaren), 1) if d.soort == "indexen" else 1) for d in model.drijvers}
    drijvers = {d.naam: d for d in model.drijvers}
    omstandigheden = Omstandigheden(model.tijdas, drijvers, model.onzeker.indexen, (0.9, 0.9), z)
    volumes = draw_volumes(model, g, simulate_country(model, Verwachting()), Verwachting())
    for v in range(len(VARIABEL)):
        euros = drawn_euros(g, v, drawn_columns(g, v, volumes, omstandigheden), omstandigheden)
        product = np.einsum("prhj,prhn->jn", g.euros[:, :, :, v], volumes.personen)
        np.testing.assert_allclose(euros, product, rtol=1e-12, atol=1e-12 * np.abs(product).max())


@pytest.mark.parametrize(("vanaf", "erbij"), [(date(2027, 1, 1), 0), (date(2027, 7, 1), 1)])
def test_only_a_price_that_changes_within_a_year_has_a_column_of_its_own(regio, vanaf, erbij):
    w = build_model(regio, priced("prijs.map", vanaf)).gemeenten[0].uitbreiding.voorzieningen[MAP]
    assert w.kolommen.shape[-1] == w.jaren + erbij


def test_what_other_parts_leave_of_a_year_needs_no_column():
    """10 units a year: in the second 4 of them at 100 euro, the other 6 at 250."""
    alle = np.array([10.0, 10.0]).reshape(1, 1, 1, 1, 2)
    delen = [
        Geprijsd(Prijsdeel("", GEEN, 0), np.array(prijzen), np.array(eenheden).reshape(alle.shape))
        for prijzen, eenheden in (((100.0, 100.0), (10.0, 4.0)), ((250.0, 250.0), (0.0, 6.0)))
    ]
    kolommen, plaatsen = price_columns(alle, delen, [0])
    assert kolommen.ravel().tolist() == [10.0, 10.0, 4.0]
    euros = np.zeros(2)
    for p in plaatsen:
        euros[p.jaren] += p.teken * delen[p.deel].prijzen[p.jaren] * kolommen.ravel()[p.kolommen]
    assert euros.tolist() == [1000.0, 4 * 100.0 + 6 * 250.0]


def test_points_of_prices_share_their_units_and_all_after_the_first_draw_none(regio, monkeypatch):
    modellen = [build_model(regio, priced("prijs.leerroute_b1", date(2027, 1, 1), factor=f)) for f in (1.1, 1.2, 1.3)]
    een, ander, _ = (m.gemeenten[0].uitbreiding.voorzieningen[B1] for m in modellen)
    assert een.kolommen is ander.kolommen
    assert een.by_year[4] == ander.by_year[4]
    assert een.by_year[5] != ander.by_year[5]
    assert len(families(modellen)) == 1
    keren, aantal, weeg = [], [], uitwerking._sum_terms

    def heard(*woorden):
        keren.append(1)
        return weeg(*woorden)

    monkeypatch.setattr(uitwerking, "_sum_terms", heard)
    for n in (1, 2, 3):
        run_together(Run(tuple(modellen[:n]), 200, 1, 0.9), Threads(1))
        aantal.append(len(keren))
        keren.clear()
    assert aantal[0] < aantal[1] == aantal[2]


def test_a_scenario_without_prices_is_the_region(regio):
    """The columns of the base are the years, but where a contract follows another for who starts under it."""
    eigen = {
        VARIABEL[v].naam: w.kolommen.shape[-1] - w.jaren
        for v, w in enumerate(build_model(regio, BASIS).gemeenten[0].uitbreiding.voorzieningen)
    }
    assert {naam: n for naam, n in eigen.items() if n} == {
        "leerroute_b1": 3,
        "leerroute_z": 3,
        "leerroute_onderwijs": 2,
    }
