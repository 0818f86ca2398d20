"""What breaks budgetneutraliteit, or saves it: as sentences, a table, a picture and a page."""

from __future__ import annotations

from functools import partial

import numpy as np

from finance.fouten import list_words
from finance.neutraliteit import covered
from finance.taal.getallen import euros, format_certainty, format_share, short, thousands
from reports.afweging.keuze import Keuzestuk, drawn
from reports.figuren.figuren import BLAUW, ROOD, amount_label, unit_of
from reports.figuren.figuur import Figuur
from reports.figuren.wolk import As, Stip, draw_cloud
from reports.grond.console import make_console
from reports.grond.rekenopties import Rekenkeuze
from reports.tabel.scherm import VOUW, to_screen
from reports.tabel.stuk import Hoofdstuk
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.afweging.omslag.doos import Doos, Drempel
from scenarios.afweging.omslag.meetlat import Meetlat
from scenarios.afweging.omslag.omslag import Omslag
from scenarios.regiomap.regio import Regio

UITLEG = (
    "Gezocht met PRIM: stap voor stap valt de kant van één grootheid weg waar de uitkomst het minst voorkomt. Gezocht "
    "is in de ene helft van de trekkingen; kans, aandeel en dekking komen uit de andere helft, zodat het zoeken zelf "
    "ze niet mooier maakt. Een grens blijft alleen staan als toeval haar niet kan verklaren (kans daarop over alle "
    "grootheden samen kleiner dan 5%) en zij de kans ten minste 3 punten verandert; een combinatie alleen als zij 10 "
    "punten boven de kans van nu ligt. Dekking: deel van alle gezochte uitkomsten dat in de combinatie valt."
)
MEESTE_PUNTEN = 700
BLIK = (0.005, 0.995)
"""Shares of the draws between which a picture looks"""
KOP = "Welke combinaties beslissen over budgetneutraliteit?"


def describe(omslag: Omslag) -> tuple[str, ...]:
    """The whole answer in sentences."""
    kans = format_share(1 - omslag.oordeel.kans)
    begin = f"{omslag.regio}, {omslag.toets}: tekort in {kans} van {thousands(omslag.trekkingen)} trekkingen."
    if omslag.te_weinig:
        soort = "sluitende" if omslag.redding else "tekort"
        return (begin, f"Te weinig {soort} uitkomsten om een combinatie te herkennen. Neem meer --trekkingen.".replace(
            "tekort uitkomsten", "tekorten"))  # fmt: skip
    keer = (
        ("Een tekort is hier regel. De vraag is daarom omgekeerd: wat redt de neutraliteit?",) if omslag.redding else ()
    )
    if not omslag.dozen:
        wat = "redt" if omslag.redding else "breekt"
        return (
            begin,
            *keer,
            f"Geen combinatie springt eruit: geen groep grenzen {wat} de neutraliteit duidelijk vaker.",
        )
    return (begin, *keer, *(_sentence(omslag, n) for n in range(len(omslag.dozen))))


def _sentence(omslag: Omslag, nummer: int) -> str:
    doos = omslag.dozen[nummer]
    als = " én ".join(_condition(omslag.meetlatten[g.dimensie], g) for g in doos.grenzen)
    buiten = "Buiten die combinatie: met" if nummer else "Met"
    return (
        f"{buiten} {als} is de kans op {omslag.gezocht} {format_share(doos.kans, 0)} (nu "
        f"{format_share(omslag.basis, 0)}). Dit gebeurt in {format_share(doos.aandeel, 0)} van de trekkingen; daarin "
        f"ligt {format_share(doos.dekking, 0)} van alle {'sluitende uitkomsten' if omslag.redding else 'tekorten'}."
    )


def _condition(lat: Meetlat, grens: Drempel) -> str:
    return f"{lat.naam} op {_threshold(lat, grens)}"


def _threshold(lat: Meetlat, grens: Drempel) -> str:
    """'ten hoogste 2.920 personen', 'ten minste 6% boven de invoer', 'niet lager dan 2% onder de invoer'."""
    zijde = "ten minste" if grens.boven else "ten hoogste"
    if lat.eenheid != "% hoger":
        return f"{zijde} {lat.in_words(grens.waarde)}"
    if not grens.waarde:
        return f"niet {'lager' if grens.boven else 'hoger'} dan de invoer"
    if grens.waarde < 0:
        # At least 2% below and at most 2% below are easily read the other way round.
        zijde = "niet lager dan" if grens.boven else "ten minste"
    kant = "boven" if grens.waarde > 0 else "onder"
    return f"{zijde} {short(abs(grens.waarde))}% {kant} de invoer"


def box_table(omslag: Omslag, titel: str = "") -> Tabel:
    """A row per threshold: combination | quantity | threshold | usual range | chance, share and coverage."""
    rijen = []
    for nummer, doos in enumerate(omslag.dozen, start=1):
        for i, grens in enumerate(doos.grenzen):
            lat = omslag.meetlatten[grens.dimensie]
            gewoon = " tot ".join(lat.in_words(w) for w in np.percentile(lat.waarden, (10, 90)))
            cijfers = (doos.kans, doos.kans_fout, doos.aandeel, doos.dekking) if i == 0 else ("", "", "", "")
            rijen.append(Rij((str(nummer), lat.naam, _threshold(lat, grens), gewoon, *cijfers)))
    return Tabel(
        titel,
        (
            Kolom("Combinatie"),
            Kolom("Als"),
            Kolom("Grens"),
            Kolom("P10 tot P90"),
            Kolom(f"Kans op {omslag.gezocht}", "deel", smal="Kans"),
            Kolom("Fout", "deel"),
            Kolom("Komt voor in", "deel", smal="Aandeel"),
            Kolom("Dekking", "deel"),
        ),
        tuple(rijen),
        (UITLEG,),
        groepen=True,
    )


def cloud_figure(omslag: Omslag) -> Figuur | None:
    """The draws in the two quantities of the first box that decide most, or in one and the saldo itself."""
    if not omslag.dozen:
        return None
    doos = omslag.dozen[0]
    namen = list(dict.fromkeys(g.dimensie for g in sorted(doos.grenzen, key=lambda g: _alone(omslag, doos, g))))
    x = _axis(omslag.meetlatten[namen[0]], doos, namen[0])
    xs = omslag.meetlatten[namen[0]].waarden
    if len(namen) > 1:
        y, ys = _axis(omslag.meetlatten[namen[1]], doos, namen[1]), omslag.meetlatten[namen[1]].waarden
    else:
        y, ys = _saldo_axis(omslag), omslag.saldo
    stap = max(1, len(xs) // MEESTE_PUNTEN)
    sluit = covered(omslag.saldo)
    andere = Doos(tuple(g for g in doos.grenzen if g.dimensie not in namen[:2]))
    erbij = andere.holds(np.stack([m.waarden for m in omslag.meetlatten]))[::stap]
    punten = [
        Stip(float(a), float(b), BLAUW if goed else ROOD, not ook)
        for a, b, goed, ook in zip(xs[::stap], ys[::stap], sluit[::stap], erbij, strict=True)
    ]
    derde = list_words([_condition(omslag.meetlatten[g.dimensie], g) for g in andere.grenzen])
    slot = f", met ook {derde}; wat daar niet aan voldoet, staat er bleek" if derde else ""
    return Figuur(
        "De trekkingen, en waar combinatie 1 geldt",
        draw_cloud(KOP, " ".join(describe(omslag)), x, y, punten),
        f"Iedere stip is een trekking ({thousands(len(punten))} van {thousands(omslag.trekkingen)}); {omslag.toets}. "
        f"Binnen de streeplijn is de kans op {omslag.gezocht} {format_share(doos.kans, 0)}{slot}.",
        (("sluit", BLAUW, "vlak"), ("tekort", ROOD, "vlak"), ("combinatie 1", "#111111", "streep")),
    )


def _alone(omslag: Omslag, doos: Doos, grens: Drempel) -> float:
    """Chance of what is sought where only the other thresholds hold: lowest for the one that decides most."""
    anders = Doos(tuple(g for g in doos.grenzen if g.dimensie != grens.dimensie))
    binnen = anders.holds(np.stack([m.waarden for m in omslag.meetlatten]))
    uitkomst = covered(omslag.saldo) == omslag.redding
    return float(uitkomst[binnen].mean())


def _axis(lat: Meetlat, doos: Doos, dimensie: int) -> As:
    eigen = {g.boven: g.waarde for g in doos.grenzen if g.dimensie == dimensie}
    laag, hoog = np.quantile(lat.waarden, BLIK)
    naam = _shortened(lat.naam) + (f" ({lat.eenheid})" if lat.eenheid in ("personen", "euro") else "")
    return As(naam, float(laag), float(hoog), partial(_on_axis, lat), (eigen.get(True), eigen.get(False)))


def _on_axis(lat: Meetlat, waarde: float) -> str:
    """As short as it can be: the name of the axis holds the unit."""
    if lat.eenheid == "% hoger":
        return f"{short(round(waarde, 1), teken=bool(round(waarde, 1)))}%"
    return lat.in_words(waarde).removesuffix(f" {lat.eenheid}")


def _shortened(naam: str) -> str:
    """Without what stands in brackets: an axis has no room for it."""
    return naam if "(" not in naam else naam[: naam.index(" (")] + naam[naam.rindex(")") + 1 :]


def _saldo_axis(omslag: Omslag) -> As:
    laag, hoog = (float(w) for w in np.quantile(omslag.saldo, BLIK))
    eenheid, naam = unit_of([laag, hoog])
    grenzen = (0.0, None) if omslag.redding else (None, 0.0)
    return As(f"{omslag.toets} ({naam})", laag, hoog, lambda w: amount_label(w, eenheid), grenzen)


def show_reversal(omslag: Omslag) -> None:
    """The sentences and the table on the terminal."""
    scherm = make_console()
    for zin in describe(omslag):
        scherm.print(zin, soft_wrap=True)
    if omslag.dozen:
        scherm.print(to_screen(box_table(omslag), VOUW, smal=True))
        scherm.print(UITLEG, soft_wrap=True)


def build_reversal(omslag: Omslag, regio: Regio, keuze: Rekenkeuze) -> Keuzestuk:
    """The page."""
    eerste, *rest = describe(omslag)
    oordeel, figuur = omslag.oordeel, cloud_figure(omslag)
    zinnen = (
        eerste,
        f"Verwacht {euros(oordeel.verwacht)}; voor {format_certainty(keuze.zekerheid)} zekerheid "
        + (f"ontbreekt {euros(oordeel.buffer)}." if oordeel.buffer else "is geen buffer nodig."),
    )
    tabellen = (box_table(omslag),) if omslag.dozen else ()
    return Keuzestuk(
        titel=f"Omslag: wat beslist over budgetneutraliteit in {regio.naam}",
        ondertitel=f"Scenario {omslag.scenario} · {omslag.toets} · {thousands(omslag.trekkingen)} trekkingen",
        antwoord=tuple(rest),
        hoofdstukken=(Hoofdstuk(KOP, zinnen, tabellen, (figuur,) if figuur else ()),),
        herkomst=drawn(omslag.scenario, omslag.trekkingen, keuze.zaad),
    )
