"""Whose turn it is, who sees what, and what goes when."""

from dataclasses import replace

import pytest

from reports.dienst.antwoord import Weigering
from reports.dienst.wachtrij import GEWEIGERD, KLAAR, REKENT, WACHT, Wachtrij
from tests.hulp_dienst import GRENZEN


def test_a_caller_may_have_so_many_under_way_and_the_queue_so_many_waiting(rij):
    for _ in range(2):
        rij.accept("a", "raming", {})
    with pytest.raises(Weigering) as vol:
        rij.accept("a", "raming", {})
    assert (vol.value.status, vol.value.koppen) == (429, {"Retry-After": "10"})
    rij.accept("b", "raming", {})
    with pytest.raises(Weigering) as vol:
        rij.accept("b", "raming", {})
    assert vol.value.status == 503
    # One that runs no longer waits; one that is over is nobody's burden.
    eerste = rij.start_next()
    rij.accept("b", "raming", {})
    rij.finish(eerste, KLAAR)
    rij.start_next()
    rij.accept("a", "raming", {})


def test_no_more_run_at_once_than_there_is_room_for(rij):
    eerste, tweede = rij.accept("a", "raming", {}), rij.accept("b", "raming", {})
    assert rij.start_next() is eerste
    assert rij.start_next() is None
    assert (eerste.toestand, tweede.toestand) == (REKENT, WACHT)
    rij.finish(eerste, KLAAR)
    assert rij.start_next() is tweede


def test_callers_take_turns(klok):
    rij = Wachtrij(replace(GRENZEN, wachtrij=20, per_beller=10), klok)
    for wie in "aaab":
        klok.nu += 1
        rij.accept(wie, "raming", {})
    volgorde = []
    while (aanvraag := rij.start_next()) is not None:
        volgorde.append(aanvraag.beller)
        klok.nu += 1
        rij.finish(aanvraag, KLAAR)
    assert "".join(volgorde) == "abaa"


def test_nobody_sees_the_request_of_another(rij):
    eigen = rij.accept("a", "raming", {})
    assert rij.find("a", eigen.nummer) is eigen
    assert (rij.of("a"), rij.of("b")) == ([eigen], [])
    for wie, nummer in (("b", eigen.nummer), ("a", "../a"), ("a", "")):
        with pytest.raises(Weigering) as weg:
            rij.find(wie, nummer)
        assert weg.value.status == 404


def test_the_latest_is_the_newest_that_is_ready(rij, klok):
    oud, nieuw = rij.accept("a", "raming", {}), rij.accept("a", "raming", {})
    rij.finish(oud, KLAAR)
    rij.finish(nieuw, GEWEIGERD)
    assert rij.latest("a", "raming") is oud
    for wie, soort in (("a", "zoek"), ("b", "raming")):
        with pytest.raises(Weigering):
            rij.latest(wie, soort)


def test_what_has_been_kept_long_enough_goes_and_what_runs_stays(rij, klok):
    eerste = rij.accept("a", "raming", {})
    rij.start_next()
    klok.nu += 1000
    assert rij.expired() == []
    rij.finish(eerste, KLAAR)
    klok.nu += 99
    assert rij.expired() == []
    klok.nu += 1
    assert rij.expired() == [eerste]
    rij.forget(eerste)
    assert rij.alle == {}


def test_of_too_many_results_the_oldest_goes(rij):
    gedaan = []
    for _ in range(3):
        gedaan.append(rij.accept("a", "raming", {}))
        rij.finish(gedaan[-1], KLAAR)
    rij.finish(rij.accept("b", "raming", {}), KLAAR)
    assert rij.expired() == [gedaan[0]]


def test_a_number_is_never_given_twice(rij):
    eerste = rij.accept("a", "raming", {})
    rij._teller = 0
    assert rij.accept("a", "raming", {}).nummer != eerste.nummer
