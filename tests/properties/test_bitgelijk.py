"""One run, one outcome: not a bit depends on threads, processes, the order of the work or the company it runs in."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.engine import work
from scenarios.engine.threads import Threads, run, run_together
from scenarios.engine.work import Calculator, Run
from scenarios.grond.trekking import BLOK
from scenarios.model.simulatie import simulate_country, simulate_gemeente
from tests.hulp_model import example_model, same_bits

TREKKINGEN = 2100
"""A whole block, and one that is cut."""


class Gehusseld:
    """Does the groups in any order, by turns in two fresh copies of the machinery, and hands them back in theirs."""

    workers = threads = 1

    def __init__(self, zaad):
        self.zaad = zaad

    def compute(self, rekenaar, partij, aside=None):
        groepen = rekenaar.run.groups
        volgorde = np.argsort(np.sin(np.arange(len(groepen)) * (self.zaad + 0.37)))
        kopieen = [Calculator(rekenaar.run) for _ in range(2)]
        klaar = {i: kopieen[beurt % 2].compute_group(groepen[i], partij) for beurt, i in enumerate(volgorde)}
        yield from (klaar[i] for i in range(len(groepen)))


class Processen:
    """Does every group in another process."""

    workers = 2
    threads = 1

    def compute(self, rekenaar, partij, aside=None):
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            groepen = rekenaar.run.groups
            yield from pool.map(rekenaar.compute_group, groepen, [partij] * len(groepen))


@pytest.fixture(scope="module")
def alleen():
    return run(example_model(), TREKKINGEN, workers=1)


@pytest.mark.parametrize("werkers", [2, 17])
def test_number_of_threads(alleen, werkers):
    assert same_bits(alleen, run(example_model(), TREKKINGEN, workers=werkers))


def test_what_waits_for_no_group_is_done_once_beside_them():
    done = []
    parts = Threads(2).compute(Calculator(Run((example_model(),), 0, 1, 0.9)), 0, lambda: done.append("aside"))
    assert list(parts)
    assert done == ["aside"]


def test_processes(alleen):
    assert same_bits(alleen, run(example_model(), TREKKINGEN, runner=Processen()))


@settings(max_examples=2)
@given(zaad=st.integers(0, 1000))
def test_order_of_the_work(alleen, zaad):
    assert same_bits(alleen, run(example_model(), TREKKINGEN, runner=Gehusseld(zaad)))


def test_order_and_threads_with_several_partijen():
    een = run(example_model(), 4500, workers=1, partij=2048)
    assert same_bits(een, run(example_model(), 4500, partij=2048, runner=Gehusseld(5)))
    assert same_bits(een, run(example_model(), 4500, workers=2, partij=2048))


@settings(max_examples=4)
@given(st.integers(2, 2999))
def test_the_first_draws_do_not_depend_on_how_many_are_asked(n):
    kort, lang = (Calculator(Run((example_model(),), t, 1, 0.9)) for t in (n, 3000))
    uit = [r.begin(0) for r in (kort, lang)]
    for rekenaar, getrokken in zip((kort, lang), uit, strict=True):
        for b in range(len(rekenaar.run.blocks(0))):
            rekenaar.fill_block(2, 0, b, getrokken)
    kort_, lang_ = (getrokken.draws[0][:, :, :n] for getrokken in uit)
    assert np.array_equal(kort_, lang_)


def test_models_side_by_side_equal_each_by_itself(alleen):
    namen = ("basis", "minder-instroom", "oude-ruimte")
    modellen = tuple(example_model(n) for n in namen)
    samen = run_together(Run(modellen, TREKKINGEN, 1, 0.9), Threads(2))
    assert same_bits(samen[0], alleen)
    for model, resultaat in zip(modellen[1:], samen[1:], strict=True):
        assert same_bits(resultaat, run(model, TREKKINGEN, workers=2))


@pytest.mark.parametrize("trekkingen", [TREKKINGEN, 0], ids=["draws", "expected values"])
def test_a_verdict_alone_is_that_of_a_whole_run(trekkingen):
    """Of the same people, of others and of who follows these."""
    modellen = tuple(example_model(n) for n in ("basis", "oude-ruimte", "minder-instroom"))
    modellen = (*modellen, replace(modellen[2], regels=modellen[1].regels))
    heel = run_together(Run(modellen, trekkingen, 1, 0.9), Threads(2))
    samen = run_together(Run(modellen, trekkingen, 1, 0.9, oordelen=3), Threads(2))
    assert same_bits(samen[0], heel[0])
    for oordeel, resultaat in zip(samen[1:], heel[1:], strict=True):
        assert oordeel.totaal.oordelen == resultaat.totaal.oordelen
        assert oordeel.totaal.chance_error("totaal", 5) == resultaat.totaal.chance_error("totaal", 5) is not None
        assert oordeel.open_years(oordeel.jaren) == resultaat.open_years(resultaat.jaren)
        assert (oordeel.gemeenten, oordeel.oorzaken) == ((), {})


def test_without_figures_the_verdicts_are_the_same(alleen):
    """Of every gemeente and the region, in threads and in order."""
    opdracht = Run((example_model(),), TREKKINGEN, 1, 0.9, cijfers=False, oorzaken=False)
    for uitvoerder in (Threads(2), Gehusseld(1)):
        (kaal,) = run_together(opdracht, uitvoerder)
        assert [p.oordelen for p in kaal.parts()] == [p.oordelen for p in alleen.parts()]


def test_a_price_moves_no_person():
    basis, duurder = (run(example_model(n), 1000) for n in ("basis", "duurder-b1"))
    for naam in ("gehuisvest", "plichtig", "gezin", "gestart_b1"):
        for j in range(len(basis.jaren)):
            assert basis.totaal.value(naam, j) == duurder.totaal.value(naam, j)
    assert basis.totaal.value("lasten", 5) < duurder.totaal.value("lasten", 5)


def test_every_quantity_of_every_draw_is_written():
    rekenaar = Calculator(Run((example_model(),), 1000, 1, 0.9))
    getrokken = rekenaar.begin(0)
    getrokken.draws[0][:] = np.nan
    rekenaar.fill_block(0, 0, 0, getrokken)
    assert not np.isnan(getrokken.draws[0]).any()


@pytest.mark.parametrize("samen", [2 * BLOK, 5 * BLOK], ids=["in two pieces", "at once"])
def test_blocks_settled_together_are_as_each_settled_by_itself(samen, monkeypatch):
    monkeypatch.setattr(work, "TOGETHER", samen)
    model = example_model()
    rekenaar = Calculator(Run((model,), 3 * BLOK, 1, 0.9))
    getrokken = rekenaar.begin(0)
    # Whichever comes last settles them.
    for b in (2, 0, 1):
        rekenaar.fill_block(2, 0, b, getrokken)
    for b, stroom in enumerate(rekenaar.run.blocks(0)):
        alleen = simulate_gemeente(model, model.gemeenten[2], simulate_country(model, stroom), stroom)
        assert np.array_equal(getrokken.draws[0][..., b * BLOK : (b + 1) * BLOK], alleen)


def test_an_error_in_a_thread_comes_out(monkeypatch):
    monkeypatch.setattr(Calculator, "fill_block", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(example_model(), 1000, workers=2)
