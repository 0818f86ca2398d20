"""Iv3 as a file per gemeente, and on the screen whether it ties to the year account."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from finance.administratie.iv3 import join
from finance.fouten import list_words
from finance.taal.getallen import format_euros
from reports.grond.console import make_console
from reports.jaar.journaal import file_of, show_ties
from reports.tabel.csv import to_csv
from reports.tabel.scherm import STREEP, to_screen
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from scenarios.administratie.iv3 import Iv3
from scenarios.administratie.rekeningschema import code_name

_KOPPEN = ("taakveld", "taakveldnaam", "economische categorie", "categorienaam")


def iv3_table(iv3: Iv3) -> Tabel:
    """A row per cell and quarter, apart and so far; a quarter in which nothing has happened yet is left out."""
    rijen: list[tuple[Cel, ...]] = []
    for r in iv3.regels:
        namen = r.taakveld, code_name("taakveld", r.taakveld), r.categorie, code_name(r.zijde, r.categorie)
        for kwartaal, (los, samen) in enumerate(zip(r.kwartalen, r.cumulatief, strict=True), start=1):
            if los or samen:
                rijen.append((iv3.jaar, kwartaal, iv3.gemeente.code, iv3.gemeente.naam, r.zijde, *namen, los, samen))
    kolommen = (
        Kolom("boekjaar", "jaar"),
        Kolom("kwartaal", "jaar"),
        *columns((("cbs_code", "gemeente", "soort", *_KOPPEN), "tekst"), (("bedrag", "cumulatief"), "cent")),
    )
    return Tabel("", kolommen, tuple(map(Rij, rijen)))


def write_iv3(alle: Sequence[Iv3], uit: Path) -> list[Path]:
    """One file per gemeente; returns them."""
    doelen = []
    for iv3 in alle:
        doel = file_of("iv3", iv3.jaar, iv3.gemeente, uit)
        to_csv(iv3_table(iv3), doel)
        doelen.append(doel)
    return doelen


def show_iv3(alle: Sequence[Iv3]) -> None:
    """The matrix of all gemeenten together by quarter, the tie-out, and what stands in it without a booking."""
    scherm = make_console()
    jaar = alle[0].jaar
    koppen = columns(
        (("Soort", "Taakveld", "Categorie"), "tekst"),
        (("Kwartaal 1", "Kwartaal 2", "Kwartaal 3", "Kwartaal 4"), "cent"),
    )
    samen = join(r for iv3 in alle for r in iv3.regels)
    rijen = tuple(Rij((r.zijde.capitalize(), r.taakveld, r.categorie, *r.kwartalen, r.totaal)) for r in samen)
    tabel = Tabel(f"Iv3 {jaar}, per kwartaal (euro's)", (*koppen, Kolom("Jaar", "cent")), rijen, groepen=True)
    scherm.print(to_screen(tabel, STREEP))
    show_ties([(i.gemeente, i.sluitposten) for i in alle], f"Iv3 {jaar} en jaarrekening (euro's)")
    for iv3 in alle:
        if iv3.zonder_kwartaal:
            wat = (
                f"{iv3.gemeente.naam}: {format_euros(iv3.zonder_kwartaal)} lasten zonder boeking staat in kwartaal 4: "
            )
            wat += "een correctie, of wat een gesloten jaar anders heeft dan zijn boekingen."
            scherm.print(wat, markup=False, soft_wrap=True)
        for waarom in iv3.geweigerd:
            scherm.print(f"CBS neemt dit niet aan, {iv3.gemeente.naam}: {waarom}.", style="bold red", markup=False)
    if posten := sorted({p for i in alle for p in i.in_een_keer}):
        wie = list_words([i.gemeente.naam for i in alle if i.in_een_keer])
        wat = f"Het hele bedrag van {list_words(posten)} van {wie} staat in kwartaal 4: begroting.csv heeft van {jaar} "
        scherm.print(f"{wat}alleen de jaarrekening. Geef per kwartaal de stand, als rekening met een datum.",
                     style="yellow", markup=False, soft_wrap=True)  # fmt: skip
    if alle[0].heel_jaar:
        wie = list_words(alle[0].heel_jaar)
        scherm.print(f"Wat {wie} over heel {jaar} opgaf staat in kwartaal 4.", markup=False, soft_wrap=True)
    if posten := sorted({p for i in alle for p in i.ontbreekt}):
        wie = list_words([i.gemeente.naam for i in alle if i.ontbreekt])
        wat = f"Niet ingevuld: {list_words(posten)} {jaar} van {wie}; geef ze in begroting.csv als rekening, met "
        scherm.print(f"{wat}een datum per kwartaal.", style="yellow", markup=False, soft_wrap=True)


def to_mend(iv3: Iv3) -> bool:
    """Whether a total does not tie, or CBS refuses a cell."""
    return not iv3.sluit or bool(iv3.geweigerd)
