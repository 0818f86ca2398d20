"""The commands on the books: `verantwoording`, `boekingen`, `beschikking`, `sluit` (close a year on purpose, or open it
again) and `aansluiting` (every piece side by side). The command line adds them to its group."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from finance.fouten import Invoerfout, Melding, as_word
from reports.grond.opdrachtregel import Opdracht
from reports.grond.rekenopties import (
    JAARTAL,
    MAP,
    STIL,
    TEKSTMAP,
    file_option,
    folder_option,
    gemeente_option,
    year_option,
)
from reports.grond.vormen import forms
from scenarios.regiomap.land.keuze import Regiokeuze

JAAR = year_option("Het verantwoordingsjaar.")


@click.command(cls=Opdracht)
@MAP
@JAAR
@folder_option("Waar de werkboeken komen (hier).")
@file_option("json", "Ook de cijfers voor programma's.")
@STIL
@forms("ods")
def verantwoording(map_: Regiokeuze, jaar: int, uit: Path, json_: Path | None, stil: bool) -> None:
    """Reken een jaar af: van boekingen naar SiSa en journaalposten. Eindcode 1 is: er is iets uit te zoeken."""
    from reports.tabel.aansluiting import show_reconciliation
    from reports.verantwoording.scherm import show_accounts
    from reports.verantwoording.schrijven import nothing_to_mend, workbooks_of, write_all, write_json
    from scenarios.boeken.jaar_sluiten import build_accounts
    from scenarios.boeken.map import read_folder
    from scenarios.engine.fingerprint import make_mark
    from scenarios.grond.bestanden import one_set, raise_if_writing_fails
    from scenarios.waarheid.aansluiting import reconcile_year

    invoer = read_folder(map_)
    raise_if_writing_fails([*workbooks_of(invoer, jaar, uit), *([json_] if json_ else [])])
    rekening = build_accounts(invoer, jaar)
    aansluiting = reconcile_year(map_, invoer, jaar)
    with one_set() as samen:
        samen.kenmerk = make_mark(jaar, invoer.hashes)
        bestanden = write_all(rekening, uit, aansluiting)
        if json_ is not None:
            write_json(rekening, json_)
            bestanden.append(json_)
    if not stil:
        show_accounts(rekening)
        if aansluiting:
            show_reconciliation(aansluiting)
        click.echo("Geschreven:\n" + "\n".join(f"  {b}" for b in bestanden))
    raise SystemExit(0 if nothing_to_mend(rekening) else 1)


@click.command(cls=Opdracht)
@MAP
@JAAR
def boekingen(map_: Regiokeuze, jaar: int) -> None:
    """Controleer en rubriceer alleen de boekingen; er wordt niets geschreven."""
    from reports.verantwoording.scherm import show_bookings
    from scenarios.boeken.map import read_folder
    from scenarios.boeken.realisatie import booked_years

    invoer = read_folder(map_)
    jaren = booked_years(invoer)
    if jaren and not jaren[0] <= jaar <= jaren[-1]:
        raise Invoerfout([Melding("--jaar", "", str(jaar), f"een jaar van {jaren[0]} tot en met {jaren[-1]}")])
    show_bookings(invoer.boekingen, jaar)


@click.command(cls=Opdracht)
@MAP
@JAAR
@gemeente_option("Toon één gemeente.")
def beschikking(map_: Regiokeuze, jaar: int, gemeente: str | None) -> None:
    """Toon voorlopig, nader en definitief met de berekening, en het kasritme."""
    from reports.verantwoording.scherm import show_decisions
    from scenarios.boeken.beschikking import explain_decisions
    from scenarios.boeken.map import read_folder

    invoer = read_folder(map_, boekingen_ook=False)
    show_decisions(explain_decisions(invoer, jaar, gemeente), jaar, invoer.instellingen.toelichting)


@click.command(cls=Opdracht)
@TEKSTMAP
@year_option("Het jaar dat sluit.")
@click.option("--wie", default="", metavar="NAAM", help="Wie sluit of heropent; komt in het logboek.")
@click.option("--heropen", default="", metavar="REDEN", help="Heropen het jaar, met deze reden in het logboek.")
@STIL
def sluit(map_: Regiokeuze, jaar: int, wie: str, heropen: str, stil: bool) -> None:
    """Sluit een jaar: cijfers, journaalposten en vingerafdrukken staan vast. Eindcode 1: er is iets uit te zoeken."""
    from reports.verantwoording.scherm import show_accounts
    from reports.verantwoording.schrijven import nothing_to_mend
    from scenarios.waarheid.sluiten import close_on_purpose, reopen
    from scenarios.werkboek.map import refuse_workbook

    refuse_workbook(map_)
    nu = datetime.now()
    if heropen:
        bewaard = reopen(map_, jaar, wie, heropen, nu)
        if not stil:
            click.echo(f"{jaar} is weer open. Waarmee het gesloten was, staat in {bewaard}.")
        return
    afsluiting = close_on_purpose(map_, jaar, wie, nu)
    if not stil:
        show_accounts(afsluiting.verantwoording)
        if afsluiting.afgekeurd:
            zie = f"spuk boekingen {as_word(map_)} --jaar {jaar}"
            click.echo(f"Afgekeurd: {afsluiting.afgekeurd} boekingen; zie {zie}.")
        click.echo(f"{jaar} is gesloten. De cijfers staan in {afsluiting.bestand} en veranderen niet meer.")
    raise SystemExit(0 if nothing_to_mend(afsluiting.verantwoording) else 1)


@click.command(cls=Opdracht)
@MAP
@click.option("--jaar", "jaren", type=JAARTAL, multiple=True, metavar="JJJJ", help="Alleen dit jaar; mag vaker.")
@gemeente_option("Alleen deze gemeente.")
@folder_option("Waar aansluiting.xlsx komt (hier).")
@STIL
@forms("ods")
def aansluiting(map_: Regiokeuze, jaren: tuple[int, ...], gemeente: str | None, uit: Path, stil: bool) -> None:
    """Vergelijk ieder cijfer tussen raming, begroting, tussenrapportage, jaarrekening, verantwoording en SiSa."""
    from reports.raming.kerncijfers import check_gemeente
    from reports.tabel.aansluiting import show_reconciliation, write_counts, write_reconciliation
    from reports.tabel.xlsx import Werkboek
    from scenarios.grond.bestanden import raise_if_writing_fails, replacing
    from scenarios.regiomap.regio import read_region
    from scenarios.waarheid.aansluiting import compare_counts, reconcile

    doel = uit / "aansluiting.xlsx"
    raise_if_writing_fails([doel])
    regio = read_region(map_)
    naam = check_gemeente(regio, gemeente)
    code = next((g.code for g in regio.gemeenten if g.naam == naam), "")
    regels, tellingen = reconcile(map_, jaren, code), compare_counts(regio)
    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, f"Aansluiting inburgering {regio.naam}") as boek:
        write_reconciliation(boek, regels)
        write_counts(boek, tellingen)
    if not stil:
        show_reconciliation(regels)
        if anders := sum(bool(t.verschil) for t in tellingen):
            click.echo(f"{anders} tellingen van DUO wijken af van de eigen telling of een eerdere; zie het blad.")
        click.echo(f"Geschreven: {doel}")
    raise SystemExit(1 if any(r.rood for r in regels) else 0)
