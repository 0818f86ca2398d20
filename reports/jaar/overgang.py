"""A roll into the next year as a controller sees it: what changes, what is a fact now, and what is still lacking."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from reports.grond.console import make_console
from reports.jaar.kalender import with_folder
from reports.tabel.scherm import VOUW, to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from scenarios.jaar.overgang import Overgang
from scenarios.waarheid.logboek import find_loose

BEGROTING = "begroting.csv"


def show_rollover(overgang: Overgang, map_: str) -> None:
    """Everything on the screen. map_: what the folder was called"""
    console = make_console()
    regio = overgang.stand.regio
    if regio.feiten.fictief:
        console.print(Text(regio.feiten.fictief), soft_wrap=True)
    for tabel in tables(overgang, map_):
        console.print(to_screen(tabel, VOUW))
    for zin in sentences(overgang):
        console.print(Text(zin), soft_wrap=True)


def tables(overgang: Overgang, map_: str) -> Iterator[Tabel]:
    """What changes, what is known, what lacks; without rows a table stays away."""
    van, naar = overgang.van, overgang.naar
    kolommen = columns((("Bestand", "Wat", "Nu", "Wordt"), "tekst"))
    rijen = tuple(Rij((v.bestand, v.wat, v.nu, v.wordt)) for v in overgang.veranderingen)
    yield Tabel(f"{overgang.stand.regio.naam}, van {van} naar {naar}: wat er verandert", kolommen, rijen)
    if bekend := _facts(overgang):
        yield bekend
    if overgang.tekorten:
        tekorten = tuple(Rij((t.bestand, t.wat, with_folder(t.herstel, map_))) for t in overgang.tekorten)
        yield Tabel(f"Nog nodig in {naar}", columns((("Bestand", "Wat ontbreekt", "Wat te doen"), "tekst")), tekorten)


def _facts(overgang: Overgang) -> Tabel | None:
    """The closed year of every gemeente: where the open years go on from."""
    van, feiten, boeken, rijen = overgang.van, overgang.stand.regio.feiten, overgang.stand.boeken, []
    sloten = boeken.gesloten[van].sloten if boeken is not None and van in boeken.gesloten else {}
    for gemeente in overgang.stand.regio.gemeenten:
        for regeling, naam in (("spuk", "SPUK"), ("spuk_onderwijsroute", "Onderwijsroute")):
            f = feiten.jaren.get((gemeente.code, regeling, van))
            if f is not None and any((f.besteding, f.uitkering, f.reservering_begin, f.doorgeschoven_begin)):
                bedragen = (f.besteding, f.uitkering, f.reservering_eind, f.doorgeschoven_eind, f.terugvordering)
                slot = sloten.get((gemeente.code, regeling))
                # A closed year says only that it is closed; what it was closed on is in its register.
                bron = slot.herkomst if slot else f.herkomst_uitkering
                rijen.append(Rij((gemeente.naam, naam, *bedragen, bron)))
    if not rijen:
        return None
    koppen = ("Lasten", "Uitkering", "Reservering", "Doorgeschoven", "Terug te betalen")
    kolommen = (Kolom("Gemeente"), Kolom("Regeling"), *columns((koppen, "cent")), Kolom("Uitkering volgens"))
    return Tabel(f"Was raming, is nu een feit: {van}, waarmee {overgang.naar} begint", kolommen, tuple(rijen))


def sentences(overgang: Overgang) -> Iterator[str]:
    """What is wrong in the register, what follows by itself, and what an extension is worth."""
    stand, van, naar = overgang.stand, overgang.van, overgang.naar
    if stand.boeken is not None:
        yield from (f"Let op: {los.tekst}" for los in find_loose(stand.boeken))
    if not stand.keeps_books:
        yield f"Deze map houdt geen boeken: {van} blijft een raming, en de reservering waarmee {naar} begint ook."
    jaren = {r.jaar for r in stand.begroting.rijen if r.soort == "primitief"}
    if van in jaren:
        erbij = f"die van {naar} staat er al in" if naar in jaren else f"die van {naar} ontbreekt nog"
        yield f"De begroting {van} in {BEGROTING} is nu die van het vorige jaar; {erbij}."
    if any(v.bestand != "regio.toml" for v in overgang.veranderingen):
        yield (
            "Een verlengd contract is een aanname: geen afspraak, wel een prijs voor de jaren die de raming nu ook "
            "ziet. Vervang de regel zodra er een contract is."
        )
