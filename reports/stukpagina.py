"""A P&C piece as one self-contained page; everything that comes from input is escaped."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from reports.figuren import BLAUW
from reports.profiel import Profiel
from reports.rapport import figure_html
from reports.stuk import Stuk
from reports.weergave import render_table


def render_page(stuk: Stuk, profiel: Profiel) -> str:
    """The HTML of a piece in a profile. Only the figures are not escaped: they escape their own text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    omgeving = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    return omgeving.get_template("stuk.html.j2").render(
        stuk=stuk,
        profiel=profiel,
        toon=partial(render_table, profiel=profiel),
        figuur=figure_html,
        oordeelkleur=BLAUW,
    )
