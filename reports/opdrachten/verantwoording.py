"""The commands `verantwoording`, `boekingen` and `beschikking`; the command line adds them to its group."""

from __future__ import annotations

from pathlib import Path

import click

from reports.grond.opdrachtregel import GeheelGetal, Opdracht
from reports.grond.rekenopties import MAP, STIL

JAAR = click.option("--jaar", type=GeheelGetal(2022), required=True, metavar="JJJJ", help="Het verantwoordingsjaar.")


@click.command(cls=Opdracht)
@MAP
@JAAR
@click.option(
    "--uit", type=click.Path(path_type=Path), default=Path(), metavar="MAP", help="Waar de werkboeken komen (hier)."
)
@click.option(
    "--json",
    "json_",
    type=click.Path(path_type=Path),
    default=None,
    metavar="BESTAND",
    help="Ook de cijfers voor programma's.",
)
@STIL
def verantwoording(map_: str, jaar: int, uit: Path, json_: Path | None, stil: bool) -> None:
    """Reken een jaar af: van boekingen naar SiSa en journaalposten. Eindcode 1 is: er is iets uit te zoeken."""
    from reports.verantwoording.scherm import show_accounts
    from reports.verantwoording.schrijven import nothing_to_mend, write_all, write_json
    from scenarios.boeken.jaar_sluiten import build_accounts
    from scenarios.boeken.map import read_folder

    rekening = build_accounts(read_folder(map_), jaar)
    bestanden = write_all(rekening, uit)
    if json_ is not None:
        write_json(rekening, json_)
        bestanden.append(json_)
    if not stil:
        show_accounts(rekening)
        click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in bestanden))
    raise SystemExit(0 if nothing_to_mend(rekening) else 1)


@click.command(cls=Opdracht)
@MAP
@JAAR
def boekingen(map_: str, jaar: int) -> None:
    """Controleer en rubriceer alleen de boekingen; er wordt niets geschreven."""
    from reports.verantwoording.scherm import show_bookings
    from scenarios.boeken.map import read_folder

    show_bookings(read_folder(map_).boekingen, jaar)


@click.command(cls=Opdracht)
@MAP
@JAAR
@click.option("--gemeente", default=None, metavar="NAAM", help="Toon één gemeente.")
def beschikking(map_: str, jaar: int, gemeente: str | None) -> None:
    """Toon voorlopig, nader en definitief met de berekening, en het kasritme."""
    from reports.verantwoording.scherm import show_decisions
    from scenarios.boeken.beschikking import explain_decisions
    from scenarios.boeken.map import read_folder

    invoer = read_folder(map_, boekingen_ook=False)
    show_decisions(explain_decisions(invoer, jaar, gemeente), jaar, invoer.instellingen.toelichting)
