"""Where outcomes fell in their forecast distributions, per quantity: small bars against the even line, as SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from reports.figuren.figuren import BLAUW, BREED, GOUD, GRIJS, LETTER, LICHT, render_svg

PER_RIJ = 3
HOOG, KOP, VOET, MARGE = 118, 24, 22, 12


@dataclass(frozen=True)
class Pitbeeld:
    """One small picture."""

    kop: str
    delen: Sequence[float]
    """share of the outcomes per equal part of the forecast distribution"""
    onafhankelijk: float
    """number of independent outcomes: what chance alone does to a bar"""


def draw_pit(titel: str, omschrijving: str, beelden: Sequence[Pitbeeld]) -> str:
    """Bars that are even (dashed) for a right forecast: heaped at the ends it was too sure, in the middle too vague."""
    breed = (BREED - MARGE * (PER_RIJ - 1)) / PER_RIJ
    delen: list[str] = []
    for i, beeld in enumerate(beelden):
        delen += _one(beeld, (i % PER_RIJ) * (breed + MARGE), (i // PER_RIJ) * (HOOG + KOP + VOET), breed)
    return render_svg(titel, omschrijving, -(-len(beelden) // PER_RIJ) * (HOOG + KOP + VOET), delen)


def _one(beeld: Pitbeeld, links: float, boven: float, breed: float) -> list[str]:
    vakken = len(beeld.delen)
    gelijk = 1 / vakken
    # Nine out of ten bars of a right forecast stay within this: chance of a bar, by the independent number.
    marge = 1.645 * np.sqrt(gelijk * (1 - gelijk) / max(beeld.onafhankelijk, 1.0))
    top = max(*beeld.delen, gelijk + marge, 2.5 * gelijk)
    onder = boven + KOP + HOOG

    def y(deel: float) -> float:
        return onder - min(max(deel, 0.0), top) / top * HOOG

    uit = [
        f'<text x="{links:.1f}" y="{boven + LETTER + 2:.1f}" font-weight="bold">{escape(beeld.kop)}</text>',
        f'<rect x="{links:.1f}" y="{y(gelijk + marge):.1f}" width="{breed:.1f}" '
        f'height="{y(gelijk - marge) - y(gelijk + marge):.1f}" fill="{LICHT}"/>',
    ]
    vak = breed / vakken
    for k, deel in enumerate(beeld.delen):
        uit.append(
            f'<rect x="{links + k * vak + 1:.1f}" y="{y(deel):.1f}" width="{vak - 2:.1f}" '
            f'height="{onder - y(deel):.1f}" fill="{BLAUW}"/>'
        )
    uit.append(
        f'<line x1="{links:.1f}" x2="{links + breed:.1f}" y1="{y(gelijk):.1f}" y2="{y(gelijk):.1f}" stroke="{GOUD}" '
        'stroke-width="2" stroke-dasharray="6 4"/>'
    )
    uit.append(f'<line x1="{links:.1f}" x2="{links + breed:.1f}" y1="{onder:.1f}" y2="{onder:.1f}" stroke="{GRIJS}"/>')
    for x, tekst, plaats in ((links, "laag", "start"), (links + breed, "hoog", "end")):
        uit.append(f'<text x="{x:.1f}" y="{onder + LETTER:.1f}" text-anchor="{plaats}" font-size="11">{tekst}</text>')
    return uit
