"""What the commands verantwoording, boekingen and beschikking show on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table

from finance.bedragen import format_euros, thousands
from finance.journaal import accounting_deadlines
from reports.grond.console import make_console
from reports.verantwoording.controle import NAMEN
from reports.verantwoording.schrijven import differences
from reports.verantwoording.sisa import whole_euros
from reports.verantwoording.slot import ZONDER_BUITEN
from scenarios.boeken.beschikking import Besluitoverzicht
from scenarios.boeken.boekingen import Boekingen
from scenarios.boeken.herrekening import Berekening
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.boeken.signalen import find_signals

COMPONENTEN = {"bgo": "BGO", "ba_a": "BA a", "ba_b": "BA b", "ba_c": "BA c", "aia": "AIA", "abo": "ABO"}
_REKENKOPPEN = ("Personen", "x bedrag", "x verhouding", "= uitkomst")


def whole(centen: int) -> str:
    """Cents as Dutch text in whole euros: -1.235."""
    return thousands(whole_euros(centen))


def show_accounts(v: Verantwoording) -> None:
    """The year on one line per gemeente, whether everything reconciles, and what to look at first."""
    scherm = make_console()
    if v.invoer.instellingen.toelichting:
        scherm.print(v.invoer.instellingen.toelichting, style="bold red", markup=False)
    kop = ("Uitkering", "Reserv. 1-1", "Lasten", "Reserv. 31-12", "Terug te betalen", "Door te schuiven")
    for pot, naam in NAMEN.items():
        rijen = [(g.gemeente.naam, r.jaar) for g in v.gemeenten for r in g.regelingen if r.regeling == pot]
        tabel = _table(f"{naam} {v.jaar}, {v.invoer.regio.naam} (hele euro's)", ("Gemeente",), kop)
        for gemeente, j in rijen:
            bedragen = (j.uitkering, j.reservering_begin, j.lasten, j.reservering_eind, j.terug_te_betalen)
            tabel.add_row(gemeente, *(whole(b) for b in (*bedragen, j.doorgeschoven_eind)))
        if rijen:
            scherm.print(tabel)
    verschillen = differences(v)
    buiten = v.invoer.outside_totals(v.jaar)
    if not buiten:
        scherm.print(ZONDER_BUITEN, style="bold yellow", markup=False)
    elif not verschillen:
        scherm.print(f"Alle aansluitingen sluiten, ook met {len(buiten)} totalen van buiten de boekingen.")
    for plaats, naam, verschil in verschillen:
        scherm.print(f"VERSCHIL {plaats}: {naam}: {format_euros(verschil)}", style="bold red", markup=False)
    signalen = find_signals(v)
    if signalen:
        scherm.print("Eerst uitzoeken:", style="bold")
    for signaal in signalen:
        scherm.print(f"  {signaal.tekst}", style="red", markup=False)


def show_bookings(boekingen: Boekingen, jaar: int) -> None:
    """Per file what was accepted and rejected, and why."""
    scherm = make_console()
    tabel = _table("Boekingen per bestand (euro's)", ("Bestand",), ("Boekingen", "Totaal", "Goedgekeurd", "Afgekeurd"))
    for naam, aantal, *bedragen in boekingen.reconcile():
        tabel.add_row(naam, str(aantal), *map(format_euros, bedragen))
    scherm.print(tabel)
    deel = boekingen.tabel[boekingen.tabel["jaar"] == jaar]
    for titel, sleutel, rijen in (
        (f"Goedgekeurd {jaar}", "pot", deel[deel["reden"] == ""]),
        (f"Afgekeurd {jaar}", "reden", deel[deel["reden"] != ""]),
    ):
        som = rijen.groupby(sleutel, observed=True)["bedrag"].agg(["size", "sum"])
        tabel = _table(titel, ("Regeling" if sleutel == "pot" else "Reden",), ("Boekingen", "Bedrag"))
        for naam, aantal, bedrag in som.itertuples():
            tabel.add_row(NAMEN.get(naam, naam), str(aantal), format_euros(int(bedrag)))
        scherm.print(tabel)


def show_decisions(overzichten: Sequence[Besluitoverzicht], jaar: int, toelichting: str = "") -> None:
    """Decisions, calculation and cash calendar of every gemeente; the deadlines of the year once."""
    scherm = make_console()
    if toelichting:
        scherm.print(toelichting, style="bold red", markup=False)
    for o in overzichten:
        if o.leeg:
            tekst = f"{o.gemeente.naam} {jaar}: geen beschikking (beschikkingen.csv) en geen telling (tellingen.csv)."
            scherm.print(tekst, markup=False)
            continue
        tabel = _table(f"{o.gemeente.naam} {jaar}: besluiten en berekening (euro's)", ("Wat", "Datum"), ("Bedrag",))
        if o.voorlopig:
            tabel.add_row("voorlopig, berekend (art. 10.1)", "", format_euros(o.voorlopig.totaal))
        for b in o.besluiten:
            tabel.add_row(f"{b.soort}, ontvangen", f"{b.datum:%d-%m-%Y}", format_euros(b.bedrag))
        if o.definitief:
            tabel.add_row("definitief, herrekend (art. 10.2)", "", format_euros(o.definitief.totaal))
        scherm.print(tabel)
        for soort, berekening in (("voorlopig (art. 10.1)", o.voorlopig), ("definitief (art. 10.2)", o.definitief)):
            if berekening:
                _show_calculation(scherm, f"{o.gemeente.naam}: {soort}", berekening)
        if o.vergelijking:
            _show_components(scherm, o)
        if o.kalender:
            kalender = _table(f"{o.gemeente.naam} {jaar}: kasritme (euro's)", ("Datum", "Soort", "Stand"), ("Bedrag",))
            for s in o.kalender:
                stand = "verwacht" if s.verwacht else "besloten"
                kalender.add_row(f"{s.datum:%d-%m-%Y}", s.soort, stand, format_euros(s.bedrag))
            scherm.print(kalender)
    termijnen = _table(f"Termijnen van de verantwoording over {jaar}", ("Uiterlijk", "Wat"), ())
    for t in accounting_deadlines(jaar):
        termijnen.add_row(f"{t.datum:%d-%m-%Y}", t.wat)
    scherm.print(termijnen)


def _show_calculation(scherm: Console, titel: str, berekening: Berekening) -> None:
    """Persons x amount x factor per component; the factor is on BA only."""
    tabel = _table(f"{titel}, berekening (euro's)", ("Onderdeel",), _REKENKOPPEN)
    for r in berekening.regels:
        verhouding = f"{float(r.factor):.6f}".replace(".", ",") if r.factor != 1 else "1"
        bedrag = format_euros(int(r.bedrag * 100))
        tabel.add_row(COMPONENTEN[r.naam], persons(r.personen), bedrag, verhouding, format_euros(r.centen))
    if berekening.korting:
        tabel.add_row("Korting", "", "", "", format_euros(-berekening.korting))
    tabel.add_row("Totaal", "", "", "", format_euros(berekening.totaal), style="bold")
    scherm.print(tabel)
    if berekening.factor != 1:
        scherm.print(f"Verhouding: {berekening.verhouding.herkomst}.", markup=False)


def persons(aantal: Fraction) -> str:
    """A number of persons: 12, or 9,1 when it is expected."""
    return f"{float(aantal):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _show_components(scherm: Console, o: Besluitoverzicht) -> None:
    koppen = ("Beschikking", "Herrekend", "Verschil")
    tabel = _table(f"{o.gemeente.naam}: verschil per onderdeel (euro's)", ("Onderdeel",), koppen)
    for c in o.vergelijking:
        beschikking = "niet gesplitst" if c.beschikking is None else format_euros(c.beschikking)
        verschil = "" if c.verschil is None else format_euros(c.verschil)
        tabel.add_row(COMPONENTEN[c.naam], beschikking, format_euros(c.herrekend), verschil)
    scherm.print(tabel)


def _table(titel: str, teksten: Sequence[str], getallen: Sequence[str]) -> Table:
    tabel = Table(title=titel, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for kop in teksten:
        tabel.add_column(kop)
    for kop in getallen:
        tabel.add_column(kop, justify="right", min_width=max(map(len, kop.split())))
    return tabel
