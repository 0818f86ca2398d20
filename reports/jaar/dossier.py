"""The workbook for the accountant of a year: decisions, counts, sample, overrides, log, tie-out, SiSa, versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from finance.fouten import list_words
from finance.uitkering import VOORSCHOT, last_decision
from reports.jaar.sisa import write_annex_sheet, write_origin_sheets
from reports.jaar.steekproefblad import write_sample
from reports.jaar.vragen import Controlevraag, ask, question_table
from reports.tabel.aansluiting import write_reconciliation
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.controle import NAMEN, reconcile_gemeente, reconcile_region
from reports.verantwoording.slot import write_controle
from reports.verantwoording.werkboek import COMPONENTNAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Verantwoording
from scenarios.grond.bestanden import mark_of_run, one_set, replacing
from scenarios.jaar.afwijkingen import find_overrides, same_when_closed
from scenarios.jaar.dossier import list_inputs, list_versions
from scenarios.jaar.sisa import Bijlage
from scenarios.jaar.steekproef import Populatie, Steekproefkeuze
from scenarios.waarheid.aansluiting import Aansluitregel
from scenarios.waarheid.logboek import NEE, read_log

BLADEN = {
    "Vragen": "wat u zult vragen, hoe het ervoor staat en waar het antwoord is",
    "Besluiten": "ontvangen beschikkingen, met nummer en de regel van het bestand",
    "Tellingen": "de aantallen van DUO, en de beschikking naast de herrekening",
    "Steekproef": "welke boekingen te toetsen, met zaad, interval en start",
    "Populatie": "iedere lijst waaruit is gekozen, met de keuze als formule",
    "Afwijkingen": "regels die de regio door eigen regels verving, met reden en vanaf wanneer",
    "Logboek": "wie welk jaar sloot of heropende, wanneer en waarom",
    "Controle": "twee berekeningen van hetzelfde bedrag; het verschil is nul",
    "Aansluiting": "hetzelfde cijfer in raming, begroting, jaarrekening, verantwoording en SiSa",
    "Bijlage": "de SiSa-bijlage in hele euro's",
    "Herkomst": "iedere cel van de bijlage: bron, bedrag op de cent en afronding",
    "Bronregels": "de regels achter iedere cel",
    "Invoer": "ieder gelezen bestand met sha256, en of het bij het sluiten hetzelfde was",
    "Versies": "programma, rekenregels en bibliotheken",
}
VERTROUWELIJK = (
    "Voor de accountant, niet voor publicatie: aantallen van DUO per gemeente kunnen klein zijn. Er staat geen dossier "
    "van een inburgeraar in, en van een boeking geen omschrijving en geen crediteur; personen.csv is niet gelezen."
)


@dataclass(frozen=True)
class Controledossier:
    """What goes into the workbook."""

    verantwoording: Verantwoording
    codes: tuple[str, ...]
    bijlagen: tuple[Bijlage, ...]
    populaties: tuple[Populatie, ...]
    keuze: Steekproefkeuze
    aansluiting: tuple[Aansluitregel, ...]
    opdracht: str
    """The command that makes it again."""

    @property
    def gemeenten(self) -> tuple[Gemeenterekening, ...]:
        """The gemeenten it is about."""
        return tuple(g for g in self.verantwoording.gemeenten if g.gemeente.code in self.codes)

    @property
    def vragen(self) -> tuple[Controlevraag, ...]:
        """The check list."""
        return ask(self.verantwoording, self.bijlagen, self.codes)


def write_dossier(d: Controledossier, doel: Path, kenmerk: str) -> None:
    """The workbook, whole or not at all."""
    v = d.verantwoording
    titel = f"Controledossier SPUK inburgering {v.jaar}, {v.invoer.regio.naam}"
    with one_set() as samen:
        samen.kenmerk = kenmerk
        with replacing(doel) as tijdelijk, Werkboek(tijdelijk, titel, v.invoer.instellingen.toelichting) as boek:
            _contents(boek, d)
            vragen = boek.add("Vragen", (18, 44, 16, 70, 46), "Gekleurd is open")
            to_xlsx(vragen, question_table(d.vragen), vast=0)
            _decisions(boek, d)
            _counts(boek, d)
            write_sample(boek, v, d.codes, d.populaties, d.keuze.zaad)
            _overrides(boek, d)
            _log(boek, d)
            _tie_out(boek, d)
            write_annex_sheet(boek, v, d.bijlagen)
            write_origin_sheets(boek, v, d.bijlagen)
            _inputs(boek, d)
            _versions(boek)


def _contents(boek: Werkboek, d: Controledossier) -> None:
    blad = boek.add("Inhoud", (24, 100), staand=True)
    namen = list_words([g.gemeente.naam for g in d.gemeenten])
    blad.section("Over dit dossier")
    rijen = (
        ("Vertrouwelijk", VERTROUWELIJK),
        ("Jaar", str(d.verantwoording.jaar)),
        ("Gemeenten", namen),
        ("Opnieuw te maken met", d.opdracht),
        ("Kenmerk van de invoer", mark_of_run()),
        ("Open vragen", str(sum(x.stand == "open" for x in d.vragen))),
    )
    to_xlsx(blad, Tabel("", (Kolom(""), Kolom("", vorm="lang")), tuple(map(Rij, rijen))), kop=False)
    blad.section("Bladen")
    leeg = set() if d.aansluiting else {"Aansluiting"}
    leeg |= set() if d.populaties else {"Populatie"}
    bladen = tuple(Rij(paar) for paar in BLADEN.items() if paar[0] not in leeg)
    to_xlsx(blad, Tabel("", (Kolom("Blad"), Kolom("Wat erop staat", vorm="lang")), bladen))


def _decisions(boek: Werkboek, d: Controledossier) -> None:
    blad = boek.add(
        "Besluiten", (18, 20, 8, 14, 12, 17, 24, 22, 9, 14, 40), f"Tot en met budgetjaar {d.verantwoording.jaar}"
    )
    rijen = []
    for g in d.gemeenten:
        for r in g.regelingen:
            for b in r.besluiten:
                if b.jaar > d.verantwoording.jaar:
                    continue
                van_jaar = [x for x in r.besluiten if x.jaar == b.jaar]
                soorten = VOORSCHOT if b.soort in VOORSCHOT else (b.soort,)
                telt = "telt" if last_decision(van_jaar, *soorten) is b else "vervangen"
                rijen.append(
                    Rij(
                        (
                            g.gemeente.naam, NAMEN[b.regeling], b.jaar, b.soort, b.datum, b.bedrag,
                            b.beschikkingsnummer or "niet ingevuld", b.bestand, b.regel, telt, b.bron,
                        )
                    )
                )  # fmt: skip
    tabel = Tabel(
        "",
        (
            *columns((("Gemeente", "Regeling"), "tekst"), (("Jaar",), "jaar"), (("Soort",), "tekst")),
            Kolom("Datum", "datum"),
            Kolom("Bedrag", "cent"),
            Kolom("Beschikkingsnummer", vorm="na_getal"),
            Kolom("Bestand"),
            Kolom("Regel", "heel"),
            Kolom("Geldt", vorm="na_getal"),
            Kolom("Bron", vorm="lang"),
        ),
        tuple(rijen),
    )
    to_xlsx(blad, tabel, vast=1)
    blad.filter()


def _counts(boek: Werkboek, d: Controledossier) -> None:
    v, namen = d.verantwoording, {g.gemeente.code: g.gemeente.naam for g in d.gemeenten}
    blad = boek.add("Tellingen", (18, 40, 12, *(14,) * 6, 22, 9, 40), "Aantallen van DUO op de peildatum")
    soorten = ((v.invoer.ramingen, "voorlopig"), (v.invoer.tellingen, "definitief"))
    rijen = [
        Rij(
            (
                namen[code], soort, jaar, t.cohort_t, t.cohort_t1, t.cohort_t2, t.gezin, t.aia, t.onderwijsroute,
                t.bestand, t.regel, t.bron,
            )
        )
        for lijst, soort in soorten
        for (jaar, code), t in sorted(lijst.items(), key=lambda x: (x[0][1], x[0][0]))
        if code in namen and jaar <= v.jaar
    ]  # fmt: skip
    koppen = ("Cohort t", "Cohort t-1", "Cohort t-2", "Gezin en overig", "Afgerond (AIA)", "Onderwijsroute")
    kolommen = (
        *columns((("Gemeente", "Soort"), "tekst"), (("Jaar",), "jaar"), (koppen, "heel")),
        Kolom("Bestand", vorm="na_getal"),
        Kolom("Regel", "heel"),
        Kolom("Bron", vorm="lang"),
    )
    to_xlsx(blad, Tabel("", kolommen, tuple(rijen)), vast=1)
    verschillen = [
        Rij((g.gemeente.naam, COMPONENTNAMEN[c.naam], v.jaar, c.beschikking, c.herrekend, c.verschil))
        for g in d.gemeenten
        for r in g.regelingen
        for c in r.vergelijking
    ]
    blad.section(f"Definitieve beschikking {v.jaar} naast de herrekening")
    if not verschillen:
        blad.remark("Er is over dit jaar (nog) geen definitieve beschikking met een telling ernaast.")
        return
    kop = (*columns((("Gemeente", "Onderdeel"), "tekst"), (("Jaar",), "jaar")),)
    bedragen = columns((("Beschikking", "Herrekend", "Verschil"), "cent"))
    to_xlsx(blad, Tabel("", (*kop, *bedragen), tuple(verschillen)))


def _overrides(boek: Werkboek, d: Controledossier) -> None:
    blad = boek.add(
        "Afwijkingen",
        (14, 50, 24, 30, 60, 12, 34, 30, 22),
        "Regels die de regio door eigen regels verving. Laatste kolom: welke jaren met ditzelfde bestand zijn gesloten",
    )
    v = d.verantwoording
    rijen = [
        Rij(
            (
                a.soort, a.wat, a.staat, a.anders, a.reden, a.vanaf, a.bestand, a.plaats,
                ", ".join(map(str, same_when_closed(v.invoer, a.bestand))),
            )
        )
        for a in find_overrides(v, d.codes)
    ]  # fmt: skip
    if not rijen:
        blad.remark("Geen: alles staat zoals het is meegeleverd.")
        return
    koppen = ("Wat", "Staat op", "In plaats van", "Reden")
    achter = ("Bestand", "Plaats", "Gelijk bij sluiten van")
    kolommen = (
        Kolom("Soort"),
        *(Kolom(kop, vorm="lang") for kop in koppen),
        Kolom("Vanaf"),
        *(Kolom(kop, vorm="lang") for kop in achter),
    )
    to_xlsx(blad, Tabel("", kolommen, tuple(rijen)), vast=1)
    blad.filter()


def _log(boek: Werkboek, d: Controledossier) -> None:
    blad = boek.add(
        "Logboek", (21, 12, 8, 40, 50, 70, 34), "Van spuk sluit: de cijfers van een gesloten jaar veranderen niet meer"
    )
    regels = read_log(d.verantwoording.invoer)
    if not regels:
        blad.remark("Er is nog geen jaar gesloten met spuk sluit.")
        return
    kolommen = (
        *columns((("Moment", "Wat", "Jaar"), "tekst")),
        *(Kolom(kop, vorm="lang") for kop in ("Wie", "Reden")),
        Kolom("sha256 van het gesloten jaar"),
        Kolom("Is er nog zo", vorm="lang"),
    )
    rijen = tuple(
        Rij(
            (r.moment.replace("T", " "), r.wat, r.jaar, r.wie, r.reden, r.sha256, r.klopt),
            status="onzeker" if r.klopt.startswith(NEE) else "",
        )
        for r in regels
    )
    to_xlsx(blad, Tabel("", kolommen, rijen), vast=0)


def _tie_out(boek: Werkboek, d: Controledossier) -> None:
    """Every reconciliation of the books, and the same figures in every piece."""
    controle = boek.add(
        "Controle", (100, 18, 18, 15, 11), "Twee berekeningen van hetzelfde bedrag; het verschil is nul"
    )
    regio = reconcile_region(d.verantwoording)
    overal = {a.naam for a in regio}
    eigen = [
        replace(a, naam=f"{g.gemeente.naam}: {a.naam}")
        for g in d.gemeenten
        for a in reconcile_gemeente(d.verantwoording, g)
        if a.naam not in overal
    ]
    write_controle(controle, [*regio, *eigen])
    if d.aansluiting:
        write_reconciliation(boek, d.aansluiting)


def _inputs(boek: Werkboek, d: Controledossier) -> None:
    blad = boek.add("Invoer", (44, 70, 28, 28), "De bestanden waar de boeken op rusten, zoals ze nu zijn")
    rijen = tuple(
        Rij((b.naam, b.sha256, *(", ".join(map(str, jaren)) for jaren in (b.gesloten, b.anders))))
        for b in list_inputs(d.verantwoording.invoer)
    )
    kolommen = (
        *columns((("Bestand", "sha256"), "tekst")),
        Kolom("Gelijk bij sluiten van", vorm="lang"),
        Kolom("Anders bij sluiten van", vorm="lang"),
    )
    to_xlsx(blad, Tabel("", kolommen, rijen), vast=1)


def _versions(boek: Werkboek) -> None:
    blad: Blad = boek.add("Versies", (46, 72), "Waarmee dit is gerekend", staand=True)
    to_xlsx(blad, Tabel("", columns((("Wat", "Versie"), "tekst")), tuple(map(Rij, list_versions()))))
