"""The sheets Risico (percentiles, buffer, ratio class) and Scenario's (side by side with the first)."""

from __future__ import annotations

from collections.abc import Sequence

from finance.neutraliteit import RATIOKLASSEN
from reports.raming.kerncijfers import POTLABELS, format_certainty, overview, tightest, verdicts
from reports.tabel.stijlen import EURO
from reports.tabel.xlsx import Formule, Werkboek
from scenarios.engine.origin import GEREALISEERD
from scenarios.engine.result import PERCENTIELEN, Resultaat


def write_risk(boek: Werkboek, resultaten: Sequence[Resultaat], vanaf: int) -> None:
    """Per gemeente the buffer that the worst year asks and the ratio to what is at hand; percentiles below."""
    zekerheid = format_certainty(resultaten[0].zekerheid)
    blad = boek.add(
        "Risico",
        (18, 26, 34, 9, 14, 14, *[13] * (len(PERCENTIELEN) + 1)),
        f"Benodigd: de buffer waarmee de eigen rekening in ieder jaar, en opgeteld sinds het begin, met {zekerheid} "
        "zekerheid sluit. Vul de beschikbare weerstandscapaciteit in; de ratio en de klasse volgen.",
    )
    blad.header(("Scenario", "Gemeente", "Krapste toets", "Jaar", "Benodigd", "Beschikbaar", "Ratio", "Klasse"), 4, 7)
    blad.put(blad.kop[0], 7, "Klasse", "kop midden")
    begin = blad.rij
    for resultaat in resultaten:
        jaren = resultaat.judged_years(vanaf)
        oordelen = verdicts(resultaat, jaren)
        for deel in resultaat.parts():
            o, n = tightest(oordelen, deel.naam), blad.rij + 1
            klassen = "".join(f'IF(F{n}/E{n}>={grens},"{klasse}",' for klasse, grens in RATIOKLASSEN)
            blad.row(
                (resultaat.scenario, "lang"),
                (o.gemeente, "lang"),
                (POTLABELS[o.pot], "lang"),
                (o.slechtste_jaar, "jaar"),
                (o.buffer, "euro"),
                (None, "euro invoer"),
                (Formule(f'IF(OR(F{n}="",E{n}<=0),"",F{n}/E{n})', ""), "prijs"),
                (
                    Formule(
                        f'IF(E{n}<=0,"A",IF(F{n}="","",{klassen}"F"{")" * (len(RATIOKLASSEN) + 1)})',
                        "A" if o.buffer <= 0 else "",
                    ),
                    "midden",
                ),
            )
    boek.boek.define_name("weerstandscapaciteit", f"=Risico!$F${begin + 1}:$F${blad.rij}")
    grenzen = " · ".join(f"{klasse} vanaf {str(grens).replace('.', ',')}" for klasse, grens in RATIOKLASSEN)
    blad.remark(f"Klassen van de ratio beschikbaar / benodigd: {grenzen} · F daaronder.")
    oorzaken = [
        (r.scenario, jaar, label, aandeel)
        for r in resultaten
        for jaar, lijst in r.oorzaken.items()
        if jaar == r.jaren[-1]
        for label, aandeel in lijst
    ]
    if oorzaken:
        blad.section("Grootste oorzaken van de onzekerheid in het cumulatieve saldo (regio)")
        for scenario, jaar, label, aandeel in oorzaken:
            blad.row((scenario, "lang"), (f"tot en met {jaar}", "lang"), (label, "lang"), (aandeel, "deel"))
        blad.remark("De aandelen overlappen en tellen niet op tot 100%.")
    blad.section("Saldo voor de gemeente en toets per pot")
    percentielen = (f"P{p}" for p in PERCENTIELEN)
    blad.header(("Scenario", "Gemeente", "Pot", "Jaar", "Buffer", "Verwacht", "Kans sluitend", *percentielen), 4)
    reeks = {
        "totaal": "saldo",
        "cumulatief": "saldo_cumulatief",
        "vraag": "saldo_vraag",
        "sinds_2022": "saldo_sinds_2022",
        "gemeentefonds": "saldo_gemeentefonds",
    }
    for resultaat in resultaten:
        for deel in resultaat.parts():
            for (pot, jaar), oordeel in deel.oordelen.items():
                if resultaat.status(deel, jaar) == GEREALISEERD:
                    continue
                j = resultaat.jaren.index(jaar)
                naam = reeks.get(pot)
                blad.row(
                    (resultaat.scenario, "lang"),
                    (deel.naam, "lang"),
                    (POTLABELS[pot], "lang"),
                    (jaar, "jaar"),
                    (oordeel.buffer, "euro"),
                    (oordeel.verwacht, "euro"),
                    (oordeel.kans, "kans"),
                    *((deel.value(naam, j, f"p{p}") if naam else None, "euro") for p in PERCENTIELEN),
                )
    blad.filter()


def write_scenarios(boek: Werkboek, resultaten: Sequence[Resultaat]) -> None:
    """Every scenario per gemeente and year, with the difference to the first, and the cumulative saldo as a chart."""
    blad = boek.add(
        "Scenario's",
        (20, 26, 7, *[14] * 5, 16, 16),
        f"Alle scenario's naast {resultaten[0].scenario}. Meer: spuk raming MAP --scenario basis --scenario NAAM.",
    )
    blad.header(
        ("Scenario", "Gemeente", "Jaar", "Budget", "Lasten", "Saldo", "Saldo cumulatief", "Kans sluitend",
         "Lasten: verschil met eerste", "Saldo: verschil met eerste"), 3, vast=2,
    )  # fmt: skip
    begin = blad.rij
    eerste = overview(resultaten[0])
    grafiek = boek.boek.add_chart({"type": "line"})
    for resultaat in resultaten:
        delen = {d.naam: d for d in resultaat.parts()}
        start = blad.rij
        for n, (r, basis) in enumerate(zip(overview(resultaat), eerste, strict=True)):
            hier, daar = blad.rij + 1, begin + n + 1
            cumulatief = delen[r.gemeente].value("saldo_cumulatief", resultaat.jaren.index(r.jaar))
            blad.row(
                (resultaat.scenario, "lang"),
                (r.gemeente, "lang"),
                (r.jaar, "jaar"),
                (r.bedragen[0], "euro"),
                (r.bedragen[1], "euro"),
                (r.bedragen[5], "euro"),
                (cumulatief, "euro"),
                (r.kans, "kans"),
                (Formule(f"E{hier}-E{daar}", r.bedragen[1] - basis.bedragen[1]), "euro"),
                (Formule(f"F{hier}-F{daar}", r.bedragen[5] - basis.bedragen[5]), "euro"),
            )
        laatste = blad.rij - 1
        grafiek.add_series(
            {
                "name": [blad.naam, start, 0],
                "categories": [blad.naam, laatste - len(resultaat.jaren) + 1, 2, laatste, 2],
                "values": [blad.naam, laatste - len(resultaat.jaren) + 1, 6, laatste, 6],
            }
        )
    blad.filter()
    titel = "Saldo van de regio, cumulatief"
    grafiek.set_title({"name": titel, "name_font": {"size": 12}})
    grafiek.set_y_axis({"num_format": EURO, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    grafiek.set_x_axis({"label_position": "low"})
    grafiek.set_legend({"position": "bottom"})
    grafiek.set_size({"width": 640, "height": 330})
    blad.ws.insert_chart(3, 11, grafiek, {"description": titel})
