"""The regions of the council documents: what the documents say is what the engine does, with the sums written out."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from finance.fouten import Invoerfout
from finance.voorzieningen import LEERROUTES
from scenarios.engine.threads import run
from scenarios.grond.gegevens import data_path
from scenarios.inzicht.volumes_raming import HALFJAARREEKSEN, forecast_volumes
from scenarios.model.gewichten import VARIABEL
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from tests.hulp_model import example_model

ASIEL = 0
NOORDKOP, RIJSSEN, ALKMAAR = "voorbeeld:noordkop", "voorbeeld:rijssen-holten", "voorbeeld:regio-alkmaar"


def number(voorziening):
    return [v.naam for v in VARIABEL].index(voorziening)


def lasten(model, voorziening, gemeente=0):
    """Euros of one asielstatushouder per cohort and year, in the leerroute of that name. (h, j)"""
    route = LEERROUTES.index(voorziening.removeprefix("leerroute_"))
    return model.gemeenten[gemeente].euros[ASIEL, route, :, number(voorziening)]


def volume(model, voorziening, gemeente=0):
    route = LEERROUTES.index(voorziening.removeprefix("leerroute_"))
    return model.gemeenten[gemeente].eenheden[ASIEL, route, :, number(voorziening)]


def test_noordkop_new_party_costs_only_the_new_starters():
    """25% of 2.370 more for who starts from January 2025, also of who was housed before and waited that long."""
    basis, duurder = (example_model(s, NOORDKOP) for s in ("basis", "duurder"))
    for voorziening in ("leerroute_b1", "leerroute_z", "leerroute_onderwijs"):
        verschil = lasten(duurder, voorziening) - lasten(basis, voorziening)
        assert np.all(verschil >= -1e-9)
        np.testing.assert_array_equal(verschil[:, :3], 0.0)  # 2022, 2023, 2024: not a cent
        # Who started before finishes as agreed: of the cohorts of 2022 and 2023 only the last few pay the new price.
        laat = basis.gemeenten[0].gestart[ASIEL, LEERROUTES.index(voorziening[10:]), :4, 3:].sum(axis=1)
        assert np.all(laat < 0.2)
        assert np.all(verschil[:4].sum(axis=1) <= 0.25 * 2370 * 1.018**7 * laat)
        # A whole cohort of 2026 under the new agreement: a quarter of the price of that part, indexed from 2023.
        eenheden = volume(basis, voorziening)[8]
        index = np.cumprod(1 + np.where(np.array(basis.tijdas.jaren) > 2023, 0.018, 0.0))
        if voorziening == "leerroute_b1":
            np.testing.assert_allclose(verschil[8], 0.25 * 2370 * index * eenheden, rtol=1e-9)


@pytest.mark.parametrize(("scenario", "maanden"), [("gat-3-maanden", 3), ("gat-6-maanden", 6)])
def test_noordkop_gap_postpones_starts_and_loses_nobody(scenario, maanden):
    basis, gat = (example_model(s, NOORDKOP).gemeenten[0].gestart for s in ("basis", scenario))
    np.testing.assert_array_equal(gat[..., :3], basis[..., :3])  # before 2025
    # Housed by the end of 2025: four years later everybody has started, gap or not.
    np.testing.assert_allclose(gat[:, :, :8].sum(axis=-1), basis[:, :, :8].sum(axis=-1), rtol=1e-9)
    volume_basis = volume(example_model("basis", NOORDKOP), "leerroute_b1")
    volume_gat = volume(example_model(scenario, NOORDKOP), "leerroute_b1")
    j2025 = 3
    # Cohort 2024H2: part of it would start in the gap; later than April it has its lessons, not fewer of them.
    assert volume_gat[5, j2025] < volume_basis[5, j2025] - 0.005 * maanden
    np.testing.assert_allclose(volume_gat[5].sum(), volume_basis[5].sum(), rtol=1e-9)


def test_rijssen_holten_participation_is_800_hours_on_top_of_the_lessons():
    """800 hours x 7,14 euro = 5.712 euro, without index in 2022-2024 (price level 2024), spread over the route."""
    model, zonder = (example_model(s, RIJSSEN) for s in ("basis", "sterkerij-participatiewet"))
    verschil, eenheden = lasten(model, "leerroute_z") - lasten(zonder, "leerroute_z"), volume(model, "leerroute_z")
    np.testing.assert_array_equal(verschil[:, :3], 0.0)  # the change of the scenario begins in 2025
    index = np.cumprod(1 + np.where(np.array(model.tijdas.jaren) > 2024, 0.018, 0.0))
    np.testing.assert_allclose(verschil[:, 3:], (800 * 7.14 * index * eenheden)[:, 3:], rtol=1e-9)
    # Lessons at 10.000 and participation at 5.712 in 2023, per unit of traject.
    np.testing.assert_allclose(lasten(model, "leerroute_z")[0, 1], 15_712 * eenheden[0, 1], rtol=1e-9)


def test_rijssen_holten_retender_holds_for_starts_from_2026():
    basis, duurder = (example_model(s, RIJSSEN) for s in ("basis", "b1-duurder"))
    verschil = lasten(duurder, "leerroute_b1") - lasten(basis, "leerroute_b1")
    np.testing.assert_array_equal(verschil[:, :4], 0.0)
    np.testing.assert_allclose(verschil[9:, 4:], 0.15 * lasten(basis, "leerroute_b1")[9:, 4:], rtol=1e-9)


def test_rijssen_holten_bow_wave_of_the_azc_is_housed_early_and_made_up_for():
    """60 over six months from August 2025: 50 in 2025H2, where 28 are asked, and 10 of the 32 of 2026H1 remain."""
    regio = read_region(RIJSSEN)
    zonder = replace(regio, bestand=regio.bestand.model_copy(update={"gebeurtenis": ()}))
    golf, gewoon = (forecast_volumes(build_model(r, BASIS), 0, 0).reeksen[0] for r in (regio, zonder))
    gehuisvest = HALFJAARREEKSEN.index("gehuisvest")
    np.testing.assert_allclose(gewoon.halfjaar[0, gehuisvest, 6:9], [32, 28, 32])
    np.testing.assert_allclose(golf.halfjaar[0, gehuisvest, 6:9], [32, 50, 10])
    np.testing.assert_allclose(golf.halfjaar[0, gehuisvest, 9:], gewoon.halfjaar[0, gehuisvest, 9:])
    lasten = [[run(build_model(r, BASIS), 0).totaal.value("lasten", j) for j in range(8)] for r in (regio, zonder)]
    verschil = np.array(lasten[0]) - np.array(lasten[1])
    assert np.all(verschil[3:5] > 10_000)  # 2025 and 2026
    assert np.all(verschil[5:7] < -10_000)  # 2027 and 2028


def test_rijssen_holten_early_start_moves_lasten_and_no_count_of_the_spuk():
    basis, vroeg = (example_model(s, RIJSSEN).gemeenten[0] for s in ("basis", "vroege-start"))
    h, j2025 = 7, 3  # housed in the second half of 2025
    for route in range(2):
        v = number(f"leerroute_{LEERROUTES[route]}")
        assert vroeg.euros[ASIEL, route, h, v, j2025] > 1.3 * basis.euros[ASIEL, route, h, v, j2025]
        # Of who starts last a little falls after 2029.
        np.testing.assert_allclose(
            vroeg.eenheden[ASIEL, route, h, v].sum(), basis.eenheden[ASIEL, route, h, v].sum(), rtol=0.01
        )
    # Maatschappelijke begeleiding and ontzorgen hang on the housing and stay where they are.
    for naam in ("maatschappelijke_begeleiding", "financieel_ontzorgen"):
        assert np.array_equal(vroeg.euros[..., number(naam), :], basis.euros[..., number(naam), :])
    assert np.array_equal(vroeg.gevolgen.gehuisvest, basis.gevolgen.gehuisvest)


def test_regio_alkmaar_nobody_starts_the_onderwijsroute_before_it_is_bought():
    model = example_model("basis", ALKMAAR)
    waarden = model.gemeenten[0].gestart[ASIEL, 2, 0]  # first half of 2022, per year
    b1 = model.gemeenten[0].gestart[ASIEL, 0, 0]
    np.testing.assert_allclose(waarden.sum(), b1.sum(), rtol=1e-9)
    # A traject of 18 months begun on 1 July 2022 has a third of itself in 2022; nobody had more than that, and
    # 91,5% reaches a route. At the national pace not half of them has begun before the end of the year.
    assert 0.1 < volume(model, "leerroute_onderwijs")[0, 0] < 0.915 / 3 * 0.5
    # 80% at 16.750 and 20% at 18.000: 17.000 on average for the starts of 2022.
    np.testing.assert_allclose(
        lasten(model, "leerroute_onderwijs")[0, 0], 17_000 * volume(model, "leerroute_onderwijs")[0, 0], rtol=1e-9
    )


@pytest.mark.parametrize(
    ("zoek", "vervang"),
    [
        ("tot = 2022-07-01", "tot = 2022-06-01"),
        ('leerroutes = ["onderwijs"]', 'leerroutes = ["onderwijs"]\naandeel = 0.9'),
    ],
    ids=["too short", "not everybody waits"],
)
def test_a_gap_that_the_event_does_not_cover_is_an_error(tmp_path, zoek, vervang):
    map_ = tmp_path / "alkmaar"
    shutil.copytree(data_path() / "regios" / "regio-alkmaar", map_)
    toml = map_ / "regio.toml"
    tekst = toml.read_text(encoding="utf-8")
    assert zoek in tekst
    toml.write_text(tekst.replace(zoek, vervang), encoding="utf-8")
    with pytest.raises(Invoerfout) as fout:
        build_model(read_region(str(map_)), BASIS)
    assert any("onderdeel mbo" in str(m) and "geen contract" in str(m) for m in fout.value.meldingen)
