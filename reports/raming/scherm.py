"""What appears on the terminal: progress, the overview, the verdicts, a parameter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from finance.fouten import Invoerfout, Melding, suggest
from finance.parameters import Parameters
from finance.taal.getallen import format_amount, format_date, format_value, percent
from reports.afweging.besluit import IN_DUIZENDEN, SPELING, decision_points, period_words
from reports.grond.console import RUIM, make_console
from reports.raming.kerncijfers import (
    KRAPST,
    POTLABELS,
    Potoordeel,
    late_payment,
    overview,
    overview_table,
    status_words,
)
from reports.raming.voorbehoud import count_grounds, readings, warnings
from reports.raming.vraag import answer_question, beside_decision, question_table
from reports.tabel.scherm import RIJEN, fitting, print_fitting, to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel
from reports.tabel.tekst import DUIZENDEN
from scenarios.afweging.besluit import Beslissing
from scenarios.engine.origin import DEELS, GEREALISEERD
from scenarios.engine.result import Result
from scenarios.engine.threads import OnProgress
from scenarios.inzicht.aandacht import books_left_out, own_data, points_of_attention
from scenarios.model.model import Model
from scenarios.regiomap.regio import Regio
from scenarios.werkboek.map import by_sheet

SAMENHANG = (
    "De rijen tellen niet op: totaal is het Gemeentefonds met wat de SPUK's tekortkomen en inlopen, cumulatief is dat "
    "opgeteld over de jaren. Totaal en cumulatief beslissen."
)


@contextmanager
def progress(titel: str, totaal: int | None, stil: bool, wat: str = "gemeenten") -> Iterator[OnProgress]:
    """A progress bar on stderr, gone when done; nothing when silent or not on a terminal."""
    console = Console(stderr=True)
    if stil or not console.is_terminal:
        yield lambda klaar, totaal: None
        return
    balk = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} van {task.total} " + wat),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    with balk:
        taak = balk.add_task(titel, total=totaal)
        yield lambda klaar, van: balk.update(taak, completed=klaar, total=van)


_MERK = {GEREALISEERD: "*", DEELS: "+"}


def show_decision(besluit: Beslissing) -> None:
    """The decision page; its tables x 1.000 euro."""
    console = make_console()
    for punt in decision_points(besluit):
        for n, zin in enumerate(punt.zinnen):
            console.print(Text.assemble((f"{punt.kop}: " if not n else "  ", "bold"), zin), soft_wrap=True)
        if punt.tabel is not None:
            # A narrow terminal does without what the draws leave open; the sheet has it.
            tabel = punt.tabel.without(SPELING) if console.width < RUIM else punt.tabel
            print_fitting(console, tabel, RIJEN, weergave=DUIZENDEN)
    console.print(f"{IN_DUIZENDEN}\n")


def show_overview(resultaten: Sequence[Result], regio: Regio, jaar: int) -> None:
    """The region per year, and every gemeente in `jaar`; amounts x 1.000 euro."""
    console = make_console()
    for resultaat in resultaten:
        wijze = f"{format_amount(resultaat.trekkingen)} trekkingen" if resultaat.trekkingen else "verwachte waarden"
        elders = f", gemeenten in {jaar}" if len(resultaat.gemeenten) > 1 else ""
        titel = f"{resultaat.regio}, scenario {resultaat.scenario}{elders} (× € 1.000, {wijze})"
        tabel = overview_table((resultaat,), titel)
        # Half an amount is worse than none: a narrow terminal does without P50.
        smal = console.width < RUIM
        tabel = tabel.without("Scenario", tabel.kolommen[-1].kop, *(["P50"] if smal else []))
        tabel = replace(_chosen(tabel, resultaat, jaar), groepen=True)
        console.print(to_screen(tabel, fitting(console), DUIZENDEN, smal))
        _show_status(console, resultaat)
        _show_late_payments(console, resultaat)
        _show_grounds(console, resultaat, regio)
    console.print(
        "Lasten en saldo: verwachte waarde; P10, P50, P90: van de lasten. Saldo: eigen rekening van de gemeente; "
        "een overschot op een SPUK telt daarin niet mee. Terug te betalen: terugvordering en te hoog voorschot "
        "over dat jaar, betaald in het jaar erna.",
        soft_wrap=True,
    )


def _chosen(tabel: Tabel, resultaat: Result, jaar: int) -> Tabel:
    """Every year of the region and one of each gemeente, with a mark behind a year that is not all forecast."""
    rijen = tuple(
        replace(rij, cellen=(rij.kop, f"{r.jaar}{_MERK.get(r.status, '')}", *rij.cellen[2:]))
        for rij, r in zip(tabel.rijen, overview(resultaat), strict=True)
        if r.jaar == jaar or r.gemeente == resultaat.totaal.naam
    )
    return replace(tabel, rijen=rijen)


def _show_status(console: Console, resultaat: Result) -> None:
    """What the marks behind the years mean, and where the facts come from."""
    for zin in status_words(resultaat):
        console.print(Text(zin), soft_wrap=True)


def _show_late_payments(console: Console, resultaat: Result) -> None:
    """The one amount that a row needs to add up to its saldo, of the region."""
    bedragen = (late_payment(resultaat.totaal, j) for j in range(len(resultaat.jaren)))
    reeks = ", ".join(f"{jaar} {format_amount(b, True)}" for jaar, b in zip(resultaat.jaren, bedragen, strict=True))
    console.print(
        "Saldo = Mee te nemen uit vorig jaar + Budget + nabetaling - Lasten - Mee te nemen - Terug te betalen. "
        f"Nabetaling van het Rijk aan de regio, buiten de tabel: {reeks}.",
        soft_wrap=True,
    )
    netto = (resultaat.totaal.value("netto_terug", j) for j in range(len(resultaat.jaren)))
    reeks = ", ".join(f"{jaar} {format_amount(b, True)}" for jaar, b in zip(resultaat.jaren, netto, strict=True))
    console.print(
        f"Netto terug aan het Rijk, na die nabetaling (negatief: de regio ontvangt): {reeks}.", soft_wrap=True
    )


def show_question(resultaten: Sequence[Result], regio: Regio, besluit: Beslissing) -> None:
    """The question of the region, the answer, and what each scenario does to it. Nothing when it asks none."""
    antwoord = answer_question(resultaten, regio)
    if antwoord is None:
        return
    console = make_console()
    console.print(Text(f"Vraag: {antwoord.vraag}", style="bold"), soft_wrap=True)
    console.print(Text(f"Antwoord: {antwoord.zinnen[0]} {beside_decision(antwoord, besluit)}".rstrip()), soft_wrap=True)
    for zin in antwoord.zinnen[1:]:
        console.print(Text(f"- {zin}"), soft_wrap=True)
    if len(antwoord.regels) > 1:
        titel = f"{resultaten[0].totaal.naam} in {antwoord.periode} (× € 1.000)"
        kader = replace(fitting(console), getal="heel")
        print_fitting(console, question_table(antwoord, titel), kader, weergave=DUIZENDEN)
        console.print(KRAPST, soft_wrap=True)


def show_readings(resultaat: Result, regio: Regio) -> None:
    """The verdict under each reading of the input; nothing when there is but one."""
    console = make_console()
    for zin in readings(resultaat, regio):
        console.print(Text(zin if zin.startswith("Het oordeel") else f"Lezing: {zin}"), soft_wrap=True)


def _show_grounds(console: Console, resultaat: Result, regio: Regio) -> None:
    console.print(f"Rust op {count_grounds(resultaat.assumed)}; zie het blad Uitgangspunten.", soft_wrap=True)
    for zin in warnings(resultaat, regio):
        console.print(f"Let op: {by_sheet(zin)}", soft_wrap=True)


def show_attention(regio: Regio, model: Model) -> None:
    """What the input seems to have forgotten; nothing when there is nothing to say."""
    console = make_console()
    for zin in own_data(regio):
        console.print(Text(zin), soft_wrap=True)
    for zin in points_of_attention(regio, model):
        console.print(Text(f"Let op: {by_sheet(zin)}"), soft_wrap=True)


def show_books(regio: Regio) -> None:
    """That the books do not count, and why: an answer that rests on the forecast of closed years says so."""
    console = make_console()
    for zin in books_left_out(regio):
        console.print(Text(f"Let op: {by_sheet(zin)}"), soft_wrap=True)


def show_verdicts(resultaat: Result, oordelen: list[Potoordeel], besluit: Beslissing) -> None:
    """The decision, and below it the verdict on every pot and in total with its worst year."""
    show_decision(besluit)
    console, jaren = make_console(), period_words(besluit)
    tabel = Tabel(
        f"{resultaat.regio}, scenario {resultaat.scenario}: budgetneutraal in {jaren} "
        f"met {percent(resultaat.zekerheid)} zekerheid?",
        (
            Kolom("Gemeente"),
            Kolom("Pot"),
            Kolom("Budgetneutraal", "ja_nee", smal="Neutraal"),
            Kolom("Krapste jaar", "jaar", smal="Jaar", rechts=True),
            Kolom("Kans sluitend", "deel", smal="Kans"),
            Kolom("Buffer in euro's", "euro", smal="Buffer in €"),
        ),
        tuple(Rij((o.gemeente, POTLABELS[o.pot], o.neutraal, o.slechtste_jaar, o.kans, o.buffer)) for o in oordelen),
        groepen=True,
    )
    smal = console.width < RUIM
    kader = replace(fitting(console), tekst="vouw", getal="heel") if smal else fitting(console)
    console.print(to_screen(tabel, kader, smal=smal))
    console.print(KRAPST, soft_wrap=True)
    console.print(SAMENHANG, soft_wrap=True)
    if besluit.naam == resultaat.totaal.naam:
        console.print(
            "Bij de regio is de kans van een SPUK de kans dat geen enkele gemeente tekortkomt.", soft_wrap=True
        )


def show_parameters(parameters: Parameters, pad: str, op: date | None) -> None:
    """All parameters whose name begins with `pad`, every value or the one of a day, with status and source."""
    namen = [n for n in parameters if n.startswith(pad)]
    if not namen:
        raise Invoerfout([Melding("parameters", pad, "geen parameter", "een bestaande naam", suggest(pad, parameters))])
    console = make_console()
    for naam in sorted(namen):
        parameter = parameters[naam]
        console.print(Text(f"{naam}: {parameter.label} ({parameter.eenheid})", style="bold"), soft_wrap=True)
        waarden = (parameters.look_up(naam, op),) if op and len(namen) == 1 else parameter.waarden
        if op and len(namen) > 1:
            waarden = tuple(parameters.look_up(naam, op) for _ in range(1) if parameters.has(naam, op.year))
        for w in waarden:
            console.print(
                Text(f"  vanaf {format_date(w.vanaf)}  {format_value(w.waarde):>12}  {w.status:<11}  {w.herkomst}"),
                soft_wrap=True,
            )
        if not waarden:
            console.print("  geen waarde: op te geven in parameters.toml van de regiomap", soft_wrap=True)
