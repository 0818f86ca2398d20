"""Where every figure of the SiSa annex comes from: the rows of the files, which add up to it to the cent.

A figure that a rule of law makes of others (the meeneemregeling) leads to those, and so to their rows. Of a booking
only what identifies it is given: a description or creditor may hold the name of a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from finance.bedragen import whole_euros
from finance.jaarrekening import Jaarrekening
from finance.taal.getallen import format_euros
from finance.uitkering import VOORSCHOT, last_decision
from finance.voorzieningen import VOORZIENINGEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.boeken.map import INSTELLINGEN, Correctie
from scenarios.boeken.slot import MAP
from scenarios.jaar.sisa import numbered, own_and_shared, persons
from scenarios.jaar.sisasjabloon import Indicator
from scenarios.regiomap.besluiten import SUBMAP

_SALDO = (
    *("uitkering", "correctie_uitkering", "reservering_begin", "besteding", "correctie_besteding"),
    "doorgeschoven_begin",
)
BASIS = (*_SALDO, "voorlopig")
"""The figures that stand in rows of files."""
AFGELEID = {
    "lasten": (("besteding", "correctie_besteding"), "besteding + correctie"),
    "baten": (_SALDO, "de lasten, behalve wat geen uitkering dekt (blad Reservering)"),
    "toevoeging": (_SALDO, "overschot van het jaar dat mee mag: Besluit art. 10.5 (blad Reservering)"),
    "onttrekking": (
        _SALDO,
        "tekort van het jaar dat de reservering dekt, en wat niet langer mee mag: Besluit art. 10.5 (blad Reservering)",
    ),
    "reservering_eind": (_SALDO, "saldo, ten hoogste de ruimte: Besluit art. 10.5 (blad Reservering)"),
    "doorgeschoven_eind": (_SALDO, "tekort dat naar t+1 gaat: Besluit art. 10.6 (blad Reservering)"),
    "terug_te_betalen": (
        _SALDO,
        "saldo boven de ruimte, zonder een voorschot boven de uitkering: Besluit art. 10.5 (blad Reservering)",
    ),
    "eigen_lasten": (_SALDO, "tekort dat geen later jaar dekt (blad Reservering)"),
}
"""Figure -> the figures it follows from, and how."""


@dataclass(frozen=True)
class Bronregel:
    """One row of a file that a figure is made of; cents, as it counts in the figure."""

    cijfer: str
    bestand: str
    plaats: str
    wat: str
    bedrag: int
    stuknummer: str = ""
    datum: date | None = None


def base_figures(indicator: Indicator) -> tuple[str, ...]:
    """The figures with rows that a cell leads to."""
    naam = str(indicator.cijfer)
    if naam in ("besteding_zelf", "besteding_uitvoerder"):
        return (naam,)
    return AFGELEID[naam][0] if naam in AFGELEID else (naam,) if naam in BASIS else ()


def explain(indicator: Indicator) -> str:
    """In a few words where a cell comes from."""
    match indicator.soort:
        case "aantal":
            return "tellingen.csv: de telling van DUO"
        case "gegeven":
            nummers = str(indicator.gegeven).startswith("beschikking")
            return "beschikkingen.csv: kolom beschikkingsnummer" if nummers else "regio.toml en verantwoording.toml"
        case "som":
            return f"som van {' + '.join(indicator.som)}"
        case "tekst" | "vast":
            return "vast, uit het sjabloon"
    naam = str(indicator.cijfer)
    if naam == "zelfstandig":
        return "verantwoording.toml: zelfstandige_uitvoering"
    uitleg = AFGELEID[naam][1] if naam in AFGELEID else _TEKSTEN[naam]
    return f"{uitleg}; van ieder jaar vanaf het begin" if indicator.cumulatief else uitleg


_TEKSTEN = {
    "besteding": "de boekingen van het jaar en het aandeel in regionale kosten",
    "besteding_zelf": "de eigen boekingen van het jaar",
    "besteding_uitvoerder": "het aandeel in de kosten van regionale uitvoerders",
    "correctie_besteding": "boekingen en blokken [[correctie]] over een eerder jaar",
    "uitkering": "de beschikking of de telling waarop het jaar is gesloten",
    "voorlopig": "de voorlopige beschikking, of de laatste nadere",
    "correctie_uitkering": "definitieve beschikkingen over eerdere jaren die in dit jaar kwamen",
    "reservering_begin": "de reservering waarmee het vorige jaar sloot",
    "doorgeschoven_begin": "wat het vorige jaar doorschoof",
}


def find_rows(v: Verantwoording, g: Gemeenterekening, r: Regelingrekening, cijfer: str) -> tuple[Bronregel, ...]:
    """The rows of one figure of the year; they add up to it. `cijfer`: one of `BASIS`, or a part of the besteding."""
    boekingen, andere = split_rows(v, g, r, cijfer)
    return (*_as_rows(boekingen, cijfer), *andere)


def split_rows(
    v: Verantwoording, g: Gemeenterekening, r: Regelingrekening, cijfer: str
) -> tuple[pd.DataFrame, list[Bronregel]]:
    """The bookings behind a figure, of which there may be a million, and every other row."""
    zelf, gedeeld = own_and_shared(r)
    doel = {"besteding_zelf": zelf, "besteding_uitvoerder": gedeeld}.get(cijfer)
    if doel is None:
        doel = int(getattr(r.jaar, cijfer))
    goed = v.invoer.boekingen.goedgekeurd
    boekingen, andere = goed[:0], []
    if cijfer in ("besteding", "besteding_zelf", "correctie_besteding"):
        boekingen = goed[
            (goed["jaar"] == v.jaar)
            & (goed["gemeente"] == g.gemeente.code)
            & (goed["pot"] == r.regeling)
            & (goed["correctie"] == (cijfer == "correctie_besteding"))
        ]
    match cijfer:
        case "besteding" | "besteding_uitvoerder":
            andere = [*find_shares(v, g, r, cijfer)]
        case "correctie_besteding":
            andere = [*find_shares(v, g, r, cijfer), *_blocks(v, g, r)]
        case "uitkering" | "voorlopig":
            andere = [*_decision(v, r, cijfer, doel)]
        case "correctie_uitkering":
            andere = [*_later_decisions(v, r)]
    if rest := doel - int(boekingen["last"].sum()) - sum(b.bedrag for b in andere):
        andere.append(_remainder(v, g, r, cijfer, rest, deels=bool(andere) or not boekingen.empty))
    return boekingen, andere


def _as_rows(boekingen: pd.DataFrame, cijfer: str) -> Iterator[Bronregel]:
    deel = boekingen.sort_values(["bestand", "regel"], kind="stable")
    namen = ("bestand", "regel", "voorziening", "last", "stuknummer")
    velden = (*(deel[n].tolist() for n in namen), deel["datum"].dt.date.tolist())
    for bestand, regel, soort, last, stuk, dag in zip(*velden, strict=True):
        label = VOORZIENINGEN[soort].label
        yield Bronregel(cijfer, f"{SUBMAP}/{bestand}", f"regel {regel}", label, last, str(stuk), dag)


def find_shares(
    v: Verantwoording, g: Gemeenterekening, r: Regelingrekening, cijfer: str, lichaam: str = ""
) -> Iterator[Bronregel]:
    """What the gemeente bears of the costs of regional bodies, or of one of them."""
    correctie = cijfer == "correctie_besteding"
    for regel in v.verdelingen:
        deel = regel.delen.get(g.gemeente.code, 0)
        if deel and (regel.pot, regel.correctie) == (r.regeling, correctie) and lichaam in ("", regel.lichaam):
            gewicht, som = regel.gewichten[g.gemeente.code], sum(regel.gewichten.values())
            wat = (
                f"aandeel {gewicht} van {som} ({regel.sleutel}) in € {format_euros(regel.totaal)} van {regel.lichaam}: "
                f"{VOORZIENINGEN[regel.voorziening].label}"
            )
            plaats = f"[[gemeenschappelijke_regeling]] {regel.lichaam} {regel.jaar}"
            yield Bronregel(cijfer, f"{SUBMAP}/{INSTELLINGEN}", plaats, wat, deel)


def find_body_rows(
    v: Verantwoording, g: Gemeenterekening, r: Regelingrekening, cijfer: str, lichaam: str
) -> tuple[Bronregel, ...]:
    """The rows behind what one regional body accounts for to a gemeente; they add up to it."""
    rijen = [*find_shares(v, g, r, cijfer, lichaam)]
    soort = (lichaam, cijfer == "correctie_besteding")
    rest = sum(x.bedrag for x in r.lasten if (x.lichaam, x.correctie) == soort) - sum(b.bedrag for b in rijen)
    if rest:
        rijen.append(_remainder(v, g, r, cijfer, rest, deels=True))
    return tuple(rijen)


def _blocks(v: Verantwoording, g: Gemeenterekening, r: Regelingrekening) -> Iterator[Bronregel]:
    for c in v.correcties:
        if (c.jaar, c.cbs_code, c.regeling) == (v.jaar, g.gemeente.code, r.regeling):
            yield Bronregel("correctie_besteding", *place_of(v, c), c.reden, c.bedrag)


def place_of(v: Verantwoording, c: Correctie) -> tuple[str, str]:
    """File and place of a correction: its block, or the closed year that the bookings of now do not agree with."""
    if c in v.invoer.instellingen.correctie:
        return f"{SUBMAP}/{INSTELLINGEN}", f"[[correctie]] over {c.over}"
    return f"{SUBMAP}/{MAP}/{c.over}.json", f"{c.cbs_code}, {c.regeling}, tegenover de boekingen van nu"


def _decision(v: Verantwoording, r: Regelingrekening, cijfer: str, doel: int) -> Iterator[Bronregel]:
    """The decision or the count that gives this amount."""
    besluiten = [b for b in r.besluiten if b.jaar == v.jaar]
    soorten = (VOORSCHOT,) if cijfer == "voorlopig" else (("definitief",), VOORSCHOT)
    for keuze in soorten:
        besluit = last_decision(besluiten, *keuze)
        if besluit is not None and besluit.bedrag == doel:
            wat = f"beschikking {besluit.soort} {besluit.jaar}"
            yield Bronregel(
                cijfer, besluit.bestand, besluit.plaats, wat, doel, besluit.beschikkingsnummer, besluit.datum
            )
            return
    if cijfer == "uitkering" and r.berekening is not None and r.berekening.totaal == doel:
        telling = r.berekening.telling
        yield Bronregel(cijfer, telling.bestand, telling.plaats, "telling van DUO x bedragen (blad Telling)", doel)


def _later_decisions(v: Verantwoording, r: Regelingrekening) -> Iterator[Bronregel]:
    for feit in r.feiten:
        if feit.definitief_in == v.jaar and feit.jaar < v.jaar and feit.definitief is not None:
            besluit = last_decision((b for b in r.besluiten if b.jaar == feit.jaar), "definitief")
            if besluit is not None and (verschil := feit.definitief - feit.uitkering):
                wat = f"definitief {feit.jaar}: € {format_euros(feit.definitief)} in plaats van "
                wat += f"€ {format_euros(feit.uitkering)}"
                yield Bronregel(
                    "correctie_uitkering", besluit.bestand, besluit.plaats, wat, verschil,
                    besluit.beschikkingsnummer, besluit.datum,
                )  # fmt: skip


def _remainder(
    v: Verantwoording, g: Gemeenterekening, r: Regelingrekening, cijfer: str, rest: int, *, deels: bool
) -> Bronregel:
    """What no row gives: an opening balance, a typed year, or a closed year that says otherwise than the files now."""
    begin = cijfer in ("reservering_begin", "doorgeschoven_begin")
    jaar = v.jaar - 1 if begin and len(r.jaren) > 1 else v.jaar
    stand = v.invoer.standen.get((jaar, g.gemeente.code, r.regeling))
    if jaar in v.invoer.gesloten:
        bestand, plaats = f"{SUBMAP}/{MAP}/{jaar}.json", f"{g.gemeente.code}, {r.regeling}"
        wat = f"gesloten op {v.invoer.gesloten[jaar].op[:10]}"
    elif stand is not None:
        bestand, plaats, wat = stand.bestand, stand.plaats, f"opgegeven stand {jaar}"
    else:
        bestand, plaats, wat = f"verantwoording-{jaar}", "blad Reservering", f"zoals {jaar} sluit"
    if begin:
        wat = f"eindstand {jaar}, {wat}"
    elif deels:
        wat = f"verschil tussen de regels van nu en {jaar}, {wat}"
    return Bronregel(cijfer, bestand, plaats, wat, rest)


def ties_with_last_year(jaar: Jaarrekening, vorig: Jaarrekening) -> bool:
    """Whether the annex begins with the whole euros that the one before it ended with."""
    return (whole_euros(jaar.reservering_begin), whole_euros(jaar.doorgeschoven_begin)) == (
        whole_euros(vorig.reservering_eind),
        whole_euros(vorig.doorgeschoven_eind),
    )


VAN_LICHAAM = {
    "besteding": ("besteding_uitvoerder",),
    "correctie_besteding": ("correctie_besteding",),
    "lasten": ("besteding_uitvoerder", "correctie_besteding"),
}
"""A figure of a regional body -> the figures of the gemeente in which its shares count."""


def count_of_cell(
    v: Verantwoording, g: Gemeenterekening, r: Regelingrekening, i: Indicator
) -> tuple[int, tuple[str, ...]]:
    """How many rows a cell of the gemeente's own annex leads to, and in which files; no booking is laid out for it."""
    vast = [*fixed_rows(v, g, r, i)]
    aantal, bestanden = len(vast), [b.bestand for b in vast]
    for basis in base_figures(i):
        boekingen, andere = split_rows(v, g, r, basis)
        aantal += len(boekingen) + len(andere)
        bestanden += [f"{SUBMAP}/{naam}" for naam in sorted(boekingen["bestand"].unique())]
        bestanden += [b.bestand for b in andere]
    return aantal, tuple(dict.fromkeys(naam.removeprefix(f"{SUBMAP}/") for naam in bestanden))


def fixed_rows(v: Verantwoording, g: Gemeenterekening, r: Regelingrekening, i: Indicator) -> Iterator[Bronregel]:
    """The rows of a count, a number of a decision, and of the earlier years in a cumulative figure."""
    if i.soort == "aantal":
        for (jaar, code), t in sorted(v.invoer.tellingen.items()):
            if code == g.gemeente.code and (jaar == v.jaar or (i.cumulatief and jaar < v.jaar)):
                wat = f"{persons(t, str(i.aantal))} personen in {jaar}"
                yield Bronregel(str(i.aantal), t.bestand, t.plaats, wat, 0)
    elif i.gegeven and (besluit := numbered(v, r, i)) and i.gegeven.startswith("beschikking"):
        yield Bronregel(i.gegeven, besluit.bestand, besluit.plaats, f"beschikking {besluit.soort}", 0)
    elif i.soort == "cijfer" and i.cumulatief:
        naam = str(i.cijfer)
        for j in r.jaren[:-1]:
            wat = f"zoals {j.jaar} sluit"
            yield Bronregel(naam, f"verantwoording-{j.jaar}", f"SiSa {j.jaar}", wat, int(getattr(j, naam)))
