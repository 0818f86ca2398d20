"""The command `sisa`: the SiSa annex of a year, to copy from."""

from __future__ import annotations

from pathlib import Path

import click

from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import MAP, STIL, folder_option, gemeente_option, year_option
from reports.grond.vormen import csv_option, forms
from scenarios.regiomap.land.keuze import Regiokeuze


@click.command(cls=Opdracht)
@MAP
@year_option("Het verantwoordingsjaar.")
@gemeente_option("Alleen deze gemeente.")
@folder_option("Waar de bestanden komen (hier).")
@STIL
@forms("ods")
@csv_option
def sisa(map_: Regiokeuze, jaar: int, gemeente: str | None, uit: Path, stil: bool) -> None:
    """De SiSa-bijlage om over te nemen, met de bronregels van iedere cel. Eindcode 1: er is nog iets in te vullen."""
    from reports.jaar.sisa import files_in_folder, write_annexes
    from reports.jaar.sisa_scherm import show_annexes
    from scenarios.administratie.gemeentekeuze import choose_codes, chosen_name
    from scenarios.boeken.jaar_sluiten import build_accounts
    from scenarios.boeken.map import read_folder
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import raise_if_writing_fails
    from scenarios.jaar.sisa import build_annexes
    from scenarios.jaar.sisasjabloon import load_template

    invoer = read_folder(map_)
    codes = choose_codes(invoer, gemeente)
    doelen = files_in_folder(uit, jaar, chosen_name(invoer, gemeente))
    raise_if_writing_fails(doelen.alle)
    sjabloon = load_template(jaar, invoer.map)
    rekening = build_accounts(invoer, jaar)
    bijlagen = build_annexes(rekening, sjabloon, codes)
    write_annexes(rekening, bijlagen, codes, doelen, make_mark(jaar, codes, invoer.hashes))
    if not stil:
        show_annexes(rekening, bijlagen)
        click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in doelen.alle))
    raise SystemExit(1 if any(b.leeg for b in bijlagen) else 0)
