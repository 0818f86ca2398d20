"""A page that answers one question of a decision: the answer first, then pictures and tables in their own units."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from finance.taal.getallen import thousands
from reports.figuren.figuren import BLAUW
from reports.tabel.csv import to_csv
from reports.tabel.html import render_template
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Tabel, pairs
from scenarios.engine.fingerprint import make_mark
from scenarios.grond.bestanden import one_set, spuk_version, write_text
from scenarios.regiomap.regio import Regio


@dataclass(frozen=True)
class Keuzestuk:
    """What stands on it. `antwoord`: sentences; `herkomst`: (what, value)."""

    titel: str
    ondertitel: str
    antwoord: tuple[str, ...]
    hoofdstukken: tuple[Hoofdstuk, ...]
    herkomst: tuple[tuple[str, str], ...]


def targets(naam: str, uit: Path) -> list[Path]:
    """The page and the csv of a question."""
    return [uit / f"{naam}.html", uit / f"{naam}.csv"]


def write_choice(stuk: Keuzestuk, tabel: Tabel, regio: Regio, doelen: list[Path]) -> None:
    """The page and its table as csv, both or none."""
    with one_set() as samen:
        samen.kenmerk = make_mark(regio.hashes, stuk.titel, stuk.herkomst)
        write_text(doelen[0], render_choice(stuk, regio))
        to_csv(tabel, doelen[1])


def render_choice(stuk: Keuzestuk, regio: Regio) -> str:
    """The HTML; everything from input is escaped."""
    herkomst = (("Regio", regio.naam), *stuk.herkomst, ("Versie van spuk", spuk_version()))
    return render_template(
        Path(__file__).with_name("keuze.html.j2"),
        stuk=stuk,
        herkomst=pairs(herkomst),
        vingerafdrukken=pairs(tuple(regio.hashes.items())),
        oordeelkleur=BLAUW,
    )


def drawn(scenario: str, trekkingen: int, zaad: int) -> tuple[tuple[str, str], ...]:
    """What the draws of an answer rest on."""
    return (("Scenario", scenario), ("Trekkingen", thousands(trekkingen)), ("Zaad", str(zaad)))
