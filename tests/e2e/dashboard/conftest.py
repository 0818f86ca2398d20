"""One dashboard and one browser a file: starting them takes longer than most of what they do, so its tests share them.

Each test has a page of its own, but for those that only look. A browser ends with its file: while it runs no other
file can start one in the same process.
"""

import signal

import pytest

from scenarios.regiomap.nieuw import copy_region
from tests.hulp import need_program
from tests.hulp_dashboard import GEDULD, Huis, dashboard


@pytest.fixture(scope="module")
def browser():
    chromium = need_program("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as speler:
        venster = speler.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield venster
        venster.close()


@pytest.fixture(scope="module")
def huis(browser, tmp_path_factory):
    map_ = tmp_path_factory.mktemp("huis") / "regio"
    copy_region("voorbeeld:noordkop", map_)
    with dashboard(map_) as (adres, proces):
        eigen = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        eigen.set_default_timeout(GEDULD)
        binnen = Huis(map_, proces, adres, eigen)
        eigen.new_page().goto(adres)
        binnen.next_address()
        yield binnen
        # One interrupt ends it in Dutch while pages are open, and no test left a trace.
        proces.send_signal(signal.SIGINT)
        scherm, fouten = proces.communicate(timeout=GEDULD / 1000)
        eigen.close()
    assert (proces.returncode, fouten) == (130, "")
    assert scherm.rstrip().endswith("Dashboard gestopt.")


@pytest.fixture
def bladen(huis):
    """Opens pages of the shared dashboard, and closes them after the test."""
    al = set(huis.eigen.pages)
    yield huis.open
    for pagina in set(huis.eigen.pages) - al:
        pagina.close()


@pytest.fixture(scope="module")
def pagina(huis):
    """One page for the tests that leave its knobs as they are."""
    return huis.open()
