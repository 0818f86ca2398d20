"""`make test-laagst`: the fast tests and a raming with the lowest versions that pyproject.toml allows.

    python -m tests.laagst [--werkers 2] [--uitslag BESTAND]

Run by the Python that has those versions. `--uitslag`: what pytest said there before, in place of a run. The outcome
stands in docs/betrouwbaarheid.md.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from finance.taal.getallen import thousands
from tests.betrouwbaarheid import commit, put_section
from tests.huisregels import ROOT

EXTRAS = ("dashboard", "dask", "database", "dienst", "parquet", "pdf")
"""What spuk itself uses; the rest is for who builds it"""
WELKE = ("tests/unit", "tests/properties", "tests/golden")
RAMING = ("raming", "voorbeeld:westfriesland", "--trekkingen", "200", "--stil")
_SLOT = re.compile(r"^=* ?((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s", re.MULTILINE)
_WOORDEN = {"passed": "geslaagd", "failed": "mislukt", "skipped": "overgeslagen", "error": "fout", "errors": "fout"}


def main(woorden: Sequence[str]) -> int:
    lezer = argparse.ArgumentParser(prog="python -m tests.laagst")
    lezer.add_argument("--werkers", default="2")
    lezer.add_argument("--uitslag", type=Path, default=None)
    keuze = lezer.parse_args(woorden)
    gezegd = keuze.uitslag.read_text(encoding="utf-8") if keuze.uitslag else _run_tests(keuze.werkers)
    tellingen = counts(gezegd)
    uit = ROOT / ".venv-laagst" / "uitvoer"
    code = subprocess.run([sys.executable, "-m", "spuk", *RAMING, "--uit", str(uit)], cwd=ROOT, check=False).returncode
    put_section("laagst", section(tellingen, code, list(_versions())))
    return 1 if code or tellingen.keys() & {"mislukt", "fout"} else 0


def _run_tests(werkers: str) -> str:
    """What pytest says, shown as it comes."""
    proces = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-n", werkers, *WELKE], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert proces.stdout is not None
    regels = []
    for regel in proces.stdout:
        print(regel, end="", flush=True)
        regels.append(regel)
    proces.wait()
    return "".join(regels)


def counts(gezegd: str) -> dict[str, int]:
    """'1 failed, 3473 passed in 9.1s' -> {'mislukt': 1, 'geslaagd': 3473}."""
    slot = _SLOT.findall(gezegd)
    if not slot:
        raise SystemExit("pytest zei geen uitslag")
    return {_WOORDEN[woord]: int(n) for n, woord in re.findall(r"(\d+) ([a-z]+)", slot[-1]) if woord in _WOORDEN}


def _versions() -> Iterator[str]:
    """The packages that pyproject.toml names, as they are here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wel = [*project["dependencies"], *(eis for extra in EXTRAS for eis in project["optional-dependencies"][extra])]
    for naam in dict.fromkeys(re.split(r"[^A-Za-z0-9._-]", eis)[0] for eis in wel):
        try:
            yield f"{naam} {version(naam)}"
        except PackageNotFoundError:
            continue


def section(tellingen: dict[str, int], code: int, versies: Sequence[str]) -> str:
    """The section of the page, in Dutch."""
    uitslag = ", ".join(f"{thousands(n)} {woord}" for woord, n in tellingen.items())
    return "\n".join(
        [
            "## Laagste versies",
            "",
            "Gemaakt door `make test-laagst`: de tests in `tests/unit`, `tests/properties` en `tests/golden` en een "
            "raming van Westfriesland, met van ieder pakket dat `pyproject.toml` noemt de laagste versie die daar mag.",
            "",
            f"Uitslag: {uitslag}; de raming eindigde met code {code}. Python {sys.version.split()[0]}, "
            f"versie {commit()}.",
            "",
            f"Geprobeerd met {', '.join(versies)}.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
