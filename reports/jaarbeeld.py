"""`spuk jaarbeeld`: one year for the council on the terminal and as a workbook of three sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from reports.opdrachtregel import GeheelGetal, Opdracht

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
    """A table for screen and sheet: `vormen` says per column how a number reads (see `reports.blad.VORMEN`)."""

    blad: str
    titel: str
    koppen: tuple[str, ...]
    vormen: tuple[str, ...]
    rijen: tuple[tuple[Any, ...], ...]
    uitleg: str


def tables(beeld: Any, gemeente: str | None = None) -> tuple[Tabel, ...]:
    """The three tables of a `scenarios.jaarbeeld.Jaarbeeld`; with `gemeente` that one beside the totals."""
    from reports.tabellen import format_amount
    from scenarios.jaarbeeld import PER

    def keep(delen: Sequence[Any]) -> Iterator[Any]:
        gemeenten = {d.naam for d in beeld.kwartalen[:-1]}
        return (d for d in delen if gemeente is None or d.naam not in gemeenten or d.naam == gemeente)

    geboekt = beeld.kwartalen[-1].geboekt is not None
    instroom = [(d.naam, d.taakstelling, d.gehuisvest, *d.huishoudens.values()) for d in keep(beeld.instroom)]
    vergelijking = [
        (d.naam, d.inwoners, d.taakstelling, d.gehuisvest, d.plichtig, d.aandeel_plichtig, *d.mix,
         d.lasten_per_inwoner, d.lasten_per_inburgeraar)
        for d in keep(beeld.vergelijking)
    ]  # fmt: skip
    return (
        Tabel(
            "Per kwartaal",
            f"{beeld.regio} per kwartaal van {beeld.jaar} (scenario {beeld.scenario})",
            (*KWARTAALKOPPEN, GEBOEKT) if geboekt else KWARTAALKOPPEN,
            ("tekst", "tekst", *["aantal"] * 6, *["euro"] * 3, "deel", *["euro"] * geboekt),
            tuple(rij for d in keep(beeld.kwartalen) for rij in _quarter_rows(d, geboekt)),
            "Personen en lasten: gerealiseerd waar geteld, anders verwacht. Voorschot: drie twaalfde van de voorlopige "
            "uitkering. Deel van het jaar: lasten tot en met dit kwartaal."
            + (" Geboekt: alle goedgekeurde boekingen van gemeenten en uitvoerders samen." if geboekt else ""),
        ),
        Tabel(
            "Instroom",
            f"Instroom vanuit de taakstelling in {beeld.jaar}",
            INSTROOMKOPPEN,
            ("tekst", *["aantal"] * 2, *["heel"] * 5),
            tuple(instroom),
            "Een streepje: niet geteld. Zet de tellingen van het COA in instroom.csv (indicatoren alleenstaanden, "
            "gezinnen, volwassenen, kinderen en woningen).",
        ),
        Tabel(
            "Vergelijking",
            f"Gemeenten naast elkaar en naast het land in {beeld.jaar}",
            VERGELIJKKOPPEN,
            ("tekst", "heel", *["aantal"] * 3, *["deel"] * 4, "prijs", "euro"),
            tuple(vergelijking),
            f"Taakstelling, gehuisvest en plichtig per {format_amount(PER)} inwoners. Leerroutes: deel van "
            "de starts; voor Nederland het vooraf geplande deel. Per inburgeraar: wie in dit jaar of de twee jaren "
            "ervoor plichtig werd. Nederland: taakstelling zoals bekendgemaakt, plichtig volgens het CBS.",
        ),
    )


def _quarter_rows(deel: Any, geboekt: bool) -> Iterator[tuple[Any, ...]]:
    personen = ("gehuisvest", "plichtig", "gezin", "gestart_b1", "gestart_z", "gestart_onderwijs")
    lasten, spuk = deel.lasten["lasten"], deel.lasten["besteding"]
    tot_en_met = lasten.cumsum()
    for q in range(len(lasten)):
        yield (
            deel.naam,
            f"{q + 1}e",
            *(float(deel.personen[p][q]) for p in personen),
            float(lasten[q]),
            float(spuk[q]),
            deel.voorschot,
            float(tot_en_met[q] / deel.begroot) if deel.begroot else None,
            *([float(deel.geboekt[q]) if deel.geboekt is not None else None] if geboekt else []),
        )
    yield (
        deel.naam,
        "jaar",
        *(float(deel.personen[p].sum()) for p in personen),
        float(lasten.sum()),
        float(spuk.sum()),
        deel.voorschot * len(lasten),
        None,
        *([float(deel.geboekt.sum()) if deel.geboekt is not None else None] if geboekt else []),
    )


def show_tables(tabellen: Sequence[Tabel], aannames: Sequence[str]) -> None:
    """The tables on the terminal, and which counts are assumed."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from reports.console import make_console

    console = make_console()
    for tabel in tabellen:
        scherm = Table(title=tabel.titel, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        for kop, vorm in zip(tabel.koppen, tabel.vormen, strict=True):
            scherm.add_column(kop, justify="left" if vorm == "tekst" else "right", no_wrap=vorm == "tekst")
        vorige = ""
        for rij in tabel.rijen:
            if vorige and rij[0] != vorige and tabel.blad == "Per kwartaal":
                scherm.add_section()
            cellen = [_text(cel, vorm) for cel, vorm in zip(rij, tabel.vormen, strict=True)]
            scherm.add_row(Text("" if rij[0] == vorige else cellen[0]), *(Text(c) for c in cellen[1:]))
            vorige = rij[0]
        console.print(scherm)
        console.print(Text(tabel.uitleg), soft_wrap=True)
        console.print()
    for bron in aannames:
        console.print(Text(f"Let op, aangenomen: {bron}"), soft_wrap=True)


def _text(waarde: Any, vorm: str) -> str:
    from reports.tabellen import format_amount, format_share

    if waarde is None:
        return "-"
    if vorm == "deel":
        return format_share(waarde, 0)
    if vorm in ("aantal", "prijs"):
        cijfers = 1 if vorm == "aantal" else 2
        return f"{waarde:,.{cijfers}f}".translate(str.maketrans(",.", ".,"))
    return waarde if vorm == "tekst" else format_amount(waarde)


def write_tables(tabellen: Sequence[Tabel], aannames: Sequence[str], doel: Path) -> None:
    """A sheet per table, written atomically."""
    from reports.blad import Werkboek
    from scenarios.opslag import replacing

    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, tabellen[0].titel) as boek:
        for tabel in tabellen:
            blad = boek.add(tabel.blad, (24, *[13] * (len(tabel.koppen) - 1)), tabel.uitleg)
            blad.put(0, 0, tabel.titel, "titel")
            blad.header(tabel.koppen, vast=0, rechts=1)
            vormen = ["euro" if v == "heel" else v for v in tabel.vormen]
            for rij in tabel.rijen:
                blad.row(*(("-", "rechts") if c is None else (c, v) for c, v in zip(rij, vormen, strict=True)))
            blad.filter()
            for bron in aannames:
                blad.rij += 1
                blad.put(blad.rij, 0, f"Let op, aangenomen: {bron}", "onder")


@click.command(cls=Opdracht)
@click.argument("map_", metavar="MAP")
@click.option("--jaar", type=GeheelGetal(2022), required=True, metavar="JJJJ", help="Het jaar.")
@click.option("--scenario", default="basis", metavar="NAAM", help="Scenario uit de map scenarios (basis).")
@click.option("--gemeente", default=None, metavar="NAAM", help="Toon deze gemeente naast de regio en het land.")
@click.option(
    "--uit", type=click.Path(path_type=Path), default=None, metavar="BESTAND", help="Schrijf de tabellen naar .xlsx."
)
@click.option("--stil", is_flag=True, help="Toon niets op het scherm, alleen fouten.")
def jaarbeeld(map_: str, jaar: int, scenario: str, gemeente: str | None, uit: Path | None, stil: bool) -> None:
    """Een jaar voor de raad: per kwartaal, de instroom en de gemeenten naast elkaar."""
    from finance.fouten import Invoerfout, Melding
    from reports.tabellen import check_gemeente
    from scenarios.jaarbeeld import make_overview
    from scenarios.regio import choose_scenarios, read_region

    if uit is not None and uit.suffix != ".xlsx":
        raise Invoerfout([Melding("--uit", "", str(uit), "een bestand dat eindigt op .xlsx")])
    regio = read_region(map_)
    gemeente = check_gemeente(regio, gemeente)
    beeld = make_overview(regio, choose_scenarios(regio, (scenario,))[0], jaar)
    tabellen = tables(beeld, gemeente)
    if not stil:
        show_tables(tabellen, beeld.aannames)
    if uit is not None:
        write_tables(tabellen, beeld.aannames, uit)
        click.echo(f"Geschreven: {uit}")
