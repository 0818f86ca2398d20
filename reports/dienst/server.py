"""`spuk dienst`: listens until it is told to stop, and then stops what it had under way."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from finance.fouten import Invoerfout, Melding
from reports.dienst.grenzen import Dienstgrenzen
from reports.grond.netwerk import LOKAAL, listen, shown_host
from reports.grond.onderbreking import AFGEBROKEN, BEEINDIGD, Beeindigd
from scenarios.engine.geheugen.memory import free_memory, gigabytes
from scenarios.engine.parquet import require_pyarrow
from scenarios.grond.bestanden import held, scratch_folder

if TYPE_CHECKING:
    from reports.dienst.wachtrij import Aanvraag

UITLOOP = 3
"""Seconds that calls under way get when it stops"""
VERBINDINGEN = 100


@dataclass(frozen=True)
class Standplaats:
    """Where a service listens, by which names, and where it keeps results."""

    adres: str
    poort: int
    namen: frozenset[str] = frozenset()
    bewaarmap: Path | None = None
    """None: a folder that goes when it stops"""


def serve(map_: str | None, toegang: Path | None, waar: Standplaats, grenzen: Dienstgrenzen) -> None:
    """Serve until a signal. Raises Invoerfout when a package or a token is missing or the address cannot be used."""
    try:
        import uvicorn

        from reports.dienst.app import build_app
        from reports.dienst.bellers import one_caller, read_callers
        from reports.dienst.bewaren import Bewaarplaats
        from reports.dienst.deur import Deur
        from reports.dienst.geduld import Ongeduldig
        from reports.dienst.uitvoerder import Uitvoerder
        from reports.dienst.wachtrij import Wachtrij
    except ImportError as fout:
        herstel = 'Voer uit in de map van spuk: pip install ".[dienst]"'
        melding = Melding("spuk dienst", "", f"geen {fout.name}", "de pakketten starlette en uvicorn", herstel)
        raise Invoerfout([melding]) from None
    require_pyarrow("spuk dienst")
    bellers = read_callers(toegang) if toegang is not None else one_caller(map_ or "")
    if hasattr(os, "umask"):
        os.umask(0o077)  # What it keeps is its own user's, and so is what its children write.
    grenzen = _with_memory(grenzen)
    with held((waar.bewaarmap or scratch_folder()).resolve()) as map_uit:
        werk = Uitvoerder(
            Wachtrij(grenzen, time.time, {b.naam: b.map_ for b in bellers.alle}), Bewaarplaats(map_uit), _tell, _log
        )
        werk.plaats.read_back(werk.rij)
        luisteraar = listen(waar.adres, waar.poort)
        app = Deur(build_app(werk), bellers, waar.namen, grenzen.verzoek, _log)
        _announce(waar, luisteraar.getsockname()[1], len(bellers.alle), grenzen)
        instellingen = uvicorn.Config(
            app,
            http=Ongeduldig,
            log_level="error",
            access_log=False,
            server_header=False,
            lifespan="on",
            ws="none",
            limit_concurrency=VERBINDINGEN,
            timeout_graceful_shutdown=UITLOOP,
        )
        try:
            # It hears the signal itself, stops in order, and only then gives it back.
            uvicorn.Server(instellingen).run([luisteraar])
        except KeyboardInterrupt as sein:
            click.echo("Dienst gestopt.")
            raise SystemExit(BEEINDIGD if isinstance(sein, Beeindigd) else AFGEBROKEN) from None


def _with_memory(grenzen: Dienstgrenzen) -> Dienstgrenzen:
    """A run may have its share of what is free now, unless somebody said how much; the formula leaves some of it."""
    vrij = free_memory()
    if grenzen.geheugen is not None or vrij is None:
        return grenzen
    return replace(grenzen, geheugen=vrij // grenzen.gelijktijdig)


def _announce(waar: Standplaats, poort: int, bellers: int, grenzen: Dienstgrenzen) -> None:
    if waar.adres not in LOKAAL:
        click.echo(
            "Let op: andere computers kunnen dit adres bereiken, en het verkeer is niet versleuteld, ook het token "
            "niet. Zet er een server met TLS voor (docs/dienst.md).",
            err=True,
        )
    geheugen = f", {gigabytes(grenzen.geheugen)} geheugen" if grenzen.geheugen is not None else ""
    click.echo(f"Dienst: http://{shown_host(waar.adres)}:{poort}/uitleg")
    click.echo(
        f"Bellers: {bellers}. Per berekening ten hoogste {grenzen.seconden} seconden{geheugen}; "
        f"{grenzen.gelijktijdig} tegelijk. Uitkomsten blijven {grenzen.bewaren / 3600:g} uur. Stoppen: Ctrl+C."
    )


def _tell(aanvraag: Aanvraag) -> None:
    _log(f"{aanvraag.beller} {aanvraag.nummer} {aanvraag.soort} {aanvraag.toestand}")


def _log(zin: str) -> None:
    """One line on stderr: who asked what and what became of it; never a token, an input or a figure."""
    with suppress(OSError):  # Whoever kept the log is gone; the service is not.
        click.echo(f"{datetime.now():%Y-%m-%d %H:%M:%S} {zin}", err=True)
