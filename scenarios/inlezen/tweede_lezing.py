"""A second, simple reading of a text export: the lines one by one and the amounts added up, by none of the same code.

What the first reading finds must come out of this one too: a row that was swallowed, or a column that shifted, shows as
a difference. It knows no quotes beyond its own line, no totals and no kinds: it counts and adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from finance.fouten import Melding
from finance.taal.getallen import format_euros
from scenarios.grond.openen import MEEST_EXPORT, read_bytes

_GEWOON = re.compile(r"[-+]?[0-9][0-9.,]*-?")
_HEEL = re.compile(r"[0-9]+|[0-9]{1,3}([.,][0-9]{3})+")
_STREEP = re.compile(r"[-=_+*|]{3,}|")


@dataclass(frozen=True)
class Natelling:
    """Rows under the head of one file, and the sum of each of its amount columns in cents."""

    regels: int
    sommen: Mapping[str, int]

    @property
    def totaal(self) -> int:
        """All columns together."""
        return sum(self.sommen.values())


@dataclass(frozen=True)
class Leesplek:
    """Where the first reading says that the head and an amount column stand."""

    kop: int
    kolom: int
    decimaal: str


def count_again(pad: Path, scheiding: str, plekken: Mapping[str, Leesplek]) -> Natelling | None:
    """The rows and sums of a text file; None when an amount is written in a way that this reading does not know."""
    telling, sommen = 0, dict.fromkeys(plekken, 0)
    alle = _lines(pad)
    kop = next(iter(plekken.values())).kop
    for regel in alle[kop:]:
        cellen = _cells(regel, scheiding)
        # Empty lines and lines of dashes; and some systems repeat the head on every page.
        if all(_STREEP.fullmatch(c.strip()) for c in cellen) or regel == alle[kop - 1]:
            continue
        telling += 1
        for naam, plek in plekken.items():
            tekst = cellen[plek.kolom].strip().replace("\u00a0", "") if plek.kolom < len(cellen) else ""
            centen = _cents(tekst, plek.decimaal)
            if centen is None:
                return None
            sommen[naam] += centen
    return Natelling(telling, sommen)


def differences(naam: str, eerste: Natelling, tweede: Natelling) -> Iterator[Melding]:
    """A message for every count or sum that the two readings do not share."""
    herstel = "Meld dit bestand: een van beide lezingen mist iets. Controleer de export op aanhalingstekens."
    if eerste.regels != tweede.regels:
        yield Melding(naam, "", f"{eerste.regels} gelezen regels", f"{tweede.regels} regels in het bestand", herstel)
    for kolom, som in tweede.sommen.items():
        if eerste.sommen[kolom] != som:
            gevonden = f"een som van {format_euros(eerste.sommen[kolom])}"
            yield Melding(naam, f"kolom {kolom}", gevonden, f"{format_euros(som)} volgens de tweede lezing", herstel)


def _lines(pad: Path) -> list[str]:
    inhoud = read_bytes(pad, meest=MEEST_EXPORT)
    for codering in ("utf-16",) if inhoud[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            tekst = inhoud.decode(codering)
        except UnicodeDecodeError:
            continue
        return tekst.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return []


def _cells(regel: str, scheiding: str) -> list[str]:
    """The fields of one line: a field that begins with a quote ends with one, and two of them inside are one."""
    if '"' not in regel:
        return regel.split(scheiding)
    delen: list[str] = []
    while True:
        if regel.startswith('"'):
            eind = 1
            while (eind := regel.find('"', eind)) >= 0 and regel[eind + 1 : eind + 2] == '"':
                eind += 2
            if eind < 0:
                return [*delen, regel]
            deel, komma, rest = regel[1:eind].replace('""', '"'), regel[eind + 1 : eind + 2], regel[eind + 2 :]
        else:
            deel, komma, rest = regel.partition(scheiding)
        delen.append(deel)
        if not komma:
            return delen
        regel = rest


def _cents(tekst: str, decimaal: str) -> int | None:
    """One amount of at most two decimals; None for any other way to write it."""
    if not tekst:
        return 0
    if not _GEWOON.fullmatch(tekst):
        return None
    heel, _, rest = tekst.strip("+-").partition(decimaal)
    # Groups of three, or none: what stands otherwise the first reading does not take for an amount either.
    if not _HEEL.fullmatch(heel) or len(rest.rstrip("0")) > 2 or (rest and not rest.isdigit()):
        return None
    centen = int(heel.replace(".", "").replace(",", "")) * 100 + int(rest[:2].ljust(2, "0"))
    return -centen if "-" in tekst else centen
