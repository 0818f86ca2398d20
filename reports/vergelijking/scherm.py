"""A comparison on the terminal: who is who, side by side per year, and what makes the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from reports.grond.console import RUIM, make_console
from reports.tabel.scherm import fitting, to_screen
from reports.tabel.tabel import LEEG, Cel, Kolom, Rij, Tabel, columns
from reports.tabel.tekst import Weergave
from reports.vergelijking.tabellen import (
    BEDRAGEN,
    DRIJVERLABELS,
    GEMERKT,
    Jaarcijfers,
    Verschilregel,
    as_causes,
    causes,
    differing_years,
    folded_years,
    period,
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
        per, eenheid = _unit(console)
        console.print(to_screen(_states_table(vergelijking, code, per, eenheid), fitting(console), Weergave(per=per)))
        for nummer in range(1, len(vergelijking.uitslagen)):
            _show_causes(console, vergelijking, nummer, code)
    console.print(
        "Uitkering: definitieve SPUK en de aparte SPUK onderwijsroute. Saldo: eigen rekening van de gemeente. De delen "
        "van een verschil tellen op tot het verschil; wat zij betekenen toont: spuk uitleg verschil",
        soft_wrap=True,
    )
    for opmerking in remarks(vergelijking):
        console.print(Text(f"Let op: {opmerking}"), soft_wrap=True)


def _unit(console: Console) -> tuple[int, str]:
    return (1, "hele euro's") if console.width >= RUIM else (1000, "× € 1.000")


def _states_table(vergelijking: Vergelijking, code: str, per: int, eenheid: str) -> Tabel:
    kans = Kolom("Kans sluitend" if per == 1 else "Kans", "deel")
    standen = side_by_side(vergelijking, code)
    return Tabel(
        f"{vergelijking.name(code)}, naast elkaar ({eenheid})",
        (
            Kolom("Jaar"),
            Kolom(""),
            *columns((BEDRAGEN, "euro")),
            kans,
            Kolom("Buffer", "euro"),
            *(Kolom(f"{kop} t.o.v. A" if per == 1 else f"Δ {kop}", "euro") for kop in BEDRAGEN),
        ),
        tuple(rij for jaren in folded_years(vergelijking, code) for rij in _states(standen, jaren)),
        groepen=True,
    )


def _states(standen: Sequence[Jaarcijfers], jaren: Sequence[int]) -> Iterator[Rij]:
    """The results of a year below each other, or years in which all of them are equal added up."""
    hier = [s for s in standen if s.jaar in jaren]
    if len(jaren) > 1:
        gesloten = GEMERKT if any(s.gesloten for s in hier) else ""
        samen = (sum(s.bedragen[k] for s in hier if s.letter == "A") for k in range(len(BEDRAGEN)))
        yield Rij((period(jaren), f"gelijk{gesloten}", *samen, *(LEEG,) * (2 + len(BEDRAGEN))))
        return
    for stand in hier:
        yield Rij(
            (
                str(stand.jaar),
                f"{stand.letter}{GEMERKT if stand.gesloten else ''}",
                *stand.bedragen,
                LEEG if stand.kans is None else stand.kans,
                LEEG if stand.buffer is None else stand.buffer,
                *((LEEG,) * len(BEDRAGEN) if stand.letter == "A" else stand.verschillen),
            )
        )


def _show_causes(console: Console, vergelijking: Vergelijking, nummer: int, code: str) -> None:
    per, eenheid = _unit(console)
    jaren = differing_years(vergelijking, nummer, code)
    if jaren:
        delen = {str(jaar): causes(vergelijking, nummer, code, (jaar,)) for jaar in jaren}
        if len(jaren) > 1:
            delen["samen"] = as_causes(together(vergelijking, nummer, code, jaren))
        # A driver that moved nothing has no column.
        alle = [o.whole(per)[0] for oorzaken in delen.values() for o in oorzaken]
        bewoog = [k for k in range(len(SALDODELEN)) if any(heel[k] for heel in alle)]
        koppen = ((SALDODELEN[k], DRIJVERLABELS[SALDODELEN[k]]) for k in bewoog)
        tabel = Tabel(
            f"{vergelijking.name(code)}, waarom {vergelijking.letters[nummer]} anders is dan A ({eenheid})",
            (
                Kolom("Jaar"),
                Kolom(""),
                *(Kolom(label if per == 1 else KORT.get(naam, label), "heel") for naam, label in koppen),
                Kolom("Verschil", "heel"),
            ),
            tuple(
                Rij((kop, o.wat, *_whole(o, per, bewoog)))
                for kop, oorzaken in delen.items()
                for o in oorzaken
                if any(o.delen)
            ),
            groepen=True,
        )
        console.print(to_screen(tabel, fitting(console)))
    for zin in summary(vergelijking, nummer, code):
        console.print(Text(zin), soft_wrap=True)


def _whole(oorzaak: Verschilregel, per: int, bewoog: Sequence[int]) -> tuple[Cel, ...]:
    """The parts and their sum; a driver that moved nothing stays empty: the eye finds what did."""
    delen, totaal = oorzaak.whole(per)
    return (*(delen[k] or LEEG for k in bewoog), totaal)
