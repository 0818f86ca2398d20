"""`spuk dashboard`: one notebook as a web page, on this computer only unless asked otherwise."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import click

from finance.fouten import Invoerfout, Melding
from reports.grond.netwerk import LOKAAL, listen, shown_host
from reports.grond.onderbreking import AFGEBROKEN, BEEINDIGD, Beeindigd
from reports.grond.opdrachtregel import show_errors
from scenarios.grond.gegevens import install_extra
from scenarios.grond.openen import read_text
from scenarios.regiomap.land.keuze import Regiokeuze
from scenarios.waarheid.feiten import read_truth

if TYPE_CHECKING:
    import uvicorn

AFSCHEID = 2.0
"""Seconds that open pages get to be told that it stops."""
# Marimo's page gives up a connection that is not there in ten seconds and makes another one, which never gets what the
# first was sent: the page stays empty. While many pages open at once the server is only busy.
VOLHOUDEN = """<script>(() => {
  const Echt = window.WebSocket;
  let eerder = null;
  window.WebSocket = class extends Echt {
    constructor(adres, ...rest) {
      const zelfde = eerder && eerder.opgegeven && eerder.url === new URL(adres, location.href).href;
      if (zelfde && eerder.readyState === Echt.CONNECTING) return eerder;
      if (zelfde && eerder.readyState === Echt.OPEN) location.reload();
      super(adres, ...rest);
      eerder = this;
    }
    close(...rest) {
      if (this.readyState === Echt.CONNECTING) this.opgegeven = true;
      else super.close(...rest);
    }
  };
})();</script>"""


def notebook_path(naam: str) -> Path:
    """A shipped notebook: in `notebooks` of a checkout, in `spuk_notebooks` of an installed wheel."""
    wortel = Path(__file__).resolve().parents[2]
    geinstalleerd = wortel / "spuk_notebooks"
    return (geinstalleerd if geinstalleerd.is_dir() else wortel / "notebooks") / naam


def serve(map_: Regiokeuze, adres: str, poort: int, openen: bool, koppeling: str = "") -> None:
    """Serve the dashboard of one region folder until Ctrl+C. A folder with errors is served too: the page shows them.

    koppeling: a copied address, of which the page gets the knobs. Raises Invoerfout when marimo is missing or one of
    the addresses cannot be used.
    """
    try:
        import uvicorn
        from marimo import create_asgi_app

        # What the page imports is loaded before the first visitor comes: he need not wait for it.
        from reports.dashboard import bestanden, gemeenten, html, knoppen, zoeken  # noqa: F401
        from reports.dashboard.adres import shared_state
        from reports.dashboard.ontleden import parse_one_at_a_time
        from reports.dashboard.toegang import SLEUTEL, Toegang
    except ImportError:
        fout = Melding(
            "spuk dashboard",
            "",
            "marimo is niet geïnstalleerd",
            "marimo",
            install_extra("dashboard"),
        )
        raise Invoerfout([fout]) from None
    standen = shared_state(koppeling)
    parse_one_at_a_time()
    luisteraar = listen(adres, poort)
    poort = luisteraar.getsockname()[1]

    def address() -> str:
        return f"http://{shown_host(adres)}:{poort}/?{urlencode({SLEUTEL: toegang.sleutel, **standen})}"

    pagina = create_asgi_app(
        quiet=True, html_head=f"{VOLHOUDEN}<script>{read_text(notebook_path('dashboard.js'))}</script>"
    ).with_app(path="/", root=str(notebook_path("dashboard.py")))
    toegang = Toegang(
        pagina.build(), poort, {"map": map_}, lambda: click.echo(f"Geopend. Nog een browser? Gebruik {address()}")
    )
    announce(map_, adres)
    click.echo(f"Dashboard: {address()}\nDe sleutel in dit adres werkt één keer. Stoppen: Ctrl+C.")
    if openen:
        threading.Thread(target=webbrowser.open, args=(address(),), daemon=True).start()
    instellingen = uvicorn.Config(toegang, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    _run_until_interrupt(uvicorn.Server(instellingen), luisteraar)


def _run_until_interrupt(server: uvicorn.Server, luisteraar: socket.socket) -> None:
    """Serve until Ctrl+C, then end the process, whatever the pages are doing.

    Marimo keeps a thread for every page that Python would wait for without end; what a page computes is of no use
    without the page, and files are written beside their place and then moved.
    """
    klaar = threading.Event()

    def run() -> None:
        try:
            server.run([luisteraar])
        finally:
            klaar.set()

    threading.Thread(target=run, daemon=True).start()
    try:
        while not klaar.wait(0.5):  # Without a limit Windows does not hear Ctrl+C.
            pass
    except KeyboardInterrupt as fout:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        logging.disable()
        server.should_exit = True
        klaar.wait(AFSCHEID)
        click.echo("Dashboard gestopt.")
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(BEEINDIGD if isinstance(fout, Beeindigd) else AFGEBROKEN)


def announce(map_: Regiokeuze, adres: str) -> None:
    """Say on the screen who can reach the page, and what is wrong with the folder."""
    if adres not in LOKAAL:
        click.echo(
            "Let op: andere computers kunnen dit adres bereiken, en het verkeer is niet versleuteld. "
            "Gebruik het alleen op een netwerk dat u vertrouwt.",
            err=True,
        )
    try:
        read_truth(map_)
    except Invoerfout as fout:
        show_errors(fout)
        click.echo("De pagina toont deze fouten ook. Verbeter de bestanden en ververs de pagina.", err=True)
