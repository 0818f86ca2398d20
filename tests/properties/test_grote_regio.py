"""A large region: in full it is a run, an estimate of what does not move is exact, and of what moves it lies near."""

from datetime import date
from functools import lru_cache

import numpy as np
import pytest

from reports.dashboard import rekenaar as pagina
from reports.dashboard.knoppen import turn
from scenarios.engine.explore import BESIDE, Explorer
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.verkennen import steekproef
from scenarios.verkennen.achtergrond import Background
from scenarios.verkennen.groot import LargeExplorer

TREKKINGEN = 40
VANAF = date(2027, 1, 1)


@lru_cache
def regio():
    return read_region("voorbeeld:westfriesland")


@pytest.fixture
def klein(monkeypatch):
    """Seven gemeenten stand for hundreds: one is large, two strata of three have one or two taken."""
    monkeypatch.setattr(steekproef, "LARGEST", 1)
    monkeypatch.setattr(steekproef, "STRATA", 2)
    return LargeExplorer(regio(), TREKKINGEN)


def test_in_full_it_is_a_run_and_what_does_not_move_is_exact(klein):
    vol = run(build_model(regio(), BASIS), TREKKINGEN)
    answer = klein.compute(BASIS).result
    assert np.array_equal(answer.totaal.statistics, vol.totaal.statistics)
    assert [g.oordelen for g in answer.gemeenten] == [g.oordelen for g in vol.gemeenten]
    assert answer.oorzaken == vol.oorzaken
    still = klein.estimate(BASIS)
    assert np.array_equal(still.answer.result.totaal.statistics, vol.totaal.statistics)
    assert not still.margin.saldo.any()


@pytest.mark.parametrize(
    ("stand", "grootheid"),
    [({"prijs_b1": 20}, "lasten"), ({"spuk": -10}, "spuk_definitief"), ({"realisatie": -20}, "gehuisvest")],
    ids=str,
)
def test_what_moves_is_estimated_near_the_full_answer(klein, stand, grootheid):
    scenario = turn(BASIS, stand, VANAF)
    was = klein.compute(BASIS).result.totaal.value(grootheid, -1)
    geschat = klein.estimate(scenario)
    wordt = run(build_model(regio(), scenario), TREKKINGEN).totaal.value(grootheid, -1)
    assert geschat.margin.taken < geschat.margin.all
    assert abs(wordt - was) > 0.01 * was
    assert geschat.answer.result.totaal.value(grootheid, -1) - was == pytest.approx(wordt - was, rel=0.25)


def test_one_gemeente_alone_is_the_same_as_among_all():
    alle = build_model(regio(), BASIS).gemeenten
    (een,) = [g for g in build_model(regio(), BASIS, alleen=[alle[2].code]).gemeenten if g.code == alle[2].code]
    for naam in ("eenheden", "euros", "gemeentefonds", "vaste_lasten", "aandeel"):
        assert np.array_equal(getattr(een, naam), getattr(alle[2], naam))


def test_every_gemeente_beside_the_answer_is_that_of_a_run():
    vol = run(build_model(regio(), BASIS), TREKKINGEN)
    heel = Explorer(regio(), TREKKINGEN).compute_all(BASIS)
    assert np.array_equal(heel.totaal.statistics, vol.totaal.statistics)
    for a, b in zip(heel.gemeenten, vol.gemeenten, strict=True):
        assert (a.naam, a.oordelen) == (b.naam, b.oordelen)
        for naam in BESIDE:
            for waarde in ("verwacht", "p10", "p90"):
                assert [a.value(naam, j, waarde) for j in range(8)] == [b.value(naam, j, waarde) for j in range(8)]


@pytest.fixture
def rekenaar(klein, monkeypatch):
    """What computes a page of a region that is taken to be large."""
    monkeypatch.setattr(pagina, "KEPT", 1)
    monkeypatch.setattr(pagina, "_BEKEND", {})
    monkeypatch.setattr(pagina, "ADEMPAUZE", 0.05)
    return pagina.Rekenaar(regio(), TREKKINGEN, Background())


def test_a_large_region_can_be_stopped_goes_on_and_keeps_what_a_move_departs_from(rekenaar):
    werk = rekenaar.achtergrond
    assert rekenaar.answer(BASIS, 0.9) is None
    rekenaar.complete(BASIS, 0.9)
    werk.stop()
    assert (werk.busy, werk.stopped, werk.fault) == (False, True, None)
    werk.join(120)
    assert not rekenaar.news(BASIS, 0.9, answered=False)
    rekenaar.complete(BASIS, 0.9)
    gedraaid = turn(BASIS, {"prijs_b1": 20}, VANAF)
    # A move meanwhile waits for it: whatever is computed first, every move can depart from it.
    assert rekenaar.answer(gedraaid, 0.9) is None
    rekenaar.complete(gedraaid, 0.9)
    werk.join(120)
    assert (werk.busy, werk.done, werk.total) == (False, len(regio().gemeenten), len(regio().gemeenten))
    assert rekenaar.whole(BASIS, 0.9) is not None
    assert rekenaar.news(gedraaid, 0.9, answered=False)
    geschat = rekenaar.answer(gedraaid, 0.9)
    assert geschat is not None
    assert geschat.marge is not None
    rekenaar.complete(gedraaid, 0.9)
    werk.join(120)
    assert rekenaar.news(gedraaid, 0.9, answered=True)
    assert rekenaar.answer(gedraaid, 0.9).marge is None
