"""What the accountant will ask about the SPUKs of a year, how it stands, and where the answer is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finance.fouten import list_words
from finance.journaal import accounting_deadlines
from finance.parameters import Waarde
from finance.taal.getallen import format_date, format_euros
from finance.uitkering import VOORSCHOT, last_decision
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.verantwoording.schrijven import differences
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Verantwoording
from scenarios.jaar.sisa import Bijlage
from scenarios.jaar.sisabron import ties_with_last_year
from scenarios.regiomap.feiten import DEFINITIEF
from scenarios.waarheid.logboek import NEE, read_log
from scenarios.waarheid.nagerekend import changed_inputs
from scenarios.waarheid.signalen import find_signals

GOED, OPEN, ZELF = "in orde", "open", "zelf aanleveren"
BOEKREGELS = ("ruimte_percentage", "ruimte_percentage_vorig", "onderwijsroute_ruimte", "prestatiebekostiging")
"""Parameters that decide what may be kept and what is paid."""
_GRENS_DEELWAARNEMING = 12_500_000
"""Cents: from this uitkering on the accountant tests at least one transaction (Nota verwachtingen SiSa 2025)."""


@dataclass(frozen=True)
class Controlevraag:
    """One question with its state."""

    onderwerp: str
    vraag: str
    stand: str
    antwoord: str
    waar: str


def ask(v: Verantwoording, bijlagen: Sequence[Bijlage], codes: Sequence[str] = ()) -> tuple[Controlevraag, ...]:
    """All questions over the gemeenten with these codes, or all of them."""
    gemeenten = [g for g in v.gemeenten if not codes or g.gemeente.code in codes]
    return (
        *_form(bijlagen),
        *_decisions(v, gemeenten),
        *_completeness(v, gemeenten),
        *_costs(v, gemeenten),
        *_chain(gemeenten),
        *_closing(v),
        *_own_proof(v, gemeenten),
        Controlevraag(
            "termijnen", "Wanneer moet wat binnen zijn?", ZELF,
            "; ".join(f"{format_date(t.datum)}: {t.wat}" for t in accounting_deadlines(v.jaar)),
            "Besluit inburgering 2021 art. 10.8",
        ),
    )  # fmt: skip


def question_table(vragen: Sequence[Controlevraag]) -> Tabel:
    """The list, what is open in the colour of what is not settled."""
    return Tabel(
        "",
        (
            Kolom("Onderwerp"),
            Kolom("Vraag van de accountant", vorm="lang"),
            Kolom("Stand"),
            Kolom("Antwoord of wat er nog moet", vorm="lang"),
            Kolom("Waar", vorm="lang"),
        ),
        tuple(
            Rij((x.onderwerp, x.vraag, x.stand, x.antwoord, x.waar), status="onzeker" if x.stand == OPEN else "")
            for x in vragen
        ),
    )


def _others(v: Verantwoording, gemeenten: Sequence[Gemeenterekening]) -> set[str]:
    """Who books for none of these gemeenten: other gemeenten by their code, and bodies that spend for others alone."""
    codes = {g.gemeente.code for g in gemeenten}
    lichamen = {r.lichaam for r in v.verdelingen} - {r.lichaam for r in v.verdelingen if codes & set(r.delen)}
    return {g.gemeente.code for g in v.gemeenten} - codes | lichamen


def _names(wie: Sequence[str]) -> str:
    return list_words(list(dict.fromkeys(wie)))


def _form(bijlagen: Sequence[Bijlage]) -> Iterator[Controlevraag]:
    delen = list(dict.fromkeys(b.deel for b in bijlagen))
    los = [f"{SPUKNAMEN[d.regeling]} ({d.vorm})" for d in delen if not d.gecontroleerd]
    yield Controlevraag(
        "bijlage", "Zijn code, labels, nummers en aard controle die van het Rijk?", OPEN if los else GOED,
        f"niet gecontroleerd: {_names(los)}; zet gecontroleerd = true na vergelijken" if los else "gecontroleerd",
        "verantwoording/sisa/JJJJ.toml",
    )  # fmt: skip
    leeg = [f"{b.ontvanger}: {nummer}" for b in bijlagen for nummer in b.leeg]
    yield Controlevraag(
        "bijlage", "Zijn alle indicatoren ingevuld?", OPEN if leeg else GOED,
        f"nog in te vullen: {_names(leeg)}" if leeg else "ja", "blad Bijlage",
    )  # fmt: skip
    bij = [
        f"{b.ontvanger} {b.deel.number(c.indicator)} ({c.bijgesteld:+d} euro)"
        for b in bijlagen
        for r in b.rijen
        for c in r.cellen
        if c.bijgesteld
    ]
    yield Controlevraag(
        "afronding", "Tellen de hele euro's op, en welk verschil is afronding?", GOED,
        f"ja; niet op de naaste euro: {_names(bij)}" if bij else "ja; ieder cijfer staat op de naaste euro",
        "blad Herkomst, kolommen Afronding en Waarom",
    )  # fmt: skip


def _decisions(v: Verantwoording, gemeenten: Sequence[Gemeenterekening]) -> Iterator[Controlevraag]:
    paren = [(g, r, [b for b in r.besluiten if b.jaar == v.jaar]) for g in gemeenten for r in g.regelingen]
    # A ledger that only settles earlier years has no uitkering of its own.
    paren = [(g, r, b) for g, r, b in paren if r.jaar.uitkering or r.jaar.besteding]
    zonder = [f"{g.gemeente.naam} ({SPUKNAMEN[r.regeling]})" for g, r, b in paren if not last_decision(b, *VOORSCHOT)]
    yield Controlevraag(
        "beschikking", f"Is er van iedere uitkering een beschikking over {v.jaar}?", OPEN if zonder else GOED,
        f"ontbreekt: {_names(zonder)}" if zonder else "ja", "beschikkingen.csv",
    )  # fmt: skip
    nummers = [
        f"{g.gemeente.naam} ({b.soort})" for g, _, besluiten in paren for b in besluiten if not b.beschikkingsnummer
    ]
    yield Controlevraag(
        "beschikking", "Wat is het beschikkingsnummer?", OPEN if nummers else GOED,
        f"niet ingevuld: {_names(nummers)}" if nummers else "bij iedere beschikking ingevuld",
        "beschikkingen.csv, kolom beschikkingsnummer",
    )  # fmt: skip
    voor = [f"{g.gemeente.naam}: {r.grondslag}" for g, r, _ in paren if r.grondslag != DEFINITIEF]
    yield Controlevraag(
        "uitkering", "Waarop is de uitkering van het jaar gesloten?", GOED,
        f"niet op een definitieve beschikking ({_names(voor)}); een latere is een correctie in haar eigen jaar"
        if voor else "op de definitieve beschikking", "blad Besluiten",
    )  # fmt: skip
    anders = [
        f"{g.gemeente.naam} {c.naam} € {format_euros(c.verschil)}"
        for g, r, _ in paren for c in r.vergelijking if c.verschil
    ]  # fmt: skip
    yield Controlevraag(
        "telling", "Is de beschikking gelijk aan de telling van DUO x de bedragen?", OPEN if anders else GOED,
        f"verschil: {_names(anders)}" if anders else "geen verschil waar beide er zijn", "blad Tellingen",
    )  # fmt: skip


def _completeness(v: Verantwoording, gemeenten: Sequence[Gemeenterekening]) -> Iterator[Controlevraag]:
    buiten = v.invoer.outside_totals(v.jaar)
    fout = [naam for naam, geboekt, totaal in buiten if geboekt != totaal]
    yield Controlevraag(
        "volledigheid", "Sluiten de boekingen aan op het grootboek?", GOED if buiten and not fout else OPEN,
        f"verschil: {_names(fout)}" if fout else f"ja, op {len(buiten)} totalen" if buiten
        else "er is geen totaal van buiten de boekingen", "saldibalans.csv, blad Controle",
    )  # fmt: skip
    elders = {g.gemeente.naam for g in v.gemeenten} - {g.gemeente.naam for g in gemeenten}
    verschillen = [x for x in differences(v) if x[0] not in elders]
    yield Controlevraag(
        "aansluiting", "Sluiten alle aansluitingen?", OPEN if verschillen else GOED,
        _names([f"{p}: {n} € {format_euros(x)}" for p, n, x in verschillen]) or "ja, op de cent", "blad Controle",
    )  # fmt: skip
    signalen = [s for s in find_signals(v) if s.code not in _others(v, gemeenten)]
    yield Controlevraag(
        "signalen", "Wat valt op in de boekingen?", OPEN if signalen else GOED,
        "; ".join(s.tekst for s in signalen) or "niets", "werkboek verantwoording, blad Samenvatting",
    )  # fmt: skip


def _costs(v: Verantwoording, gemeenten: Sequence[Gemeenterekening]) -> Iterator[Controlevraag]:
    af = v.invoer.boekingen.afgekeurd
    elders = _others(v, gemeenten)
    af = af[(af["jaar"] == v.jaar) & (af["pot"] == "gemeentefonds") & ~af["gemeente"].isin(elders)]
    yield Controlevraag(
        "rechtmatigheid", "Zijn uitvoeringskosten buiten de SPUK gehouden (Wet inburgering 2021 art. 40)?", GOED,
        f"{len(af)} boekingen met een regel naar het Gemeentefonds, samen € {format_euros(int(af['bedrag'].sum()))}",
        "blad Afgekeurd van het werkboek verantwoording, blad Afwijkingen",
    )  # fmt: skip
    goed = v.invoer.boekingen.goedgekeurd
    goed = goed[(goed["jaar"] == v.jaar) & ~goed["gemeente"].isin(elders)]
    btw = int((goed["last"] - goed["bedrag"]).sum())
    yield Controlevraag(
        "btw", "Staat compensabele btw niet in de lasten?", GOED,
        f"btw in de lasten (regel 'kostprijs', of af van een bedrag inclusief): € {format_euros(btw)}",
        "werkboek verantwoording, blad Uitgangspunten",
    )  # fmt: skip
    los = [c for c in v.correcties if c.jaar == v.jaar and c.cbs_code in {g.gemeente.code for g in gemeenten}]
    tekst = _names([f"€ {format_euros(c.bedrag)} over {c.over}: {c.reden}" for c in los])
    yield Controlevraag(
        "correctie", "Welke lasten horen bij een eerder jaar?", GOED, tekst or "geen", "blad Afwijkingen"
    )
    lichamen = sorted({r.lichaam for r in v.verdelingen for g in gemeenten if g.gemeente.code in r.delen})
    if lichamen:
        yield Controlevraag(
            "uitvoerder", "Waar is de verantwoording van de regionale uitvoerder, en is zij gecontroleerd?", ZELF,
            f"opgave en controleverklaring van {_names(lichamen)}; het aandeel volgt uit de verdeelsleutel",
            "verantwoording.toml, blad Bronregels",
        )  # fmt: skip


def _chain(gemeenten: Sequence[Gemeenterekening]) -> Iterator[Controlevraag]:
    breuk = [
        f"{g.gemeente.naam} ({SPUKNAMEN[r.regeling]})"
        for g in gemeenten
        for r in g.regelingen
        if len(r.jaren) > 1 and not ties_with_last_year(r.jaren[-1], r.jaren[-2])
    ]
    yield Controlevraag(
        "reservering", "Begint de reservering waar de vorige bijlage eindigde?", OPEN if breuk else GOED,
        f"nee: {_names(breuk)}" if breuk else "ja, ook in hele euro's", "blad Reservering",
    )  # fmt: skip


def _closing(v: Verantwoording) -> Iterator[Controlevraag]:
    regels = read_log(v.invoer)
    fout = [r.klopt.removeprefix(NEE).strip() for r in regels if r.klopt.startswith(NEE)]
    yield Controlevraag(
        "sluiten", "Is het register van gesloten jaren zoals het werd vastgelegd?", OPEN if fout else GOED,
        f"nee: {'; '.join(fout)}" if fout else f"ja, {len(regels)} regels met hun bestand" if regels
        else "er is nog geen jaar gesloten", "blad Logboek",
    )  # fmt: skip
    sluiting = v.invoer.gesloten.get(v.jaar)
    if sluiting is None:
        yield Controlevraag(
            "sluiten", "Staan de cijfers vast?", OPEN, f"{v.jaar} is niet gesloten: spuk sluit MAP --jaar {v.jaar}",
            "verantwoording/gesloten/",
        )  # fmt: skip
        return
    anders = changed_inputs(v.invoer, v.jaar)
    yield Controlevraag(
        "sluiten", "Staan de cijfers vast?", GOED,
        f"gesloten op {sluiting.op[:10]} door {sluiting.wie or 'onbekend'}; de cijfers veranderen niet meer"
        + (f". Daarna veranderd: {_names(anders)}" if anders else ""), "blad Logboek, blad Invoer",
    )  # fmt: skip


def _unsettled(v: Verantwoording) -> list[Waarde]:
    """Rules that the year rests on and that are not settled; of a closed year too, which no longer looks them up."""
    parameters = v.invoer.parameters
    namen = {w.parameter for w in v.parameters} | set(BOEKREGELS)
    waarden = (parameters.in_year(naam, v.jaar) for naam in sorted(namen) if parameters.has(naam, v.jaar))
    return [w for w in waarden if w.status != "vastgesteld"]


def _own_proof(v: Verantwoording, gemeenten: Sequence[Gemeenterekening]) -> Iterator[Controlevraag]:
    """What no program can answer."""
    groot = [
        f"{g.gemeente.naam} ({SPUKNAMEN[r.regeling]})"
        for g in gemeenten
        for r in g.regelingen
        if r.jaar.uitkering >= _GRENS_DEELWAARNEMING
    ]
    yield Controlevraag(
        "deelwaarneming", "Welke posten toetst de accountant?", ZELF,
        (f"uitkering van € 125.000 of meer, dus ten minste één transactie: {_names(groot)}. " if groot else "")
        + "De lijst staat klaar; leg bij iedere post factuur en betaling",
        "blad Steekproef; Nota verwachtingen accountantscontrole SiSa 2025, zoals vakpers haar gaf",
    )  # fmt: skip
    for onderwerp, vraag, antwoord in (
        ("prestatielevering", "Is geleverd wat is betaald?",
         "bewijs per post van de steekproef: deelname, rapport of akkoord"),
        ("doelgroep", "Is iedere deelnemer inburgeringsplichtig en van deze gemeente?",
         "laat de accountant kijken in het eigen systeem: dossiers horen niet in dit stuk"),
        ("inkoop", "Zijn de contracten rechtmatig aanbesteed?", "contracten en inkoopdossiers"),
        ("misbruik", "Hoe is misbruik en oneigenlijk gebruik voorkomen?", "eigen beleid en de controles erop"),
    ):  # fmt: skip
        yield Controlevraag(onderwerp, vraag, ZELF, antwoord, "eigen administratie")
    lezing = [f"{v.invoer.parameters[w.parameter].label} ({w.status})" for w in _unsettled(v)]
    yield Controlevraag(
        "lezing van de wet", "Welke regels zijn een lezing of aanname?", OPEN if lezing else GOED,
        _names(lezing) or "geen", "werkboek verantwoording, blad Uitgangspunten",
    )  # fmt: skip
