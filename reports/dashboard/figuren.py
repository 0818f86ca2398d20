"""The pictures of the dashboard, each with its values: at the pointer or the arrow keys, and in a table below it.

What stands at the pointer is a row of that table, so both come from one place. The script of the page moves it by key.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from finance.taal.getallen import format_amount
from reports.afweging.oorzaken import cause_figure
from reports.dashboard.uitvoer import picture_links, table_link
from reports.figuren.figuren import BLAUW, GOUD, LICHT, MIDDEN, Vak, column_boxes, draw_fan
from reports.figuren.figuur import Figuur
from reports.figuren.tornado import row_boxes
from reports.tabel.html import to_html
from reports.tabel.tabel import Kolom, Rij, Tabel, columns
from reports.tabel.tekst import show_rows
from scenarios.afweging.besluit import drivers
from scenarios.engine.result import PERCENTILES, Result

YEARLY_FANS = (("Saldo per jaar", "saldo", ""), ("Lasten en budget per jaar", "lasten", "budget"))
ADDED_FANS = (("Saldo opgeteld", "saldo_cumulatief", ""),)
"""(heading, quantity, quantity of the line beside it; empty: that of the other scenario)"""


def fans_html(
    wat: Sequence[tuple[str, str, str]], resultaat: Result, jaren: tuple[int, ...], ander: Result | None
) -> str:
    """Fans side by side, of the years that are judged."""
    return f'<section class="figuren">{"".join(_fan(w, resultaat, jaren, ander) for w in wat)}</section>'


def causes_html(resultaat: Result, jaren: tuple[int, ...]) -> str:
    """The tornado of what makes the saldo uncertain; nothing when nothing does."""
    figuur, oorzaken = cause_figure(resultaat, jaren[-1]), drivers(resultaat, jaren[-1])
    if figuur is None:
        return ""
    tabel = Tabel(
        f"{figuur.kop}, tot en met {jaren[-1]}",
        (
            Kolom("Oorzaak"),
            *columns((("Tegenvaller (P10)", "Meevaller (P90)"), "euro")),
            Kolom("Deel van de variantie", "deel"),
        ),
        tuple(Rij((o.oorzaak, o.p10, o.p90, o.totaal)) for o in oorzaken),
    )
    return f"<section>{_picture(figuur, tabel, row_boxes(len(oorzaken)))}</section>"


def _fan(wat: tuple[str, str, str], resultaat: Result, jaren: tuple[int, ...], ander: Result | None) -> str:
    kop, grootheid, naast = wat
    nummers = [resultaat.jaren.index(j) for j in jaren]

    def series(wie: Result, grootheid: str, statistiek: str) -> list[float]:
        return [wie.totaal.value(grootheid, j, statistiek) for j in nummers]

    banden = {f"p{p}": series(resultaat, grootheid, f"p{p}") for p in PERCENTILES}
    lijn, naam = (series(resultaat, naast, "verwacht"), naast.capitalize()) if naast else (None, "")
    if not naast and ander:
        lijn, naam = series(ander, grootheid, "p50"), f"P50 van {ander.scenario}"
    uitleg = "; ".join(f"{j}: {format_amount(b)} euro" for j, b in zip(jaren, banden["p50"], strict=True))
    svg, eenheid = draw_fan(kop, f"Middelste waarde (P50) per jaar: {uitleg}.", jaren, banden, lijn)
    sleutel = [("P50", BLAUW, "lijn"), ("P25–P75", MIDDEN, "vlak"), ("P5–P95", LICHT, "vlak")]
    sleutel += [(naam, GOUD, "streep")] if lijn else []
    reeksen = [*((f"P{p}", banden[f"p{p}"]) for p in PERCENTILES), *([(naam, lijn)] if lijn else [])]
    tabel = Tabel(
        f"{kop}, in euro's",
        columns((("Jaar",), "jaar"), ([naam for naam, _ in reeksen], "euro")),
        tuple(Rij((jaar, *(reeks[i] for _, reeks in reeksen))) for i, jaar in enumerate(jaren)),
    )
    return _picture(Figuur(kop, svg, f"In {eenheid}.", tuple(sleutel)), tabel, column_boxes(len(jaren)))


def _picture(figuur: Figuur, tabel: Tabel, vakken: Sequence[Vak]) -> str:
    """A picture with a row of `tabel` at each of its places."""
    kop, label = escape(figuur.kop), f"Waarden van {figuur.kop}"
    waarden = to_html(Tabel("", tabel.kolommen, tabel.rijen), label=label)
    return (
        f"<figure><h3>{kop}</h3>{_key(figuur.sleutel)}"
        f'<div class="tekening" tabindex="0" role="group" aria-label="Figuur {kop}; pijltjestoetsen tonen de waarden">'
        f'{figuur.svg}{_pointers(tabel, vakken)}<p class="lezer" role="status"></p></div>'
        f"<figcaption>{escape(figuur.bijschrift)}</figcaption>{picture_links(figuur.svg, figuur.kop)}"
        f'<details class="waarden"><summary>{escape(label)}</summary>{waarden}{table_link(tabel, label)}'
        "</details></figure>"
    )


def _pointers(tabel: Tabel, vakken: Sequence[Vak]) -> str:
    koppen = [k.kop for k in tabel.kolommen[1:]]
    delen = []
    for (links, boven, breed, hoog), (wat, *cellen) in zip(vakken, show_rows(tabel), strict=True):
        # What it says stands towards the middle, so that it stays within the drawing.
        rij = breed == 1
        kant = ("onder" if boven < 0.5 else "boven") if rij else "links" if links + breed / 2 <= 0.5 else "rechts"
        regels = "".join(f"<i>{escape(k)}</i><b>{escape(cel)}</b>" for k, cel in zip(koppen, cellen, strict=True))
        plek = zip(("left", "top", "width", "height"), (links, boven, breed, hoog), strict=True)
        stijl = ";".join(f"{naam}:{100 * deel:.2f}%" for naam, deel in plek)
        delen.append(
            f'<div class="vak {kant}" style="{stijl}">'
            f'<div class="tip"><strong>{escape(wat)}</strong>{regels}</div></div>'
        )
    return f'<div class="vakken" aria-hidden="true">{"".join(delen)}</div>'


def _key(sleutel: Sequence[tuple[str, str, str]]) -> str:
    regels = "".join(
        f'<li><span class="{soort}" style="{"background" if soort == "vlak" else "border-color"}:{kleur}"></span>'
        f"{escape(naam)}</li>"
        for naam, kleur, soort in sleutel
    )
    return f'<ul class="sleutel">{regels}</ul>' if regels else ""
