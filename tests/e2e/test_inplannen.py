"""The line for cron of docs/inplannen.md, run as cron runs it: by `sh -c`, from the home folder, with its own PATH."""

import os
import re
import subprocess
import sys

import pytest

from scenarios.grond.gegevens import docs_path
from scenarios.regiomap.nieuw import copy_region
from tests.hulp import need_program

PAGINA = docs_path() / "inplannen.md"
DOET_ALSOF = '#!/bin/sh\necho "$@" > gevraagd\nexit {code}\n'


def cron_line():
    """What cron hands to the shell: all after the five fields of the time."""
    blok = re.search(r"```cron\n(.*?)```", PAGINA.read_text(encoding="utf-8"), flags=re.S)
    (regel,) = (r for r in blok[1].splitlines() if re.match(r"[0-9*]", r))  # type: ignore[index]
    return regel.split(maxsplit=5)[5]


@pytest.fixture
def thuis(tmp_path):
    need_program("flock", "util-linux")
    (tmp_path / "spuk").mkdir()
    (tmp_path / "bin").mkdir()
    return tmp_path


def start(thuis, spuk, *ervoor):
    """The line with this program as `spuk`; gives the log."""
    programma = thuis / "bin" / "spuk"
    programma.write_text(spuk, encoding="utf-8")
    programma.chmod(0o755)
    omgeving = {"HOME": str(thuis), "PATH": f"{thuis / 'bin'}:/usr/bin:/bin", "SHELL": "/bin/sh"}
    subprocess.run([*ervoor, "sh", "-c", cron_line()], cwd=thuis, env=omgeving, check=True, capture_output=True)
    log = thuis / "spuk" / "raming.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def test_a_run_that_succeeds_says_nothing(thuis):
    assert start(thuis, DOET_ALSOF.format(code=0)) == ""
    gevraagd = (thuis / "spuk" / "gevraagd").read_text(encoding="utf-8").split()
    assert gevraagd[:2] == ["raming", "mijn-regio"]


@pytest.mark.parametrize("code", [1, 2, 143])
def test_an_exit_code_comes_into_the_log(thuis, code):
    assert start(thuis, DOET_ALSOF.format(code=code)) == f"spuk: eindcode {code}\n"


def test_while_one_runs_the_next_is_skipped(thuis):
    log = start(thuis, DOET_ALSOF.format(code=0), "flock", str(thuis / "spuk" / ".bezig"))
    assert log == "spuk: eindcode 1\n"
    assert not (thuis / "spuk" / "gevraagd").exists()


def test_what_is_wrong_in_the_region_stands_in_the_log(thuis):
    copy_region("voorbeeld:rijssen-holten", thuis / "spuk" / "mijn-regio")
    (thuis / "spuk" / "mijn-regio" / "regio.toml").write_text("naam =\n", encoding="utf-8")
    echt = f'#!/bin/sh\nexport PYTHONPATH="{os.fspath(docs_path().parent)}"\nexec "{sys.executable}" -m cli "$@"\n'
    log = start(thuis, echt)
    assert "regio.toml" in log
    assert log.endswith("spuk: eindcode 2\n")
    assert not (thuis / "spuk" / "uitvoer").exists()
