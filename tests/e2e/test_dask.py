"""Runs on a real scheduler with real worker processes on loopback; a worker that is killed changes nothing."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from finance.fouten import Invoerfout
from scenarios.engine.dask import open_dask
from scenarios.engine.threads import run
from tests.huisregels import ROOT
from tests.hulp_model import example_model, same_bits

TREKKINGEN = 4500
PARTIJ = 2048


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers of one thread; gives the address and the worker processes."""
    bestand = tmp_path / "scheduler.json"
    omgeving = {**os.environ, "PYTHONPATH": str(ROOT)}

    def start(*woorden):
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *woorden, "--scheduler-file", str(bestand), "--no-dashboard"],
            env=omgeving,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    lopend = [start("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        for _ in range(600):
            if bestand.exists() and bestand.read_text(encoding="utf-8").strip():
                break
            time.sleep(0.1)
        lopend += [start("worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny") for _ in range(2)]
        yield json.loads(bestand.read_text(encoding="utf-8"))["address"], [*lopend[1:], lopend[0]]
    finally:
        for proces in reversed(lopend):
            proces.kill()
            proces.wait(30)


def test_a_killed_worker_changes_nothing(cluster):
    adres, werkers = cluster
    gedood: list[int] = []

    def kill_one(klaar, totaal):
        if klaar >= 3 and not gedood:
            werkers[0].kill()
            gedood.append(klaar)

    with open_dask(adres) as dask:
        dask._client.wait_for_workers(2, timeout=60)
        gehavend = run(example_model(), TREKKINGEN, partij=PARTIJ, runner=dask, progress=kill_one)
        assert dask.workers == 1
    assert gedood
    assert same_bits(gehavend, run(example_model(), TREKKINGEN, workers=1, partij=PARTIJ))


@pytest.mark.parametrize(("wie", "woorden"), [(slice(2), "geen werker die nog draait"), (slice(3), "een planner die")])
def test_when_nobody_is_left_it_says_so_within_seconds(cluster, monkeypatch, wie, woorden):
    monkeypatch.setattr("scenarios.engine.dask.PATIENCE", 1.0)
    adres, processen = cluster

    def kill_all(klaar, totaal):
        for proces in processen[wie]:
            proces.kill()

    with open_dask(adres) as dask, pytest.raises(Invoerfout, match=woorden) as fout:
        run(example_model(), TREKKINGEN, partij=PARTIJ, runner=dask, progress=kill_all)
    assert len(fout.value.meldingen) == 1


ZONDER_SPUK = """
import sys
class Blok:
    def find_spec(self, naam, pad=None, doel=None):
        if naam.partition(".")[0] in ("scenarios", "finance"):
            raise ModuleNotFoundError(f"No module named {naam!r}")
sys.meta_path.insert(0, Blok())
from dask.__main__ import main
main()
"""


def test_a_worker_without_spuk_is_named(cluster, tmp_path):
    adres, (*werkers, _) = cluster
    for proces in werkers:
        proces.kill()
        proces.wait()
    zonder = subprocess.Popen(
        [sys.executable, "-c", ZONDER_SPUK, "worker", adres, "--host", "127.0.0.1", "--no-nanny", "--no-dashboard"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with pytest.raises(Invoerfout, match="een werker zonder spuk"), open_dask(adres):
            pass
    finally:
        zonder.kill()
        zonder.wait()


def test_workers_of_its_own():
    with open_dask("lokaal:2") as dask:
        verdeeld = run(example_model("duurder-b1"), 1500, runner=dask)
    assert same_bits(verdeeld, run(example_model("duurder-b1"), 1500, workers=1))


@pytest.mark.parametrize("adres", ["lokaal:0", "lokaal:veel", "lokaal:"])
def test_a_wrong_address_is_explained(adres):
    with pytest.raises(Invoerfout, match="lokaal:4"), open_dask(adres):
        pass


def test_nobody_there(monkeypatch):
    monkeypatch.setattr("scenarios.engine.dask.CONNECT_SECONDS", 1)
    with pytest.raises(Invoerfout, match="een scheduler met werkers"), open_dask("tcp://127.0.0.1:9"):
        pass


def test_tls_without_certificates_is_explained():
    with pytest.raises(Invoerfout, match="zonder certificaten"), open_dask("tls://127.0.0.1:9"):
        pass


def test_other_code_on_a_worker_is_refused(monkeypatch):
    monkeypatch.setattr("scenarios.engine.dask.code_fingerprint", lambda: "anders")
    with open_dask("lokaal:1") as dask, pytest.raises(Invoerfout, match="andere versie van spuk"):
        run(example_model(), 1000, runner=dask)


def test_workers_that_keep_dying_are_told_in_dutch():
    dask = pytest.importorskip("dask")
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), open_dask("lokaal:1") as cluster:

        def kill(klaar, totaal):
            (pid,) = cluster._client.run(os.getpid).values()
            os.kill(pid, signal.SIGKILL)

        with pytest.raises(Invoerfout, match="werkers die telkens uitvallen"):
            run(example_model(), TREKKINGEN, partij=PARTIJ, progress=kill, runner=cluster)
