"""Tables and pages as HTML: one markup for every table, one environment for every template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from reports.figuren.figuren import BLAUW, LETTER_SMAL
from reports.figuren.figuur import figure_html
from reports.grond.profiel import Profiel
from reports.tabel.getoond import in_profile
from reports.tabel.stuk import Stuk
from reports.tabel.tabel import Cel, Kolom, Rij, Tabel, pairs
from reports.tabel.tekst import EUROS, Weergave, show_cell
from scenarios.grond.bestanden import named_mark


def to_html(
    tabel: Tabel,
    weergave: Weergave = EUROS,
    label: str = "",
    klasse: str = "",
    kleuren: Mapping[str, str] | None = None,
    klassen: Callable[[Rij, Kolom], str] = lambda rij, kolom: "",
) -> Markup:
    """The table in a box that scrolls, with its title above it; everything in it is escaped.

    label: what a screen reader calls the box, the title when empty; kleuren: the colour of each status; klassen:
    the class of a cell, as far as the page has one for it
    """
    bijschrift = f'<caption dir="auto">{escape(tabel.titel)}</caption>\n' if tabel.titel else ""
    koppen = "".join(f'<th scope="col" dir="auto"{_sorted(k)}>{escape(k.kop)}</th>' for k in tabel.kolommen)
    hoofd = f"<thead><tr>{koppen}</tr></thead>\n" if any(k.kop for k in tabel.kolommen) else ""
    regels = []
    for rij, waarden in zip(tabel.rijen, tabel.values(), strict=True):
        eerste, *rest = (
            _content(cel, rij.column(kolom), weergave, kleuren or {})
            for cel, kolom in zip(waarden, tabel.kolommen, strict=True)
        )
        soorten = (klassen(rij, kolom) for kolom in tabel.kolommen[1:])
        cellen = "".join(f"<td{_class(k)}>{tekst}</td>" for k, tekst in zip(soorten, rest, strict=True))
        som = _class("som" if rij.totaal else "vet" if rij.nadruk == "vet" else "")
        regels.append(f'<tr{som}><th scope="row" dir="auto">{eerste}</th>{cellen}</tr>\n')
    return Markup(
        f'<div class="schuif" tabindex="0" role="region" aria-label="{escape(label or tabel.titel)}">\n'
        f"<table{_class(klasse)}>\n{bijschrift}{hoofd}<tbody>\n{''.join(regels)}</tbody>\n</table>\n</div>\n"
    )


def _class(naam: str) -> str:
    return f' class="{naam}"' if naam else ""


def _sorted(kolom: Kolom) -> str:
    return f' aria-sort="{kolom.geordend}"' if kolom.geordend else ""


def _content(cel: Cel, kolom: Kolom, weergave: Weergave, kleuren: Mapping[str, str]) -> Markup:
    tekst = escape(show_cell(cel, kolom, weergave))
    if kolom.soort == "status" and tekst in kleuren:
        return Markup('<span class="oordeel" style="color:{}">{}</span>').format(kleuren[tekst], tekst)
    return tekst


def render_template(sjabloon: Path, **inhoud: Any) -> str:
    """A template with its content, beside the house style. Everything that comes from input is escaped; only the
    figures and tables, which escape their own text, are not.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    mappen = (sjabloon.parent, Path(__file__).parent)
    omgeving = Environment(loader=FileSystemLoader(mappen), autoescape=True, undefined=StrictUndefined)
    return omgeving.get_template(sjabloon.name).render(
        figuur=figure_html, tabel=to_html, kenmerk=named_mark(), letter_smal=LETTER_SMAL, **inhoud
    )


def render_page(stuk: Stuk, profiel: Profiel) -> str:
    """The HTML of a piece in a profile."""
    return render_template(
        Path(__file__).with_name("stuk.html.j2"),
        stuk=stuk,
        profiel=profiel,
        toon=partial(in_profile, profiel=profiel),
        herkomst=pairs(stuk.herkomst),
        vingerafdrukken=pairs(stuk.vingerafdrukken),
        oordeelkleur=BLAUW,
    )
