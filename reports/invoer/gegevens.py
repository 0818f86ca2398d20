"""The national series on screen: how far each goes, how sure it is, what is missing and what is to come."""

from __future__ import annotations

from datetime import date

from rich.text import Text

from finance.fouten import list_words
from finance.taal.getallen import format_date
from reports.grond.console import make_console
from reports.tabel.scherm import to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.regiomap.land.landsgegevens import Landsgegevens
from scenarios.regiomap.land.stand import Reeksstand, describe

HOE = "Opnemen: spuk gegevens bij BESTAND --map MAP. Wat wanneer verschijnt en waar: spuk uitleg gegevens"


def show_series(land: Landsgegevens, op: date) -> None:
    """Everything on the screen."""
    console, standen = make_console(), describe(land, op)
    console.print(to_screen(series_table(standen)))
    if land.eigen is not None:
        wat = list_words([*land.eigen.hashes]) or "geen bestand"
        console.print(Text(f"Uit {land.eigen.map.map} ({land.eigen.map.hoe}) gaat {wat} voor."), soft_wrap=True)
        for naam in land.eigen.ongelezen:
            console.print(Text(f"Let op: {naam} wordt door niets gelezen."), soft_wrap=True)
    for kop, regels in (
        (f"Ontbreekt op {format_date(op)}", [(s.naam, s.ontbreekt) for s in standen]),
        ("Te verwachten", [(s.naam, s.verwacht) for s in standen]),
    ):
        console.print(Text(f"{kop}:", style="bold"))
        for naam, delen in regels:
            for deel in delen:
                console.print(Text(f"- {naam}, {deel}"), soft_wrap=True)
    console.print(Text("Bronnen:", style="bold"))
    for s in standen:
        som = f" (sha256 {s.sha256[:12]})" if s.sha256 else ""
        console.print(Text(f"- {s.naam}: {s.bron}{som}"), soft_wrap=True)
    console.print(HOE, soft_wrap=True)


def series_table(standen: list[Reeksstand]) -> Tabel:
    """One row per series."""
    return Tabel(
        "Landelijke gegevens",
        (Kolom("Reeks"), Kolom("Tot en met"), Kolom("Status"), Kolom("Uit")),
        tuple(Rij((s.naam, s.tot, s.status, s.uit)) for s in standen),
    )
