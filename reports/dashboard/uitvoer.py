"""Every picture and table to take along: links and buttons beside them, made from what is on the page itself.

Nothing is asked of the server for it: a link holds its file. Only PNG is drawn in the browser, by its script.
"""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape

from reports.figuren.figuren import as_file
from reports.tabel.csv import csv_text
from reports.tabel.tabel import Tabel


def table_link(tabel: Tabel, kop: str) -> str:
    """A link that gives the table as CSV, with exact values."""
    return f'<p class="uit">{_link(csv_text(tabel), "text/csv", kop, "csv", f"Tabel {kop} als CSV")}</p>'


def picture_links(svg: str, kop: str) -> str:
    """A link that gives the picture as SVG, and a button that gives it as PNG."""
    knop = (
        f'<button type="button" class="png" data-naam="{file_name(kop)}" aria-label="Figuur {escape(kop)} als PNG">'
        "PNG</button>"
    )
    return f'<p class="uit">{_link(as_file(svg), "image/svg+xml", kop, "svg", f"Figuur {kop} als SVG")}{knop}</p>'


def file_name(kop: str) -> str:
    """'Saldo per jaar' -> 'saldo-per-jaar'."""
    return re.sub(r"[^a-z0-9]+", "-", kop.lower()).strip("-") or "spuk"


def _link(inhoud: str, soort: str, kop: str, einde: str, label: str) -> str:
    data = b64encode(inhoud.encode()).decode()
    return (
        f'<a download="{file_name(kop)}.{einde}" href="data:{soort};charset=utf-8;base64,{data}" '
        f'aria-label="{escape(label)}">{einde.upper()}</a>'
    )
