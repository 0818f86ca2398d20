"""The log of the register of closed years: a line for every closing, reopening and roll, with the sha256 of its file.

Whoever changes a closed year by hand, takes it away, or empties the log, leaves lines and files that do not agree.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from finance.taal.getallen import format_euros
from scenarios.boeken.map import Verantwoordingsmap
from scenarios.boeken.slot import register_of
from scenarios.grond.bestanden import no_formula, write_text
from scenarios.grond.csvtekst import record_text, split_lines
from scenarios.grond.openen import files_in, is_there, read_text

LOGBOEK = "logboek.csv"
KOLOMMEN = ("moment", "wat", "jaar", "wie", "reden", "sha256 van het gesloten jaar")
NEE = "NEE:"
"""Begins what is wrong with the log"""


@dataclass(frozen=True)
class Logregel:
    """What happened to a year."""

    op: datetime
    wat: str
    jaar: int
    wie: str
    reden: str = ""


@dataclass(frozen=True)
class Nagelopen:
    """One line of the log, and whether the file it names is still that one."""

    moment: str
    wat: str
    jaar: str
    wie: str
    reden: str
    sha256: str
    klopt: str
    """ja with the file, or `NEE` and what is wrong"""
    bestand: str = ""
    """The file it is about; '' for a line that is none"""


@dataclass(frozen=True)
class Losgeraakt:
    """A closed year of which the log no longer says that its file is the one that was written."""

    jaar: int
    wat: str
    bedrag: int
    """Lasten that it was closed with, in cents; 0 when its file is gone"""

    @property
    def tekst(self) -> str:
        """In a sentence."""
        met = f" (gesloten met € {format_euros(self.bedrag)} aan lasten)" if self.bedrag else ""
        return (
            f"{LOGBOEK} staat niet in voor het gesloten jaar {self.jaar}{met}: {self.wat}. Zet verantwoording/gesloten "
            "terug uit een reservekopie, of sluit het jaar opnieuw; is het nog gesloten, dan eerst --heropen REDEN."
        )


def add_to_log(pad: Path, regel: Logregel, vastgelegd: str) -> None:
    """A line in the log of the register. vastgelegd: the text that was written there; its sha256 is kept."""
    logboek = register_of(pad) / LOGBOEK
    nieuw = (_moment(regel.op), regel.wat, regel.jaar, _typed(regel.wie), _typed(regel.reden), _sum(vastgelegd))
    oud = read_text(logboek) if is_there(logboek) else record_text([KOLOMMEN], ";")
    write_text(logboek, oud + record_text([nieuw], ";"))


def _moment(op: datetime) -> str:
    return op.isoformat(timespec="seconds")


def _typed(tekst: str) -> str:
    """One line, whatever was typed, and nothing that a spreadsheet computes."""
    return no_formula(" ".join(tekst.split()))


def _sum(tekst: str) -> str:
    """The sha256 of a text; that some program ended its lines otherwise is no other text."""
    return hashlib.sha256(tekst.replace("\r\n", "\n").encode()).hexdigest()


def read_log(invoer: Verantwoordingsmap) -> tuple[Nagelopen, ...]:
    """The log, each line with the file it was written for: as it stands there, or as it was kept at a reopening.

    What a hand took away shows too: a line that is none, and a file that no line tells of.
    """
    map_ = register_of(invoer.map.parent)
    pad = map_ / LOGBOEK
    sommen = {b.name: _sum(read_text(b)) for b in files_in(map_, "*.json")}
    gelezen = map(_cells, split_lines(read_text(pad))) if is_there(pad) else ()
    regels = [r for r in gelezen if r and tuple(r) != KOLOMMEN]
    uit = []
    for nummer, regel in enumerate(regels):
        if len(regel) != len(KOLOMMEN):
            uit.append(Nagelopen("", ";".join(regel), "", "", "", "", f"{NEE} dit is geen regel van {LOGBOEK}"))
            continue
        moment, wat, jaar, wie, reden, som = regel
        verwacht = _file_of(nummer, regels)
        klopt = _judge(verwacht, som, sommen, regel, invoer)
        uit.append(Nagelopen(moment, wat, jaar, wie, reden, som, klopt, verwacht))
    genoemd = {r.bestand for r in uit}
    los = sorted(sommen.keys() - genoemd)
    return (*uit, *(Nagelopen("", "", "", "", "", "", f"{NEE} {naam} staat in geen regel", naam) for naam in los))


def _cells(regel: str) -> list[str]:
    """The cells of one line; the line itself when it is none of a csv."""
    try:
        return next(csv.reader([regel], delimiter=";"), [])
    except csv.Error:
        return [regel[:200]]


def _file_of(nummer: int, regels: Sequence[Sequence[str]]) -> str:
    """The file that a line of the log was written for, where it must stand now."""
    _, wat, jaar, *_ = regels[nummer]
    if wat == "overgang":
        return f"overgang-{jaar}.json"
    heropend = [n for n, r in enumerate(regels) if tuple(r[1:3]) == ("heropend", jaar)]
    eerst = next((k for k, n in enumerate(heropend, 1) if n >= nummer), None)
    return f"{jaar}-heropend-{eerst}.json" if eerst else f"{jaar}.json"


def _judge(bestand: str, som: str, sommen: Mapping[str, str], regel: Sequence[str], invoer: Verantwoordingsmap) -> str:
    if bestand not in sommen:
        return f"{NEE} {bestand} is weg"
    if sommen[bestand] != som:
        return f"{NEE} {bestand} is een ander bestand"
    # Of what still stands the file itself says when and by whom, so a name that was changed in the log shows.
    sluiting = next((s for j, s in invoer.gesloten.items() if bestand == f"{j}.json"), None)
    if sluiting is not None and (regel[0], regel[3]) != (sluiting.op, _typed(sluiting.wie)):
        return f"{NEE} {bestand} noemt een ander moment of een andere naam"
    return f"ja: {bestand}"


def find_loose(invoer: Verantwoordingsmap) -> Iterator[Losgeraakt]:
    """Closed years, and years that were closed, of which the file as it is now is not the one in the log.

    The last line on a file decides: who closes a year once more starts afresh, and the dossier still tells of before.
    """
    for regel in {r.bestand: r for r in read_log(invoer)}.values():
        jaar = regel.bestand.removesuffix(".json")
        if not regel.klopt.startswith(NEE) or not (jaar.isascii() and jaar.isdigit()):
            continue
        sluiting = invoer.gesloten.get(int(jaar))
        bedrag = sum(s.rekening.lasten for s in sluiting.sloten.values()) if sluiting else 0
        yield Losgeraakt(int(jaar), regel.klopt.removeprefix(NEE).strip(), bedrag)
