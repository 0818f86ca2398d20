"""The command `haal`; the command line adds it to its group."""

from __future__ import annotations

from pathlib import Path

import click

from reports.grond.opdrachtregel import GeheelGetal, Opdracht
from reports.grond.rekenopties import STIL, TEKSTMAP, file_option
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@TEKSTMAP
@click.option(
    "--van",
    default="postgresql://",
    metavar="ADRES",
    help="De database: postgresql://server/naam[?schema=...&sslmode=...]. Wat ontbreekt komt uit PGHOST, PGUSER, "
    "PGPASSWORD, ~/.pgpass of een servicebestand.",
)
@click.option(
    "--soort",
    default="",
    metavar="A,B",
    help="instroom, trajecten, boekingen. Zonder: de eerste twee, en boekingen als ggm.toml ze beschrijft.",
)
@click.option("--proef", is_flag=True, help="Toon wat er zou veranderen en schrijf niets.")
@click.option(
    "--alleen-aantallen", is_flag=True, help="Schrijf geen dossiers, alleen tellingen; groepen onder 10 samengevoegd."
)
@file_option(
    "sleutel",
    "Sleutel van de pseudoniemen, buiten de regiomap (zonder: in de eigen instellingen; wordt zo nodig gemaakt).",
)
@click.option("--wachtwoord", is_flag=True, help="Vraag het wachtwoord, als het niet in PGPASSWORD of ~/.pgpass staat.")
@click.option(
    "--tijdslimiet", type=GeheelGetal(1), default=300, metavar="SECONDEN", help="Langste duur van één vraag (300)."
)
@STIL
def haal(
    map_: Regiokeuze,
    van: str,
    soort: str,
    proef: bool,
    alleen_aantallen: bool,
    sleutel: Path | None,
    wachtwoord: bool,
    tijdslimiet: int,
    stil: bool,
) -> None:
    """Haal instroom, trajecten en boekingen uit een database volgens het Gemeentelijk Gegevensmodel."""
    from scenarios.ggm import require_driver
    from scenarios.werkboek.map import refuse_workbook

    refuse_workbook(map_)
    require_driver()
    from reports.opdrachten.haal_scherm import differences, show_difference, show_harvest
    from scenarios.ggm.haal import fetch, make_files, read_order
    from scenarios.ggm.regiomap import KWALITEIT, PERSONEN, replace_all
    from scenarios.ggm.sleutel import default_path, open_key
    from scenarios.ggm.verbinding import parse_address, refuse_password

    adres = parse_address(van)
    refuse_password(adres)
    if wachtwoord:
        adres = adres.with_password(click.prompt("Wachtwoord van de database", hide_input=True, err=True))
    opdracht = read_order(map_, adres, [s.strip() for s in soort.split(",") if s.strip()], alleen_aantallen)
    pseudoniemen = open_key(sleutel or default_path(), opdracht.map, aanmaken=opdracht.personen_ook and not proef)
    opbrengst = fetch(opdracht, adres, pseudoniemen, tijdslimiet)
    uitkomst = make_files(opdracht, opbrengst)
    verschillen = [] if stil and not proef else differences(opdracht, uitkomst)
    if not proef:
        replace_all(uitkomst.plan, eigen=frozenset({PERSONEN, KWALITEIT}))
    if not stil:
        show_harvest(opdracht, opbrengst, uitkomst)
    if proef or not stil:
        show_difference(verschillen)
    if proef:
        click.echo("Proef: er is niets geschreven.")
    elif not stil:
        click.echo(f"Geschreven in {opdracht.map}: {', '.join(v.naam for v in verschillen)}")
