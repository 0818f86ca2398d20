"""How good the ramingen were that were kept: a chapter for the pieces that look back on a closed year."""

from __future__ import annotations

from finance.taal.getallen import format_date
from reports.pc.delen import Wie, simple_table
from reports.tabel.stuk import Hoofdstuk
from scenarios.regiomap.regio import Regio
from scenarios.terugblik.trefzekerheid import PERSONEN, VERGELEKEN, compare_kept


def accuracy_chapter(regio: Regio, wie: Wie, jaar: int) -> list[Hoofdstuk]:
    """How the ramingen that were kept foresaw this year; no chapter without any."""
    regels = [r for r in compare_kept(regio) if r.jaar == jaar and r.code in wie.codes and r.grootheid not in PERSONEN]
    if not regels:
        return []
    tabel = simple_table(
        f"Eerdere ramingen van {jaar}",
        ["P10", "Verwacht", "P90", "Werkelijk"],
        [
            (
                f"{r.gemeente}, {VERGELEKEN[r.grootheid]}, raming van {format_date(r.peildatum)}",
                "stand",
                [round(100 * x) for x in (r.p10, r.verwacht, r.p90, r.werkelijk)],
            )
            for r in regels
        ],
    )
    binnen = sum(r.binnen for r in regels)
    zinnen = [f"{binnen} van de {len(regels)} uitkomsten vielen binnen de band van P10 tot P90 van toen."]
    buiten = [
        f"{r.gemeente} {VERGELEKEN[r.grootheid]} (vooral {r.oorzaak})" for r in regels if not r.binnen and r.oorzaak
    ]
    if buiten:
        zinnen.append(f"Erbuiten: {'; '.join(buiten)}.")
    return [Hoofdstuk("Hoe goed was de raming?", tuple(zinnen), (tabel,))]
