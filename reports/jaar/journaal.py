"""The journal as a file for the financial system, and on the screen whether it ties and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from finance.administratie.boekstukken import Boekstuk
from finance.administratie.ontvangsten import Ontvangst
from finance.taal.getallen import format_date, format_euros
from reports.grond.console import make_console
from reports.tabel.csv import to_csv
from reports.tabel.scherm import STREEP, to_screen
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, columns
from reports.verantwoording.schrijven import slug
from scenarios.administratie.journaal import Journaal, Sluitpost
from scenarios.administratie.rekeningschema import Rekeningschema
from scenarios.boeken.boekingsregels import SPUKNAMEN
from scenarios.regiomap.modellen import Gemeente
from scenarios.waarheid.signalen import MAANDEN

KOLOMMEN = (
    Kolom("boekjaar", "jaar"),
    Kolom("periode", "jaar"),
    Kolom("boekstuk"),
    Kolom("datum", "datum"),
    *columns((("grootboek", "kostenplaats", "taakveld", "economische categorie"), "tekst")),
    *columns((("debet", "credit"), "cent")),
    Kolom("omschrijving"),
)
"""The layout that docs/boekhouding.md describes; a wijziging has the same."""

ZONDER_BANK = (
    "Aanname: er is geen verantwoording/ontvangsten.csv; de ontvangsten zijn de termijnen van de beschikking (een "
    "twaalfde per maand), niet wat de bank liet zien."
)


def file_of(soort: str, jaar: int, gemeente: Gemeente, uit: Path, einde: str = "csv") -> Path:
    """Where the file of one gemeente goes."""
    return uit / f"{soort}-{jaar}-{slug(gemeente.naam)}.{einde}"


def coded_table(jaar: int, stukken: Sequence[Boekstuk], schema: Rekeningschema, code: str, voor: str = "INB") -> Tabel:
    """Every line of these entries with its codes."""
    rijen: list[tuple[Cel, ...]] = []
    for nummer, stuk in enumerate(stukken, start=1):
        for r in stuk.regels:
            c = schema.find(r.rol, code, r.uitkering)
            rijen.append(
                (
                    jaar, stuk.datum.month, f"{voor}{jaar}-{nummer:04}", stuk.datum, c.grootboek, c.kostenplaats,
                    r.taakveld or c.taakveld, c.categorie, r.debet, r.credit, stuk.omschrijving,
                )
            )  # fmt: skip
    return Tabel("", KOLOMMEN, tuple(map(Rij, rijen)))


def write_journals(journalen: Sequence[Journaal], schema: Rekeningschema, uit: Path) -> list[Path]:
    """One file per gemeente; returns them."""
    doelen = []
    for j in journalen:
        doel = file_of("journaal", j.jaar, j.gemeente, uit)
        to_csv(coded_table(j.jaar, j.stukken, schema, j.gemeente.code), doel)
        doelen.append(doel)
    return doelen


def show_ties(delen: Sequence[tuple[Gemeente, Sequence[Sluitpost]]], titel: str) -> None:
    """Every figure of all gemeenten together beside the year account; by gemeente only what differs."""
    scherm = make_console()
    samen: dict[str, list[int]] = {}
    for _, posten in delen:
        for post in posten:
            paar = samen.setdefault(post.wat, [0, 0])
            paar[0] += post.hier
            paar[1] += post.jaarrekening
    rijen = tuple(Rij((wat, hier, daar, hier - daar)) for wat, (hier, daar) in samen.items() if hier or daar)
    koppen = columns((("Cijfer",), "tekst"), (("Bestand", "Jaarrekening", "Verschil"), "cent"))
    scherm.print(to_screen(Tabel(titel, koppen, rijen), STREEP))
    anders = [(g, p) for g, posten in delen for p in posten if p.verschil]
    if not anders:
        scherm.print("Alles sluit aan op de jaarrekening, tot op de cent.")
    for gemeente, post in anders:
        tekst = f"VERSCHIL {gemeente.naam}, {post.wat}: {format_euros(post.verschil)}"
        scherm.print(tekst, style="bold red", markup=False)


def show_journals(journalen: Sequence[Journaal]) -> None:
    """The tie-out, the receipts beside the decisions, and what is owed to or by regional bodies."""
    scherm = make_console()
    jaar = journalen[0].jaar
    show_ties([(j.gemeente, j.sluitposten) for j in journalen], f"Journaal {jaar} en jaarrekening (euro's)")
    if journalen[0].afstemming is None:
        scherm.print(ZONDER_BANK, style="yellow", soft_wrap=True)
    for j in journalen:
        if (tabel := _months(j)) is not None:
            scherm.print(to_screen(tabel, STREEP))
        for regel in receipt_words(j):
            scherm.print(regel, style="yellow", markup=False, soft_wrap=True)
    if any(j.lichamen for j in journalen):
        scherm.print(to_screen(_bodies(journalen), STREEP))
    if namen := sorted({s.lichaam for j in journalen for s in j.lichamen if not s.bekend}):
        scherm.print(
            f"Aanname: aan {', '.join(namen)} is in {jaar} niets vooruit betaald. Vul anders voorschot in bij "
            "[[gemeenschappelijke_regeling]] in verantwoording.toml.", style="yellow", markup=False, soft_wrap=True,
        )  # fmt: skip


def receipt_words(j: Journaal) -> Iterator[str]:
    """What stays open at the end of the year, and receipts that count nowhere."""
    if j.afstemming is None:
        return
    for uitkering, naam in SPUKNAMEN.items():
        if uitkering in j.afstemming.ontvangen and (open_ := j.afstemming.open_after(uitkering, j.maand)):
            wat = "nog niet ontvangen" if open_ > 0 else "meer ontvangen dan besloten"
            eind = f"eind {MAANDEN[j.maand - 1]} {j.jaar}"
            yield f"{j.gemeente.naam}, {naam}: {eind} {format_euros(abs(open_))} {wat}; staat op rol onderweg."
    for o in j.afstemming.los:
        yield f"{j.gemeente.naam}: ontvangst van {_receipt(o)} hoort bij geen uitkering en telt niet mee."


def to_mend(j: Journaal) -> bool:
    """Whether something must be looked at: a figure that does not tie, money that is missing or was not recognised."""
    return not j.sluit or any(receipt_words(j))


def _receipt(o: Ontvangst) -> str:
    return f"{format_date(o.datum)}, {format_euros(o.bedrag)} ({o.omschrijving})"


def _months(j: Journaal) -> Tabel | None:
    """The months in which the bank shows something else than the decisions; None when it never does."""
    maanden = [m for m in j.afstemming.maanden if m.verschil and m.maand <= j.maand] if j.afstemming else []
    if not maanden:
        return None
    koppen = columns((("Uitkering", "Maand"), "tekst"), (("Beschikking", "Bank", "Verschil"), "cent"))
    rijen = [Rij((SPUKNAMEN[m.uitkering], MAANDEN[m.maand - 1], m.besloten, m.ontvangen, m.verschil)) for m in maanden]
    return Tabel(f"{j.gemeente.naam} {j.jaar}: ontvangen naast de beschikking (euro's)", koppen, tuple(rijen))


def _bodies(journalen: Sequence[Journaal]) -> Tabel:
    koppen = columns((("Regeling", "Gemeente"), "tekst"), (("Aandeel", "Voorschot", "Te betalen"), "cent"))
    rijen = [
        Rij((s.lichaam, j.gemeente.naam, s.aandeel, s.voorschot, s.te_betalen)) for j in journalen for s in j.lichamen
    ]
    titel = "Gemeenschappelijke regelingen (euro's; min: te ontvangen)"
    return Tabel(titel, koppen, tuple(sorted(rijen, key=lambda r: r.kop)), groepen=True)
