"""The last two sheets: Controle (every reconciliation) and Uitgangspunten (parameters, rules, readings)."""

from __future__ import annotations

from collections.abc import Sequence

from reports.tabel.xlsx import Blad, Cel, Formule
from reports.verantwoording.controle import Aansluiting
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.boeken.signalen import find_signals
from scenarios.grond.bestanden import spuk_version

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
    signalen = [s for s in find_signals(verantwoording) if code is None or s.code in ("", code)]
    if signalen:
        blad.section("Eerst uitzoeken")
        blad.header(["Waar", "Bedrag", "Wat"], 1)
    for signaal in signalen:
        blad.put(blad.rij, 0, signaal.waar, "let_op")
        blad.money(blad.rij, 1, signaal.bedrag)
        blad.put(blad.rij, 2, signaal.wat)
        blad.rij += 1


def write_controle(blad: Blad, aansluitingen: Sequence[Aansluiting]) -> Cel:
    """One row per reconciliation. Returns the cell with the number of differences."""
    blad.put(blad.rij, 0, "Aantal verschillen", "vet")
    telcel = Cel(blad.naam, blad.rij, 3)
    blad.rij += 2
    blad.header(["Aansluiting", "Links", "Rechts", "Verschil", "Oordeel"], 1, vast=1)
    eerste = blad.rij
    for a in aansluitingen:
        blad.put(blad.rij, 0, a.naam)
        links, rechts = blad.money(blad.rij, 1, a.links), blad.money(blad.rij, 2, a.rechts)
        verschil = blad.formula(blad.rij, 3, f"ROUND({links.hier}-{rechts.hier},2)", a.verschil)
        oordeel = Formule(f'IF({verschil.hier}=0,"sluit","VERSCHIL")', "VERSCHIL" if a.verschil else "sluit")
        blad.put(blad.rij, 4, oordeel, "midden")
        blad.rij += 1
    aantal = sum(a.verschil != 0 for a in aansluitingen)
    som = Formule(f'COUNTIF(E{eerste + 1}:E{blad.rij},"VERSCHIL")', aantal)
    blad.put(telcel.rij, telcel.kolom, som, "heel totaal")
    return telcel


def write_uitgangspunten(blad: Blad, verantwoording: Verantwoording) -> None:
    """Every legal value with its source, the readings of the law, the rules table."""
    blad.section("Lezingen")
    for lezing in LEZINGEN:
        blad.remark(lezing)
    blad.section("Parameters")
    blad.header(["Parameter", "Vanaf", "Waarde", "Eenheid", "Status", "Bron en toelichting"], 2, 3)
    bekend = verantwoording.invoer.parameters
    for w in verantwoording.parameters:
        blad.put(blad.rij, 0, bekend[w.parameter].label)
        blad.put(blad.rij, 1, w.vanaf, "datum")
        if bekend[w.parameter].keuzes:
            blad.put(blad.rij, 2, w.waarde, "rechts")
        else:
            blad.put(blad.rij, 2, float(w.getal), "waarde in")
        blad.put(blad.rij, 3, bekend[w.parameter].eenheid, "na_getal")
        blad.put(blad.rij, 4, w.status, "tekst" if w.status == "vastgesteld" else "let_op")
        blad.put(blad.rij, 5, w.herkomst, "lang")
        blad.rij += 1
    if verantwoording.verhoudingen:
        blad.section("Landelijke verhouding TBA / SOM_GG (Besluit art. 10.1 en 10.2)")
        blad.header(["Soort", "Jaar", "Verhouding", "", "", "Herkomst"], 2, 3)
        for (jaar, soort), verhouding in sorted(verantwoording.verhoudingen.items()):
            blad.put(blad.rij, 0, soort)
            blad.put(blad.rij, 1, jaar, "jaar")
            blad.put(blad.rij, 2, float(verhouding.factor), "factor in")
            blad.put(blad.rij, 5, verhouding.herkomst, "lang")
            blad.rij += 1
    blad.section(f"Invoer, gelezen door spuk {spuk_version()}")
    blad.header(["Bestand", "sha256"])
    for bestand, hash_ in verantwoording.invoer.hashes.items():
        blad.put(blad.rij, 0, bestand)
        blad.put(blad.rij, 1, hash_)
        blad.rij += 1
    blad.section("Boekingsregels: de eerste regel die past beslist")
    blad.header(["Patronen", "Code", "Regeling of pot", "Taakveld", "Btw", "Reden"])
    for r in verantwoording.invoer.boekingen.regels:
        patronen = {k: getattr(r, k) for k in ("grootboek", "voorziening", "doelgroep", "leerroute", "omschrijving")}
        tekst = ", ".join(f"{k} = {p}" for k, p in patronen.items() if p)
        for kolom, cel in enumerate((tekst, r.code, r.pot, r.taakveld, r.btw, r.reden)):
            blad.put(blad.rij, kolom, cel, "lang" if kolom in (0, 5) else "tekst")
        blad.rij += 1
