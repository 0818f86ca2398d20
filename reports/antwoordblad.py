"""The first sheet of the workbook: is this budgetneutraal, per year and per gemeente, in one screen."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from finance.voorzieningen import VOORZIENINGEN
from reports.blad import KOPHOOGTE, Blad, Formule, Stijlen
from reports.rekenbladen import Rekenmodel
from reports.rekenvolumes import REGIO
from reports.tabellen import KOLOMMEN, format_share, is_neutral, overview, verdicts
from scenarios.regio import Regio
from scenarios.resultaat import Resultaat

OORDEEL = "Budget-neutraal"
KOPPEN = (*KOLOMMEN, "Kans op sluitend", OORDEEL, "Rekenblad: lasten", "Rekenblad: saldo")
VORMEN = (*["euro"] * len(KOLOMMEN), "deel", "tekst")
EERSTE_OVERZICHTREGEL = 4
"""Row of the first figures on the sheet Overzicht (after title, explanation, blank and heads), counted from 0."""


def write_answer(
    boek: xlsxwriter.Workbook,
    werkblad: Any,
    stijl: Stijlen,
    resultaat: Resultaat,
    model: Rekenmodel,
    regio: Regio,
    controles: tuple[str, int],
) -> None:
    """The region per year, the gemeenten in a year of choice, and two charts."""
    blad = Blad(werkblad, stijl, (24, *[13] * 8, 10, 10, 13, 13), "")
    blad.put(0, 0, f"Raming inburgering {regio.naam}", "titel")
    jaren = tuple(j for j in resultaat.jaren if j >= regio.bestand.peildatum.year)
    blad.put(1, 0, answer(resultaat, jaren), "antwoord")
    blad.put(2, 0, _reading(resultaat), "uitleg")
    adres, aantal = controles
    blad.put(3, 0, "Controles", "vet")
    goed = f'COUNTIF({adres},"akkoord")'
    uitslag = f'IF({goed}={aantal},"alle {aantal} akkoord",({aantal}-{goed})&" van {aantal} wijken af: zie Controle")'
    blad.put(3, 1, Formule(uitslag, f"alle {aantal} akkoord"))
    blad.regel = 5
    regels = overview(resultaat)
    per_jaar = len(resultaat.jaren)
    eerste_regio = len(resultaat.gemeenten) * per_jaar
    _heads(blad, resultaat.totaal.naam)
    begin = blad.regel
    for j, jaar in enumerate(resultaat.jaren):
        _row(blad, model, REGIO, j, (jaar, "jaar"), regels[eerste_regio + j], None)
    _colour(blad, begin)
    keuze_regel = blad.regel + 1
    blad.regel += 1
    gekozen = min(max(regio.bestand.peildatum.year + 1, resultaat.jaren[0]), resultaat.jaren[-1])
    blad.put(keuze_regel, 0, "Gemeenten in het jaar", "tussenkop")
    blad.put(keuze_regel, 1, gekozen, "jaar", "invoer", "vet")
    blad.put(keuze_regel, 2, "kies een ander jaar in de gekleurde cel", "uitleg")
    werkblad.data_validation(
        keuze_regel, 1, keuze_regel, 1,
        {"validate": "list", "source": [str(j) for j in resultaat.jaren], "error_title": "Jaar",
         "error_message": f"Kies een jaar van {resultaat.jaren[0]} tot en met {resultaat.jaren[-1]}."},
    )  # fmt: skip
    boek.define_name("gekozen_jaar", f"=Antwoord!$B${keuze_regel + 1}")
    blad.regel += 1
    _heads(blad, "Gemeente")
    begin = blad.regel
    for i, gemeente in enumerate(resultaat.gemeenten):
        g = resultaat.jaren.index(gekozen)
        eerste = EERSTE_OVERZICHTREGEL + i * per_jaar + 1
        _row(blad, model, i, g, (gemeente.naam, "tekst"), regels[i * per_jaar + g], eerste)
    _colour(blad, begin)
    _charts(boek, werkblad, blad.regel + 1, resultaat, model)
    werkblad.set_first_sheet()
    werkblad.fit_to_pages(1, 1)
    werkblad.set_zoom(85)


def answer(resultaat: Resultaat, jaren: tuple[int, ...]) -> str:
    """The answer in one sentence."""
    naam = resultaat.totaal.naam
    neutraal = is_neutral(verdicts(resultaat, jaren), naam)
    wat = "budgetneutraal" if neutraal else "niet budgetneutraal"
    hoe = f"met {format_share(resultaat.zekerheid)} zekerheid" if resultaat.trekkingen else "bij verwachte waarden"
    return f"{naam} is in {jaren[0]}-{jaren[-1]} {wat} {hoe} (scenario {resultaat.scenario})."


def _reading(resultaat: Resultaat) -> str:
    tel = {s: sum(w.status == s for w in resultaat.aannames) for s in ("aanname", "onzeker", "raming")}
    return (
        "Hele euro's. Lasten en saldo: verwachte waarde; P10, P50, P90 van de lasten. De kolommen Rekenblad rekenen "
        f"zonder toeval en volgen uw wijzigingen. Rust op {tel['aanname']} aannames, {tel['onzeker']} onzekere waarden "
        f"en {tel['raming']} ramingen."
    )


def _heads(blad: Blad, eerste: str) -> None:
    for kolom, kop in enumerate((eerste, *KOPPEN)):
        blad.put(blad.regel, kolom, kop, "kop", *(("rechts",) if kolom and kop != OORDEEL else ()))
    blad.blad.set_row(blad.regel, KOPHOOGTE)
    blad.regel += 1


def _row(
    blad: Blad, model: Rekenmodel, i: int, j: int, kop: tuple[Any, str], regel: Any, overzicht: int | None
) -> None:
    """One row; with `overzicht` (first row of a gemeente there) the figures follow the chosen year."""
    blad.put(blad.regel, 0, *kop)
    waarden = (*regel.bedragen, regel.kans, "ja" if regel.neutraal else "nee")
    aantal = len(model.jaren)
    for n, (waarde, vorm) in enumerate(zip(waarden, VORMEN, strict=True)):
        cel: Any = waarde
        if overzicht is not None:
            k = xl_col_to_name(3 + n)
            bereik = f"Overzicht!${k}${overzicht}:${k}${overzicht + aantal - 1}"
            cel = Formule(f"INDEX({bereik},gekozen_jaar-{model.jaren[0] - 1})", waarde)
        blad.put(blad.regel, 1 + n, cel, vorm)
    for n, (naam, sleutel) in enumerate((("lasten", ("lasten", i)), ("saldo", ("saldo", i)))):
        tekst = model.cel(sleutel, j)
        if overzicht is not None:
            tekst = f"INDEX({model.cel.range(sleutel)},gekozen_jaar-{model.jaren[0] - 1})"
        blad.put(blad.regel, 1 + len(waarden) + n, Formule(tekst, model.value(i, naam)[j]), "euro")
    blad.regel += 1


def _colour(blad: Blad, begin: int) -> None:
    kolom = 2 + len(KOLOMMEN)
    for woord, kleur in (("ja", "#D9EAD3"), ("nee", "#F4CCCC")):
        blad.blad.conditional_format(
            begin, kolom, blad.regel - 1, kolom,
            {"type": "cell", "criteria": "==", "value": f'"{woord}"', "format": blad.stijl(f"kleur:{kleur}")},
        )  # fmt: skip


def _charts(boek: xlsxwriter.Workbook, werkblad: Any, regel: int, resultaat: Resultaat, model: Rekenmodel) -> None:
    eerste = EERSTE_OVERZICHTREGEL + len(resultaat.gemeenten) * len(resultaat.jaren)
    laatste = eerste + len(resultaat.jaren) - 1
    lijnen = boek.add_chart({"type": "line"})
    for naam, kolom, kleur, vorm in (
        ("Budget", 3, "#C9A227", "solid"),
        ("Lasten verwacht", 4, "#1F4E79", "solid"),
        ("Lasten P10", 5, "#7FA7CF", "dash"),
        ("Lasten P90", 7, "#7FA7CF", "dash"),
    ):
        lijnen.add_series(
            {
                "name": naam,
                "categories": ["Overzicht", eerste, 2, laatste, 2],
                "values": ["Overzicht", eerste, kolom, laatste, kolom],
                "line": {"color": kleur, "width": 2.25, "dash_type": vorm},
            }
        )
    stapel = boek.add_chart({"type": "column", "subtype": "stacked"})
    kop = ["Lasten", 3, 3, 3, 2 + len(resultaat.jaren)]
    grootste = sorted(VOORZIENINGEN, key=lambda n: -float(model.value(REGIO, f"lasten.{n}").sum()))
    palet = (
        "#1F4E79",
        "#C9A227",
        "#5B8C5A",
        "#A23B48",
        "#7FA7CF",
        "#8E6C8A",
        "#D98C5F",
        "#4D9DA8",
        "#B5B35C",
        "#777777",
    )
    for n, naam in enumerate(grootste):
        stapel.add_series(
            {
                "name": model.cel.label(("last", naam, REGIO)),
                "categories": kop,
                "values": model.cel.series(("last", naam, REGIO)),
                "fill": {"color": palet[n % len(palet)]},
                "gap": 60,
            }
        )
    for grafiek, titel, kolom, breed in (
        (lijnen, "Budget en lasten van de regio", 0, 640),
        (stapel, "Lasten per voorziening (rekenblad)", 6, 690),
    ):
        grafiek.set_title({"name": titel, "name_font": {"size": 12}})
        grafiek.set_y_axis(
            {
                "num_format": '#,##0,," mln"' if _large(model) else "#,##0",
                "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}},
            }
        )
        grafiek.set_legend({"position": "right" if grafiek is stapel else "bottom", "font": {"size": 8}})
        grafiek.set_size({"width": breed, "height": 330})
        werkblad.insert_chart(regel, kolom, grafiek, {"description": titel})


def _large(model: Rekenmodel) -> bool:
    return float(model.value(REGIO, "lasten").max()) > 5e6
