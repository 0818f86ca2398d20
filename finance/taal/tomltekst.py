"""TOML text -> its content, or one message for whatever is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from finance.fouten import Invoerfout, Melding
from finance.taal.tekens import visible

MEESTE_LAGEN = 50
"""Blocks and lists inside each other"""
MEESTE_BITS = 1_000
"""Of a whole number: three hundred digits"""
_KOP = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_NAAM = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
_REDENEN = (
    ("overwrite", "een naam die twee keer voorkomt"),
    ("twice", "een kop die twee keer voorkomt"),
    ("Unterminated", "een tekst zonder sluitend aanhalingsteken"),
    ("Illegal character", "een tekst die niet op dezelfde regel wordt gesloten, of een onleesbaar teken"),
    ("Unclosed array", "een lijst zonder sluitende ]"),
    ("'='", "een regel zonder ="),
    ("newline", "te veel achter een waarde"),
    ("Invalid value", "een waarde die geen tekst, getal, datum of lijst is"),
)
"""What `tomllib` says, by a word of it, and what a controller did."""


def parse_toml(tekst: str, bestand: str) -> dict[str, Any]:
    """The content of one TOML text, of any line ends. Raises Invoerfout."""
    tekst = visible(tekst).replace("\r\n", "\n").replace("\r", "\n")
    try:
        inhoud = tomllib.loads(tekst)
    except tomllib.TOMLDecodeError as fout:
        raise Invoerfout([_problem(bestand, fout, tekst)]) from None
    except RecursionError:
        raise Invoerfout([_too_deep(bestand)]) from None
    except ValueError:
        # Python itself refuses to make a number of so many digits.
        raise Invoerfout([_long_number(bestand)]) from None
    if _depth(inhoud) > MEESTE_LAGEN:
        raise Invoerfout([_too_deep(bestand)])
    if _has_long_number(inhoud):
        raise Invoerfout([_long_number(bestand)])
    return inhoud


def find_line(tekst: str, plek: Sequence[str | int]) -> int | None:
    """The line of a key, as ("regeling", 0, "indicator", 2, "label"), or of the block where it should have stood."""
    regels: dict[tuple[str | int, ...], int] = {}
    keren: dict[tuple[str | int, ...], int] = {}
    hier: tuple[str | int, ...] = ()
    for nummer, regel in enumerate(tekst.splitlines(), 1):
        if kop := _KOP.match(regel):
            hier = ()
            *boven, laatste = (deel.strip().strip("\"'") for deel in kop[2].split("."))
            for deel in boven:
                hier = (*hier, deel)
                # What stands below a block of a list belongs to its latest one.
                hier = (*hier, keren[hier]) if hier in keren else hier
            hier = (*hier, laatste)
            if kop[1] == "[[":
                keren[hier] = keren.get(hier, -1) + 1
                hier = (*hier, keren[hier])
            regels.setdefault(hier, nummer)
        elif naam := _NAAM.match(regel):
            regels.setdefault((*hier, naam[1]), nummer)
    zoek = tuple(plek)
    while zoek and zoek not in regels:
        zoek = zoek[:-1]
    return regels.get(zoek)


def _too_deep(bestand: str) -> Melding:
    return Melding(bestand, "", "te veel blokken of lijsten in elkaar", f"ten hoogste {MEESTE_LAGEN} in elkaar")


def _long_number(bestand: str) -> Melding:
    return Melding(bestand, "", "een getal van honderden cijfers of meer", "een gewoon getal")


def _has_long_number(knoop: Any) -> bool:
    """Python refuses to show a number that was written in hexadecimals, and that is long."""
    if isinstance(knoop, dict | list):
        return any(_has_long_number(k) for k in (knoop.values() if isinstance(knoop, dict) else knoop))
    return isinstance(knoop, int) and knoop.bit_length() > MEESTE_BITS


def _depth(inhoud: Any) -> int:
    """Levels of blocks and lists; not by recursion, which is what a deep file breaks."""
    laag, diepte = [inhoud], 0
    while laag and diepte <= MEESTE_LAGEN:
        diepte += 1
        laag = [
            kind
            for knoop in laag
            for kind in (knoop.values() if isinstance(knoop, dict) else knoop)
            if isinstance(kind, dict | list)
        ]
    return diepte + bool(laag)


def _problem(bestand: str, fout: tomllib.TOMLDecodeError, inhoud: str) -> Melding:
    """A file that is no TOML: where reading stopped, what stands there, and the usual causes."""
    reden = next((tekst for woord, tekst in _REDENEN if woord in str(fout)), "iets wat hier niet hoort")
    plek = re.search(r"line (\d+), column (\d+)", str(fout))
    regels = inhoud.split("\n")
    regel = regels[int(plek[1]) - 1] if plek and int(plek[1]) <= len(regels) else ""
    if komma := re.search(r"=\s*(-?\d+,\d+)\b", regel):
        reden = f"een getal met een komma ({komma[1]}), schrijf {komma[1].replace(',', '.')}"
    return Melding(
        bestand,
        f"regel {plek[1]}, teken {plek[2]}" if plek else "einde van het bestand",
        f"ongeldige TOML: {reden}",
        "naam = waarde",
        'Zet tekst tussen "aanhalingstekens", schrijf getallen met een punt (0.7) en datums als 2026-01-01, en gebruik '
        "iedere naam en kop maar een keer. De oorzaak kan ook op de regel erboven staan.",
    )
