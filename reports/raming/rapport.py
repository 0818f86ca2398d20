"""The report of a raming: one HTML file in the words of a raadsinformatiebrief, every number from the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from finance.fouten import list_words
from finance.taal.getallen import euros, format_amount, format_certainty, format_date, format_value
from finance.voorzieningen import VOORZIENINGEN
from reports.afweging.besluit import IN_DUIZENDEN, decision_points, hardest_words
from reports.afweging.lezingen import reading_table
from reports.afweging.oorzaken import cause_figure
from reports.afweging.risico import capacity_table, capacity_words, risk_table, risk_words
from reports.figuren.figuren import (
    BLAUW,
    GOUD,
    GROEN,
    LICHT,
    MIDDEN,
    ROOD,
    draw_bars,
    draw_fan,
    draw_stack,
    draw_waterfall,
)
from reports.figuren.figuur import Figuur
from reports.grond.profiel import STANDAARD, find_profile
from reports.kas.beeld import cash_figures
from reports.kas.tabel import GRONDEN, UITLEG, quarter_table
from reports.plausibel.tabel import plausible_table, points_of_doubt
from reports.raming.contractenblad import delivery_table, executors
from reports.raming.kerncijfers import (
    KOLOMMEN,
    KRAPST,
    Overzichtsregel,
    is_neutral,
    late_payment,
    overview_table,
    status_words,
    verdicts,
)
from reports.raming.voorbehoud import count_grounds, readings, warnings
from reports.raming.vraag import answer_question, beside_decision, question_table
from reports.tabel.getoond import in_profile
from reports.tabel.html import render_template
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.tekst import DUIZENDEN
from scenarios.afweging.besluit import Beslissing
from scenarios.afweging.lezingen import judge_readings
from scenarios.engine.result import PERCENTILES, Result
from scenarios.grond.bestanden import spuk_version, write_text
from scenarios.plausibel.naast import Plausibelregel
from scenarios.regiomap.land.landsgegevens import shipped
from scenarios.regiomap.regio import Regio

TOEVAL = ("P10", "P50", "P90", "Kans sluitend")
"""Columns that say nothing without draws."""
SCHATTING = "volumes.toml"
"""The shipped file with weights and national numbers behind the volumes: for the workbook, not for a council."""
GENOEMD = 12
"""Gemeenten named in a sentence; the table has them all."""
HOOFDLAGEN = 7
"""Voorzieningen with a colour of their own in the stack; the others are taken together."""


def write_report(
    resultaten: Sequence[Result],
    regio: Regio,
    doel: Path,
    besluit: Beslissing,
    plausibel: Sequence[Plausibelregel] = (),
    vermogen: float | None = None,
) -> None:
    """One self-contained file, written atomically."""
    write_text(doel, render(resultaten, regio, besluit, plausibel, vermogen))


def render(
    resultaten: Sequence[Result],
    regio: Regio,
    besluit: Beslissing,
    plausibel: Sequence[Plausibelregel] = (),
    vermogen: float | None = None,
) -> str:
    """The HTML of the first scenario, with the others beside it in one figure.

    besluit: of that first one; vermogen: the weerstandsvermogen at hand in euros, None when it was not given
    """
    resultaat = resultaten[0]
    peiljaar = regio.bestand.peildatum.year
    jaren = resultaat.judged_years(peiljaar)
    jaar, naam = besluit.krapst.jaar, resultaat.totaal.naam
    vraag = answer_question(resultaten, regio)
    return render_template(
        Path(__file__).with_name("rapport.html.j2"),
        regio=regio.naam,
        regionaam=naam,
        peildatum=format_date(regio.bestand.peildatum),
        scenario=resultaat.scenario,
        jaren=jaren,
        jaar=jaar,
        krapst=KRAPST,
        punten=(decision_points(besluit), IN_DUIZENDEN),
        naast_vraag=beside_decision(vraag, besluit) if vraag else "",
        lezingen=readings(resultaat, regio),
        lezingtabel=reading_table(judge_readings(resultaat, jaren), jaren) if resultaat.lezingen else None,
        toeval=bool(resultaat.trekkingen),
        zekerheid=f"als die kans ten minste {format_certainty(resultaat.zekerheid)} is"
        if resultaat.trekkingen
        else "als het verwachte saldo niet onder nul komt",
        oordeelkleur=GROEN if besluit.neutraal else ROOD,
        vraag=vraag,
        scenarios=question_table(vraag, f"{naam} in {vraag.periode}, bedragen × € 1.000") if vraag else None,
        duizenden=DUIZENDEN,
        wat=_what(resultaat, jaar),
        betekenis=_meaning(resultaat, jaren),
        nu=_now(resultaat, jaren, besluit),
        per_jaar=_years_table(resultaat, peiljaar),
        per_gemeente=None if alone(resultaat) else _gemeenten_table(resultaat, jaar),
        figuren=_figures(resultaten, jaren, jaar),
        kasfiguren=cash_figures(resultaat),
        kwartalen=_quarters(resultaat, peiljaar),
        kasgronden=(UITLEG, GRONDEN),
        rust=_grounds(resultaat),
        risico=_risk(besluit, vermogen),
        uitvoerders=[(wie, ", ".join(namen)) for wie, namen in executors(regio).items()],
        leveringen=delivery_table(regio),
        plausibel=plausible_table(plausibel).without("Toelichting") if plausibel else None,
        let_op=[
            *status_words(resultaat),
            *(f"Let op: {zin}" for zin in (*warnings(resultaat, regio), *points_of_doubt(plausibel))),
        ],
        aannames=_open_amounts(resultaat),
        herkomst=f"Gemaakt met spuk {spuk_version()}; {_manner(resultaat)}. De regiomap, het zaad en deze versie geven "
        "precies deze uitkomst opnieuw. Alle bronnen staan in raming.xlsx, blad Uitgangspunten.",
    )


def _risk(besluit: Beslissing, vermogen: float | None) -> tuple[tuple[str, ...], list[Tabel]]:
    """The risicoparagraaf: its sentences and tables, as the piece of that name shows them."""
    profiel, risicos = find_profile(STANDAARD), risk_table(besluit)
    tabellen = [capacity_table(besluit, vermogen), *([risicos] if risicos.rijen else [])]
    return (capacity_words(besluit, vermogen), *risk_words(besluit)), [in_profile(t, profiel) for t in tabellen]


def alone(resultaat: Result) -> bool:
    """Whether the region is one gemeente, of which a sentence speaks in the singular."""
    return len(resultaat.gemeenten) == 1


def _years_table(resultaat: Result, vanaf: int) -> Tabel:
    """The region per year."""
    naam = resultaat.totaal.naam
    titel = f"{naam} per jaar, bedragen × € 1.000"
    return _overview(resultaat, titel, "Gemeente", lambda r: r.gemeente == naam and r.jaar >= vanaf)


def _gemeenten_table(resultaat: Result, jaar: int) -> Tabel:
    """Every gemeente in one year, with the region below."""
    tabel = _overview(resultaat, f"Gemeenten in {jaar}, bedragen × € 1.000", "Jaar", lambda r: r.jaar == jaar)
    *rijen, laatste = tabel.rijen
    return replace(tabel, rijen=(*rijen, replace(laatste, nadruk="totaal")))


def _quarters(resultaat: Result, vanaf: int) -> Tabel | None:
    """The SPUK of the region per quarter; None when no months were measured."""
    if not resultaat.kas:
        return None
    titel = f"SPUK van {resultaat.totaal.naam} per kwartaal, bedragen × € 1.000"
    tabel = quarter_table(resultaat, titel, vanaf, "spuk").without("Pot")
    return tabel if resultaat.trekkingen else tabel.without("Lasten P10", "Lasten P90", "Kas P10", "Kas P90")


def _overview(resultaat: Result, titel: str, zonder: str, toon: Callable[[Overzichtsregel], bool]) -> Tabel:
    """One scenario, without what only draws can tell; `zonder`: the column that would say the same in every row."""
    tabel = overview_table((resultaat,), titel, toon=toon).without("Scenario", zonder)
    # What answers the question stands first: on a phone the rest is off the screen.
    antwoord = ("Saldo", "kans", "oordeel")
    tabel = tabel.choose((*antwoord, *(kop for kop in KOLOMMEN if kop not in antwoord)))
    return tabel if resultaat.trekkingen else tabel.without(*TOEVAL)


def _manner(resultaat: Result) -> str:
    if not resultaat.trekkingen:
        return "verwachte waarden, zonder toeval"
    return f"{format_amount(resultaat.trekkingen)} trekkingen, zaad {resultaat.zaad}"


def _what(resultaat: Result, jaar: int) -> list[str]:
    totaal, j = resultaat.totaal, resultaat.jaren.index(jaar)
    lasten = totaal.value("lasten", j)
    wie = "verwacht de gemeente" if alone(resultaat) else "verwachten de gemeenten samen"
    zinnen = [
        f"In {jaar} {wie} {euros(lasten)} aan lasten bij een budget van "
        f"{euros(totaal.value('budget', j))}. De definitieve SPUK komt naar verwachting uit op "
        f"{euros(totaal.value('spuk_definitief', j))}."
    ]
    if resultaat.trekkingen:
        zinnen.append(
            f"De lasten hangen vooral af van hoeveel mensen er komen. In 80 van de 100 gevallen liggen zij in {jaar} "
            f"tussen {euros(totaal.value('lasten', j, 'p10'))} en {euros(totaal.value('lasten', j, 'p90'))}."
        )
    return zinnen


def _meaning(resultaat: Result, jaren: tuple[int, ...]) -> list[str]:
    oordelen = verdicts(resultaat, jaren)
    hoe = f"met {format_certainty(resultaat.zekerheid)} zekerheid" if resultaat.trekkingen else "bij verwachte waarden"
    tekort = [g.naam for g in resultaat.gemeenten if not is_neutral(oordelen, g.naam)]
    if alone(resultaat):
        zinnen = [f"De gemeente sluit {'niet in alle jaren' if tekort else 'in ieder jaar'} {hoe}."]
    elif tekort:
        sluiten = "sluit" if len(tekort) == 1 else "sluiten"
        rest = [f"nog {len(tekort) - GENOEMD}"] if len(tekort) > GENOEMD else []
        zinnen = [
            f"{len(tekort)} van de {len(resultaat.gemeenten)} gemeenten {sluiten} niet in alle jaren {hoe}: "
            f"{list_words([*tekort[:GENOEMD], *rest])}."
        ]
    else:
        zinnen = [f"Alle {len(resultaat.gemeenten)} gemeenten sluiten in ieder jaar {hoe}."]
    saldo = resultaat.totaal.value("saldo_cumulatief", len(resultaat.jaren) - 1)
    zinnen.append(
        f"Over {jaren[0]}-{resultaat.jaren[-1]} samen komt het saldo op de eigen rekening van "
        f"{'de gemeente' if alone(resultaat) else 'de gemeenten'} naar verwachting uit op {euros(saldo)}."
    )
    return zinnen


def _now(resultaat: Result, jaren: tuple[int, ...], besluit: Beslissing) -> list[str]:
    totaal = resultaat.totaal
    nummers = [resultaat.jaren.index(j) for j in jaren]
    terug = sum(totaal.value("terug_te_betalen", j) for j in nummers)
    zinnen = []
    if besluit.buffer:
        zinnen.append(
            f"Houd {'' if alone(resultaat) else 'als regio '}rekening met een buffer van {euros(besluit.buffer)} "
            f"({hardest_words(besluit)})."
        )
    if terug >= 500:
        zinnen.append(
            f"Naar verwachting gaat over {jaren[0]}-{jaren[-1]} samen {euros(terug)} aan SPUK terug naar het Rijk: "
            "niet besteed en niet mee te nemen, of een te hoog voorschot. Reken dat bedrag niet tot de eigen ruimte."
        )
    mee = sum(totaal.value(naam, nummers[-1]) for naam in ("meenemen", "meenemen_onderwijsroute"))
    if mee >= 500:
        zinnen.append(f"Eind {jaren[-1]} staat naar verwachting {euros(mee)} aan SPUK klaar voor een volgend jaar.")
    if aannames := sum(w.status == "aanname" for w in resultaat.assumed):
        zinnen.append(
            f"Vervang de {aannames} aannames door eigen cijfers, te beginnen met de prijzen en beschikkingen."
        )
    return zinnen


def _open_amounts(resultaat: Result) -> Tabel:
    """Per amount, percentage or index that is not settled: label with unit, its values with the year from which they
    hold, status."""
    bekend = shipped().parameters
    per_naam: dict[tuple[str, str], list[str]] = {}
    for w in resultaat.assumed:
        # Where the value was given does not matter: a region may fill in an amount of the law.
        if w.parameter in bekend and all(b.bestand != SCHATTING for b in bekend[w.parameter].waarden):
            per_naam.setdefault((w.parameter, w.status), []).append(f"{format_value(w.waarde)} ({w.vanaf.year})")
    return Tabel(
        "Bedragen, percentages en indexen die niet vaststaan",
        (Kolom("Uitgangspunt"), Kolom("Waarde (vanaf jaar)"), Kolom("Status", "status")),
        tuple(
            Rij((f"{bekend[naam].label} ({bekend[naam].eenheid})", " · ".join(waarden), status))
            for (naam, status), waarden in per_naam.items()
        ),
    )


def _grounds(resultaat: Result) -> str:
    return (
        f"De uitkomst rust op {count_grounds(resultaat.assumed)} ({_manner(resultaat)}). De bedragen, percentages en "
        "indexen staan hieronder; alles, ook de eigen invoer, staat met bron in raming.xlsx, blad Uitgangspunten."
    )


def _fan(
    resultaat: Result, jaren: tuple[int, ...], naam: str, kop: str, titel: str, uitleg: str, budget: bool = False
) -> Figuur:
    """One quantity of the region with its bands, or without draws only as a line; with the budget beside it."""
    nummers = [resultaat.jaren.index(j) for j in jaren]
    banden = {f"p{p}": [resultaat.totaal.value(naam, j, f"p{p}") for j in nummers] for p in PERCENTILES}
    p5, p50, p95 = (euros(banden[p][-1]) for p in ("p5", "p50", "p95"))
    sleutel = [("P50", BLAUW, "lijn"), ("P25-P75", MIDDEN, "vlak"), ("P5-P95", LICHT, "vlak")]
    stand = f"P50 in {jaren[-1]} {p50}, P5 {p5}, P95 {p95}"
    if not resultaat.trekkingen:
        sleutel, stand = [("Verwacht", BLAUW, "lijn")], f"verwacht in {jaren[-1]} {p50}"
    lijn = None
    if budget:
        lijn = [resultaat.totaal.value("budget", j) for j in nummers]
        sleutel.append(("Budget", GOUD, "streep"))
        stand += "; daarnaast het budget"
    svg, eenheid = draw_fan(titel, f"{titel}: {stand}.", jaren, banden, lijn)
    return Figuur(kop, svg, f"Regio, in {eenheid}{uitleg}", tuple(sleutel))


def _figures(resultaten: Sequence[Result], jaren: tuple[int, ...], jaar: int) -> list[Figuur]:
    resultaat = resultaten[0]
    totaal, nummers = resultaat.totaal, [resultaat.jaren.index(j) for j in jaren]

    def series(naam: str) -> list[float]:
        return [totaal.value(naam, j) for j in nummers]

    grens = ". Onder P95 blijven de lasten in 95 van de 100 gevallen." if resultaat.trekkingen else "."
    sinds = f", opgeteld sinds {jaren[0]}."
    figuren = [
        _fan(resultaat, jaren, *tekst)
        for tekst in (
            ("lasten", "Lasten en budget", "Lasten van de regio per jaar", grens, True),
            ("saldo", "Saldo per jaar", "Saldo van de gemeenten per jaar", ". Onder nul sluit het jaar niet."),
            ("saldo_cumulatief", "Saldo, cumulatief", "Saldo van de gemeenten, cumulatief", sinds),
        )
    ]
    volgorde = sorted(VOORZIENINGEN.values(), key=lambda v: -sum(series(f"lasten.{v.naam}")))
    lagen = {v.label: series(f"lasten.{v.naam}") for v in volgorde[:HOOFDLAGEN]}
    lagen["Overige voorzieningen"] = [
        sum(kolom) for kolom in zip(*(series(f"lasten.{v.naam}") for v in volgorde[HOOFDLAGEN:]), strict=True)
    ]
    middelen = [
        sum(delen)
        for delen in zip(*(series(n) for n in ("gemeentefonds", "onderwijsroute", "spuk_definitief")), strict=True)
    ]
    stapel, eenheid, kleuren = draw_stack(
        "Lasten per voorziening tegenover de uitkeringen",
        f"Gestapelde lasten per jaar; de grootste post is {volgorde[0].label}. De lijn is de som van de uitkeringen.",
        jaren,
        lagen,
        middelen,
    )
    figuren.append(
        Figuur(
            "Lasten per voorziening tegenover de uitkeringen",
            stapel,
            f"Regio, verwachte waarden in {eenheid}. Lijn: Gemeentefonds, SPUK onderwijsroute en definitieve SPUK.",
            (*((naam, kleur, "vlak") for naam, kleur in kleuren), ("Uitkeringen", "#111111", "streep")),
        )
    )
    stappen = _steps_to_saldo(resultaat, jaar)
    waterval, eenheid = draw_waterfall(
        f"Van budget naar saldo in {jaar}",
        "Stappen: " + "; ".join(f"{naam} {euros(bedrag)}" for naam, bedrag in stappen) + ".",
        stappen,
        "Saldo",
    )
    figuren.append(Figuur(f"Van budget naar saldo in {jaar}", waterval, f"Regio, verwachte waarden in {eenheid}."))
    figuren += _causes(resultaten, jaar)
    return figuren


def _steps_to_saldo(resultaat: Result, jaar: int) -> list[tuple[str, float]]:
    """budget + nabetaling + meegenomen - lasten - mee te nemen - terug = saldo on the own account, exactly.

    Every step but the nabetaling is a column of the table beside it.
    """
    totaal, j = resultaat.totaal, resultaat.jaren.index(jaar)
    begin = totaal.value("reservering_begin", j) + (totaal.value("meenemen_onderwijsroute", j - 1) if j else 0.0)
    return [
        ("Budget", totaal.value("budget", j)),
        ("Nabetaling SPUK", late_payment(totaal, j)),
        ("Uit vorig jaar", begin),
        ("Lasten", -totaal.value("lasten", j)),
        ("Mee te nemen", -totaal.value("meenemen", j) - totaal.value("meenemen_onderwijsroute", j)),
        ("Terug te betalen", -totaal.value("terug_te_betalen", j)),
    ]


def _causes(resultaten: Sequence[Result], jaar: int) -> list[Figuur]:
    resultaat, laatste = resultaten[0], resultaten[0].jaren[-1]
    figuren = []
    if figuur := cause_figure(resultaat, jaar):
        figuren.append(figuur)
    j = len(resultaat.jaren) - 1
    basis = resultaat.totaal.value("saldo_cumulatief", j)
    effecten = sorted(
        ((r.scenario, r.totaal.value("saldo_cumulatief", j) - basis) for r in resultaten[1:]), key=lambda e: -abs(e[1])
    )
    if effecten:
        svg = draw_bars(
            "Wat ieder scenario met het saldo doet",
            "; ".join(f"{n}: {euros(b)}" for n, b in effecten) + ".",
            [(n, b, euros(b)) for n, b in effecten],
        )
        tekst = f"Verschil met scenario {resultaat.scenario}, cumulatief saldo van de regio tot en met {laatste}."
        figuren.append(Figuur("Wat ieder scenario met het saldo doet", svg, tekst))
    return figuren
