"""The workbook of a raming: the answer first, then what it rests on, live where a controller may change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finance.parameters import Waarde
from finance.taal.getallen import as_number, format_date, format_value, percent
from reports.afweging.drijvers import BLAD as DRIVERS
from reports.afweging.drijvers import GEEN, without_interval, write_drivers
from reports.afweging.lezingen import BLAD as READINGS
from reports.afweging.lezingen import write_readings
from reports.kas.blad import BLAD as MAANDEN
from reports.kas.blad import write_months_sheet
from reports.plausibel.tabel import BLAD as PLAUSIBEL
from reports.plausibel.tabel import write_plausible
from reports.raming.antwoordblad import verdict_head, write_answer
from reports.raming.contractenblad import write_contracts
from reports.raming.controleblad import write_checks
from reports.raming.kerncijfers import KOLOMMEN, amount_width, overview_table, readable_name
from reports.raming.rekenblad import are_many
from reports.raming.rekenblad_spuk import BLADEN as REKENBLADEN
from reports.raming.rekenblad_spuk import Rekenmodel
from reports.raming.rekenblad_volumes import REGIO
from reports.raming.risicobladen import write_risk, write_scenarios
from reports.raming.vraag import answer_question
from reports.tabel.aansluiting import write_reconciliation
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns, pairs
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.afweging.besluit import Beslissing
from scenarios.engine.result import STATISTICS, Result
from scenarios.grond.bestanden import replacing, spuk_version
from scenarios.model.grootheden import PER_NAAM
from scenarios.model.opbouw.delen import Opbouw
from scenarios.onzekerheid.drijvers import Drijver
from scenarios.plausibel.naast import Plausibelregel
from scenarios.regiomap.regio import Regio
from scenarios.waarheid.aansluiting import Aansluitregel

BLADEN = (
    "Antwoord", "Overzicht", MAANDEN, "Uitgangspunten", "Contracten", *REKENBLADEN[:6], "Risico", READINGS, DRIVERS,
    PLAUSIBEL, "Scenario's", "Controle",
    *REKENBLADEN[6:], "Alle cijfers", "Herkomst",
)  # fmt: skip
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


@dataclass(frozen=True)
class Bijlagen:
    """What is laid beside a raming; of each that has something there is a sheet."""

    aansluiting: Sequence[Aansluitregel] = ()
    plausibel: Sequence[Plausibelregel] = ()
    drijvers: Sequence[Drijver] = ()


ZONDER_BIJLAGEN = Bijlagen()


def write_workbook(
    resultaten: Sequence[Result],
    opbouwen: tuple[Opbouw, ...],
    regio: Regio,
    doel: Path,
    besluit: Beslissing,
    bijlagen: Bijlagen = ZONDER_BIJLAGEN,
) -> None:
    """One workbook for all scenarios of a run, written atomically.

    The calculation sheets are of the first scenario: `opbouwen` is its build-up per gemeente, `besluit` the decision.
    """
    eerste = resultaten[0]
    with replacing(doel) as tijdelijk, Werkboek(tijdelijk, f"Raming inburgering {regio.naam}") as boek:
        leeg = {
            MAANDEN: not eerste.kas,
            READINGS: not eerste.lezingen,
            DRIVERS: not bijlagen.drijvers,
            PLAUSIBEL: not bijlagen.plausibel,
        }
        boek.reserve(*(blad for blad in BLADEN if not leeg.get(blad)))
        for naam, kleur in TABKLEUR.items():
            boek.boek.get_worksheet_by_name(naam).set_tab_color(kleur)
        overzicht = _overview(boek, resultaten)
        _assumptions(boek, resultaten, regio)
        write_contracts(boek, eerste, regio)
        model = Rekenmodel(boek, opbouwen, eerste.jaren)
        for naam, sleutel in NAMEN.items():
            boek.boek.define_name(naam, f"={model.cel.range(sleutel)}")
        write_risk(boek, resultaten, regio.bestand.peildatum.year, besluit.krapst.jaar)
        write_scenarios(boek, resultaten)
        controles = write_checks(boek, eerste, model)
        write_answer(boek, eerste, model, regio, overzicht, controles, besluit, answer_question(resultaten, regio))
        _figures(boek, resultaten)
        _account(boek, resultaten, regio)
        if eerste.kas:
            write_months_sheet(boek, eerste)
        if eerste.lezingen:
            write_readings(boek, eerste, eerste.judged_years(regio.bestand.peildatum.year))
        if bijlagen.drijvers:
            write_drivers(boek, bijlagen.drijvers)
        if bijlagen.plausibel:
            write_plausible(boek, bijlagen.plausibel)
        if bijlagen.aansluiting:
            write_reconciliation(boek, bijlagen.aansluiting)


def _many(resultaten: Sequence[Result]) -> bool:
    """Whether there are more gemeenten than somebody reads on paper."""
    return are_many(len(resultaten[0].gemeenten))


def _overview(boek: Werkboek, resultaten: Sequence[Result]) -> int:
    """Returns the row of the first figures."""
    blad = boek.add(
        "Overzicht",
        (16, 22, 7, *[amount_width(resultaten[0])] * len(KOLOMMEN), 9, 12),
        "Hele euro's. P10, P50 en P90: in 10, 50 en 90 van de 100 gevallen blijven de lasten onder dit bedrag.",
        afdruk=0 if _many(resultaten) else None,
    )
    oordeel = verdict_head("Budgetneutraal", resultaten[0])
    begin = blad.rij + 1
    to_xlsx(blad, overview_table(resultaten, kans="Kans op sluitend", oordeel=oordeel), vast=3)
    blad.filter()
    return begin


def _assumptions(boek: Werkboek, resultaten: Sequence[Result], regio: Regio) -> None:
    blad = boek.add(
        "Uitgangspunten",
        (14, 50, 11, 20, 11, 11, 13, 13, 93, 20, 80),
        "Alles waarop de uitkomst rust. Gekleurd is wat niet vaststaat: aanname, onzeker of raming. Wat een P10 en P90 "
        "heeft, wordt getrokken. De laatste kolom is de naam voor spuk parameters en voor een scenario.",
        afdruk=0 if _many(resultaten) else 9,
    )
    koppen = ("Scenario", "Uitgangspunt", "Vanaf", "Waarde", "P10", "P90", "Eenheid", "Status", "Bron en toelichting")
    kolommen = tuple(Kolom(kop, vorm="lang") for kop in (*koppen, "Bestand", "Naam"))
    # What is settled stands last, and what a scenario has as the first one has it: the rest is printed.
    voorop: list[Rij] = []
    achteraan: list[Rij] = []
    gezien = set(resultaten[0].waarden)
    for r in resultaten:
        for w in sorted(r.waarden, key=_by_status):
            bekend = r is not resultaten[0] and w in gezien
            (achteraan if bekend or w.status == "vastgesteld" else voorop).append(_assumption(r.scenario, w, regio))
    to_xlsx(blad, Tabel("", kolommen, tuple(voorop)), vast=2)
    blad.print_until_here()
    to_xlsx(blad, Tabel("", kolommen, tuple(achteraan)), kop=False)
    blad.filter()


def _assumption(scenario: str, w: Waarde, regio: Regio) -> Rij:
    """One value with what it rests on; the whole row has the colour of its status."""
    parameter, getal = regio.parameters.get(w.parameter), as_number(w.waarde)
    return Rij(
        (
            scenario,
            parameter.label if parameter else readable_name(w.parameter),
            format_date(w.vanaf),
            format_value(w.waarde) if getal is None else getal,
            *_interval(w),
            parameter.eenheid if parameter else "",
            w.status,
            w.herkomst,
            w.bestand,
            w.parameter if parameter else "",
        ),
        status=w.status,
    )


def _interval(w: Waarde) -> tuple[Cel, Cel]:
    if w.p10:
        return as_number(w.p10), as_number(w.p90)
    return (GEEN, "") if without_interval(w) else ("", "")


def _by_status(waarde: Waarde) -> tuple[int, str, str]:
    orde = ("aanname", "onzeker", "raming", "vastgesteld")
    return orde.index(waarde.status), waarde.parameter, waarde.vanaf.isoformat()


def _figures(boek: Werkboek, resultaten: Sequence[Result]) -> None:
    alleen_regio = _many(resultaten)
    blad = boek.add(
        "Alle cijfers",
        (18, 24, 52, 12, 7, *[14] * len(STATISTICS), 44),
        (
            f"Iedere grootheid van de regio per jaar. De cijfers van de {len(resultaten[0].gemeenten)} gemeenten staan "
            "in raming.json."
            if alleen_regio
            else "Iedere grootheid per gemeente en jaar."
        )
        + " Standaardfout: van het gemiddelde over de trekkingen.",
        afdruk=0,
    )
    kolommen = (
        *(Kolom(kop, vorm="lang") for kop in ("Scenario", "Gemeente", "Grootheid", "Eenheid")),
        Kolom("Jaar", "jaar"),
        *columns(((s.capitalize() for s in STATISTICS), "aantal")),
        Kolom("Herkomst", vorm="lang"),
    )
    rijen = tuple(
        Rij(
            (
                resultaat.scenario,
                rij["gemeente"],
                PER_NAAM[rij["grootheid"]].label,
                rij["eenheid"],
                rij["jaar"],
                *(rij[s] for s in STATISTICS),
                rij["herkomst"],
            ),
            soort="euro" if rij["eenheid"] == "EUR" else None,
        )
        for resultaat in resultaten
        for rij in resultaat.rows((resultaat.totaal,) if alleen_regio else None)
    )
    to_xlsx(blad, Tabel("", kolommen, rijen), vast=3)
    blad.filter()


def _account(boek: Werkboek, resultaten: Sequence[Result], regio: Regio) -> None:
    blad = boek.add(
        "Herkomst",
        (52, 70),
        "Waarmee deze uitkomst opnieuw te maken is, en de invoeringskosten van voor de wet.",
    )
    eerste = resultaten[0]
    wijze = (
        f"{eerste.trekkingen} trekkingen, zaad {eerste.zaad}"
        if eerste.trekkingen
        else "verwachte waarden, zonder toeval"
    )
    gegevens = (
        ("Versie van spuk", spuk_version()),
        ("Peildatum van de aantallen", format_date(regio.bestand.peildatum)),
        ("Rekenwijze", wijze),
        ("Zekerheid", percent(eerste.zekerheid)),
        *((f"sha256 van {naam}", hash_) for naam, hash_ in regio.hashes.items()),
    )
    to_xlsx(blad, pairs(gegevens, ("Gegeven", "Waarde"), "lang"), vast=0)
    if _many(resultaten):
        blad.print_until_here()
    kosten = tuple(
        Rij((f"Invoeringskosten {b.jaar} {b.gemeente} ({b.status})", b.bedrag))
        for b in regio.budgetten
        if b.pot == "invoering"
    )
    to_xlsx(blad, Tabel("", (Kolom("", vorm="lang"), Kolom("", "euro")), kosten), kop=False)
