"""The back-test on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from finance.taal.getallen import dutch
from reports.grond.console import make_console
from reports.tabel.scherm import KRAP, RIJEN, VOL_HEEL, print_fitting, to_screen
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.terugblik.tabellen import LABELS, UITLEG, conclude, contest_table, coverage_table, in_sentence, kept_table
from scenarios.terugblik.oordeel import Bandoordeel, judge_all
from scenarios.terugblik.terugblik import Terugblikregel
from scenarios.terugblik.trefzekerheid import MAP, VERGELEKEN, Trefregel


def show_lookback(oordelen: Sequence[Bandoordeel], vergelijkingen: Sequence[Terugblikregel], alles: bool) -> None:
    """Coverage and scores per quantity; with `alles` every comparison."""
    scherm = make_console()
    if alles:
        scherm.print(to_screen(_every(vergelijkingen), VOL_HEEL))
    for tabel in (coverage_table(oordelen), contest_table(oordelen)):
        print_fitting(scherm, tabel, RIJEN, KRAP)
    for zin in (*conclude(oordelen), *UITLEG):
        scherm.print(zin, soft_wrap=True)


def _every(vergelijkingen: Sequence[Terugblikregel]) -> Tabel:
    koppen = ("Gemeente", "Wat", "Periode", "P10", "P50", "P90", "Werkelijk")
    return Tabel(
        "Raming op een eerdere peildatum tegen wat er gebeurde",
        (Kolom("Peildatum", "datum"), *columns((koppen, "tekst"), (("Binnen", "Blind"), "ja_nee"))),
        tuple(
            Rij((
                v.peildatum, v.gemeente, LABELS[v.grootheid], v.periode,
                *(dutch(x, 0) for x in (v.model.laag, v.model.midden, v.model.hoog, v.werkelijk)),
                v.binnen, not v.niet_blind,
            ))
            for v in vergelijkingen
        ),
    )  # fmt: skip


def show_leave_one_out(vergelijkingen: Sequence[Terugblikregel]) -> None:
    """Coverage when every gemeente is forecast from the others."""
    if vergelijkingen:
        delen = [f"{in_sentence(o.groep)} {o.dekking.binnen} van {o.dekking.aantal}" for o in judge_all(vergelijkingen)]
        make_console().print(
            "Iedere gemeente geraamd zonder eigen cijfers, uit die van de andere: binnen de 80%-band "
            f"{', '.join(delen)}.",
            soft_wrap=True,
        )


def show_kept(regels: Sequence[Trefregel]) -> None:
    """Kept ramingen against what was realised; how they are kept when there are none."""
    scherm = make_console()
    if not regels:
        scherm.print(
            f"Geen bewaarde raming om te vergelijken: zet raming.json van iedere raming in {MAP}/ van de regiomap.",
            soft_wrap=True,
        )
        return
    kolommen = (
        *columns((("Raming van",), "datum"), (("Gemeente",), "tekst"), (("Jaar",), "jaar"), (("Wat",), "tekst")),
        *columns(
            (("P10", "Verwacht", "P90", "Werkelijk"), "heel"), (("Binnen",), "ja_nee"), (("Vooral door",), "tekst")
        ),
    )
    rijen = (
        Rij(
            (
                *(r.peildatum, r.gemeente, r.jaar, VERGELEKEN[r.grootheid]),
                *(round(x) for x in (r.p10, r.verwacht, r.p90, r.werkelijk)),
                *(r.binnen, r.oorzaak),
            )
        )
        for r in regels
    )
    print_fitting(scherm, Tabel("Bewaarde ramingen tegen de realisatie", kolommen, tuple(rijen)), RIJEN, KRAP)
    print_fitting(scherm, kept_table(regels), RIJEN, KRAP)
    binnen = sum(r.binnen for r in regels)
    scherm.print(f"{binnen} van de {len(regels)} uitkomsten vielen binnen de band van P10 tot P90 van toen.")
