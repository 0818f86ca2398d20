"""Errors a user can mend: what was found where, what was expected, how to mend it (shown in Dutch)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

MEESTE_TEKENS = 400
_STUURT = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shorten(tekst: str, keer: int = 1) -> str:
    """A part of a message, as far as it can show it."""
    meeste = keer * MEESTE_TEKENS
    return tekst if len(tekst) <= meeste else f"{tekst[:meeste]}... ({len(tekst)} tekens)"


@dataclass(frozen=True)
class Melding:
    """One problem in the input: `plaats` is a line, cell or key inside `bestand`."""

    bestand: str
    plaats: str
    gevonden: str
    verwacht: str
    herstel: str = ""

    def __str__(self) -> str:
        waar = f"{self.bestand}, {self.plaats}" if self.plaats else self.bestand
        tekst = f"{shorten(waar)}: gevonden {shorten(self.gevonden)}; verwacht {shorten(self.verwacht, 4)}."
        # What steers a screen or turns a text around comes from the input and may not do so here.
        return _STUURT.sub("\ufffd", f"{tekst} {shorten(self.herstel, 4)}" if self.herstel else tekst)


def as_typed(waarde: object) -> str:
    """A value as it stands in the input, and not as Python writes it."""
    match waarde:
        case None:
            return "niets"
        case bool():
            return "true" if waarde else "false"
        case dict():
            return "een blok"
        case list() | tuple():
            return "een lijst"
        case datetime() | date() | time():
            return waarde.isoformat()
    return repr(waarde)


def as_word(waarde: object) -> str:
    """A name or path as one word of a command to type: between quotes where some shell would part it."""
    tekst = str(waarde)
    return f'"{tekst}"' if re.search(r"[\s,;&()']", tekst) else tekst


class Invoerfout(Exception):
    """Bad input; carries every message found, never only the first."""

    def __init__(self, meldingen: Iterable[Melding]):
        self.meldingen = tuple(meldingen)
        super().__init__("\n".join(map(str, self.meldingen)))


def raise_if_any(meldingen: Iterable[Melding]) -> None:
    """Raise Invoerfout when there is at least one message."""
    gevonden = tuple(meldingen)
    if gevonden:
        raise Invoerfout(gevonden)


def list_words(delen: Sequence[str], voegwoord: str = "en") -> str:
    """'a', 'a en b', 'a, b en c': every enumeration in a sentence; `voegwoord` is 'en' or 'of'."""
    return f" {voegwoord} ".join(filter(None, (", ".join(delen[:-1]), *delen[-1:])))


def neighbours(naam: str, bekend: Sequence[str]) -> list[str]:
    """The known names that look most like it, the nearest first, three at most."""
    return difflib.get_close_matches(naam, bekend, n=3, cutoff=0.6)


def suggest(naam: str, bekend: Iterable[str], toon: Callable[[str], str] = str) -> str:
    """A Dutch mend for an unknown name: the nearest known names, or the whole list when it is short.

    toon: how a known name is shown.
    """
    namen = sorted(bekend)
    if buren := neighbours(naam, namen):
        return f"Bedoeld is misschien: {', '.join(map(toon, buren))}."
    return f"Bekend zijn: {', '.join(map(toon, namen))}." if 0 < len(namen) <= 20 else ""
