"""The SiSa annex to copy from: its layout as a sheet and as csv, where every cell comes from, and how to copy it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.jaar.vragen import ask, question_table
from reports.tabel.csv import csv_text
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.xlsx import Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from reports.verantwoording.sisa import BREEDTES, KOLOMMEN, annex_rows, annex_table, files_of, unchecked
from scenarios.boeken.jaar_sluiten import Verantwoording
from scenarios.grond.bestanden import one_set, replacing, write_text
from scenarios.jaar.sisa import Bijlage, Sisacel, Sisarij
from scenarios.jaar.sisabron import Bronregel, explain, rows_of_cell
from scenarios.jaar.sisasjabloon import Indicator
from scenarios.waarheid.signalen import SPUKNAMEN

MEESTE_BRONREGELS = 20_000
"""Source rows on a sheet; more stand in the csv only."""
STAPPEN = (
    "Leg de SiSa-bijlage van het Rijk voor dit jaar naast het blad Bijlage: code, labels, nummers en aard controle van "
    "iedere indicator.",
    "Wijkt er iets af, zet dan een kopie van het sjabloon in verantwoording/sisa/JJJJ.toml, pas het aan, zet "
    "gecontroleerd = true en draai spuk sisa opnieuw. spuk controleer noemt fouten in het sjabloon met hun regel; wat "
    "waar kan staan, staat in docs/sisa.md.",
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


def files_in_folder(uit: Path, jaar: int) -> Sisabestanden:
    """What `write_annexes` makes in `uit`."""
    return Sisabestanden(
        uit / f"sisa-{jaar}.xlsx", uit / f"sisa-{jaar}-bijlage.csv", uit / f"sisa-{jaar}-bronregels.csv"
    )


def write_annexes(
    v: Verantwoording, bijlagen: Sequence[Bijlage], codes: Sequence[str], doelen: Sisabestanden, kenmerk: str
) -> None:
    """The set, whole or not at all."""
    bronnen = list(find_sources(v, bijlagen))
    with one_set() as samen:
        samen.kenmerk = kenmerk
        with replacing(doelen.werkboek) as tijdelijk:
            _write_workbook(v, bijlagen, codes, bronnen, tijdelijk)
        write_text(doelen.bijlage, csv_text(Tabel("", KOLOMMEN, tuple(r for b in bijlagen for r in annex_rows(b)))))
        write_text(doelen.bronregels, csv_text(source_table(bronnen)))


Celbron = tuple[Bijlage, Sisarij, Sisacel, tuple[Bronregel, ...]]
"""A cell of an annex with the rows behind it."""


def find_sources(v: Verantwoording, bijlagen: Sequence[Bijlage]) -> Iterator[Celbron]:
    """Every cell of every annex with its rows."""
    rekeningen = {g.gemeente.code: g for g in v.gemeenten}
    for b in bijlagen:
        for rij in b.rijen:
            g = rekeningen[rij.gemeente.code]
            r = next(r for r in g.regelingen if r.regeling == b.deel.regeling)
            for cel in rij.cellen:
                if b.deel.vorm == "gemeente":
                    yield b, rij, cel, rows_of_cell(v, g, r, cel.indicator)
                else:
                    yield b, rij, cel, tuple(_shares(v, b, rij, cel.indicator))


def _shares(v: Verantwoording, b: Bijlage, rij: Sisarij, i: Indicator) -> Iterator[Bronregel]:
    """What a regional body spent for one gemeente: its share of every amount that was divided."""
    g = next(g for g in v.gemeenten if g.gemeente.code == rij.gemeente.code)
    r = next(r for r in g.regelingen if r.regeling == b.deel.regeling)
    soorten = {"besteding": ("besteding_uitvoerder",), "lasten": ("besteding_uitvoerder", "correctie_besteding")}
    for naam in soorten.get(str(i.cijfer), (str(i.cijfer),)) if i.cijfer else ():
        for bron in rows_of_cell(v, g, r, i.model_copy(update={"cijfer": naam})):
            # Of the shares only those in this body.
            if f" van {b.ontvanger}: " in bron.wat:
                yield bron


def origin_table(bronnen: Sequence[Celbron]) -> Tabel:
    """Per cell of every annex where it comes from and how it was rounded."""
    return Tabel(
        "",
        (
            Kolom("Ontvanger"),
            Kolom("Uitkering"),
            Kolom("Gemeente"),
            Kolom("Indicator"),
            Kolom("Label", vorm="lang"),
            Kolom("Waar het vandaan komt", vorm="lang"),
            Kolom("Bestanden", vorm="lang"),
            Kolom("Bronregels", "heel"),
            Kolom("Op de cent", "cent"),
            Kolom("In de bijlage", "heel"),
            Kolom("Afronding", "cent"),
            Kolom("Waarom niet de naaste euro", vorm="lang"),
        ),
        tuple(
            Rij(
                (
                    b.ontvanger, SPUKNAMEN[b.deel.regeling], rij.gemeente.naam, b.deel.number(cel.indicator),
                    cel.indicator.label,
                    explain(cel.indicator), files_of([x.bestand for x in bron]), len(bron), cel.centen, cel.waarde,
                    cel.afronding or None, cel.reden,
                )
            )
            for b, rij, cel, bron in bronnen
        ),
    )  # fmt: skip


def source_table(bronnen: Sequence[Celbron]) -> Tabel:
    """Every row behind every cell."""
    return Tabel(
        "",
        (
            Kolom("Ontvanger"),
            Kolom("Uitkering"),
            Kolom("Indicator"),
            Kolom("Gemeente"),
            Kolom("Cijfer"),
            Kolom("Bestand"),
            Kolom("Plaats"),
            Kolom("Stuk of beschikking"),
            Kolom("Datum", "datum"),
            Kolom("Wat", vorm="lang"),
            Kolom("Bedrag", "cent"),
        ),
        tuple(
            Rij(
                (
                    b.ontvanger, SPUKNAMEN[b.deel.regeling], b.deel.number(cel.indicator), rij.gemeente.naam,
                    x.cijfer, x.bestand, x.plaats,
                    x.stuknummer, x.datum, x.wat, x.bedrag,
                )
            )
            for b, rij, cel, bron in bronnen
            for x in bron
        ),
    )  # fmt: skip


def _write_workbook(
    v: Verantwoording, bijlagen: Sequence[Bijlage], codes: Sequence[str], bronnen: Sequence[Celbron], doel: Path
) -> None:
    titel = f"SiSa-bijlage {v.jaar}, SPUK inburgering, {v.invoer.regio.naam}"
    with Werkboek(doel, titel, v.invoer.instellingen.toelichting) as boek:
        write_annex_sheet(boek, bijlagen, v.jaar)
        write_origin_sheets(boek, bronnen)
        vragen = boek.add(
            "Vragen", (18, 44, 16, 70, 46), "Wat de accountant vraagt, hoe het ervoor staat en waar het antwoord is"
        )
        to_xlsx(vragen, question_table(ask(v, bijlagen, codes)), vast=0)
        stappen = boek.add(
            "Overnemen", (6, 120), "Zo neemt u de bijlage over in het formulier van het Rijk", staand=True
        )
        rijen = tuple(Rij((n, stap)) for n, stap in enumerate(STAPPEN, 1))
        to_xlsx(stappen, Tabel("", (Kolom("Stap", "jaar"), Kolom("Wat u doet", vorm="lang")), rijen))


def write_annex_sheet(boek: Werkboek, bijlagen: Sequence[Bijlage], jaar: int) -> Blad:
    """The annexes below one another, as they are copied."""
    blad = boek.add(
        "Bijlage", BREEDTES, f"Verantwoordingsjaar {jaar}; euro's zonder decimalen; overnemen: blad Overnemen"
    )
    for b in bijlagen:
        blad.section(f"{b.ontvanger}: {b.deel.uitkering}")
        if not b.deel.gecontroleerd:
            blad.put(blad.rij, 0, unchecked(b.deel), "let_op")
            blad.rij += 1
        to_xlsx(blad, annex_table(b))
        sommen = ((b.deel.number(i), b.total(i)) for i in b.deel.indicator)
        if tekst := "; ".join(f"{nummer} samen {som.waarde}" for nummer, som in sommen if som):
            blad.remark(f"Niet overnemen, ter controle: {tekst}.")
    return blad


def write_origin_sheets(boek: Werkboek, bronnen: Sequence[Celbron]) -> None:
    """Where every cell comes from, and the rows themselves as far as a sheet is the place for them."""
    herkomst = boek.add(
        "Herkomst",
        (24, 20, 16, 11, 40, 40, 34, 11, 15, 13, 11, 40),
        "Iedere cel van de bijlage: de bron, het bedrag op de cent en de afronding",
    )
    to_xlsx(herkomst, origin_table(bronnen), vast=4)
    herkomst.filter()
    bladregels = boek.add(
        "Bronregels", (24, 20, 11, 16, 20, 34, 30, 18, 11, 52, 15),
        "De regels achter iedere cel; ze tellen per cijfer op de cent op. Omschrijving en crediteur staan er niet bij: "
        "die kunnen een naam bevatten",
    )  # fmt: skip
    if sum(len(bron) for *_, bron in bronnen) > MEESTE_BRONREGELS:
        bladregels.remark("Te veel regels voor een blad: zie sisa-JJJJ-bronregels.csv.")
        return
    to_xlsx(bladregels, source_table(bronnen), vast=3)
    bladregels.filter()
