"""The course of a year on one page: of a folder on the screen, and of any folder in docs/jaarronde.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from finance.fouten import list_words
from finance.taal.getallen import format_date
from reports.grond.console import RUIM, make_console
from reports.tabel.scherm import VOUW, to_screen
from reports.tabel.tabel import Rij, Tabel, columns
from scenarios.boeken.realisatie import last_booking
from scenarios.jaar.kalender import MOMENTEN, Bevinding, Momentstand, year_names
from scenarios.jaar.stand import Mapstand, Tekort
from scenarios.werkboek.map import by_sheet

KORT = 24
"""Characters of a folder that fit in a command"""
MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec")
T = {"j": "t", "vorig": "t-1", "eerder": "t-2", "volgend": "t+1"}
"""The years as the page names them"""


def show_calendar(stand: Mapstand, bevindingen: Sequence[Bevinding], jaar: int, op: date, map_: str) -> None:
    """The moments, and what is lacking for those that are due."""
    console = make_console()
    if stand.regio.feiten.fictief:
        console.print(Text(stand.regio.feiten.fictief), soft_wrap=True)
    console.print(Text(_where(stand, op)), soft_wrap=True)
    map_ = map_ if console.width >= RUIM else "MAP"
    console.print(to_screen(moments_table(stand, bevindingen, jaar, map_), VOUW))
    tekorten = lacks_table(bevindingen, jaar, map_)
    if tekorten.rijen:
        console.print(to_screen(tekorten, VOUW))
    for zin in _next(bevindingen, jaar, op):
        console.print(Text(zin), soft_wrap=True)


def _where(stand: Mapstand, op: date) -> str:
    """Where the folder stands, in a sentence."""
    b = stand.regio.bestand
    delen = [f"peildatum {format_date(b.peildatum)}", f"raming tot en met {b.eindjaar}"]
    gesloten = max(stand.closed_years, default=None)
    delen.append(f"gesloten tot en met {gesloten}" if gesloten else "nog geen jaar gesloten")
    jaren = [x.jaar for x in stand.boeken.instellingen.boekingen] if stand.boeken is not None else []
    laatste = last_booking(stand.boeken, max(jaren)) if stand.boeken is not None and jaren else None
    delen.append(f"geboekt tot en met {format_date(laatste)}" if laatste else "geen boekingen")
    return f"{stand.regio.naam} op {format_date(op)}: {list_words(delen)}."


def moments_table(stand: Mapstand, bevindingen: Sequence[Bevinding], jaar: int, map_: str) -> Tabel:
    """One row per moment."""
    jaren = year_names(jaar)
    rijen = []
    for b in bevindingen:
        opdrachten = "\n".join(with_folder(o.format(**jaren), map_) for o in b.moment.opdrachten)
        wanneer = f"{'uiterlijk' if b.moment.wet else 'meestal tot'} {format_date(b.tot)}"
        rijen.append(Rij((wanneer, b.moment.naam.format(**jaren), b.stand.value, opdrachten)))
    kop = f"{stand.regio.naam}: het jaar {jaar}"
    return Tabel(kop, columns((("Wanneer", "Moment", "Stand", "Opdracht"), "tekst")), tuple(rijen))


def lacks_table(bevindingen: Sequence[Bevinding], jaar: int, map_: str) -> Tabel:
    """What is lacking, once, with every moment that waits for it."""
    voor: dict[Tekort, list[str]] = {}
    for b in bevindingen:
        for tekort in b.tekorten:
            voor.setdefault(tekort, []).append(b.moment.naam.format(**year_names(jaar)))
    rijen = tuple(
        Rij((t.wat, by_sheet(t.bestand), with_folder(by_sheet(t.herstel), map_), list_words(namen)))
        for t, namen in voor.items()
    )
    koppen = ("Wat ontbreekt", "Bestand", "Wat te doen", "Nodig voor")
    return Tabel("Wat er nog ontbreekt", columns((koppen, "tekst")), rijen)


def with_folder(tekst: str, map_: str) -> str:
    """A command with the folder as it was called; a long path would leave no room for the rest."""
    return tekst.replace(" MAP", f" {map_}") if len(map_) <= KORT else tekst


def _next(bevindingen: Sequence[Bevinding], jaar: int, op: date) -> Iterator[str]:
    """What is late, and what comes first."""
    jaren = year_names(jaar)
    if laat := [b.moment.naam.format(**jaren) for b in bevindingen if b.stand == Momentstand.TE_LAAT]:
        yield f"Te laat: {list_words(laat)}."
    klaar = (Momentstand.GEDAAN, Momentstand.VOORBIJ, Momentstand.TE_LAAT)
    eerst = next((b for b in bevindingen if b.tot >= op and b.stand not in klaar), None)
    if eerst is not None:
        yield f"Eerstvolgende: {eerst.moment.naam.format(**jaren)}, tot en met {format_date(eerst.tot)}."


def page_table() -> Tabel:
    """The table of docs/jaarronde.md: the same moments, for any year t."""
    rijen = []
    for m in sorted(MOMENTEN, key=lambda m: m.tot):
        (van, _), (tot, dag) = m.vanaf, m.tot
        maanden = " - ".join(MAANDEN[nummer - 1] for nummer in dict.fromkeys((van, tot)))
        wanneer = f"uiterlijk {dag} {MAANDEN[tot - 1]}" if m.wet else maanden
        opdrachten = "<br>".join(f"`{o.format(**T)}`" for o in m.opdrachten)
        rijen.append(Rij((wanneer, m.naam.format(**T), opdrachten, m.nodig.format(**T), m.wet or "gebruikelijk")))
    koppen = ("Wanneer in jaar t", "Moment", "Opdracht", "In de map", "Volgens")
    return Tabel("", columns((koppen, "tekst")), tuple(rijen))
