"""What `spuk haal` shows: what was read, what was set aside and why, and how the files change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.text import Text

from finance.taal.getallen import thousands
from reports.grond.console import make_console
from reports.tabel.scherm import to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel
from scenarios.ggm.haal import Haaluitkomst, Haalvraag, Opbrengst, count_kinds, count_shown
from scenarios.ggm.kaart import BESTAND
from scenarios.ggm.regiomap import KWALITEIT, PERSONEN, Bestandsverschil, compare
from scenarios.ggm.tellingen import KLEINSTE_GROEP

_UITLEG = (
    "Opzij gezet is niet meegeteld: herstel het in de bron en haal opnieuw op. Ieder geval staat in kwaliteit.csv."
)


def show_harvest(opdracht: Haalvraag, opbrengst: Opbrengst, uitkomst: Haaluitkomst) -> None:
    """Read, kept and set aside, per kind; unknown codes; what the user should know."""
    console = make_console()
    toon: Callable[[int], str] = count_shown if opdracht.alleen_aantallen else thousands
    if opbrengst.gelezen or not opbrengst.mutaties:
        console.print(_sum("inburgeraars", opbrengst.gelezen, len(opbrengst.personen), len(opbrengst.opzij)))
    if opdracht.boekingenblok:
        console.print(
            _sum("regels van mutaties", opbrengst.mutaties, len(opbrengst.boekingen), len(opbrengst.boekingen_opzij))
        )
    rijen = [
        Rij((soort, wat, toon(aantal)))
        for wat, gevallen in (
            ("opzij", [*opbrengst.opzij, *opbrengst.boekingen_opzij]),
            ("opmerking", opbrengst.opmerkingen),
        )
        for soort, aantal in sorted(count_kinds(gevallen).items(), key=lambda p: (-p[1], p[0]))
    ]
    rijen += [Rij((soort, "los: hoort bij niemand", toon(n))) for soort, n in opbrengst.los.items() if n]
    if rijen:
        kolommen = (Kolom("Wat"), Kolom("Oordeel"), Kolom("Aantal", "heel"))
        console.print(to_screen(Tabel("Kwaliteit van de bron", kolommen, tuple(rijen))))
        console.print(Text(_UITLEG))
    for regel in _remarks(opdracht, opbrengst, uitkomst):
        console.print(Text(regel))


def show_difference(verschillen: Sequence[Bestandsverschil]) -> None:
    """Per file how many lines come and go, and the lines themselves when there are few."""
    console = make_console()
    for v in verschillen:
        console.print(
            Text(f"{v.naam}: {thousands(v.erbij)} regels erbij, {thousands(v.weg)} weg, {thousands(v.gelijk)} gelijk")
        )
        for regel in v.regels:
            console.print(Text(regel), soft_wrap=True)


def differences(opdracht: Haalvraag, uitkomst: Haaluitkomst) -> list[Bestandsverschil]:
    """Every file against the one in the folder; the lines of persons are counted and not shown."""
    return [
        compare(pad, _name(pad, opdracht.map), regels, toon=pad.name not in (PERSONEN, KWALITEIT))
        for pad, regels in uitkomst.plan.items()
    ]


def _name(pad: Path, map_: Path) -> str:
    return pad.relative_to(map_).as_posix()


def _sum(wat: str, gelezen: int, behouden: int, opzij: int) -> Text:
    return Text(f"{thousands(gelezen)} {wat} gelezen: {thousands(behouden)} gebruikt, {thousands(opzij)} opzij gezet.")


def _remarks(opdracht: Haalvraag, opbrengst: Opbrengst, uitkomst: Haaluitkomst) -> list[str]:
    uit = []
    vaak = {sleutel: n for sleutel, n in opbrengst.codes.items() if n >= KLEINSTE_GROEP}
    # A rare code may be a typed text about somebody; only what occurs often is shown.
    for (blok, code), aantal in sorted(vaak.items(), key=lambda p: -p[1]):
        uit.append(
            f"Onbekende code {code!r} ({thousands(aantal)} keer): "
            f"geef er een betekenis aan in {BESTAND}, blok codes.{blok}."
        )
    if opdracht.kaart.huisvesting is None and opbrengst.gelezen:
        uit.append(
            "Let op: GGM 2.5.1 kent geen datum van huisvesting; het begin van de inburgeringsplicht staat ervoor in "
            f"(aanname) en gehuisvest wordt niet geteld. Wijs de eigen kolom aan in {BESTAND}, blok huisvesting."
        )
    if uitkomst.vervangen:
        uit.append(f"{len(uitkomst.vervangen)} eigen regels in instroom.csv tellen hetzelfde en zijn vervangen.")
    if uitkomst.achtergehouden:
        uit.append(
            f"Tellingen die samen onder {KLEINSTE_GROEP} blijven zijn niet geschreven; de raming trekt die halfjaren."
        )
    return uit
