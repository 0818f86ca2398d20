"""Hooks of MkDocs: what lets the site work from a disk, and says which of its pages are in English."""

from __future__ import annotations

import re
from typing import Any

ENGELS = "For developers"
"""The part of the site that is in English; a screen reader should know."""
_ELDERS = re.compile(r'src="https://unpkg\.com/iframe-worker/shim"')
"""What the theme fetches from the internet to search without a web server; ours stands beside the pages."""

_DATA = re.compile(r"(?<!!)\[([^\]]+)\]\((?:\.\./)+data/[^)]*\)")
"""A link to a file of the repository that is no page"""


def on_page_markdown(tekst: str, /, **_: Any) -> str:
    """What is no page of the site is named without a link that would lead nowhere."""
    return _DATA.sub(r"\1", tekst)


def on_post_page(uitvoer: str, /, page: Any, **_: Any) -> str:
    """The page as it is written."""
    boven = page.ancestors[-1].title if page.ancestors else ""
    taal = uitvoer.replace('<html lang="nl"', '<html lang="en"', 1) if boven == ENGELS else uitvoer
    return _ELDERS.sub(f'src="{"../" * page.url.count("/")}site/werker.js"', taal)


def on_post_template(uitvoer: str, /, template_name: str, **_: Any) -> str:
    """No page for what is not found: only a web server shows one, and the links of this one hold at its root alone."""
    return "" if template_name == "404.html" else uitvoer
