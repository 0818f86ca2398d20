"""What `spuk vergelijk` says of a scenario of which the cause is known beforehand."""

from datetime import date

import pytest

from finance.verschil import DRIJVERS, total
from scenarios.engine.read import read_results
from scenarios.engine.threads import run
from scenarios.engine.write import to_document, write_json
from scenarios.inzicht.vergelijking import NODIG, attribute_results
from scenarios.model.model import build_model
from scenarios.regiomap.gebeurtenissen import Gebeurtenis
from scenarios.regiomap.modellen import BASIS, Scenario
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.wijziging import Wijziging

JAREN = (2027, 2028, 2029)


@pytest.fixture(scope="module")
def regio():
    return read_region("voorbeeld:westfriesland")


@pytest.fixture(scope="module")
def basis(regio):
    return run(build_model(regio, BASIS), 0)


def change(**wijziging):
    return Scenario(naam="ander", wijziging=(Wijziging(**{"vanaf": date(2027, 1, 1)} | wijziging),))


def drivers(regio, basis, scenario):
    """Euros of lasten and uitkering by driver, of the years 2027-2029 together."""
    ander = run(build_model(regio, scenario), 0)
    codes = [g.code for g in basis.gemeenten]
    verschil = attribute_results(basis, ander, codes, basis.jaren).together(codes, JAREN)
    return [
        dict(zip(DRIJVERS, total(delen.values()).delen, strict=True)) for delen in (verschil.lasten, verschil.uitkering)
    ]


def test_a_wave_is_volume(regio, basis):
    """100 people on top in the first half of 2027: nobody pays another price, and nobody takes another leerroute."""
    golf = Gebeurtenis(
        soort="boeggolf", vanaf=date(2027, 1, 1), tot=date(2027, 7, 1), personen=100, telt_mee=False, toelichting="azc"
    )
    for delen in drivers(regio, basis, Scenario(naam="ander", gebeurtenis=(golf,))):
        assert delen["volume"] > 100_000
        # The mean route mix of the region stands in for that of each gemeente.
        assert delen["volume"] == pytest.approx(sum(delen.values()), rel=0.02)


def test_more_gezinsmigranten_are_volume(regio, basis):
    lasten, uitkering = drivers(regio, basis, change(veld="gezin", factor=1.5))
    for delen in (lasten, uitkering):
        assert delen["volume"] == pytest.approx(sum(delen.values()), rel=0.005)


def test_a_fixed_sum_is_not_price(regio, basis):
    """25.000 a year for interpreters, who are paid by the hour too: 75.000 in three years, all of it vast."""
    lasten, uitkering = drivers(regio, basis, change(veld="vast.tolken", erbij=25_000))
    assert lasten.pop("vast") == pytest.approx(75_000, abs=0.01)
    assert list(lasten.values()) == pytest.approx([0] * 5, abs=0.01)
    assert list(uitkering.values()) == pytest.approx([0] * 6, abs=0.01)


def test_a_price_is_price_and_a_leerroute_is_mix(regio, basis):
    lasten, _ = drivers(regio, basis, change(veld="prijs.leerroute_b1", factor=1.2))
    assert lasten["prijs"] == pytest.approx(sum(lasten.values()))
    lasten, _ = drivers(regio, basis, change(veld="mix.asielstatushouder.z", erbij=0.1))
    assert lasten["volume"] == pytest.approx(0, abs=1)
    assert abs(lasten["mix"]) > 10_000


def test_a_file_says_what_the_run_said(regio, basis, tmp_path):
    """The profile of raming.json is read back; a file without it still compares."""
    doel = tmp_path / "raming.json"
    document = to_document([basis], regio)
    write_json(document, doel)
    (gelezen,) = read_results([str(doel)], NODIG)
    assert gelezen.result.profiel is not None
    assert gelezen.result.profiel.gebruik == pytest.approx(basis.profiel.gebruik, rel=1e-5)
    write_json({naam: deel for naam, deel in document.items() if naam != "profielen"}, doel)
    (oud,) = read_results([str(doel)], NODIG)
    assert oud.result.profiel is None
    codes = [g.code for g in basis.gemeenten]
    assert total(attribute_results(oud.result, basis, codes, JAREN).together(codes, JAREN).lasten.values()).totaal == 0
