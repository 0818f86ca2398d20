"""What is taken away from the page, and brought back to it, is what stood there."""

import signal
from datetime import date

import openpyxl
import pytest

from finance.taal.getallen import format_amount
from reports.dashboard.knoppen import turn
from scenarios.engine.explore import Explorer
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region
from scenarios.regiomap.scenario_bewaren import read_scenario_text
from tests.hulp_dashboard import GEDULD, dashboard, download_knob, downloaded, wait_for_text


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
