"""What may be saved as a scenario, under which name, and where."""

import pytest

from finance.fouten import Invoerfout
from scenarios.regiomap.modellen import Scenario
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.scenario_bewaren import changed_since, save_scenario


@pytest.fixture
def regio(tmp_path):
    copy_region("voorbeeld:westfriesland", tmp_path / "eigen")
    return read_region(str(tmp_path / "eigen"))


@pytest.mark.parametrize(
    ("naam", "woord"),
    [
        ("basis", "van spuk zelf"),
        ("hoog", "van spuk zelf"),
        ("duurder-b1", "vervangen"),
        ("", "gevonden niets"),
        ("Met Hoofdletter", "kleine letters"),
        ("../ontsnapt", "kleine letters"),
        ("a" * 61, "kleine letters"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(regio, naam, woord):
    voor = {p: p.read_bytes() for p in regio.map.parent.rglob("*") if p.is_file()}
    with pytest.raises(Invoerfout, match=woord):
        save_scenario(regio, Scenario(naam=naam) if naam else Scenario.model_construct(naam=naam))
    assert {p: p.read_bytes() for p in regio.map.parent.rglob("*") if p.is_file()} == voor


def test_an_old_scenario_is_replaced_only_when_asked(regio):
    pad = save_scenario(regio, Scenario(naam="duurder-b1", omschrijving="nieuw"), vervang=True)
    assert pad == regio.map / "scenarios" / "duurder-b1.toml"
    assert read_region(str(regio.map)).scenarios["duurder-b1"].omschrijving == "nieuw"


def test_an_example_stays_as_it_was_shipped():
    with pytest.raises(Invoerfout, match="een voorbeeld"):
        save_scenario(read_region("voorbeeld:westfriesland"), Scenario(naam="eigen"))


def test_what_changed_since_the_region_was_read_is_named_but_not_its_scenarios(regio):
    save_scenario(regio, Scenario(naam="eigen"))
    assert changed_since(regio) == []
    (regio.map / "contracten.csv").write_text("anders", encoding="utf-8")
    (regio.map / "beschikkingen.csv").write_text("nieuw", encoding="utf-8")
    (regio.map / "doelen.toml").unlink()
    assert changed_since(regio) == ["beschikkingen.csv", "contracten.csv", "doelen.toml"]


def test_a_folder_that_is_gone_is_not_made_again(regio):
    regio.map.rename(regio.map.parent / "elders")
    with pytest.raises(Invoerfout, match="geen map meer"):
        save_scenario(regio, Scenario(naam="eigen"))
    assert not regio.map.exists()
