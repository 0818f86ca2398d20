"""Ctrl+C and a request to stop, at the moments where they are lost or become something else."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import click
import pytest
from click.testing import CliRunner, Result

import reports.grond.onderbreking as onderbreking
from reports.grond.onderbreking import AFGEBROKEN, BEEINDIGD, GEZEGD, Luisteraar
from reports.grond.opdrachtregel import Opdrachten
from scenarios.engine.dask import _deaf_to_interrupts
from tests.huisregels import ROOT
from tests.hulp import hearing_interrupts


@pytest.fixture(autouse=True)
def _hearing():
    with hearing_interrupts():
        yield


def run(doe, invoer="") -> Result:
    """A group of commands with one that does this."""
    groep = Opdrachten("proef", commands={"doe": click.Command("doe", callback=doe)})
    return CliRunner().invoke(groep, ["doe"], input=invoer)


def ask(sein=signal.SIGINT):
    signal.raise_signal(sein)


@pytest.mark.parametrize(("sein", "code"), [(signal.SIGINT, AFGEBROKEN), (signal.SIGTERM, BEEINDIGD)])
def test_a_signal_ends_a_command_with_one_line_and_its_own_code(sein, code):
    uit = run(lambda: ask(sein))
    assert (uit.exit_code, uit.stderr.split("\n")[-2]) == (code, GEZEGD)


def test_an_interrupt_that_a_library_made_an_error_of_its_own_is_an_interrupt(tmp_path):
    """A zip file cannot be closed while a member is open: the error of that would hide the interrupt."""

    def write():
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as zip_:
            lid = zip_.open("lid", "w")
            ask()
            lid.close()

    uit = run(write)
    assert (uit.exit_code, uit.stderr.strip()) == (AFGEBROKEN, GEZEGD)


def test_an_error_that_no_interrupt_came_before_is_no_interrupt():
    uit = run(lambda: 1 // 0)
    assert isinstance(uit.exception, ZeroDivisionError)


def test_an_interrupt_that_python_drops_comes_again(capfd):
    class Bij:
        def __del__(self):
            ask()

    stappen = []

    def work():
        Bij()
        stappen.append("verder")
        time.sleep(5)
        stappen.append("te ver")

    uit = run(work)
    assert (uit.exit_code, uit.stderr.strip(), stappen) == (AFGEBROKEN, GEZEGD, ["verder"])
    assert capfd.readouterr().err == ""


def test_what_an_interrupted_command_leaves_half_open_says_nothing(capfd):
    class Half:
        def __del__(self):
            raise ValueError("nog open")

    def work():
        half = [Half()]
        ask()
        half.clear()

    assert run(work).exit_code == AFGEBROKEN
    assert capfd.readouterr().err == ""


def test_a_second_interrupt_disturbs_no_tidying():
    stappen = []

    def work():
        try:
            ask()
        finally:
            ask()
            ask(signal.SIGTERM)
            stappen.append("opgeruimd")

    uit = run(work)
    assert (uit.exit_code, uit.stderr.strip(), stappen) == (AFGEBROKEN, GEZEGD, ["opgeruimd"])


def test_a_request_to_stop_at_a_question_keeps_its_code():
    def work():
        click.prompt("wat", default="x", value_proc=lambda _: ask(signal.SIGTERM))

    assert run(work, "y\n").exit_code == BEEINDIGD


def test_the_end_of_what_is_typed_is_an_interrupt_too():
    uit = run(lambda: click.prompt("wat"))
    assert (uit.exit_code, uit.stderr.split("\n")[-2]) == (AFGEBROKEN, GEZEGD)


def test_an_answer_that_was_given_is_no_interrupt():
    """The command was at its end, and says so with its own code."""

    def work():
        try:
            ask()
        except KeyboardInterrupt:
            raise SystemExit(1) from None

    assert run(work).exit_code == 1


def test_a_signal_before_the_command_waits_for_it_and_one_after_it_is_nothing():
    luisteraar = Luisteraar()
    luisteraar.hear(signal.SIGTERM, None)
    with pytest.raises(onderbreking.Beeindigd):
        luisteraar.begin()
    klaar = Luisteraar()
    klaar.begin()
    klaar.klaar = True
    klaar.hear(signal.SIGINT, None)


def test_asking_again_ends_what_takes_long_to_tidy(monkeypatch):
    einden: list[object] = []
    nu = [0.0]
    monkeypatch.setattr(os, "_exit", einden.append)
    monkeypatch.setattr(os, "write", lambda _, tekst: einden.append(tekst.decode().strip()))
    luisteraar = Luisteraar()
    monkeypatch.setattr(luisteraar, "_nu", lambda: nu[0])
    luisteraar.begin()
    with pytest.raises(KeyboardInterrupt):
        luisteraar.hear(signal.SIGINT, None)
    luisteraar.hear(signal.SIGINT, None)
    assert einden == []
    nu[0] = onderbreking.GEDULD + 1
    luisteraar.hear(signal.SIGINT, None)
    assert einden == [GEZEGD, AFGEBROKEN]


def test_who_switched_interrupts_off_keeps_them_off():
    """As a shell does for what runs in the background."""
    oud = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert run(ask).exit_code == 0
    finally:
        signal.signal(signal.SIGINT, oud)


@pytest.mark.skipif(sys.platform == "win32", reason="a child cannot be deaf there")
def test_the_workers_of_dask_leave_an_interrupt_to_their_client():
    """A terminal gives it to all of them; theirs would be a traceback each."""
    regels = "import time; print('er', flush=True); time.sleep(0.3); print('nog', flush=True)"
    with _deaf_to_interrupts(), ThreadPoolExecutor(1) as draad:
        kind = draad.submit(subprocess.Popen, [sys.executable, "-c", regels], stdout=subprocess.PIPE).result()
    assert kind.stdout is not None
    kind.stdout.readline()
    kind.send_signal(signal.SIGINT)
    assert (kind.communicate()[0].strip(), kind.returncode) == (b"nog", 0)
    with pytest.raises(KeyboardInterrupt), _deaf_to_interrupts():
        # What comes meanwhile is for afterwards.
        os.kill(os.getpid(), signal.SIGINT)


def process(regels: str) -> subprocess.CompletedProcess[str]:
    """`spuk --versie` in a process of its own, with something that happens in it."""
    begin = "import atexit, builtins, os, signal, sys\nimport spuk\nsys.argv = ['spuk', '--versie']\n"
    return subprocess.run(
        [sys.executable, "-c", begin + regels + "\nspuk.main()"],
        cwd=ROOT, env=dict(os.environ), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("sein", "code"), [("SIGINT", AFGEBROKEN), ("SIGTERM", BEEINDIGD)])
def test_an_interrupt_while_spuk_loads_is_one_line(sein, code):
    """The first module that a command line takes long for."""
    uit = process(
        "laad = builtins.__import__\n"
        "def load(naam, *rest):\n"
        f"    if naam == 'click': signal.raise_signal(signal.{sein})\n"
        "    return laad(naam, *rest)\n"
        "builtins.__import__ = load"
    )
    assert (uit.returncode, uit.stdout, uit.stderr) == (code, "", "Afgebroken voordat er iets begon.\n")


def test_an_interrupt_while_python_ends_changes_nothing():
    uit = process("atexit.register(signal.raise_signal, signal.SIGINT)")
    assert (uit.returncode, uit.stdout[:5], uit.stderr) == (0, "spuk ", "")
