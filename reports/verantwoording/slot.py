"""The last two sheets: Controle (every reconciliation) and Uitgangspunten (parameters, rules, readings)."""

from __future__ import annotations

from collections.abc import Sequence

from reports.tabel.adres import Bereik, Formule, Plaats
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.controle import Aansluiting
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.grond.bestanden import spuk_version
from scenarios.waarheid.signalen import find_signals

LEZINGEN = (
    "Netto stand: ontvangen voorschotten min lasten. Positief is overlopend passief (BBV art. 49), negatief een "
    "vordering (art. 40a).",
    "Doorgeschoven lasten (Besluit art. 10.6) zijn voorfinanciering onder art. 40a; een grens is niet gesteld.",
    "Wijkt de definitieve beschikking af van het bedrag waarop een jaar is gesloten, dan is dat een correctie "
    "in het jaar van de beschikking.",
    "Een nader besluit noemt het nieuwe totaal van de voorlopige uitkering; het verschil volgt in de maanden erna.",
    "Baten volgen de lasten; alleen wat de uitkering niet meer dekt, is eigen last.",
    "SPUK onderwijsroute: na het laatste jaar (2025) is er geen later jaar om lasten naar door te schuiven; wat dan "
    "niet gedekt is, is eigen last van de gemeente (lezing).",
    "Reservering en overschot: eerst telt de uitkering van het jaar zelf; een overschot van het jaar is toevoeging, "
    "een tekort is onttrekking aan de reservering van eerdere jaren. Wat terug moet, komt eerst uit het overschot van "
    "het jaar en daarna uit de reservering (lezing; de wet noemt geen volgorde).",
    "Btw telt alleen mee waar de regel 'kostprijs' zegt; anders geldt zij als compensabel.",
)


ZONDER_BUITEN = (
    "Er is geen totaal van buiten de boekingen (saldibalans.csv of controletotaal): dat de boekingen volledig zijn, is "
    "niet getoetst."
)


def write_judgement(blad: Blad, verantwoording: Verantwoording, code: str | None = None) -> None:
    """First sheet: whether there is a total from outside, and what must be looked at. code: of one gemeente"""
    if not verantwoording.invoer.outside_totals(verantwoording.jaar):
        blad.remark(ZONDER_BUITEN)
    if signalen := find_signals(verantwoording, code):
        blad.section("Eerst uitzoeken")
        kolommen = (Kolom("Waar", vorm="let_op"), Kolom("Bedrag", "cent"), Kolom("Wat"))
        to_xlsx(blad, Tabel("", kolommen, tuple(Rij((s.waar, s.bedrag, s.wat)) for s in signalen)))


def write_controle(blad: Blad, aansluitingen: Sequence[Aansluiting]) -> Plaats:
    """One row per reconciliation. Returns the cell with the number of differences."""
    blad.put(blad.rij, 0, "Aantal verschillen", "vet")
    telcel = Plaats(blad.naam, blad.rij, 3)
    blad.rij += 2
    tabel = _reconciliation_table(aansluitingen)
    to_xlsx(blad, tabel, vast=1)
    eerste, laatste = ((tabel.rijen[k].sleutel, "oordeel") for k in (0, -1))
    aantal = sum(a.verschil != 0 for a in aansluitingen)
    som = Formule('COUNTIF({0},"VERSCHIL")', aantal, (Bereik(eerste, laatste),))
    blad.put(telcel.rij, telcel.kolom, som, "heel totaal")
    return telcel


def _reconciliation_table(aansluitingen: Sequence[Aansluiting]) -> Tabel:
    rijen = []
    for nummer, a in enumerate(aansluitingen):
        sleutel = ("aansluiting", nummer)
        verschil = Formule("ROUND({0}-{1},2)", a.verschil, ((sleutel, "links"), (sleutel, "rechts")))
        uitslag = "VERSCHIL" if a.verschil else "sluit"
        oordeel = Formule('IF({0}=0,"sluit","VERSCHIL")', uitslag, ((sleutel, "verschil"),))
        rijen.append(Rij((a.naam, a.links, a.rechts, verschil, oordeel), sleutel))
    return Tabel(
        "",
        (
            Kolom("Aansluiting"),
            Kolom("Links", "cent", naam="links", vorm="geld in"),
            Kolom("Rechts", "cent", naam="rechts", vorm="geld in"),
            Kolom("Verschil", "cent", naam="verschil"),
            Kolom("Oordeel", naam="oordeel", vorm="midden"),
        ),
        tuple(rijen),
    )


def write_uitgangspunten(blad: Blad, verantwoording: Verantwoording) -> None:
    """Every legal value with its source, the readings of the law, the rules table."""
    blad.section("Lezingen")
    for lezing in LEZINGEN:
        blad.remark(lezing)
    blad.section("Parameters")
    to_xlsx(blad, _parameter_table(verantwoording))
    if verantwoording.verhoudingen:
        blad.section("Landelijke verhouding TBA / SOM_GG (Besluit art. 10.1 en 10.2)")
        to_xlsx(blad, _factor_table(verantwoording))
    blad.section(f"Invoer, gelezen door spuk {spuk_version()}")
    hashes = tuple(map(Rij, verantwoording.invoer.hashes.items()))
    to_xlsx(blad, Tabel("", columns((("Bestand", "sha256"), "tekst")), hashes))
    blad.section("Boekingsregels: de eerste regel die past beslist")
    to_xlsx(blad, _rule_table(verantwoording))


def _parameter_table(verantwoording: Verantwoording) -> Tabel:
    bekend = verantwoording.invoer.parameters
    return Tabel(
        "",
        (
            Kolom("Parameter"),
            Kolom("Vanaf", "datum"),
            Kolom("Waarde", "aantal", vorm="waarde in"),
            Kolom("Eenheid", vorm="na_getal"),
            Kolom("Status", "status", vorm="let_op"),
            Kolom("Bron en toelichting", vorm="lang"),
        ),
        tuple(
            Rij(
                (
                    bekend[w.parameter].label,
                    w.vanaf,
                    w.waarde if bekend[w.parameter].keuzes else float(w.getal),
                    bekend[w.parameter].eenheid,
                    w.status,
                    w.herkomst,
                )
            )
            for w in verantwoording.parameters
        ),
    )


def _factor_table(verantwoording: Verantwoording) -> Tabel:
    return Tabel(
        "",
        (
            Kolom("Soort"),
            Kolom("Jaar", "jaar"),
            Kolom("Verhouding", "aantal", vorm="factor in"),
            Kolom(""),
            Kolom(""),
            Kolom("Herkomst", vorm="lang"),
        ),
        tuple(
            Rij((soort, jaar, float(v.factor), None, None, v.herkomst))
            for (jaar, soort), v in sorted(verantwoording.verhoudingen.items())
        ),
    )


def _rule_table(verantwoording: Verantwoording) -> Tabel:
    """The rules that classify bookings, with the patterns of each in one cell."""
    velden = ("grootboek", "voorziening", "doelgroep", "leerroute", "omschrijving")
    return Tabel(
        "",
        (
            Kolom("Patronen", vorm="lang"),
            *columns((("Code", "Regeling of pot", "Taakveld", "Btw"), "tekst")),
            Kolom("Reden", vorm="lang"),
        ),
        tuple(
            Rij(
                (
                    ", ".join(f"{veld} = {getattr(r, veld)}" for veld in velden if getattr(r, veld)),
                    r.code,
                    r.pot,
                    r.taakveld,
                    r.btw,
                    r.reden,
                )
            )
            for r in verantwoording.invoer.boekingen.regels
        ),
    )
