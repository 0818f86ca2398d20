"""The report as a browser shows it: nothing wider than a phone, and a sensible number of pages on paper."""

import dataclasses
import re
import shutil

import pytest

from reports.rapport import render
from scenarios.model import build_model
from scenarios.regio import choose_scenarios, read_region
from scenarios.uitvoering import run
from tests.hulp import need_program

LANG = "=HYPERLINK" + "x" * 300 + '<script>document.title="mis"</script> مرحبا بكم 🏠'
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


@pytest.fixture(scope="module")
def bladzij():
    need_program("chromium", "chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.fixture(scope="module")
def html():
    regio = read_region("voorbeeld:westfriesland")
    uit = [run(build_model(regio, s), 200) for s in choose_scenarios(regio, ("basis", "duurder-b1"), False)]
    eerste = uit[0]
    delen = (dataclasses.replace(eerste.gemeenten[0], naam=LANG), *eerste.gemeenten[1:])
    return {
        "gewoon": render(uit, regio),
        "vijandig": render([dataclasses.replace(eerste, gemeenten=delen, scenario=LANG), *uit[1:]], regio),
    }


@pytest.mark.parametrize("soort", ["gewoon", "vijandig"])
@pytest.mark.parametrize("breed", [390, 1280])
def test_nothing_is_wider_than_the_screen(bladzij, html, soort, breed):
    bladzij.set_viewport_size({"width": breed, "height": 800})
    bladzij.set_content(html[soort])
    assert bladzij.evaluate(TE_BREED) == []
    assert bladzij.evaluate("document.documentElement.scrollWidth") <= breed
    assert bladzij.evaluate(AFGEKNIPT) == []
    assert bladzij.title().startswith("Raming"), "text from input runs no script"


def test_it_prints_on_a_few_pages(bladzij, html):
    bladzij.set_content(html["gewoon"])
    pdf = bladzij.pdf(prefer_css_page_size=True)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 7
