"""The accountant's sample on two sheets: what was chosen and how, and the whole list with the choice as formulas."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from finance.fouten import list_words
from finance.voorzieningen import VOORZIENINGEN
from reports.tabel.adres import Formule
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.jaar.steekproef import VOLGORDE, Populatie, Volledigheid, complete

MEESTE_REGELS = 20_000
"""Lines of a list that stand on a sheet with their formulas; of more the choice stands as it was computed."""
METHODE = (
    "Steekproef op bedrag (monetary unit sampling): alle bedragen van een lijst staan achter elkaar; vanaf de start "
    "valt om het interval een treffer op een cent. De regel waarin die cent ligt is gekozen.",
    "De kans van een regel is zijn bedrag gedeeld door het interval; een regel van het interval of meer is er altijd "
    "bij.",
    f"Volgorde van een lijst: {list_words(VOLGORDE)}. De start is met het zaad getrokken uit 1 cent tot en met "
    "het interval: hetzelfde zaad, jaar, lijst en interval geeft dezelfde steekproef.",
    "Een lijst is wat één gemeente of uitvoerder dit jaar boekte op één uitkering en wat als last telt. Regels van nul "
    "of minder (credit) kennen geen treffer en staan apart onderaan.",
    "Een boeking is aangewezen met bestand, regel en stuknummer; omschrijving en crediteur staan er niet bij, want die "
    "kunnen een naam bevatten.",
)


def write_sample(
    boek: Werkboek, v: Verantwoording, codes: Sequence[str], populaties: Sequence[Populatie], zaad: int
) -> None:
    """The sheets Steekproef and Populatie. codes: the gemeenten that they are about"""
    blad = boek.add(
        "Steekproef", (34, 9, 15, 15, 15, 15, 10, 10, 10, 15, 70), f"Zaad {zaad}; na te rekenen op het blad Populatie"
    )
    for zin in METHODE:
        blad.remark(zin)
    if not populaties:
        blad.remark(f"Over {v.jaar} zijn er geen boekingen om uit te kiezen.")
        _tie(blad, complete(v, codes, populaties))
        return
    blad.section("De lijsten")
    to_xlsx(blad, _lists(populaties))
    _tie(blad, complete(v, codes, populaties))
    blad.section("Gekozen regels")
    blad.ws.repeat_rows(blad.rij)
    to_xlsx(blad, _chosen(populaties))
    credit = [(p, p.credit) for p in populaties if len(p.credit)]
    if credit:
        blad.section("Creditregels: niet in de trekking, te beoordelen")
        to_xlsx(blad, _credits(credit))
    _write_lists(boek, populaties)


def _lists(populaties: Sequence[Populatie]) -> Tabel:
    """A row per list: how large, which interval, how many chosen."""
    return Tabel(
        "",
        (
            Kolom("Lijst", vorm="lang"),
            Kolom("Regels", "heel"),
            Kolom("Totaal", "cent", naam="totaal"),
            Kolom("Interval", "cent", naam="interval", vorm="geld in"),
            Kolom("Start", "cent", naam="start", vorm="geld in"),
            Kolom("Treffers", "heel"),
            Kolom("Gekozen", "heel"),
            Kolom("Altijd erbij", "heel"),
            Kolom("Credit", "heel"),
            Kolom("Credit", "cent"),
            Kolom("Hoe het interval is gekozen", vorm="lang na_getal"),
        ),
        tuple(
            Rij(
                (
                    p.naam, len(p.rijen), p.steekproef.totaal, p.steekproef.interval, p.steekproef.start,
                    p.steekproef.aantal_treffers, len(p.steekproef.gekozen),
                    int((p.rijen["last"] >= p.steekproef.interval).sum()), len(p.credit), int(p.credit["last"].sum()),
                    p.uitleg,
                ),
                ("lijst", n),
            )
            for n, p in enumerate(populaties)
        ),
    )  # fmt: skip


def _tie(blad: Blad, volledig: Sequence[Volledigheid]) -> None:
    """That the lists are all that was booked, or what stands between."""
    if not volledig:
        return
    rijen = []
    for n, x in enumerate(volledig):
        sleutel = ("volledig", n)
        verschil = Formule("ROUND({0}+{1}-{2},2)", x.verschil, tuple((sleutel, k) for k in ("lijst", "los", "boeken")))
        rijen.append(
            Rij((x.naam, None, x.lijst, x.zonder_boeking, x.jaarrekening, verschil, *(None,) * 4, x.waardoor), sleutel,
                status="onzeker" if x.verschil else "")
        )  # fmt: skip
    blad.section("Volledigheid: lijst, creditregels en lasten zonder boeking tegenover de lasten in de jaarrekening")
    kolommen = (
        Kolom("Lijst", vorm="lang"),
        Kolom(""),
        Kolom("Lijst", "cent", naam="lijst", vorm="geld in"),
        Kolom("Zonder boeking", "cent", naam="los", vorm="geld in"),
        Kolom("Jaarrekening", "cent", naam="boeken", vorm="geld in"),
        Kolom("Verschil", "cent"),
        *columns((("", "", "", ""), "tekst")),
        Kolom("Waardoor", vorm="lang na_getal"),
    )
    to_xlsx(blad, Tabel("", kolommen, tuple(rijen)))


_POST = ("bestand", "regel", "stuknummer", "datum", "grootboek", "voorziening", "last")


def _cells(rijen: pd.DataFrame) -> list[tuple[Cel, ...]]:
    """What points out a booking, and its amount; nothing that may hold a name."""
    datums = rijen["datum"].dt.date.tolist()
    waarden = zip(*(datums if k == "datum" else rijen[k].tolist() for k in _POST), strict=True)
    return [(*(w[:5]), VOORZIENINGEN[w[5]].label, w[6]) for w in waarden]


def _chosen(populaties: Sequence[Populatie]) -> Tabel:
    rijen = []
    for p in populaties:
        gekozen = p.gekozen
        extra = zip(*(gekozen[k].tolist() for k in ("volgnummer", "treffers", "last")), strict=True)
        for post, (nummer, treffers, bedrag) in zip(_cells(gekozen), extra, strict=True):
            bestand, regel, stuk, dag, grootboek, soort, last = post
            altijd = "altijd" if bedrag >= p.steekproef.interval else ""
            wat = f"{soort}; {grootboek}; {bestand}"
            rijen.append(Rij((p.naam, nummer, last, dag, stuk, regel, treffers, altijd, "", None, wat)))
    return Tabel(
        "",
        (
            Kolom("Lijst", vorm="lang"),
            Kolom("Nr", "heel"),
            Kolom("Bedrag", "cent"),
            Kolom("Datum", "datum", vorm="datum na_getal"),
            Kolom("Stuknummer"),
            Kolom("Regel", "heel"),
            Kolom("Treffers", "heel"),
            Kolom("Altijd", vorm="midden"),
            Kolom("Akkoord", vorm="tekst invoer"),
            Kolom("Fout", "cent", vorm="geld invoer"),
            Kolom("Voorziening; grootboek; bestand", vorm="lang na_getal"),
        ),
        tuple(rijen),
    )


def _credits(credit: Sequence[tuple[Populatie, pd.DataFrame]]) -> Tabel:
    kolommen = (
        Kolom("Lijst", vorm="lang"),
        Kolom(""),
        Kolom("Bedrag", "cent"),
        Kolom("Datum", "datum", vorm="datum na_getal"),
        Kolom("Stuknummer"),
        Kolom("Regel", "heel"),
        *columns((("", "", "", ""), "tekst")),
        Kolom("Voorziening; grootboek; bestand", vorm="lang na_getal"),
    )
    rijen = (
        Rij((p.naam, None, last, dag, stuk, regel, None, None, None, None, f"{soort}; {grootboek}; {bestand}"))
        for p, deel in credit
        for bestand, regel, stuk, dag, grootboek, soort, last in _cells(deel)
    )
    return Tabel("", kolommen, tuple(rijen))


def _write_lists(boek: Werkboek, populaties: Sequence[Populatie]) -> None:
    """Every list line by line, with the running total and the hits as formulas."""
    uitleg = (
        "Iedere lijst in haar volgorde; opgeteld en treffers zijn formules op het interval en de start van Steekproef"
    )
    blad = boek.add("Populatie", (34, 9, 34, 9, 16, 18, 10), uitleg, staand=True)
    kolommen = (
        Kolom("Lijst"),
        Kolom("Nr", "heel"),
        Kolom("Bestand"),
        Kolom("Regel", "heel"),
        Kolom("Bedrag", "cent", naam="bedrag", vorm="geld in"),
        Kolom("Opgeteld", "cent", naam="opgeteld"),
        Kolom("Treffers", "heel", naam="treffers"),
    )
    if sum(len(p.rijen) for p in populaties) > MEESTE_REGELS:
        blad.remark(
            f"Meer dan {MEESTE_REGELS} regels: de lijsten staan in de boekingen van het werkboek verantwoording."
        )
        return
    rijen = [r for n, p in enumerate(populaties) for r in _list_rows(n, p)]
    to_xlsx(blad, Tabel("", kolommen, tuple(rijen)), vast=2)
    blad.filter()


def _list_rows(n: int, p: Populatie) -> list[Rij]:
    steek = p.steekproef
    velden = (p.rijen[k].tolist() for k in ("bestand", "regel", "last"))
    rijen = []
    for k, (bestand, regel, last) in enumerate(zip(*velden, strict=True)):
        hier, vorig = ("post", n, k), ("post", n, k - 1)
        eerder = ((vorig, "opgeteld"),) if k else ()
        som = Formule(
            "ROUND({0}+{1},2)" if k else "{0}", int(steek.cumulatief[k]), ((hier, "bedrag"), *eerder)
        )  # fmt: skip
        # Whole cents, so that no fraction of a cent moves a hit.
        start, stap = "ROUND({1}*100,0)", "ROUND({2}*100,0)"
        ervoor = "ROUND({3}*100,0)" if k else "0"
        tekst = f"INT((ROUND({{0}}*100,0)-{start})/{stap})-INT(({ervoor}-{start})/{stap})"
        sleutels = ((hier, "opgeteld"), (("lijst", n), "start"), (("lijst", n), "interval"), *eerder)
        raak = Formule(tekst, int(steek.treffers[k]), sleutels)
        rijen.append(Rij((p.naam, k + 1, bestand, regel, last, som, raak), hier, "vet" if steek.treffers[k] else ""))
    return rijen
