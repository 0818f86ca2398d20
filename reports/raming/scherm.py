"""What appears on the terminal: progress, the overview, the verdicts, a parameter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from finance.fouten import Invoerfout, Melding, suggest
from finance.parameters import Parameters
from reports.grond.console import RUIM, make_console, make_table, print_whole
from reports.raming.kerncijfers import (
    KOLOMMEN,
    KRAPST,
    POTLABELS,
    Potoordeel,
    format_amount,
    format_share,
    format_value,
    late_payment,
    overview,
    status_words,
)
from reports.raming.voorbehoud import count_grounds, warnings
from reports.raming.vraag import KOPPEN as VRAAGKOPPEN
from reports.raming.vraag import answer_question
from scenarios.engine.origin import DEELS, GEREALISEERD
from scenarios.engine.result import Resultaat
from scenarios.engine.threads import Voortgang
from scenarios.inzicht.aandacht import points_of_attention
from scenarios.model.model import Model
from scenarios.regiomap.regio import Regio


@contextmanager
def progress(titel: str, totaal: int | None, stil: bool, wat: str = "gemeenten") -> Iterator[Voortgang]:
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


def show_overview(resultaten: Sequence[Resultaat]) -> None:
    """Per gemeente and region, per year; amounts x 1.000 euro."""
    console = make_console()
    for resultaat in resultaten:
        wijze = f"{format_amount(resultaat.trekkingen)} trekkingen" if resultaat.trekkingen else "verwachte waarden"
        tabel = make_table(console, f"{resultaat.regio}, scenario {resultaat.scenario} (× € 1.000, {wijze})")
        # Half an amount is worse than none: a narrow terminal does without P50.
        getoond = [k for k, naam in enumerate(KOLOMMEN) if console.width >= RUIM or naam != "P50"]
        tabel.add_column("Gemeente", no_wrap=True)
        tabel.add_column("Jaar", no_wrap=True)
        for k in getoond:
            tabel.add_column(KOLOMMEN[k], justify="right")
        tabel.add_column("Kans sluitend" if console.width >= RUIM else "Kans", justify="right")
        vorige = ""
        for r in overview(resultaat):
            if vorige and r.gemeente != vorige:
                tabel.add_section()
            tabel.add_row(
                Text(r.gemeente if r.gemeente != vorige else ""),
                f"{r.jaar}{_MERK.get(r.status, '')}",
                *(format_amount(r.bedragen[k], duizend=True) for k in getoond),
                format_share(r.kans),
            )
            vorige = r.gemeente
        console.print(tabel)
        _show_status(console, resultaat)
        _show_late_payments(console, resultaat)
        _show_grounds(console, resultaat)
    console.print(
        "Lasten en saldo: verwachte waarde; P10, P50, P90: van de lasten. Saldo: eigen rekening van de gemeente; "
        "een overschot op een SPUK telt daarin niet mee. Terug te betalen: terugvordering en te hoog voorschot "
        "over dat jaar, betaald in het jaar erna.",
        soft_wrap=True,
    )


def _show_status(console: Console, resultaat: Resultaat) -> None:
    """What the marks behind the years mean, and where the facts come from."""
    for zin in status_words(resultaat):
        console.print(Text(zin), soft_wrap=True)


def _show_late_payments(console: Console, resultaat: Resultaat) -> None:
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


def show_question(resultaten: Sequence[Resultaat], regio: Regio) -> None:
    """The question of the region, the answer, and what each scenario does to it. Nothing when it asks none."""
    antwoord = answer_question(resultaten, regio)
    if antwoord is None:
        return
    console = make_console()
    console.print(Text(f"Vraag: {antwoord.vraag}", style="bold"), soft_wrap=True)
    console.print(Text(f"Antwoord: {antwoord.zinnen[0]}"), soft_wrap=True)
    for zin in antwoord.zinnen[1:]:
        console.print(Text(f"- {zin}"), soft_wrap=True)
    if len(antwoord.regels) > 1:

        def draw(smal: bool) -> Table:
            tabel = make_table(console, f"{resultaten[0].totaal.naam} in {antwoord.periode} (× € 1.000)")
            for kop in VRAAGKOPPEN:
                tekst = kop.replace(" ", "\n").replace("Budgetn", "N") if smal else kop
                tabel.add_column(tekst, justify="left" if kop == VRAAGKOPPEN[0] else "right", no_wrap=True)
            for regel in antwoord.regels:
                tabel.add_row(*(Text(cel) for cel in regel.cells()))
            return tabel

        print_whole(console, draw(False), lambda: draw(True))
        console.print(KRAPST, soft_wrap=True)


def _show_grounds(console: Console, resultaat: Resultaat) -> None:
    console.print(f"Rust op {count_grounds(resultaat.aannames)}; zie het blad Uitgangspunten.", soft_wrap=True)
    for zin in warnings(resultaat):
        console.print(f"Let op: {zin}", soft_wrap=True)


def show_attention(regio: Regio, model: Model) -> None:
    """What the input seems to have forgotten; nothing when there is nothing to say."""
    console = make_console()
    for zin in points_of_attention(regio, model):
        console.print(Text(f"Let op: {zin}"), soft_wrap=True)


def show_verdicts(
    resultaat: Resultaat, oordelen: list[Potoordeel], jaren: tuple[int, ...], gemeente: str, neutraal: bool
) -> None:
    """The verdict per pot and in total, the worst year, and the largest causes."""
    console = make_console()
    tabel = make_table(
        console,
        f"{resultaat.regio}, scenario {resultaat.scenario}: budgetneutraal in {jaren[0]}-{jaren[-1]} "
        f"met {resultaat.zekerheid:.0%} zekerheid?",
    )
    breed = console.width >= RUIM
    for kolom in ("Gemeente", "Pot", "Budgetneutraal" if breed else "Neutraal"):
        tabel.add_column(kolom, no_wrap=True)
    for kolom in ("Krapste jaar", "Kans sluitend", "Buffer in euro's") if breed else ("Jaar", "Kans", "Buffer in €"):
        tabel.add_column(kolom, justify="right")
    vorige = ""
    for o in oordelen:
        if vorige and o.gemeente != vorige:
            tabel.add_section()
        tabel.add_row(
            Text(o.gemeente if o.gemeente != vorige else ""),
            POTLABELS[o.pot],
            "ja" if o.neutraal else "nee",
            str(o.slechtste_jaar),
            format_share(o.kans),
            format_amount(o.buffer),
        )
        vorige = o.gemeente
    console.print(tabel)
    console.print(KRAPST, soft_wrap=True)
    oorzaken = resultaat.oorzaken.get(jaren[-1], [])[:3]
    if oorzaken:
        tekst = ", ".join(f"{label} ({format_share(deel)})" for label, deel in oorzaken)
        console.print(f"Grootste oorzaken van de onzekerheid tot en met {jaren[-1]} (regio): {tekst}.", soft_wrap=True)
    tekort = [
        f"{POTLABELS[o.pot]} ({o.slechtste_jaar}: kans {format_share(o.kans)}, buffer € {format_amount(o.buffer)})"
        for o in oordelen
        if o.gemeente == gemeente and not o.neutraal
    ]
    console.print(f"{gemeente}: {'budgetneutraal' if neutraal else 'niet budgetneutraal'}.", soft_wrap=True)
    if tekort:
        console.print(f"Niet met deze zekerheid gedekt: {', '.join(tekort)}.", soft_wrap=True)
    if gemeente == resultaat.totaal.naam:
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
                Text(f"  vanaf {w.vanaf:%d-%m-%Y}  {format_value(w.waarde):>12}  {w.status:<11}  {w.herkomst}"),
                soft_wrap=True,
            )
        if not waarden:
            console.print("  geen waarde: op te geven in parameters.toml van de regiomap", soft_wrap=True)
