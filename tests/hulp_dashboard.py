"""A dashboard that runs, and what its tests do on a page of it."""

import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.huisregels import ROOT
from tests.hulp import hearing_interrupts

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

GEDULD = 120_000
"""Milliseconds: a shared machine may be slow, and that is no error."""
TURNED = "?prijs_b1=10"
"""A page at rest also seeks the bounds of its decision, which takes longer than its answer."""


@contextmanager
def dashboard(map_, *opties):
    """A running dashboard on a free port; always ended. Gives its address with key and the process."""
    omgeving = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    with hearing_interrupts():
        proces = subprocess.Popen(
            [sys.executable, "-m", "cli", "dashboard", str(map_), "--geen-browser", *opties],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=omgeving,
        )
    # A dashboard that never says where it is must end too: then there is no line to read.
    bewaker = threading.Timer(GEDULD / 1000, proces.kill)
    bewaker.start()
    try:
        regel = str(proces.stdout and proces.stdout.readline())
        bewaker.cancel()
        yield re.search(r"http://\S+", regel)[0], proces  # type: ignore[index]
    finally:
        bewaker.cancel()
        proces.kill()
        proces.communicate()


@dataclass
class Huis:
    """The shared dashboard, of a folder that may be written to."""

    map_: Path
    proces: subprocess.Popen
    adres: str
    """With a key that nobody has used"""
    eigen: "BrowserContext"
    """The browser that came in first"""

    @property
    def kaal(self) -> str:
        """The address without a key."""
        return self.adres.partition("?")[0]

    def next_address(self) -> None:
        """Read the address that takes the place of one that was used."""
        scherm = self.proces.stdout
        assert scherm is not None
        self.adres = next(m[0] for regel in scherm if (m := re.search(r"http://\S+", regel)))

    def open(self, standen=TURNED):
        """A page that is answered."""
        pagina = self.eigen.new_page()
        pagina.goto(self.kaal + standen)
        pagina.wait_for_selector(".gemeenten table")
        return pagina


def get(adres, **koppen):
    try:
        with urllib.request.urlopen(urllib.request.Request(adres, headers=koppen), timeout=60) as antwoord:
            return antwoord.status, antwoord.read().decode()
    except urllib.error.HTTPError as fout:
        return fout.code, fout.read().decode()


def shown(pagina):
    """The verdict line and the figures per year, as the page shows them."""
    return pagina.locator(".oordeel").inner_text(), pagina.locator(".per-jaar table").inner_text()


def wait_for_text(pagina, plaats, *teksten):
    """Until the first element at `plaats` holds every one of `teksten`; an error when it never does."""
    pagina.wait_for_function(
        "([plaats, teksten]) => teksten.every(t => document.querySelector(plaats)?.innerText.includes(t))",
        arg=[plaats, teksten],
    )


def save_as(pagina, naam):
    veld = pagina.get_by_label("Naam van het scenario")
    veld.fill(naam)
    veld.press("Tab")
    pagina.get_by_role("button", name="Bewaar als scenario").click()


def download_knob(pagina, naam):
    return pagina.get_by_role("link", name=naam).or_(pagina.get_by_role("button", name=naam)).first


def downloaded(pagina, knop, doel):
    """What a press gives, as text."""
    with pagina.expect_download() as komt:
        knop.click()
    komt.value.save_as(doel / komt.value.suggested_filename)
    return doel / komt.value.suggested_filename
