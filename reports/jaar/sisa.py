"""The SiSa annex to copy from: its layout as a sheet and as csv, where every cell comes from, and how to copy it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from finance.taal.getallen import thousands
from reports.jaar.vragen import ask, question_table
from reports.tabel.csv import csv_text
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.schrijven import file_name
from reports.verantwoording.sisa import BREEDTES, KOLOMMEN, annex_rows, annex_table, not_final, unchecked
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.boeken.jaar_sluiten import Gemeenterekening, Regelingrekening, Verantwoording
from scenarios.grond.bestanden import one_set, replacing, write_text
from scenarios.jaar.sisa import Bijlage, Sisarij
from scenarios.jaar.sisabron import (
    VAN_LICHAAM,
    Bronregel,
    base_figures,
    count_of_cell,
    explain,
    find_body_rows,
    find_rows,
    fixed_rows,
    split_rows,
)
from scenarios.jaar.sisasjabloon import Indicator

MEESTE_BRONREGELS = 20_000
"""Source rows on a sheet; more stand in the csv only."""
OP_EEN_PAGINA = 100
"""Letters of a warning: the sheet is two pages wide, and what runs on over the first would be cut."""
STAPPEN = (
    "Leg de SiSa-bijlage van het Rijk voor dit jaar naast het blad Bijlage: code, labels, nummers en aard controle van "
    "iedere indicator.",
    "Wijkt er iets af, zet dan een kopie van het sjabloon in verantwoording/sisa/JJJJ.toml, pas het aan, zet "
    "gecontroleerd = true en draai spuk sisa opnieuw. spuk controleer noemt fouten in het sjabloon met hun regel; wat "
    "waar kan staan, toont spuk uitleg sisa.",
    "Vul in wat in rood 'nog in te vullen' heet, of geef het in de regiomap op.",
    "Kopieer per blok van zes indicatoren de rij met waarden (de vierde rij van het blok) en plak haar in dezelfde zes "
    "cellen van de bijlage: Plakken speciaal, alleen waarden. Bij een regionale uitvoerder kopieert u alle rijen met "
    "gemeenten.",
    "Vergelijk de getallen in de bijlage met het blad Bijlage. Ze zijn in hele euro's en tellen op; plak geen centen.",
    "Verwijst de accountant naar een cel, zoek haar dan op het blad Herkomst: daar staat uit welke bestanden en "
    "hoeveel regels zij bestaat. Die regels staan op het blad Bronregels en in het csv-bestand.",
)
"""How to copy, in order."""


@dataclass(frozen=True)
class Sisabestanden:
    """The files of one set."""

    werkboek: Path
    bijlage: Path
    bronregels: Path

    @property
    def alle(self) -> list[Path]:
        """All of them."""
        return [self.werkboek, self.bijlage, self.bronregels]


@dataclass(frozen=True)
class Celbron:
    """One row behind an annex, and the indicators of one row of values that it counts in."""

    bijlage: Bijlage
    rij: Sisarij
    bron: Bronregel
    indicatoren: tuple[str, ...]


def files_in_folder(uit: Path, jaar: int, gemeente: str | None) -> Sisabestanden:
    """What `write_annexes` makes in `uit`; those of one gemeente stand beside those of the region."""
    naam = file_name("sisa", jaar, gemeente)
    return Sisabestanden(uit / f"{naam}.xlsx", uit / f"{naam}-bijlage.csv", uit / f"{naam}-bronregels.csv")


def write_annexes(
    v: Verantwoording, bijlagen: Sequence[Bijlage], codes: Sequence[str], doelen: Sisabestanden, kenmerk: str
) -> None:
    """The set, whole or not at all."""
    with one_set() as samen:
        samen.kenmerk = kenmerk
        with replacing(doelen.werkboek) as tijdelijk:
            _write_workbook(v, bijlagen, codes, tijdelijk)
        write_text(doelen.bijlage, csv_text(Tabel("", KOLOMMEN, tuple(r for b in bijlagen for r in annex_rows(b)))))
        write_text(doelen.bronregels, csv_text(source_table(find_sources(v, bijlagen))))


def find_sources(v: Verantwoording, bijlagen: Sequence[Bijlage]) -> Iterator[Celbron]:
    """Every row behind the cells of every annex, once, with the indicators that it counts in."""
    for b in bijlagen:
        for rij in b.rijen:
            g, r = _books(v, b, rij)
            for i in b.deel.indicator if b.deel.vorm == "gemeente" else ():
                yield from (Celbron(b, rij, bron, (i.nummer,)) for bron in fixed_rows(v, g, r, i))
            for cijfer, nummers in _figures(b).items():
                eigen = b.deel.vorm == "gemeente"
                bronnen = find_rows(v, g, r, cijfer) if eigen else find_body_rows(v, g, r, cijfer, b.ontvanger)
                yield from (Celbron(b, rij, bron, nummers) for bron in bronnen)


def _books(v: Verantwoording, b: Bijlage, rij: Sisarij) -> tuple[Gemeenterekening, Regelingrekening]:
    """The books that a row of an annex is of."""
    g = next(g for g in v.gemeenten if g.gemeente.code == rij.gemeente.code)
    return g, next(r for r in g.regelingen if r.regeling == b.deel.regeling)


def _figures(b: Bijlage) -> dict[str, tuple[str, ...]]:
    """The figures with rows behind an annex, each with the numbers of the indicators that it counts in."""
    uit: dict[str, tuple[str, ...]] = {}
    for i in b.deel.indicator:
        eigen = base_figures(i) if b.deel.vorm == "gemeente" else VAN_LICHAAM.get(str(i.cijfer), ())
        for cijfer in eigen:
            uit[cijfer] = (*uit.get(cijfer, ()), i.nummer)
    return uit


def count_sources(v: Verantwoording, bijlagen: Sequence[Bijlage]) -> int:
    """How many rows `find_sources` gives at most."""
    paren = [(b, *_books(v, b, rij)) for b in bijlagen if b.deel.vorm == "gemeente" for rij in b.rijen]
    delen = (split_rows(v, g, r, cijfer) for b, g, r in paren for cijfer in _figures(b))
    return sum(len(boekingen) + len(andere) for boekingen, andere in delen)


def origin_table(v: Verantwoording, bijlagen: Sequence[Bijlage]) -> Tabel:
    """Per cell of every annex where it comes from and how it was rounded."""
    rijen = []
    for b in bijlagen:
        for rij in b.rijen:
            for cel in rij.cellen:
                i = cel.indicator
                aantal, bestanden = _count(v, b, rij, i)
                rijen.append(
                    Rij(
                        (
                            b.ontvanger, SPUKNAMEN[b.deel.regeling], rij.gemeente.naam, b.deel.number(i), i.label,
                            explain(i), ", ".join(bestanden), aantal, cel.centen,
                            cel.waarde, cel.afronding or None, cel.reden,
                        )
                    )
                )  # fmt: skip
    return Tabel("", _HERKOMST, tuple(rijen))


def _count(v: Verantwoording, b: Bijlage, rij: Sisarij, i: Indicator) -> tuple[int, tuple[str, ...]]:
    """The number of rows behind a cell, and their files."""
    g, r = _books(v, b, rij)
    if b.deel.vorm == "gemeente":
        return count_of_cell(v, g, r, i)
    cijfers = VAN_LICHAAM.get(str(i.cijfer), ())
    delen = [x.bestand for cijfer in cijfers for x in find_body_rows(v, g, r, cijfer, b.ontvanger)]
    return len(delen), tuple(dict.fromkeys(delen))


_HERKOMST = (
    *columns((("Ontvanger", "Uitkering", "Gemeente", "Indicator"), "tekst")),
    *(Kolom(kop, vorm="lang") for kop in ("Label", "Waar het vandaan komt", "Bestanden")),
    Kolom("Bronregels", "heel"),
    Kolom("Op de cent", "cent"),
    Kolom("In de bijlage", "heel"),
    Kolom("Afronding", "cent"),
    Kolom("Waarom niet de naaste euro", vorm="lang na_getal"),
)


def source_table(bronnen: Iterable[Celbron]) -> Tabel:
    """Every row behind the cells."""
    kolommen = (
        *columns((("Ontvanger", "Uitkering", "Gemeente", "Indicatoren", "Cijfer", "Bestand", "Plaats"), "tekst")),
        Kolom("Stuk of beschikking"),
        Kolom("Datum", "datum"),
        Kolom("Wat", vorm="lang"),
        Kolom("Bedrag", "cent"),
    )
    rijen = (
        Rij(
            (
                x.bijlage.ontvanger, SPUKNAMEN[x.bijlage.deel.regeling], x.rij.gemeente.naam, ", ".join(x.indicatoren),
                x.bron.cijfer, x.bron.bestand, x.bron.plaats, x.bron.stuknummer, x.bron.datum, x.bron.wat,
                x.bron.bedrag,
            )
        )
        for x in bronnen
    )  # fmt: skip
    return Tabel("", kolommen, tuple(rijen))


def _write_workbook(v: Verantwoording, bijlagen: Sequence[Bijlage], codes: Sequence[str], doel: Path) -> None:
    titel = f"SiSa-bijlage {v.jaar}, SPUK inburgering, {v.invoer.regio.naam}"
    with Werkboek(doel, titel, v.invoer.instellingen.toelichting) as boek:
        write_annex_sheet(boek, v, bijlagen)
        write_origin_sheets(boek, v, bijlagen)
        vragen = boek.add(
            "Vragen", (18, 44, 16, 70, 46), "Wat de accountant vraagt, hoe het ervoor staat en waar het antwoord is"
        )
        to_xlsx(vragen, question_table(ask(v, bijlagen, codes)), vast=0)
        stappen = boek.add(
            "Overnemen", (6, 120), "Zo neemt u de bijlage over in het formulier van het Rijk", staand=True
        )
        rijen = tuple(Rij((n, stap)) for n, stap in enumerate(STAPPEN, 1))
        to_xlsx(stappen, Tabel("", (Kolom("Stap", "jaar"), Kolom("Wat u doet", vorm="lang")), rijen))


def write_annex_sheet(boek: Werkboek, v: Verantwoording, bijlagen: Sequence[Bijlage]) -> None:
    """The annexes below one another, as they are copied."""
    blad = boek.add("Bijlage", BREEDTES, f"Verantwoordingsjaar {v.jaar}; euro's zonder decimalen")
    if voorlopig := not_final(v):
        blad.put(blad.rij, 0, voorlopig, "let_op")
        blad.rij += 1
    nieuw: list[int] = []
    for vorig, b in zip((None, *bijlagen), bijlagen, strict=False):
        # Every ontvanger begins on its own page.
        nieuw += [blad.rij] if vorig is not None and vorig.ontvanger != b.ontvanger else []
        blad.section(f"{b.ontvanger}: {b.deel.uitkering}")
        if not b.deel.gecontroleerd:
            for zin in textwrap.wrap(unchecked(b.deel), OP_EEN_PAGINA):
                blad.put(blad.rij, 0, zin, "let_op")
                blad.rij += 1
        to_xlsx(blad, annex_table(b))
        sommen = ((b.deel.number(i), b.total(i)) for i in b.deel.indicator)
        if tekst := "; ".join(f"{nummer} samen € {thousands(int(som.waarde or 0))}" for nummer, som in sommen if som):
            blad.remark(f"Niet overnemen, ter controle: {tekst}.")
    blad.ws.set_h_pagebreaks(nieuw)


def write_origin_sheets(boek: Werkboek, v: Verantwoording, bijlagen: Sequence[Bijlage]) -> None:
    """Where every cell comes from, and the rows themselves as far as a sheet is the place for them."""
    herkomst = boek.add(
        "Herkomst",
        (24, 20, 16, 11, 40, 40, 34, 11, 15, 13, 11, 40),
        "Iedere cel van de bijlage: de bron, het bedrag op de cent en de afronding",
    )
    to_xlsx(herkomst, origin_table(v, bijlagen), vast=4)
    herkomst.filter()
    bladregels = boek.add(
        "Bronregels", (24, 20, 16, 22, 20, 34, 30, 18, 11, 52, 15),
        "De regels achter iedere cel; ze tellen per cijfer op de cent op. Omschrijving en crediteur staan er niet bij: "
        "die kunnen een naam bevatten",
    )  # fmt: skip
    if count_sources(v, bijlagen) > MEESTE_BRONREGELS:
        bladregels.remark("Te veel regels voor een blad: zie sisa-JJJJ-bronregels.csv van spuk sisa.")
        return
    to_xlsx(bladregels, source_table(find_sources(v, bijlagen)), vast=3)
    bladregels.filter()
