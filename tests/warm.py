"""`spuk` in a process of its own, forked from one that has everything loaded: loading takes longer than most commands.

What it sees is what a fresh process sees: its own arguments, folder, environment, input, output and exit code. That a
command loads what it needs in the right order is seen where a process is started anew (test_help_is_dutch_and_light,
test_wheel, the dashboard).
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
GEDULD = 600
"""Seconds: a shared machine may be slow, and that is no error."""


def run(
    *woorden: object, cwd: Path | None = None, env: Mapping[str, str] = os.environ, timeout: int = GEDULD
) -> subprocess.CompletedProcess[str]:
    """`spuk` with these words, in UTF-8. Raises TimeoutExpired."""
    with tempfile.TemporaryDirectory() as map_:
        uit, fout = (Path(map_) / naam for naam in ("uit", "fout"))
        opdracht = {
            "woorden": [str(w) for w in woorden],
            "cwd": str(cwd or Path.cwd()),
            "env": dict(env),
            "uit": str(uit),
            "fout": str(fout),
        }
        code = _ask(json.dumps(opdracht), timeout)
        return subprocess.CompletedProcess(
            ["spuk", *opdracht["woorden"]], code, uit.read_text("utf-8"), fout.read_text("utf-8")
        )


def _ask(vraag: str, timeout: int) -> int:
    bron = _source()
    assert bron.stdin is not None
    assert bron.stdout is not None
    bron.stdin.write(vraag + "\n")
    bron.stdin.flush()
    if not select.select([bron.stdout], [], [], timeout)[0]:
        bron.kill()
        _source.cache_clear()
        raise subprocess.TimeoutExpired("spuk", timeout)
    return int(bron.stdout.readline())


@cache
def _source() -> subprocess.Popen[str]:
    """The process that has everything loaded; one for each process that runs tests."""
    bron = subprocess.Popen(
        [sys.executable, "-m", "tests.warm"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(bron.communicate)
    return bron


def serve() -> None:
    """One command after another, each in a fork; answers with its exit code."""
    import_module("cli")
    for map_ in ("finance", "scenarios", "reports"):
        for pad in sorted((ROOT / map_).rglob("*.py")):
            import_module(pad.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__").replace("/", "."))
    gc.freeze()
    antwoord = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for regel in sys.stdin:
        if not (kind := os.fork()):
            _become(json.loads(regel))
            sys.modules["cli"].main()
            return
        print(os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1]), file=antwoord, flush=True)


def _become(opdracht: Mapping[str, object]) -> None:
    """The process that the command would have been started in."""
    os.chdir(str(opdracht["cwd"]))
    os.environ.clear()
    os.environ.update(opdracht["env"])  # type: ignore[call-overload]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for kanaal, naam in ((1, "uit"), (2, "fout")):
        os.dup2(os.open(str(opdracht[naam]), os.O_CREAT | os.O_WRONLY), kanaal)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - for the rest of its life
    sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: SIM115
    sys.modules["__main__"].__package__ = None  # else the help would call itself python -m tests.spuk
    sys.argv = ["spuk", *opdracht["woorden"]]  # type: ignore[misc]


if __name__ == "__main__":
    serve()
