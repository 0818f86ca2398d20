"""One year for the council on the terminal and as a workbook of three sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from finance.taal.getallen import format_amount
from reports.grond.console import make_console
from reports.tabel.scherm import PASSEND, to_screen
from reports.tabel.tabel import VERBORGEN, Cel, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import Weergave
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from reports.voortgang.tekst import KLEIN
from scenarios.grond.bestanden import replacing
from scenarios.inzicht.jaarbeeld import PER
from scenarios.inzicht.jaarbescherming import HALVEN, JAAR

WEERGAVE = Weergave(onbekend="-")
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


@dataclass(frozen=True)
class Jaarblad:
    """A table of the year, and the sheet it stands on in the workbook."""

    naam: str
    tabel: Tabel


def tables(beeld: Any, gemeente: str | None = None) -> tuple[Jaarblad, ...]:
    """The three tables of a `scenarios.inzicht.jaarbeeld.Jaarbeeld`; with `gemeente` that one beside the totals."""
    keuze = _Keuze(beeld, gemeente)
    return (
        Jaarblad("Per kwartaal", _quarters(keuze)),
        Jaarblad("Instroom", _inflow(keuze)),
        Jaarblad("Vergelijking", _comparison(keuze)),
    )


@dataclass(frozen=True)
class _Keuze:
    """What of a year is shown: of which gemeenten, and which figures not."""

    beeld: Any
    gemeente: str | None

    def keep(self, delen: Sequence[Any]) -> Iterator[Any]:
        """The parts asked for, and the totals."""
        gemeenten = {d.naam for d in self.beeld.kwartalen[:-1]}
        return (d for d in delen if self.gemeente is None or d.naam not in gemeenten or d.naam == self.gemeente)

    def show(self, waarde: Cel, naam: str, *reeksen: str) -> Cel:
        """The figure of a year, unless a count that it gives away must stay hidden."""
        return VERBORGEN if any((naam, r, JAAR) in self.beeld.verborgen for r in reeksen) else waarde

    @property
    def kleine(self) -> str:
        """What is said when something is hidden."""
        return f" {KLEIN}" if self.beeld.verborgen else ""


def _quarters(keuze: _Keuze) -> Tabel:
    beeld = keuze.beeld
    geboekt = beeld.kwartalen[-1].geboekt is not None
    return Tabel(
        f"{beeld.regio} per kwartaal van {beeld.jaar} (scenario {beeld.scenario})",
        (
            *columns((KWARTAALKOPPEN[:2], "tekst"), (KWARTAALKOPPEN[2:8], "aantal")),
            *columns((KWARTAALKOPPEN[8:11], "euro")),
            Kolom(KWARTAALKOPPEN[11], "deel", decimalen=0),
            *([Kolom("Geboekt", "euro")] if geboekt else []),
        ),
        tuple(Rij(r) for d in keuze.keep(beeld.kwartalen) for r in _quarter_rows(d, geboekt, beeld.verborgen)),
        (
            "Personen en lasten: gerealiseerd waar geteld, anders verwacht. Voorschot: drie twaalfde van de "
            "voorlopige uitkering. Deel van het jaar: lasten tot en met dit kwartaal."
            + (" Geboekt: alle goedgekeurde boekingen van gemeenten en uitvoerders samen." if geboekt else "")
            + keuze.kleine,
        ),
        groepen=True,
    )


def _inflow(keuze: _Keuze) -> Tabel:
    rijen = (
        (d.naam, d.taakstelling, keuze.show(d.gehuisvest, d.naam, "gehuisvest"),
         *(keuze.show(n, d.naam, indicator) for indicator, n in d.huishoudens.items()))
        for d in keuze.keep(keuze.beeld.instroom)
    )  # fmt: skip
    return Tabel(
        f"Instroom vanuit de taakstelling in {keuze.beeld.jaar}",
        (
            *columns((INSTROOMKOPPEN[:1], "tekst"), (INSTROOMKOPPEN[1:3], "aantal")),
            *(Kolom(kop, "heel", vorm="euro") for kop in INSTROOMKOPPEN[3:]),
        ),
        tuple(map(Rij, rijen)),
        (
            "Een streepje: niet geteld. Zet de tellingen van het COA in instroom.csv (indicatoren "
            "alleenstaanden, gezinnen, volwassenen, kinderen en woningen)." + keuze.kleine,
        ),
    )


def _comparison(keuze: _Keuze) -> Tabel:
    show = keuze.show
    rijen = (
        (d.naam, d.inwoners, d.taakstelling, show(d.gehuisvest, d.naam, "gehuisvest"),
         show(d.plichtig, d.naam, "plichtig"), show(d.aandeel_plichtig, d.naam, "gehuisvest", "plichtig"), *d.mix,
         d.lasten_per_inwoner, show(d.lasten_per_inburgeraar, d.naam, "plichtig", "gezin"))
        for d in keuze.keep(keuze.beeld.vergelijking)
    )  # fmt: skip
    return Tabel(
        f"Gemeenten naast elkaar en naast het land in {keuze.beeld.jaar}",
        (
            Kolom(VERGELIJKKOPPEN[0]),
            Kolom(VERGELIJKKOPPEN[1], "heel", vorm="euro"),
            *columns((VERGELIJKKOPPEN[2:5], "aantal")),
            *(Kolom(kop, "deel", decimalen=0) for kop in VERGELIJKKOPPEN[5:9]),
            Kolom(VERGELIJKKOPPEN[9], "euro", decimalen=2, vorm="prijs"),
            Kolom(VERGELIJKKOPPEN[10], "euro"),
        ),
        tuple(map(Rij, rijen)),
        (
            f"Taakstelling, gehuisvest en plichtig per {format_amount(PER)} inwoners. Leerroutes: deel van "
            "de starts; voor Nederland het vooraf geplande deel. Per inburgeraar: wie in dit jaar of de twee "
            "jaren ervoor plichtig werd. Nederland: taakstelling zoals bekendgemaakt, plichtig volgens het CBS."
            + keuze.kleine,
        ),
    )


def _quarter_rows(deel: Any, geboekt: bool, verborgen: frozenset[Any]) -> Iterator[tuple[Any, ...]]:
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


def show_tables(bladen: Sequence[Jaarblad], aannames: Sequence[str], let_op: str = "") -> None:
    """The tables on the terminal, and which counts are assumed. Nothing is cut off, however narrow it is."""
    console = make_console()
    if let_op:
        console.print(Text(let_op, style="bold"), soft_wrap=True)
    for blad in bladen:
        console.print(to_screen(blad.tabel, PASSEND, WEERGAVE, breedte=console.width))
        for zin in blad.tabel.opmerkingen:
            console.print(Text(zin), soft_wrap=True)
        console.print()
    for bron in aannames:
        console.print(Text(f"Let op, aangenomen: {bron}"), soft_wrap=True)


def write_tables(bladen: Sequence[Jaarblad], aannames: Sequence[str], doel: Path, let_op: str = "") -> None:
    """A sheet per table, written atomically."""
    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, bladen[0].tabel.titel, let_op) as boek:
        for deel in bladen:
            tabel = deel.tabel
            blad = boek.add(deel.naam, (24, *[13] * (len(tabel.kolommen) - 1)), " ".join(tabel.opmerkingen))
            blad.put(0, 0, tabel.titel, "titel")
            to_xlsx(blad, tabel, WEERGAVE, vast=0)
            blad.filter()
            for bron in aannames:
                blad.rij += 1
                blad.put(blad.rij, 0, f"Let op, aangenomen: {bron}", "onder")
