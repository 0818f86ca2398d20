"""Figures as SVG text: they scale, print and read aloud, and need no library. All amounts in euros."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import pairwise

from finance.taal.getallen import dutch

BREED, HOOG = 640, 340
LINKS, RECHTS, BOVEN, ONDER = 70, 16, 14, 34
VOET = 26
"""Room below the columns for one line"""
KLEIN = 0.4
"""Part of the largest total below which the steps of a waterfall would be lost beside it"""
LETTER = 14
LETTER_SMAL = 18
"""On a phone, where a drawing is half as wide."""
REGEL = 17
"""Between two lines of a label"""
_PER_LETTER = 0.57
"""Width of a digit or small letter, as a share of its size."""
Vak = tuple[float, float, float, float]
"""A place in a drawing: left, top, width and height, as shares of it"""
BLAUW, MIDDEN, LICHT, GOUD, GROEN, ROOD, GRIJS = (
    "#1F4E79", "#7FA7CF", "#CFDFEE", "#9A7400", "#2F6B3C", "#A8323E", "#555555",
)  # fmt: skip
FANS = (BLAUW, "#B8860B")
"""Two results over each other"""
PALET = (BLAUW, "#C9A227", "#5B8C5A", ROOD, MIDDEN, "#8E6C8A", "#D98C5F", GRIJS)


def amount_label(euros: float, eenheid: float, minstens: int = 0) -> str:
    """An amount on an axis or bar, in units of `eenheid` euros with at least so many decimals, Dutch."""
    waarde = euros / eenheid
    cijfers = max(minstens, 0 if abs(waarde) >= 10 or float(waarde).is_integer() else 1)
    tekst = dutch(waarde, cijfers)
    return "0" if tekst in ("-0", "-0,0", "0,0") else tekst


def unit_of(waarden: Sequence[float]) -> tuple[float, str]:
    """The unit in which these amounts read best, and its name."""
    grootste = max((abs(w) for w in waarden), default=0.0)
    return (1e6, "miljoen euro") if grootste >= 5e6 else (1e3, "duizend euro")


def _steps(laag: float, hoog: float) -> list[float]:
    """Round values that cover laag..hoog, about five."""
    span = max(hoog - laag, 1.0)
    ruw = span / 5
    macht = 10.0 ** math.floor(math.log10(ruw))
    stap = next(m * macht for m in (1, 2, 2.5, 5, 10) if m * macht >= ruw)
    begin, eind = math.floor(laag / stap + 1e-9), math.ceil(hoog / stap - 1e-9)
    return [n * stap for n in range(begin, max(eind, begin + 1) + 1)]


@dataclass
class Doek:
    """A drawing with a vertical axis of euros and equal columns with a label each."""

    titel: str
    omschrijving: str
    kolommen: Sequence[str]
    waarden: Sequence[float]
    """every value that must fit"""
    hoog: int = HOOG
    vanaf: float | None = None
    """where a broken axis begins; None: it has zero on it"""
    delen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.eenheid, self.eenheidnaam = unit_of(self.waarden)
        laag = min(0.0, *self.waarden) if self.vanaf is None else self.vanaf
        stappen = _steps(laag, max(0.0, *self.waarden))
        self._laag, self._top = stappen[0], stappen[-1]
        for stap in stappen:
            y = self.y(stap)
            kleur = GRIJS if abs(stap) < 1e-9 or (self.vanaf is not None and stap == self._laag) else "#DDDDDD"
            self.line([(LINKS, y), (BREED - RECHTS, y)], kleur, 1)
            self.text(LINKS - 6, y + 5, amount_label(stap, self.eenheid), "end")
        # Labels would touch when there are more columns than fit; every fourth of quarters is a year.
        stap = 1 if len(self.kolommen) <= 10 else 2 if len(self.kolommen) <= 16 else 4
        for i, kolom in enumerate(self.kolommen):
            if i % stap == 0:
                for n, regel in enumerate(self._lines(kolom)):
                    self.text(self.x(i), self.hoog - self.onder + 20 + n * REGEL, regel, "middle")
        getoond = [i for i, kolom in enumerate(self.kolommen) if kolom and i % stap == 0]
        afstand = min((b - a for a, b in pairwise(getoond)), default=len(self.kolommen)) * self._ruimte
        breedste = max((len(regel) for i in getoond for regel in self._lines(self.kolommen[i])), default=0)
        self._smal = breedste * LETTER_SMAL * _PER_LETTER <= afstand

    @property
    def _ruimte(self) -> float:
        return (BREED - LINKS - RECHTS) / len(self.kolommen)

    def _lines(self, kolom: str) -> list[str]:
        return _wrap(kolom, int(self._ruimte / 7.2))

    @cached_property
    def onder(self) -> int:
        """Room below for the longest label."""
        voet = 0 if self.vanaf is None else VOET
        return ONDER + voet + REGEL * (max(len(self._lines(k)) for k in self.kolommen) - 1)

    def x(self, i: float) -> float:
        """Middle of column i."""
        return LINKS + (i + 0.5) * (BREED - LINKS - RECHTS) / len(self.kolommen)

    def y(self, euros: float) -> float:
        """Height of an amount."""
        deel = (euros - self._laag) / (self._top - self._laag)
        return (self.hoog - self.onder) - deel * (self.hoog - self.onder - BOVEN)

    def line(self, punten: Sequence[tuple[float, float]], kleur: str, dik: float = 2.5, streep: str = "") -> None:
        """A line through points in drawing units."""
        pad = " ".join(f"{x:.1f},{y:.1f}" for x, y in punten)
        extra = f' stroke-dasharray="{streep}"' if streep else ""
        self.delen.append(f'<polyline points="{pad}" fill="none" stroke="{kleur}" stroke-width="{dik}"{extra}/>')

    def series(self, reeks: Sequence[float], kleur: str, dik: float = 2.5, streep: str = "") -> None:
        """A line through one amount per column."""
        self.line([(self.x(i), self.y(w)) for i, w in enumerate(reeks)], kleur, dik, streep)

    def band(self, onder: Sequence[float], boven: Sequence[float], kleur: str, dekking: float = 1.0) -> None:
        """The area between two series; what lies under it shows through as far as `dekking` leaves it."""
        heen = [(self.x(i), self.y(w)) for i, w in enumerate(boven)]
        terug = [(self.x(i), self.y(w)) for i, w in reversed(list(enumerate(onder)))]
        pad = " ".join(f"{x:.1f},{y:.1f}" for x, y in heen + terug)
        extra = f' fill-opacity="{dekking:g}"' if dekking < 1 else ""
        self.delen.append(f'<polygon points="{pad}" fill="{kleur}"{extra}/>')

    def bar(self, i: int, van: float, tot: float, kleur: str) -> None:
        """A bar in column i between two amounts."""
        breed = 0.62 * (BREED - LINKS - RECHTS) / len(self.kolommen)
        boven, hoogte = self.y(max(van, tot)), abs(self.y(van) - self.y(tot))
        self.delen.append(
            f'<rect x="{self.x(i) - breed / 2:.1f}" y="{boven:.1f}" width="{breed:.1f}" height="{hoogte:.1f}" '
            f'fill="{kleur}"/>'
        )

    def total_bar(self, i: int, bedrag: float, kleur: str) -> None:
        """A bar in column i from the axis up; where the axis is broken it is cut open above its foot."""
        self.bar(i, max(0.0, self._laag), bedrag, kleur)
        if self.vanaf is None:
            return
        breed, onder = 0.62 * self._ruimte + 8, self.y(self._laag) - 16
        tanden = [(self.x(i) - breed / 2 + n * breed / 8, onder + (5 if n % 2 else -5)) for n in range(9)]
        self.line(tanden, "#FFFFFF", 5)

    def tell_break(self) -> None:
        """Below the columns, that the axis does not begin at zero."""
        if self.vanaf is not None:
            zin = f"De as is onderbroken: hij begint bij {amount_label(self._laag, self.eenheid)}, niet bij nul."
            self.text(LINKS, self.hoog - 8, zin, "start")
            self.omschrijving = f"{self.omschrijving} {zin}"

    def text(self, x: float, y: float, tekst: str, plaats: str, dik: bool = False) -> None:
        """Text at a point; `plaats` is start, middle or end."""
        extra = ' font-weight="bold"' if dik else ""
        self.delen.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{plaats}"{extra}>{escape(tekst)}</text>')

    def render(self) -> str:
        """The whole drawing."""
        return render_svg(self.titel, self.omschrijving, self.hoog, self.delen, self._smal)


def column_boxes(aantal: int) -> list[Vak]:
    """Where the columns of a `Doek` lie, from top to bottom."""
    breed = (BREED - LINKS - RECHTS) / aantal / BREED
    return [(LINKS / BREED + i * breed, 0.0, breed, 1.0) for i in range(aantal)]


def render_svg(titel: str, omschrijving: str, hoog: float, delen: Sequence[str], smal: bool = True) -> str:
    """A drawing that scales, with a title and a description that a screen reader speaks. `smal`: its texts have room
    to be larger on a phone; without it the drawing keeps its size there, in a box that scrolls."""
    klasse = "" if smal else ' class="breed"'
    naam = "f" + "".join(c for c in titel.lower() if c.isascii() and c.isalnum())
    return (
        f'<svg{klasse} viewBox="0 0 {BREED} {hoog:.0f}" role="img" aria-labelledby="{naam}-t {naam}-d" '
        f'font-family="Segoe UI, Arial, sans-serif" font-size="{LETTER}" fill="#222222">'
        f'<title id="{naam}-t">{escape(titel)}</title><desc id="{naam}-d">{escape(omschrijving)}</desc>'
        f"{''.join(delen)}</svg>"
    )


def as_file(svg: str) -> str:
    """The same drawing for a file of its own: in a page it stands inside HTML, a file must say what it is."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" style="background:#fff" ', 1)


def _wrap(tekst: str, breedte: int) -> list[str]:
    regels = [""]
    for woord in tekst.split():
        if regels[-1] and len(regels[-1]) + len(woord) + 1 > breedte:
            regels.append("")
        regels[-1] = f"{regels[-1]} {woord}".strip()
    return regels


def draw_fan(
    titel: str,
    omschrijving: str,
    jaren: Sequence[int | str],
    banden: Mapping[str, Sequence[float]],
    lijn: Sequence[float] | None,
) -> tuple[str, str]:
    """Bands P5-P95 and P25-P75, the median, and an optional second line. Returns the SVG and its unit."""
    alle = [w for reeks in banden.values() for w in reeks] + list(lijn or ())
    doek = Doek(titel, omschrijving, [str(j) for j in jaren], alle)
    doek.band(banden["p5"], banden["p95"], LICHT)
    doek.band(banden["p25"], banden["p75"], MIDDEN)
    doek.series(banden["p50"], BLAUW, 3)
    if lijn is not None:
        doek.series(lijn, GOUD, 3, "8 4")
    return doek.render(), doek.eenheidnaam


def draw_fans(
    titel: str, omschrijving: str, jaren: Sequence[int], waaiers: Sequence[Mapping[str, Sequence[float]]]
) -> tuple[str, str]:
    """Two fans over each other, as `draw_fan`, in the colours of `FANS`. Returns the SVG and its unit."""
    doek = Doek(titel, omschrijving, [str(j) for j in jaren], [w for b in waaiers for r in b.values() for w in r])
    for banden, kleur in zip(waaiers, FANS, strict=True):
        doek.band(banden["p5"], banden["p95"], kleur, 0.2)
        doek.band(banden["p25"], banden["p75"], kleur, 0.25)
    for banden, kleur, streep in zip(waaiers, FANS, ("", "8 4"), strict=True):
        doek.series(banden["p50"], kleur, 3, streep)
    return doek.render(), doek.eenheidnaam


def draw_stack(
    titel: str, omschrijving: str, jaren: Sequence[int], lagen: Mapping[str, Sequence[float]], lijn: Sequence[float]
) -> tuple[str, str, list[tuple[str, str]]]:
    """Stacked bars per year against a line. Returns the SVG, its unit and the legend (label, colour)."""
    hoogte = [sum(reeks[j] for reeks in lagen.values()) for j in range(len(jaren))]
    doek = Doek(titel, omschrijving, [str(j) for j in jaren], [*hoogte, *lijn])
    kleuren = [(naam, PALET[n % len(PALET)]) for n, naam in enumerate(lagen)]
    for j in range(len(jaren)):
        stand = 0.0
        for naam, kleur in kleuren:
            doek.bar(j, stand, stand + lagen[naam][j], kleur)
            stand += lagen[naam][j]
    # A white edge, or the line is lost on a dark layer.
    doek.series(lijn, "#FFFFFF", 6)
    doek.series(lijn, "#111111", 3, "8 4")
    return doek.render(), doek.eenheidnaam, kleuren


def draw_lines(
    titel: str, omschrijving: str, jaren: Sequence[int], lijnen: Mapping[str, Sequence[float]]
) -> tuple[str, str, list[tuple[str, str]]]:
    """One line per name around zero. Returns the SVG, its unit and the legend (label, colour)."""
    doek = Doek(titel, omschrijving, [str(j) for j in jaren], [w for reeks in lijnen.values() for w in reeks])
    kleuren = [(naam, PALET[n % len(PALET)]) for n, naam in enumerate(lijnen)]
    for naam, kleur in kleuren:
        doek.series(lijnen[naam], kleur, 3)
    return doek.render(), doek.eenheidnaam, kleuren


def draw_waterfall(
    titel: str, omschrijving: str, stappen: Sequence[tuple[str, float]], eind: str, gunstig: int = 1
) -> tuple[str, str]:
    """From the first amount, step by step, to the sum. stappen: (label, amount); the first one is the start.

    gunstig: 1 when a step up is good news, -1 when a step down is, as with lasten. Where the totals would dwarf the
    steps the axis begins above zero, marked as such.
    """
    standen = [0.0]
    for _, bedrag in stappen:
        standen.append(standen[-1] + bedrag)
    vanaf = _break_at(standen[1:])
    hoog = HOOG + 30 + (0 if vanaf is None else VOET)
    # The figure above the highest bar keeps its room.
    ruim = standen if vanaf is None else [*standen, max(standen) + 0.12 * (max(standen) - vanaf)]
    doek = Doek(titel, omschrijving, [*(label for label, _ in stappen), eind], ruim, hoog, vanaf)

    def label(bedrag: float) -> str:
        # In millions a step is often less than one: without a decimal the bars would not seem to add up.
        return amount_label(bedrag, doek.eenheid, 1 if doek.eenheid >= 1e6 else 0)

    for i, (_, bedrag) in enumerate(stappen):
        kleur = BLAUW if i == 0 else GROEN if bedrag * gunstig >= 0 else ROOD
        if i:
            doek.bar(i, standen[i], standen[i + 1], kleur)
        else:
            doek.total_bar(i, bedrag, kleur)
        boven = doek.y(max(standen[i], standen[i + 1])) - 5
        doek.text(doek.x(i), max(boven, LETTER), label(bedrag), "middle", True)
    doek.total_bar(len(stappen), standen[-1], BLAUW)
    boven = doek.y(max(0.0, standen[-1])) - 5
    doek.text(doek.x(len(stappen)), max(boven, LETTER), label(standen[-1]), "middle", True)
    doek.tell_break()
    return doek.render(), doek.eenheidnaam


def _break_at(standen: Sequence[float]) -> float | None:
    """Where the axis must begin for the steps to be seen between these levels; None when they are from zero too."""
    laag, hoog = min(standen), max(standen)
    if laag <= 0 or not 0 < hoog - laag < KLEIN * hoog:
        return None
    # Below the lowest level a foot of the totals stays in sight.
    vanaf = laag - max(hoog - laag, 0.001 * hoog) / 2
    return vanaf if vanaf > 0 else None


def draw_bars(titel: str, omschrijving: str, rijen: Sequence[tuple[str, float, str]]) -> str:
    """Horizontal bars from zero, largest first; rijen: (label, size with sign, text at the bar)."""
    rij, letters = 52, 52
    grootste = max((abs(w) for _, w, _ in rijen), default=1.0) or 1.0
    negatief = any(w < 0 for _, w, _ in rijen)
    nul = BREED / 2 if negatief else 8.0
    # Bold letters are wider, and on a phone the text at a bar is larger.
    langste = max((len(tekst) for _, _, tekst in rijen), default=0) * LETTER_SMAL * 1.1 * _PER_LETTER
    ruimte = (BREED / 2 if negatief else BREED) - langste - 14
    delen = []
    for i, (label, waarde, tekst) in enumerate(rijen):
        y, breed = i * rij + 22, abs(waarde) / grootste * ruimte
        kort = label if len(label) <= letters else label[: letters - 1] + "…"
        delen.append(f'<text x="8" y="{y - 6}">{escape(kort)}</text>')
        links = nul - breed if waarde < 0 else nul
        kleur = ROOD if waarde < 0 else BLAUW
        delen.append(f'<rect x="{links:.1f}" y="{y}" width="{max(breed, 1):.1f}" height="18" fill="{kleur}"/>')
        # Only along the bars: a whole axis would run through the labels.
        delen.append(f'<line x1="{nul}" x2="{nul}" y1="{y - 2}" y2="{y + 20}" stroke="{GRIJS}"/>')
        plek, anker = (links - 6, "end") if waarde < 0 else (nul + breed + 6, "start")
        delen.append(
            f'<text x="{plek:.1f}" y="{y + 14}" text-anchor="{anker}" font-weight="bold">{escape(tekst)}</text>'
        )
    hoog = len(rijen) * rij + 4
    return render_svg(titel, omschrijving, hoog, delen)
