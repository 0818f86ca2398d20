"""One year for the council on the terminal and as a workbook of three sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

KWARTAALKOPPEN = (
    "Gemeente", "Kwartaal", "Gehuisvest", "Plichtig", "Gezin", "Start B1", "Start Z", "Start ond.", "Lasten",
    "waarvan SPUK", "Voorschot SPUK", "Deel van het jaar",
)  # fmt: skip
INSTROOMKOPPEN = (
    "Gemeente", "Taakstelling", "Gehuisvest", "Alleenstaanden", "Gezinnen", "Volwassenen", "Kinderen", "Woningen",
)  # fmt: skip
VERGELIJKKOPPEN = (
    "Gemeente", "Inwoners", "Taakstelling", "Gehuisvest", "Plichtig", "Deel plichtig", "B1", "Z", "Onderwijs",
    "Lasten per inwoner", "Lasten per inburgeraar",
)  # fmt: skip
GEBOEKT = "Geboekt"


@dataclass(frozen=True)
class Tabel:
    """A table for screen and sheet: `vormen` says per column how a number reads (see `reports.tabel.xlsx.VORMEN`)."""

    blad: str
    titel: str
    koppen: tuple[str, ...]
    vormen: tuple[str, ...]
    rijen: tuple[tuple[Any, ...], ...]
    uitleg: str


def tables(beeld: Any, gemeente: str | None = None) -> tuple[Tabel, ...]:
    """The three tables of a `scenarios.inzicht.jaarbeeld.Jaarbeeld`; with `gemeente` that one beside the totals."""
    from finance.getallen import format_amount
    from reports.voortgang.tekst import KLEIN, VERBORGEN
    from scenarios.inzicht.jaarbeeld import PER
    from scenarios.inzicht.jaarbescherming import JAAR

    def keep(delen: Sequence[Any]) -> Iterator[Any]:
        gemeenten = {d.naam for d in beeld.kwartalen[:-1]}
        return (d for d in delen if gemeente is None or d.naam not in gemeenten or d.naam == gemeente)

    def show(waarde: Any, naam: str, *reeksen: str) -> Any:
        """The figure of a year, unless a count that it gives away must stay hidden."""
        return VERBORGEN if any((naam, r, JAAR) in beeld.verborgen for r in reeksen) else waarde

    geboekt = beeld.kwartalen[-1].geboekt is not None
    kleine = f" {KLEIN}" if beeld.verborgen else ""
    instroom = [
        (d.naam, d.taakstelling, show(d.gehuisvest, d.naam, "gehuisvest"),
         *(show(n, d.naam, indicator) for indicator, n in d.huishoudens.items()))
        for d in keep(beeld.instroom)
    ]  # fmt: skip
    vergelijking = [
        (d.naam, d.inwoners, d.taakstelling, show(d.gehuisvest, d.naam, "gehuisvest"),
         show(d.plichtig, d.naam, "plichtig"), show(d.aandeel_plichtig, d.naam, "gehuisvest", "plichtig"), *d.mix,
         d.lasten_per_inwoner, show(d.lasten_per_inburgeraar, d.naam, "plichtig", "gezin"))
        for d in keep(beeld.vergelijking)
    ]  # fmt: skip
    return (
        Tabel(
            "Per kwartaal",
            f"{beeld.regio} per kwartaal van {beeld.jaar} (scenario {beeld.scenario})",
            (*KWARTAALKOPPEN, GEBOEKT) if geboekt else KWARTAALKOPPEN,
            ("tekst", "tekst", *["aantal"] * 6, *["euro"] * 3, "deel", *["euro"] * geboekt),
            tuple(rij for d in keep(beeld.kwartalen) for rij in _quarter_rows(d, geboekt, beeld.verborgen)),
            "Personen en lasten: gerealiseerd waar geteld, anders verwacht. Voorschot: drie twaalfde van de voorlopige "
            "uitkering. Deel van het jaar: lasten tot en met dit kwartaal."
            + (" Geboekt: alle goedgekeurde boekingen van gemeenten en uitvoerders samen." if geboekt else "")
            + kleine,
        ),
        Tabel(
            "Instroom",
            f"Instroom vanuit de taakstelling in {beeld.jaar}",
            INSTROOMKOPPEN,
            ("tekst", *["aantal"] * 2, *["heel"] * 5),
            tuple(instroom),
            "Een streepje: niet geteld. Zet de tellingen van het COA in instroom.csv (indicatoren alleenstaanden, "
            "gezinnen, volwassenen, kinderen en woningen)." + kleine,
        ),
        Tabel(
            "Vergelijking",
            f"Gemeenten naast elkaar en naast het land in {beeld.jaar}",
            VERGELIJKKOPPEN,
            ("tekst", "heel", *["aantal"] * 3, *["deel"] * 4, "prijs", "euro"),
            tuple(vergelijking),
            f"Taakstelling, gehuisvest en plichtig per {format_amount(PER)} inwoners. Leerroutes: deel van "
            "de starts; voor Nederland het vooraf geplande deel. Per inburgeraar: wie in dit jaar of de twee jaren "
            "ervoor plichtig werd. Nederland: taakstelling zoals bekendgemaakt, plichtig volgens het CBS." + kleine,
        ),
    )


def _quarter_rows(deel: Any, geboekt: bool, verborgen: frozenset[Any]) -> Iterator[tuple[Any, ...]]:
    from reports.voortgang.tekst import VERBORGEN
    from scenarios.inzicht.jaarbescherming import HALVEN, JAAR

    reeksen = ("gehuisvest", "plichtig", "gezin", "gestart_b1", "gestart_z", "gestart_onderwijs")
    lasten, spuk = deel.lasten["lasten"], deel.lasten["besteding"]
    tot_en_met = lasten.cumsum()

    def persons(periode: str, aantallen: Any) -> Iterator[Any]:
        for reeks, aantal in zip(reeksen, aantallen, strict=True):
            yield VERBORGEN if (deel.naam, reeks, periode) in verborgen else float(aantal)

    for q in range(len(lasten)):
        yield (
            deel.naam,
            f"{q + 1}e",
            *persons(HALVEN[q // 2], (deel.personen[r][q] for r in reeksen)),
            float(lasten[q]),
            float(spuk[q]),
            deel.voorschot,
            float(tot_en_met[q] / deel.begroot) if deel.begroot else None,
            *([float(deel.geboekt[q]) if deel.geboekt is not None else None] if geboekt else []),
        )
    yield (
        deel.naam,
        "jaar",
        *persons(JAAR, (deel.personen[r].sum() for r in reeksen)),
        float(lasten.sum()),
        float(spuk.sum()),
        deel.voorschot * len(lasten),
        None,
        *([float(deel.geboekt.sum()) if deel.geboekt is not None else None] if geboekt else []),
    )


def show_tables(tabellen: Sequence[Tabel], aannames: Sequence[str], let_op: str = "") -> None:
    """The tables on the terminal, and which counts are assumed. Nothing is cut off, however narrow it is."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from reports.grond.console import make_console

    console = make_console()
    if let_op:
        console.print(Text(let_op, style="bold"), soft_wrap=True)
    for tabel in tabellen:
        teksten = [[_text(cel, vorm) for cel, vorm in zip(rij, tabel.vormen, strict=True)] for rij in tabel.rijen]
        scherm = Table(title=tabel.titel, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
        kolommen = zip(*teksten, strict=True)
        breedtes = [max(map(len, (*kop.split(), *k))) for kop, k in zip(tabel.koppen, kolommen, strict=True)]
        # Where there is room the heads wrap, not the figures under them.
        past = sum(breedtes) + len(breedtes) <= console.width
        for kop, vorm, breed in zip(tabel.koppen, tabel.vormen, breedtes, strict=True):
            zijde: Literal["left", "right"] = "left" if vorm == "tekst" else "right"
            scherm.add_column(kop, justify=zijde, overflow="fold", width=breed if past else None)
        vorige = ""
        for rij in teksten:
            if vorige and rij[0] != vorige and tabel.blad == "Per kwartaal":
                scherm.add_section()
            scherm.add_row(Text("" if rij[0] == vorige else rij[0]), *map(Text, rij[1:]))
            vorige = rij[0]
        console.print(scherm)
        console.print(Text(tabel.uitleg), soft_wrap=True)
        console.print()
    for bron in aannames:
        console.print(Text(f"Let op, aangenomen: {bron}"), soft_wrap=True)


def _text(waarde: Any, vorm: str) -> str:
    from finance.getallen import dutch, format_amount, format_share

    if waarde is None:
        return "-"
    if isinstance(waarde, str):
        return waarde
    if vorm == "deel":
        return format_share(waarde, 0)
    if vorm in ("aantal", "prijs"):
        cijfers = 1 if vorm == "aantal" else 2
        return dutch(waarde, cijfers)
    return format_amount(waarde)


def _cell(waarde: Any, vorm: str) -> tuple[Any, str]:
    if waarde is None or (isinstance(waarde, str) and vorm != "tekst"):
        return waarde or "-", "rechts"
    return waarde, vorm


def write_tables(tabellen: Sequence[Tabel], aannames: Sequence[str], doel: Path, let_op: str = "") -> None:
    """A sheet per table, written atomically."""
    from reports.tabel.xlsx import Werkboek
    from scenarios.grond.bestanden import replacing

    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, tabellen[0].titel, let_op) as boek:
        for tabel in tabellen:
            blad = boek.add(tabel.blad, (24, *[13] * (len(tabel.koppen) - 1)), tabel.uitleg)
            blad.put(0, 0, tabel.titel, "titel")
            blad.header(tabel.koppen, vast=0, rechts=tabel.vormen.count("tekst"))
            vormen = ["euro" if v == "heel" else v for v in tabel.vormen]
            for rij in tabel.rijen:
                blad.row(*(_cell(c, v) for c, v in zip(rij, vormen, strict=True)))
            blad.filter()
            for bron in aannames:
                blad.rij += 1
                blad.put(blad.rij, 0, f"Let op, aangenomen: {bron}", "onder")
