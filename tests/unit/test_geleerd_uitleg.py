"""What was learned is shown figure by figure, and persons that cannot be believed are named."""

from dataclasses import replace
from functools import cache

import pytest

from reports.raming.voorbehoud import implausible_persons, warnings
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.modellen import BASIS, STARTINDICATOREN
from scenarios.regiomap.regio import read_region
from scenarios.volumes.uitleg import explain
from tests.hulp_model import example_model
from tests.hulp_tellingen import row, with_gemeenten

VOORBEELD = "voorbeeld:noordkop"


@cache
def counted(gehuisvest):
    gemeenten = [
        g.model_copy(update={"code": code, "naam": naam})
        for g, code, naam in zip(
            read_region(VOORBEELD).bestand.gemeente, ("GM0629", "GM0503"), ("Wassenaar", "Delft"), strict=False
        )
    ]
    rijen = [row("GM0629", 2022, 1, "gehuisvest", gehuisvest), row("GM0503", 2022, 1, "gehuisvest", 60)]
    return build_model(with_gemeenten(VOORBEELD, gemeenten, rijen), BASIS)


def test_every_outcome_is_the_weighed_mean_of_what_is_shown():
    model = example_model()
    for x in explain(model.kennis, [g.naam for g in model.gemeenten]):
        eigen = x.eigen if x.waarnemingen else 0.0
        samen = (x.waarnemingen * eigen + x.gewicht * x.anders) / (x.waarnemingen + x.gewicht)
        assert x.uitkomst == pytest.approx(samen)
        assert x.uitkomst <= x.hoogstens
        assert not x.begrensd


def test_a_count_that_cannot_be_is_bounded_and_says_so():
    model = counted(900)
    wassenaar, delft = list(explain(model.kennis, ["Wassenaar", "Delft"]))[:2]
    assert (wassenaar.grootheid, wassenaar.eigen, wassenaar.hoogstens) == ("realisatie", 2.0, 2.0)
    assert (wassenaar.begrensd, delft.begrensd) == (True, False)


@pytest.mark.parametrize("gehuisvest", [15, 900])
def test_persons_far_above_the_taakstelling_are_named(gehuisvest):
    """900 persons in a half-year on a taakstelling of 15 or so; 15 is what was asked."""
    resultaat = run(counted(gehuisvest), trekkingen=0)
    zinnen = list(implausible_persons(resultaat, shipped().bevolking))
    if gehuisvest == 15:
        assert zinnen == []
    else:
        [zin] = zinnen
        assert "Wassenaar" in zin
        assert "gehuisvest in 2022 (taakstelling 3" in zin
        assert "Delft" not in zin
        assert any("meer personen dan aannemelijk" in w for w in warnings(resultaat, read_region(VOORBEELD)))


def test_persons_above_one_percent_of_the_inhabitants_are_named():
    """Gezinsmigranten follow no taakstelling: 500 of the 27.000 inhabitants of Wassenaar are too many."""
    gemeenten = [read_region(VOORBEELD).bestand.gemeente[0].model_copy(update={"code": "GM0629", "naam": "Wassenaar"})]
    rijen = [row("GM0629", 2022, 2, "inburgeringsplichtig", 500, "gezinsmigrant")]
    resultaat = run(build_model(with_gemeenten(VOORBEELD, gemeenten, rijen), BASIS), trekkingen=0)
    [zin] = implausible_persons(resultaat, shipped().bevolking)
    assert "personen in 2022" in zin
    assert "in 2023" not in zin


def test_the_course_is_learned_once_for_all_scenarios_and_anew_for_other_counts():
    regio = read_region("voorbeeld:westfriesland")
    een = [regio.gemeenten[0].code]
    model, ander_scenario = (build_model(regio, s, alleen=een) for s in (BASIS, BASIS.model_copy(update={"naam": "x"})))
    assert model.verloop is ander_scenario.verloop
    niemand = tuple(
        r.model_copy(update={"aantal": 0}) if r.indicator in STARTINDICATOREN else r for r in regio.instroom
    )
    nieuw = build_model(replace(regio, instroom=niemand), BASIS, alleen=een).tempo
    assert model.tempo
    assert any(anders.uitkomst < toen.uitkomst for anders, toen in zip(nieuw, model.tempo, strict=True))
