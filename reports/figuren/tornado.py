"""A tornado: per cause what it costs when it disappoints and what it brings when it turns out well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from finance.taal.getallen import format_difference
from reports.figuren.figuren import BLAUW, BREED, GRIJS, ROOD, Vak, amount_label, render_svg, unit_of

RIJ, STAAF = 52, 18
RUIMTE = 64
"""For the amount at the end of a bar"""


def draw_tornado(titel: str, omschrijving: str, rijen: Sequence[tuple[str, float, float]]) -> tuple[str, str]:
    """rijen: (label, effect at P10, effect at P90) in euros, largest first -> svg and the unit of its amounts"""
    eenheid, naam = unit_of([x for _, laag, hoog in rijen for x in (laag, hoog)])
    return _draw(titel, omschrijving, rijen, lambda x: amount_label(x, eenheid)), naam


def draw_chances(titel: str, omschrijving: str, rijen: Sequence[tuple[str, float, float]]) -> str:
    """The same of a chance: (label, change at P10, change at P90), as points of a hundred."""
    return _draw(titel, omschrijving, rijen, lambda x: format_difference(100 * x, 1))


def row_boxes(aantal: int) -> list[Vak]:
    """Where the rows of a tornado lie, from side to side."""
    hoog = _height(aantal)
    return [(0.0, i * RIJ / hoog, 1.0, RIJ / hoog) for i in range(aantal)]


def _height(aantal: int) -> int:
    return aantal * RIJ + 4


def _draw(
    titel: str, omschrijving: str, rijen: Sequence[tuple[str, float, float]], toon: Callable[[float], str]
) -> str:
    grootste = max((max(abs(laag), abs(hoog)) for _, laag, hoog in rijen), default=0.0) or 1.0
    nul, schaal = BREED / 2, (BREED / 2 - RUIMTE) / grootste
    delen = []
    for i, (label, laag, hoog) in enumerate(rijen):
        y = i * RIJ + 22
        delen.append(f'<text x="8" y="{y - 6}">{escape(label)}</text>')
        for waarde, kleur in ((laag, ROOD), (hoog, BLAUW)):
            breed = abs(waarde) * schaal
            links = nul - breed if waarde < 0 else nul
            delen.append(f'<rect x="{links:.1f}" y="{y}" width="{max(breed, 1):.1f}" height="{STAAF}" fill="{kleur}"/>')
            plek, anker = (links - 6, "end") if waarde < 0 else (nul + breed + 6, "start")
            tekst = escape(toon(waarde))
            delen.append(f'<text x="{plek:.1f}" y="{y + 14}" text-anchor="{anker}" font-weight="bold">{tekst}</text>')
        delen.append(f'<line x1="{nul}" x2="{nul}" y1="{y - 2}" y2="{y + STAAF + 2}" stroke="{GRIJS}"/>')
    return render_svg(titel, omschrijving, _height(len(rijen)), delen)
