"""Messages for a program that called: the same ones as on the screen, as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any

from finance.fouten import Melding

OMGEVING, VORM = "SPUK_MELDINGEN", "json"
"""With this in the environment the errors of a command come as one line of JSON on stderr."""
SLEUTEL = "meldingen"
VELDEN = ("bestand", "plaats", "gevonden", "verwacht", "herstel")
MEESTE = 200
"""Messages that one answer holds; how many more there are is its last one."""


def for_programs() -> bool:
    """Whether who called wants its errors as JSON."""
    return os.environ.get(OMGEVING, "") == VORM


def to_document(meldingen: Sequence[Melding]) -> dict[str, list[dict[str, str]]]:
    """The messages as data, each with its sentence; of very many the first."""
    rest = len(meldingen) - MEESTE
    getoond = list(meldingen) if rest <= 1 else list(meldingen[:MEESTE])
    if len(getoond) < len(meldingen):
        getoond.append(Melding("invoer", "", f"nog {rest} fouten", "invoer zonder fouten"))
    return {SLEUTEL: [{**{v: getattr(m, v) for v in VELDEN}, "tekst": str(m)} for m in getoond]}


def to_line(meldingen: Sequence[Melding]) -> str:
    """The messages on one line."""
    return json.dumps(to_document(meldingen), ensure_ascii=False)


def from_lines(tekst: str) -> list[Melding]:
    """The messages of the last line that holds any; none when there is no such line."""
    for regel in reversed(tekst.splitlines()):
        if regel.startswith(f'{{"{SLEUTEL}"'):
            return from_rows(json.loads(regel)[SLEUTEL])
    return []


def from_rows(rijen: Iterable[dict[str, Any]]) -> list[Melding]:
    """What `to_document` made of messages, as messages."""
    return [Melding(*(str(rij[v]) for v in VELDEN)) for rij in rijen]
