"""The sheet Maanden: when the SPUK runs dry, the quarters of the region with a chart, and every month to filter."""

from __future__ import annotations

from reports.kas.tabel import (
    GRONDEN,
    POTNAMEN,
    SOM,
    UITLEG,
    VEEL_GEMEENTEN,
    dry_in_words,
    dry_table,
    month_table,
    quarter_table,
)
from reports.tabel.stijlen import EURO
from reports.tabel.xlsx import Blad, Werkboek, euro_width
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.engine.result import Result

BLAD = "Maanden"
GRAFIEKREGELS = 18


def write_months_sheet(boek: Werkboek, resultaat: Result) -> None:
    """The months of the first scenario."""
    kwartalen = quarter_table(resultaat)
    meeste = max((abs(cel) for rij in kwartalen.rijen for cel in rij.cellen if isinstance(cel, float)), default=0.0)
    bedrag = euro_width(meeste)
    breedtes = (28, 26, 15, 15, bedrag, bedrag, bedrag, max(14, bedrag), *[bedrag] * 6)
    blad = boek.add(BLAD, breedtes, " ".join(dry_in_words(resultaat)[:1]), afdruk=11)
    blad.section("Wanneer is de SPUK op")
    to_xlsx(blad, dry_table(resultaat))
    blad.remark(
        "P10, P50 en P90: in 10, 50 en 90 van de 100 gevallen is de SPUK in die maand of eerder op: de kas komt aan "
        f"het eind van de maand onder nul. {SOM}"
    )
    blad.section(f"{resultaat.totaal.naam} per kwartaal")
    # The SPUK comes first.
    aantal = sum(rij.kop == POTNAMEN["spuk"] for rij in kwartalen.rijen)
    plaats = blad.rij
    blad.rij += GRAFIEKREGELS if aantal else 0
    begin = blad.rij + 1
    to_xlsx(blad, kwartalen)
    if aantal:
        _chart(boek, blad, plaats, (begin, begin + aantal - 1))
    blad.remark(UITLEG)
    blad.remark(GRONDEN)
    blad.print_until_here()
    veel = len(resultaat.gemeenten) >= VEEL_GEMEENTEN
    blad.section("Per maand" + (": alleen de regio" if veel else ""))
    to_xlsx(blad, month_table(resultaat))
    blad.filter()


def _chart(boek: Werkboek, blad: Blad, plaats: int, rijen: tuple[int, int]) -> None:
    """The cash of the SPUK of the region at the end of every quarter, with its band, as wide as the print."""
    eerste, laatste = rijen
    grafiek = boek.boek.add_chart({"type": "line"})
    for kolom, naam, kleur in ((9, "P10", "#A8323E"), (8, "Verwacht", "#1F4E79"), (10, "P90", "#2F6B3C")):
        grafiek.add_series(
            {
                "name": naam,
                "categories": [blad.naam, eerste, 1, laatste, 1],
                "values": [blad.naam, eerste, kolom, laatste, kolom],
                "line": {"color": kleur, "width": 2.25 if naam == "Verwacht" else 1.5},
            }
        )
    titel = "Kas van de SPUK, eind van het kwartaal"
    grafiek.set_title({"name": titel, "name_font": {"size": 12}})
    grafiek.set_y_axis({"num_format": EURO, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    grafiek.set_x_axis({"label_position": "low", "interval_unit": 4})
    grafiek.set_legend({"position": "bottom"})
    grafiek.set_size({"width": blad.pixels(), "height": 18 * (GRAFIEKREGELS - 1)})
    blad.ws.insert_chart(plaats, 0, grafiek, {"description": titel})
