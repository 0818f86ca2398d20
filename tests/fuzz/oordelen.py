"""What must hold for every command, whatever it gets: an exit code, no traceback, an end, nothing half or lost."""

from __future__ import annotations

import re
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from click.testing import CliRunner

from cli import main

GEDULD = 60
"""Seconds of computing after which a command hangs; of a machine that others keep busy ten times as many may pass"""
_PLAATS = re.compile(r"regel \d|veld |kolom|cel [A-Z]|blad |teken \d|\[\[|gemeente |scenario|wijziging|: gevonden")
_PYTHON = re.compile(r"datetime\.|function-|\b(None|True|False)\b|<class|Decimal\(|Error\b|\b(dict|list)\[")


class Hangt(BaseException):
    """A command did not end."""


@dataclass(frozen=True)
class Uitkomst:
    """What one command did."""

    code: int
    tekst: str
    fout: str = ""
    """A traceback, or what else went wrong"""


def run(woorden: Sequence[str]) -> Uitkomst:
    """One command in this process."""

    gerekend, begin = time.process_time(), time.monotonic()

    def too_long(_nummer: int, _frame: FrameType | None) -> None:
        if time.process_time() - gerekend > GEDULD or time.monotonic() - begin > 10 * GEDULD:
            raise Hangt
        signal.alarm(GEDULD // 4)

    oud = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(GEDULD)
    try:
        gelopen = CliRunner().invoke(main, list(woorden))
    except Hangt:
        return Uitkomst(-1, "", f"geen einde na {GEDULD} seconden")
    except BaseException as fout:
        return Uitkomst(-1, "", f"{type(fout).__name__}: {fout}")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, oud)
    gevallen = gelopen.exception
    if gevallen is not None and not isinstance(gevallen, SystemExit):
        return Uitkomst(gelopen.exit_code, gelopen.output, "".join(traceback.format_exception(gevallen)))
    return Uitkomst(gelopen.exit_code, gelopen.output)


def judge(uitkomst: Uitkomst, bestanden: Sequence[str]) -> Iterator[str]:
    """What is wrong with the outcome of one command on input of which these files were bent."""
    if uitkomst.fout:
        yield f"traceback: {uitkomst.fout}"
        return
    if uitkomst.code not in (0, 1, 2):
        yield f"eindcode {uitkomst.code}"
    if uitkomst.code == 2:
        if not uitkomst.tekst.strip():
            yield "eindcode 2 zonder melding"
        elif "fout in de invoer" in uitkomst.tekst or "fouten in de invoer" in uitkomst.tekst:
            yield from _message(uitkomst.tekst, bestanden)
        elif "Fout:" not in uitkomst.tekst:
            yield "eindcode 2 met een andere melding"
        elif len(uitkomst.tekst) > 10_000:
            yield f"een melding van {len(uitkomst.tekst)} tekens"
    if "Traceback (most recent" in uitkomst.tekst:
        yield "traceback in de uitvoer"


def _message(tekst: str, bestanden: Sequence[str]) -> Iterator[str]:
    regels = [r for r in tekst.splitlines() if r.startswith("- ")]
    if not regels:
        yield "een kop zonder melding"
    for regel in regels:
        if "gevonden" not in regel or "verwacht" not in regel:
            yield f"een melding zonder gevonden of verwacht: {regel[:200]}"
        if raak := _PYTHON.search(regel):
            yield f"een melding met Python: {raak[0]}: {regel[:200]}"
        if len(regel) > 5_000:
            yield f"een melding van {len(regel)} tekens: {regel[:100]}"
    if (
        bestanden
        and not any(Path(b).name in tekst or Path(b).stem in tekst for b in bestanden)
        and (not _PLAATS.search(tekst))
    ):
        yield f"een melding die bestand noch plaats noemt: {regels[0][:200] if regels else ''}"


@contextmanager
def unchanged(*mappen: Path) -> Iterator[Callable[[], list[str]]]:
    """Afterwards: what in these folders is not as it was."""
    voor = {m: _state(m) for m in mappen}

    def changes() -> list[str]:
        return [f"{m.name}: {sorted({n for n, _ in voor[m] ^ nu})[:5]}" for m in mappen if (nu := _state(m)) != voor[m]]

    yield changes


def _state(map_: Path) -> set[tuple[str, bytes]]:
    return {(p.relative_to(map_).as_posix(), p.read_bytes()) for p in map_.rglob("*") if p.is_file()}


def count_lines(inhoud: bytes, leeg: str = ";,\"'") -> int:
    """Rows under the head of a CSV file, by nothing but its lines; `leeg`: signs that say nothing, beside spaces."""
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = inhoud.decode("cp1252", "replace")
    regels = [r for r in tekst.replace("\r\n", "\n").replace("\r", "\n").split("\n") if r.strip(f" \t{leeg}")]
    # A head that is repeated, as on every page of a print, is no row.
    return sum(r != regels[0] for r in regels)
