"""A comparison on the terminal: who is who, side by side per year, and what makes the difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from finance.getallen import format_amount, format_share
from reports.grond.console import RUIM, make_console, make_table
from reports.vergelijking.tabellen import (
    BEDRAGEN,
    DRIJVERLABELS,
    Oorzaak,
    as_causes,
    causes,
    differing_years,
    side_by_side,
    together,
)
from reports.vergelijking.tekst import describe, remarks, summary, titles
from scenarios.inzicht.vergelijkbaar import Vergelijking
from scenarios.inzicht.vergelijking import SALDODELEN

KORT = {"wisselwerking": "Wissel", "gemeentefonds": "Fonds", "meenemen": "Meenemen"}
"""Heads for a narrow terminal, which also shows thousands."""


def show_comparison(vergelijking: Vergelijking, codes: Sequence[str]) -> None:
    """Everything, for these gemeenten (the empty code: the region)."""
    console = make_console()
    for letter, titel, uitslag in zip(vergelijking.letters, titles(vergelijking), vergelijking.uitslagen, strict=True):
        console.print(Text(f"{letter}: {titel}", style="bold"), soft_wrap=True)
        console.print(Text(f"   {describe(uitslag)}"), soft_wrap=True)
    for code in codes:
        console.print()
        _show_states(console, vergelijking, code)
        for nummer in range(1, len(vergelijking.uitslagen)):
            _show_causes(console, vergelijking, nummer, code)
    console.print(
        "Uitkering: definitieve SPUK en de aparte SPUK onderwijsroute. Saldo: eigen rekening van de gemeente. De delen "
        "van een verschil tellen op tot het verschil; wat zij betekenen staat in docs/verschil.md.",
        soft_wrap=True,
    )
    for opmerking in remarks(vergelijking):
        console.print(Text(f"Let op: {opmerking}"), soft_wrap=True)


def _unit(console: Console) -> tuple[int, str]:
    return (1, "hele euro's") if console.width >= RUIM else (1000, "× € 1.000")


def _show_states(console: Console, vergelijking: Vergelijking, code: str) -> None:
    per, eenheid = _unit(console)
    tabel = make_table(console, "")
    tabel.title = Text(f"{vergelijking.name(code)}, naast elkaar ({eenheid})", style="italic")
    tabel.add_column("Jaar", no_wrap=True)
    tabel.add_column("", no_wrap=True)
    for kop in (*BEDRAGEN, "Kans sluitend" if per == 1 else "Kans", "Buffer"):
        tabel.add_column(kop, justify="right")
    for kop in BEDRAGEN:
        tabel.add_column(f"{kop} t.o.v. A" if per == 1 else f"Δ {kop}", justify="right")
    for stand in side_by_side(vergelijking, code):
        eerste = stand.letter == "A"
        if eerste and stand.jaar != vergelijking.jaren[0]:
            tabel.add_section()
        tabel.add_row(
            str(stand.jaar) if eerste else "",
            stand.letter,
            *_amounts(stand.bedragen, per),
            format_share(stand.kans),
            format_amount(stand.buffer / per),
            *(("", "", "") if eerste else _amounts(stand.verschillen, per)),
        )
    console.print(tabel)


def _amounts(bedragen: Iterable[float], per: int) -> Iterable[str]:
    return (format_amount(b / per) for b in bedragen)


def _show_causes(console: Console, vergelijking: Vergelijking, nummer: int, code: str) -> None:
    per, eenheid = _unit(console)
    letter = vergelijking.letters[nummer]
    jaren = differing_years(vergelijking, nummer, code)
    if jaren:
        tabel = make_table(console, "")
        tabel.title = Text(f"{vergelijking.name(code)}, waarom {letter} anders is dan A ({eenheid})", style="italic")
        tabel.add_column("Jaar", no_wrap=True)
        tabel.add_column("", no_wrap=True)
        for naam in SALDODELEN:
            label = DRIJVERLABELS[naam]
            tabel.add_column(label if per == 1 else KORT.get(naam, label), justify="right")
        tabel.add_column("Verschil", justify="right")
        for jaar in jaren:
            _add_causes(tabel, str(jaar), causes(vergelijking, nummer, code, (jaar,)), per)
        if len(jaren) > 1:
            _add_causes(tabel, "samen", as_causes(together(vergelijking, nummer, code, jaren)), per)
        console.print(tabel)
    for zin in summary(vergelijking, nummer, code):
        console.print(Text(zin), soft_wrap=True)


def _add_causes(tabel: Table, kop: str, oorzaken: Sequence[Oorzaak], per: int) -> None:
    for n, oorzaak in enumerate(oorzaken):
        delen, totaal = oorzaak.whole(per)
        tabel.add_row(
            kop if n == 0 else "",
            oorzaak.wat,
            # A driver that moved nothing stays empty: the eye finds what did.
            *(format_amount(d) if d else "" for d in delen),
            format_amount(totaal),
        )
    tabel.add_section()
