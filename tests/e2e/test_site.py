"""The manual as a site: it builds without a broken link, and works from a disk without a network."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hulp import need_program

ROOT = Path(__file__).parents[2]
VAN_BUITEN = re.compile(r"""<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//[^>]*>""")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site. Every link, anchor and page of docs is checked while it is built."""
    map_ = tmp_path_factory.mktemp("site")
    opdracht = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(map_)]
    uit = subprocess.run(opdracht, cwd=ROOT, capture_output=True, text=True, check=False)
    assert uit.returncode == 0, uit.stdout + uit.stderr
    return map_


def test_no_page_loads_anything_from_elsewhere(site):
    paginas = sorted(site.rglob("*.html"))
    assert len(paginas) > 50
    gevonden = {p.name: v for p in paginas if (v := VAN_BUITEN.findall(p.read_text(encoding="utf-8")))}
    assert not gevonden


def test_the_english_pages_say_so(site):
    assert '<html lang="nl"' in (site / "invoer.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in (site / "model.html").read_text(encoding="utf-8")


def test_searching_works_from_a_disk_without_a_network(site):
    chromium = need_program("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as speler:
        browser = speler.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pagina = browser.new_context(offline=True, viewport={"width": 390, "height": 800}).new_page()
        pagina.goto((site / "handleiding" / "cijfers.html").as_uri())
        assert pagina.evaluate("document.documentElement.scrollWidth") <= 390
        pagina.locator("label[for=__search]").first.click()
        pagina.locator(".md-search__input").press_sequentially("reserveringsruimte")
        pagina.locator(".md-search-result__link").first.wait_for()
        assert "Begrippen" in pagina.locator(".md-search-result__list").inner_text()
        browser.close()
