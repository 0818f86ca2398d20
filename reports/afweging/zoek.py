"""The answer of a goal seek: a sentence per knob, one table for screen, page and csv, and a document for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from finance.fouten import list_words
from finance.taal.getallen import dutch, format_amount, format_certainty, format_date, format_share, thousands
from reports.afweging.keuze import Keuzestuk, drawn
from reports.grond.console import make_console
from reports.grond.rekenopties import Rekenkeuze
from reports.tabel.scherm import KRAP, RIJEN, print_fitting
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.afweging.doel import Zoekdoel
from scenarios.afweging.knoppen import Knop
from scenarios.afweging.zoek import ALTIJD, GRENS, NOOIT, Uitkomst
from scenarios.regiomap.regio import Regio

TITEL = "Tot waar kan het?"
UITLEG = (
    "Iedere knop staat op zichzelf: het andere blijft zoals ingevoerd, dus twee grenzen tegelijk halen het doel niet. "
    "Tussen: waar de grens met 95% zekerheid ligt voor zover het aan het aantal trekkingen ligt; wat de invoer zelf "
    "onzeker maakt, zit al in de kans."
)
OORDELEN = {GRENS: "grens", ALTIJD: "houdt overal", NOOIT: "nergens gehaald"}


def show_seek(uitkomsten: Sequence[Uitkomst], doel: Zoekdoel, regio: Regio) -> None:
    """On the terminal."""
    scherm = make_console()
    scherm.print(goal_in_words(doel, regio), soft_wrap=True)
    for uitkomst in uitkomsten:
        scherm.print(in_words(uitkomst), soft_wrap=True)
    if len(uitkomsten) > 1:
        print_fitting(scherm, _to_read(uitkomsten), RIJEN, KRAP)
    scherm.print(f"{thousands(uitkomsten[0].trekkingen)} trekkingen. {UITLEG}", soft_wrap=True)


def build_seek(
    uitkomsten: Sequence[Uitkomst], doel: Zoekdoel, regio: Regio, keuze: Rekenkeuze, scenario: str
) -> Keuzestuk:
    """The page."""
    return Keuzestuk(
        f"{TITEL} {regio.naam}",
        goal_in_words(doel, regio),
        tuple(in_words(u) for u in uitkomsten),
        (Hoofdstuk("De knoppen naast elkaar", (), (_to_read(uitkomsten),)),),
        drawn(scenario, keuze.trekkingen, keuze.zaad),
    )


def goal_in_words(doel: Zoekdoel, regio: Regio) -> str:
    """'Doel: de eigen rekening van Regio Voorbeeld sluit met ten minste 90% kans in ...'."""
    jaren = doel.jaren
    periode = f"{jaren[0]}" if len(jaren) == 1 else f"ieder jaar van {jaren[0]} tot en met {jaren[-1]}"
    begin = (
        f"de eigen rekening van {regio.totaalnaam} sluit met ten minste {format_certainty(doel.kans)} kans in {periode}"
    )
    if doel.oordeel:
        return (
            f"Doel, het oordeel over de regio: {begin}, op zichzelf en opgeteld vanaf het eerste open jaar. Jaren van "
            "voordat een knop werkt, tellen voor die knop niet mee."
        )
    dicht = f" Gesloten en dus buiten het doel: {', '.join(map(str, doel.gesloten))}." if doel.gesloten else ""
    return f"Doel: {begin}, op zichzelf.{dicht}"


def in_words(uitkomst: Uitkomst) -> str:
    """The answer for one knob in Dutch."""
    knop, gevonden = uitkomst.knop, uitkomst.gevonden
    wat, vanaf = f"{knop.label[0].upper()}{knop.label[1:]}", format_date(knop.vanaf)
    kans = f"{format_share(uitkomst.kans)} ({uitkomst.hardste.tekst})"
    nu = f"Nu {shown(knop, knop.nu)}, met laagste kans {format_share(min(uitkomst.nu.kansen))}."
    gezocht = f"tussen {_bare(knop, knop.laag)} en {shown(knop, knop.hoog)}"
    if gevonden.soort == ALTIJD:
        return f"{wat} vanaf {vanaf}: het doel houdt overal {gezocht}; de laagste kans is {kans}. {nu}"
    if gevonden.soort == NOOIT:
        return f"{wat} vanaf {vanaf}: nergens {gezocht} wordt het doel gehaald; {_why_never(uitkomst, kans)}. {nu}"
    grens = "ten hoogste" if gevonden.richting < 0 else "ten minste"
    zin = (
        f"{wat} vanaf {vanaf}: {grens} {shown(knop, gevonden.stand.waarde)}; {_between(uitkomst)}. "
        f"De kans is daar {kans}. {nu}"
    )
    if len(gevonden.stukken) > 1:
        stukken = list_words([f"van {_bare(knop, a)} tot {shown(knop, b)}" for a, b in gevonden.stukken])
        zin += f" Let op: het doel houdt in losse stukken: {stukken}; hier staat de grens het dichtst bij nu."
    return zin


def _why_never(uitkomst: Uitkomst, kans: str) -> str:
    knop, gevonden = uitkomst.knop, uitkomst.gevonden
    if uitkomst.vast:
        veranderen = "verandert" if len(uitkomst.vast) == 1 else "veranderen"
        return f"{list_words([e.tekst for e in uitkomst.vast])} {veranderen} er niet door (kans {kans})"
    if gevonden.richting == 0 or abs(uitkomst.kans - min(uitkomst.nu.kansen)) < uitkomst.fout:
        return f"deze knop doet er bijna niets aan (kans {kans})"
    return f"het dichtst bij komt {shown(knop, gevonden.stand.waarde)}, met kans {kans}"


def _between(uitkomst: Uitkomst) -> str:
    knop = uitkomst.knop
    laag, hoog = uitkomst.gevonden.tussen
    if laag is None and hoog is None:
        return "met zo weinig trekkingen is niet te zeggen hoe scherp dat is"
    links = f"minder dan {_bare(knop, knop.laag)}" if laag is None else _bare(knop, laag)
    rechts = f"meer dan {shown(knop, knop.hoog)}" if hoog is None else shown(knop, hoog)
    return f"met deze trekkingen ligt dat tussen {links} en {rechts}"


def shown(knop: Knop, waarde: float) -> str:
    """A value of a knob as it was entered: '€ 11.600 per traject', '3,5 fte', '1,05 keer de invoer'."""
    kaal = _bare(knop, waarde)
    if knop.eenheid:
        return f"{kaal} {knop.eenheid.removeprefix('euro ')}"
    if not knop.ingevoerd:
        return f"{kaal} keer de invoer"
    laag, hoog = knop.ingevoerd
    return f"{kaal} keer de invoer (€ {format_amount(waarde * laag)} tot € {format_amount(waarde * hoog)})"


def _bare(knop: Knop, waarde: float) -> str:
    """The same without what it is per."""
    if knop.eenheid.startswith("euro"):
        return f"€\u00a0{format_amount(waarde) if knop.stap >= 1 else dutch(waarde, 2)}"
    return dutch(round(waarde, 4), 4).rstrip("0").rstrip(",")


def seek_table(uitkomsten: Sequence[Uitkomst]) -> Tabel:
    """Knob | from | now | bound | between | chance now | chance there | its error | what decides | outcome."""
    rijen = []
    for u in uitkomsten:
        knop, (laag, hoog) = u.knop, u.gevonden.tussen
        grens = "" if u.waarde is None else shown(knop, u.waarde)
        tussen = " - ".join("" if x is None else _bare(knop, x).removeprefix("€\u00a0") for x in (laag, hoog))
        rijen.append(
            Rij(
                (
                    *(f"{knop.label} vanaf {format_date(knop.vanaf)}", shown(knop, knop.nu), grens),
                    *(tussen if u.waarde is not None else "", f"{knop.veld}@{knop.vanaf}"),
                    *(min(u.nu.kansen), u.kans, u.fout, u.hardste.tekst, OORDELEN[u.gevonden.soort]),
                )
            )
        )
    return Tabel(
        "",
        (
            Kolom("Knop", vorm="lang"),
            Kolom("Nu"),
            Kolom("Grens"),
            Kolom("Tussen"),
            Kolom("Veld"),
            Kolom("Kans nu", "deel"),
            Kolom("Kans daar", "deel"),
            Kolom("Fout", "deel"),
            Kolom("Wat beslist", vorm="lang"),
            Kolom("Uitkomst"),
        ),
        tuple(rijen),
        (UITLEG,),
    )


def _to_read(uitkomsten: Sequence[Uitkomst]) -> Tabel:
    """The table without what the sentences tell."""
    return seek_table(uitkomsten).without("Veld", "Fout", "Uitkomst")


def seek_document(
    uitkomsten: Sequence[Uitkomst], doel: Zoekdoel, regio: Regio, keuze: Rekenkeuze, scenario: str
) -> dict[str, Any]:
    """For programs: everything that the sentences tell, as numbers."""
    return {
        "schema": "zoek-1",
        "regio": regio.naam,
        "scenario": scenario,
        "invoer": regio.hashes,
        "trekkingen": keuze.trekkingen,
        "zaad": keuze.zaad,
        "doel": {
            "kans": doel.kans,
            "oordeel": doel.oordeel,
            "eisen": [vars(e) for e in doel.eisen],
            "gesloten": list(doel.gesloten),
        },
        "knoppen": [_record(u) for u in uitkomsten],
    }


def _record(u: Uitkomst) -> dict[str, Any]:
    knop, gevonden = u.knop, u.gevonden
    laag, hoog = gevonden.tussen
    return {
        "veld": knop.veld,
        "vanaf": knop.vanaf.isoformat(),
        "eenheid": knop.eenheid or "keer de invoer",
        "nu": knop.nu,
        "uitkomst": gevonden.soort,
        "waarde": u.waarde,
        "factor": None if u.waarde is None or knop.zelf else u.waarde / knop.nu,
        "tussen": [laag, hoog],
        "richting": gevonden.richting,
        "gezocht": [knop.laag, knop.hoog],
        "stukken": [list(s) for s in gevonden.stukken],
        "kans_nu": min(u.nu.kansen),
        "kans": u.kans,
        "standaardfout": u.fout,
        "beslist": vars(u.hardste),
        "niet_te_bewegen": [vars(e) for e in u.vast],
    }
