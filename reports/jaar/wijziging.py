"""A begrotingswijziging: a text for the council, entries for the financial system, and rows of begroting.csv."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from finance.administratie.rollen import BEGROTINGSSALDO
from finance.fouten import list_words
from finance.taal.getallen import format_date, thousands
from reports.grond.console import make_console
from reports.grond.profiel import Profiel
from reports.jaar.journaal import coded_table, file_of
from reports.tabel.csv import to_csv
from reports.tabel.docx import write_letter
from reports.tabel.scherm import STREEP, to_screen
from reports.tabel.stuk import Hoofdstuk, Stuk
from reports.tabel.tabel import Rij, Som, Tabel, cents_table, column, line
from scenarios.administratie.wijziging import Raadsvoorstel
from scenarios.boeken.begroting import BESTAND
from scenarios.grond.bestanden import replacing, write_text
from scenarios.grond.csvtekst import csv_text
from scenarios.regiomap.modellen import Gemeente

BEGROTINGSKOLOMMEN = (
    "jaar", "cbs_code", "gemeente", "soort", "besluit", "datum", "post", "bedrag", "aantal", "aard", "status", "bron",
)  # fmt: skip

TEKORT = (
    "De raming telt een tekort in het jaar waarin het ontstaat; in de jaarrekening schuift het door zolang dat mag "
    "(Besluit inburgering 2021, art. 10.6)."
)


def files_of(jaar: int, gemeente: Gemeente, uit: Path) -> tuple[Path, Path, Path]:
    """The letter, the entries and the rows of the begroting."""
    return (
        file_of("wijziging", jaar, gemeente, uit, "docx"),
        file_of("wijziging", jaar, gemeente, uit),
        file_of("wijziging-begrotingsregels", jaar, gemeente, uit),
    )


def write_proposal(v: Raadsvoorstel, rust_op: str, let_op: str, profiel: Profiel, uit: Path) -> list[Path]:
    """All three files of one gemeente; none when nothing changes."""
    stuk_boek = v.entry
    if stuk_boek is None:
        return []
    brief, boekingen, regels = files_of(v.jaar, v.gemeente, uit)
    # A council decides in whole euros, whatever the unit of other pieces.
    vorm = profiel.model_copy(update={"eenheid": "euro", "decimalen": 0})
    with replacing(brief) as document:
        write_letter(build_letter(v, rust_op, let_op), vorm, document)
    to_csv(coded_table(v.jaar, [stuk_boek], v.schema, v.gemeente.code, "WIJZ"), boekingen)
    write_text(regels, csv_text(BEGROTINGSKOLOMMEN, v.budget_rows()))
    return [brief, boekingen, regels]


def build_letter(v: Raadsvoorstel, rust_op: str, let_op: str) -> Stuk:
    """What is asked, the change per post and taakveld, the budget-neutral pair, and what it rests on."""
    asked, *verder = proposal_words(v)
    return Stuk(
        naam=f"wijziging-{v.jaar}",
        titel=f"Begrotingswijziging {v.jaar} inburgering, {v.gemeente.naam}",
        ondertitel=f"{v.besluit}, {format_date(v.datum)}",
        let_op=let_op,
        antwoord=asked,
        hoofdstukken=(
            Hoofdstuk(
                "Wat verandert er per post en taakveld?",
                (f"Ten opzichte van de begroting na wijziging. De verwachting rust op {rust_op}.",),
                (change_table(v),),
            ),
            Hoofdstuk("Wat betekent dat voor het saldo?", tuple(verder)),
        ),
        een_pagina=True,
    )


def proposal_words(v: Raadsvoorstel) -> Iterator[str]:
    """What the council is asked and what it comes to."""
    w = v.wijziging
    yield (
        f"De raad wordt gevraagd de begroting {v.jaar} te wijzigen: de lasten {_change(w.total('lasten'))} en de baten "
        f"{_change(w.total('baten'))}."
    )
    if w.neutraal:
        richting = "meer" if w.neutraal > 0 else "minder"
        bedrag = _euros(abs(w.neutraal))
        yield (
            f"Budgetneutraal is {bedrag} {richting} lasten en {bedrag} {richting} baten van de SPUK: de bate volgt de "
            f"lasten ({_signed(-w.neutraal)}/{_signed(w.neutraal)} op het saldo)."
        )
    if gat := w.total("lasten", spuk=True) - w.total("baten", spuk=True):
        meer = "minder" if gat > 0 else "meer"
        yield (
            f"Van de SPUK wordt {_euros(abs(gat))} {meer} bate verwacht dan bij de verandering van haar lasten "
            f"hoort.{_gap_words(gat, w.begroot_tekort)}"
        )
    rest = "Het saldo op de eigen rekening (definitie A, zoals in begroting en tussenrapportage) "
    if w.saldo:
        wat, keuze = ("verbetert", "de bestemming daarvan") if w.saldo > 0 else ("verslechtert", "de dekking daarvan")
        rest += (
            f"{wat} met {_euros(abs(w.saldo))}. Over {keuze} beslist de raad; in het invoerbestand staat het bedrag "
        )
        rest += f"op de rekening van de rol {BEGROTINGSSALDO}."
    else:
        rest += "verandert niet."
    yield rest
    if v.pm:
        stond = "stond" if len(v.pm) == 1 else "stonden"
        yield f"{list_words(v.pm)} {stond} als PM in de begroting."


def _gap_words(gat: int, begroot: int) -> str:
    """Why the bate of the SPUKs does not follow its lasten: how the begroting had it, and what is expected."""
    uit = ""
    if begroot:
        uit = f" In de begroting is de bate {_euros(abs(begroot))} {'lager' if begroot > 0 else 'hoger'} dan de lasten."
    if (tekort := begroot + gat) > 0:
        uit += f" Nu dekt de SPUK {_euros(tekort)} van de lasten niet. {TEKORT}"
    elif tekort < 0:
        uit += f" Nu dekt de SPUK ook {_euros(-tekort)} aan lasten van een vorig jaar."
    return uit


def change_table(v: Raadsvoorstel) -> Tabel:
    """Every post that changes with its taakveld, lasten before baten, and what it does to the saldo."""
    rijen: list[Rij] = []

    def put(zijde: str) -> Som:
        plekken = []
        for p in (p for p in v.wijziging.posten if p.zijde == zijde):
            codering = v.coding(p)
            label = f"{codering.taakveld} {v.label(p)}"
            rijen.append(line(label, p.zijde, (p.begroot, p.bedrag, p.wordt), merk=codering.merk))
            plekken.append((len(rijen) - 1, 1))
        rijen.append(line(f"Totaal {zijde}", "lasten" if zijde == "lasten" else "baten", (), tuple(plekken)))
        return ((len(rijen) - 1, -1 if zijde == "lasten" else 1),)

    som = (*put("lasten"), *put("baten"))
    rijen.append(line("Saldo van deze posten", "saldo", (), som))
    return cents_table(
        f"Wijziging {v.jaar}, {v.gemeente.naam}",
        (column(f"Begroting {v.jaar} nu"), column("Wijziging"), column("Begroting wordt")),
        rijen,
        (
            "Alleen posten die wijzigen; hele euro's.",
            f"I/S zegt wat de post is. De wijziging geldt voor {v.jaar}; wat blijft, hoort ook in de begroting van "
            f"{v.jaar + 1}.",
        ),
        "Taakveld en post",
    )


def show_proposals(voorstellen: Sequence[Raadsvoorstel], rust_op: str) -> None:
    """Every proposal in words and as a table."""
    scherm = make_console()
    scherm.print(f"Wijziging ten opzichte van de begroting na wijziging; rust op {rust_op}.", soft_wrap=True)
    for v in voorstellen:
        if not v.wijziging.posten:
            scherm.print(f"{v.gemeente.naam}: de begroting {v.jaar} hoeft niet te wijzigen.", markup=False)
            continue
        scherm.print(to_screen(_marked(change_table(v)), STREEP))
        for zin in proposal_words(v):
            scherm.print(zin, markup=False, soft_wrap=True)
    scherm.print(
        f"Na het besluit horen de begrotingsregels in {BESTAND}, met de datum en de naam van het besluit.",
        soft_wrap=True,
    )


def _marked(tabel: Tabel) -> Tabel:
    """The mark I or S behind the label: a screen has no profile that says where it goes."""
    rijen = tuple(
        Rij((f"{r.kop} ({r.merk})" if r.merk else r.kop, *r.cellen[1:]), nadruk="totaal" if r.totaal else "", som=r.som)
        for r in tabel.rijen
    )
    return Tabel(tabel.titel, tabel.kolommen, rijen, tabel.opmerkingen)


def _euros(centen: int) -> str:
    return f"€\u00a0{thousands(centen // 100)}"


def _signed(centen: int) -> str:
    return f"{'+' if centen > 0 else '-'}{thousands(abs(centen) // 100)}"


def _change(centen: int) -> str:
    if not centen:
        return "niet"
    return f"met {_euros(abs(centen))} {'omhoog' if centen > 0 else 'omlaag'}"
