"""The whole country as one region: what is divided adds up again to the national figure."""

import pytest

from finance.fouten import Invoerfout
from scenarios.engine.threads import run
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.regio import read_region
from scenarios.volumes.taakstelling import latest_versions
from tests.hulp_model import settled_model


@pytest.fixture(scope="module")
def verwacht():
    return run(settled_model(regio="voorbeeld:landelijk"), 0)


def test_342_gemeenten(verwacht):
    assert len(verwacht.gemeenten) == 342


def test_national_amounts_come_back(verwacht):
    """Stcrt. 2022, 30604: 15.0, 9.0, 15.9 and 14.8 million; the published budgets of 2022: 50.446 million. Rounding: a
    cent each."""
    onderwijs = [verwacht.totaal.value("onderwijsroute", j) for j in range(4)]
    assert onderwijs == pytest.approx([15.0e6, 9.0e6, 15.9e6, 14.8e6], abs=342 * 0.005)
    assert verwacht.totaal.value("gemeentefonds", 0) == pytest.approx(50.446e6, abs=342 * 0.005)


def test_taakstellingen_add_up_to_the_published_number(verwacht):
    """Each gemeente is rounded to whole persons: at most half a person per gemeente and half-year."""
    versies = latest_versions(shipped().taakstelling)
    landelijk = versies["2022H1"].aantal + versies["2022H2"].aantal
    assert verwacht.totaal.value("taakstelling", 0) == pytest.approx(landelijk, abs=342)


def test_a_region_names_gemeenten_or_takes_all(tmp_path):
    bron = read_region("voorbeeld:westfriesland").map
    for bestand in bron.iterdir():
        if bestand.is_file():
            (tmp_path / bestand.name).write_bytes(bestand.read_bytes())
    regio = tmp_path / "regio.toml"
    regio.write_text("alle_gemeenten = true\n" + regio.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(Invoerfout, match="alle_gemeenten"):
        read_region(str(tmp_path))


def test_a_national_amount_is_divided_by_the_inhabitants_of_its_own_year():
    """50.446 million of 2022 x 74.297 of Hoorn / 17.569.919 of the country on 1 January 2022 = 213.318,37."""
    rij = next(
        b for b in read_region("voorbeeld:landelijk").budgetten if b.gemeente == "Hoorn" and b.pot == "gemeentefonds"
    )
    assert (rij.jaar, rij.bedrag) == (2022, 213_318.37)
    assert rij.bron.endswith("naar inwoners op 1-1-2022")
