"""Take the screenshots of docs/beelden/schermen: report, workbook and dashboard of the example Westfriesland.

Run from the root of the repository: python -m docs.beelden.schermen (needs Chromium, LibreOffice and pdftoppm). Beside
every picture stands the text that it shows; a test compares that with a fresh run, so that fonts may differ and figures
may not.
"""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import html
from python_calamine import CalamineWorkbook

import scenarios  # noqa: F401 - before numpy, which it sets up
from reports.dashboard.html import answer_html, verdict_html, years_ahead
from reports.dashboard.knoppen import knobs_of
from reports.dashboard.rekenaar import Rekenaar
from scenarios.engine.explore import DRAWS
from scenarios.regiomap.modellen import BASIS
from scenarios.verkennen.achtergrond import Background
from scenarios.waarheid.feiten import read_truth

MAP = Path(__file__).parent / "schermen"
VOORBEELD = "voorbeeld:westfriesland"
ZEKERHEID = 0.9
SCHERP = 1.25
"""Pixels of a picture per pixel of the page"""
KWALITEIT = 70
RUST = 1_000
"""Milliseconds in which a page comes to rest"""


def report_text(pagina: str) -> str:
    """The words of the report that the picture shows: its head and the decision."""
    boom = html.fromstring(pagina)
    return _words([boom.xpath("//h1")[0], *boom.xpath("//section[@class='besluit']")])


def workbook_text(bestand: Path) -> str:
    """Every cell of the first sheet, row by row; of a number what a reader could see of it."""
    rijen = CalamineWorkbook.from_path(bestand).get_sheet_by_index(0).to_python()
    cellen = ([_seen(c) for c in rij if c != ""] for rij in rijen)
    return "\n".join(" | ".join(rij) for rij in cellen if rij) + "\n"


def _seen(cel: Any) -> str:
    if isinstance(cel, float):
        return f"{cel:.0f}" if abs(cel) >= 10 else f"{cel:.4g}"
    return str(cel)


def dashboard_text() -> str:
    """The verdict with its table of years, and the names of the knobs."""
    regio = read_truth(VOORBEELD)
    rekenaar = Rekenaar(regio, DRAWS, Background())
    cijfers = rekenaar.answer(BASIS, ZEKERHEID)
    assert cijfers is not None
    besluit = rekenaar.decide(cijfers.answer, BASIS, zoek=False)
    pagina = verdict_html(cijfers.answer, years_ahead(regio, cijfers.answer.result))
    pagina += answer_html(cijfers.answer, besluit, None, (), regio.bestand.peildatum)
    boom = html.fromstring(f"<div>{pagina}</div>")
    delen = [
        boom.xpath("//section[starts-with(@class, 'oordeel')]")[0],
        boom.xpath("//section[@class='besluit']//table")[0],
    ]
    return _words(delen) + "\n".join(knop.label for knop in knobs_of(regio)) + "\n"


def _words(delen: list[Any]) -> str:
    """The text of parts of a page, a heading, paragraph or row on a line."""
    blokken = [
        blok
        for deel in delen
        for blok in deel.xpath("descendant-or-self::*[self::h1 or self::h2 or self::h3 or self::p or self::tr]")
    ]
    return "\n".join(" ".join(" ".join(blok.itertext()).split()) for blok in blokken) + "\n"


@contextmanager
def _dashboard() -> Iterator[str]:
    """A running dashboard on the example; its address with the key."""
    opdracht = [sys.executable, "-m", "cli", "dashboard", VOORBEELD, "--geen-browser"]
    with subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True, encoding="utf-8") as proces:
        try:
            assert proces.stdout is not None
            gevonden = re.search(r"http://\S+", proces.stdout.readline())
            assert gevonden is not None
            yield gevonden[0]
        finally:
            proces.kill()


def _first_sheet(bestand: Path, werkmap: Path) -> str:
    """The first page of a workbook as LibreOffice prints it, as a data address."""
    profiel = f"-env:UserInstallation={(werkmap / 'profiel').as_uri()}"
    opdracht = ["soffice", profiel, "--headless", "--convert-to", "pdf", "--outdir", str(werkmap), str(bestand)]
    subprocess.run(opdracht, check=True, capture_output=True)
    pdf = werkmap / f"{bestand.stem}.pdf"
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "150", str(pdf), str(werkmap / "blad")], check=True)
    return "data:image/png;base64," + base64.b64encode((werkmap / "blad.png").read_bytes()).decode()


def _keep(pagina: Any, naam: str, hoog: float) -> None:
    """What the browser shows of a page, down to `hoog` pixels, as WebP."""
    breed = pagina.viewport_size["width"]
    vraag = {
        "format": "webp",
        "quality": KWALITEIT,
        "captureBeyondViewport": True,
        "clip": {"x": 0, "y": 0, "width": breed, "height": hoog, "scale": 1},
    }
    beeld = pagina.context.new_cdp_session(pagina).send("Page.captureScreenshot", vraag)
    (MAP / f"{naam}.webp").write_bytes(base64.b64decode(beeld["data"]))


def take(browser: Any, werkmap: Path) -> None:
    """All pictures, from the files in `werkmap` and a dashboard that is started for it."""

    def page(breed: int, hoog: int) -> Any:
        return browser.new_page(viewport={"width": breed, "height": hoog}, device_scale_factor=SCHERP)

    rapport = page(900, 900)
    rapport.goto((werkmap / "rapport.html").as_uri())
    _keep(rapport, "rapport", rapport.locator("section.besluit h2:nth-of-type(5)").bounding_box()["y"] - 12)
    blad = page(900, 900)
    blad.set_content(
        f'<body style="margin:0"><img style="width:100%" src="{_first_sheet(werkmap / "raming.xlsx", werkmap)}">'
    )
    blad.wait_for_function("document.images[0].complete")
    _keep(blad, "werkboek", blad.locator("img").bounding_box()["height"])
    with _dashboard() as adres:
        pagina = page(1280, 800)
        pagina.goto(adres)
        pagina.wait_for_selector(".antwoord .besluit table", timeout=120_000)
        pagina.wait_for_timeout(RUST)
        _keep(pagina, "dashboard", 800)


def main() -> None:
    """Run the example, write the texts and take the pictures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as tijdelijk, sync_playwright() as speler:
        werkmap = Path(tijdelijk)
        opdracht = [sys.executable, "-m", "cli", "raming", VOORBEELD, "--uit", str(werkmap), "--stil"]
        subprocess.run(opdracht, check=True)
        teksten = {
            "rapport": report_text((werkmap / "rapport.html").read_text(encoding="utf-8")),
            "werkboek": workbook_text(werkmap / "raming.xlsx"),
            "dashboard": dashboard_text(),
        }
        for naam, tekst in teksten.items():
            (MAP / f"{naam}.txt").write_text(tekst, encoding="utf-8", newline="\n")
        browser = speler.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take(browser, werkmap)
        browser.close()


if __name__ == "__main__":
    main()
