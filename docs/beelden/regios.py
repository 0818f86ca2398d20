"""Draw docs/beelden/REGIO.svg and refresh the block with the answer in docs/regios/REGIO.md.

Run from the root of the repository: python -m docs.beelden.regios. tests/e2e/test_regios.py holds the pages to a run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import scenarios  # noqa: F401 - before numpy, which it sets up
from finance.taal.getallen import format_amount
from reports.figuren.figuren import as_file, draw_lines
from reports.grond.rekenopties import Rekenkeuze
from reports.raming.doorrekenen import compute_scenarios
from reports.raming.kerncijfers import KRAPST
from reports.raming.vraag import KOPPEN, Antwoord, answer_question, question_table
from reports.tabel.tekst import DUIZENDEN, show_rows
from scenarios.engine.result import Result

DOCS = Path(__file__).parents[1]
REGIOS = ("westfriesland", "regio-alkmaar", "noordkop", "rijssen-holten")
KLEUREN = {"#1F4E79": "blauw", "#C9A227": "goud", "#5B8C5A": "groen", "#A8323E": "rood", "#7FA7CF": "lichtblauw"}


def draw_answer(resultaten: Sequence[Result], antwoord: Antwoord) -> tuple[str, str, list[tuple[str, str]]]:
    """What each scenario does to the lasten per year; without scenarios the lasten and the budget.

    Returns the SVG, its unit and the legend (label, colour).
    """
    basis, (van, tot) = resultaten[0], antwoord.periode.split("-")
    jaren = [j for j in basis.jaren if int(van) <= j <= int(tot)]

    def series(resultaat: Result, naam: str) -> list[float]:
        return [resultaat.totaal.value(naam, resultaat.jaren.index(j)) for j in jaren]

    if len(resultaten) == 1:
        lijnen = {"Lasten, verwacht": series(basis, "lasten"), "Budget": series(basis, "budget")}
        titel = "Lasten en budget"
    else:
        eerst = series(basis, "lasten")
        lijnen = {
            r.scenario: [nu - toen for nu, toen in zip(series(r, "lasten"), eerst, strict=True)] for r in resultaten[1:]
        }
        titel = f"Lasten ten opzichte van {basis.scenario}"
    tekst = "; ".join(f"{naam}: {', '.join(format_amount(w) for w in reeks)}" for naam, reeks in lijnen.items())
    return draw_lines(titel, f"{titel} in {antwoord.periode}, euro per jaar. {tekst}.", jaren, lijnen)


def compute_page(naam: str) -> tuple[str, str]:
    """The answer block (Markdown) and the drawing (SVG) of one example, as `spuk raming` computes them."""
    regio, _, resultaten = compute_scenarios(f"voorbeeld:{naam}", (), Rekenkeuze(10_000, 1, 0.9), True, voor="antwoord")
    antwoord = answer_question(resultaten, regio)
    if antwoord is None:
        raise ValueError(f"{naam} stelt geen vraag")
    svg, eenheid, kleuren = draw_answer(resultaten, antwoord)
    regels = [f"**{antwoord.vraag}**", "", antwoord.zinnen[0], "", *(f"- {zin}" for zin in antwoord.zinnen[1:])]
    rijen = show_rows(question_table(antwoord, ""), DUIZENDEN)
    regels += ["", f"Regio in {antwoord.periode}, bedragen × € 1.000:", "", f"| {' | '.join(KOPPEN)} |"]
    regels += [f"|---|{'---:|' * (len(KOPPEN) - 1)}", *(f"| {' | '.join(rij)} |" for rij in rijen)]
    regels += ["", KRAPST]
    wat = "lasten ten opzichte van basis" if len(resultaten) > 1 else "lasten en budget"
    sleutel = ", ".join(f"{KLEUREN[kleur]} {label}" for label, kleur in kleuren)
    regels += ["", f"![Grafiek: {wat} per jaar](../beelden/{naam}.svg)", ""]
    regels += [f"*Per jaar, in {eenheid}, {wat}: {sleutel}.*"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(regels)), as_file(svg)


def split_page(tekst: str) -> tuple[str, str, str]:
    """What stands before, in and after the block of a page."""
    voor, rest = tekst.split("<!-- uitkomst -->\n", 1)
    blok, na = rest.split("\n<!-- einde uitkomst -->", 1)
    return voor, blok, na


def main() -> None:
    """Refresh every page and drawing."""
    for naam in REGIOS:
        blok, svg = compute_page(naam)
        (DOCS / "beelden" / f"{naam}.svg").write_text(svg, encoding="utf-8", newline="\n")
        pagina = DOCS / "regios" / f"{naam}.md"
        voor, _, na = split_page(pagina.read_text(encoding="utf-8"))
        tekst = f"{voor}<!-- uitkomst -->\n{blok}\n<!-- einde uitkomst -->{na}"
        pagina.write_text(tekst, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
