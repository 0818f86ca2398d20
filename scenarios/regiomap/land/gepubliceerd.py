"""Numbers of people as a publication or a spreadsheet shows them."""

from __future__ import annotations

import re

_GETOOND = re.compile(r"[0-9]{1,3}([. \u00a0][0-9]{3})+|([0-9]{1,15})([.,]0{1,2})?")


def parse_published(tekst: str) -> int | None:
    """'12345', '12.345', '12 345' or '12.0'; None for anything else, such as half a person."""
    if (raak := _GETOOND.fullmatch(tekst.strip())) is None:
        return None
    return int(raak[2] or re.sub(r"[^0-9]", "", raak[0]))
