"""What a button of the dashboard asks for: how far it is, that it stops, and that it belongs to one question."""

import gc
import threading

import pytest

from finance.fouten import Invoerfout, Melding
from reports.dashboard.taak import GRENS, RAPPORT, Taak, Werk
from scenarios.verkennen.achtergrond import Background

GEDULD = 60
"""Seconds"""


class Stap:
    """Work that waits at every step until it is let go."""

    def __init__(self):
        self.begonnen, self.door = threading.Event(), threading.Event()
        self.stappen = 0

    def __call__(self, tell):
        for _ in range(2):
            tell(self.stappen, 2)
            self.stappen += 1
            self.begonnen.set()
            assert self.door.wait(GEDULD)
        return "klaar"


def pressed(taak, werk, *namen):
    return taak.ask(dict.fromkeys(namen, 1), werk)


def finished(taak, wat):
    taak._gevraagd[wat][1].join(GEDULD)


def test_it_tells_how_far_it_is_and_gives_what_came_of_it():
    taak, stap = Taak(), Stap()
    werk = {GRENS: Werk("vraag", stap, 2)}
    assert not taak.ask({GRENS: 0}, werk)
    assert pressed(taak, werk, GRENS)
    assert not pressed(taak, werk, GRENS), "a press counts once"
    assert stap.begonnen.wait(GEDULD)
    assert 'max="2"' in taak.told(GRENS, werk)
    assert taak.busy(GRENS)
    assert taak.made(GRENS, werk) is None
    stap.door.set()
    finished(taak, GRENS)
    assert taak.made(GRENS, werk) == "klaar"
    assert taak.told(GRENS, werk) == ""


def test_it_stops_at_the_next_step_and_nobody_waits_for_that():
    taak, stap = Taak(), Stap()
    werk = {GRENS: Werk("vraag", stap)}
    pressed(taak, werk, GRENS)
    assert stap.begonnen.wait(GEDULD)
    taak.stop()
    assert not taak.busy()
    assert "gestopt" in taak.told(GRENS, werk)
    stap.door.set()
    finished(taak, GRENS)
    assert stap.stappen == 1
    assert taak.made(GRENS, werk) is None


def test_another_press_or_another_question_gives_it_up():
    taak, stap, ander = Taak(), Stap(), Stap()
    werk = {GRENS: Werk("vraag", stap), RAPPORT: Werk("vraag", ander)}
    pressed(taak, werk, GRENS)
    pressed(taak, werk, RAPPORT)
    assert not taak.busy(GRENS)
    assert taak.busy(RAPPORT)
    nieuw = {**werk, RAPPORT: Werk("andere vraag", ander)}
    assert taak.told(RAPPORT, nieuw) == ""
    assert not taak.busy()
    ander.door.set()
    finished(taak, RAPPORT)
    assert taak.made(RAPPORT, nieuw) is None
    stap.door.set()


@pytest.mark.parametrize(
    ("fout", "gezegd"),
    [(Invoerfout([Melding("x.csv", "", "a", "b", "c")]), "x.csv"), (OSError("vol"), "De grens is niet gelukt.")],
)
def test_what_goes_wrong_is_told(fout, gezegd):
    def fail(tell):
        raise fout

    taak, werk = Taak(), {GRENS: Werk("vraag", fail)}
    pressed(taak, werk, GRENS)
    finished(taak, GRENS)
    assert gezegd in taak.told(GRENS, werk)
    assert taak.made(GRENS, werk) is None


def test_work_of_a_page_that_is_gone_ends_by_itself():
    stap = Stap()
    werk: Background[str] = Background()
    werk.start(stap)
    thread = werk._work.thread
    assert thread is not None
    assert stap.begonnen.wait(GEDULD)
    del werk
    gc.collect()
    stap.door.set()
    thread.join(GEDULD)
    assert stap.stappen == 1
