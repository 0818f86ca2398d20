"""A figure with its heading, key and caption, and its numbers where a program draws it itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Staven:
    """The numbers of a figure for programs that draw themselves: a bar per column with a band, and a line. Euros."""

    kolommen: tuple[str, ...]
    staaf: tuple[str, tuple[float, ...]]
    laag: tuple[float, ...]
    hoog: tuple[float, ...]
    lijn: tuple[str, tuple[float, ...]]


@dataclass(frozen=True)
class Figuur:
    """A figure: SVG for a page, a caption that tells what it shows, and its numbers where a letter draws it."""

    kop: str
    svg: str
    bijschrift: str
    sleutel: tuple[tuple[str, str, str], ...] = ()
    """(label, colour, `lijn`, `streep` or `vlak`)"""
    staven: Staven | None = None


def figure_html(figuur: Figuur) -> Any:
    """A figure with its heading, key and caption, as safe HTML."""
    from markupsafe import Markup

    sleutel = Markup("").join(
        Markup('<li><span class="{}" style="{}:{}"></span>{}</li>').format(
            soort, "background" if soort == "vlak" else "border-color", kleur, label
        )
        for label, kleur, soort in figuur.sleutel
    )
    lijst = Markup('<ul class="sleutel">{}</ul>').format(sleutel) if figuur.sleutel else ""
    return Markup(
        '<figure><h3>{}</h3>{}<div class="schuif" tabindex="0" role="region" aria-label="Figuur {}">{}</div>'
        "<figcaption>{}</figcaption></figure>"
    ).format(figuur.kop, lijst, figuur.kop, Markup(figuur.svg), figuur.bijschrift)
