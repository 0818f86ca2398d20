"""Who gets in, and what a dashboard says that cannot be opened."""

import socket
from pathlib import Path

from reports.dashboard.server import VOLHOUDEN, announce
from scenarios.regiomap.land.keuze import Regiokeuze
from tests.hulp import violations
from tests.hulp_dashboard import GEDULD, TURNED, get
from tests.warm import run as spuk


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
