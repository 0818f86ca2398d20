"""The dashboard in a real browser: a knob moves the answer, what is saved computes the same, nobody else gets in.

Starting a dashboard takes longer than most of what it does, so the tests share one. Each has a page of its own, but for
those that only look.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from finance.taal.getallen import format_amount, format_share
from reports.dashboard.knoppen import turn
from reports.dashboard.server import VOLHOUDEN, announce
from scenarios.engine.explore import Explorer
from scenarios.regiomap.land.keuze import Regiokeuze
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.nieuw import copy_region
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.scenario_bewaren import read_scenario_text
from tests.hulp import hearing_interrupts, need_program, violations
from tests.warm import run as spuk

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

ROOT = Path(__file__).parents[2]
CHARTS = """[
    [...document.querySelectorAll('.antwoord svg text')].map(t => t.getBoundingClientRect().height),
    [...document.querySelectorAll('.antwoord svg')].map(f => f.getBoundingClientRect().right),
]"""
GEDULD = 120_000
"""Milliseconds: a shared machine may be slow, and that is no error."""


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


@pytest.fixture(scope="module")
def browser():
    chromium = need_program("chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as speler:
        venster = speler.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield venster
        venster.close()


TURNED = "?prijs_b1=10"
"""A page at rest also seeks the bounds of its decision, which takes longer than its answer."""


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


def test_the_price_moves_the_answer_and_the_saved_scenario_computes_the_same(huis, bladen, tmp_path):
    adressen = []
    huis.eigen.on("request", lambda verzoek: adressen.append(verzoek.url))
    pagina = bladen("")
    pagina.set_viewport_size({"width": 390, "height": 900})
    voor = shown(pagina)
    assert "(scenario basis)" in pagina.locator(".besluit .zin").first.inner_text()
    for route in ("Z-route", "onderwijsroute"):
        assert pagina.get_by_role("slider", name=f"Aandeel {route} bij statushouders").is_visible()
    # By keyboard: fifteen times one per cent.
    schuif = pagina.get_by_role("slider", name="Prijs leerroute B1")
    schuif.focus()
    for _ in range(15):
        pagina.keyboard.press("ArrowRight")
    vraag = turn(BASIS, {"prijs_b1": 15}, date(2027, 1, 1))
    juist = Explorer(read_region(str(huis.map_))).compute(vraag).result
    # The year by itself and added up: the larger buffer is the verdict.
    oordeel = max((juist.totaal.oordelen[p, 2029] for p in ("totaal", "cumulatief")), key=lambda o: o.buffer)
    # The verdict and the table arrive apart: wait until each shows what the engine computes.
    wait_for_text(pagina, ".oordeel", format_amount(oordeel.buffer), format_share(oordeel.kans))
    saldo = format_amount(juist.totaal.value("saldo", -1), duizend=True)
    wait_for_text(pagina, ".per-jaar table tbody tr:last-child > :nth-child(4)", saldo)
    assert shown(pagina) != voor
    assert "Gerekend in" in pagina.locator(".herkomst").inner_text()
    # The address keeps the knobs, and no figure.
    assert pagina.url.partition("?")[2] == "prijs_b1=15"
    assert "€ 11.500" in pagina.locator(".antwoord").inner_text()  # 10.000 and 15%
    for breedte in (390, 1280):
        pagina.set_viewport_size({"width": breedte, "height": 900})
        assert pagina.evaluate("document.documentElement.scrollWidth") <= breedte
        # The charts are seen whole, with letters that can be read.
        letters, figuren = pagina.evaluate(CHARTS)
        assert min(letters) >= 13
        assert max(figuren) <= breedte

    save_as(pagina, "eigen-prijs")
    # The saved one is compared with at once, so by then everything has answered to the press: it was saved once.
    wait_for_text(pagina, ".vergeleken .zin", "scenario eigen-prijs")
    assert "--scenario eigen-prijs --trekkingen 2000" in pagina.locator(".gelukt").inner_text()
    assert pagina.locator(".melding").count() == 0
    # It can be started from at once; what was chosen and turned stays as it was.
    begin = pagina.get_by_label("Uitgangspunt (scenario)")
    assert "eigen-prijs" in begin.locator("option").all_inner_texts()
    assert begin.locator("option:checked").inner_text() == "basis"
    wait_for_text(pagina, ".besluit .zin", "(scenario basis, met verdraaide knoppen)")
    begin.select_option(label="eigen-prijs")
    pagina.get_by_role("button", name="Alle knoppen terug op nul").click()
    wait_for_text(pagina, ".besluit .zin", "(scenario eigen-prijs)", format_share(oordeel.kans))
    # Replaced, it waits for a reload: under turned knobs its changes would count twice.
    pagina.get_by_role("checkbox", name="vervang").click()
    pagina.get_by_role("button", name="Bewaar als scenario").click()
    wait_for_text(pagina, ".gelukt", "Onder Uitgangspunt staat nog het oude")
    elders = [a for a in adressen if not a.startswith((huis.kaal, "data:", "blob:"))]
    assert not elders

    uit = spuk("raming", huis.map_, "--scenario", "eigen-prijs", "--trekkingen", "2000", "--stil", cwd=tmp_path)
    assert uit.returncode == 0, uit.stderr
    document = json.loads((tmp_path / "raming.json").read_text(encoding="utf-8"))
    rijen = [r for r in document["rijen"] if r["cbs_code"] == ""]
    assert rijen
    for rij in rijen:
        j = juist.jaren.index(rij["jaar"])
        for statistiek in ("verwacht", "p5", "p50", "p95", "standaardfout"):
            assert rij[statistiek] == juist.totaal.value(rij["grootheid"], j, statistiek)


def test_a_port_that_is_taken_is_named(huis):
    poort = huis.kaal.split(":")[2].rstrip("/")
    uit = spuk("dashboard", "voorbeeld:westfriesland", "--geen-browser", "--poort", poort)
    assert uit.returncode == 2
    assert "--poort" in uit.stderr
    assert "Traceback" not in uit.stderr


def test_it_listens_on_this_computer_only(huis):
    assert huis.kaal.startswith("http://127.0.0.1:")
    poort = f"{int(huis.kaal.split(':')[2].rstrip('/')):04X}"
    luistert = [
        regel.split()[1]
        for pad in ("/proc/net/tcp", "/proc/net/tcp6")
        for regel in Path(pad).read_text(encoding="utf-8").splitlines()[1:]
        if regel.split()[3] == "0A" and regel.split()[1].endswith(f":{poort}")
    ]
    assert luistert == [f"0100007F:{poort}"]


def test_only_the_first_visitor_with_the_key_gets_in(huis):
    kaal, sleutel = huis.kaal, huis.adres.partition("?")[2]
    for poging in (kaal, f"{kaal}?sleutel=geraden", f"{kaal}ws?session_id=s", f"{kaal}assets/x.js"):
        status, tekst = get(poging)
        assert (status, "geeft geen toegang" in tekst) == (403, True), poging
    assert get(f"{kaal}?{sleutel}")[0] == 403  # The visit spends the key; without the cookie one is sent away.
    assert get(f"{kaal}?{sleutel}", Origin="http://elders.example")[0] == 403
    huis.next_address()


def test_a_connection_that_is_still_being_made_is_not_given_up(browser):
    """The page of marimo closes one that takes long and makes another to the same address."""
    pagina = browser.new_page()
    with socket.create_server(("127.0.0.1", 0)) as zwijgt:
        pagina.set_content(f"{VOLHOUDEN}<p>")
        eerst, weer, anders = pagina.evaluate(
            """(adres) => {
                const eerst = new WebSocket(adres);
                eerst.close();
                const weer = new WebSocket(adres), anders = new WebSocket(adres + "anders");
                return [eerst.readyState, weer === eerst, anders === eerst];
            }""",
            f"ws://127.0.0.1:{zwijgt.getsockname()[1]}/",
        )
    pagina.close()
    assert (eerst, weer, anders) == (0, True, False)


def test_the_visitor_may_reload_and_open_a_second_tab_but_another_browser_may_not(huis, browser):
    pagina = huis.eigen.new_page()
    pagina.goto(huis.adres + TURNED.replace("?", "&"))  # Whoever is in already does not spend the key.
    pagina.wait_for_selector(".oordeel")
    assert "sleutel" not in pagina.url
    pagina.reload()
    pagina.wait_for_selector(".oordeel")
    pagina.close()
    ander = browser.new_context()
    ander.set_default_timeout(GEDULD)
    vreemd = ander.new_page()
    assert vreemd.goto(huis.kaal).status == 403
    assert "geen toegang" in vreemd.locator("h1").inner_text()
    assert violations(vreemd) == []
    assert vreemd.goto(huis.adres).status == 200
    huis.next_address()
    ander.close()


def test_a_bad_folder_shows_its_errors_on_the_page_and_on_the_screen(huis, bladen, capsys):
    goed = (huis.map_ / "regio.toml").read_text(encoding="utf-8")
    (huis.map_ / "regio.toml").write_text("naam = 3\n", encoding="utf-8")
    try:
        pagina = huis.eigen.new_page()
        pagina.goto(huis.kaal)
        tekst = pagina.locator(".melding").inner_text()
        announce(Regiokeuze.of(str(huis.map_)), "127.0.0.1")
    finally:
        (huis.map_ / "regio.toml").write_text(goed, encoding="utf-8")
    for gezien in (tekst, capsys.readouterr().err):
        assert "regio.toml" in gezien
        assert "Traceback" not in gezien


def test_the_knobs_stay_beside_the_answer_and_the_years_beside_their_figures(pagina):
    pagina.set_viewport_size({"width": 1280, "height": 900})
    pagina.locator(".antwoord h3").last.scroll_into_view_if_needed()
    links = pagina.locator(".knoppen").bounding_box()
    assert links["y"] < 900
    assert links["y"] + links["height"] > 450
    pagina.set_viewport_size({"width": 390, "height": 844})
    tabel = pagina.locator(".per-jaar .schuif").first
    jaar, kans = tabel.locator("tbody tr").first.locator("th, td").all()[::8]
    assert kans.bounding_box()["x"] > 390 - kans.bounding_box()["width"]
    tabel.evaluate("e => { e.scrollLeft = e.scrollWidth }")
    assert kans.bounding_box()["x"] + kans.bounding_box()["width"] <= 390
    assert jaar.bounding_box()["x"] >= 0


def save_as(pagina, naam):
    veld = pagina.get_by_label("Naam van het scenario")
    veld.fill(naam)
    veld.press("Tab")
    pagina.get_by_role("button", name="Bewaar als scenario").click()


def download_knob(pagina, naam):
    return pagina.get_by_role("link", name=naam).or_(pagina.get_by_role("button", name=naam)).first


def test_a_folder_that_breaks_meanwhile_is_said_and_the_page_goes_on(huis, bladen, tmp_path):
    goed = (huis.map_ / "regio.toml").read_text(encoding="utf-8")
    pagina = bladen()
    try:
        (huis.map_ / "regio.toml").write_text("naam = 3\n", encoding="utf-8")
        save_as(pagina, "eerste")
        wait_for_text(pagina, ".gelukt", "regio.toml veranderde", "ververs")
        wait_for_text(pagina, ".vergeleken .zin", "scenario eerste")
        huis.map_.rename(tmp_path / "elders")
        save_as(pagina, "tweede")
        wait_for_text(pagina, ".melding", "geen map meer")
        assert not huis.map_.exists()
    finally:
        (tmp_path / "elders").rename(huis.map_)
        (huis.map_ / "regio.toml").write_text(goed, encoding="utf-8")
    assert "error" not in pagina.locator("body").inner_text()


def test_what_is_taken_away_is_what_is_on_the_page(bladen, tmp_path):
    pagina = bladen("?pad=hoog")
    vraag = turn(BASIS, {"pad": "hoog (asielprognose MPP)"}, date(2027, 1, 1))
    juist = Explorer(read_region("voorbeeld:noordkop")).compute(vraag).result
    lasten = format_amount(juist.totaal.value("lasten", -1), duizend=True)
    wait_for_text(pagina, ".per-jaar table tbody tr:last-child > :nth-child(3)", lasten)
    paden = {}
    for wat, bestand in (("werkboek", "raming.xlsx"), ("rapport", "rapport.html")):
        pagina.get_by_role("button", name=f"Maak {wat}").click()
        paden[wat] = downloaded(pagina, download_knob(pagina, f"Download {bestand}"), tmp_path)
    blad = openpyxl.load_workbook(paden["werkboek"], read_only=True)
    cellen = [c for rij in blad["Overzicht"].iter_rows(values_only=True) for c in rij]
    assert any(isinstance(c, float) and c == pytest.approx(juist.totaal.value("saldo", -1)) for c in cellen)
    assert lasten in paden["rapport"].read_text(encoding="utf-8")
    # Another question gives it up: no file of what is no longer on the page.
    pagina.get_by_label("Zekerheid", exact=True).select_option(label="75%")
    pagina.get_by_role("button", name="Download rapport.html").wait_for(state="detached")


def downloaded(pagina, knop, doel):
    """What a press gives, as text."""
    with pagina.expect_download() as komt:
        knop.click()
    komt.value.save_as(doel / komt.value.suggested_filename)
    return doel / komt.value.suggested_filename


def test_an_address_opens_its_knobs_and_every_table_picture_and_scenario_goes_along(bladen, tmp_path):
    pagina = bladen("?prijs_b1=25&zekerheid=75&prijs_z=999&kwaad=%3Cscript%3E")
    # What cannot be is told, and gone from the address; what can be is kept by a reload.
    for woord in ("prijs_z", "van -30 tot en met 60", "kwaad"):
        assert woord in pagina.locator(".melding").inner_text()
    pagina.reload()
    pagina.wait_for_selector(".gemeenten table")
    assert pagina.locator(".melding").count() == 0
    pagina.get_by_role("button", name="Kopieer de koppeling").click()
    wait_for_text(pagina, ".koppeling", "Gekopieerd")
    koppeling = pagina.evaluate("navigator.clipboard.readText()")
    assert set(koppeling.partition("?")[2].split("&")) == {"prijs_b1=25", "zekerheid=75"}
    scenario = turn(BASIS, {"prijs_b1": 25}, date(2027, 1, 1))
    juist = Explorer(read_region("voorbeeld:noordkop")).compute(scenario, 0.75).result.totaal
    tabel = downloaded(pagina, pagina.get_by_role("link", name="Tabel Per jaar als CSV"), tmp_path)
    laatste = tabel.read_text(encoding="utf-8-sig").splitlines()[-1].split(";")
    assert float(laatste[3].replace(",", ".")) == pytest.approx(juist.value("saldo", -1))
    svg = downloaded(pagina, pagina.get_by_role("link", name="Figuur Saldo per jaar als SVG"), tmp_path)
    assert svg.read_text(encoding="utf-8").startswith("<svg xmlns=")
    png = downloaded(pagina, pagina.get_by_role("button", name="Figuur Saldo per jaar als PNG"), tmp_path)
    assert png.read_bytes().startswith(b"\x89PNG")
    gedeeld = downloaded(pagina, download_knob(pagina, "Scenario (toml)"), tmp_path)
    assert read_scenario_text(gedeeld.read_bytes(), gedeeld.name).wijziging == scenario.wijziging
    # It is loaded again as somebody else's: to start from, not saved.
    pagina.locator("input[type=file]").set_input_files(gedeeld)
    wait_for_text(pagina, ".gelukt", "gedeeld", "niet bewaard")
    wait_for_text(pagina, ".vergeleken .zin", "scenario gedeeld")
    assert "gedeeld" in pagina.get_by_label("Uitgangspunt (scenario)").locator("option").all_inner_texts()


def test_the_gemeenten_go_in_any_order_and_open_without_leaving_the_page(pagina):
    pagina.set_viewport_size({"width": 1280, "height": 900})
    pagina.evaluate("window.zelfde = true")
    tabel = pagina.locator(".gemeenten table")

    def column(nummer):
        return tabel.locator(f"tbody tr > :nth-child({nummer})").all_inner_texts()

    namen = column(1)
    pagina.get_by_role("button", name="Lasten", exact=True).click()
    tabel.locator("th[aria-sort=descending]", has_text="Lasten").wait_for()
    *lasten, regio = (int(tekst.replace(".", "")) for tekst in column(3))
    assert lasten == sorted(lasten, reverse=True)
    assert abs(sum(lasten) - regio) <= len(lasten) / 2 + 0.5  # Each is rounded to a thousand euros.
    pagina.get_by_role("button", name="Gemeente", exact=True).click()
    tabel.locator("th[aria-sort=ascending]", has_text="Gemeente").wait_for()
    assert column(1) == [*sorted(namen[:-1]), namen[-1]]
    gemeente = namen[0]
    tabel.get_by_role("link", name=gemeente).click()
    wait_for_text(pagina, ".terug", gemeente)
    wait_for_text(pagina, ".besluit .zin", gemeente, "verdraaide knoppen")
    assert re.search(r"voor=GM\d{4}", pagina.url)
    assert "volgorde=gemeente-op" in pagina.url
    pagina.get_by_role("link", name="Terug naar de regio").click()
    wait_for_text(pagina, ".besluit .zin", "Regio Noordkop")
    assert pagina.evaluate("window.zelfde"), "nothing was loaded again"
    assert "voor=" not in pagina.url


def test_a_picture_tells_its_values_by_key_and_pointer_and_in_a_table_and_the_page_is_accessible(pagina):
    pagina.set_viewport_size({"width": 1280, "height": 900})
    figuur = pagina.locator("figure", has=pagina.get_by_role("heading", name="Saldo per jaar", exact=True))
    figuur.locator("summary").click()
    *_, voorlaatste, laatste = figuur.locator("table tbody tr").all()
    tekening = figuur.locator(".tekening")
    tekening.focus()
    pagina.keyboard.press("ArrowLeft")
    zien = figuur.locator(".tip:visible")
    assert zien.inner_text().split()[0::2][0] == laatste.locator("th").inner_text()
    pagina.keyboard.press("ArrowLeft")
    p50 = voorlaatste.locator("td").nth(3).inner_text()
    assert f"P50 {p50}," in tekening.get_by_role("status").inner_text()
    assert p50 in zien.inner_text()
    pagina.keyboard.press("Escape")
    assert zien.count() == 0
    tekening.hover()
    assert zien.count() == 1
    for breedte in (1280, 390):
        pagina.set_viewport_size({"width": breedte, "height": 900})
        assert violations(pagina) == []


def test_what_takes_long_shows_how_far_it_is_and_can_be_stopped(bladen):
    pagina = bladen()
    pagina.get_by_label("Trekkingen", exact=True).select_option(label="10.000 (zoals spuk raming)")
    wait_for_text(pagina, ".trekkingen-en-marge", "even veel als spuk raming")
    pagina.get_by_role("button", name="Zoek", exact=True).click()
    pagina.locator("progress").wait_for()
    pagina.get_by_role("button", name="Stop met maken").click()
    wait_for_text(pagina, ".bewaar", "De grens: gestopt")
    assert pagina.locator("progress").count() == 0
    # The page goes on.
    pagina.get_by_label("Trekkingen", exact=True).select_option(label="2.000 (snel)")
    pagina.wait_for_selector("text=spuk raming (naar verwachting)")


def test_a_shared_address_opens_elsewhere_and_one_interrupt_ends_what_computes(browser):
    gedeeld = "http://elders:1/?prijs_b1=15&sleutel=oud&volgorde=saldo-op"
    with dashboard("voorbeeld:rijssen-holten", "--koppeling", gedeeld) as (adres, proces):
        assert "sleutel=oud" not in adres
        pagina = browser.new_page()
        pagina.set_default_timeout(GEDULD)
        pagina.goto(adres)
        wait_for_text(pagina, ".besluit .zin", "verdraaide knoppen")
        assert pagina.url.partition("?")[2] == "prijs_b1=15&volgorde=saldo-op"
        pagina.get_by_role("button", name="Maak werkboek").click()
        pagina.locator("progress").wait_for()
        proces.send_signal(signal.SIGINT)
        scherm, fouten = proces.communicate(timeout=GEDULD / 1000)
        pagina.close()
    assert (proces.returncode, fouten) == (130, "")
    assert scherm.rstrip().endswith("Dashboard gestopt.")
