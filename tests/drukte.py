"""A crowd at the dashboard: many pages at once, many sessions, hundreds of moves, and its memory meanwhile.

    python -m tests.drukte [--regio voorbeeld:rijssen-holten] [--paginas 12] [--sessies 20] [--zetten 500] [--schrijf]

`--schrijf` puts the figures in docs/betrouwbaarheid.md.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from finance.taal.getallen import thousands
from tests.betrouwbaarheid import commit, put_section
from tests.hulp import need_program
from tests.hulp_dashboard import dashboard

GEDULD = 120_000
"""Milliseconds in which a page must be open, or an answer there"""
PLAATS = ".antwoord table"
SCHUIF = "Prijs leerroute B1"


@dataclass
class Drukte:
    """What was tried and what came of it."""

    open_: int = 0
    langste: float = 0.0
    """Seconds until the last of the pages was open"""
    sessies: int = 0
    gezet: int = 0
    geheugen: list[float] = field(default_factory=list)
    """MB of the dashboard, every fifty moves"""


def _resident(pid: int) -> float:
    regels = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return int(next(r for r in regels if r.startswith("VmRSS")).split()[1]) / 1024


def _move(pagina: Page, toets: str) -> bool:
    """One step of a knob; whether the answer to it came."""
    schuif = pagina.get_by_role("slider", name=SCHUIF)
    voor = pagina.locator(PLAATS).first.inner_text()
    schuif.focus()
    pagina.keyboard.press(toets)
    with contextlib.suppress(Error):
        pagina.wait_for_function(
            "([plaats, voor]) => document.querySelector(plaats)?.innerText !== voor", arg=[PLAATS, voor]
        )
        return True
    return False


def crowd(keuze: argparse.Namespace) -> Drukte:
    drukte = Drukte()
    with sync_playwright() as speler, dashboard(keuze.regio) as (adres, proces):
        venster = speler.chromium.launch(executable_path=need_program("chromium", "chromium"), args=["--no-sandbox"])
        wie = venster.new_context()
        wie.set_default_timeout(GEDULD)
        eerste = wie.new_page()
        eerste.goto(adres)
        eerste.wait_for_selector(PLAATS)
        los = adres.split("/?")[0]
        begin = time.monotonic()
        paginas = [wie.new_page() for _ in range(keuze.paginas)]
        for pagina in paginas:
            pagina.goto(los, wait_until="commit")
        for pagina in paginas:
            with contextlib.suppress(Error):
                pagina.wait_for_selector(PLAATS)
                drukte.open_ += 1
            _tell(f"{drukte.open_} pagina's open na {time.monotonic() - begin:.0f} s")
        drukte.langste = time.monotonic() - begin
        paginas += [wie.new_page() for _ in range(keuze.sessies - keuze.paginas)]
        for pagina in paginas[keuze.paginas :]:
            pagina.goto(los)
            pagina.wait_for_selector(PLAATS)
        for pagina in paginas:
            drukte.sessies += _move(pagina, "ArrowRight")
            _tell(f"{drukte.sessies} sessies met een antwoord")
        for pagina in paginas:
            pagina.close()
        for nummer in range(keuze.zetten):
            drukte.gezet += _move(eerste, "ArrowRight" if nummer // 10 % 2 == 0 else "ArrowLeft")
            if nummer % 50 == 49:
                drukte.geheugen.append(_resident(proces.pid))
                _tell(f"{drukte.gezet} keer gezet, {drukte.geheugen[-1]:.0f} MB")
        venster.close()
    return drukte


def _tell(zin: str) -> None:
    print(zin, file=sys.stderr, flush=True)


def section(keuze: argparse.Namespace, drukte: Drukte) -> str:
    """The heading and one table, in Dutch."""
    rijen = [
        (f"Pagina's tegelijk geopend ({drukte.langste:.0f} s voor alle)", keuze.paginas, keuze.paginas - drukte.open_),
        ("Sessies tegelijk, in iedere een knop verdraaid", keuze.sessies, keuze.sessies - drukte.sessies),
        ("Knop verdraaid in een sessie, met een antwoord", keuze.zetten, keuze.zetten - drukte.gezet),
    ]
    tabel = [f"| {wat} | {thousands(n)} | {thousands(fout)} |" for wat, n, fout in rijen]
    geheugen = ", ".join(thousands(round(mb)) for mb in drukte.geheugen)
    return "\n".join(
        [
            "## Drukte op het dashboard",
            "",
            f"Gemaakt door `python -m tests.drukte` met {keuze.regio}: goed is een pagina die binnen {GEDULD // 1000} "
            "seconden opent en een knop waarop binnen die tijd een antwoord komt.",
            "",
            "| Wat | Geprobeerd | Mislukt |",
            "|---|---:|---:|",
            *tabel,
            "",
            f"Geheugen van het dashboard, iedere vijftig keer (MB): {geheugen}. Versie {commit()}.",
        ]
    )


def command_line() -> int:
    ontleder = argparse.ArgumentParser(description=__doc__)
    ontleder.add_argument("--regio", default="voorbeeld:rijssen-holten")
    ontleder.add_argument("--paginas", type=int, default=12)
    ontleder.add_argument("--sessies", type=int, default=20)
    ontleder.add_argument("--zetten", type=int, default=500)
    ontleder.add_argument("--schrijf", action="store_true")
    keuze = ontleder.parse_args()
    drukte = crowd(keuze)
    tekst = section(keuze, drukte)
    print(tekst)
    if keuze.schrijf:
        put_section("drukte", tekst)
    return 0 if (drukte.open_, drukte.sessies, drukte.gezet) == (keuze.paginas, keuze.sessies, keuze.zetten) else 1


if __name__ == "__main__":
    sys.exit(command_line())
