"""The workbook of a raming: the answer first, then what it rests on, live where a controller may change it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from finance.parameters import Waarde
from reports.antwoordblad import write_answer
from reports.blad import Blad, Stijlen
from reports.controleblad import write_checks
from reports.rekenbladen import BLADEN as REKENBLADEN
from reports.rekenbladen import Rekenmodel
from reports.risicobladen import write_risk, write_scenarios
from reports.tabellen import KOLOMMEN, as_number, format_value, overview
from scenarios.grootheden import PER_NAAM
from scenarios.opbouw import Opbouw
from scenarios.opslag import replacing, spuk_version
from scenarios.regio import Regio
from scenarios.resultaat import STATISTIEKEN, Resultaat

BLADEN = (
    "Antwoord", "Overzicht", "Uitgangspunten", *REKENBLADEN[:6], "Risico", "Scenario's", "Controle", *REKENBLADEN[6:],
    "Alle cijfers", "Herkomst",
)  # fmt: skip
TABKLEUR = {"Antwoord": "#1F4E79", **dict.fromkeys(REKENBLADEN, "#C9A227")}


def write_workbook(resultaten: Sequence[Resultaat], opbouwen: tuple[Opbouw, ...], regio: Regio, doel: Path) -> None:
    """One workbook for all scenarios of a run, written atomically.

    The calculation sheets are of the first scenario, `opbouwen` its build-up per gemeente.
    """
    with replacing(doel) as tijdelijk, xlsxwriter.Workbook(tijdelijk, {"strings_to_formulas": False}) as boek:
        boek.set_properties({"title": f"Raming inburgering {regio.naam}", "comments": f"spuk {spuk_version()}"})
        bladen = {naam: boek.add_worksheet(naam) for naam in BLADEN}
        for naam, kleur in TABKLEUR.items():
            bladen[naam].set_tab_color(kleur)
        stijl = Stijlen(boek)
        eerste = resultaten[0]
        _overview(bladen["Overzicht"], stijl, resultaten)
        _assumptions(bladen["Uitgangspunten"], stijl, resultaten, regio)
        model = Rekenmodel(bladen, stijl, opbouwen, eerste.jaren)
        write_risk(boek, bladen["Risico"], stijl, resultaten, regio.bestand.peildatum.year)
        write_scenarios(boek, bladen["Scenario's"], stijl, resultaten)
        controles = write_checks(bladen["Controle"], stijl, eerste, model)
        write_answer(boek, bladen["Antwoord"], stijl, eerste, model, regio, controles)
        _figures(bladen["Alle cijfers"], stijl, resultaten)
        _account(bladen["Herkomst"], stijl, resultaten, regio)
        bladen["Antwoord"].activate()


def _overview(werkblad: Any, stijl: Stijlen, resultaten: Sequence[Resultaat]) -> None:
    blad = Blad(
        werkblad,
        stijl,
        (18, 26, 7, *[14] * len(KOLOMMEN), 12, 14),
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


def _assumptions(werkblad: Any, stijl: Stijlen, resultaten: Sequence[Resultaat], regio: Regio) -> None:
    blad = Blad(
        werkblad,
        stijl,
        (16, 54, 12, 22, 14, 14, 80, 18, 26),
        "Alles waarop de uitkomst rust. Gekleurd is wat niet vaststaat: aanname, onzeker of raming. De laatste kolom "
        "is de naam voor spuk parameters en voor een scenario.",
    )
    blad.head(
        "Scenario", "Uitgangspunt", "Vanaf", "Waarde", "Eenheid", "Status", "Bron en toelichting", "Bestand", "Naam"
    )  # fmt: skip
    for resultaat in resultaten:
        for w in sorted(resultaat.waarden, key=_by_status):
            vorm = f"status:{w.status}"
            parameter = regio.parameters.get(w.parameter)
            getal = as_number(w.waarde)
            decimalen = max(-int(getal.as_tuple().exponent), 0) if getal is not None else 0
            blad.wrapped_row(
                (resultaat.scenario, vorm),
                (parameter.label if parameter else w.parameter, vorm),
                (w.vanaf.strftime("%d-%m-%Y"), vorm),
                (format_value(w.waarde), vorm) if getal is None else (getal, f"decimalen:{decimalen} {vorm}"),
                (parameter.eenheid if parameter else "", vorm),
                (w.status, vorm),
                (w.herkomst, vorm),
                (w.bestand, vorm),
                (w.parameter if parameter else "", vorm),
            )
    blad.filter()


def _by_status(waarde: Waarde) -> tuple[int, str, str]:
    orde = ("aanname", "onzeker", "raming", "vastgesteld")
    return orde.index(waarde.status), waarde.parameter, waarde.vanaf.isoformat()


def _figures(werkblad: Any, stijl: Stijlen, resultaten: Sequence[Resultaat]) -> None:
    blad = Blad(
        werkblad,
        stijl,
        (18, 24, 52, 12, 7, *[14] * len(STATISTIEKEN)),
        "Iedere grootheid per gemeente en jaar. Standaardfout: van het gemiddelde over de trekkingen.",
    )
    blad.head("Scenario", "Gemeente", "Grootheid", "Eenheid", "Jaar", *(s.capitalize() for s in STATISTIEKEN))
    for resultaat in resultaten:
        for rij in resultaat.rows():
            vorm = "euro" if rij["eenheid"] == "EUR" else "aantal"
            blad.row(
                (resultaat.scenario, "tekst"),
                (rij["gemeente"], "tekst"),
                (PER_NAAM[rij["grootheid"]].label, "tekst"),
                (rij["eenheid"], "tekst"),
                (rij["jaar"], "jaar"),
                *((rij[s], vorm) for s in STATISTIEKEN),
            )
    blad.filter()


def _account(werkblad: Any, stijl: Stijlen, resultaten: Sequence[Resultaat], regio: Regio) -> None:
    blad = Blad(
        werkblad,
        stijl,
        (52, 70),
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
