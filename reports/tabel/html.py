"""Pages from templates: a P&C piece as one self-contained page, and the environment that every page is made in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from reports.figuren.figuren import BLAUW
from reports.figuren.figuur import figure_html
from reports.grond.profiel import Profiel
from reports.tabel.tabel import Stuk
from reports.tabel.tekst import render_table


def render_template(sjabloon: Path, **inhoud: Any) -> str:
    """A template with its content, beside the house style. Everything that comes from input is escaped; only the
    figures, which escape their own text, are not.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    mappen = (sjabloon.parent, Path(__file__).parent)
    omgeving = Environment(loader=FileSystemLoader(mappen), autoescape=True, undefined=StrictUndefined)
    return omgeving.get_template(sjabloon.name).render(figuur=figure_html, **inhoud)


def render_page(stuk: Stuk, profiel: Profiel) -> str:
    """The HTML of a piece in a profile."""
    return render_template(
        Path(__file__).with_name("stuk.html.j2"),
        stuk=stuk,
        profiel=profiel,
        toon=partial(render_table, profiel=profiel),
        oordeelkleur=BLAUW,
    )
