"""The workbook of a raming: overview, verdicts, assumptions and every figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from finance.parameters import Waarde
from reports.tabellen import KOLOMMEN, POTLABELS, overview
from scenarios.grootheden import PER_NAAM
from scenarios.opslag import replacing, spuk_version
from scenarios.regio import Regio
from scenarios.resultaat import STATISTIEKEN, Resultaat

EURO = "#,##0;[Red]-#,##0"
STATUSKLEUR = {"aanname": "#FFE699", "onzeker": "#F8CBAD", "raming": "#DDEBF7", "vastgesteld": "#FFFFFF"}


class Blad:
    """A worksheet written top-down, in one style; text never becomes a formula."""

    def __init__(self, boek: xlsxwriter.Workbook, naam: str, breedtes: Sequence[float], uitleg: str):
        self._blad = boek.add_worksheet(naam)
        self._stijl = {
            "titel": boek.add_format({"bold": True, "font_size": 14}),
            "uitleg": boek.add_format({"italic": True, "font_color": "#555555"}),
            "kop": boek.add_format(
                {
                    "bold": True,
                    "bg_color": "#1F4E79",
                    "font_color": "#FFFFFF",
                    "text_wrap": True,
                    "valign": "top",
                }
            ),
            "tekst": boek.add_format({}),
            "euro": boek.add_format({"num_format": EURO}),
            "getal": boek.add_format({"num_format": "#,##0.0"}),
            "deel": boek.add_format({"num_format": "0%"}),
            "jaar": boek.add_format({"num_format": "0"}),
            **{f"status:{s}": boek.add_format({"bg_color": k}) for s, k in STATUSKLEUR.items()},
        }
        for kolom, breedte in enumerate(breedtes):
            self._blad.set_column(kolom, kolom, breedte)
        self._blad.write_string(0, 0, naam, self._stijl["titel"])
        self._blad.write_string(1, 0, uitleg, self._stijl["uitleg"])
        self._regel = 3
        self._blad.set_landscape()
        self._blad.set_paper(9)
        self._blad.fit_to_pages(1, 0)
        self._blad.set_footer("&L&F&C&A&Rpagina &P van &N")

    def head(self, *koppen: str) -> None:
        """Column heads; rows below scroll under them and can be filtered."""
        for kolom, kop in enumerate(koppen):
            self._blad.write_string(self._regel, kolom, kop, self._stijl["kop"])
        self._blad.freeze_panes(self._regel + 1, 0)
        self._blad.repeat_rows(self._regel)
        self._kop = (self._regel, len(koppen) - 1)
        self._regel += 1

    def row(self, *cellen: tuple[Any, str]) -> None:
        """One row of (value, style) cells."""
        for kolom, (waarde, stijl) in enumerate(cellen):
            if isinstance(waarde, str):
                self._blad.write_string(self._regel, kolom, waarde, self._stijl[stijl])
            else:
                self._blad.write_number(self._regel, kolom, float(waarde), self._stijl[stijl])
        self._regel += 1

    def filter(self) -> None:
        """Filter buttons over everything written since the heads."""
        regel, laatste = self._kop
        self._blad.autofilter(regel, 0, max(self._regel - 1, regel), laatste)


def write_workbook(resultaten: Sequence[Resultaat], regio: Regio, doel: Path) -> None:
    """One workbook for all scenarios of a run, written atomically."""
    with replacing(doel) as tijdelijk, xlsxwriter.Workbook(tijdelijk, {"strings_to_formulas": False}) as boek:
        boek.set_properties({"title": f"Raming inburgering {regio.naam}", "comments": f"spuk {spuk_version()}"})
        _overview(boek, resultaten)
        _verdicts(boek, resultaten)
        _assumptions(boek, resultaten)
        _figures(boek, resultaten)
        _account(boek, resultaten, regio)


def _overview(boek: xlsxwriter.Workbook, resultaten: Sequence[Resultaat]) -> None:
    blad = Blad(
        boek,
        "Overzicht",
        (18, 24, 7, *[14] * len(KOLOMMEN), 12, 14),
        "Hele euro's. P10, P50 en P90: in 10, 50 en 90 van de 100 gevallen blijven de lasten onder dit bedrag.",
    )
    blad.head("Scenario", "Gemeente", "Jaar", *KOLOMMEN, "Kans op sluitend", "Budgetneutraal")
    for resultaat in resultaten:
        for r in overview(resultaat):
            blad.row(
                (resultaat.scenario, "tekst"),
                (r.gemeente, "tekst"),
                (r.jaar, "jaar"),
                *((b, "euro") for b in r.bedragen),
                (r.kans, "deel"),
                ("ja" if r.neutraal else "nee", "tekst"),
            )
    blad.filter()


def _verdicts(boek: xlsxwriter.Workbook, resultaten: Sequence[Resultaat]) -> None:
    blad = Blad(
        boek,
        "Toets",
        (18, 24, 32, 7, 14, 12, 14, 14),
        "Budgetneutraal: de kans op een saldo van nul of meer is ten minste de gevraagde zekerheid. "
        "Buffer: wat er voor die zekerheid ontbreekt.",
    )
    blad.head("Scenario", "Gemeente", "Pot", "Jaar", "Budgetneutraal", "Kans", "Buffer", "Saldo verwacht")
    for resultaat in resultaten:
        for deel in resultaat.parts():
            for (pot, jaar), o in deel.oordelen.items():
                blad.row(
                    (resultaat.scenario, "tekst"),
                    (deel.naam, "tekst"),
                    (POTLABELS[pot], "tekst"),
                    (jaar, "jaar"),
                    ("ja" if o.neutraal else "nee", "tekst"),
                    (o.kans, "deel"),
                    (o.buffer, "euro"),
                    (o.verwacht, "euro"),
                )
    blad.filter()


def _assumptions(boek: xlsxwriter.Workbook, resultaten: Sequence[Resultaat]) -> None:
    blad = Blad(
        boek,
        "Uitgangspunten",
        (18, 44, 12, 20, 14, 90, 18),
        "Alles waarop de uitkomst rust. Gekleurd is wat niet vaststaat: aanname, onzeker of raming.",
    )
    blad.head("Scenario", "Uitgangspunt", "Vanaf", "Waarde", "Status", "Bron en toelichting", "Bestand")
    for resultaat in resultaten:
        for w in sorted(resultaat.waarden, key=_by_status):
            stijl = f"status:{w.status}"
            teksten = (
                resultaat.scenario,
                w.parameter,
                w.vanaf.strftime("%d-%m-%Y"),
                w.waarde,
                w.status,
                w.herkomst,
                w.bestand,
            )
            blad.row(*((t, stijl) for t in teksten))
    blad.filter()


def _by_status(waarde: Waarde) -> tuple[int, str, str]:
    orde = ("aanname", "onzeker", "raming", "vastgesteld")
    return orde.index(waarde.status), waarde.parameter, waarde.vanaf.isoformat()


def _figures(boek: xlsxwriter.Workbook, resultaten: Sequence[Resultaat]) -> None:
    blad = Blad(
        boek,
        "Alle cijfers",
        (18, 24, 52, 12, 7, *[14] * len(STATISTIEKEN)),
        "Iedere grootheid per gemeente en jaar; lasten per voorziening = volume × prijs. "
        "Standaardfout: van het gemiddelde over de trekkingen.",
    )
    blad.head("Scenario", "Gemeente", "Grootheid", "Eenheid", "Jaar", *(s.capitalize() for s in STATISTIEKEN))
    for resultaat in resultaten:
        for rij in resultaat.rows():
            stijl = "euro" if rij["eenheid"] == "EUR" else "getal"
            blad.row(
                (resultaat.scenario, "tekst"),
                (rij["gemeente"], "tekst"),
                (PER_NAAM[rij["grootheid"]].label, "tekst"),
                (rij["eenheid"], "tekst"),
                (rij["jaar"], "jaar"),
                *((rij[s], stijl) for s in STATISTIEKEN),
            )
    blad.filter()


def _account(boek: xlsxwriter.Workbook, resultaten: Sequence[Resultaat], regio: Regio) -> None:
    blad = Blad(
        boek,
        "Herkomst",
        (44, 70),
        "Waarmee deze uitkomst opnieuw te maken is, en de invoeringskosten van voor de wet.",
    )
    blad.head("Gegeven", "Waarde")
    eerste = resultaten[0]
    wijze = (
        f"{eerste.trekkingen} trekkingen, zaad {eerste.zaad}"
        if eerste.trekkingen
        else "verwachte waarden, zonder toeval"
    )
    for naam, waarde in (
        ("Versie van spuk", spuk_version()),
        ("Peildatum van de aantallen", regio.bestand.peildatum.strftime("%d-%m-%Y")),
        ("Rekenwijze", wijze),
        ("Zekerheid", f"{eerste.zekerheid:.0%}"),
        *((f"sha256 van {naam}", hash_) for naam, hash_ in regio.hashes.items()),
    ):
        blad.row((naam, "tekst"), (waarde, "tekst"))
    for b in regio.budgetten:
        if b.pot == "invoering":
            blad.row((f"Invoeringskosten {b.jaar} {b.gemeente} ({b.status})", "tekst"), (b.bedrag, "euro"))
