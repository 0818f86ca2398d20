"""The sheet and the screen Aansluiting: the same figure as every piece gives it, and why it differs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from finance.bedragen import format_euros
from reports.grond.console import make_console, make_table
from reports.tabel.xlsx import Werkboek
from scenarios.waarheid.aansluiting import BRONNEN, ROOD, Aansluitregel, Tellingregel

BLAD = "Aansluiting"
UITLEG = (
    "Hetzelfde cijfer zoals ieder stuk het geeft, verwachte waarden. Een verschil heeft een reden, of is rood. "
    "Gesloten jaren worden met de verantwoording vergeleken, open jaren met de raming."
)


def write_reconciliation(boek: Werkboek, regels: Sequence[Aansluitregel]) -> None:
    """One row per gemeente, year and figure."""
    blad = boek.add(BLAD, (22, 8, 40, *(16,) * len(BRONNEN), 60), UITLEG)
    blad.header(("Gemeente", "Jaar", "Cijfer", *(b.capitalize() for b in BRONNEN), "Verschil"), 3, -1, vast=3)
    for regel in regels:
        kleur = " status:onzeker" if regel.rood else ""
        blad.row(
            (regel.gemeente, "lang"),
            (regel.jaar, "jaar"),
            (regel.post, "lang"),
            *((None if (b := regel.cijfers[bron]) is None else b / 100, f"prijs{kleur}") for bron in BRONNEN),
            (words(regel), f"lang{kleur}"),
        )
    blad.filter()


def write_counts(boek: Werkboek, regels: Sequence[Tellingregel]) -> None:
    """The counts of DUO beside those of the gemeente."""
    uitleg = "De telling van DUO telt; de eigen telling staat ernaast. Leeg: dat hele jaar is niet geteld."
    blad = boek.add("Aansluiting tellingen", (22, 8, 44, 12, 12, 12), uitleg)
    blad.header(("Gemeente", "Jaar", "Wie", "DUO", "Eigen of eerder", "Verschil"), 3, vast=3)
    for r in regels:
        kleur = " status:onzeker" if r.verschil else ""
        blad.row(
            (r.gemeente, "lang"), (r.jaar, "jaar"), (r.wat, "lang"),
            (r.duo, f"aantal{kleur}"), (r.eigen, f"aantal{kleur}"), (r.verschil, f"aantal{kleur}"),
        )  # fmt: skip
    blad.filter()


def words(regel: Aansluitregel) -> str:
    """The reasons in one line: per reason which pieces."""
    per_reden: dict[str, list[str]] = {}
    for bron, reden in regel.redenen.items():
        per_reden.setdefault(reden, []).append(bron)
    return "; ".join(f"{', '.join(bronnen)}: {reden}" for reden, bronnen in per_reden.items())


def show_reconciliation(regels: Sequence[Aansluitregel]) -> None:
    """The rows that differ without a reason, or that there are none."""
    scherm = make_console()
    rood = [r for r in regels if r.rood]
    if not regels:
        scherm.print("Geen boeken en geen gesloten jaren: er is niets om op aan te sluiten.")
        return
    jaren = sorted({r.jaar for r in regels})
    scherm.print(
        f"{len(regels)} cijfers over {jaren[0]}-{jaren[-1]} vergeleken tussen {', '.join(BRONNEN)}.", soft_wrap=True
    )
    for reden in sorted({reden for r in regels for reden in r.redenen.values()} - {ROOD}):
        scherm.print(f"{sum(reden in r.redenen.values() for r in regels)} met een verschil: {reden}.", soft_wrap=True)
    if not rood:
        scherm.print("Geen verschil zonder verklaring.")
        return
    tabel = make_table(scherm, "Verschillen zonder verklaring (euro's)")
    for kop in ("Gemeente", "Jaar", "Cijfer", *BRONNEN):
        tabel.add_column(kop, justify="left" if kop in ("Gemeente", "Cijfer") else "right")
    for r in rood:
        bedragen = ("" if (b := r.cijfers[bron]) is None else format_euros(b) for bron in BRONNEN)
        tabel.add_row(Text(r.gemeente), str(r.jaar), r.post, *bedragen)
    scherm.print(tabel)
