"""The first sheet of the workbook: the decision, and the figures per year and per gemeente that it rests on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from finance.taal.getallen import format_certainty
from finance.voorzieningen import VOORZIENINGEN
from reports.afweging.besluit import VERDICT, decision_points
from reports.raming.kerncijfers import KOLOMMEN, KRAPST, amount_width, overview, status_words
from reports.raming.rekenblad_spuk import Rekenmodel
from reports.raming.rekenblad_volumes import REGIO
from reports.raming.voorbehoud import count_grounds, internal_use, readings, warnings
from reports.raming.vraag import Antwoord, beside_decision, question_table
from reports.tabel.adres import Bereik, Formule, Sleutel
from reports.tabel.stijlen import EURO, NL
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import REGELHOOGTE, Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.afweging.besluit import Beslissing
from scenarios.engine.result import Result
from scenarios.regiomap.regio import Regio

OORDEEL, KANS = "Budget-neutraal", "Kans op sluitend"
EEN_SCHERM = 25
"""With more gemeenten than this the charts stand above their table, which then prints on more than one page."""
GRAFIEKREGELS = 18
PALET = (
    "#1F4E79", "#C9A227", "#5B8C5A", "#A23B48", "#7FA7CF", "#8E6C8A", "#D98C5F", "#4D9DA8", "#B5B35C", "#777777",
    "#2F6B3C", "#E3C4A8", "#B9CDE5",
)  # fmt: skip
"""A colour for each voorziening, so that the legend is never ambiguous."""
ZONDER_OORDEEL = ("P10", "P50", "P90", "kans")
"""Columns that a closed year leaves empty: the band and the chance."""
LAATSTE_KOLOM = 12


def write_answer(
    boek: Werkboek,
    resultaat: Result,
    model: Rekenmodel,
    regio: Regio,
    overzicht: int,
    controles: tuple[str, int],
    besluit: Beslissing,
    antwoord: Antwoord | None = None,
) -> None:
    """The decision page, the question of the region when it asks one, the region per year, the gemeenten in a year of
    choice, two charts.

    `overzicht`: row of the first figures on the sheet Overzicht; `controles`: what `write_checks` gives.
    """
    blad = boek.add("Antwoord", (22, *[amount_width(resultaat)] * 8, 9, *[amount_width(resultaat)] * 3))
    blad.put(0, 0, f"Raming inburgering {regio.naam}", "titel")
    blad.rij = 1
    _decision(blad, besluit)
    if antwoord is not None:
        _question(blad, antwoord, besluit)
    for zin in readings(resultaat, regio):
        blad.remark(f"- {zin}")
    for zin in (*status_words(resultaat), *(f"Let op: {zin}" for zin in warnings(resultaat, regio))):
        blad.remark(zin, "let_op" if zin.startswith("Let op") else "onder")
    blad.remark(f"Rust op {count_grounds(resultaat.assumed)}: zie Uitgangspunten.")
    for zin in internal_use(regio):
        blad.remark(zin)
    adres, aantal = controles
    blad.put(blad.rij, 0, "Controles", "vet")
    goed = f'COUNTIF({adres},"akkoord")'
    uitslag = f'IF({goed}={aantal},"alle {aantal} akkoord",({aantal}-{goed})&" van {aantal} wijken af: zie Controle")'
    blad.put(blad.rij, 1, Formule(uitslag, f"alle {aantal} akkoord"))
    blad.rij += 2
    blad.new_page()
    blad.put(blad.rij, 0, f"{resultaat.totaal.naam} per jaar", "tussenkop")
    blad.rij += 1
    for zin in _reading(resultaat):
        blad.remark(zin)
    to_xlsx(blad, _region_table(model, resultaat))
    veel = len(resultaat.gemeenten) > EEN_SCHERM
    if veel:
        _charts(blad, resultaat, model, overzicht)
        blad.rij += GRAFIEKREGELS
    _gemeenten(blad, resultaat, model, besluit.krapst.jaar)
    if not veel:
        _charts(blad, resultaat, model, overzicht)
    blad.ws.set_first_sheet()
    blad.ws.set_zoom(85)


def _decision(blad: Blad, besluit: Beslissing) -> None:
    """The points of the decision: what it is before what is said of it, its table below."""
    for punt in decision_points(besluit):
        blad.put(blad.rij, 0, punt.kop, "tussenkop")
        _long(blad, " ".join(punt.zinnen), "antwoord lang" if punt.kop == VERDICT else "lang")
        if punt.tabel is not None:
            begin = blad.rij + 1
            to_xlsx(blad, punt.tabel)
            if punt.kop == VERDICT:
                _colour(blad, begin, [k for k, kolom in enumerate(punt.tabel.kolommen) if kolom.soort == "ja_nee"])
        blad.rij += 1


def _long(blad: Blad, tekst: str, stijl: str) -> None:
    """A text over the width of the sheet, from its second column on."""
    breedte = sum(blad.breedtes[1:])
    # Wider than the table it would shrink the print of the whole sheet.
    blad.ws.merge_range(blad.rij, 1, blad.rij, LAATSTE_KOLOM, "", blad.werkboek.stijl(stijl))
    blad.ws.write_string(blad.rij, 1, tekst, blad.werkboek.stijl(stijl))
    # Larger letters need more room; programs do not fit a row to merged cells by themselves.
    groot = 1.25 if "antwoord" in stijl else 1.0
    blad.set_height(blad.rij, max(18.0, groot * REGELHOOGTE * math.ceil(1.05 * groot * len(tekst) / breedte) + 2))
    blad.rij += 1


def _gemeenten(blad: Blad, resultaat: Result, model: Rekenmodel, gekozen: int) -> None:
    """The gemeenten in the year of choice, at first the hardest."""
    keuze_regel = blad.rij + 1
    blad.rij += 1
    blad.put(keuze_regel, 0, "Gemeenten in het jaar", "tussenkop")
    blad.put(keuze_regel, 1, gekozen, "jaar invoer vet")
    blad.put(keuze_regel, 2, "kies een ander jaar in de gekleurde cel", "onder")
    blad.ws.data_validation(
        keuze_regel, 1, keuze_regel, 1,
        {"validate": "list", "source": [str(j) for j in resultaat.jaren], "error_title": "Jaar",
         "error_message": f"Kies een jaar van {resultaat.jaren[0]} tot en met {resultaat.jaren[-1]}."},
    )  # fmt: skip
    blad.werkboek.boek.define_name("gekozen_jaar", f"=Antwoord!$B${keuze_regel + 1}")
    blad.rij += 1
    begin = blad.rij + 1
    to_xlsx(blad, _chosen_table(model, resultaat, gekozen))
    _colour(blad, begin, [2 + len(KOLOMMEN)])


def _question(blad: Blad, antwoord: Antwoord, besluit: Beslissing) -> None:
    """Question and answer; with scenarios a row each, and what each changes in a sentence."""
    for kop, tekst in (
        ("Vraag", antwoord.vraag),
        ("Antwoord", f"{antwoord.zinnen[0]} {beside_decision(antwoord, besluit)}".rstrip()),
    ):
        blad.put(blad.rij, 0, kop, "vet")
        _long(blad, tekst, "lang")
    for zin in antwoord.zinnen[1:]:
        blad.remark(f"- {zin}")
    if len(antwoord.regels) > 1:
        blad.rij += 1
        to_xlsx(blad, question_table(antwoord, "", OORDEEL))
        blad.remark(KRAPST)
    blad.rij += 1


def verdict_head(kop: str, resultaat: Result) -> str:
    """The head above ja or nee, with the certainty that was asked."""
    return f"{kop} ({format_certainty(resultaat.zekerheid) if resultaat.trekkingen else 'verwacht'})"


def _reading(resultaat: Result) -> tuple[str, ...]:
    banden = (
        "in 10, 50 en 90 van de 100 gevallen blijven de lasten onder P10, P50 en P90"
        if resultaat.trekkingen
        else "zonder trekkingen zijn P10, P50 en P90 dat ook"
    )
    return (
        "Hele euro's. Budget: Gemeentefonds, SPUK onderwijsroute en voorlopige SPUK. Lasten en saldo: verwachte "
        f"waarde; {banden}.",
        "Saldo en kans: eigen rekening van het jaar; wat van een SPUK overblijft telt daarin niet, dat gaat mee of "
        "terug.",
        "Gebruik Saldo en kans voor het oordeel, en de kolommen Rekenblad om te zien wat een wijziging doet: die "
        "volgen uw cellen, maar rekenen met één gemiddelde uitkomst.",
        "Daarin vallen tekorten op een SPUK weg tegen meevallers; in een krap jaar is Rekenblad: saldo daarom te "
        "gunstig.",
    )


def _columns(eerste: Kolom, resultaat: Result) -> tuple[Kolom, ...]:
    return (
        eerste,
        *columns((KOLOMMEN, "euro")),
        Kolom(KANS, "deel", vorm="kans"),
        Kolom(verdict_head(OORDEEL, resultaat), "ja_nee"),
        *columns((("Rekenblad: lasten", "Rekenblad: saldo"), "euro")),
    )


def _region_table(model: Rekenmodel, resultaat: Result) -> Tabel:
    """The region per year, with beside it what the calculation sheets make of it."""
    rijen = []
    for j, regel in enumerate(r for r in overview(resultaat) if r.gemeente == resultaat.totaal.naam):
        volgend = (Formule("{0}", model.value(REGIO, naam)[j], (((naam, REGIO), j),)) for naam in ("lasten", "saldo"))
        rijen.append(Rij((regel.jaar, *regel.bedragen, regel.kans, regel.oordeel, *volgend)))
    kolommen = _columns(Kolom("Jaar", "jaar"), resultaat)
    # Chance and verdict stand in the decision, added up as well.
    return Tabel("", kolommen, tuple(rijen)).without(KANS, verdict_head(OORDEEL, resultaat))


def _chosen_table(model: Rekenmodel, resultaat: Result, gekozen: int) -> Tabel:
    """Every gemeente in the year that stands in the cell `gekozen_jaar`: all figures follow it."""
    nummer = resultaat.jaren.index(gekozen)
    keuze = f"INDEX({{0}},gekozen_jaar-{model.jaren[0] - 1})"
    namen = (*KOLOMMEN, "kans", "oordeel")

    def follow(waarde: float | str, eerste: Sleutel, laatste: Sleutel, leeg: bool = False) -> Formule:
        # A closed year has no band and no chance: its empty cell must not read as nil.
        tekst = f'IF({keuze}="","",{keuze})' if leeg else keuze
        return Formule(tekst, waarde, (Bereik(eerste, laatste),))

    rijen = []
    per_jaar = {(r.gemeente, r.jaar): r for r in overview(resultaat)}
    for i, gemeente in enumerate(resultaat.gemeenten):
        regel = per_jaar[gemeente.naam, gekozen]
        begin, eind = (("overzicht", resultaat.scenario, gemeente.naam, resultaat.jaren[k]) for k in (0, -1))
        waarden: tuple[float | str, ...] = (*regel.bedragen, regel.kans, regel.oordeel)
        cellen = (
            follow(w, (begin, naam), (eind, naam), naam in ZONDER_OORDEEL)
            for w, naam in zip(waarden, namen, strict=True)
        )
        volgend = (
            follow(model.value(i, naam)[nummer], ((naam, i), 0), ((naam, i), len(model.jaren) - 1))
            for naam in ("lasten", "saldo")
        )
        rijen.append(Rij((gemeente.naam, *cellen, *volgend)))
    return Tabel("", _columns(Kolom("Gemeente"), resultaat), tuple(rijen))


def _colour(blad: Blad, begin: int, kolommen: Sequence[int]) -> None:
    """Green and red behind yes and no."""
    for kolom, (woord, kleur) in itertools.product(kolommen, (("ja", "#D9EAD3"), ("nee", "#F4CCCC"))):
        blad.ws.conditional_format(
            begin, kolom, blad.rij - 1, kolom,
            {"type": "cell", "criteria": "==", "value": f'"{woord}"', "format": blad.werkboek.stijl(f"kleur:{kleur}")},
        )  # fmt: skip


def _charts(blad: Blad, resultaat: Result, model: Rekenmodel, overzicht: int) -> None:
    boek = blad.werkboek.boek
    eerste = overzicht + len(resultaat.gemeenten) * len(resultaat.jaren)
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
    grootste = sorted(VOORZIENINGEN, key=lambda n: -float(model.value(REGIO, f"lasten.{n}").sum()))
    for n, naam in enumerate(grootste):
        stapel.add_series(
            {
                "name": model.cel.label(("last", naam, REGIO)),
                "categories": model.cel.series(("kop", "Lasten")),
                "values": model.cel.series(("last", naam, REGIO)),
                "fill": {"color": PALET[n % len(PALET)]},
                "gap": 60,
            }
        )
    for grafiek, titel, kolom, breed in (
        (lijnen, "Budget en lasten van de regio", 0, blad.pixels(0, 6) - 10),
        (stapel, "Lasten per voorziening (rekenblad)", 6, blad.pixels(6)),
    ):
        grafiek.set_title({"name": titel, "name_font": {"size": 12}})
        grafiek.set_y_axis(
            {
                "num_format": f'{NL}#,##0,," mln"' if _large(model) else EURO,
                "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}},
            }
        )
        grafiek.set_legend({"position": "right" if grafiek is stapel else "bottom", "font": {"size": 7}})
        grafiek.set_size({"width": breed, "height": 330})
        blad.ws.insert_chart(blad.rij + 1, kolom, grafiek, {"description": titel})


def _large(model: Rekenmodel) -> bool:
    return float(model.value(REGIO, "lasten").max()) > 5e6
