"""The workbook of a raming: the answer first, then what it rests on, live where a controller may change it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from finance.parameters import Waarde
from reports.raming.antwoordblad import verdict_head, write_answer
from reports.raming.contractenblad import write_contracts
from reports.raming.controleblad import write_checks
from reports.raming.kerncijfers import KOLOMMEN, as_number, format_value, overview, readable_name
from reports.raming.rekenblad_spuk import BLADEN as REKENBLADEN
from reports.raming.rekenblad_spuk import Rekenmodel
from reports.raming.rekenblad_volumes import REGIO
from reports.raming.risicobladen import write_risk, write_scenarios
from reports.raming.vraag import answer_question
from reports.tabel.aansluiting import write_reconciliation
from reports.tabel.xlsx import Werkboek
from scenarios.engine.result import STATISTIEKEN, Resultaat
from scenarios.grond.bestanden import replacing, spuk_version
from scenarios.model.grootheden import PER_NAAM
from scenarios.model.opbouw import Opbouw
from scenarios.regiomap.regio import Regio
from scenarios.waarheid.aansluiting import Aansluitregel

BLADEN = (
    "Antwoord", "Overzicht", "Uitgangspunten", "Contracten", *REKENBLADEN[:6], "Risico", "Scenario's", "Controle",
    *REKENBLADEN[6:], "Alle cijfers", "Herkomst",
)  # fmt: skip
VEEL_GEMEENTEN = 50
"""With more gemeenten than this the sheet Alle cijfers holds the region only: half a million cells that nobody reads
there would make the file twice as large and slow."""
NAMEN = {
    **{f"{soort}_asiel_{x}": (f"gewicht_{x}" if soort == "gewicht" else x,)
       for soort, letters in (("bedrag", "abc"), ("gewicht", "abcd")) for x in letters},
    "bedrag_gezin": ("gezin",), "bedrag_onderwijsroute": ("onderwijsroute",), "aandeel_plichtig": ("pa",),
    "aandeel_onderwijsroute": ("po",), "blijft_wonen": ("blijft",), "ruimte_percentage": ("ruimte",),
    "ruimte_percentage_vorig": ("ruimte_vorig",), "jaren": ("kop", "Lasten"),
    **{f"regio_{naam}": (naam, REGIO) for naam in ("budget", "lasten", "spuk_voorlopig", "spuk_definitief", "saldo",
                                                    "saldo_cumulatief")},
}  # fmt: skip
"""Defined name of a row of years -> its key. A value of the law is called as `spuk parameters` calls it."""
TABKLEUR = {"Antwoord": "#1F4E79", **dict.fromkeys(REKENBLADEN, "#C9A227")}


def write_workbook(
    resultaten: Sequence[Resultaat],
    opbouwen: tuple[Opbouw, ...],
    regio: Regio,
    doel: Path,
    aansluiting: Sequence[Aansluitregel] = (),
) -> None:
    """One workbook for all scenarios of a run, written atomically.

    The calculation sheets are of the first scenario, `opbouwen` its build-up per gemeente.
    """
    eerste = resultaten[0]
    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, f"Raming inburgering {regio.naam}") as boek:
        boek.reserve(*BLADEN)
        for naam, kleur in TABKLEUR.items():
            boek.boek.get_worksheet_by_name(naam).set_tab_color(kleur)
        overzicht = _overview(boek, resultaten)
        _assumptions(boek, resultaten, regio)
        write_contracts(boek, eerste, regio)
        model = Rekenmodel(boek, opbouwen, eerste.jaren)
        for naam, sleutel in NAMEN.items():
            boek.boek.define_name(naam, f"={model.cel.range(sleutel)}")
        write_risk(boek, resultaten, regio.bestand.peildatum.year)
        write_scenarios(boek, resultaten)
        controles = write_checks(boek, eerste, model)
        write_answer(boek, eerste, model, regio, overzicht, controles, answer_question(resultaten, regio))
        _figures(boek, resultaten)
        _account(boek, resultaten, regio)
        if aansluiting:
            write_reconciliation(boek, aansluiting)


def _overview(boek: Werkboek, resultaten: Sequence[Resultaat]) -> int:
    """Returns the row of the first figures."""
    blad = boek.add(
        "Overzicht",
        (18, 26, 7, *[14] * len(KOLOMMEN), 12, 16),
        "Hele euro's. P10, P50 en P90: in 10, 50 en 90 van de 100 gevallen blijven de lasten onder dit bedrag.",
    )
    oordeel = verdict_head("Budgetneutraal", resultaten[0])
    blad.header(("Scenario", "Gemeente", "Jaar", *KOLOMMEN, "Kans op sluitend", oordeel), 3, -1, vast=3)
    blad.put(blad.kop[0], blad.kop[1], oordeel, "kop midden")
    begin = blad.rij
    for resultaat in resultaten:
        for r in overview(resultaat):
            blad.row(
                (resultaat.scenario, "lang"),
                (r.gemeente, "lang"),
                (r.jaar, "jaar"),
                *((b, "euro") for b in r.bedragen),
                (r.kans, "kans"),
                (r.oordeel, "midden"),
            )
    blad.filter()
    return begin


def _assumptions(boek: Werkboek, resultaten: Sequence[Resultaat], regio: Regio) -> None:
    blad = boek.add(
        "Uitgangspunten",
        (16, 54, 12, 22, 14, 14, 80, 18, 26),
        "Alles waarop de uitkomst rust. Gekleurd is wat niet vaststaat: aanname, onzeker of raming. De laatste kolom "
        "is de naam voor spuk parameters en voor een scenario.",
    )
    blad.header(
        ("Scenario", "Uitgangspunt", "Vanaf", "Waarde", "Eenheid", "Status", "Bron en toelichting", "Bestand", "Naam"),
        vast=2,
    )
    for resultaat in resultaten:
        for w in sorted(resultaat.waarden, key=_by_status):
            vorm = f"lang status:{w.status}"
            parameter = regio.parameters.get(w.parameter)
            getal = as_number(w.waarde)
            decimalen = max(-int(getal.as_tuple().exponent), 0) if getal is not None else 0
            blad.row(
                (resultaat.scenario, vorm),
                (parameter.label if parameter else readable_name(w.parameter), vorm),
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


def _figures(boek: Werkboek, resultaten: Sequence[Resultaat]) -> None:
    alleen_regio = len(resultaten[0].gemeenten) > VEEL_GEMEENTEN
    blad = boek.add(
        "Alle cijfers",
        (18, 24, 52, 12, 7, *[14] * len(STATISTIEKEN), 44),
        (
            f"Iedere grootheid van de regio per jaar. De cijfers van de {len(resultaten[0].gemeenten)} gemeenten staan "
            "in raming.json."
            if alleen_regio
            else "Iedere grootheid per gemeente en jaar."
        )
        + " Standaardfout: van het gemiddelde over de trekkingen.",
    )
    koppen = (
        "Scenario",
        "Gemeente",
        "Grootheid",
        "Eenheid",
        "Jaar",
        *(s.capitalize() for s in STATISTIEKEN),
        "Herkomst",
    )
    blad.header(koppen, 5, -1, vast=3)
    for resultaat in resultaten:
        for rij in resultaat.rows():
            if alleen_regio and rij["gemeente"] != resultaat.totaal.naam:
                continue
            vorm = "euro" if rij["eenheid"] == "EUR" else "aantal"
            blad.row(
                (resultaat.scenario, "lang"),
                (rij["gemeente"], "lang"),
                (PER_NAAM[rij["grootheid"]].label, "lang"),
                (rij["eenheid"], "lang"),
                (rij["jaar"], "jaar"),
                *((rij[s], vorm) for s in STATISTIEKEN),
                (rij["herkomst"], "lang"),
            )
    blad.filter()


def _account(boek: Werkboek, resultaten: Sequence[Resultaat], regio: Regio) -> None:
    blad = boek.add(
        "Herkomst",
        (52, 70),
        "Waarmee deze uitkomst opnieuw te maken is, en de invoeringskosten van voor de wet.",
    )
    blad.header(("Gegeven", "Waarde"), vast=0)
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
        blad.row((naam, "lang"), (waarde, "lang"))
    for b in regio.budgetten:
        if b.pot == "invoering":
            blad.row((f"Invoeringskosten {b.jaar} {b.gemeente} ({b.status})", "lang"), (b.bedrag, "euro"))
