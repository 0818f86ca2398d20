"""The share of a group that reached a goal against the time since its beginning, as SVG text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from finance.taal.getallen import percent
from reports.figuren.figuren import BLAUW, BREED, GOUD, GRIJS, HOOG, LETTER, LICHT, render_svg
from scenarios.inzicht.doelmeting import Groep
from scenarios.inzicht.voortgang import Punt

LINKS, RECHTS, BOVEN, ONDER = 56, 96, 14, 46


class _Vlak:
    """Months across, shares upward."""

    def __init__(self, maanden: float):
        self.maanden = maanden
        self.delen: list[str] = []

    def x(self, maand: float) -> float:
        return LINKS + maand / self.maanden * (BREED - LINKS - RECHTS)

    def y(self, deel: float) -> float:
        return HOOG - ONDER - deel * (HOOG - ONDER - BOVEN)

    def line(self, punten: Sequence[tuple[float, float]], kleur: str, dik: float, streep: str = "") -> None:
        pad = " ".join(f"{self.x(m):.1f},{self.y(d):.1f}" for m, d in punten)
        extra = f' stroke-dasharray="{streep}"' if streep else ""
        self.delen.append(f'<polyline points="{pad}" fill="none" stroke="{kleur}" stroke-width="{dik}"{extra}/>')

    def text(self, x: float, y: float, tekst: str, plaats: str) -> None:
        self.delen.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{plaats}">{tekst}</text>')


def draw_curve(titel: str, omschrijving: str, punten: Sequence[Punt], groep: Groep, streef: float | None) -> str:
    """The share with its interval, the goal as a dashed line, and what is to be expected by now as an open dot."""
    vlak = _Vlak(max(groep.horizon, 1.0))
    for deel in (0.0, 0.25, 0.5, 0.75, 1.0):
        vlak.line([(0, deel), (vlak.maanden, deel)], GRIJS if deel == 0 else "#DDDDDD", 1)
        vlak.text(LINKS - 6, vlak.y(deel) + 5, percent(deel), "end")
    stap = 6 if vlak.maanden > 12 else 3 if vlak.maanden > 6 else 1
    for maand in range(0, int(vlak.maanden) + 1, stap):
        vlak.text(vlak.x(maand), HOOG - ONDER + 20, str(maand), "middle")
    vlak.text(vlak.x(vlak.maanden / 2), HOOG - 6, "maanden sinds het begin", "middle")
    if punten:
        rand = [(p.tijd, p.aandeel.boven) for p in punten] + [(p.tijd, p.aandeel.onder) for p in reversed(punten)]
        pad = " ".join(f"{vlak.x(m):.1f},{vlak.y(d):.1f}" for m, d in rand)
        vlak.delen.append(f'<polygon points="{pad}" fill="{LICHT}"/>')
        vlak.line([(p.tijd, p.aandeel.kans) for p in punten], BLAUW, 3)
        vlak.delen += [
            f'<circle cx="{vlak.x(p.tijd):.1f}" cy="{vlak.y(p.aandeel.kans):.1f}" r="3.5" fill="{BLAUW}"/>'
            for p in punten
        ]
    if streef is not None:
        vlak.line([(0, streef), (vlak.maanden, streef)], GOUD, 2.5, "8 4")
        vlak.text(BREED - RECHTS + 8, vlak.y(streef) + LETTER / 3, f"doel {percent(streef)}", "start")
    if np.isfinite(groep.verwacht) and groep.tot < groep.horizon:
        vlak.delen.append(
            f'<circle cx="{vlak.x(groep.tot):.1f}" cy="{vlak.y(groep.verwacht):.1f}" r="6" fill="#FFFFFF" '
            f'stroke="{GOUD}" stroke-width="2.5"/>'
        )
    return render_svg(titel, omschrijving, HOOG, vlak.delen)
