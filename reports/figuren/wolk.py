"""A cloud of draws or choices in two quantities, coloured by how they turn out, with a box or lines in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

from reports.figuren.figuren import BREED, GRIJS, render_svg

HOOG, LINKS, RECHTS, BOVEN, ONDER = 420, 96, 18, 34, 58
PUNT = 2.6


@dataclass(frozen=True)
class As:
    """One axis: what it is, its first and last value, how a value is written, and the sides of the box on it."""

    naam: str
    laag: float
    hoog: float
    tekst: Callable[[float], str]
    grenzen: tuple[float | None, float | None] = (None, None)
    """At least and at most; None where the box is open"""

    def share(self, waarde: float) -> float:
        """Where a value lies, 0 at the beginning and 1 at the end; beyond it at that end."""
        return min(max((waarde - self.laag) / (self.hoog - self.laag), 0.0), 1.0)

    @property
    def steps(self) -> list[float]:
        """Some four round values on it."""
        ruw = (self.hoog - self.laag) / 4
        macht = 10.0 ** floor(log10(ruw))
        stap = next(m * macht for m in (1, 2, 2.5, 5, 10) if m * macht >= ruw)
        begin = -floor(-self.laag / stap)
        return [n * stap for n in range(begin, floor(self.hoog / stap) + 1)]


@dataclass(frozen=True)
class Stip:
    """One draw."""

    x: float
    y: float
    kleur: str
    bleek: bool = False
    straal: float = PUNT


@dataclass(frozen=True)
class Lijn:
    """A line through some places."""

    punten: Sequence[tuple[float, float]]
    kleur: str
    streep: str = ""


def draw_cloud(titel: str, omschrijving: str, x: As, y: As, punten: Sequence[Stip], lijnen: Sequence[Lijn] = ()) -> str:
    """The draws, pale ones beneath, with lines and a box where there are any."""

    def px(waarde: float) -> float:
        return LINKS + x.share(waarde) * (BREED - LINKS - RECHTS)

    def py(waarde: float) -> float:
        return HOOG - ONDER - y.share(waarde) * (HOOG - ONDER - BOVEN)

    delen = [f'<text x="{LINKS}" y="18">{escape(y.naam)}</text>']
    for stap in x.steps:
        delen.append(_line(px(stap), BOVEN, px(stap), HOOG - ONDER, "#DDDDDD"))
        delen.append(_text(px(stap), HOOG - ONDER + 20, x.tekst(stap), "middle"))
    for stap in y.steps:
        delen.append(_line(LINKS, py(stap), BREED - RECHTS, py(stap), "#DDDDDD"))
        delen.append(_text(LINKS - 6, py(stap) + 5, y.tekst(stap), "end"))
    delen.append(_text((LINKS + BREED - RECHTS) / 2, HOOG - 12, x.naam, "middle"))
    for lijn in lijnen:
        pad = " ".join(f"{px(a):.1f},{py(b):.1f}" for a, b in lijn.punten)
        streep = f' stroke-dasharray="{lijn.streep}"' if lijn.streep else ""
        delen.append(f'<polyline points="{pad}" fill="none" stroke="{lijn.kleur}" stroke-width="3"{streep}/>')
    for p in sorted(punten, key=lambda p: not p.bleek):
        plek = f'cx="{px(p.x):.1f}" cy="{py(p.y):.1f}" r="{p.straal}"'
        delen.append(f'<circle {plek} fill="{p.kleur}" fill-opacity="{0.15 if p.bleek else 0.6}"/>')
    delen.append(_line(LINKS, HOOG - ONDER, BREED - RECHTS, HOOG - ONDER, GRIJS))
    if any(w is not None for w in (*x.grenzen, *y.grenzen)):
        delen.append(_box(x, y, px, py))
    return render_svg(titel, omschrijving, HOOG, delen)


def _box(x: As, y: As, px: Callable[[float], float], py: Callable[[float], float]) -> str:
    links, rechts = (px(w if w is not None else e) for w, e in zip(x.grenzen, (x.laag, x.hoog), strict=True))
    onder, boven = (py(w if w is not None else e) for w, e in zip(y.grenzen, (y.laag, y.hoog), strict=True))
    return (
        f'<rect x="{links:.1f}" y="{boven:.1f}" width="{rechts - links:.1f}" height="{onder - boven:.1f}" '
        f'fill="none" stroke="#111111" stroke-width="3" stroke-dasharray="8 4"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kleur: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{kleur}"/>'


def _text(x: float, y: float, tekst: str, plaats: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{plaats}">{escape(tekst)}</text>'
