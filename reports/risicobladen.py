"""The sheets Risico (percentiles, buffer, ratio class) and Scenario's (side by side with the first)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter

from finance.neutraliteit import RATIOKLASSEN
from reports.blad import Blad, Formule, Stijlen
from reports.tabellen import POTLABELS, format_share, overview, verdicts
from scenarios.resultaat import PERCENTIELEN, Resultaat


def write_risk(
    boek: xlsxwriter.Workbook, werkblad: Any, stijl: Stijlen, resultaten: Sequence[Resultaat], vanaf: int
) -> None:
    """Per gemeente the buffer that the worst year asks and the ratio to what is at hand; percentiles below."""
    zekerheid = format_share(resultaten[0].zekerheid)
    blad = Blad(
        werkblad,
        stijl,
        (18, 26, 34, 9, 14, 14, *[13] * (len(PERCENTIELEN) + 1)),
        f"Benodigd: de buffer waarmee het krapste jaar met {zekerheid} zekerheid sluit. Vul de beschikbare "
        "weerstandscapaciteit in; de ratio en de klasse volgen.",
    )
    for kolom, kop in enumerate(
        ("Scenario", "Gemeente", "Krapste jaar", "Jaar", "Benodigd", "Beschikbaar", "Ratio", "Klasse")
    ):
        blad.put(blad.regel, kolom, kop, "kop")
    blad.regel += 1
    begin = blad.regel
    for resultaat in resultaten:
        jaren = tuple(j for j in resultaat.jaren if j >= vanaf)
        for o in verdicts(resultaat, jaren):
            if o.pot != "cumulatief":
                continue
            n = blad.regel + 1
            klassen = "".join(f'IF(F{n}/E{n}>={grens},"{klasse}",' for klasse, grens in RATIOKLASSEN)
            blad.row(
                (resultaat.scenario, "tekst"),
                (o.gemeente, "tekst"),
                (POTLABELS[o.pot], "tekst"),
                (o.slechtste_jaar, "jaar"),
                (o.buffer, "euro"),
                (None, "euro invoer"),
                (Formule(f'IF(OR(F{n}="",E{n}<=0),"",F{n}/E{n})', ""), "prijs"),
                (
                    Formule(
                        f'IF(E{n}<=0,"A",IF(F{n}="","",{klassen}"F"{")" * (len(RATIOKLASSEN) + 1)})',
                        "A" if o.buffer <= 0 else "",
                    ),
                    "tekst",
                ),
            )
    boek.define_name("weerstandscapaciteit", f"=Risico!$F${begin + 1}:$F${blad.regel}")
    grenzen = " · ".join(f"{klasse} vanaf {str(grens).replace('.', ',')}" for klasse, grens in RATIOKLASSEN)
    blad.put(blad.regel, 0, f"Klassen van de ratio beschikbaar / benodigd: {grenzen} · F daaronder.", "uitleg")
    blad.regel += 2
    oorzaken = [
        (r.scenario, jaar, label, aandeel)
        for r in resultaten
        for jaar, lijst in r.oorzaken.items()
        if jaar == r.jaren[-1]
        for label, aandeel in lijst
    ]
    if oorzaken:
        blad.put(blad.regel, 0, "Grootste oorzaken van de onzekerheid in het cumulatieve saldo (regio)", "tussenkop")
        blad.regel += 1
        for scenario, jaar, label, aandeel in oorzaken:
            blad.row((scenario, "tekst"), (f"tot en met {jaar}", "tekst"), (label, "tekst"), (aandeel, "deel"))
        blad.put(blad.regel, 0, "De aandelen overlappen en tellen niet op tot 100%.", "uitleg")
        blad.regel += 2
    blad.put(blad.regel, 0, "Saldo voor de gemeente en toets per pot", "tussenkop")
    blad.regel += 1
    blad.head(
        "Scenario", "Gemeente", "Pot", "Jaar", "Buffer", "Verwacht", "Kans sluitend", *(f"P{p}" for p in PERCENTIELEN)
    )
    werkblad.freeze_panes(0, 0)
    reeks = {"totaal": "saldo", "cumulatief": "saldo_cumulatief", "gemeentefonds": "saldo_gemeentefonds"}
    for resultaat in resultaten:
        for deel in resultaat.parts():
            for (pot, jaar), oordeel in deel.oordelen.items():
                j = resultaat.jaren.index(jaar)
                naam = reeks.get(pot)
                blad.row(
                    (resultaat.scenario, "tekst"),
                    (deel.naam, "tekst"),
                    (POTLABELS[pot], "tekst"),
                    (jaar, "jaar"),
                    (oordeel.buffer, "euro"),
                    (oordeel.verwacht, "euro"),
                    (oordeel.kans, "deel"),
                    *((deel.value(naam, j, f"p{p}") if naam else None, "euro") for p in PERCENTIELEN),
                )
    blad.filter()


def write_scenarios(boek: xlsxwriter.Workbook, werkblad: Any, stijl: Stijlen, resultaten: Sequence[Resultaat]) -> None:
    """Every scenario per gemeente and year, with the difference to the first, and the cumulative saldo as a chart."""
    blad = Blad(
        werkblad,
        stijl,
        (20, 26, 7, *[14] * 5, 16, 16),
        f"Alle scenario's naast {resultaten[0].scenario}. Meer: spuk raming MAP --scenario basis --scenario NAAM.",
    )
    blad.head(
        "Scenario", "Gemeente", "Jaar", "Budget", "Lasten", "Saldo", "Saldo cumulatief", "Kans sluitend",
        "Lasten: verschil met eerste", "Saldo: verschil met eerste",
    )  # fmt: skip
    begin = blad.regel
    eerste = overview(resultaten[0])
    grafiek = boek.add_chart({"type": "line"})
    for resultaat in resultaten:
        delen = {d.naam: d for d in resultaat.parts()}
        start = blad.regel
        for n, (r, basis) in enumerate(zip(overview(resultaat), eerste, strict=True)):
            hier, daar = blad.regel + 1, begin + n + 1
            cumulatief = delen[r.gemeente].value("saldo_cumulatief", resultaat.jaren.index(r.jaar))
            blad.row(
                (resultaat.scenario, "tekst"),
                (r.gemeente, "tekst"),
                (r.jaar, "jaar"),
                (r.bedragen[0], "euro"),
                (r.bedragen[1], "euro"),
                (r.bedragen[5], "euro"),
                (cumulatief, "euro"),
                (r.kans, "deel"),
                (Formule(f"E{hier}-E{daar}", r.bedragen[1] - basis.bedragen[1]), "euro"),
                (Formule(f"F{hier}-F{daar}", r.bedragen[5] - basis.bedragen[5]), "euro"),
            )
        laatste = blad.regel - 1
        grafiek.add_series(
            {
                "name": [werkblad.name, start, 0],
                "categories": [werkblad.name, laatste - len(resultaat.jaren) + 1, 2, laatste, 2],
                "values": [werkblad.name, laatste - len(resultaat.jaren) + 1, 6, laatste, 6],
            }
        )
    blad.filter()
    titel = "Saldo van de regio, cumulatief"
    grafiek.set_title({"name": titel, "name_font": {"size": 12}})
    grafiek.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    grafiek.set_x_axis({"label_position": "low"})
    grafiek.set_legend({"position": "bottom"})
    grafiek.set_size({"width": 640, "height": 330})
    werkblad.insert_chart(3, 11, grafiek, {"description": titel})
