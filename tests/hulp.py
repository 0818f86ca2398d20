"""Helpers that tests share."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

import pytest

from benchmarks.postgres import find_programs

TE_BREED = """() => [...document.querySelectorAll("body *")]
  .filter(e => !e.closest("svg *") && !e.parentElement.closest(".schuif"))
  .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
  .map(e => e.tagName + " " + e.textContent.slice(0, 40))"""
AFGEKNIPT = """() => [...document.querySelectorAll("svg")].flatMap(s => {
  const kader = s.getBoundingClientRect()
  return [...s.querySelectorAll("text")].filter(t => {
    const r = t.getBoundingClientRect()
    return r.left < kader.left - 1 || r.right > kader.right + 1 || r.top < kader.top - 1 || r.bottom > kader.bottom + 1
  }).map(t => t.textContent)
})"""

TOEGANKELIJK = """async () => (await axe.run(document, {
    runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}, resultTypes: ["violations"]
  })).violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.html.slice(0, 120)))"""


def violations(bladzij: Any, html: str | None = None) -> list[str]:
    """What axe-core finds against WCAG 2.1, A and AA: of a page as it stands, or of this HTML in it."""
    if html is not None:
        bladzij.set_content(html)
    bladzij.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    return list(bladzij.evaluate(TOEGANKELIJK))


@contextmanager
def hearing_interrupts() -> Iterator[None]:
    """What is started in here hears SIGINT, also when the tests were started deaf to it (`make test &` in a script).

    An ignored signal is inherited by a child, a handled one is not.
    """
    voor = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, voor)


def need_program(program: str, package: str) -> str:
    """Return the path of an external program; without it the test skips, but in CI it fails.

    A skipped test in CI would look like a passed one, so there the program has to be present.
    """
    if path := shutil.which(program):
        return path
    _missing(program, package)


def need_postgres() -> Path:
    """Return the folder with the programs of PostgreSQL, which Debian keeps off the path; else as `need_program`."""
    return find_programs() or _missing("initdb", "postgresql")


def _missing(program: str, package: str) -> NoReturn:
    reason = f"'{program}' is missing; install it with: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
