"""The sheet and the screen Aansluiting: the same figure as every piece gives it, and why it differs."""

from __future__ import annotations

from collections.abc import Sequence

from reports.grond.console import make_console
from reports.tabel.scherm import to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.tekst import OPEN
from reports.tabel.xlsx import Werkboek
from reports.tabel.xlsx_tabel import to_xlsx
from scenarios.waarheid.aansluiting import BRONNEN, ROOD, Aansluitregel, Tellingregel

BLAD = "Aansluiting"
UITLEG = (
    "Hetzelfde cijfer zoals ieder stuk het geeft, verwachte waarden. Een verschil heeft een reden, of is rood. "
    "Gesloten jaren worden met de verantwoording vergeleken, open jaren met de raming. Van open jaren zijn raming en "
    "tussenrapportage hier zonder trekkingen gerekend; een stuk zelf toont het gemiddelde van zijn trekkingen en kan "
    "daardoor anders zijn."
)


def write_reconciliation(boek: Werkboek, regels: Sequence[Aansluitregel]) -> None:
    """One row per gemeente, year and figure."""
    blad = boek.add(BLAD, (18, 7, 34, *(15,) * len(BRONNEN), 60), UITLEG)
    to_xlsx(blad, _figures(regels), vast=3)
    blad.filter()


def write_counts(boek: Werkboek, regels: Sequence[Tellingregel]) -> None:
    """The counts of DUO beside those of the gemeente."""
    uitleg = "De telling van DUO telt; de eigen telling staat ernaast. Leeg: dat hele jaar is niet geteld."
    blad = boek.add("Aansluiting tellingen", (22, 8, 44, 12, 12, 12), uitleg)
    tabel = Tabel(
        "",
        (
            Kolom("Gemeente", vorm="lang"),
            Kolom("Jaar", "jaar"),
            Kolom("Wie", vorm="lang"),
            *columns((("DUO", "Eigen of eerder", "Verschil"), "aantal")),
        ),
        tuple(
            Rij((r.gemeente, r.jaar, r.wat, r.duo, r.eigen, r.verschil), status="onzeker" if r.verschil else "")
            for r in regels
        ),
    )
    to_xlsx(blad, tabel, vast=3)
    blad.filter()


def words(regel: Aansluitregel) -> str:
    """The reasons in one line: per reason which pieces."""
    per_reden: dict[str, list[str]] = {}
    for bron, reden in regel.redenen.items():
        per_reden.setdefault(reden, []).append(bron)
    return "; ".join(f"{', '.join(bronnen)}: {reden}" for reden, bronnen in per_reden.items())


def _figures(regels: Sequence[Aansluitregel], titel: str = "") -> Tabel:
    """Every figure as each piece gives it, and the reasons for what differs; without a reason the row is red."""
    return Tabel(
        titel,
        (
            Kolom("Gemeente", vorm="lang"),
            Kolom("Jaar", "jaar"),
            Kolom("Cijfer", vorm="lang"),
            *(Kolom(bron[0].upper() + bron[1:], "cent", vorm="prijs") for bron in BRONNEN),
            Kolom("Verschil", vorm="lang na_getal"),
        ),
        tuple(
            Rij(
                (r.gemeente, r.jaar, r.post, *(r.cijfers[bron] for bron in BRONNEN), words(r)),
                status="onzeker" if r.rood else "",
            )
            for r in regels
        ),
    )


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
    tabel = _figures(rood, "Verschillen zonder verklaring (euro's)").without("Verschil")
    scherm.print(to_screen(tabel, weergave=OPEN))
