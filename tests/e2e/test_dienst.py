"""The service as another program uses it: a real server on a free port, and real runs in processes of their own."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet
import pytest

from reports.dienst import kind
from reports.dienst.bellers import new_token
from reports.dienst.grenzen import Dienstgrenzen
from reports.dienst.soorten import SOORTEN, read_request
from reports.dienst.wachtrij import GESTOPT, KLAAR, MISLUKT, TE_LANG
from reports.grond.meldingen import from_lines
from scenarios.regiomap.nieuw import copy_region
from tests.warm import run as spuk

ROOT = Path(__file__).parents[2]
GEDULD = 120
"""Seconds: a shared machine may be slow, and that is no error."""
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")


@contextmanager
def running(*woorden):
    """A running service on a free port; always ended. Gives its address and the process."""
    omgeving = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    proces = subprocess.Popen(
        [sys.executable, "-m", "cli", "dienst", *map(str, woorden), "--poort", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=omgeving,
    )
    bewaker = threading.Timer(GEDULD, proces.kill)
    bewaker.start()
    try:
        regel = str(proces.stdout and proces.stdout.readline())
        yield re.search(r"http://[0-9.:]+", regel)[0], proces  # type: ignore[index]
    finally:
        bewaker.cancel()
        proces.kill()
        proces.communicate()


def call(adres, methode="GET", token="", inhoud=None):
    """(status, body) of one call."""
    koppen = {"Authorization": f"Bearer {token}"} if token else {}
    data = json.dumps(inhoud).encode() if inhoud is not None else None
    verzoek = urllib.request.Request(adres, data, koppen, method=methode)
    try:
        with urllib.request.urlopen(verzoek, timeout=GEDULD) as antwoord:
            return antwoord.status, antwoord.read()
    except urllib.error.HTTPError as fout:
        return fout.code, fout.read()


def told(adres, *rest):
    status, inhoud = call(adres, *rest)
    return status, json.loads(inhoud)


def until_over(adres, nummer, token):
    """The request when nothing about it will change any more."""
    einde = time.monotonic() + GEDULD
    while time.monotonic() < einde:
        stand = told(f"{adres}/v1/aanvragen/{nummer}?wacht=30", "GET", token)[1]
        if stand["geeindigd"]:
            return stand
    raise AssertionError(stand)


@POSIX
def test_another_program_gets_the_figures_of_the_command_line(tmp_path):
    copy_region("voorbeeld:rijssen-holten", tmp_path / "goed")
    (goed, merk_goed), (ander, merk_ander) = new_token(), new_token()
    toegang = tmp_path / "toegang.toml"
    toegang.write_text(
        f'[goed]\nmap = "goed"\ntoken_sha256 = "{merk_goed}"\n[ander]\nmap = "goed"\ntoken_sha256 = "{merk_ander}"\n',
        encoding="utf-8",
    )
    toegang.chmod(0o600)
    with running("--toegang", toegang, "--bewaarmap", tmp_path / "bewaard") as (adres, proces):
        v1 = f"{adres}/v1"
        # Both are asked at once: the second waits in the queue.
        status, raming = told(f"{v1}/ramingen", "POST", goed, {"trekkingen": 50, "zaad": 3})
        assert (status, raming["toestand"]) == (202, "rekent")
        assert call(f"{v1}/aanvragen/{raming['nummer']}/raming.json", "GET", goed)[0] == 409
        wacht = told(f"{v1}/ramingen", "POST", ander, {"trekkingen": 50})[1]
        assert (wacht["toestand"], wacht["voor_u"]) == ("wacht", 0)
        assert told(f"{v1}/aanvragen/{wacht['nummer']}", "DELETE", ander)[1]["toestand"] == "gestopt"
        toestand = until_over(adres, raming["nummer"], goed)
        assert toestand["toestand"] == "klaar"

        inhoud = {naam: call(f"{adres}{pad}", "GET", goed)[1] for naam, pad in toestand["bestanden"].items()}
        assert inhoud["raming.xlsx"].startswith(b"PK")
        assert inhoud["rapport.html"].startswith(b"<!DOCTYPE html>")
        assert call(f"{v1}/ramingen/laatste/raming.json", "GET", goed) == (200, inhoud["raming.json"])
        # Another caller sees nothing of it.
        assert call(f"{v1}/aanvragen/{raming['nummer']}", "GET", ander)[0] == 404
        assert call(f"{v1}/ramingen/laatste/raming.json", "GET", ander)[0] == 404
        assert [a["nummer"] for a in told(f"{v1}/aanvragen", "GET", ander)[1]["aanvragen"]] == [wacht["nummer"]]

        # And the same to the bit as the command line, in JSON and in Parquet.
        woorden = ("--trekkingen", 50, "--zaad", 3, "--stil", "--uit", tmp_path)
        assert spuk("raming", tmp_path / "goed", *woorden).returncode == 0
        assert inhoud["raming.json"] == (tmp_path / "raming.json").read_bytes()
        tabel = pyarrow.parquet.read_table(pyarrow.BufferReader(inhoud["cijfers.parquet"])).to_pylist()
        rijen = json.loads(inhoud["raming.json"])["rijen"]
        assert [(r["grootheid"], r["verwacht"], r["p90"]) for r in tabel] == [
            (r["grootheid"], r["verwacht"], r["p90"]) for r in rijen
        ]

        # A stop ends what is under way, and says so; nothing that is secret or of the input is in the log.
        bezig = told(f"{v1}/ramingen", "POST", goed, {"trekkingen": 100_000})[1]
        assert bezig["toestand"] == "rekent"
        proces.send_signal(signal.SIGTERM)
        uit, log = proces.communicate(timeout=GEDULD)
        assert proces.returncode == 143
        assert "Dienst gestopt." in uit
        stand = json.loads(
            (tmp_path / "bewaard" / "goed" / bezig["nummer"] / "aanvraag.json").read_text(encoding="utf-8")
        )
        assert stand["toestand"] == "gestopt"
        assert f"goed {raming['nummer']} raming klaar" in log
        assert f"ander {wacht['nummer']} raming gestopt" in log
        assert not any(geheim in log for geheim in (goed, ander, merk_goed, "leerroute", "Traceback"))


SLAAP = "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(600)"
DOOF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLAAP}"


@POSIX
@pytest.mark.parametrize(
    ("code", "stoppen", "toestand"), [(SLAAP, False, TE_LANG), (SLAAP, True, GESTOPT), (DOOF, True, GESTOPT)]
)
def test_a_child_ends_for_certain(monkeypatch, tmp_path, code, stoppen, toestand):
    monkeypatch.setattr(kind, "AFSCHEID", 0.3)
    pid = tmp_path / "pid"
    monkeypatch.setattr(kind, "program", lambda: [sys.executable, "-S", "-c", code])

    async def proef():
        stop = asyncio.Event()
        taak = asyncio.create_task(kind.run_child([], tmp_path, Dienstgrenzen(seconden=600 if stoppen else 2), stop))
        while not taak.done() and not (pid.exists() and pid.read_text()):
            await asyncio.sleep(0.01)
        if stoppen:
            stop.set()
        return await taak

    begonnen = time.monotonic()
    assert asyncio.run(proef()).toestand == toestand
    assert time.monotonic() - begonnen < 60
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


@POSIX
def test_a_child_gets_its_memory_and_not_the_token(monkeypatch, tmp_path):
    monkeypatch.setenv("SPUK_DIENST_TOKEN", "geheim" * 8)
    monkeypatch.setenv("SPUK_GEGEVENS", "cijfers")
    code = "import os, json; json.dump(dict(os.environ), open('omgeving', 'w'))"
    monkeypatch.setattr(kind, "program", lambda: [sys.executable, "-S", "-c", code])
    asyncio.run(kind.run_child([], tmp_path, Dienstgrenzen(geheugen=10**9), asyncio.Event()))
    omgeving = json.loads((tmp_path / "omgeving").read_text(encoding="utf-8"))
    assert "geheim" not in str(omgeving)
    assert omgeving["SPUK_GEGEVENS"] == str(Path("cijfers").resolve())
    assert (omgeving["SPUK_GEHEUGEN"], omgeving["SPUK_MELDINGEN"]) == ("1000000000", "json")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of another process")
def test_the_system_refuses_a_child_more_than_it_may_use(monkeypatch, tmp_path):
    monkeypatch.setattr(kind, "SPELING", 300_000_000)
    # A command loads for a while before it needs much; this one waits until it is bounded.
    wacht = "import resource, time\nwhile resource.getrlimit(resource.RLIMIT_DATA)[0] < 0: time.sleep(0.01)\n"
    monkeypatch.setattr(kind, "program", lambda: [sys.executable, "-S", "-c", f"{wacht}bytearray(10**9)"])
    for geheugen, toestand in ((1, MISLUKT), (2 * 10**9, KLAAR)):
        afloop = asyncio.run(kind.run_child([], tmp_path, Dienstgrenzen(geheugen=geheugen), asyncio.Event()))
        assert afloop.toestand == toestand


def test_a_command_gives_its_errors_as_data_to_a_program_that_asks(tmp_path):
    omgeving = {**os.environ, "SPUK_MELDINGEN": "json"}
    for woorden, bestand in (
        (("raming", tmp_path), str(tmp_path)),
        (("raming", tmp_path, "--zaad", "x"), "opdrachtregel"),
    ):
        uit = spuk(*woorden, env=omgeving)
        assert (uit.returncode, uit.stdout) == (2, "")
        (melding,) = json.loads(uit.stderr)["meldingen"]
        assert melding["bestand"] == bestand
    # As the service gives it: by its name from the folder around it, so that no message tells where it stands.
    copy_region("voorbeeld:rijssen-holten", tmp_path / "stuk")
    contracten = tmp_path / "stuk" / "contracten.csv"
    contracten.write_text(
        contracten.read_text(encoding="utf-8").replace("leerroute_b1", "leerroute_b9"), encoding="utf-8"
    )
    verzoek, uitvoer = read_request(SOORTEN["raming"], b"", 10**5), tmp_path / "uit"
    uit = spuk(*SOORTEN["raming"].words(verzoek, "stuk", uitvoer), cwd=tmp_path, env=omgeving)
    melding = from_lines(uit.stderr)[0]
    assert (uit.returncode, melding.bestand, melding.plaats[:6]) == (2, "contracten.csv", "regel ")
    assert "leerroute_b9" in melding.gevonden
    assert str(tmp_path) not in uit.stderr
