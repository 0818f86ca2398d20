"""The first sheet of the workbook: is this budgetneutraal, per year and per gemeente, in one screen."""

from __future__ import annotations

from finance.taal.getallen import euros, format_certainty, format_share
from finance.voorzieningen import VOORZIENINGEN
from reports.raming.kerncijfers import KOLOMMEN, KRAPST, is_neutral, overview, status_words, tightest, verdicts
from reports.raming.rekenblad_spuk import Rekenmodel
from reports.raming.rekenblad_volumes import REGIO
from reports.raming.voorbehoud import count_grounds, readings, warnings
from reports.raming.vraag import Antwoord, question_table
from reports.tabel.adres import Bereik, Formule, Sleutel
from reports.tabel.stijlen import EURO, NL
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.xlsx import REGELHOOGTE, Blad, Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.engine.result import Result
from scenarios.regiomap.regio import Regio

OORDEEL = "Budget-neutraal"
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
    antwoord: Antwoord | None = None,
) -> None:
    """The question of the region when it asks one, the region per year, the gemeenten in a year of choice, two charts.

    `overzicht`: row of the first figures on the sheet Overzicht; `controles`: what `write_checks` gives.
    """
    blad = boek.add("Antwoord", (24, *[14] * 8, 10, 13, 13, 13))
    blad.put(0, 0, f"Raming inburgering {regio.naam}", "titel")
    jaren = resultaat.judged_years(regio.bestand.peildatum.year)
    blad.rij = 1
    if antwoord is not None:
        _question(blad, antwoord)
    blad.put(blad.rij, 0, answer(resultaat, jaren, antwoord), "antwoord")
    blad.rij += 1
    for zin in readings(resultaat, regio):
        blad.put(blad.rij, 0, f"- {zin}", "onder")
        blad.rij += 1
    for zin in _reading(resultaat):
        blad.put(blad.rij, 0, zin, "let_op" if zin.startswith("Let op") else "onder")
        blad.rij += 1
    adres, aantal = controles
    blad.put(blad.rij, 0, "Controles", "vet")
    goed = f'COUNTIF({adres},"akkoord")'
    uitslag = f'IF({goed}={aantal},"alle {aantal} akkoord",({aantal}-{goed})&" van {aantal} wijken af: zie Controle")'
    blad.put(blad.rij, 1, Formule(uitslag, f"alle {aantal} akkoord"))
    blad.rij += 2
    begin = blad.rij + 1
    to_xlsx(blad, _region_table(model, resultaat))
    _colour(blad, begin)
    veel = len(resultaat.gemeenten) > EEN_SCHERM
    if veel:
        _charts(blad, resultaat, model, overzicht)
        blad.rij += GRAFIEKREGELS
    keuze_regel = blad.rij + 1
    blad.rij += 1
    gekozen = min(max(regio.bestand.peildatum.year + 1, jaren[0]), resultaat.jaren[-1])
    blad.put(keuze_regel, 0, "Gemeenten in het jaar", "tussenkop")
    blad.put(keuze_regel, 1, gekozen, "jaar invoer vet")
    blad.put(keuze_regel, 2, "kies een ander jaar in de gekleurde cel", "onder")
    blad.ws.data_validation(
        keuze_regel, 1, keuze_regel, 1,
        {"validate": "list", "source": [str(j) for j in resultaat.jaren], "error_title": "Jaar",
         "error_message": f"Kies een jaar van {resultaat.jaren[0]} tot en met {resultaat.jaren[-1]}."},
    )  # fmt: skip
    boek.boek.define_name("gekozen_jaar", f"=Antwoord!$B${keuze_regel + 1}")
    blad.rij += 1
    begin = blad.rij + 1
    to_xlsx(blad, _chosen_table(model, resultaat, gekozen))
    _colour(blad, begin)
    if not veel:
        _charts(blad, resultaat, model, overzicht)
    blad.ws.set_first_sheet()
    blad.ws.fit_to_pages(1, 0 if veel else 1)
    blad.ws.set_zoom(85)


def _question(blad: Blad, antwoord: Antwoord) -> None:
    """Question and answer; with scenarios a row each, and what each changes in a sentence."""
    for tekst in (f"Vraag: {antwoord.vraag}", f"Antwoord: {antwoord.zinnen[0]}"):
        # Wider than the table it would shrink the print of the whole sheet.
        blad.ws.merge_range(blad.rij, 0, blad.rij, LAATSTE_KOLOM, "", blad.werkboek.stijl("antwoord lang"))
        blad.put(blad.rij, 0, tekst, "antwoord lang")
        blad.ws.set_row(blad.rij, 2.5 * REGELHOOGTE)
        blad.rij += 1
    for zin in antwoord.zinnen[1:]:
        blad.put(blad.rij, 0, f"- {zin}", "onder")
        blad.rij += 1
    if len(antwoord.regels) > 1:
        blad.rij += 1
        to_xlsx(blad, question_table(antwoord, "", OORDEEL))
        blad.put(blad.rij, 0, KRAPST, "onder")
        blad.rij += 1
    blad.rij += 1


def answer(resultaat: Result, jaren: tuple[int, ...], antwoord: Antwoord | None = None) -> str:
    """The verdict over `jaren` in one sentence; when it is no, with the verdict that decides.

    Below the answer to a question about other years it says how the two go together.
    """
    naam, oordelen = resultaat.totaal.naam, verdicts(resultaat, jaren)
    periode = f"{jaren[0]}-{jaren[-1]}"
    begin = f"{naam} is in {periode}"
    if antwoord is not None and antwoord.periode != periode:
        gelijk = antwoord.neutraal == is_neutral(oordelen, naam)
        vraag = f"Het antwoord geldt voor {antwoord.periode}"
        begin = f"{vraag}; {'ook' if gelijk else 'maar'} in {periode} is {naam}"
    hoe = f"budgetneutraal {_certainty(resultaat)} (scenario {resultaat.scenario})"
    if is_neutral(oordelen, naam):
        return f"{begin} {hoe}."
    krap = tightest(oordelen, naam)
    wanneer = "in" if krap.pot == "totaal" else "opgeteld tot en met"
    kans = f"is de kans op sluiten {format_share(krap.kans)} en " if resultaat.trekkingen else ""
    return f"{begin} niet {hoe}: {wanneer} {krap.slechtste_jaar} {kans}ontbreekt {euros(krap.buffer)}."


def verdict_head(kop: str, resultaat: Result) -> str:
    """The head above ja or nee, with the certainty that was asked."""
    return f"{kop} ({format_certainty(resultaat.zekerheid) if resultaat.trekkingen else 'verwacht'})"


def _certainty(resultaat: Result) -> str:
    if not resultaat.trekkingen:
        return "bij verwachte waarden"
    return f"met {format_certainty(resultaat.zekerheid)} zekerheid"


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
        *status_words(resultaat),
        f"Rust op {count_grounds(resultaat.aannames)}: zie Uitgangspunten.",
        *(f"Let op: {zin}" for zin in warnings(resultaat)),
    )


def _columns(eerste: Kolom, resultaat: Result) -> tuple[Kolom, ...]:
    return (
        eerste,
        *columns((KOLOMMEN, "euro")),
        Kolom("Kans op sluitend", "deel", vorm="kans"),
        Kolom(verdict_head(OORDEEL, resultaat), "ja_nee"),
        *columns((("Rekenblad: lasten", "Rekenblad: saldo"), "euro")),
    )


def _region_table(model: Rekenmodel, resultaat: Result) -> Tabel:
    """The region per year, with beside it what the calculation sheets make of it."""
    rijen = []
    for j, regel in enumerate(r for r in overview(resultaat) if r.gemeente == resultaat.totaal.naam):
        volgend = (Formule("{0}", model.value(REGIO, naam)[j], (((naam, REGIO), j),)) for naam in ("lasten", "saldo"))
        rijen.append(Rij((regel.jaar, *regel.bedragen, regel.kans, regel.oordeel, *volgend)))
    return Tabel("", _columns(Kolom(resultaat.totaal.naam, "jaar"), resultaat), tuple(rijen))


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


def _colour(blad: Blad, begin: int) -> None:
    kolom = 2 + len(KOLOMMEN)
    for woord, kleur in (("ja", "#D9EAD3"), ("nee", "#F4CCCC")):
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
        (lijnen, "Budget en lasten van de regio", 0, 640),
        (stapel, "Lasten per voorziening (rekenblad)", 6, 690),
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
