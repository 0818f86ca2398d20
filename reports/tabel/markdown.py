"""A table as Markdown, for the pages in docs that a program writes."""

from __future__ import annotations

from reports.tabel.tabel import Tabel
from reports.tabel.tekst import EUROS, Weergave, show_rows


def to_markdown(tabel: Tabel, weergave: Weergave = EUROS) -> str:
    """Head, alignment and rows; figures from the right."""
    regels = [[k.kop for k in tabel.kolommen], ["---:" if k.getal else "---" for k in tabel.kolommen]]
    regels += show_rows(tabel, weergave)
    return "\n".join(f"| {' | '.join(c.replace('|', chr(92) + '|') for c in regel)} |" for regel in regels)
