"""What the commands verantwoording, boekingen and beschikking show on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from finance.bedragen import whole_euros
from finance.fouten import list_words
from finance.journaal import accounting_deadlines
from finance.taal.getallen import dutch, format_euros
from reports.grond.console import make_console
from reports.tabel.scherm import STREEP, to_screen
from reports.tabel.tabel import LEEG, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import OPEN
from reports.verantwoording.controle import KERN, NAMEN
from reports.verantwoording.schrijven import differences
from reports.verantwoording.slot import ZONDER_BUITEN
from scenarios.boeken.beschikking import Besluitoverzicht
from scenarios.boeken.geboekt import Boekingen
from scenarios.boeken.herrekening import Berekening
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.waarheid.signalen import find_signals

COMPONENTEN = {"bgo": "BGO", "ba_a": "BA a", "ba_b": "BA b", "ba_c": "BA c", "aia": "AIA", "abo": "ABO"}
_REKENKOPPEN = ("Personen", "x bedrag", "x verhouding", "= uitkomst")


def show_accounts(v: Verantwoording) -> None:
    """The year on one line per gemeente, whether everything reconciles, and what to look at first."""
    scherm = make_console()
    if v.invoer.instellingen.toelichting:
        scherm.print(v.invoer.instellingen.toelichting, style="bold red", markup=False)
    kop = ("Uitkering", "Reserv. 1-1", "Lasten", "Reserv. 31-12", "Terug te betalen", "Door te schuiven")
    for pot, naam in NAMEN.items():
        rijen = [(g.gemeente.naam, r.jaar) for g in v.gemeenten for r in g.regelingen if r.regeling == pot]
        tabel = Tabel(
            f"{naam} {v.jaar}, {v.invoer.regio.naam} (hele euro's)",
            columns((("Gemeente",), "tekst"), (kop, "heel")),
            tuple(Rij((wie, *(whole_euros(getattr(j, cijfer)) for cijfer in KERN))) for wie, j in rijen),
        )
        if rijen:
            scherm.print(to_screen(tabel, STREEP))
    verschillen = differences(v)
    buiten = v.invoer.outside_totals(v.jaar)
    if not buiten:
        scherm.print(ZONDER_BUITEN, style="bold yellow", markup=False)
    elif not verschillen:
        scherm.print(f"Alle aansluitingen sluiten, ook met {len(buiten)} totalen van buiten de boekingen.")
    jaarbestanden = {b.bestand for b in v.invoer.instellingen.boekingen if b.jaar == v.jaar}
    if tweede := {n: t for n, (_, t) in v.invoer.boekingen.tellingen.items() if n in jaarbestanden}:
        scherm.print(
            f"Tweede lezing: {sum(t.regels for t in tweede.values())} regels in {len(tweede)} bestanden, samen "
            f"{format_euros(sum(t.totaal for t in tweede.values()))}; gelijk aan wat is ingelezen.",
            soft_wrap=True,
        )
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
    tabel = Tabel(
        "Boekingen per bestand (euro's)",
        columns((("Bestand",), "tekst"), (("Boekingen",), "heel"), (("Totaal", "Goedgekeurd", "Afgekeurd"), "cent")),
        tuple(map(Rij, boekingen.reconcile())),
    )
    scherm.print(to_screen(tabel, STREEP))
    for naam, weggelaten in boekingen.weggelaten.items():
        for weg in weggelaten:
            regels = list_words([str(r) for r in weg.regels[:8]])
            scherm.print(
                f"{naam}: {weg.reden} niet geteld, {weg.aantal} keer, {format_euros(weg.bedrag)} (regel {regels}).",
                markup=False,
            )
    deel = boekingen.tabel[boekingen.tabel["jaar"] == jaar]
    goed, af = deel[deel["reden"] == ""], deel[deel["reden"] != ""]
    # From what was approved to what is lasten: only VAT stands between.
    som = goed.groupby("pot", observed=True)[["bedrag", "last"]].sum()
    aantal = goed.groupby("pot", observed=True).size()
    tabel = Tabel(
        f"Goedgekeurd {jaar}",
        columns((("Regeling",), "tekst"), (("Boekingen",), "heel"), (("Bedrag", "Btw", "Lasten"), "cent")),
        tuple(
            Rij((NAMEN[str(pot)], int(aantal[pot]), int(bedrag), int(last) - int(bedrag), int(last)))
            for pot, bedrag, last in som.itertuples()
        ),
    )
    scherm.print(to_screen(tabel, STREEP))
    if (goed["last"] != goed["bedrag"]).any():
        scherm.print("Btw: bij de lasten waar zij kostprijs is, eraf waar zij in het bedrag zat en compensabel is.")
    redenen = af.groupby("reden", observed=True)["bedrag"].agg(["size", "sum"])
    tabel = Tabel(
        f"Afgekeurd {jaar}",
        (Kolom("Reden"), Kolom("Boekingen", "heel"), Kolom("Bedrag", "cent")),
        tuple(Rij((str(reden), int(keer), int(bedrag))) for reden, keer, bedrag in redenen.itertuples()),
    )
    scherm.print(to_screen(tabel, STREEP))


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
        scherm.print(to_screen(_decision_table(o, jaar), STREEP))
        for soort, berekening in (("voorlopig (art. 10.1)", o.voorlopig), ("definitief (art. 10.2)", o.definitief)):
            if berekening:
                scherm.print(to_screen(_calculation_table(f"{o.gemeente.naam}: {soort}", berekening), STREEP, OPEN))
                if berekening.factor != 1:
                    scherm.print(f"Verhouding: {berekening.verhouding.herkomst}.", markup=False)
        if o.vergelijking:
            scherm.print(to_screen(_component_table(o), STREEP, OPEN))
        if o.kalender:
            scherm.print(to_screen(_calendar_table(o, jaar), STREEP))
    termijnen = Tabel(
        f"Termijnen van de verantwoording over {jaar}",
        (Kolom("Uiterlijk", "datum"), Kolom("Wat")),
        tuple(Rij((t.datum, t.wat)) for t in accounting_deadlines(jaar)),
    )
    scherm.print(to_screen(termijnen, STREEP))


def _decision_table(o: Besluitoverzicht, jaar: int) -> Tabel:
    besluiten = [Rij((f"{b.soort}, ontvangen", b.datum, b.bedrag)) for b in o.besluiten]
    voor = [Rij(("voorlopig, berekend (art. 10.1)", LEEG, o.voorlopig.totaal))] if o.voorlopig else []
    na = [Rij(("definitief, herrekend (art. 10.2)", LEEG, o.definitief.totaal))] if o.definitief else []
    return Tabel(
        f"{o.gemeente.naam} {jaar}: besluiten en berekening (euro's)",
        (Kolom("Wat"), Kolom("Datum", "datum"), Kolom("Bedrag", "cent")),
        (*voor, *besluiten, *na),
    )


def _calculation_table(titel: str, berekening: Berekening) -> Tabel:
    """Persons x amount x factor per component; the factor is on BA only."""
    regels = [
        Rij(
            (
                COMPONENTEN[r.naam],
                persons(r.personen),
                int(r.bedrag * 100),
                dutch(float(r.factor), 6) if r.factor != 1 else "1",
                r.centen,
            )
        )
        for r in berekening.regels
    ]
    korting = [Rij(("Korting", LEEG, LEEG, LEEG, -berekening.korting))] if berekening.korting else []
    personen, bedrag, verhouding, uitkomst = _REKENKOPPEN
    return Tabel(
        f"{titel}, berekening (euro's)",
        (
            Kolom("Onderdeel"),
            Kolom(personen, "aantal"),
            Kolom(bedrag, "cent"),
            Kolom(verhouding, "aantal"),
            Kolom(uitkomst, "cent"),
        ),
        (*regels, *korting, Rij(("Totaal", LEEG, LEEG, LEEG, berekening.totaal), nadruk="vet")),
    )


def _component_table(o: Besluitoverzicht) -> Tabel:
    return Tabel(
        f"{o.gemeente.naam}: verschil per onderdeel (euro's)",
        columns((("Onderdeel",), "tekst"), (("Beschikking", "Herrekend", "Verschil"), "cent")),
        tuple(
            Rij(
                (
                    COMPONENTEN[c.naam],
                    "niet gesplitst" if c.beschikking is None else c.beschikking,
                    c.herrekend,
                    c.verschil,
                )
            )
            for c in o.vergelijking
        ),
    )


def _calendar_table(o: Besluitoverzicht, jaar: int) -> Tabel:
    return Tabel(
        f"{o.gemeente.naam} {jaar}: kasritme (euro's)",
        (Kolom("Datum", "datum"), Kolom("Soort"), Kolom("Stand"), Kolom("Bedrag", "cent")),
        tuple(Rij((s.datum, s.soort, "verwacht" if s.verwacht else "besloten", s.bedrag)) for s in o.kalender),
    )


def persons(aantal: Fraction) -> str:
    """A number of persons: 12, or 9,1 when it is expected."""
    return dutch(float(aantal), 2).rstrip("0").rstrip(",")
