"""Whatever the knobs say: the quick answer is the full run, and the saved scenario is what was turned."""

import re
from datetime import date
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.fouten import Invoerfout
from reports.dashboard.knoppen import Schuif, describe, knobs_of, turn
from scenarios.engine import work as werk
from scenarios.engine.explore import Explorer
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.model.simulatie import simulate_country
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import choose_scenarios, read_region
from scenarios.regiomap.scenario_bewaren import save_scenario
from scenarios.waarheid.feiten import read_truth

VANAF = date(2027, 1, 1)
KNOPPEN = knobs_of(read_region("voorbeeld:westfriesland"))
standen = st.fixed_dictionaries(
    {},
    optional={
        knop.naam: st.integers(knop.laag, knop.hoog) if isinstance(knop, Schuif) else st.sampled_from(list(knop.opties))
        for knop in KNOPPEN
    },
)
uitgangspunten = st.sampled_from(["basis", "hoog", "afschaffing", "duurder-b1"])


@lru_cache
def verkenner():
    """One for all examples, so that it remembers people from one to the next."""
    return Explorer(read_region("voorbeeld:westfriesland"), trekkingen=40)


@given(standen, uitgangspunten, st.sampled_from(["", "Opmeer"]), st.sampled_from([0.5, 0.9]))
@settings(max_examples=10)
def test_the_quick_answer_is_the_full_run(standen, uitgangspunt, gemeente, zekerheid):
    regio = verkenner().regio
    scenario = turn(choose_scenarios(regio, (uitgangspunt,))[0], standen, VANAF)
    try:
        snel = verkenner().compute(scenario, zekerheid, gemeente).result.totaal
    except Invoerfout as fout:
        # Shares that add up to more than 1 are refused, by either way.
        with pytest.raises(Invoerfout, match=re.escape(str(fout))):
            build_model(regio, scenario)
        return
    vol = run(build_model(regio, scenario), 40, zekerheid=zekerheid)
    juist = next((g for g in vol.gemeenten if g.naam == gemeente), vol.totaal)
    assert (snel.naam, snel.code) == (juist.naam, juist.code)
    assert np.array_equal(snel.statistics, juist.statistics)
    assert snel.oordelen == juist.oordelen


def test_an_answer_for_one_gemeente_refuses_what_does_not_fit_another():
    """Koggenland has so many in the onderwijsroute that 34 points more leave no room: no answer for Opmeer either."""
    scenario = turn(BASIS, {"mix_z": 1, "mix_onderwijs": 34}, VANAF)
    with pytest.raises(Invoerfout, match="Koggenland") as vol:
        build_model(verkenner().regio, scenario)
    with pytest.raises(Invoerfout, match=re.escape(str(vol.value))):
        verkenner().compute(scenario, gemeente="Opmeer")


def test_a_move_departs_from_what_was_computed_last_and_tells_what_a_run_tells():
    """Money, people, another gemeente and back: figures, when the SPUK runs dry, causes and the table of gemeenten."""
    regio, basis = read_region("voorbeeld:noordkop"), BASIS
    zoeker, peiljaar = Explorer(regio, trekkingen=2_100), regio.bestand.peildatum.year
    for stand, gemeente in (
        ({"prijs_b1": 10}, ""),
        ({"prijs_b1": 10, "gemeentefonds": -5}, "Schagen"),
        ({"gemeentefonds": -5}, ""),
        ({"realisatie": 4, "gemeentefonds": -5}, ""),
    ):
        scenario = turn(basis, stand, VANAF)
        snel, vol = (
            zoeker.compute(scenario, gemeente=gemeente).result,
            run(build_model(regio, scenario), 2_100, maanden=True),
        )
        part = next((g for g in vol.gemeenten if g.naam == gemeente), vol.totaal)
        assert np.array_equal(snel.totaal.statistics, part.statistics)
        assert snel.totaal.oordelen == part.oordelen
        assert snel.dry() == vol.kas[vol.parts().index(part)].droog()
        if not gemeente:
            jaren = vol.judged_years(peiljaar)
            assert snel.judged_years(peiljaar) == jaren
            assert snel.oorzaken == {j: vol.oorzaken[j] for j in jaren}
            heel = zoeker.compute_all(scenario)
            assert [g.oordelen for g in heel.gemeenten] == [g.oordelen for g in vol.gemeenten]
            assert np.allclose(zoeker.draw(scenario).mean(axis=-1), vol.totaal.statistics[0], rtol=1e-12)


def test_a_knob_that_moves_who_comes_to_the_region_draws_no_other_country(monkeypatch):
    zoeker, getekend = Explorer(read_region("voorbeeld:noordkop"), trekkingen=40), []
    zoeker.compute(BASIS)

    def draw(*wie):
        getekend.append(wie)
        return simulate_country(*wie)

    monkeypatch.setattr(werk, "simulate_country", draw)
    for knop, keren in (("realisatie", 0), ("mix_z", 0), ("taakstelling", 1)):
        zoeker.compute(turn(BASIS, {knop: 4}, VANAF))
        assert len(getekend) == keren


def test_closed_years_of_a_region_stay_closed(boekenmap):
    """Its answer holds no gemeenten, and yet it is known of all of them which years are facts."""
    regio = read_truth(str(boekenmap))
    snel, vol = Explorer(regio, 40).compute(BASIS).result, run(build_model(regio, BASIS), 40)
    peiljaar = regio.bestand.peildatum.year
    assert snel.judged_years(peiljaar) == vol.judged_years(peiljaar) != snel.jaren
    assert [snel.status(snel.totaal, j) for j in snel.jaren] == [vol.status(vol.totaal, j) for j in vol.jaren]


@pytest.fixture(scope="module")
def eigen(tmp_path_factory):
    """A folder of one's own, as it is read."""
    map_ = tmp_path_factory.mktemp("regio") / "eigen"
    copy_region("voorbeeld:westfriesland", map_)
    return read_region(str(map_))


@given(standen, uitgangspunten)
@settings(max_examples=20)
def test_a_saved_scenario_reads_back_as_it_was_turned(eigen, standen, uitgangspunt):
    regio = eigen
    basis = choose_scenarios(regio, (uitgangspunt,))[0]
    scenario = turn(basis, standen, VANAF).model_copy(
        update={"naam": "bewaard", "omschrijving": describe(basis, standen, VANAF)}
    )
    save_scenario(regio, scenario, vervang=True)
    assert read_region(str(regio.map)).scenarios["bewaard"] == scenario


def test_knobs_at_rest_change_nothing():
    regio = verkenner().regio
    for basis in choose_scenarios(regio, ("basis", "hoog")):
        rust = {k.naam: 0 if isinstance(k, Schuif) else next(iter(k.opties)) for k in KNOPPEN}
        assert turn(basis, rust, VANAF) == basis


def test_every_knob_moves_the_money():
    regio = verkenner().regio
    basis = choose_scenarios(regio, ("basis",))[0]
    # At expected values, so that no change can hide behind chance.
    saldo = {
        knop.naam: {
            run(build_model(regio, turn(basis, {knop.naam: stand}, VANAF)), 0).totaal.statistics.tobytes()
            for stand in ((knop.laag, 0, knop.hoog) if isinstance(knop, Schuif) else knop.opties)
        }
        for knop in KNOPPEN
    }
    # Two options of a choice may be the same as the parameters say already.
    assert {naam: len(s) for naam, s in saldo.items() if len(s) < 2} == {}
